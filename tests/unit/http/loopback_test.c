/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gateway as a client meets it, without a socket: what is answered, with
 * which header fields, to whom, and how often a handler has to work for it.
 */
#include "gate.h"

/* --- handlers ------------------------------------------------------------- */

static int calls;
static int done_calls;

static vt_err
say_hello(struct vt_request *req, struct vt_response *res)
{
	struct vt_str id = vt_request_param(req, "id");

	vt_response_type(res, "text/plain; charset=utf-8");
	vt_response_printf(res, "hello %.*s", VT_STR_ARG(id));
	return (vt_response_error(res));
}

static vt_err
say_large(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	calls++;
	vt_response_type(res, "application/json");
	for (int i = 0; i < 500; i++)
		vt_response_printf(res, "[\"the same again\"],\n");
	return (vt_response_error(res));
}

static vt_err
say_args(struct vt_request *req, struct vt_response *res)
{
	struct vt_str name, value;

	for (size_t i = 0; i < vt_request_arg_count(req); i++) {
		vt_request_arg_at(req, i, &name, &value);
		vt_response_printf(res, "%.*s=%.*s;", VT_STR_ARG(name), VT_STR_ARG(value));
	}
	vt_response_type(res, "text/plain");
	return (VT_OK);
}

static vt_err
say_language(struct vt_request *req, struct vt_response *res)
{
	calls++;
	vt_response_type(res, "text/plain");
	vt_response_printf(res, "%s %.*s", vt_request_language(req),
			   VT_STR_ARG(vt_request_path(req)));
	return (VT_OK);
}

static vt_err
say_type(struct vt_request *req, struct vt_response *res)
{
	static const char *const offers[] = { "text/html", "application/json" };
	int best = vt_request_accepts(req, offers, 2);

	calls++;
	if (best < 0)
		return (vt_fail(VT_E_NOTACCEPTABLE, "html and json are what there is"));
	vt_response_type(res, offers[best]);
	vt_response_printf(res, "%s", offers[best]);
	return (VT_OK);
}

static vt_err
say_counted(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	vt_response_type(res, "text/plain");
	vt_response_modified(res, 1792255619);
	vt_response_printf(res, "call %d", ++calls);
	return (VT_OK);
}

static void
count_done(void *arg)
{
	assert_string_equal(arg, "done");
	done_calls++;
}

static vt_err
send_bytes(struct vt_request *req, struct vt_response *res)
{
	static const char bytes[] = "\xff\xd8\xff jpeg";
	static char done[] = "done";

	(void)req;
	vt_response_type(res, "image/jpeg");
	vt_response_etag(res, VT_STR("tile-1"));
	vt_response_cache_control(res, "public, max-age=86400, immutable");
	vt_response_send(res, bytes, sizeof(bytes) - 1, count_done, done);
	return (VT_OK);
}

/* /fail/{how} */
static vt_err
fail_somehow(struct vt_request *req, struct vt_response *res)
{
	struct vt_str how = vt_request_param(req, "how");

	if (vt_str_eq_c(how, "secret"))
		return (vt_fail(VT_E_IO, "/srv/secret/place cannot be read"));
	if (vt_str_eq_c(how, "wordless"))
		return (VT_E_FORMAT);
	if (vt_str_eq_c(how, "forbidden"))
		return (vt_fail(VT_E_FORBIDDEN, "open from 2030 on"));
	if (vt_str_eq_c(how, "busy"))
		return (vt_fail(VT_E_BUSY, "come back later"));
	if (vt_str_eq_c(how, "header"))
		vt_response_header(res, "X-Bad", VT_STR("a\r\nSet-Cookie: b"));
	if (vt_str_eq_c(how, "location"))
		vt_response_redirect(res, 302, VT_STR("javascript:alert(1)"));
	if (vt_str_eq_c(how, "etag"))
		vt_response_header(res, "etag", VT_STR("\"x\""));
	if (vt_str_eq_c(how, "length"))
		vt_response_header(res, "Content-Length", VT_STR("3"));
	if (vt_str_eq_c(how, "body"))
		for (int i = 0; i < 1000; i++)
			vt_response_printf(res, "%02000d", i);
	if (vt_str_eq_c(how, "arena"))
		while (vt_arena_alloc(vt_request_arena(req), 10000) != NULL)
			;
	/* A handler that does not look is caught all the same. */
	return (vt_str_eq_c(how, "arena") ? VT_E_LIMIT : VT_OK);
}

