/* SPDX-License-Identifier: Apache-2.0 */
/*
 * package.yaml: what the sources of a folder and all below it do not say
 * themselves.  A deeper file overrides key by key; `withdrawn` adds up.
 *
 *   institution: {code: LT-PnAVB, name: {lt: …, en: …}, url: …, uri: …, logo: …}
 *   collections:
 *     - {spec: "spauda:laikrasciai", name: {lt: …}, description: {lt: …}}
 *   rights: http://creativecommons.org/publicdomain/mark/1.0/
 *   prefix: pn-                     # before identifiers that no source gives
 *   access: open                    # or metadata, or embargo:2030-01-01
 *   language: lt                    # main language of the texts
 *   withdrawn: [id, …]              # objects that are to become tombstones
 *   columns: {objectid: identifier} # what a table's own columns mean
 *   format: unimarc                 # or marc21, where records do not show it
 *   viewing_direction: right-to-left	# how the objects are turned (viewing.h)
 *   behavior: individuals           # or paged, continuous, unordered
 *   captions: {film.mp4: {lt: a.vtt}} # of sounds and films, beside the package.yaml
 */
#ifndef VT_INGEST_PACKAGE_H
#define VT_INGEST_PACKAGE_H

#include "api/catalog.h"

#define VT_PACKAGE_FILE		"package.yaml"
#define VT_PACKAGE_BYTES_MAX	(1024 * 1024)	/* of one file */

struct vt_package_column {
	struct vt_str	from, to;	/* the table's name, ours */
};
struct vt_package_captions {
	struct vt_str	 film;		/* a sound or film, relative to the package's folder */
	struct vt_labels files;		/* its captions by language, the same */
};
struct vt_package {
	const struct vt_package	*parent;	/* of the folder above, or NULL */
	struct vt_str		 path;		/* of the file; empty: the options */
	struct vt_institution	 institution;	/* code empty: none */
	const struct vt_collection *collections;	/* memberships of objects below */
	size_t			 collection_count;
	struct vt_str		 rights, prefix, language, format;
	struct vt_str		 direction, behavior;	/* viewing.h; empty: nothing is said */
	enum vt_access_policy	 access;
	int64_t			 embargo_until;
	const struct vt_package_column *columns;
	size_t			 column_count;
	const struct vt_str	*withdrawn;	/* this file's own */
	size_t			 withdrawn_count;
	const struct vt_package_captions *captions;	/* the same */
	size_t			 captions_count;
};

/* Reads the file over what parent says (NULL: nothing).  VT_E_BADARG names
 * file, line and mend: an unknown key is refused, because a mistyped `access`
 * must not publish anything. */
vt_err	vt_package_read(struct vt_arena *a, const char *path, const struct vt_package *parent,
	    const struct vt_package **package_r) VT_MUST_CHECK;
/* The same from bytes; path is what sentences call them. */
vt_err	vt_package_parse(struct vt_arena *a, struct vt_str bytes, const char *path,
	    const struct vt_package *parent, const struct vt_package **package_r) VT_MUST_CHECK;

/* "open", "metadata", "embargo:YYYY-MM-DD". */
bool	vt_package_access(struct vt_str s, enum vt_access_policy *access_r, int64_t *until_r);
/* Letters, digits and -_.!~*'() in parts divided by ':' (an OAI setSpec). */
bool	vt_package_is_spec(struct vt_str spec);
/* The definition of a collection by this package or one above; NULL. */
const struct vt_collection *vt_package_collection(const struct vt_package *p,
	    struct vt_str spec);
/* Whether this package's own list names it: as it is, or as a source gives it (made
 * safe, without the package's prefix and with it). */
bool	vt_package_lists(struct vt_arena *a, const struct vt_package *p,
	    struct vt_str identifier);
/* Whether this package or one above lists it. */
bool	vt_package_is_withdrawn(struct vt_arena *a, const struct vt_package *p,
	    struct vt_str identifier);
/* Our name of a table's column by `columns`, or empty. */
struct vt_str vt_package_column(const struct vt_package *p, struct vt_str name);

#endif
