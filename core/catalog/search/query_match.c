/* SPDX-License-Identifier: Apache-2.0 */
/* The tree of a question as one expression of FTS5, for what is found page by page. */
#include "catalog/search/query.h"

static bool
vt_query_is_hopeless(const struct vt_query_node *n)
{
	const struct vt_query_node *below;

	if (n->kind == VT_QUERY_LEAF)
		return (n->match.len == 0);
	for (below = n->below; below != NULL; below = below->next) {
		bool is_hopeless = vt_query_is_hopeless(below);

		if (n->kind == VT_QUERY_AND && is_hopeless && !below->is_not)
			return (true);
		if (n->kind == VT_QUERY_OR && !is_hopeless)
			return (false);
	}
	return (n->kind == VT_QUERY_OR);
}

static void
vt_query_match_and(const struct vt_query_node *all, struct vt_buf *out)
{
	const char *between = "";

	for (int is_not = 0; is_not < 2; is_not++) {
		for (const struct vt_query_node *n = all->below; n != NULL; n = n->next) {
			if (n->is_not != (is_not != 0) || vt_query_is_hopeless(n))
				continue;
			vt_buf_str(out, vt_str_of(between));
			vt_query_match(n, out);
			between = is_not ? " NOT " : " AND ";
		}
		vt_buf_str(out, VT_STR(")"));
		between = " NOT ";
	}
}

void
vt_query_match(const struct vt_query_node *root, struct vt_buf *out)
{
	const char *between = "";

	if (vt_query_is_hopeless(root))
		return;
	if (root->kind == VT_QUERY_LEAF) {
		vt_buf_str(out, root->match);
		return;
	}
	vt_buf_str(out, root->kind == VT_QUERY_AND ? VT_STR("((") : VT_STR("("));
	if (root->kind == VT_QUERY_AND) {
		vt_query_match_and(root, out);
		return;
	}
	for (const struct vt_query_node *n = root->below; n != NULL; n = n->next) {
		if (vt_query_is_hopeless(n))
			continue;
		vt_buf_str(out, vt_str_of(between));
		vt_query_match(n, out);
		between = " OR ";
	}
	vt_buf_char(out, ')');
}