static vt_err
go_elsewhere(struct vt_request *req, struct vt_response *res)
{
	struct vt_str to = VT_STR_NONE;

	(void)vt_request_arg(req, "to", &to);
	vt_response_redirect(res, 303, to);
	return (vt_response_error(res));
}

static vt_err
quick_or_not(struct vt_request *req, struct vt_response *res)
{
	struct vt_str how = vt_request_param(req, "how");

	vt_response_printf(res, "quick");
	if (vt_str_eq_c(how, "catalogue"))
		return (vt_request_catalog(req) != NULL ? VT_OK : VT_E_UNAVAILABLE);
	return (vt_str_eq_c(how, "no") ? VT_E_DECLINED : VT_OK);
}

static vt_err
not_quick(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	vt_response_printf(res, "slow");
	return (VT_OK);
}

static int64_t embargo_until;

static vt_err
show_embargoed(struct vt_request *req, struct vt_response *res)
{
	const struct vt_object object = { .access = VT_ACCESS_EMBARGO,
					  .embargo_until = embargo_until };

	calls++;
	vt_response_type(res, "text/plain");
	vt_response_printf(res, vt_request_may(req, &object, VT_PART_IMAGES) ? "open" : "closed");
	return (VT_OK);
}

static vt_err
look_at_agent(struct vt_request *req, struct vt_response *res)
{
	calls++;
	vt_response_type(res, "text/plain");
	vt_response_printf(res, "%.*s", VT_STR_ARG(vt_request_header(req, "User-Agent")));
	return (VT_OK);
}

static vt_err
count_institutions(struct vt_request *req, struct vt_response *res)
{
	struct vt_catalog *c = vt_request_catalog(req);
	struct vt_institution *list;
	size_t count;
	vt_err err;

	calls++;
	if (c == NULL)
		return (VT_E_UNAVAILABLE);
	err = vt_catalog_institutions(c, vt_request_arena(req), &list, &count);
	vt_response_type(res, "text/plain");
	vt_response_printf(res, "%zu", count);
	return (err);
}

static vt_err
show_page(struct vt_request *req, struct vt_response *res)
{
	struct vt_value *data = vt_value_map(vt_request_arena(req));

	calls++;
	vt_value_set_str(data, "name", VT_STR("<Rūta>"));
	vt_value_set_str(data, "title", vt_message_count(req, "books", 3));
	return (vt_page(req, res, "hello", data));
}

static vt_err
answer_form(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	vt_response_header(res, "Content-Type", VT_STR("text/html"));
	vt_response_header(res, "cache-control", VT_STR("private"));
	vt_response_printf(res, "<p>thanks");
	return (VT_OK);
}

