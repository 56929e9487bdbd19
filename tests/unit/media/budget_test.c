/* SPDX-License-Identifier: Apache-2.0 */
/* What renders may take together, and whether they keep to what they said. */
#include "media_test.h"

#include <pthread.h>

#include "media/budget.h"
#include "media/plan.h"

static struct vt_pyramid	*pyramid;	/* noise, 1024 x 768: nothing is larger as a file */

static VipsImage *
noise(void)
{
	uint8_t		*p = malloc(1024 * 768 * 3);
	uint32_t	 seed = 1;
	VipsImage	*image;

	assert_non_null(p);
	for (int i = 0; i < 1024 * 768 * 3; i++) {
		seed = seed * 1664525 + 1013904223;
		p[i] = (uint8_t)(seed >> 24);
	}
	image = vips_image_new_from_memory_copy(p, 1024 * 768 * 3, 1024, 768, 3,
	    VIPS_FORMAT_UCHAR);
	free(p);
	assert_non_null(image);
	image->Type = VIPS_INTERPRETATION_sRGB;
	return (image);
}

static void
set_bytes_max(int64_t bytes)
{
	struct vt_media_options	o = *vt_media_options();

	o.render_bytes_max = bytes;
	assert_int_equal(vt_media_init("media_test", &o), VT_OK);
}

static int
start(void **state)
{
	struct vt_media_options	 o;
	VipsImage		*image;
	const char		*master, *target;
	int64_t			 width, height;

	if (media_start(state) != 0)
		return (-1);
	/* The copy is to be noise still. */
	o = *vt_media_options();
	o.quality = 100;
	if (vt_media_init("media_test", &o) != VT_OK)
		return (-1);
	image = noise();
	master = media_path("m.png");
	target = media_path("c.tif");
	if (vips_pngsave(image, master, NULL) != 0 ||
	    vt_media_make_access_copy(master, target, &width, &height) != VT_OK)
		return (-1);
	g_object_unref(image);
	pyramid = media_open(target);
	return (0);
}

static int
stop(void **state)
{
	vt_pyramid_unref(&pyramid);
	return (media_stop(state));
}

static void
counter(void **state)
{
	(void)state;
	set_bytes_max(1000000);
	assert_int_equal(vt_budget_take(600000), VT_OK);
	assert_int_equal(vt_budget_take(400001), VT_E_BUSY);
	assert_int_equal(vt_budget_take(1000001), VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "media.render_bytes_max");
	assert_int_equal(vt_budget_take(400000), VT_OK);
	assert_int_equal(vt_budget_take(1), VT_E_BUSY);
	vt_budget_give(400000);
	vt_budget_give(600000);
	assert_int_equal(vt_budget_taken(), 0);
	set_bytes_max(INT64_C(1) << 30);
}

static const struct vt_render	views[] = {
	{ .w = 1024, .h = 768, .width = 1024, .height = 768 },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .jpeg_quality = 100 },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_PNG },
	{ .w = 1024, .h = 768, .width = 3000, .height = 2250, .jpeg_quality = 100 },
	{ .w = 1024, .h = 768, .width = 1000, .height = 700, .rotation = 90 },
	{ .w = 1024, .h = 768, .width = 1000, .height = 700, .rotation = 22.5,
	  .format = VT_IMAGE_PNG },
	{ .w = 1024, .h = 768, .width = 1024, .height = 768, .quality = VT_IMAGE_GRAY,
	  .jpeg_quality = 100 },
	{ .w = 1024, .h = 768, .width = 1000, .height = 700, .quality = VT_IMAGE_GRAY,
	  .format = VT_IMAGE_PNG, .rotation = 45 },
	{ .w = 1024, .h = 768, .width = 1000, .height = 700, .quality = VT_IMAGE_BITONAL,
	  .format = VT_IMAGE_PNG },
	{ .w = 1024, .h = 768, .width = 10, .height = 700 },
	{ .w = 1024, .h = 768, .width = 1000, .height = 7 },
	{ .w = 10, .h = 10, .width = 2000, .height = 2000 },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_WEBP,
	  .jpeg_quality = 100 },
	{ .w = 1024, .h = 768, .width = 700, .height = 500, .format = VT_IMAGE_WEBP, .rotation = 45 },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_GIF },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_GIF,
	  .quality = VT_IMAGE_GRAY },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_TIF },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_TIF,
	  .quality = VT_IMAGE_BITONAL },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_JP2 },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_JP2,
	  .quality = VT_IMAGE_GRAY },
	{ .w = 1024, .h = 768, .width = 1023, .height = 767, .format = VT_IMAGE_AVIF,
	  .jpeg_quality = 100 },
};

