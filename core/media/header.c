/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The headers of JPEG (ITU-T T.81, B.2), PNG (ISO/IEC 15948, 11.2.2) and
 * JPEG 2000 (ITU-T T.800, A.5.1 and I.5), read byte by byte: only sizes, never
 * pixels.  TIFF is in header_tiff.c.  Called by access_copy.c; fuzzed.
 */
#include "media/header.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* n bytes at off; false when the source ends before. */
static bool
vt_header_at(const struct vt_header_source *src, uint64_t off, void *out, size_t n)
{
	if (src->fd < 0) {
		if (off > src->len || n > src->len - off)
			return (false);
		memcpy(out, src->p + off, n);
		return (true);
	}
	if (off > INT64_MAX - n)
		return (false);
	return (pread(src->fd, out, n, (off_t)off) == (ssize_t)n);
}

static uint32_t
vt_header_u16(const uint8_t *p)
{
	return ((uint32_t)p[0] << 8 | p[1]);
}

static uint32_t
vt_header_u32(const uint8_t *p)
{
	return (vt_header_u16(p) << 16 | vt_header_u16(p + 2));
}

enum vt_header_type
vt_header_type_of(const uint8_t *m, size_t len)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum vt_header_type type;
	} known[] = {
		{ "II*\0", 4, VT_HEADER_TIFF },
		{ "MM\0*", 4, VT_HEADER_TIFF },
		{ "II+\0", 4, VT_HEADER_TIFF }, /* BigTIFF */
		{ "MM\0+", 4, VT_HEADER_TIFF },
		{ "\xff\xd8\xff", 3, VT_HEADER_JPEG },
		{ "\x89PNG\r\n\x1a\n", 8, VT_HEADER_PNG },
		{ "\0\0\0\x0cjP  \r\n\x87\n", 12, VT_HEADER_JP2 },
		{ "\xff\x4f\xff\x51", 4, VT_HEADER_J2K },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (len >= known[i].len && memcmp(m, known[i].bytes, known[i].len) == 0)
			return (known[i].type);
	return (VT_HEADER_NONE);
}

const char *
vt_header_media_type(enum vt_header_type type)
{
	static const char *const names[] = {
		[VT_HEADER_NONE] = "application/octet-stream",
		[VT_HEADER_TIFF] = "image/tiff",
		[VT_HEADER_JPEG] = "image/jpeg",
		[VT_HEADER_PNG] = "image/png",
		[VT_HEADER_JP2] = "image/jp2",
		[VT_HEADER_J2K] = "image/j2c",
	};

	return (names[type]);
}

/* --- JPEG ------------------------------------------------------------------ */
static bool
vt_header_is_frame(uint8_t marker)
{
	return (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 &&
		marker != 0xcc);
}

static vt_err
vt_header_jpeg_frame(uint8_t marker, const uint8_t *f, struct vt_header *h_r)
{
	struct vt_header h = { .type = VT_HEADER_JPEG, .page_count = 1 };

	/* Baseline, extended, progressive; the same with arithmetic coding. */
	if (marker > 0xc2 && marker != 0xc9 && marker != 0xca)
		return (vt_fail(VT_E_BADARG,
				"a JPEG of a kind that is not read here (frame type "
				"%d); save it as an ordinary JPEG or as TIFF",
				marker - 0xc0));
	h.bits = f[0];
	h.height = vt_header_u16(f + 1);
	h.width = vt_header_u16(f + 3);
	h.bands = f[5];
	if (h.bits != 8)
		return (vt_fail(VT_E_BADARG,
				"a JPEG with %d bits a sample; only 8 are read, save "
				"it as 16-bit TIFF",
				(int)h.bits));
	if (h.bands != 1 && h.bands != 3 && h.bands != 4)
		return (vt_fail(VT_E_BADARG, "a JPEG with %d components", (int)h.bands));
	/* A progressive file is kept as coefficients, two bytes each. */
	if (marker == 0xc2 || marker == 0xca)
		h.holds = h.width * h.height * h.bands * 2;
	*h_r = h;
	return (VT_OK);
}

static vt_err
vt_header_jpeg(const struct vt_header_source *src, struct vt_header *h_r)
{
	uint8_t b[6];
	uint64_t off = 2;

	for (int parts = 0; parts < VT_HEADER_PARTS_MAX; parts++) {
		if (!vt_header_at(src, off, b, 2) || b[0] != 0xff)
			break;
		if (b[1] == 0xff) { /* a fill byte (B.1.1.2) */
			off++;
			continue;
		}
		if (b[1] == 0x01 || (b[1] >= 0xd0 && b[1] <= 0xd8)) {
			off += 2;
			continue;
		}
		if (b[1] == 0xd9 || b[1] == 0xda || !vt_header_at(src, off + 2, b + 2, 2))
			break;
		if (vt_header_is_frame(b[1])) {
			uint8_t frame[6];

			if (!vt_header_at(src, off + 4, frame, sizeof(frame)))
				break;
			return (vt_header_jpeg_frame(b[1], frame, h_r));
		}
		if (vt_header_u16(b + 2) < 2)
			break;
		off += 2 + vt_header_u16(b + 2);
	}
	return (vt_fail(VT_E_BADARG, "a JPEG whose header is broken or ends too early; copy it again "
				     "from where it came from"));
}

