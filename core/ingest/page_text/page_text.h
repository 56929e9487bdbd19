/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The text of one page with its boxes, from ALTO 1-4, PAGE-XML or hOCR, in pixels of
 * the page's image.  Readers add blocks, lines and words in reading order;
 * vt_page_text_finish() makes the plain text and finds divided words.
 */
#ifndef VT_INGEST_PAGE_TEXT_H
#define VT_INGEST_PAGE_TEXT_H

#include <libxml/tree.h>

#include "api/catalog.h"
#include "ingest/folder/finding.h"

#define VT_PAGE_TEXT_WORDS_MAX	200000		/* words of one page */
#define VT_PAGE_TEXT_SIDE_MAX	10000000	/* pixels: beyond it a box is a mistake */

struct vt_box {
	double	x, y, w, h;	/* of the source until it is scaled; w 0: none */
};
/* Where a block or line with an ID stands, for METS areas. */
struct vt_text_place {
	struct vt_str	id;
	struct vt_box	box;	/* pixels of the image */
};
struct vt_page_text {
	struct vt_arena		*arena;
	struct vt_findings	*findings;	/* or NULL */
	int64_t			 width, height;	/* of the image; 0: unknown */
	double			 scale_x, scale_y;	/* source units to pixels; 0: cannot be told */
	struct vt_word		*words;
	bool			*is_glued;	/* per word: no space before it */
	size_t			 word_count, word_cap, glued_cap;
	struct vt_text_place	*places;
	size_t			 place_count, place_cap;
	struct vt_str		 plain;		/* after finish: lines ended by '\n' */
	int32_t			 line, block;	/* of the next word */
	bool			 is_line_open;	/* the line has a word */
	bool			 is_block_open;
	size_t			 outside;	/* words whose box is not within the image */
	vt_err			 err;		/* sticky */
};

/* width, height: of the page's image, 0 when it has none. */
void	vt_page_text_init(struct vt_page_text *t, struct vt_arena *a, struct vt_findings *f,
	    int64_t width, int64_t height);
/* What they are their root element says; name is what a sentence calls them.
 * VT_E_BADARG: broken XML, or neither ALTO nor PAGE nor hOCR. */
vt_err	vt_page_text_parse(struct vt_page_text *t, struct vt_str bytes, const char *name)
	    VT_MUST_CHECK;
vt_err	vt_page_text_file(struct vt_page_text *t, const char *path) VT_MUST_CHECK;
/* VT_E_DECLINED: no ALTO. */
vt_err	vt_alto_parse(struct vt_page_text *t, struct vt_str bytes, const char *name)
	    VT_MUST_CHECK;
vt_err	vt_alto_parse_file(struct vt_page_text *t, const char *path) VT_MUST_CHECK;
vt_err	vt_pagexml_read(struct vt_page_text *t, xmlDocPtr doc) VT_MUST_CHECK;
vt_err	vt_hocr_read(struct vt_page_text *t, xmlDocPtr doc) VT_MUST_CHECK;

/* For the readers.  Boxes are in the source's units. */
void	vt_page_text_block(struct vt_page_text *t);	/* a block begins */
void	vt_page_text_line(struct vt_page_text *t);	/* a line begins */
void	vt_page_text_word(struct vt_page_text *t, struct vt_str text, struct vt_box box,
	    uint8_t hyphen, bool is_glued);
/* Of the last word, which is divided: what its source says that the whole is. */
void	vt_page_text_whole(struct vt_page_text *t, struct vt_str whole);
/* Words of a line of which only the whole box is known: each takes its share of
 * the width by its letters, from the right for right-to-left scripts. */
void	vt_page_text_spread(struct vt_page_text *t, struct vt_str text, struct vt_box box);
/* Makes text the last word's ending unless it ends so: a printed hyphen. */
void	vt_page_text_hyphen(struct vt_page_text *t, struct vt_str text);
void	vt_page_text_place(struct vt_page_text *t, struct vt_str id, struct vt_box box);
vt_err	vt_page_text_finish(struct vt_page_text *t) VT_MUST_CHECK;

/* The result alone, in another arena: words borrow from the plain text. */
vt_err	vt_page_text_keep(const struct vt_page_text *t, struct vt_arena *a,
	    struct vt_page_text *kept_r) VT_MUST_CHECK;

/* Box of a block or line, pixels, clipped; false when there is no such ID or box. */
bool	vt_page_text_find(const struct vt_page_text *t, struct vt_str id, struct vt_box *box_r);
/* A box inside width x height (0: any), rounded outwards; false when nothing is left. */
bool	vt_box_clip(struct vt_box b, int64_t width, int64_t height, int32_t out[4]);
struct vt_box vt_box_union(struct vt_box a, struct vt_box b);
/* By more than a rounding, or the ink at a page's very edge. */
bool	vt_box_is_outside(struct vt_box b, int64_t width, int64_t height);
/* Part of vt_page_text_finish(): marks divided words, and keeps of what their sources say
 * only what the parts do not. */
void	vt_page_text_divided(struct vt_page_text *t);

#endif
