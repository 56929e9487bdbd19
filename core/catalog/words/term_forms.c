/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a word, of a text's and of a question's; term_forms.h says which. */
#include "catalog/words/term_forms.h"

#include <glib.h>
#include <libstemmer.h>

#include "text/nfc.h"

#define VT_TERM_SOFT_HYPHEN 0xadu

enum vt_term_class { VT_TERM_GAPS, VT_TERM_LETTER, VT_TERM_ACCENT };

/* As FTS5's unicode61 with the categories L, N, Co, Mn, Mc: marks are part of words
 * (decomposed letters, Hebrew points), and so is the soft hyphen. */
static enum vt_term_class
vt_term_class(uint32_t c)
{
	if (c < 0x80)
		return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
			    ? VT_TERM_LETTER
			    : VT_TERM_GAPS);
	if (c == VT_TERM_SOFT_HYPHEN)
		return (VT_TERM_ACCENT);
	switch (g_unichar_type(c)) {
	case G_UNICODE_NON_SPACING_MARK:
	case G_UNICODE_SPACING_MARK:
		return (VT_TERM_ACCENT);
	case G_UNICODE_PRIVATE_USE:
		return (VT_TERM_LETTER);
	default:
		return (g_unichar_isalnum(c) ? VT_TERM_LETTER : VT_TERM_GAPS);
	}
}

/* The character at p and its bytes; a bad byte is a gap. */
static enum vt_term_class
vt_term_look(struct vt_str s, size_t at, size_t *len_r)
{
	struct vt_str rest = { s.p + at, s.len - at };
	unsigned char first = (unsigned char)s.p[at];
	uint32_t c;

	if (first < 0x80) {
		*len_r = 1;
		return (vt_term_class(first));
	}
	/* U+0100 to U+023F: all of them letters. */
	if (first >= 0xc4 && first <= 0xc8 && rest.len > 1 &&
	    ((unsigned char)rest.p[1] & 0xc0) == 0x80) {
		*len_r = 2;
		return (VT_TERM_LETTER);
	}
	if (!vt_utf8_next(&rest, &c)) {
		*len_r = 1;
		return (VT_TERM_GAPS);
	}
	*len_r = s.len - at - rest.len;
	return (vt_term_class(c));
}

static struct vt_str
vt_term_cut(struct vt_str word)
{
	size_t len = word.len;

	if (len <= VT_TERM_BYTES_MAX)
		return (word);
	len = VT_TERM_BYTES_MAX;
	while (len > 0 && ((unsigned char)word.p[len] & 0xc0) == 0x80)
		len--;
	return (vt_str_sub(word, 0, len));
}

/* Marks alone (a lone accent) are no word. */
bool
vt_term_part(struct vt_str *rest, struct vt_str *part_r)
{
	size_t from = 0, at = 0, len;
	bool has_letters = false;

	while (at < rest->len) {
		enum vt_term_class class = vt_term_look(*rest, at, &len);

		if (class == VT_TERM_GAPS && has_letters)
			break;
		at += len;
		has_letters = has_letters || class == VT_TERM_LETTER;
		if (class == VT_TERM_GAPS)
			from = at;
	}
	*part_r = vt_term_cut(vt_str_sub(*rest, from, at - from));
	*rest = vt_str_sub(*rest, at, rest->len);
	return (has_letters);
}

bool
vt_term_has_letters(struct vt_str s)
{
	size_t len;

	for (size_t at = 0; at < s.len; at += len)
		if (vt_term_look(s, at, &len) == VT_TERM_LETTER)
			return (true);
	return (false);
}

struct vt_str
vt_term_lower(struct vt_arena *a, struct vt_str part)
{
	struct vt_str s = vt_nfc(a, part);
	char *out = s.p != NULL ? vt_arena_alloc(a, s.len * 2 + 4) : NULL;
	size_t len = 0;
	uint32_t c;

	if (out == NULL)
		return (VT_STR_NONE);
	while (vt_utf8_next(&s, &c))
		if (c != VT_TERM_SOFT_HYPHEN)
			len += vt_utf8_put(c < 0x80 ? (uint32_t)g_ascii_tolower((char)c)
						    : g_unichar_tolower(c),
					   out + len);
	return ((struct vt_str){ out, len });
}

struct sb_stemmer *
vt_term_stemmer(void)
{
	return (sb_stemmer_new("lithuanian", "UTF_8"));
}

