/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates in words: folding and tokens.  Lithuanian first; English, German and
 * Polish as they stand in the catalogues around; Russian only its marks of
 * year and century.
 */
#include <stdlib.h>

#include "api/arena.h"
#include "ingest/dates.h"

struct vt_date_word {
	const char *word;
	enum vt_date_kind kind;
	int value;
};

/* Folded words.  What is not here makes the whole date unread. */
static const struct vt_date_word vt_date_words[] = {
	/* months */
	{ "saus", VT_DATE_MONTH, 1 },
	{ "sausis", VT_DATE_MONTH, 1 },
	{ "sausio", VT_DATE_MONTH, 1 },
	{ "jan", VT_DATE_MONTH, 1 },
	{ "january", VT_DATE_MONTH, 1 },
	{ "januar", VT_DATE_MONTH, 1 },
	{ "stycznia", VT_DATE_MONTH, 1 },
	{ "styczen", VT_DATE_MONTH, 1 },
	{ "vas", VT_DATE_MONTH, 2 },
	{ "vasaris", VT_DATE_MONTH, 2 },
	{ "vasario", VT_DATE_MONTH, 2 },
	{ "feb", VT_DATE_MONTH, 2 },
	{ "february", VT_DATE_MONTH, 2 },
	{ "februar", VT_DATE_MONTH, 2 },
	{ "lutego", VT_DATE_MONTH, 2 },
	{ "luty", VT_DATE_MONTH, 2 },
	{ "kov", VT_DATE_MONTH, 3 },
	{ "kovas", VT_DATE_MONTH, 3 },
	{ "kovo", VT_DATE_MONTH, 3 },
	{ "mar", VT_DATE_MONTH, 3 },
	{ "march", VT_DATE_MONTH, 3 },
	{ "marz", VT_DATE_MONTH, 3 },
	{ "marca", VT_DATE_MONTH, 3 },
	{ "marzec", VT_DATE_MONTH, 3 },
	{ "bal", VT_DATE_MONTH, 4 },
	{ "balandis", VT_DATE_MONTH, 4 },
	{ "balandzio", VT_DATE_MONTH, 4 },
	{ "apr", VT_DATE_MONTH, 4 },
	{ "april", VT_DATE_MONTH, 4 },
	{ "kwietnia", VT_DATE_MONTH, 4 },
	{ "kwiecien", VT_DATE_MONTH, 4 },
	{ "geg", VT_DATE_MONTH, 5 },
	{ "geguze", VT_DATE_MONTH, 5 },
	{ "geguzes", VT_DATE_MONTH, 5 },
	{ "may", VT_DATE_MONTH, 5 },
	{ "mai", VT_DATE_MONTH, 5 },
	{ "maja", VT_DATE_MONTH, 5 },
	{ "maj", VT_DATE_MONTH, 5 },
	{ "birz", VT_DATE_MONTH, 6 },
	{ "birzelis", VT_DATE_MONTH, 6 },
	{ "birzelio", VT_DATE_MONTH, 6 },
	{ "jun", VT_DATE_MONTH, 6 },
	{ "june", VT_DATE_MONTH, 6 },
	{ "juni", VT_DATE_MONTH, 6 },
	{ "czerwca", VT_DATE_MONTH, 6 },
	{ "czerwiec", VT_DATE_MONTH, 6 },
	{ "liep", VT_DATE_MONTH, 7 },
	{ "liepa", VT_DATE_MONTH, 7 },
	{ "liepos", VT_DATE_MONTH, 7 },
	{ "jul", VT_DATE_MONTH, 7 },
	{ "july", VT_DATE_MONTH, 7 },
	{ "juli", VT_DATE_MONTH, 7 },
	{ "lipca", VT_DATE_MONTH, 7 },
	{ "lipiec", VT_DATE_MONTH, 7 },
	{ "rugp", VT_DATE_MONTH, 8 },
	{ "rugpj", VT_DATE_MONTH, 8 },
	{ "rugpjutis", VT_DATE_MONTH, 8 },
	{ "rugpjucio", VT_DATE_MONTH, 8 },
	{ "aug", VT_DATE_MONTH, 8 },
	{ "august", VT_DATE_MONTH, 8 },
	{ "sierpnia", VT_DATE_MONTH, 8 },
	{ "sierpien", VT_DATE_MONTH, 8 },
	{ "rugs", VT_DATE_MONTH, 9 },
	{ "rugsejis", VT_DATE_MONTH, 9 },
	{ "rugsejo", VT_DATE_MONTH, 9 },
	{ "sep", VT_DATE_MONTH, 9 },
	{ "sept", VT_DATE_MONTH, 9 },
	{ "september", VT_DATE_MONTH, 9 },
	{ "wrzesnia", VT_DATE_MONTH, 9 },
	{ "wrzesien", VT_DATE_MONTH, 9 },
	{ "spal", VT_DATE_MONTH, 10 },
	{ "spalis", VT_DATE_MONTH, 10 },
	{ "spalio", VT_DATE_MONTH, 10 },
	{ "oct", VT_DATE_MONTH, 10 },
	{ "october", VT_DATE_MONTH, 10 },
	{ "okt", VT_DATE_MONTH, 10 },
	{ "oktober", VT_DATE_MONTH, 10 },
	{ "pazdziernika", VT_DATE_MONTH, 10 },
	{ "lapkr", VT_DATE_MONTH, 11 },
	{ "lapkritis", VT_DATE_MONTH, 11 },
	{ "lapkricio", VT_DATE_MONTH, 11 },
	{ "nov", VT_DATE_MONTH, 11 },
	{ "november", VT_DATE_MONTH, 11 },
	{ "listopada", VT_DATE_MONTH, 11 },
	{ "gruod", VT_DATE_MONTH, 12 },
	{ "gruodis", VT_DATE_MONTH, 12 },
	{ "gruodzio", VT_DATE_MONTH, 12 },
	{ "dec", VT_DATE_MONTH, 12 },
	{ "december", VT_DATE_MONTH, 12 },
	{ "dez", VT_DATE_MONTH, 12 },
	{ "dezember", VT_DATE_MONTH, 12 },
	{ "grudnia", VT_DATE_MONTH, 12 },
	/* parts of a century */
	{ "pr", VT_DATE_WHERE, 0 },
	{ "pradzia", VT_DATE_WHERE, 0 },
	{ "pradzioje", VT_DATE_WHERE, 0 },
	{ "pradzios", VT_DATE_WHERE, 0 },
	{ "early", VT_DATE_WHERE, 0 },
	{ "beginning", VT_DATE_WHERE, 0 },
	{ "anfang", VT_DATE_WHERE, 0 },
	{ "poczatek", VT_DATE_WHERE, 0 },
	{ "pocz", VT_DATE_WHERE, 0 },
	{ "vid", VT_DATE_WHERE, 1 },
	{ "vidurys", VT_DATE_WHERE, 1 },
	{ "viduryje", VT_DATE_WHERE, 1 },
	{ "vidurio", VT_DATE_WHERE, 1 },
	{ "mid", VT_DATE_WHERE, 1 },
	{ "middle", VT_DATE_WHERE, 1 },
	{ "mitte", VT_DATE_WHERE, 1 },
	{ "pab", VT_DATE_WHERE, 2 },
	{ "pabaiga", VT_DATE_WHERE, 2 },
	{ "pabaigoje", VT_DATE_WHERE, 2 },
	{ "pabaigos", VT_DATE_WHERE, 2 },
	{ "late", VT_DATE_WHERE, 2 },
	{ "end", VT_DATE_WHERE, 2 },
	{ "ende", VT_DATE_WHERE, 2 },
	{ "koniec", VT_DATE_WHERE, 2 },
	{ "puse", VT_DATE_FRACTION, 2 },
	{ "puseje", VT_DATE_FRACTION, 2 },
	{ "puses", VT_DATE_FRACTION, 2 },
	{ "p", VT_DATE_FRACTION, 2 },
	{ "half", VT_DATE_FRACTION, 2 },
	{ "halfte", VT_DATE_FRACTION, 2 },
	{ "pol", VT_DATE_FRACTION, 2 },
	{ "polowa", VT_DATE_FRACTION, 2 },
	{ "trecdalis", VT_DATE_FRACTION, 3 },
	{ "drittel", VT_DATE_FRACTION, 3 },
	{ "ketv", VT_DATE_FRACTION, 4 },
	{ "ketvirtis", VT_DATE_FRACTION, 4 },
	{ "ketvirtyje", VT_DATE_FRACTION, 4 },
	{ "quarter", VT_DATE_FRACTION, 4 },
	{ "viertel", VT_DATE_FRACTION, 4 },
	{ "cwierc", VT_DATE_FRACTION, 4 },
	{ "des", VT_DATE_FRACTION, 10 },
	{ "desimtm", VT_DATE_FRACTION, 10 },
	{ "desimtmetis", VT_DATE_FRACTION, 10 },
	{ "desimtmetyje", VT_DATE_FRACTION, 10 },
	{ "decade", VT_DATE_FRACTION, 10 },
	{ "jahrzehnt", VT_DATE_FRACTION, 10 },
	/* ordinals */
	{ "pirma", VT_DATE_ORDINAL, 1 },
	{ "pirmoji", VT_DATE_ORDINAL, 1 },
	{ "pirmas", VT_DATE_ORDINAL, 1 },
	{ "pirmasis", VT_DATE_ORDINAL, 1 },
	{ "pirmoje", VT_DATE_ORDINAL, 1 },
	{ "pirmojoje", VT_DATE_ORDINAL, 1 },
	{ "first", VT_DATE_ORDINAL, 1 },
	{ "antra", VT_DATE_ORDINAL, 2 },
	{ "antroji", VT_DATE_ORDINAL, 2 },
	{ "antras", VT_DATE_ORDINAL, 2 },
	{ "antrasis", VT_DATE_ORDINAL, 2 },
	{ "antroje", VT_DATE_ORDINAL, 2 },
	{ "antrojoje", VT_DATE_ORDINAL, 2 },
	{ "second", VT_DATE_ORDINAL, 2 },
	{ "trecias", VT_DATE_ORDINAL, 3 },
	{ "treciasis", VT_DATE_ORDINAL, 3 },
	{ "third", VT_DATE_ORDINAL, 3 },
	{ "ketvirtas", VT_DATE_ORDINAL, 4 },
	{ "ketvirtasis", VT_DATE_ORDINAL, 4 },
	{ "fourth", VT_DATE_ORDINAL, 4 },
	{ "penktas", VT_DATE_ORDINAL, 5 },
	{ "penktasis", VT_DATE_ORDINAL, 5 },
	{ "sestas", VT_DATE_ORDINAL, 6 },
	{ "sestasis", VT_DATE_ORDINAL, 6 },
	{ "septintas", VT_DATE_ORDINAL, 7 },
	{ "septintasis", VT_DATE_ORDINAL, 7 },
	{ "astuntas", VT_DATE_ORDINAL, 8 },
	{ "astuntasis", VT_DATE_ORDINAL, 8 },
	{ "devintas", VT_DATE_ORDINAL, 9 },
	{ "devintasis", VT_DATE_ORDINAL, 9 },
	/* centuries */
	{ "a", VT_DATE_CENTURY, 0 },
	{ "amz", VT_DATE_CENTURY, 0 },
	{ "amzius", VT_DATE_CENTURY, 0 },
	{ "amziaus", VT_DATE_CENTURY, 0 },
	{ "amziuje", VT_DATE_CENTURY, 0 },
	{ "c", VT_DATE_CENTURY, 1 },
	{ "cent", VT_DATE_CENTURY, 0 },
	{ "century", VT_DATE_CENTURY, 0 },
	{ "centuries", VT_DATE_CENTURY, 0 },
	{ "jh", VT_DATE_CENTURY, 0 },
	{ "jhd", VT_DATE_CENTURY, 0 },
	{ "jahrhundert", VT_DATE_CENTURY, 0 },
	{ "jahrhunderts", VT_DATE_CENTURY, 0 },
	{ "w", VT_DATE_CENTURY, 0 },
	{ "wiek", VT_DATE_CENTURY, 0 },
	{ "wieku", VT_DATE_CENTURY, 0 },
	{ "\u0432", VT_DATE_CENTURY, 0 },
	{ "\u0432\u0435\u043a", VT_DATE_CENTURY, 0 },
	/* open ends and what stands between */
	{ "iki", VT_DATE_TO, 0 },
	{ "to", VT_DATE_TO, 0 },
	{ "bis", VT_DATE_TO, 0 },
	{ "do", VT_DATE_TO, 0 },
	{ "until", VT_DATE_TO, 0 },
	{ "pries", VT_DATE_BEFORE, 0 },
	{ "before", VT_DATE_BEFORE, 0 },
	{ "vor", VT_DATE_BEFORE, 0 },
	{ "ante", VT_DATE_BEFORE, 0 },
	{ "przed", VT_DATE_BEFORE, 0 },
	{ "po", VT_DATE_AFTER, 0 },
	{ "after", VT_DATE_AFTER, 0 },
	{ "nach", VT_DATE_AFTER, 0 },
	{ "post", VT_DATE_AFTER, 0 },
	{ "nuo", VT_DATE_FROM, 0 },
	{ "from", VT_DATE_FROM, 0 },
	{ "since", VT_DATE_FROM, 0 },
	{ "seit", VT_DATE_FROM, 0 },
	{ "von", VT_DATE_FROM, 0 },
	{ "od", VT_DATE_FROM, 0 },
	{ "tarp", VT_DATE_BETWEEN, 0 },
	{ "between", VT_DATE_BETWEEN, 0 },
	{ "zwischen", VT_DATE_BETWEEN, 0 },
	{ "ir", VT_DATE_AND, 0 },
	{ "and", VT_DATE_AND, 0 },
	{ "und", VT_DATE_AND, 0 },
	{ "or", VT_DATE_AND, 0 },
	{ "arba", VT_DATE_AND, 0 },
	{ "ar", VT_DATE_AND, 0 },
	{ "oder", VT_DATE_AND, 0 },
	{ ",", VT_DATE_AND, 1 },
	/* years */
	{ "m", VT_DATE_YEAR_WORD, 0 },
	{ "metai", VT_DATE_YEAR_WORD, 0 },
	{ "metais", VT_DATE_YEAR_WORD, 0 },
	{ "metu", VT_DATE_YEAR_WORD, 0 },
	{ "r", VT_DATE_YEAR_WORD, 0 },
	{ "roku", VT_DATE_YEAR_WORD, 0 },
	{ "year", VT_DATE_YEAR_WORD, 0 },
	{ "\u0433", VT_DATE_YEAR_WORD, 0 },
	{ "bc", VT_DATE_BC, 0 },
	{ "bce", VT_DATE_BC, 0 },
	{ "ad", VT_DATE_YEAR_WORD, 0 },
	{ "ce", VT_DATE_YEAR_WORD, 0 },
	/* doubt, and what only leads on */
	{ "apie", VT_DATE_FILLER, 0 },
	{ "ca", VT_DATE_FILLER, 0 },
	{ "circa", VT_DATE_FILLER, 0 },
	{ "ok", VT_DATE_FILLER, 0 },
	{ "okolo", VT_DATE_FILLER, 0 },
	{ "um", VT_DATE_FILLER, 0 },
	{ "about", VT_DATE_FILLER, 0 },
	{ "around", VT_DATE_FILLER, 0 },
	{ "approximately", VT_DATE_FILLER, 0 },
	{ "approx", VT_DATE_FILLER, 0 },
	{ "mazdaug", VT_DATE_FILLER, 0 },
	{ "galbut", VT_DATE_FILLER, 0 },
	{ "tikriausiai", VT_DATE_FILLER, 0 },
	{ "turbut", VT_DATE_FILLER, 0 },
	{ "prawdopodobnie", VT_DATE_FILLER, 0 },
	{ "probably", VT_DATE_FILLER, 0 },
	{ "perhaps", VT_DATE_FILLER, 0 },
	{ "vermutlich", VT_DATE_FILLER, 0 },
	{ "wohl", VT_DATE_FILLER, 0 },
	{ "d", VT_DATE_FILLER, 0 },
	{ "diena", VT_DATE_FILLER, 0 },
	{ "dienos", VT_DATE_FILLER, 0 },
	{ "men", VT_DATE_FILLER, 0 },
	{ "menuo", VT_DATE_FILLER, 0 },
	{ "menesio", VT_DATE_FILLER, 0 },
	{ "the", VT_DATE_FILLER, 0 },
	{ "of", VT_DATE_FILLER, 0 },
	{ "in", VT_DATE_FILLER, 0 },
	{ "pavasaris", VT_DATE_FILLER, 0 },
	{ "pavasari", VT_DATE_FILLER, 0 },
	{ "vasara", VT_DATE_FILLER, 0 },
	{ "ruduo", VT_DATE_FILLER, 0 },
	{ "rudeni", VT_DATE_FILLER, 0 },
	{ "ziema", VT_DATE_FILLER, 0 },
	{ "spring", VT_DATE_FILLER, 0 },
	{ "summer", VT_DATE_FILLER, 0 },
	{ "autumn", VT_DATE_FILLER, 0 },
	{ "fall", VT_DATE_FILLER, 0 },
	{ "winter", VT_DATE_FILLER, 0 },
	/* that nothing is known */
	{ "undated", VT_DATE_NEVER, 0 },
	{ "nedatuota", VT_DATE_NEVER, 0 },
	{ "unknown", VT_DATE_NEVER, 0 },
	{ "nezinoma", VT_DATE_NEVER, 0 },
};

