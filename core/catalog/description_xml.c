/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A description as XML and back.  What is stored and what crosswalks give are
 * read alike; an attribute that makes no sense (a latitude of 200) is left out,
 * never a reason to lose the property.
 */
#include "catalog/description_xml.h"

#include <math.h>

#include "catalog/db/db.h"
#include "text/xml_read.h"

#define VT_DEGREE_PARTS 10000000 /* written coordinates have seven decimals (1 cm) */

/* What an attribute fills; NULL: none of ours. */
static struct vt_str *
vt_description_field(struct vt_property *p, const char *name, struct vt_str degrees[2])
{
	const struct {
		const char *name;
		struct vt_str *field;
	} fields[] = {
		{ "name", &p->name },	     { "lang", &p->lang },	   { "uri", &p->uri },
		{ "role", &p->role },	     { "start", &p->start },	   { "end", &p->end },
		{ "latitude", &degrees[0] }, { "longitude", &degrees[1] },
	};

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (strcmp(fields[i].name, name) == 0)
			return (fields[i].field);
	return (NULL);
}

static bool
vt_description_degree(struct vt_str s, double limit, double *value_r)
{
	return (vt_str_to_double(vt_str_trim(s), value_r) && *value_r >= -limit &&
		*value_r <= limit);
}

static vt_err
vt_description_property(struct vt_arena *a, const xmlNode *n, struct vt_property *p_r)
{
	struct vt_str degrees[2] = { VT_STR_NONE, VT_STR_NONE }, *field;
	struct vt_property p = { .value = vt_xml_text(a, n) };
	double latitude, longitude;

	if (p.value.p == NULL)
		return (VT_E_LIMIT);
	for (const xmlAttr *at = n->properties; at != NULL; at = at->next) {
		const char *name = (const char *)at->name;

		field = vt_description_field(&p, name, degrees);
		if (field == NULL)
			continue;
		*field = vt_xml_attr(a, n, name);
		if (field->p == NULL)
			return (VT_E_LIMIT);
	}
	if (vt_description_degree(degrees[0], 90, &latitude) &&
	    vt_description_degree(degrees[1], 180, &longitude)) {
		p.has_coordinates = true;
		p.latitude = latitude;
		p.longitude = longitude;
	}
	*p_r = p;
	return (VT_OK);
}

vt_err
vt_description_from_xml(struct vt_arena *a, const xmlNode *object, struct vt_description *d_r)
{
	struct vt_property *properties;
	const xmlNode *n;
	size_t count = 0;

	for (n = vt_xml_child(object, VT_DESCRIPTION_NS, "property"); n != NULL;
	     n = vt_xml_next(n, VT_DESCRIPTION_NS, "property"))
		count++;
	properties = vt_arena_array(a, count, sizeof(*properties));
	if (properties == NULL)
		return (VT_E_LIMIT);
	count = 0;
	for (n = vt_xml_child(object, VT_DESCRIPTION_NS, "property"); n != NULL;
	     n = vt_xml_next(n, VT_DESCRIPTION_NS, "property")) {
		if (vt_description_property(a, n, &properties[count]) != VT_OK)
			return (VT_E_LIMIT);
		if (properties[count].name.len != 0)
			count++;
	}
	*d_r = (struct vt_description){ properties, count };
	return (VT_OK);
}

vt_err
vt_description_parse(struct vt_arena *a, struct vt_str xml, struct vt_description *d_r)
{
	xmlDocPtr doc;
	vt_err err = vt_xml_parse(a, xml, "a description", &doc);

	/* Not the asker's fault: what is stored was written by us. */
	if (err == VT_E_BADARG)
		err = vt_fail(VT_E_FORMAT, "a stored description cannot be read: %s",
			      vt_fail_text(err));
	if (err != VT_OK)
		return (err);
	return (vt_description_from_xml(a, xmlDocGetRootElement(doc), d_r));
}

/* Decimal, whatever the locale says. */
static void
vt_description_put_degree(struct vt_xmlw *x, const char *name, double value)
{
	int64_t parts = llround(fabs(value) * VT_DEGREE_PARTS);
	char text[32];
	int len;

	len = snprintf(text, sizeof(text), "%s%lld.%07lld", value < 0 && parts != 0 ? "-" : "",
		       (long long)(parts / VT_DEGREE_PARTS), (long long)(parts % VT_DEGREE_PARTS));
	while (text[len - 1] == '0' && text[len - 2] != '.')
		len--;
	vt_xmlw_attr(x, name, (struct vt_str){ text, (size_t)len });
}

static void
vt_description_put_attr(struct vt_xmlw *x, const char *name, struct vt_str value)
{
	if (value.len != 0)
		vt_xmlw_attr(x, name, value);
}

void
vt_description_to_xml(const struct vt_description *d, struct vt_xmlw *x)
{
	for (size_t i = 0; i < d->count; i++) {
		const struct vt_property *p = &d->properties[i];

		vt_xmlw_open(x, "property");
		vt_xmlw_attr(x, "name", p->name);
		vt_description_put_attr(x, "xml:lang", p->lang);
		vt_description_put_attr(x, "uri", p->uri);
		vt_description_put_attr(x, "role", p->role);
		vt_description_put_attr(x, "start", p->start);
		vt_description_put_attr(x, "end", p->end);
		if (p->has_coordinates) {
			vt_description_put_degree(x, "latitude", p->latitude);
			vt_description_put_degree(x, "longitude", p->longitude);
		}
		if (p->value.len != 0)
			vt_xmlw_text(x, p->value);
		vt_xmlw_close(x);
	}
}
