/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing a zip (PKWARE's APPNOTE 6.3.10, 4.3): local headers with the files,
 * then the directory.  Below 4 GB and 65,535 files, as answers from memory are.
 */
#include "api/zip.h"

#define ZLIB_CONST
#include <zlib.h>

#define ZIP_MAX	65535		/* files */
#define ZIP_BYTES	UINT32_MAX
#define ZIP_LEVEL	6
#define ZIP_DATE	0x0021		/* 1 January 1980: the same text is the same zip */
#define ZIP_UTF8	0x0800

enum { ZIP_STORED = 0, ZIP_DEFLATED = 8 };
struct zip_facts {
	uint64_t	method, crc, packed, size;
};

void
vt_zip_init(struct vt_zip *z, struct vt_buf *out)
{
	*z = (struct vt_zip){ .out = out };
	vt_buf_init(&z->directory, 0);
}

void
vt_zip_fini(struct vt_zip *z)
{
	vt_buf_fini(&z->directory);
}

/* len bytes, the least first. */
static void
zip_put(struct vt_buf *out, uint64_t n, size_t len)
{
	for (size_t i = 0; i < len; i++)
		vt_buf_char(out, (char)(unsigned char)(i < sizeof(n) ? n >> 8 * i : 0));
}

/* From "version needed" to "extra field length", alike in both headers. */
static void
zip_common(struct vt_buf *out, const struct zip_facts *f, struct vt_str name)
{
	zip_put(out, 20, 2);
	zip_put(out, ZIP_UTF8, 2);
	zip_put(out, f->method, 2);
	zip_put(out, 0, 2);
	zip_put(out, ZIP_DATE, 2);
	zip_put(out, f->crc, 4);
	zip_put(out, f->packed, 4);
	zip_put(out, f->size, 4);
	zip_put(out, name.len, 2);
	zip_put(out, 0, 2);
}

/* Raw deflate into out; false: no memory, or a limit. */
static bool
zip_deflate(struct vt_str bytes, struct vt_buf *out)
{
	z_stream	 s = { .next_in = (z_const Bytef *)bytes.p, .avail_in = (uInt)bytes.len };
	char		*room;
	bool		 is_done = false;

	if (deflateInit2(&s, ZIP_LEVEL, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK)
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

/* A file whose bytes in here are those. */
static vt_err
zip_entry(struct vt_zip *z, struct vt_str name, const struct zip_facts *f, struct vt_str packed)
{
	uint64_t	offset = z->out->len;

	zip_put(z->out, 0x04034b50, 4);
	zip_common(z->out, f, name);
	vt_buf_str(z->out, name);
	vt_buf_str(z->out, packed);
	zip_put(&z->directory, 0x02014b50, 4);
	zip_put(&z->directory, 20, 2);
	zip_common(&z->directory, f, name);
	zip_put(&z->directory, 0, 2 + 2 + 2 + 4);	/* comment, disk, attributes */
	zip_put(&z->directory, offset, 4);
	vt_buf_str(&z->directory, name);
	z->count++;
	return (vt_buf_error(z->out));
}

static vt_err
zip_check(const struct vt_zip *z, struct vt_str name, struct vt_str bytes)
{
	if (z->count == ZIP_MAX || name.len > UINT16_MAX || bytes.len > ZIP_BYTES ||
	    z->out->len > ZIP_BYTES)
		return (vt_fail(VT_E_TOOLARGE, "more than a zip holds: take the parts one by one"));
	return (VT_OK);
}

static uint64_t
zip_crc(struct vt_str bytes)
{
	return (crc32(0, (const Bytef *)bytes.p, (uInt)bytes.len));
}

vt_err
vt_zip_add(struct vt_zip *z, struct vt_str name, struct vt_str bytes)
{
	struct zip_facts	f = { ZIP_DEFLATED, zip_crc(bytes), 0, bytes.len };
	struct vt_buf		packed;
	vt_err			err = zip_check(z, name, bytes);

	if (err != VT_OK)
		return (err);
	vt_buf_init(&packed, 0);
	if (!zip_deflate(bytes, &packed))
		err = vt_fail(VT_E_NOMEM, "no memory for a zip");
	f.packed = packed.len;
	if (err == VT_OK)
		err = zip_entry(z, name, &f, vt_buf_get(&packed));
	vt_buf_fini(&packed);
	return (err);
}

vt_err
vt_zip_store(struct vt_zip *z, struct vt_str name, struct vt_str bytes)
{
	struct zip_facts	f = { ZIP_STORED, zip_crc(bytes), bytes.len, bytes.len };
	vt_err			err = zip_check(z, name, bytes);

	return (err != VT_OK ? err : zip_entry(z, name, &f, bytes));
}

vt_err
vt_zip_end(struct vt_zip *z)
{
	uint64_t	offset = z->out->len;

	if (offset > ZIP_BYTES)
		return (vt_fail(VT_E_TOOLARGE, "more than a zip holds: take the parts one by one"));
	vt_buf_str(z->out, vt_buf_get(&z->directory));
	zip_put(z->out, 0x06054b50, 4);
	zip_put(z->out, 0, 2 + 2);		/* disks */
	zip_put(z->out, (uint64_t)z->count, 2);
	zip_put(z->out, (uint64_t)z->count, 2);
	zip_put(z->out, z->directory.len, 4);
	zip_put(z->out, offset, 4);
	zip_put(z->out, 0, 2);
	return (vt_buf_error(&z->directory) != VT_OK ? vt_buf_error(&z->directory) :
	    vt_buf_error(z->out));
}