static const struct vt_route routes[] = {
	{ "GET|POST", "/form", answer_form, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/", say_hello, VT_CACHE_NONE, NULL, NULL },
	{ "GET", "/hello/{id}", say_hello, VT_CACHE_PUBLIC, NULL, NULL },
	{ "GET", "/tail/{id...}", say_hello, VT_CACHE_NONE, NULL, NULL },
	{ "GET", "/large", say_large, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET|POST", "/args", say_args, VT_CACHE_NONE, NULL, NULL },
	{ "GET", "/language", say_language, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/lt/own", say_language, VT_CACHE_NONE, NULL, NULL },
	{ "GET", "/type", say_type, VT_CACHE_GENERATION, NULL, "Accept" },
	{ "GET", "/counted", say_counted, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/bytes", send_bytes, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET|DELETE", "/fail/{how}", fail_somehow, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/go", go_elsewhere, VT_CACHE_NONE, NULL, NULL },
	{ "GET", "/quick/{how}", not_quick, VT_CACHE_NONE, quick_or_not, NULL },
	{ "GET", "/embargoed", show_embargoed, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/agent", look_at_agent, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/institutions", count_institutions, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/page", show_page, VT_CACHE_GENERATION, NULL, NULL },
};

static int
open_gate(void **state)
{
	struct gate *gate;

	if (gate_setup(state) != 0)
		return (1);
	gate = *state;
	gate_serve(gate, routes, sizeof(routes) / sizeof(routes[0]));
	calls = done_calls = 0;
	return (0);
}

/* --- what every answer has ------------------------------------------------ */

static void
an_answer_has_its_headers(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	gate_ask(gate, "GET", "/hello/Jonas?x=1", "", &r);
	assert_int_equal(r.out.status, 200);
	vt_test_str("body", r.out.body, "hello Jonas");
	assert_true(r.out.has_content_length);
	assert_int_equal(r.out.content_length, 11);
	vt_test_str("type", reply_header(&r, "Content-Type"), "text/plain; charset=utf-8");
	vt_test_str("cache", reply_header(&r, "Cache-Control"), "public, max-age=3600");
	vt_test_str("origin", reply_header(&r, "Access-Control-Allow-Origin"), "*");
	assert_true(reply_header(&r, "Access-Control-Expose-Headers").len > 0);
	vt_test_str("nosniff", reply_header(&r, "X-Content-Type-Options"), "nosniff");
	assert_int_equal(reply_header(&r, "X-Request-Id").len, 16);
	assert_int_equal(reply_header(&r, "ETag").len, 34);
	assert_int_equal(reply_header(&r, "Content-Security-Policy").len, 0);
	assert_int_equal(reply_header(&r, "Strict-Transport-Security").len, 0);
	assert_string_equal(vt_request_route(r.req), "/hello/{id}");
	assert_string_equal(vt_request_plugin(r.req), "core");
	reply_done(&r);
}

static void
ids_do_not_repeat(void **state)
{
	struct gate *gate = *state;
	char seen[200][17];

	for (int i = 0; i < 200; i++) {
		struct reply r;

		gate_ask(gate, "GET", "/", "X-Request-Id: mine", &r);
		memcpy(seen[i], reply_header(&r, "X-Request-Id").p, 16);
		seen[i][16] = '\0';
		assert_string_not_equal(seen[i], "mine");
		for (int j = 0; j < i; j++)
			assert_string_not_equal(seen[i], seen[j]);
		reply_done(&r);
	}
}

static void
head_has_the_length_but_no_body(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	gate_ask(gate, "HEAD", "/hello/Jonas", "", &r);
	assert_int_equal(r.out.status, 200);
	assert_int_equal(r.out.body.len, 0);
	assert_int_equal(r.out.content_length, 11);
	vt_test_str("type", reply_header(&r, "Content-Type"), "text/plain; charset=utf-8");
	reply_done(&r);
	gate_ask(gate, "HEAD", "/nothing", "", &r);
	assert_int_equal(r.out.status, 404);
	assert_int_equal(r.out.body.len, 0);
	assert_true(r.out.content_length > 0);
	reply_done(&r);
}

static void
options_are_answered_everywhere(void **state)
{
	static const char *const conditions[] = { "If-Match", "If-None-Match", "If-Range",
						  "If-Unmodified-Since", "Range" };
	struct gate *gate = *state;
	struct reply r;

	gate_ask(gate, "OPTIONS", "/args",
		 "Origin: https://viewer.example\n"
		 "Access-Control-Request-Method: GET",
		 &r);
	assert_int_equal(r.out.status, 204);
	assert_false(r.out.has_content_length);
	vt_test_str("allow", reply_header(&r, "Allow"), "GET, HEAD, POST, OPTIONS");
	vt_test_str("methods", reply_header(&r, "Access-Control-Allow-Methods"),
		    "GET, HEAD, POST, OPTIONS");
	vt_test_str("origin", reply_header(&r, "Access-Control-Allow-Origin"), "*");
	for (size_t i = 0; i < sizeof(conditions) / sizeof(conditions[0]); i++)
		assert_true(vt_str_find(reply_header(&r, "Access-Control-Allow-Headers"),
					vt_str_of(conditions[i])) >= 0);
	reply_done(&r);
	gate_expect(gate, "OPTIONS", "*", 204, "");
	gate_expect(gate, "OPTIONS", "/nothing", 404, NULL);
}

/* --- conditions ----------------------------------------------------------- */

static void
a_copy_that_will_do_is_not_sent_again(void **state)
{
	static const char *const formats[] = { "If-None-Match: %s", "If-None-Match: W/%s",
					       "If-None-Match: \"x\", %s", "If-None-Match: *" };
	struct gate *gate = *state;
	struct reply r;
	char etag[64], header[128];

	gate_ask(gate, "GET", "/counted", "", &r);
	assert_true(snprintf(etag, sizeof(etag), "%.*s", VT_STR_ARG(reply_header(&r, "ETag"))) > 2);
	vt_test_str("modified", reply_header(&r, "Last-Modified"), "Sat, 17 Oct 2026 16:46:59 GMT");
	vt_test_str("cache", reply_header(&r, "Cache-Control"), "no-cache");
	reply_done(&r);
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		(void)snprintf(header, sizeof(header), formats[i], etag);
#pragma GCC diagnostic pop
		gate_ask(gate, "GET", "/counted", header, &r);
		assert_int_equal(r.out.status, 304);
		assert_int_equal(r.out.body.len, 0);
		assert_false(r.out.has_content_length);
		vt_test_str("etag", reply_header(&r, "ETag"), etag);
		vt_test_str("cache", reply_header(&r, "Cache-Control"), "no-cache");
		vt_test_str("origin", reply_header(&r, "Access-Control-Allow-Origin"), "*");
		assert_int_equal(reply_header(&r, "Content-Type").len, 0);
		assert_int_equal(reply_header(&r, "X-Request-Id").len, 16);
		reply_done(&r);
	}
	gate_ask(gate, "HEAD", "/counted", "If-Modified-Since: Sat, 17 Oct 2026 16:46:59 GMT", &r);
	assert_int_equal(r.out.status, 304);
	reply_done(&r);
	gate_ask(gate, "GET", "/counted",
		 "If-None-Match: \"x\"\nIf-Modified-Since: Sat, 17 Oct 2026 16:46:59 GMT", &r);
	assert_int_equal(r.out.status, 200);
	reply_done(&r);
}

/* If-Match comes first, and a refusal takes nothing from who asks next. */
static void
another_than_what_is_known_is_refused(void **state)
{
	struct gate *gate = *state;
	struct reply r;
	char etag[64], header[160];

	gate_ask(gate, "GET", "/counted", "", &r);
	(void)snprintf(etag, sizeof(etag), "%.*s", VT_STR_ARG(reply_header(&r, "ETag")));
	reply_done(&r);
	(void)snprintf(header, sizeof(header), "If-Match: \"x\"\nIf-None-Match: %s", etag);
	gate_ask(gate, "GET", "/counted", header, &r);
	assert_int_equal(r.out.status, 412);
	assert_true(vt_str_find(r.out.body, VT_STR("If-Match")) > 0);
	vt_test_str("cache", reply_header(&r, "Cache-Control"), "no-store");
	reply_done(&r);
	(void)snprintf(header, sizeof(header), "If-Match: \"x\", %s", etag);
	gate_ask(gate, "GET", "/counted", header, &r);
	assert_int_equal(r.out.status, 200);
	reply_done(&r);
	(void)snprintf(header, sizeof(header), "If-Match: *\nIf-None-Match: %s", etag);
	gate_ask(gate, "HEAD", "/counted", header, &r);
	assert_int_equal(r.out.status, 304);
	reply_done(&r);
	/* Who goes on with what was there a second before (13.1.4). */
	gate_ask(gate, "GET", "/counted", "If-Unmodified-Since: Sat, 17 Oct 2026 16:46:58 GMT", &r);
	assert_int_equal(r.out.status, 412);
	reply_done(&r);
	gate_ask(gate, "GET", "/counted", "If-Unmodified-Since: Sat, 17 Oct 2026 16:46:59 GMT", &r);
	assert_int_equal(r.out.status, 200);
	reply_done(&r);
	gate_ask(gate, "GET", "/nothing", "If-Match: \"x\"", &r);
	assert_int_equal(r.out.status, 404);
	reply_done(&r);
}

static void
large_text_is_compressed_for_who_wants_it(void **state)
{
	struct gate *gate = *state;
	struct reply plain, zipped;
	char bytes[20000];
	z_stream z = { 0 };

	gate_ask(gate, "GET", "/large", "", &plain);
	gate_ask(gate, "GET", "/large", "Accept-Encoding: gzip, br", &zipped);
	assert_int_equal(reply_header(&plain, "Content-Encoding").len, 0);
	vt_test_str("encoding", reply_header(&zipped, "Content-Encoding"), "gzip");
	vt_test_str("vary", reply_header(&plain, "Vary"), "Accept-Encoding");
	vt_test_str("vary", reply_header(&zipped, "Vary"), "Accept-Encoding");
	assert_true(zipped.out.body.len < plain.out.body.len / 10);
	assert_false(vt_str_eq(reply_header(&plain, "ETag"), reply_header(&zipped, "ETag")));
	assert_true(vt_str_ends(reply_header(&zipped, "ETag"), VT_STR("-gz\"")));

	assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
	z.next_in = (Bytef *)(uintptr_t)zipped.out.body.p;
	z.avail_in = (uInt)zipped.out.body.len;
	z.next_out = (Bytef *)bytes;
	z.avail_out = sizeof(bytes);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	assert_true(vt_str_eq((struct vt_str){ bytes, z.total_out }, plain.out.body));
	(void)inflateEnd(&z);
	reply_done(&plain);
	reply_done(&zipped);

	/* A small body and a picture go as they are. */
	gate_ask(gate, "GET", "/hello/x", "Accept-Encoding: gzip", &plain);
	assert_int_equal(reply_header(&plain, "Content-Encoding").len, 0);
	assert_int_equal(reply_header(&plain, "Vary").len, 0);
	reply_done(&plain);
}

/* --- errors --------------------------------------------------------------- */

static void
errors_for_programs(void **state)
{
	static const struct {
		const char *method, *path;
		int status;
		const char *has, *lacks;
	} cases[] = {
		{ "GET", "/nothing/here", 404, "\"instance\":\"/nothing/here\"", "<" },
		{ "GET", "/nothing", 404, "\"title\":\"Not Found\"", "<" },
		{ "GET", "/hello/%zz", 400, "\"status\":400", NULL },
		{ "GET", "/hello/%00", 400, "NUL", NULL },
		{ "GET", "/hello/%FF", 400, "UTF-8", NULL },
		{ "GET", "/args?a=%00", 400, "NUL", NULL },
		{ "DELETE", "/hello/x", 405, "\"title\":\"Method Not Allowed\"", NULL },
		{ "GET", "/fail/forbidden", 403, "open from 2030 on", NULL },
		{ "GET", "/fail/busy", 503, "come back later", NULL },
		{ "GET", "/fail/secret", 500, "reading or writing failed", "/srv/secret" },
		{ "GET", "/fail/wordless", 500, "stored data cannot be read", NULL },
		{ "GET", "/fail/header", 400, "line break", "Set-Cookie" },
		{ "GET", "/fail/location", 500, "an internal fault", "javascript" },
		{ "GET", "/fail/length", 500, "an internal fault", NULL },
		{ "GET", "/fail/etag", 500, "an internal fault", NULL },
		{ "GET", "/fail/body", 503, "1048576", NULL },
		{ "GET", "/fail/arena", 503, "1048576", NULL },
		{ "DELETE", "/fail/forbidden", 403, "open from 2030 on", NULL },
	};
	struct gate *gate = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct reply r;

		gate_ask(gate, cases[i].method, cases[i].path, "", &r);
		if (r.out.status != cases[i].status || !reply_has(&r, cases[i].has) ||
		    (cases[i].lacks != NULL && reply_has(&r, cases[i].lacks)))
			fail_msg("%s %s: %d %.*s", cases[i].method, cases[i].path, r.out.status,
				 VT_STR_ARG(r.out.body));
		vt_test_str("type", reply_header(&r, "Content-Type"), "application/problem+json");
		vt_test_str("origin", reply_header(&r, "Access-Control-Allow-Origin"), "*");
		vt_test_str("cache", reply_header(&r, "Cache-Control"), "no-store");
		vt_test_str("vary", reply_header(&r, "Vary"), "Accept, Accept-Language");
		assert_true(reply_has(&r, "\"type\":\"about:blank\""));
		assert_true(vt_str_find(r.out.body, reply_header(&r, "X-Request-Id")) > 0);
		assert_int_equal(reply_header(&r, "ETag").len, 0);
		assert_int_equal(reply_header(&r, "Set-Cookie").len, 0);
		reply_done(&r);
	}
}

static void
a_wrong_method_names_the_right_ones(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	gate_ask(gate, "PUT", "/args", "", &r);
	assert_int_equal(r.out.status, 405);
	vt_test_str("allow", reply_header(&r, "Allow"), "GET, HEAD, POST, OPTIONS");
	reply_done(&r);
}

static void
errors_for_people(void **state)
{
	static const struct {
		const char *path, *language, *lang, *has, *home;
	} cases[] = {
		{ "/nothing", "lt", "lang=\"lt\"", "Tokio puslapio nėra.", "href=\"/\">Pradžia" },
		{ "/nothing", "en-GB, en", "lang=\"en\"", "There is no such page.",
		  "href=\"/\">Home" },
		{ "/en/nothing", "lt", "lang=\"en\"", "There is no such page.",
		  "href=\"/en/\">Home" },
		{ "/lt/nothing", "en", "lang=\"lt\"", "Tokio puslapio nėra.", "href=\"/lt/\">" },
		{ "/nothing", "de", "lang=\"lt\"", "Tokio puslapio nėra.", "href=\"/\">Pradžia" },
		{ "/fail/busy", "en", "lang=\"en\"", "Our fault", "come back later" },
		{ "/fail/secret", "lt", "lang=\"lt\"", "Mūsų klaida", "reading or writing failed" },
		/* No message of its own: that of its hundred. */
		{ "/fail/forbidden", "lt", "lang=\"lt\"", "Patikrinkite.", "open from 2030 on" },
		{ "/nothing%3Cscript%3E", "en", "lang=\"en\"", "nothing%3Cscript%3E", "Home" },
	};
	struct gate *gate = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char headers[256];
		struct reply r;

		(void)snprintf(
		    headers, sizeof(headers),
		    "Accept: text/html,application/xhtml+xml,*/*;q=0.8\nAccept-Language: %s",
		    cases[i].language);
		gate_ask(gate, "GET", cases[i].path, headers, &r);
		if (!reply_has(&r, cases[i].lang) || !reply_has(&r, cases[i].has) ||
		    !reply_has(&r, cases[i].home))
			fail_msg("%s: %.*s", cases[i].path, VT_STR_ARG(r.out.body));
		vt_test_str("type", reply_header(&r, "Content-Type"), "text/html; charset=utf-8");
		assert_true(vt_str_starts(reply_header(&r, "Content-Security-Policy"),
					  VT_STR("default-src 'none'")));
		assert_true(vt_str_find(reply_header(&r, "Content-Security-Policy"),
					VT_STR("unsafe-inline")) < 0);
		assert_true(reply_header(&r, "Referrer-Policy").len > 0);
		assert_true(vt_str_find(r.out.body, reply_header(&r, "X-Request-Id")) > 0);
		reply_done(&r);
	}
}

static void
requests_beyond_the_limits(void **state)
{
	static char target[VT_HTTP_TARGET_MAX + 10], headers[129 * 8 + 1],
	    form[VT_HTTP_FORM_MAX + 8];
	struct gate *gate = *state;
	struct reply r;

	memset(target, 'a', sizeof(target) - 1);
	target[0] = '/';
	gate_expect(gate, "GET", target, 414, NULL);
	target[VT_HTTP_TARGET_MAX] = '\0';
	gate_expect(gate, "GET", target, 404, NULL);
	gate_expect(gate, "GET", "/with space", 400, NULL);
	gate_expect(gate, "GET", "/hello/Šilutė", 200, "hello Šilutė");
	gate_expect(gate, "GET", "/hello/\xc5", 400, NULL);
	gate_expect(gate, "GET", "", 400, NULL);
	for (int i = 0; i < 129; i++)
		(void)snprintf(headers + i * 8, 9, "X%03d: v\n", i);
	gate_ask(gate, "GET", "/", headers, &r);
	assert_int_equal(r.out.status, 431);
	reply_done(&r);
	memset(form, 'a', sizeof(form));
	gate_post(gate, "POST", "/args", "Content-Type: application/x-www-form-urlencoded",
		  (struct vt_str){ form, sizeof(form) }, &r);
	assert_int_equal(r.out.status, 413);
	reply_done(&r);
}

static void
a_refusal_says_when_to_come_back(void **state)
{
	struct gate *gate = *state;
	struct reply r = { 0 };

	r.req = gate_request(gate, "GET", "/hello/x", "", VT_STR_NONE);
	assert_int_equal(vt_gateway_begin(r.req), VT_WAY_JOB);
	vt_gateway_refuse(r.req, vt_fail(VT_E_BUSY, "too many wait"), 7);
	vt_gateway_landed(r.req, gate_nobody, NULL);
	vt_gateway_answer(r.req, &r.out);
	assert_int_equal(r.out.status, 503);
	vt_test_str("retry", reply_header(&r, "Retry-After"), "7");
	assert_true(reply_has(&r, "too many wait"));
	reply_done(&r);
	/* A server that forgets to run a request has an answer all the same. */
	r.req = gate_request(gate, "GET", "/hello/x", "", VT_STR_NONE);
	assert_int_equal(vt_gateway_begin(r.req), VT_WAY_JOB);
	vt_gateway_answer(r.req, &r.out);
	assert_int_equal(r.out.status, 503);
	reply_done(&r);
}

/* --- addresses, arguments, languages -------------------------------------- */

static void
addresses_and_arguments(void **state)
{
	static const struct {
		const char *target, *body;
	} cases[] = {
		{ "/args?verb=A&verb=B&x=%C5%BE+y", "verb=A;verb=B;x=ž y;" },
		{ "/args", "" },
		{ "/args?", "" },
		{ "/hello/a%2Fb", "hello a/b" },
		{ "/hello/a%252Fb", "hello a%2Fb" },
		{ "/hello/%C5%A0ilut%C4%97", "hello Šilutė" },
		{ "/tail/a/b%2Fc", "hello a/b%2Fc" },
		{ "/", "hello " },
	};
	struct gate *gate = *state;
	struct reply r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		gate_expect(gate, "GET", cases[i].target, 200, cases[i].body);
	/* Absolute forms are made origin forms before (head_test.c). */
	gate_expect(gate, "GET", "http://elsewhere.example/args?a=1", 400, NULL);
	gate_expect(gate, "GET", "?a=/args", 400, NULL);
	/* Of a form the body counts, not the address. */
	gate_post(gate, "POST", "/args?verb=No",
		  "Content-Type: Application/X-WWW-Form-Urlencoded; charset=UTF-8",
		  VT_STR("verb=Identify&verb=x"), &r);
	vt_test_str("form", r.out.body, "verb=Identify;verb=x;");
	vt_test_str("cache", reply_header(&r, "Cache-Control"), "no-store");
	reply_done(&r);
	gate_post(gate, "POST", "/args?verb=Yes", "Content-Type: application/json", VT_STR("{}"),
		  &r);
	vt_test_str("json", r.out.body, "verb=Yes;");
	reply_done(&r);
}

static void
languages_by_prefix_and_header(void **state)
{
	static const struct {
		const char *target, *header, *body, *vary;
	} cases[] = {
		{ "/language", "", "lt /language", "Accept-Language" },
		{ "/language", "Accept-Language: en", "en /language", "Accept-Language" },
		{ "/lt/language", "Accept-Language: en", "lt /language", "" },
		{ "/en/language", "", "en /language", "" },
		/* A route of that very address is no prefix. */
		{ "/lt/own", "Accept-Language: en", "en /lt/own", "Accept-Language" },
		{ "/en/lt/own", "", "en /lt/own", "" },
		{ "/en", "", "hello ", "" },
		{ "/en/", "", "hello ", "" },
	};
	struct gate *gate = *state;
	struct reply r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gate_ask(gate, "GET", cases[i].target, cases[i].header, &r);
		vt_test_str(cases[i].target, r.out.body, cases[i].body);
		vt_test_str(cases[i].target, reply_header(&r, "Vary"), cases[i].vary);
		reply_done(&r);
	}
	gate_expect(gate, "GET", "/english", 404, NULL);
	gate_expect(gate, "GET", "/en/lt/language", 404, NULL);
}

static void
redirects_are_absolute(void **state)
{
	static const struct {
		const char *target, *location;
	} cases[] = {
		{ "/go?to=/objects/x", GATE_BASE "/objects/x" },
		{ "/go?to=//evil.example/x", GATE_BASE "//evil.example/x" },
		{ "/go?to=https://other.example/", "https://other.example/" },
		{ "/go?to=/a%20b/%C5%BE", GATE_BASE "/a%20b/%C5%BE" },
	};
	struct gate *gate = *state;
	struct reply r;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gate_ask(gate, "GET", cases[i].target, "", &r);
		assert_int_equal(r.out.status, 303);
		vt_test_str(cases[i].target, reply_header(&r, "Location"), cases[i].location);
		reply_done(&r);
	}
	gate_expect(gate, "GET", "/go?to=javascript:x", 500, NULL);
	gate_expect(gate, "GET", "/go?to=/a%0d%0aSet-Cookie:x", 400, NULL);
}

