/* SPDX-License-Identifier: Apache-2.0 */
/* Mirroring and turning of pixels, and the quality they end in. */
#ifndef VT_MEDIA_TURN_H
#define VT_MEDIA_TURN_H

#include "media/pixels.h"

/* Left becomes right, in place. */
void	vt_turn_mirror(struct vt_pixels *px);
/* px turned clockwise by degrees, 0 < degrees < 360, as new pixels of the size
 * vt_plan_turned() says.  By quarters: the same bands.  Else: with_alpha adds an
 * alpha band that is 0 in the corners, otherwise the corners are white. */
vt_err	vt_turn(const struct vt_pixels *px, double degrees, bool with_alpha,
	    struct vt_pixels *out_r) VT_MUST_CHECK;
/* px turned into out, which has the same bands: for planes, whose middle may lie
 * beside that of their pixels.  Where out sees nothing of px it is `empty`. */
struct vt_turn {
	double	degrees;
	uint8_t	empty;
	/* The point of px that comes to lie at the point of out; not for quarters. */
	double	from_x, from_y, to_x, to_y;
};
void	vt_turn_into(const struct vt_pixels *px, const struct vt_turn *turn,
	    const struct vt_pixels *out);
/* Grey (1 band, or 2 with alpha) becomes black or white; so does alpha. */
void	vt_turn_bitonal(struct vt_pixels *px);

#endif
