/* SPDX-License-Identifier: Apache-2.0 */
/* Tiles passed through, copies kept open, and copies that are none. */
#include "media_test.h"

#include <pthread.h>
#include <turbojpeg.h>

#include "media/jpeg_split.h"

static const char *
make(const char *name, int width, int height)
{
	VipsImage	*picture = media_picture(width, height);
	const char	*target = media_copy(picture, name);

	g_object_unref(picture);
	return (target);
}

/* Every tile of every level is a JPEG file that a strict decoder takes without
 * a warning, and holds the pixels that libtiff finds there. */
static void
tiles(void **state)
{
	const char		*path = make("t.tif", 1700, 1100);
	struct vt_pyramid	*p = media_open(path);
	struct vt_buf		 out;

	(void)state;
	vt_buf_init(&out, 0);
	assert_int_equal(vt_pyramid_level_count(p), 4);	/* the last one of 400 x 259 */
	for (size_t n = 0; n < vt_pyramid_level_count(p); n++) {
		VipsImage	*level;

		assert_int_equal(vips_tiffload(path, &level, "page", (int)n, NULL), 0);
		for (int64_t row = 0; row < p->levels[n].down; row++)
			for (int64_t column = 0; column < p->levels[n].across; column++) {
				VipsImage	*tile, *wanted, *seen;
				int		 w, h;

				vt_buf_reset(&out);
				assert_int_equal(vt_pyramid_tile(p, n, column, row, &out), VT_OK);
				assert_memory_equal(out.p + 6, "JFIF", 5);
				tile = media_load_buffer(&out);
				assert_true(tile->Xsize == 512 && tile->Ysize == 512);
				w = (int)VIPS_MIN(512, level->Xsize - column * 512);
				h = (int)VIPS_MIN(512, level->Ysize - row * 512);
				wanted = media_crop(level, (int)column * 512, (int)row * 512, w, h);
				seen = media_crop(tile, 0, 0, w, h);
				assert_true(media_difference(wanted, seen) < 1);
				g_object_unref(seen);
				g_object_unref(wanted);
				g_object_unref(tile);
			}
		g_object_unref(level);
	}
	assert_int_equal(vt_pyramid_tile(p, 4, 0, 0, &out), VT_E_RANGE);
	assert_int_equal(vt_pyramid_tile(p, 0, 4, 0, &out), VT_E_RANGE);
	assert_int_equal(vt_pyramid_tile(p, 0, 0, 3, &out), VT_E_RANGE);
	assert_int_equal(vt_pyramid_tile(p, 0, -1, 0, &out), VT_E_RANGE);
	vt_buf_fini(&out);
	vt_pyramid_unref(&p);
}

/* Pyramids of another maker: read, and passed through only where that is right. */
static void
others(void **state)
{
	VipsImage		*picture = media_picture(900, 700), *got;
	const char		*path = media_path("rgb.tif");
	struct vt_render	 what = { .w = 900, .h = 700, .width = 900, .height = 700 };
	struct vt_pyramid	*p;
	struct vt_buf		 out;

	(void)state;
	vt_buf_init(&out, 0);
	for (int rgb = 0; rgb < 2; rgb++) {
		assert_int_equal(vips_tiffsave(picture, path, "tile", TRUE, "pyramid", TRUE,
		    "compression", VIPS_FOREIGN_TIFF_COMPRESSION_JPEG, "Q", 85, "rgbjpeg", rgb,
		    NULL), 0);
		assert_int_equal(vt_pyramid_load(path, &p), VT_OK);
		assert_true(vt_pyramid_level(p, 0).is_jpeg == !rgb);
		assert_int_equal(vt_pyramid_tile(p, 0, 0, 0, &out), rgb ? VT_E_DECLINED : VT_OK);
		vt_buf_reset(&out);
		assert_int_equal(vt_pyramid_render(p, &what, &out), VT_OK);
		got = media_load_buffer(&out);
		assert_true(media_difference(picture, got) < 4);
		g_object_unref(got);
		vt_buf_reset(&out);
		vt_pyramid_unref(&p);
	}
	vt_buf_fini(&out);
	g_object_unref(picture);
}