struct vt_str
vt_term_stem(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str word)
{
	const sb_symbol *p;
	struct vt_str stem;

	if (stemmer == NULL || word.len == 0)
		return (VT_STR_NONE);
	p = sb_stemmer_stem(stemmer, (const sb_symbol *)word.p, (int)word.len);
	if (p == NULL)
		return (VT_STR_NONE);
	stem = (struct vt_str){ (const char *)p, (size_t)sb_stemmer_length(stemmer) };
	if (vt_str_starts(word, stem) &&
	    vt_str_starts(vt_str_sub(word, stem.len, word.len), VT_STR("er")))
		return (vt_str_sub(word, 0, stem.len + 2));
	return (vt_str_dup(a, stem));
}

static void
vt_term_add(struct vt_term_forms *f, struct vt_str s)
{
	if (s.len == 0 || f->count == VT_TERM_FORMS_MAX)
		return;
	for (size_t i = 0; i < f->count; i++)
		if (vt_str_eq(f->items[i], s))
			return;
	f->items[f->count++] = s;
}

static bool
vt_term_is_number(struct vt_str folded)
{
	return (folded.p[0] >= '0' && folded.p[0] <= '9');
}

static struct vt_str
vt_term_folded_stem(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str word)
{
	return (vt_str_fold(a, vt_term_stem(a, stemmer, word)));
}

/* A stem that is the word itself needs no other form: who asks for a stem asks for the
 * word that is equal to it, too. */
static void
vt_term_add_stem(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str word,
		 struct vt_term_forms *f)
{
	struct vt_str stem = vt_term_folded_stem(a, stemmer, word);

	for (size_t i = 0; i < f->count; i++)
		if (vt_str_eq(f->items[i], stem))
			return;
	if (stem.len != 0)
		vt_term_add(f, vt_str_printf(a, "%c%.*s", VT_TERM_MARK, VT_STR_ARG(stem)));
}

void
vt_term_add_modern(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str lower,
		   struct vt_term_forms *f)
{
	for (int i = 0; i < VT_TERM_READINGS; i++) {
		struct vt_str modern = vt_term_modern(a, lower, i);

		if (modern.len == 0 || vt_str_eq(modern, lower))
			continue;
		vt_term_add(f, vt_str_fold(a, modern));
		vt_term_add_stem(a, stemmer, modern, f);
	}
}

vt_err
vt_term_forms(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str part,
	      enum vt_term_spelling spelling, struct vt_term_forms *f_r)
{
	struct vt_term_forms f = { .count = 0 };
	struct vt_str lower = vt_term_lower(a, part), folded = vt_str_fold(a, lower);

	if (folded.p == NULL)
		return (VT_E_LIMIT);
	vt_term_add(&f, folded.len != 0 ? folded : part);
	vt_term_add(&f, lower);
	if (folded.len != 0 && !vt_term_is_number(folded) && (spelling & VT_TERM_OTHER) == 0) {
		vt_term_add_stem(a, stemmer, lower, &f);
		if ((spelling & VT_TERM_OLD) != 0)
			vt_term_add_modern(a, stemmer, lower, &f);
	}
	if (vt_arena_is_exhausted(a))
		return (VT_E_LIMIT);
	*f_r = f;
	return (VT_OK);
}

/* Words of which some forms have another stem, folded: the stem of most, or none; and
 * forms that belong to it, or to each other.  Ended by NULL. */
static const struct {
	const char *stem, *others[9];
} vt_term_irregular[] = {
	{ "zmog", { "zmones", "zmoniu", "zmonems", "zmonemis", "zmonese" } },
	{ "seser", { "sesuo", "sesers" } },
	{ "dukter", { "dukte", "dukters" } },
	{ "", { "suo", "suns", "suniui", "suni", "sunimi", "sunys", "sunims" } },
	{ "", { "menuo", "menesio", "menesiui", "menesi", "menesiu", "menesyje", "menesiai", "menesius" } },
	{ "", { "arklys", "arklio", "arkliui", "arkli", "arkliu", "arkliai", "arkliams", "arklius" } },
};

/* A stem is looked for bare and marked: which of them is there, see above. */
static void
vt_term_ask_bare(struct vt_arena *a, struct vt_str stem, struct vt_term_forms *f)
{
	if (stem.len == 0)
		return;
	vt_term_add(f, stem);
	vt_term_add(f, vt_str_printf(a, "%c%.*s", VT_TERM_MARK, VT_STR_ARG(stem)));
}

static bool
vt_term_is_among(struct vt_str s, const char *const *others)
{
	for (; *others != NULL; others++)
		if (vt_str_eq_c(s, *others))
			return (true);
	return (false);
}