/* Two or three words that are one. */
static const struct {
	const char *from, *to;
} vt_date_phrases[] = {
	{ "s a", "undated" },
	{ "s d", "undated" },
	{ "b d", "undated" },
	{ "b m", "undated" },
	{ "n d", "undated" },
	{ "o j", "undated" },
	{ "b r", "undated" },
	{ "be datos", "undated" },
	{ "be metu", "undated" },
	{ "data nezinoma", "undated" },
	{ "no date", "undated" },
	{ "pr kr", "bc" },
	{ "pr m e", "bc" },
	{ "p m e", "bc" },
	{ "pries kristu", "bc" },
	{ "v chr", "bc" },
	{ "b c", "bc" },
	{ "p n e", "bc" },
	{ "po kr", "ad" },
	{ "n chr", "ad" },
	{ "m e", "ad" },
	{ "ne veliau kaip", "before" },
	{ "ne veliau", "before" },
	{ "not after", "before" },
	{ "nicht nach", "before" },
	{ "ne anksciau kaip", "after" },
	{ "ne anksciau", "after" },
	{ "not before", "after" },
};

static void
vt_date_put_char(char out[VT_DATE_TEXT_MAX], size_t *len, char c)
{
	if (c == ' ' && (*len == 0 || out[*len - 1] == ' '))
		return;
	if (*len + 1 < VT_DATE_TEXT_MAX)
		out[(*len)++] = c;
}

