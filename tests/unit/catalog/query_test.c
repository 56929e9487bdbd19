/* SPDX-License-Identifier: Apache-2.0 */
/* What people type becomes a harmless expression, or a sentence that says what is
 * wrong with it. */
#include "vt_test.h"

#include "api/catalog.h"
#include "catalog/search/query.h"

static struct vt_str
expression(struct vt_arena *a, struct vt_str typed)
{
	struct vt_query_node *root;
	struct vt_buf b;
	struct vt_str s;

	vt_buf_init(&b, 0);
	assert_int_equal(vt_query_parse(a, typed, &root), VT_OK);
	if (root == NULL)
		return (VT_STR("nothing"));
	vt_query_match(root, &b);
	for (size_t i = 0; i < b.len; i++)
		if (b.p[i] == '\x01')
			b.p[i] = '=';
	s = vt_str_dup(a, vt_buf_get(&b));
	vt_buf_fini(&b);
	return (s);
}

static void
what_people_type(void **state)
{
	/* '=' stands for VT_TERMS_FOLDED. */
	static const struct {
		const char *typed, *want;
	} rows[] = {
		{ "", "nothing" },
		{ " \t\n", "nothing" },
		{ "ąžuolas", "\"ąžuolas\"" },
		{ " du  žodžiai ", "((\"du\" AND \"žodžiai\"))" },
		{ "„ąžuolas“,", "\"ąžuolas\"" },
		{ "\"senas ąžuolas\" miške", "((\"=senas =ąžuolas\" AND \"miške\"))" },
		{ "\"nebaigta frazė", "((\"nebaigta\" AND \"frazė\"))" },
		{ "\"a b\" c\" d", "((\"=a =b\" AND \"c\" AND \"d\"))" },
		{ "„Panevėžio balsas“", "\"=Panevėžio =balsas\"" },
		{ "(„a b” OR “c d”), c", "(((\"=a =b\" OR \"=c =d\") AND \"c\"))" },
		{ "«a b» »c d«", "((\"=a =b\" AND \"=c =d\"))" },
		{ "„a \"b c", "((\"a\" AND \"b\" AND \"c\"))" },
		{ "-„a b“ c", "((\"c\") NOT \"=a =b\")" },
		{ "„ baigta “", "\"baigta\"" },
		{ "„AND“ „OR“", "((\"AND\" AND \"OR\"))" },
		{ "du\u00a0žodžiai\u2009ir\ufefftrys|keturi", "((\"du\" AND \"žodžiai\" AND \"ir\" AND \"trys\" "
		  "AND \"keturi\"))" },
		{ "\"", "" }, { "„ „", "" },
		{ "prieš\"po\"", "((\"prieš\" AND \"=po\"))" },
		{ "\"Vilnius – Kaunas\"", "\"=Vilnius =Kaunas\"" },
		{ "laikr*", "\"=laikr\" *" },
		{ "laikr**", "\"=laikr\" *" },
		{ "ž*", "\"ž\"" },
		{ "*", "" },
		{ "\"\"", "" },
		{ "\"laikr*\"", "\"=laikr\"" },
		{ "a b AND c", "((\"a\" AND \"b\" AND \"c\"))" },
		{ "a OR b c", "(\"a\" OR ((\"b\" AND \"c\")))" },
		{ "a ARBA b", "(\"a\" OR \"b\")" },
		{ "a ir b IR c", "((\"a\" AND \"ir\" AND \"b\" AND \"c\"))" },
		{ "a NOT b", "((\"a\") NOT \"b\")" },
		{ "a AND NOT b", "((\"a\") NOT \"b\")" },
		{ "a -b NE c", "((\"a\") NOT \"b\" NOT \"c\")" },
		{ "-b a", "((\"a\") NOT \"b\")" },
		{ "VILNIUS IR KAUNAS", "((\"VILNIUS\" AND \"IR\" AND \"KAUNAS\"))" },
		{ "(a OR b) c", "(((\"a\" OR \"b\") AND \"c\"))" },
		{ "a NOT (b OR c)", "((\"a\") NOT (\"b\" OR \"c\"))" },
		{ "1) Utena", "((\"1\" AND \"Utena\"))" },
		{ "Utena (1912)", "((\"Utena\" AND \"1912\"))" },
		{ "a - b", "((\"a\" AND \"b\"))" },
		{ "- ,", "" },
		{ "a NOT ,", "\"a\"" },
		{ "pietų-vakarų", "(\"=pietųvakarų\" OR NEAR(\"pietų\" \"vakarų\" , 0))" },
		{ "1,2,3,4,5,6,7,8,9", "(\"=123456789\")" },
		{ "x'); DROP TABLE object;--",
		  "((\"x\" AND \"DROP\" AND \"TABLE\" AND \"object\"))" },
		{ "title:x", "(\"=titlex\" OR NEAR(\"title\" \"x\" , 0))" },
		{ "^y {z} NEAR", "((\"y\" AND \"z\" AND \"NEAR\"))" },
		{ "a\x01\x7f" "b", "((\"a\" AND \"b\"))" },
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		vt_test_str(rows[i].typed, expression(a, vt_str_of(rows[i].typed)), rows[i].want);
	vt_arena_free(&a);
}

static void
refused(struct vt_str typed, const char *part)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_query_node *root;

	assert_int_equal(vt_query_parse(a, typed, &root), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), part);
	vt_arena_free(&a);
}

