/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loads or makes the main key.  Whoever first has something to sign makes
 * it, perhaps two servers of one data.dir at once: the file appears whole, under its name, once, and all
 * then read what is there.
 */
#include "http/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/log.h"
#include "api/owned.h"

#define SECRET_HEX (2 * VT_SECRET_LEN + 1)

struct secret_place {
	const char *dir, *user;
	char path[PATH_MAX], draft[PATH_MAX];
};

void
vt_secret_derive(const uint8_t key[VT_SECRET_LEN], const char *purpose,
		 uint8_t key_r[VT_SECRET_LEN])
{
	vt_assert(sodium_init() >= 0);
	vt_assert(crypto_generichash(key_r, VT_SECRET_LEN, (const unsigned char *)purpose,
				     strlen(purpose), key, VT_SECRET_LEN) == 0);
}

static vt_err
secret_from_text(const char *text, uint8_t key_r[VT_SECRET_LEN])
{
	size_t len = strlen(text);

	if (len < VT_SECRET_TEXT_MIN)
		return (vt_fail(VT_E_BADARG,
				"server.secret has %zu characters: take at least %d, from chance",
				len, VT_SECRET_TEXT_MIN));
	vt_assert(crypto_generichash(key_r, VT_SECRET_LEN, (const unsigned char *)text, len, NULL,
				     0) == 0);
	return (VT_OK);
}

/* Root gives what it makes to the user that the server will run as. */
static void
secret_give(const struct secret_place *place, int fd, const char *path)
{
	const struct passwd *pw;
	struct stat dir;

	if (geteuid() != 0 || place->user == NULL)
		return;
	/* Without a name it is whose the folder is. */
	if (place->user[0] == '\0') {
		if (stat(place->dir, &dir) == 0 && fchown(fd, dir.st_uid, dir.st_gid) != 0)
			vt_log("core", VT_LOG_WARN, "%s stays root's: %s", path, strerror(errno));
		return;
	}
	if ((pw = getpwnam(place->user)) == NULL) {
		vt_log("core", VT_LOG_WARN, "%s stays root's: there is no user %s", path,
		       place->user);
		return;
	}
	if (fchown(fd, pw->pw_uid, pw->pw_gid) != 0)
		vt_log("core", VT_LOG_WARN, "%s cannot be given to %s: %s", path, place->user,
		       strerror(errno));
}

static void
secret_give_dir(const struct secret_place *place)
{
	int fd = vt_owned_open(place->dir, O_RDONLY | O_DIRECTORY, 0);

	if (fd < 0)
		return;
	secret_give(place, fd, place->dir);
	(void)close(fd);
}

static vt_err
secret_write(const struct secret_place *place, int fd)
{
	uint8_t key[VT_SECRET_LEN];
	char hex[SECRET_HEX];
	bool is_written;

	randombytes_buf(key, sizeof(key));
	sodium_bin2hex(hex, sizeof(hex), key, sizeof(key));
	hex[SECRET_HEX - 1] = '\n';
	is_written = write(fd, hex, sizeof(hex)) == (ssize_t)sizeof(hex) && fsync(fd) == 0;
	sodium_memzero(key, sizeof(key));
	sodium_memzero(hex, sizeof(hex));
	if (!is_written)
		return (
		    vt_fail(VT_E_IO, "%s cannot be written: %s", place->draft, strerror(errno)));
	secret_give(place, fd, place->path);
	return (VT_OK);
}

/* Written beside, then linked: a link fails where the name is taken, so of two
 * who make it one wins and the other reads. */
static vt_err
secret_make(struct secret_place *place)
{
	vt_err err;
	int fd;

	if (vt_owned_mkdir(place->dir, 0755) == 0) {
		vt_log("core", VT_LOG_INFO, "data.dir %s is new: made", place->dir);
		secret_give_dir(place);
	} else if (errno != EEXIST) {
		return (vt_fail(VT_E_IO, "data.dir %s cannot be made: %s; put it right, or make the "
				"folder above it", place->dir, vt_owned_error()));
	}
	fd = mkostemp(place->draft, O_CLOEXEC); /* mode 0600 */
	if (fd < 0)
		return (vt_fail(VT_E_IO,
				"%s cannot be made: %s; set server.secret or let this "
				"user write in data.dir",
				place->draft, strerror(errno)));
	err = secret_write(place, fd);
	(void)close(fd);
	if (err == VT_OK && link(place->draft, place->path) != 0 && errno != EEXIST)
		err = vt_fail(VT_E_IO, "%s cannot be made: %s", place->path, strerror(errno));
	(void)unlink(place->draft);
	return (err);
}

static vt_err
secret_decode(const struct secret_place *place, int fd, uint8_t key_r[VT_SECRET_LEN])
{
	char hex[SECRET_HEX + 1];
	uint8_t key[VT_SECRET_LEN];
	size_t len;
	ssize_t n = read(fd, hex, sizeof(hex));

	if (n < SECRET_HEX - 1 || n > SECRET_HEX ||
	    sodium_hex2bin(key, sizeof(key), hex, SECRET_HEX - 1, NULL, &len, NULL) != 0 ||
	    len != sizeof(key))
		return (vt_fail(VT_E_IO,
				"%s does not hold %d hexadecimal digits: delete it, and "
				"a new one is made",
				place->path, SECRET_HEX - 1));
	memcpy(key_r, key, sizeof(key));
	return (VT_OK);
}

/* VT_E_NOTFOUND when there is none yet. */
static vt_err
secret_read(const struct secret_place *place, uint8_t key_r[VT_SECRET_LEN])
{
	int fd = vt_owned_open(place->path, O_RDONLY, 0);
	struct stat st;
	vt_err err;

	if (fd < 0 && errno == ENOENT)
		return (VT_E_NOTFOUND);
	if (fd < 0)
		return (vt_fail(VT_E_IO,
				"%s cannot be read: %s: give it to this user, or set "
				"server.secret",
				place->path, vt_owned_error()));
	if (fstat(fd, &st) == 0 && (st.st_mode & 077) != 0)
		vt_log("core", VT_LOG_WARN, "%s can be read by others: chmod 600 it", place->path);
	err = secret_decode(place, fd, key_r);
	(void)close(fd);
	return (err);
}

static vt_err
secret_from_file(const char *data_dir, const char *user, uint8_t key_r[VT_SECRET_LEN])
{
	struct secret_place place = { .dir = data_dir, .user = user };
	int n = snprintf(place.path, sizeof(place.path), "%s/secret", data_dir);
	int m = snprintf(place.draft, sizeof(place.draft), "%s/.secret.XXXXXX", data_dir);
	vt_err err;

	if (n < 0 || m < 0 || (size_t)m >= sizeof(place.draft))
		return (vt_fail(VT_E_BADARG, "data.dir is too long a path"));
	if ((err = secret_read(&place, key_r)) != VT_E_NOTFOUND)
		return (err);
	if ((err = secret_make(&place)) != VT_OK)
		return (err);
	return (secret_read(&place, key_r));
}

vt_err
vt_secret_load(const char *text, const char *data_dir, const char *user,
	       uint8_t key_r[VT_SECRET_LEN])
{
	vt_assert(sodium_init() >= 0);
	if (text != NULL && text[0] != '\0')
		return (secret_from_text(text, key_r));
	return (secret_from_file(data_dir, user, key_r));
}
