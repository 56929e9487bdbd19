/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JPEG files cut for TIFF tiles and joined again, without decoding: tables
 * that all tiles share are stored once (TIFF Technical Note 2, "JPEGTables").
 */
#ifndef VT_MEDIA_JPEG_SPLIT_H
#define VT_MEDIA_JPEG_SPLIT_H

#include "api/buf.h"

/* Appends SOI, the quantisation and Huffman tables, EOI.  VT_E_FORMAT: no JPEG. */
vt_err vt_jpeg_tables(struct vt_str jpeg, struct vt_buf *out) VT_MUST_CHECK;
/* Appends the file without its tables and application segments. */
vt_err vt_jpeg_abbreviate(struct vt_str jpeg, struct vt_buf *out) VT_MUST_CHECK;
/* Appends the beginning of a complete file: SOI, a JFIF header where wanted
 * (it says YCbCr), a colour profile unless that is empty, the tables without their
 * SOI and EOI.  What follows is a tile without its SOI. */
vt_err vt_jpeg_prefix(struct vt_str tables, bool is_jfif, struct vt_str profile,
		      struct vt_buf *out) VT_MUST_CHECK;

/* Bytes of a colour profile that one segment holds (ICC.1:2010, B.4). */
#define VT_JPEG_PROFILE_MAX 65519

struct vt_jpeg_frame {
	int64_t width, height;
	int components;
	uint8_t sampling; /* of the first component: h << 4 | v */
};
/* The frame header of a file or an abbreviated one; VT_E_FORMAT. */
vt_err vt_jpeg_frame(struct vt_str jpeg, struct vt_jpeg_frame *frame_r) VT_MUST_CHECK;

#endif
