/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What ALTO, PAGE and hOCR have in common: scaled and clipped words, lines whose
 * words have no boxes of their own, the plain text.  Knows no XML but the name of
 * a root element.
 */
#include "ingest/page_text/page_text.h"

#include "api/buf.h"
#include "text/nfc.h"
#include "text/xml_read.h"

void
vt_page_text_init(struct vt_page_text *t, struct vt_arena *a, struct vt_findings *f, int64_t width,
		  int64_t height)
{
	memset(t, 0, sizeof(*t));
	t->arena = a;
	t->findings = f;
	t->width = width;
	t->height = height;
	t->scale_x = t->scale_y = 1;
}

static vt_err
vt_page_text_read(struct vt_page_text *t, xmlDocPtr doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);

	if (vt_xml_is(root, NULL, "PcGts"))
		return (vt_pagexml_read(t, doc));
	if (vt_xml_is(root, NULL, "html"))
		return (vt_hocr_read(t, doc));
	return (vt_fail(VT_E_BADARG,
			"the text of a page is read from ALTO, PAGE-XML or hOCR, not <%s>",
			root != NULL ? (const char *)root->name : ""));
}

vt_err
vt_page_text_parse(struct vt_page_text *t, struct vt_str bytes, const char *name)
{
	xmlDocPtr doc;
	vt_err err = vt_alto_parse(t, bytes, name);

	if (err != VT_E_DECLINED)
		return (err);
	err = vt_xml_parse(t->arena, bytes, name, &doc);
	return (err == VT_OK ? vt_page_text_read(t, doc) : err);
}

vt_err
vt_page_text_file(struct vt_page_text *t, const char *path)
{
	xmlDocPtr doc;
	vt_err err = vt_alto_parse_file(t, path);

	if (err != VT_E_DECLINED)
		return (err);
	err = vt_xml_parse_file(t->arena, path, &doc);
	return (err == VT_OK ? vt_page_text_read(t, doc) : err);
}

static struct vt_box
vt_page_text_scale(const struct vt_page_text *t, struct vt_box b)
{
	return ((struct vt_box){ b.x * t->scale_x, b.y * t->scale_y, b.w * t->scale_x,
				 b.h * t->scale_y });
}

void
vt_page_text_line(struct vt_page_text *t)
{
	if (t->is_line_open)
		t->line++;
	t->is_line_open = false;
}

void
vt_page_text_block(struct vt_page_text *t)
{
	vt_page_text_line(t);
	if (t->is_block_open)
		t->block++;
	t->is_block_open = false;
}

/* Room in both of the arrays that run along. */
static bool
vt_page_text_room(struct vt_page_text *t)
{
	struct vt_word *words;
	bool *glued;

	if (t->word_count >= VT_PAGE_TEXT_WORDS_MAX) {
		t->err = vt_fail(VT_E_TOOLARGE, "more than %d words on one page; make its text again",
				 VT_PAGE_TEXT_WORDS_MAX);
		return (false);
	}
	words = vt_array_grow(t->arena, t->words, t->word_count, &t->word_cap, sizeof(*words));
	glued = vt_array_grow(t->arena, t->is_glued, t->word_count, &t->glued_cap, sizeof(*glued));
	if (words == NULL || glued == NULL) {
		t->err = VT_E_LIMIT;
		return (false);
	}
	t->words = words;
	t->is_glued = glued;
	return (true);
}

/* Umlauts of old print (an e above the vowel), which the Medieval Unicode Font
 * Initiative has in the private use area, as Unicode writes them: for fonts, for
 * screen readers, and so that they are found.  Three bytes either way. */
static const char vt_page_text_private[][2][4] = {
	{ "\xEE\x90\xAC", "a\xCD\xA4" }, /* U+E42C */
	{ "\xEE\x99\x84", "o\xCD\xA4" }, /* U+E644 */
	{ "\xEE\x9C\xAB", "u\xCD\xA4" }, /* U+E72B */
};

