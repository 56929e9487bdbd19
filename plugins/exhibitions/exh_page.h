/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages of exhibitions: what the files exh_page*.c share.  What they look like is in
 * templates/pages/exhibition*.mustache; these files gather what they say.  A map that a
 * template shows within another has all keys, empty ones too, so that none of its
 * surroundings' shows through.
 */
#ifndef EXH_PAGE_H
#define EXH_PAGE_H

#include "exhibitions.h"

#define EXH_SHARED_SIDE	1200	/* pixels of the picture that others show of a page */
#define EXH_THUMB_SIDE	240	/* of a step in the list of steps */
#define EXH_MANY	60	/* steps: beyond, lists of them are short and have no pictures */
#define EXH_WHOLE_SIDE	1200	/* of the whole page behind its parts, where the picture follows the text */

/* One page on its way. */
struct exh_page {
	struct exh_call		 c;
	struct vt_value		*data;
	const char		*language;	/* of the frame: "lt", "en" */
};

/* exh_begin(), the data, and what all pages have: head, name, theme, draft or not. */
vt_err	exh_page_begin(struct vt_request *req, struct vt_response *res, struct exh_page *p)
	    VT_MUST_CHECK;
/* The same but for the head, for pages that are no answers: p has call, data, language. */
void	exh_page_frame_data(struct exh_page *p);
/* What a cover, a step, all steps say, without what only a page that is served has. */
vt_err	exh_page_cover_data(struct exh_page *p) VT_MUST_CHECK;
vt_err	exh_page_step_data(struct exh_page *p, size_t index) VT_MUST_CHECK;
vt_err	exh_page_all_data(struct exh_page *p) VT_MUST_CHECK;
/* Addresses in the head, of this page without its query; an easy page in one language only
 * stands beside the full one of the other. */
void	exh_page_head(struct exh_page *p);
/* The same call in the full text: Lithuanian or English by the page's language. */
struct exh_call exh_page_full(const struct exh_page *p);
/* The same in the easy text. */
struct exh_call exh_page_easy(const struct exh_page *p);
/* Name and summary of the exhibition, addresses of its cover and of the ways to read it. */
void	exh_page_name(struct exh_page *p);
/* "/steps/tiltas" into easy_url (with easy_lang, easy_name) and full_url: the same place in
 * the other text. */
void	exh_page_other_text(struct exh_page *p, const char *path);

/* Words into key, and their language into key_lang where it is not the page's. */
void	exh_page_words(const struct exh_page *p, struct vt_value *map, const char *key,
	    const struct exh_words *w);
/* key_lang, of what is in lang; empty where that is the page's own language. */
void	exh_page_lang(const struct exh_page *p, struct vt_value *map, const char *key,
	    const char *lang);
/* A heading of a step; its id where it has none. */
void	exh_page_heading(const struct exh_page *p, struct vt_value *map, const char *key,
	    const struct exh_step *s);
/* "when", for parts/exhibition_when.mustache; false: there is no date. */
bool	exh_page_when(const struct exh_page *p, struct vt_value *map, const struct exh_date *d);
struct vt_str	 exh_page_heading_text(const struct exh_page *p, const struct exh_step *s);
/* The HTML of a text of the exhibition, as this page shows it. */
struct vt_str	 exh_page_html(const struct exh_page *p, struct vt_str html);
/* The HTML of a passage under "text". */
void	exh_page_passage(const struct exh_page *p, struct vt_value *map,
	    const struct exh_passage passage[EXH_VERSIONS]);
/* "/steps/tiltas" and more behind it, for exh_path(). */
const char	*exh_page_step_suffix(const struct exh_page *p, const struct exh_step *s,
		    const char *more);
/* embed_url: the oEmbed of this exhibition, for the head. */
void	exh_page_embed_link(struct exh_page *p);
/* The name of rights by their URI, from the messages of a list ("rights"); empty: none. */
struct vt_str	 exh_page_rights(const struct exh_page *p, const char *list);

/* --- pictures (exh_page_picture.c) -------------------------------------------------- */
/* VT_E_NOTFOUND and the like are no fault of the page: *is_shown_r is false. */
vt_err	exh_page_show(struct exh_page *p, const struct exh_picture *picture,
	    struct exh_shown *shown_r, bool *is_shown_r) VT_MUST_CHECK;
