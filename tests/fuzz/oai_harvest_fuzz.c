/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of the harvest log, in which agents call themselves what they like, and the
 * file of what they come to: what is kept is read back as it was. */
#include "oai_harvest.c"
#include "oai_harvest_text.c"
#include "oai_streams.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
print(struct oai_harvests *h, struct vt_buf *out)
{
	vt_buf_init(out, 0);
	oai_harvests_print(h, out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const known[] = { "E=Metis", "=", "x=" };
	static const struct vt_str_list names = { known, 3 };
	struct vt_arena		*a = vt_arena_new(0);
	struct oai_harvests	 h, again;
	struct vt_str		 rest = { (const char *)data, len }, line;
	struct vt_buf		 one, two;

	oai_harvests_init(&h, a, &names);
	oai_harvests_init(&again, a, &names);
	while (vt_str_next(&rest, '\n', &line))
		oai_harvests_note(&h, line, 1 + (int64_t)(line.len % 3));
	oai_harvests_fold(&h);
	print(&h, &one);
	oai_harvests_parse(&again, vt_buf_get(&one));
	print(&again, &two);
	vt_assert(vt_arena_is_exhausted(a) || vt_str_eq(vt_buf_get(&one), vt_buf_get(&two)));
	vt_buf_fini(&one);
	vt_buf_fini(&two);
	oai_harvests_parse(&again, (struct vt_str){ (const char *)data, len });
	vt_arena_free(&a);
	return (0);
}
