/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where access copies are, and what came out of zips.  Both are named by content, so that
 * an interrupted run finds what it made.
 */
#include "ingest/pipeline/page_work.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/owned.h"
#include "media/access_copy.h"

#define VT_COPIES_FOLDER   "images"
#define VT_KEPT_FOLDER	   "files"
#define VT_COPIES_TAG	   12	/* hex digits of the recipe's hash */
#define VT_COPIES_BUSY_MAX 1024 /* copies being made at once: more than threads can be */

struct vt_copies {
	char *data_dir;
	char *scratch; /* of a dry run, or NULL */
	int64_t pixels_max;
	pthread_mutex_t lock;
	pthread_cond_t freed;
	int64_t pixels;			      /* being worked on */
	const char *busy[VT_COPIES_BUSY_MAX]; /* hashes of masters being copied */
	size_t busy_count;
};

static pthread_once_t vt_copies_once = PTHREAD_ONCE_INIT;
static char vt_copies_tag[VT_COPIES_TAG + 1];

static void
vt_copies_make_tag(void)
{
	struct vt_hash_state h;
	char hex[VT_HASH_HEX];

	vt_hash_init(&h);
	vt_hash_put_str(&h, vt_str_of(vt_media_recipe()));
	vt_hash_hex(&h, hex);
	memcpy(vt_copies_tag, hex, VT_COPIES_TAG);
}

const char *
vt_copies_recipe(void)
{
	(void)pthread_once(&vt_copies_once, vt_copies_make_tag);
	return (vt_copies_tag);
}

