/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encoders and decoders for what is in memory: TurboJPEG for JPEG, libvips for
 * PNG.  Knows nothing of files, tiles or regions.
 */
#include "media/codec.h"

#include <stdlib.h>
#include <turbojpeg.h>
#include <vips/vips.h>

#include "media/media.h"

#define VT_CODEC_PNG_LEVEL 4 /* of zlib: half the time of 6, a few percent more bytes */

#define VT_CODEC_ROOM_MAX (4 << 20) /* bytes kept by each thread that encodes */

static __thread tjhandle vt_codec_in, vt_codec_out;
static __thread unsigned char *vt_codec_scratch;
static __thread unsigned long vt_codec_scratch_size;

vt_err
vt_codec_jpeg_decode(struct vt_str jpeg, const struct vt_pixels *px)
{
	const unsigned char *p = (const unsigned char *)jpeg.p;
	int width, height, sampling, space;

	if (vt_codec_in == NULL && (vt_codec_in = tjInitDecompress()) == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for a JPEG decoder"));
	if (tjDecompressHeader3(vt_codec_in, p, jpeg.len, &width, &height, &sampling, &space) != 0)
		return (vt_fail(VT_E_FORMAT, "a JPEG cannot be decoded: %s",
				tjGetErrorStr2(vt_codec_in)));
	if (width != px->width || height != px->height)
		return (vt_fail(VT_E_FORMAT,
				"a JPEG is %d x %d pixels large instead of %lld x %lld", width,
				height, (long long)px->width, (long long)px->height));
	if (tjDecompress2(vt_codec_in, p, jpeg.len, px->p, width, (int)px->pitch, height,
			  px->bands == 1 ? TJPF_GRAY : TJPF_RGB, TJFLAG_STOPONWARNING) != 0)
		return (vt_fail(VT_E_FORMAT, "a JPEG cannot be decoded: %s",
				tjGetErrorStr2(vt_codec_in)));
	return (VT_OK);
}

/* Room for any JPEG of that size, kept for the next one; NULL when that is too
 * much to keep. */
static unsigned char *
vt_codec_room(const struct vt_pixels *px, unsigned long *size_r)
{
	unsigned long need =
	    tjBufSize((int)px->width, (int)px->height, px->bands == 1 ? TJSAMP_GRAY : TJSAMP_420);

	if (need > VT_CODEC_ROOM_MAX)
		return (NULL);
	if (need > vt_codec_scratch_size) {
		free(vt_codec_scratch);
		vt_codec_scratch = malloc(need);
		vt_codec_scratch_size = vt_codec_scratch == NULL ? 0 : need;
	}
	*size_r = vt_codec_scratch_size;
	return (vt_codec_scratch);
}

vt_err
vt_codec_jpeg_encode(const struct vt_pixels *px, int quality, struct vt_buf *out)
{
	unsigned long size = 0;
	unsigned char *room, *jpeg;
	vt_err err = VT_OK;

	vt_assert(px->bands == 1 || px->bands == 3);
	if (px->width > VT_CODEC_JPEG_SIDE_MAX || px->height > VT_CODEC_JPEG_SIDE_MAX)
		return (vt_fail(VT_E_TOOLARGE, "a JPEG can be at most %d pixels wide or high",
				VT_CODEC_JPEG_SIDE_MAX));
	if (vt_codec_out == NULL && (vt_codec_out = tjInitCompress()) == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for a JPEG encoder"));
	/* Where ours is too small, a buffer of TurboJPEG's own making: given one
	 * that may grow, a handle used again frees that of the call before (2.1.5). */
	jpeg = room = vt_codec_room(px, &size);
	if (tjCompress2(vt_codec_out, px->p, (int)px->width, (int)px->pitch, (int)px->height,
			px->bands == 1 ? TJPF_GRAY : TJPF_RGB, &jpeg, &size,
			px->bands == 1 ? TJSAMP_GRAY : TJSAMP_420, quality,
			TJFLAG_ACCURATEDCT | (room != NULL ? TJFLAG_NOREALLOC : 0)) != 0)
		err =
		    vt_fail(VT_E_NOMEM, "a JPEG cannot be made: %s", tjGetErrorStr2(vt_codec_out));
	else
		vt_buf_put(out, jpeg, size);
	if (jpeg != room)
		tjFree(jpeg);
	return (err != VT_OK ? err : vt_buf_error(out));
}

/* --- PNG ------------------------------------------------------------------- */
struct vt_codec_png {
	const struct vt_pixels *px;
	bool is_bitonal;
	struct vt_buf *out;
};

static vt_err
vt_codec_png_work(void *arg)
{
	const struct vt_codec_png *png = arg;
	const struct vt_pixels *px = png->px;
	size_t size = (size_t)px->height * px->pitch, len = 0;
	void *bytes = NULL;
	VipsImage *image;
	int failed;

	vt_assert(px->pitch == (size_t)px->width * (size_t)px->bands);
	image = vips_image_new_from_memory(px->p, size, (int)px->width, (int)px->height, px->bands,
					   VIPS_FORMAT_UCHAR);
	if (image == NULL)
		return (VT_E_BADARG);
	image->Type = px->bands < 3 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;
	failed = vips_pngsave_buffer(image, &bytes, &len, "compression", VT_CODEC_PNG_LEVEL,
				     "strip", TRUE, "bitdepth", png->is_bitonal ? 1 : 8, NULL);
	g_object_unref(image);
	if (failed != 0)
		return (VT_E_BADARG);
	vt_buf_put(png->out, bytes, len);
	g_free(bytes);
	return (vt_buf_error(png->out));
}

vt_err
vt_codec_png_encode(const struct vt_pixels *px, bool is_bitonal, struct vt_buf *out)
{
	struct vt_codec_png png = { px, is_bitonal, out };
	struct vt_media_job job = {
		.work = vt_codec_png_work, .retry = vt_codec_png_work, .arg = &png, .what = "a PNG"
	};
	vt_err err = vt_media_run(&job);

	/* Our own pixels: what fails here is no fault of who asked. */
	return (err == VT_E_BADARG ? vt_fail(VT_E_INTERNAL, "a PNG cannot be made") : err);
}

void
vt_codec_thread_end(void)
{
	if (vt_codec_in != NULL)
		tjDestroy(vt_codec_in);
	if (vt_codec_out != NULL)
		tjDestroy(vt_codec_out);
	vt_codec_in = vt_codec_out = NULL;
	free(vt_codec_scratch);
	vt_codec_scratch = NULL;
	vt_codec_scratch_size = 0;
}
