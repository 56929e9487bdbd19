/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of the IIIF Image API plugin: routes in both versions, links, and
 * the declaration.
 */
#include "iiif_image.h"

#define IIIF_IMAGE_HANDLERS(n)							\
	static vt_err								\
	iiif_image_redirect_##n(struct vt_request *req, struct vt_response *res) \
	{									\
		return (iiif_image_redirect(req, res, IIIF_IMAGE_##n));		\
	}									\
	static vt_err								\
	iiif_image_describe_##n(struct vt_request *req, struct vt_response *res) \
	{									\
		return (iiif_image_describe(req, res, IIIF_IMAGE_##n));		\
	}									\
	static vt_err								\
	iiif_image_picture_##n(struct vt_request *req, struct vt_response *res)	\
	{									\
		return (iiif_image_picture(req, res, IIIF_IMAGE_##n));		\
	}									\
	static vt_err								\
	iiif_image_quick_##n(struct vt_request *req, struct vt_response *res)	\
	{									\
		return (iiif_image_quick(req, res, IIIF_IMAGE_##n));		\
	}
IIIF_IMAGE_HANDLERS(2)
IIIF_IMAGE_HANDLERS(3)

#define IIIF_IMAGE_ROUTES(n)							\
	{ .method = "GET", .pattern = "/iiif/" #n "/{image}",			\
	  .handler = iiif_image_redirect_##n, .cache = VT_CACHE_GENERATION },	\
	{ .method = "GET", .pattern = "/iiif/" #n "/{image}/info.json",		\
	  .handler = iiif_image_describe_##n, .cache = VT_CACHE_GENERATION,	\
	  .vary = "Accept" },							\
	{ .method = "GET", .pattern = "/iiif/" #n "/{image}/{region}/{size}/{rotation}/{file}", \
	  .handler = iiif_image_picture_##n, .quick = iiif_image_quick_##n,	\
	  .cache = VT_CACHE_NAMED },						\
	{ .method = "GET", .pattern = "/iiif/" #n "/{image}/{rest...}",		\
	  .handler = iiif_image_odd, .cache = VT_CACHE_NONE }

static const struct vt_route iiif_image_routes[] = {
	IIIF_IMAGE_ROUTES(2),
	IIIF_IMAGE_ROUTES(3),
	{ .method = NULL }
};

static const struct vt_link iiif_image_offers[] = {
	{ "iiif.image", "/iiif/3/{image}" },
	{ "iiif.image2", "/iiif/2/{image}" },
	{ "iiif.image.info", "/iiif/3/{image}/info.json" },
	/* A picture that fits into w x h. */
	{ "iiif.thumbnail", "/iiif/3/{image}/full/!{w},{h}/0/default.jpg" },
	{ "iiif.image.full", "/iiif/3/{image}/full/max/0/default.jpg" },
	{ .name = NULL }
};

static void
iiif_image_worker_stop(struct vt_worker *worker, void *state)
{
	(void)worker;
	iiif_image_kept_empty(((struct iiif_image_state *)state)->kept);
}

VT_PLUGIN(.name = "iiif_image", .version = "1.0", .summary = "IIIF Image API 3.0 and 2.1",
    .conf_size = sizeof(struct iiif_image_conf), .options = iiif_image_options,
    .routes = iiif_image_routes, .links = iiif_image_offers, .configure = iiif_image_configure,
    .worker_stop = iiif_image_worker_stop, .use = iiif_image_use);
