/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reader makes of one object of a source, before images are looked at
 * and records are written.  Everything lives in the arena of the object.
 */
#ifndef VT_INGEST_DRAFT_H
#define VT_INGEST_DRAFT_H

#include <libxml/tree.h>

#include "ingest/folder/finding.h"
#include "ingest/folder/package.h"
#include "ingest/folder/tree.h"
#include "ingest/page_text/page_text.h"

#define VT_DRAFT_PAGES_MAX	20000	/* pages of one object */
#define VT_DRAFT_RANGES_MAX	50000	/* ranges of one object */
#define VT_DRAFT_RECEIVED_MAX	2	/* records of the source that are given on: METS, MODS in it */

struct vt_draft_page {
	struct vt_str	label;
	struct vt_str	image_name, image_path;	/* as the source says it; on disk, empty: not there */
	struct vt_str	text_name, text_path;	/* ALTO, PAGE-XML or hOCR */
	struct vt_str	behavior;		/* viewing.h; empty: nothing is said */
	size_t		choice_of;		/* another image of that page (from 1), whose label says
						 * which; 0: a page.  These come behind all pages. */
};
/* A place of a range: a page, perhaps only a part of it. */
struct vt_draft_part {
	size_t		page;			/* from 0 */
	struct vt_str	from, to;		/* IDs of blocks of its text, or empty */
	struct vt_box	box;			/* pixels of its image, w 0: none */
};
struct vt_draft_range {
	int64_t		parent;			/* index, -1: top */
	struct vt_str	label, type;
	struct vt_draft_part *parts;
	size_t		part_count, part_cap;
};
struct vt_draft_file {
	struct vt_str	name, path, use, media_type;	/* path on disk */
	struct vt_str	captions_of;	/* path of a sound or film without its ending (captions.h);
					 * empty: these are no captions */
	struct vt_str	language;	/* of captions, BCP 47; may be empty */
};

struct vt_draft_received {
	const char	*format;		/* of templates/crosswalks/out: "mods" */
	struct vt_str	xml;
};

struct vt_formats;
struct vt_draft {
	struct vt_arena		*arena;
	const struct vt_tree_file *file;	/* the source */
	struct vt_tree		*tree;
	const struct vt_package	*package;	/* what it says of the source */
	const struct vt_formats	*formats;	/* that records are made in; NULL: none is kept */
	struct vt_draft_received received[VT_DRAFT_RECEIVED_MAX];	/* formats.h */
	size_t			 received_count;
	struct vt_findings	 findings;
	struct vt_str		 place;		/* "record 17", "line 4"; may be empty */
	struct vt_str		 raw_identifier;	/* as the source says it */
	/* identifier empty, kind VT_KIND_NONE, rights, language as the source
	 * says them; institution: a code, if the source says one. */
	struct vt_object	 object;
	struct vt_property	*properties;	/* of object.description */
	size_t			 property_count, property_cap;
	bool			 has_access;	/* object.access is the source's own word */
	struct vt_institution	 holder;	/* named by the source; may be empty */
	struct vt_institution	 recorder;	/* whose the record is, by name; may be empty */
	struct vt_str		*collections;	/* specs that the source itself says */
	size_t			 collection_count, collection_cap;
	struct vt_draft_page	*pages;
	size_t			 page_count, page_cap;
	struct vt_draft_range	*ranges;	/* parents first */
	size_t			 range_count, range_cap;
	struct vt_draft_file	*files;
	size_t			 file_count, file_cap;
	int64_t			 title_page;	/* index, -1: none is marked */
	int64_t			 start_page;	/* to be opened first; the same */
	struct vt_str		 direction, behavior;	/* viewing.h; empty: nothing is said */
	bool			 has_own_pages;	/* the files that a description names are not pages */
};

vt_err	vt_draft_init(struct vt_draft *d, struct vt_arena *a, struct vt_tree *tree,
	    const struct vt_tree_file *file) VT_MUST_CHECK;
/* These return VT_E_LIMIT when the arena is exhausted, VT_E_TOOLARGE over a limit. */
vt_err	vt_draft_property(struct vt_draft *d, const struct vt_property *p) VT_MUST_CHECK;
vt_err	vt_draft_collection(struct vt_draft *d, struct vt_str spec) VT_MUST_CHECK;
vt_err	vt_draft_page(struct vt_draft *d, struct vt_str label, struct vt_draft_page **page_r)
	    VT_MUST_CHECK;
/* Another image of a page (from 1), found beside the source; behind the last page only. */
vt_err	vt_draft_choice(struct vt_draft *d, size_t page, struct vt_str href, struct vt_str label)
	    VT_MUST_CHECK;
/* Pages that are pages, and not other images of one. */
size_t	vt_draft_leaves(const struct vt_draft *d);
/* What the source says of how it is shown; a word that is none is a finding. */
void	vt_draft_set_direction(struct vt_draft *d, struct vt_str word);
void	vt_draft_set_behavior(struct vt_draft *d, struct vt_str word);
void	vt_draft_set_page_behavior(struct vt_draft *d, size_t page, struct vt_str word);
vt_err	vt_draft_range(struct vt_draft *d, int64_t parent, struct vt_draft_range **range_r)
	    VT_MUST_CHECK;
vt_err	vt_draft_part(struct vt_draft *d, struct vt_draft_range *r, const struct vt_draft_part *part)
	    VT_MUST_CHECK;
vt_err	vt_draft_file(struct vt_draft *d, const struct vt_draft_file *f) VT_MUST_CHECK;

/* Looks for what a source calls href, beside the source: a page for an image,
 * a file for a document; a finding when it is not there. */
vt_err	vt_draft_refer(struct vt_draft *d, struct vt_str href, bool is_image) VT_MUST_CHECK;
/* The page's text: an ALTO, PAGE-XML or hOCR file with its image's name. */
void	vt_draft_companion(struct vt_draft *d, struct vt_draft_page *page);
/* Takes over what an <object> says (crosswalks make it). */
/* The finding that a file is named and not there; perhaps it is, in another case. */
void	vt_draft_say_missing(struct vt_draft *d, struct vt_str href);
vt_err	vt_draft_from_xml(struct vt_draft *d, xmlDocPtr object) VT_MUST_CHECK;

#endif
