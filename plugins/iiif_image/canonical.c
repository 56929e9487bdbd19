/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names for a view: its canonical path (4.8), its validator, a file name.  Two
 * requests for the same pixels have the same names.
 */
#include "iiif_image.h"

#include <math.h>

static void
iiif_image_put_numbers(struct vt_buf *out, char between, const int64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			vt_buf_char(out, between);
		vt_buf_int(out, numbers[i]);
	}
}

static void
iiif_image_put_region(const struct iiif_image_view *v, struct vt_buf *out)
{
	if (v->is_full)
		vt_buf_str(out, VT_STR("full"));
	else
		iiif_image_put_numbers(out, ',', (const int64_t[]){ v->x, v->y, v->w, v->h }, 4);
}

static void
iiif_image_put_size_3(const struct iiif_image_view *v, struct vt_buf *out)
{
	if (v->is_max)
		vt_buf_str(out, VT_STR("max"));
	else if (v->is_max_grown)
		vt_buf_str(out, VT_STR("^max"));
	else {
		if (v->is_grown)
			vt_buf_char(out, '^');
		iiif_image_put_numbers(out, ',',
		    (const int64_t[]){ v->size.width, v->size.height }, 2);
	}
}

/* 2.1, 4.7: `full`, `w,` where that gives this height, else `w,h`. */
static void
iiif_image_put_size_2(const struct iiif_image_view *v, struct vt_buf *out)
{
	double	height = round((double)v->h * (double)v->size.width / (double)v->w);

	if (v->size.width == v->w && v->size.height == v->h)
		vt_buf_str(out, VT_STR("full"));
	else {
		vt_buf_int(out, v->size.width);
		vt_buf_char(out, ',');
		if (fmax(height, 1) != (double)v->size.height)
			vt_buf_int(out, v->size.height);
	}
}

/* An integer if possible, no trailing zeros. */
static void
iiif_image_put_rotation(const struct iiif_image_view *v, struct vt_buf *out)
{
	int64_t	millionths = (int64_t)round(v->rotation * 1e6), fraction = millionths % 1000000;
	int	digits = 6;

	if (v->is_mirrored)
		vt_buf_char(out, '!');
	vt_buf_int(out, millionths / 1000000);
	if (fraction == 0)
		return;
	for (; fraction % 10 == 0; digits--)
		fraction /= 10;
	vt_buf_printf(out, ".%0*lld", digits, (long long)fraction);
}

void
iiif_image_canonical(enum iiif_image_version version, const struct iiif_image_view *v,
    struct vt_buf *out)
{
	static const char *const qualities[] = { "default", "color", "gray", "bitonal" };

	iiif_image_put_region(v, out);
	vt_buf_char(out, '/');
	if (version == IIIF_IMAGE_2)
		iiif_image_put_size_2(v, out);
	else
		iiif_image_put_size_3(v, out);
	vt_buf_char(out, '/');
	iiif_image_put_rotation(v, out);
	vt_buf_char(out, '/');
	vt_buf_str(out, vt_str_of(qualities[v->quality]));
	vt_buf_char(out, '.');
	vt_buf_str(out, vt_str_of(iiif_image_format_name(v->format)));
}

/* Anything but letters, digits, '.', '-', '_' becomes what stands for it. */
static void
iiif_image_soften(struct vt_buf *out, size_t from, char instead)
{
	for (size_t i = from; i < out->len; i++) {
		char	c = out->p[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		    c == '.' || c == '-' || c == '_'))
			out->p[i] = instead;
	}
}

void
iiif_image_etag(const struct iiif_image_seen *seen, const struct iiif_image_view *v,
    struct vt_buf *out)
{
	size_t	from = out->len;

	/* The pixels themselves, not the words: `max` means something else when
	 * the limits are changed.  No commas, for those who cut lists at them. */
	vt_buf_str(out, seen->known->image.version);
	vt_buf_char(out, '-');
	/* Coordinates of a smaller image mean others of this one. */
	if (seen->side > 0)
		vt_buf_printf(out, "of%lld-", (long long)seen->side);
	iiif_image_put_numbers(out, '.', (const int64_t[]){ v->x, v->y, v->w, v->h }, 4);
	vt_buf_char(out, '-');
	iiif_image_put_numbers(out, '.', (const int64_t[]){ v->size.width, v->size.height }, 2);
	vt_buf_char(out, '-');
	iiif_image_put_rotation(v, out);
	vt_buf_char(out, '-');
	vt_buf_int(out, (int64_t)v->quality);
	vt_buf_char(out, '.');
	vt_buf_str(out, vt_str_of(iiif_image_format_name(v->format)));
	vt_buf_char(out, '-');
	vt_buf_int(out, seen->conf.quality);
	if (vt_buf_error(out) == VT_OK)
		iiif_image_soften(out, from, '_');
}

void
iiif_image_file_name(struct vt_str identifier, const struct iiif_image_view *v, struct vt_buf *out)
{
	size_t	from = out->len;

	vt_buf_str(out, identifier);
	if (!v->is_full || !v->is_max || v->rotation != 0 || v->is_mirrored ||
	    v->quality != VT_IMAGE_DEFAULT) {
		vt_buf_char(out, '-');
		iiif_image_canonical(IIIF_IMAGE_3, v, out);
	} else
		vt_buf_printf(out, ".%s", iiif_image_format_name(v->format));
	if (vt_buf_error(out) == VT_OK)
		iiif_image_soften(out, from, '_');
}
