/* SPDX-License-Identifier: Apache-2.0 */
/* Regions within images, and addresses of pictures and pages. */
#include "vt_test.h"

#include "exh_address.c"
#include "pages/exh_offline_address.c"
#include "exh_show.c"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

/* What stands around: a catalogue with one object, a request that is one arena. */
static struct vt_object	object = { .identifier = { "a", 1 }, .page_count = 1 };
static struct vt_page	page = { .number = 1, .image = { "a.1", 3 }, .width = 4000, .height = 3000 };
static bool		is_closed;
static int64_t		side_seen;
static const char	*mark = "";
static struct vt_arena	*memory;

struct vt_arena *vt_request_arena(const struct vt_request *q) { (void)q; return (memory); }
const void *vt_request_state(const struct vt_request *q) { (void)q; return (NULL); }
struct vt_catalog *vt_request_catalog(struct vt_request *q) { return ((struct vt_catalog *)(void *)q); }
struct vt_str vt_request_param(const struct vt_request *q, const char *n) { (void)q; (void)n; return (VT_STR_NONE); }
struct vt_str vt_request_param_raw(const struct vt_request *q, const char *n) { (void)q; (void)n; return (VT_STR_NONE); }
struct vt_str vt_request_path(const struct vt_request *q) { (void)q; return (VT_STR("/exhibitions")); }
const char *vt_request_language(const struct vt_request *q) { (void)q; return ("lt"); }
struct vt_str vt_request_prefix(const struct vt_request *q) { (void)q; return (VT_STR("/lt")); }
struct vt_str vt_request_base_url(const struct vt_request *q) { (void)q; return (VT_STR("https://b.lt")); }
struct vt_str exh_preview_query(struct vt_request *q) { (void)q; return (vt_str_of(mark)); }
vt_err exh_open(struct vt_request *q, struct vt_str s, const struct exh_exhibition **x) { (void)q; (void)s; (void)x; return (VT_E_NOTFOUND); }
void vt_response_cache_control(struct vt_response *s, const char *v) { (void)s; (void)v; }
void vt_response_header(struct vt_response *s, const char *n, struct vt_str v) { (void)s; (void)n; (void)v; }
struct vt_str vt_link_id(struct vt_request *q, const char *n, struct vt_str id) { (void)q; (void)n; return (vt_str_printf(memory, "https://b.lt/iiif/3/%.*s", VT_STR_ARG(id))); }
struct vt_str vt_link(struct vt_request *q, const char *n, const struct vt_str *v, size_t c) { (void)q; (void)n; (void)c; return (vt_str_printf(memory, "https://b.lt/files/%.*s/%.*s", VT_STR_ARG(v[0]), VT_STR_ARG(v[1]))); }
const char *exh_version_name(enum exh_version v) { return (v == EXH_LT ? "lt" : v == EXH_EN ? "en" : "easy"); }
vt_err vt_fail_closed(const struct vt_object *o, const char *what) { (void)o; (void)what; return (VT_E_FORBIDDEN); }
bool vt_request_may_see(struct vt_request *q, const struct vt_object *o, int64_t *side) { (void)q; (void)o; *side = side_seen; return (!is_closed); }
vt_err vt_catalog_object(struct vt_catalog *c, struct vt_arena *a, struct vt_str id, struct vt_object *o)
{
	(void)c; (void)a;
	*o = object;
	return (vt_str_eq(id, object.identifier) ? VT_OK : VT_E_NOTFOUND);
}
vt_err vt_catalog_page(struct vt_catalog *c, struct vt_arena *a, int64_t o, int64_t n, struct vt_page *p)
{
	(void)c; (void)a; (void)o;
	*p = page;
	return (n == 1 ? VT_OK : VT_E_NOTFOUND);
}

static struct vt_request	*const req = (struct vt_request *)(uintptr_t)16;

