/* SPDX-License-Identifier: Apache-2.0 */
/* What people type, as a tree. */
#include "catalog/search/query_read.h"

#include "api/catalog.h"

static vt_err vt_query_any(struct vt_query *q, struct vt_query_node **node_r);

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
	q->rest = vt_query_spaced(q->a, q->rest);
	if (q->rest.p == NULL)
		return (VT_E_LIMIT);
	vt_query_next(q);
	if (q->token == VT_TOKEN_END && !q->is_unclosed)
		return (VT_OK);
	if (q->token == VT_TOKEN_END) /* nothing but that mark */
		*root_r = vt_query_node(q, VT_QUERY_LEAF);
	err = *root_r != NULL ? VT_OK : vt_query_any(q, root_r);
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

enum vt_search_remark
vt_search_remark(struct vt_str words)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_query q = { .a = a, .rest = words, .has_small = vt_query_has_small(words) };
	struct vt_query_node *root;
	vt_err err = vt_query_read(&q, &root);

	vt_arena_free(&a);
	if (err == VT_E_BADARG)
		return (VT_REMARK_PLAIN);
	return (err == VT_OK && q.is_unclosed ? VT_REMARK_QUOTE : VT_REMARK_NONE);
}