/* exh_picture_url(), or the picture's name in an archive. */
struct vt_str	 exh_page_picture_url(const struct exh_page *p, const struct exh_shown *s,
		    int64_t width, int64_t *w_r, int64_t *h_r);
/* Addresses of a picture in several widths, and its size, under <key>_src, _srcset,
 * _width, _height; key "" gives src, srcset … */
void	exh_page_sizes(struct exh_page *p, struct vt_value *map, const char *key,
	    const struct exh_shown *s);
/* For parts/exhibition_figure.mustache. */
struct exh_figure {
	const struct exh_picture *picture;
	struct vt_str		  zoom_path;	/* zooming by links; empty: none */
	const char		 *sizes;	/* of the attribute */
	bool			  is_late;	/* far down the page */
	int			  place;	/* 1, 2: of two that are compared; 0: it stands alone */
};
/* *shown_r as exh_show() filled it; its w is 0 where the picture cannot be shown. */
vt_err	exh_page_figure(struct exh_page *p, const struct exh_figure *f, struct vt_value **v_r,
	    struct exh_shown *shown_r) VT_MUST_CHECK;

/* Its short words; where a curator has not written any yet, what the object is called. */
void	exh_page_alt(struct exh_page *p, struct vt_value *v, const struct exh_picture *picture,
	    const struct exh_shown *s);

/* --- steps (exh_page_stop.c) ------------------------------------------------------------ */
/* All that a step shows, for parts/exhibition_stop.mustache. */
vt_err	exh_page_stop(struct exh_page *p, size_t index, bool is_late,
	    struct vt_value **v_r) VT_MUST_CHECK;
/* The list of steps with small pictures; of many, with places and times instead, so that
 * no other list has to say them.  here: an index, SIZE_MAX: none. */
vt_err	exh_page_contents(struct exh_page *p, size_t here) VT_MUST_CHECK;
bool	exh_page_is_many(const struct exh_page *p);

/* That of the address. */
vt_err	exh_page_find(const struct exh_page *p, size_t *index_r) VT_MUST_CHECK;

/* exh_page_played.c: for parts/exhibition_media.mustache, added to list, if it is there. */
void	exh_page_medium(const struct exh_page *p, const struct exh_media *m, bool is_video,
	    struct vt_value *list);

/* --- the rest ----------------------------------------------------------------------------- */
void	exh_page_about(struct exh_page *p);	/* exh_page_cover.c */
void	exh_page_map(struct exh_page *p);	/* exh_page_map.c */
/* exh_page_land.c: outline, where and where_…, square_…, for what the map shows. */
void	exh_page_land(struct exh_page *p, const struct vt_outline_view *map);
void	exh_page_times(struct exh_page *p);	/* exh_page_times.c */
vt_err	exh_page_jsonld(struct exh_page *p) VT_MUST_CHECK;	/* exh_page_jsonld.c */
vt_err	exh_page_jsonld_step(struct exh_page *p, size_t index) VT_MUST_CHECK;
/* The picture that others show with a link to this page. */
vt_err	exh_page_shared(struct exh_page *p, const struct exh_picture *picture) VT_MUST_CHECK;
/* The element by which others show the exhibition within a page of theirs. */
struct vt_str	exh_page_frame(const struct exh_call *c);	/* exh_page_embed.c */

/* handlers */
vt_err	exh_page_list(struct vt_request *req, struct vt_response *res);
vt_err	exh_page_cover(struct vt_request *req, struct vt_response *res);
vt_err	exh_page_step(struct vt_request *req, struct vt_response *res);
vt_err	exh_page_all(struct vt_request *req, struct vt_response *res);
vt_err	exh_page_scroll(struct vt_request *req, struct vt_response *res);
vt_err	exh_page_zoom(struct vt_request *req, struct vt_response *res);
vt_err	exh_page_embed(struct vt_request *req, struct vt_response *res);
vt_err	exh_page_oembed(struct vt_request *req, struct vt_response *res);
/* struct vt_plugin's use(): on the loop. */
void	exh_page_use(const struct vt_request *req, struct vt_use *use_r);

#endif