static struct vt_str
vt_page_text_letters(struct vt_arena *a, struct vt_str text)
{
	char *copy;

	if (text.len == 0 || memchr(text.p, '\xEE', text.len) == NULL)
		return (text);
	copy = vt_str_c(a, text);
	for (size_t i = 0; copy != NULL && i + 3 <= text.len; i++)
		for (size_t k = 0; copy[i] == '\xEE' && k < 3; k++)
			if (memcmp(copy + i, vt_page_text_private[k][0], 3) == 0)
				memcpy(copy + i, vt_page_text_private[k][1], 3);
	return ((struct vt_str){ copy, copy != NULL ? text.len : 0 });
}

void
vt_page_text_word(struct vt_page_text *t, struct vt_str text, struct vt_box box, uint8_t hyphen,
		  bool is_glued)
{
	struct vt_word w = { .hyphen = hyphen };
	int32_t pixels[4];

	text = vt_str_trim(text);
	if (text.len == 0 || t->err != VT_OK || !vt_page_text_room(t))
		return;
	w.text = vt_nfc(t->arena, vt_page_text_letters(t->arena, text));
	if (t->scale_x > 0 && vt_box_is_outside(vt_page_text_scale(t, box), t->width, t->height))
		t->outside++;
	if (vt_box_clip(vt_page_text_scale(t, box), t->width, t->height, pixels)) {
		w.x = pixels[0];
		w.y = pixels[1];
		w.w = pixels[2];
		w.h = pixels[3];
	}
	w.line = t->line;
	w.block = t->block;
	t->is_glued[t->word_count] = is_glued && t->is_line_open;
	t->is_line_open = t->is_block_open = true;
	t->words[t->word_count++] = w;
}

void
vt_page_text_whole(struct vt_page_text *t, struct vt_str whole)
{
	if (t->word_count != 0 && t->words[t->word_count - 1].hyphen != 0)
		t->words[t->word_count - 1].whole =
		    vt_nfc(t->arena, vt_page_text_letters(t->arena, vt_str_trim(whole)));
}

/* Hebrew, Arabic and their neighbours, by the first letter that has a direction. */
static bool
vt_text_is_rtl(struct vt_str s)
{
	uint32_t c;

	while (vt_utf8_next(&s, &c)) {
		if ((c >= 0x0590 && c <= 0x08FF) || (c >= 0xFB1D && c <= 0xFDFF) ||
		    (c >= 0xFE70 && c <= 0xFEFF))
			return (true);
		if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x590))
			return (false);
	}
	return (false);
}

