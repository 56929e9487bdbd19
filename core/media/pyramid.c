/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens access copies: libtiff reads the directories once, after that a tile
 * is one pread(), or no read at all where the kernel is lent the mapped file: we
 * never look into the mapping, since a file that somebody cuts short must cost a
 * request, not the process.  Rendering is render.c's, keeping open cache.c's.
 */
#include "media/pyramid.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/pages.h"
#include "media/colour.h"
#include "media/jpeg_split.h"
#include "media/tiff_open.h"

struct vt_pyramid_directory {
	uint32_t width, height, tile_width, tile_height;
	uint16_t bits, bands, compression, photometric, planar;
};

static void
vt_pyramid_get(TIFF *tiff, struct vt_pyramid_directory *d)
{
	*d = (struct vt_pyramid_directory){ .bits = 1, .bands = 1 };
	TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &d->width);
	TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &d->height);
	TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &d->tile_width);
	TIFFGetField(tiff, TIFFTAG_TILELENGTH, &d->tile_height);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &d->bits);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &d->bands);
	TIFFGetField(tiff, TIFFTAG_COMPRESSION, &d->compression);
	TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &d->photometric);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &d->planar);
}

/* What we can read at all.  RGB that was not made YCbCr can be read, but not
 * passed on: a JFIF file of it would have wrong colours (is_jpeg false). */
static bool
vt_pyramid_is_known(TIFF *tiff, const struct vt_pyramid_directory *d)
{
	bool colours = d->bands == 1 ? d->photometric == PHOTOMETRIC_MINISBLACK
				     : d->bands == 3 && (d->photometric == PHOTOMETRIC_YCBCR ||
							 d->photometric == PHOTOMETRIC_RGB);

	return (TIFFIsTiled(tiff) && d->compression == COMPRESSION_JPEG && d->bits == 8 &&
		d->planar == PLANARCONFIG_CONTIG && colours && d->width > 0 && d->height > 0 &&
		d->width <= INT32_MAX && d->height <= INT32_MAX && d->tile_width > 0 &&
		d->tile_height > 0 && d->tile_width <= VT_PYRAMID_TILE_MAX &&
		d->tile_height <= VT_PYRAMID_TILE_MAX);
}

static uint64_t *
vt_pyramid_list(TIFF *tiff, uint32_t tag, size_t count)
{
	uint64_t *list = NULL, *copy;

	if (TIFFGetField(tiff, tag, &list) != 1 || list == NULL ||
	    (copy = calloc(count, sizeof(*copy))) == NULL)
		return (NULL);
	memcpy(copy, list, count * sizeof(*copy));
	return (copy);
}

/* Of the largest level; one that does not fit its bands says nothing of them. */
static vt_err
vt_pyramid_profile_load(TIFF *tiff, struct vt_pyramid *p)
{
	uint32_t len = 0;
	void *icc = NULL;
	char *copy;

	if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &len, &icc) != 1 || icc == NULL ||
	    len > VT_JPEG_PROFILE_MAX ||
	    vt_colour_profile_of(icc, len).bands != p->levels[0].seen.bands)
		return (VT_OK);
	if ((copy = malloc(len)) == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory for its colour profile"));
	memcpy(copy, icc, len);
	p->profile = (struct vt_str){ copy, len };
	return (VT_OK);
}

static vt_err
vt_pyramid_tables(TIFF *tiff, const struct vt_pyramid *p, struct vt_pyramid_level *l)
{
	bool has_profile = l->seen.bands == p->levels[0].seen.bands;
	uint32_t len = 0;
	void *tables = NULL;

	if (TIFFGetField(tiff, TIFFTAG_JPEGTABLES, &len, &tables) != 1 || tables == NULL)
		return (vt_fail(VT_E_FORMAT, "it has no JPEG tables"));
	return (vt_jpeg_prefix((struct vt_str){ tables, len }, l->seen.is_jpeg,
			       has_profile ? p->profile : VT_STR_NONE, &l->prefix));
}

/* Our own levels have ceil(size / 2^n) pixels and exactly that scale; those of
 * other makers are as many times smaller as their sizes say. */
