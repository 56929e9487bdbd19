/* SPDX-License-Identifier: Apache-2.0 */
/*
 * info.json in both versions: what is announced here is what view.c allows and
 * what the access copy has, nothing else.  Called by iiif_image.c.
 */
#include "iiif_image.h"

/* Grey images have no colour to add; all else is added to "default" (4.4). */
static void
iiif_image_info_qualities(const struct iiif_image_info *info, struct vt_jsonw *j)
{
	vt_jsonw_array(j);
	if (info->levels.items[0].bands == 3)
		vt_jsonw_c(j, "color");
	vt_jsonw_c(j, "gray");
	vt_jsonw_c(j, "bitonal");
	vt_jsonw_end(j);
}

static void
iiif_image_info_limits(const struct iiif_image_conf *conf, struct vt_jsonw *j)
{
	if (conf->max_width > 0)
		vt_jsonw_pair_int(j, "maxWidth", conf->max_width);
	if (conf->max_height > 0)
		vt_jsonw_pair_int(j, "maxHeight", conf->max_height);
	if (conf->max_area > 0)
		vt_jsonw_pair_int(j, "maxArea", conf->max_area);
}

/* The levels that may be served whole, the smallest first (5.3), but for one that is
 * no whole part of the image: OpenSeadragon takes a list of as many sizes as there are
 * scale factors for the sizes of its tiles' levels. */
