/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of ingest share: folders of their own with files in them. */
#ifndef INGEST_HELP_H
#define INGEST_HELP_H

#include <sys/stat.h>
#include <unistd.h>

#include "vt_test.h"

#include "api/arena.h"
#include "ingest/draft/draft.h"
#include "ingest/folder/archive.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* Enough of a JPEG to be recognised as one, not to be opened. */
#define HELP_JPEG "\xFF\xD8\xFF\xE0 not really"

static char help_folder[64];

static inline int
help_setup(void **state)
{
	(void)state;
	(void)snprintf(help_folder, sizeof(help_folder), "/tmp/vartai-test-XXXXXX");
	return (mkdtemp(help_folder) != NULL ? 0 : -1);
}

static inline int
help_teardown(void **state)
{
	(void)state;
	return (vt_temp_remove(help_folder) == VT_OK ? 0 : -1);
}

/* help_folder/name, in a buffer that the next call but three overwrites. */
static inline const char *
help_path(const char *name)
{
	static char paths[4][512];
	static unsigned next;
	char *path = paths[next++ % 4];

	(void)snprintf(path, sizeof(paths[0]), "%s/%s", help_folder, name);
	return (path);
}

static inline void
help_write_bytes(const char *name, const void *bytes, size_t len)
{
	char folder[512];
	FILE *f;

	(void)snprintf(folder, sizeof(folder), "%s", help_path(name));
	*strrchr(folder, '/') = '\0';
	assert_int_equal(vt_temp_make(folder), VT_OK);
	f = fopen(help_path(name), "we");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

static inline void
help_write(const char *name, const char *text)
{
	help_write_bytes(name, text, strlen(text));
}

/* A finding of that kind whose text has part in it. */
static inline bool
help_found(const struct vt_findings *f, const char *kind, const char *part)
{
	for (size_t i = 0; i < f->count; i++) {
		char text[2000];

		(void)snprintf(text, sizeof(text), "%.*s", VT_STR_ARG(f->items[i].text));
		if (strcmp(f->items[i].kind, kind) == 0 && strstr(text, part) != NULL)
			return (true);
	}
	return (false);
}

/* The values of a draft's properties of a name, "lang:value|…". */
static inline const char *
help_values(struct vt_draft *d, const char *name)
{
	static char out[2000];
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < d->property_count; i++) {
		const struct vt_property *p = &d->properties[i];

		if (!vt_str_eq_c(p->name, name))
			continue;
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%.*s%s%.*s", n != 0 ? "|" : "",
		    VT_STR_ARG(p->lang), p->lang.len != 0 ? ":" : "", VT_STR_ARG(p->value));
		if (p->has_coordinates)
			n += (size_t)snprintf(out + n, sizeof(out) - n, "(%g,%g)", p->latitude,
			    p->longitude);
	}
	return (out);
}

#endif
