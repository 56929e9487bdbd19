/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a handler wrote to what is sent: compression, validators, whether
 * others may have it.  On the pool thread, so that the loop only sends; the result
 * never changes again and can be lent to many.
 */
#include "http/way/finish.h"

#include <stdlib.h>

#include "api/log.h"
#include "api/time.h"
#include "base/hash.h"
#include "http/fields/gzip.h"

#define FINISH_ETAG_LEN 32 /* hexadecimal digits of the body's hash */

/* --- body and validators -------------------------------------------------- */

static void
finish_compress(struct vt_finish *f)
{
	vt_buf_init(&f->zipped, 0);
	if (!f->is_text || !f->req->has_gzip || f->res->is_plain ||
	    vt_response_header_get(f->res, "Content-Encoding").len > 0)
		return;
	f->is_zipped = vt_gzip(f->body, &f->zipped);
	if (f->is_zipped)
		vt_finish_header(f, VT_STR("Content-Encoding"), VT_STR("gzip"));
}

/* Compressed it is other bytes, so another strong validator (RFC 9110, 8.8.3.3). */
static struct vt_str
finish_quoted(const struct vt_finish *f, struct vt_str tag)
{
	struct vt_str end = f->is_zipped ? VT_STR("-gz\"") : VT_STR("\"");
	char *p = vt_arena_alloc(f->res->arena, 1 + tag.len + end.len);

	if (p == NULL)
		return (VT_STR_NONE);
	p[0] = '"';
	memcpy(p + 1, tag.p, tag.len);
	memcpy(p + 1 + tag.len, end.p, end.len);
	return ((struct vt_str){ p, 1 + tag.len + end.len });
}

static vt_err
finish_etag(struct vt_finish *f)
{
	struct vt_str tag = f->res->etag;
	char hex[VT_HASH_HEX];

	bool is_part = f->res->status == 206 || f->res->status == 416;

	/* A part carries its file's validator, where the handler gave one (15.3.7); so does the
	 * refusal of one, for If-Match is asked of the file. */
	if ((f->res->status != 200 && (!is_part || tag.len == 0)) || !f->is_get)
		return (VT_OK);
	/* Nobody keeps it, so nobody will ask whether it is still the same. */
	if (tag.len == 0 && vt_finish_rule(f) == VT_CACHE_NONE && f->res->cache_control.len == 0)
		return (VT_OK);
	if (tag.len == 0) {
		struct vt_hash_state hash;

		/* The same bytes of another type are another representation (8.8.1). */
		vt_hash_init(&hash);
		vt_hash_put_str(&hash, f->res->type);
		vt_hash_put(&hash, f->body.p, f->body.len);
		vt_hash_hex(&hash, hex);
		tag = (struct vt_str){ hex, FINISH_ETAG_LEN };
	}
	f->etag = finish_quoted(f, tag);
	if (f->etag.p == NULL)
		return (VT_E_LIMIT);
	vt_finish_header(f, VT_STR("ETag"), f->etag);
	return (VT_OK);
}

static vt_err
finish_modified(struct vt_finish *f)
{
	char text[VT_TIME_MAX];
	struct vt_str copy;

	if (f->res->modified == 0 || (f->res->status != 200 && f->res->status != 206))
		return (VT_OK);
	copy = vt_str_dup(f->res->arena, vt_str_of(vt_time_http(f->res->modified, text)));
	if (copy.p == NULL)
		return (VT_E_LIMIT);
	vt_finish_header(f, VT_STR("Last-Modified"), copy);
	return (VT_OK);
}

/* --- headers -------------------------------------------------------------- */

static void
finish_given(struct vt_finish *f)
{
	for (size_t i = 0; i < f->res->header_count; i++)
		if (!vt_str_eq_nocase(f->res->headers[i].name, VT_STR("Vary")))
			f->headers[f->count++] = f->res->headers[i];
}

