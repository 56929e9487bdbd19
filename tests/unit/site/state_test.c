/* SPDX-License-Identifier: Apache-2.0 */
/* Content states: every form of the specification, what is written is read again, and
 * what is refused says why. */
#include "vt_test.h"

#include "object/site_state.c"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define CANVAS "https://a.example/iiif/presentation/b/canvas/2"
#define MANIFEST "https://a.example/iiif/presentation/b/manifest"
#define PART_OF "\"partOf\":[{\"id\":\"" MANIFEST "\",\"type\":\"Manifest\"}]"

/* "id manifest x,y,w,h" */
static const char *
said(const struct site_content_state *s)
{
	static char text[600];
	int len = snprintf(text, sizeof(text), "%.*s %.*s", VT_STR_ARG(s->id),
			   VT_STR_ARG(s->manifest));

	if (s->region.w > 0)
		(void)snprintf(text + len, sizeof(text) - (size_t)len, " %g,%g,%g,%g%s",
			       s->region.x, s->region.y, s->region.w, s->region.h,
			       s->region.is_percent ? "%" : "");
	return (text);
}

static struct vt_str
encoded(struct vt_arena *a, struct vt_str text)
{
	struct vt_buf escaped, out;
	struct vt_str made;

	vt_buf_init(&escaped, 0);
	vt_buf_init(&out, 0);
	vt_buf_percent(&escaped, text);
	site_base64_put(&out, vt_buf_get(&escaped));
	made = vt_str_dup(a, vt_buf_get(&out));
	vt_buf_fini(&escaped);
	vt_buf_fini(&out);
	return (made);
}

static void
every_form(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{ MANIFEST, MANIFEST " " },
		{ CANVAS "#xywh=1,2,3,4", CANVAS "  1,2,3,4" },
		/* 2.2.1 to 2.2.4 */
		{ "{\"@context\":\"http://iiif.io/api/presentation/3/context.json\",\"id\":\"https://x/1\","
		  "\"type\":\"Annotation\",\"motivation\":[\"contentState\"],\"target\":{\"id\":\"" MANIFEST
		  "\",\"type\":\"Manifest\"}}", MANIFEST " " },
		{ "{\"id\":\"" MANIFEST "\",\"type\":\"Manifest\"}", MANIFEST " " },
		{ "\"" MANIFEST "\"", MANIFEST " " },
		{ "{\"type\":\"Annotation\",\"target\":\"" CANVAS "\"}", CANVAS " " },
		/* 5.1 */
		{ "{\"type\":\"Annotation\",\"motivation\":\"contentState\",\"target\":{\"id\":\"" CANVAS
		  "#xywh=1000,2000,1000,2000\",\"type\":\"Canvas\"," PART_OF "}}",
		  CANVAS " " MANIFEST " 1000,2000,1000,2000" },
		/* 5.2, and a selector of a region */
		{ "{\"target\":{\"type\":\"SpecificResource\",\"source\":{\"id\":\"" CANVAS "\"," PART_OF
		  "},\"selector\":{\"type\":\"PointSelector\",\"t\":14.5}}}", CANVAS " " MANIFEST },
		{ "{\"type\":\"SpecificResource\",\"source\":{\"id\":\"" CANVAS "\"," PART_OF
		  "},\"selector\":[{\"type\":\"SvgSelector\",\"value\":\"<svg/>\"},{\"type\":"
		  "\"FragmentSelector\",\"value\":\"xywh=percent:10,20.5,30,40\"}]}",
		  CANVAS " " MANIFEST " 10,20.5,30,40%" },
		/* 5.3: of several the first */
		{ "{\"target\":[{\"id\":\"" CANVAS "\"," PART_OF "},{\"id\":\"https://x/2\"}]}",
		  CANVAS " " MANIFEST },
		{ "[{\"id\":\"" CANVAS "\"}]", CANVAS " " },
		/* the manifest of what is shown, not of who says it; as Presentation 2 says it */
		{ "{\"partOf\":[{\"id\":\"https://x/list\"}],\"target\":{\"id\":\"" CANVAS "\"," PART_OF "}}",
		  CANVAS " " MANIFEST },
		{ "{\"@id\":\"" CANVAS "\",\"@type\":\"sc:Canvas\",\"within\":\"" MANIFEST "\"}",
		  CANVAS " " MANIFEST },
		{ "{\"id\":\"" CANVAS "\",\"partOf\":[]}", CANVAS " " },
	};
	struct vt_arena *a = vt_arena_new(1 << 20);
	struct site_content_state s;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		for (int how = 0; how < 2; how++) {
			struct vt_str text = vt_str_of(rows[i].text);

			assert_int_equal(site_state_parse(a, how != 0 ? encoded(a, text) : text, &s),
					 VT_OK);
			vt_test_str(rows[i].text, vt_str_of(said(&s)), rows[i].want);
		}
	vt_arena_free(&a);
}

/* The encodings that are met: of the specification, without its first step, with
 * padding, in the other alphabet. */
