/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures in formats other than JPEG, written by libvips with little effort:
 * they are made while somebody waits.  What a build can write is found out at
 * start; a format that is missing is missing, nothing else.
 */
#include <gmodule.h>
#include <stdio.h>
#include <vips/vips.h>

#include "api/log.h"
#include "media/codec.h"
#include "media/media.h"

#define VT_CODEC_PNG_LEVEL 4 /* of zlib: half the time of 6, a few percent more bytes */
#define VT_CODEC_TIF_LEVEL 1

/* What a format holds, and what its encoder was seen to take: pixels of noise,
 * 20 million of them, and the process's largest size. */
struct vt_codec_kind {
	const char *saver; /* NULL: not libvips' */
	int64_t side_max;
	int64_t pixel_bytes;
	bool has_alpha;
	bool has_profile; /* has a place for one, and its encoder puts it there */
};

static const struct vt_codec_kind vt_codec_kinds[VT_IMAGE_FORMATS] = {
	[VT_IMAGE_JPG] = { NULL, VT_CODEC_JPEG_SIDE_MAX, 0, false, true },
	[VT_IMAGE_PNG] = { "pngsave_target", 1000000, 0, true, true },
	[VT_IMAGE_WEBP] = { "webpsave_target", 16383, 8, true, true },
	[VT_IMAGE_GIF] = { "gifsave_target", 65535, 16, true, false },
	[VT_IMAGE_TIF] = { "tiffsave_buffer", 1000000, 4, false, true },
	[VT_IMAGE_JP2] = { "jp2ksave_buffer", 1000000, 6, false, false },
	[VT_IMAGE_AVIF] = { "heifsave_target", 16384, 24, true, true },
};

int64_t
vt_codec_side_max(enum vt_image_format format)
{
	return (vt_codec_kinds[format].side_max);
}

bool
vt_codec_has_alpha(enum vt_image_format format)
{
	return (vt_codec_kinds[format].has_alpha);
}

int64_t
vt_codec_pixel_bytes(enum vt_image_format format)
{
	return (vt_codec_kinds[format].pixel_bytes);
}

/* --- at start ---------------------------------------------------------------- */

static bool vt_codec_is_there[VT_IMAGE_FORMATS];

bool
vt_image_can(enum vt_image_format format)
{
	return (vt_codec_is_there[format]);
}

static bool
vt_codec_look(enum vt_image_format format)
{
	const char *saver = vt_codec_kinds[format].saver;

	return (saver == NULL || vips_type_find("VipsOperation", saver) != 0);
}

void
vt_codec_start(void)
{
	char path[400];

	(void)snprintf(path, sizeof(path), "%s/vips-modules-%d.%d/vips-heif.so", VT_VIPS_MODULES,
		       vips_version(0), vips_version(1));
	if (!vt_codec_look(VT_IMAGE_AVIF) && g_module_open(path, G_MODULE_BIND_LAZY) == NULL)
		vt_log("media", VT_LOG_DEBUG, "no AVIF: %s", g_module_error());
	for (int format = 0; format < VT_IMAGE_FORMATS; format++)
		vt_codec_is_there[format] = vt_codec_look((enum vt_image_format)format);
}

/* --- writing ----------------------------------------------------------------- */

struct vt_codec_save {
	const struct vt_pixels *px;
	const struct vt_codec_manner *manner;
	struct vt_buf *out;
	size_t before; /* bytes that were in it */
};

/* What libvips has ready goes straight into the buffer, within its limit. */
static gint64
vt_codec_take(VipsTargetCustom *target, const void *bytes, gint64 len, void *arg)
{
	const struct vt_codec_save *save = arg;

	(void)target;
	vt_buf_put(save->out, bytes, (size_t)len);
	return (vt_buf_error(save->out) == VT_OK ? len : -1);
}

static int
vt_codec_to_target(VipsImage *image, const struct vt_codec_save *save, VipsTarget *target)
{
	const struct vt_codec_manner *m = save->manner;
	/* There is nothing else in it that would be kept. */
	gboolean strip = m->profile.len == 0;

	switch (m->format) {
	case VT_IMAGE_WEBP:
		return (vips_webpsave_target(image, target, "Q", m->quality, "effort", 0, "strip",
					     strip, NULL));
	case VT_IMAGE_GIF:
		return (vips_gifsave_target(image, target, "effort", 1, "bitdepth",
					    m->is_bitonal ? 1 : 8, NULL));
	case VT_IMAGE_AVIF:
		/* Its 50 is about the 80 of others. */
		return (vips_heifsave_target(image, target, "compression",
					     VIPS_FOREIGN_HEIF_COMPRESSION_AV1, "effort", 0, "Q",
					     (m->quality * 5 + 7) / 8, "strip", strip, NULL));
	default:
		return (vips_pngsave_target(image, target, "compression", VT_CODEC_PNG_LEVEL,
					    "strip", strip, "bitdepth", m->is_bitonal ? 1 : 8,
					    NULL));
	}
}

