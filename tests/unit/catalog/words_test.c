/* SPDX-License-Identifier: Apache-2.0 */
/* Word boxes: what is packed comes back, compactly, and a damaged blob is an
 * error, never more. */
#include "vt_test.h"

#include "catalog/words/words.h"

static const char text[] = "Ąžuolai  žaliuoja\nprie kelio,\n\nvėjas";
#define W(t, px, py, pw, ph, l, b, part)							\
	{ .text = { (t), sizeof(t) - 1 }, .x = (px), .y = (py), .w = (pw), .h = (ph),	\
	  .line = (l), .block = (b), .hyphen = (part) }

static const struct vt_word words[] = {
	W("Ąžuolai", 100, 200, 90, 30, 0, 0, 0),
	W("žaliuoja", 200, 201, 80, 30, 0, 0, 1),
	W("prie", 100, 240, 40, 28, 1, 0, 2),
	W("kelio", 150, 240, 50, 28, 1, 0, 0),	/* without its comma */
	W("", -5, -7, 0, 0, 1, 1, 0),
	W("kitur", 2147483647, -2147483647, 1, 2147483647, 7, 3, 0),
	W("vėjas", 0, 0, 2147483647, 1, 2, 1, 0),
	{ .text = { "kny-", 4 }, .x = 10, .w = 10, .line = 2, .hyphen = 1, .whole = { "knygos", 6 } },
};
#define COUNT (sizeof(words) / sizeof(words[0]))

static struct vt_str
pack(struct vt_buf *b)
{
	vt_buf_init(b, 0);
	assert_int_equal(vt_words_pack(words, COUNT, VT_STR(text), b), VT_OK);
	return (vt_buf_get(b));
}

static void
what_is_packed_comes_back(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_word *list;
	struct vt_buf b;
	size_t count;

	(void)state;
	assert_int_equal(vt_words_unpack(a, pack(&b), VT_STR(text), &list, &count), VT_OK);
	assert_int_equal(count, COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		assert_true(vt_str_eq(list[i].text, words[i].text));
		assert_int_equal(list[i].x, words[i].x);
		assert_int_equal(list[i].y, words[i].y);
		assert_int_equal(list[i].w, words[i].w);
		assert_int_equal(list[i].h, words[i].h);
		assert_int_equal(list[i].line, words[i].line);
		assert_int_equal(list[i].block, words[i].block);
		assert_int_equal(list[i].hyphen, words[i].hyphen);
		assert_true(vt_str_eq(list[i].whole, words[i].whole));
	}
	vt_buf_fini(&b);
	vt_arena_free(&a);
}

static void
no_words_are_no_bytes(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_word *list;
	struct vt_buf b;
	size_t count = 9;

	(void)state;
	vt_buf_init(&b, 0);
	assert_int_equal(vt_words_pack(NULL, 0, VT_STR(text), &b), VT_OK);
	assert_int_equal(b.len, 0);
	assert_int_equal(vt_words_unpack(a, VT_STR_NONE, VT_STR_NONE, &list, &count), VT_OK);
	assert_int_equal(count, 0);
	vt_arena_free(&a);
}

/* A page of ordinary lines: below 5 bytes a word. */
static void
a_page_is_small(void **state)
{
	enum { LINES = 40, PER_LINE = 10 };
	struct vt_word list[LINES * PER_LINE];
	struct vt_buf page, blob;

	(void)state;
	vt_buf_init(&page, 0);
	vt_buf_init(&blob, 0);
	for (int i = 0; i < LINES * PER_LINE; i++)
		vt_buf_printf(&page, "w%03d%c", i, (i + 1) % PER_LINE ? ' ' : '\n');
	for (int i = 0; i < LINES * PER_LINE; i++)
		list[i] = (struct vt_word){ .text = vt_str_sub(vt_buf_get(&page), (size_t)i * 5, 4),
					    .x = 200 + i % PER_LINE * 180,
					    .y = 300 + i / PER_LINE * 60 + i % 3,
					    .w = 130 + i % 40,
					    .h = 44 + i % 5,
					    .line = i / PER_LINE };
	assert_int_equal(vt_words_pack(list, LINES * PER_LINE, vt_buf_get(&page), &blob), VT_OK);
	assert_true(blob.len <= (size_t)LINES * PER_LINE * 5);
	vt_buf_fini(&page);
	vt_buf_fini(&blob);
}

