/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of the IIIF Image API share: images and a request put through
 * all its pure parts. */
#ifndef IIIF_IMAGE_TEST_H
#define IIIF_IMAGE_TEST_H

#include "vt_test.h"

#include "iiif_image.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static const struct iiif_image_conf	usual = { .max_area = 40000000, .upscaling = true,
	.quality = 85, .max_age = 3600 };

#define LEVEL(w, h, bands) { w, h, 512, 512, true, bands }
static const struct vt_level	square_levels[] = { LEVEL(1000, 1000, 3), LEVEL(500, 500, 3) };
static const struct vt_level	wide_levels[] = { LEVEL(3000, 2001, 3), LEVEL(1500, 1001, 3),
	LEVEL(750, 501, 3), LEVEL(375, 251, 3) };
static const struct vt_level	grey_levels[] = { LEVEL(300, 200, 1) };
static const struct vt_level	thin_levels[] = { LEVEL(1000, 10, 3), LEVEL(500, 5, 3) };

static const struct iiif_image_levels	square = { square_levels, 2 }, wide = { wide_levels, 4 },
	grey = { grey_levels, 1 }, thin = { thin_levels, 2 };

/* "region/size/rotation/quality.format" as it is after the identifier. */
static inline vt_err
ask(enum iiif_image_version version, const struct iiif_image_conf *conf,
    const struct iiif_image_levels *levels, const char *path, struct iiif_image_view *view_r)
{
	struct iiif_image_params	p = { .may_grow = false };
	struct vt_str			rest = vt_str_of(path), part[4];
	vt_err				err;

	for (int i = 0; i < 4; i++)
		if (!vt_str_next(&rest, '/', &part[i]))
			part[i] = VT_STR_NONE;
	err = iiif_image_parse_region(part[0], &p);
	if (err == VT_OK)
		err = iiif_image_parse_size(version, part[1], &p);
	if (err == VT_OK)
		err = iiif_image_parse_rotation(part[2], &p);
	if (err == VT_OK)
		err = iiif_image_parse_file(part[3], &p);
	if (err == VT_OK)
		err = iiif_image_view(version, conf, levels, &p, view_r);
	return (err);
}

#endif
