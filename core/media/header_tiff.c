/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The directories of a TIFF, read by libtiff with limits on its memory: which
 * one holds the full picture, and whether we read its kind.  No pixels.
 * Called by header.c; pyramid.c opens access copies through vt_tiff_open().
 */
#include "media/header.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <tiffio.h>
#include <unistd.h>

#include "media/tiff_open.h"

#define VT_TIFF_ALLOC_MAX (256 << 20) /* bytes libtiff may take at once */

/* The first complaint of one file, kept per file: libtiff's own handlers are
 * shared by all threads. */
static int
vt_tiff_complain(TIFF *tiff, void *arg, const char *module, const char *fmt, va_list ap)
{
	struct vt_tiff_text *text = arg;

	(void)tiff;
	(void)module;
	if (text->text[0] == '\0')
		(void)vsnprintf(text->text, sizeof(text->text), fmt, ap);
	return (1);
}

static int
vt_tiff_ignore(TIFF *tiff, void *arg, const char *module, const char *fmt, va_list ap)
{
	(void)tiff;
	(void)arg;
	(void)module;
	(void)fmt;
	(void)ap;
	return (1);
}

TIFF *
vt_tiff_open(int fd, const char *path, struct vt_tiff_text *text)
{
	TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
	TIFF *tiff = NULL;

	text->text[0] = '\0';
	if (options != NULL) {
		TIFFOpenOptionsSetMaxSingleMemAlloc(options, VT_TIFF_ALLOC_MAX);
		TIFFOpenOptionsSetErrorHandlerExtR(options, vt_tiff_complain, text);
		TIFFOpenOptionsSetWarningHandlerExtR(options, vt_tiff_ignore, NULL);
		/* 'm': no memory mapping, a file that shrinks must not kill us. */
		tiff = TIFFFdOpenExt(fd, path, "rm", options);
		TIFFOpenOptionsFree(options);
	}
	if (tiff != NULL)
		return (tiff);
	close(fd);
	if (text->text[0] == '\0')
		(void)snprintf(text->text, sizeof(text->text), "it is no whole TIFF");
	return (NULL);
}

/* Leaves tiff at the directory to read: the first that is no reduced copy and
 * no mask (TIFF 6, NewSubfileType), else the first. */
static void
vt_header_tiff_choose(TIFF *tiff, struct vt_header *h)
{
	int page = 0, chosen = -1, count = 0;

	do {
		uint32_t kind = 0;

		TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
		if ((kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0) {
			count++;
			chosen = chosen < 0 ? page : chosen;
		}
		page++;
	} while (page < VT_HEADER_PAGES_MAX && TIFFReadDirectory(tiff) == 1);
	h->page = chosen < 0 ? 0 : chosen;
	h->page_count = count < 1 ? 1 : count;
}

struct vt_header_tiff_kind {
	uint16_t photometric, compression, format, planar, ink, extra_count;
	uint16_t *extra;
	uint32_t rows_per_strip;
	int64_t colours; /* samples that are no extra ones */
};

static vt_err
vt_header_tiff_colours(struct vt_header_tiff_kind *kind)
{
	switch (kind->photometric) {
	case PHOTOMETRIC_MINISWHITE:
	case PHOTOMETRIC_MINISBLACK:
	case PHOTOMETRIC_PALETTE:
		kind->colours = 1;
		return (VT_OK);
	case PHOTOMETRIC_RGB:
	case PHOTOMETRIC_YCBCR:
	case PHOTOMETRIC_CIELAB:
		kind->colours = 3;
		return (VT_OK);
	case PHOTOMETRIC_SEPARATED:
		kind->colours = 4;
		if (kind->ink == INKSET_CMYK)
			return (VT_OK);
		return (vt_fail(VT_E_BADARG, "a TIFF in inks that are not CMYK; save it as RGB"));
	default:
		return (vt_fail(VT_E_BADARG,
				"a TIFF with photometric interpretation %d, which is "
				"not read; save it as RGB",
				kind->photometric));
	}
}

static void
vt_header_tiff_get(TIFF *tiff, struct vt_header *h, struct vt_header_tiff_kind *kind)
{
	uint32_t width = 0, height = 0;
	uint16_t bits = 1, samples = 1;

	*kind = (struct vt_header_tiff_kind){ .compression = COMPRESSION_NONE };
	TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &width);
	TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &bits);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
	if (TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &kind->photometric) != 1)
		kind->photometric = samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
	TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &kind->compression);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &kind->format);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &kind->planar);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &kind->ink);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &kind->extra_count, &kind->extra);
	TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &kind->rows_per_strip);
	h->width = width;
	h->height = height;
	h->bits = bits;
	h->bands = samples;
}

/* What the decoder keeps: a row of tiles, or a strip where it cannot go line
 * by line (libvips does so beyond 128 rows, but not for YCbCr or planes). */
