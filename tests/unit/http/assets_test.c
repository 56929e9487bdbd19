/* SPDX-License-Identifier: Apache-2.0 */
/* Assets, links and the real templates, as a browser asks for them. */
#include "http/pages/assets.h"

#include "gate.h"

static vt_err
say_links(struct vt_request *req, struct vt_response *res)
{
	const struct vt_str two[] = { VT_STR("Žmogus/a"), VT_STR("3 b") };

	vt_response_printf(res, "[%.*s]", VT_STR_ARG(vt_link_id(req, "no.such", two[0])));
	vt_response_printf(res, "[%.*s]", VT_STR_ARG(vt_link(req, "site.search", NULL, 0)));
	return (VT_OK);
}

static int
open_gate(void **state)
{
	static const struct vt_route route = { .method = "GET",
					       .pattern = "/links",
					       .handler = say_links };
	struct gate *gate;
	char large[4001], path[256];

	if (gate_setup(state) != 0)
		return (1);
	gate = *state;
	memset(large, 'x', 4000);
	large[4000] = '\0';
	gate_file(gate, "templates/assets/large.js", large);
	gate_file(gate, "templates/assets/.hidden", "secret");
	gate_file(gate, "templates/secret.txt", "secret");
	gate_folder(gate, "templates/assets/img");
	gate_file(gate, "templates/assets/img/logo.svg",
		  "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
	gate_folder(gate, "vendor");
	gate_folder(gate, "vendor/osd");
	gate_file(gate, "vendor/osd/osd.min.js", "var osd = 1;");
	gate_file(gate, "vendor/osd/osd.min.js.map", "{}");
	gate_file(gate, "vendor/osd/osd.js", "var osd = 2;");
	gate_file(gate, "templates/pages/hello.mustache",
		  "{{assets.site.css}} {{assets.img/logo.svg}} {{assets.vendor/osd/osd.min.js}} "
		  "{{assets.vendor/osd/osd.js}} {{assets.no.css}}.");
	(void)snprintf(path, sizeof(path), "%s/assets/link.txt", gate->templates);
	assert_int_equal(symlink("../secret.txt", path), 0);
	gate_open(gate);
	ok(vt_gateway_route(gate->g, &route, NULL));
	ok(vt_gateway_worker_start(gate->g));
	return (0);
}

static void
assets_have_types_and_versions(void **state)
{
	static const struct {
		const char *name, *type;
	} cases[] = {
		{ "site.css", "text/css; charset=utf-8" },
		{ "large.js", "text/javascript; charset=utf-8" },
		{ "img/logo.svg", "image/svg+xml" },
	};
	struct gate *gate = *state;
	struct vt_assets *assets;
	char target[128];

	ok(vt_assets_new(gate->templates, NULL, &assets));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *url = vt_assets_url(assets, vt_str_of(cases[i].name));
		struct reply r;

		assert_non_null(url);
		gate_ask(gate, "GET", url, "", &r);
		assert_int_equal(r.way, VT_WAY_READY);
		assert_int_equal(r.out.status, 200);
		vt_test_str("type", reply_header(&r, "Content-Type"), cases[i].type);
		vt_test_str("cache", reply_header(&r, "Cache-Control"),
			    "public, max-age=31536000, immutable");
		reply_done(&r);
		(void)snprintf(target, sizeof(target), "/assets/%s", cases[i].name);
		gate_ask(gate, "GET", target, "", &r);
		vt_test_str("cache", reply_header(&r, "Cache-Control"), "public, max-age=3600");
		reply_done(&r);
		(void)snprintf(target, sizeof(target), "/assets/%s?v=0000", cases[i].name);
		gate_ask(gate, "GET", target, "", &r);
		vt_test_str("cache", reply_header(&r, "Cache-Control"), "public, max-age=3600");
		reply_done(&r);
	}
	vt_assets_free(&assets);
}

static void
assets_come_compressed(void **state)
{
	struct gate *gate = *state;
	struct reply plain, zipped, again;
	char header[128];

	gate_ask(gate, "GET", "/assets/large.js", "", &plain);
	gate_ask(gate, "GET", "/assets/large.js", "Accept-Encoding: gzip", &zipped);
	assert_int_equal(plain.out.body.len, 4000);
	assert_true(zipped.out.body.len < 200);
	vt_test_str("encoding", reply_header(&zipped, "Content-Encoding"), "gzip");
	vt_test_str("vary", reply_header(&plain, "Vary"), "Accept-Encoding");
	assert_false(vt_str_eq(reply_header(&plain, "ETag"), reply_header(&zipped, "ETag")));
	(void)snprintf(header, sizeof(header), "Accept-Encoding: gzip\nIf-None-Match: %.*s",
		       VT_STR_ARG(reply_header(&zipped, "ETag")));
	gate_ask(gate, "GET", "/assets/large.js", header, &again);
	assert_int_equal(again.out.status, 304);
	reply_done(&plain);
	reply_done(&zipped);
	reply_done(&again);
}