/* Many words are many chunks, which can be passed over. */
static void
chunks_are_passed_over(void **state)
{
	enum { COUNT_MANY = VT_WORDS_CHUNK * 3 + 5 };
	static struct vt_word list[COUNT_MANY];
	struct vt_arena *a = vt_arena_new(0);
	struct vt_words_cursor c;
	struct vt_buf page, blob;
	struct vt_word w, *all;
	size_t count;
	bool has_place;

	(void)state;
	vt_buf_init(&page, 0);
	vt_buf_init(&blob, 0);
	for (int i = 0; i < COUNT_MANY; i++)
		vt_buf_printf(&page, i % 10 == 9 ? "-%03d\n" : "w%03d ", i);
	for (int i = 0; i < COUNT_MANY; i++)
		list[i] = (struct vt_word){ .text = vt_str_sub(vt_buf_get(&page), (size_t)i * 5, 4),
					    .x = i % 10 * 100, .w = 90, .y = i / 10 * 50, .h = 40,
					    .line = i / 10, .block = i / 100 };
	list[3].text = VT_STR(",");
	assert_int_equal(vt_words_pack(list, COUNT_MANY, vt_buf_get(&page), &blob), VT_OK);
	assert_int_equal(vt_words_unpack(a, vt_buf_get(&blob), vt_buf_get(&page), &all, &count), VT_OK);
	assert_int_equal(count, COUNT_MANY);
	assert_int_equal(vt_words_open(&c, vt_buf_get(&blob), vt_buf_get(&page)), VT_OK);
	assert_int_equal(vt_words_skip(&c, VT_WORDS_CHUNK - 2), 0);
	assert_int_equal(vt_words_skip(&c, VT_WORDS_CHUNK), VT_WORDS_CHUNK - 1);
	assert_int_equal(vt_words_next(&c, &w, &has_place), VT_OK);
	vt_test_str("behind it", w.text, "w128");
	assert_int_equal(w.x, 800);
	assert_int_equal(w.line, 12);
	assert_int_equal(vt_words_skip(&c, 1000), 0); /* in the middle of one */
	for (int i = 1; i < VT_WORDS_CHUNK; i++)
		assert_int_equal(vt_words_next(&c, &w, &has_place), VT_OK);
	assert_int_equal(vt_words_skip(&c, 1000), VT_WORDS_CHUNK);
	assert_int_equal(vt_words_skip(&c, 1000), 0); /* the last is short */
	for (int i = 0; i < 5; i++)
		assert_int_equal(vt_words_next(&c, &w, &has_place), VT_OK);
	vt_test_str("last", w.text, "w388");
	assert_int_equal(w.block, 3);
	assert_int_equal(vt_words_next(&c, &w, &has_place), VT_E_END);
	vt_buf_fini(&page);
	vt_buf_fini(&blob);
	vt_arena_free(&a);
}

static void
too_many_are_refused(void **state)
{
	struct vt_buf b;

	(void)state;
	vt_buf_init(&b, 0);
	assert_int_equal(vt_words_pack(words, VT_WORDS_MAX + 1, VT_STR(text), &b), VT_E_TOOLARGE);
	vt_buf_fini(&b);
}

/* All or nothing: words that lie in the text or the arena, or damage. */
static void
try(struct vt_arena *a, struct vt_str blob, struct vt_str with)
{
	struct vt_word *list;
	size_t count, letters = 0;
	vt_err err = vt_words_unpack(a, blob, with, &list, &count);

	assert_true(err == VT_OK || err == VT_E_FORMAT);
	for (size_t i = 0; err == VT_OK && i < count; i++)
		for (size_t k = 0; k < list[i].text.len; k++)
			letters += list[i].text.p[k] != 0;
	assert_true(letters < 100000);
}

/* Cut anywhere, with any byte changed, with another text: an answer or an
 * error, and under ASan no read outside. */
static void
damage_is_found(void **state)
{
	struct vt_arena *a;
	struct vt_word *list;
	struct vt_buf b;
	struct vt_str blob = pack(&b);
	size_t count;

	(void)state;
	for (size_t len = 1; len < blob.len; len++) {
		char *cut = malloc(len);

		assert_non_null(cut);
		memcpy(cut, blob.p, len);
		a = vt_arena_new(0);
		assert_int_equal(vt_words_unpack(a, (struct vt_str){ cut, len }, VT_STR(text), &list,
						 &count),
				 VT_E_FORMAT);
		vt_arena_free(&a);
		free(cut);
	}
	for (size_t at = 0; at < blob.len; at++) {
		char kept = b.p[at];

		for (int c = 0; c < 256; c++) {
			a = vt_arena_new(0);
			b.p[at] = (char)c;
			try(a, blob, VT_STR(text));
			try(a, blob, VT_STR("x"));
			vt_arena_free(&a);
		}
		b.p[at] = kept;
	}
	a = vt_arena_new(0);
	assert_int_equal(vt_words_unpack(a, blob, VT_STR("kita"), &list, &count), VT_E_FORMAT);
	vt_arena_free(&a);
	vt_buf_fini(&b);
}

/* A blob that promises more words than it can hold must not cost memory. */
static void
a_lying_count_is_refused(void **state)
{
	static const char lie[] = "\x02\xff\xff\xff\xff\xff\xff\xff\x7f....................";
	struct vt_arena *a = vt_arena_new(0);
	struct vt_word *list;
	size_t count;

	(void)state;
	assert_int_equal(vt_words_unpack(a, VT_STR(lie), VT_STR(text), &list, &count), VT_E_FORMAT);
	assert_int_equal(vt_arena_used(a), 0);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_packed_comes_back),
		cmocka_unit_test(no_words_are_no_bytes),
		cmocka_unit_test(a_page_is_small),
		cmocka_unit_test(chunks_are_passed_over),
		cmocka_unit_test(too_many_are_refused),
		cmocka_unit_test(damage_is_found),
		cmocka_unit_test(a_lying_count_is_refused),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
