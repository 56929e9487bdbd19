/* SPDX-License-Identifier: Apache-2.0 */
/* Words: any form of a word finds any other; titles are ordered as in a Lithuanian
 * index. */
#include "vt_test.h"

#include <unistd.h>

#include "catalog/connect.h"
#include "catalog/db/db.h"
#include "catalog/search/query.h"
#include "catalog/words/terms.h"

static struct vt_db db;

static int
open_index(void **state)
{
	(void)state;
	assert_int_equal(vt_connect(&db, ":memory:", true), VT_OK);
	assert_int_equal(access(":memory:", F_OK), -1);
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
	struct vt_arena *a = vt_arena_new(0);
	struct vt_query_node *root;
	struct vt_buf b;
	int64_t found = 0;

	vt_buf_init(&b, 0);
	assert_int_equal(vt_query_parse(a, vt_str_of(typed), &root), VT_OK);
	vt_query_match(root, &b);
	assert_int_equal(vt_db_run(&db, "DELETE FROM t", NULL, 0), VT_OK);
	assert_int_equal(vt_db_run(&db, "INSERT INTO t VALUES (?1)",
				   VT_BINDS(VT_TEXT(vt_str_of(text)))),
			 VT_OK);
	if (b.len != 0)
		assert_int_equal(vt_db_int(&db, &found, "SELECT count(*) FROM t WHERE t MATCH ?1",
					   VT_BINDS(VT_TEXT(vt_buf_get(&b)))),
				 VT_OK);
	vt_buf_fini(&b);
	vt_arena_free(&a);
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
		{ "1927-03-12", "1927", true },
		{ "1927-03-12", "1927-03", true },
		{ "pietų-vakarų vėjas", "vakarai", true },
		{ "pietų-vakarų vėjas", "pietų-vakarų", true },
		{ "pietų-vakarų vėjas", "pietūs-vakarai", true },
		{ "pietų-vakarų vėjas", "\"pietų-vakarų vėjas\"", true },
		{ "pietų vakarų vėjas", "pietų-vakarų", true },
		{ "vakarų pietų vėjas šiaurės", "pietų-šiaurės", false },
		{ "Vilnius – Kaunas", "\"Vilnius Kaunas\"", true },
		{ "moterų gimnazija", "moteris", true },
		{ "seserys", "seserų", true },
		{ "sesuo", "seserims", true },
		{ "žmonių", "žmogus", true },
		{ "žmogui", "žmonės", true },
		{ "zmoniu", "žmogus", true },
		{ "žmona", "žmogus", false },
		{ "namas", "\"namai\"", false },	/* in quotation marks: just so */
		{ "namas", "namai", true },
		{ "senas namas", "senas AND namas", true },
		{ "senas namas", "senas ARBA naujas", true },
		{ "senas namas", "naujas OR jaunas", false },
		{ "senas namas", "namas NOT senas", false },
		{ "senas namas", "namas -senas", false },
		{ "senas namas", "namas NE naujas", true },
		{ "senas namas", "(naujas OR senas) namas", true },
		{ "senas namas", "(naujas OR jaunas) namas", false },
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

/* Texts before 1905, asked for in today's spelling and in theirs. */
static void
old_spelling_is_found_by_the_new(void **state)
{
	static const struct {
		const char *text, *typed;
		bool want;
	} rows[] = {
		{ "Kałbos lëtuviszko lëżuv'o", "lietuviškas", true },
		{ "Kałbos lëtuviszko lëżuv'o", "lietuviškos kalbos", true },
		{ "Kałbos lëtuviszko lëżuv'o", "liežuvio", true },
		{ "Kałbos lëtuviszko lëżuv'o", "liežuvis", true },
		{ "Kałbos lëtuviszko lëżuv'o", "lëtuviszko", true },
		{ "Kałbos lëtuviszko lëżuv'o", "\"kałbos lëtuviszko\"", true },
		{ "szwentas raſztas", "šventas", true },
		{ "szwentas raſztas", "šventasis", true },
		{ "szwentas raſztas", "raštai", true },
		{ "fawo fzirdis", "savo", true },
		{ "fawo fzirdis", "širdies", true },
		{ "cze", "čia", false },
		{ "„Lëżuv'o“", "liežuvio", true },
		{ "Auszra wiltis", "viltį", true },
		{ "Auszra wiltis", "aušros", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char old[200];

		(void)snprintf(old, sizeof(old), "%c%s", VT_TERMS_TEXT(VT_TERM_OLD), rows[i].text);
		if (finds(old, rows[i].typed) != rows[i].want) {
			print_error("\"%s\" asked for %s\n", rows[i].text, rows[i].typed);
			fail();
		}
	}
	/* Who types as they wrote finds what is written today. */
	assert_true(finds("šventas raštas", "szwents OR szwentas"));
	assert_false(finds("szwentas", "šventas"));
}

/* Other languages have no Lithuanian endings. */
static void
other_languages_have_no_stems(void **state)
{
	char text[100];

	(void)state;
	(void)snprintf(text, sizeof(text), "%cdas Haus", VT_TERMS_TEXT(VT_TERM_OTHER));
	assert_true(finds(text, "haus"));
	assert_false(finds(text, "hau"));
	assert_true(finds("das Haus", "hausas"));
}

static int64_t
terms(const char *where)
{
	char sql[200];
	int64_t count;

	(void)snprintf(sql, sizeof(sql), "SELECT count(*) FROM v WHERE %s", where);
	assert_int_equal(vt_db_int(&db, &count, sql, NULL, 0), VT_OK);
	return (count);
}

/* What a word adds to the index, and that nothing is there twice. */
static void
forms_of_a_word(void **state)
{
	(void)state;
	assert_int_equal(vt_db_script(&db, "DELETE FROM t; CREATE VIRTUAL TABLE v USING fts5vocab(t, "
					   "'instance'); INSERT INTO t VALUES "
					   "('Panevėžyje ir ir- pietų-vakarų ,,')"),
			 VT_OK);
	assert_int_equal(terms("term = 'panevezyje' AND offset = 0"), 1);
	assert_int_equal(terms("term = 'panevėžyje' AND offset = 0"), 1);
	assert_int_equal(terms("term = '~panevez' AND offset = 0"), 1);
	assert_int_equal(terms("offset = 1"), 1); /* its stem is itself */
	assert_int_equal(terms("term = 'ir' AND offset = 2"), 1);
	assert_int_equal(terms("term = 'pietuvakaru' AND offset = 3"), 1);
	assert_int_equal(terms("term = 'vakarų' AND offset = 3"), 1);
	assert_int_equal(terms("offset > 3"), 0);
	assert_int_equal(vt_db_script(&db, "DROP TABLE v"), VT_OK);
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
		cmocka_unit_test(any_form_finds_any_other),
		cmocka_unit_test(old_spelling_is_found_by_the_new),
		cmocka_unit_test(other_languages_have_no_stems),
		cmocka_unit_test(forms_of_a_word),
		cmocka_unit_test(odd_texts_are_taken),
		cmocka_unit_test(rules_tell_stemmers_apart),
		cmocka_unit_test(titles_in_order),
	};

	return (cmocka_run_group_tests(tests, open_index, close_index));
}
