/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Europeana's problem patterns P2 to P12 on the titles and descriptions that a
 * provider gives; thresholds as Europeana publishes them.  None withholds a
 * record: they are what makes one hard to find.
 */
#include <glib.h>

#include "ingest/rules/rules.h"
#include "ingest/rules/rules_xml.h"
#include "text/xml_read.h"

#define VT_P3_ALIKE_PERCENT   90 /* of the shorter one that both have in order */
#define VT_P3_LENGTH_MORE     5	 /* characters, and a tenth of the shorter one */
#define VT_P5_STRANGE_MAX     5	 /* characters of a title that are no letters */
#define VT_P6_TITLE_MIN	      3
#define VT_P9_DESCRIPTION_MIN 51
#define VT_P12_TITLE_MAX      70
#define VT_PATTERN_VALUES_MAX 200 /* titles and descriptions that are looked at */

struct vt_pattern_value {
	struct vt_str text, lang;
	uint32_t *codes; /* its first characters */
	size_t code_count, chars;
};
struct vt_patterns {
	struct vt_rule_findings *f;
	struct vt_pattern_value titles[VT_PATTERN_VALUES_MAX], descriptions[VT_PATTERN_VALUES_MAX];
	struct vt_str identifiers[VT_PATTERN_VALUES_MAX];
	size_t title_count, description_count, identifier_count;
};

/* --- reading ------------------------------------------------------------------------------ */

static bool
vt_patterns_decode(struct vt_arena *a, struct vt_pattern_value *v)
{
	size_t room = v->text.len < VT_RULE_COMPARED_MAX ? v->text.len : VT_RULE_COMPARED_MAX;
	struct vt_str rest = v->text;
	uint32_t code;

	v->codes = vt_arena_array(a, room + 1, sizeof(*v->codes));
	while (v->codes != NULL && vt_utf8_next(&rest, &code)) {
		if (v->code_count < room)
			v->codes[v->code_count++] = code;
		v->chars++;
	}
	return (v->codes != NULL);
}

static void
vt_patterns_add(struct vt_patterns *p, const xmlNode *n, struct vt_pattern_value *list,
		size_t *count)
{
	struct vt_pattern_value v = { .text = vt_xml_text(p->f->arena, n) };

	if (*count == VT_PATTERN_VALUES_MAX || v.text.p == NULL)
		return;
	(void)vt_rdf_lang(p->f->arena, n, &v.lang);
	if (vt_patterns_decode(p->f->arena, &v))
		list[(*count)++] = v;
}

static void
vt_patterns_read(struct vt_patterns *p, const xmlNode *provided)
{
	for (const xmlNode *n = vt_xml_child(provided, VT_NS_DC, NULL); n != NULL;
	     n = vt_xml_next(n, VT_NS_DC, NULL)) {
		struct vt_str id;

		if (vt_xml_is(n, NULL, "title"))
			vt_patterns_add(p, n, p->titles, &p->title_count);
		else if (vt_xml_is(n, NULL, "description"))
			vt_patterns_add(p, n, p->descriptions, &p->description_count);
		else if (vt_xml_is(n, NULL, "identifier") &&
			 p->identifier_count < VT_PATTERN_VALUES_MAX &&
			 (id = vt_xml_text(p->f->arena, n)).len != 0)
			p->identifiers[p->identifier_count++] = id;
	}
}

/* --- titles against descriptions ------------------------------------------------------------ */

static bool
vt_patterns_are_equal(const struct vt_pattern_value *t, const struct vt_pattern_value *d)
{
	if (t->chars != d->chars || t->chars == 0)
		return (false);
	for (size_t i = 0; i < t->code_count; i++)
		if (g_unichar_tolower(t->codes[i]) != g_unichar_tolower(d->codes[i]))
			return (false);
	return (true);
}

/* How many characters both have in the same order (longest common subsequence). */
static size_t
vt_patterns_common(const struct vt_pattern_value *t, const struct vt_pattern_value *d)
{
	size_t row[VT_RULE_COMPARED_MAX + 1] = { 0 };

	for (size_t i = 0; i < t->code_count; i++) {
		size_t diagonal = 0;

		for (size_t k = 0; k < d->code_count; k++) {
			size_t above = row[k + 1];

			if (t->codes[i] == d->codes[k])
				row[k + 1] = diagonal + 1;
			else if (row[k] > above)
				row[k + 1] = row[k];
			diagonal = above;
		}
	}
	return (row[d->code_count]);
}

