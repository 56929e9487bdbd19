/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handlers and tables of the IIIF Image API plugin: finds the image, asks
 * whether this visitor may see it, and answers with a stored tile, a rendered
 * view or info.json.
 *
 * Who may not see the image has 403 for info.json too: a viewer then reports one
 * refusal, where a readable info.json would set it asking for tile after tile.
 */
#include "iiif_image.h"

/* A picture that is not larger is copied into the answer and may be kept; a larger
 * one is sent from where it was made, and goes on counting as memory of pictures. */
#define IIIF_IMAGE_COPY_MAX	(1 << 20)

/* Memory for a pixel of a picture while it is made: three bands, the file, and
 * what is decoded for it. */
#define IIIF_IMAGE_PIXEL_BYTES	8

/* What configure() leaves. */
struct iiif_image_state {
	const struct iiif_image_conf	*conf;
	struct iiif_image_kept		*kept;
	unsigned			 formats;	/* that may be served; bits */
};

static const struct iiif_image_conf *
iiif_image_conf_of(const struct vt_request *req)
{
	return (((const struct iiif_image_state *)vt_request_state(req))->conf);
}

static struct iiif_image_kept *
iiif_image_kept_of(const struct vt_request *req)
{
	return (((const struct iiif_image_state *)vt_request_state(req))->kept);
}

/* What is both wanted and possible; bits. */
static unsigned
iiif_image_formats_of(const struct vt_request *req)
{
	unsigned	formats = ((const struct iiif_image_state *)vt_request_state(req))->formats;

	for (int f = VT_IMAGE_WEBP; f < VT_IMAGE_FORMATS; f++)
		if (!vt_image_can((enum vt_image_format)f))
			formats &= ~(1u << f);
	return (formats);
}

/* --- finding the image --------------------------------------------------------- */
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

static vt_err
iiif_image_forbidden(const struct vt_object *object)
{
	char	until[VT_TIME_MAX];

	if (object->access != VT_ACCESS_EMBARGO || object->embargo_until == 0)
		return (vt_fail(VT_E_FORBIDDEN, "the images of %.*s are not open to the public",
		    VT_STR_ARG(object->identifier)));
	return (vt_fail(VT_E_FORBIDDEN, "the images of %.*s are closed until %s",
	    VT_STR_ARG(object->identifier), vt_time_date(object->embargo_until, until)));
}

static struct vt_str
iiif_image_base(struct vt_request *req, enum iiif_image_version version, struct vt_str id)
{
	return (vt_link_id(req, version == IIIF_IMAGE_3 ? "iiif.image" : "iiif.image2", id));
}

static vt_err
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
iiif_image_know(struct vt_request *req, struct iiif_image_known *k)
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
	if (!vt_request_may(req, &k->object, VT_PART_IMAGES))
		return (iiif_image_forbidden(&k->object));
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

/* A reference to the image of the request where it is at hand, with the addresses
 * by which this one came; else NULL. */
static struct iiif_image_known *
iiif_image_at_hand(struct vt_request *req)
{
	struct iiif_image_known	*k = iiif_image_kept_get(iiif_image_kept_of(req),
	    vt_request_param(req, "image"), vt_request_epoch(req));

	if (k != NULL && !vt_str_eq(k->base_url, vt_request_base_url(req)))
		iiif_image_known_unref(&k);
	return (k);
}

/* The image of the request, if this visitor may see it; *k_r lives as long as
 * the request. */
static vt_err
iiif_image_subject(struct vt_request *req, const struct iiif_image_known **k_r)
{
	struct iiif_image_known	*k = iiif_image_at_hand(req);
	bool			 is_kept = k != NULL;
	vt_err			 err = is_kept ? VT_OK : iiif_image_known_new(&k);

	if (err == VT_OK)
		err = vt_defer(vt_request_arena(req), iiif_image_let_go, k);
	if (err != VT_OK)
		return (err);
	if (is_kept) {
		if (!vt_request_may(req, &k->object, VT_PART_IMAGES))
			return (iiif_image_forbidden(&k->object));
	} else {
		err = iiif_image_know(req, k);
		if (err != VT_OK)
			return (err);
		if (k->epoch != 0)
			iiif_image_kept_put(iiif_image_kept_of(req), k);
	}
	*k_r = k;
	return (VT_OK);
}

/* --- base URI and info.json ---------------------------------------------------- */
static vt_err
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