static void
quick_functions_may_decline(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	gate_ask(gate, "GET", "/quick/yes", "", &r);
	assert_int_equal(r.way, VT_WAY_READY);
	vt_test_str("yes", r.out.body, "quick");
	reply_done(&r);
	gate_ask(gate, "GET", "/quick/no", "", &r);
	assert_int_equal(r.way, VT_WAY_JOB);
	vt_test_str("no", r.out.body, "slow");
	reply_done(&r);
	gate_expect(gate, "GET", "/quick/catalogue", 503, NULL);
}

static void
bytes_by_reference_are_let_go_once(void **state)
{
	struct gate *gate = *state;
	struct reply first, second;

	gate_ask(gate, "GET", "/bytes", "", &first);
	gate_ask(gate, "GET", "/bytes", "Accept-Encoding: gzip", &second);
	vt_test_str("etag", reply_header(&first, "ETag"), "\"tile-1\"");
	vt_test_str("etag", reply_header(&second, "ETag"), "\"tile-1\"");
	vt_test_str("cache", reply_header(&first, "Cache-Control"),
		    "public, max-age=86400, immutable");
	assert_int_equal(first.out.body.len, 8);
	reply_done(&first);
	reply_done(&second);
	assert_int_equal(done_calls, 0);
	vt_gateway_worker_stop(gate->g);
	assert_int_equal(done_calls, 2);
}