static bool
vt_patterns_are_alike(const struct vt_pattern_value *t, const struct vt_pattern_value *d)
{
	size_t shorter = t->chars < d->chars ? t->chars : d->chars;
	size_t more = t->chars + d->chars - 2 * shorter;
	size_t compared = shorter < VT_RULE_COMPARED_MAX ? shorter : VT_RULE_COMPARED_MAX;

	if (shorter == 0 || more * 10 > VT_P3_LENGTH_MORE * 10 + shorter)
		return (false);
	return (vt_patterns_common(t, d) * 100 >= compared * VT_P3_ALIKE_PERCENT);
}

static void
vt_patterns_compare(struct vt_patterns *p)
{
	for (size_t i = 0; i < p->title_count; i++)
		for (size_t k = 0; k < p->description_count; k++) {
			const struct vt_pattern_value *t = &p->titles[i], *d = &p->descriptions[k];

			if (vt_patterns_are_equal(t, d))
				vt_rules_find(p->f, VT_RULE_P2, t->text);
			else if (vt_patterns_are_alike(t, d))
				vt_rules_find(p->f, VT_RULE_P3, t->text);
		}
}

/* --- titles alone ------------------------------------------------------------------------------
 */

static bool
vt_patterns_is_strange(const struct vt_pattern_value *t)
{
	struct vt_str rest = t->text;
	size_t strange = 0;
	uint32_t code;

	while (vt_utf8_next(&rest, &code))
		strange += code != ' ' && !g_unichar_isalpha(code) && !g_unichar_isdigit(code) &&
			   !g_unichar_ismark(code);
	return (strange > VT_P5_STRANGE_MAX);
}

static void
vt_patterns_title(struct vt_patterns *p, const struct vt_pattern_value *t)
{
	bool is_strange = vt_patterns_is_strange(t);

	for (size_t i = 0; i < p->identifier_count && !is_strange; i++)
		is_strange = vt_str_find(t->text, p->identifiers[i]) >= 0;
	if (is_strange)
		vt_rules_find(p->f, VT_RULE_P5, t->text);
	if (t->chars < VT_P6_TITLE_MIN)
		vt_rules_find(p->f, VT_RULE_P6, t->text);
	if (t->chars > VT_P12_TITLE_MAX)
		vt_rules_find(p->f, VT_RULE_P12, t->text);
}

/* --- descriptions alone --------------------------------------------------------------------------
 */

/* One that is long enough excuses the others of its language. */
static bool
vt_patterns_is_excused(const struct vt_patterns *p, struct vt_str lang)
{
	for (size_t i = 0; i < p->description_count; i++)
		if (p->descriptions[i].chars >= VT_P9_DESCRIPTION_MIN &&
		    vt_str_eq(p->descriptions[i].lang, lang))
			return (true);
	return (false);
}

static void
vt_patterns_descriptions(struct vt_patterns *p)
{
	size_t said = 0;

	for (size_t i = 0; i < p->description_count; i++) {
		const struct vt_pattern_value *d = &p->descriptions[i];

		said += d->chars != 0;
		if (d->chars != 0 && !vt_patterns_is_excused(p, d->lang))
			vt_rules_find(p->f, VT_RULE_P9, d->text);
	}
	if (said == 0)
		vt_rules_find(p->f, VT_RULE_P7, VT_STR_NONE);
}

/* In Europeana's internal form the provider's words are in its proxies. */
static bool
vt_patterns_is_providers(const xmlNode *n)
{
	const xmlNode *own = vt_xml_child(n, VT_NS_EDM, "europeanaProxy");

	return (vt_xml_is(n, VT_NS_ORE, "Proxy") && (own == NULL || !vt_rdf_equals(own, "true")));
}

void
vt_rules_patterns(struct vt_rule_findings *f, xmlDocPtr doc)
{
	struct vt_patterns *p = vt_arena_alloc(f->arena, sizeof(*p));
	const xmlNode *root = xmlDocGetRootElement(doc);
	bool has_proxies = root != NULL && vt_xml_child(root, VT_NS_ORE, "Proxy") != NULL;

	if (p == NULL || root == NULL)
		return;
	p->f = f;
	for (const xmlNode *n = vt_xml_child(root, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL))
		if (has_proxies ? vt_patterns_is_providers(n)
				: vt_xml_is(n, VT_NS_EDM, "ProvidedCHO"))
			vt_patterns_read(p, n);
	vt_patterns_compare(p);
	for (size_t i = 0; i < p->title_count; i++)
		vt_patterns_title(p, &p->titles[i]);
	vt_patterns_descriptions(p);
}
