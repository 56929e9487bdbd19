/* SPDX-License-Identifier: Apache-2.0 */
/* What is told of an exchange: to the log, to the counters, to plugins. */
#include <stdio.h>

#include "api/log.h"
#include "api/time.h"
#include "base/log_setup.h"
#include "http/fields/percent.h"
#include "http/server/exchange_inside.h"

/* An argument whose name, decoded and in any case, is "api_key". */
static bool
vt_exchange_is_key(struct vt_str name)
{
	char plain[sizeof("api_key")];
	size_t len = 0;
	int byte;

	for (size_t i = 0; i < name.len && len < sizeof(plain); i++) {
		byte = name.p[i] == '%' && i + 2 < name.len ?
			   vt_percent_byte(name.p[i + 1], name.p[i + 2]) :
			   -1;
		plain[len++] = byte < 0 ? name.p[i] : (char)byte;
		i += byte < 0 ? 0 : 2;
	}
	return (vt_str_eq_nocase((struct vt_str){ plain, len }, VT_STR("api_key")));
}

/* A key that came in an address (COUNTER wants it there) is no business of the log; below
 * /counter/ nothing is that stands behind the '?', where a name may be mistyped. */
static void
vt_exchange_hide(char *line)
{
	char *query = strchr(line, '?'), *end, *value;

	if (query == NULL)
		return;
	*query = '\0';
	if (strstr(line, "/counter/") != NULL)
		query[1] = '\0';
	*query = '?';
	for (char *p = query + 1; *p != '\0'; p = *end != '\0' ? end + 1 : end) {
		end = p + strcspn(p, "&");
		value = memchr(p, '=', (size_t)(end - p));
		if (value == NULL || !vt_exchange_is_key((struct vt_str){ p, (size_t)(value - p) }))
			continue;
		for (value++; value < end; value++)
			*value = '*';
	}
}

void
vt_exchange_line(const struct vt_http_input *in, char line_r[VT_EXCHANGE_LINE_MAX])
{
	struct vt_str parts[] = { in->method, VT_STR(" "), in->target };
	size_t len = 0;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		struct vt_str part = vt_str_sub(parts[i], 0, VT_EXCHANGE_LINE_MAX - 1 - len);

		if (part.len > 0)
			memcpy(line_r + len, part.p, part.len);
		len += part.len;
	}
	line_r[len] = '\0';
	vt_exchange_hide(line_r);
}

/* Whose job may still be running has said nothing yet that could be told. */
static void
vt_exchange_tell_plugins(struct vt_exchange *x, uint64_t bytes, int64_t ms, bool is_whole)
{
	struct vt_finished f = {
		.status = x->status, .is_whole = is_whole, .bytes = bytes, .ms = ms
	};

	vt_gateway_finished(x->req, &f, x->state == VT_EXCHANGE_ANSWERED);
}

void
vt_exchange_tell(struct vt_exchange *x, uint64_t bytes, bool is_whole)
{
	int64_t ms = vt_time_monotonic_ms() - x->started_ms;
	struct vt_metrics_request counted = { .plugin = vt_request_plugin(x->req),
					      .route = vt_request_route(x->req),
					      .status = x->status,
					      .bytes = bytes,
					      .ms = ms,
					      .worker = x->service->worker };
	struct vt_log_field fields[] = {
		{ .key = "status", .number = x->status },
		{ .key = "bytes", .number = (int64_t)bytes },
		{ .key = "ms", .number = ms },
		{ .key = "route", .value = vt_str_of(counted.route) },
	};

	vt_metrics_count(x->service->metrics, &counted);
	vt_log_request(vt_request_id(x->req));
	vt_log_event("access", VT_LOG_INFO, x->line, fields, sizeof(fields) / sizeof(fields[0]));
	vt_log_request(VT_STR_NONE);
	vt_exchange_tell_plugins(x, bytes, ms, is_whole);
}

void
vt_exchange_note(const struct vt_exchange *x, enum vt_log_level level, const char *what)
{
	struct vt_log_field field = { .key = "ms",
				      .number = vt_time_monotonic_ms() - x->started_ms };
	char text[VT_EXCHANGE_LINE_MAX + 64];

	(void)snprintf(text, sizeof(text), "%s: %s", what, x->line);
	vt_log_request(vt_request_id(x->req));
	vt_log_event("http", level, text, &field, 1);
	vt_log_request(VT_STR_NONE);
}
