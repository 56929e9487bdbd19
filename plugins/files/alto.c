/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A page's text as ALTO 4 in pixels of its image, whatever its source had: blocks,
 * lines and words with their boxes as the catalogue has them.
 */
#include "files.h"

#include <stdio.h>

#define FILES_ALTO_NS	"http://www.loc.gov/standards/alto/ns-v4#"
#define FILES_ALTO_PAGE	(64 << 20)	/* memory for the words of one page */
#define FILES_ALTO_FORMAT 1		/* of what is written here, in the zip's validator: another
					 * when the same words are written otherwise */

struct files_box {
	int64_t	x, y, right, bottom;
};
struct files_words {
	const struct vt_word	*items;
	size_t			 count;
};

static struct files_box
files_alto_union(struct files_words words)
{
	struct files_box	box = { INT32_MAX, INT32_MAX, 0, 0 };

	for (size_t i = 0; i < words.count; i++) {
		const struct vt_word	*w = &words.items[i];
		int64_t			 right = (int64_t)w->x + w->w, bottom = (int64_t)w->y + w->h;

		box.x = w->x < box.x ? w->x : box.x;
		box.y = w->y < box.y ? w->y : box.y;
		box.right = right > box.right ? right : box.right;
		box.bottom = bottom > box.bottom ? bottom : box.bottom;
	}
	return (box);
}

static void
files_alto_box(struct vt_xmlw *x, struct files_box box)
{
	vt_xmlw_attr_int(x, "HPOS", box.x);
	vt_xmlw_attr_int(x, "VPOS", box.y);
	vt_xmlw_attr_int(x, "WIDTH", box.right - box.x);
	vt_xmlw_attr_int(x, "HEIGHT", box.bottom - box.y);
}

static void
files_alto_id(struct vt_xmlw *x, const char *prefix, size_t n)
{
	char	text[40];

	(void)snprintf(text, sizeof(text), "%s%zu", prefix, n);
	vt_xmlw_attr(x, "ID", vt_str_of(text));
}

/* Those that the catalogue takes away where it makes whole words to be found. */
static struct vt_str
files_alto_without_hyphen(struct vt_str s)
{
	static const char *const hyphens[] = { "-", "¬", "⸗", "‐", "\xC2\xAD", "=" };

	for (size_t i = 0; i < sizeof(hyphens) / sizeof(hyphens[0]); i++)
		if (vt_str_ends(s, vt_str_of(hyphens[i])))
			return (vt_str_sub(s, 0, s.len - vt_str_of(hyphens[i]).len));
	return (s);
}

/* As its source says it, or put together; empty where its second part is not here. */
static struct vt_str
files_alto_whole(struct files_words all, size_t first, struct vt_arena *a)
{
	const struct vt_word	*w = &all.items[first];

	if (w->whole.len > 0)
		return (w->whole);
	if (first + 1 >= all.count || w[1].hyphen != 2)
		return (VT_STR_NONE);
	return (vt_str_printf(a, "%.*s%.*s", VT_STR_ARG(files_alto_without_hyphen(w->text)),
	    VT_STR_ARG(w[1].text)));
}

/* The whole word at both of its parts; a second one is one behind a first, or where its
 * source says what it is a part of: the first is on the page before. */
static void
files_alto_hyphen(struct vt_xmlw *x, struct files_words all, size_t at, struct vt_arena *a)
{
	const struct vt_word	*w = &all.items[at];
	bool			 is_behind = w->hyphen == 2 && at > 0 && w[-1].hyphen == 1;
	struct vt_str		 whole = w->whole;

	if (w->hyphen != 1 && !is_behind && (w->hyphen != 2 || whole.len == 0))
		return;
	vt_xmlw_attr(x, "SUBS_TYPE", w->hyphen == 1 ? VT_STR("HypPart1") : VT_STR("HypPart2"));
	if (w->hyphen == 1 || is_behind)
		whole = files_alto_whole(all, is_behind ? at - 1 : at, a);
	if (whole.len > 0)
		vt_xmlw_attr(x, "SUBS_CONTENT", whole);
}

static void
files_alto_line(struct vt_xmlw *x, struct files_words all, size_t from, size_t to, struct vt_arena *a)
{
	vt_xmlw_open(x, "TextLine");
	files_alto_id(x, "L", from + 1);
	files_alto_box(x, files_alto_union((struct files_words){ all.items + from, to - from }));
	for (size_t i = from; i < to; i++) {
		const struct vt_word	*w = &all.items[i];

		if (i > from) {
			vt_xmlw_open(x, "SP");
			vt_xmlw_close(x);
		}
		vt_xmlw_open(x, "String");
		files_alto_id(x, "S", i + 1);
		files_alto_box(x, files_alto_union((struct files_words){ w, 1 }));
		vt_xmlw_attr(x, "CONTENT", w->text);
		files_alto_hyphen(x, all, i, a);
		vt_xmlw_close(x);
	}
	vt_xmlw_close(x);
}

static void
files_alto_block(struct vt_xmlw *x, struct files_words all, size_t from, size_t to, struct vt_arena *a)
{
	size_t	end;

	vt_xmlw_open(x, "TextBlock");
	files_alto_id(x, "B", from + 1);
	files_alto_box(x, files_alto_union((struct files_words){ all.items + from, to - from }));
	for (; from < to; from = end) {
		for (end = from + 1; end < to && all.items[end].line == all.items[from].line; end++)
			;
		files_alto_line(x, all, from, end, a);
	}
	vt_xmlw_close(x);
}

