/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JPEG in memory: TurboJPEG reads it, libjpeg writes it.  Knows nothing of files,
 * tiles or regions.
 */
#include "media/codec.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

/* Wants stdio.h before it. */
#include <jpeglib.h>
#include <turbojpeg.h>

#define VT_CODEC_CHUNK 16384 /* bytes that libjpeg writes at once */

static __thread tjhandle vt_codec_in;

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

/* --- JPEG out -------------------------------------------------------------- */
/* libjpeg itself and not TurboJPEG: what it writes goes straight into the buffer,
 * within its limit, where the other first needs memory for the worst case. */
struct vt_codec_writing {
	struct jpeg_destination_mgr destination; /* first */
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	struct vt_buf *out;
	size_t room; /* bytes that libjpeg was given last */
	const struct vt_pixels *planes; /* three of one band, or one of all */
	bool by_planes;
	struct vt_str profile;
};

static struct vt_codec_writing *
vt_codec_writing_of(j_common_ptr c)
{
	return (c->client_data);
}

static void
vt_codec_fail(j_common_ptr c)
{
	longjmp(vt_codec_writing_of(c)->failed, 1);
}

static void
vt_codec_say_nothing(j_common_ptr c)
{
	(void)c;
}

static void
vt_codec_room(j_compress_ptr c)
{
	struct vt_codec_writing *w = vt_codec_writing_of((j_common_ptr)c);
	size_t left = w->out->limit != 0 ? w->out->limit - w->out->len : SIZE_MAX;
	char *room;

	/* Where no byte is left, one too many is asked for: that is the error. */
	w->room = left == 0 ? 1 : left < VT_CODEC_CHUNK ? left : VT_CODEC_CHUNK;
	room = vt_buf_room(w->out, w->room);
	if (room == NULL)
		longjmp(w->failed, 1);
	w->destination.next_output_byte = (JOCTET *)room;
	w->destination.free_in_buffer = w->room;
}

static boolean
vt_codec_full(j_compress_ptr c)
{
	struct vt_codec_writing *w = vt_codec_writing_of((j_common_ptr)c);

	w->out->len += w->room;
	vt_codec_room(c);
	return (TRUE);
}

static void
vt_codec_written(j_compress_ptr c)
{
	struct vt_codec_writing *w = vt_codec_writing_of((j_common_ptr)c);

	w->out->len += w->room - w->destination.free_in_buffer;
}

static void
vt_codec_jpeg_start(j_compress_ptr c, int quality)
{
	const struct vt_codec_writing *w = vt_codec_writing_of((j_common_ptr)c);
	const struct vt_pixels *px = w->planes;

	c->image_width = (JDIMENSION)px->width;
	c->image_height = (JDIMENSION)px->height;
	c->input_components = w->by_planes ? 3 : px->bands;
	c->in_color_space = w->by_planes     ? JCS_YCbCr
			    : px->bands == 1 ? JCS_GRAYSCALE
					     : JCS_RGB;
	jpeg_set_defaults(c); /* YCbCr, 4:2:0 */
	jpeg_set_quality(c, quality, TRUE);
	c->dct_method = JDCT_ISLOW;
	c->raw_data_in = w->by_planes;
	jpeg_start_compress(c, TRUE);
	if (w->profile.len > 0)
		jpeg_write_icc_profile(c, (const JOCTET *)w->profile.p,
				       (unsigned int)w->profile.len);
}

/* Sixteen rows of pixels at once; the last row stands for what is below it.  What
 * libjpeg reads beyond the end of a row is the plane's own (vt_codec_plane_new()). */
static void
vt_codec_planes_write(j_compress_ptr c)
{
	const struct vt_pixels *planes = vt_codec_writing_of((j_common_ptr)c)->planes;
	JSAMPROW rows[3][2 * DCTSIZE];
	JSAMPARRAY arrays[3] = { rows[0], rows[1], rows[2] };

	while (c->next_scanline < c->image_height) {
		for (int p = 0; p < 3; p++)
			for (int i = 0; i < 2 * DCTSIZE; i++) {
				int64_t y = (int64_t)c->next_scanline / (p == 0 ? 1 : 2) + i;

				y = y < planes[p].height ? y : planes[p].height - 1;
				rows[p][i] = vt_pixels_row(&planes[p], y);
			}
		(void)jpeg_write_raw_data(c, arrays, 2 * DCTSIZE);
	}
}

