/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request for an image is a use of.  A picture small on both sides is a
 * thumbnail, whatever it shows whole; any part of an image is content, for viewers
 * ask for it tile by tile; the whole at its full size is a download.
 */
#include "iiif_image.h"

#define IIIF_IMAGE_CONTENT_SIDE	400	/* pixels; a whole image smaller than that is a thumbnail */

/* Of the whole image. */
static enum vt_use_kind
iiif_image_use_whole(const struct iiif_image_params *p)
{
	bool	is_large = p->width >= IIIF_IMAGE_CONTENT_SIDE ||
		    p->height >= IIIF_IMAGE_CONTENT_SIDE;

	switch (p->size) {
	case IIIF_IMAGE_SIZE_MAX:
	case IIIF_IMAGE_SIZE_FULL:
		return (VT_USE_DOWNLOAD);
	case IIIF_IMAGE_SIZE_PERCENT:
		return (p->percent >= 100 ? VT_USE_DOWNLOAD : VT_USE_REQUEST);
	default:
		return (is_large ? VT_USE_REQUEST : VT_USE_THUMBNAIL);
	}
}

static enum vt_use_kind
iiif_image_use_picture(const struct vt_request *req, struct vt_str region)
{
	enum iiif_image_version		version = vt_str_starts(vt_request_path(req),
					    VT_STR("/iiif/2/")) ? IIIF_IMAGE_2 : IIIF_IMAGE_3;
	struct iiif_image_params	p = { .may_grow = false };

	/* What was answered can be read. */
	if (iiif_image_parse_region(region, &p) != VT_OK ||
	    iiif_image_parse_size(version, vt_request_param(req, "size"), &p) != VT_OK)
		return (VT_USE_NONE);
	if (p.region == IIIF_IMAGE_REGION_PIXELS || p.region == IIIF_IMAGE_REGION_PERCENT)
		return (VT_USE_REQUEST);
	return (iiif_image_use_whole(&p));
}

void
iiif_image_use(const struct vt_request *req, struct vt_use *use_r)
{
	struct vt_str	region = vt_request_param(req, "region");

	if (region.len > 0)
		use_r->kind = iiif_image_use_picture(req, region);
	else if (vt_str_ends(vt_request_path(req), VT_STR("/info.json")))
		use_r->kind = VT_USE_INVESTIGATION;
	use_r->image = vt_request_param(req, "image");
}
