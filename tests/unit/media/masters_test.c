/* SPDX-License-Identifier: Apache-2.0 */
/* Masters as scanners and editors write them, laid down sample by sample with
 * libtiff: the access copy has the colours that were meant, whatever stands for
 * them in the file. */
#include "media_test.h"

#include <tiffio.h>

#define WIDTH	240
#define HEIGHT	160

/* What a pixel is meant to be: red grows to the right, green downwards, blue falls
 * to the right; grey is the middle of the three. */
static void
meant(int x, int y, uint8_t rgb[3])
{
	rgb[0] = (uint8_t)(x * 255 / (WIDTH - 1));
	rgb[1] = (uint8_t)(y * 255 / (HEIGHT - 1));
	rgb[2] = (uint8_t)(255 - rgb[0]);
}

static uint8_t
meant_grey(int x, int y)
{
	(void)y;
	return ((uint8_t)(x * 255 / (WIDTH - 1)));
}

struct kind {
	const char	*name, *mode;	/* of TIFFOpen() */
	int		 bits, colours, extra;	/* extra: samples beyond the colours */
	int		 photometric, planar, compression;
	int		 extra_type;	/* of the first extra sample */
	double		 tolerance;
};

static const struct kind kinds[] = {
	{ "grey 8", "w", 8, 1, 0, PHOTOMETRIC_MINISBLACK, 1, COMPRESSION_NONE, 0, 1.5 },
	{ "grey 8, white is 0", "w", 8, 1, 0, PHOTOMETRIC_MINISWHITE, 1, COMPRESSION_LZW, 0, 1.5 },
	{ "grey 4", "w", 4, 1, 0, PHOTOMETRIC_MINISBLACK, 1, COMPRESSION_NONE, 0, 6 },
	{ "grey 4, white is 0", "w", 4, 1, 0, PHOTOMETRIC_MINISWHITE, 1, COMPRESSION_PACKBITS, 0, 6 },
	{ "grey 16, little-endian", "wl", 16, 1, 0, PHOTOMETRIC_MINISBLACK, 1, COMPRESSION_NONE, 0, 1.5 },
	{ "grey 16, big-endian", "wb", 16, 1, 0, PHOTOMETRIC_MINISBLACK, 1, COMPRESSION_ADOBE_DEFLATE, 0,
	  1.5 },
	{ "grey 16, white is 0", "wb", 16, 1, 0, PHOTOMETRIC_MINISWHITE, 1, COMPRESSION_NONE, 0, 1.5 },
	{ "grey and alpha", "w", 8, 1, 1, PHOTOMETRIC_MINISBLACK, 1, COMPRESSION_LZW,
	  EXTRASAMPLE_UNASSALPHA, 1.5 },
	{ "grey and infrared", "w", 8, 1, 1, PHOTOMETRIC_MINISBLACK, 1, COMPRESSION_LZW,
	  EXTRASAMPLE_UNSPECIFIED, 1.5 },
	{ "palette", "w", 8, 1, 0, PHOTOMETRIC_PALETTE, 1, COMPRESSION_NONE, 0, 1.5 },
	{ "palette of 16", "w", 4, 1, 0, PHOTOMETRIC_PALETTE, 1, COMPRESSION_NONE, 0, 6 },
	{ "rgb 8", "w", 8, 3, 0, PHOTOMETRIC_RGB, 1, COMPRESSION_NONE, 0, 2 },
	{ "rgb 8, big-endian BigTIFF", "wb8", 8, 3, 0, PHOTOMETRIC_RGB, 1, COMPRESSION_LZW, 0, 2 },
	{ "rgb 8, planes apart", "w", 8, 3, 0, PHOTOMETRIC_RGB, 2, COMPRESSION_ADOBE_DEFLATE, 0, 2 },
	{ "rgb 16", "w", 16, 3, 0, PHOTOMETRIC_RGB, 1, COMPRESSION_LZW, 0, 2 },
	{ "rgb 16, big-endian, planes apart", "wb", 16, 3, 0, PHOTOMETRIC_RGB, 2, COMPRESSION_NONE, 0, 2 },
	{ "rgb and alpha", "w", 8, 3, 1, PHOTOMETRIC_RGB, 1, COMPRESSION_LZW, EXTRASAMPLE_UNASSALPHA, 2 },
	{ "rgb and infrared", "w", 8, 3, 1, PHOTOMETRIC_RGB, 1, COMPRESSION_LZW, EXTRASAMPLE_UNSPECIFIED,
	  2 },
	{ "rgb 16 and alpha", "w", 16, 3, 1, PHOTOMETRIC_RGB, 1, COMPRESSION_NONE, EXTRASAMPLE_UNASSALPHA,
	  2 },
};