static void
no_copies(void **state)
{
	struct vt_image		 image = { .identifier = VT_STR("a.1"), .version = VT_STR("1") };
	VipsImage		*picture = media_picture(300, 200);
	struct vt_pyramid	*p;

	(void)state;
	assert_int_equal(vt_pyramid_open(&image, &p), VT_E_NOTFOUND);
	image.access_path = vt_str_of(media_path("there is none"));
	assert_int_equal(vt_pyramid_open(&image, &p), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), "there is none");
	image.access_path = vt_str_of(media_write("letter", "Dear reader", 11));
	assert_int_equal(vt_pyramid_open(&image, &p), VT_E_FORMAT);
	vt_test_has(vt_fail_text(VT_E_FORMAT), "letter");
	assert_int_equal(vips_tiffsave(picture, media_path("strips.tif"), NULL), 0);
	image.access_path = vt_str_of(media_path("strips.tif"));
	assert_int_equal(vt_pyramid_open(&image, &p), VT_E_FORMAT);
	vt_test_has(vt_fail_text(VT_E_FORMAT), "level 0");
	g_object_unref(picture);
}

/* The loop's way to a tile: the same bytes, or none. */
static void
resident(void **state)
{
	const char		*path = make("r.tif", 1200, 900);
	struct vt_pyramid	*p = media_open(path);
	struct vt_buf		 out, same;

	(void)state;
	vt_buf_init(&out, 0);
	vt_buf_init(&same, 0);
	/* Read by the pool, it is in memory, where the file system can tell. */
	assert_int_equal(vt_pyramid_tile(p, 0, 1, 1, &out), VT_OK);
	if (vt_pyramid_tile_resident(p, 0, 1, 1, &same) == VT_OK)
		assert_true(vt_str_eq(vt_buf_get(&out), vt_buf_get(&same)));
	else
		print_message("skipped: %s says nothing of what is in memory\n", path);
	assert_int_equal(vt_pyramid_tile_resident(p, 9, 0, 0, &out), VT_E_RANGE);
	assert_int_equal(vt_pyramid_tile_resident(p, 0, 0, 9, &out), VT_E_RANGE);
	/* Cut short: no half tile goes out. */
	vt_buf_reset(&same);
	assert_int_equal(truncate(path, 100), 0);
	assert_int_equal(vt_pyramid_tile_resident(p, 0, 1, 1, &same), VT_E_DECLINED);
	assert_int_equal(same.len, 0);
	vt_buf_fini(&out);
	vt_buf_fini(&same);
	vt_pyramid_unref(&p);
}

/* Lent to the kernel: the same bytes as read, and only of tiles that were read once
 * and are in memory. */
static void
mapped(void **state)
{
	const char		*path = make("m.tif", 1200, 900);
	struct vt_pyramid	*p = media_open(path);
	struct vt_str		 first, rest;
	struct vt_buf		 out, same;

	(void)state;
	vt_buf_init(&out, 0);
	vt_buf_init(&same, 0);
	assert_int_equal(vt_pyramid_tile_mapped(p, 0, 1, 1, &first, &rest), VT_E_DECLINED);
	assert_int_equal(vt_pyramid_tile(p, 0, 1, 1, &out), VT_OK);
	assert_int_equal(vt_pyramid_tile_mapped(p, 0, 0, 1, &first, &rest), VT_E_DECLINED);
	assert_int_equal(vt_pyramid_tile_mapped(p, 0, 1, 1, &first, &rest), VT_OK);
	vt_buf_str(&same, first);
	vt_buf_str(&same, rest);
	assert_true(vt_str_eq(vt_buf_get(&out), vt_buf_get(&same)));
	assert_int_equal(vt_pyramid_tile_mapped(p, 9, 0, 0, &first, &rest), VT_E_DECLINED);
	assert_int_equal(vt_pyramid_tile_mapped(p, 0, 0, 9, &first, &rest), VT_E_DECLINED);
	vt_buf_fini(&out);
	vt_buf_fini(&same);
	vt_pyramid_unref(&p);
}

