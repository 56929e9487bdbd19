/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the parts of an image request: strictly as the specification writes
 * them, nothing left over, nothing guessed.  Strangers' bytes: fuzzed.  Knows
 * no image; called by iiif_image.c.
 */
#include "iiif_image.h"

#include <math.h>

/* Digits only (4.1, 4.2).  A number beyond all pictures is read as the largest:
 * "0,0,99999999999,10" means "to the edge". */
static bool
iiif_image_int(struct vt_str s, int64_t *value_r)
{
	int64_t	value = 0;

	if (s.len == 0)
		return (false);
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
		value = value * 10 + (s.p[i] - '0');
		if (value > IIIF_IMAGE_NUMBER_MAX)
			value = IIIF_IMAGE_NUMBER_MAX;
	}
	*value_r = value;
	return (true);
}

/* Digits and at most one point (4.7). */
static bool
iiif_image_decimal(struct vt_str s, double *value_r)
{
	double	value = 0, unit = 1;
	bool	has_digit = false, has_point = false;

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '.' && !has_point) {
			has_point = true;
			continue;
		}
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
		has_digit = true;
		value = value * 10 + (s.p[i] - '0');
		if (has_point)
			unit *= 10;
	}
	if (!has_digit)
		return (false);
	*value_r = value / unit;
	return (true);
}

static bool
iiif_image_too_long(struct vt_str s)
{
	return (s.len > IIIF_IMAGE_PART_MAX);
}

/* --- region ------------------------------------------------------------------ */
vt_err
iiif_image_parse_region(struct vt_str s, struct iiif_image_params *p)
{
	struct vt_str	rest = s, part;
	bool		is_percent, good = !iiif_image_too_long(s);
	int		n;

	if (vt_str_eq_c(s, "full") || vt_str_eq_c(s, "square")) {
		p->region = s.p[0] == 'f' ? IIIF_IMAGE_REGION_FULL : IIIF_IMAGE_REGION_SQUARE;
		return (VT_OK);
	}
	is_percent = vt_str_starts(s, VT_STR("pct:"));
	if (is_percent)
		rest = vt_str_sub(s, 4, SIZE_MAX);
	/* A comma at the end would be one empty part more, unseen by the walk. */
	good = good && !vt_str_ends(rest, VT_STR(","));
	for (n = 0; good && vt_str_next(&rest, ',', &part); n++) {
		int64_t	whole = 0;

		if (n == 4)
			good = false;
		else if (is_percent)
			good = iiif_image_decimal(part, &p->region_numbers[n]);
		else if ((good = iiif_image_int(part, &whole)))
			p->region_numbers[n] = (double)whole;
	}
	if (!good || n != 4)
		return (vt_fail(VT_E_BADARG, "the region \"%.*s\" is none of: full, square, x,y,w,h "
		    "in whole pixels, pct:x,y,w,h", VT_STR_ARG(vt_str_sub(s, 0, IIIF_IMAGE_PART_MAX))));
	p->region = is_percent ? IIIF_IMAGE_REGION_PERCENT : IIIF_IMAGE_REGION_PIXELS;
	return (VT_OK);
}

/* --- size -------------------------------------------------------------------- */
/* "w,h", "w,", ",h" after what stands before them. */
static bool
iiif_image_width_height(struct vt_str s, struct iiif_image_params *p)
{
	ptrdiff_t	comma = vt_str_find(s, VT_STR(","));
	struct vt_str	width, height;

	if (comma < 0)
		return (false);
	width = vt_str_sub(s, 0, (size_t)comma);
	height = vt_str_sub(s, (size_t)comma + 1, SIZE_MAX);
	if ((width.len > 0 && !iiif_image_int(width, &p->width)) ||
	    (height.len > 0 && !iiif_image_int(height, &p->height)) ||
	    width.len + height.len == 0)
		return (false);
	p->size = height.len == 0 ? IIIF_IMAGE_SIZE_WIDTH :
	    width.len == 0 ? IIIF_IMAGE_SIZE_HEIGHT : IIIF_IMAGE_SIZE_EXACT;
	return (true);
}

