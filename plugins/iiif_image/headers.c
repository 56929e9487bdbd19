/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The headers of a picture: validators, one combined Link, how long it may be
 * kept, a file name; and the name under which it is kept here.
 */
#include "iiif_image.h"

/* One combined Link header: some clients read only the first (4.8, 6). */
static vt_err
iiif_image_links(struct vt_response *res,
    enum iiif_image_version version, const struct iiif_image_known *k,
    const struct iiif_image_view *v)
{
	struct vt_buf	link;
	vt_err		err;

	vt_buf_init(&link, 0);
	vt_buf_char(&link, '<');
	vt_buf_str(&link, version == IIIF_IMAGE_3 ? k->base_3 : k->base_2);
	vt_buf_char(&link, '/');
	iiif_image_canonical(version, v, &link);
	vt_buf_str(&link, VT_STR(">;rel=\"canonical\", <http://iiif.io/api/image/"));
	vt_buf_int(&link, (int64_t)version);
	vt_buf_str(&link, VT_STR("/level2.json>;rel=\"profile\""));
	err = vt_buf_error(&link);
	if (err == VT_OK)
		vt_response_header(res, "Link", vt_buf_get(&link));
	vt_buf_fini(&link);
	return (err);
}

static vt_err
iiif_image_disposition(struct vt_request *req, struct vt_response *res,
    const struct iiif_image_known *k, const struct iiif_image_view *v)
{
	struct vt_str	ignored;
	struct vt_buf	value;
	vt_err		err;

	if (!vt_request_arg(req, "download", &ignored))
		return (VT_OK);
	vt_buf_init(&value, 0);
	vt_buf_str(&value, VT_STR("attachment; filename=\""));
	iiif_image_file_name(k->image.identifier, v, &value);
	vt_buf_char(&value, '"');
	err = vt_buf_error(&value);
	if (err == VT_OK)
		vt_response_header(res, "Content-Disposition", vt_buf_get(&value));
	vt_buf_fini(&value);
	return (err);
}

static bool
iiif_image_is_public(const struct vt_object *object)
{
	return (object->access == VT_ACCESS_OPEN ||
	    (object->access == VT_ACCESS_EMBARGO && object->embargo_until > 0 &&
		object->embargo_until <= vt_time_now()));
}

/* Shared caches may keep what everybody may see. */
static void
iiif_image_keep(struct vt_request *req, struct vt_response *res, const struct vt_object *object)
{
	vt_response_cache_control(res, iiif_image_is_public(object) ?
	    iiif_image_cache_control_of(req) : "private, no-cache");
}

static const char *
iiif_image_media_type(enum vt_image_format format)
{
	static const char *const types[VT_IMAGE_FORMATS] = { "image/jpeg", "image/png",
		"image/webp", "image/gif", "image/tiff", "image/jp2", "image/avif" };

	return (types[format]);
}

vt_err
iiif_image_headers(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version, const struct iiif_image_seen *seen,
    const struct iiif_image_view *v)
{
	const struct iiif_image_known	*k = seen->known;
	struct vt_buf			 etag;
	vt_err				 err;

	vt_buf_init(&etag, 0);
	iiif_image_etag(seen, v, &etag);
	err = vt_buf_error(&etag);
	if (err == VT_OK)
		vt_response_etag(res, vt_buf_get(&etag));
	vt_buf_fini(&etag);
	/* Another picture will be here though the image is the same, once more of it
	 * may be seen: the validator knows, no time does. */
	if (seen->side == 0)
		vt_response_modified(res, k->image.changed);
	vt_response_type(res, iiif_image_media_type(v->format));
	iiif_image_keep(req, res, &k->object);
	if (err == VT_OK)
		err = iiif_image_links(res, version, k, v);
	if (err == VT_OK)
		err = iiif_image_disposition(req, res, k, v);
	return (err);
}

bool
iiif_image_name(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version, const struct iiif_image_seen *seen,
    const struct iiif_image_view *v)
{
	const struct iiif_image_known	*k = seen->known;
	struct vt_str			 ignored, identifier = k->image.identifier;
	struct vt_buf			 name;
	bool				 is_kept = false;

	if (!iiif_image_is_public(&k->object))
		return (false);
	vt_buf_init(&name, 0);
	vt_buf_printf(&name, "%d %lld %d %zu ", (int)version, (long long)k->image.changed,
	    vt_request_arg(req, "download", &ignored), identifier.len);
	vt_buf_str(&name, identifier);
	vt_buf_char(&name, ' ');
	iiif_image_canonical(version, v, &name);
	vt_buf_char(&name, ' ');
	iiif_image_etag(seen, v, &name);
	if (vt_buf_error(&name) == VT_OK)
		is_kept = vt_response_name(res, vt_buf_get(&name));
	vt_buf_fini(&name);
	return (is_kept);
}
