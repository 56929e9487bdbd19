/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said of an object in words: its properties, its rights, whose it is
 * and what is closed.
 */
#include "site.h"

/* In the order in which a reader wants them; labels are the messages
 * "property.<name>". */
static const char *const site_fields[] = {
	"alternative", "creator", "contributor", "publisher", VT_FIELD_MADE_AT, "issued",
	"created", "date",
	"temporal", "spatial", "subject", "type", "extent", "medium", "format", "language",
	"isPartOf", "hasPart", "source", "relation", "provenance", "rights", "rightsHolder",
	"identifier", "bibliographicCitation",
};

/* A language's or a type's name where the messages have it, else as it is given. */
static struct vt_str
site_describe_word(struct site_call *c, const char *list, struct vt_str code)
{
	const char	*key = vt_str_c(c->arena, vt_str_printf(c->arena, "%s.%.*s", list,
			    VT_STR_ARG(code)));
	struct vt_str	 name = key != NULL ? vt_message(c->req, key) : code;

	return (vt_str_eq_c(name, key) ? code : name);
}

static bool
site_is_date(struct vt_str name)
{
	return (vt_str_eq_c(name, "issued") || vt_str_eq_c(name, "created") ||
	    vt_str_eq_c(name, "date"));
}

static struct vt_value *
site_describe_value(struct site_call *c, const struct vt_property *p)
{
	struct vt_value	*v = vt_value_map(c->arena);
	struct vt_str	 text = p->value;

	if (vt_str_eq_c(p->name, "language"))
		text = site_describe_word(c, "language", p->value);
	else if (vt_str_eq_c(p->name, "type"))
		text = site_describe_word(c, "type", p->value);
	vt_value_set_str(v, "text", text);
	if (site_is_date(p->name))
		vt_value_set(v, "when", site_date(c, p));
	else if (p->lang.len > 0 && !vt_str_eq_c(p->lang, c->language))
		vt_value_set_str(v, "lang", p->lang);
	if (vt_str_starts(p->uri, VT_STR("http")))
		vt_value_set_str(v, "uri", p->uri);
	if (vt_str_starts(p->value, VT_STR("http://")) || vt_str_starts(p->value, VT_STR("https://")))
		vt_value_set_str(v, "uri", p->value);
	return (v);
}

/* A type that is only the object's kind again, which the page says already. */
static bool
site_is_kind(const struct vt_property *p)
{
	if (!vt_str_eq_c(p->name, "type"))
		return (false);
	for (int k = VT_KIND_TEXT; k <= VT_KIND_3D; k++)
		if (vt_str_eq_c(p->value, vt_kind_name((enum vt_kind)k)))
			return (true);
	return (false);
}

/* Coordinates without a name, which say little to a reader; maps get them from
 * the manifest and the records. */
static bool
site_is_point(const struct vt_property *p)
{
	struct vt_str	rest = p->value, part;
	double		number;

	if (!p->has_coordinates)
		return (false);
	while (vt_str_next(&rest, ' ', &part))
		if (!vt_str_to_double(part, &number))
			return (false);
	return (true);
}

/* Sources say the same twice: a place once as words, once with coordinates. */
static bool
site_is_said(const struct vt_description *d, const char *name, const struct vt_property *p)
{
	const struct vt_property	*before;
	size_t				 at = 0;

	while ((before = vt_description_shown(d, name, &at)) != NULL && before != p)
		if (vt_str_eq(before->value, p->value) && (before->lang.len == 0 ||
		    vt_str_eq(before->lang, p->lang)))
			return (true);
	return (false);
}

/* Values in the reader's language where there are such, else all of them. */
static struct vt_value *
site_describe_values(struct site_call *c, const struct vt_description *d, const char *name)
{
	struct vt_value			*values = NULL;
	const struct vt_property	*p;
	size_t				 at;
	bool				 has_own = false;

	for (at = 0; (p = vt_description_shown(d, name, &at)) != NULL;)
		has_own |= p->value.len > 0 && vt_str_eq_c(p->lang, c->language);
	for (at = 0; (p = vt_description_shown(d, name, &at)) != NULL;) {
		if (p->value.len == 0 || site_is_kind(p) || site_is_point(p) ||
		    site_is_said(d, name, p))
			continue;
		if (has_own && p->lang.len > 0 && !vt_str_eq_c(p->lang, c->language))
			continue;
		if (values == NULL)
			values = vt_value_list(c->arena);
		vt_value_add(values, site_describe_value(c, p));
	}
	return (values);
}