/* Marks of doubt say nothing about the numbers; two stops are EDTF's open end. */
static void
vt_date_fold_code(uint32_t code, struct vt_str rest, char out[VT_DATE_TEXT_MAX], size_t *len)
{
	bool is_pair = code == '.' &&
		       ((rest.len != 0 && rest.p[0] == '.') || (*len != 0 && out[*len - 1] == '.'));
	char bytes[4];
	size_t n;

	if (code < 0x80 && code != 0 && strchr("[]<>{}?~%\"'", (int)code) != NULL)
		return;
	if (code == 0x2019 || code == 0xb4 || code == 0x2bc)
		return;
	if ((code == '.' && !is_pair) || code == '(' || code == ')' || code == '\t' ||
	    code == '\n' || code == 0xa0 || code == 0x202f || code == 0xa9 || code == 0x2117)
		vt_date_put_char(out, len, ' ');
	else if (code == 0x2010 || code == 0x2011)
		vt_date_put_char(out, len, '-');
	else if (code >= 0x2012 && code <= 0x2015)
		vt_date_put_char(out, len, '_');
	else {
		n = vt_utf8_put(code, bytes);
		for (size_t i = 0; i < n; i++)
			vt_date_put_char(out, len, bytes[i]);
	}
}

bool
vt_date_fold(struct vt_str s, char out[VT_DATE_TEXT_MAX])
{
	struct vt_arena *a;
	struct vt_str rest;
	uint32_t code;
	size_t len = 0;

	s = vt_str_trim(s);
	if (s.len == 0 || s.len >= VT_DATE_TEXT_MAX)
		return (false);
	a = vt_arena_new(0);
	rest = vt_str_fold(a, s);
	while (vt_utf8_next(&rest, &code))
		vt_date_fold_code(code, rest, out, &len);
	vt_arena_free(&a);
	while (len != 0 && out[len - 1] == ' ')
		len--;
	out[len] = '\0';
	return (len != 0 && len + 1 < VT_DATE_TEXT_MAX);
}