/* A copy cut short after it was opened costs the request, not the process. */
static void
cut_short(void **state)
{
	const char		*path = make("s.tif", 1200, 900);
	struct vt_pyramid	*p = media_open(path);
	struct vt_render	 what = { .w = 1200, .h = 900, .width = 600, .height = 450 };
	struct vt_buf		 out;

	(void)state;
	vt_buf_init(&out, 0);
	assert_int_equal(truncate(path, 100), 0);
	assert_int_equal(vt_pyramid_tile(p, 0, 1, 1, &out), VT_E_IO);
	assert_int_equal(out.len, 0);
	assert_int_equal(vt_pyramid_render(p, &what, &out), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), "s.tif");
	vt_buf_fini(&out);
	vt_pyramid_unref(&p);
}

/* --- copies kept open --------------------------------------------------------- */
static void
kept(void **state)
{
	struct vt_media_options	 few = *vt_media_options(), as_before = few;
	char			 paths[4][200];
	struct vt_pyramid	*first, *again, *other[3];

	(void)state;
	few.cache_copies = 2;
	assert_int_equal(vt_media_init("media_test", &few), VT_OK);
	for (int i = 0; i < 4; i++) {
		char	name[16];

		(void)snprintf(name, sizeof(name), "k%d.tif", i);
		(void)snprintf(paths[i], sizeof(paths[i]), "%s", make(name, 40 + i, 30));
	}
	first = media_open(paths[0]);
	again = media_open(paths[0]);
	assert_ptr_equal(first, again);
	vt_pyramid_unref(&again);
	assert_null(again);
	/* Pushed out by others, the one in use still works. */
	for (int i = 0; i < 3; i++)
		other[i] = media_open(paths[i + 1]);
	assert_int_equal(vt_pyramid_level(first, 0).width, 40);
	again = media_open(paths[0]);
	assert_ptr_not_equal(first, again);
	vt_pyramid_unref(&again);
	vt_pyramid_unref(&first);
	for (int i = 0; i < 3; i++)
		vt_pyramid_unref(&other[i]);
	assert_int_equal(vt_media_init("media_test", &as_before), VT_OK);
}

/* Few at once, though many are kept when that is said. */
static void
fewer(void **state)
{
	struct vt_media_options	 few = *vt_media_options(), as_before = few;
	char			 paths[6][200];
	struct vt_pyramid	*open[6], *again;

	(void)state;
	for (int i = 0; i < 6; i++) {
		char	name[16];

		(void)snprintf(name, sizeof(name), "f%d.tif", i);
		(void)snprintf(paths[i], sizeof(paths[i]), "%s", make(name, 40 + i, 30));
	}
	for (int i = 0; i < 5; i++)
		open[i] = media_open(paths[i]);
	few.cache_copies = 1;
	assert_int_equal(vt_media_init("media_test", &few), VT_OK);
	open[5] = media_open(paths[5]);
	few.cache_copies = 100;
	assert_int_equal(vt_media_init("media_test", &few), VT_OK);
	for (int i = 0; i < 6; i++) {
		again = media_open(paths[i]);
		assert_true((again == open[i]) == (i == 5));
		vt_pyramid_unref(&again);
		vt_pyramid_unref(&open[i]);
	}
	assert_int_equal(vt_media_init("media_test", &as_before), VT_OK);
}

/* A new version under the same name is another copy. */
static void
versions(void **state)
{
	const char		*path = make("v.tif", 100, 80);
	struct vt_image		 image = { .version = VT_STR("1"), .access_path = vt_str_of(path) };
	struct vt_pyramid	*before, *after;

	(void)state;
	assert_int_equal(vt_pyramid_open(&image, &before), VT_OK);
	(void)make("v.tif", 90, 70);
	image.version = VT_STR("2");
	assert_int_equal(vt_pyramid_open(&image, &after), VT_OK);
	assert_int_equal(vt_pyramid_level(before, 0).width, 100);
	assert_int_equal(vt_pyramid_level(after, 0).width, 90);
	vt_pyramid_unref(&before);
	vt_pyramid_unref(&after);
}

