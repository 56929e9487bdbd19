/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people type, as a tree.  Everything typed ends up between quotation marks, so
 * that nothing of it is taken for FTS5's syntax.
 */
#include "catalog/query.h"

#include "catalog/terms.h"

#define VT_QUERY_PARTS_MAX 8 /* of one word; more are only looked for as one */

enum vt_query_token {
	VT_TOKEN_END, VT_TOKEN_WORD, VT_TOKEN_PHRASE, VT_TOKEN_AND, VT_TOKEN_OR, VT_TOKEN_NOT,
	VT_TOKEN_OPEN, VT_TOKEN_CLOSE
};

struct vt_query {
	struct vt_arena *a;
	struct vt_str rest;
	enum vt_query_token token; /* the one to be looked at */
	struct vt_str text;	    /* of a word or phrase */
	bool has_small;		    /* letters: else a word in capitals is no operator */
	bool is_plain;		    /* nothing is an operator */
	unsigned depth, words, prefixes;
};

static vt_err vt_query_any(struct vt_query *q, struct vt_query_node **node_r);

/* --- tokens ------------------------------------------------------------------------ */

static bool
vt_query_is_space(char c)
{
	return ((unsigned char)c <= ' ' || c == '\x7f');
}

static bool
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

/* Up to the closing mark; one that is missing is understood. */
static void
vt_query_phrase(struct vt_query *q)
{
	size_t to = 1;

	while (to < q->rest.len && q->rest.p[to] != '"')
		to++;
	q->token = VT_TOKEN_PHRASE;
	q->text = vt_str_sub(q->rest, 1, to - 1);
	q->rest = vt_str_sub(q->rest, to + 1, q->rest.len);
}

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

static void
vt_query_next(struct vt_query *q)
{
	char c, after;

	while (q->rest.len != 0 && vt_query_is_space(q->rest.p[0]))
		q->rest = vt_str_sub(q->rest, 1, q->rest.len);
	c = q->rest.len != 0 ? q->rest.p[0] : '\0';
	after = q->rest.len > 1 ? q->rest.p[1] : ' ';
	if (c == '"') {
		vt_query_phrase(q);
		return;
	}
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

/* --- leaves ------------------------------------------------------------------------ */

static size_t
vt_query_letters(struct vt_str s)
{
	size_t letters = 0;
	uint32_t code;

	while (vt_utf8_next(&s, &code))
		letters++;
	return (letters);
}

static struct vt_str
vt_query_keep(struct vt_query *q, struct vt_buf *b)
{
	struct vt_str s = vt_str_dup(q->a, vt_buf_get(b));

	vt_buf_fini(b);
	return (s);
}

/* The parts of a run without what stands between them. */
static void
vt_query_joined(struct vt_str run, struct vt_buf *out)
{
	struct vt_str part;

	while (vt_term_part(&run, &part))
		vt_buf_str(out, part);
}

static size_t
vt_query_parts(struct vt_str run)
{
	struct vt_str part;
	size_t parts = 0;

	while (vt_term_part(&run, &part))
		parts++;
	return (parts);
}

/* "pietų-vakarų": the word that it is at one place, or its parts at one place or at
 * two that follow each other. */
static void
vt_query_compound(struct vt_str run, struct vt_buf *out)
{
	struct vt_str part, rest = run;

	vt_buf_printf(out, "(\"%c", VT_TERMS_FOLDED);
	vt_query_joined(run, out);
	if (vt_query_parts(run) > VT_QUERY_PARTS_MAX) {
		vt_buf_str(out, VT_STR("\")"));
		return;
	}
	vt_buf_str(out, VT_STR("\" OR NEAR("));
	while (vt_term_part(&rest, &part))
		vt_buf_printf(out, "\"%.*s\" ", VT_STR_ARG(part));
	vt_buf_str(out, VT_STR(", 0))"));
}

static void
vt_query_prefix(struct vt_str run, struct vt_buf *out)
{
	vt_buf_printf(out, "\"%c", VT_TERMS_FOLDED);
	vt_query_joined(run, out);
	vt_buf_str(out, VT_STR("\" *"));
}

static vt_err
vt_query_count(struct vt_query *q)
{
	if (++q->words <= VT_SEARCH_WORDS_MAX)
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "a search may have %d words: use fewer", VT_SEARCH_WORDS_MAX));
}

/* What begins so may be a good part of all words there are. */
static vt_err
vt_query_count_prefix(struct vt_query *q, bool *is_prefix)
{
	if (!*is_prefix || ++q->prefixes <= VT_SEARCH_PREFIXES_MAX)
		return (VT_OK);
	*is_prefix = false;
	return (q->is_plain ? VT_OK : vt_fail(VT_E_BADARG, "a search may have %d words that end in *: "
	    "write the others out", VT_SEARCH_PREFIXES_MAX));
}

