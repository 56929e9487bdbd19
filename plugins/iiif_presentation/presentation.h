/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IIIF Presentation API 3.0 and 2.1 (iiif.io/api/presentation): what the files of
 * this plugin share.  One model of what an object shows (model.c, about.c, place.c)
 * and two writers of it: manifest.c, canvas.c, captions.c, range.c write 3.0,
 * manifest_2.c and canvas_2.c write 2.1; collection.c and text.c are so alike in both that they ask
 * c->version.  Canvases have the same addresses in both.
 */
#ifndef PRESENTATION_H
#define PRESENTATION_H

#include "vartai.h"

/* What both have is written by the files of 3.0. */
enum presentation_version { PRESENTATION_2 = 2, PRESENTATION_3 = 3 };

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

/* A canvas is a page, or a file that plays or is read (then page is NULL). */
struct presentation_canvas {
	const struct vt_page	*page;
	const struct vt_file	*file;
	int64_t			 number;	/* of the page; of a file among those, from 1 */
	int64_t			 width, height;	/* 0: it only sounds */
	struct vt_str		 behavior;	/* "non-paged", "facing-pages", or empty */
	const struct vt_page_choice *choices;	/* other images of the page */
	size_t			 choice_count;
};

/* Something that the object links to. */
struct presentation_resource {
	struct vt_str	 id;
	const char	*type;		/* "Dataset", "Text", "Sound", "Video" */
	const char	*message;	/* its label as a message, or NULL: name */
	struct vt_str	 name;
	bool		 is_captions;	/* labelled by their language instead */
	struct vt_str	 language;	/* of captions; may be empty */
	struct vt_str	 format, profile;	/* media type; profile may be empty */
};
struct presentation_resources {
	struct presentation_resource *items;
	size_t			 count;
};

/* One request on its way, with the object that it is about.  Addresses are
 * made in scratch and not in the arena: a manifest has more of them than a
 * request has memory. */
struct presentation_call {
	struct vt_request		*req;
	struct vt_response		*res;
	enum presentation_version	 version;
	bool				 is_own;	/* asked for at the address of 2.1 alone */
	struct vt_arena			*arena;		/* the call's own */
	struct vt_buf			 scratch;
	struct vt_buf			 image_3, image_2;	/* services of the image at hand */
	struct vt_catalog		*catalog;
	const struct presentation_conf	*conf;
	struct vt_jsonw			 j;
	struct vt_str			 lang;		/* of the map being written */
	/* The object. */
	struct vt_object		 object;
	struct vt_str			 base;		/* of its parts: "https://…/{id}/" */
	struct vt_institution		 institution;
	struct vt_view			 view;
	struct vt_page			*pages;
	size_t				 page_count;
	struct vt_file			*files;
	size_t				 file_count;
	struct presentation_canvas	*canvases;
	size_t				 canvas_count;
	const struct presentation_canvas *beside;	/* the picture that is shown while it plays */
	int64_t				 blank_width, blank_height;	/* of a page without an image */
	struct vt_range			*ranges;	/* of an open object */
	size_t				 range_count;
	struct presentation_branch	*branches;	/* [number]; 0: the top */
	bool				 has_institution, has_text;
	bool				 is_manifest;	/* what is answered: it has the services */
	bool				 may_images, may_text;
	int64_t				 side;		/* longest side of images that may be seen; 0: any */
	size_t				 picture_count;	/* of collections, so far */
};

/* --- presentation.c ---------------------------------------------------------- */
typedef vt_err (*presentation_fn)(struct presentation_call *c);
/* '{', the contexts, id and type of a resource that is answered by itself. */
void	presentation_begin(struct presentation_call *c, struct vt_str id, const char *type,
	    const char *type_2);
vt_err	presentation_end(struct presentation_call *c) VT_MUST_CHECK;
/* What 2.1 has nothing like: whoever asks is given 3.0. */
void	presentation_only_3(struct presentation_call *c);
/* How it is shown: "behavior", or "viewingHint"; empty: nothing is written. */
void	presentation_behaves(struct presentation_call *c, struct vt_str behavior);
/* "id" and "type", or "@id" and "@type". */
void	presentation_id(struct presentation_call *c, struct vt_str id);
void	presentation_type(struct presentation_call *c, const char *type, const char *type_2);
#define PRESENTATION_FOR_IMAGE_2 "http://iiif.io/api/image/2/context.json"

/* --- model.c: the object of the route's {id}, with its access; then its parts. --- */
vt_err	presentation_load(struct presentation_call *c) VT_MUST_CHECK;
vt_err	presentation_load_canvases(struct presentation_call *c) VT_MUST_CHECK;
vt_err	presentation_load_ranges(struct presentation_call *c) VT_MUST_CHECK;
vt_err	presentation_load_institution(struct presentation_call *c) VT_MUST_CHECK;
/* The canvas of the route's {canvas}: "7", or "f1" of a file. */
vt_err	presentation_load_canvas(struct presentation_call *c,
	    const struct presentation_canvas **canvas_r) VT_MUST_CHECK;