/* Sample i of a pixel as the kind stores it, of 8 bits. */
static uint8_t
sample(const struct kind *k, int x, int y, int i)
{
	uint8_t	rgb[3];

	if (i >= k->colours)	/* opaque, or something else */
		return (k->extra_type == EXTRASAMPLE_UNSPECIFIED ? 77 : 255);
	if (k->photometric == PHOTOMETRIC_MINISWHITE)
		return ((uint8_t)(255 - meant_grey(x, y)));
	if (k->colours == 1)
		return (meant_grey(x, y));
	meant(x, y, rgb);
	return (rgb[i]);
}

static void
put(const struct kind *k, uint8_t *row, int at, uint8_t v)
{
	if (k->bits == 16)
		((uint16_t *)(void *)row)[at] = (uint16_t)(v * 257);
	else if (k->bits == 8)
		row[at] = v;
	else if (at % 2 == 0)
		row[at / 2] = (uint8_t)(v >> 4 << 4);
	else
		row[at / 2] |= (uint8_t)(v >> 4);
}

/* A palette that turns a grey around, so that the indices show if taken as such. */
static void
palette(TIFF *tiff, const struct kind *k)
{
	uint16_t	r[256], g[256], b[256];
	int		n = 1 << k->bits;

	for (int i = 0; i < n; i++)
		r[i] = g[i] = b[i] = (uint16_t)(65535 - i * 65535 / (n - 1));
	assert_int_equal(TIFFSetField(tiff, TIFFTAG_COLORMAP, r, g, b), 1);
}

static void
save(const struct kind *k, int orientation, const char *path)
{
	uint8_t		 row[WIDTH * 4 * 2] __attribute__((aligned(2)));
	TIFF		*tiff = TIFFOpen(path, k->mode);
	uint16_t	 extra = (uint16_t)k->extra_type;
	int		 samples = k->colours + k->extra, planes = k->planar == 2 ? samples : 1;

	assert_non_null(tiff);
	TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, WIDTH);
	TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, HEIGHT);
	TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, k->bits);
	TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, samples);
	TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, k->photometric);
	TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, k->planar);
	TIFFSetField(tiff, TIFFTAG_COMPRESSION, k->compression);
	TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 7);	/* the last strip is short */
	TIFFSetField(tiff, TIFFTAG_ORIENTATION, orientation);
	if (k->extra > 0)
		TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &extra);
	if (k->photometric == PHOTOMETRIC_PALETTE)
		palette(tiff, k);
	for (int plane = 0; plane < planes; plane++)
		for (int y = 0; y < HEIGHT; y++) {
			memset(row, 0, sizeof(row));
			for (int x = 0; x < WIDTH; x++)
				for (int i = 0; i < samples / planes; i++)
					put(k, row, x * (samples / planes) + i,
					    sample(k, x, y, plane + i));
			assert_int_equal(TIFFWriteScanline(tiff, row, (uint32_t)y, (uint16_t)plane), 1);
		}
	TIFFClose(tiff);
}

static VipsImage *
copy_of(const char *name, const char *master)
{
	const char	*target = media_path("copy.tif");
	int64_t		 width, height;

	if (vt_media_make_access_copy(master, target, &width, &height) != VT_OK)
		fail_msg("%s: %s", name, vt_fail_text(VT_E_BADARG));
	return (media_load(target));
}

/* Mean distance from what was meant. */
static double
distance(VipsImage *copy, bool is_turned_around)
{
	double	sum = 0;

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			const uint8_t	*p = VIPS_IMAGE_ADDR(copy, x, y);
			uint8_t		 rgb[3];

			meant(x, y, rgb);
			if (copy->Bands == 1)
				rgb[0] = meant_grey(x, y);
			else if (is_turned_around)
				rgb[0] = rgb[1] = rgb[2] = meant_grey(x, y);
			for (int i = 0; i < copy->Bands; i++)
				sum += abs(p[i] - (is_turned_around ? 255 - rgb[i] : rgb[i]));
		}
	return (sum / WIDTH / HEIGHT / copy->Bands);
}

