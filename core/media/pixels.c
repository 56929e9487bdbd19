/* SPDX-License-Identifier: Apache-2.0 */
/* Memory for pixels, its size computed with care. */
#include "media/pixels.h"

#include <stdlib.h>

vt_err
vt_pixels_new(int64_t width, int64_t height, int bands, struct vt_pixels *px_r)
{
	struct vt_pixels px = { .width = width, .height = height, .bands = bands };
	size_t len;

	vt_assert(width > 0 && height > 0 && bands > 0);
	if (__builtin_mul_overflow((size_t)width, (size_t)bands, &px.pitch) ||
	    __builtin_mul_overflow(px.pitch, (size_t)height, &len) || (px.p = malloc(len)) == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for %lld x %lld pixels",
				(long long)width, (long long)height));
	*px_r = px;
	return (VT_OK);
}

void
vt_pixels_free(struct vt_pixels *px)
{
	free(px->p);
	px->p = NULL;
}
