/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what people type (query.h), in three steps: query_token.c takes it apart,
 * query_leaf.c makes an expression of each word and phrase, query.c a tree of these.
 * Only those include it.
 */
#ifndef VT_CATALOG_QUERY_READ_H
#define VT_CATALOG_QUERY_READ_H

#include "catalog/search/query.h"

enum vt_query_token {
	VT_TOKEN_END, VT_TOKEN_WORD, VT_TOKEN_PHRASE, VT_TOKEN_AND, VT_TOKEN_OR, VT_TOKEN_NOT,
	VT_TOKEN_OPEN, VT_TOKEN_CLOSE
};

struct vt_query {
	struct vt_arena		*a;
	struct vt_str		 rest;
	enum vt_query_token	 token;		/* the one to be looked at */
	struct vt_str		 text;		/* of a word or phrase */
	bool			 has_small;	/* letters: else a word in capitals is no operator */
	bool			 is_plain;	/* nothing is an operator */
	bool			 is_unclosed;	/* a quotation mark opened nothing */
	unsigned		 depth, words, prefixes;
};

bool	vt_query_is_space(char c);
bool	vt_query_has_small(struct vt_str s);
/* A copy (of what is UTF-8) in which each space, of whatever kind, is one byte; without a
 * pointer: VT_E_LIMIT. */
struct vt_str vt_query_spaced(struct vt_arena *a, struct vt_str typed);
/* Takes the next token off the rest. */
void	vt_query_next(struct vt_query *q);

struct vt_query_node *vt_query_node(struct vt_query *q, enum vt_query_kind kind);
/* Of the word or phrase at hand, and goes on behind it. */
vt_err	vt_query_leaf(struct vt_query *q, struct vt_query_node **node_r) VT_MUST_CHECK;

#endif
