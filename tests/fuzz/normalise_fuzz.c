/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of strangers' records: dates, kinds, languages, rights, addresses.
 * One value a line, into a description that is made fit; what vt_normalise()
 * promises of any bytes is checked here.
 */
#include <stdlib.h>

#include "api/arena.h"
#include "ingest/normalise/normalise.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LINES_MAX 64

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
dates(struct vt_str s)
{
	char start[16], end[16], again[16], other[16];

	if (!vt_date_parse(s, start, end))
		return;
	/* What was said can be read again and says the same. */
	must(start[0] != '\0' || end[0] != '\0');
	if (start[0] != '\0')
		must(vt_date_parse(vt_str_of(start), again, other) && strcmp(start, again) == 0);
	if (end[0] != '\0')
		must(vt_date_parse(vt_str_of(end), again, other) && strcmp(end, other) == 0);
}

static void
words(struct vt_arena *a, struct vt_str s)
{
	enum vt_kind kind = VT_KIND_NONE;
	struct vt_str tag = vt_language_tag(a, s);

	must(tag.len == 0 || vt_str_eq(vt_language_tag(a, tag), tag));
	must(!vt_kind_parse(s, &kind) || kind <= VT_KIND_3D);
}

static void
descriptions(struct vt_arena *a, struct vt_str s)
{
	static const char *const names[] = { "title",	 "issued", "language", "rights",
					     "temporal", "type",   "spatial" };
	struct vt_property p[LINES_MAX];
	struct vt_object o = { .kind = VT_KIND_NONE, .rights = s, .language = s };
	struct vt_buf findings;
	struct vt_str line;
	size_t n = 0;

	while (n < LINES_MAX && vt_str_next(&s, '\n', &line)) {
		p[n] = (struct vt_property){ .name = vt_str_of(names[n % 7]), .value = line };
		if (n % 3 == 1)
			p[n].uri = p[n].lang = p[n].role = line;
		if (n % 5 == 2)
			p[n].start = p[n].end = line;
		n++;
	}
	o.description = (struct vt_description){ p, n };
	vt_buf_init(&findings, 0);
	if (vt_normalise(a, &o, &findings) == VT_OK) {
		must(o.kind <= VT_KIND_3D);
		for (size_t i = 0; i < o.description.count; i++) {
			const struct vt_property *q = &o.description.properties[i];

			must(vt_utf8_is_valid(q->value));
			must(q->value.len != 0 || q->uri.len != 0);
		}
	}
	vt_buf_fini(&findings);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_str s = { (const char *)data, size };
	struct vt_arena *a = vt_arena_new(0);

	dates(s);
	words(a, s);
	descriptions(a, s);
	vt_arena_free(&a);
	return (0);
}
