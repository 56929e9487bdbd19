/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What people type when they search: words, all of which must be there; "exactly
 * these", in any quotation marks that are closed; begin*; AND, OR, NOT (IR, ARBA, NE) in
 * capitals, -word for NOT, and parentheses.  Nothing of FTS5's own syntax comes through.
 */
#ifndef VT_CATALOG_QUERY_H
#define VT_CATALOG_QUERY_H

#include "api/arena.h"
#include "api/buf.h"
#include "api/str.h"

#define VT_SEARCH_BYTES_MAX	1000	/* of what is asked */
#define VT_SEARCH_WORDS_MAX	32	/* words in it, those in phrases as well */
#define VT_SEARCH_PREFIXES_MAX	4	/* of them that end in '*' */
#define VT_SEARCH_DEPTH_MAX	16	/* parentheses in each other */
#define VT_SEARCH_PREFIX_MIN	2	/* letters before a '*' */

enum vt_query_kind { VT_QUERY_LEAF, VT_QUERY_AND, VT_QUERY_OR };

struct vt_query_node {
	enum vt_query_kind	 kind;
	bool			 is_not;	/* of an AND: must not be there */
	struct vt_str		 match;		/* of a leaf: an FTS5 expression */
	struct vt_str		 exact;		/* of a plain word: it with its diacritics; or empty */
	struct vt_str		 part;		/* the plain word itself; or empty */
	struct vt_query_node	*below, *next;
};

/* *root_r is NULL for white space only.  What has no letters asks for nothing where
 * other words stand beside it; alone it finds nothing: a leaf with an empty match.
 * VT_E_BADARG: over a limit, not UTF-8, or parentheses and operators that do not
 * fit; the sentence says which. */
vt_err	vt_query_parse(struct vt_arena *a, struct vt_str typed, struct vt_query_node **root_r)
	    VT_MUST_CHECK;
/* The same for people, who mean words when operators and parentheses do not fit; a '*'
 * too many is passed over. */
vt_err	vt_query_parse_kindly(struct vt_arena *a, struct vt_str typed,
	    struct vt_query_node **root_r) VT_MUST_CHECK;
/* Appends the whole as one expression; nothing when it can find nothing. */
void	vt_query_match(const struct vt_query_node *root, struct vt_buf *out);

#endif
