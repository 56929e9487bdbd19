/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures: a stored tile, which on the event loop is all that is done, or a view
 * that is rendered in the pool.
 */
#include "iiif_image.h"

/* A picture that is not larger is copied into the answer and may be kept; a larger
 * one is sent from where it was made, and goes on counting as memory of pictures. */
#define IIIF_IMAGE_COPY_MAX	(1 << 20)

static vt_err
iiif_image_read(struct vt_request *req, enum iiif_image_version version,
    const struct iiif_image_seen *seen, struct iiif_image_view *view_r)
{
	struct iiif_image_params	p = { .may_grow = false };
	vt_err				err;

	err = iiif_image_parse_region(vt_request_param(req, "region"), &p);
	if (err == VT_OK)
		err = iiif_image_parse_size(version, vt_request_param(req, "size"), &p);
	if (err == VT_OK)
		err = iiif_image_parse_rotation(vt_request_param(req, "rotation"), &p);
	if (err == VT_OK)
		err = iiif_image_parse_file(vt_request_param(req, "file"), &p);
	if (err == VT_OK)
		err = iiif_image_view(version, &seen->conf, &seen->levels, &p, view_r);
	if (err == VT_OK && (iiif_image_formats_of(req) & 1u << p.format) == 0)
		err = vt_fail(VT_E_UNSUPPORTED, "pictures are not served as %s here; info.json tells "
		    "which formats are", iiif_image_format_name(p.format));
	return (err);
}

static void
iiif_image_sent(void *arg)
{
	struct vt_picture	*picture = arg;

	vt_picture_free(&picture);
}

static vt_err
iiif_image_render(struct vt_request *req, const struct iiif_image_seen *seen,
    const struct iiif_image_view *v, struct vt_response *res)
{
	struct vt_pyramid	*pyramid = seen->known->pyramid;
	struct vt_render	 what = iiif_image_what(seen, v);
	struct vt_picture	*picture;
	struct vt_str		 bytes;
	vt_err			 err = VT_OK;

	if (vt_pyramid_is_large(pyramid, &what))
		err = vt_request_large(req);
	if (err == VT_OK)
		err = vt_pyramid_picture(pyramid, &what, &picture);
	if (err != VT_OK)
		return (err);
	bytes = vt_picture_get(picture);
	if (bytes.len > IIIF_IMAGE_COPY_MAX ||
	    (vt_response_body(res)->limit != 0 && bytes.len > vt_response_body(res)->limit)) {
		vt_response_send(res, bytes.p, bytes.len, iiif_image_sent, picture);
		return (VT_OK);
	}
	vt_buf_str(vt_response_body(res), bytes);
	vt_picture_free(&picture);
	return (VT_OK);
}

vt_err
iiif_image_picture(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	struct iiif_image_seen	seen;
	struct iiif_image_view	v;
	struct iiif_image_tile	tile;
	vt_err			err = iiif_image_subject(req, &seen);

	if (err == VT_OK)
		err = iiif_image_read(req, version, &seen, &v);
	if (err == VT_OK)
		err = iiif_image_headers(req, res, version, &seen, &v);
	if (err != VT_OK || vt_response_is_fresh(res))
		return (err);
	if (iiif_image_stored_tile(&seen.levels, &v, &tile))
		err = vt_pyramid_tile(seen.known->pyramid, tile.level, tile.column, tile.row,
		    vt_response_body(res));
	else if (!iiif_image_name(req, res, version, &seen, &v))
		err = iiif_image_render(req, &seen, &v, res);
	return (err != VT_OK ? err : vt_response_error(res));
}

/* Large pictures go to their own threads at once. */
static vt_err
iiif_image_weigh(struct vt_request *req, const struct iiif_image_seen *seen,
    const struct iiif_image_view *v)
{
	struct vt_render	what = iiif_image_what(seen, v);

	return (vt_pyramid_is_large(seen->known->pyramid, &what) ? vt_request_large(req) :
	    VT_E_DECLINED);
}

static void
iiif_image_lent(void *arg)
{
	struct iiif_image_known	*k = arg;

	iiif_image_known_unref(&k);
}

/* A stored tile out of the file's own memory; the answer holds the image meanwhile. */
static vt_err
iiif_image_lend(struct vt_response *res, struct iiif_image_known *k,
    const struct iiif_image_tile *tile)
{
	struct vt_str	first, rest;
	vt_err		err = vt_pyramid_tile_mapped(k->pyramid, tile->level, tile->column,
			    tile->row, &first, &rest);

	if (err != VT_OK)
		return (err);
	atomic_fetch_add(&k->refs, 1);
	if (vt_response_send_mapped(res, first, rest, iiif_image_lent, k))
		return (VT_OK);
	iiif_image_lent(k);
	return (VT_E_DECLINED);
}

static vt_err
iiif_image_quick_view(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version, const struct iiif_image_seen *seen)
{
	struct iiif_image_view	v;
	struct iiif_image_tile	tile;
	vt_err			err = iiif_image_read(req, version, seen, &v);

	if (err == VT_OK)
		err = iiif_image_headers(req, res, version, seen, &v);
	if (err != VT_OK || vt_response_is_fresh(res))
		return (err);
	if (iiif_image_stored_tile(&seen->levels, &v, &tile)) {
		err = iiif_image_lend(res, seen->known, &tile);
		return (err == VT_OK ? VT_OK : vt_pyramid_tile_resident(seen->known->pyramid,
		    tile.level, tile.column, tile.row, vt_response_body(res)));
	}
	(void)iiif_image_name(req, res, version, seen, &v);
	return (iiif_image_weigh(req, seen, &v));
}

/* On the event loop: what a client has already, and a stored tile of an image at
 * hand whose bytes are in memory.  All else, faults too, is the handler's; what
 * it makes may be kept, and is named for that. */
vt_err
iiif_image_quick(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	struct iiif_image_known	*k = iiif_image_at_hand(req);
	struct iiif_image_seen	 seen;
	int64_t			 side;
	vt_err			 err = VT_E_DECLINED;

	if (k == NULL)
		return (VT_E_DECLINED);
	if (vt_request_may_see(req, &k->object, &side)) {
		iiif_image_see(k, iiif_image_conf_of(req), side, &seen);
		err = iiif_image_quick_view(req, res, version, &seen);
	}
	iiif_image_known_unref(&k);
	return (err == VT_OK && vt_response_error(res) == VT_OK ? VT_OK : VT_E_DECLINED);
}
