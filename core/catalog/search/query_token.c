/* SPDX-License-Identifier: Apache-2.0 */
/* What people type, taken apart: words, phrases, operators, parentheses. */
#include "catalog/search/query_read.h"

#include <glib.h>

bool
vt_query_is_space(char c)
{
	return ((unsigned char)c <= ' ' || c == '\x7f');
}

/* A bar parts words as well: "knyga|ežeras". */
struct vt_str
vt_query_spaced(struct vt_arena *a, struct vt_str typed)
{
	char *p = vt_str_c(a, typed);
	size_t n = 0;
	uint32_t code;

	while (p != NULL && vt_utf8_next(&typed, &code)) {
		if (g_unichar_isspace(code) || code == 0x200b || code == 0xfeff || code == '|')
			p[n++] = ' ';
		else
			n += vt_utf8_put(code, p + n);
	}
	return ((struct vt_str){ p, n });
}

bool
vt_query_has_small(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] >= 'a' && s.p[i] <= 'z')
			return (true);
	return (false);
}

static enum vt_query_token
vt_query_word(const struct vt_query *q, struct vt_str s)
{
	static const struct {
		const char *word;
		enum vt_query_token token;
		bool is_word_too; /* where all is written in capitals */
	} operators[] = {
		{ "AND", VT_TOKEN_AND, false }, { "OR", VT_TOKEN_OR, false },
		{ "NOT", VT_TOKEN_NOT, false }, { "IR", VT_TOKEN_AND, true },
		{ "ARBA", VT_TOKEN_OR, true },	{ "NE", VT_TOKEN_NOT, true },
	};

	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
		if (!q->is_plain && vt_str_eq_c(s, operators[i].word) && (q->has_small || !operators[i].is_word_too))
			return (operators[i].token);
	return (VT_TOKEN_WORD);
}

/* --- quotation marks ----------------------------------------------------------------- */

/* As they are typed, or copied from a text; each with those that end it. */
static const struct {
	struct vt_str mark, ends[3];
} vt_query_quotes[] = {
	{ { "\"", 1 }, { { "\"", 1 } } },
	{ { "„", 3 }, { { "“", 3 }, { "”", 3 }, { "\"", 1 } } },
	{ { "“", 3 }, { { "”", 3 }, { "“", 3 }, { "\"", 1 } } },
	{ { "”", 3 }, { { "”", 3 }, { "\"", 1 } } },
	{ { "«", 2 }, { { "»", 2 } } },
	{ { "»", 2 }, { { "«", 2 } } },
};
#define VT_QUERY_QUOTES (sizeof(vt_query_quotes) / sizeof(vt_query_quotes[0]))

/* Which of them the text begins with; VT_QUERY_QUOTES: none. */
static size_t
vt_query_quote(struct vt_str s)
{
	size_t i = 0;

	while (i < VT_QUERY_QUOTES && !vt_str_starts(s, vt_query_quotes[i].mark))
		i++;
	return (i);
}

/* Where the first of its ends is in what comes behind the mark, and how long that is;
 * false: there is none. */
static bool
vt_query_quote_end(size_t quote, struct vt_str s, size_t *at_r, size_t *length_r)
{
	ptrdiff_t first = -1;

	for (size_t i = 0; i < 3 && vt_query_quotes[quote].ends[i].len != 0; i++) {
		ptrdiff_t at = vt_str_find(s, vt_query_quotes[quote].ends[i]);

		if (at < 0 || (first >= 0 && at >= first))
			continue;
		first = at;
		*length_r = vt_query_quotes[quote].ends[i].len;
	}
	*at_r = (size_t)(first < 0 ? 0 : first);
	return (first >= 0);
}

static bool
vt_query_is_several(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (vt_query_is_space(s.p[i]))
			return (true);
	return (false);
}

/* A phrase up to its end.  One that nobody ended is none, and its mark says nothing.  A
 * single word in the marks of print is a name, „Balsas“, and a word like others. */
static bool
vt_query_phrase(struct vt_query *q)
{
	size_t quote = vt_query_quote(q->rest), to, length, mark;
	struct vt_str text;

	if (quote == VT_QUERY_QUOTES)
		return (false);
	mark = vt_query_quotes[quote].mark.len;
	text = vt_str_sub(q->rest, mark, q->rest.len);
	if (!vt_query_quote_end(quote, text, &to, &length)) {
		q->is_unclosed = true;
		q->rest = text;
		vt_query_next(q);
		return (true);
	}
	q->text = vt_str_trim(vt_str_sub(text, 0, to));
	q->token = quote == 0 || vt_query_is_several(q->text) ? VT_TOKEN_PHRASE : VT_TOKEN_WORD;
	q->rest = vt_str_sub(text, to + length, text.len);
	return (true);
}

/* --- all tokens ---------------------------------------------------------------------- */

/* A ')' without '(' before it is a mark like others: "1) Utena". */
static void
vt_query_run(struct vt_query *q)
{
	size_t to = 0;

	while (to < q->rest.len && !vt_query_is_space(q->rest.p[to]) && q->rest.p[to] != '"' &&
	       !(q->rest.p[to] == ')' && q->depth != 0))
		to++;
	q->text = vt_str_sub(q->rest, 0, to);
	q->token = vt_query_word(q, q->text);
	q->rest = vt_str_sub(q->rest, to, q->rest.len);
}

void
vt_query_next(struct vt_query *q)
{
	char c, after;

	while (q->rest.len != 0 && vt_query_is_space(q->rest.p[0]))
		q->rest = vt_str_sub(q->rest, 1, q->rest.len);
	c = q->rest.len != 0 ? q->rest.p[0] : '\0';
	after = q->rest.len > 1 ? q->rest.p[1] : ' ';
	if (vt_query_phrase(q))
		return;
	if (!q->is_plain && (c == '(' || (c == ')' && q->depth != 0) ||
			     (c == '-' && !vt_query_is_space(after) && after != '-'))) {
		q->token = c == '(' ? VT_TOKEN_OPEN : c == ')' ? VT_TOKEN_CLOSE : VT_TOKEN_NOT;
		q->rest = vt_str_sub(q->rest, 1, q->rest.len);
		return;
	}
	q->token = VT_TOKEN_END;
	if (q->rest.len != 0)
		vt_query_run(q);
}
