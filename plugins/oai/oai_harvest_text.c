/* SPDX-License-Identifier: Apache-2.0 */
/* What the harvest log comes to, as lines of data.dir/harvest.tsv: its texts, then its numbers. */
#include "oai_harvest.h"

void
oai_harvests_print(const struct oai_harvests *h, struct vt_buf *out)
{
	for (size_t i = 0; i < h->count; i++) {
		const struct oai_stream *s = &h->items[i];
		const struct vt_str *const texts[OAI_STREAM_TEXTS] = OAI_STREAM_TEXTS_OF(s);

		for (size_t k = 0; k < OAI_STREAM_TEXTS; k++) {
			vt_buf_str(out, *texts[k]);
			vt_buf_char(out, '\t');
		}
#define X(name) vt_buf_int(out, s->name), vt_buf_char(out, '\t');
		OAI_STREAM_NUMBERS(X)
#undef X
		vt_buf_char(out, '\n');
	}
	if (h->dropped > 0)
		vt_buf_printf(out, "%s\t%lld\n", VT_SPOOL_DROPPED, (long long)h->dropped);
}

static bool
oai_harvest_read(struct vt_str line, struct oai_stream *s)
{
	struct vt_str *const	texts[OAI_STREAM_TEXTS] = OAI_STREAM_TEXTS_OF(s);
	int64_t *const		numbers[] = {
#define X(name) &s->name,
		OAI_STREAM_NUMBERS(X)
#undef X
	};
	struct vt_str		part;
	size_t			count = 0;

	for (size_t k = 0; k < OAI_STREAM_TEXTS; k++)
		if (!vt_str_next(&line, '\t', texts[k]))
			return (false);
	while (count < sizeof(numbers) / sizeof(numbers[0]) && vt_str_next(&line, '\t', &part))
		if (!vt_str_to_int(part, INT64_MIN, INT64_MAX, numbers[count++]))
			return (false);
	return (count >= OAI_STREAM_NUMBERS_LEAST);
}

void
oai_harvests_parse(struct oai_harvests *h, struct vt_str text)
{
	struct oai_stream	 one, *s;
	struct vt_str		 line, word;

	while (vt_str_next(&text, '\n', &line)) {
		one = (struct oai_stream){ 0 };
		if (oai_harvest_read(line, &one)) {
			one.is_named = oai_harvest_is_named(h, one.harvester);
			if ((s = oai_harvest_add(h, one.is_named)) != NULL) {
				*s = one;
				oai_harvest_link(h, s);
			}
		} else if (vt_str_next(&line, '\t', &word) && vt_str_eq_c(word, VT_SPOOL_DROPPED))
			(void)vt_str_to_int(line, 0, INT64_MAX, &h->dropped);
	}
}
