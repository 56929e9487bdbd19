/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A description as XML and back.  What is stored and what crosswalks give are
 * read alike; an attribute that makes no sense (a latitude of 200) is left out,
 * never a reason to lose the property.
 */
#include "catalog/description_xml.h"

#include <math.h>

#include "catalog/db.h"
#include "text/xml_read.h"

#define VT_DEGREE_PARTS 10000000 /* written coordinates have seven decimals (1 cm) */

static bool
vt_description_degree(struct vt_arena *a, const xmlNode *n, const char *name, double limit,
		      double *value_r)
{
	double value;

	if (!vt_str_to_double(vt_str_trim(vt_xml_attr(a, n, name)), &value) || value < -limit ||
	    value > limit)
		return (false);
	*value_r = value;
	return (true);
}

static void
vt_description_property(struct vt_arena *a, const xmlNode *n, struct vt_property *p_r)
{
	double latitude = 0, longitude = 0;

	*p_r = (struct vt_property){
		.name = vt_xml_attr(a, n, "name"),
		.value = vt_xml_text(a, n),
		.lang = vt_xml_attr(a, n, "lang"),
		.uri = vt_xml_attr(a, n, "uri"),
		.role = vt_xml_attr(a, n, "role"),
		.start = vt_xml_attr(a, n, "start"),
		.end = vt_xml_attr(a, n, "end"),
	};
	p_r->has_coordinates = vt_description_degree(a, n, "latitude", 90, &latitude) &&
			       vt_description_degree(a, n, "longitude", 180, &longitude);
	if (p_r->has_coordinates) {
		p_r->latitude = latitude;
		p_r->longitude = longitude;
	}
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
		vt_description_property(a, n, &properties[count]);
		if (properties[count].name.p == NULL || properties[count].value.p == NULL)
			return (vt_fail(VT_E_LIMIT, "a description needs more working memory than "
						    "is allowed"));
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
