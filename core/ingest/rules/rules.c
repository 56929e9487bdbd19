/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules as a list, what was found, and how it is said.  The rules themselves
 * are in rules_edm.c and rules_patterns.c; called by crosswalk.c for each edm
 * record that is made, and by check.c.
 */
#include "ingest/rules/rules.h"

#include "api/arena.h"
#include "ingest/folder/finding.h"

static const struct {
	const char *name;
	enum vt_rule_origin origin;
} vt_rule_table[VT_RULE_COUNT] = {
	[VT_RULE_NO_RDF] = { "no_rdf", VT_RULE_HARVESTER },
	[VT_RULE_LINK_EMPTY] = { "link_empty", VT_RULE_SCHEMATRON },
	[VT_RULE_LINK_AND_WORDS] = { "link_and_words", VT_RULE_SCHEMATRON },
	[VT_RULE_NO_SUBJECT] = { "no_subject", VT_RULE_SCHEMATRON },
	[VT_RULE_NO_TITLE] = { "no_title", VT_RULE_SCHEMATRON },
	[VT_RULE_NO_LANGUAGE] = { "no_language", VT_RULE_SCHEMATRON },
	[VT_RULE_PROXY_TYPE] = { "proxy_type", VT_RULE_SCHEMATRON },
	[VT_RULE_NOT_SHOWN] = { "not_shown", VT_RULE_SCHEMATRON },
	[VT_RULE_NO_DATA_PROVIDER] = { "no_data_provider", VT_RULE_SCHEMATRON },
	[VT_RULE_NO_PROVIDER] = { "no_provider", VT_RULE_SCHEMATRON },
	[VT_RULE_NO_RIGHTS] = { "no_rights", VT_RULE_SCHEMATRON },
	[VT_RULE_RIGHTS_INVALID] = { "rights_invalid", VT_RULE_SCHEMATRON },
	[VT_RULE_LANG_EMPTY] = { "lang_empty", VT_RULE_SCHEMATRON },
	[VT_RULE_PART_IN_WORDS] = { "part_in_words", VT_RULE_SCHEMATRON },
	[VT_RULE_ONE_OBJECT] = { "one_object", VT_RULE_SCHEMATRON },
	[VT_RULE_ONE_AGGREGATION] = { "one_aggregation", VT_RULE_SCHEMATRON },
	[VT_RULE_SOURCE_TYPE] = { "source_type", VT_RULE_SCHEMATRON },
	[VT_RULE_USAGE] = { "usage", VT_RULE_SCHEMATRON },
	[VT_RULE_KIND] = { "kind", VT_RULE_HARVESTER },
	[VT_RULE_ABOUT_EMPTY] = { "about_empty", VT_RULE_HARVESTER },
	[VT_RULE_ABOUT_TWICE] = { "about_twice", VT_RULE_HARVESTER },
	[VT_RULE_P1] = { "p1", VT_RULE_PATTERN },
	[VT_RULE_P2] = { "p2", VT_RULE_PATTERN },
	[VT_RULE_P3] = { "p3", VT_RULE_PATTERN },
	[VT_RULE_P5] = { "p5", VT_RULE_PATTERN },
	[VT_RULE_P6] = { "p6", VT_RULE_PATTERN },
	[VT_RULE_P7] = { "p7", VT_RULE_PATTERN },
	[VT_RULE_P9] = { "p9", VT_RULE_PATTERN },
	[VT_RULE_P12] = { "p12", VT_RULE_PATTERN },
};

const char *
vt_rule_name(enum vt_rule rule)
{
	return (vt_rule_table[rule].name);
}

enum vt_rule_origin
vt_rule_origin(enum vt_rule rule)
{
	return (vt_rule_table[rule].origin);
}

bool
vt_rule_withholds(enum vt_rule rule)
{
	return (vt_rule_table[rule].origin != VT_RULE_PATTERN);
}

/* --- what was found ---------------------------------------------------------------------- */

void
vt_rules_init(struct vt_rule_findings *f, struct vt_arena *a)
{
	*f = (struct vt_rule_findings){ .arena = a };
}

void
vt_rules_find(struct vt_rule_findings *f, enum vt_rule rule, struct vt_str about)
{
	struct vt_rule_finding *items;

	about = vt_utf8_cut(about, VT_RULE_ABOUT_MAX);
	for (size_t i = 0; i < f->count; i++)
		if (f->items[i].rule == rule && vt_str_eq(f->items[i].about, about))
			return;
	if (f->count == VT_RULE_FINDINGS_MAX)
		return;
	items = vt_array_grow(f->arena, f->items, f->count, &f->cap, sizeof(*items));
	if (items == NULL)
		return;
	f->items = items;
	f->items[f->count++] =
	    (struct vt_rule_finding){ .rule = rule, .about = vt_str_dup(f->arena, about) };
}

size_t
vt_rules_errors(const struct vt_rule_findings *f)
{
	size_t count = 0;

	for (size_t i = 0; i < f->count; i++)
		count += vt_rule_withholds(f->items[i].rule);
	return (count);
}

/* --- how it is said ------------------------------------------------------------------------ */

void
vt_rules_say(const struct vt_rule_finding *finding, const struct vt_messages *m,
	     const char *language, struct vt_buf *out)
{
	const char *name = vt_rule_name(finding->rule);
	char key[64];
	struct vt_str rest, text, place;

	if (m == NULL) {
		vt_buf_printf(out, "%s", name);
		return;
	}
	(void)snprintf(key, sizeof(key), "check.rule.%s", name);
	rest = vt_messages_get(m, language, vt_str_of(key));
	while (vt_messages_next(&rest, &text, &place)) {
		vt_buf_str(out, text);
		if (place.len != 0)
			vt_buf_str(out, finding->about);
	}
}

vt_err
vt_rules_verdict(const struct vt_rule_findings *f, const struct vt_messages *m)
{
	struct vt_buf said;
	size_t count = 0;
	vt_err err = VT_OK;

	vt_buf_init(&said, VT_FAIL_TEXT_MAX);
	for (size_t i = 0; i < f->count; i++) {
		if (!vt_rule_withholds(f->items[i].rule))
			continue;
		if (count++ != 0)
			vt_buf_put(&said, "; ", 2);
		vt_rules_say(&f->items[i], m, "en", &said);
	}
	if (count != 0)
		err = vt_fail(VT_E_DECLINED, "no edm record: %.*s", (int)said.len,
			      said.p != NULL ? said.p : "");
	vt_buf_fini(&said);
	return (err);
}
