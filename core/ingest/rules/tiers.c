/* SPDX-License-Identifier: Apache-2.0 */
/* The tiers of a record: it is taken apart, both halves are worked out, and said. */
#include <stdio.h>

#include "ingest/rules/rules_xml.h"
#include "ingest/rules/tiers_inside.h"
#include "text/xml_read.h"

static void
vt_tiers_provided(struct vt_tier_record *r)
{
	bool has_proxies = vt_xml_child(r->root, VT_NS_ORE, "Proxy") != NULL;

	for (const xmlNode *n = vt_xml_child(r->root, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL)) {
		const xmlNode *own = vt_xml_child(n, VT_NS_EDM, "europeanaProxy");
		bool is_meant = has_proxies ? vt_xml_is(n, VT_NS_ORE, "Proxy") &&
						  (own == NULL || !vt_rdf_equals(own, "true"))
					    : vt_xml_is(n, VT_NS_EDM, "ProvidedCHO");

		if (is_meant && r->provided_count < VT_TIER_PROVIDED_MAX)
			r->provided[r->provided_count++] = n;
	}
}

void
vt_tiers_of(struct vt_arena *a, xmlDocPtr doc, const struct vt_tier_fact *facts, size_t fact_count,
	    struct vt_tiers *t_r)
{
	struct vt_tier_record r = {
		.a = a, .root = xmlDocGetRootElement(doc), .facts = facts, .fact_count = fact_count
	};

	*t_r = (struct vt_tiers){ .reason = VT_TIER_NO_KIND };
	if (r.root == NULL)
		return;
	r.aggregation = vt_xml_child(r.root, VT_NS_ORE, "Aggregation");
	vt_tiers_provided(&r);
	vt_tiers_content(&r, t_r);
	vt_tiers_metadata(&r, t_r);
}

const char *
vt_tier_metadata_name(enum vt_tier_metadata tier)
{
	static const char *const names[] = { "0", "A", "B", "C" };

	return (names[tier]);
}

const char *
vt_tier_reason_name(enum vt_tier_reason reason)
{
	static const char *const names[VT_TIER_REASON_COUNT] = {
		"top",	 "no_kind",   "no_thumbnail", "no_media",	"nothing",
		"small", "few_lines", "other_media",  "licence_closed", "licence_restricted",
	};

	return (names[reason]);
}

/* --- sentences ------------------------------------------------------------------------------- */

struct vt_tier_place {
	const char *name;
	struct vt_str value;
};

static void
vt_tiers_say(const struct vt_messages *m, const char *language, const char *key,
	     const struct vt_tier_place *places, struct vt_buf *out)
{
	struct vt_str rest, text, place;
	char whole[64];

	(void)snprintf(whole, sizeof(whole), "check.tier.%s", key);
	rest = vt_messages_get(m, language, vt_str_of(whole));
	while (vt_messages_next(&rest, &text, &place)) {
		vt_buf_str(out, text);
		for (const struct vt_tier_place *p = places; p->name != NULL; p++)
			if (vt_str_eq_c(place, p->name))
				vt_buf_str(out, p->value);
	}
}

static struct vt_str
vt_tiers_number(char text[24], int64_t n)
{
	(void)snprintf(text, 24, "%lld", (long long)n);
	return (vt_str_of(text));
}

void
vt_tiers_say_content(const struct vt_tiers *t, const struct vt_messages *m, const char *language,
		     struct vt_buf *out)
{
	char pixels[24], before[24], key[48];
	const struct vt_tier_place places[] = {
		{ "pixels", vt_tiers_number(pixels, t->pixels) },
		{ "before", vt_tiers_number(before, t->content_unlicensed) },
		{ NULL, VT_STR_NONE },
	};

	(void)snprintf(key, sizeof(key), "content.%s", vt_tier_reason_name(t->reason));
	vt_tiers_say(m, language, key, places, out);
}

static int
vt_tiers_bits(uint32_t mask)
{
	int count = 0;

	for (; mask != 0; mask &= mask - 1)
		count++;
	return (count);
}

void
vt_tiers_say_language(const struct vt_tiers *t, const struct vt_messages *m, const char *language,
		      struct vt_buf *out)
{
	char tagged[24], words[24];
	struct vt_buf missing;

	vt_buf_init(&missing, 0);
	vt_tiers_properties(t->words & ~t->tagged, &missing);
	vt_tiers_say(m, language, t->language == VT_TIER_C ? "language.top" : "language.some",
		     (const struct vt_tier_place[]){
			 { "tagged", vt_tiers_number(tagged, vt_tiers_bits(t->tagged)) },
			 { "words", vt_tiers_number(words, vt_tiers_bits(t->words)) },
			 { "missing", vt_buf_get(&missing) },
			 { NULL, VT_STR_NONE } },
		     out);
	vt_buf_fini(&missing);
}

void
vt_tiers_say_enabling(const struct vt_tiers *t, const struct vt_messages *m, const char *language,
		      struct vt_buf *out)
{
	char elements[24], groups[24];
	struct vt_buf missing;

	vt_buf_init(&missing, 0);
	vt_tiers_elements(VT_TIER_ELEMENTS_ALL & ~t->elements, &missing);
	vt_tiers_say(m, language, t->enabling == VT_TIER_C ? "enabling.top" : "enabling.some",
		     (const struct vt_tier_place[]){
			 { "elements", vt_tiers_number(elements, vt_tiers_bits(t->elements)) },
			 { "groups", vt_tiers_number(groups, vt_tiers_bits(t->groups)) },
			 { "missing", vt_buf_get(&missing) },
			 { NULL, VT_STR_NONE } },
		     out);
	vt_buf_fini(&missing);
}

void
vt_tiers_say_classes(const struct vt_tiers *t, const struct vt_messages *m, const char *language,
		     struct vt_buf *out)
{
	char complete[24];
	struct vt_buf missing;

	vt_buf_init(&missing, 0);
	vt_tiers_classes(15u & ~t->complete, &missing);
	vt_tiers_say(m, language, t->classes == VT_TIER_C ? "classes.top" : "classes.some",
		     (const struct vt_tier_place[]){
			 { "complete", vt_tiers_number(complete, vt_tiers_bits(t->complete)) },
			 { "missing", vt_buf_get(&missing) },
			 { NULL, VT_STR_NONE } },
		     out);
	vt_buf_fini(&missing);
}
