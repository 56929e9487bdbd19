/* SPDX-License-Identifier: Apache-2.0 */
/* Files that cannot become access copies: each costs itself only, with a
 * sentence about itself, quickly and without much memory. */
#include "media_test.h"

#include <pthread.h>
#include <sys/resource.h>

/* The first part of a good file. */
static const char *
cut(const char *from, const char *to, double part)
{
	struct stat	 st;
	FILE		*f = fopen(from, "rb");
	char		*bytes;
	size_t		 len;
	const char	*path;

	assert_non_null(f);
	assert_int_equal(fstat(fileno(f), &st), 0);
	len = (size_t)((double)st.st_size * part);
	bytes = malloc(len);
	assert_non_null(bytes);
	assert_int_equal(fread(bytes, 1, len, f), len);
	fclose(f);
	path = media_write(to, bytes, len);
	free(bytes);
	return (path);
}

static void
refuse(const char *path, vt_err wanted)
{
	const char	*target = media_path("copy.tif");
	int64_t		 width, height;
	vt_err		 err = vt_media_make_access_copy(path, target, &width, &height);

	if (err != wanted)
		fail_msg("%s: %s", path, vt_err_name(err));
	vt_test_has(vt_fail_text(err), path);
	assert_int_equal(access(target, F_OK), -1);
}

static void
truncated(void **state)
{
	static const char *const names[] = { "t.jpg", "p.jpg", "t.png", "t.tif", "t.jp2" };
	VipsImage	*picture = media_picture(900, 700);

	(void)state;
	assert_int_equal(vips_jpegsave(picture, media_path("t.jpg"), NULL), 0);
	assert_int_equal(vips_jpegsave(picture, media_path("p.jpg"), "interlace", TRUE, NULL), 0);
	assert_int_equal(vips_pngsave(picture, media_path("t.png"), NULL), 0);
	assert_int_equal(vips_tiffsave(picture, media_path("t.tif"), "compression",
	    VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE, NULL), 0);
	assert_int_equal(vips_jp2ksave(picture, media_path("t.jp2"), NULL), 0);
	for (size_t i = 0; i < MEDIA_COUNT(names); i++)
		for (int part = 1; part <= 9; part += 4) {
			const char	*path = cut(media_path(names[i]), "cut", part / 10.0);

			refuse(path, VT_E_BADARG);
		}
	g_object_unref(picture);
}

/* A damaged middle of a TIFF's data. */
static void
damaged(void **state)
{
	VipsImage	*picture = media_picture(900, 700);
	const char	*path = media_path("d.tif");
	FILE		*f;

	(void)state;
	assert_int_equal(vips_tiffsave(picture, path, "compression",
	    VIPS_FOREIGN_TIFF_COMPRESSION_DEFLATE, NULL), 0);
	f = fopen(path, "r+b");
	assert_non_null(f);
	assert_int_equal(fseek(f, 4000, SEEK_SET), 0);
	for (int i = 0; i < 3000; i++)
		fputc(0xa5, f);
	fclose(f);
	refuse(path, VT_E_BADARG);
	g_object_unref(picture);
}

