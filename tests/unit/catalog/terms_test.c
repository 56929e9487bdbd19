/* SPDX-License-Identifier: Apache-2.0 */
/* Words: what people type becomes a harmless expression; any form of a word
 * finds any other; titles are ordered as in a Lithuanian index. */
#include "vt_test.h"

#include "catalog/db.h"
#include "catalog/terms.h"

static void
what_people_type(void **state)
{
	static const struct {
		const char *typed, *want;
	} rows[] = {
		{ "", "" },
		{ " \t\n", "" },
		{ "ąžuolas", "\"ąžuolas\"" },
		{ " du  žodžiai ", "\"du\" \"žodžiai\"" },
		{ "\"senas ąžuolas\" miške", "\"senas ąžuolas\" \"miške\"" },
		{ "\"nebaigta frazė", "\"nebaigta frazė\"" },
		{ "prieš\"po\"", "\"prieš\" \"po\"" },
		{ "laikr*", "\"laikr\" *" },
		{ "laikr**", "\"laikr\" *" },
		{ "ž*", "\"ž\"" },
		{ "*", "\"\"" },
		{ "\"laikr*\"", "\"laikr*\"" },
		{ "a AND NOT b", "\"a\" \"AND\" \"NOT\" \"b\"" },
		{ "title:x ^y -z {a} (b)", "\"title:x\" \"^y\" \"-z\" \"{a}\" \"(b)\"" },
		{ "x'); DROP TABLE object;--", "\"x');\" \"DROP\" \"TABLE\" \"object;--\"" },
		{ "a\x01\x7f" "b", "\"a\" \"b\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_buf b;
		bool has_words;

		vt_buf_init(&b, 0);
		assert_int_equal(vt_terms_query(vt_str_of(rows[i].typed), &b, &has_words), VT_OK);
		vt_test_str(rows[i].typed, vt_buf_get(&b), rows[i].want);
		assert_int_equal(has_words, rows[i].want[0] != '\0');
		vt_buf_fini(&b);
	}
}

static void
limits_are_said(void **state)
{
	char many[2 * (VT_SEARCH_WORDS_MAX + 1)], lots[VT_SEARCH_BYTES_MAX + 1];
	struct vt_buf b;
	bool has_words;

	(void)state;
	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = i % 2 ? ' ' : 'a';
	memset(lots, 'a', sizeof(lots));
	vt_buf_init(&b, 0);
	assert_int_equal(vt_terms_query((struct vt_str){ many, sizeof(many) - 2 }, &b, &has_words),
			 VT_OK);
	assert_int_equal(vt_terms_query((struct vt_str){ many, sizeof(many) }, &b, &has_words),
			 VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "32 words");
	assert_int_equal(vt_terms_query((struct vt_str){ lots, sizeof(lots) }, &b, &has_words),
			 VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "1000 bytes");
	assert_int_equal(vt_terms_query(VT_STR("a\xff"), &b, &has_words), VT_E_BADARG);
	vt_buf_fini(&b);
}

static struct vt_db db;

static int
open_index(void **state)
{
	(void)state;
	assert_int_equal(vt_db_open(&db, ":memory:", true), VT_OK);
	assert_int_equal(vt_db_script(&db, "CREATE VIRTUAL TABLE t USING fts5(x, tokenize = "
					   "'vartai')"),
			 VT_OK);
	return (0);
}

static int
close_index(void **state)
{
	(void)state;
	vt_db_close(&db);
	return (0);
}

static bool
finds(const char *text, const char *typed)
{
	struct vt_buf b;
	int64_t found;
	bool has_words;

	vt_buf_init(&b, 0);
	assert_int_equal(vt_terms_query(vt_str_of(typed), &b, &has_words), VT_OK);
	assert_int_equal(vt_db_run(&db, "DELETE FROM t", NULL, 0), VT_OK);
	assert_int_equal(vt_db_run(&db, "INSERT INTO t VALUES (?1)",
				   VT_BINDS(VT_TEXT(vt_str_of(text)))),
			 VT_OK);
	assert_int_equal(vt_db_int(&db, &found, "SELECT count(*) FROM t WHERE t MATCH ?1",
				   VT_BINDS(VT_TEXT(vt_buf_get(&b)))),
			 VT_OK);
	vt_buf_fini(&b);
	return (found != 0);
}

static void
any_form_finds_any_other(void **state)
{
	static const struct {
		const char *text, *typed;
		bool want;
	} rows[] = {
		{ "Senasis ĄŽUOLAS", "ąžuolas", true },
		{ "Senasis ĄŽUOLAS", "azuolas", true },
		{ "Senasis ĄŽUOLAS", "ąžuolų", true },
		{ "Senasis ĄŽUOLAS", "azuolu", true },
		{ "azuolai", "ĄŽUOLAS", true },
		{ "laikraščiai", "laikraštyje", true },
		{ "laikraščiai", "laikrascio", true },
		{ "Panevėžyje", "Panevėžio", true },
		{ "Panevėžyje", "panevezio", true },
		{ "Paneve\xcc\x87z\xcc\x8cyje", "panevėžyje", true },
		{ "Pane\xc2\xadvėžyje", "panevėžyje", true },
		{ "bibliotekos", "bibliotekoje", true },
		{ "Łódź", "lodz", true },
		{ "1927 m.", "1927", true },
		{ "1927 m.", "192*", true },
		{ "1927 m.", "192", false },
		{ "laikraščiai", "laikr*", true },
		{ "laikraščiai", "laikrašč*", true },
		{ "senas ąžuolas miške", "\"senas ąžuolas\"", true },
		{ "senas didelis ąžuolas", "\"senas ąžuolas\"", false },
		{ "senas didelis ąžuolas", "ąžuolas senas", true },
		{ "senas ąžuolas", "senas liepa", false },
		{ "1927-03-12", "1927-03-12", true },
		{ "kelias", "kelias - ,", true },	/* marks alone ask for nothing */
		{ "kelias", "- ,", false },
		{ "\xd7\x91\xd6\xbc\xd7\xa8\xd7\x99\xd7\xa1\xd7\xa7", "\xd7\x91\xd7\xa8\xd7\x99\xd7\xa1\xd7\xa7", true },
		{ "\xcc\x81 x", "x", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (finds(rows[i].text, rows[i].typed) != rows[i].want) {
			print_error("\"%s\" asked for %s\n", rows[i].text, rows[i].typed);
			fail();
		}
}

/* Very long words and texts without any cost no more than they are. */
static void
odd_texts_are_taken(void **state)
{
	size_t len = 1 << 20;
	char *text = malloc(len + 1);

	(void)state;
	assert_non_null(text);
	memset(text, 'x', len);
	text[len] = '\0';
	assert_true(finds(text, "xxxxx*"));
	for (size_t i = 0; i < len; i += 2)
		text[i] = ' ';
	assert_true(finds(text, "x"));
	memset(text, '\xcc', len);
	assert_false(finds(text, "x"));
	free(text);
}

static void
rules_tell_stemmers_apart(void **state)
{
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	/* With the Lithuanian stemmer that Debian has. */
	vt_test_has(vt_terms_rules(a).p, "laikrašt");
	assert_true(vt_str_eq(vt_terms_rules(a), vt_terms_rules(a)));
	vt_arena_free(&a);
}

static void
titles_in_order(void **state)
{
	static const char *const rows[] = {
		"", "2 dalis", "10 dalių", "„Azuolynas“", "Ąžuolai", "Bitė", "Cukrus", "Čia",
		"Ėglė", "Egzaminas", "Ieva", "Yla", "Įvadas", "Jonas", "Laikraštis 1927, Nr. 9",
		"[Laikraštis] 1927, Nr. 010", "Sodas", "Švyturys", "Ūkas", "Ukmergė", "Zuikis",
		"Žemė", "Z\xcc\x8c" "emyn",
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 1; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_str before = vt_terms_sort_key(a, vt_str_of(rows[i - 1]));
		struct vt_str key = vt_terms_sort_key(a, vt_str_of(rows[i]));

		if (vt_str_cmp(before, key) >= 0) {
			print_error("%s (%.*s) before %s (%.*s)\n", rows[i - 1], VT_STR_ARG(before),
				    rows[i], VT_STR_ARG(key));
			fail();
		}
	}
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_type),
		cmocka_unit_test(limits_are_said),
		cmocka_unit_test(any_form_finds_any_other),
		cmocka_unit_test(odd_texts_are_taken),
		cmocka_unit_test(rules_tell_stemmers_apart),
		cmocka_unit_test(titles_in_order),
	};

	return (cmocka_run_group_tests(tests, open_index, close_index));
}