/* False when it failed; libjpeg comes back here from wherever it was. */
static bool
vt_codec_jpeg_write(j_compress_ptr c, int quality)
{
	struct vt_codec_writing *w = vt_codec_writing_of((j_common_ptr)c);

	if (setjmp(w->failed) != 0)
		return (false);
	jpeg_create_compress(c); /* clears all but err and client_data */
	c->dest = &w->destination;
	vt_codec_jpeg_start(c, quality);
	if (w->by_planes)
		vt_codec_planes_write(c);
	while (c->next_scanline < c->image_height) {
		JSAMPROW row = vt_pixels_row(w->planes, c->next_scanline);

		(void)jpeg_write_scanlines(c, &row, 1);
	}
	jpeg_finish_compress(c);
	return (true);
}

static vt_err
vt_codec_jpeg_make(struct vt_codec_writing *w, int quality)
{
	struct jpeg_compress_struct c = { .err = jpeg_std_error(&w->errors), .client_data = w };
	char text[JMSG_LENGTH_MAX] = "";
	struct vt_buf *out = w->out;
	size_t before = out->len;

	if (w->planes->width > VT_CODEC_JPEG_SIDE_MAX || w->planes->height > VT_CODEC_JPEG_SIDE_MAX)
		return (vt_fail(VT_E_TOOLARGE, "a JPEG can be at most %d pixels wide or high",
				VT_CODEC_JPEG_SIDE_MAX));
	w->errors.error_exit = vt_codec_fail;
	w->errors.output_message = vt_codec_say_nothing;
	w->destination.init_destination = vt_codec_room;
	w->destination.empty_output_buffer = vt_codec_full;
	w->destination.term_destination = vt_codec_written;
	if (vt_codec_jpeg_write(&c, quality)) {
		jpeg_destroy_compress(&c);
		return (vt_buf_error(out));
	}
	out->len = before;
	if (vt_buf_error(out) == VT_OK)
		w->errors.format_message((j_common_ptr)&c, text);
	jpeg_destroy_compress(&c);
	return (vt_buf_error(out) != VT_OK ? vt_buf_error(out)
					   : vt_fail(VT_E_NOMEM, "a JPEG cannot be made: %s", text));
}

vt_err
vt_codec_plane_new(int64_t width, int64_t height, struct vt_pixels *px_r)
{
	int64_t padded = (width + 2 * DCTSIZE - 1) / (2 * DCTSIZE) * (2 * DCTSIZE);
	vt_err err = vt_pixels_new(padded, height, 1, px_r);

	if (err == VT_OK)
		px_r->width = width;
	return (err);
}

static void
vt_codec_plane_pad(const struct vt_pixels *px)
{
	for (int64_t y = 0; y < px->height; y++) {
		uint8_t *row = vt_pixels_row(px, y);

		memset(row + px->width, row[px->width - 1], px->pitch - (size_t)px->width);
	}
}

vt_err
vt_codec_planes_encode(const struct vt_pixels planes[3], int quality, struct vt_str profile,
		       struct vt_buf *out)
{
	struct vt_codec_writing w = {
		.out = out, .planes = planes, .by_planes = true, .profile = profile
	};

	for (int i = 0; i < 3; i++)
		vt_codec_plane_pad(&planes[i]);
	return (vt_codec_jpeg_make(&w, quality));
}

vt_err
vt_codec_jpeg_encode(const struct vt_pixels *px, int quality, struct vt_str profile,
		     struct vt_buf *out)
{
	struct vt_codec_writing w = { .out = out, .planes = px, .profile = profile };

	vt_assert(px->bands == 1 || px->bands == 3);
	return (vt_codec_jpeg_make(&w, quality));
}

void
vt_codec_thread_end(void)
{
	if (vt_codec_in != NULL)
		tjDestroy(vt_codec_in);
	vt_codec_in = NULL;
}
