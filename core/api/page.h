/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages for people: a tree of values, a template, the messages of the
 * request's language.
 */
#ifndef VT_API_PAGE_H
#define VT_API_PAGE_H

#include "response.h"

/* A tree of values in an arena.  NULL stands for "nothing" everywhere; a
 * function given NULL where a map or list is needed does nothing, so a tree
 * can be built without checks and vt_page() says once that memory ran out. */
struct vt_value;

VT_API struct vt_value	*vt_value_map(struct vt_arena *a);
VT_API struct vt_value	*vt_value_list(struct vt_arena *a);
/* Adds to a map; strings are copied. */
VT_API void	vt_value_set(struct vt_value *map, const char *key, struct vt_value *v);
VT_API void	vt_value_set_str(struct vt_value *map, const char *key, struct vt_str s);
VT_API void	vt_value_set_int(struct vt_value *map, const char *key, int64_t n);
VT_API void	vt_value_set_bool(struct vt_value *map, const char *key, bool b);
/* Trusted HTML: `{{{key}}}` copies it, `{{key}}` still escapes. */
VT_API void	vt_value_set_html(struct vt_value *map, const char *key, struct vt_str html);
/* Adds to a list. */
VT_API void	vt_value_add(struct vt_value *list, struct vt_value *v);
VT_API void	vt_value_add_str(struct vt_value *list, struct vt_str s);

/* Renders templates/pages/<name>.mustache in the frame of
 * templates/pages/layout.mustache and makes it the response, with the security
 * headers of HTML.  In a template {{#t}}key{{/t}} is the message of that key. */
VT_API vt_err	vt_page(struct vt_request *req, struct vt_response *res,
		    const char *name, struct vt_value *data) VT_MUST_CHECK;
/* Since 2.5.  The same template without the frame and without what every page is given,
 * with the messages of lang ("lt"), appended to out, whose limit is its limit: for pages
 * that are no response, such as those within an archive. */
VT_API vt_err	vt_page_render(struct vt_request *req, const char *name, const char *lang,
		    struct vt_value *data, struct vt_buf *out) VT_MUST_CHECK;
/* Since 2.5.  What all pages say in lang as {{site.key}}, for answers that are no pages
 * (vt_boot_page_text(): "name", the library's); empty: nobody says it. */
VT_API struct vt_str vt_page_text(struct vt_request *req, const char *lang, const char *key);
/* Since 2.5.  A file of templates/assets, or one that a plugin made (vt_boot_asset()), by the
 * address that pages have of it ("/assets/own/logo.svg?v=…"), for the gateway's life; false:
 * there is none. */
VT_API bool vt_page_asset(struct vt_request *req, struct vt_str url, struct vt_str *bytes_r,
		    const char **media_type_r);
/* A message in the request's language; the key itself when there is none. */
VT_API struct vt_str vt_message(struct vt_request *req, const char *key);
/* The same in a language of one's own choice, for answers that carry several. */
VT_API struct vt_str vt_message_in(struct vt_request *req, const char *lang, const char *key);
/* What a part of a structure is called in lang by its METS TYPE: "title_page",
 * "TitlePage" and "Title page" are all the message structure.titlepage.  Empty
 * when the type is none that is known. */
VT_API struct vt_str vt_message_structure(struct vt_request *req, const char *lang,
		    struct vt_str type);
/* Since 2.5.  What captions in language (BCP 47, may be empty) are called in lang: "Captions
 * (Lithuanian)".  In the request's arena. */
VT_API struct vt_str vt_message_captions(struct vt_request *req, const char *lang,
		    struct vt_str language);
/* The form of a message for n (Lithuanian has three). */
VT_API struct vt_str vt_message_count(struct vt_request *req, const char *key, int64_t n);

#endif