static void
hostile(void **state)
{
	/* 30000 x 30000, all of it still to come. */
	static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\2\0\0\0"
	    "\x77\x32\xb9\x42\0\0\0\0IDAT";
	/* 2,000,000,000 pixels a side. */
	static const char png_absurd[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x77\x35\x94\0\x77\x35\x94\0"
	    "\x08\2\0\0\0\0\0\0\0";
	/* One strip of 4,294,967,295 x 4,294,967,295 RGB. */
	static const char tiff[] = "II*\0\x08\0\0\0\x06\0"
	    "\0\1\4\0\1\0\0\0\xff\xff\xff\xff" "\1\1\4\0\1\0\0\0\xff\xff\xff\xff"
	    "\2\1\3\0\1\0\0\0\x08\0\0\0" "\x06\1\3\0\1\0\0\0\1\0\0\0"
	    "\x11\1\4\0\1\0\0\0\x08\0\0\0" "\x17\1\4\0\1\0\0\0\x10\0\0\0" "\0\0\0\0";
	/* Tiles of 1,000,000 x 1,000 in a picture of the same size. */
	static const char tiles[] = "II*\0\x08\0\0\0\x08\0"
	    "\0\1\4\0\1\0\0\0\x40\x42\x0f\0" "\1\1\4\0\1\0\0\0\xe8\3\0\0"
	    "\2\1\3\0\1\0\0\0\x10\0\0\0" "\x06\1\3\0\1\0\0\0\1\0\0\0"
	    "\x42\1\4\0\1\0\0\0\x40\x42\x0f\0" "\x43\1\4\0\1\0\0\0\xe0\3\0\0"
	    "\x44\1\4\0\2\0\0\0\x08\0\0\0" "\x45\1\4\0\2\0\0\0\x10\0\0\0" "\0\0\0\0";
	/* 16000 x 16000 x 3 in one JPEG 2000 tile. */
	static const char j2k[] = "\xff\x4f\xff\x51\0\x2f\0\0\0\0\x3e\x80\0\0\x3e\x80\0\0\0\0\0\0\0\0"
	    "\0\0\x3e\x80\0\0\x3e\x80\0\0\0\0\0\0\0\0\0\3\7\1\1\7\1\1\7\1\1";
	struct rusage	before, after;

	(void)state;
	getrusage(RUSAGE_SELF, &before);
	refuse(media_write("a.png", png, sizeof(png) - 1), VT_E_BADARG);
	refuse(media_write("b.png", png_absurd, sizeof(png_absurd) - 1), VT_E_TOOLARGE);
	refuse(media_write("a.tif", tiff, sizeof(tiff) - 1), VT_E_BADARG);
	refuse(media_write("b.tif", tiles, sizeof(tiles) - 1), VT_E_TOOLARGE);
	refuse(media_write("a.j2k", j2k, sizeof(j2k) - 1), VT_E_TOOLARGE);
	getrusage(RUSAGE_SELF, &after);
	assert_true(after.ru_maxrss - before.ru_maxrss < 200 * 1024);
}

static void
not_pictures(void **state)
{
	(void)state;
	refuse(media_write("letter.tif", "Dear reader, this is a letter.\n", 31), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "TIFF, JPEG, PNG and JPEG 2000 are");
	refuse(media_write("empty.jpg", "", 0), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "the file is empty");
	/* Kinds that libvips could read, by a loader that is shut. */
	refuse(media_write("a.tif", "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\2\2D"
	    "\1\0;", 35), VT_E_BADARG);
	refuse(media_write("a.png", "<svg xmlns='http://www.w3.org/2000/svg'/>", 41), VT_E_BADARG);
	refuse(media_path("there is none"), VT_E_IO);
}

static void
over_the_limit(void **state)
{
	struct vt_media_options	 small = *vt_media_options(), as_before = small;
	VipsImage		*picture = media_picture(120, 100);
	struct vt_media_info	 info;

	(void)state;
	small.pixels_max = 11999;
	assert_int_equal(vips_pngsave(picture, media_path("l.png"), NULL), 0);
	assert_int_equal(vt_media_init("media_test", &small), VT_OK);
	refuse(media_path("l.png"), VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "120 x 100");
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "media.pixels_max");
	assert_int_equal(vt_media_inspect(NULL, media_path("l.png"), &info), VT_E_TOOLARGE);
	assert_int_equal(vt_media_init("media_test", &as_before), VT_OK);
	assert_int_equal(vt_media_inspect(NULL, media_path("l.png"), &info), VT_OK);
	g_object_unref(picture);
}

/* --- two threads, two kinds of broken files --------------------------------- */
struct pair {
	const char	*path, *good, *says, *says_not;
	int		 wrong;
};

static void *
again_and_again(void *arg)
{
	struct pair	*p = arg;

	for (int i = 0; i < 12; i++) {
		char	target[200];
		int64_t	width, height;
		vt_err	err;

		(void)snprintf(target, sizeof(target), "%s.copy", p->path);
		err = vt_media_make_access_copy(p->path, target, &width, &height);
		if (err != VT_E_BADARG || strstr(vt_fail_text(err), p->path) == NULL ||
		    strstr(vt_fail_text(err), p->says) == NULL ||
		    strstr(vt_fail_text(err), p->says_not) != NULL)
			p->wrong++;
		if (vt_media_make_access_copy(p->good, target, &width, &height) != VT_OK)
			p->wrong++;
	}
	vt_media_thread_end();
	return (NULL);
}

static void
own_sentences(void **state)
{
	VipsImage	*picture = media_picture(400, 300);
	char		 paths[3][200];
	pthread_t	 threads[2];

	(void)state;
	(void)snprintf(paths[0], sizeof(paths[0]), "%s", media_path("jpeg"));
	(void)snprintf(paths[1], sizeof(paths[1]), "%s", media_path("png"));
	(void)snprintf(paths[2], sizeof(paths[2]), "%s", media_path("good"));
	assert_int_equal(vips_jpegsave(picture, media_path("w.jpg"), NULL), 0);
	assert_int_equal(vips_pngsave(picture, media_path("w.png"), NULL), 0);
	assert_int_equal(vips_pngsave(picture, paths[2], NULL), 0);
	(void)cut(media_path("w.jpg"), "jpeg", 0.5);
	(void)cut(media_path("w.png"), "png", 0.5);
	struct pair pairs[2] = {
		{ paths[0], paths[2], "Jpeg", "png", 0 },
		{ paths[1], paths[2], "png", "Jpeg", 0 },
	};
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, again_and_again, &pairs[i]), 0);
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	if (pairs[0].wrong + pairs[1].wrong != 0)
		fail_msg("%d and %d wrong; last: %s", pairs[0].wrong, pairs[1].wrong,
		    vips_error_buffer());
	g_object_unref(picture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(truncated), cmocka_unit_test(damaged), cmocka_unit_test(hostile),
		cmocka_unit_test(not_pictures), cmocka_unit_test(over_the_limit),
		cmocka_unit_test(own_sentences),
	};

	return (cmocka_run_group_tests(tests, media_start, media_stop));
}
