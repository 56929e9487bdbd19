/* SPDX-License-Identifier: Apache-2.0 */
/* What proxies say: whom it is believed from, how far back, and what is no word
 * at all. */
#include "http/fields/forwarded.h"

#include "vt_test.h"

static struct vt_arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = vt_arena_new(1 << 20);
	return (arena == NULL);
}

static int
teardown(void **state)
{
	(void)state;
	vt_arena_free(&arena);
	return (0);
}

static struct vt_proxies
trusting(const char *header)
{
	static const char *const nets[] = { "127.0.0.1", "10.0.0.0/8", "::1", "fd00::/8" };
	const struct vt_str_list list = { nets, 4 };
	struct vt_proxies p;

	assert_int_equal(vt_proxies_parse(arena, &list, header, &p), VT_OK);
	return (p);
}

static void
nets(void **state)
{
	static const struct {
		const char *net, *address;
		bool has;
	} rows[] = {
		{ "192.0.2.1", "192.0.2.1", true },
		{ "192.0.2.1", "192.0.2.2", false },
		{ "192.0.2.1", "::ffff:192.0.2.1", true },
		{ "::ffff:192.0.2.1", "192.0.2.1", true },
		{ "192.0.2.0/24", "192.0.2.255", true },
		{ "192.0.2.77/24", "192.0.2.1", true },
		{ "192.0.2.0/24", "192.0.3.0", false },
		{ "192.0.2.128/25", "192.0.2.127", false },
		{ "192.0.2.128/25", "192.0.2.129", true },
		{ "0.0.0.0/0", "255.1.2.3", true },
		{ "0.0.0.0/0", "2001:db8::1", false },
		{ "::/0", "2001:db8::1", true },
		{ "::/0", "192.0.2.1", true },
		{ "2001:db8::/33", "2001:db8:7fff::1", true },
		{ "2001:db8::/33", "2001:db8:8000::1", false },
		{ "2001:db8::1/128", "2001:db8::1", true },
		{ "2001:db8::1/128", "2001:db8::", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_net_address a;
		struct vt_net net;

		assert_int_equal(vt_net_parse(vt_str_of(rows[i].net), &net), VT_OK);
		assert_true(vt_net_address_parse(vt_str_of(rows[i].address), &a));
		if (vt_net_has(&net, &a) != rows[i].has)
			fail_msg("%s has %s", rows[i].net, rows[i].address);
	}
}

static void
what_is_no_net_is_refused(void **state)
{
	static const char *const bad[] = { "",		"proxy.example", "192.0.2",  "192.0.2.1/",
					   "192.0.2.1/33", "::1/129",	 "::1/-1",   "::1/1x",
					   "1.2.3.4/8/8",  "[::1]",	 "fe80::1%e" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const struct vt_str_list list = { &bad[i], 1 };
		struct vt_proxies p;

		assert_int_equal(vt_proxies_parse(arena, &list, "forwarded", &p), VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), "server.trusted_proxies");
	}
}

struct word {
	struct vt_forwarded_in in;
	const char *client, *base; /* base NULL: the configured one stays */
};

static void
expect(const struct vt_proxies *p, const struct word *w, size_t row)
{
	char text[INET6_ADDRSTRLEN];
	struct vt_forwarded f;
	struct vt_str base;

	vt_forwarded_read(p, &w->in, &f);
	if (f.is_told != (w->client != NULL))
		fail_msg("row %zu: told %d", row, f.is_told);
	if (!f.is_told)
		return;
	base = vt_forwarded_base(&f, "http", arena);
	if (!vt_str_eq_c(vt_net_address_text(&f.client, text), w->client))
		fail_msg("row %zu: client %s", row, text);
	if (w->base == NULL ? base.len > 0 : !vt_str_eq_c(base, w->base))
		fail_msg("row %zu: base %.*s", row, VT_STR_ARG(base));
}

#define S(text) { text, sizeof(text) - 1 }
#define LOCAL	.peer = S("127.0.0.1")

