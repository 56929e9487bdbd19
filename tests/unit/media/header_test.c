/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of strangers' files: type, size, and refusals that say why. */
#include "media_test.h"

#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define JP2 "\0\0\0\x0cjP  \r\n\x87\n"
#define SIZ "\xff\x4f\xff\x51\0\x2f\0\0"

struct row {
	const char	*name, *bytes;
	size_t		 len;
	vt_err		 err;
	int64_t		 width, height, bits, bands;
	const char	*says;
};
#define ROW(b) b, sizeof(b) - 1

static const struct row rows[] = {
	{ "grey PNG", ROW(PNG "\0\0\1\0\0\0\0\x20\x08\0\0\0\0"), VT_OK, 256, 32, 8, 1, NULL },
	{ "16-bit PNG with alpha", ROW(PNG "\0\0\1\0\0\0\0\x20\x10\6\0\0\0"), VT_OK, 256, 32, 16, 4,
	  NULL },
	{ "PNG of no colour type", ROW(PNG "\0\0\1\0\0\0\0\x20\x10\5\0\0\0"), VT_E_BADARG, 0, 0, 0, 0,
	  "colour type 5" },
	{ "PNG of no depth", ROW(PNG "\0\0\1\0\0\0\0\x20\0\0\0\0\0"), VT_E_BADARG, 0, 0, 0, 0,
	  "0 bits a sample" },
	{ "PNG without width", ROW(PNG "\0\0\0\0\0\0\0\x20\x08\0\0\0\0"), VT_E_BADARG, 0, 0, 0, 0,
	  "0 x 32" },
	{ "PNG of 4 G pixels a side", ROW(PNG "\xff\xff\xff\xff\xff\xff\xff\xff\x08\0\0\0\0"),
	  VT_E_BADARG, 0, 0, 0, 0, "impossible size" },
	{ "PNG cut short", ROW(PNG "\0\0\1"), VT_E_BADARG, 0, 0, 0, 0, "ends too early" },
	{ "JPEG", ROW("\xff\xd8\xff\xe0\0\4ab\xff\xc0\0\x11\x08\2\0\1\0\3"), VT_OK, 256, 512, 8, 3,
	  NULL },
	{ "JPEG with fill bytes", ROW("\xff\xd8\xff\xff\xff\xc2\0\x11\x08\2\0\1\0\1"), VT_OK, 256, 512,
	  8, 1, NULL },
	{ "JPEG of 12 bits", ROW("\xff\xd8\xff\xc1\0\x11\x0c\2\0\1\0\3"), VT_E_BADARG, 0, 0, 0, 0,
	  "12 bits" },
	{ "lossless JPEG", ROW("\xff\xd8\xff\xc3\0\x11\x08\2\0\1\0\3"), VT_E_BADARG, 0, 0, 0, 0,
	  "frame type 3" },
	{ "JPEG of two components", ROW("\xff\xd8\xff\xc0\0\x11\x08\2\0\1\0\2"), VT_E_BADARG, 0, 0, 0,
	  0, "2 components" },
	{ "JPEG without a frame", ROW("\xff\xd8\xff\xe0\0\4ab\xff\xd9"), VT_E_BADARG, 0, 0, 0, 0,
	  "header is broken" },
	{ "JPEG that goes in a circle", ROW("\xff\xd8\xff\xe0\0\0ab\xff\xd9"), VT_E_BADARG, 0, 0, 0,
	  0, "header is broken" },
	{ "JPEG 2000 codestream", ROW(SIZ "\0\0\1\x10\0\0\0\x20\0\0\0\x10\0\0\0\0\0\0\1\0\0\0\1\0"
	  "\0\0\0\0\0\0\0\0\0\3\7\1\1\7\1\1\7\1\1"), VT_OK, 256, 32, 8, 3, NULL },
	{ "JP2", ROW(JP2 "\0\0\0\x10" "ftypjp2 \0\0\0\0\0\0\0\0jp2c" SIZ "\0\0\1\0\0\0\0\x20\0\0\0\0\0\0\0\0"
	  "\0\0\1\0\0\0\1\0\0\0\0\0\0\0\0\0\0\1\x0f\1\1"), VT_OK, 256, 32, 16, 1, NULL },
	{ "JP2 with a palette", ROW(JP2 "\0\0\0\x10" "jp2h\0\0\0\x08pclr\0\0\0\0jp2c" SIZ), VT_E_BADARG, 0,
	  0, 0, 0, "palette" },
	{ "JP2 without a picture", ROW(JP2 "\0\0\0\0free"), VT_E_BADARG, 0, 0, 0, 0,
	  "without a picture" },
	{ "JP2 in a circle", ROW(JP2 "\0\0\0\1free\0\0\0\0\0\0\0\0"), VT_E_BADARG, 0, 0, 0, 0,
	  "without a picture" },
	{ "JPEG 2000 turned inside out", ROW(SIZ "\0\0\0\x10\0\0\0\x20\0\0\1\0\0\0\0\0\0\0\1\0\0\0\1\0"
	  "\0\0\0\0\0\0\0\0\0\3\7\1\1\7\1\1\7\1\1"), VT_E_BADARG, 0, 0, 0, 0, "impossible size" },
	{ "JPEG 2000 with signed samples", ROW(SIZ "\0\0\1\0\0\0\0\x20\0\0\0\0\0\0\0\0\0\0\1\0\0\0\1\0"
	  "\0\0\0\0\0\0\0\0\0\1\x87\1\1"), VT_E_BADARG, 0, 0, 0, 0, "signed" },
	{ "text", ROW("Dear reader, this is a letter"), VT_E_BADARG, 0, 0, 0, 0,
	  "TIFF, JPEG, PNG and JPEG 2000 are" },
	{ "nothing", ROW(""), VT_E_BADARG, 0, 0, 0, 0, "empty" },
	{ "a TIFF of eight bytes", ROW("II*\0\x08\0\0\0"), VT_E_BADARG, 0, 0, 0, 0, "cannot be read" },
	{ "a BigTIFF of nonsense", ROW("MM\0+\0\x08\0\0\xff\xff\xff\xff\xff\xff\xff\xff"), VT_E_BADARG,
	  0, 0, 0, 0, "cannot be read" },
};

