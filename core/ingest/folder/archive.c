/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Unpacks zips with libzip.  Two passes: all entries are looked at first, and
 * only an archive that is wholly acceptable is written out.
 */
#include "ingest/folder/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <zip.h>

#include "api/owned.h"

#define VT_ARCHIVE_BLOCK    (256 * 1024)	 /* bytes unpacked at a time */
#define VT_ARCHIVE_MARGIN   (64LL * 1024 * 1024) /* bytes that stay free on the disk */
#define VT_ARCHIVE_PART_MAX 255			 /* bytes of one name in a path */

struct vt_archive {
	zip_t *zip;
	const char *path, *target;
	const struct vt_archive_limits *limits;
	struct vt_arena *arena; /* of one entry */
	char *block;
};

/* Where an entry goes: relative, without "." and with '/' only; false for a
 * name that leads out or is none. */
static bool
vt_archive_name(struct vt_arena *a, struct vt_str name, struct vt_str *path_r)
{
	struct vt_str rest, part, path = VT_STR_NONE;
	unsigned depth = 0;
	char *copy = vt_str_c(a, name);

	if (copy == NULL || name.len == 0 || name.len >= PATH_MAX || !vt_utf8_is_valid(name))
		return (false);
	for (size_t i = 0; i < name.len; i++) {
		if ((unsigned char)copy[i] < 0x20 || copy[i] == 0x7F)
			return (false);
		if (copy[i] == '\\')
			copy[i] = '/';
	}
	rest = (struct vt_str){ copy, name.len };
	if (copy[0] == '/' || (name.len > 1 && copy[1] == ':'))
		return (false);
	while (vt_str_next(&rest, '/', &part)) {
		if (part.len == 0 || vt_str_eq_c(part, "."))
			continue;
		if (vt_str_eq_c(part, "..") || part.len > VT_ARCHIVE_PART_MAX ||
		    depth++ > VT_ARCHIVE_DEPTH_MAX)
			return (false);
		path = vt_str_printf(a, "%.*s%s%.*s", VT_STR_ARG(path), path.len != 0 ? "/" : "",
				     VT_STR_ARG(part));
	}
	*path_r = path;
	return (path.len != 0);
}

static bool
vt_archive_is_link(struct vt_archive *z, zip_uint64_t i)
{
	zip_uint8_t system = 0;
	zip_uint32_t attributes = 0;

	return (zip_file_get_external_attributes(z->zip, i, 0, &system, &attributes) == 0 &&
		system == ZIP_OPSYS_UNIX && S_ISLNK(attributes >> 16));
}

static vt_err
vt_archive_refuse(const struct vt_archive *z, const char *name, const char *why)
{
	return (vt_fail(VT_E_BADARG, "%s: \"%s\" %s", z->path, name, why));
}

static vt_err
vt_archive_stat(struct vt_archive *z, zip_uint64_t i, zip_stat_t *st)
{
	const zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;

	if (zip_stat_index(z->zip, i, 0, st) != 0 || (st->valid & needed) != needed)
		return (vt_fail(VT_E_BADARG, "%s: entry %llu cannot be read: %s", z->path,
				(unsigned long long)i + 1, zip_strerror(z->zip)));
	return (VT_OK);
}

static vt_err
vt_archive_check_entry(struct vt_archive *z, zip_uint64_t i, int64_t *bytes, int64_t *packed)
{
	zip_stat_t st;
	struct vt_str path;
	vt_err err = vt_archive_stat(z, i, &st);

	if (err != VT_OK)
		return (err);
	if (!vt_archive_name(z->arena, vt_str_of(st.name), &path))
		return (vt_archive_refuse(
		    z, st.name,
		    "is a name that leads out of the archive, lies too deep in folders, or cannot be "
		    "a file's: the archive is refused"));
	if (vt_archive_is_link(z, i))
		return (vt_archive_refuse(z, st.name, "is a symbolic link; pack the file itself"));
	if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && st.encryption_method != ZIP_EM_NONE)
		return (vt_archive_refuse(z, st.name, "is encrypted; pack it without a password"));
	if (st.size > INT64_MAX || st.comp_size > INT64_MAX ||
	    __builtin_add_overflow(*bytes, (int64_t)st.size, bytes) ||
	    __builtin_add_overflow(*packed, (int64_t)st.comp_size, packed) ||
	    *bytes > z->limits->bytes_max)
		return (vt_fail(VT_E_TOOLARGE,
				"%s: more than %lld bytes unpacked (ingest.zip_bytes_max)", z->path,
				(long long)z->limits->bytes_max));
	if ((int64_t)st.size > VT_ARCHIVE_RATIO_FROM &&
	    (int64_t)st.size / z->limits->ratio_max > (int64_t)st.comp_size)
		return (vt_archive_refuse(
		    z, st.name,
		    "unpacks to more than ingest.zip_ratio_max times its size; no scan does"));
	return (VT_OK);
}

static vt_err
vt_archive_check(struct vt_archive *z, zip_int64_t count)
{
	int64_t bytes = 0, packed = 0;
	struct statvfs fs;

	if (count > z->limits->entries_max)
		return (vt_fail(VT_E_TOOLARGE,
				"%s: %lld entries; at most %lld "
				"(ingest.zip_entries_max)",
				z->path, (long long)count, (long long)z->limits->entries_max));
	for (zip_int64_t i = 0; i < count; i++) {
		vt_err err;

		z->arena = vt_arena_new(0);
		err = vt_archive_check_entry(z, (zip_uint64_t)i, &bytes, &packed);
		vt_arena_free(&z->arena);
		if (err != VT_OK)
			return (err);
	}
	if (bytes > VT_ARCHIVE_RATIO_FROM && bytes / z->limits->ratio_max > packed)
		return (vt_fail(VT_E_TOOLARGE,
				"%s: unpacks to more than %lld times its size "
				"(ingest.zip_ratio_max)",
				z->path, (long long)z->limits->ratio_max));
	if (statvfs(z->target, &fs) == 0 &&
	    (uint64_t)(bytes + VT_ARCHIVE_MARGIN) / fs.f_frsize > fs.f_bavail)
		return (vt_fail(VT_E_IO,
				"%s: needs %lld bytes unpacked, and there is not so much "
				"room below %s",
				z->path, (long long)bytes, z->target));
	return (VT_OK);
}