static void
iiif_image_info_sizes(const struct iiif_image_info *info, struct vt_jsonw *j)
{
	vt_jsonw_key(j, "sizes");
	vt_jsonw_array(j);
	for (size_t i = info->levels.count; i-- > 0;) {
		const struct vt_level	*l = &info->levels.items[i];

		if (iiif_image_scale(&info->levels, i) == 0 ||
		    !iiif_image_fits(info->conf, l->width, l->height))
			continue;
		vt_jsonw_object(j);
		vt_jsonw_pair_int(j, "width", l->width);
		vt_jsonw_pair_int(j, "height", l->height);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

/* The stored tiles (5.4); levels of one tile size only, as ours are. */
static void
iiif_image_info_tiles(const struct iiif_image_info *info, struct vt_jsonw *j)
{
	const struct vt_level	*full = &info->levels.items[0];

	if (full->tile_width == 0 ||
	    !iiif_image_fits(info->conf, full->tile_width, full->tile_height))
		return;
	vt_jsonw_key(j, "tiles");
	vt_jsonw_array(j);
	vt_jsonw_object(j);
	vt_jsonw_pair_int(j, "width", full->tile_width);
	vt_jsonw_pair_int(j, "height", full->tile_height);
	vt_jsonw_key(j, "scaleFactors");
	vt_jsonw_array(j);
	for (size_t i = 0; i < info->levels.count; i++) {
		const struct vt_level	*l = &info->levels.items[i];
		int64_t			 scale = iiif_image_scale(&info->levels, i);

		if (scale > 0 && l->tile_width == full->tile_width &&
		    l->tile_height == full->tile_height)
			vt_jsonw_int(j, scale);
	}
	vt_jsonw_end(j);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

/* Whether 3.0 takes it: a URI of Creative Commons or RightsStatements.org (5.6);
 * other rights are for the manifest to tell. */
static bool
iiif_image_info_is_known(struct vt_str rest)
{
	static const char *const known[] = {
		"creativecommons.org/licenses/", "creativecommons.org/publicdomain/",
		"rightsstatements.org/vocab/",
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (vt_str_starts(rest, vt_str_of(known[i])))
			return (true);
	return (false);
}

/* Those two are written with http, as both want it; any other address, which only
 * 2.1 takes (2.1, 5.6), as it is. */
static void
iiif_image_info_rights(const struct iiif_image_info *info, const char *key, struct vt_jsonw *j)
{
	struct vt_str	rights = info->rights, rest = VT_STR_NONE;
	char		uri[256];

	if (vt_str_starts(rights, VT_STR("https://")))
		rest = vt_str_sub(rights, 8, SIZE_MAX);
	else if (vt_str_starts(rights, VT_STR("http://")))
		rest = vt_str_sub(rights, 7, SIZE_MAX);
	if (rest.len == 0 || rest.len > sizeof(uri) - 8)
		return;
	if (iiif_image_info_is_known(rest)) {
		memcpy(uri, "http://", 7);
		memcpy(uri + 7, rest.p, rest.len);
		rights = (struct vt_str){ uri, 7 + rest.len };
	} else if (info->version == IIIF_IMAGE_3)
		return;
	vt_jsonw_pair(j, key, rights);
}

static void
iiif_image_info_names(const char *const *names, bool upscaling, struct vt_jsonw *j)
{
	vt_jsonw_array(j);
	for (; *names != NULL; names++)
		vt_jsonw_c(j, *names);
	if (upscaling)
		vt_jsonw_c(j, *++names);	/* stands behind the NULL */
	vt_jsonw_end(j);
}

/* Of those served, from the first given on. */
static void
iiif_image_info_formats(const struct iiif_image_info *info, int first, struct vt_jsonw *j)
{
	vt_jsonw_array(j);
	for (int f = first; f < VT_IMAGE_FORMATS; f++)
		if ((info->formats & 1u << f) != 0)
			vt_jsonw_c(j, iiif_image_format_name((enum vt_image_format)f));
	vt_jsonw_end(j);
}

/* Alike in both versions: what is offered now comes with id and type (5.8; IIIF
 * Authorization Flow 2.0, 4). */
static void
iiif_image_info_services(const struct iiif_image_info *info, struct vt_jsonw *j)
{
	if (info->service_count == 0)
		return;
	vt_jsonw_key(j, "service");
	vt_jsonw_array(j);
	for (size_t i = 0; i < info->service_count; i++) {
		vt_jsonw_object(j);
		vt_jsonw_pair(j, "id", info->services[i].id);
		vt_jsonw_pair_c(j, "type", info->services[i].type);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

/* What a tile is stored as costs nobody anything (5.5). */
static void
iiif_image_info_preferred(struct vt_jsonw *j)
{
	vt_jsonw_key(j, "preferredFormats");
	vt_jsonw_array(j);
	vt_jsonw_c(j, iiif_image_format_name(VT_IMAGE_JPG));
	vt_jsonw_end(j);
}

/* The way from a picture to its object (5.7). */
static void
iiif_image_info_part_of(const struct iiif_image_info *info, struct vt_jsonw *j)
{
	if (info->manifest.len == 0)
		return;
	vt_jsonw_key(j, "partOf");
	vt_jsonw_array(j);
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", info->manifest);
	vt_jsonw_pair_c(j, "type", "Manifest");
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

static void
iiif_image_info_3(const struct iiif_image_info *info, struct vt_jsonw *j)
{
	/* What level 2 does not ask for (compliance, 3 and 4). */
	static const char *const features[] = { "canonicalLinkHeader", "mirroring",
		"profileLinkHeader", "rotationArbitrary", NULL, "sizeUpscaling" };

	/* An array: one large harvester's parser takes nothing else. */
	vt_jsonw_key(j, "@context");
	vt_jsonw_array(j);
	vt_jsonw_c(j, "http://iiif.io/api/image/3/context.json");
	vt_jsonw_end(j);
	vt_jsonw_pair(j, "id", info->id);
	vt_jsonw_pair_c(j, "type", "ImageService3");
	vt_jsonw_pair_c(j, "protocol", "http://iiif.io/api/image");
	vt_jsonw_pair_c(j, "profile", "level2");
	vt_jsonw_pair_int(j, "width", info->levels.items[0].width);
	vt_jsonw_pair_int(j, "height", info->levels.items[0].height);
	iiif_image_info_limits(info->conf, j);
	iiif_image_info_sizes(info, j);
	iiif_image_info_tiles(info, j);
	iiif_image_info_rights(info, "rights", j);
	iiif_image_info_preferred(j);
	/* jpg and png are what level 2 has anyway. */
	if (info->formats >> VT_IMAGE_WEBP != 0) {
		vt_jsonw_key(j, "extraFormats");
		iiif_image_info_formats(info, VT_IMAGE_WEBP, j);
	}
	vt_jsonw_key(j, "extraQualities");
	iiif_image_info_qualities(info, j);
	vt_jsonw_key(j, "extraFeatures");
	iiif_image_info_names(features, info->conf->upscaling, j);
	iiif_image_info_part_of(info, j);
	iiif_image_info_services(info, j);
}

static void
iiif_image_info_2(const struct iiif_image_info *info, struct vt_jsonw *j)
{
	static const char *const features[] = { "canonicalLinkHeader", "mirroring",
		"profileLinkHeader", "regionSquare", "rotationArbitrary", NULL, "sizeAboveFull" };

	vt_jsonw_pair_c(j, "@context", "http://iiif.io/api/image/2/context.json");
	vt_jsonw_pair(j, "@id", info->id);
	vt_jsonw_pair_c(j, "protocol", "http://iiif.io/api/image");
	vt_jsonw_pair_int(j, "width", info->levels.items[0].width);
	vt_jsonw_pair_int(j, "height", info->levels.items[0].height);
	iiif_image_info_sizes(info, j);
	iiif_image_info_tiles(info, j);
	vt_jsonw_key(j, "profile");
	vt_jsonw_array(j);
	vt_jsonw_c(j, "http://iiif.io/api/image/2/level2.json");
	vt_jsonw_object(j);
	vt_jsonw_key(j, "formats");
	iiif_image_info_formats(info, VT_IMAGE_JPG, j);
	vt_jsonw_key(j, "qualities");
	iiif_image_info_qualities(info, j);
	iiif_image_info_limits(info->conf, j);
	vt_jsonw_key(j, "supports");
	iiif_image_info_names(features, info->conf->upscaling, j);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
	iiif_image_info_rights(info, "license", j);
	iiif_image_info_services(info, j);
}

vt_err
iiif_image_info_write(const struct iiif_image_info *info, struct vt_buf *out)
{
	struct vt_jsonw	j;

	vt_jsonw_init(&j, out);
	vt_jsonw_object(&j);
	if (info->version == IIIF_IMAGE_3)
		iiif_image_info_3(info, &j);
	else
		iiif_image_info_2(info, &j);
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j));
}
