/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settles colour once, at ingest: profiles, CMYK, Lab, 16 bits, alpha, odd
 * bands.  What viewers get is sRGB or grey and needs no profile, unless an
 * administrator wants to keep them.  Called by master.c, under its guard.
 */
#include "media/colour.h"

#include "api/log.h"
#include "media/jpeg_split.h"
#include "media/media.h"

static uint32_t
vt_colour_u32(const uint8_t *p)
{
	return ((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
}

static bool
vt_colour_has_tag(const uint8_t *icc, size_t len, const char *tag)
{
	uint32_t count = len >= 132 ? vt_colour_u32(icc + 128) : 0;

	for (size_t at = 132; count > 0 && at + 12 <= len; count--, at += 12)
		if (memcmp(icc + at, tag, 4) == 0)
			return (true);
	return (false);
}

struct vt_colour_profile
vt_colour_profile_of(const uint8_t *icc, size_t len)
{
	static const struct {
		const char *space;
		int bands;
	} spaces[] = { { "GRAY", 1 }, { "RGB ", 3 }, { "CMYK", 4 } };
	struct vt_colour_profile profile = { 0, VIPS_INTENT_RELATIVE };
	bool perceptual = vt_colour_has_tag(icc, len, "A2B0");
	bool relative = vt_colour_has_tag(icc, len, "A2B1");

	for (size_t i = 0; i < 3 && len >= 132; i++)
		if (memcmp(icc + 16, spaces[i].space, 4) == 0)
			profile.bands = spaces[i].bands;
	/* Scans: the white of the paper to white, all else as measured.  Print
	 * colours: as the profile's maker fitted them.  libvips refuses an intent
	 * for which a table profile has no table. */
	if (perceptual && (profile.bands == 4 || !relative))
		profile.intent = VIPS_INTENT_PERCEPTUAL;
	return (profile);
}

/* Extra samples that are no alpha (a scanner's infrared) go. */
static int
vt_colour_drop(VipsImage *in, const struct vt_header *h, VipsImage **out)
{
	if (h->extra_bands > 0 && in->Bands > h->extra_bands)
		return (vips_extract_band(in, out, 0, "n", in->Bands - h->extra_bands, NULL));
	return (vips_copy(in, out, NULL));
}

/* A JPEG 2000 sample of fewer than 8 bits comes with zeros below: 1 bit as 0
 * and 128. */
static int
vt_colour_stretch(VipsImage *in, const struct vt_header *h, VipsImage **out)
{
	bool is_jp2 = h->type == VT_HEADER_JP2 || h->type == VT_HEADER_J2K;
	int top = is_jp2 && h->bits < 8 ? ((1 << h->bits) - 1) << (8 - h->bits) : 255;

	if (top == 255)
		return (vips_copy(in, out, NULL));
	return (vips_linear1(in, out, 255.0 / top, 0, "uchar", TRUE, NULL));
}

/* Alpha on white, in the picture's own colours. */
static int
vt_colour_flatten(VipsImage *in, VipsImage **out)
{
	bool is_ink = in->Type == VIPS_INTERPRETATION_CMYK;
	bool is_lab = in->Type == VIPS_INTERPRETATION_LAB || in->Type == VIPS_INTERPRETATION_LABS;
	double top = in->BandFmt == VIPS_FORMAT_USHORT	? 65535
		     : in->BandFmt == VIPS_FORMAT_SHORT ? 32767
		     : is_lab				? 100
							: 255;
	double white[8];
	VipsArrayDouble *background;
	int failed;

	if (!vips_image_hasalpha(in) || in->Bands > 8)
		return (vips_copy(in, out, NULL));
	for (int i = 0; i < 8; i++)
		white[i] = is_ink || (is_lab && i > 0) ? 0 : top;
	background = vips_array_double_new(white, in->Bands - 1);
	failed = vips_flatten(in, out, "background", background, "max_alpha", is_lab ? 255.0 : top,
			      NULL);
	vips_area_unref(VIPS_AREA(background));
	return (failed);
}

static int
vt_colour_icc(VipsImage *in, VipsImage **out, VipsIntent intent)
{
	return (vips_icc_transform(in, out, "srgb", "embedded", TRUE, "intent", intent,
				   "black_point_compensation", TRUE, "depth", 8, "input_profile",
				   in->Type == VIPS_INTERPRETATION_CMYK ? "cmyk" : "srgb", NULL));
}

/* The profile's intent if there is one that fits; false: take the usual meaning
 * of the numbers. */
static bool
vt_colour_fits(VipsImage *in, const char *path, VipsIntent *intent_r)
{
	struct vt_colour_profile profile;
	const void *icc;
	size_t len;

	if (vips_image_get_typeof(in, VIPS_META_ICC_NAME) == 0 ||
	    vips_image_get_blob(in, VIPS_META_ICC_NAME, &icc, &len) != 0)
		return (false);
	profile = vt_colour_profile_of(icc, len);
	if (profile.bands != in->Bands || in->Type == VIPS_INTERPRETATION_LAB ||
	    in->Type == VIPS_INTERPRETATION_LABS || !vips_icc_is_compatible_profile(in, icc, len)) {
		vt_log("media", VT_LOG_WARN,
		       "%s: its colour profile does not fit its pixels and is left out of account",
		       path);
		return (false);
	}
	*intent_r = profile.intent;
	return (true);
}

/* Whether the profile, which fits, stays: what no browser shows does not, nor what
 * every single tile would have to carry. */
static bool
vt_colour_is_kept(VipsImage *in, const char *path)
{
	const void *icc;
	size_t len;

	if (!vt_media_options()->keep_profiles || (in->Bands != 1 && in->Bands != 3) ||
	    (in->BandFmt != VIPS_FORMAT_UCHAR && in->BandFmt != VIPS_FORMAT_USHORT) ||
	    vips_image_get_blob(in, VIPS_META_ICC_NAME, &icc, &len) != 0)
		return (false);
	if (len <= VT_JPEG_PROFILE_MAX)
		return (true);
	vt_log("media", VT_LOG_INFO,
	       "%s: its colour profile has %zu bytes, more than the %d that a tile may carry: its "
	       "colours become sRGB", path, len, VT_JPEG_PROFILE_MAX);
	return (false);
}

/* The same colours in eight bits. */
static int
vt_colour_narrow(VipsObject *context, VipsImage *in, VipsImage **out)
{
	VipsImage **t = (VipsImage **)vips_object_local_array(context, 1);
	VipsInterpretation type =
	    in->Bands == 1 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB;

	if (in->BandFmt == VIPS_FORMAT_UCHAR)
		return (vips_copy(in, out, "interpretation", type, NULL));
	if (vips_linear1(in, &t[0], 255.0 / 65535, 0.5, "uchar", TRUE, NULL) != 0)
		return (-1);
	return (vips_copy(t[0], out, "interpretation", type, NULL));
}

static int
vt_colour_to_srgb(VipsObject *context, VipsImage *in, const VipsIntent *intent, VipsImage **out)
{
	VipsImage **t = (VipsImage **)vips_object_local_array(context, 2);
	bool is_grey = in->Bands < 3;

	if (intent == NULL)
		return (vips_colourspace(
		    in, out, is_grey ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_sRGB, NULL));
	if (vt_colour_icc(in, &t[0], *intent) != 0)
		return (-1);
	return (is_grey ? vips_extract_band(t[0], out, 1, NULL) : vips_copy(t[0], out, NULL));
}

static int
vt_colour_space(VipsObject *context, VipsImage *in, const char *path, VipsImage **out)
{
	VipsIntent intent = VIPS_INTENT_PERCEPTUAL;
	bool fits = vt_colour_fits(in, path, &intent);

	if (fits && vt_colour_is_kept(in, path))
		return (vt_colour_narrow(context, in, out));
	if (vt_colour_to_srgb(context, in,
			      fits || in->Type == VIPS_INTERPRETATION_CMYK ? &intent : NULL,
			      out) != 0)
		return (-1);
	vips_image_remove(*out, VIPS_META_ICC_NAME);
	return (0);
}

int
vt_colour_convert(VipsObject *context, VipsImage *in, const struct vt_header *h, VipsImage **out)
{
	VipsImage **t = (VipsImage **)vips_object_local_array(context, 6);
	const char *path = in->filename != NULL ? in->filename : "a picture";

	if (vt_colour_drop(in, h, &t[0]) != 0 || vt_colour_stretch(t[0], h, &t[1]) != 0)
		return (-1);
	/* Loaders leave some types open ("multiband"); the bands then decide. */
	if (vips_copy(t[1], &t[2], "interpretation", vips_image_guess_interpretation(t[1]), NULL) !=
		0 ||
	    vt_colour_flatten(t[2], &t[3]) != 0 ||
	    vt_colour_space(context, t[3], path, &t[4]) != 0 ||
	    vips_cast_uchar(t[4], &t[5], NULL) != 0)
		return (-1);
	if (t[5]->Bands != 1 && t[5]->Bands != 3) {
		vips_error("media", "%d bands are neither grey nor colour", t[5]->Bands);
		return (-1);
	}
	return (vips_copy(t[5], out, NULL));
}