static void
tiffs(void **state)
{
	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(kinds); i++) {
		const struct kind	*k = &kinds[i];
		const char		*master = media_path("master.tif");
		bool			 is_palette = k->photometric == PHOTOMETRIC_PALETTE;
		VipsImage		*copy;

		save(k, ORIENTATION_TOPLEFT, master);
		copy = copy_of(k->name, master);
		if (copy->Xsize != WIDTH || copy->Ysize != HEIGHT ||
		    (!is_palette && copy->Bands != k->colours))
			fail_msg("%s: %d x %d, %d bands", k->name, copy->Xsize, copy->Ysize, copy->Bands);
		if (distance(copy, is_palette) > k->tolerance)
			fail_msg("%s: differs by %.2f", k->name, distance(copy, is_palette));
		g_object_unref(copy);
	}
}

/* TIFF's own tag, each of the eight: rows and columns may be counted from any
 * corner (TIFF 6.0, Orientation). */
static void
orientations(void **state)
{
	(void)state;
	for (int orientation = 1; orientation <= 8; orientation++) {
		const char	*master = media_path("master.tif");
		bool		 lies = orientation >= 5;
		VipsImage	*copy;

		save(&kinds[11], orientation, master);
		copy = copy_of("turned", master);
		assert_int_equal(copy->Xsize, lies ? HEIGHT : WIDTH);
		assert_int_equal(copy->Ysize, lies ? WIDTH : HEIGHT);
		for (int corner = 0; corner < 4; corner++) {
			int	 x = corner % 2 == 0 ? 20 : copy->Xsize - 21;
			int	 y = corner / 2 == 0 ? 20 : copy->Ysize - 21;
			int	 across = lies ? y : x, down = lies ? x : y;
			uint8_t	*p = VIPS_IMAGE_ADDR(copy, x, y), rgb[3];

			/* Where that pixel stands in the file. */
			if (orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8)
				across = WIDTH - 1 - across;
			if (orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7)
				down = HEIGHT - 1 - down;
			meant(across, down, rgb);
			for (int i = 0; i < 3; i++)
				if (abs(p[i] - rgb[i]) > 8)
					fail_msg("orientation %d, corner %d: %d %d %d instead of %d %d %d",
					    orientation, corner, p[0], p[1], p[2], rgb[0], rgb[1], rgb[2]);
		}
		g_object_unref(copy);
	}
}

/* --- inks ------------------------------------------------------------------- */
/* Five bars of ink: none, cyan, magenta, yellow, black. */
static VipsImage *
inks(bool is_16)
{
	static uint16_t	wide[WIDTH * HEIGHT * 4];
	static uint8_t	narrow[WIDTH * HEIGHT * 4];
	VipsImage	*image;

	for (int i = 0; i < WIDTH * HEIGHT * 4; i++) {
		int	bar = i / 4 % WIDTH * 5 / WIDTH;

		narrow[i] = bar > 0 && i % 4 == bar - 1 ? 255 : 0;
		wide[i] = (uint16_t)(narrow[i] * 257);
	}
	image = vips_image_new_from_memory_copy(is_16 ? (void *)wide : (void *)narrow,
	    is_16 ? sizeof(wide) : sizeof(narrow), WIDTH, HEIGHT, 4,
	    is_16 ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR);
	assert_non_null(image);
	image->Type = VIPS_INTERPRETATION_CMYK;
	return (image);
}

static void
inks_are(const char *name, const char *master)
{
	/* At least and at most, of red, green, blue: printed colours are no pure ones. */
	static const uint8_t	least[5][3] = { { 250, 250, 250 }, { 0, 120, 180 }, { 180, 0, 70 },
		{ 220, 200, 0 }, { 0, 0, 0 } };
	static const uint8_t	most[5][3] = { { 255, 255, 255 }, { 60, 200, 255 }, { 255, 60, 170 },
		{ 255, 255, 60 }, { 60, 60, 60 } };
	VipsImage		*copy = copy_of(name, master);

	assert_int_equal(copy->Bands, 3);
	for (int bar = 0; bar < 5; bar++) {
		const uint8_t	*p = VIPS_IMAGE_ADDR(copy, (2 * bar + 1) * WIDTH / 10, HEIGHT / 2);

		for (int i = 0; i < 3; i++)
			if (p[i] < least[bar][i] || p[i] > most[bar][i])
				fail_msg("%s, bar %d: %d %d %d", name, bar, p[0], p[1], p[2]);
	}
	g_object_unref(copy);
}

