/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tiles that are asked for again are answered without their plugin, in the same
 * words; what is not everybody's, or of another time, never is.
 */
#include "gate.h"

#include <fcntl.h>
#include <sys/mman.h>

#include "http/server/answer.h"
#include "http/way/memo.h"

#define TILE_LEN 5000

/* How the quick function answers, and what became of it. */
static struct {
	bool is_private, ends, asks_language, asks_header, notes, asks_no_epoch;
	int quick, handler, lent, back;
	struct gate *changes; /* its catalogue, while a tile is made */
} tile;
static const char *file; /* a mapped file of bytes 't' */

static void
let_go(void *arg)
{
	(void)arg;
	tile.back++;
}

/* And the watcher has seen it. */
static void
change(struct gate *gate, const char *code)
{
	struct vt_gateway_stats before;

	vt_gateway_stats(gate->g, &before);
	gate_ingest(gate, code);
	gate_wait_generation(gate, before.generation);
}

static vt_err
say_tile(struct vt_request *req, struct vt_response *res)
{
	tile.quick++;
	if (!tile.asks_no_epoch)
		(void)vt_request_epoch(req);
	if (tile.changes != NULL)
		change(tile.changes, "meanwhile");
	vt_response_type(res, "image/jpeg");
	vt_response_etag(res, vt_request_param_raw(req, "x"));
	vt_response_cache_control(res, tile.is_private ? "private, no-cache" : "public, max-age=60");
	if (tile.ends)
		vt_response_expires(res, vt_time_now() + 1000);
	if (tile.asks_language)
		(void)vt_request_language(req);
	if (tile.asks_header)
		(void)vt_request_header(req, "Accept");
	if (tile.notes)
		vt_request_note(req, VT_STR("seen"));
	if (vt_response_is_fresh(res))
		return (VT_OK);
	if (!vt_response_send_mapped(res, VT_STR("head "), (struct vt_str){ file, TILE_LEN }, let_go,
				     NULL))
		return (VT_E_DECLINED);
	tile.lent++;
	return (VT_OK);
}

static vt_err
make_tile(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	tile.handler++;
	vt_response_printf(res, "made");
	return (VT_OK);
}

static const struct vt_route routes[] = {
	{ "GET", "/tile/{x}/{y}", make_tile, VT_CACHE_NAMED, say_tile, NULL },
};

static int
open_gate(void **state)
{
	struct gate *gate;
	char path[256];
	int fd;

	if (gate_setup(state) != 0)
		return (1);
	gate = *state;
	memset(&tile, 0, sizeof(tile));
	(void)snprintf(path, sizeof(path), "%s/tiles", gate->dir);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	for (int i = 0; i < TILE_LEN; i++)
		assert_int_equal(write(fd, "t", 1), 1);
	file = mmap(NULL, TILE_LEN, PROT_READ, MAP_SHARED, fd, 0);
	assert_true(file != MAP_FAILED);
	close(fd);
	return (0);
}

/* All that was lent came back. */
static int
close_gate(void **state)
{
	int failed = gate_teardown(state);

	assert_int_equal(tile.lent, tile.back);
	(void)munmap((void *)(uintptr_t)file, TILE_LEN);
	return (failed);
}

static void
serve(struct gate *gate)
{
	gate_serve(gate, routes, 1);
}

/* Over a connection whose bytes the kernel takes as they are. */
static void
ask(struct gate *gate, const char *method, const char *target, const char *headers,
    struct reply *reply)
{
	struct vt_http_header list[20];
	struct vt_http_input in = { .method = vt_str_of(method),
				    .target = vt_str_of(target),
				    .peer = VT_STR("192.0.2.1"),
				    .headers = list,
				    .can_map = true };

	in.header_count = gate_headers(headers, list, 20);
	ok(vt_request_new(gate->g, &in, &reply->req));
	reply->way = vt_gateway_begin(reply->req);
	assert_int_equal(reply->way, VT_WAY_READY);
	vt_gateway_answer(reply->req, &reply->out);
}

