/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The formats that records are made in: those of ingest.formats, each a file of
 * templates/crosswalks/out, and those of the profiles of ingest.profiles.  A
 * source's own record (MARCXML, MODS, LIDO, METS) is given out as it came, in the
 * format of its kind; others are made from the description.
 */
#ifndef VT_INGEST_FORMATS_H
#define VT_INGEST_FORMATS_H

#include "api/plugin.h"
#include "base/hash.h"
#include "catalog/writer.h"
#include "ingest/crosswalk/crosswalk.h"
#include "ingest/draft/draft.h"
#include "ingest/formats/formats_schema.h"
#include "ingest/formats/profiles.h"

#define VT_FORMATS_MAX	64

struct vt_format {
	const char	*prefix;	/* as it is harvested */
	const char	*crosswalk;	/* out/<crosswalk>.xsl */
	const char	*ns, *schema;
	const struct vt_profile *profile;	/* NULL: of every object */
};
struct vt_formats {
	const struct vt_crosswalks *crosswalks;
	struct vt_formats_schemas *schemas;	/* of received records; NULL: none is looked at */
	struct vt_format items[VT_FORMATS_MAX];
	size_t		 count;
};

/* names: prefixes; oai_dc is there in any case, since OAI-PMH wants it.  profiles:
 * a folder, or empty.  VT_E_BADARG: a name without crosswalk, or one prefix twice.
 * Lives as long as crosswalks and a. */
vt_err	vt_formats_open(struct vt_arena *a, const struct vt_crosswalks *crosswalks,
	    const struct vt_str_list *names, const char *profiles,
	    struct vt_formats *f_r) VT_MUST_CHECK;
/* Goes into the hash of what records are made with. */
void	vt_formats_hash(const struct vt_formats *f, struct vt_hash_state *h);

/* What one object's records are made from. */
struct vt_formats_source {
	struct vt_crosswalk_context context;
	const struct vt_str	*collections;	/* specs */
	size_t			 collection_count;
	const struct vt_draft_received *received;	/* the source's own records */
	size_t			 received_count;
};
/* All records of one object; one that its format's rules withhold says why. */
vt_err	vt_formats_records(struct vt_arena *a, const struct vt_formats *f,
	    const struct vt_formats_source *s, struct vt_new_record **list_r,
	    size_t *count_r) VT_MUST_CHECK;

/* Who gives the records on: as configured, else the institution itself, by its name
 * or code; NULL: no memory. */
const char *vt_formats_provider(struct vt_arena *a, const char *configured,
	    const struct vt_institution *i);

/* Keeps a source's record with the draft, where it is of a kind that can be given
 * out: name is its crosswalk's.  What MARCXML's schema would refuse of a MARC is left
 * out, with a finding; one that is not valid by ingest.schemas is made like others,
 * with a finding.  After the draft's identifier is known: IDs in it are made by that
 * (formats_ids.h); doc is changed. */
vt_err	vt_formats_receive(struct vt_draft *d, const char *name, xmlDocPtr doc) VT_MUST_CHECK;

#endif
