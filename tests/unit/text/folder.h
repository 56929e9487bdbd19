/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of files in /tmp for one test, made from name and text pairs. */
#ifndef VT_TEST_FOLDER_H
#define VT_TEST_FOLDER_H

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "vt_test.h"

struct vt_test_file {
	const char *name, *text; /* "parts/a.mustache": the folder is made */
};

static char vt_test_folder[64];

static inline void
vt_test_path(const char *name, char path_r[256])
{
	(void)snprintf(path_r, 256, "%s/%s", vt_test_folder, name);
}

/* files ends with a NULL name. */
static inline void
vt_test_folder_make(const struct vt_test_file *files)
{
	char path[256];

	(void)snprintf(vt_test_folder, sizeof(vt_test_folder), "/tmp/vt_test_XXXXXX");
	assert_non_null(mkdtemp(vt_test_folder));
	for (; files->name != NULL; files++) {
		char *slash;

		vt_test_path(files->name, path);
		slash = strrchr(path, '/');
		*slash = '\0';
		(void)mkdir(path, 0700);
		*slash = '/';
		FILE *f = fopen(path, "w");

		assert_non_null(f);
		assert_true(fputs(files->text, f) >= 0);
		assert_int_equal(fclose(f), 0);
	}
}

static inline void
vt_test_folder_remove(const struct vt_test_file *files)
{
	char path[256];

	for (; files->name != NULL; files++) {
		vt_test_path(files->name, path);
		(void)unlink(path);
		*strrchr(path, '/') = '\0';
		(void)rmdir(path); /* when it was the last file there */
	}
	(void)rmdir(vt_test_folder);
}

#endif
