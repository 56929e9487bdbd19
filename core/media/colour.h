/* SPDX-License-Identifier: Apache-2.0 */
/* Any picture that libvips reads, as 8-bit sRGB or grey without alpha; with
 * media.keep_profiles as 8-bit colours or grey of its own profile. */
#ifndef VT_MEDIA_COLOUR_H
#define VT_MEDIA_COLOUR_H

#include <vips/vips.h>

#include "media/header.h"

/* *out has 1 or 3 bands of 8 bits, and a profile only if that has to stay with it;
 * what is made on the way belongs to context.
 * 0, or -1 with libvips' error text set. */
int vt_colour_convert(VipsObject *context, VipsImage *in, const struct vt_header *h,
		      VipsImage **out);

/* What an embedded profile (ICC.1:2010, 7.2 and 7.3) is good for: the number of
 * bands it describes (0: none that we know) and the intent to use. */
struct vt_colour_profile {
	int bands;
	VipsIntent intent;
};
struct vt_colour_profile vt_colour_profile_of(const uint8_t *icc, size_t len);

#endif
