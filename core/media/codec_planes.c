/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decodes the planes of a JPEG as they are stored, without making colours of
 * them or chroma as large as luma: libjpeg's raw data.  Called by lane_planes.c.
 */
#include "media/codec_planes.h"

#include <setjmp.h>
#include <stdio.h>

/* Wants stdio.h before it. */
#include <jpeglib.h>

struct vt_codec_reading {
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	const struct vt_codec_planes *into;
	int64_t rows;
	bool is_other; /* not what into can take */
};

static void
vt_codec_reading_fail(j_common_ptr c)
{
	longjmp(((struct vt_codec_reading *)c->client_data)->failed, 1);
}

/* A warning is about broken data: no picture is made of that. */
static void
vt_codec_reading_warn(j_common_ptr c, int level)
{
	if (level < 0)
		vt_codec_reading_fail(c);
}

static bool
vt_codec_reading_fits(j_decompress_ptr d)
{
	const struct vt_codec_planes *into =
	    ((const struct vt_codec_reading *)d->client_data)->into;

	return (d->num_components == 3 && d->jpeg_color_space == JCS_YCbCr &&
		d->comp_info[0].h_samp_factor == into->h &&
		d->comp_info[0].v_samp_factor == into->v && d->comp_info[1].h_samp_factor == 1 &&
		d->comp_info[1].v_samp_factor == 1 && d->comp_info[2].h_samp_factor == 1 &&
		d->comp_info[2].v_samp_factor == 1 &&
		(int64_t)d->image_width == into->of[0].width &&
		(int64_t)d->image_height == into->of[0].height);
}

static void
vt_codec_reading_rows(j_decompress_ptr d)
{
	const struct vt_codec_reading *r = d->client_data;
	JSAMPROW rows[3][2 * DCTSIZE];
	JSAMPARRAY arrays[3] = { rows[0], rows[1], rows[2] };

	while ((int64_t)d->output_scanline < r->rows) {
		for (int p = 0; p < 3; p++) {
			int64_t y = (int64_t)d->output_scanline / (p == 0 ? 1 : r->into->v);

			for (int i = 0; i < DCTSIZE * (p == 0 ? r->into->v : 1); i++)
				rows[p][i] = vt_pixels_row(&r->into->of[p], y + i);
		}
		if (jpeg_read_raw_data(d, arrays, (JDIMENSION)(DCTSIZE * r->into->v)) == 0)
			vt_codec_reading_fail((j_common_ptr)d);
	}
}

/* False when it failed; libjpeg comes back here from wherever it was. */
static bool
vt_codec_reading_run(j_decompress_ptr d, struct vt_str jpeg)
{
	struct vt_codec_reading *r = d->client_data;

	if (setjmp(r->failed) != 0)
		return (false);
	jpeg_create_decompress(d); /* clears all but err and client_data */
	jpeg_mem_src(d, (const unsigned char *)jpeg.p, jpeg.len);
	(void)jpeg_read_header(d, TRUE);
	r->is_other = !vt_codec_reading_fits(d);
	if (r->is_other)
		return (true);
	d->raw_data_out = TRUE;
	d->out_color_space = JCS_YCbCr;
	d->dct_method = JDCT_ISLOW;
	(void)jpeg_start_decompress(d);
	vt_codec_reading_rows(d);
	return (true);
}

vt_err
vt_codec_planes_decode(struct vt_str jpeg, const struct vt_codec_planes *into, int64_t rows)
{
	struct vt_codec_reading r = { .into = into, .rows = rows };
	struct jpeg_decompress_struct d = { .err = jpeg_std_error(&r.errors), .client_data = &r };
	char text[JMSG_LENGTH_MAX] = "";
	bool done;

	vt_assert(rows > 0 && rows <= into->of[0].height && into->of[0].width % 16 == 0 &&
		  into->of[0].height % 16 == 0);
	r.errors.error_exit = vt_codec_reading_fail;
	r.errors.emit_message = vt_codec_reading_warn;
	done = vt_codec_reading_run(&d, jpeg);
	if (!done)
		r.errors.format_message((j_common_ptr)&d, text);
	jpeg_destroy_decompress(&d);
	if (!done)
		return (vt_fail(VT_E_FORMAT, "a JPEG cannot be decoded: %s", text));
	return (r.is_other ? VT_E_DECLINED : VT_OK);
}
