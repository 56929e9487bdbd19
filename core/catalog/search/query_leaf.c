/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word or a phrase as an expression of FTS5.  Everything typed ends up between
 * quotation marks, so that nothing of it is taken for FTS5's syntax.
 */
#include "catalog/search/query_read.h"

#include "catalog/words/terms.h"

#define VT_QUERY_PARTS_MAX 8 /* of one word; more are only looked for as one */

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
		is_prefix = vt_utf8_count(run) >= VT_SEARCH_PREFIX_MIN;
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

struct vt_query_node *
vt_query_node(struct vt_query *q, enum vt_query_kind kind)
{
	struct vt_query_node *n = vt_arena_alloc(q->a, sizeof(*n));

	if (n != NULL)
		n->kind = kind;
	return (n);
}

vt_err
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