static void
files_alto_head(struct files_call *c, struct vt_xmlw *x, const struct vt_page *page)
{
	vt_xmlw_open(x, "Description");
	vt_xmlw_element(x, "MeasurementUnit", VT_STR("pixel"));
	if (page->image.len > 0) {
		vt_xmlw_open(x, "sourceImageInformation");
		vt_xmlw_element(x, "fileName", page->image);
		vt_xmlw_element(x, "fileIdentifier", vt_link_id(c->req, "iiif.image", page->image));
		vt_xmlw_close(x);
	}
	vt_xmlw_close(x);
}

static void
files_alto_layout(struct vt_xmlw *x, const struct vt_page *page, struct files_words all,
    struct vt_arena *a)
{
	struct files_box	box = { 0, 0, page->width, page->height };
	size_t			end;

	if (page->width <= 0 || page->height <= 0)
		box = files_alto_union(all);
	vt_xmlw_open(x, "Layout");
	vt_xmlw_open(x, "Page");
	files_alto_id(x, "P", (size_t)page->number);
	vt_xmlw_attr_int(x, "PHYSICAL_IMG_NR", page->number);
	if (page->label.len > 0)
		vt_xmlw_attr(x, "PRINTED_IMG_NR", page->label);
	vt_xmlw_attr_int(x, "WIDTH", box.right);
	vt_xmlw_attr_int(x, "HEIGHT", box.bottom);
	vt_xmlw_open(x, "PrintSpace");
	files_alto_box(x, box);
	for (size_t from = 0; from < all.count; from = end) {
		for (end = from + 1; end < all.count &&
		    all.items[end].block == all.items[from].block; end++)
			;
		files_alto_block(x, all, from, end, a);
	}
	for (int i = 0; i < 3; i++)
		vt_xmlw_close(x);
}

/* Appends a page's ALTO document. */
static vt_err
files_alto_write(struct files_call *c, struct vt_arena *a, const struct vt_page *page,
    struct vt_buf *out)
{
	struct vt_word	*list;
	size_t		 count;
	struct vt_xmlw	 x;
	vt_err		 err = vt_catalog_words(c->catalog, a, page->rowid, &list, &count);

	if (err != VT_OK)
		return (err);
	vt_xmlw_init(&x, out);
	vt_xmlw_declaration(&x);
	vt_xmlw_open(&x, "alto");
	vt_xmlw_attr(&x, "xmlns", VT_STR(FILES_ALTO_NS));
	files_alto_head(c, &x, page);
	files_alto_layout(&x, page, (struct files_words){ list, count }, a);
	vt_xmlw_close(&x);
	if (vt_arena_is_exhausted(a))
		return (VT_E_LIMIT);
	return (vt_xmlw_error(&x));
}

vt_err
files_alto(struct vt_request *req, struct vt_response *res)
{
	struct files_call	*c;
	struct vt_page		 page;
	vt_err			 err;

	if ((err = files_start(req, res, &c)) != VT_OK || (err = files_page(c, &page)) != VT_OK ||
	    (err = files_alto_write(c, c->arena, &page, vt_response_body(res))) != VT_OK)
		return (err);
	vt_response_type(res, "application/xml; charset=utf-8");
	files_name(c, ".alto.xml");
	return (vt_response_error(res));
}

static vt_err
files_alto_add(struct files_call *c, struct vt_zip *zip, const struct vt_page *page)
{
	struct vt_arena	*a = vt_arena_new(FILES_ALTO_PAGE);
	struct vt_buf	 xml;
	char		 name[40];
	vt_err		 err;

	vt_buf_init(&xml, FILES_ALTO_PAGE);
	(void)snprintf(name, sizeof(name), "%05lld.xml", (long long)page->number);
	if ((err = files_alto_write(c, a, page, &xml)) == VT_OK)
		err = vt_zip_add(zip, vt_str_of(name), vt_buf_get(&xml));
	vt_buf_fini(&xml);
	vt_arena_free(&a);
	return (err);
}

/* Whether the client has the zip already, or it is kept; its headers. */
static bool
files_alto_is_there(struct files_call *c)
{
	struct vt_str	tag = vt_str_printf(c->arena, "alto%d-%llx", FILES_ALTO_FORMAT,
			    (unsigned long long)c->object.changed);

	vt_response_type(c->res, "application/zip");
	vt_response_etag(c->res, tag);
	files_name(c, "-alto.zip");
	files_keeping(c);
	if (vt_response_is_fresh(c->res))
		return (true);
	return (files_is_public(&c->object) && vt_response_name(c->res, vt_str_printf(c->arena,
	    "%.*s %.*s %lld", VT_STR_ARG(c->object.identifier), VT_STR_ARG(tag),
	    (long long)c->conf->max_age)));
}

static vt_err
files_alto_zip_write(struct files_call *c, const struct vt_page *pages, size_t count)
{
	struct vt_zip	zip;
	vt_err			err = VT_OK;

	vt_zip_init(&zip, vt_response_body(c->res));
	for (size_t i = 0; i < count && err == VT_OK; i++)
		if (pages[i].has_text)
			err = files_alto_add(c, &zip, &pages[i]);
	if (err == VT_OK)
		err = vt_zip_end(&zip);
	vt_zip_fini(&zip);
	return (err);
}

vt_err
files_alto_zip(struct vt_request *req, struct vt_response *res)
{
	struct files_call	*c;
	struct vt_page		*pages;
	size_t			 count;
	vt_err			 err;

	if ((err = files_start(req, res, &c)) != VT_OK ||
	    (err = files_pages(c, &pages, &count)) != VT_OK)
		return (err);
	if (!files_alto_is_there(c) && ((err = vt_request_large(req)) != VT_OK ||
	    (err = files_alto_zip_write(c, pages, count)) != VT_OK))
		return (err);
	return (vt_response_error(res));
}
