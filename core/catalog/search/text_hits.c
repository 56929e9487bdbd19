/* SPDX-License-Identifier: Apache-2.0 */
/* Boxes and context of hits.  Of a page only the chunks of words with hits are read. */
#include "catalog/search/text_hits.h"

#include <glib.h>

#include "catalog/words/words.h"

#define VT_TEXT_CONTEXT 80 /* bytes of text before and after a hit, at most */

struct vt_text_page {
	struct vt_arena *a;
	struct vt_str text;
	const struct vt_word *words;
	size_t count;
	int64_t width, height;
};

void
vt_text_scratch_fini(struct vt_text_scratch *s)
{
	vt_gathered_fini(&s->words);
	vt_gathered_fini(&s->places);
}

/* --- reading ---------------------------------------------------------------------------- */

static vt_err
vt_text_add_word(struct vt_text_scratch *s, const struct vt_word *w, bool has_place)
{
	struct vt_word *word = vt_gathered_add(&s->words, sizeof(*word));
	uint32_t *place = has_place ? vt_gathered_add(&s->places, sizeof(*place)) : NULL;

	if (word == NULL || (has_place && place == NULL))
		return (vt_fail(VT_E_NOMEM, "no memory for the words of a page"));
	*word = *w;
	if (has_place)
		*place = (uint32_t)(s->words.count - 1);
	return (VT_OK);
}

/* Whether all words of a hit are there, and one more: it may be the rest of a divided
 * one. */
static bool
vt_text_has(const struct vt_text_scratch *s, const struct vt_gathered_hit *hit)
{
	size_t last = hit->place - s->base + hit->length - 1;

	return (last < s->places.count &&
		((const uint32_t *)s->places.items)[last] + (size_t)1 < s->words.count);
}

/* Reads on to the words of a hit. */
static vt_err
vt_text_reach(struct vt_text_scratch *s, struct vt_words_cursor *c,
	      const struct vt_gathered_hit *hit)
{
	struct vt_word w;
	bool has_place;
	vt_err err = VT_OK;

	while (err == VT_OK && !vt_text_has(s, hit)) {
		size_t known = s->base + s->places.count;
		size_t skipped = hit->place > known ? vt_words_skip(c, hit->place - known) : 0;

		if (skipped != 0) {
			s->base = known + skipped;
			s->words.count = s->places.count = 0;
			continue;
		}
		err = vt_words_next(c, &w, &has_place);
		if (err == VT_OK)
			err = vt_text_add_word(s, &w, has_place);
	}
	if (err != VT_OK && err != VT_E_END)
		return (err);
	if (hit->place - s->base + (size_t)hit->length > s->places.count)
		return (vt_fail(VT_E_FORMAT, "the search index does not fit the words of a page: "
					     "ingest its object again"));
	return (VT_OK);
}

/* --- boxes ------------------------------------------------------------------------------- */

static bool
vt_text_is_rest(const struct vt_text_page *p, size_t i)
{
	return (i != 0 && i < p->count && p->words[i].hyphen == 2 && p->words[i - 1].hyphen == 1);
}

static void
vt_text_box_add(struct vt_text_box *b, const struct vt_word *w)
{
	int64_t right, bottom;

	if (w->w <= 0)
		return;
	if (b->w == 0) {
		*b = (struct vt_text_box){ w->x, w->y, w->w, w->h, b->text };
		return;
	}
	right = b->x + b->w > (int64_t)w->x + w->w ? b->x + b->w : (int64_t)w->x + w->w;
	bottom = b->y + b->h > (int64_t)w->y + w->h ? b->y + b->h : (int64_t)w->y + w->h;
	b->x = w->x < b->x ? w->x : b->x;
	b->y = w->y < b->y ? w->y : b->y;
	b->w = right - b->x;
	b->h = bottom - b->y;
}

/* What lies outside the image is shown nowhere. */
static void
vt_text_box_clip(const struct vt_text_page *p, struct vt_text_box *b)
{
	int64_t right = b->x + b->w < p->width ? b->x + b->w : p->width;
	int64_t bottom = b->y + b->h < p->height ? b->y + b->h : p->height;

	b->x = b->x > 0 ? b->x : 0;
	b->y = b->y > 0 ? b->y : 0;
	b->w = right - b->x;
	b->h = bottom - b->y;
	if (b->w <= 0 || b->h <= 0)
		*b = (struct vt_text_box){ .text = b->text };
}

/* Words from..to of one line. */
static vt_err
vt_text_box(const struct vt_text_page *p, size_t from, size_t to, struct vt_text_box *b)
{
	struct vt_buf text;

	vt_buf_init(&text, 0);
	for (size_t i = from; i <= to; i++) {
		if (i != from)
			vt_buf_char(&text, ' ');
		vt_buf_str(&text, p->words[i].text);
		vt_text_box_add(b, &p->words[i]);
	}
	vt_text_box_clip(p, b);
	b->text = vt_str_dup(p->a, vt_buf_get(&text));
	vt_buf_fini(&text);
	return (b->text.p != NULL ? VT_OK : VT_E_LIMIT);
}