static void
from_bytes(void **state)
{
	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(rows); i++) {
		const struct row	*r = &rows[i];
		const char		*path = media_write("bytes", r->bytes, r->len);
		struct vt_header	 h;
		vt_err			 err = vt_header_read(path, &h);

		if (err != r->err)
			fail_msg("%s: %s (%s)", r->name, vt_err_name(err), vt_fail_text(err));
		if (err != VT_OK) {
			vt_test_has(vt_fail_text(err), r->says);
			vt_test_has(vt_fail_text(err), path);
			continue;
		}
		if (h.width != r->width || h.height != r->height || h.bits != r->bits ||
		    h.bands != r->bands)
			fail_msg("%s: %lld x %lld, %lld bits, %lld bands", r->name,
			    (long long)h.width, (long long)h.height, (long long)h.bits,
			    (long long)h.bands);
	}
}

static void
by_content(void **state)
{
	(void)state;
	assert_true(vt_media_is_image(media_write("a.txt", "\xff\xd8\xff\xe0", 4)));
	assert_false(vt_media_is_image(media_write("b.tif", "Dear reader", 11)));
	assert_false(vt_media_is_image(media_write("c.jpg", "", 0)));
	assert_false(vt_media_is_image(media_path("there is none")));
	assert_false(vt_media_is_image("/tmp"));
}

static void
away(void **state)
{
	struct vt_header	h;

	(void)state;
	assert_int_equal(vt_header_read("/tmp/there is none", &h), VT_E_IO);
	assert_int_equal(vt_header_read("/tmp", &h), VT_E_IO);
}

/* What a decoder would have to hold is known before it starts. */
static void
memory(void **state)
{
	static const struct {
		const char	*name, *bytes;
		size_t		 len;
	} hungry[] = {
		{ "interlaced PNG", ROW(PNG "\0\0\x41\0\0\0\x41\0\x10\6\0\0\1") },
		{ "progressive JPEG", ROW("\xff\xd8\xff\xc2\0\x11\x08\xff\0\xff\0\4") },
		{ "JPEG 2000 in one tile", ROW(SIZ "\0\0\x75\0\0\0\x75\0\0\0\0\0\0\0\0\0\0\0\x75\0\0\0"
		  "\x75\0\0\0\0\0\0\0\0\0\0\3\7\1\1\7\1\1\7\1\1") },
	};

	(void)state;
	for (size_t i = 0; i < MEDIA_COUNT(hungry); i++) {
		const char		*path = media_write("x", hungry[i].bytes, hungry[i].len);
		struct vt_header	 h;

		assert_int_equal(vt_header_read(path, &h), VT_OK);
		if (h.holds < INT64_C(2000000000))
			fail_msg("%s holds %lld", hungry[i].name, (long long)h.holds);
		h.width = h.height = 100;	/* so that only its hunger counts */
		assert_int_equal(vt_media_check(path, &h), VT_E_TOOLARGE);
		vt_test_has(vt_fail_text(VT_E_TOOLARGE), "media.decode_bytes_max");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_bytes), cmocka_unit_test(by_content),
		cmocka_unit_test(away), cmocka_unit_test(memory),
	};

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
