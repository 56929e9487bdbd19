/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of an exhibition (IIIF Presentation 3.0): what the files exh_manifest*.c share.
 * A step is a range; each of its pictures is a canvas as large as the region shown, painted
 * with that region alone, which every viewer shows rightly; sounds and films are canvases
 * behind them.  What is said stands beside the first canvas of a step, a page of annotations
 * for each text.  A step without a picture has that of the step before it.
 */
#ifndef EXH_MANIFEST_H
#define EXH_MANIFEST_H

#include "exhibitions.h"

#define EXH_CONTEXT_IIIF	"http://iiif.io/api/presentation/3/context.json"
#define EXH_CONTEXT_PLACES	"http://iiif.io/api/extension/navplace/context.json"
#define EXH_TYPE_IIIF		"application/ld+json;profile=\"" EXH_CONTEXT_IIIF "\""
#define EXH_THUMB		400	/* pixels of a thumbnail's width */
#define EXH_TEXTS_WITHIN	60	/* steps: of more, the manifest says where their texts are */

struct exh_canvas {
	const struct exh_step	*step;
	size_t			 number;	/* of the step, from 1 */
	size_t			 index;		/* within it, from 1 */
	const struct exh_picture *picture;	/* NULL: none, or that of another step */
	struct exh_shown	 shown;		/* w 0: there is nothing to be seen */
	const struct exh_media	*media;		/* NULL: a picture */
	struct vt_str		 media_url;
	struct vt_play		 play;
};

struct exh_manifest {
	struct exh_call		 c;
	struct vt_jsonw		 j;
	struct exh_canvas	*canvases;
	size_t			 count;
	bool			 has_places;
	bool			 has_texts;	/* within it; else at their own addresses */
};

/* --- exh_manifest_words.c: language maps (4.4), Lithuanian first ------------------------ */
/* Words in the languages they are written in; empty ones as text in none. */
void	exh_json_words(struct vt_jsonw *j, const char *key, const struct exh_words *w,
	    struct vt_str none);
/* What may be HTML in a viewer: plain text that looks so is told to be none (4.5). */
void	exh_json_value(struct exh_manifest *m, const char *key, const struct exh_words *w);
void	exh_json_message(struct exh_call *c, struct vt_jsonw *j, const char *key,
	    const char *message);
/* "metadata": for each of count words that are not empty a pair with its message. */
void	exh_json_pairs(struct exh_manifest *m, const char *const *messages,
	    const struct exh_words *pairs, size_t count);
/* Headings of a step as words. */
struct exh_words exh_headings(const struct exh_step *s);
/* A date in words, or as it is. */
struct exh_words exh_date_words(struct vt_arena *a, const struct exh_date *d);
/* rights as IIIF takes them (3.1); empty: as none of its words. */
struct vt_str	 exh_json_rights(struct vt_arena *a, struct vt_str rights);
/* A date as navDate (3.1): of a day, month or year that is known; empty: it is none. */
struct vt_str	 exh_nav_date(struct vt_arena *a, const struct exh_date *d);

/* --- exh_manifest.c ------------------------------------------------------------------------ */
/* JSON-LD, or JSON for who accepts that alone (6.4). */
const char	*exh_type_iiif(const struct vt_request *req);
/* "/manifest/tiltas/1/page": a part of it; preview mark and all. */
struct vt_str	exh_canvas_id(struct exh_manifest *m, const struct exh_canvas *canvas,
		    const char *tail);
struct vt_str	exh_range_id(struct exh_manifest *m, const struct exh_step *s);
/* All of it into out, which may be any buffer; has_texts: the steps' texts within it. */
vt_err	exh_manifest_write(struct exh_call *c, bool has_texts, struct vt_buf *out) VT_MUST_CHECK;

/* --- exh_manifest_canvas.c, exh_manifest_load.c --------------------------------------------- */
vt_err	exh_manifest_load(struct exh_manifest *m) VT_MUST_CHECK;
void	exh_canvas_write(struct exh_manifest *m, const struct exh_canvas *canvas);
/* "thumbnail" of a picture. */
void	exh_thumbnail_write(struct exh_call *c, struct vt_jsonw *j, const struct exh_shown *s);

/* --- exh_manifest_text.c ---------------------------------------------------------------------- */
/* "annotations" of a canvas: what the step says, captions; nothing where there is none. */
void	exh_annotations_write(struct exh_manifest *m, const struct exh_canvas *canvas);

/* --- exh_places.c -------------------------------------------------------------------------------- */
bool	exh_has_places(const struct exh_exhibition *x);
/* "navPlace": of a step, or with NULL of all steps. */
void	exh_nav_place(struct exh_manifest *m, const struct exh_step *s);

/* handlers */
vt_err	exh_manifest(struct vt_request *req, struct vt_response *res);
vt_err	exh_manifest_part(struct vt_request *req, struct vt_response *res);
vt_err	exh_collection(struct vt_request *req, struct vt_response *res);
vt_err	exh_places(struct vt_request *req, struct vt_response *res);

#endif