static void
the_usual_headers(void **state)
{
	static const struct word rows[] = {
		/* who is not trusted is not believed */
		{ { .peer = S("192.0.2.9"), .x_for = S("1.2.3.4"), .x_host = S("a") }, NULL, NULL },
		{ { .peer = S(""), .x_for = S("1.2.3.4") }, NULL, NULL },
		{ { LOCAL }, "127.0.0.1", NULL },
		{ { LOCAL, .x_for = S("192.0.2.7") }, "192.0.2.7", NULL },
		/* what the client wrote itself stands before */
		{ { LOCAL, .x_for = S("6.6.6.6, 192.0.2.7") }, "192.0.2.7", NULL },
		{ { LOCAL, .x_for = S("6.6.6.6,10.1.2.3, 192.0.2.7") }, "192.0.2.7", NULL },
		{ { LOCAL, .x_for = S("192.0.2.7 ,10.1.2.3") }, "192.0.2.7", NULL },
		{ { LOCAL, .x_for = S("10.1.2.3") }, "10.1.2.3", NULL },
		{ { LOCAL, .x_for = S("192.0.2.7, unknown") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_for = S("192.0.2.7,,") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_for = S("192.0.2.7:4711") }, "192.0.2.7", NULL },
		{ { LOCAL, .x_for = S("2001:db8::7") }, "2001:db8::7", NULL },
		{ { LOCAL, .x_for = S("[2001:db8::7]:4711") }, "2001:db8::7", NULL },
		{ { .peer = S("::ffff:127.0.0.1"), .x_for = S("fd00::1") }, "fd00::1", NULL },
		/* where the public finds us */
		{ { LOCAL, .host = S("a.example") }, "127.0.0.1", "http://a.example" },
		{ { LOCAL, .host = S("a.example"), .x_proto = S("https") },
		  "127.0.0.1",
		  "https://a.example" },
		{ { LOCAL, .host = S("vartai"), .x_host = S("a.example"), .x_proto = S("HTTPS") },
		  "127.0.0.1",
		  "https://a.example" },
		{ { LOCAL, .x_host = S("a.example:8443"), .x_proto = S("https") },
		  "127.0.0.1",
		  "https://a.example:8443" },
		{ { LOCAL, .x_host = S("a.example"), .x_port = S("443"), .x_proto = S("https") },
		  "127.0.0.1",
		  "https://a.example" },
		{ { LOCAL, .x_host = S("a.example"), .x_port = S("443") },
		  "127.0.0.1",
		  "http://a.example:443" },
		{ { LOCAL, .x_host = S("a.example:1"), .x_port = S("2") },
		  "127.0.0.1",
		  "http://a.example:1" },
		{ { LOCAL, .x_host = S("[2001:db8::1]"), .x_port = S("81") },
		  "127.0.0.1",
		  "http://[2001:db8::1]:81" },
		{ { LOCAL, .x_host = S("a.example"), .x_prefix = S("/vartai/") },
		  "127.0.0.1",
		  "http://a.example/vartai" },
		{ { LOCAL, .x_host = S("a.example"), .x_prefix = S("/") },
		  "127.0.0.1",
		  "http://a.example" },
		/* each proxy adds its own: the farthest trusted one's counts */
		{ { LOCAL,
		    .x_for = S("6.6.6.6, 192.0.2.7, 10.0.0.1"),
		    .x_host = S("evil, a.example, inner"),
		    .x_proto = S("http, https, http") },
		  "192.0.2.7",
		  "https://a.example" },
		{ { LOCAL, .x_for = S("192.0.2.7, 10.0.0.1"), .x_host = S("a.example") },
		  "192.0.2.7",
		  "http://a.example" },
		/* what no address can have */
		{ { LOCAL, .x_host = S("a.example/x"), .host = S("b") }, "127.0.0.1", "http://b" },
		{ { LOCAL, .x_host = S("a\"b") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("a@b") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("a.example:") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("a.example:0") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("a.example:99999") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("[::1") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("[a]") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("[::1]x") }, "127.0.0.1", NULL },
		{ { LOCAL, .x_host = S("a"), .x_proto = S("ftp") }, "127.0.0.1", "http://a" },
		{ { LOCAL, .x_host = S("a"), .x_port = S("-1") }, "127.0.0.1", "http://a" },
		{ { LOCAL, .x_host = S("a"), .x_prefix = S("//b") }, "127.0.0.1", "http://a" },
		{ { LOCAL, .x_host = S("a"), .x_prefix = S("/../b") }, "127.0.0.1", "http://a" },
		{ { LOCAL, .x_host = S("a"), .x_prefix = S("b") }, "127.0.0.1", "http://a" },
		{ { LOCAL, .x_host = S("a"), .x_prefix = S("/<b>") }, "127.0.0.1", "http://a" },
		/* the other kind is the client's */
		{ { LOCAL, .forwarded = S("for=192.0.2.7;host=a.example") }, "127.0.0.1", NULL },
	};
	struct vt_proxies p = trusting("x-forwarded");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&p, &rows[i], i);
}

