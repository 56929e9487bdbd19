/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The public's pages: what the files of this plugin share.  Every page is
 * complete without scripts; templates/pages/ has what it looks like, these
 * files gather what it says.
 */
#ifndef SITE_H
#define SITE_H

#include "site_map.h"
#include "site_state.h"

#define SITE_PAGE_MAX	10000	/* highest page number of a list */
#define SITE_CARD_SIDE	400	/* pixels of a card's picture */
#define SITE_SHARED_SIDE 1200	/* pixels of the picture that others show of a page */
#define SITE_CARD_TITLE	300	/* bytes of a title on a card, which shows four lines of it */
#define SITE_WORDS_MAX	200	/* bytes of what one may search for */

struct site_conf {
	int64_t	newest;		/* objects on the home page */
	int64_t	results;	/* objects a page of results */
	int64_t	thumbnails;	/* page images shown at once on an object's page */
	int64_t	facet_values;	/* of a facet, beside a list */
	/* whose site this is; *_en: the same in English */
	const char *name, *name_en, *footer, *footer_en, *institution, *institution_en;
	const char *institution_url, *email, *phone, *address;
	const char *logo, *icon, *colour, *accent, *texts;
	const char *robots;	/* "all" or "none" */
	struct vt_str_list robots_refuse;
	/* the accessibility statement */
	const char *accessibility_status, *accessibility_date, *accessibility_reviewed;
	const char *accessibility_authority, *accessibility_authority_en;
	struct vt_str_list accessibility_problems, accessibility_problems_en;
	/* feedback */
	bool	feedback;
	int64_t	feedback_day, feedback_client, feedback_keep;
	struct vt_str_list viewers;	/* "name=address" of viewers elsewhere */
	const char *map_outline;	/* a GeoJSON file; empty: ours */
};

/* Where an object's page is to be opened. */
struct site_place {
	struct vt_str		object;
	int64_t			page;		/* 0: nothing was said */
	struct site_region	region;
};

struct site_limits;
struct site_state {
	const struct site_conf	*conf;
	const char		*logo_url, *icon_url;	/* NULL: not the library's own */
	const char		*data_dir, *base_url;
	uint8_t			 key[32];	/* of forms */
	struct site_limits	*limits;	/* of all workers; who has sent how much */
};

/* One request on its way. */
struct site_call {
	struct vt_request	*req;
	struct vt_response	*res;
	struct vt_arena		*arena;
	struct vt_catalog	*catalog;
	const struct site_conf	*conf;
	const struct site_state	*state;
	const char		*language;
	struct vt_value		*data;	/* of the page */
	struct site_place	 place;	/* on an object's page */
	struct vt_str		 find;	/* what is looked for in the object; or empty */
	bool			has_summary;	/* of the object, from its description */
};

vt_err	site_start(struct site_call *c, struct vt_request *req, struct vt_response *res)
	    VT_MUST_CHECK;
/* The same for pages that nothing of the catalogue stands on. */
void	site_start_bare(struct site_call *c, struct vt_request *req, struct vt_response *res);

/* handlers: site_home.c, site_search.c, site_object.c, site_collection.c … */
vt_err	site_home(struct vt_request *req, struct vt_response *res);
vt_err	site_search(struct vt_request *req, struct vt_response *res);
vt_err	site_object(struct vt_request *req, struct vt_response *res);
vt_err	site_collections_page(struct vt_request *req, struct vt_response *res);
vt_err	site_collection_page(struct vt_request *req, struct vt_response *res);
vt_err	site_institutions_page(struct vt_request *req, struct vt_response *res);
vt_err	site_institution_page(struct vt_request *req, struct vt_response *res);
vt_err	site_places_page(struct vt_request *req, struct vt_response *res);
vt_err	site_times_page(struct vt_request *req, struct vt_response *res);
vt_err	site_help(struct vt_request *req, struct vt_response *res);
vt_err	site_accessibility(struct vt_request *req, struct vt_response *res);
vt_err	site_privacy(struct vt_request *req, struct vt_response *res);
vt_err	site_preferences_page(struct vt_request *req, struct vt_response *res);
vt_err	site_preferences_save(struct vt_request *req, struct vt_response *res);
vt_err	site_preferences_sheet(struct vt_request *req, struct vt_response *res);
vt_err	site_robots(struct vt_request *req, struct vt_response *res);
vt_err	site_favicon(struct vt_request *req, struct vt_response *res);
vt_err	site_sitemap(struct vt_request *req, struct vt_response *res);
vt_err	site_sitemap_part(struct vt_request *req, struct vt_response *res);
vt_err	site_feed(struct vt_request *req, struct vt_response *res);
vt_err	site_oembed(struct vt_request *req, struct vt_response *res);
vt_err	site_bibtex(struct vt_request *req, struct vt_response *res);
vt_err	site_ris(struct vt_request *req, struct vt_response *res);
vt_err	site_zoom(struct vt_request *req, struct vt_response *res);
vt_err	site_feedback_page(struct vt_request *req, struct vt_response *res);
vt_err	site_feedback_send(struct vt_request *req, struct vt_response *res);