static vt_err
iiif_image_describe(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	const struct iiif_image_known	*k;
	struct iiif_image_info		 info = { .version = version,
		.conf = iiif_image_conf_of(req), .formats = iiif_image_formats_of(req) };
	vt_err				 err = iiif_image_subject(req, &k);

	if (err != VT_OK)
		return (err);
	info.id = version == IIIF_IMAGE_3 ? k->base_3 : k->base_2;
	info.rights = k->object.rights;
	info.levels = k->levels;
	err = iiif_image_info_write(&info, vt_response_body(res));
	if (err != VT_OK)
		return (err);
	iiif_image_info_type(req, res, version);
	vt_response_modified(res, k->image.changed);
	return (vt_response_error(res));
}

/* --- pictures -------------------------------------------------------------------- */
static vt_err
iiif_image_read(struct vt_request *req, enum iiif_image_version version,
    const struct iiif_image_levels *levels, struct iiif_image_view *view_r)
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
		err = iiif_image_view(version, iiif_image_conf_of(req), levels, &p, view_r);
	if (err == VT_OK && (iiif_image_formats_of(req) & 1u << p.format) == 0)
		err = vt_fail(VT_E_UNSUPPORTED, "pictures are not served as %s here; info.json tells "
		    "which formats are", iiif_image_format_name(p.format));
	return (err);
}

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
	    (object->access == VT_ACCESS_EMBARGO && object->embargo_until <= vt_time_now()));
}

/* Shared caches may keep what everybody may see. */
static void
iiif_image_keep(struct vt_request *req, struct vt_response *res, const struct vt_object *object)
{
	const struct iiif_image_conf	*conf = iiif_image_conf_of(req);
	struct vt_str			 value;

	if (iiif_image_is_public(object)) {
		value = vt_str_printf(vt_request_arena(req), "public, max-age=%lld%s",
		    (long long)conf->max_age, conf->immutable ? ", immutable" : "");
		vt_response_cache_control(res, value.p != NULL ? value.p : "no-cache");
	} else
		vt_response_cache_control(res, "private, no-cache");
}

static const char *
iiif_image_media_type(enum vt_image_format format)
{
	static const char *const types[VT_IMAGE_FORMATS] = { "image/jpeg", "image/png",
		"image/webp", "image/gif", "image/tiff", "image/jp2", "image/avif" };

	return (types[format]);
}

static vt_err
iiif_image_headers(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version, const struct iiif_image_known *k,
    const struct iiif_image_view *v)
{
	struct vt_buf	etag;
	vt_err		err;

	vt_buf_init(&etag, 0);
	iiif_image_etag(iiif_image_conf_of(req), k->image.version, v, &etag);
	err = vt_buf_error(&etag);
	if (err == VT_OK)
		vt_response_etag(res, vt_buf_get(&etag));
	vt_buf_fini(&etag);
	vt_response_modified(res, k->image.changed);
	vt_response_type(res, iiif_image_media_type(v->format));
	iiif_image_keep(req, res, &k->object);
	if (err == VT_OK)
		err = iiif_image_links(res, version, k, v);
	if (err == VT_OK)
		err = iiif_image_disposition(req, res, k, v);
	return (err);
}

static void
iiif_image_sent(void *arg)
{
	struct vt_picture	*picture = arg;

	vt_picture_free(&picture);
}

static struct vt_render
iiif_image_what(const struct iiif_image_conf *conf, const struct iiif_image_view *v)
{
	return ((struct vt_render){ .x = v->x, .y = v->y, .w = v->w, .h = v->h,
		.width = v->size.width, .height = v->size.height,
		.is_mirrored = v->is_mirrored, .rotation = v->rotation, .quality = v->quality,
		.format = v->format, .jpeg_quality = (int32_t)conf->quality,
		.bytes_max = conf->picture_bytes });
}