/* A number of the route within 1..count; VT_E_NOTFOUND says what there is. */
vt_err	presentation_number(struct presentation_call *c, const char *param, int64_t count,
	    int64_t *number_r) VT_MUST_CHECK;
bool	presentation_plays(const struct vt_file *file);
/* A file that is looked at or listened to, and not one that describes (METS) or goes with
 * another (captions). */
bool	presentation_is_document(const struct vt_file *file);
/* Whether it has a manifest at all: pages, or a file to be shown. */
vt_err	presentation_is_shown(struct presentation_call *c, bool *is_shown_r) VT_MUST_CHECK;

/* --- about.c: what the manifest says of the object, in whichever version. --- */
/* viewingDirection; NULL: left-to-right. */
const char *presentation_direction(const struct presentation_call *c);
/* "paged", "individuals" …; NULL: none. */
const char *presentation_behavior(const struct presentation_call *c);
/* navDate (3.1) of what is known to the day, month or year; empty: nothing is. */
struct vt_str presentation_nav_date(struct presentation_call *c);
/* YYYYMMDD, with 00 for what is unknown. */
struct vt_str presentation_day(struct presentation_call *c, int64_t day);
/* Why images are missing, or how large they are; NULL: they are all there. */
const char *presentation_access_message(const struct presentation_call *c);
/* The canvas to open first; NULL: the first. */
const struct presentation_canvas *presentation_start_canvas(const struct presentation_call *c);
/* The page whose image stands for the object; NULL. */
const struct vt_page *presentation_thumbnail_page(const struct presentation_call *c);
/* Rights as IIIF takes them (3.1), http: and of the two that it knows; else empty. */
struct vt_str presentation_rights(struct presentation_call *c);
vt_err	presentation_see_also(struct presentation_call *c, struct presentation_resources *list_r)
	    VT_MUST_CHECK;
vt_err	presentation_rendering(struct presentation_call *c, struct presentation_resources *list_r)
	    VT_MUST_CHECK;
/* A file as something to be opened; VT_STR_NONE as id where no plugin offers files. */
struct presentation_resource presentation_file(struct presentation_call *c,
	    const struct vt_file *file);
/* A collection that it is in: of the catalogue, or the year of its newspaper. */
struct presentation_within {
	struct vt_str		 spec;
	struct vt_labels	 names;
};
vt_err	presentation_within(struct presentation_call *c, struct presentation_within **list_r,
	    size_t *count_r) VT_MUST_CHECK;
/* Specs of collections that the catalogue has under other names. */
#define PRESENTATION_ROOT	"root"
#define PRESENTATION_SEARCH	"search"
#define PRESENTATION_SERIALS	"serials"	/* newspapers and journals */
#define PRESENTATION_SERIAL	"serial:"	/* one of them; "serial:name:1928" a year of it */
#define PRESENTATION_INSTITUTION "institution:"
/* Search in the object (iiif_search), where it is offered and there is text. */
void	presentation_search_services(struct presentation_call *c);
bool	presentation_has_search(struct presentation_call *c, const char *link);
/* What this visitor sees of an image of that size. */
void	presentation_seen(const struct presentation_call *c, int64_t *width, int64_t *height);
/* Scales into a square; what fits already stays. */
void	presentation_fit(int64_t side, int64_t *width, int64_t *height);

/* --- place.c: navPlace (its extension), of 3.0 only. --- */
bool	presentation_has_places(const struct presentation_call *c);
void	presentation_places(struct presentation_call *c);

/* --- address.c: addresses, borrowed until the next one is made; empty when nobody
 * offers the link. --- */
struct vt_str presentation_link(struct presentation_call *c, const char *link,
	    struct vt_str value, const char *tail);
struct vt_str presentation_manifest_id(struct presentation_call *c);
struct vt_str presentation_canvas_id(struct presentation_call *c,
	    const struct presentation_canvas *canvas, const char *tail);
struct vt_str presentation_page_id(struct presentation_call *c, int64_t page, const char *tail);
struct vt_str presentation_range_id(struct presentation_call *c, int64_t range, const char *tail);
struct vt_str presentation_text_id(struct presentation_call *c,
	    const struct presentation_canvas *canvas);
/* Of a link with the object's id and a second value. */
struct vt_str presentation_part_id(struct presentation_call *c, const char *link,
	    struct vt_str value);
/* A collection in this version; query: "?page=2", or "". */
struct vt_str presentation_collection_id(struct presentation_call *c, struct vt_str spec,
	    const char *query);