static bool
vt_text_is_space(char c)
{
	return (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

void
vt_page_text_spread(struct vt_page_text *t, struct vt_str text, struct vt_box box)
{
	bool is_rtl = vt_text_is_rtl(text);
	double share;
	size_t at = 0;

	text = vt_str_trim(text);
	share = text.len != 0 ? box.w / (double)vt_utf8_count(text) : 0;
	for (size_t i = 0; i < text.len;) {
		size_t n = 0, letters;
		struct vt_box part = box;

		while (i + n < text.len && !vt_text_is_space(text.p[i + n]))
			n++;
		letters = vt_utf8_count(vt_str_sub(text, i, n));
		part.w = (double)letters * share;
		part.x =
		    box.x + (is_rtl ? box.w - (double)(at + letters) * share : (double)at * share);
		vt_page_text_word(t, vt_str_sub(text, i, n), part, 0, false);
		at += letters;
		for (i += n; i < text.len && vt_text_is_space(text.p[i]); i++)
			at++;
	}
}

void
vt_page_text_place(struct vt_page_text *t, struct vt_str id, struct vt_box box)
{
	struct vt_text_place *places;

	if (id.len == 0 || t->err != VT_OK)
		return;
	places = vt_array_grow(t->arena, t->places, t->place_count, &t->place_cap, sizeof(*places));
	if (places == NULL) {
		t->err = VT_E_LIMIT;
		return;
	}
	t->places = places;
	t->places[t->place_count++] =
	    (struct vt_text_place){ .id = id, .box = vt_page_text_scale(t, box) };
}

bool
vt_page_text_find(const struct vt_page_text *t, struct vt_str id, struct vt_box *box_r)
{
	int32_t p[4];

	for (size_t i = 0; i < t->place_count; i++) {
		if (!vt_str_eq(t->places[i].id, id))
			continue;
		if (!vt_box_clip(t->places[i].box, t->width, t->height, p))
			return (false);
		*box_r = (struct vt_box){ p[0], p[1], p[2], p[3] };
		return (true);
	}
	return (false);
}

static void
vt_page_text_tell(const struct vt_page_text *t)
{
	if (t->outside != 0)
		vt_findings_add(t->findings, VT_FINDING_TEXT,
				"%zu of %zu words have boxes beyond the edges of the image, which has "
				"%lld x %lld pixels; they were cut off there: is it the image that the "
				"text was made from?",
				t->outside, t->word_count, (long long)t->width,
				(long long)t->height);
}

vt_err
vt_page_text_finish(struct vt_page_text *t)
{
	struct vt_buf plain;

	if (t->err != VT_OK)
		return (t->err);
	vt_page_text_divided(t);
	vt_page_text_tell(t);
	vt_buf_init(&plain, 0);
	for (size_t i = 0; i < t->word_count; i++) {
		if (i != 0 && t->words[i].line != t->words[i - 1].line)
			vt_buf_char(&plain, '\n');
		else if (i != 0 && !t->is_glued[i])
			vt_buf_char(&plain, ' ');
		vt_buf_str(&plain, t->words[i].text);
	}
	if (plain.len != 0)
		vt_buf_char(&plain, '\n');
	t->err = vt_buf_error(&plain);
	t->plain = vt_str_dup(t->arena, vt_buf_get(&plain));
	if (t->err == VT_OK && plain.len != 0 && t->plain.p == NULL)
		t->err = VT_E_LIMIT;
	vt_buf_fini(&plain);
	return (t->err);
}

static vt_err
vt_page_text_keep_places(const struct vt_page_text *t, struct vt_page_text *kept)
{
	kept->places = vt_arena_array(kept->arena, t->place_count + 1, sizeof(*kept->places));
	if (kept->places == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < t->place_count; i++) {
		kept->places[i].id = vt_str_dup(kept->arena, t->places[i].id);
		kept->places[i].box = t->places[i].box;
		if (kept->places[i].id.p == NULL)
			return (VT_E_LIMIT);
	}
	kept->place_count = t->place_count;
	return (VT_OK);
}

vt_err
vt_page_text_keep(const struct vt_page_text *t, struct vt_arena *a, struct vt_page_text *kept_r)
{
	struct vt_page_text kept = { .arena = a, .width = t->width, .height = t->height };
	size_t at = 0;
	vt_err err;

	kept.plain = vt_str_dup(a, t->plain);
	kept.words = vt_arena_array(a, t->word_count + 1, sizeof(*kept.words));
	if (kept.words == NULL || (kept.plain.p == NULL && t->plain.len != 0))
		return (VT_E_LIMIT);
	for (size_t i = 0; i < t->word_count; i++) {
		size_t len = t->words[i].text.len;

		kept.words[i] = t->words[i];
		if (i != 0 && !(t->is_glued[i] && t->words[i].line == t->words[i - 1].line))
			at++; /* the space or the line's end between them */
		kept.words[i].text = vt_str_sub(kept.plain, at, len);
		kept.words[i].whole = vt_str_dup(a, t->words[i].whole);
		at += len;
	}
	kept.word_count = t->word_count;
	err = vt_page_text_keep_places(t, &kept);
	if (err == VT_OK)
		*kept_r = kept;
	return (err);
}