static void
what_is_broken_is_said(void **state)
{
	char many[2 * (VT_SEARCH_WORDS_MAX + 1)], lots[VT_SEARCH_BYTES_MAX + 1];
	char deep[VT_SEARCH_DEPTH_MAX + 1];
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(many); i++)
		many[i] = i % 2 ? ' ' : 'a';
	memset(lots, 'a', sizeof(lots));
	memset(deep, '(', sizeof(deep));
	assert_true(expression(a, (struct vt_str){ many, sizeof(many) - 2 }).len != 0);
	refused((struct vt_str){ many, sizeof(many) }, "32 words");
	many[1] = '"';
	refused((struct vt_str){ many, sizeof(many) }, "32 words"); /* in one phrase as well */
	assert_true(expression(a, VT_STR("aa* bb* cc* dd*")).len != 0);
	refused(VT_STR("aa* bb* OR (cc* dd*) -ee*"), "4 words that end in *");
	refused((struct vt_str){ lots, sizeof(lots) }, "1000 bytes");
	refused((struct vt_str){ deep, sizeof(deep) }, "16 deep");
	refused(VT_STR("a\xff"), "UTF-8");
	refused(VT_STR("(a b"), "without its )");
	refused(VT_STR("()"), "parentheses where a word is missing");
	refused(VT_STR("a AND"), "AND (IR)");
	refused(VT_STR("OR a"), "OR (ARBA)");
	refused(VT_STR("a OR OR b"), "OR (ARBA)");
	refused(VT_STR("a NOT"), "NOT or - (NE)");
	refused(VT_STR("NOT a"), "must not be there");
	refused(VT_STR("a OR -b"), "must not be there");
	vt_arena_free(&a);
}

/* Where it was typed by a person, operators that do not fit are words. */
static void
people_mean_words(void **state)
{
	static const char *const rows[][2] = {
		{ "a AND", "\"a\"" }, { "NOT", "" }, { "(a", "\"a\"" }, { "a - b", "\"b\"" },
		{ "* AND (", "\"AND\"" }, { "a OR b", "OR" },
		{ "aa* bb* cc* dd* ee*", "\"ee\"" },
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_query_node *root;
	struct vt_buf b;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		vt_buf_init(&b, 0);
		assert_int_equal(vt_query_parse_kindly(a, vt_str_of(rows[i][0]), &root), VT_OK);
		vt_query_match(root, &b);
		vt_test_has(b.p, rows[i][1]);
		vt_buf_fini(&b);
	}
	assert_int_equal(vt_query_parse_kindly(a, VT_STR("a\xff"), &root), VT_E_BADARG);
	vt_arena_free(&a);
}