static int
vt_codec_through_target(VipsImage *image, struct vt_codec_save *save)
{
	VipsTargetCustom *target = vips_target_custom_new();
	int failed;

	g_signal_connect(target, "write", G_CALLBACK(vt_codec_take), save);
	failed = vt_codec_to_target(image, save, VIPS_TARGET(target));
	g_object_unref(target);
	return (failed);
}

/* These two go back in the file to fill lengths in. */
static int
vt_codec_through_memory(VipsImage *image, struct vt_codec_save *save)
{
	bool is_bitonal = save->manner->is_bitonal;
	void *bytes = NULL;
	size_t len = 0;
	int failed;

	if (save->manner->format == VT_IMAGE_TIF)
		failed = vips_tiffsave_buffer(
		    image, &bytes, &len, "compression",
		    is_bitonal ? VIPS_FOREIGN_TIFF_COMPRESSION_CCITTFAX4
			       : VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE,
		    "bitdepth", is_bitonal ? 1 : 0, "predictor",
		    VIPS_FOREIGN_TIFF_PREDICTOR_HORIZONTAL, "strip",
		    save->manner->profile.len == 0, NULL);
	else
		failed = vips_jp2ksave_buffer(image, &bytes, &len, NULL);
	if (failed == 0)
		vt_buf_put(save->out, bytes, len);
	g_free(bytes);
	return (failed);
}

static int
vt_codec_save(VipsImage *image, struct vt_codec_save *save)
{
	if (save->manner->format == VT_IMAGE_TIF || save->manner->format == VT_IMAGE_JP2)
		return (vt_codec_through_memory(image, save));
	return (vt_codec_through_target(image, save));
}

/* To sRGB, since this format cannot say what else it is. */
static int
vt_codec_without_profile(VipsImage *image, VipsImage **out)
{
	int bands = image->Bands;
	VipsImage *srgb;
	int failed = vips_icc_transform(image, &srgb, "srgb", "embedded", TRUE, NULL);

	if (failed != 0)
		return (failed);
	vips_image_remove(srgb, VIPS_META_ICC_NAME);
	failed = bands >= 3 || srgb->Bands < 3 ? vips_copy(srgb, out, NULL)
					       : vips_extract_band(srgb, out, 1, "n", bands, NULL);
	g_object_unref(srgb);
	return (failed);
}

static int
vt_codec_save_in_colour(VipsImage *image, struct vt_codec_save *save)
{
	struct vt_str icc = save->manner->profile;
	VipsImage *srgb;
	int failed;

	if (icc.len == 0)
		return (vt_codec_save(image, save));
	vips_image_set_blob_copy(image, VIPS_META_ICC_NAME, icc.p, icc.len);
	if (vt_codec_kinds[save->manner->format].has_profile)
		return (vt_codec_save(image, save));
	if (vt_codec_without_profile(image, &srgb) != 0)
		return (-1);
	failed = vt_codec_save(srgb, save);
	g_object_unref(srgb);
	return (failed);
}

static vt_err
vt_codec_work(void *arg)
{
	struct vt_codec_save *save = arg;
	const struct vt_pixels *px = save->px;
	size_t size = (size_t)px->height * px->pitch;
	VipsImage *image;
	int failed;

	vt_assert(px->pitch == (size_t)px->width * (size_t)px->bands);
	save->out->len = save->before; /* when it is tried again */
	image = vips_image_new_from_memory(px->p, size, (int)px->width, (int)px->height, px->bands,
					   VIPS_FORMAT_UCHAR);
	if (image == NULL)
		return (VT_E_BADARG);
	image->Type = px->bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
	failed = vt_codec_save_in_colour(image, save);
	g_object_unref(image);
	if (vt_buf_error(save->out) != VT_OK)
		return (vt_buf_error(save->out));
	return (failed != 0 ? VT_E_BADARG : VT_OK);
}

vt_err
vt_codec_encode(const struct vt_pixels *px, const struct vt_codec_manner *manner,
		struct vt_buf *out)
{
	struct vt_codec_save save = { px, manner, out, out->len };
	struct vt_media_job job = {
		.work = vt_codec_work, .retry = vt_codec_work, .arg = &save, .what = "a picture"
	};
	vt_err err = vt_media_run(&job);

	if (err != VT_OK)
		out->len = save.before;
	/* Our own pixels: what fails here is no fault of who asked. */
	return (err == VT_E_BADARG ? vt_fail_in(VT_E_INTERNAL, "a picture cannot be made") : err);
}