static void
regions(void **state)
{
	static const struct {
		struct exh_region	region;
		int64_t			width, height;
		const char		*box;		/* "": outside */
	} rows[] = {
		{ { EXH_WHOLE, 5, 5, 5, 5 }, 400, 300, "0,0,400,300" },
		{ { EXH_PIXELS, 10, 20, 100, 50 }, 400, 300, "10,20,100,50" },
		{ { EXH_PIXELS, 10.4, 20.5, 100, 50 }, 400, 300, "10,21,100,50" },
		{ { EXH_PIXELS, 0, 0, 400, 300 }, 400, 300, "0,0,400,300" },
		{ { EXH_PIXELS, 350, 250, 100, 100 }, 400, 300, "350,250,50,50" },
		{ { EXH_PIXELS, -20, -30, 100, 100 }, 400, 300, "0,0,80,70" },
		{ { EXH_PIXELS, 399, 299, 1, 1 }, 400, 300, "399,299,1,1" },
		{ { EXH_PIXELS, 1e300, 0, 1e300, 10 }, 400, 300, "" },
		{ { EXH_PIXELS, 0, 0, 1e300, 10 }, 400, 300, "0,0,400,10" },
		{ { EXH_PIXELS, 400, 0, 10, 10 }, 400, 300, "" },
		{ { EXH_PIXELS, -10, 0, 10, 10 }, 400, 300, "" },
		{ { EXH_PIXELS, 0, 0, 0, 10 }, 400, 300, "" },
		{ { EXH_PIXELS, 0, 0, -5, 10 }, 400, 300, "" },
		{ { EXH_PIXELS, 5, 5, 0.2, 10 }, 400, 300, "" },
		{ { EXH_PERCENT, 10, 20, 50, 40 }, 400, 300, "40,60,200,120" },
		{ { EXH_PERCENT, 50, 50, 60, 60 }, 400, 300, "200,150,200,150" },
		{ { EXH_PERCENT, 100, 0, 10, 10 }, 400, 300, "" },
		{ { EXH_PERCENT, 0, 0, 100, 100 }, 3, 7, "0,0,3,7" },
		{ { EXH_WHOLE, 0, 0, 0, 0 }, 0, 300, "" },
	};
	struct vt_arena	*a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t		box[4] = { -1, -1, -1, -1 };
		bool		is_in = exh_region_fit(&rows[i].region, rows[i].width, rows[i].height,
				    box);
		struct vt_str	text = vt_str_printf(a, "%d,%d,%d,%d", (int)box[0], (int)box[1],
				    (int)box[2], (int)box[3]);

		vt_test_str("box", is_in ? text : VT_STR(""), rows[i].box);
	}
	vt_arena_free(&a);
}

static vt_err
show(const char *id, int64_t number, struct exh_region region, struct exh_shown *s_r)
{
	struct exh_picture	p = { .object = vt_str_of(id), .page = number, .region = region,
				    .line = 7 };

	return (exh_show(req, &p, s_r));
}

static void
what_cannot_be_shown(void **state)
{
	struct exh_region	whole = { .unit = EXH_WHOLE }, out = { EXH_PIXELS, 5000, 0, 9, 9 };
	struct exh_shown	s;

	(void)state;
	assert_int_equal(show("a", 1, whole, &s), VT_OK);
	assert_int_equal(show("b", 1, whole, &s), VT_E_NOTFOUND);
	assert_non_null(strstr(vt_fail_text(VT_E_NOTFOUND), "'b' (exhibition.yaml, line 7)"));
	assert_int_equal(show("a", 2, whole, &s), VT_E_NOTFOUND);
	assert_int_equal(show("a", 1, out, &s), VT_E_RANGE);
	assert_non_null(strstr(vt_fail_text(VT_E_RANGE), "4000 by 3000"));
	page.image.len = 0;
	assert_int_equal(show("a", 1, whole, &s), VT_E_NOTFOUND);
	page.image.len = 3;
	object.is_deleted = true;
	assert_int_equal(show("a", 1, whole, &s), VT_E_GONE);
	object.is_deleted = false;
	is_closed = true;
	assert_int_equal(show("a", 1, whole, &s), VT_E_FORBIDDEN);
	is_closed = false;
}

