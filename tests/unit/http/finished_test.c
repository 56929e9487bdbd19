/* SPDX-License-Identifier: Apache-2.0 */
/* The end of a request as plugins hear of it, and where clients are: never closer
 * than their network. */
#include "gate.h"

#include "http/inside.h"

static struct vt_finished heard;
static char heard_note[64], heard_agent[64];
static int heard_count;

static void
hear(const struct vt_finished *f, void *state)
{
	assert_ptr_equal(state, &heard);
	heard = *f;
	(void)snprintf(heard_note, sizeof(heard_note), "%.*s", VT_STR_ARG(f->note));
	(void)snprintf(heard_agent, sizeof(heard_agent), "%.*s", VT_STR_ARG(f->agent));
	heard_count++;
}

static vt_err
say_noted(struct vt_request *req, struct vt_response *res)
{
	char own[] = "first";

	vt_request_note(req, vt_str_of(own));
	memset(own, 'x', sizeof(own) - 1);
	vt_response_printf(res, "answer");
	return (VT_OK);
}

static const struct vt_route noted = {
	.method = "GET", .pattern = "/noted", .handler = say_noted, .cache = VT_CACHE_NONE
};

static int
setup(void **state)
{
	static struct vt_listener listener = { hear, &heard };
	struct gate *gate;

	(void)gate_setup(state);
	gate = *state;
	gate_open(gate);
	ok(vt_gateway_route(gate->g, &noted, NULL));
	ok(vt_gateway_worker_start(gate->g));
	gate->g->listeners = &listener;
	gate->g->listener_count = 1;
	heard_count = 0;
	return (0);
}

static struct vt_request *
request(struct gate *gate, const char *peer, const char *forwarded)
{
	const struct vt_http_header header = { VT_STR("X-Forwarded-For"), vt_str_of(forwarded) };
	const struct vt_http_input in = { .method = VT_STR("GET"), .target = VT_STR("/noted"),
					  .peer = vt_str_of(peer), .headers = &header,
					  .header_count = forwarded != NULL };
	struct vt_request *req;

	ok(vt_request_new(gate->g, &in, &req));
	return (req);
}

static void
what_is_heard(void **state)
{
	struct gate *gate = *state;
	struct vt_request *req = request(gate, "192.0.2.7", NULL);
	struct vt_finished f = { .status = 200, .is_whole = true, .bytes = 6, .ms = 3 };

	assert_int_equal(vt_gateway_begin(req), VT_WAY_JOB);
	vt_gateway_run(req);
	vt_gateway_finished(req, &f, true);
	assert_int_equal(heard_count, 1);
	assert_string_equal(heard_note, "first");
	assert_string_equal(heard.plugin, "core");
	assert_string_equal(heard.route, "/noted");
	assert_int_equal(heard.status, 200);
	assert_int_equal(heard.bytes, 6);
	assert_ptr_equal(heard.req, req);
	/* Of one whose handler may still be writing it, no note is read. */
	vt_gateway_finished(req, &f, false);
	assert_string_equal(heard_note, "");
	vt_gateway_landed(req, NULL, NULL);
	vt_request_unref(&req);
}

static void
uses_it(const struct vt_request *req, struct vt_use *use_r)
{
	*use_r = (struct vt_use){ .kind = VT_USE_DOWNLOAD, .object = vt_request_path(req) };
}

