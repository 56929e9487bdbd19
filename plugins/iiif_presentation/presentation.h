/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IIIF Presentation API 3.0 (iiif.io/api/presentation/3.0): what the files of
 * this plugin share.  Every writer writes one resource, as it stands embedded
 * or, with presentation_begin(), on an address of its own.
 */
#ifndef PRESENTATION_H
#define PRESENTATION_H

#include "vartai.h"

struct presentation_conf {
	int64_t	collection_page;	/* members of a collection before it is divided */
	int64_t	thumbnail;		/* longest side, pixels */
	int64_t	memory;			/* for pages and structure of one object, bytes */
};

/* What is below a range: numbers, 0 for none; is_empty: no page at all. */
struct presentation_branch {
	int64_t	first, last, next;
	bool	is_empty;
};

/* One request on its way, with the object that it is about.  Addresses are
 * made in scratch and not in the arena: a manifest has more of them than a
 * request has memory. */
struct presentation_call {
	struct vt_request		*req;
	struct vt_response		*res;
	struct vt_arena			*arena;	/* the call's own */
	struct vt_buf			 scratch;
	struct vt_catalog		*catalog;
	const struct presentation_conf	*conf;
	struct vt_jsonw			 j;
	struct vt_object		 object;
	struct vt_institution		 institution;
	struct vt_page			*pages;
	size_t				 page_count;
	int64_t				 blank_width, blank_height;	/* of a page without an image */
	struct vt_range			*ranges;	/* of an open object */
	size_t				 range_count;
	struct presentation_branch	*branches;	/* [number]; 0: the top */
	bool				 has_institution;
	bool				 may_images, may_text;
};

/* presentation.c */
vt_err	presentation_start(struct vt_request *req, struct vt_response *res,
	    struct presentation_call **c_r) VT_MUST_CHECK;
/* The object of the route's {id}, with its access; then what is needed of it. */
vt_err	presentation_load(struct presentation_call *c) VT_MUST_CHECK;
vt_err	presentation_load_pages(struct presentation_call *c) VT_MUST_CHECK;
vt_err	presentation_load_ranges(struct presentation_call *c) VT_MUST_CHECK;
/* The page of the route's {canvas}: alone where that does. */
vt_err	presentation_load_page(struct presentation_call *c, struct vt_page *page_r)
	    VT_MUST_CHECK;
/* A number of the route within 1..count; VT_E_NOTFOUND says what there is. */
vt_err	presentation_number(struct presentation_call *c, const char *param, int64_t count,
	    int64_t *number_r) VT_MUST_CHECK;
/* '{', the contexts, id and type of a resource that is answered by itself. */
void	presentation_begin(struct presentation_call *c, struct vt_str id, const char *type);
vt_err	presentation_end(struct presentation_call *c) VT_MUST_CHECK;

/* address.c: the address that a link gives, with tail behind it, borrowed until
 * the next one is made; empty when nobody offers the link. */
struct vt_str presentation_link(struct presentation_call *c, const char *link,
	    struct vt_str value, const char *tail);
struct vt_str presentation_manifest_id(struct presentation_call *c);
/* Of canvas, annotation page, range: links with the object's id and a number. */
struct vt_str presentation_part_id(struct presentation_call *c, const char *link, int64_t n,
	    const char *tail);
/* "partOf": the manifest. */
void	presentation_part_of(struct presentation_call *c);
/* The service of an image, in an array; with 2.1 beside it where that is offered. */
void	presentation_services(struct presentation_call *c, struct vt_str image, bool with_v2);
bool	presentation_is_http(struct vt_str url);

/* labels.c: language maps (4.4), Lithuanian first. */
void	presentation_labels(struct presentation_call *c, const char *key,
	    const struct vt_labels *labels);
void	presentation_none(struct presentation_call *c, const char *key, struct vt_str text);
/* What a page or a part of the object is called: words in its own language, where
 * that is known; numbers in none. */
void	presentation_own(struct presentation_call *c, const char *key, struct vt_str text);
/* A message in every language of the interface. */
void	presentation_message(struct presentation_call *c, const char *key, const char *message);
/* All values of a property of the object; false and nothing written when there
 * is none.  is_label: what is never HTML. */
bool	presentation_property(struct presentation_call *c, const char *key, const char *name,
	    bool is_label);
void	presentation_title(struct presentation_call *c, const char *key);
/* The name of a part by its own label, else by its type, else by its number. */
void	presentation_range_label(struct presentation_call *c, const struct vt_range *r);
void	presentation_metadata(struct presentation_call *c);
bool	presentation_rights_are_iiif(struct vt_str uri);

/* manifest.c */
vt_err	presentation_manifest(struct vt_request *req, struct vt_response *res);
void	presentation_thumbnail(struct presentation_call *c, struct vt_str image, int64_t width,
	    int64_t height);

/* canvas.c, text.c, range.c, collection.c */
void	presentation_write_canvas(struct presentation_call *c, const struct vt_page *page);
vt_err	presentation_grow(struct presentation_call *c) VT_MUST_CHECK;	/* the branches */
void	presentation_write_ranges(struct presentation_call *c);
vt_err	presentation_canvas(struct vt_request *req, struct vt_response *res);
vt_err	presentation_text(struct vt_request *req, struct vt_response *res);
vt_err	presentation_range(struct vt_request *req, struct vt_response *res);
vt_err	presentation_collection(struct vt_request *req, struct vt_response *res);

#endif