static void
pictures(void **state)
{
	static const struct {
		struct exh_region	region;
		int64_t			side, width;
		const char		*url;
	} rows[] = {
		{ { EXH_WHOLE, 0, 0, 0, 0 }, 0, 800, "full/800,600" },
		{ { EXH_WHOLE, 0, 0, 0, 0 }, 0, 9000, "full/4000,3000" },
		{ { EXH_PIXELS, 0, 0, 4000, 3000 }, 0, 800, "full/800,600" },
		{ { EXH_PIXELS, 100, 200, 500, 250 }, 0, 800, "100,200,500,250/500,250" },
		{ { EXH_PIXELS, 100, 200, 1000, 333 }, 0, 100, "100,200,1000,333/100,33" },
		{ { EXH_PIXELS, 0, 0, 4000, 1 }, 0, 100, "0,0,4000,1/100,1" },
		/* Of the small image, in its own pixels. */
		{ { EXH_WHOLE, 0, 0, 0, 0 }, 400, 800, "full/400,300" },
		{ { EXH_PIXELS, 1000, 600, 2000, 1500 }, 400, 800, "100,60,200,150/200,150" },
		{ { EXH_PIXELS, 3999, 2999, 1, 1 }, 400, 800, "399,299,1,1/1,1" },
		{ { EXH_WHOLE, 0, 0, 0, 0 }, 4000, 800, "full/800,600" },
	};
	struct exh_shown	s;
	int64_t			w, h;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		side_seen = rows[i].side;
		assert_int_equal(show("a", 1, rows[i].region, &s), VT_OK);
		vt_test_str("url", exh_picture_url(req, &s, rows[i].width, &w, &h), vt_str_c(memory,
		    vt_str_printf(memory, "https://b.lt/iiif/3/a.1/%s/0/default.jpg", rows[i].url)));
		assert_int_equal(s.side, rows[i].side == 4000 ? 0 : rows[i].side);
		assert_true(s.x + s.w <= s.page.width && s.y + s.h <= s.page.height && h >= 1);
	}
	side_seen = 0;
	assert_int_equal(show("a", 1, rows[3].region, &s), VT_OK);
	(void)exh_picture_url(req, &s, 800, NULL, NULL);
	s.service = VT_STR_NONE;
	assert_int_equal(exh_picture_url(req, &s, 800, &w, &h).len, 0);
}