static void
every_encoding(void **state)
{
	static const char *const rows[] = {
		"JTdCJTIyaWQlMjIlM0ElMjJodHRwcyUzQSUyRiUyRmV4YW1wbGUub3JnJTJGYWxpY2UlMkZjYW52YXM3NyUyM3h5"
		"d2glM0QxMDAwJTJDMjAwMCUyQzEwMDAlMkMyMDAwJTIyJTJDJTIydHlwZSUyMiUzQSUyMkNhbnZhcyUyMiUyQyUy"
		"MnBhcnRPZiUyMiUzQSU1QiU3QiUyMmlkJTIyJTNBJTIyaHR0cHMlM0ElMkYlMkZleGFtcGxlLm9yZyUyRmFsaWNl"
		"JTJGbWFuaWZlc3QlMjIlMkMlMjJ0eXBlJTIyJTNBJTIyTWFuaWZlc3QlMjIlN0QlNUQlN0Q",
		"eyJpZCI6Imh0dHBzOi8vZXhhbXBsZS5vcmcvYWxpY2UvY2FudmFzNzcjeHl3aD0xMDAwLDIwMDAsMTAwMCwyMDAw"
		"IiwicGFydE9mIjp7ImlkIjoiaHR0cHM6Ly9leGFtcGxlLm9yZy9hbGljZS9tYW5pZmVzdCJ9fQ==",
	};
	struct vt_arena *a = vt_arena_new(1 << 20);
	struct site_content_state s;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(site_state_parse(a, vt_str_of(rows[i]), &s), VT_OK);
		vt_test_str(rows[i], vt_str_of(said(&s)), "https://example.org/alice/canvas77 "
			    "https://example.org/alice/manifest 1000,2000,1000,2000");
	}
	/* "?>~" and its like use the two letters in which the alphabets differ. */
	assert_int_equal(site_state_parse(a, VT_STR("eyJpZCI6Imh0dHBzOi8veC8-PyJ9"), &s), VT_OK);
	vt_test_str("url", s.id, "https://x/>?");
	assert_int_equal(site_state_parse(a, VT_STR("eyJpZCI6Imh0dHBzOi8veC8+PyJ9"), &s), VT_OK);
	vt_test_str("plain", s.id, "https://x/>?");
	assert_int_equal(site_state_parse(a, VT_STR("eyJpZCI6Imh0dHBzOi8veC8 PyJ9"), &s), VT_OK);
	vt_test_str("a plus in an address", s.id, "https://x/>?");
	vt_arena_free(&a);
}

static void
written_and_read(void **state)
{
	struct vt_arena *a = vt_arena_new(1 << 20);
	struct site_content_state s;
	struct vt_str made;

	(void)state;
	for (size_t len = 0; len < 8; len++) {
		struct vt_str canvas = vt_str_sub(VT_STR(CANVAS), 0, sizeof(CANVAS) - 1 - len);

		made = site_state_encode(a, canvas, VT_STR(MANIFEST));
		for (size_t i = 0; i < made.len; i++)
			assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
					       "0123456789-_", made.p[i]));
		assert_int_equal(site_state_parse(a, made, &s), VT_OK);
		assert_true(vt_str_eq(s.id, canvas));
		vt_test_str("manifest", s.manifest, MANIFEST);
	}
	vt_arena_free(&a);
}

static void
what_is_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} rows[] = {
		{ "", "is no JSON" },
		{ "?", "byte 1 of it is none of its letters" },
		{ "abcd.", "byte 5 of it" },
		{ "abcde", "cut off" },
		{ "JTdC", "the content state is no JSON: byte 2 of the JSON" },
		{ "JTc", "begins no %XX" },
		{ "{\"id\":", "the content state is no JSON" },
		{ "{}", "names nothing that could be shown" },
		{ "[]", "names nothing" },
		{ "{\"id\":1}", "names nothing" },
		{ "{\"target\":null}", "names nothing" },
		{ "{\"target\":{\"source\":{\"target\":{\"source\":{}}}}}", "names nothing" },
	};
	struct vt_arena *a = vt_arena_new(1 << 20);
	struct site_content_state s;
	char *large = malloc(SITE_STATE_MAX + 1);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(site_state_parse(a, vt_str_of(rows[i].text), &s), VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), rows[i].why);
	}
	assert_non_null(large);
	memset(large, 'A', SITE_STATE_MAX + 1);
	assert_int_equal(site_state_parse(a, (struct vt_str){ large, SITE_STATE_MAX + 1 }, &s),
			 VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "more than 16384");
	free(large);
	vt_arena_free(&a);
}

static void
regions(void **state)
{
	static const struct {
		const char *text;
		int64_t box[4];	/* of 1000 x 500; w 0: none */
	} rows[] = {
		{ "1,2,3,4", { 1, 2, 3, 4 } },
		{ "xywh=pixel:1,2,3,4", { 1, 2, 3, 4 } },
		{ "percent:10,10,50,50", { 100, 50, 500, 250 } },
		{ "xywh=percent:33.3,0,33.4,100", { 333, 0, 334, 500 } },
		{ "-10,-10,20,20", { 0, 0, 10, 10 } },
		{ "990,490,100,100", { 990, 490, 10, 10 } },
		{ "0,0,1000000000,1000000000", { 0, 0, 1000, 500 } },
		{ "0.4,0.4,0.2,0.2", { 0, 0, 1, 1 } },
		{ "1000,0,10,10", { 0 } },
		{ "-20,0,10,10", { 0 } },
		{ "1,2,3", { 0 } },
		{ "1,2,3,4,5", { 0 } },
		{ "1,2,0,4", { 0 } },
		{ "1,2,-3,4", { 0 } },
		{ "1,2,1e3,4", { 0 } },
		{ "99999999999,0,1,1", { 0 } },
		{ "a,b,c,d", { 0 } },
		{ "", { 0 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct site_region region = { .w = 0 };
		int64_t box[4] = { 0 };

		if (site_region_parse(vt_str_of(rows[i].text), &region))
			(void)site_region_fit(&region, 1000, 500, box);
		for (size_t k = 0; k < 4; k++)
			if (box[k] != rows[i].box[k]) {
				print_error("%s: %lld\n", rows[i].text, (long long)box[k]);
				fail();
			}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form),
		cmocka_unit_test(every_encoding),
		cmocka_unit_test(written_and_read),
		cmocka_unit_test(what_is_refused),
		cmocka_unit_test(regions),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