/* A word as it was typed, between white space. */
static vt_err
vt_query_leaf_word(struct vt_query *q, struct vt_str run, struct vt_query_node *n)
{
	struct vt_str rest = run, part;
	struct vt_buf b;
	bool is_prefix = false;
	vt_err err;

	while (vt_str_ends(run, VT_STR("*"))) {
		run.len--;
		is_prefix = vt_query_letters(run) >= VT_SEARCH_PREFIX_MIN;
	}
	err = vt_query_count(q);
	if (err == VT_OK)
		err = vt_query_count_prefix(q, &is_prefix);
	if (err != VT_OK || !vt_term_part(&rest, &part))
		return (err);
	vt_buf_init(&b, 0);
	if (is_prefix) {
		vt_query_prefix(run, &b);
	} else if (vt_term_has_letters(rest)) {
		vt_query_compound(run, &b);
	} else {
		vt_buf_printf(&b, "\"%.*s\"", VT_STR_ARG(part));
		n->exact = vt_str_printf(q->a, "\"%c%.*s\"", VT_TERMS_EXACT, VT_STR_ARG(part));
		n->part = vt_str_dup(q->a, part);
	}
	n->match = vt_query_keep(q, &b);
	return (VT_OK);
}

static vt_err
vt_query_leaf_phrase(struct vt_query *q, struct vt_str text, struct vt_query_node *n)
{
	struct vt_buf b;
	vt_err err = VT_OK;
	size_t to;

	vt_buf_init(&b, 0);
	while (text.len != 0 && err == VT_OK) {
		for (to = 0; to < text.len && !vt_query_is_space(text.p[to]); to++)
			continue;
		if (vt_term_has_letters(vt_str_sub(text, 0, to))) {
			vt_buf_printf(&b, "%s%c", b.len == 0 ? "\"" : " ", VT_TERMS_FOLDED);
			vt_query_joined(vt_str_sub(text, 0, to), &b);
			err = vt_query_count(q);
		}
		text = vt_str_sub(text, to + 1, text.len);
	}
	if (b.len != 0)
		vt_buf_char(&b, '"');
	n->match = vt_query_keep(q, &b);
	return (err);
}

/* --- the tree ------------------------------------------------------------------------ */

static struct vt_query_node *
vt_query_node(struct vt_query *q, enum vt_query_kind kind)
{
	struct vt_query_node *n = vt_arena_alloc(q->a, sizeof(*n));

	if (n != NULL)
		n->kind = kind;
	return (n);
}

static vt_err
vt_query_leaf(struct vt_query *q, struct vt_query_node **node_r)
{
	struct vt_query_node *n = vt_query_node(q, VT_QUERY_LEAF);
	vt_err err;

	if (n == NULL)
		return (VT_E_LIMIT);
	err = q->token == VT_TOKEN_PHRASE ? vt_query_leaf_phrase(q, q->text, n)
					  : vt_query_leaf_word(q, q->text, n);
	if (err != VT_OK)
		return (err);
	vt_query_next(q);
	*node_r = n;
	return (VT_OK);
}

static vt_err
vt_query_inside(struct vt_query *q, struct vt_query_node **node_r)
{
	vt_err err;

	if (++q->depth > VT_SEARCH_DEPTH_MAX)
		return (vt_fail(VT_E_BADARG, "parentheses may be %d deep in a search: use fewer",
				VT_SEARCH_DEPTH_MAX));
	vt_query_next(q);
	err = vt_query_any(q, node_r);
	if (err != VT_OK)
		return (err);
	if (q->token != VT_TOKEN_CLOSE)
		return (vt_fail(VT_E_BADARG, "the search has a ( without its ): close it, or put "
					     "what is meant between quotation marks"));
	q->depth--;
	vt_query_next(q);
	return (VT_OK);
}

static vt_err
vt_query_missing(enum vt_query_token after)
{
	return (vt_fail(VT_E_BADARG,
			"the search has %s where a word is missing: add it, or write the "
			"operator in small letters",
			after == VT_TOKEN_NOT	? "NOT or - (NE)"
			: after == VT_TOKEN_OR	? "OR (ARBA)"
			: after == VT_TOKEN_AND ? "AND (IR)"
						: "parentheses"));
}