/* Asks; the head as it is sent, but for the request's id. */
static void
head_of(struct gate *gate, const char *target, const char *headers, char text[2000])
{
	struct vt_answer_manner manner = { .now = 1 };
	struct vt_buf head;
	struct reply r;
	char *id;

	ask(gate, "GET", target, headers, &r);
	vt_buf_init(&head, 0);
	vt_answer_head(&head, &r.out, &manner);
	assert_true(head.len < 2000);
	memcpy(text, head.p, head.len);
	text[head.len] = '\0';
	id = strstr(text, "X-Request-Id: ");
	assert_non_null(id);
	memset(id + 14, '*', 16);
	vt_buf_fini(&head);
	if (r.out.status == 200) {
		vt_test_str("first", r.out.body, "head ");
		assert_ptr_equal(r.out.rest.p, file);
		assert_int_equal(r.out.content_length, 5 + TILE_LEN);
	}
	reply_done(&r);
}

static void
again_in_the_same_words(void **state)
{
	struct gate *gate = *state;
	char first[2000], again[2000];
	struct reply r;

	serve(gate);
	head_of(gate, "/tile/a/1", "Host: x", first);
	for (int i = 0; i < 3; i++) {
		head_of(gate, "/tile/a/1", "Host: x\nAccept: */*\nCookie: c=1", again);
		assert_string_equal(first, again);
	}
	assert_int_equal(tile.quick, 1);
	/* The route's parts are there, for who hears of its end. */
	ask(gate, "GET", "/tile/a/1", "", &r);
	vt_test_str("x", vt_request_param(r.req, "x"), "a");
	vt_test_str("y", vt_request_param(r.req, "y"), "1");
	vt_test_str("raw", vt_request_param_raw(r.req, "y"), "1");
	assert_string_equal(vt_request_route(r.req), "/tile/{x}/{y}");
	reply_done(&r);
	/* Another address is another tile. */
	head_of(gate, "/tile/a/2", "", again);
	head_of(gate, "/tile/b/1", "", again);
	assert_int_equal(tile.quick, 3);
}

static void
what_a_client_has(void **state)
{
	struct gate *gate = *state;
	char text[2000], without[2000];

	serve(gate);
	head_of(gate, "/tile/a/1", "If-None-Match: \"a\"", without);
	assert_non_null(strstr(without, "304 Not Modified"));
	head_of(gate, "/tile/a/1", "", text);
	head_of(gate, "/tile/a/1", "If-None-Match: \"a\"", text);
	assert_string_equal(text, without);
	head_of(gate, "/tile/a/1", "If-None-Match: \"b\"", text);
	assert_non_null(strstr(text, "200 OK"));
	assert_int_equal(tile.quick, 2);
}

/* Each of these asks its plugin each time. */
static void
not_for_everybody(void **state)
{
	static bool *const switches[] = { &tile.is_private, &tile.ends, &tile.asks_language,
					  &tile.asks_header, &tile.notes, &tile.asks_no_epoch };
	static const char *const targets[] = { "/tile/a/1?x=1", "/tile/a%20/1", "/lt/tile/a/1" };
	struct gate *gate = *state;
	struct reply r;
	char text[2000];

	serve(gate);
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++) {
		*switches[i] = true;
		tile.quick = 0;
		for (int n = 0; n < 2; n++)
			head_of(gate, "/tile/a/1", "", text);
		assert_int_equal(tile.quick, 2);
		*switches[i] = false;
	}
	for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		tile.quick = 0;
		for (int n = 0; n < 2; n++) {
			ask(gate, "GET", targets[i], "", &r);
			reply_done(&r);
		}
		assert_int_equal(tile.quick, 2);
	}
	/* Nor is a connection given what it cannot send (TLS), or HEAD another's way. */
	head_of(gate, "/tile/a/1", "", text);
	gate_expect(gate, "GET", "/tile/a/1", 200, "made");
	tile.quick = 0;
	ask(gate, "HEAD", "/tile/a/1", "", &r);
	assert_int_equal(r.out.body.len + r.out.rest.len, 0);
	assert_int_equal(r.out.content_length, 5 + TILE_LEN);
	reply_done(&r);
	assert_int_equal(tile.quick, 1);
	/* A method that the route does not have stays refused. */
	ask(gate, "POST", "/tile/a/1", "", &r);
	assert_int_equal(r.out.status, 405);
	reply_done(&r);
}