/* What may not be what was meant is told. */
static void
a_reading_is_told(void **state)
{
	static const struct {
		const char *typed;
		enum vt_search_remark want;
	} rows[] = {
		{ "", VT_REMARK_NONE }, { "a b", VT_REMARK_NONE }, { "\"a b\"", VT_REMARK_NONE },
		{ "\"a b", VT_REMARK_QUOTE }, { "5\" lygintuvas", VT_REMARK_QUOTE },
		{ "„a b", VT_REMARK_QUOTE }, { "„a b“ \"c\"", VT_REMARK_NONE },
		{ "„a“", VT_REMARK_NONE }, { "„ a “", VT_REMARK_NONE }, { "\"", VT_REMARK_QUOTE }, { "a AND", VT_REMARK_PLAIN }, { "(a", VT_REMARK_PLAIN },
		{ "(\"a", VT_REMARK_PLAIN }, { "a OR b", VT_REMARK_NONE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (vt_search_remark(vt_str_of(rows[i].typed)) != rows[i].want)
			fail_msg("%s: %d", rows[i].typed, (int)vt_search_remark(vt_str_of(rows[i].typed)));
}

/* A span of years among the words is told from them, however its dash is written. */
static void
years_are_told(void **state)
{
	static const struct {
		const char *typed, *words, *years;
		int from, to;
		bool is_turned;
	} rows[] = {
		{ "1927–1931", "", "1927–1931", 1927, 1931, false },
		{ "1927-1931", "", "1927-1931", 1927, 1931, false },
		{ "1927—1931", "", "1927—1931", 1927, 1931, false },
		{ "1927−1931", "", "1927−1931", 1927, 1931, false },
		{ "1927‑1931", "", "1927‑1931", 1927, 1931, false },
		{ "Biržai 1927–1931", "Biržai", "1927–1931", 1927, 1931, false },
		{ "1927 – 1931 Biržai", "Biržai", "1927 – 1931", 1927, 1931, false },
		{ "1927 - 1931", "", "1927 - 1931", 1927, 1931, false },
		{ "1927 –1931", "", "1927 –1931", 1927, 1931, false },
		{ "senasis  turgus 1927–1931 m., Biržai", "senasis  turgus Biržai", "1927–1931", 1927, 1931, false },
		{ "turgus 1927–1931m.", "turgus", "1927–1931", 1927, 1931, false },
		{ "turgus 1927–1931 m", "turgus", "1927–1931", 1927, 1931, false },
		{ "turgus 1927–1931 metai", "turgus metai", "1927–1931", 1927, 1931, false },
		{ "Biržai (1927–1931 m.) turgus", "Biržai turgus", "1927–1931", 1927, 1931, false },
		{ "\"Biržų pilis\" 1927–1931", "\"Biržų pilis\"", "1927–1931", 1927, 1931, false },
		{ "(Biržai OR Utena) 1927–1931", "(Biržai OR Utena)", "1927–1931", 1927, 1931, false },
		{ "Biržai -turgus 1927–1931", "Biržai -turgus", "1927–1931", 1927, 1931, false },
		{ "1931–1927", "", "1931–1927", 1927, 1931, true },
		{ "1927–1927", "", "1927–1927", 1927, 1927, false },
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_search_years y = { .from = 0 };

		if (!vt_search_years(a, vt_str_of(rows[i].typed), &y))
			fail_msg("no years in %s", rows[i].typed);
		vt_test_str(rows[i].typed, y.words, rows[i].words);
		vt_test_str(rows[i].typed, y.years, rows[i].years);
		assert_int_equal(y.from, rows[i].from);
		assert_int_equal(y.to, rows[i].to);
		assert_int_equal(y.is_turned, rows[i].is_turned);
	}
	vt_arena_free(&a);
}

static void
what_are_no_years_are_words(void **state)
{
	static const char *const rows[] = {
		"", "1927", "1927 1931", "1927 -1931", "1927-31", "1927-01-31", "0927-0931", "19271-1931",
		"1927–19311", "2201–2205", "Nr.1927-1931", "1927–1931a", "\"1927–1931\"", "„Biržai 1927–1931“",
		"\"Biržai 1927–1931", "1905–1907 1927–1931", "Biržai OR 1927–1931", "1927–1931 OR Biržai",
		"Biržai NOT 1927–1931", "-(1927–1931)", "Biržai AND 1927–1931", "1927–1931 AND Biržai",
		"(Biržai 1927–1931)", "Biržai OR Utena 1927–1931", "1927–\xff", "1927–", "–1931", "1392-0677",
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_search_years y = { .from = 7 };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (vt_search_years(a, vt_str_of(rows[i]), &y))
			fail_msg("years in %s", rows[i]);
	assert_int_equal(y.from, 7);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(years_are_told),
		cmocka_unit_test(what_are_no_years_are_words),
		cmocka_unit_test(a_reading_is_told),
		cmocka_unit_test(what_people_type),
		cmocka_unit_test(what_is_broken_is_said),
		cmocka_unit_test(people_mean_words),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
