/* SPDX-License-Identifier: Apache-2.0 */
/* Heads of answers as a client reads them. */
#include "http/server/answer.h"

#include "vt_test.h"

#define DATE "Date: Sun, 22 Nov 2026 21:06:59 GMT\r\n"
#define NOW  1795381619

static void
heads(void **state)
{
	static const struct vt_http_header type[] = { { { "Content-Type", 12 },
							{ "text/plain", 10 } } };
	static const struct {
		struct vt_http_output o;
		struct vt_answer_manner m;
		const char *want;
	} rows[] = {
		{ { 200, type, 1, { "hello", 5 }, 5, true, { NULL, 0 }, { NULL, 0 } },
		  { false, false, NOW },
		  "HTTP/1.1 200 OK\r\nServer: vartai\r\n" DATE
		  "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\n" },
		{ { 304, NULL, 0, { NULL, 0 }, 0, false, { NULL, 0 }, { NULL, 0 } },
		  { false, false, NOW },
		  "HTTP/1.1 304 Not Modified\r\nServer: vartai\r\n" DATE "\r\n" },
		{ { 404, NULL, 0, { NULL, 0 }, 7, true, { NULL, 0 }, { NULL, 0 } },
		  { true, false, NOW },
		  "HTTP/1.1 404 Not Found\r\nServer: vartai\r\n" DATE
		  "Content-Length: 7\r\nConnection: close\r\n\r\n" },
		/* What was put together before stands before the rest. */
		{ { 200, type, 1, { NULL, 0 }, 7, true, { NULL, 0 }, { "ETag: \"a\"\r\nVary: x\r\n", 20 } },
		  { false, false, NOW },
		  "HTTP/1.1 200 OK\r\nServer: vartai\r\n" DATE
		  "ETag: \"a\"\r\nVary: x\r\nContent-Type: text/plain\r\nContent-Length: 7\r\n\r\n" },
		{ { 299, NULL, 0, { NULL, 0 }, 0, true, { NULL, 0 }, { NULL, 0 } },
		  { false, true, NOW },
		  "HTTP/1.1 299 \r\nServer: vartai\r\n" DATE
		  "Content-Length: 0\r\nConnection: keep-alive\r\n\r\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_buf out;

		vt_buf_init(&out, 0);
		vt_answer_head(&out, &rows[i].o, &rows[i].m);
		vt_test_str(rows[i].want, vt_buf_get(&out), rows[i].want);
		vt_buf_fini(&out);
	}
}

static void
a_refused_head_is_told_why(void **state)
{
	struct vt_buf out;

	(void)state;
	vt_buf_init(&out, 0);
	vt_answer_problem(&out, 431, "too \"many\"", NOW);
	vt_test_has(out.p, "HTTP/1.1 431 Request Header Fields Too Large\r\n");
	vt_test_has(out.p, "Connection: close\r\n");
	vt_test_has(out.p, "Access-Control-Allow-Origin: *\r\n");
	vt_test_has(out.p, "\r\n\r\n{\"type\":\"about:blank\"");
	vt_test_has(out.p, "\"detail\":\"too \\\"many\\\"\"}\n");
	vt_buf_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads),
		cmocka_unit_test(a_refused_head_is_told_why),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
