/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The small parsers: UTF-8, folding, numbers, times, dates, places of messages.
 * What they promise of any bytes is checked here.
 */
#include <math.h>
#include <stdlib.h>

#include "api/arena.h"
#include "api/time.h"
#include "text/language.h"
#include "text/messages.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
folding(struct vt_str s)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str once = vt_str_fold(a, s);

	must(vt_utf8_is_valid(once));
	must(vt_str_eq(once, vt_str_fold(a, once)));
	vt_arena_free(&a);
}

static void
numbers(struct vt_str s)
{
	int64_t n = 0;
	double d = 0;

	if (vt_str_to_int(s, -1000, 1000, &n))
		must(n >= -1000 && n <= 1000);
	if (vt_str_to_double(s, &d))
		must(isfinite(d));
}

static void
times(struct vt_str s)
{
	char out[VT_TIME_MAX];
	int64_t t = 0, back = 0;
	bool is_day = false;

	if (vt_time_from_iso(s, &t, &is_day))
		must(vt_str_eq_c(s, is_day ? vt_time_date(t, out) : vt_time_iso(t, out)));
	if (vt_time_from_http(s, &t)) {
		(void)vt_time_http(t, out);
		must(vt_time_from_http(vt_str_of(out), &back) && back == t);
	}
}

static void
texts(struct vt_str s)
{
	struct vt_str rest = s, text, place;
	struct vt_buf out;
	size_t len = 0;

	vt_buf_init(&out, 0);
	vt_language_date(&out, "lt", s);
	vt_language_date(&out, "en", s);
	vt_buf_escape(&out, s);
	vt_buf_percent(&out, s);
	must(vt_buf_error(&out) == VT_OK);
	vt_buf_fini(&out);
	while (vt_messages_next(&rest, &text, &place))
		len += text.len + (place.len != 0 ? place.len + 2 : 0);
	must(len == s.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_str s = { (const char *)data, size }, rest = s, part;
	size_t parts = 0;

	folding(s);
	numbers(s);
	times(s);
	texts(s);
	must(vt_str_trim(s).len <= s.len);
	while (vt_str_next(&rest, ',', &part))
		must(part.len <= size && ++parts <= size);
	return (0);
}
