/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a zip (PKWARE's APPNOTE 6.3.10, 4.3): local headers with deflated files,
 * then the directory.  Below 4 GB and 65,535 files, as answers from memory are.
 */
#include "files.h"

#define ZLIB_CONST
#include <zlib.h>

#define FILES_ZIP_MAX	65535		/* files */
#define FILES_ZIP_BYTES	UINT32_MAX
#define FILES_ZIP_LEVEL	6
#define FILES_ZIP_DATE	0x0021		/* 1 January 1980: the same text is the same zip */
#define FILES_ZIP_UTF8	0x0800

void
files_zip_init(struct files_zip *z, struct vt_buf *out)
{
	*z = (struct files_zip){ .out = out };
	vt_buf_init(&z->directory, 0);
}

void
files_zip_fini(struct files_zip *z)
{
	vt_buf_fini(&z->directory);
}

/* len bytes, the least first. */
static void
files_zip_put(struct vt_buf *out, uint64_t n, size_t len)
{
	for (size_t i = 0; i < len; i++)
		vt_buf_char(out, (char)(unsigned char)(i < sizeof(n) ? n >> 8 * i : 0));
}

/* From "version needed" to "extra field length", alike in both headers. */
static void
files_zip_common(struct vt_buf *out, const uint64_t facts[3], struct vt_str name)
{
	files_zip_put(out, 20, 2);
	files_zip_put(out, FILES_ZIP_UTF8, 2);
	files_zip_put(out, 8, 2);			/* deflated */
	files_zip_put(out, 0, 2);
	files_zip_put(out, FILES_ZIP_DATE, 2);
	for (int i = 0; i < 3; i++)			/* CRC, size in here, size */
		files_zip_put(out, facts[i], 4);
	files_zip_put(out, name.len, 2);
	files_zip_put(out, 0, 2);
}

/* Raw deflate into out; false: no memory, or a limit. */
static bool
files_zip_deflate(struct vt_str bytes, struct vt_buf *out)
{
	z_stream	 s = { .next_in = (z_const Bytef *)bytes.p, .avail_in = (uInt)bytes.len };
	char		*room;
	bool		 is_done = false;

	if (deflateInit2(&s, FILES_ZIP_LEVEL, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		return (false);
	if ((room = vt_buf_room(out, deflateBound(&s, (uLong)bytes.len))) != NULL) {
		s.next_out = (Bytef *)room;
		s.avail_out = (uInt)deflateBound(&s, (uLong)bytes.len);
		is_done = deflate(&s, Z_FINISH) == Z_STREAM_END;
		out->len += is_done ? s.total_out : 0;
	}
	(void)deflateEnd(&s);
	return (is_done);
}

vt_err
files_zip_add(struct files_zip *z, struct vt_str name, struct vt_str bytes)
{
	uint64_t	offset = z->out->len;
	uint64_t	facts[3] = { crc32(0, (const Bytef *)bytes.p, (uInt)bytes.len), 0, bytes.len };
	struct vt_buf	packed;
	vt_err		err = VT_OK;

	if (z->count == FILES_ZIP_MAX || bytes.len > FILES_ZIP_BYTES || offset > FILES_ZIP_BYTES)
		return (vt_fail(VT_E_TOOLARGE, "more than a zip holds: take the pages one by one"));
	vt_buf_init(&packed, 0);
	if (!files_zip_deflate(bytes, &packed))
		err = vt_fail(VT_E_NOMEM, "no memory for a zip");
	facts[1] = packed.len;
	files_zip_put(z->out, 0x04034b50, 4);
	files_zip_common(z->out, facts, name);
	vt_buf_str(z->out, name);
	vt_buf_str(z->out, vt_buf_get(&packed));
	vt_buf_fini(&packed);
	files_zip_put(&z->directory, 0x02014b50, 4);
	files_zip_put(&z->directory, 20, 2);
	files_zip_common(&z->directory, facts, name);
	files_zip_put(&z->directory, 0, 2 + 2 + 2 + 4);	/* comment, disk, attributes */
	files_zip_put(&z->directory, offset, 4);
	vt_buf_str(&z->directory, name);
	z->count++;
	return (err == VT_OK ? vt_buf_error(z->out) : err);
}

vt_err
files_zip_end(struct files_zip *z)
{
	uint64_t	offset = z->out->len;

	if (offset > FILES_ZIP_BYTES)
		return (vt_fail(VT_E_TOOLARGE, "more than a zip holds: take the pages one by one"));
	vt_buf_str(z->out, vt_buf_get(&z->directory));
	files_zip_put(z->out, 0x06054b50, 4);
	files_zip_put(z->out, 0, 2 + 2);		/* disks */
	files_zip_put(z->out, (uint64_t)z->count, 2);
	files_zip_put(z->out, (uint64_t)z->count, 2);
	files_zip_put(z->out, z->directory.len, 4);
	files_zip_put(z->out, offset, 4);
	files_zip_put(z->out, 0, 2);
	return (vt_buf_error(&z->directory) != VT_OK ? vt_buf_error(&z->directory) :
	    vt_buf_error(z->out));
}