/* site_info.c: said in the log where the statement of a public site lacks what it must have. */
void	site_accessibility_warn(const struct site_state *s);
/* VT_E_BADARG: a day of the statement is none. */
vt_err	site_accessibility_check(const struct site_conf *conf) VT_MUST_CHECK;

/* site_look.c: the library's name, mark, colours and words onto all pages. */
vt_err	site_look(struct vt_boot *boot, struct site_state *s) VT_MUST_CHECK;
struct vt_str	 site_name(struct site_call *c);

/* site_colour.c */
struct site_colour {
	uint8_t	r, g, b;
};
/* "#rrggbb" */
bool	site_colour_read(struct vt_str s, struct site_colour *colour_r);
double	site_colour_contrast(struct site_colour a, struct site_colour b);	/* 1 to 21 */
struct site_colour site_colour_by_night(struct site_colour c, struct site_colour back,
	    double wanted);
/* The style sheet of the library's colours.  VT_E_BADARG: nobody could read it. */
vt_err	site_colours(const struct site_conf *conf, struct vt_buf *css) VT_MUST_CHECK;

/* site_preferences.c: what a reader has chosen, an index into each choice's values;
 * 0: nothing. */
enum { SITE_SIZE, SITE_SPACING, SITE_CONTRAST_CHOICE, SITE_MOTION, SITE_CHOICES };
struct site_preferences {
	int	chosen[SITE_CHOICES];
};
void	site_preferences_parse(struct vt_str cookies, struct site_preferences *p);
void	site_preferences_css(const struct site_preferences *p, struct vt_buf *css);

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
/* The language of the title that is shown, where it is not the page's own. */
struct vt_str	 site_title_language(struct site_call *c, const struct vt_description *d);
/* prefix, path, and one value percent-encoded behind it */
struct vt_str	 site_url(struct site_call *c, struct vt_str prefix, const char *path,
	    struct vt_str value);
/* Address of a search, with one argument. */
struct vt_str	 site_search_url(struct site_call *c, const char *argument, struct vt_str value);

/* site_facets.c: how what was found divides, as links that narrow it down further. */
struct site_query;
/* "1900-1999", of whatever years; its years. */
bool	site_facet_span(struct vt_str key, int64_t *from_r, int64_t *to_r);
/* One of the centuries and decades that are offered. */
bool	site_facet_is_offered_period(struct vt_str key);
void	site_facets(struct site_call *c, const struct site_query *q, const struct vt_find_result *found);

/* site_search.c: what was asked for, to be asked again in other words. */
struct site_query {
	struct vt_find	find;
	struct vt_str	order;	/* as given */
	int64_t		page, last_page;
	bool		is_empty;	/* nothing was found, or nothing on this page */
	bool		has_years;	/* among the words: they are the period now */
	struct vt_search_years	years;
	struct vt_str	period_before;	/* what that was without them */
};
/* The arguments' names, by facet. */
extern const char *const site_facet_names[VT_FACETS];
/* The same question with another value of a facet (empty: without it), on page 1. */
struct vt_str	 site_query_with(struct site_call *c, const struct site_query *q,
	    enum vt_facet facet, struct vt_str value);
