/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Request heads: what is read out of good ones, which bad ones are refused and
 * how, and that a head means the same however its bytes arrive.
 */
#include "http/server/head.h"

#include "vt_test.h"

#define HOST "Host: a\r\n"

static struct vt_head head;

static enum vt_head_state
parse(const char *text)
{
	return (vt_head_parse(text, strlen(text), &head));
}

static void
good_heads(void **state)
{
	static const struct {
		const char *text, *method, *target;
		size_t headers;
		uint64_t body;
		bool closes, expects;
	} rows[] = {
		{ "GET / HTTP/1.1\r\n" HOST "\r\n", "GET", "/", 1, 0, false, false },
		{ "\r\n\r\nGET / HTTP/1.1\r\n" HOST "\r\n", "GET", "/", 1, 0, false, false },
		{ "GET /a%2Fb?x=1&x=2 HTTP/1.1\r\n" HOST "\r\n", "GET", "/a%2Fb?x=1&x=2", 1, 0,
		  false, false },
		{ "GET / HTTP/1.0\r\n\r\n", "GET", "/", 0, 0, true, false },
		{ "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "GET", "/", 1, 0, false,
		  false },
		{ "GET / HTTP/1.9\r\n" HOST "\r\n", "GET", "/", 1, 0, false, false },
		{ "GET / HTTP/1.1\r\n" HOST "Connection: foo, Close\r\n\r\n", "GET", "/", 2, 0,
		  true, false },
		{ "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "OPTIONS", "*", 1, 0, false, false },
		{ "PROPFIND /x HTTP/1.1\r\n" HOST "\r\n", "PROPFIND", "/x", 1, 0, false, false },
		{ "GET http://a.example/b?c HTTP/1.1\r\n" HOST "\r\n", "GET", "/b?c", 1, 0, false,
		  false },
		{ "GET HTTPS://a.example HTTP/1.1\r\n" HOST "\r\n", "GET", "/", 1, 0, false,
		  false },
		{ "GET / HTTP/1.1\r\n" HOST "X-Empty:\r\nX-Blank: \t \r\n\r\n", "GET", "/", 3, 0,
		  false, false },
		{ "GET /ž HTTP/1.1\r\n" HOST "Referer: http://a/ž\r\n\r\n", "GET", "/ž", 2, 0,
		  false, false },
		{ "POST / HTTP/1.1\r\n" HOST "content-LENGTH:  12 \r\n\r\n", "POST", "/", 2, 12,
		  false, false },
		{ "POST / HTTP/1.1\r\n" HOST "Expect: 100-Continue\r\nContent-Length: 5\r\n\r\n",
		  "POST", "/", 3, 5, false, true },
		{ "POST / HTTP/1.1\r\n" HOST "\r\n", "POST", "/", 1, 0, false, false },
		{ "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", "GET", "/", 1, 0, false,
		  false },
		{ "GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET", "/", 1, 0, false, false },
		{ "GET http://a.example/?x=/y HTTP/1.1\r\n" HOST "\r\n", "GET", "/?x=/y", 1, 0,
		  false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(parse(rows[i].text), VT_HEAD_WHOLE);
		assert_int_equal(head.len, strlen(rows[i].text));
		vt_test_str(rows[i].text, head.method, rows[i].method);
		vt_test_str(rows[i].text, head.target, rows[i].target);
		assert_int_equal(head.header_count, rows[i].headers);
		assert_int_equal(head.body_len, rows[i].body);
		assert_int_equal(head.wants_close, rows[i].closes);
		assert_int_equal(head.expects_continue, rows[i].expects);
	}
}

static void
bad_heads(void **state)
{
	static const struct {
		const char *text;
		int status;
	} rows[] = {
		{ "GET\r\n\r\n", 400 },
		{ "GET /\r\n\r\n", 400 },
		{ "GET  / HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET / HTTP/1.1 \r\n" HOST "\r\n", 400 },
		{ "GET / http/1.1\r\n" HOST "\r\n", 400 },
		{ "GET / HTTP/2.0\r\n" HOST "\r\n", 505 },
		{ "G(T / HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET a HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET * HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /\x01 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /\t HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA / HTTP/1.1\r\n" HOST "\r\n", 501 },
		{ "GET / HTTP/1.1\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400 },
		{ "GET / HTTP/1.1\n" HOST "\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a\rb\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST " folded\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "no colon\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "space : x\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST ": x\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X: a\x7f\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: +5\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 5, 5\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\r\nContent-Length: 6\r\n\r\n",
		  400 },
		{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", 411 },
		{ "POST / HTTP/1.1\r\n" HOST
		  "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
		  400 },
		{ "POST / HTTP/1.1\r\n" HOST "Expect: miracles\r\n\r\n", 417 },
		/* what another server could read as another request */
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: -0\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 5\v\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: \f5\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: \vchunked\r\n\r\n", 400 },
		{ "GET http://a.example?x=/admin HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET http://a.example?x HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET http:///x HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET http://a@b/x HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "CONNECT a.example:443 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: \xc5\xbe\r\n\r\n", 400 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (parse(rows[i].text) != VT_HEAD_BAD || head.status != rows[i].status)
			print_error("%s: %d\n", rows[i].text, head.status);
		assert_int_equal(head.status, rows[i].status);
		assert_non_null(head.why);
	}
}

/* Byte by byte a good head is "more" until its last byte, and what follows it
 * is the next request's. */
static void
heads_in_pieces(void **state)
{
	static const char text[] = "GET /first HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\nGET /second";
	size_t whole = (size_t)(strstr(text, "\r\n\r\n") - text) + 4;

	(void)state;
	for (size_t len = 0; len < whole; len++)
		assert_int_equal(vt_head_parse(text, len, &head), VT_HEAD_MORE);
	for (size_t len = whole; len < sizeof(text); len++) {
		assert_int_equal(vt_head_parse(text, len, &head), VT_HEAD_WHOLE);
		assert_int_equal(head.len, whole);
	}
	assert_int_equal(vt_head_parse("GET / HTTP/1.1\r\nHost: \0x\r\n\r\n", 28, &head),
			 VT_HEAD_BAD);
	assert_int_equal(head.status, 400);
}

static size_t
fill(char *out, size_t at, const char *text, size_t times)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < times; i++, at += len)
		memcpy(out + at, text, len);
	return (at);
}

static void
limits(void **state)
{
	static char text[4 * VT_HEAD_MAX];
	size_t len;

	(void)state;
	len = fill(text, 0, "GET /", 1);
	len = fill(text, len, "a", VT_HTTP_TARGET_MAX - 1);
	len = fill(text, len, " HTTP/1.1\r\n" HOST "\r\n", 1);
	assert_int_equal(vt_head_parse(text, len, &head), VT_HEAD_WHOLE);
	assert_int_equal(head.target.len, VT_HTTP_TARGET_MAX);

	len = fill(text, 0, "GET /", 1);
	len = fill(text, len, "a", VT_HTTP_TARGET_MAX);
	len = fill(text, len, " HTTP/1.1\r\n" HOST "\r\n", 1);
	assert_int_equal(vt_head_parse(text, len, &head), VT_HEAD_BAD);
	assert_int_equal(head.status, 414);

	len = fill(text, 0, "GET /", 1);
	len = fill(text, len, "a", VT_HEAD_MAX);
	assert_int_equal(vt_head_parse(text, len, &head), VT_HEAD_BAD);
	assert_int_equal(head.status, 414);

	len = fill(text, 0, "GET / HTTP/1.1\r\n" HOST, 1);
	len = fill(text, len, "A: b\r\n", VT_HEAD_LINES_MAX - 1);
	(void)fill(text, len, "\r\n", 1);
	assert_int_equal(vt_head_parse(text, len + 2, &head), VT_HEAD_WHOLE);
	assert_int_equal(head.header_count, VT_HEAD_LINES_MAX);
	len = fill(text, len, "A: b\r\n\r\n", 1);
	assert_int_equal(vt_head_parse(text, len, &head), VT_HEAD_BAD);
	assert_int_equal(head.status, 431);

	len = fill(text, 0, "GET / HTTP/1.1\r\n" HOST "Cookie: ", 1);
	len = fill(text, len, "c", VT_HEAD_MAX);
	assert_int_equal(vt_head_parse(text, VT_HEAD_MAX - 1, &head), VT_HEAD_MORE);
	assert_int_equal(vt_head_parse(text, len, &head), VT_HEAD_BAD);
	assert_int_equal(head.status, 431);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_heads),
		cmocka_unit_test(bad_heads),
		cmocka_unit_test(heads_in_pieces),
		cmocka_unit_test(limits),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
