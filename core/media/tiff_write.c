/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes TIFF structure, little-endian.  libtiff would do, but it rewrites the
 * directory at each step and wants the tiles of one level before the next;
 * here all levels grow in one pass.  Called by pyramid_write.c only.
 */
#include "media/tiff_write.h"

#include <errno.h>
#include <unistd.h>

#define VT_TIFF_PENDING	    (1 << 20)  /* bytes gathered before they are written */
#define VT_TIFF_CLASSIC_MAX UINT32_MAX /* offsets of a TIFF that is not Big */

enum vt_tiff_type {
	VT_TIFF_SHORT = 3,
	VT_TIFF_LONG = 4,
	VT_TIFF_RATIONAL = 5,
	VT_TIFF_UNDEFINED = 7,
	VT_TIFF_LONG8 = 16
};

static void
vt_tiff_le(struct vt_buf *b, uint64_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		vt_buf_char(b, (char)(value >> (8 * i) & 0xff));
}

static vt_err
vt_tiff_write_at(const struct vt_tiff_writer *w, const char *p, size_t len, uint64_t off)
{
	while (len > 0) {
		ssize_t n = pwrite(w->fd, p, len, (off_t)off);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (vt_fail(VT_E_IO, "%s: cannot be written: %s", w->path,
					n < 0 ? strerror(errno) : "nothing was taken"));
		p += n;
		len -= (size_t)n;
		off += (uint64_t)n;
	}
	return (VT_OK);
}

static vt_err
vt_tiff_flush(struct vt_tiff_writer *w)
{
	vt_err err = vt_buf_error(&w->pending);

	if (err != VT_OK)
		return (err);
	err = vt_tiff_write_at(w, w->pending.p, w->pending.len, w->written);
	w->written += w->pending.len;
	vt_buf_reset(&w->pending);
	return (err);
}

vt_err
vt_tiff_writer_init(struct vt_tiff_writer *w, int fd, const char *path, bool is_big)
{
	*w = (struct vt_tiff_writer){ .path = path, .fd = fd, .is_big = is_big };
	vt_buf_init(&w->pending, 0);
	vt_buf_put(&w->pending, is_big ? "II+\0\x08\0\0\0" : "II*\0", is_big ? 8 : 4);
	w->link = w->pending.len;
	vt_tiff_le(&w->pending, 0, is_big ? 8 : 4);
	return (vt_buf_error(&w->pending));
}

void
vt_tiff_writer_fini(struct vt_tiff_writer *w)
{
	vt_buf_fini(&w->pending);
}

vt_err
vt_tiff_writer_put(struct vt_tiff_writer *w, struct vt_str bytes, uint64_t *offset_r)
{
	uint64_t offset = w->written + w->pending.len;

	if (!w->is_big && offset + bytes.len > VT_TIFF_CLASSIC_MAX)
		return (vt_fail(VT_E_LIMIT, "%s: grew beyond what a TIFF can hold", w->path));
	vt_buf_str(&w->pending, bytes);
	if (bytes.len % 2 != 0) /* offsets are even (TIFF 6.0, section 2) */
		vt_buf_char(&w->pending, '\0');
	*offset_r = offset;
	return (w->pending.len >= VT_TIFF_PENDING ? vt_tiff_flush(w) : vt_buf_error(&w->pending));
}

/* --- directories ----------------------------------------------------------- */
struct vt_tiff_directory {
	struct vt_tiff_writer *w;
	struct vt_buf entries;
	uint64_t count;
	vt_err err;
};

static int
vt_tiff_type_size(enum vt_tiff_type type)
{
	return (type == VT_TIFF_SHORT	    ? 2
		: type == VT_TIFF_LONG	    ? 4
		: type == VT_TIFF_UNDEFINED ? 1
					    : 8);
}

/* An entry whose value is ready in bytes; beside the directory if it is long. */
static void
vt_tiff_entry(struct vt_tiff_directory *d, uint16_t tag, enum vt_tiff_type type,
	      struct vt_str bytes)
{
	int word = d->w->is_big ? 8 : 4;
	uint64_t offset = 0;

	vt_tiff_le(&d->entries, tag, 2);
	vt_tiff_le(&d->entries, type, 2);
	vt_tiff_le(&d->entries, bytes.len / (size_t)vt_tiff_type_size(type), word);
	if (bytes.len <= (size_t)word) {
		vt_buf_str(&d->entries, bytes);
		vt_tiff_le(&d->entries, 0, word - (int)bytes.len);
	} else {
		if (d->err == VT_OK)
			d->err = vt_tiff_writer_put(d->w, bytes, &offset);
		vt_tiff_le(&d->entries, offset, word);
	}
	d->count++;
}