/* The answer to a form is for our own pages; with TLS browsers are told so. */
static void
forms_and_tls(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	gate_post(gate, "POST", "/form", "", VT_STR_NONE, &r);
	vt_test_str("type", reply_header(&r, "Content-Type"), "text/html");
	assert_int_equal(reply_header(&r, "Access-Control-Allow-Origin").len, 0);
	assert_int_equal(reply_header(&r, "ETag").len, 0);
	vt_test_str("cache", reply_header(&r, "Cache-Control"), "private");
	reply_done(&r);
	gate_ask(gate, "GET", "/form", "", &r);
	vt_test_str("origin", reply_header(&r, "Access-Control-Allow-Origin"), "*");
	reply_done(&r);
	vt_gateway_free(&gate->g);
	gate->options.has_tls = true;
	gate_open(gate);
	ok(vt_gateway_worker_start(gate->g));
	gate_ask(gate, "GET", "/", "", &r);
	assert_true(reply_header(&r, "Strict-Transport-Security").len > 0);
	reply_done(&r);
}

/* --- pages ---------------------------------------------------------------- */

static void
pages_have_their_frame(void **state)
{
	struct gate *gate = *state;
	struct reply r;

	gate_ask(gate, "GET", "/en/page?a=1&b=2", "", &r);
	assert_int_equal(r.out.status, 200);
	assert_true(reply_has(&r, "<html lang=\"en\">"));
	assert_true(reply_has(&r, "<title>3 books</title>"));
	assert_true(reply_has(&r, "Hello &lt;Rūta&gt; /en " GATE_BASE "/en/page?a=1&amp;b=2"));
	assert_true(reply_has(&r, "<a href=\"" GATE_BASE "/lt/page?a=1&amp;b=2\" lang=\"lt\">"));
	assert_true(reply_has(&r, "<link rel=\"stylesheet\" href=\"/assets/site.css?v="));
	vt_test_str("language", reply_header(&r, "Content-Language"), "en");
	reply_done(&r);
	gate_ask(gate, "GET", "/page", "", &r);
	assert_true(reply_has(&r, "<title>3 knygos</title>"));
	vt_test_str("vary", reply_header(&r, "Vary"), "Accept-Language");
	reply_done(&r);
}