static void
vt_term_ask_irregular(struct vt_arena *a, struct vt_str stem, struct vt_term_forms *f)
{
	for (size_t i = 0; i < sizeof(vt_term_irregular) / sizeof(vt_term_irregular[0]); i++) {
		const char *const *others = vt_term_irregular[i].others;
		bool is_other = vt_term_is_among(f->items[0], others);

		if (!is_other && !vt_str_eq_c(stem, vt_term_irregular[i].stem))
			continue;
		for (; *others != NULL; others++)
			vt_term_add(f, vt_str_of(*others));
		if (is_other && vt_term_irregular[i].stem[0] != '\0')
			vt_term_ask_bare(a, vt_str_of(vt_term_irregular[i].stem), f);
	}
}

static void
vt_term_ask_stem(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str word,
		 struct vt_term_forms *f)
{
	struct vt_str stem = vt_term_folded_stem(a, stemmer, word);

	vt_term_ask_bare(a, stem, f);
	vt_term_ask_irregular(a, stem, f);
}

/* Endings as they are typed without diacritics, and what they may be. */
static const char *const vt_term_endings[][2] = {
	{ "a", "ą" },	    { "e", "ę" },     { "e", "ė" },	    { "i", "į" },
	{ "u", "ų" },	    { "es", "ės" },   { "eje", "ėje" },   { "ems", "ėms" },
	{ "emis", "ėmis" }, { "ese", "ėse" }, { "aja", "ąją" },   { "iaja", "iąją" },
	{ "uju", "ųjų" },   { "eji", "ėjį" }, { "eju", "ėjų" },
};

/* č and dž stand for t and d before i: the stemmer knows them by their carons. */
static struct vt_str
vt_term_carons(struct vt_arena *a, struct vt_str folded)
{
	struct vt_str s = VT_STR_NONE;

	for (size_t i = folded.len; i-- > 2 && s.p == NULL;)
		if (folded.p[i] == 'i' && (folded.p[i - 1] == 'c' ||
					   (folded.p[i - 1] == 'z' && folded.p[i - 2] == 'd')))
			s = vt_str_printf(a, "%.*s%s%.*s", (int)i - 1, folded.p,
					  folded.p[i - 1] == 'c' ? "č" : "ž",
					  (int)(folded.len - i), folded.p + i);
	return (s.p != NULL ? s : folded);
}

/* Who types without diacritics means words that have them in their endings. */
static void
vt_term_ask_endings(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str folded,
		    struct vt_term_forms *f)
{
	struct vt_str word = vt_term_carons(a, folded);

	vt_term_ask_stem(a, stemmer, word, f);
	for (size_t i = 0; i < sizeof(vt_term_endings) / sizeof(vt_term_endings[0]); i++) {
		struct vt_str ending = vt_str_of(vt_term_endings[i][0]);

		if (vt_str_ends(word, ending))
			vt_term_ask_stem(a, stemmer,
					 vt_str_printf(a, "%.*s%s", (int)(word.len - ending.len),
						       word.p, vt_term_endings[i][1]),
					 f);
	}
}

static bool
vt_term_looks_old(struct vt_str lower)
{
	static const char *const signs[] = { "sz", "cz", "w", "ł", "ż", "ź", "ſ", "ß", "ë", "ê" };

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (vt_str_find(lower, vt_str_of(signs[i])) >= 0)
			return (true);
	return (false);
}

vt_err
vt_term_asked(struct vt_arena *a, struct sb_stemmer *stemmer, struct vt_str part,
	      struct vt_term_forms *f_r)
{
	struct vt_term_forms f = { .count = 0 };
	struct vt_str lower = vt_term_lower(a, part), folded = vt_str_fold(a, lower);

	if (folded.p == NULL)
		return (VT_E_LIMIT);
	vt_term_add(&f, folded.len != 0 ? folded : part);
	if (folded.len != 0 && !vt_term_is_number(folded)) {
		vt_term_ask_stem(a, stemmer, lower, &f);
		if (vt_str_eq(lower, folded))
			vt_term_ask_endings(a, stemmer, folded, &f);
		else
			vt_term_ask_stem(a, stemmer, folded, &f);
		if (vt_term_looks_old(lower))
			for (int i = 0; i < VT_TERM_READINGS; i++) {
				struct vt_str modern = vt_term_modern(a, lower, i);

				vt_term_add(&f, vt_str_fold(a, modern));
				vt_term_ask_stem(a, stemmer, modern, &f);
			}
	}
	if (vt_arena_is_exhausted(a))
		return (VT_E_LIMIT);
	*f_r = f;
	return (VT_OK);
}