/* --- PNG ------------------------------------------------------------------- */
static vt_err
vt_header_png(const struct vt_header_source *src, struct vt_header *h_r)
{
	static const uint8_t bands[] = { 1, 0, 3, 3, 2, 0, 4 };
	struct vt_header h = { .type = VT_HEADER_PNG, .page_count = 1 };
	uint8_t b[21];

	if (!vt_header_at(src, 8, b, sizeof(b)) || memcmp(b + 4, "IHDR", 4) != 0)
		return (vt_fail(VT_E_BADARG, "a PNG whose header is broken or ends too early; copy it again "
				     "from where it came from"));
	h.width = vt_header_u32(b + 8);
	h.height = vt_header_u32(b + 12);
	h.bits = b[16];
	if (b[17] >= sizeof(bands) || bands[b[17]] == 0)
		return (
		    vt_fail(VT_E_BADARG, "a PNG of colour type %d, which does not exist", b[17]));
	if (h.bits != 1 && h.bits != 2 && h.bits != 4 && h.bits != 8 && h.bits != 16)
		return (vt_fail(VT_E_BADARG,
				"a PNG with %d bits a sample, which does not exist; save it again",
				(int)h.bits));
	h.bands = bands[b[17]];
	h.is_bilevel = h.bits == 1 && b[17] == 0;
	if (h.width > INT32_MAX || h.height > INT32_MAX)
		return (vt_fail(VT_E_BADARG, "a PNG with an impossible size"));
	/* An interlaced one can only be read as a whole.  At most 4 samples of
	 * 2 bytes; the product of two 31-bit numbers and 8 is cut, not wrapped. */
	if (b[20] != 0 && __builtin_mul_overflow(h.width * h.height, 8, &h.holds))
		h.holds = INT64_MAX;
	*h_r = h;
	return (VT_OK);
}

/* --- JPEG 2000 ------------------------------------------------------------- */
static vt_err
vt_header_j2k_size(const uint8_t *s, const uint8_t *components, struct vt_header *h_r)
{
	uint32_t x1 = vt_header_u32(s), y1 = vt_header_u32(s + 4), x0 = vt_header_u32(s + 8),
		 y0 = vt_header_u32(s + 12), tw = vt_header_u32(s + 16), th = vt_header_u32(s + 20);
	struct vt_header h = { .page_count = 1, .bands = vt_header_u16(s + 32) };

	if (x1 <= x0 || y1 <= y0 || x1 > INT32_MAX || y1 > INT32_MAX || tw == 0 || th == 0)
		return (vt_fail(VT_E_BADARG, "a JPEG 2000 file with an impossible size"));
	if (h.bands < 1 || h.bands > VT_HEADER_BANDS_MAX)
		return (vt_fail(VT_E_BADARG, "a JPEG 2000 file with %d components", (int)h.bands));
	h.width = x1 - x0;
	h.height = y1 - y0;
	h.bits = (components[0] & 0x7f) + 1;
	if ((components[0] & 0x80) != 0 || h.bits > 16)
		return (vt_fail(VT_E_BADARG,
				"a JPEG 2000 file with %s samples of %d bits; 1 to 16 "
				"bits without sign are read",
				(components[0] & 0x80) != 0 ? "signed" : "unsigned", (int)h.bits));
	h.is_bilevel = h.bits == 1 && h.bands == 1;
	/* One tile at a time, four bytes a sample, with a copy; OpenJPEG holds a
	 * single large tile only piece by piece, but its coefficients whole. */
	int64_t across = tw < h.width ? tw : h.width, down = th < h.height ? th : h.height;

	if (__builtin_mul_overflow(across * down, h.bands * 8, &h.holds))
		h.holds = INT64_MAX;
	*h_r = h;
	return (VT_OK);
}

static vt_err
vt_header_j2k(const struct vt_header_source *src, uint64_t off, struct vt_header *h_r)
{
	uint8_t b[42], components[3];

	/* SOC, SIZ, its length and capabilities; then the sizes (A.5.1). */
	if (!vt_header_at(src, off, b, sizeof(b)) || memcmp(b, "\xff\x4f\xff\x51", 4) != 0 ||
	    !vt_header_at(src, off + sizeof(b), components, sizeof(components)))
		return (vt_fail(VT_E_BADARG,
				"a JPEG 2000 file whose header is broken or ends too early; copy it "
				"again from where it came from"));
	return (vt_header_j2k_size(b + 8, components, h_r));
}