static void *
read_all(void *arg)
{
	char		(*paths)[200] = arg;
	struct vt_buf	 out;
	long		 failed = 0;

	vt_buf_init(&out, 0);
	for (int i = 0; i < 300; i++) {
		struct vt_image		 image = { .version = VT_STR("1"),
			.access_path = vt_str_of(paths[i * 7 % 4]) };
		struct vt_pyramid	*p;

		vt_buf_reset(&out);
		if (vt_pyramid_open(&image, &p) != VT_OK) {
			failed++;
			continue;
		}
		if (vt_pyramid_tile(p, 0, 0, 0, &out) != VT_OK)
			failed++;
		vt_pyramid_unref(&p);
	}
	vt_buf_fini(&out);
	vt_media_thread_end();
	return ((void *)failed);
}

static void
many_threads(void **state)
{
	struct vt_media_options	few = *vt_media_options(), as_before = few;
	char			paths[4][200];
	pthread_t		threads[4];
	void			*failed;

	(void)state;
	few.cache_copies = 2;
	assert_int_equal(vt_media_init("media_test", &few), VT_OK);
	for (int i = 0; i < 4; i++) {
		char	name[16];

		(void)snprintf(name, sizeof(name), "m%d.tif", i);
		(void)snprintf(paths[i], sizeof(paths[i]), "%s", make(name, 600, 30));
	}
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_all, paths), 0);
	for (int i = 0; i < 4; i++) {
		assert_int_equal(pthread_join(threads[i], &failed), 0);
		assert_null(failed);
	}
	assert_int_equal(vt_media_init("media_test", &as_before), VT_OK);
}

/* --- cutting and joining JPEGs ------------------------------------------------- */
static void
splitting(void **state)
{
	static const struct {
		const char	*name, *bytes;
		size_t		 len;
	} bad[] = {
		{ "nothing", "", 0 }, { "SOI only", "\xff\xd8", 2 }, { "no JPEG", "abcdef", 6 },
		{ "a segment beyond the end", "\xff\xd8\xff\xdb\x7f\xff\0\0", 8 },
		{ "a segment without length", "\xff\xd8\xff\xdb\0\0\0\0", 8 },
	};
	struct vt_jpeg_frame	frame;
	struct vt_buf		out;

	(void)state;
	vt_buf_init(&out, 0);
	for (size_t i = 0; i < MEDIA_COUNT(bad); i++) {
		struct vt_str	jpeg = { bad[i].bytes, bad[i].len };

		if (vt_jpeg_tables(jpeg, &out) != VT_E_FORMAT ||
		    vt_jpeg_abbreviate(jpeg, &out) != VT_E_FORMAT ||
		    vt_jpeg_prefix(jpeg, true, VT_STR_NONE, &out) != VT_E_FORMAT ||
		    vt_jpeg_frame(jpeg, &frame) != VT_E_FORMAT)
			fail_msg("%s", bad[i].name);
	}
	assert_int_equal(vt_jpeg_frame((struct vt_str){ "\xff\xd8\xff\xc0\0\x11\x08\1\0\2\0\3\1\x22\0"
	    "\2\x11\1\3\x11\1", 21 }, &frame), VT_OK);
	assert_true(frame.width == 512 && frame.height == 256 && frame.components == 3 &&
	    frame.sampling == 0x22);
	vt_buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tiles), cmocka_unit_test(others), cmocka_unit_test(no_copies),
		cmocka_unit_test(resident),
		cmocka_unit_test(cut_short), cmocka_unit_test(kept), cmocka_unit_test(fewer), cmocka_unit_test(mapped), cmocka_unit_test(versions),
		cmocka_unit_test(many_threads), cmocka_unit_test(splitting),
	};

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
