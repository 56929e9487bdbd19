/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Makes a description fit to serve and to give on, once, whatever its source
 * was.  What can be mended without doubt is mended (with a finding where the
 * source should be put right); what is doubtful is left out and said; nothing
 * is guessed.  Called by the pipeline between crosswalk and rules.
 */
#include "ingest/normalise/normalise_inside.h"

#define VT_NORMALISE_PARTS_MAX 32 /* languages in one value */

struct vt_normalise {
	struct vt_arena *a;
	struct vt_object *object;
	struct vt_buf *findings;
	struct vt_property *list; /* kept */
	size_t count, cap;
	uint32_t *slots; /* of kept ones by hash, 1-based; slot_count a power of two */
	size_t slot_count;
};

static bool
vt_normalise_is(const struct vt_property *p, const char *name)
{
	return (vt_str_eq_c(p->name, name));
}

static bool
vt_normalise_is_no_language(struct vt_str tag)
{
	return (vt_str_eq_c(tag, "und") || vt_str_eq_c(tag, "mis"));
}

/* --- repetitions --- */

static uint32_t
vt_normalise_hash(uint32_t h, struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.p[i]) * 16777619u;
	return ((h ^ 0xff) * 16777619u);
}

static bool
vt_normalise_same(const struct vt_property *p, const struct vt_property *q)
{
	return (
	    vt_str_eq(p->value, q->value) && vt_str_eq(p->name, q->name) &&
	    vt_str_eq(p->lang, q->lang) && vt_str_eq(p->uri, q->uri) &&
	    vt_str_eq(p->role, q->role) && vt_str_eq(p->start, q->start) &&
	    vt_str_eq(p->end, q->end) && p->has_coordinates == q->has_coordinates &&
	    (!p->has_coordinates || (p->latitude == q->latitude && p->longitude == q->longitude)));
}

/* The slot where p is, or where it would go. */
static uint32_t *
vt_normalise_slot(struct vt_normalise *n, const struct vt_property *p)
{
	uint32_t h = vt_normalise_hash(vt_normalise_hash(2166136261u, p->name), p->value);

	for (size_t i = h & (n->slot_count - 1);; i = (i + 1) & (n->slot_count - 1))
		if (n->slots[i] == 0 || vt_normalise_same(&n->list[n->slots[i] - 1], p))
			return (&n->slots[i]);
}

static bool
vt_normalise_is_title_again(struct vt_normalise *n, const struct vt_property *p)
{
	struct vt_property title = *p;

	title.name = VT_STR("title");
	return (vt_normalise_is(p, "alternative") && *vt_normalise_slot(n, &title) != 0);
}

static void
vt_normalise_keep(struct vt_normalise *n, const struct vt_property *p)
{
	uint32_t *slot;

	if ((p->value.len == 0 && p->uri.len == 0) || n->count == n->cap)
		return;
	slot = vt_normalise_slot(n, p);
	if (*slot != 0 || vt_normalise_is_title_again(n, p))
		return;
	n->list[n->count++] = *p;
	*slot = (uint32_t)n->count;
}

/* --- properties by name --- */

static void
vt_normalise_one_language(struct vt_normalise *n, const struct vt_property *p, struct vt_str text)
{
	struct vt_property one = *p;

	if (text.len == 0)
		return;
	one.value = vt_language_tag(n->a, text);
	if (one.value.len == 0) {
		vt_normalise_find(n->findings, p->name, text,
				  "is no language that is known; write its ISO 639 code "
				  "(lt, lit) or its name");
		one.value = text;
	}
	if (!vt_normalise_is_no_language(one.value))
		vt_normalise_keep(n, &one);
}

static vt_err
vt_normalise_languages(struct vt_normalise *n, struct vt_property *p)
{
	struct vt_str rest, part, whole = vt_language_tag(n->a, p->value);
	char *text;

	if (whole.len != 0) {
		p->value = whole;
		if (!vt_normalise_is_no_language(whole))
			vt_normalise_keep(n, p);
		return (VT_OK);
	}
	text = vt_str_c(n->a, p->value);
	if (text == NULL)
		return (VT_E_LIMIT);
	for (char *c = text; *c != '\0'; c++)
		if (strchr("|,/", *c) != NULL)
			*c = ';';
	rest = vt_str_of(text);
	for (int i = 0; i < VT_NORMALISE_PARTS_MAX && vt_str_next(&rest, ';', &part); i++)
		vt_normalise_one_language(n, p, vt_str_trim(part));
	return (VT_OK);
}