vt_err
vt_copies_open(const struct vt_copies_options *o, struct vt_copies **c_r)
{
	struct vt_copies *c = calloc(1, sizeof(*c));

	if (c == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the access copies"));
	(void)pthread_mutex_init(&c->lock, NULL);
	(void)pthread_cond_init(&c->freed, NULL);
	c->pixels_max = o->pixels_max;
	if ((c->data_dir = strdup(o->data_dir)) == NULL ||
	    (o->scratch != NULL && (c->scratch = strdup(o->scratch)) == NULL)) {
		vt_copies_free(&c);
		return (vt_fail(VT_E_NOMEM, "no memory for the access copies"));
	}
	*c_r = c;
	return (VT_OK);
}

void
vt_copies_free(struct vt_copies **cp)
{
	struct vt_copies *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	(void)pthread_mutex_destroy(&c->lock);
	(void)pthread_cond_destroy(&c->freed);
	free(c->data_dir);
	free(c->scratch);
	free(c);
}

struct vt_str
vt_copies_path(struct vt_arena *a, const char *hash)
{
	return (
	    vt_str_printf(a, VT_COPIES_FOLDER "/%.2s/%s-%s.tif", hash, hash, vt_copies_recipe()));
}

static bool
vt_copies_disk(const struct vt_copies *c, const char *hash, char path[PATH_MAX])
{
	return (snprintf(path, PATH_MAX, "%s/" VT_COPIES_FOLDER "/%.2s/%s-%s.tif", c->data_dir,
			 hash, hash, vt_copies_recipe()) < PATH_MAX);
}

bool
vt_copies_has(const struct vt_copies *c, const char *hash)
{
	char path[PATH_MAX];

	return (vt_copies_disk(c, hash, path) && access(path, R_OK) == 0);
}

/* --- leftovers --------------------------------------------------------------------- */

static vt_err
vt_copies_clean_folder(const char *folder)
{
	int fd = vt_owned_open(folder, O_RDONLY | O_DIRECTORY, 0);
	DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
	const struct dirent *e;
	vt_err err = VT_OK;

	if (d == NULL)
		return (errno == ENOENT || errno == ENOTDIR
			    ? VT_OK
			    : vt_fail(VT_E_IO, "%s: %s", folder, vt_owned_error()));
	while ((e = readdir(d)) != NULL && err == VT_OK)
		if (vt_str_ends(vt_str_of(e->d_name), vt_str_of(VT_MEDIA_PART)) &&
		    unlinkat(dirfd(d), e->d_name, 0) != 0 && errno != ENOENT)
			err = vt_fail(VT_E_IO, "%s/%s cannot be removed: %s", folder, e->d_name,
				      strerror(errno));
	(void)closedir(d);
	return (err);
}

vt_err
vt_copies_clean(const struct vt_copies *c)
{
	static const char *const folders[] = { VT_COPIES_FOLDER, VT_KEPT_FOLDER };
	char path[PATH_MAX];
	vt_err err = VT_OK;

	for (unsigned i = 0; c->scratch == NULL && i < 512 && err == VT_OK; i++)
		if (snprintf(path, sizeof(path), "%s/%s/%02x", c->data_dir, folders[i / 256],
			     i % 256) < (int)sizeof(path))
			err = vt_copies_clean_folder(path);
	return (err);
}

/* --- access copies ------------------------------------------------------------------- */

static bool
vt_copies_is_busy(const struct vt_copies *c, const char *hash)
{
	for (size_t i = 0; i < c->busy_count; i++)
		if (strcmp(c->busy[i], hash) == 0)
			return (true);
	return (false);
}

/* Waits until there is room for so many pixels, and nobody else makes the same
 * copy.  One master that is larger than the limit has it for itself. */
static void
vt_copies_enter(struct vt_copies *c, const char *hash, int64_t pixels)
{
	(void)pthread_mutex_lock(&c->lock);
	while (vt_copies_is_busy(c, hash) || c->busy_count == VT_COPIES_BUSY_MAX ||
	       (c->busy_count != 0 && c->pixels > c->pixels_max - pixels))
		(void)pthread_cond_wait(&c->freed, &c->lock);
	c->busy[c->busy_count++] = hash;
	c->pixels += pixels;
	(void)pthread_mutex_unlock(&c->lock);
}

static void
vt_copies_leave(struct vt_copies *c, const char *hash, int64_t pixels)
{
	(void)pthread_mutex_lock(&c->lock);
	for (size_t i = 0; i < c->busy_count; i++)
		if (c->busy[i] == hash) {
			c->busy[i] = c->busy[--c->busy_count];
			break;
		}
	c->pixels -= pixels;
	(void)pthread_cond_broadcast(&c->freed);
	(void)pthread_mutex_unlock(&c->lock);
}

/* What an earlier run may have left to root. */
static vt_err
vt_copies_own(const char *path)
{
	return (vt_owned_give(path) == 0
		    ? VT_OK
		    : vt_fail(VT_E_IO, "%s cannot be given to the server's user: %s", path,
			      vt_owned_error()));
}

/* data.dir/<what> and data.dir/<what>/<the hash's first two digits> */
static vt_err
vt_copies_folder(const struct vt_copies *c, const char *what, const char *hash)
{
	char path[PATH_MAX];

	for (int deep = 0; deep < 2; deep++) {
		if (snprintf(path, sizeof(path), "%s/%s%s%.*s", c->data_dir, what, deep ? "/" : "",
			     deep ? 2 : 0, hash) >= (int)sizeof(path))
			return (vt_fail(VT_E_IO, "%s: the path is too long", c->data_dir));
		if (vt_owned_mkdir(path, 0755) != 0 && errno != EEXIST)
			return (vt_fail(VT_E_IO, "the folder %s cannot be made: %s", path,
					vt_owned_error()));
	}
	return (VT_OK);
}

/* A copy from a run before is as good as a new one: its name says so. */
static vt_err
vt_copies_found(struct vt_page_work *w, const char *copy)
{
	struct vt_media_info info;
	vt_err err = vt_media_inspect(w->arena, copy, &info);

	if (err != VT_OK)
		return (err);
	w->width = info.width;
	w->height = info.height;
	return (VT_OK);
}

/* Only whether it can be: the first bytes of a master do not show that it is cut off. */
static vt_err
vt_copies_try(const struct vt_copies *c, const char *master, struct vt_page_work *w)
{
	char copy[PATH_MAX];
	vt_err err;

	if (snprintf(copy, sizeof(copy), "%s/%s.tif", c->scratch, w->image_hash) >=
	    (int)sizeof(copy))
		return (vt_fail(VT_E_IO, "%s: the path is too long", c->scratch));
	err = vt_media_make_access_copy(master, copy, &w->width, &w->height);
	if (err == VT_OK && unlink(copy) != 0)
		err = vt_fail(VT_E_IO, "%s cannot be removed: %s", copy, strerror(errno));
	return (err);
}

static vt_err
vt_copies_make(struct vt_copies *c, const char *master, struct vt_page_work *w)
{
	char copy[PATH_MAX];
	vt_err err;

	if (!vt_copies_disk(c, w->image_hash, copy))
		return (vt_fail(VT_E_IO, "%s: the path is too long", c->data_dir));
	if (access(copy, R_OK) == 0) {
		if (vt_copies_found(w, copy) == VT_OK)
			return (c->scratch == NULL ? vt_copies_own(copy) : VT_OK);
		vt_fail_clear();
	}
	if (c->scratch != NULL)
		return (vt_copies_try(c, master, w));
	err = vt_copies_folder(c, VT_COPIES_FOLDER, w->image_hash);
	if (err == VT_OK)
		err = vt_media_make_access_copy(master, copy, &w->width, &w->height);
	return (err);
}

vt_err
vt_copies_take(struct vt_copies *c, const char *master, struct vt_page_work *w)
{
	int64_t pixels = w->width * w->height;
	vt_err err;

	vt_copies_enter(c, w->image_hash, pixels);
	err = vt_copies_make(c, master, w);
	vt_copies_leave(c, w->image_hash, pixels);
	return (err);
}

/* --- files that came out of a zip ----------------------------------------------------- */

struct vt_str
vt_copies_kept(const struct vt_copies *c, struct vt_arena *a, const char *hash)
{
	return (vt_str_printf(a, "%s/" VT_KEPT_FOLDER "/%.2s/%s", c->data_dir, hash, hash));
}

static vt_err
vt_copies_pour(FILE *in, FILE *out, const char *name)
{
	char block[64 * 1024];
	size_t n;

	while ((n = fread(block, 1, sizeof(block), in)) > 0)
		if (fwrite(block, 1, n, out) != n)
			break;
	if (ferror(in) || ferror(out) || fflush(out) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be copied: %s", name, strerror(errno)));
	return (VT_OK);
}

static vt_err
vt_copies_copy(const char *from, const char *part, const char *to)
{
	int fd = vt_owned_open(part, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	FILE *in = fopen(from, "re"), *out = fd >= 0 ? fdopen(fd, "w") : NULL;
	vt_err err;

	if (in == NULL || out == NULL)
		err = vt_fail(VT_E_IO, "%s cannot be copied to %s: %s", from, part,
			      vt_owned_error());
	else
		err = vt_copies_pour(in, out, from);
	if (in != NULL)
		(void)fclose(in);
	if (out != NULL && fclose(out) != 0 && err == VT_OK)
		err = vt_fail(VT_E_IO, "%s: %s", part, strerror(errno));
	if (err == VT_OK && vt_owned_rename(part, to) != 0)
		err = vt_fail(VT_E_IO, "%s: %s", to, vt_owned_error());
	return (err);
}

vt_err
vt_file_work_keep(const struct vt_copies *c, const struct vt_draft_file *f, struct vt_file_work *w)
{
	struct vt_arena *a;
	const char *to, *part;
	vt_err err;

	if (c->scratch != NULL)
		return (VT_OK);
	a = vt_arena_new(0);
	to = vt_str_c(a, vt_copies_kept(c, a, w->hash));
	part = vt_str_c(a, vt_str_printf(a, "%s.%lx" VT_MEDIA_PART, to, (long)pthread_self()));
	err = vt_copies_folder(c, VT_KEPT_FOLDER, w->hash);
	if (err == VT_OK && access(to, R_OK) != 0)
		err = vt_copies_copy(f->path.p, part, to);
	if (err == VT_OK)
		err = vt_copies_own(to);
	w->is_kept = err == VT_OK;
	vt_arena_free(&a);
	return (err);
}