/* The picture's bytes stay counted until it is let go, and are never more than
 * was taken for it, noise or not. */
static void
held(void **state)
{
	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(views); i++) {
		struct vt_picture	*picture;
		struct vt_plan		 plan;

		assert_int_equal(vt_plan_make(pyramid->levels, pyramid->level_count, &views[i],
		    1 << 30, &plan), VT_OK);
		if (vt_pyramid_picture(pyramid, &views[i], &picture) != VT_OK)
			fail_msg("view %zu: %s", i, vt_fail_text(VT_E_TOOLARGE));
		if (vt_budget_taken() != (int64_t)vt_picture_get(picture).len)
			fail_msg("view %zu: %zu bytes, but %lld counted", i,
			    vt_picture_get(picture).len, (long long)vt_budget_taken());
		/* The pixels before it was written and the file after. */
		if (vt_budget_taken() > vt_plan_bytes(pyramid->levels, &plan, &views[i]) -
		    plan.out_width * plan.out_height * (plan.is_grey ? 1 : 3))
			fail_msg("view %zu grew over what was taken", i);
		vt_picture_free(&picture);
		assert_int_equal(vt_budget_taken(), 0);
	}
}

/* Just what the plan says is enough; a byte less is refused, and nothing is kept. */
static void
enough(void **state)
{
	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(views); i++) {
		struct vt_picture	*picture;
		struct vt_plan		 plan;
		int64_t			 bytes;

		assert_int_equal(vt_plan_make(pyramid->levels, pyramid->level_count, &views[i],
		    1 << 30, &plan), VT_OK);
		bytes = vt_plan_bytes(pyramid->levels, &plan, &views[i]);
		set_bytes_max(bytes);
		assert_int_equal(vt_pyramid_picture(pyramid, &views[i], &picture), VT_OK);
		vt_picture_free(&picture);
		assert_int_equal(vt_budget_take(1), VT_OK);
		assert_int_equal(vt_pyramid_picture(pyramid, &views[i], &picture), VT_E_BUSY);
		vt_budget_give(1);
		set_bytes_max(bytes - 1);
		assert_int_equal(vt_pyramid_picture(pyramid, &views[i], &picture), VT_E_TOOLARGE);
		assert_int_equal(vt_budget_taken(), 0);
	}
	set_bytes_max(INT64_C(1) << 30);
}

/* A finished picture has its own limit (libjpeg likes to have a byte left). */
static void
finished(void **state)
{
	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(views); i++) {
		struct vt_render	 what = views[i];
		struct vt_picture	*picture;

		assert_int_equal(vt_pyramid_picture(pyramid, &what, &picture), VT_OK);
		what.bytes_max = (int64_t)vt_picture_get(picture).len + 1;
		vt_picture_free(&picture);
		if (vt_pyramid_picture(pyramid, &what, &picture) != VT_OK)
			fail_msg("view %zu: %s", i, vt_fail_text(VT_E_TOOLARGE));
		vt_picture_free(&picture);
		what.bytes_max -= 2;
		if (vt_pyramid_picture(pyramid, &what, &picture) != VT_E_TOOLARGE)
			fail_msg("view %zu", i);
		vt_test_has(vt_fail_text(VT_E_TOOLARGE), "smaller");
		assert_int_equal(vt_budget_taken(), 0);
	}
}

/* Many at once: some are told to come again, all others are right. */
static void *
ask_often(void *arg)
{
	int	*busy = arg;

	for (int i = 0; i < 20; i++) {
		struct vt_picture	*picture;
		vt_err			 err = vt_pyramid_picture(pyramid, &views[1], &picture);

		if (err == VT_OK)
			vt_picture_free(&picture);
		else if (err == VT_E_BUSY)
			(*busy)++;
		else
			*busy = 1000000;
	}
	vt_media_thread_end();
	return (NULL);
}

static void
at_once(void **state)
{
	struct vt_plan	plan;
	pthread_t	threads[4];
	int		busy[4] = { 0 };

	(void)state;
	assert_int_equal(vt_plan_make(pyramid->levels, pyramid->level_count, &views[1], 1 << 30,
	    &plan), VT_OK);
	set_bytes_max(vt_plan_bytes(pyramid->levels, &plan, &views[1]));
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_often, &busy[i]), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < 4; i++)
		assert_true(busy[i] <= 20);
	assert_int_equal(vt_budget_taken(), 0);
	set_bytes_max(INT64_C(1) << 30);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counter), cmocka_unit_test(held), cmocka_unit_test(enough),
		cmocka_unit_test(finished), cmocka_unit_test(at_once),
	};

	return (cmocka_run_group_tests(tests, start, stop));
}
