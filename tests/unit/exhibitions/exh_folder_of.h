/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of an exhibition for one test, in a new temporary folder, and an arena. */
#ifndef EXH_FOLDER_OF_H
#define EXH_FOLDER_OF_H

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

struct folder {
	char path[64];
};

static void
folder_new(struct folder *f)
{
	char media[80];

	(void)snprintf(f->path, sizeof(f->path), "/tmp/vartai-exhibition-XXXXXX");
	assert_non_null(mkdtemp(f->path));
	(void)snprintf(media, sizeof(media), "%s/media", f->path);
	assert_int_equal(mkdir(media, 0700), 0);
}

static void
folder_put_bytes(const struct folder *f, const char *name, const void *p, size_t len)
{
	char path[256];
	FILE *out;

	(void)snprintf(path, sizeof(path), "%s/%s", f->path, name);
	out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(p, 1, len, out), len);
	assert_int_equal(fclose(out), 0);
}

static inline void
folder_put(const struct folder *f, const char *name, const char *text)
{
	folder_put_bytes(f, name, text, strlen(text));
}

static int
folder_remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st;
	(void)kind;
	(void)ftw;
	return (remove(path));
}

static void
folder_free(struct folder *f)
{
	(void)nftw(f->path, folder_remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Of the test that runs. */
static struct folder	 f;
static struct vt_arena	*a;

static inline int
folder_setup(void **state)
{
	(void)state;
	a = vt_arena_new(EXH_LOAD_MEMORY);
	folder_new(&f);
	return (0);
}

static inline int
folder_teardown(void **state)
{
	(void)state;
	folder_free(&f);
	vt_arena_free(&a);
	return (0);
}

#endif
