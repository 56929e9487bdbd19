/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A description: Dublin Core-style properties of one object, in the order of
 * their source.  The same in memory, and as XML (namespace
 * VT_DESCRIPTION_NS; core/README.md has the form) between the crosswalks.
 */
#ifndef VT_API_DESCRIPTION_H
#define VT_API_DESCRIPTION_H

#include "str.h"

#define VT_DESCRIPTION_NS "urn:vartai:description:1"

/* Years before which and after which a date is taken for a mistake. */
#define VT_YEAR_MIN (-4000)
#define VT_YEAR_MAX 2200

struct vt_property {
	/* A DCMI term without prefix: title, alternative, creator,
	 * contributor, publisher, date, created, issued, description,
	 * abstract, tableOfContents, subject, type, format, extent, medium,
	 * language (ISO 639), source, relation, isPartOf, hasPart, spatial,
	 * temporal, rights (a statement in words), rightsHolder, identifier
	 * (other than the object's own), provenance, bibliographicCitation;
	 * and exactMatch: the value is the uri of another property, the uri
	 * is the same thing elsewhere. */
	struct vt_str	name;
	struct vt_str	value;		/* as given; may be empty when uri is set */
	struct vt_str	lang;		/* BCP 47, empty: unknown */
	struct vt_str	uri;		/* authority, empty: none */
	struct vt_str	role;		/* MARC relator code of an agent, or empty */
	struct vt_str	start, end;	/* of a date: ISO 8601 YYYY[-MM[-DD]], or empty */
	bool		has_coordinates;
	double		latitude, longitude;	/* WGS 84, degrees */
};

struct vt_description {
	const struct vt_property	*properties;
	size_t				 count;
};

/* The first property of that name in the first of the languages that has one
 * (lang NULL: in any), else any of that name; NULL when there is none. */
VT_API const struct vt_property	*vt_description_first(
		    const struct vt_description *d, const char *name,
		    const char *lang);
/* Walks the properties of a name: start with *at = 0; NULL at the end. */
VT_API const struct vt_property	*vt_description_next(
		    const struct vt_description *d, const char *name,
		    size_t *at);
/* The same of a field as people are shown it: a place with a role, where it was
 * published or made, is not "spatial" but VT_FIELD_MADE_AT; who did several things
 * is there once. */
#define VT_FIELD_MADE_AT "madeAt"
VT_API const struct vt_property	*vt_description_shown(
		    const struct vt_description *d, const char *field,
		    size_t *at);
/* Title to show in a language: title, else alternative, else the first words
 * of the description, else empty. */
VT_API struct vt_str vt_description_title(const struct vt_description *d,
		    const char *lang);

#endif