static vt_err
finish_headers(struct vt_finish *f)
{
	vt_err err;

	if (f->res->type.len == 0 && f->body.len > 0)
		f->res->type = VT_STR("application/octet-stream");
	if (f->res->type.len > 0)
		vt_finish_header(f, VT_STR("Content-Type"), f->res->type);
	if ((err = finish_etag(f)) != VT_OK || (err = finish_modified(f)) != VT_OK ||
	    (err = vt_finish_keeping(f)) != VT_OK)
		return (err);
	vt_finish_security(f);
	return (VT_OK);
}

/* --- may others have it? -------------------------------------------------- */

/* The cache's key holds the headers that the route names; a handler that asked
 * for others makes answers that must not be handed to anybody else. */
static bool
finish_is_declared(const struct vt_finish *f)
{
	const struct vt_trace *trace = f->req->trace;
	struct vt_mount *mount = f->req->mount;
	const char *culprit = trace->is_full ? "many headers" : NULL;

	if (vt_finish_rule(f) == VT_CACHE_NAMED && trace->knows_language)
		culprit = "the language";

	for (size_t i = 0; i < trace->header_count && culprit == NULL; i++)
		if (!vt_finish_lists(vt_str_of(mount->route.vary), vt_str_of(trace->headers[i])))
			culprit = trace->headers[i];
	if (culprit == NULL)
		return (true);
	if (!atomic_exchange(&mount->is_private, true))
		vt_log("http", VT_LOG_WARN,
		       "plugin %s: route %s looks at %s, which is not in the key of its answers "
		       "(for a header: name it in vary): they are no longer kept",
		       mount->plugin, mount->route.pattern, culprit);
	return (false);
}

/* A body given by reference may hold more than its bytes (a budget): it is not
 * kept under a name, which lasts. */
static bool
finish_is_kept(const struct vt_finish *f, bool was_sent)
{
	if (f->res->status != 200)
		return (false);
	return (vt_finish_rule(f) != VT_CACHE_NAMED || (f->res->is_named && !was_sent));
}

static bool
finish_is_shared(const struct vt_finish *f)
{
	struct vt_str control = f->res->cache_control;
	enum vt_cache_rule rule = vt_finish_rule(f);
	const struct vt_request *req = f->req;

	if (f->res->is_own || f->res->status == 206 || f->res->status == 416 || (rule != VT_CACHE_GENERATION && rule != VT_CACHE_NAMED))
		return (false);
	/* Waited for under a name that the loop gave it and the handler did not. */
	if (rule == VT_CACHE_NAMED && req->is_named && !req->is_late && !f->res->is_named)
		return (false);
	if (vt_finish_lists(control, VT_STR("no-store")) || vt_finish_lists(control, VT_STR("private")))
		return (false);
	if (vt_response_header_get(f->res, "Set-Cookie").len > 0)
		return (false);
	return (finish_is_declared(f));
}

/* --- the answer ----------------------------------------------------------- */

void
vt_answer_destroy(struct vt_cached *cached)
{
	struct vt_answer *answer = (struct vt_answer *)(void *)cached;

	if (answer->done != NULL)
		answer->done(answer->done_arg);
	free((void *)(uintptr_t)answer->lines.p);
	free(answer);
}

void
vt_answer_join(struct vt_answer *answer)
{
	struct vt_buf lines;
	char *bytes;
	size_t len;

	if (answer->lines.len > 0)
		return;
	vt_buf_init(&lines, 0);
	for (size_t i = 0; i < answer->header_count; i++) {
		vt_buf_str(&lines, answer->headers[i].name);
		vt_buf_put(&lines, ": ", 2);
		vt_buf_str(&lines, answer->headers[i].value);
		vt_buf_put(&lines, "\r\n", 2);
	}
	if (vt_buf_error(&lines) == VT_OK && (bytes = vt_buf_take(&lines, &len)) != NULL)
		answer->lines = (struct vt_str){ bytes, len };
	vt_buf_fini(&lines);
}