static void
cmyk(void **state)
{
	VipsImage	*narrow = inks(false), *wide = inks(true);

	(void)state;
	assert_int_equal(vips_tiffsave(narrow, media_path("c8.tif"), NULL), 0);
	inks_are("TIFF, 8 bits", media_path("c8.tif"));
	assert_int_equal(vips_tiffsave(wide, media_path("c16.tif"), NULL), 0);
	inks_are("TIFF, 16 bits", media_path("c16.tif"));
	/* Adobe's: stored the other way round, with a mark that says so. */
	assert_int_equal(vips_jpegsave(narrow, media_path("c.jpg"), "Q", 95, NULL), 0);
	inks_are("JPEG", media_path("c.jpg"));
	g_object_unref(narrow);
	g_object_unref(wide);
}

/* --- PNG and JPEG 2000 --------------------------------------------------------- */
static VipsImage *
picture(int bands, bool is_16)
{
	static uint16_t	wide[WIDTH * HEIGHT * 3];
	static uint8_t	narrow[WIDTH * HEIGHT * 3];
	VipsImage	*image;
	size_t		 count = (size_t)(WIDTH * HEIGHT * bands);

	for (int y = 0; y < HEIGHT; y++)
		for (int x = 0; x < WIDTH; x++) {
			uint8_t	rgb[3];

			meant(x, y, rgb);
			if (bands == 1)
				rgb[0] = meant_grey(x, y);
			for (int i = 0; i < bands; i++) {
				narrow[(y * WIDTH + x) * bands + i] = rgb[i];
				wide[(y * WIDTH + x) * bands + i] = (uint16_t)(rgb[i] * 257);
			}
		}
	image = vips_image_new_from_memory_copy(is_16 ? (void *)wide : (void *)narrow,
	    is_16 ? 2 * count : count, WIDTH, HEIGHT, bands,
	    is_16 ? VIPS_FORMAT_USHORT : VIPS_FORMAT_UCHAR);
	assert_non_null(image);
	image->Type = bands == 1 ? (is_16 ? VIPS_INTERPRETATION_GREY16 : VIPS_INTERPRETATION_B_W) :
	    (is_16 ? VIPS_INTERPRETATION_RGB16 : VIPS_INTERPRETATION_sRGB);
	return (image);
}

static void
looks_meant(const char *name, const char *master, int bands, double tolerance)
{
	VipsImage	*copy = copy_of(name, master);

	if (copy->Bands != bands || distance(copy, false) > tolerance)
		fail_msg("%s: %d bands, differs by %.2f", name, copy->Bands, distance(copy, false));
	g_object_unref(copy);
}

/* A PNG without compression (RFC 1950, 1951: stored blocks), for what libvips
 * does not write: few greys, palettes, transparent entries. */