static void
vt_pyramid_scale(struct vt_pyramid *p, struct vt_pyramid_level *l, size_t n)
{
	const struct vt_level *full = &p->levels[0].seen;
	int64_t half = (INT64_C(1) << n) - 1;

	l->scale_x = (double)full->width / (double)l->seen.width;
	l->scale_y = (double)full->height / (double)l->seen.height;
	if ((full->width + half) >> n == l->seen.width &&
	    (full->height + half) >> n == l->seen.height)
		l->scale_x = l->scale_y = (double)(INT64_C(1) << n);
}

static vt_err
vt_pyramid_level_load(TIFF *tiff, struct vt_pyramid *p, size_t n)
{
	struct vt_pyramid_level *l = &p->levels[n];
	struct vt_pyramid_directory d;
	vt_err err = VT_OK;

	vt_pyramid_get(tiff, &d);
	if (!vt_pyramid_is_known(tiff, &d))
		return (vt_fail(VT_E_FORMAT,
				"its level %zu is not made of JPEG tiles in grey or "
				"colour",
				n));
	l->seen = (struct vt_level){ d.width,
				     d.height,
				     (int32_t)d.tile_width,
				     (int32_t)d.tile_height,
				     d.photometric != PHOTOMETRIC_RGB,
				     d.bands };
	l->across = ((int64_t)d.width + d.tile_width - 1) / d.tile_width;
	l->down = ((int64_t)d.height + d.tile_height - 1) / d.tile_height;
	if (l->across * l->down != (int64_t)TIFFNumberOfTiles(tiff))
		return (vt_fail(VT_E_FORMAT, "its level %zu has a wrong number of tiles", n));
	l->offsets = vt_pyramid_list(tiff, TIFFTAG_TILEOFFSETS, (size_t)(l->across * l->down));
	l->lengths = vt_pyramid_list(tiff, TIFFTAG_TILEBYTECOUNTS, (size_t)(l->across * l->down));
	l->was_read = calloc((size_t)(l->across * l->down), sizeof(*l->was_read));
	if (l->offsets == NULL || l->lengths == NULL || l->was_read == NULL)
		return (vt_fail(VT_E_FORMAT, "its level %zu has no list of tiles", n));
	vt_pyramid_scale(p, l, n);
	if (n == 0)
		err = vt_pyramid_profile_load(tiff, p);
	return (err == VT_OK ? vt_pyramid_tables(tiff, p, l) : err);
}

static vt_err
vt_pyramid_levels_load(TIFF *tiff, struct vt_pyramid *p)
{
	vt_err err;

	do {
		/* Counted before it is filled, so that it is freed in any case. */
		err = vt_pyramid_level_load(tiff, p, p->level_count++);
	} while (err == VT_OK && p->level_count < VT_PYRAMID_OPEN_LEVELS &&
		 TIFFReadDirectory(tiff) == 1);
	return (err);
}

static void
vt_pyramid_close(struct vt_pyramid *p)
{
	for (size_t i = 0; i < p->level_count; i++) {
		free(p->levels[i].offsets);
		free(p->levels[i].lengths);
		free(p->levels[i].was_read);
		vt_buf_fini(&p->levels[i].prefix);
	}
	free((void *)(uintptr_t)p->profile.p);
	if (p->map != NULL)
		(void)munmap((void *)(uintptr_t)p->map, p->map_len);
	if (p->fd >= 0)
		close(p->fd);
	free(p->path);
	free(p);
}

/* Through a copy of the descriptor, so that offsets and bytes are of one file
 * even when another is renamed over it. */
static vt_err
vt_pyramid_directories(struct vt_pyramid *p)
{
	int fd = fcntl(p->fd, F_DUPFD_CLOEXEC, 0);
	struct vt_tiff_text text;
	TIFF *tiff;
	vt_err err;

	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s: the access copy cannot be opened: %s", p->path,
				strerror(errno)));
	tiff = vt_tiff_open(fd, p->path, &text);
	if (tiff == NULL)
		return (vt_fail(VT_E_FORMAT, "%s: the access copy cannot be read: %s", p->path,
				text.text));
	err = vt_pyramid_levels_load(tiff, p);
	TIFFClose(tiff);
	return (err == VT_OK ? err
			     : vt_fail_in(err, "%s: no access copy as it should be", p->path));
}

