/* SPDX-License-Identifier: Apache-2.0 */
/* What the tests of core/media share: a folder of their own, libvips started
 * once, pictures made and compared. */
#ifndef VT_MEDIA_TEST_H
#define VT_MEDIA_TEST_H

#include "vt_test.h"

#include <math.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vips/vips.h>

#include "media/access_copy.h"
#include "media/media.h"
#include "media/pyramid.h"

#define MEDIA_COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static char	media_folder[64];

static inline int
media_start(void **state)
{
	struct vt_media_options o = *vt_media_options();

	(void)state;
	(void)snprintf(media_folder, sizeof(media_folder), "/tmp/vt_media_XXXXXX");
	if (mkdtemp(media_folder) == NULL || vt_media_init("media_test", &o) != VT_OK)
		return (-1);
	return (0);
}

static inline int
media_stop(void **state)
{
	char	command[128];

	(void)state;
	vt_media_thread_end();
	(void)snprintf(command, sizeof(command), "rm -rf '%s'", media_folder);
	return (system(command));
}

/* A path in the folder; one of four that are kept. */
static inline const char *
media_path(const char *name)
{
	static char	paths[4][160];
	static int	next;
	char		*path = paths[next++ % 4];

	(void)snprintf(path, sizeof(paths[0]), "%s/%s", media_folder, name);
	return (path);
}

static inline const char *
media_write(const char *name, const void *bytes, size_t len)
{
	const char	*path = media_path(name);
	FILE		*f = fopen(path, "wb");

	assert_non_null(f);
	assert_int_equal(fwrite(bytes, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
	return (path);
}

/* A picture whose pixels say where they are: red grows to the right, green
 * downwards, and all is darker in every other square of 64 pixels. */
static inline VipsImage *
media_picture(int width, int height)
{
	uint8_t		*p = malloc((size_t)width * (size_t)height * 3);
	VipsImage	*image;

	assert_non_null(p);
	for (int y = 0; y < height; y++)
		for (int x = 0; x < width; x++) {
			uint8_t	*px = p + ((size_t)y * (size_t)width + (size_t)x) * 3;

			int	 darker = (x / 64 + y / 64) % 2 == 0 ? 0 : 40;

			px[0] = (uint8_t)(40 + x * 215 / width - darker);
			px[1] = (uint8_t)(40 + y * 215 / height - darker);
			px[2] = (uint8_t)(160 - darker);
		}
	image = vips_image_new_from_memory_copy(p, (size_t)width * (size_t)height * 3, width,
	    height, 3, VIPS_FORMAT_UCHAR);
	free(p);
	assert_non_null(image);
	image->Type = VIPS_INTERPRETATION_sRGB;
	return (image);
}

/* Opens any picture for a comparison, in memory. */
static inline VipsImage *
media_load(const char *path)
{
	struct vt_header	 h;
	VipsImage		*image, *kept;

	assert_int_equal(vt_header_read(path, &h), VT_OK);
	switch (h.type) {
	case VT_HEADER_TIFF:
		assert_int_equal(vips_tiffload(path, &image, NULL), 0);
		break;
	case VT_HEADER_JPEG:
		assert_int_equal(vips_jpegload(path, &image, NULL), 0);
		break;
	case VT_HEADER_PNG:
		assert_int_equal(vips_pngload(path, &image, NULL), 0);
		break;
	default:
		assert_int_equal(vips_jp2kload(path, &image, NULL), 0);
		break;
	}
	kept = vips_image_copy_memory(image);
	g_object_unref(image);
	assert_non_null(kept);
	return (kept);
}

static inline VipsImage *
media_load_buffer(const struct vt_buf *b)
{
	VipsImage	*image, *kept;

	assert_true(b->len > 8);
	if ((uint8_t)b->p[0] == 0xff)
		assert_int_equal(vips_jpegload_buffer(b->p, b->len, &image, "fail_on",
		    VIPS_FAIL_ON_WARNING, NULL), 0);
	else if (vips_pngload_buffer(b->p, b->len, &image, NULL) != 0)
		fail_msg("%s", vips_error_buffer());
	kept = vips_image_copy_memory(image);
	g_object_unref(image);
	assert_non_null(kept);
	return (kept);
}

static inline VipsImage *
media_crop(VipsImage *image, int x, int y, int w, int h)
{
	VipsImage	*part;

	assert_int_equal(vips_extract_area(image, &part, x, y, w, h, NULL), 0);
	return (part);
}

static inline double
media_average(VipsImage *image)
{
	double	average;

	assert_int_equal(vips_avg(image, &average, NULL), 0);
	return (average);
}

/* Mean absolute difference of two pictures of one size, 0..255. */
static inline double
media_difference(VipsImage *a, VipsImage *b)
{
	VipsImage	*minus, *positive;
	double		 mean;

	assert_int_equal(a->Xsize, b->Xsize);
	assert_int_equal(a->Ysize, b->Ysize);
	assert_int_equal(a->Bands, b->Bands);
	assert_int_equal(vips_subtract(a, b, &minus, NULL), 0);
	assert_int_equal(vips_abs(minus, &positive, NULL), 0);
	mean = media_average(positive);
	g_object_unref(minus);
	g_object_unref(positive);
	return (mean);
}

/* Levels that are halves of each other; there may be one behind them. */
static inline size_t
media_halves(const struct vt_pyramid *p)
{
	size_t	count = p->level_count;

	while (count > 1 && p->levels[count - 1].scale_x != (double)(1 << (count - 1)))
		count--;
	assert_true(count + 1 >= p->level_count);
	return (count);
}

/* An access copy of the picture; its path. */
static inline const char *
media_copy(VipsImage *picture, const char *name)
{
	const char	*master = media_path("m.png"), *target = media_path(name);
	int64_t		 width, height;

	assert_int_equal(vips_pngsave(picture, master, NULL), 0);
	assert_int_equal(vt_media_make_access_copy(master, target, &width, &height), VT_OK);
	return (target);
}

static inline struct vt_pyramid *
media_open(const char *path)
{
	struct vt_image		 image = { .identifier = VT_STR("i"), .version = VT_STR("1"),
		.access_path = vt_str_of(path) };
	struct vt_pyramid	*p;

	assert_int_equal(vt_pyramid_open(&image, &p), VT_OK);
	return (p);
}

#endif