/* One for each line. */
static vt_err
vt_text_boxes(const struct vt_text_page *p, size_t from, size_t to, struct vt_text_hit *h)
{
	struct vt_list list = { NULL, 0, 0 };
	vt_err err = VT_OK;

	for (size_t i = from, last; i <= to && err == VT_OK; i = last + 1) {
		struct vt_text_box *b = vt_list_add(p->a, &list, sizeof(*b));

		for (last = i; last < to && p->words[last + 1].line == p->words[i].line &&
			       !vt_text_is_rest(p, last + 1);
		     last++)
			continue;
		err = b != NULL ? vt_text_box(p, i, last, b) : VT_E_LIMIT;
	}
	h->boxes = list.items;
	h->box_count = list.count;
	return (err);
}

/* --- text ---------------------------------------------------------------------------------- */

static vt_err
vt_text_exact(const struct vt_text_page *p, size_t from, size_t to, struct vt_text_hit *h)
{
	struct vt_buf text;

	vt_buf_init(&text, 0);
	for (size_t i = from; i <= to; i++) {
		bool has_rest = vt_text_is_rest(p, i + 1) && i + 1 <= to;

		if (i != from)
			vt_buf_char(&text, ' ');
		if (p->words[i].hyphen != 0)
			vt_words_whole(&p->words[i], has_rest ? &p->words[i + 1] : NULL, &text);
		else
			vt_buf_str(&text, p->words[i].text);
		i += has_rest;
	}
	h->exact = vt_str_dup(p->a, vt_buf_get(&text));
	vt_buf_fini(&text);
	return (h->exact.p != NULL ? VT_OK : VT_E_LIMIT);
}

static bool
vt_text_is_space(char c)
{
	return (c == ' ' || c == '\n' || c == '\t' || c == '\r');
}

/* Bytes of the hyphen with which before ends, if it divides a word that goes on in the line
 * behind: between small letters, for "Vilniaus-\nKauno" keeps it. */
static size_t
vt_text_division(struct vt_str before, struct vt_str behind)
{
	size_t hyphen = vt_words_hyphen(before);
	uint32_t code;
	uint8_t last;

	if (hyphen == 0 || hyphen == before.len || !vt_utf8_next(&behind, &code) ||
	    !g_unichar_islower(code))
		return (0);
	last = (uint8_t)before.p[before.len - hyphen - 1];
	return (last >= 0x80 || (last >= 'a' && last <= 'z') ? hyphen : 0);
}

static bool
vt_text_is_divided(struct vt_str text, size_t at)
{
	return (at < text.len && text.p[at] == '\n' &&
		vt_text_division(vt_str_sub(text, 0, at), vt_str_sub(text, at + 1, text.len)) != 0);
}

/* A copy in one line, words that were divided whole. */
static struct vt_str
vt_text_line(struct vt_arena *a, struct vt_str s)
{
	char *p = vt_str_c(a, s);
	size_t n = 0, hyphen;

	for (size_t i = 0; p != NULL && i < s.len; i++) {
		hyphen = s.p[i] == '\n' ? vt_text_division((struct vt_str){ p, n },
							   vt_str_sub(s, i + 1, s.len))
					: 0;
		if (hyphen != 0)
			n -= hyphen;
		else
			p[n++] = vt_text_is_space(s.p[i]) ? ' ' : s.p[i];
	}
	return ((struct vt_str){ p, n });
}

/* Whole words of what stands before at. */
static struct vt_str
vt_text_before(struct vt_str text, size_t at)
{
	size_t from = at > VT_TEXT_CONTEXT ? at - VT_TEXT_CONTEXT : 0;

	while (from != 0 && from < at &&
	       (!vt_text_is_space(text.p[from - 1]) || vt_text_is_divided(text, from - 1)))
		from++;
	return (vt_str_sub(text, from, at - from));
}

static struct vt_str
vt_text_after(struct vt_str text, size_t at)
{
	size_t to = text.len - at > VT_TEXT_CONTEXT ? at + VT_TEXT_CONTEXT : text.len;

	while (to != text.len && to > at &&
	       (!vt_text_is_space(text.p[to]) || vt_text_is_divided(text, to)))
		to--;
	while (to > at && vt_text_is_space(text.p[to - 1]))
		to--;
	return (vt_str_sub(text, at, to - at));
}

static bool
vt_text_is_within(const struct vt_text_page *p, const struct vt_word *w)
{
	return (w->text.p >= p->text.p && w->text.p + w->text.len <= p->text.p + p->text.len);
}

/* A word that is not in the page's text has none around it. */
static vt_err
vt_text_around(const struct vt_text_page *p, size_t from, size_t to, struct vt_text_hit *h)
{
	const struct vt_word *first = &p->words[from], *last = &p->words[to];

	h->before = h->after = VT_STR("");
	if (vt_text_is_within(p, first))
		h->before = vt_text_line(
		    p->a, vt_text_before(p->text, (size_t)(first->text.p - p->text.p)));
	if (vt_text_is_within(p, last))
		h->after = vt_text_line(
		    p->a, vt_text_after(p->text, (size_t)(last->text.p - p->text.p) +
						     last->text.len));
	return (h->before.p != NULL && h->after.p != NULL ? VT_OK : VT_E_LIMIT);
}