static bool
vt_date_is_letter(char c)
{
	return ((c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80);
}

static bool
vt_date_is_digit(char c)
{
	return (c >= '0' && c <= '9');
}

static bool
vt_date_look_up(const char *word, size_t len, struct vt_date_token *t_r)
{
	for (size_t i = 0; i < sizeof(vt_date_words) / sizeof(vt_date_words[0]); i++) {
		const struct vt_date_word *w = &vt_date_words[i];

		if (strlen(w->word) == len && memcmp(w->word, word, len) == 0) {
			*t_r = (struct vt_date_token){ .kind = w->kind, .value = w->value };
			return (true);
		}
	}
	return (false);
}

/* "i" to "xxxix", as they are written only. */
static bool
vt_date_roman(const char *word, size_t len, struct vt_date_token *t_r)
{
	static const char *const ones[] = { "",	 "i",  "ii",  "iii",  "iv",
					    "v", "vi", "vii", "viii", "ix" };
	size_t tens = 0;

	while (tens < len && tens < 3 && word[tens] == 'x')
		tens++;
	for (int i = 9; i >= 0; i--) {
		if (strlen(ones[i]) != len - tens || memcmp(ones[i], word + tens, len - tens) != 0)
			continue;
		*t_r = (struct vt_date_token){ .kind = VT_DATE_ROMAN, .value = (int)tens * 10 + i };
		return (t_r->value != 0);
	}
	return (false);
}

/* A phrase at the start of text: its length, and the word that it stands for. */
static size_t
vt_date_phrase(const char *text, const char **word_r)
{
	for (size_t i = 0; i < sizeof(vt_date_phrases) / sizeof(vt_date_phrases[0]); i++) {
		size_t len = strlen(vt_date_phrases[i].from);

		if (strncmp(text, vt_date_phrases[i].from, len) == 0 &&
		    !vt_date_is_letter(text[len]) && !vt_date_is_digit(text[len])) {
			*word_r = vt_date_phrases[i].to;
			return (len);
		}
	}
	return (0);
}

static bool
vt_date_word(const char **p, struct vt_date_token *t_r)
{
	const char *word = *p;
	size_t len = vt_date_phrase(*p, &word), n;

	if (len == 0) {
		while (vt_date_is_letter((*p)[len]))
			len++;
		n = len;
	} else
		n = strlen(word);
	*p += len;
	if (n == 1 && vt_date_is_digit(**p)) {
		/* "c1910" is copyright or circa, "a1798" ante; "p1910" may be post or not. */
		*t_r = (struct vt_date_token){ .kind =
						   *word == 'a' ? VT_DATE_BEFORE : VT_DATE_FILLER };
		return (*word == 'a' || *word == 'c');
	}
	return (vt_date_look_up(word, n, t_r) || vt_date_roman(word, n, t_r));
}

/* Endings of numbers: "19th", "2-oji", "1920s", "1920-ieji". */
static bool
vt_date_ending(const char **p, struct vt_date_token *t)
{
	static const struct {
		const char *ending;
		char what; /* o: ordinal, d: decade, y: in that year */
	} endings[] = {
		{ "st", 'o' },	   { "nd", 'o' },    { "rd", 'o' },	 { "th", 'o' },
		{ "as", 'o' },	   { "asis", 'o' },  { "iasis", 'o' },	 { "oji", 'o' },
		{ "oje", 'o' },	   { "ojoje", 'o' }, { "a", 'o' },	 { "ajame", 'o' },
		{ "s", 'd' },	   { "ieji", 'd' },  { "uju", 'd' },	 { "iuju", 'd' },
		{ "uosius", 'd' }, { "er", 'd' },    { "aisiais", 'y' }, { "iaisiais", 'y' },
	};
	const char *s = *p + (**p == '-' ? 1 : 0);
	size_t len = 0;

	while (vt_date_is_letter(s[len]))
		len++;
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		if (strlen(endings[i].ending) != len || memcmp(endings[i].ending, s, len) != 0)
			continue;
		*p = s + len;
		t->is_ordinal = endings[i].what == 'o';
		t->is_decade = endings[i].what == 'd' && t->value % 10 == 0;
		/* "1900s" may be ten years or a hundred, "1920-aisiais" one or ten. */
		return ((!t->is_decade || t->value % 100 != 0) &&
			(endings[i].what != 'y' || t->value % 10 != 0));
	}
	return (true);
}

