/* SPDX-License-Identifier: Apache-2.0 */
/* "region/size/rotation/quality.format": a view lies inside the image. */
#include "params.c"
#include "view.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct iiif_image_conf conf = {
		.max_area = 40000000, .upscaling = true, .quality = 85, .max_age = 3600
	};
	static const struct vt_level level[] = { { 3000, 2001, 512, 512, true, 3 } };
	static const struct iiif_image_levels levels = { level, 1 };
	enum iiif_image_version version = len % 2 != 0 ? IIIF_IMAGE_2 : IIIF_IMAGE_3;
	struct iiif_image_params p = { .may_grow = false };
	struct vt_str rest = { (const char *)data, len }, part[4];
	struct iiif_image_view view;

	for (int i = 0; i < 4; i++)
		if (!vt_str_next(&rest, '/', &part[i]))
			part[i] = VT_STR_NONE;
	if (iiif_image_parse_region(part[0], &p) != VT_OK ||
	    iiif_image_parse_size(version, part[1], &p) != VT_OK ||
	    iiif_image_parse_rotation(part[2], &p) != VT_OK ||
	    iiif_image_parse_file(part[3], &p) != VT_OK)
		return (0);
	(void)iiif_image_view(version, &conf, &levels, &p, &view);
	return (0);
}