static void
the_standard_header(void **state)
{
	static const struct word rows[] = {
		{ { LOCAL, .forwarded = S("for=192.0.2.7") }, "192.0.2.7", NULL },
		{ { LOCAL, .forwarded = S("For=\"[2001:db8::7]:4711\"; Proto=https; Host=a.example") },
		  "2001:db8::7",
		  "https://a.example" },
		{ { LOCAL, .forwarded = S("for=6.6.6.6;host=evil , for=192.0.2.7;host=a.example") },
		  "192.0.2.7",
		  "http://a.example" },
		{ { LOCAL,
		    .forwarded = S("for=6.6.6.6;host=evil,for=192.0.2.7;host=\"a.example:81\","
				   "for=10.0.0.1;proto=https;host=inner") },
		  "192.0.2.7",
		  "https://a.example:81" },
		{ { LOCAL, .forwarded = S("for=_hidden;by=_us;host=a.example") },
		  "127.0.0.1",
		  "http://a.example" },
		{ { LOCAL, .forwarded = S("for=unknown, for=10.0.0.1") }, "10.0.0.1", NULL },
		{ { LOCAL, .forwarded = S("for=192.0.2.7;secret=\"a,b;c\"") }, "192.0.2.7", NULL },
		{ { LOCAL, .forwarded = S("for=192.0.2.7;;host=a.example;") },
		  "192.0.2.7",
		  "http://a.example" },
		{ { LOCAL, .forwarded = S("for=192.0.2.7,") }, "127.0.0.1", NULL },
		/* a quote that the client left open hides nothing that our proxy says behind it */
		{ { LOCAL, .forwarded = S("for=\"6.6.6.6, for=192.0.2.7;proto=https;host=a.example") },
		  "192.0.2.7",
		  "https://a.example" },
		{ { LOCAL, .forwarded = S("x=\"\\, for=\"[2001:db8::7]\";host=a.example") },
		  "2001:db8::7",
		  "http://a.example" },
		{ { LOCAL, .forwarded = S("for=\"6.6.6.6, for=192.0.2.7, for=10.0.0.1;host=a") },
		  "192.0.2.7",
		  "http://a" },
		{ { LOCAL, .forwarded = S("host=evil;for=\"10.0.0.2, for=10.0.0.1") }, "10.0.0.1", NULL },
		/* what cannot be read is none of it believed */
		{ { LOCAL, .forwarded = S("for=192.0.2.7, for=\"192.0.2.8") }, "127.0.0.1", NULL },
		{ { LOCAL, .forwarded = S("for=192.0.2.7, for") }, "127.0.0.1", NULL },
		{ { LOCAL, .forwarded = S("for=192.0.2.7 host=a") }, "127.0.0.1", NULL },
		{ { LOCAL, .forwarded = S("for=\"192.0.2.7\\\"\"") }, "127.0.0.1", NULL },
		{ { LOCAL, .forwarded = S("=192.0.2.7") }, "127.0.0.1", NULL },
		{ { LOCAL, .forwarded = S("for=") }, "127.0.0.1", NULL },
		{ { LOCAL, .forwarded = S("for=192.0.2.7;host=\"a b\"") }, "192.0.2.7", NULL },
		/* the other kind is the client's */
		{ { LOCAL, .x_for = S("192.0.2.7"), .x_host = S("a") }, "127.0.0.1", NULL },
		{ { .peer = S("192.0.2.9"), .forwarded = S("for=192.0.2.7") }, NULL, NULL },
	};
	struct vt_proxies p = trusting("forwarded");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		expect(&p, &rows[i], i);
}

/* More than are looked at: those nearest to us are. */
static void
a_long_row_is_read_from_its_end(void **state)
{
	struct vt_proxies p = trusting("x-forwarded");
	struct vt_forwarded_in in = { LOCAL };
	char text[INET6_ADDRSTRLEN], list[4096] = "";
	struct vt_forwarded f;

	(void)state;
	for (int i = 0; i < 100; i++)
		(void)snprintf(list + strlen(list), sizeof(list) - strlen(list), "10.0.0.%d,", i);
	in.x_for = vt_str_of(list);
	vt_forwarded_read(&p, &in, &f);
	assert_string_equal(vt_net_address_text(&f.client, text).p, "10.0.0.84");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nets),
		cmocka_unit_test(what_is_no_net_is_refused),
		cmocka_unit_test(the_usual_headers),
		cmocka_unit_test(the_standard_header),
		cmocka_unit_test(a_long_row_is_read_from_its_end),
	};

	return (cmocka_run_group_tests_name("forwarded", tests, setup, teardown));
}
