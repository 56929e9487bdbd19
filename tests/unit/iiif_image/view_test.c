/* SPDX-License-Identifier: Apache-2.0 */
/* Requests and what they mean: every form of every part, and the edge cases of
 * the specification, on a square image, a wide one, a thin one and a grey one. */
#include "iiif_image_test.h"

#include "params.c"
#include "view.c"

struct row {
	const struct iiif_image_levels	*levels;
	const char			*path;
	int				 status;
	int64_t				 x, y, w, h, width, height;
};

/* Rows 1 to 24 of what servers get wrong, and more of each kind. */
static const struct row rows_3[] = {
	/* region, 4.1 */
	{ &square, "full/max/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &wide, "full/max/0/default.jpg", 200, 0, 0, 3000, 2001, 3000, 2001 },
	{ &wide, "square/max/0/default.jpg", 200, 499, 0, 2001, 2001, 2001, 2001 },
	{ &square, "square/max/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "900,900,200,200/max/0/default.jpg", 200, 900, 900, 100, 100, 100, 100 },
	{ &wide, "2900,1990,200,200/max/0/default.jpg", 200, 2900, 1990, 100, 11, 100, 11 },
	{ &square, "1000,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,1000,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &wide, "2999,2000,10,10/max/0/default.jpg", 200, 2999, 2000, 1, 1, 1, 1 },
	{ &square, "0,0,0,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,0,10,0/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:0,0,0,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:100,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:10,20,30,40/max/0/default.jpg", 200, 100, 200, 300, 400, 300, 400 },
	{ &wide, "pct:41.6,7.5,40,70/max/0/default.jpg", 200, 1248, 150, 1200, 1401, 1200, 1401 },
	{ &wide, "pct:41.6,7.5,66.6,100/max/0/default.jpg", 200, 1248, 150, 1752, 1851, 1752, 1851 },
	{ &square, "0,0,99999999999999999999,99999999999999999999/max/0/default.jpg", 200, 0, 0, 1000,
	  1000, 1000, 1000 },
	{ &square, "-1,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0.5,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "+0,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,0,10,10x/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,0,10,10,/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,0,10,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,0,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,0,,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, " 0,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:1e1,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:-1,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:1.2.3,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "pct:.,0,10,10/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "FULL/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "/max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	/* size, 4.2 */
	{ &wide, "full/600,/0/default.jpg", 200, 0, 0, 3000, 2001, 600, 400 },
	{ &wide, "full/,400/0/default.jpg", 200, 0, 0, 3000, 2001, 600, 400 },
	{ &wide, "full/pct:50/0/default.jpg", 200, 0, 0, 3000, 2001, 1500, 1001 },
	{ &wide, "full/pct:12.5/0/default.jpg", 200, 0, 0, 3000, 2001, 375, 250 },
	{ &wide, "full/300,500/0/default.jpg", 200, 0, 0, 3000, 2001, 300, 500 },
	{ &wide, "full/!300,500/0/default.jpg", 200, 0, 0, 3000, 2001, 300, 200 },
	{ &wide, "full/!500,200/0/default.jpg", 200, 0, 0, 3000, 2001, 300, 200 },
	{ &square, "full/full/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/1000,/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/1001,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/,1001/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/pct:100/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/pct:101/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/pct:100.01/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/1001,500/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/500,1001/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "0,0,100,100/101,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^1500,/0/default.jpg", 200, 0, 0, 1000, 1000, 1500, 1500 },
	{ &wide, "0,0,300,200/^,400/0/default.jpg", 200, 0, 0, 300, 200, 600, 400 },
	{ &wide, "0,0,300,200/^600,100/0/default.jpg", 200, 0, 0, 300, 200, 600, 100 },
	{ &wide, "0,0,300,200/^pct:200/0/default.jpg", 200, 0, 0, 300, 200, 600, 400 },
	{ &wide, "0,0,300,200/^pct:50/0/default.jpg", 200, 0, 0, 300, 200, 150, 100 },
	{ &square, "full/^max/0/default.jpg", 200, 0, 0, 1000, 1000, 6324, 6324 },
	{ &square, "full/!2000,2000/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/!2000,500/0/default.jpg", 200, 0, 0, 1000, 1000, 500, 500 },
	{ &wide, "full/!9000,9000/0/default.jpg", 200, 0, 0, 3000, 2001, 3000, 2001 },
	{ &square, "full/^!1500,3000/0/default.jpg", 200, 0, 0, 1000, 1000, 1500, 1500 },
	{ &square, "full/^!500,3000/0/default.jpg", 200, 0, 0, 1000, 1000, 500, 500 },
	{ &square, "full/,^240/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^,240/0/default.jpg", 200, 0, 0, 1000, 1000, 240, 240 },
	{ &square, "full/0,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/,0/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/0,0/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/!0,0/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/!10,0/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/pct:0/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/pct:0.01/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &thin, "full/50,/0/default.jpg", 200, 0, 0, 1000, 10, 50, 1 },
	{ &thin, "full/10,/0/default.jpg", 200, 0, 0, 1000, 10, 10, 1 },
	{ &thin, "full/!10,10/0/default.jpg", 200, 0, 0, 1000, 10, 10, 1 },
	{ &thin, "full/pct:1/0/default.jpg", 200, 0, 0, 1000, 10, 10, 1 },
	{ &square, "full/,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/!,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/!10,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^^10,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/!^10,10/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/10/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/10,10,10/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/1.5,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/-1,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/Max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full//0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	/* limits: 40,000,000 pixels */
	{ &square, "full/^6324,/0/default.jpg", 200, 0, 0, 1000, 1000, 6324, 6324 },
	{ &square, "full/^6325,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^99999999,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^9999999999999999,9999999999999999/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^pct:99999999999/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/^!99999,99999/0/default.jpg", 200, 0, 0, 1000, 1000, 6324, 6324 },
	/* rotation, 4.3 */
	{ &square, "full/max/360/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/max/361/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/360.5/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/-90/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/9e1/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/90!/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/!!90/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/!/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max//default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/22.5/default.png", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/max/22.5/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/max/!90/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	/* quality and format, 4.4 and 4.5 */
	{ &grey, "full/max/0/color.jpg", 200, 0, 0, 300, 200, 300, 200 },
	{ &square, "full/max/0/gray.png", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/max/0/bitonal.png", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/max/0/native.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/grey.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/Default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/default.JPG", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/default.tif", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/max/0/gray.avif", 200, 0, 0, 1000, 1000, 1000, 1000 },
	{ &square, "full/max/0/default.pdf", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/default.jpeg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/default", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/default.", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/default.jpg.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &square, "full/max/0/.jpg", 400, 0, 0, 0, 0, 0, 0 },
};

static const struct row rows_2[] = {
	{ &wide, "full/full/0/default.jpg", 200, 0, 0, 3000, 2001, 3000, 2001 },
	{ &wide, "full/max/0/default.jpg", 200, 0, 0, 3000, 2001, 3000, 2001 },
	{ &wide, "full/^max/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &wide, "full/^10,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &wide, "full/600,/0/default.jpg", 200, 0, 0, 3000, 2001, 600, 400 },
	{ &wide, "full/3600,/0/default.jpg", 200, 0, 0, 3000, 2001, 3600, 2401 },
	{ &wide, "full/pct:120/0/default.jpg", 200, 0, 0, 3000, 2001, 3600, 2401 },
	{ &wide, "full/!9000,9000/0/default.jpg", 200, 0, 0, 3000, 2001, 3000, 2001 },
	{ &wide, "full/99999,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	{ &wide, "square/100,/0/default.jpg", 200, 499, 0, 2001, 2001, 100, 100 },
	{ &wide, "full/0,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
};

static int
status_of(vt_err err)
{
	return (err == VT_OK ? 200 : err == VT_E_BADARG ? 400 : err == VT_E_UNSUPPORTED ? 501 : -1);
}

static void
check(enum iiif_image_version version, const struct iiif_image_conf *conf, const struct row *r)
{
	struct iiif_image_view	v = { .w = 0 };
	vt_err			err = ask(version, conf, r->levels, r->path, &v);

	if (status_of(err) != r->status)
		fail_msg("%d %s: %d (%s)", version, r->path, status_of(err), vt_fail_text(err));
	if (err == VT_OK && (v.x != r->x || v.y != r->y || v.w != r->w || v.h != r->h ||
	    v.size.width != r->width || v.size.height != r->height))
		fail_msg("%d %s: %lld,%lld,%lld,%lld %lldx%lld", version, r->path, (long long)v.x,
		    (long long)v.y, (long long)v.w, (long long)v.h, (long long)v.size.width,
		    (long long)v.size.height);
}

static void
version_3(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows_3); i++)
		check(IIIF_IMAGE_3, &usual, &rows_3[i]);
}

static void
version_2(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows_2); i++)
		check(IIIF_IMAGE_2, &usual, &rows_2[i]);
}

/* Without enlarging: 501 where it would be needed, but not where nothing grows. */
static void
no_upscaling(void **state)
{
	static const struct iiif_image_conf	never = { .max_area = 40000000 };
	static const struct row			rows[] = {
		{ &square, "full/^max/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
		{ &square, "full/^500,/0/default.jpg", 200, 0, 0, 1000, 1000, 500, 500 },
		{ &square, "full/^1500,/0/default.jpg", 501, 0, 0, 0, 0, 0, 0 },
		{ &square, "full/^pct:120/0/default.jpg", 501, 0, 0, 0, 0, 0, 0 },
		{ &square, "full/^!1500,1500/0/default.jpg", 501, 0, 0, 0, 0, 0, 0 },
		{ &square, "full/^!500,500/0/default.jpg", 200, 0, 0, 1000, 1000, 500, 500 },
		{ &square, "full/1500,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
	};
	struct iiif_image_view			v;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(IIIF_IMAGE_3, &never, &rows[i]);
	assert_int_equal(ask(IIIF_IMAGE_2, &never, &square, "full/1500,/0/default.jpg", &v),
	    VT_E_UNSUPPORTED);
}

/* The reading of the validator. */
static void
strict(void **state)
{
	static const struct iiif_image_conf	conf = { .max_area = 40000000, .upscaling = true,
		.strict_sizes = true };
	static const struct row			rows[] = {
		{ &square, "full/!2000,3000/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 },
		{ &square, "full/!1000,1000/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
		{ &square, "full/!2000,500/0/default.jpg", 200, 0, 0, 1000, 1000, 500, 500 },
		{ &square, "full/^!2000,3000/0/default.jpg", 200, 0, 0, 1000, 1000, 2000, 2000 },
		{ &square, "full/^max/0/default.jpg", 200, 0, 0, 1000, 1000, 1000, 1000 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(IIIF_IMAGE_3, &conf, &rows[i]);
}

/* `max` is made smaller, named sizes are refused (4.2, 5.2). */
static void
limits(void **state)
{
	static const struct {
		struct iiif_image_conf	conf;
		struct row		row;
	} rows[] = {
		{ { .max_width = 1000 }, { &wide, "full/max/0/default.jpg", 200, 0, 0, 3000, 2001, 1000,
		  667 } },
		{ { .max_width = 1000, .max_height = 500 }, { &wide, "full/max/0/default.jpg", 200, 0, 0,
		  3000, 2001, 749, 500 } },
		{ { .max_area = 1000000 }, { &wide, "full/max/0/default.jpg", 200, 0, 0, 3000, 2001, 1224,
		  816 } },
		{ { .max_area = 1000000 }, { &wide, "full/!2000,2000/0/default.jpg", 200, 0, 0, 3000, 2001,
		  1224, 816 } },
		{ { .max_area = 1000000 }, { &wide, "full/1225,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 } },
		{ { .max_area = 1000000 }, { &wide, "full/1224,/0/default.jpg", 200, 0, 0, 3000, 2001, 1224,
		  816 } },
		{ { .max_width = 1000 }, { &wide, "full/1001,/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 } },
		{ { .max_width = 1000 }, { &wide, "full/1000,/0/default.jpg", 200, 0, 0, 3000, 2001, 1000,
		  667 } },
		{ { .max_width = 500 }, { &wide, "full/,501/0/default.jpg", 400, 0, 0, 0, 0, 0, 0 } },
		{ { .max_width = 500, .max_height = 9000 }, { &wide, "0,0,100,2001/max/0/default.jpg", 200,
		  0, 0, 100, 2001, 100, 2001 } },
		{ { .max_width = 500, .upscaling = true }, { &square, "0,0,10,10/^max/0/default.jpg", 200,
		  0, 0, 10, 10, 500, 500 } },
		{ { .max_area = 100 }, { &thin, "full/max/0/default.jpg", 200, 0, 0, 1000, 10, 100, 1 } },
		{ { .max_area = 4 }, { &thin, "full/max/0/default.jpg", 200, 0, 0, 1000, 10, 4, 1 } },
		{ { .max_area = 0 }, { &square, "full/^max/0/default.jpg", 200, 0, 0, 1000, 1000, 1000,
		  1000 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		check(IIIF_IMAGE_3, &rows[i].conf, &rows[i].row);
}

/* What is wrong is told with what to do about it. */
static void
sentences(void **state)
{
	static const struct {
		const char	*path, *has;
	} rows[] = {
		{ "0,0,0,10/max/0/default.jpg", "at least one pixel each way of the image's 1000 x 1000" },
		{ "pct:0,0,0.01,50/max/0/default.jpg", "at least one pixel" },
		{ "1000,0,10,10/max/0/default.jpg", "1000 x 1000 pixels, counted from 0" },
		{ "full/0,/0/default.jpg", "at least 1,1" },
		{ "full/1001,/0/default.jpg", "write ^ before it" },
		{ "full/^9000,/0/default.jpg", "ask for max, which is 1000 x 1000 here" },
		{ "0,0,10/max/0/default.jpg", "x,y,w,h" },
		{ "full/full/0/default.jpg", "max w, ,h pct:n w,h !w,h" },
		{ "full/max/400/default.jpg", "from 0 to 360" },
		{ "full/max/0/native.jpg", "default color gray bitonal" },
		{ "full/max/0/default", "as in default.jpg" },
		{ "full/max/0/default.bmp", "jpg png webp gif tif jp2 avif" },
	};
	struct iiif_image_view	v;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(ask(IIIF_IMAGE_3, &usual, &square, rows[i].path, &v), VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), rows[i].has);
	}
}

/* Whatever the limits, what `max` gives is within them and not much smaller. */
static void
within_limits(void **state)
{
	(void)state;
	for (int64_t w = 1; w < 5000; w = w * 3 + 1)
		for (int64_t h = 1; h < 5000; h = h * 5 + 2)
			for (int64_t area = 1; area < 20000000; area = area * 7 + 3) {
				struct iiif_image_conf	conf = { .max_area = area };
				struct iiif_image_size	s = iiif_image_within(&conf, w, h);

				if (s.width < 1 || s.height < 1 || s.width * s.height > area ||
				    s.width > w || s.height > h)
					fail_msg("%lld x %lld in %lld: %lld x %lld", (long long)w,
					    (long long)h, (long long)area, (long long)s.width,
					    (long long)s.height);
			}
}

/* --- stored tiles ------------------------------------------------------------- */
static void
stored_tiles(void **state)
{
	static const struct {
		const char	*path;
		bool		 is_stored;
		size_t		 level;
		int64_t		 column, row;
	} asked[] = {
		{ "0,0,512,512/512,512/0/default.jpg", true, 0, 0, 0 },
		{ "512,1024,512,512/max/0/default.jpg", true, 0, 1, 2 },
		{ "1024,0,1024,1024/512,/0/default.jpg", true, 1, 1, 0 },
		{ "1024,0,1024,1024/512,/0/color.jpg", true, 1, 1, 0 },
		{ "1024,0,1024,1024/512,512/360/default.jpg", true, 1, 1, 0 },
		{ "0,0,512,512/512,512/0/default.png", false, 0, 0, 0 },
		{ "0,0,512,512/512,512/0/gray.jpg", false, 0, 0, 0 },
		{ "0,0,512,512/512,512/90/default.jpg", false, 0, 0, 0 },
		{ "0,0,512,512/512,512/!0/default.jpg", false, 0, 0, 0 },
		{ "0,0,512,512/511,511/0/default.jpg", false, 0, 0, 0 },
		{ "1,0,512,512/512,512/0/default.jpg", false, 0, 0, 0 },
		{ "256,0,512,512/512,512/0/default.jpg", false, 0, 0, 0 },
		{ "512,0,1024,1024/512,512/0/default.jpg", false, 0, 0, 0 },
		/* edge tiles are padded where they are stored */
		{ "2560,0,512,512/max/0/default.jpg", false, 0, 0, 0 },
		{ "0,1536,512,512/max/0/default.jpg", false, 0, 0, 0 },
		{ "full/375,251/0/default.jpg", false, 0, 0, 0 },
	};
	static const struct vt_level		exact_levels[] = { LEVEL(1023, 1024, 3), LEVEL(512, 512, 3) };
	static const struct iiif_image_levels	exact = { exact_levels, 2 };
	struct iiif_image_view			v;
	struct iiif_image_tile			tile = { 9, 9, 9 };

	(void)state;
	for (size_t i = 0; i < COUNT(asked); i++) {
		assert_int_equal(ask(IIIF_IMAGE_3, &usual, &wide, asked[i].path, &v), VT_OK);
		if (iiif_image_stored_tile(&wide, &v, &tile) != asked[i].is_stored)
			fail_msg("%s", asked[i].path);
		if (asked[i].is_stored && (tile.level != asked[i].level ||
		    tile.column != asked[i].column || tile.row != asked[i].row))
			fail_msg("%s: %zu %lld %lld", asked[i].path, tile.level,
			    (long long)tile.column, (long long)tile.row);
	}
	/* The last pixel of a level stands for one full-size pixel, the tile is whole. */
	assert_int_equal(ask(IIIF_IMAGE_3, &usual, &exact, "full/512,512/0/default.jpg", &v), VT_OK);
	assert_true(iiif_image_stored_tile(&exact, &v, &tile) && tile.level == 1);
}

/* Every size and tile that info.json implies is served, and has the size that
 * viewers compute (implementation notes, 3). */
static void
implied(void **state)
{
	(void)state;
	for (size_t n = 0; n < wide.count; n++) {
		const struct vt_level	*l = &wide.items[n];
		int64_t			 s = iiif_image_scale(&wide, n);
		struct iiif_image_view	 v;
		char			 path[100];

		assert_int_equal(s, 1 << n);
		(void)snprintf(path, sizeof(path), "full/%lld,%lld/0/default.jpg",
		    (long long)l->width, (long long)l->height);
		assert_int_equal(ask(IIIF_IMAGE_3, &usual, &wide, path, &v), VT_OK);
		for (int64_t y = 0; y < 2001; y += 512 * s)
			for (int64_t x = 0; x < 3000; x += 512 * s) {
				int64_t	w = 512 * s < 3000 - x ? 512 * s : 3000 - x;
				int64_t	h = 512 * s < 2001 - y ? 512 * s : 2001 - y;
				int64_t	width = (w + s - 1) / s, height = (h + s - 1) / s;

				(void)snprintf(path, sizeof(path),
				    "%lld,%lld,%lld,%lld/%lld,%lld/0/default.jpg", (long long)x,
				    (long long)y, (long long)w, (long long)h, (long long)width,
				    (long long)height);
				assert_int_equal(ask(IIIF_IMAGE_3, &usual, &wide, path, &v), VT_OK);
				assert_true(v.size.width == width && v.size.height == height);
			}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version_3), cmocka_unit_test(version_2),
		cmocka_unit_test(no_upscaling), cmocka_unit_test(strict), cmocka_unit_test(limits),
		cmocka_unit_test(within_limits),
		cmocka_unit_test(sentences), cmocka_unit_test(stored_tiles),
		cmocka_unit_test(implied),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
