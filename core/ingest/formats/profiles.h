/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Profiles: what is given to one harvester beside the plain formats.  A profile is
 * a YAML file in the folder of ingest.profiles and becomes a prefix of its own:
 *
 *   prefix: vepis                  # metadataPrefix of OAI-PMH
 *   crosswalk: edm                 # of templates/crosswalks/out
 *   institutions: [LT-PnAVB]       # whose objects; nothing: all
 *   collections: [spauda]          # in these or below; nothing: all
 *   kinds: [TEXT, IMAGE]           # nothing: all
 *   open: yes                      # only what is open
 *   images: yes                    # only what has an image
 *   provider: …                    # instead of ingest.provider
 *   intermediate_provider: …       # instead of ingest.intermediate_provider
 *   views: all                     # images, and files that are the object, that are named:
 *                                  # all, first, none
 *   size: max                      # of the Image API: max, or !2000,2000
 *   min_pixels: 0                  # width times height that a named image has at least
 */
#ifndef VT_INGEST_PROFILES_H
#define VT_INGEST_PROFILES_H

#include "api/catalog.h"

#define VT_PROFILE_BYTES_MAX	(64 * 1024)	/* of one file */
#define VT_PROFILES_MAX		32
#define VT_PROFILE_LIST_MAX	1000		/* codes, specs */

struct vt_profile {
	const char	*path;			/* of its file */
	const char	*prefix, *crosswalk;
	struct vt_str	*institutions, *collections;
	size_t		 institution_count, collection_count;
	unsigned	 kinds;			/* bits 1 << enum vt_kind; 0: all */
	bool		 only_open, only_images;
	const char	*provider, *intermediate_provider;	/* NULL: as configured */
	const char	*views, *size, *min_pixels;
	const char	*parameters[7];		/* of the stylesheet, from these three */
};

/* All *.yaml of folder, by name; VT_E_BADARG names file, line and mend.  folder
 * empty: none. */
vt_err	vt_profiles_read(struct vt_arena *a, const char *folder, struct vt_profile **list_r,
	    size_t *count_r) VT_MUST_CHECK;
/* One from bytes; path is what sentences call it. */
vt_err	vt_profile_parse(struct vt_arena *a, struct vt_str bytes, const char *path,
	    struct vt_profile *p_r) VT_MUST_CHECK;
/* Whether a profile takes an object. */
bool	vt_profile_takes(const struct vt_profile *p, const struct vt_object *o,
	    const struct vt_str *collections, size_t collection_count, size_t images,
	    bool is_open);

#endif
