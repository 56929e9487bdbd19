/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walks the marker segments of a JPEG (ITU-T T.81, B.1) and copies those that
 * are wanted.  Entropy-coded data is never looked into.
 */
#include "media/jpeg_split.h"

enum {
	VT_JPEG_SOI = 0xd8,
	VT_JPEG_EOI = 0xd9,
	VT_JPEG_SOS = 0xda,
	VT_JPEG_DQT = 0xdb,
	VT_JPEG_DHT = 0xc4,
	VT_JPEG_DRI = 0xdd,
	VT_JPEG_SOF0 = 0xc0,
	VT_JPEG_SOF2 = 0xc2
};

struct vt_jpeg_segment {
	uint8_t marker;
	struct vt_str bytes; /* with marker and length */
};

/* Takes the segment at *at (behind SOI to begin with); false when there is none.
 * SOS takes everything that follows. */
static bool
vt_jpeg_next(struct vt_str jpeg, size_t *at, struct vt_jpeg_segment *seg_r)
{
	const uint8_t *p = (const uint8_t *)jpeg.p + *at;
	size_t left = jpeg.len - *at, len;

	if (left < 2 || p[0] != 0xff)
		return (false);
	if (p[1] == VT_JPEG_EOI)
		len = 2;
	else if (left < 4)
		return (false);
	else
		len = p[1] == VT_JPEG_SOS ? left : 2 + ((size_t)p[2] << 8 | p[3]);
	if (len > left || (len < 4 && p[1] != VT_JPEG_EOI))
		return (false);
	seg_r->marker = p[1];
	seg_r->bytes = vt_str_sub(jpeg, *at, len);
	*at += len;
	return (true);
}

static bool
vt_jpeg_begins(struct vt_str jpeg)
{
	return (jpeg.len >= 4 && (uint8_t)jpeg.p[0] == 0xff && (uint8_t)jpeg.p[1] == VT_JPEG_SOI);
}

static bool
vt_jpeg_is_table(uint8_t marker)
{
	return (marker == VT_JPEG_DQT || marker == VT_JPEG_DHT);
}

static bool
vt_jpeg_is_picture(uint8_t marker)
{
	return (marker == VT_JPEG_DRI || marker == VT_JPEG_SOS ||
		(marker >= VT_JPEG_SOF0 && marker <= VT_JPEG_SOF2));
}

/* Copies the segments wanted; true when the walk came to SOS or EOI. */
static bool
vt_jpeg_copy(struct vt_str jpeg, bool (*wanted)(uint8_t), struct vt_buf *out)
{
	struct vt_jpeg_segment seg = { .marker = 0 };
	size_t at = 2;

	if (!vt_jpeg_begins(jpeg))
		return (false);
	while (seg.marker != VT_JPEG_SOS && seg.marker != VT_JPEG_EOI &&
	       vt_jpeg_next(jpeg, &at, &seg))
		if (wanted(seg.marker))
			vt_buf_str(out, seg.bytes);
	return (seg.marker == VT_JPEG_SOS || seg.marker == VT_JPEG_EOI);
}

vt_err
vt_jpeg_tables(struct vt_str jpeg, struct vt_buf *out)
{
	vt_buf_put(out, "\xff\xd8", 2);
	if (!vt_jpeg_copy(jpeg, vt_jpeg_is_table, out))
		return (vt_fail(VT_E_FORMAT, "a JPEG tile is broken"));
	vt_buf_put(out, "\xff\xd9", 2);
	return (vt_buf_error(out));
}

vt_err
vt_jpeg_abbreviate(struct vt_str jpeg, struct vt_buf *out)
{
	vt_buf_put(out, "\xff\xd8", 2);
	if (!vt_jpeg_copy(jpeg, vt_jpeg_is_picture, out))
		return (vt_fail(VT_E_FORMAT, "a JPEG tile is broken"));
	return (vt_buf_error(out));
}

/* One of one segments (ICC.1:2010, B.4). */
static void
vt_jpeg_profile(struct vt_str profile, struct vt_buf *out)
{
	size_t len = 2 + 14 + profile.len;

	vt_assert(profile.len <= VT_JPEG_PROFILE_MAX);
	vt_buf_put(out, "\xff\xe2", 2);
	vt_buf_char(out, (char)(len >> 8));
	vt_buf_char(out, (char)len);
	vt_buf_put(out, "ICC_PROFILE\0\1\1", 14);
	vt_buf_str(out, profile);
}

vt_err
vt_jpeg_prefix(struct vt_str tables, bool is_jfif, struct vt_str profile, struct vt_buf *out)
{
	/* SOI; APP0 "JFIF", version 1.01, no unit, density 1 x 1, no thumbnail:
	 * it is what says that three components are YCbCr. */
	static const char head[] = "\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0";

	vt_buf_put(out, head, is_jfif ? sizeof(head) : 2); /* the thumbnail's height is its 0 */
	if (profile.len > 0)
		vt_jpeg_profile(profile, out);
	if (!vt_jpeg_copy(tables, vt_jpeg_is_table, out))
		return (vt_fail(VT_E_FORMAT, "the JPEG tables are broken"));
	return (vt_buf_error(out));
}

vt_err
vt_jpeg_frame(struct vt_str jpeg, struct vt_jpeg_frame *frame_r)
{
	struct vt_jpeg_segment seg;
	size_t at = 2;

	while (vt_jpeg_begins(jpeg) && vt_jpeg_next(jpeg, &at, &seg)) {
		const uint8_t *p = (const uint8_t *)seg.bytes.p;

		if (seg.marker == VT_JPEG_SOS || seg.marker == VT_JPEG_EOI)
			break;
		if (seg.marker < VT_JPEG_SOF0 || seg.marker > VT_JPEG_SOF2)
			continue;
		if (seg.bytes.len < 13)
			break;
		frame_r->height = p[5] << 8 | p[6];
		frame_r->width = p[7] << 8 | p[8];
		frame_r->components = p[9];
		frame_r->sampling = p[11];
		return (VT_OK);
	}
	return (vt_fail(VT_E_FORMAT, "a JPEG tile has no frame header"));
}
