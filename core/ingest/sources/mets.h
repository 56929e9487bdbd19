/* SPDX-License-Identifier: Apache-2.0 */
/*
 * METS 1: description, pages with their best images and texts, structure.
 *   mets.c		the parts put together
 *   mets_record.c	dmdSec: which description is the object's
 *   mets_files.c	fileSec: what each file is and where
 *   mets_pages.c	structMap (physical, or what stands for it): pages
 *   mets_captions.c	captions of sounds and films
 *   mets_ranges.c	structMap (logical), structLink, areas: ranges
 */
#ifndef VT_INGEST_METS_H
#define VT_INGEST_METS_H

#include <libxml/hash.h>

#include "ingest/sources/describe.h"

#define VT_METS_CANDIDATES_MAX 200 /* files that one div points to */

/* fileGrp USE="ALTERNATIVE ultraviolet": the same pages once more, in another light. */
#define VT_METS_CHOICE "ALTERNATIVE"

enum vt_mets_role {
	VT_METS_OTHER, VT_METS_IMAGE, VT_METS_TEXT, VT_METS_DOCUMENT, VT_METS_CAPTIONS
};
struct vt_mets_file {
	struct vt_str	id, href, use, mime;
	struct vt_str	title;		/* xlink:title of where it is */
	enum vt_mets_role role;
	struct vt_str	path;		/* on disk; empty: not there */
	bool		is_remote, is_outside;
	bool		is_choice;	/* another image of a page: USE begins with ALTERNATIVE */
	int		rank;		/* of images: how good; higher is better */
	int64_t		bytes;
	size_t		group;		/* which fileGrp with files, from 0 */
	struct vt_str	captions_of;	/* as vt_draft_file's, where a div says it */
};
/* The files that a div points to. */
struct vt_mets_page {
	struct vt_mets_file *files[VT_METS_CANDIDATES_MAX];
	size_t		 count;
};
struct vt_mets {
	struct vt_draft		*d;
	const struct vt_crosswalks *cw;
	const xmlNode		*root;
	struct vt_mets_file	*files;
	size_t			 file_count, file_cap, group_count;
	xmlHashTablePtr		 file_by_id;	/* index + 1 */
	xmlHashTablePtr		 page_by_div;	/* ID of a physical div: page index + 1 */
	xmlHashTablePtr		 page_by_file;	/* file ID: page index + 1 */
	xmlHashTablePtr		 links;		/* logical ID: struct vt_mets_linked */
	bool			*is_marked;	/* of pages, for vt_mets_linked_pages() */
	xmlHashTablePtr		 sections;	/* ID of a dmdSec: its node */
	const xmlNode		*physical;	/* the structMap that pages come from, or NULL */
};

/* Reads a METS document into a draft whose source it is. */
vt_err	vt_mets_read(const struct vt_crosswalks *cw, struct vt_draft *d, xmlDocPtr doc)
	    VT_MUST_CHECK;
/* What mdRef elements refer to, so that these files are not records of their
 * own: marks them as used. */
vt_err	vt_mets_companions(struct vt_tree *t, const struct vt_tree_file *file) VT_MUST_CHECK;

/* --- between the files ------------------------------------------------------- */
vt_err	vt_mets_files(struct vt_mets *m) VT_MUST_CHECK;
struct vt_mets_file *vt_mets_file(const struct vt_mets *m, struct vt_str id);
vt_err	vt_mets_pages(struct vt_mets *m) VT_MUST_CHECK;
/* Adds what n (a div, an fptr …) itself points to: fptr FILEID, fptr/area, fptr/seq/area,
 * fptr/par/seq/area … */
void	vt_mets_pointers(struct vt_mets *m, const xmlNode *n, struct vt_mets_page *page);
/* Whether a USE or MIMETYPE says that a file is captions. */
bool	vt_mets_says_captions(struct vt_str use, struct vt_str mime);
/* The captions as files of the draft, those that stand in a div with a sound or film as
 * its own. */
vt_err	vt_mets_captions(struct vt_mets *m) VT_MUST_CHECK;
vt_err	vt_mets_description(struct vt_mets *m) VT_MUST_CHECK;
vt_err	vt_mets_ranges(struct vt_mets *m) VT_MUST_CHECK;
/* The structMap of that TYPE (without regard to case); NULL. */
const xmlNode *vt_mets_map(struct vt_mets *m, const char *type);
/* The logical div that is the object itself (its root, below mere containers). */
const xmlNode *vt_mets_object_div(struct vt_mets *m);
/* Title of the first dmdSec named in ids that has one; empty. */
struct vt_str vt_mets_title(struct vt_mets *m, struct vt_str ids);
/* The first dmdSec that a list of IDs names; NULL. */
const xmlNode *vt_mets_section(const struct vt_mets *m, struct vt_str ids);
/* Index + 1 kept in a table under id, or 0. */
size_t	vt_mets_lookup(xmlHashTablePtr table, struct vt_arena *a, struct vt_str id);
vt_err	vt_mets_keep(xmlHashTablePtr table, struct vt_arena *a, struct vt_str id, size_t index)
	    VT_MUST_CHECK;

#endif