/* A sentence where words were read otherwise than they may have been meant; or empty. */
struct vt_str	 site_search_remark(struct site_call *c, struct vt_str words);

/* site_years.c: years among the words, read before anything is asked for; and said. */
void	site_years_read(struct site_call *c, struct site_query *q);
void	site_years_tell(struct site_call *c, const struct site_query *q);
/* "1900-1999" */
struct vt_str	 site_period_key(struct vt_arena *a, int64_t from, int64_t to);

/* site_collection.c: lists of what there is, for the home page too. */
vt_err	site_list_collections(struct site_call *c, int64_t parent) VT_MUST_CHECK;
vt_err	site_list_institutions(struct site_call *c) VT_MUST_CHECK;
/* What is new where q searches. */
vt_err	site_newest(struct site_call *c, struct vt_search *q) VT_MUST_CHECK;

/* site_timeline.c: how many there are of each decade, as bars; times by their keys. */
void	site_timeline(struct site_call *c, const struct vt_facet_value **times, size_t count);

/* site_similar.c: others like it. */
vt_err	site_similar(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

/* site_cite.c: how it is cited, in words, and where that is for programs. */
vt_err	site_cite(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

/* site_downloads.c: what of it may be taken away; open: the page that is shown, or NULL. */
vt_err	site_downloads(struct site_call *c, const struct vt_object *object,
	    const struct vt_page *pages, size_t count, const struct vt_page *open) VT_MUST_CHECK;

/* site_player.c: those of its files that browsers play. */
void	site_players(struct site_call *c, const struct vt_object *object,
	    const struct vt_file *files, size_t count);

/* site_date.c: for templates/pages/parts/date.mustache. */
struct vt_value	*site_date(struct site_call *c, const struct vt_property *p);

/* site_text.c: a page's text without the divisions of its lines' ends. */
struct vt_str	 site_text(struct vt_arena *a, struct vt_str text);
/* The beginning of a text, in whole words where it has some. */
#define SITE_SUMMARY_MAX 200	/* bytes of a summary */
struct vt_str	 site_summary(struct vt_arena *a, struct vt_str text);
struct vt_str	 site_cut(struct vt_arena *a, struct vt_str text, size_t max);

/* site_head.c: what the head of the page says: its own address (path and query,
 * without the language), the same in each language, and what it shows. */
void	site_head(struct site_call *c, struct vt_str path);
void	site_head_object(struct site_call *c, const struct vt_object *object);

/* site_describe.c: the description as a list of names and values, and the rest
 * that is said of an object in words. */
void	site_describe(struct site_call *c, const struct vt_object *object);
/* What the messages of a list ("rights") have for a rights URI; empty: nothing. */
struct vt_str	 site_rights_text(struct site_call *c, const char *list, struct vt_str uri);

/* site_pages.c: the pages of an object, the one that is open, and its parts. */
vt_err	site_pages(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

/* site_place.c: where the address asks for the object to be opened: by iiif-content, by
 * page and xywh.  VT_E_BADARG: what is not understood of it; the place is what is. */
vt_err	site_place(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

/* site_share.c: addresses of the open page for others, and in other viewers; whether those
 * of the configuration are fit. */
vt_err	site_share_check(const struct site_conf *conf) VT_MUST_CHECK;
void	site_share(struct site_call *c, const struct vt_object *object, const struct vt_page *page);

/* Address of a page's place in the page of its object, where what is looked for in the
 * object is shown too. */
struct vt_str	 site_page_address(struct site_call *c, const struct vt_object *object,
	    int64_t number);

/* site_find.c: the words that are looked for in the object (?q=), its pages that have
 * them, and where they stand on the open one; only where its text may be read.  Opens the
 * first page that has them unless is_placed: the address says which. */
#define SITE_FIND_MAX	200	/* pages that are told */
vt_err	site_find(struct site_call *c, const struct vt_object *object,
	    const struct vt_page *pages, size_t count, bool is_placed, int64_t *open) VT_MUST_CHECK;

/* site_jsonld.c: the object for machines (schema.org): as an answer, and into the page. */
vt_err	site_jsonld(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;
vt_err	site_jsonld_inline(struct site_call *c, const struct vt_object *object) VT_MUST_CHECK;

#endif
