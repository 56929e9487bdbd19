/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing the head of an answer.  What the answer is was decided by the
 * gateway; here only what belongs to the connection is added.
 */
#include "http/server/answer.h"

#include "api/json.h"
#include "api/time.h"
#include "http/fields/status.h"

#define VT_ANSWER_HEAD_USUAL 1024 /* bytes that most heads stay below */

static void
vt_answer_header(struct vt_buf *out, struct vt_str name, struct vt_str value)
{
	vt_buf_str(out, name);
	vt_buf_put(out, ": ", 2);
	vt_buf_str(out, value);
	vt_buf_put(out, "\r\n", 2);
}

/* Written once a second. */
static struct vt_str
vt_answer_date(int64_t now)
{
	static _Thread_local char text[VT_TIME_MAX];
	static _Thread_local int64_t is_of;

	if (now != is_of || text[0] == '\0')
		(void)vt_time_http(now, text);
	is_of = now;
	return (vt_str_of(text));
}

void
vt_answer_head(struct vt_buf *out, const struct vt_http_output *o, const struct vt_answer_manner *m)
{
	(void)vt_buf_room(out, VT_ANSWER_HEAD_USUAL);
	vt_buf_str(out, VT_STR("HTTP/1.1 "));
	vt_buf_int(out, o->status);
	vt_buf_char(out, ' ');
	vt_buf_str(out, vt_str_of(vt_status_reason(o->status)));
	vt_buf_put(out, "\r\n", 2);
	vt_answer_header(out, VT_STR("Server"), VT_STR("vartai"));
	vt_answer_header(out, VT_STR("Date"), vt_answer_date(m->now));
	vt_buf_str(out, o->lines);
	for (size_t i = 0; i < o->header_count; i++)
		vt_answer_header(out, o->headers[i].name, o->headers[i].value);
	if (o->has_content_length) {
		vt_buf_str(out, VT_STR("Content-Length: "));
		vt_buf_int(out, (int64_t)o->content_length);
		vt_buf_put(out, "\r\n", 2);
	}
	if (m->closes)
		vt_answer_header(out, VT_STR("Connection"), VT_STR("close"));
	else if (m->is_http10)
		vt_answer_header(out, VT_STR("Connection"), VT_STR("keep-alive"));
	vt_buf_put(out, "\r\n", 2);
}

void
vt_answer_problem(struct vt_buf *out, int status, const char *why, int64_t now)
{
	static const struct vt_http_header headers[] = {
		{ { "Content-Type", 12 }, { "application/problem+json", 24 } },
		{ { "Access-Control-Allow-Origin", 27 }, { "*", 1 } },
		{ { "Cache-Control", 13 }, { "no-store", 8 } },
		{ { "X-Content-Type-Options", 22 }, { "nosniff", 7 } },
	};
	struct vt_answer_manner manner = { .closes = true, .now = now };
	struct vt_buf body;
	struct vt_jsonw j;

	vt_buf_init(&body, 0);
	vt_jsonw_init(&j, &body);
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "type", "about:blank");
	vt_jsonw_pair_c(&j, "title", vt_status_reason(status));
	vt_jsonw_pair_int(&j, "status", status);
	vt_jsonw_pair_c(&j, "detail", why);
	vt_jsonw_end(&j);
	vt_buf_put(&body, "\n", 1);
	struct vt_http_output o = { .status = status,
				    .headers = headers,
				    .header_count = sizeof(headers) / sizeof(headers[0]),
				    .body = vt_buf_get(&body),
				    .content_length = body.len,
				    .has_content_length = true };

	vt_answer_head(out, &o, &manner);
	vt_buf_str(out, o.body);
	vt_buf_fini(&body);
}