/* Without a mapping it is read.  Whose files those are, the kernel says of all
 * pages that they are in memory (mincore(2)). */
static void
vt_pyramid_map(struct vt_pyramid *p)
{
	struct statfs fs;
	struct stat st;
	void *map;

	if (fstat(p->fd, &st) != 0 || fstatfs(p->fd, &fs) != 0 || st.st_size <= 0)
		return;
	p->is_in_memory = fs.f_type == TMPFS_MAGIC || fs.f_type == RAMFS_MAGIC;
	p->is_told = st.st_uid == geteuid();
	map = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, p->fd, 0);
	if (map == MAP_FAILED)
		return;
	p->map = map;
	p->map_len = (size_t)st.st_size;
}

vt_err
vt_pyramid_load(const char *path, struct vt_pyramid **p_r)
{
	struct vt_pyramid *p = calloc(1, sizeof(*p));
	vt_err err;

	if (p == NULL || (p->path = strdup(path)) == NULL) {
		free(p);
		return (vt_fail(VT_E_NOMEM, "there is no memory to open %s", path));
	}
	atomic_init(&p->refs, 1);
	p->fd = open(path, O_RDONLY | O_CLOEXEC);
	if (p->fd >= 0)
		vt_pyramid_map(p);
	err = p->fd >= 0 ? vt_pyramid_directories(p)
			 : vt_fail(VT_E_IO, "%s: the access copy cannot be opened: %s", path,
				   strerror(errno));
	if (err != VT_OK)
		vt_pyramid_close(p);
	else
		*p_r = p;
	return (err);
}

void
vt_pyramid_unref(struct vt_pyramid **p)
{
	if (*p != NULL && atomic_fetch_sub(&(*p)->refs, 1) == 1)
		vt_pyramid_close(*p);
	*p = NULL;
}

size_t
vt_pyramid_level_count(const struct vt_pyramid *p)
{
	return (p->level_count);
}

struct vt_level
vt_pyramid_level(const struct vt_pyramid *p, size_t level)
{
	vt_assert(level < p->level_count);
	return (p->levels[level].seen);
}

struct vt_str
vt_pyramid_profile(const struct vt_pyramid *p, enum vt_image_quality quality)
{
	bool is_grey = quality == VT_IMAGE_GRAY && p->levels[0].seen.bands == 3;

	return (is_grey || quality == VT_IMAGE_BITONAL ? VT_STR_NONE : p->profile);
}

/* --- tiles ----------------------------------------------------------------- */
static vt_err
vt_pyramid_read(const struct vt_pyramid *p, char *out, size_t len, uint64_t off)
{
	while (len > 0) {
		ssize_t n = pread(p->fd, out, len, (off_t)off);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (vt_fail(VT_E_IO, "%s: a tile cannot be read: %s", p->path,
					n < 0 ? strerror(errno) : "the file ends before it"));
		out += n;
		off += (uint64_t)n;
		len -= (size_t)n;
	}
	return (VT_OK);
}

/* All of it at once and without waiting for a disk, or not at all.  File systems
 * that cannot say are left to the pool, but for those without a disk. */
static vt_err
vt_pyramid_read_resident(const struct vt_pyramid *p, char *out, size_t len, uint64_t off)
{
	struct iovec iov = { .iov_base = out, .iov_len = len };
	ssize_t n = p->is_in_memory ? pread(p->fd, out, len, (off_t)off)
				    : preadv2(p->fd, &iov, 1, (off_t)off, RWF_NOWAIT);

	return (n == (ssize_t)len ? VT_OK : VT_E_DECLINED);
}

typedef vt_err (*vt_pyramid_reader)(const struct vt_pyramid *, char *, size_t, uint64_t);