static vt_err
vt_text_hit(const struct vt_text_page *p, size_t from, size_t to, struct vt_text_hit *h)
{
	vt_err err = vt_text_boxes(p, from, to, h);

	if (err == VT_OK)
		err = vt_text_exact(p, from, to, h);
	return (err == VT_OK ? vt_text_around(p, from, to, h) : err);
}

vt_err
vt_text_hits(struct vt_arena *a, struct vt_text_scratch *s, struct vt_str text, struct vt_str blob,
	     const struct vt_gathered_hit *hits, size_t count, struct vt_list *list)
{
	struct vt_text_page p = { .a = a, .text = text, .width = s->width, .height = s->height };
	struct vt_words_cursor c;
	vt_err err = vt_words_open(&c, blob, text);

	s->words.count = s->places.count = s->base = 0;
	for (size_t i = 0; i < count && err == VT_OK; i++) {
		struct vt_text_hit *h = vt_list_add(a, list, sizeof(*h));
		const uint32_t *place;
		size_t from, to;

		err = h != NULL ? vt_text_reach(s, &c, &hits[i]) : VT_E_LIMIT;
		if (err != VT_OK)
			break;
		place = (const uint32_t *)s->places.items + (hits[i].place - s->base);
		p.words = s->words.items;
		p.count = s->words.count;
		from = place[0];
		to = place[hits[i].length - 1];
		to += vt_text_is_rest(&p, to + 1);
		err = vt_text_hit(&p, from, to, h);
	}
	return (err);
}

/* --- what is asked for, and each line of it -------------------------------------------------- */

bool
vt_text_is_part(const struct vt_text_search *q, int64_t page)
{
	for (size_t i = 0; i < q->part_count; i++)
		if (q->parts[i].page == page)
			return (true);
	return (q->part_count == 0);
}

bool
vt_text_is_inside(const struct vt_text_search *q, const struct vt_text_hit *h)
{
	int64_t x = h->boxes[0].x + h->boxes[0].w / 2, y = h->boxes[0].y + h->boxes[0].h / 2;

	for (size_t i = 0; i < q->part_count; i++) {
		const struct vt_range_part *p = &q->parts[i];

		if (p->page == h->page &&
		    (p->w == 0 || (x >= p->x && x < p->x + p->w && y >= p->y && y < p->y + p->h)))
			return (true);
	}
	return (false);
}

static vt_err
vt_text_read(struct vt_text_scratch *s, struct vt_str text, struct vt_str blob)
{
	struct vt_words_cursor c;
	struct vt_word w;
	bool has_place;
	vt_err err = vt_words_open(&c, blob, text);

	s->words.count = s->places.count = s->base = 0;
	while (err == VT_OK && (err = vt_words_next(&c, &w, &has_place)) == VT_OK)
		err = vt_text_add_word(s, &w, has_place);
	return (err == VT_E_END ? VT_OK : err);
}

static bool
vt_text_has_line(const struct vt_text_page *p, size_t from, size_t to, const struct vt_text_lines *l)
{
	struct vt_text_box box = { .w = 0 };
	struct vt_text_hit hit = { .page = l->page, .boxes = &box, .box_count = 1 };

	if (l->q->part_count == 0)
		return (true);
	for (size_t i = from; i <= to; i++)
		vt_text_box_add(&box, &p->words[i]);
	vt_text_box_clip(p, &box);
	return (vt_text_is_inside(l->q, &hit));
}

static vt_err
vt_text_line_hit(const struct vt_text_page *p, size_t from, size_t to, struct vt_text_lines *l)
{
	size_t number = (size_t)l->total++;
	struct vt_text_hit *h;

	if (number < l->q->offset || number - l->q->offset >= l->q->limit)
		return (VT_OK);
	if ((h = vt_list_add(p->a, &l->list, sizeof(*h))) == NULL)
		return (VT_E_LIMIT);
	h->object = l->q->object;
	h->page = l->page;
	return (vt_text_hit(p, from, to, h));
}

vt_err
vt_text_lines(struct vt_arena *a, struct vt_text_scratch *s, struct vt_str text, struct vt_str blob,
	      struct vt_text_lines *l)
{
	struct vt_text_page p = { .a = a, .text = text, .width = s->width, .height = s->height };
	vt_err err = vt_text_read(s, text, blob);

	p.words = s->words.items;
	p.count = s->words.count;
	for (size_t from = 0, to; from < p.count && err == VT_OK; from = to + 1) {
		for (to = from; to + 1 < p.count && p.words[to + 1].line == p.words[from].line; to++)
			continue;
		if (vt_text_has_line(&p, from, to, l))
			err = vt_text_line_hit(&p, from, to, l);
	}
	return (err);
}
