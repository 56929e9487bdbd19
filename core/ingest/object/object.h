/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a draft to what the catalogue writes.  Three steps, with the work on the
 * single files (hashes, access copies, texts; page_work.h) between them:
 *   settle   what the source says, made fit: identifier, institution, rules
 *   digest   of all that the object will be made from
 *   finish   pages, ranges, records
 */
#ifndef VT_INGEST_OBJECT_H
#define VT_INGEST_OBJECT_H

#include "catalog/writer.h"
#include "ingest/formats/formats.h"
#include "ingest/object/known.h"
#include "ingest/pipeline/page_work.h"
#include "ingest/sources/describe.h"

/* Raised whenever this program makes something else of the same source. */
#define VT_INGEST_RECIPE "3"

#define VT_DIGEST_MAKING 32	/* digits of a digest that say how; those behind, of what */
#define VT_INCIPIT_WORDS 8	/* of a text that stand for a missing title */

/* What all objects of a run have in common. */
struct vt_object_context {
	const struct vt_formats *formats;
	const char	*oai_domain, *provider, *intermediate_provider;
	const char	*language;		/* that the library describes in; may be empty */
	const char	*settings;		/* hash of stylesheets and options */
	const struct vt_institution *institution;	/* of sources that name none */
	const struct vt_known *known;		/* what a code alone stands for */
	struct vt_copies *copies;
	int64_t		 now;
};
struct vt_object_work {
	struct vt_draft		 draft;
	struct vt_institution	 institution;
	bool			 is_default_institution;
	bool			 has_known_name;	/* no source of this object gives it */
	bool			 wants_incipit;		/* no title and no description, but text */
	bool			 has_no_description, has_short_description;	/* as its edm record shows it */
	struct vt_str		*collections;
	size_t			 collection_count;
	struct vt_page_work	*pages;			/* parallel to draft.pages */
	struct vt_file_work	*files;			/* parallel to draft.files */
	char			 digest[VT_HASH_HEX];
	char			 heap_digest[VT_HASH_HEX];	/* without regard to the order of properties */
	struct vt_new_object	 made;			/* after finish */
};

/* VT_E_BADARG: no identifier, or neither title nor description.  identifier: of
 * an OAI header around the record, or empty. */
vt_err	vt_object_settle(const struct vt_object_context *c, struct vt_object_work *w,
	    struct vt_str identifier) VT_MUST_CHECK;
/* Needs the hashes of all files. */
void	vt_object_digest(const struct vt_object_context *c, struct vt_object_work *w);
/* Needs access copies and texts. */
vt_err	vt_object_finish(const struct vt_object_context *c, struct vt_object_work *w)
	    VT_MUST_CHECK;
/* What stands for an object that is to be withdrawn and was never there: its
 * identifier alone, so that harvesters are told that it is gone. */
vt_err	vt_object_stand_in(const struct vt_object_context *c, struct vt_object_work *w)
	    VT_MUST_CHECK;

#endif
