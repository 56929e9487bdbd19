/* SPDX-License-Identifier: Apache-2.0 */
/* Words that are divided at the end of a line, and what is printed there. */
#include "ingest/page_text/page_text.h"

#define VT_HYPHENS_COUNT 6

/* What is printed at the end of a line where a word goes on: - ¬ ⸗ ‐ soft, =. */
static const struct vt_str vt_hyphens[VT_HYPHENS_COUNT] = {
	{ "-", 1 },	   { "\xC2\xAC", 2 }, { "\xE2\xB8\x97", 3 }, { "\xE2\x80\x90", 3 },
	{ "\xC2\xAD", 2 }, { "=", 1 },
};

void
vt_page_text_hyphen(struct vt_page_text *t, struct vt_str text)
{
	struct vt_word *last = t->word_count != 0 ? &t->words[t->word_count - 1] : NULL;

	if (last == NULL || !t->is_line_open || text.len == 0)
		return;
	for (size_t i = 0; i < VT_HYPHENS_COUNT; i++)
		if (vt_str_ends(last->text, vt_hyphens[i]))
			return;
	last->text = vt_str_printf(t->arena, "%.*s%.*s", VT_STR_ARG(last->text), VT_STR_ARG(text));
}

/* The bytes of the hyphen that s ends with, when a word stands before it. */
static size_t
vt_text_hyphen_len(struct vt_str s)
{
	for (size_t i = 0; i < VT_HYPHENS_COUNT; i++)
		if (s.len > vt_hyphens[i].len && vt_str_ends(s, vt_hyphens[i]))
			return (vt_hyphens[i].len);
	return (0);
}

/* Small letters of the Latin scripts of Europe and of Cyrillic: in Latin
 * Extended-A capitals and small ones alternate, changing step twice. */
static bool
vt_text_begins_small(struct vt_str s)
{
	uint32_t c;

	if (!vt_utf8_next(&s, &c))
		return (false);
	if (c >= 0x100 && c <= 0x17E)
		return (((c <= 0x137 || (c >= 0x14A && c <= 0x177)) && (c & 1) != 0) ||
			(((c >= 0x139 && c <= 0x148) || c >= 0x179) && (c & 1) == 0));
	return ((c >= 'a' && c <= 'z') || (c >= 0xDF && c <= 0xFF && c != 0xF7) || c == 0x17F ||
		(c >= 0x430 && c <= 0x45F));
}

/* Sources that do not mark divided words: a hyphen at the end of a line whose
 * next line in the block begins with a small letter. */
static void
vt_page_text_find_divided(struct vt_page_text *t)
{
	for (size_t i = 0; i + 1 < t->word_count; i++) {
		struct vt_word *w = &t->words[i], *next = w + 1;

		if (w->hyphen != 0 || next->hyphen != 0 || next->line != w->line + 1 ||
		    next->block != w->block || vt_text_hyphen_len(w->text) == 0 ||
		    !vt_text_begins_small(next->text))
			continue;
		w->hyphen = 1;
		next->hyphen = 2;
	}
}

/* What both parts say without the hyphen needs no keeping; the rest of a word only says
 * what the first part did. */
static void
vt_page_text_drop_whole(struct vt_page_text *t)
{
	for (size_t i = 0; i + 1 < t->word_count; i++) {
		struct vt_word *w = &t->words[i], *next = w + 1;
		size_t len = w->text.len - vt_text_hyphen_len(w->text);

		if (w->hyphen != 1 || next->hyphen != 2)
			continue;
		next->whole = VT_STR_NONE;
		if (w->whole.len == len + next->text.len && len != 0 &&
		    memcmp(w->whole.p, w->text.p, len) == 0 &&
		    vt_str_ends(w->whole, next->text))
			w->whole = VT_STR_NONE;
	}
}

void
vt_page_text_divided(struct vt_page_text *t)
{
	vt_page_text_find_divided(t);
	vt_page_text_drop_whole(t);
}
