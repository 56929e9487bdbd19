/* SPDX-License-Identifier: Apache-2.0 */
/* What String, SP and HYP of a line of ALTO make as words. */
#include "ingest/page_text/alto_line.h"

#include "api/buf.h"

#define VT_ALTO_LINE_MAX (1 << 20) /* bytes of one line */

void
vt_alto_line_add(struct vt_alto_line *l, const struct vt_alto_item *item)
{
	struct vt_alto_item *items =
	    vt_array_grow(l->text->arena, l->items, l->count, &l->cap, sizeof(*items));

	if (items == NULL) {
		l->text->err = VT_E_LIMIT;
		return;
	}
	l->items = items;
	l->items[l->count++] = *item;
}

static bool
vt_alto_has_space(struct vt_str s)
{
	return (s.len != 0 && memchr(s.p, ' ', s.len) != NULL);
}

/* One String: a word, or (line-level files) a whole line in one. */
static void
vt_alto_string(struct vt_page_text *t, const struct vt_alto_item *item, struct vt_box line,
	       bool is_glued)
{
	struct vt_str content = vt_str_trim(item->text);

	if (vt_alto_has_space(content)) {
		vt_page_text_spread(t, content, item->box.w > 0 ? item->box : line);
		return;
	}
	vt_page_text_word(t, content, item->box, item->hyphen, is_glued);
	if (content.len != 0)
		vt_page_text_whole(t, item->whole);
}

/* Strings without boxes share that of their line. */
static bool
vt_alto_is_unplaced(const struct vt_alto_line *l)
{
	for (size_t i = 0; i < l->count; i++)
		if (l->items[i].kind == VT_ALTO_STRING)
			return (!(l->items[i].box.w > 0));
	return (false);
}

static void
vt_alto_line_unplaced(const struct vt_alto_line *l, struct vt_box box)
{
	struct vt_page_text *t = l->text;
	struct vt_buf text;

	vt_buf_init(&text, VT_ALTO_LINE_MAX);
	for (size_t i = 0; i < l->count; i++) {
		if (l->items[i].kind != VT_ALTO_STRING)
			continue;
		vt_buf_str(&text, l->items[i].text);
		vt_buf_char(&text, ' ');
	}
	if (vt_buf_error(&text) == VT_OK)
		vt_page_text_spread(t, vt_str_dup(t->arena, vt_buf_get(&text)), box);
	vt_buf_fini(&text);
}

/* Where a line has SP elements at all, Strings without one between them stand
 * close together ("word" "," ); where it has none, spaces are understood. */
static void
vt_alto_line_words(const struct vt_alto_line *l, struct vt_box box)
{
	bool has_spaces = false, after_space = true;

	for (size_t i = 0; i < l->count; i++)
		has_spaces = has_spaces || l->items[i].kind == VT_ALTO_SPACE;
	for (size_t i = 0; i < l->count; i++) {
		const struct vt_alto_item *item = &l->items[i];

		if (item->kind == VT_ALTO_SPACE) {
			after_space = true;
		} else if (item->kind == VT_ALTO_HYPHEN) {
			vt_page_text_hyphen(l->text,
					    item->text.len != 0 ? item->text : VT_STR("-"));
		} else {
			vt_alto_string(l->text, item, box, has_spaces && !after_space);
			after_space = false;
		}
	}
}

void
vt_alto_line_write(const struct vt_alto_line *l, struct vt_box box)
{
	if (vt_alto_is_unplaced(l))
		vt_alto_line_unplaced(l, box);
	else
		vt_alto_line_words(l, box);
}