static void
vt_tiff_numbers(struct vt_tiff_directory *d, uint16_t tag, enum vt_tiff_type type,
		const uint64_t *values, size_t count)
{
	struct vt_buf bytes;

	vt_buf_init(&bytes, 0);
	for (size_t i = 0; i < count; i++)
		vt_tiff_le(&bytes, values[i], vt_tiff_type_size(type));
	if (d->err == VT_OK)
		d->err = vt_buf_error(&bytes);
	vt_tiff_entry(d, tag, type, vt_buf_get(&bytes));
	vt_buf_fini(&bytes);
}

static void
vt_tiff_number(struct vt_tiff_directory *d, uint16_t tag, enum vt_tiff_type type, uint64_t value)
{
	vt_tiff_numbers(d, tag, type, &value, 1);
}

/* The full range of JPEG's YCbCr (TIFF 6.0, section 21), as six fractions. */
static void
vt_tiff_reference(struct vt_tiff_directory *d)
{
	static const uint32_t values[] = { 0, 1, 255, 1, 128, 1, 255, 1, 128, 1, 255, 1 };
	struct vt_buf bytes;

	vt_buf_init(&bytes, 0);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		vt_tiff_le(&bytes, values[i], 4);
	vt_tiff_entry(d, 532, VT_TIFF_RATIONAL, vt_buf_get(&bytes));
	vt_buf_fini(&bytes);
}

/* In the order of their tags, as the specification wants them. */
static void
vt_tiff_entries(struct vt_tiff_directory *d, const struct vt_tiff_level *l)
{
	static const uint64_t eights[] = { 8, 8, 8 }, halves[] = { 2, 2 };
	enum vt_tiff_type offset = d->w->is_big ? VT_TIFF_LONG8 : VT_TIFF_LONG;

	vt_tiff_number(d, 254, VT_TIFF_LONG, l->is_reduced);
	vt_tiff_number(d, 256, VT_TIFF_LONG, (uint64_t)l->width);
	vt_tiff_number(d, 257, VT_TIFF_LONG, (uint64_t)l->height);
	vt_tiff_numbers(d, 258, VT_TIFF_SHORT, eights, l->bands);     /* BitsPerSample */
	vt_tiff_number(d, 259, VT_TIFF_SHORT, 7);		      /* Compression: JPEG */
	vt_tiff_number(d, 262, VT_TIFF_SHORT, l->bands == 1 ? 1 : 6); /* grey, YCbCr */
	vt_tiff_number(d, 277, VT_TIFF_SHORT, l->bands);
	vt_tiff_number(d, 284, VT_TIFF_SHORT, 1); /* bands interleaved */
	vt_tiff_number(d, 322, VT_TIFF_LONG, l->tile_size);
	vt_tiff_number(d, 323, VT_TIFF_LONG, l->tile_size);
	vt_tiff_numbers(d, 324, offset, l->offsets, l->tile_count);
	vt_tiff_numbers(d, 325, VT_TIFF_LONG, l->lengths, l->tile_count);
	vt_tiff_entry(d, 347, VT_TIFF_UNDEFINED, l->tables);
	if (l->bands == 3) {
		vt_tiff_numbers(d, 530, VT_TIFF_SHORT, halves, 2); /* YCbCrSubSampling */
		vt_tiff_reference(d);
	}
	if (l->profile.len > 0)
		vt_tiff_entry(d, 34675, VT_TIFF_UNDEFINED, l->profile); /* ICCProfile */
}

vt_err
vt_tiff_writer_level(struct vt_tiff_writer *w, const struct vt_tiff_level *level)
{
	struct vt_tiff_directory d = { .w = w };
	struct vt_buf link;
	uint64_t at, head;

	vt_buf_init(&d.entries, 0);
	vt_buf_init(&link, 0);
	vt_tiff_entries(&d, level);
	if (d.err == VT_OK)
		d.err = vt_buf_error(&d.entries);
	if (d.err == VT_OK)
		d.err = vt_tiff_flush(w);
	/* The number of entries, the entries, the offset of the next directory. */
	at = w->written;
	head = w->is_big ? 8 : 2;
	vt_tiff_le(&w->pending, d.count, (int)head);
	vt_buf_str(&w->pending, vt_buf_get(&d.entries));
	vt_tiff_le(&w->pending, 0, w->is_big ? 8 : 4);
	vt_tiff_le(&link, at, w->is_big ? 8 : 4);
	if (d.err == VT_OK)
		d.err = vt_buf_error(&link);
	if (d.err == VT_OK)
		d.err = vt_tiff_flush(w);
	if (d.err == VT_OK)
		d.err = vt_tiff_write_at(w, link.p, link.len, w->link);
	w->link = at + head + d.entries.len;
	vt_buf_fini(&link);
	vt_buf_fini(&d.entries);
	return (d.err);
}

vt_err
vt_tiff_writer_finish(struct vt_tiff_writer *w)
{
	return (vt_tiff_flush(w));
}