/* "partOf", or "within": the manifest. */
void	presentation_part_of(struct presentation_call *c);
/* Takes an image at hand: false where there is nobody who serves it. */
bool	presentation_image(struct presentation_call *c, struct vt_str image);
/* "service" of the image at hand; with 2.1 beside it in 3.0. */
void	presentation_services(struct presentation_call *c, bool is_thumbnail);
/* "thumbnail" of an image of that size. */
void	presentation_thumbnail(struct presentation_call *c, struct vt_str image, int64_t width,
	    int64_t height);
bool	presentation_is_http(struct vt_str url);

/* --- labels.c: texts by language (4.4), Lithuanian first; maps in 3.0, lists of
 * values with a language in 2.1. --- */
void	presentation_labels(struct presentation_call *c, const char *key,
	    const struct vt_labels *labels);
void	presentation_none(struct presentation_call *c, const char *key, struct vt_str text);
/* A text in a language that may be unknown. */
void	presentation_one(struct presentation_call *c, const char *key, struct vt_str lang,
	    struct vt_str text);
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
/* "label" of captions in a language that may be unknown. */
void	presentation_captions_label(struct presentation_call *c, struct vt_str language);
void	presentation_metadata(struct presentation_call *c);

/* --- the writers ----------------------------------------------------------------- */
vt_err	presentation_manifest_2(struct presentation_call *c) VT_MUST_CHECK;
/* Of the manifest in both: from its label to its services; "seeAlso" and "rendering"; all
 * canvases, under the key. */
void	presentation_about(struct presentation_call *c);
vt_err	presentation_links_beside(struct presentation_call *c) VT_MUST_CHECK;
void	presentation_write_canvases(struct presentation_call *c, const char *key);
void	presentation_directed(struct presentation_call *c);	/* "viewingDirection" */
/* Of 2.1. */
void	presentation_attribution(struct presentation_call *c);
void	presentation_write_canvas(struct presentation_call *c,
	    const struct presentation_canvas *canvas);
/* Of 2.1: how large a canvas is, and what is painted on it. */
void	presentation_size_2(struct presentation_call *c,
	    const struct presentation_canvas *canvas);
void	presentation_images_2(struct presentation_call *c,
	    const struct presentation_canvas *canvas);
/* Says that nothing is painted there. */
vt_err	presentation_not_painted(struct presentation_call *c,
	    const struct presentation_canvas *canvas) VT_MUST_CHECK;
/* An image that is painted, or one to choose; message: its label, else it has its own. */
void	presentation_image_body(struct presentation_call *c, const struct vt_page_choice *image,
	    const char *message);
struct vt_page_choice presentation_own_image(const struct vt_page *page);
/* "annotations": the captions of what plays, where it has any. */
void	presentation_canvas_captions(struct presentation_call *c,
	    const struct presentation_canvas *canvas);
/* A list of links: seeAlso, rendering, homepage. */
void	presentation_write_resources(struct presentation_call *c, const char *key,
	    const struct presentation_resources *list);
/* Lines of a page's text as annotations; of those within parts, where there are any. */
struct presentation_words {
	const struct vt_word	*items;
	size_t			 count;
	const struct vt_range_part *parts;	/* NULL: all; those of other pages do not count */
	size_t			 part_count;
};
void	presentation_lines(struct presentation_call *c, const struct presentation_canvas *canvas,
	    const struct presentation_words *words);
bool	presentation_range_has_text(const struct presentation_call *c, const struct vt_range *r);
vt_err	presentation_grow(struct presentation_call *c) VT_MUST_CHECK;	/* the branches */
void	presentation_write_ranges(struct presentation_call *c);
void	presentation_write_ranges_2(struct presentation_call *c);

/* --- what routes answer ------------------------------------------------------------- */
vt_err	presentation_manifest(struct presentation_call *c);
vt_err	presentation_sequence(struct presentation_call *c);	/* of 2.1, and these */
vt_err	presentation_range_top(struct presentation_call *c);
vt_err	presentation_page_image_2(struct presentation_call *c);
vt_err	presentation_canvas(struct presentation_call *c);
vt_err	presentation_page(struct presentation_call *c);		/* what is painted on a canvas */
vt_err	presentation_page_image(struct presentation_call *c);
vt_err	presentation_text(struct presentation_call *c);
vt_err	presentation_text_line(struct presentation_call *c);
vt_err	presentation_captions(struct presentation_call *c);	/* in one language: their page */
vt_err	presentation_captions_text(struct presentation_call *c);	/* and their annotation */
vt_err	presentation_range(struct presentation_call *c);
vt_err	presentation_range_text(struct presentation_call *c);		/* AnnotationCollection */
vt_err	presentation_range_text_page(struct presentation_call *c);	/* one page of it */
vt_err	presentation_collection(struct presentation_call *c);
/* The range of the route's {range}, with all that a range stands on. */
vt_err	presentation_load_range(struct presentation_call *c, const struct vt_range **r_r)
	    VT_MUST_CHECK;

#endif
