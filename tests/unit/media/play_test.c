/* SPDX-License-Identifier: Apache-2.0 */
/* How long sounds and films are; what does not say so is nothing. */
#include "vt_test.h"

#include "api/play.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define CORPUS "tests/fuzz/corpus/play/"

struct row {
	const char *file;
	int64_t duration, width, height;
};

static const struct row rows[] = {
	{ "wav", 100, 0, 0 },	    { "flac", 10000, 0, 0 }, { "vorbis", 2000, 0, 0 },
	{ "opus", 2000, 0, 0 },	    { "mp3", 130, 0, 0 },    { "mp3-xing", 26122, 0, 0 },
	{ "mp4", 90500, 640, 480 }, { "webm", 3500, 320, 240 }, { "webm-live", 2500, 1024, 576 },
};

static void
durations(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_play play;
		char path[200];

		(void)snprintf(path, sizeof(path), CORPUS "%s", rows[i].file);
		assert_true(vt_play_file(path, &play));
		if (play.duration != rows[i].duration)
			print_error("%s: %lld ms\n", rows[i].file, (long long)play.duration);
		assert_int_equal(play.duration, rows[i].duration);
		assert_int_equal(play.width, rows[i].width);
		assert_int_equal(play.height, rows[i].height);
	}
}

/* Each of them cut off at any byte: known or not, never out of bounds. */
static void
cut_off(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char path[200], bytes[4096];
		FILE *in, *f;
		size_t len;

		(void)snprintf(path, sizeof(path), CORPUS "%s", rows[i].file);
		in = fopen(path, "re");
		assert_non_null(in);
		len = fread(bytes, 1, sizeof(bytes), in);
		(void)fclose(in);
		for (size_t n = 1; n < len; n++) {
			struct vt_play play;

			f = fmemopen(bytes, n, "rb");
			assert_non_null(f);
			if (!vt_play_read(f, &play))
				assert_int_equal(play.duration, 0);
			(void)fclose(f);
		}
	}
}

static const char *const nothing[] = {
	"", "RIFF....WAVE", "fLaC", "OggS", "\xff\xfb", "plain text that is no sound at all",
	"RIFF....WAVEfmt \xff\xff\xff\xff", "....ftyp........moov",
	"\x1A\x45\xDF\xA3\x80\x18\x53\x80\x67\xFF\x15\x49\xA9\x66\x87\x44\x89\x84\x7F\xC0\1\1",	/* not a number */
};

static void
no_sounds(void **state)
{
	struct vt_play play;

	(void)state;
	for (size_t i = 0; i < COUNT(nothing); i++) {
		char bytes[64] = "";
		FILE *f;

		(void)snprintf(bytes, sizeof(bytes), "%s", nothing[i]);
		f = fmemopen(bytes, sizeof(bytes), "rb");
		assert_non_null(f);
		assert_false(vt_play_read(f, &play));
		(void)fclose(f);
	}
	assert_false(vt_play_file("tests/no-such-file", &play));
	/* As a browser records it. */
	assert_false(vt_play_file(CORPUS "webm-no-duration", &play));
	assert_int_equal(play.duration, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations),
		cmocka_unit_test(cut_off),
		cmocka_unit_test(no_sounds),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
