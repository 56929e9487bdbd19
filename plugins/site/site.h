/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public's pages: what the files of this plugin share.  Every page is
 * complete without scripts; templates/pages/ has what it looks like, these
 * files gather what it says.
 */
#ifndef SITE_H
#define SITE_H

#include "site_state.h"

#define SITE_PAGE_MAX	10000	/* highest page number of a list */
#define SITE_CARD_SIDE	400	/* pixels of a card's picture */
#define SITE_SHARED_SIDE 1200	/* pixels of the picture that others show of a page */
#define SITE_WORDS_MAX	200	/* bytes of what one may search for */

struct site_conf {
	int64_t	newest;		/* objects on the home page */
	int64_t	results;	/* objects a page of results */
	int64_t	thumbnails;	/* page images shown at once on an object's page */
	struct vt_str_list viewers;	/* "name=address" of viewers elsewhere */
};

/* Where an object's page is to be opened. */
struct site_place {
	struct vt_str		object;
	int64_t			page;		/* 0: nothing was said */
	struct site_region	region;
};

/* One request on its way. */
struct site_call {
	struct vt_request	*req;
	struct vt_response	*res;
	struct vt_arena		*arena;
	struct vt_catalog	*catalog;
	const struct site_conf	*conf;
	const char		*language;
	struct vt_value		*data;	/* of the page */
	struct site_place	 place;	/* on an object's page */
};

vt_err	site_start(struct site_call *c, struct vt_request *req, struct vt_response *res)
	    VT_MUST_CHECK;

/* site_home.c, site_search.c, site_object.c */
vt_err	site_home(struct vt_request *req, struct vt_response *res);
vt_err	site_search(struct vt_request *req, struct vt_response *res);
vt_err	site_object(struct vt_request *req, struct vt_response *res);

/* site_card.c: an object in a list: title, url, kind, date, thumbnail. */
struct vt_value	*site_card(struct site_call *c, const struct vt_object *object);
/* Address of an image scaled to fit a square, or empty when there is none. */
struct vt_str	 site_picture(struct site_call *c, struct vt_str image, int side);
/* Path of an object's page, and its address in the language of this one. */
struct vt_str	 site_object_path(struct site_call *c, struct vt_str identifier);
struct vt_str	 site_object_url(struct site_call *c, struct vt_str identifier);
/* Sets key to the label in the page's language (else to fallback), and key_lang
 * to its language where that is another. */
void	site_label(struct site_call *c, struct vt_value *map, const char *key,
	    const struct vt_labels *labels, struct vt_str fallback);
/* Address of a search, with one argument. */
struct vt_str	 site_search_url(struct site_call *c, const char *argument, struct vt_str value);

/* site_date.c: for templates/pages/parts/date.mustache. */
struct vt_value	*site_date(struct site_call *c, const struct vt_property *p);

/* site_text.c: a page's text without the divisions of its lines' ends. */
struct vt_str	 site_text(struct vt_arena *a, struct vt_str text);
/* The beginning of a text, in whole words where it has some. */
#define SITE_SUMMARY_MAX 200	/* bytes of a summary */
struct vt_str	 site_summary(struct vt_arena *a, struct vt_str text);

/* site_head.c: what the head of the page says: its own address (path and query,
 * without the language), the same in each language, and what it shows. */
void	site_head(struct site_call *c, struct vt_str path);
void	site_head_object(struct site_call *c, const struct vt_object *object);

/* site_describe.c: the description as a list of names and values, and the rest
 * that is said of an object in words. */
void	site_describe(struct site_call *c, const struct vt_object *object);

/* site_pages.c: the pages of an object, the one that is open, and its parts. */
vt_err	site_pages(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

/* site_place.c: where the address asks for the object to be opened: by iiif-content, by
 * page and xywh.  VT_E_BADARG: what is not understood of it; the place is what is. */
vt_err	site_place(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

/* site_share.c: addresses of the open page for others, and in other viewers; whether those
 * of the configuration are fit. */
vt_err	site_share_check(const struct site_conf *conf) VT_MUST_CHECK;
void	site_share(struct site_call *c, const struct vt_object *object, const struct vt_page *page);

/* site_find.c: the words that are looked for in the object (?q=), and its pages that have
 * them; only where its text may be read. */
#define SITE_FIND_MAX	200	/* pages that are told */
vt_err	site_find(struct site_call *c, const struct vt_object *object,
	    const struct vt_page *pages, size_t count) VT_MUST_CHECK;

/* site_jsonld.c: the object for machines (schema.org). */
vt_err	site_jsonld(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

#endif
