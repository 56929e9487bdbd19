/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects findings in an arena, for the readers and rules of ingest.  Says
 * nothing itself: the report prints them.
 */
#include "ingest/folder/finding.h"

#include <stdarg.h>
#include <stdio.h>

#define VT_FINDING_TEXT_MAX 1200 /* bytes of one sentence */

void *
vt_array_grow(struct vt_arena *a, void *items, size_t count, size_t *cap, size_t size)
{
	size_t wanted = *cap != 0 ? *cap * 2 : 8;
	void *moved;

	if (count < *cap)
		return (items);
	moved = vt_arena_array(a, wanted, size);
	if (moved == NULL)
		return (NULL);
	if (count != 0)
		memcpy(moved, items, count * size);
	*cap = wanted;
	return (moved);
}

void
vt_findings_init(struct vt_findings *f, struct vt_arena *a)
{
	memset(f, 0, sizeof(*f));
	f->arena = a;
}

static void
vt_findings_put(struct vt_findings *f, const char *kind, struct vt_str text)
{
	struct vt_finding *items;

	if (f->count >= VT_FINDINGS_MAX) {
		f->dropped++;
		return;
	}
	items = vt_array_grow(f->arena, f->items, f->count, &f->cap, sizeof(*items));
	if (items == NULL)
		return;
	f->items = items;
	f->items[f->count++] =
	    (struct vt_finding){ .kind = kind, .text = vt_str_dup(f->arena, text) };
}

void
vt_findings_add(struct vt_findings *f, const char *kind, const char *fmt, ...)
{
	char text[VT_FINDING_TEXT_MAX];
	va_list ap;
	int n;

	if (f == NULL)
		return;
	va_start(ap, fmt);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	if ((size_t)n >= sizeof(text))
		n = (int)sizeof(text) - 1;
	vt_findings_put(f, kind, (struct vt_str){ text, (size_t)n });
}

void
vt_findings_lines(struct vt_findings *f, const char *kind, struct vt_str text)
{
	struct vt_str line;

	while (f != NULL && vt_str_next(&text, '\n', &line)) {
		line = vt_str_trim(line);
		if (line.len != 0)
			vt_findings_put(f, kind, line);
	}
}