static void
versions(void **state)
{
	static const struct {
		const char	*path, *slug, *language;
		enum exh_version version;
	} rows[] = {
		{ "/exhibitions/utena", "utena", "lt", EXH_LT },
		{ "/exhibitions/utena", "utena", "en", EXH_EN },
		{ "/exhibitions/utena/easy", "utena", "lt", EXH_EASY },
		{ "/exhibitions/utena/easy/steps/a", "utena", "en", EXH_EASY },
		{ "/exhibitions/utena/easier", "utena", "lt", EXH_LT },
		{ "/exhibitions/utena/steps/easy", "utena", "lt", EXH_LT },
		{ "/exhibitions/easy", "easy", "lt", EXH_LT },
		{ "/exhibitions/easy/easy", "easy", "lt", EXH_EASY },
		{ "/exhibitions", "", "en", EXH_EN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(exh_version_of(vt_str_of(rows[i].path), vt_str_of(rows[i].slug),
		    rows[i].language), rows[i].version);
}

static void
addresses(void **state)
{
	static const struct exh_exhibition	x = { .slug = { "utena", 5 } };
	static const struct {
		const char	*path, *mark, *url, *id;
		enum exh_version version;
	} rows[] = {
		{ "", "", "/lt/exhibitions/utena", "/exhibitions/utena", EXH_LT },
		{ "", "", "/lt/exhibitions/utena/easy", "/exhibitions/utena", EXH_EASY },
		{ "/all#tiltas", "", "/lt/exhibitions/utena/easy/all#tiltas",
		    "/exhibitions/utena/all#tiltas", EXH_EASY },
		{ "/steps/a/zoom/1/", "", "/lt/exhibitions/utena/easy/steps/a/zoom/1/",
		    "/exhibitions/utena/steps/a/zoom/1/", EXH_EASY },
		{ "/manifest.json", "", "/lt/exhibitions/utena/manifest.json",
		    "/exhibitions/utena/manifest.json", EXH_EASY },
		{ "/steps/a#v", "?preview=x", "/lt/exhibitions/utena/steps/a?preview=x#v",
		    "/exhibitions/utena/steps/a?preview=x#v", EXH_EN },
		{ "/steps/a?b=c#v", "?preview=x", "/lt/exhibitions/utena/steps/a?b=c&preview=x#v",
		    "/exhibitions/utena/steps/a?b=c&preview=x#v", EXH_EN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct exh_call	c = { .req = req, .arena = memory, .x = &x,
				    .version = rows[i].version };

		mark = rows[i].mark;
		vt_test_str("path", exh_path(&c, rows[i].path), rows[i].url);
		vt_test_str("url", exh_url(&c, rows[i].path), vt_str_c(memory,
		    vt_str_printf(memory, "https://b.lt%s", rows[i].url)));
		vt_test_str("id", exh_id(&c, rows[i].path), vt_str_c(memory,
		    vt_str_printf(memory, "https://b.lt%s", rows[i].id)));
	}
	mark = "";
}

static void
addresses_in_lists(void **state)
{
	static const struct exh_exhibition	x = { .slug = { "utena", 5 } };
	struct exh_step				step = { .id = VT_STR("aikste") };
	struct exh_call				c = { .req = req, .arena = memory };

	(void)state;
	mark = "?preview=x";
	vt_test_str("list", exh_url(&c, "/feed.atom"), "https://b.lt/lt/exhibitions/feed.atom");
	vt_test_str("one", exh_path_of(&c, &x), "/lt/exhibitions/utena");
	mark = "";
	c.x = &x;
	vt_test_str("step", exh_step_path(&c, &step), "/lt/exhibitions/utena/steps/aikste");
}

/* In an archive: names of files, from the root and from a folder below it. */
static void
names_in_an_archive(void **state)
{
	static struct exh_step		steps[] = { { .id = { "aikste", 6 } }, { .id = { "turgus", 6 } } };
	static const struct exh_exhibition x = { .slug = { "utena", 5 }, .steps = steps, .step_count = 2 };
	struct exh_call			served = { .req = req, .arena = memory, .x = &x };
	struct exh_offline_file		files[] = { { .file = { "a.mp3", 5 }, .name = { "media/a.mp3", 11 },
					    .is_in = true } };
	struct exh_offline		o = { .served = &served, .root = "", .main = EXH_LT,
					    .has = { true, true, false }, .files = files, .file_count = 1 };
	static const struct {
		const char		*path;
		enum exh_version	 version;
		const char		*root, *name;
	} rows[] = {
		{ "", EXH_LT, "", "index.html" }, { "", EXH_LT, "../", "../index.html" },
		{ "", EXH_EN, "", "en/index.html" }, { "#map", EXH_LT, "../", "../index.html#map" },
		{ "/steps/turgus", EXH_LT, "", "lt/02-turgus.html" },
		{ "/steps/turgus#stop", EXH_EN, "../", "../en/02-turgus.html#stop" },
		{ "/all#stop-aikste", EXH_LT, "", "lt/all.html#stop-aikste" },
		/* There is no easy text: the main one stands for it. */
		{ "/all", EXH_EASY, "", "lt/all.html" },
		{ "/steps/nera", EXH_LT, "", "" }, { "/steps/turgus/zoom/1", EXH_LT, "", "" },
		{ "/scroll", EXH_LT, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct exh_call	c = served;

		o.root = rows[i].root;
		c.offline = &o;
		c.version = rows[i].version;
		vt_test_str(rows[i].path, exh_path(&c, rows[i].path), rows[i].name);
	}
	served.offline = NULL;
	{
		struct exh_call	c = served;

		c.offline = &o;
		o.root = "../";
		vt_test_str("in it", exh_offline_media(&c, VT_STR_NONE, VT_STR("a.mp3")), "../media/a.mp3");
		vt_test_str("not", exh_offline_media(&c, VT_STR_NONE, VT_STR("b.mp3")),
		    "https://b.lt/exhibitions/utena/media/b.mp3");
		vt_test_str("an object's", exh_offline_media(&c, VT_STR("o"), VT_STR("b.mp3")),
		    "https://b.lt/files/o/b.mp3");
	}
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(regions), cmocka_unit_test(what_cannot_be_shown),
		cmocka_unit_test(pictures), cmocka_unit_test(versions),
		cmocka_unit_test(addresses), cmocka_unit_test(addresses_in_lists),
		cmocka_unit_test(names_in_an_archive),
	};
	int	failed;

	memory = vt_arena_new(0);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	vt_arena_free(&memory);
	return (failed);
}
