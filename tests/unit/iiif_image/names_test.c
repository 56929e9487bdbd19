/* SPDX-License-Identifier: Apache-2.0 */
/* Canonical paths, validators, file names, info.json. */
#include "iiif_image_test.h"

#include "canonical.c"
#include "info.c"
#include "params.c"
#include "seen.c"
#include "view.c"

static void
canonical(void **state)
{
	static const struct {
		enum iiif_image_version		 version;
		const struct iiif_image_levels	*levels;
		const char			*asked, *named;
	} rows[] = {
		{ IIIF_IMAGE_3, &wide, "full/max/0/default.jpg", "full/max/0/default.jpg" },
		{ IIIF_IMAGE_3, &wide, "0,0,3000,2001/3000,/360/color.jpg", "full/max/0/default.jpg" },
		{ IIIF_IMAGE_3, &wide, "pct:0,0,100,100/pct:100/0.0/color.jpg", "full/max/0/default.jpg" },
		{ IIIF_IMAGE_3, &square, "square/!5000,5000/0/default.jpg", "full/max/0/default.jpg" },
		{ IIIF_IMAGE_3, &wide, "full/600,/0/default.jpg", "full/600,400/0/default.jpg" },
		{ IIIF_IMAGE_3, &wide, "full/!600,600/!0/gray.png", "full/600,400/!0/gray.png" },
		{ IIIF_IMAGE_3, &wide, "full/^600,/90.0/bitonal.png", "full/600,400/90/bitonal.png" },
		{ IIIF_IMAGE_3, &wide, "square/max/22.50/default.png", "499,0,2001,2001/max/22.5/default.png" },
		{ IIIF_IMAGE_3, &wide, "2900,1990,200,200/max/.5/default.jpg",
		  "2900,1990,100,11/max/0.5/default.jpg" },
		{ IIIF_IMAGE_3, &wide, "0,0,300,200/^600,/0/default.jpg",
		  "0,0,300,200/^600,400/0/default.jpg" },
		{ IIIF_IMAGE_3, &square, "full/^max/0/default.jpg", "full/^max/0/default.jpg" },
		{ IIIF_IMAGE_3, &square, "full/^6324,6324/0/default.jpg", "full/^max/0/default.jpg" },
		{ IIIF_IMAGE_3, &grey, "full/max/0/color.jpg", "full/max/0/default.jpg" },
		{ IIIF_IMAGE_3, &grey, "full/max/0/gray.jpg", "full/max/0/default.jpg" },
		{ IIIF_IMAGE_3, &wide, "full/max/0.000001/default.jpg", "full/max/0.000001/default.jpg" },
		{ IIIF_IMAGE_3, &wide, "full/max/359.9999999/default.jpg", "full/max/0/default.jpg" },
		{ IIIF_IMAGE_2, &wide, "full/max/0/default.jpg", "full/full/0/default.jpg" },
		{ IIIF_IMAGE_2, &wide, "full/600,400/0/default.jpg", "full/600,/0/default.jpg" },
		{ IIIF_IMAGE_2, &wide, "full/600,401/0/default.jpg", "full/600,401/0/default.jpg" },
		{ IIIF_IMAGE_2, &wide, "full/,400/0/default.jpg", "full/600,/0/default.jpg" },
		{ IIIF_IMAGE_2, &thin, "full/10,/0/default.jpg", "full/10,/0/default.jpg" },
		{ IIIF_IMAGE_2, &wide, "pct:0,0,10,10/pct:200/0/color.png", "0,0,300,200/600,/0/default.png" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iiif_image_view	v;
		struct vt_buf		out;

		vt_buf_init(&out, 0);
		assert_int_equal(ask(rows[i].version, &usual, rows[i].levels, rows[i].asked, &v),
		    VT_OK);
		iiif_image_canonical(rows[i].version, &v, &out);
		vt_test_str(rows[i].asked, vt_buf_get(&out), rows[i].named);
		/* It names itself. */
		assert_int_equal(ask(rows[i].version, &usual, rows[i].levels, rows[i].named, &v),
		    VT_OK);
		vt_buf_reset(&out);
		iiif_image_canonical(rows[i].version, &v, &out);
		vt_test_str(rows[i].named, vt_buf_get(&out), rows[i].named);
		vt_buf_fini(&out);
	}
}

static struct vt_buf
etag(const struct iiif_image_conf *conf, const char *version, const char *path)
{
	struct iiif_image_known	known = { .levels = wide, .image = { .version = vt_str_of(version) } };
	struct iiif_image_seen	seen;
	struct iiif_image_view	v;
	struct vt_buf		out;

	vt_buf_init(&out, 0);
	iiif_image_see(&known, conf, 0, &seen);
	assert_int_equal(ask(IIIF_IMAGE_3, conf, &wide, path, &v), VT_OK);
	iiif_image_etag(&seen, &v, &out);
	assert_int_equal(vt_buf_error(&out), VT_OK);
	return (out);
}

/* One validator for the same bytes, another for all others. */
static void
validators(void **state)
{
	static const char *const	others[] = {
		"full/max/0/default.png", "full/max/90/default.jpg", "full/max/!0/default.jpg",
		"full/max/0/gray.jpg", "full/2999,2001/0/default.jpg", "0,0,3000,2000/max/0/default.jpg",
	};
	struct iiif_image_conf		coarse = usual;
	struct vt_buf			one = etag(&usual, "v1", "full/max/0/default.jpg");
	struct vt_buf			same = etag(&usual, "v1", "0,0,3000,2001/3000,/0/color.jpg");
	struct vt_buf			other;

	(void)state;
	assert_true(vt_str_eq(vt_buf_get(&one), vt_buf_get(&same)));
	assert_null(strpbrk(one.p, "\" ,\\"));
	for (size_t i = 0; i < COUNT(others); i++) {
		other = etag(&usual, "v1", others[i]);
		assert_false(vt_str_eq(vt_buf_get(&one), vt_buf_get(&other)));
		vt_buf_fini(&other);
	}
	other = etag(&usual, "v2", "full/max/0/default.jpg");
	assert_false(vt_str_eq(vt_buf_get(&one), vt_buf_get(&other)));
	vt_buf_fini(&other);
	coarse.quality = 50;
	other = etag(&coarse, "v1", "full/max/0/default.jpg");
	assert_false(vt_str_eq(vt_buf_get(&one), vt_buf_get(&other)));
	vt_buf_fini(&other);
	vt_buf_fini(&one);
	vt_buf_fini(&same);
}

static void
file_names(void **state)
{
	static const struct {
		const char	*path, *id, *name;
	} rows[] = {
		{ "full/max/0/default.jpg", "knyga-1.12", "knyga-1.12.jpg" },
		{ "full/max/0/default.png", "a/\"b\"\r\n", "a__b___.png" },
		{ "0,0,300,200/^600,/!22.5/gray.jpg", "k",
		  "k-0_0_300_200__600_400__22.5_gray.jpg" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct iiif_image_view	v;
		struct vt_buf		out;

		vt_buf_init(&out, 0);
		assert_int_equal(ask(IIIF_IMAGE_3, &usual, &wide, rows[i].path, &v), VT_OK);
		iiif_image_file_name(vt_str_of(rows[i].id), &v, &out);
		vt_test_str(rows[i].path, vt_buf_get(&out), rows[i].name);
		vt_buf_fini(&out);
	}
}

/* --- info.json ------------------------------------------------------------------ */
static unsigned	formats = 1 << VT_IMAGE_JPG | 1 << VT_IMAGE_PNG;
static size_t	service_count;	/* of two */
static struct vt_str	manifest;

static void
info(enum iiif_image_version version, const struct iiif_image_conf *conf,
    const struct iiif_image_levels *levels, const char *rights, const char *wanted)
{
	struct iiif_image_info	in = { version, VT_STR("http://x/iiif/a%2Fb"), vt_str_of(rights),
		*levels, conf, formats, { { "AuthProbeService2", VT_STR("http://x/auth/a%2Fb") },
		{ "OtherService", VT_STR("http://x/other") } }, service_count, manifest };
	struct vt_buf		out;

	vt_buf_init(&out, 0);
	assert_int_equal(iiif_image_info_write(&in, &out), VT_OK);
	vt_test_str("info", vt_buf_get(&out), wanted);
	vt_buf_fini(&out);
}

static void
info_json(void **state)
{
	static const struct iiif_image_conf	tight = { .max_width = 1000, .max_height = 600 };
	static const struct vt_level		alone = { 800, 534, 0, 0, false, 3 };
	static const struct iiif_image_levels	small = { &alone, 1 };
	static const struct vt_level		three[] = { LEVEL(1000, 700, 3), LEVEL(500, 350, 3),
		LEVEL(400, 280, 3) };
	static const struct iiif_image_levels	with_ready = { three, 3 };

	(void)state;
	info(IIIF_IMAGE_3, &usual, &wide, "https://creativecommons.org/publicdomain/mark/1.0/",
	    "{\"@context\":[\"http://iiif.io/api/image/3/context.json\"],"
	    "\"id\":\"http://x/iiif/a%2Fb\",\"type\":\"ImageService3\","
	    "\"protocol\":\"http://iiif.io/api/image\",\"profile\":\"level2\","
	    "\"width\":3000,\"height\":2001,\"maxArea\":40000000,"
	    "\"sizes\":[{\"width\":375,\"height\":251},{\"width\":750,\"height\":501},"
	    "{\"width\":1500,\"height\":1001},{\"width\":3000,\"height\":2001}],"
	    "\"tiles\":[{\"width\":512,\"height\":512,\"scaleFactors\":[1,2,4,8]}],"
	    "\"rights\":\"http://creativecommons.org/publicdomain/mark/1.0/\",\"preferredFormats\":[\"jpg\"],"
	    "\"extraQualities\":[\"color\",\"gray\",\"bitonal\"],"
	    "\"extraFeatures\":[\"canonicalLinkHeader\",\"mirroring\",\"profileLinkHeader\","
	    "\"rotationArbitrary\",\"sizeUpscaling\"]}");
	/* A grey image has no colour to offer; other rights are not for here. */
	info(IIIF_IMAGE_3, &tight, &grey, "http://example.org/my-own-licence",
	    "{\"@context\":[\"http://iiif.io/api/image/3/context.json\"],"
	    "\"id\":\"http://x/iiif/a%2Fb\",\"type\":\"ImageService3\","
	    "\"protocol\":\"http://iiif.io/api/image\",\"profile\":\"level2\","
	    "\"width\":300,\"height\":200,\"maxWidth\":1000,\"maxHeight\":600,"
	    "\"sizes\":[{\"width\":300,\"height\":200}],"
	    "\"tiles\":[{\"width\":512,\"height\":512,\"scaleFactors\":[1]}],\"preferredFormats\":[\"jpg\"],"
	    "\"extraQualities\":[\"gray\",\"bitonal\"],"
	    "\"extraFeatures\":[\"canonicalLinkHeader\",\"mirroring\",\"profileLinkHeader\","
	    "\"rotationArbitrary\"]}");
	formats |= 1 << VT_IMAGE_WEBP | 1 << VT_IMAGE_AVIF;
	info(IIIF_IMAGE_3, &tight, &grey, "",
	    "{\"@context\":[\"http://iiif.io/api/image/3/context.json\"],"
	    "\"id\":\"http://x/iiif/a%2Fb\",\"type\":\"ImageService3\","
	    "\"protocol\":\"http://iiif.io/api/image\",\"profile\":\"level2\","
	    "\"width\":300,\"height\":200,\"maxWidth\":1000,\"maxHeight\":600,"
	    "\"sizes\":[{\"width\":300,\"height\":200}],"
	    "\"tiles\":[{\"width\":512,\"height\":512,\"scaleFactors\":[1]}],\"preferredFormats\":[\"jpg\"],"
	    "\"extraFormats\":[\"webp\",\"avif\"],"
	    "\"extraQualities\":[\"gray\",\"bitonal\"],"
	    "\"extraFeatures\":[\"canonicalLinkHeader\",\"mirroring\",\"profileLinkHeader\","
	    "\"rotationArbitrary\"]}");
	/* 2.1: another shape; sizes beyond the limits are not announced. */
	info(IIIF_IMAGE_2, &tight, &wide, "http://rightsstatements.org/vocab/InC/1.0/",
	    "{\"@context\":\"http://iiif.io/api/image/2/context.json\","
	    "\"@id\":\"http://x/iiif/a%2Fb\",\"protocol\":\"http://iiif.io/api/image\","
	    "\"width\":3000,\"height\":2001,"
	    "\"sizes\":[{\"width\":375,\"height\":251},{\"width\":750,\"height\":501}],"
	    "\"tiles\":[{\"width\":512,\"height\":512,\"scaleFactors\":[1,2,4,8]}],"
	    "\"profile\":[\"http://iiif.io/api/image/2/level2.json\","
	    "{\"formats\":[\"jpg\",\"png\",\"webp\",\"avif\"],\"qualities\":[\"color\",\"gray\",\"bitonal\"],"
	    "\"maxWidth\":1000,\"maxHeight\":600,"
	    "\"supports\":[\"canonicalLinkHeader\",\"mirroring\",\"profileLinkHeader\","
	    "\"regionSquare\",\"rotationArbitrary\"]}],"
	    "\"license\":\"http://rightsstatements.org/vocab/InC/1.0/\"}");
	/* A smaller image has no tiles; 2.1 takes any address as licence. */
	service_count = 2;
	manifest = VT_STR("http://x/a/manifest");
	info(IIIF_IMAGE_3, &tight, &small, "http://example.org/my-own-licence",
	    "{\"@context\":[\"http://iiif.io/api/image/3/context.json\"],"
	    "\"id\":\"http://x/iiif/a%2Fb\",\"type\":\"ImageService3\","
	    "\"protocol\":\"http://iiif.io/api/image\",\"profile\":\"level2\","
	    "\"width\":800,\"height\":534,\"maxWidth\":1000,\"maxHeight\":600,"
	    "\"sizes\":[{\"width\":800,\"height\":534}],\"preferredFormats\":[\"jpg\"],"
	    "\"extraFormats\":[\"webp\",\"avif\"],"
	    "\"extraQualities\":[\"color\",\"gray\",\"bitonal\"],"
	    "\"extraFeatures\":[\"canonicalLinkHeader\",\"mirroring\",\"profileLinkHeader\","
	    "\"rotationArbitrary\"],"
	    "\"partOf\":[{\"id\":\"http://x/a/manifest\",\"type\":\"Manifest\"}],"
	    "\"service\":[{\"id\":\"http://x/auth/a%2Fb\",\"type\":\"AuthProbeService2\"},"
	    "{\"id\":\"http://x/other\",\"type\":\"OtherService\"}]}");
	/* A level that is no whole part of it is for who asks for just that. */
	service_count = 0;
	manifest = VT_STR_NONE;
	formats = 1 << VT_IMAGE_JPG | 1 << VT_IMAGE_PNG;
	info(IIIF_IMAGE_3, &usual, &with_ready, "",
	    "{\"@context\":[\"http://iiif.io/api/image/3/context.json\"],"
	    "\"id\":\"http://x/iiif/a%2Fb\",\"type\":\"ImageService3\","
	    "\"protocol\":\"http://iiif.io/api/image\",\"profile\":\"level2\","
	    "\"width\":1000,\"height\":700,\"maxArea\":40000000,"
	    "\"sizes\":[{\"width\":500,\"height\":350},{\"width\":1000,\"height\":700}],"
	    "\"tiles\":[{\"width\":512,\"height\":512,\"scaleFactors\":[1,2]}],\"preferredFormats\":[\"jpg\"],"
	    "\"extraQualities\":[\"color\",\"gray\",\"bitonal\"],"
	    "\"extraFeatures\":[\"canonicalLinkHeader\",\"mirroring\",\"profileLinkHeader\","
	    "\"rotationArbitrary\",\"sizeUpscaling\"]}");
	formats |= 1 << VT_IMAGE_WEBP | 1 << VT_IMAGE_AVIF;
	service_count = 1;
	info(IIIF_IMAGE_2, &tight, &small, "https://example.org/my-own-licence",
	    "{\"@context\":\"http://iiif.io/api/image/2/context.json\","
	    "\"@id\":\"http://x/iiif/a%2Fb\",\"protocol\":\"http://iiif.io/api/image\","
	    "\"width\":800,\"height\":534,"
	    "\"sizes\":[{\"width\":800,\"height\":534}],"
	    "\"profile\":[\"http://iiif.io/api/image/2/level2.json\","
	    "{\"formats\":[\"jpg\",\"png\",\"webp\",\"avif\"],\"qualities\":[\"color\",\"gray\",\"bitonal\"],"
	    "\"maxWidth\":1000,\"maxHeight\":600,"
	    "\"supports\":[\"canonicalLinkHeader\",\"mirroring\",\"profileLinkHeader\","
	    "\"regionSquare\",\"rotationArbitrary\"]}],"
	    "\"license\":\"https://example.org/my-own-licence\","
	    "\"service\":[{\"id\":\"http://x/auth/a%2Fb\",\"type\":\"AuthProbeService2\"}]}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canonical), cmocka_unit_test(validators),
		cmocka_unit_test(file_names), cmocka_unit_test(info_json),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