static void
png_chunk(struct vt_buf *out, const char *name, struct vt_str bytes)
{
	uint32_t	crc = 0xffffffff;
	size_t		from;

	for (int i = 24; i >= 0; i -= 8)
		vt_buf_char(out, (char)(bytes.len >> i));
	from = out->len;
	vt_buf_put(out, name, 4);
	vt_buf_str(out, bytes);
	for (size_t i = from; i < out->len; i++) {
		crc ^= (uint8_t)out->p[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	for (int i = 24; i >= 0; i -= 8)
		vt_buf_char(out, (char)(~crc >> i));
}

/* Rows of one band, `bits` each, of the grey that is meant or its opposite. */
static void
png_rows(struct vt_buf *out, int bits, bool is_around)
{
	uint32_t	a = 1, b = 0;
	size_t		len = 1 + (size_t)WIDTH * (size_t)bits / 8;
	uint8_t		row[1 + WIDTH];

	vt_buf_put(out, "\x78\x01", 2);
	for (int y = 0; y < HEIGHT; y++) {
		uint8_t	head[5] = { y == HEIGHT - 1, (uint8_t)len, (uint8_t)(len >> 8),
			(uint8_t)~len, (uint8_t)(~len >> 8) };

		memset(row, 0, sizeof(row));
		for (int x = 0; x < WIDTH; x++) {
			int	v = meant_grey(x, y) >> (8 - bits);

			v = is_around ? (1 << bits) - 1 - v : v;
			row[1 + x * bits / 8] |= (uint8_t)(v << (8 - bits - x * bits % 8));
		}
		vt_buf_put(out, head, sizeof(head));
		vt_buf_put(out, row, len);
		for (size_t i = 0; i < len; i++) {
			a = (a + row[i]) % 65521;
			b = (b + a) % 65521;
		}
	}
	for (int i = 24; i >= 0; i -= 8)
		vt_buf_char(out, (char)((b << 16 | a) >> i));
}

static const char *
png(int bits, bool has_palette, bool is_see_through)
{
	const char	head[] = { 0, 0, 0, (char)WIDTH, 0, 0, 0, (char)HEIGHT, (char)bits,
		has_palette ? 3 : 0, 0, 0, 0 };
	struct vt_buf	out, part;
	const char	*path;

	vt_buf_init(&out, 0);
	vt_buf_init(&part, 0);
	vt_buf_put(&out, "\x89PNG\r\n\x1a\n", 8);
	png_chunk(&out, "IHDR", (struct vt_str){ head, sizeof(head) });
	for (int i = 0, n = 1 << bits; has_palette && i < n; i++)
		for (int band = 0; band < 3; band++)
			vt_buf_char(&part, (char)(255 - i * 255 / (n - 1)));
	if (has_palette)
		png_chunk(&out, "PLTE", vt_buf_get(&part));
	vt_buf_reset(&part);
	/* Black ones let the white below through. */
	for (int i = 0, n = 1 << bits; is_see_through && i < n; i++)
		vt_buf_char(&part, i < n / 2 ? (char)255 : 0);
	if (is_see_through)
		png_chunk(&out, "tRNS", vt_buf_get(&part));
	vt_buf_reset(&part);
	png_rows(&part, bits, has_palette);
	png_chunk(&out, "IDAT", vt_buf_get(&part));
	png_chunk(&out, "IEND", VT_STR_NONE);
	path = media_write("own.png", out.p, out.len);
	vt_buf_fini(&out);
	vt_buf_fini(&part);
	return (path);
}

/* Every pixel near the grey that is meant, or white where the picture was see-through. */
static void
looks_grey(const char *name, const char *master, int step, bool is_see_through)
{
	VipsImage	*copy = copy_of(name, master);

	for (int y = 4; y < HEIGHT; y += 8)
		for (int x = 0; x < WIDTH; x++) {
			const uint8_t	*p = VIPS_IMAGE_ADDR(copy, x, y);
			int		 wanted = meant_grey(x, y);

			/* Not right at the edge, where JPEG rings. */
			if (is_see_through && abs(wanted - 127) < 20)
				continue;
			if (is_see_through && wanted < 127)
				wanted = 255;
			for (int i = 0; i < copy->Bands; i++)
				if (abs(p[i] - wanted) > step)
					fail_msg("%s: %d instead of %d at %d, %d", name, p[i], wanted,
					    x, y);
		}
	g_object_unref(copy);
}

static void
pngs(void **state)
{
	(void)state;
	looks_grey("PNG of 16 greys", png(4, false, false), 20, false);
	looks_grey("PNG of 4 greys", png(2, false, false), 75, false);
	looks_grey("PNG of black and white", png(1, false, false), 140, false);
	looks_grey("PNG with a palette of 256", png(8, true, false), 8, false);
	looks_grey("PNG with a palette of 16", png(4, true, false), 20, false);
	looks_grey("PNG with a palette, half of it see-through", png(8, true, true), 12, true);
}

static void
others(void **state)
{
	(void)state;
	for (int bands = 1; bands <= 3; bands += 2)
		for (int is_16 = 0; is_16 < 2; is_16++) {
			VipsImage	*image = picture(bands, is_16);

			assert_int_equal(vips_pngsave(image, media_path("m.png"), NULL), 0);
			looks_meant("PNG", media_path("m.png"), bands, 2);
			assert_int_equal(vips_jp2ksave(image, media_path("m.jp2"), "lossless", TRUE, NULL), 0);
			looks_meant("JPEG 2000", media_path("m.jp2"), bands, 2);
			assert_int_equal(vips_jp2ksave(image, media_path("t.jp2"), "Q", 90, "tile_width", 64,
			    "tile_height", 64, NULL), 0);
			looks_meant("JPEG 2000 in tiles", media_path("t.jp2"), bands, 3);
			g_object_unref(image);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tiffs), cmocka_unit_test(orientations), cmocka_unit_test(cmyk),
		cmocka_unit_test(others), cmocka_unit_test(pngs),
	};

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
