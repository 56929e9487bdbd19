/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway behind a proxy: whose word it takes, and that no answer made for one
 * address is given to who came by another.
 */
#include "say.h"

#define HOST(name) "X-Forwarded-Host: " name "\nX-Forwarded-Proto: https\n"

static vt_err
say_who(struct vt_request *req, struct vt_response *res)
{
	struct vt_str client = vt_request_client(req), base = vt_request_base_url(req);

	vt_response_type(res, "text/plain");
	vt_response_printf(res, "%.*s at %.*s", VT_STR_ARG(client), VT_STR_ARG(base));
	return (VT_OK);
}

static vt_err
say_base(struct vt_request *req, struct vt_response *res)
{
	vt_response_type(res, "text/plain");
	vt_response_printf(res, "%d %.*s", ++calls, VT_STR_ARG(vt_request_base_url(req)));
	return (VT_OK);
}

static vt_err
say_named(struct vt_request *req, struct vt_response *res)
{
	return (vt_response_name(res, VT_STR("one")) ? VT_OK : say_base(req, res));
}

static vt_err
name_it(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	return (vt_response_name(res, VT_STR("one")) ? VT_OK : VT_E_DECLINED);
}

static vt_err
redirect(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	vt_response_redirect(res, 303, VT_STR("/there"));
	return (vt_response_error(res));
}

static vt_err
show_page(struct vt_request *req, struct vt_response *res)
{
	return (vt_page(req, res, "hello", NULL));
}

static const struct vt_route routes[] = {
	{ "GET", "/who", say_who, VT_CACHE_NONE, NULL, NULL },
	{ "GET", "/kept", say_base, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/named", say_named, VT_CACHE_NAMED, NULL, NULL },
	{ "GET", "/named/on-loop", say_named, VT_CACHE_NAMED, name_it, NULL },
	{ "GET", "/redirect", redirect, VT_CACHE_GENERATION, NULL, NULL },
	{ "GET", "/page", show_page, VT_CACHE_GENERATION, NULL, NULL },
};

static struct gate *
behind(void **state, const char *net, bool follows)
{
	static const char *nets[1];
	struct gate *gate = *state;

	nets[0] = net;
	gate->options.trusted_proxies = (struct vt_str_list){ nets, 1 };
	gate->options.follows_proxies = follows;
	gate_serve(gate, routes, sizeof(routes) / sizeof(routes[0]));
	calls = 0;
	return (gate);
}

static void
expect(struct gate *gate, const char *target, const char *headers, const char *body)
{
	struct reply r;

	gate_ask(gate, "GET", target, headers, &r);
	vt_test_str(headers, r.out.body, body);
	reply_done(&r);
}

static void
who_is_not_trusted_is_not_believed(void **state)
{
	struct gate *gate = behind(state, "198.51.100.0/24", true);

	expect(gate, "/who", HOST("a.example") "X-Forwarded-For: 203.0.113.5",
	       "192.0.2.1 at " GATE_BASE);
	expect(gate, "/who", "Host: a.example", "192.0.2.1 at " GATE_BASE);
}

/* The address that was configured is the one that records carry. */
static void
a_base_url_that_was_set_stays(void **state)
{
	struct gate *gate = behind(state, "192.0.2.0/24", false);

	expect(gate, "/who", HOST("a.example") "X-Forwarded-For: 203.0.113.5",
	       "203.0.113.5 at " GATE_BASE);
}

static void
the_public_address_is_the_proxys(void **state)
{
	struct gate *gate = behind(state, "192.0.2.0/24", true);
	struct reply r;

	expect(gate, "/who", HOST("a.example") "X-Forwarded-For: 203.0.113.5",
	       "203.0.113.5 at https://a.example");
	expect(gate, "/who", "Host: b.example:8080", "192.0.2.1 at http://b.example:8080");
	expect(gate, "/who", "", "192.0.2.1 at " GATE_BASE);
	expect(gate, "/who", "Host: a/b", "192.0.2.1 at " GATE_BASE);
	gate_ask(gate, "GET", "/redirect", HOST("a.example"), &r);
	vt_test_str("there", reply_header(&r, "Location"), "https://a.example/there");
	/* A cache before us may not give one's addresses to another. */
	assert_true(vt_str_find(reply_header(&r, "Vary"), VT_STR("X-Forwarded-Host")) >= 0);
	reply_done(&r);
	gate_ask(gate, "GET", "/page", HOST("a.example"), &r);
	assert_true(reply_has(&r, "href=\"https://a.example/en/page\""));
	assert_false(reply_has(&r, GATE_BASE));
	reply_done(&r);
}

static void
each_address_has_its_own_answers(void **state)
{
	static const char *const targets[] = { "/kept", "/named", "/named/on-loop" };
	struct gate *gate = behind(state, "192.0.2.0/24", true);

	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		calls = 0; /* the last is found by the name of the one before */
		for (int n = 0; n < 2; n++) {
			expect(gate, targets[i], HOST("a.example"), "1 https://a.example");
			expect(gate, targets[i], HOST("b.example"), "2 https://b.example");
			expect(gate, targets[i], "", "3 " GATE_BASE);
		}
	}
}

static void
what_is_no_address_is_found_at_the_start(void **state)
{
	static const char *const nets[] = { "proxy.example" };
	const struct vt_str_list none = { NULL, 0 };
	struct gate *gate = *state;

	gate->options.trusted_proxies = (struct vt_str_list){ nets, 1 };
	assert_int_equal(vt_gateway_new(gate->conf, &gate->options, &none, "/nowhere", &gate->g),
			 VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "server.trusted_proxies: 'proxy.example'");
}

int
main(void)
{
#define GATE_TEST(f) cmocka_unit_test_setup_teardown(f, gate_setup, gate_teardown)
	const struct CMUnitTest tests[] = {
		GATE_TEST(who_is_not_trusted_is_not_believed),
		GATE_TEST(a_base_url_that_was_set_stays),
		GATE_TEST(the_public_address_is_the_proxys),
		GATE_TEST(each_address_has_its_own_answers),
		GATE_TEST(what_is_no_address_is_found_at_the_start),
	};

	return (cmocka_run_group_tests_name("proxy", tests, NULL, NULL));
}
