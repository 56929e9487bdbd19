/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Folding for search: lower case without diacritics.  Composed and decomposed
 * text (NFC, NFD) fold to the same bytes, so neither ingest nor search has to
 * normalise first.
 */
#include "api/arena.h"
#include "api/str.h"
#include "base/str_fold_table.h"

#define VT_FOLD_SOFT_HYPHEN 0xadu

/* What becomes several letters, or lies outside the blocks of the tables. */
struct vt_fold_many {
	uint32_t code;
	const char *text;
};

static const struct vt_fold_many vt_fold_many[] = {
	{ 0xc6, "ae" },
	{ 0xe6, "ae" },
	{ 0xde, "th" },
	{ 0xfe, "th" },
	{ 0xdf, "ss" },
	{ 0x1e9e, "ss" },
	{ 0x132, "ij" },
	{ 0x133, "ij" },
	{ 0x152, "oe" },
	{ 0x153, "oe" },
	{ 0x18f, "\u0259" },
	{ 0x1c4, "dz" },
	{ 0x1c5, "dz" },
	{ 0x1c6, "dz" },
	{ 0x1c7, "lj" },
	{ 0x1c8, "lj" },
	{ 0x1c9, "lj" },
	{ 0x1ca, "nj" },
	{ 0x1cb, "nj" },
	{ 0x1cc, "nj" },
	{ 0x1e2, "ae" },
	{ 0x1e3, "ae" },
	{ 0x1f1, "dz" },
	{ 0x1f2, "dz" },
	{ 0x1f3, "dz" },
	{ 0x1fc, "ae" },
	{ 0x1fd, "ae" },
	{ 0x5f0, "\u05d5\u05d5" }, /* Yiddish ligatures: readers type two letters */
	{ 0x5f1, "\u05d5\u05d9" },
	{ 0x5f2, "\u05d9\u05d9" },
	{ 0x2126, "\u03c9" }, /* the signs of ohm, kelvin and angstrom */
	{ 0x212a, "k" },
	{ 0x212b, "a" },
	{ 0xfb1f, "\u05d9\u05d9" },
};

static bool
vt_fold_is_dropped(uint32_t c)
{
	return ((c >= 0x300 && c <= 0x36f) || (c >= 0x483 && c <= 0x487) ||
		(c >= 0x591 && c <= 0x5bd) || c == 0x5bf || c == 0x5c1 || c == 0x5c2 ||
		c == 0x5c4 || c == 0x5c5 || c == 0x5c7 || c == 0xfb1e || c == VT_FOLD_SOFT_HYPHEN);
}

/* The letter that stands for c in one of the blocks written as text, or 0. */
static char
vt_fold_in(uint32_t c, uint32_t from, const char *table, size_t size)
{
	if (c < from || c - from >= size - 1 || table[c - from] == '.')
		return (0);
	return (table[c - from]);
}

static uint32_t
vt_fold_code(uint32_t c)
{
	char letter;

	if (c < 0x80)
		return (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
	letter = vt_fold_in(c, VT_FOLD_LATIN_FROM, vt_fold_latin, sizeof(vt_fold_latin));
	if (letter == 0)
		letter = vt_fold_in(c, VT_FOLD_LATIN_MORE_FROM, vt_fold_latin_more,
				    sizeof(vt_fold_latin_more));
	if (letter != 0)
		return ((unsigned char)letter);
	if (c >= VT_FOLD_GREEK_CYRILLIC_FROM &&
	    c - VT_FOLD_GREEK_CYRILLIC_FROM <
		sizeof(vt_fold_greek_cyrillic) / sizeof(vt_fold_greek_cyrillic[0]))
		return (vt_fold_greek_cyrillic[c - VT_FOLD_GREEK_CYRILLIC_FROM]);
	letter =
	    vt_fold_in(c, VT_FOLD_GREEK_MORE_FROM, vt_fold_greek_more, sizeof(vt_fold_greek_more));
	if (letter != 0)
		return (vt_fold_vowel_codes[strchr(vt_fold_vowels, letter) - vt_fold_vowels]);
	letter = vt_fold_in(c, VT_FOLD_HEBREW_FROM, vt_fold_hebrew, sizeof(vt_fold_hebrew));
	return (letter != 0 ? 0x5d0u + (uint32_t)(letter - 'A') : c);
}

static const char *
vt_fold_several(uint32_t c)
{
	for (size_t i = 0; i < sizeof(vt_fold_many) / sizeof(vt_fold_many[0]); i++)
		if (vt_fold_many[i].code == c)
			return (vt_fold_many[i].text);
	return (NULL);
}

static size_t
vt_fold_put(uint32_t c, char *out)
{
	uint32_t letter = vt_fold_code(c);
	const char *several;
	size_t len;

	if (c < 0x80 || letter != c)
		return (vt_utf8_put(letter, out));
	if (vt_fold_is_dropped(c))
		return (0);
	several = vt_fold_several(c);
	if (several == NULL)
		return (vt_utf8_put(c, out));
	len = strlen(several);
	memcpy(out, several, len);
	return (len);
}

struct vt_str
vt_str_fold(struct vt_arena *a, struct vt_str s)
{
	/* The longest growth is 3 bytes to 4 (U+FB1F). */
	char *out = s.len < SIZE_MAX / 2 ? vt_arena_alloc(a, s.len + s.len / 3 + 4) : NULL;
	size_t len = 0;
	uint32_t code;

	if (out == NULL)
		return (VT_STR_NONE);
	while (s.len != 0) {
		if (vt_utf8_next(&s, &code)) {
			len += vt_fold_put(code, out + len);
		} else {
			/* A bad byte parts words, as a space would. */
			out[len++] = ' ';
			s = vt_str_sub(s, 1, s.len);
		}
	}
	out[len] = '\0';
	return ((struct vt_str){ out, len });
}
