/* SPDX-License-Identifier: Apache-2.0 */
/*
 * gzip by zlib, in one go: bodies are whole in memory before they are sent.
 * Called on pool threads, and at boot for assets.
 */
#include "http/fields/gzip.h"

#include <zlib.h>

bool
vt_gzip_suits(struct vt_str media_type)
{
	static const char *const types[] = { "application/json", "application/javascript",
					     "application/xml", "application/x-ndjson",
					     "image/svg+xml" };
	struct vt_str type = VT_STR_NONE;

	(void)vt_str_next(&media_type, ';', &type);
	type = vt_str_trim(type);
	if (vt_str_starts(type, VT_STR("text/")) || vt_str_ends(type, VT_STR("+json")) ||
	    vt_str_ends(type, VT_STR("+xml")))
		return (true);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (vt_str_eq_nocase(type, vt_str_of(types[i])))
			return (true);
	return (false);
}

static bool
gzip_deflate(z_stream *z, struct vt_str body, struct vt_buf *out)
{
	size_t bound = deflateBound(z, (uLong)body.len);
	char *room = vt_buf_room(out, bound);

	if (room == NULL)
		return (false);
	/* zlib only reads the input, but its field is not const in all builds. */
	memcpy(&z->next_in, &body.p, sizeof(z->next_in));
	z->avail_in = (uInt)body.len;
	z->next_out = (Bytef *)room;
	z->avail_out = (uInt)bound;
	if (deflate(z, Z_FINISH) != Z_STREAM_END)
		return (false);
	out->len += z->total_out;
	return (z->total_out < body.len);
}

bool
vt_gzip(struct vt_str body, struct vt_buf *out)
{
	z_stream z = { 0 };
	bool is_smaller;

	if (body.len < VT_HTTP_GZIP_MIN || body.len > VT_HTTP_GZIP_MAX)
		return (false);
	/* 15 + 16: the largest window, with gzip's frame. */
	if (deflateInit2(&z, VT_HTTP_GZIP_LEVEL, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) !=
	    Z_OK)
		return (false);
	is_smaller = gzip_deflate(&z, body, out);
	(void)deflateEnd(&z);
	return (is_smaller);
}
