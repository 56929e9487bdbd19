/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page's text for reading: a word that the printer divided at the end of a line
 * is one word again, to be spoken, copied and found in the page.  And the beginning
 * of a text.
 */
#include "site.h"

/* Only before a small letter is a hyphen at a line's end the printer's:
 * "Vilniaus-\nKauno" keeps it.  Lithuanian and its neighbours' letters. */
static bool
site_is_small(struct vt_str s)
{
	uint32_t	code;

	if (!vt_utf8_next(&s, &code))
		return (false);
	if (code < 0x80)
		return (code >= 'a' && code <= 'z');
	if (code < 0x100)
		return (code >= 0xdf);
	/* Pairs, the capital first; in two stretches it is the odd one. */
	if (code < 0x180)
		return (((code >= 0x139 && code <= 0x148) || code >= 0x179) ? code % 2 == 0 :
		    code % 2 == 1);
	return (code >= 0x430 && code <= 0x45f);
}

static bool
site_is_divided(struct vt_str line, struct vt_str next)
{
	uint8_t	before;

	if (line.len < 2 || line.p[line.len - 1] != '-' || !site_is_small(next))
		return (false);
	before = (uint8_t)line.p[line.len - 2];
	return (before >= 0x80 || (before >= 'a' && before <= 'z'));
}

/* The rest of a divided word, from the front of the line to the end of the former. */
static struct vt_str
site_take_word(struct vt_buf *out, struct vt_str line)
{
	ptrdiff_t	end = vt_str_find(line, VT_STR(" "));

	if (end < 0)
		return (line);
	vt_buf_str(out, vt_str_sub(line, 0, (size_t)end));
	vt_buf_char(out, '\n');
	return (vt_str_sub(line, (size_t)end + 1, line.len));
}

struct vt_str
site_text(struct vt_arena *a, struct vt_str text)
{
	struct vt_buf	out;
	struct vt_str	line, copy;
	bool		is_divided = false;

	vt_buf_init(&out, 0);
	while (vt_str_next(&text, '\n', &line)) {
		if (is_divided)
			line = site_take_word(&out, line);
		is_divided = site_is_divided(line, text);
		vt_buf_str(&out, is_divided ? vt_str_sub(line, 0, line.len - 1) : line);
		if (!is_divided)
			vt_buf_char(&out, '\n');
	}
	copy = vt_str_dup(a, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (copy);
}

static bool
site_is_space(char c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

struct vt_str
site_cut(struct vt_arena *a, struct vt_str text, size_t max)
{
	size_t	len = max;

	text = vt_str_trim(text);
	if (text.len <= max)
		return (text);
	while (len > 0 && !site_is_space(text.p[len]))
		len--;
	while (len > 0 && site_is_space(text.p[len - 1]))
		len--;
	/* One long word, an address perhaps: cut between letters. */
	if (len == 0)
		for (len = max; len > 0 && ((uint8_t)text.p[len] & 0xc0) == 0x80;)
			len--;
	return (vt_str_printf(a, "%.*s…", (int)len, text.p));
}

struct vt_str
site_summary(struct vt_arena *a, struct vt_str text)
{
	return (site_cut(a, text, SITE_SUMMARY_MAX));
}
