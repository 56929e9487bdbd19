/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words in which plugins say what a request of theirs is a use of, for those
 * who count: an investigation (COUNTER: something about an object) or a request
 * (its content).  Nobody who serves knows who counts, nor how.
 */
#ifndef VT_API_USAGE_H
#define VT_API_USAGE_H

#include "str.h"

enum vt_use_kind {
	VT_USE_NONE,		/* nothing that is counted: a style sheet, a list */
	VT_USE_INVESTIGATION,	/* an object's page, its manifest; a page image's info.json */
	VT_USE_REQUEST,		/* content: a part of a page image, or all of it to look at */
	VT_USE_DOWNLOAD,	/* content whole, to be kept: a request, too */
	VT_USE_THUMBNAIL,	/* a small picture of it */
	VT_USE_HARVEST,		/* records for programs */
	VT_USE_SEARCH,		/* words looked for; part: all that was asked */
	VT_USE_STEP,		/* of an exhibition; part: see below */
	VT_USE_EMBED,		/* shown within a page of somebody else: an object, or an exhibition, whose
				 * slug is the part (the object then stays empty; since 2.5) */
	VT_USE_KINDS
};

/* Borrowed for the request's life; what is not known stays empty. */
struct vt_use {
	enum vt_use_kind kind;
	struct vt_str	object;		/* identifier; empty where image says it */
	struct vt_str	image;		/* identifier of the page's image */
	/* Which of the object's addresses it is ("manifest", a file's name), where it has
	 * several of this kind. */
	struct vt_str	part;
};

/*
 * The part of VT_USE_STEP, since 2.5: "slug/step/N/M", step N of the M that the
 * exhibition has.  Its cover is "slug/cover/0/M", the page that has all steps as text
 * "slug/all/0/M".  Who sees cover, first step or that page has started it; who comes to
 * N = M has finished it.  Behind those of its easy text stands "/easy" as well.  At most 150
 * bytes; neither slug nor step has a "/" in it.
 */

/*
 * Notes of handlers (vt_request_note()) that are counted, since 2.5.  They say nothing of
 * who it was.
 */
#define VT_NOTE_FEEDBACK "feedback"	/* words were sent to the library */
/* And, parted by spaces, what a reader has chosen of how pages look: "choice size contrast". */
#define VT_NOTE_CHOICE	"choice "
#define VT_NOTE_KEY	"key "		/* and the identifier of the key that was let in */

#endif