static vt_err
vt_query_item(struct vt_query *q, enum vt_query_token after, struct vt_query_node **node_r)
{
	bool is_not = q->token == VT_TOKEN_NOT;
	vt_err err;

	if (is_not) {
		after = VT_TOKEN_NOT;
		vt_query_next(q);
	}
	if (q->token == VT_TOKEN_OPEN)
		err = vt_query_inside(q, node_r);
	else if (q->token == VT_TOKEN_WORD || q->token == VT_TOKEN_PHRASE)
		err = vt_query_leaf(q, node_r);
	else
		err = vt_query_missing(after == VT_TOKEN_WORD ? q->token : after);
	if (err == VT_OK)
		(*node_r)->is_not = is_not;
	return (err);
}

static bool
vt_query_finds(const struct vt_query_node *n)
{
	return (n->kind != VT_QUERY_LEAF || n->match.len != 0);
}

/* Marks alone ask for nothing beside words. */
static void
vt_query_drop_marks(struct vt_query_node *all)
{
	bool has_words = false;

	for (const struct vt_query_node *n = all->below; n != NULL; n = n->next)
		has_words = has_words || (vt_query_finds(n) && !n->is_not);
	for (struct vt_query_node **at = &all->below; has_words && *at != NULL;)
		if (vt_query_finds(*at))
			at = &(*at)->next;
		else
			*at = (*at)->next;
}

static vt_err
vt_query_settle(struct vt_query_node *all, struct vt_query_node **node_r)
{
	bool has_words = false;

	vt_query_drop_marks(all);
	for (const struct vt_query_node *n = all->below; n != NULL; n = n->next)
		has_words = has_words || !n->is_not;
	if (!has_words)
		return (vt_fail(VT_E_BADARG, "the search only says what must not be there: add a "
					     "word that must"));
	*node_r = all->kind == VT_QUERY_AND && all->below->next == NULL ? all->below : all;
	return (VT_OK);
}

static vt_err
vt_query_all(struct vt_query *q, enum vt_query_token after, struct vt_query_node **node_r)
{
	struct vt_query_node *all = vt_query_node(q, VT_QUERY_AND), **end;
	vt_err err = all != NULL ? VT_OK : VT_E_LIMIT;

	if (err != VT_OK)
		return (err);
	end = &all->below;
	do {
		err = vt_query_item(q, after, end);
		if (err != VT_OK)
			return (err);
		end = &(*end)->next;
		after = VT_TOKEN_WORD;
		if (q->token == VT_TOKEN_AND) {
			after = VT_TOKEN_AND;
			vt_query_next(q);
		}
	} while (after == VT_TOKEN_AND || (q->token != VT_TOKEN_END && q->token != VT_TOKEN_OR &&
					   q->token != VT_TOKEN_CLOSE));
	return (vt_query_settle(all, node_r));
}

static vt_err
vt_query_any(struct vt_query *q, struct vt_query_node **node_r)
{
	struct vt_query_node *any = vt_query_node(q, VT_QUERY_OR), **end;
	enum vt_query_token after = VT_TOKEN_WORD;
	vt_err err = any != NULL ? VT_OK : VT_E_LIMIT;

	if (err != VT_OK)
		return (err);
	for (end = &any->below;; end = &(*end)->next, after = VT_TOKEN_OR) {
		if (after == VT_TOKEN_OR)
			vt_query_next(q);
		err = vt_query_all(q, after, end);
		if (err != VT_OK)
			return (err);
		if (q->token != VT_TOKEN_OR)
			break;
	}
	*node_r = any->below->next == NULL ? any->below : any;
	return (VT_OK);
}

static vt_err
vt_query_read(struct vt_query *q, struct vt_query_node **root_r)
{
	vt_err err;

	*root_r = NULL;
	if (q->rest.len > VT_SEARCH_BYTES_MAX)
		return (vt_fail(VT_E_BADARG, "a search may have %d bytes, not %zu: use fewer words",
				VT_SEARCH_BYTES_MAX, q->rest.len));
	if (!vt_utf8_is_valid(q->rest))
		return (vt_fail(VT_E_BADARG, "the words to search for are not UTF-8"));
	vt_query_next(q);
	if (q->token == VT_TOKEN_END)
		return (VT_OK);
	err = vt_query_any(q, root_r);
	return (err == VT_OK && vt_arena_is_exhausted(q->a) ? VT_E_LIMIT : err);
}

vt_err
vt_query_parse(struct vt_arena *a, struct vt_str typed, struct vt_query_node **root_r)
{
	struct vt_query q = { .a = a, .rest = typed, .has_small = vt_query_has_small(typed) };

	return (vt_query_read(&q, root_r));
}

vt_err
vt_query_parse_kindly(struct vt_arena *a, struct vt_str typed, struct vt_query_node **root_r)
{
	struct vt_query plain = { .a = a, .rest = typed, .is_plain = true };
	vt_err err = vt_query_parse(a, typed, root_r);

	return (err == VT_E_BADARG ? vt_query_read(&plain, root_r) : err);
}