/* Titles beside the one that is the heading: a Yiddish leaflet keeps its own. */
static struct vt_value *
site_describe_titles(struct site_call *c, const struct vt_description *d)
{
	struct vt_str			 shown = vt_description_title(d, c->language);
	struct vt_value			*values = NULL;
	const struct vt_property	*p;
	size_t				 at = 0;

	while ((p = vt_description_next(d, "title", &at)) != NULL) {
		if (p->value.len == 0 || vt_str_eq(p->value, shown) || site_is_said(d, "title", p))
			continue;
		if (values == NULL)
			values = vt_value_list(c->arena);
		vt_value_add(values, site_describe_value(c, p));
	}
	return (values);
}

static void
site_describe_field(struct site_call *c, struct vt_value *list, const char *name,
    struct vt_value *values)
{
	struct vt_value	*field;

	if (values == NULL)
		return;
	field = vt_value_map(c->arena);
	vt_value_set_str(field, "name", vt_str_of(name));
	vt_value_set(field, "values", values);
	vt_value_add(list, field);
}

static void
site_describe_properties(struct site_call *c, const struct vt_description *d)
{
	struct vt_value	*list = vt_value_list(c->arena);

	site_describe_field(c, list, "otherTitle", site_describe_titles(c, d));
	for (size_t i = 0; i < sizeof(site_fields) / sizeof(site_fields[0]); i++)
		site_describe_field(c, list, site_fields[i],
		    site_describe_values(c, d, site_fields[i]));
	vt_value_set(c->data, "properties", list);
	vt_value_set(c->data, "descriptions", site_describe_values(c, d, "description"));
	vt_value_set(c->data, "abstracts", site_describe_values(c, d, "abstract"));
}

/* "http://creativecommons.org/licenses/by-nc/4.0/" is told by "by-nc",
 * "http://rightsstatements.org/vocab/InC/1.0/" by "InC". */
struct vt_str
site_rights_text(struct site_call *c, const char *list, struct vt_str uri)
{
	struct vt_str	rest = uri, part, code = VT_STR_NONE, text;
	const char	*key;

	for (int i = 0; i < 5 && vt_str_next(&rest, '/', &part); i++)
		code = part;
	if (uri.len == 0 || code.len == 0)
		return (VT_STR_NONE);
	key = vt_str_c(c->arena, vt_str_printf(c->arena, "%s.%.*s", list, VT_STR_ARG(code)));
	if (key == NULL)
		return (VT_STR_NONE);
	text = vt_message(c->req, key);
	return (vt_str_eq_c(text, key) ? VT_STR_NONE : text);
}

static void
site_describe_rights(struct site_call *c, struct vt_str uri)
{
	struct vt_str	name = site_rights_text(c, "rights", uri);

	if (uri.len == 0)
		return;
	vt_value_set_str(c->data, "rights_uri", uri);
	vt_value_set_str(c->data, "rights_name", name.len > 0 ? name : uri);
	vt_value_set_str(c->data, "rights_says", site_rights_text(c, "rights_says", uri));
}

void
site_describe(struct site_call *c, const struct vt_object *object)
{
	struct vt_value	*card = site_card(c, object);
	char		 day[VT_TIME_MAX];

	vt_value_set(c->data, "object", card);
	vt_value_set_str(c->data, "kind", vt_str_of(vt_kind_name(object->kind)));
	site_describe_properties(c, &object->description);
	site_describe_rights(c, object->rights);
	if (object->access == VT_ACCESS_EMBARGO &&
	    !vt_request_may(c->req, object, VT_PART_IMAGES))
		vt_value_set_str(c->data, "embargo_until",
		    vt_str_of(vt_time_date(object->embargo_until, day)));
	vt_value_set_bool(c->data, "is_metadata_only", object->access == VT_ACCESS_METADATA);
}
