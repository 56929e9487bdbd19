/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options, what they mean together, and what a worker keeps.
 */
#include "iiif_image.h"

#include <stdio.h>

#define IIIF_IMAGE_CACHE_CONTROL_MAX	80	/* bytes */

/* Memory for a pixel of a picture while it is made: three bands, the file, and
 * what is decoded for it. */
#define IIIF_IMAGE_PIXEL_BYTES	8

const struct iiif_image_conf *
iiif_image_conf_of(const struct vt_request *req)
{
	return (((const struct iiif_image_state *)vt_request_state(req))->conf);
}

struct iiif_image_kept *
iiif_image_kept_of(const struct vt_request *req)
{
	return (((const struct iiif_image_state *)vt_request_state(req))->kept);
}

const char *
iiif_image_cache_control_of(const struct vt_request *req)
{
	return (((const struct iiif_image_state *)vt_request_state(req))->cache_control);
}

unsigned
iiif_image_formats_of(const struct vt_request *req)
{
	unsigned	formats = ((const struct iiif_image_state *)vt_request_state(req))->formats;

	for (int f = VT_IMAGE_WEBP; f < VT_IMAGE_FORMATS; f++)
		if (!vt_image_can((enum vt_image_format)f))
			formats &= ~(1u << f);
	return (formats);
}

/* --- options --------------------------------------------------------------------- */
#define IIIF_IMAGE_OPTION(member, value, least, most, kind, text)		\
	{ .key = #member, .dflt = value, .help = text, .type = kind,		\
	  .offset = offsetof(struct iiif_image_conf, member), .min = least, .max = most }

const struct vt_option iiif_image_options[] = {
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

/* A picture of the largest area has to fit into what the core gives for one. */
static vt_err
iiif_image_check_area(struct vt_boot *boot, int64_t area)
{
	int64_t	pixels, bytes;
	vt_err	err = vt_boot_option_number(boot, "media.render_pixels_max", &pixels);

	if (err == VT_OK)
		err = vt_boot_option_number(boot, "media.render_bytes_max", &bytes);
	if (err != VT_OK)
		return (err);
	if (area > pixels)
		return (vt_fail(VT_E_BADARG, "iiif_image.max_area (%lld) is more than "
		    "media.render_pixels_max (%lld) allows", (long long)area, (long long)pixels));
	if (area > bytes / IIIF_IMAGE_PIXEL_BYTES)
		return (vt_fail(VT_E_BADARG, "iiif_image.max_area (%lld) needs %lld MB of "
		    "media.render_bytes_max, which is %lld MB", (long long)area,
		    (long long)(area * IIIF_IMAGE_PIXEL_BYTES >> 20), (long long)(bytes >> 20)));
	return (VT_OK);
}

vt_err
iiif_image_configure(struct vt_boot *boot, const void *options, void **state_r)
{
	const struct iiif_image_conf	*conf = options;
	struct iiif_image_state		*state;
	struct iiif_image_kept		*kept;
	char				*cache_control;
	int64_t				 copies = 0;
	unsigned			 formats = 0;
	vt_err				 err = iiif_image_check_area(boot, conf->max_area);

	if (err == VT_OK)
		err = iiif_image_choose(&conf->extra_formats, &formats);
	/* Each keeps its copy open, besides those that the core does. */
	if (err == VT_OK)
		err = vt_boot_option_number(boot, "media.cache_copies", &copies);
	if (err != VT_OK)
		return (err);
	state = vt_boot_alloc(boot, sizeof(*state));
	kept = vt_boot_alloc(boot, sizeof(*kept));
	cache_control = vt_boot_alloc(boot, IIIF_IMAGE_CACHE_CONTROL_MAX);
	if (state == NULL || kept == NULL || cache_control == NULL)
		return (VT_E_NOMEM);
	iiif_image_kept_init(kept, copies);
	(void)snprintf(cache_control, IIIF_IMAGE_CACHE_CONTROL_MAX, "public, max-age=%lld%s",
	    (long long)conf->max_age, conf->immutable ? ", immutable" : "");
	*state = (struct iiif_image_state){ conf, kept, formats, cache_control };
	*state_r = state;
	return (VT_OK);
}