static void
nothing_else_is_reached(void **state)
{
	static const char *const targets[] = { "/assets/../secret.txt",
					       "/assets/..%2Fsecret.txt",
					       "/assets/%2E%2E/secret.txt",
					       "/assets/.hidden", "/assets/link.txt",
					       "/assets//etc/passwd",
					       "/assets/%2Fetc%2Fpasswd",
					       "/assets/img",
					       "/assets/img/",
					       "/assets/",
					       "/assets",
					       "/assets/site.css/",
					       "/assets/SITE.CSS",
					       "/assets/vendor",
					       "/assets/osd/osd.js" };
	struct gate *gate = *state;

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++)
		gate_expect(gate, "GET", targets[i], 404, NULL);
	gate_expect(gate, "GET", "/assets/site%2Ecss", 200, NULL);
}

static vt_err
show_hello(struct vt_request *req, struct vt_response *res)
{
	return (vt_page(req, res, "hello", NULL));
}

static int
open_gate_with_vendor(void **state)
{
	static const struct vt_route route = { .method = "GET",
					       .pattern = "/",
					       .handler = show_hello };
	static char vendor[128];
	struct gate *gate;

	if (open_gate(state) != 0)
		return (1);
	gate = *state;
	vt_gateway_free(&gate->g);
	(void)snprintf(vendor, sizeof(vendor), "%s/vendor", gate->dir);
	gate->options.vendor_dir = vendor;
	gate_open(gate);
	ok(vt_gateway_route(gate->g, &route, NULL));
	ok(vt_gateway_worker_start(gate->g));
	return (0);
}

static void
templates_name_assets(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	gate_ask(gate, "GET", "/", "", &r);
	assert_true(reply_has(&r, "/assets/site.css?v="));
	assert_true(reply_has(&r, " /assets/img/logo.svg?v="));
	assert_true(reply_has(&r, " /assets/vendor/osd/osd.min.js?v="));
	assert_true(reply_has(&r, " /assets/vendor/osd/osd.js?v="));
	assert_true(reply_has(&r, " ."));
	reply_done(&r);
	gate_expect(gate, "GET", "/assets/vendor/osd/osd.js", 200, "var osd = 2;");
	gate_expect(gate, "GET", "/assets/vendor/osd/osd.min.js.map", 200, "{}");
}

static void
links_that_nobody_offers_are_empty(void **state)
{
	gate_expect(*state, "GET", "/links", 200, "[][]");
}

/* The templates of the tree: the error page in both languages. */
static void
the_real_error_page(void **state)
{
	static const char *const lang[] = { "lang=\"lt\"", "lang=\"en\"" };
	static const char *const targets[] = { "/lt/nothing", "/en/nothing" };
	struct gate *gate = *state;
	struct reply r;

	if (access("templates/pages/error.mustache", R_OK) != 0) {
		print_message("skipped: run it from the top of the tree\n");
		skip();
	}
	vt_gateway_free(&gate->g);
	gate->options.template_dir = "templates";
	gate_open(gate);
	ok(vt_gateway_worker_start(gate->g));
	for (int i = 0; i < 2; i++) {
		gate_ask(gate, "GET", targets[i], "Accept: text/html", &r);
		assert_int_equal(r.out.status, 404);
		assert_true(reply_has(&r, lang[i]));
		assert_true(reply_has(&r, "<h1>"));
		assert_true(vt_str_find(r.out.body, vt_request_id(r.req)) > 0);
		reply_done(&r);
	}
}

int
main(void)
{
#define GATE_TEST(f) cmocka_unit_test_setup_teardown(f, open_gate, gate_teardown)
	const struct CMUnitTest tests[] = {
		GATE_TEST(assets_have_types_and_versions),
		GATE_TEST(assets_come_compressed),
		GATE_TEST(nothing_else_is_reached),
		cmocka_unit_test_setup_teardown(templates_name_assets, open_gate_with_vendor,
						gate_teardown),
		GATE_TEST(links_that_nobody_offers_are_empty),
		GATE_TEST(the_real_error_page),
	};

	return (cmocka_run_group_tests_name("assets", tests, NULL, NULL));
}