static bool
iiif_image_size_form(struct vt_str s, struct iiif_image_params *p)
{
	if (vt_str_eq_c(s, "max")) {
		p->size = IIIF_IMAGE_SIZE_MAX;
		return (true);
	}
	if (vt_str_starts(s, VT_STR("pct:"))) {
		p->size = IIIF_IMAGE_SIZE_PERCENT;
		return (iiif_image_decimal(vt_str_sub(s, 4, SIZE_MAX), &p->percent));
	}
	if (!vt_str_starts(s, VT_STR("!")))
		return (iiif_image_width_height(s, p));
	if (!iiif_image_width_height(vt_str_sub(s, 1, SIZE_MAX), p) ||
	    p->size != IIIF_IMAGE_SIZE_EXACT)
		return (false);
	p->size = IIIF_IMAGE_SIZE_CONFINED;
	return (true);
}

vt_err
iiif_image_parse_size(enum iiif_image_version version, struct vt_str s, struct iiif_image_params *p)
{
	struct vt_str	rest = s;

	p->may_grow = false;
	if (version == IIIF_IMAGE_2 && vt_str_eq_c(s, "full")) {
		p->size = IIIF_IMAGE_SIZE_FULL;
		return (VT_OK);
	}
	if (version == IIIF_IMAGE_3 && vt_str_starts(s, VT_STR("^"))) {
		p->may_grow = true;
		rest = vt_str_sub(s, 1, SIZE_MAX);
	}
	if (iiif_image_too_long(s) || !iiif_image_size_form(rest, p))
		return (vt_fail(VT_E_BADARG, "the size \"%.*s\" is none of: %s w, ,h pct:n w,h !w,h%s",
		    VT_STR_ARG(vt_str_sub(s, 0, IIIF_IMAGE_PART_MAX)),
		    version == IIIF_IMAGE_2 ? "full max" : "max",
		    version == IIIF_IMAGE_2 ? "" : ", each also with ^ before it"));
	return (VT_OK);
}

/* --- rotation ---------------------------------------------------------------- */
vt_err
iiif_image_parse_rotation(struct vt_str s, struct iiif_image_params *p)
{
	struct vt_str	rest = s;
	double		degrees = 0;

	p->is_mirrored = vt_str_starts(s, VT_STR("!"));
	if (p->is_mirrored)
		rest = vt_str_sub(s, 1, SIZE_MAX);
	if (iiif_image_too_long(s) || !iiif_image_decimal(rest, &degrees) || degrees > 360)
		return (vt_fail(VT_E_BADARG, "the rotation \"%.*s\" is no number from 0 to 360, with "
		    "! before it for a mirrored picture",
		    VT_STR_ARG(vt_str_sub(s, 0, IIIF_IMAGE_PART_MAX))));
	/* As many decimals as the canonical form has, so that it means the same. */
	degrees = round(degrees * 1e6) / 1e6;
	p->rotation = degrees >= 360 ? 0 : degrees;
	return (VT_OK);
}

/* --- quality and format ------------------------------------------------------ */
static bool
iiif_image_quality(struct vt_str s, enum vt_image_quality *quality_r)
{
	static const char *const names[] = {
		[VT_IMAGE_DEFAULT] = "default", [VT_IMAGE_COLOR] = "color",
		[VT_IMAGE_GRAY] = "gray", [VT_IMAGE_BITONAL] = "bitonal",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (vt_str_eq_c(s, names[i])) {
			*quality_r = (enum vt_image_quality)i;
			return (true);
		}
	return (false);
}

vt_err
iiif_image_parse_file(struct vt_str s, struct iiif_image_params *p)
{
	ptrdiff_t	dot = vt_str_find(s, VT_STR("."));
	struct vt_str	quality = vt_str_sub(s, 0, dot < 0 ? SIZE_MAX : (size_t)dot);
	struct vt_str	format = dot < 0 ? VT_STR_NONE : vt_str_sub(s, (size_t)dot + 1, SIZE_MAX);

	if (iiif_image_too_long(s) || !iiif_image_quality(quality, &p->quality))
		return (vt_fail(VT_E_BADARG, "the quality \"%.*s\" is none of: default color gray "
		    "bitonal", VT_STR_ARG(vt_str_sub(quality, 0, IIIF_IMAGE_PART_MAX))));
	for (int f = 0; f < VT_IMAGE_FORMATS; f++)
		if (vt_str_eq_c(format, iiif_image_format_name((enum vt_image_format)f))) {
			p->format = (enum vt_image_format)f;
			return (VT_OK);
		}
	return (vt_fail(VT_E_BADARG, "the format \"%.*s\" is none of: jpg png webp gif tif jp2 avif; "
	    "it stands behind the quality, as in default.jpg", VT_STR_ARG(format)));
}
