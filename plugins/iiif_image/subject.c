/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finds the image of a request and asks whether this visitor may see it.
 *
 * Who may not see the image has 403 for info.json too: a viewer then reports one
 * refusal, where a readable info.json would set it asking for tile after tile.
 */
#include "iiif_image.h"

static void
iiif_image_close(void *pyramid)
{
	struct vt_pyramid	*p = pyramid;

	vt_pyramid_unref(&p);
}

static vt_err
iiif_image_open(struct iiif_image_known *k)
{
	struct vt_level	*levels;
	vt_err		 err = vt_pyramid_open(&k->image, &k->pyramid);

	if (err != VT_OK)
		return (err);
	err = vt_defer(k->arena, iiif_image_close, k->pyramid);
	if (err != VT_OK)
		return (err);
	k->levels.count = vt_pyramid_level_count(k->pyramid);
	levels = vt_arena_array(k->arena, k->levels.count, sizeof(*levels));
	if (levels == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < k->levels.count; i++)
		levels[i] = vt_pyramid_level(k->pyramid, i);
	k->levels.items = levels;
	return (VT_OK);
}

/* Whether this visitor may see it, and how large. */
static vt_err
iiif_image_ask(struct vt_request *req, const struct iiif_image_known *k, int64_t *side_r)
{
	if (vt_request_may_see(req, &k->object, side_r))
		return (VT_OK);
	return (vt_fail_closed(&k->object, "its images"));
}

struct vt_str
iiif_image_base(struct vt_request *req, enum iiif_image_version version, struct vt_str id)
{
	return (vt_link_id(req, version == IIIF_IMAGE_3 ? "iiif.image" : "iiif.image2", id));
}

vt_err
iiif_image_find(struct vt_request *req, struct vt_arena *a, struct vt_image *image_r)
{
	struct vt_catalog	*catalog = vt_request_catalog(req);
	struct vt_str		 id = vt_request_param(req, "image");

	if (catalog == NULL)
		return (VT_E_UNAVAILABLE);
	return (vt_catalog_image(catalog, a, id, image_r));
}

/* Only what is asked of it later outlives the request: descriptions are long. */
static vt_err
iiif_image_object(struct vt_request *req, struct iiif_image_known *k)
{
	struct vt_object	o;
	vt_err			err = vt_catalog_object(vt_request_catalog(req),
	    vt_request_arena(req), k->image.object, &o);

	if (err != VT_OK)
		return (err);
	k->object = (struct vt_object){ .rowid = o.rowid,
		.identifier = vt_str_dup(k->arena, o.identifier),
		.institution = vt_str_dup(k->arena, o.institution), .kind = o.kind,
		.rights = vt_str_dup(k->arena, o.rights), .access = o.access,
		.embargo_until = o.embargo_until, .created = o.created, .changed = o.changed,
		.is_deleted = o.is_deleted, .page_count = o.page_count };
	if (k->object.is_deleted)
		return (vt_fail(VT_E_GONE, "%.*s was withdrawn", VT_STR_ARG(o.identifier)));
	return (VT_OK);
}

static vt_err
iiif_image_know(struct vt_request *req, struct iiif_image_known *k, int64_t *side_r)
{
	vt_err	err;

	err = iiif_image_find(req, k->arena, &k->image);
	if (err == VT_OK)
		err = iiif_image_object(req, k);
	if (err != VT_OK)
		return (err);
	k->epoch = vt_request_epoch(req);
	k->base_url = vt_str_dup(k->arena, vt_request_base_url(req));
	k->base_2 = vt_str_dup(k->arena, iiif_image_base(req, IIIF_IMAGE_2, k->image.identifier));
	k->base_3 = vt_str_dup(k->arena, iiif_image_base(req, IIIF_IMAGE_3, k->image.identifier));
	err = iiif_image_ask(req, k, side_r);
	if (err != VT_OK)
		return (err);
	err = iiif_image_open(k);
	if (err == VT_OK && vt_arena_is_exhausted(k->arena))
		err = vt_fail(VT_E_LIMIT, "what is known of the image %.*s is too much to keep",
		    VT_STR_ARG(k->image.identifier));
	return (err);
}

static void
iiif_image_let_go(void *arg)
{
	struct iiif_image_known	*k = arg;

	iiif_image_known_unref(&k);
}

struct iiif_image_known *
iiif_image_at_hand(struct vt_request *req)
{
	struct iiif_image_known	*k = iiif_image_kept_get(iiif_image_kept_of(req),
	    vt_request_param(req, "image"), vt_request_epoch(req));

	if (k != NULL && !vt_str_eq(k->base_url, vt_request_base_url(req)))
		iiif_image_known_unref(&k);
	return (k);
}

vt_err
iiif_image_subject(struct vt_request *req, struct iiif_image_seen *seen_r)
{
	struct iiif_image_known	*k = iiif_image_at_hand(req);
	bool			 is_kept = k != NULL;
	int64_t			 side = 0;
	vt_err			 err = is_kept ? VT_OK : iiif_image_known_new(&k);

	if (err == VT_OK)
		err = vt_defer(vt_request_arena(req), iiif_image_let_go, k);
	if (err != VT_OK)
		return (err);
	err = is_kept ? iiif_image_ask(req, k, &side) : iiif_image_know(req, k, &side);
	if (err != VT_OK)
		return (err);
	if (!is_kept && k->epoch != 0)
		iiif_image_kept_put(iiif_image_kept_of(req), k);
	iiif_image_see(k, iiif_image_conf_of(req), side, seen_r);
	return (VT_OK);
}
