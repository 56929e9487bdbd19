/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a TIFF so that its complaints belong to it alone. */
#ifndef VT_MEDIA_TIFF_OPEN_H
#define VT_MEDIA_TIFF_OPEN_H

#include <tiffio.h>

struct vt_tiff_text {
	char text[256]; /* the first complaint; empty: none */
};

/* Takes fd, which is closed with the TIFF, or at once when there is none (NULL:
 * text says why).  text must live as long as the TIFF. */
TIFF *vt_tiff_open(int fd, const char *path, struct vt_tiff_text *text);

#endif
