/* SPDX-License-Identifier: Apache-2.0 */
/*
 * hOCR, as Tesseract and others write it: XHTML whose classes say what is what (ocr_page,
 * ocr_carea, ocr_line, ocrx_word) and whose titles have the boxes ("bbox 10 20 110 50"),
 * in pixels of the page's own box.  Lines without words are spread over their box.  Used
 * by page_text.c.
 */
#include <stdlib.h>

#include "ingest/page_text/page_text.h"
#include "text/xml_read.h"

#define VT_HOCR_PAGES_MAX 2 /* looked for: the first is read */

enum vt_hocr_kind { VT_HOCR_OTHER, VT_HOCR_PAGE, VT_HOCR_BLOCK, VT_HOCR_LINE, VT_HOCR_WORD };

static const struct {
	const char *class;
	enum vt_hocr_kind kind;
} vt_hocr_kinds[] = {
	{ "ocr_page", VT_HOCR_PAGE },	  { "ocr_carea", VT_HOCR_BLOCK },
	{ "ocr_par", VT_HOCR_BLOCK },	  { "ocrx_block", VT_HOCR_BLOCK },
	{ "ocr_line", VT_HOCR_LINE },	  { "ocr_header", VT_HOCR_LINE },
	{ "ocr_caption", VT_HOCR_LINE },  { "ocr_textfloat", VT_HOCR_LINE },
	{ "ocr_footer", VT_HOCR_LINE },	  { "ocr_pageno", VT_HOCR_LINE },
	{ "ocrx_line", VT_HOCR_LINE },	  { "ocrx_word", VT_HOCR_WORD },
	{ "ocr_word", VT_HOCR_WORD },
};

static enum vt_hocr_kind
vt_hocr_kind(struct vt_page_text *t, const xmlNode *n)
{
	struct vt_str classes = vt_xml_attr(t->arena, n, "class"), one;

	while (vt_str_next(&classes, ' ', &one))
		for (size_t i = 0; i < sizeof(vt_hocr_kinds) / sizeof(vt_hocr_kinds[0]); i++)
			if (vt_str_eq_c(one, vt_hocr_kinds[i].class))
				return (vt_hocr_kinds[i].kind);
	return (VT_HOCR_OTHER);
}

/* "bbox x0 y0 x1 y1" among the properties of a title, parted by ';'. */
static struct vt_box
vt_hocr_box(struct vt_page_text *t, const xmlNode *n)
{
	struct vt_str title = vt_xml_attr(t->arena, n, "title"), one;
	double v[4] = { 0, 0, 0, 0 };

	while (vt_str_next(&title, ';', &one)) {
		const char *p;
		char *end;

		one = vt_str_trim(one);
		if (!vt_str_starts(one, VT_STR("bbox ")))
			continue;
		p = vt_str_c(t->arena, vt_str_sub(one, 5, one.len));
		for (size_t i = 0; p != NULL && i < 4; i++, p = end)
			v[i] = strtod(p, &end);
	}
	if (!(v[2] > v[0]) || !(v[3] > v[1]) || !(v[2] < 1e9) || !(v[3] < 1e9) || !(v[0] > -1e9) ||
	    !(v[1] > -1e9))
		return ((struct vt_box){ 0, 0, 0, 0 });
	return ((struct vt_box){ v[0], v[1], v[2] - v[0], v[3] - v[1] });
}

/* All that is below top, in order; a line's words are read with their line. */
static const xmlNode *
vt_hocr_next(const xmlNode *n, const xmlNode *top, bool goes_in)
{
	if (goes_in && n->type == XML_ELEMENT_NODE && n->children != NULL)
		return (n->children);
	while (n != top && n->next == NULL)
		n = n->parent;
	return (n == top ? NULL : n->next);
}

static void
vt_hocr_line(struct vt_page_text *t, const xmlNode *line)
{
	struct vt_box box = vt_hocr_box(t, line);
	size_t before = t->word_count;

	vt_page_text_line(t);
	vt_page_text_place(t, vt_xml_attr(t->arena, line, "id"), box);
	for (const xmlNode *n = vt_hocr_next(line, line, true); n != NULL;) {
		bool is_word = n->type == XML_ELEMENT_NODE && vt_hocr_kind(t, n) == VT_HOCR_WORD;
		struct vt_box word = is_word ? vt_hocr_box(t, n) : box;

		if (is_word)
			vt_page_text_spread(t, vt_xml_text(t->arena, n), word.w > 0 ? word : box);
		n = vt_hocr_next(n, line, !is_word);
	}
	if (t->word_count == before)
		vt_page_text_spread(t, vt_xml_text(t->arena, line), box);
}

/* A word outside a line is a line by itself. */
static void
vt_hocr_page(struct vt_page_text *t, const xmlNode *page)
{
	for (const xmlNode *n = vt_hocr_next(page, page, true); n != NULL && t->err == VT_OK;) {
		enum vt_hocr_kind kind =
		    n->type == XML_ELEMENT_NODE ? vt_hocr_kind(t, n) : VT_HOCR_OTHER;

		if (kind == VT_HOCR_BLOCK) {
			vt_page_text_block(t);
			vt_page_text_place(t, vt_xml_attr(t->arena, n, "id"), vt_hocr_box(t, n));
		} else if (kind == VT_HOCR_LINE || kind == VT_HOCR_WORD) {
			vt_hocr_line(t, n);
		}
		n = vt_hocr_next(n, page, kind != VT_HOCR_LINE && kind != VT_HOCR_WORD);
	}
}

/* The first page, and how many there are. */
static const xmlNode *
vt_hocr_find(struct vt_page_text *t, const xmlNode *root, size_t *count_r)
{
	const xmlNode *first = NULL;

	*count_r = 0;
	for (const xmlNode *n = root; n != NULL && *count_r < VT_HOCR_PAGES_MAX;) {
		bool is_page = n->type == XML_ELEMENT_NODE && vt_hocr_kind(t, n) == VT_HOCR_PAGE;

		if (is_page && (*count_r)++ == 0)
			first = n;
		n = vt_hocr_next(n, root, !is_page);
	}
	return (first);
}

vt_err
vt_hocr_read(struct vt_page_text *t, xmlDocPtr doc)
{
	size_t count;
	const xmlNode *page = vt_hocr_find(t, xmlDocGetRootElement(doc), &count);
	struct vt_box box;

	if (page == NULL)
		return (vt_fail(VT_E_BADARG, "hOCR without an ocr_page; make the text again, or "
					     "take it out"));
	if (count > 1)
		vt_findings_add(t->findings, VT_FINDING_TEXT,
				"an hOCR file with several pages: only the first is read; make one file a page");
	box = vt_hocr_box(t, page);
	if (t->width > 0 && t->height > 0 && box.w > 0) {
		t->scale_x = (double)t->width / box.w;
		t->scale_y = (double)t->height / box.h;
	}
	vt_hocr_page(t, page);
	return (vt_page_text_finish(t));
}
