/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses of the parts of an object, and what is made of nothing else: partOf,
 * image services, thumbnails.
 */
#include <stdio.h>

#include "presentation.h"

/* What is cut short would be a wrong address. */
static struct vt_str
presentation_address(struct presentation_call *c)
{
	if (vt_buf_error(&c->scratch) != VT_OK)
		vt_buf_reset(&c->scratch);
	return (vt_buf_get(&c->scratch));
}

struct vt_str
presentation_link(struct presentation_call *c, const char *link, struct vt_str value,
    const char *tail)
{
	vt_buf_reset(&c->scratch);
	if (vt_link_put(c->req, link, &value, 1, &c->scratch))
		vt_buf_str(&c->scratch, vt_str_of(tail));
	return (presentation_address(c));
}

struct vt_str
presentation_manifest_id(struct presentation_call *c)
{
	return (presentation_link(c, c->version == PRESENTATION_3 ? "iiif.manifest" :
	    "iiif.manifest.2", c->object.identifier, ""));
}

/* A part of the object: what stands before its number, the number, what stands behind. */
static struct vt_str
presentation_part(struct presentation_call *c, const char *kind, int64_t number, const char *tail)
{
	vt_buf_reset(&c->scratch);
	vt_buf_str(&c->scratch, c->base);
	vt_buf_str(&c->scratch, vt_str_of(kind));
	vt_buf_int(&c->scratch, number);
	vt_buf_str(&c->scratch, vt_str_of(tail));
	return (presentation_address(c));
}

struct vt_str
presentation_page_id(struct presentation_call *c, int64_t page, const char *tail)
{
	return (presentation_part(c, "canvas/", page, tail));
}

struct vt_str
presentation_canvas_id(struct presentation_call *c, const struct presentation_canvas *canvas,
    const char *tail)
{
	return (presentation_part(c, canvas->page != NULL ? "canvas/" : "canvas/f", canvas->number,
	    tail));
}

struct vt_str
presentation_text_id(struct presentation_call *c, const struct presentation_canvas *canvas)
{
	return (presentation_canvas_id(c, canvas, c->version == PRESENTATION_3 ? "/text" : "/2/text"));
}

struct vt_str
presentation_range_id(struct presentation_call *c, int64_t range, const char *tail)
{
	return (presentation_part(c, "range/", range, tail));
}

struct vt_str
presentation_part_id(struct presentation_call *c, const char *link, struct vt_str value)
{
	struct vt_str	values[2] = { c->object.identifier, value };

	vt_buf_reset(&c->scratch);
	(void)vt_link_put(c->req, link, values, 2, &c->scratch);
	return (presentation_address(c));
}

struct vt_str
presentation_collection_id(struct presentation_call *c, struct vt_str spec, const char *query)
{
	return (presentation_link(c, c->version == PRESENTATION_3 ? "iiif.collection" :
	    "iiif.collection.2", spec, query));
}

void
presentation_part_of(struct presentation_call *c)
{
	if (c->version == PRESENTATION_2) {
		vt_jsonw_pair(&c->j, "within", presentation_manifest_id(c));
		return;
	}
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_manifest_id(c));
	vt_jsonw_pair_c(&c->j, "type", "Manifest");
	presentation_title(c, "label");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

bool
presentation_image(struct presentation_call *c, struct vt_str image)
{
	vt_buf_reset(&c->image_3);
	vt_buf_reset(&c->image_2);
	if (image.len == 0)
		return (false);
	(void)vt_link_put(c->req, "iiif.image", &image, 1, &c->image_3);
	(void)vt_link_put(c->req, "iiif.image2", &image, 1, &c->image_2);
	return (vt_buf_error(&c->image_3) == VT_OK && c->image_3.len > 0);
}

static void
presentation_service_2(struct presentation_call *c)
{
	bool	is_3 = c->version == PRESENTATION_3;

	vt_jsonw_object(&c->j);
	if (!is_3)
		vt_jsonw_pair_c(&c->j, "@context", PRESENTATION_FOR_IMAGE_2);
	vt_jsonw_pair(&c->j, "@id", vt_buf_get(&c->image_2));
	if (is_3)
		vt_jsonw_pair_c(&c->j, "@type", "ImageService2");
	vt_jsonw_pair_c(&c->j, "profile", "http://iiif.io/api/image/2/level2.json");
	vt_jsonw_end(&c->j);
}

void
presentation_services(struct presentation_call *c, bool is_thumbnail)
{
	bool	has_2 = c->image_2.len > 0 && vt_buf_error(&c->image_2) == VT_OK;

	if (c->version == PRESENTATION_2) {
		if (has_2) {
			vt_jsonw_key(&c->j, "service");
			presentation_service_2(c);
		}
		return;
	}
	vt_jsonw_key(&c->j, "service");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", vt_buf_get(&c->image_3));
	vt_jsonw_pair_c(&c->j, "type", "ImageService3");
	vt_jsonw_pair_c(&c->j, "profile", "level2");
	vt_jsonw_end(&c->j);
	if (has_2 && !is_thumbnail)
		presentation_service_2(c);
	vt_jsonw_end(&c->j);
}

void
presentation_thumbnail(struct presentation_call *c, struct vt_str image, int64_t width,
    int64_t height)
{
	bool	is_3 = c->version == PRESENTATION_3;

	if (width <= 0 || height <= 0 || !presentation_image(c, image))
		return;
	presentation_seen(c, &width, &height);
	presentation_fit(c->conf->thumbnail, &width, &height);
	vt_buf_reset(&c->scratch);
	vt_buf_str(&c->scratch, vt_buf_get(is_3 || c->image_2.len == 0 ? &c->image_3 : &c->image_2));
	vt_buf_printf(&c->scratch, "/full/%lld,%lld/0/default.jpg", (long long)width,
	    (long long)height);
	vt_jsonw_key(&c->j, "thumbnail");
	if (is_3)
		vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	presentation_id(c, presentation_address(c));
	presentation_type(c, "Image", "dctypes:Image");
	vt_jsonw_pair_c(&c->j, "format", "image/jpeg");
	vt_jsonw_pair_int(&c->j, "width", width);
	vt_jsonw_pair_int(&c->j, "height", height);
	presentation_services(c, true);
	vt_jsonw_end(&c->j);
	if (is_3)
		vt_jsonw_end(&c->j);
}

bool
presentation_is_http(struct vt_str url)
{
	return (vt_str_starts(url, VT_STR("http://")) || vt_str_starts(url, VT_STR("https://")));
}
