/* SPDX-License-Identifier: Apache-2.0 */
/* The text of a page, and of all pages, each behind its number. */
#include "files.h"

#define FILES_TEXT_PAGE	(VT_ARENA_CEILING * 4)	/* memory for the text of one page */

static vt_err
files_text_append(struct files_call *c, const struct vt_page *page)
{
	struct vt_arena	*a = vt_arena_new(FILES_TEXT_PAGE);
	struct vt_str	 text = VT_STR_NONE;
	vt_err		 err = vt_catalog_text(c->catalog, a, page->rowid, &text);

	if (err == VT_OK) {
		vt_buf_str(vt_response_body(c->res), text);
		if (text.len > 0 && text.p[text.len - 1] != '\n')
			vt_buf_char(vt_response_body(c->res), '\n');
	}
	vt_arena_free(&a);
	return (err);
}

vt_err
files_page_text(struct vt_request *req, struct vt_response *res)
{
	struct files_call	*c;
	struct vt_page		 page;
	vt_err			 err;

	if ((err = files_start(req, res, &c)) != VT_OK || (err = files_page(c, &page)) != VT_OK ||
	    (err = files_text_append(c, &page)) != VT_OK)
		return (err);
	vt_response_type(res, "text/plain; charset=utf-8");
	files_name(c, ".txt");
	return (vt_response_error(res));
}

vt_err
files_text(struct vt_request *req, struct vt_response *res)
{
	struct files_call	*c;
	struct vt_page		*pages;
	size_t			 count;
	vt_err			 err;

	if ((err = files_start(req, res, &c)) != VT_OK ||
	    (err = files_pages(c, &pages, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count && err == VT_OK; i++) {
		if (!pages[i].has_text)
			continue;
		/* A form feed between pages, as texts have had it since teleprinters. */
		if (vt_response_body(res)->len > 0)
			vt_buf_str(vt_response_body(res), VT_STR("\f"));
		vt_buf_printf(vt_response_body(res), "[%.*s%s%lld]\n", VT_STR_ARG(pages[i].label),
		    pages[i].label.len > 0 ? " · " : "", (long long)pages[i].number);
		err = files_text_append(c, &pages[i]);
	}
	vt_response_type(res, "text/plain; charset=utf-8");
	files_name(c, ".txt");
	return (err == VT_OK ? vt_response_error(res) : err);
}
