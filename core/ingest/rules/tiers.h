/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Europeana's tiers of one edm record, worked out before it is sent: content tier
 * 0 to 4 (how good its media are and how free), metadata tier 0, A, B, C (the
 * lowest of language, enabling elements and contextual classes).  By the rules of
 * Europeana's publishing framework as its indexing applies them.
 */
#ifndef VT_INGEST_TIERS_H
#define VT_INGEST_TIERS_H

#include <libxml/tree.h>

#include "api/arena.h"
#include "api/buf.h"
#include "text/messages.h"

/* Pixels from which an image counts. */
#define VT_TIER_PIXELS_SMALL	100000
#define VT_TIER_PIXELS_MEDIUM	420000
#define VT_TIER_PIXELS_LARGE	950000
#define VT_TIER_VIDEO_LINES	480

/* What is known of a medium that the record names: address is how its address
 * ends. */
struct vt_tier_fact {
	struct vt_str	address;
	const char	*media_type;
	int64_t		width, height;
};

enum vt_tier_licence { VT_TIER_CLOSED, VT_TIER_RESTRICTED, VT_TIER_OPEN };
/* Why the content tier is no higher. */
enum vt_tier_reason {
	VT_TIER_TOP, VT_TIER_NO_KIND, VT_TIER_NO_THUMBNAIL, VT_TIER_NO_MEDIA, VT_TIER_NOTHING,
	VT_TIER_SMALL, VT_TIER_FEW_LINES, VT_TIER_OTHER_MEDIA, VT_TIER_LICENCE_CLOSED,
	VT_TIER_LICENCE_RESTRICTED, VT_TIER_REASON_COUNT
};
enum vt_tier_metadata { VT_TIER_0, VT_TIER_A, VT_TIER_B, VT_TIER_C };
/* Contextual classes, as bits of a mask. */
enum { VT_TIER_AGENT = 1, VT_TIER_CONCEPT = 2, VT_TIER_PLACE = 4, VT_TIER_TIME = 8 };

struct vt_tiers {
	int			content, content_unlicensed;	/* before the licence lowers it */
	enum vt_tier_licence	licence;	/* of what decides the content tier */
	enum vt_tier_reason	reason;
	int64_t			pixels;		/* of the best image; lines of a video */
	enum vt_tier_metadata	metadata, language, enabling, classes;
	uint32_t		words, tagged;	/* of the properties that count: said; with a language */
	uint32_t		elements;	/* enabling elements that are there */
	unsigned		groups;		/* classes that those elements stand for */
	unsigned		complete;	/* classes of which one is complete */
};

/* doc: an rdf:RDF; facts may be empty: then what the record itself says of its
 * media (ebucore) is taken. */
void	vt_tiers_of(struct vt_arena *a, xmlDocPtr doc, const struct vt_tier_fact *facts,
	    size_t fact_count, struct vt_tiers *t_r);

const char *vt_tier_metadata_name(enum vt_tier_metadata tier);	/* "0", "A" … */
const char *vt_tier_reason_name(enum vt_tier_reason reason);	/* "small": a key of check.tier.content */
/* Names ("dc:title, dcterms:spatial") of the bits of a mask. */
void	vt_tiers_properties(uint32_t mask, struct vt_buf *out);
void	vt_tiers_elements(uint32_t mask, struct vt_buf *out);
void	vt_tiers_classes(unsigned mask, struct vt_buf *out);
/* All enabling elements. */
#define VT_TIER_ELEMENTS_ALL	0x1fffu

/* Sentences: why each of the four is what it is, and what would raise it. */
void	vt_tiers_say_content(const struct vt_tiers *t, const struct vt_messages *m,
	    const char *language, struct vt_buf *out);
void	vt_tiers_say_language(const struct vt_tiers *t, const struct vt_messages *m,
	    const char *language, struct vt_buf *out);
void	vt_tiers_say_enabling(const struct vt_tiers *t, const struct vt_messages *m,
	    const char *language, struct vt_buf *out);
void	vt_tiers_say_classes(const struct vt_tiers *t, const struct vt_messages *m,
	    const char *language, struct vt_buf *out);

#endif
