/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificate and key, read and tried before they are used: in the parent before
 * any process is made and at SIGHUP, and by the keeper of keys, which hands the
 * certificate out.  Whoever is told what is wrong runs the server.
 */
#include <errno.h>
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/log.h"
#include "http/server/boot_inside.h"

static const char *
vt_boot_tls_reason(void)
{
	const char *reason = ERR_reason_error_string(ERR_peek_error());

	return (reason != NULL ? reason : "no reason is given");
}

static vt_err
vt_boot_tls_bad(const char *option, const char *path, const char *why)
{
	return (vt_fail(VT_E_BADARG, "server.%s %s cannot be used: %s", option, path, why));
}

/* --- files ----------------------------------------------------------------------- */

static vt_err
vt_boot_tls_take(int fd, const char *option, const char *path, struct vt_str *bytes_r)
{
	struct stat st;
	char *bytes;
	ssize_t len;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (vt_boot_tls_bad(option, path, "it is no file"));
	if (st.st_size > VT_BOOT_TLS_MAX)
		return (vt_boot_tls_bad(option, path, "it is larger than 1 MiB"));
	if ((bytes = malloc(VT_BOOT_TLS_MAX)) == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for %s", path));
	if ((len = read(fd, bytes, VT_BOOT_TLS_MAX)) < 0) {
		free(bytes);
		return (vt_boot_tls_bad(option, path, strerror(errno)));
	}
	*bytes_r = (struct vt_str){ bytes, (size_t)len };
	return (VT_OK);
}

static vt_err
vt_boot_tls_file(const char *option, const char *path, struct vt_str *bytes_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	vt_err err;

	if (fd < 0)
		return (vt_boot_tls_bad(option, path, strerror(errno)));
	err = vt_boot_tls_take(fd, option, path, bytes_r);
	(void)close(fd);
	return (err);
}

static void
vt_boot_tls_drop(struct vt_str *bytes)
{
	void *p = (void *)(uintptr_t)bytes->p;

	if (p != NULL)
		OPENSSL_cleanse(p, bytes->len); /* it may be a key */
	free(p);
	*bytes = VT_STR_NONE;
}

/* --- what is in them ---------------------------------------------------------------- */

/* Nobody is there to be asked for a password. */
static int
vt_boot_tls_no_password(char *room, int size, int is_writing, void *arg)
{
	(void)room;
	(void)size;
	(void)is_writing;
	(void)arg;
	return (-1);
}

static EVP_PKEY *
vt_boot_tls_parse_key(struct vt_str bytes)
{
	BIO *in = BIO_new_mem_buf(bytes.p, (int)bytes.len);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(in, NULL, vt_boot_tls_no_password, NULL);

	BIO_free(in);
	return (key);
}

static vt_err
vt_boot_tls_key(const char *path, EVP_PKEY **key_r)
{
	struct vt_str bytes;
	vt_err err = vt_boot_tls_file("tls_key", path, &bytes);
	EVP_PKEY *key;
	int kind;

	if (err != VT_OK)
		return (err);
	key = vt_boot_tls_parse_key(bytes);
	vt_boot_tls_drop(&bytes);
	if (key == NULL)
		return (vt_boot_tls_bad("tls_key", path, vt_boot_tls_reason()));
	kind = EVP_PKEY_get_base_id(key);
	if (kind != EVP_PKEY_RSA && kind != EVP_PKEY_EC) {
		EVP_PKEY_free(key);
		return (vt_boot_tls_bad("tls_key", path,
					"it is neither an RSA nor an EC key: make one of these"));
	}
	*key_r = key;
	return (VT_OK);
}

/* The certificates after the first; the end of the file is what stops this. */
static bool
vt_boot_tls_rest(BIO *in)
{
	unsigned long last;
	X509 *next;

	while ((next = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL)
		X509_free(next);
	last = ERR_peek_last_error();
	if (ERR_GET_LIB(last) != ERR_LIB_PEM || ERR_GET_REASON(last) != PEM_R_NO_START_LINE)
		return (false);
	ERR_clear_error();
	return (true);
}

/* As a worker will do; OpenSSL refuses keys that are too small, too. */
static bool
vt_boot_tls_is_usable(X509 *leaf, EVP_PKEY *key)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	bool is_good = ctx != NULL && SSL_CTX_use_certificate(ctx, leaf) == 1 &&
		       SSL_CTX_use_PrivateKey(ctx, key) == 1;

	SSL_CTX_free(ctx);
	return (is_good);
}

static vt_err
vt_boot_tls_leaf(const char *path, BIO *in, X509 *leaf, EVP_PKEY *key)
{
	if (leaf == NULL || !vt_boot_tls_rest(in))
		return (vt_boot_tls_bad("tls_certificate", path, vt_boot_tls_reason()));
	if (X509_check_private_key(leaf, key) != 1)
		return (vt_boot_tls_bad("tls_certificate", path, "server.tls_key is not its key"));
	if (!vt_boot_tls_is_usable(leaf, key))
		return (vt_boot_tls_bad("tls_certificate", path, vt_boot_tls_reason()));
	if (X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0)
		vt_log("server", VT_LOG_WARN,
		       "server.tls_certificate %s has expired: browsers will refuse it", path);
	return (VT_OK);
}

void
vt_boot_tls_name(const X509 *leaf, char name_r[VT_BOOT_TLS_NAME])
{
	static const char hex[] = "0123456789abcdef";
	unsigned char digest[EVP_MAX_MD_SIZE] = { 0 };

	vt_assert(X509_digest(leaf, EVP_sha256(), digest, NULL) == 1);
	for (size_t i = 0; i < VT_BOOT_TLS_NAME - 1; i++)
		name_r[i] = hex[(digest[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15];
	name_r[VT_BOOT_TLS_NAME - 1] = '\0';
}

static vt_err
vt_boot_tls_try(const char *path, struct vt_boot_tls *tls)
{
	BIO *in = BIO_new_mem_buf(tls->chain.p, (int)tls->chain.len);
	X509 *leaf = PEM_read_bio_X509_AUX(in, NULL, NULL, NULL);
	vt_err err = vt_boot_tls_leaf(path, in, leaf, tls->key);

	if (err == VT_OK)
		vt_boot_tls_name(leaf, tls->name);
	X509_free(leaf);
	BIO_free(in);
	return (err);
}

vt_err
vt_boot_tls_read(const char *certificate, const char *key, struct vt_boot_tls *tls_r)
{
	struct vt_boot_tls tls = { .key = NULL };
	vt_err err;

	if (certificate[0] == '\0' || key[0] == '\0')
		return (vt_fail(VT_E_BADARG,
				"TLS needs both server.tls_certificate and server.tls_key"));
	ERR_clear_error();
	if ((err = vt_boot_tls_file("tls_certificate", certificate, &tls.chain)) != VT_OK)
		return (err);
	if ((err = vt_boot_tls_key(key, &tls.key)) == VT_OK)
		err = vt_boot_tls_try(certificate, &tls);
	ERR_clear_error();
	if (err != VT_OK)
		vt_boot_tls_fini(&tls);
	else
		*tls_r = tls;
	return (err);
}

void
vt_boot_tls_fini(struct vt_boot_tls *tls)
{
	vt_boot_tls_drop(&tls->chain);
	EVP_PKEY_free(tls->key);
	tls->key = NULL;
}
