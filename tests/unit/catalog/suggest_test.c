/* SPDX-License-Identifier: Apache-2.0 */
/* What may have been meant where nothing is found: near words, as they are written, only
 * where they find something, and never of text that is not open. */
#include "store.h"

#include "catalog/search/near_words.h"

static void
suggests_in(struct test_store *s, const struct vt_find *q, const char *want)
{
	struct vt_str got = VT_STR("");
	vt_err err = vt_catalog_suggest(s->c, s->a, q, &got);

	if (err != VT_OK)
		assert_int_equal(err, VT_E_END);
	vt_test_str(vt_str_c(s->a, q->words), got, want);
}

static void
suggests(struct test_store *s, const char *typed, const char *want)
{
	struct vt_find q = { .words = vt_str_of(typed), .limit = 10 };

	suggests_in(s, &q, want);
}

static int
some_objects(void **state)
{
	struct test_store *s;
	struct test_object t;

	(void)test_store(state);
	s = *state;
	test_object_init(&t, "laikrastis", "Panevėžio balsas");
	test_describe(&t, "description", "Žinios iš BIRŽŲ ir Utenos bibliotekų");
	test_page(&t, NULL, "Šiandien turguje pardavinėjo obuolius ir gurgždančius vežimus.\n");
	test_put(s, &t);
	test_object_init(&t, "pilis", "Biržų pilis");
	t.o.object.kind = VT_KIND_IMAGE;
	test_put(s, &t);
	test_object_init(&t, "uzdaras", "Dienoraštis");
	t.o.object.access = VT_ACCESS_METADATA;
	test_page(&t, NULL, "paslaptis turguje gurgždančiai\n");
	test_put(s, &t);
	return (0);
}

static void
a_slip_is_mended(void **state)
{
	struct test_store *s = *state;

	suggests(s, "Panvėžio", "Panevėžio");		/* a letter less */
	suggests(s, "Panevvėžio", "Panevėžio");		/* more */
	suggests(s, "Panezėžio", "Panevėžio");		/* another */
	suggests(s, "Panevėžoi", "Panevėžio");		/* swapped */
	suggests(s, "panevezoi", "panevėžio");		/* and without diacritics */
	suggests(s, "Šanevėžio balsas", "Panevėžio balsas");
	suggests(s, "balsas Panevėžoi", "balsas Panevėžio");
	suggests(s, "\"Panevėžio blsas\"", "\"Panevėžio balsas\"");
	suggests(s, "„Panevėžio“ bal*  -lietus obuolisu", "„Panevėžio“ bal*  -lietus obuolius");
	suggests(s, "obulius", "obuolius");		/* of a text */
	suggests(s, "biržzų", "biržų");			/* in small letters, whatever the source's are */
	suggests(s, "bibloteka", "biblioteka");		/* only other forms of it are there */
}

static void
what_is_no_slip_is_left(void **state)
{
	struct test_store *s = *state;
	static const char *const none[] = { "", "   ", "blass1", "bls", "Panevėžys Zarasai", "Pxnxvėžio", "🙂🙂🙂🙂", "...." };

	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++)
		suggests(s, none[i], "");
	suggests(s, "Panevėžio", "");			/* it finds something itself */
	suggests(s, "abcdefghijklmnopqrstuvwxyz", "");
	suggests(s, "abcdefghijklmnopqrstuvwx", "");
	suggests(s, "𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿", "");	/* four bytes each */
}

/* Of two, that which finds more; and what is offered finds something among what is chosen. */
static void
what_is_offered_finds_the_most(void **state)
{
	struct test_store *s = *state;
	struct vt_find q = { .words = S("Biržjų"), .limit = 10 };
	struct test_object t;

	suggests_in(s, &q, "Biržų");
	q.chosen[VT_FACET_KIND] = S("IMAGE");
	suggests_in(s, &q, "Biržų");
	q.chosen[VT_FACET_KIND] = S("SOUND");
	suggests_in(s, &q, "");
	test_object_init(&t, "birzai", "Biržas");
	test_put(s, &t);
	test_object_init(&t, "birzes", "Girža");
	test_put(s, &t);
	suggests(s, "viržų", "biržų");
}

static void
closed_text_is_offered_to_nobody(void **state)
{
	struct test_store *s = *state;
	struct test_object t;

	suggests(s, "pasalptis", "");
	suggests(s, "paslaptsi turguje", "");
	suggests(s, "gurgžandčiai", "");	/* its stem finds the open text, if at all */
	test_object_init(&t, "embargas", "Embargas");
	t.o.object.access = VT_ACCESS_EMBARGO;
	t.o.object.embargo_until = test_time + 100;
	test_page(&t, NULL, "paslaptys\n");
	test_put(s, &t);
	suggests(s, "pasalptys", "");
	test_time += 100;
	suggests(s, "pasalptys", "paslaptys");
	suggests(s, "Deinoraštis", "Dienoraštis");	/* that it is there may be known */
}

/* All that is near is looked for in bounded many places, and told once. */
static void
near_words_are_few(void **state)
{
	struct test_store *s = *state;
	struct vt_near_words near;
	struct test_object t;
	char title[32];

	for (int i = 0; i < 26; i++) {
		(void)snprintf(title, sizeof(title), "mal%cnas mal%cnu", 'a' + i, 'a' + i);
		test_object_init(&t, title + 9, title);
		test_put(s, &t);
	}
	ok(vt_catalog_begin(s->c));
	ok(vt_near_words(&s->c->db, s->a, S("malnas"), false, &near));
	vt_catalog_end(s->c);
	assert_int_equal(near.count, VT_NEAR_WORDS_MAX);
	for (size_t i = 0; i < near.count; i++)
		for (size_t k = 0; k < i; k++)
			assert_false(vt_str_eq(near.words[i], near.words[k]));
}

#define with_objects(test) cmocka_unit_test_setup_teardown(test, some_objects, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_objects(a_slip_is_mended),
		with_objects(what_is_no_slip_is_left),
		with_objects(what_is_offered_finds_the_most),
		with_objects(closed_text_is_offered_to_nobody),
		with_objects(near_words_are_few),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