/* A box (I.4): its name, where its content begins, where the next one does
 * (len 0, up to the end of the file, is good for the last box only). */
struct vt_header_box {
	uint8_t name[4];
	uint64_t content, next;
};

static bool
vt_header_box(const struct vt_header_source *src, uint64_t off, struct vt_header_box *box_r)
{
	uint8_t b[16];
	uint64_t len, head = 8;

	if (!vt_header_at(src, off, b, 8))
		return (false);
	len = vt_header_u32(b);
	if (len == 1) {
		if (!vt_header_at(src, off, b, 16))
			return (false);
		len = (uint64_t)vt_header_u32(b + 8) << 32 | vt_header_u32(b + 12);
		head = 16;
	}
	if (len == 0)
		len = INT64_MAX - off;
	if (len < head || len > INT64_MAX - off)
		return (false);
	memcpy(box_r->name, b + 4, 4);
	box_r->content = off + head;
	box_r->next = off + len;
	return (true);
}

static bool
vt_header_has_box(const struct vt_header_source *src, const struct vt_header_box *in,
		  const char *name)
{
	struct vt_header_box box;
	uint64_t off = in->content;

	for (int parts = 0;
	     parts < VT_HEADER_PARTS_MAX && off < in->next && vt_header_box(src, off, &box);
	     parts++, off = box.next)
		if (memcmp(box.name, name, 4) == 0)
			return (true);
	return (false);
}

static vt_err
vt_header_jp2(const struct vt_header_source *src, struct vt_header *h_r)
{
	struct vt_header_box box;
	uint64_t off = 0;

	for (int parts = 0; parts < VT_HEADER_PARTS_MAX && vt_header_box(src, off, &box);
	     parts++, off = box.next) {
		if (memcmp(box.name, "jp2c", 4) == 0)
			return (vt_header_j2k(src, box.content, h_r));
		/* The decoder would hand the indices out as if they were colours. */
		if (memcmp(box.name, "jp2h", 4) == 0 && vt_header_has_box(src, &box, "pclr"))
			return (vt_fail(VT_E_BADARG, "a JPEG 2000 file with a palette; save it "
						     "with full colours"));
	}
	return (vt_fail(VT_E_BADARG, "a JPEG 2000 file without a picture in it; copy it again from where "
			     "it came from"));
}

/* --- any ------------------------------------------------------------------- */
static vt_err
vt_header_parse(const struct vt_header_source *src, enum vt_header_type type, struct vt_header *h_r)
{
	vt_err err;

	switch (type) {
	case VT_HEADER_JPEG:
		err = vt_header_jpeg(src, h_r);
		break;
	case VT_HEADER_PNG:
		err = vt_header_png(src, h_r);
		break;
	case VT_HEADER_JP2:
		err = vt_header_jp2(src, h_r);
		break;
	case VT_HEADER_J2K:
		err = vt_header_j2k(src, 0, h_r);
		break;
	default:
		return (vt_fail(VT_E_BADARG, "not an image that is read here: TIFF, JPEG, PNG and "
					     "JPEG 2000 are; save it as one of these, or copy it "
					     "again from where it came from"));
	}
	if (err != VT_OK)
		return (err);
	h_r->type = type;
	if (h_r->width < 1 || h_r->height < 1)
		return (vt_fail(VT_E_BADARG, "an image of %lld x %lld pixels",
				(long long)h_r->width, (long long)h_r->height));
	return (VT_OK);
}

vt_err
vt_header_read(const char *path, struct vt_header *h_r)
{
	struct vt_header_source src = { .fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) };
	uint8_t magic[VT_HEADER_MAGIC_LEN];
	vt_err err;
	ssize_t n;

	if (src.fd < 0)
		return (vt_fail(VT_E_IO, "%s: cannot be opened: %s", path, strerror(errno)));
	n = pread(src.fd, magic, sizeof(magic), 0);
	if (n < 0)
		err = vt_fail(VT_E_IO, "%s: cannot be read: %s", path, strerror(errno));
	else if (n == 0)
		err = vt_fail(VT_E_BADARG, "%s: the file is empty; copy it again from where it came from",
			      path);
	else {
		enum vt_header_type type = vt_header_type_of(magic, (size_t)n);

		err = type == VT_HEADER_TIFF ? vt_header_read_tiff(src.fd, path, h_r)
					     : vt_header_parse(&src, type, h_r);
		if (err != VT_OK && type != VT_HEADER_TIFF)
			err = vt_fail_in(err, "%s", path);
	}
	close(src.fd);
	return (err);
}
