/* SPDX-License-Identifier: Apache-2.0 */
/* What is shown of objects that are not open, as the administrator chose it. */
#ifndef VT_HTTP_ACCESS_H
#define VT_HTTP_ACCESS_H

#include "base/conf.h"

/* The longest side, in pixels, of images that are shown; 0: none are. */
struct vt_access_settings {
	int64_t	metadata_images, embargo_images;
};
extern const struct vt_conf_section vt_access_section;	/* "access", of that struct */

#endif