static vt_err
vt_pyramid_join(struct vt_pyramid *p, const struct vt_pyramid_level *l, int64_t at,
		vt_pyramid_reader read, struct vt_buf *out)
{
	uint64_t offset = l->offsets[at], len = l->lengths[at];
	char *room;
	vt_err err;

	if (len < 4 || len > VT_PYRAMID_BYTES_MAX || offset > INT64_MAX - len)
		return (vt_fail(VT_E_FORMAT, "%s: a tile of %llu bytes", p->path,
				(unsigned long long)len));
	/* The tile without its SOI, behind our own beginning. */
	room = vt_buf_room(out, l->prefix.len + len - 2);
	if (room == NULL)
		return (vt_buf_error(out));
	memcpy(room, l->prefix.p, l->prefix.len);
	err = read(p, room + l->prefix.len, len - 2, offset + 2);
	if (err != VT_OK)
		return (err);
	if ((uint8_t)room[l->prefix.len] != 0xff)
		return (vt_fail(VT_E_FORMAT, "%s: a tile is no JPEG", p->path));
	out->len += l->prefix.len + len - 2;
	atomic_store_explicit(&l->was_read[at], true, memory_order_relaxed);
	return (VT_OK);
}

vt_err
vt_pyramid_tile_jpeg(struct vt_pyramid *p, size_t level, int64_t column, int64_t row,
		     struct vt_buf *out)
{
	const struct vt_pyramid_level *l = &p->levels[level];

	vt_assert(level < p->level_count && column >= 0 && column < l->across && row >= 0 &&
		  row < l->down);
	return (vt_pyramid_join(p, l, row * l->across + column, vt_pyramid_read, out));
}

static vt_err
vt_pyramid_tile_by(struct vt_pyramid *p, size_t level, int64_t column, int64_t row,
		   vt_pyramid_reader read, struct vt_buf *out)
{
	const struct vt_pyramid_level *l = &p->levels[level < p->level_count ? level : 0];

	if (level >= p->level_count || column < 0 || row < 0 || column >= l->across ||
	    row >= l->down)
		return (vt_fail(VT_E_RANGE, "%s: there is no tile %lld, %lld in level %zu", p->path,
				(long long)column, (long long)row, level));
	if (!l->seen.is_jpeg)
		return (vt_fail(VT_E_DECLINED, "%s: tiles of level %zu have to be decoded", p->path,
				level));
	return (vt_pyramid_join(p, l, row * l->across + column, read, out));
}

vt_err
vt_pyramid_tile(struct vt_pyramid *p, size_t level, int64_t column, int64_t row, struct vt_buf *out)
{
	return (vt_pyramid_tile_by(p, level, column, row, vt_pyramid_read, out));
}

vt_err
vt_pyramid_tile_resident(struct vt_pyramid *p, size_t level, int64_t column, int64_t row,
			 struct vt_buf *out)
{
	return (vt_pyramid_tile_by(p, level, column, row, vt_pyramid_read_resident, out));
}

static bool
vt_pyramid_is_resident(const struct vt_pyramid *p, uint64_t offset, uint64_t len)
{
	return (p->is_in_memory ||
		(p->is_told &&
		 vt_pages_are_there((struct vt_str){ p->map + offset, (size_t)len })));
}

vt_err
vt_pyramid_tile_mapped(struct vt_pyramid *p, size_t level, int64_t column, int64_t row,
		       struct vt_str *first_r, struct vt_str *rest_r)
{
	const struct vt_pyramid_level *l = &p->levels[level < p->level_count ? level : 0];
	int64_t at = row * l->across + column;
	uint64_t offset, len;

	if (level >= p->level_count || column < 0 || row < 0 || column >= l->across ||
	    row >= l->down || !l->seen.is_jpeg || p->map == NULL ||
	    !atomic_load_explicit(&l->was_read[at], memory_order_relaxed))
		return (VT_E_DECLINED);
	offset = l->offsets[at] + 2; /* without its SOI, behind our own beginning */
	len = l->lengths[at] - 2;
	if (offset > p->map_len || len > p->map_len - offset ||
	    !vt_pyramid_is_resident(p, offset, len))
		return (VT_E_DECLINED);
	*first_r = vt_buf_get(&l->prefix);
	*rest_r = (struct vt_str){ p->map + offset, (size_t)len };
	return (VT_OK);
}
