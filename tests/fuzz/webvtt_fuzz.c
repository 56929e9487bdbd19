/* SPDX-License-Identifier: Apache-2.0 */
/* Captions: whatever the bytes are, what is told of them is in them. */
#include "api/webvtt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
within(struct vt_str part, struct vt_str bytes)
{
	vt_assert(part.len == 0 ||
	    (part.p >= bytes.p && (size_t)(part.p - bytes.p) + part.len <= bytes.len));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_str bytes = { (const char *)data, len };
	struct vt_webvtt w;
	size_t lines = 1;

	vt_webvtt_read(bytes, &w);
	within(w.bad, bytes);
	within(w.language, bytes);
	for (size_t i = 0; i < len; i++)
		lines += data[i] == '\n' || data[i] == '\r';
	vt_assert((w.bad_count != 0) == (w.bad_line != 0) && w.bad_line <= lines);
	vt_assert(w.cue_count + w.bad_count < lines);
	vt_assert(w.bad_count == 0 || vt_str_find(w.bad, VT_STR("-->")) >= 0);
	vt_assert((w.fault == VT_WEBVTT_GOOD) == (w.cue_count != 0));
	if (w.fault == VT_WEBVTT_NO_MARK || w.fault == VT_WEBVTT_NOT_UTF8)
		vt_assert(w.bad_count == 0 && w.language.len == 0);
	return (0);
}