static vt_err
iiif_image_render(struct vt_request *req, struct vt_pyramid *pyramid,
    const struct iiif_image_view *v, struct vt_response *res)
{
	struct vt_render	 what = iiif_image_what(iiif_image_conf_of(req), v);
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

/* Names the picture with all that its answer tells; true: it is kept. */
static bool
iiif_image_name(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version, const struct iiif_image_known *k,
    const struct iiif_image_view *v)
{
	struct vt_str	ignored, identifier = k->image.identifier;
	struct vt_buf	name;
	bool		is_kept = false;

	if (!iiif_image_is_public(&k->object))
		return (false);
	vt_buf_init(&name, 0);
	vt_buf_printf(&name, "%d %lld %d %zu ", (int)version, (long long)k->image.changed,
	    vt_request_arg(req, "download", &ignored), identifier.len);
	vt_buf_str(&name, identifier);
	vt_buf_char(&name, ' ');
	iiif_image_canonical(version, v, &name);
	vt_buf_char(&name, ' ');
	iiif_image_etag(iiif_image_conf_of(req), k->image.version, v, &name);
	if (vt_buf_error(&name) == VT_OK)
		is_kept = vt_response_name(res, vt_buf_get(&name));
	vt_buf_fini(&name);
	return (is_kept);
}

static vt_err
iiif_image_picture(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	const struct iiif_image_known	*k;
	struct iiif_image_view		 v;
	struct iiif_image_tile		 tile;
	vt_err				 err = iiif_image_subject(req, &k);

	if (err == VT_OK)
		err = iiif_image_read(req, version, &k->levels, &v);
	if (err == VT_OK)
		err = iiif_image_headers(req, res, version, k, &v);
	if (err != VT_OK || vt_response_is_fresh(res))
		return (err);
	if (iiif_image_stored_tile(&k->levels, &v, &tile))
		err = vt_pyramid_tile(k->pyramid, tile.level, tile.column, tile.row,
		    vt_response_body(res));
	else if (!iiif_image_name(req, res, version, k, &v))
		err = iiif_image_render(req, k->pyramid, &v, res);
	return (err != VT_OK ? err : vt_response_error(res));
}

/* Large pictures go to their own threads at once. */
static vt_err
iiif_image_weigh(struct vt_request *req, const struct vt_pyramid *pyramid,
    const struct iiif_image_view *v)
{
	struct vt_render	what = iiif_image_what(iiif_image_conf_of(req), v);

	return (vt_pyramid_is_large(pyramid, &what) ? vt_request_large(req) : VT_E_DECLINED);
}

/* What no other route takes: a part of an image address is empty, or it has too
 * many or too few of them. */
static vt_err
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

/* On the event loop: what a client has already, and a stored tile of an image at
 * hand whose bytes are in memory.  All else, faults too, is the handler's; what
 * it makes may be kept, and is named for that. */
static vt_err
iiif_image_quick(struct vt_request *req, struct vt_response *res,
    enum iiif_image_version version)
{
	struct iiif_image_known	*k = iiif_image_at_hand(req);
	struct iiif_image_view	 v;
	struct iiif_image_tile	 tile;
	vt_err			 err = VT_E_DECLINED;

	if (k == NULL)
		return (VT_E_DECLINED);
	if (vt_request_may(req, &k->object, VT_PART_IMAGES) &&
	    iiif_image_read(req, version, &k->levels, &v) == VT_OK) {
		err = iiif_image_headers(req, res, version, k, &v);
		if (err != VT_OK || vt_response_is_fresh(res))
			;	/* all is said */
		else if (iiif_image_stored_tile(&k->levels, &v, &tile))
			err = vt_pyramid_tile_resident(k->pyramid, tile.level, tile.column,
			    tile.row, vt_response_body(res));
		else {
			(void)iiif_image_name(req, res, version, k, &v);
			err = iiif_image_weigh(req, k->pyramid, &v);
		}
	}
	iiif_image_known_unref(&k);
	return (err == VT_OK && vt_response_error(res) == VT_OK ? VT_OK : VT_E_DECLINED);
}

/* --- tables ----------------------------------------------------------------------- */
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

#define IIIF_IMAGE_OPTION(member, value, least, most, kind, text)		\
	{ .key = #member, .dflt = value, .help = text, .type = kind,		\
	  .offset = offsetof(struct iiif_image_conf, member), .min = least, .max = most }

static const struct vt_option iiif_image_options[] = {
	IIIF_IMAGE_OPTION(max_width, "65500", 1, 65500, VT_OPT_INT,
	    "widest picture that is served, in pixels; no JPEG can be wider than 65500"),
	IIIF_IMAGE_OPTION(max_height, "0", 0, 65500, VT_OPT_INT,
	    "highest picture that is served; 0: as max_width"),
	IIIF_IMAGE_OPTION(max_area, "40000000", 1, INT64_C(4290250000), VT_OPT_INT,
	    "most pixels of a picture that is served, width times height; max gives larger images "
	    "made smaller"),
	IIIF_IMAGE_OPTION(upscaling, "true", 0, 0, VT_OPT_BOOL,
	    "enlarge where ^ asks for it, up to the limits above"),
	IIIF_IMAGE_OPTION(strict_sizes, "false", 0, 0, VT_OPT_BOOL,
	    "read sizes as the IIIF validator does: !w,h beyond the image is an error and ^max does "
	    "not enlarge"),
	IIIF_IMAGE_OPTION(quality, "85", 1, 100, VT_OPT_INT,
	    "JPEG quality of what is not a stored tile or a part of one"),
	IIIF_IMAGE_OPTION(max_age, "1h", 0, 366 * 86400, VT_OPT_SECS,
	    "how long browsers and proxies may keep a picture before they ask again"),
	IIIF_IMAGE_OPTION(immutable, "false", 0, 0, VT_OPT_BOOL,
	    "tell browsers not to ask again within max_age, not even when a reader reloads: for "
	    "collections whose images are not replaced"),
	IIIF_IMAGE_OPTION(extra_formats, "webp, gif, tif, jp2, avif", 0, 0, VT_OPT_LIST,
	    "formats besides jpg and png that pictures are served in, where this system's libvips "
	    "can write them"),
	IIIF_IMAGE_OPTION(picture_bytes, "128M", 64 * 1024, INT64_C(1) << 40, VT_OPT_SIZE,
	    "largest picture that is made, as a file"),
	{ .key = NULL }
};

/* An option's number as it stands in the file: 100000000, 512M, 1G. */
static int64_t
iiif_image_number(struct vt_boot *boot, const char *name)
{
	static const char	 units[] = "kMG";
	struct vt_str		 text = vt_str_of(vt_boot_option(boot, name));
	const char		*unit = text.len > 0 ? strchr(units, text.p[text.len - 1]) : NULL;
	int64_t			 value;
	int			 shift = unit != NULL ? 10 * (int)(unit - units + 1) : 0;

	if (!vt_str_to_int(vt_str_sub(text, 0, text.len - (unit != NULL)), 0, INT64_MAX >> shift,
	    &value))
		return (INT64_MAX);
	return (value << shift);
}

/* Names as bits; jpg and png are always served. */
static vt_err
iiif_image_choose(const struct vt_str_list *names, unsigned *formats_r)
{
	unsigned	formats = 1u << VT_IMAGE_JPG | 1u << VT_IMAGE_PNG;

	for (size_t i = 0; i < names->count; i++) {
		int	f = 0;

		while (f < VT_IMAGE_FORMATS &&
		    strcmp(names->items[i], iiif_image_format_name((enum vt_image_format)f)) != 0)
			f++;
		if (f == VT_IMAGE_FORMATS)
			return (vt_fail(VT_E_BADARG, "iiif_image.extra_formats: \"%s\" is none of: webp "
			    "gif tif jp2 avif", names->items[i]));
		formats |= 1u << f;
	}
	*formats_r = formats;
	return (VT_OK);
}

/* What info.json promises and the core would refuse is refused at start: `max`
 * of any image has to be answered (4.2). */
static vt_err
iiif_image_configure(struct vt_boot *boot, const void *options, void **state_r)
{
	const struct iiif_image_conf	*conf = options;
	struct iiif_image_state		*state;
	struct iiif_image_kept		*kept;
	int64_t				 pixels = iiif_image_number(boot, "media.render_pixels_max");
	int64_t				 bytes = iiif_image_number(boot, "media.render_bytes_max");
	unsigned			 formats = 0;

	if (conf->max_area > pixels)
		return (vt_fail(VT_E_BADARG, "iiif_image.max_area (%lld) is more than "
		    "media.render_pixels_max (%lld) allows", (long long)conf->max_area,
		    (long long)pixels));
	if (conf->max_area > bytes / IIIF_IMAGE_PIXEL_BYTES)
		return (vt_fail(VT_E_BADARG, "iiif_image.max_area (%lld) needs %lld MB of "
		    "media.render_bytes_max, which is %lld MB", (long long)conf->max_area,
		    (long long)(conf->max_area * IIIF_IMAGE_PIXEL_BYTES >> 20),
		    (long long)(bytes >> 20)));
	if (iiif_image_choose(&conf->extra_formats, &formats) != VT_OK)
		return (VT_E_BADARG);
	state = vt_boot_alloc(boot, sizeof(*state));
	kept = vt_boot_alloc(boot, sizeof(*kept));
	if (state == NULL || kept == NULL)
		return (VT_E_NOMEM);
	iiif_image_kept_init(kept);
	*state = (struct iiif_image_state){ conf, kept, formats };
	*state_r = state;
	return (VT_OK);
}

static void
iiif_image_worker_stop(struct vt_worker *worker, void *state)
{
	(void)worker;
	iiif_image_kept_empty(((struct iiif_image_state *)state)->kept);
}

VT_PLUGIN(.name = "iiif_image", .version = "1.0", .summary = "IIIF Image API 3.0 and 2.1",
    .conf_size = sizeof(struct iiif_image_conf), .options = iiif_image_options,
    .routes = iiif_image_routes, .links = iiif_image_offers, .configure = iiif_image_configure,
    .worker_stop = iiif_image_worker_stop);
