/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is answered with text: the way from the base URI to info.json, that itself
 * by Accept (info.c writes it), and addresses that are none.
 */
#include "iiif_image.h"

vt_err
iiif_image_redirect(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	struct vt_image	image;
	struct vt_str	location;
	vt_err		err = iiif_image_find(req, vt_request_arena(req), &image);

	if (err != VT_OK)
		return (err);
	location = vt_str_printf(vt_request_arena(req), "%.*s/info.json",
	    VT_STR_ARG(iiif_image_base(req, version, image.identifier)));
	vt_response_redirect(res, 303, location);
	return (vt_response_error(res));
}

/* Version 3 is JSON-LD unless JSON is asked for (5.1); version 2.1 the other way
 * round, and JSON then names its context in a header (2.1, 5.1). */
static void
iiif_image_info_type(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	static const char *const offers_3[] = {
		"application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\"",
		"application/json",
	};
	static const char *const offers_2[] = { "application/json", "application/ld+json" };
	const char *const	*offers = version == IIIF_IMAGE_3 ? offers_3 : offers_2;
	int			 best = vt_request_accepts(req, offers, 2);

	vt_response_type(res, offers[best == 1]);
	if (version == IIIF_IMAGE_3)
		vt_response_header(res, "Link",
		    VT_STR("<http://iiif.io/api/image/3/level2.json>;rel=\"profile\""));
	else if (best == 1)
		vt_response_header(res, "Link",
		    VT_STR("<http://iiif.io/api/image/2/level2.json>;rel=\"profile\""));
	else
		vt_response_header(res, "Link",
		    VT_STR("<http://iiif.io/api/image/2/level2.json>;rel=\"profile\", "
		    "<http://iiif.io/api/image/2/context.json>;"
		    "rel=\"http://www.w3.org/ns/json-ld#context\";type=\"application/ld+json\""));
}

/* Those without an address are not offered for this image. */
static void
iiif_image_services(struct vt_request *req, struct vt_str id, struct iiif_image_info *info)
{
	const char	*name;

	for (size_t i = 0; info->service_count < IIIF_IMAGE_SERVICES_MAX &&
	    (name = vt_link_name(req, IIIF_IMAGE_SERVICE, i)) != NULL; i++) {
		struct vt_str	address = vt_link_id(req, name, id);

		if (address.len > 0)
			info->services[info->service_count++] = (struct iiif_image_service){
			    name + sizeof(IIIF_IMAGE_SERVICE) - 1, address };
	}
}

vt_err
iiif_image_describe(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	const struct iiif_image_known	*k;
	struct iiif_image_seen		 seen;
	struct iiif_image_info		 info = { .version = version,
		.formats = iiif_image_formats_of(req) };
	vt_err				 err = iiif_image_subject(req, &seen);

	if (err != VT_OK)
		return (err);
	k = seen.known;
	info.id = version == IIIF_IMAGE_3 ? k->base_3 : k->base_2;
	info.rights = k->object.rights;
	info.levels = seen.levels;
	info.conf = &seen.conf;
	info.manifest = vt_link_id(req, "iiif.manifest", k->object.identifier);
	iiif_image_services(req, k->image.identifier, &info);
	err = iiif_image_info_write(&info, vt_response_body(res));
	if (err != VT_OK)
		return (err);
	iiif_image_info_type(req, res, version);
	/* What it says of rights is the object's. */
	if (seen.side == 0)
		vt_response_modified(res, k->object.changed > k->image.changed ?
		    k->object.changed : k->image.changed);
	return (vt_response_error(res));
}

vt_err
iiif_image_odd(struct vt_request *req, struct vt_response *res)
{
	struct vt_str	rest = vt_request_param_raw(req, "rest");
	int		slashes = 0;

	(void)res;
	for (size_t i = 0; i < rest.len; i++)
		slashes += rest.p[i] == '/';
	if (slashes == 3)
		return (vt_fail(VT_E_BADARG, "a part of the image address is empty; it has a region, a "
		    "size, a rotation and a file, as in full/max/0/default.jpg"));
	return (vt_fail(VT_E_NOTFOUND, "there is nothing here; behind an image's address stands "
	    "info.json, or region/size/rotation/quality.format, as in full/max/0/default.jpg; a "
	    "slash within an identifier is written %%2F"));
}