/* --- writing --------------------------------------------------------------------- */

vt_err
vt_temp_make(const char *path)
{
	char part[PATH_MAX];
	size_t len = strlen(path);

	if (len >= sizeof(part))
		return (vt_fail(VT_E_IO, "%s: the path is too long", path));
	memcpy(part, path, len + 1);
	for (size_t i = 1; i <= len; i++) {
		if (part[i] != '/' && part[i] != '\0')
			continue;
		part[i] = '\0';
		if (vt_owned_mkdir(part, 0755) != 0 && errno != EEXIST)
			return (vt_fail(VT_E_IO, "the folder %s cannot be made: %s", part,
					vt_owned_error()));
		part[i] = i < len ? '/' : '\0';
	}
	return (VT_OK);
}

static vt_err
vt_archive_copy(struct vt_archive *z, zip_file_t *in, int out, const zip_stat_t *st)
{
	uint64_t written = 0;
	zip_int64_t n;

	while ((n = zip_fread(in, z->block, VT_ARCHIVE_BLOCK)) > 0) {
		if (z->limits->is_stopped != NULL && atomic_load(z->limits->is_stopped))
			return (vt_fail(VT_E_DECLINED, "%s: stopped", z->path));
		written += (uint64_t)n;
		if (written > st->size)
			return (vt_archive_refuse(z, st->name, "is longer than it says"));
		if (write(out, z->block, (size_t)n) != n)
			return (vt_fail(VT_E_IO, "%s: unpacking \"%s\": %s", z->path, st->name,
					strerror(errno)));
	}
	if (n < 0 || written != st->size)
		return (vt_archive_refuse(z, st->name, "is damaged"));
	return (VT_OK);
}

static vt_err
vt_archive_open_target(struct vt_archive *z, struct vt_str path, int *fd_r)
{
	struct vt_str disk = vt_str_printf(z->arena, "%s/%.*s", z->target, VT_STR_ARG(path));
	const char *file = vt_str_c(z->arena, disk);
	char *folder = vt_str_c(z->arena, disk);
	vt_err err;
	int fd;

	if (file == NULL || folder == NULL)
		return (VT_E_LIMIT);
	*strrchr(folder, '/') = '\0';
	err = vt_temp_make(folder);
	if (err != VT_OK)
		return (err);
	fd = vt_owned_open(file, O_WRONLY | O_CREAT | O_EXCL, 0644);
	if (fd < 0 && errno == EEXIST)
		return (vt_fail(VT_E_BADARG, "%s: two entries are called \"%.*s\"; pack it again", z->path,
				VT_STR_ARG(path)));
	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s: %s", file, vt_owned_error()));
	*fd_r = fd;
	return (VT_OK);
}

static vt_err
vt_archive_entry(struct vt_archive *z, zip_uint64_t i)
{
	zip_stat_t st;
	struct vt_str path;
	zip_file_t *in;
	int out = -1;
	vt_err err = vt_archive_stat(z, i, &st);

	if (err != VT_OK)
		return (err);
	if (!vt_archive_name(z->arena, vt_str_of(st.name), &path))
		return (vt_archive_refuse(z, st.name, "is not a file's name"));
	if (st.name[strlen(st.name) - 1] == '/')
		return (VT_OK);
	in = zip_fopen_index(z->zip, i, 0);
	if (in == NULL)
		return (vt_fail(VT_E_BADARG, "%s: \"%s\" cannot be unpacked: %s", z->path, st.name,
				zip_strerror(z->zip)));
	err = vt_archive_open_target(z, path, &out);
	if (err == VT_OK) {
		err = vt_archive_copy(z, in, out, &st);
		if (close(out) != 0 && err == VT_OK)
			err = vt_fail(VT_E_IO, "%s: %s", z->path, strerror(errno));
	}
	(void)zip_fclose(in);
	return (err);
}

static vt_err
vt_archive_write(struct vt_archive *z, zip_int64_t count)
{
	vt_err err = VT_OK;

	z->block = malloc(VT_ARCHIVE_BLOCK);
	if (z->block == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to unpack %s", z->path));
	for (zip_int64_t i = 0; i < count && err == VT_OK; i++) {
		z->arena = vt_arena_new(0);
		err = vt_archive_entry(z, (zip_uint64_t)i);
		vt_arena_free(&z->arena);
	}
	free(z->block);
	return (err);
}

vt_err
vt_archive_unpack(const char *path, const char *target, const struct vt_archive_limits *limits)
{
	struct vt_archive z = { .path = path, .target = target, .limits = limits };
	zip_int64_t count;
	int code = 0;
	zip_error_t why;
	vt_err err;

	z.zip = zip_open(path, ZIP_RDONLY, &code);
	if (z.zip == NULL) {
		zip_error_init_with_code(&why, code);
		err = vt_fail(VT_E_BADARG, "%s: not a zip that can be read: %s; copy or pack it again", path,
			      zip_error_strerror(&why));
		zip_error_fini(&why);
		return (err);
	}
	count = zip_get_num_entries(z.zip, 0);
	err = vt_archive_check(&z, count);
	if (err == VT_OK)
		err = vt_archive_write(&z, count);
	zip_discard(z.zip);
	return (err);
}