static char *
finish_copy(char *at, struct vt_str s, struct vt_str *copy_r)
{
	if (s.len > 0)
		memcpy(at, s.p, s.len);
	*copy_r = (struct vt_str){ at, s.len };
	return (at + s.len);
}

/* The answer and all its header texts in one block; without a body yet. */
static struct vt_answer *
finish_block(const struct vt_finish *f)
{
	size_t len = sizeof(struct vt_answer) + f->count * sizeof(struct vt_http_header);
	struct vt_http_header *headers;
	struct vt_answer *answer;
	char *at;

	for (size_t i = 0; i < f->count; i++)
		len += f->headers[i].name.len + f->headers[i].value.len;
	len += f->etag.len;
	if ((answer = calloc(1, len)) == NULL)
		return (NULL);
	vt_cached_init(&answer->cached, len, vt_answer_destroy);
	answer->headers = headers = (struct vt_http_header *)(void *)(answer + 1);
	at = (char *)(headers + f->count);
	for (size_t i = 0; i < f->count; i++) {
		at = finish_copy(at, f->headers[i].name, &headers[i].name);
		at = finish_copy(at, f->headers[i].value, &headers[i].value);
	}
	answer->header_count = f->count;
	finish_copy(at, f->etag, &answer->etag);
	return (answer);
}

/* Hands a buffer's bytes to the answer, without the room it had left. */
static bool
finish_take(struct vt_answer *answer, struct vt_buf *buf)
{
	size_t len;
	char *bytes = vt_buf_take(buf, &len), *fit;

	if (bytes == NULL)
		return (false);
	if ((fit = realloc(bytes, len + 1)) != NULL)
		bytes = fit;
	answer->body = (struct vt_str){ bytes, len };
	answer->done = free;
	answer->done_arg = bytes;
	return (true);
}

static bool
finish_move_body(struct vt_finish *f, struct vt_answer *answer)
{
	struct vt_response *res = f->res;

	if (f->is_zipped)
		return (finish_take(answer, &f->zipped));
	if (!res->is_sent)
		return (finish_take(answer, &res->body));
	answer->body = res->sent;
	answer->rest = res->rest;
	answer->done = res->done;
	answer->done_arg = res->done_arg;
	res->is_sent = false;
	res->done = NULL;
	return (true);
}

static vt_err
finish_answer(struct vt_finish *f, struct vt_answer **answer_r)
{
	struct vt_answer *answer = finish_block(f);
	bool was_sent = f->res->is_sent;
	struct vt_cached *cached;

	if (answer == NULL || !finish_move_body(f, answer)) {
		cached = answer != NULL ? &answer->cached : NULL;
		vt_cached_unref(&cached);
		return (vt_fail(VT_E_NOMEM, "no memory for the answer"));
	}
	answer->status = f->res->status;
	answer->modified = f->res->modified;
	answer->made = vt_time_now();
	answer->is_shared = finish_is_shared(f);
	answer->is_kept = answer->is_shared && finish_is_kept(f, was_sent);
	answer->cached.size += answer->body.len;
	answer->cached.expires = f->res->expires;
	*answer_r = answer;
	return (VT_OK);
}

vt_err
vt_finish(struct vt_response *res, struct vt_answer **answer_r)
{
	struct vt_finish f = { .res = res, .req = res->req };
	vt_err err = vt_response_error(res);

	if (err != VT_OK)
		return (err);
	f.body = res->is_sent ? res->sent : vt_buf_get(&res->body);
	f.is_text = vt_gzip_suits(res->type);
	f.is_html = vt_str_starts(res->type, VT_STR("text/html")) ||
		    vt_str_starts(res->type, VT_STR("application/xhtml+xml"));
	f.is_get = vt_str_eq_c(vt_request_method(res->req), "GET");
	finish_given(&f);
	finish_compress(&f);
	err = finish_headers(&f);
	if (err == VT_OK)
		err = finish_answer(&f, answer_r);
	vt_buf_fini(&f.zipped);
	return (err);
}