/* A rights statement: its address goes to the object where that has none. */
static void
vt_normalise_rights_property(struct vt_normalise *n, struct vt_property *p)
{
	struct vt_str given;
	bool is_known = false;

	if (p->uri.len == 0 && (vt_str_starts(p->value, VT_STR("http://")) ||
				vt_str_starts(p->value, VT_STR("https://")))) {
		p->uri = p->value;
		p->value = VT_STR("");
	}
	given = p->uri;
	if (p->uri.len != 0)
		p->uri = vt_normalise_rights(n->a, given, &is_known);
	if (is_known && n->object->rights.len == 0) {
		if (!vt_str_eq(p->uri, given))
			vt_normalise_find(n->findings, p->name, given,
					  "is written %.*s; put the source right",
					  VT_STR_ARG(p->uri));
		n->object->rights = p->uri;
	}
	/* The object says it already. */
	if (p->value.len != 0 || !vt_str_eq(p->uri, n->object->rights))
		vt_normalise_keep(n, p);
}

static bool
vt_normalise_is_date(const struct vt_property *p)
{
	return (vt_normalise_is(p, "issued") || vt_normalise_is(p, "created") ||
		vt_normalise_is(p, "date") || vt_normalise_is(p, "temporal"));
}

static void
vt_normalise_spot(struct vt_normalise *n, struct vt_property *p)
{
	if (!p->has_coordinates)
		return;
	/* Written so that not-a-number fails too. */
	if (p->latitude >= -90 && p->latitude <= 90 && p->longitude >= -180 &&
	    p->longitude <= 180 && (p->latitude != 0 || p->longitude != 0))
		return;
	vt_normalise_find(
	    n->findings, p->name, p->value,
	    "its coordinates lie nowhere (latitude, longitude in degrees are wanted); "
	    "left out");
	p->has_coordinates = false;
}

static void
vt_normalise_lang(struct vt_normalise *n, struct vt_property *p)
{
	struct vt_str tag;

	if (p->lang.len == 0)
		return;
	tag = vt_language_tag(n->a, p->lang);
	if (tag.len == 0)
		vt_normalise_find(n->findings, p->name, p->value,
				  "its language \"%.*s\" is not known; left out",
				  VT_STR_ARG(p->lang));
	if (vt_normalise_is_no_language(tag) || vt_str_eq_c(tag, "mul") || vt_str_eq_c(tag, "zxx"))
		tag = VT_STR("");
	p->lang = tag;
}

static void
vt_normalise_role(struct vt_property *p)
{
	bool is_code = p->role.len == 3;

	for (size_t i = 0; i < p->role.len && is_code; i++)
		is_code = p->role.p[i] >= 'a' && p->role.p[i] <= 'z';
	if (!is_code)
		p->role = VT_STR("");
}

static vt_err
vt_normalise_property(struct vt_normalise *n, const struct vt_property *given)
{
	struct vt_property p = *given;

	p.value = vt_normalise_text(n->a, p.name, p.value, n->findings);
	if (p.value.p == NULL)
		return (VT_E_LIMIT);
	if (vt_normalise_is(&p, "language"))
		return (vt_normalise_languages(n, &p));
	vt_normalise_lang(n, &p);
	vt_normalise_role(&p);
	vt_normalise_spot(n, &p);
	if (p.uri.len != 0)
		p.uri = vt_normalise_uri(n->a, p.name, p.uri, n->findings);
	if (vt_normalise_is(&p, "rights")) {
		vt_normalise_rights_property(n, &p);
		return (VT_OK);
	}
	if (vt_normalise_is_date(&p) && vt_normalise_date(n->a, &p, n->findings) != VT_OK)
		return (VT_E_LIMIT);
	vt_normalise_keep(n, &p);
	return (VT_OK);
}

/* --- the object --- */

