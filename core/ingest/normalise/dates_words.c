/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dates in words: folding and tokens.  Lithuanian first; English, German and
 * Polish as they stand in the catalogues around; Russian only its marks of
 * year and century.
 */
#include <stdlib.h>

#include "api/arena.h"
#include "ingest/normalise/dates.h"

/* Folded words.  What is not here makes the whole date unread. */
static const struct {
	enum vt_date_kind kind;
	int value;
	const char *words; /* between spaces */
} vt_date_words[] = {
	/* months */
	{ VT_DATE_MONTH, 1, " saus sausis sausio jan january januar stycznia styczen " },
	{ VT_DATE_MONTH, 2, " vas vasaris vasario feb february februar lutego luty " },
	{ VT_DATE_MONTH, 3, " kov kovas kovo mar march marz marca marzec " },
	{ VT_DATE_MONTH, 4, " bal balandis balandzio apr april kwietnia kwiecien " },
	{ VT_DATE_MONTH, 5, " geg geguze geguzes may mai maja maj " },
	{ VT_DATE_MONTH, 6, " birz birzelis birzelio jun june juni czerwca czerwiec " },
	{ VT_DATE_MONTH, 7, " liep liepa liepos jul july juli lipca lipiec " },
	{ VT_DATE_MONTH, 8, " rugp rugpj rugpjutis rugpjucio aug august sierpnia sierpien " },
	{ VT_DATE_MONTH, 9, " rugs rugsejis rugsejo sep sept september wrzesnia wrzesien " },
	{ VT_DATE_MONTH, 10, " spal spalis spalio oct october okt oktober pazdziernika " },
	{ VT_DATE_MONTH, 11, " lapkr lapkritis lapkricio nov november listopada " },
	{ VT_DATE_MONTH, 12, " gruod gruodis gruodzio dec december dez dezember grudnia " },
	/* parts of a century */
	{ VT_DATE_WHERE, 0,
	  " pr pradzia pradzioje pradzios early beginning anfang poczatek pocz " },
	{ VT_DATE_WHERE, 1, " vid vidurys viduryje vidurio mid middle mitte " },
	{ VT_DATE_WHERE, 2, " pab pabaiga pabaigoje pabaigos late end ende koniec " },
	{ VT_DATE_FRACTION, 2, " puse puseje puses p half halfte pol polowa " },
	{ VT_DATE_FRACTION, 3, " trecdalis drittel " },
	{ VT_DATE_FRACTION, 4, " ketv ketvirtis ketvirtyje quarter viertel cwierc " },
	{ VT_DATE_FRACTION, 10, " des desimtm desimtmetis desimtmetyje decade jahrzehnt " },
	/* ordinals */
	{ VT_DATE_ORDINAL, 1, " pirma pirmoji pirmas pirmasis pirmoje pirmojoje first " },
	{ VT_DATE_ORDINAL, 2, " antra antroji antras antrasis antroje antrojoje second " },
	{ VT_DATE_ORDINAL, 3, " trecias treciasis third " },
	{ VT_DATE_ORDINAL, 4, " ketvirtas ketvirtasis fourth " },
	{ VT_DATE_ORDINAL, 5, " penktas penktasis " },
	{ VT_DATE_ORDINAL, 6, " sestas sestasis " },
	{ VT_DATE_ORDINAL, 7, " septintas septintasis " },
	{ VT_DATE_ORDINAL, 8, " astuntas astuntasis " },
	{ VT_DATE_ORDINAL, 9, " devintas devintasis " },
	/* centuries */
	{ VT_DATE_CENTURY, 0,
	  " a amz amzius amziaus amziuje cent century centuries jh jhd jahrhundert "
	  "jahrhunderts w wiek wieku \u0432 \u0432\u0435\u043a " },
	{ VT_DATE_CENTURY, 1, " c " },
	/* open ends and what stands between */
	{ VT_DATE_TO, 0, " iki to bis do until " },
	{ VT_DATE_BEFORE, 0, " pries before vor ante przed " },
	{ VT_DATE_AFTER, 0, " po after nach post " },
	{ VT_DATE_FROM, 0, " nuo from since seit von od " },
	{ VT_DATE_BETWEEN, 0, " tarp between zwischen " },
	{ VT_DATE_AND, 0, " ir and und or arba ar oder " },
	{ VT_DATE_AND, 1, " , " },
	/* years */
	{ VT_DATE_YEAR_WORD, 0, " m metai metais metu r roku year \u0433 ad ce " },
	{ VT_DATE_BC, 0, " bc bce " },
	/* doubt, and what only leads on */
	{ VT_DATE_FILLER, 0,
	  " apie ca circa cop copr copyright ok okolo um about around approximately approx mazdaug "
	  "galbut tikriausiai turbut prawdopodobnie probably perhaps vermutlich "
	  "wohl d diena dienos men menuo menesio the of in pavasaris pavasari "
	  "vasara ruduo rudeni ziema spring summer autumn fall winter " },
	/* that nothing is known */
	{ VT_DATE_NEVER, 0, " undated nedatuota unknown nezinoma " },
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
		const char *at = vt_date_words[i].words;

		for (at += strspn(at, " "); *at != '\0'; at += strspn(at, " ")) {
			size_t n = strcspn(at, " ");

			if (n == len && memcmp(at, word, len) == 0) {
				*t_r = (struct vt_date_token){ .kind = vt_date_words[i].kind,
							       .value = vt_date_words[i].value };
				return (true);
			}
			at += n;
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