int
main(void)
{
#define GATE_TEST(f) cmocka_unit_test_setup_teardown(f, open_gate, gate_teardown)
	const struct CMUnitTest tests[] = {
		GATE_TEST(an_answer_has_its_headers),
		GATE_TEST(ids_do_not_repeat),
		GATE_TEST(head_has_the_length_but_no_body),
		GATE_TEST(options_are_answered_everywhere),
		GATE_TEST(a_copy_that_will_do_is_not_sent_again),
		GATE_TEST(another_than_what_is_known_is_refused),
		GATE_TEST(large_text_is_compressed_for_who_wants_it),
		GATE_TEST(errors_for_programs),
		GATE_TEST(a_wrong_method_names_the_right_ones),
		GATE_TEST(errors_for_people),
		GATE_TEST(requests_beyond_the_limits),
		GATE_TEST(a_refusal_says_when_to_come_back),
		GATE_TEST(addresses_and_arguments),
		GATE_TEST(languages_by_prefix_and_header),
		GATE_TEST(redirects_are_absolute),
		GATE_TEST(quick_functions_may_decline),
		GATE_TEST(bytes_by_reference_are_let_go_once),
		GATE_TEST(forms_and_tls),
		GATE_TEST(pages_have_their_frame),
	};

	return (cmocka_run_group_tests_name("loopback", tests, NULL, NULL));
}