/* Of answers that are content, and of nothing that nobody answered or that HEAD was told. */
static void
what_it_was_a_use_of(void **state)
{
	static const struct {
		const char *method;
		int status;
		bool is_landed;
		enum vt_use_kind kind;
	} rows[] = {
		{ "GET", 200, true, VT_USE_DOWNLOAD },	{ "GET", 304, true, VT_USE_DOWNLOAD },
		{ "GET", 404, true, VT_USE_NONE },	{ "GET", 206, true, VT_USE_NONE },
		{ "HEAD", 200, true, VT_USE_NONE },	{ "GET", 499, false, VT_USE_NONE },
	};
	struct gate *gate = *state;
	struct vt_loaded loaded = { .plugin = { .name = "core", .use = uses_it } };

	gate->g->plugins = &loaded;
	gate->g->plugin_count = 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct vt_http_header header = { VT_STR("Referer"), VT_STR("http://a/b") };
		const struct vt_http_input in = { .method = vt_str_of(rows[i].method),
						  .target = VT_STR("/noted"),
						  .peer = VT_STR("192.0.2.7"),
						  .headers = &header,
						  .header_count = 1 };
		struct vt_finished f = { .status = rows[i].status };
		struct vt_request *req;

		ok(vt_request_new(gate->g, &in, &req));
		assert_int_equal(vt_gateway_begin(req), VT_WAY_JOB);
		loaded.plugin.name = req->mount->plugin;
		vt_gateway_finished(req, &f, rows[i].is_landed);
		assert_int_equal(heard.use.kind, rows[i].kind);
		if (rows[i].is_landed) {
			vt_test_str("client", heard.client, "192.0.2.7");
			vt_test_str("referer", heard.referer, "http://a/b");
			assert_string_equal(heard.language, "lt");
		} else
			assert_null(heard.language);
		vt_gateway_run(req);
		vt_gateway_landed(req, NULL, NULL);
		vt_request_unref(&req);
	}
	gate->g->plugins = NULL;
	gate->g->plugin_count = 0;
}

/* One that leaves while its handler runs is told of on the loop, when what the answer
 * depends on is the handler's to write. */
static void
who_it_was_is_heard_without_a_trace(void **state)
{
	const struct vt_http_header header = { VT_STR("user-agent"), VT_STR("Metis/1.0") };
	const struct vt_http_input in = { .method = VT_STR("GET"), .target = VT_STR("/noted"),
					  .peer = VT_STR("192.0.2.7"), .headers = &header,
					  .header_count = 1 };
	struct gate *gate = *state;
	struct vt_request *req;
	struct vt_finished f = { .status = 499 };
	struct vt_trace before;

	ok(vt_request_new(gate->g, &in, &req));
	assert_int_equal(vt_gateway_begin(req), VT_WAY_JOB);
	before = *req->trace;
	vt_gateway_finished(req, &f, false);
	assert_string_equal(heard_agent, "Metis/1.0");
	assert_memory_equal(&before, req->trace, sizeof(before));
	vt_gateway_run(req);
	vt_gateway_landed(req, NULL, NULL);
	vt_request_unref(&req);
	req = request(gate, "192.0.2.7", NULL);
	vt_gateway_finished(req, &f, false);
	assert_string_equal(heard_agent, "");
	vt_request_unref(&req);
}

static void
networks(void **state)
{
	static const struct {
		const char *peer, *forwarded, *network;
	} rows[] = {
		{ "192.0.2.7", NULL, "192.0.2.0/24" },
		{ "192.0.2.7", "203.0.113.9", "192.0.2.0/24" },	/* anyone may say that */
		{ "127.0.0.1", NULL, "127.0.0.0/24" },
		{ "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff", NULL, "2001:db8:aaaa::/48" },
		{ "::ffff:192.0.2.200", NULL, "192.0.2.0/24" },
		{ "::1", NULL, "::/48" },
		{ "", NULL, "" },
	};
	struct gate *gate = *state;
	char out[VT_NETWORK_MAX];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_request *req = request(gate, rows[i].peer, rows[i].forwarded);

		vt_request_network(req, out);
		vt_test_str(rows[i].peer, vt_str_of(out), rows[i].network);
		vt_request_unref(&req);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_heard, setup, gate_teardown),
		cmocka_unit_test_setup_teardown(who_it_was_is_heard_without_a_trace, setup,
						gate_teardown),
		cmocka_unit_test_setup_teardown(what_it_was_a_use_of, setup, gate_teardown),
		cmocka_unit_test_setup_teardown(networks, setup, gate_teardown),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