static int64_t
vt_header_tiff_holds(TIFF *tiff, const struct vt_header *h, const struct vt_header_tiff_kind *kind)
{
	uint64_t bytes, across = 1;

	if (TIFFIsTiled(tiff)) {
		uint32_t tile_width = 1;

		TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &tile_width);
		bytes = TIFFTileSize64(tiff);
		if (tile_width > 0)
			across = 2 * ((uint64_t)h->width / tile_width + 1);
	} else if (kind->rows_per_strip > 128 && kind->planar != PLANARCONFIG_SEPARATE &&
		   kind->photometric != PHOTOMETRIC_YCBCR)
		return (0);
	else
		bytes = TIFFStripSize64(tiff);
	if (kind->planar == PLANARCONFIG_SEPARATE)
		across *= (uint64_t)h->bands;
	if (__builtin_mul_overflow(bytes, across, &bytes) || bytes > INT64_MAX)
		return (INT64_MAX);
	return ((int64_t)bytes);
}

static vt_err
vt_header_tiff_samples(struct vt_header *h, const struct vt_header_tiff_kind *kind)
{
	bool lab = kind->photometric == PHOTOMETRIC_CIELAB;

	if (h->bits != 1 && h->bits != 2 && h->bits != 4 && h->bits != 8 && h->bits != 16)
		return (vt_fail(VT_E_BADARG,
				"a TIFF with %d bits a sample; 1, 2, 4, 8 and 16 are "
				"read",
				(int)h->bits));
	if (kind->format != SAMPLEFORMAT_UINT && kind->format != SAMPLEFORMAT_VOID &&
	    !(lab && kind->format == SAMPLEFORMAT_INT))
		return (vt_fail(VT_E_BADARG, "a TIFF with signed, complex or floating point "
					     "samples; save it with 8 or 16 bits without sign"));
	if (h->bands < kind->colours || h->bands > VT_HEADER_BANDS_MAX)
		return (vt_fail(VT_E_BADARG,
				"a TIFF with %d samples a pixel where %d to %d are "
				"read",
				(int)h->bands, (int)kind->colours, VT_HEADER_BANDS_MAX));
	return (VT_OK);
}

static vt_err
vt_header_tiff_fill(TIFF *tiff, struct vt_header *h)
{
	struct vt_header_tiff_kind kind;
	vt_err err;

	vt_header_tiff_get(tiff, h, &kind);
	if (h->width < 1 || h->height < 1 || h->width > INT32_MAX || h->height > INT32_MAX)
		return (vt_fail(VT_E_BADARG, "a TIFF of %lld x %lld pixels", (long long)h->width,
				(long long)h->height));
	if (!TIFFIsCODECConfigured(kind.compression))
		return (vt_fail(VT_E_BADARG,
				"a TIFF with compression %d, which is not read; save "
				"it with LZW or Deflate",
				kind.compression));
	err = vt_header_tiff_colours(&kind);
	if (err == VT_OK)
		err = vt_header_tiff_samples(h, &kind);
	if (err != VT_OK)
		return (err);
	h->is_bilevel = h->bits == 1 && h->bands == 1;
	h->holds = vt_header_tiff_holds(tiff, h, &kind);
	/* Alpha is the first extra sample, if it says so; what says nothing (the
	 * infrared of a scanner) is no alpha and must not make holes. */
	h->extra_bands = (int32_t)(h->bands - kind.colours);
	if (h->extra_bands > 0 && kind.extra_count > 0 && kind.extra[0] != EXTRASAMPLE_UNSPECIFIED)
		h->extra_bands--;
	return (VT_OK);
}

static vt_err
vt_header_tiff_broken(const char *path, const struct vt_tiff_text *text)
{
	return (vt_fail(VT_E_BADARG,
			"%s: a TIFF that cannot be read: %s; copy it again from where it came from, "
			"or scan it again",
			path, text->text[0] != '\0' ? text->text : "it is broken or ends too early"));
}

vt_err
vt_header_read_tiff(int fd, const char *path, struct vt_header *h_r)
{
	struct vt_header h = { .type = VT_HEADER_TIFF };
	struct vt_tiff_text text;
	TIFF *tiff;
	vt_err err;

	fd = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s: cannot be opened: %s", path, strerror(errno)));
	tiff = vt_tiff_open(fd, path, &text);
	if (tiff == NULL)
		return (vt_header_tiff_broken(path, &text));
	vt_header_tiff_choose(tiff, &h);
	if (TIFFSetDirectory(tiff, (tdir_t)h.page) != 1)
		err = vt_header_tiff_broken(path, &text);
	else {
		err = vt_header_tiff_fill(tiff, &h);
		if (err != VT_OK)
			err = vt_fail_in(err, "%s", path);
	}
	TIFFClose(tiff);
	if (err == VT_OK)
		*h_r = h;
	return (err);
}
