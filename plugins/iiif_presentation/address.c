/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses of the parts of an object, and what is made of nothing else:
 * partOf and image services.
 */
#include <stdio.h>

#include "presentation.h"

static struct vt_str
presentation_address(struct presentation_call *c, const char *link, const struct vt_str *values,
    size_t count, const char *tail)
{
	vt_buf_reset(&c->scratch);
	if (vt_link_put(c->req, link, values, count, &c->scratch))
		vt_buf_str(&c->scratch, vt_str_of(tail));
	/* What is cut short would be a wrong address. */
	if (vt_buf_error(&c->scratch) != VT_OK)
		vt_buf_reset(&c->scratch);
	return (vt_buf_get(&c->scratch));
}

struct vt_str
presentation_link(struct presentation_call *c, const char *link, struct vt_str value,
    const char *tail)
{
	return (presentation_address(c, link, &value, 1, tail));
}

struct vt_str
presentation_manifest_id(struct presentation_call *c)
{
	return (presentation_link(c, "iiif.manifest", c->object.identifier, ""));
}

struct vt_str
presentation_part_id(struct presentation_call *c, const char *link, int64_t n, const char *tail)
{
	char		text[24];
	struct vt_str	values[2] = { c->object.identifier };

	(void)snprintf(text, sizeof(text), "%lld", (long long)n);
	values[1] = vt_str_of(text);
	return (presentation_address(c, link, values, 2, tail));
}

void
presentation_part_of(struct presentation_call *c)
{
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_manifest_id(c));
	vt_jsonw_pair_c(&c->j, "type", "Manifest");
	presentation_title(c, "label");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

void
presentation_services(struct presentation_call *c, struct vt_str image, bool with_v2)
{
	struct vt_str	v2;

	vt_jsonw_key(&c->j, "service");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_link(c, "iiif.image", image, ""));
	vt_jsonw_pair_c(&c->j, "type", "ImageService3");
	vt_jsonw_pair_c(&c->j, "profile", "level2");
	vt_jsonw_end(&c->j);
	if (with_v2 && (v2 = presentation_link(c, "iiif.image2", image, "")).len > 0) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "@id", v2);
		vt_jsonw_pair_c(&c->j, "@type", "ImageService2");
		vt_jsonw_pair_c(&c->j, "profile", "http://iiif.io/api/image/2/level2.json");
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

bool
presentation_is_http(struct vt_str url)
{
	return (vt_str_starts(url, VT_STR("http://")) || vt_str_starts(url, VT_STR("https://")));
}