static bool
vt_date_numeral(const char **p, struct vt_date_token *t_r)
{
	struct vt_date_token t = { .kind = VT_DATE_NUMBER };
	const char *s = *p;
	int scale = 1, mask = 0;

	while (vt_date_is_digit(*s) && t.digits < 8) {
		t.value = t.value * 10 + (*s++ - '0');
		t.digits++;
	}
	if (vt_date_is_digit(*s))
		return (false);
	while (t.digits + mask < 4 && s[mask] != '\0' && strchr("-_xu", s[mask]) != NULL)
		mask++;
	if (t.digits >= 2 && mask != 0 && t.digits + mask == 4 && !vt_date_is_digit(s[mask]) &&
	    !vt_date_is_letter(s[mask])) {
		for (int i = 0; i < mask; i++)
			scale *= 10;
		t.value *= scale;
		t.digits = 4;
		t.unknown = mask;
		s += mask;
	} else if (!vt_date_ending(&s, &t))
		return (false);
	*p = s;
	*t_r = t;
	return (true);
}

static bool
vt_date_token(const char **p, struct vt_date_token *t_r)
{
	char c = **p;

	if (vt_date_is_digit(c))
		return (vt_date_numeral(p, t_r));
	if (vt_date_is_letter(c))
		return (vt_date_word(p, t_r));
	(*p)++;
	*t_r = (struct vt_date_token){ .kind = VT_DATE_DASH, .value = 2 };
	if (c == '-')
		t_r->value = 1;
	else if (c == '/')
		t_r->kind = VT_DATE_SLASH;
	else if (c == ',' || c == ';')
		*t_r = (struct vt_date_token){ .kind = VT_DATE_AND, .value = 1 };
	else if (c == '&')
		t_r->kind = VT_DATE_AND;
	else if (c == '.' && **p == '.')
		(*p)++;
	else if (c != '_')
		return (false);
	return (true);
}

bool
vt_date_tokens(const char *text, struct vt_date_token t[VT_DATE_TOKENS_MAX], size_t *count_r)
{
	size_t count = 0;

	for (;;) {
		text += strspn(text, " ");
		if (*text == '\0')
			break;
		if (count == VT_DATE_TOKENS_MAX || !vt_date_token(&text, &t[count]))
			return (false);
		if (t[count].kind == VT_DATE_NEVER)
			return (false);
		if (t[count].kind != VT_DATE_FILLER)
			count++;
	}
	*count_r = count;
	return (count != 0);
}
