/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a master file says about itself in its header: read by us, before any
 * decoder sees the file, so that a limit is checked before pixels are touched.
 */
#ifndef VT_MEDIA_HEADER_H
#define VT_MEDIA_HEADER_H

#include "api/str.h"

#define VT_HEADER_MAGIC_LEN 16	 /* bytes that tell the type */
#define VT_HEADER_PARTS_MAX 4096 /* segments or boxes walked before the size is found */
#define VT_HEADER_PAGES_MAX 256	 /* directories of a TIFF that are looked at */
#define VT_HEADER_BANDS_MAX 8	 /* samples a pixel */

enum vt_header_type {
	VT_HEADER_NONE,
	VT_HEADER_TIFF,
	VT_HEADER_JPEG,
	VT_HEADER_PNG,
	VT_HEADER_JP2,
	VT_HEADER_J2K /* a JPEG 2000 codestream without boxes */
};

struct vt_header {
	enum vt_header_type type;
	int64_t width, height; /* as stored, before orientation */
	int64_t bits, bands;
	int64_t holds;	    /* bytes its decoder has to keep at once */
	int32_t page;	    /* directory of a TIFF to read, from 0 */
	int32_t page_count; /* full pictures in the file */
	bool is_bilevel;
	int32_t extra_bands; /* samples at the end that are no alpha */
};

/* Bytes of a file (fd) or of memory (p, len, fd -1). */
struct vt_header_source {
	int fd;
	const uint8_t *p;
	size_t len;
};

enum vt_header_type vt_header_type_of(const uint8_t *magic, size_t len);
const char *vt_header_media_type(enum vt_header_type type);
/* Reads the header of the file at path; limits are checked by the caller.
 * VT_E_BADARG (a sentence with the path), VT_E_IO. */
vt_err vt_header_read(const char *path, struct vt_header *h_r) VT_MUST_CHECK;
/* fd is borrowed; its offset moves. */
vt_err vt_header_read_tiff(int fd, const char *path, struct vt_header *h_r) VT_MUST_CHECK;

#endif
