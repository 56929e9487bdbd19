/* SPDX-License-Identifier: Apache-2.0 */
/* The line of the log that says what was asked for. */
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
