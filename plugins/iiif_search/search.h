/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IIIF Content Search API 2.0 and 1.0 (iiif.io/api/search): what the files of this
 * plugin share.  A service's scope is what stands before "/search" in its address: a
 * manifest, a canvas, a range, or a collection.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include "vartai.h"

struct search_conf {
	int64_t	hits;		/* an answer before it is divided */
	int64_t	terms;		/* completions at most */
	int64_t	memory;		/* for one answer, bytes */
};

struct search_call;
/* What the two versions write differently. */
struct search_version {
	const char	*types[2];	/* media types, the first unless Accept wants the other */
	const char	*content;	/* the motivation of a page's text */
	/* After '{', of what was found; of words that begin as asked. */
	vt_err	(*answer)(struct search_call *c);
	void	(*terms)(struct search_call *c, const struct vt_term *terms, size_t count);
	/* That line of that hit. */
	void	(*annotation)(struct search_call *c, size_t hit, size_t box);
};

/* One request on its way. */
struct search_call {
	const struct search_version	*version;
	struct vt_request		*req;
	struct vt_response		*res;
	struct vt_arena			*arena;		/* the call's own */
	struct vt_buf			 scratch;	/* for addresses */
	struct vt_catalog		*catalog;
	const struct search_conf	*conf;
	struct vt_jsonw			 j;
	struct vt_str			 service;	/* address of this service */
	struct vt_str			 motivation;	/* as asked; may be empty */
	struct vt_object		 object;	/* whose text; of a collection, that of the hit at hand */
	struct vt_text_search		 q;
	struct vt_text_hit		*hits;
	size_t				 hit_count;
	int64_t				 total;
	int64_t				 page, last;	/* from 1; last 0: nothing found */
	bool				 is_collection;
	bool				 has_words;	/* else all lines are meant, and none is a match */
};

/* search.c: a search, and completion. */
vt_err	search_answer(struct vt_request *req, struct vt_response *res,
	    const struct search_version *v) VT_MUST_CHECK;
vt_err	search_terms(struct vt_request *req, struct vt_response *res,
	    const struct search_version *v) VT_MUST_CHECK;
/* All annotations of the hits, under the key. */
vt_err	search_annotations(struct search_call *c, const char *key) VT_MUST_CHECK;
/* The object of the route's {id}, whose text may be read. */
vt_err	search_load(struct search_call *c) VT_MUST_CHECK;
/* Whether the text of pages is among what "motivation" asks for. */
bool	search_is_wanted(const struct search_call *c);
#define SEARCH_IGNORED_MAX	20	/* of an answer */
/* "ignored": parameters that do nothing here, each once. */
void	search_ignored(struct search_call *c);

/* What "q" was read as, where that may not be what was meant: its message's key, or NULL. */
const char *search_remark(const struct search_call *c);

/* scope.c: hits of the route's scope, those of the page asked for. */
vt_err	search_find(struct search_call *c) VT_MUST_CHECK;

/* complete.c: words of the object of the route that begin as asked. */
vt_err	search_complete(struct search_call *c, struct vt_term **terms_r, size_t *count_r)
	    VT_MUST_CHECK;

/* address.c: borrowed until the next one is made. */
/* Of an answer; page 0: of all pages together. */
struct vt_str search_answer_id(struct search_call *c, int64_t page);
/* Of something within this answer. */
struct vt_str search_part_id(struct search_call *c, const char *what, size_t hit, size_t box);
/* Of a canvas, or the box on it. */
struct vt_str search_target(struct search_call *c, const struct vt_text_hit *hit,
	    const struct vt_text_box *box);
struct vt_str search_manifest(struct search_call *c);
/* Where search would look for that word, as it reads and not in other forms. */
struct vt_str search_term(struct search_call *c, const char *link, struct vt_str term);
/* The title of the object at hand as a language map. */
void	search_label(struct search_call *c, const char *key);
/* Reads the object of a hit in a collection. */
vt_err	search_object(struct search_call *c, const struct vt_text_hit *hit) VT_MUST_CHECK;

/* The handlers. */
vt_err	search_v2(struct vt_request *req, struct vt_response *res);
vt_err	search_v1(struct vt_request *req, struct vt_response *res);
vt_err	search_terms_v2(struct vt_request *req, struct vt_response *res);
vt_err	search_terms_v1(struct vt_request *req, struct vt_response *res);

#endif