static void
another_catalogue(void **state)
{
	struct gate *gate = *state;
	char text[2000];

	serve(gate);
	head_of(gate, "/tile/a/1", "", text);
	head_of(gate, "/tile/a/2", "", text);
	change(gate, "second");
	tile.is_private = true;
	head_of(gate, "/tile/a/1", "", text);
	assert_non_null(strstr(text, "private"));
	/* Nothing of the old one is held any more. */
	assert_int_equal(tile.lent, 3);
	assert_int_equal(tile.back, 3);
}

/* What was made of one catalogue is not kept for the next. */
static void
another_catalogue_meanwhile(void **state)
{
	struct gate *gate = *state;
	char text[2000];

	serve(gate);
	tile.changes = gate;
	head_of(gate, "/tile/a/1", "", text);
	tile.changes = NULL;
	head_of(gate, "/tile/a/1", "", text);
	assert_int_equal(tile.quick, 2);
	head_of(gate, "/tile/a/1", "", text);
	assert_int_equal(tile.quick, 2);
}

static void
another_public_address(void **state)
{
	static const char *const proxies[] = { "192.0.2.1" };
	struct gate *gate = *state;
	char text[2000];

	gate->options.trusted_proxies = (struct vt_str_list){ proxies, 1 };
	gate->options.follows_proxies = true;
	serve(gate);
	for (int i = 0; i < 2; i++)
		for (int n = 0; n < 2; n++)
			head_of(gate, "/tile/a/1",
				i == 0 ? "X-Forwarded-For: 198.51.100.7\nX-Forwarded-Host: one.example"
				       : "X-Forwarded-For: 198.51.100.7\nX-Forwarded-Host: two.example",
				text);
	assert_int_equal(tile.quick, 2);
}

/* More than there are places for: the older ones go. */
static void
many(void **state)
{
	struct gate *gate = *state;
	char text[2000], target[64];

	serve(gate);
	for (int i = 0; i < 3000; i++) {
		(void)snprintf(target, sizeof(target), "/tile/a/%d", i);
		head_of(gate, target, "", text);
	}
	assert_int_equal(tile.lent, 3000);
	assert_true(tile.lent - tile.back <= VT_MEMO_SETS * VT_MEMO_WAYS);
	/* Some hundreds have their place, whatever they are called. */
	for (int i = 0; i < 400; i++) {
		(void)snprintf(target, sizeof(target), "/tile/b/%d", i);
		head_of(gate, target, "", text);
	}
	tile.quick = 0;
	for (int i = 0; i < 400; i++) {
		(void)snprintf(target, sizeof(target), "/tile/b/%d", i);
		head_of(gate, target, "", text);
	}
	assert_in_range(tile.quick, 0, 40);
}

int
main(void)
{
#define ON_A_GATE(f) cmocka_unit_test_setup_teardown(f, open_gate, close_gate)
	const struct CMUnitTest tests[] = {
		ON_A_GATE(again_in_the_same_words), ON_A_GATE(what_a_client_has),
		ON_A_GATE(not_for_everybody),	    ON_A_GATE(another_catalogue),
		ON_A_GATE(another_catalogue_meanwhile),
		ON_A_GATE(another_public_address),  ON_A_GATE(many),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