static vt_err
vt_normalise_object_rights(struct vt_normalise *n, struct vt_property *words)
{
	struct vt_str given = vt_str_trim(n->object->rights), uri;
	bool is_known;

	*words = (struct vt_property){ .name = VT_STR("rights") };
	n->object->rights = VT_STR("");
	if (given.len == 0)
		return (VT_OK);
	uri = vt_normalise_rights(n->a, given, &is_known);
	if (is_known) {
		if (!vt_str_eq(uri, given))
			vt_normalise_find(n->findings, words->name, given,
					  "is written %.*s; put the source right", VT_STR_ARG(uri));
		n->object->rights = uri;
		return (VT_OK);
	}
	if (vt_str_starts(given, VT_STR("http://")) || vt_str_starts(given, VT_STR("https://"))) {
		vt_normalise_find(
		    n->findings, words->name, given,
		    "is no address of Creative Commons or rightsstatements.org; kept, "
		    "but Europeana will not take it");
		n->object->rights = vt_normalise_uri(n->a, words->name, given, NULL);
		return (n->object->rights.p == NULL ? VT_E_LIMIT : VT_OK);
	}
	vt_normalise_find(n->findings, words->name, given,
			  "are words, not an address; kept as words. Say the address (such as "
			  "http://creativecommons.org/publicdomain/mark/1.0/)");
	words->value = given;
	return (VT_OK);
}

static void
vt_normalise_object_language(struct vt_normalise *n)
{
	struct vt_str given = vt_str_trim(n->object->language), tag = VT_STR("");

	if (given.len != 0) {
		tag = vt_language_tag(n->a, given);
		/* A source with several says them as properties too. */
		if (tag.len == 0)
			tag = VT_STR("");
		if (vt_normalise_is_no_language(tag))
			tag = VT_STR("");
	}
	for (size_t i = 0; tag.len == 0 && i < n->count; i++)
		if (vt_normalise_is(&n->list[i], "language"))
			tag = vt_language_tag(n->a, n->list[i].value);
	n->object->language = tag.len != 0 ? tag : VT_STR("");
}

static void
vt_normalise_object_kind(struct vt_normalise *n)
{
	static const char *const names[] = { "type", "format", "medium" };

	if (n->object->kind != VT_KIND_NONE)
		return;
	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
		for (size_t i = 0; i < n->count; i++) {
			const struct vt_property *p = &n->list[i];

			if (!vt_normalise_is(p, names[k]))
				continue;
			if (vt_kind_parse(p->value, &n->object->kind) ||
			    (p->value.len == 0 && vt_kind_parse(p->uri, &n->object->kind)))
				return;
		}
	n->object->kind = VT_KIND_IMAGE;
	vt_normalise_find(
	    n->findings, VT_STR_NONE, VT_STR_NONE,
	    "nothing says what kind of thing it is; taken as IMAGE. Say a type (in a table: "
	    "column kind): TEXT, IMAGE, SOUND, VIDEO, 3D, or a word such as \"knyga\", "
	    "\"fotografija\"");
}

static vt_err
vt_normalise_begin(struct vt_normalise *n, size_t count)
{
	/* One value may name several languages. */
	n->cap = count + VT_NORMALISE_PARTS_MAX * 4 + 1;
	n->slot_count = 64;
	while (n->slot_count < n->cap * 2)
		n->slot_count *= 2;
	n->list = vt_arena_array(n->a, n->cap, sizeof(*n->list));
	n->slots = vt_arena_array(n->a, n->slot_count, sizeof(*n->slots));
	return (n->list == NULL || n->slots == NULL ? VT_E_LIMIT : VT_OK);
}

vt_err
vt_normalise(struct vt_arena *a, struct vt_object *object, struct vt_buf *findings)
{
	struct vt_normalise n = { .a = a, .object = object, .findings = findings };
	const struct vt_description given = object->description;
	struct vt_property words;
	vt_err err = vt_normalise_begin(&n, given.count);

	if (err == VT_OK)
		err = vt_normalise_object_rights(&n, &words);
	for (size_t i = 0; i < given.count && err == VT_OK; i++)
		err = vt_normalise_property(&n, &given.properties[i]);
	if (err == VT_OK && words.value.len != 0)
		err = vt_normalise_property(&n, &words);
	if (err != VT_OK)
		return (err);
	vt_normalise_object_language(&n);
	vt_normalise_object_kind(&n);
	object->description = (struct vt_description){ n.list, n.count };
	return (VT_OK);
}
