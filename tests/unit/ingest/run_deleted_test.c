/* SPDX-License-Identifier: Apache-2.0 */
/* Whose an identifier stays when its object is withdrawn, and what becomes of records
 * that an OAI answer calls deleted. */
#include "run_help.h"

#define HOLDER(code) "institution: {code: " code ", name: {lt: Biblioteka " code "}}\n"

/* What was withdrawn stays its institution's, which may bring it back from anywhere. */
static void
a_tombstone_is_not_anothers(void **state)
{
	struct result r;

	(void)state;
	fill();
	help_write("one/package.yaml", HOLDER("LT-A") "withdrawn: [x-1]\n");
	help_write("one/t.csv", "identifier,title\nx-1,Pirmas\n");
	r = INGEST("one");
	expect(&r, 0, 0, 0, 1, 0);
	assert_int_equal(vt_temp_remove(help_path("one")), VT_OK);
	help_write("two/package.yaml", HOLDER("LT-B"));
	help_write("two/t.csv", "identifier,title\nx-1,Visai kitas\n");
	r = INGEST("two");
	expect(&r, 0, 0, 0, 0, 1);
	vt_test_has(r.text, "the identifier \"x-1\" was given to an object of LT-A, which is "
			    "withdrawn; give this one another");
	assert_false(is_alive("x-1"));
	r = INGEST("two");
	expect(&r, 0, 0, 0, 0, 1);
	help_write("two/package.yaml", HOLDER("LT-A"));
	r = INGEST("two");
	expect(&r, 1, 0, 0, 0, 0);
	assert_true(is_alive("x-1"));
	assert_int_equal(vt_temp_remove(help_path("two")), VT_OK);
}

#define OAI(records) "<OAI-PMH xmlns='http://www.openarchives.org/OAI/2.0/'><ListRecords>" \
	records "</ListRecords></OAI-PMH>"
#define LIVE(id) "<record><header><identifier>oai:a.lt:" id "</identifier></header><metadata>" \
	"<dc xmlns='http://www.openarchives.org/OAI/2.0/oai_dc/'>" \
	"<title xmlns='http://purl.org/dc/elements/1.1/'>" id "</title></dc></metadata></record>\n"
#define DELETED(id) "<record><header status='deleted'><identifier>oai:a.lt:" id \
	"</identifier></header></record>\n"

static void
fill_answers(const char *bytes)
{
	fill();
	assert_int_equal(vt_temp_remove(help_path("oai")), VT_OK);
	help_write("oai/package.yaml", HOLDER("LT-A"));
	help_write("oai/2024.xml", bytes);
}

/* A record that was deleted and is there again, in one file: it lives. */
static void
deleted_then_living(void **state)
{
	struct result r;

	(void)state;
	fill_answers(OAI(LIVE("m1") LIVE("m2")));
	r = INGEST("oai");
	expect(&r, 2, 0, 0, 0, 0);
	help_write("oai/2024.xml", OAI(DELETED("m1") LIVE("m1") LIVE("m2")));
	for (int i = 0; i < 2; i++) {
		r = INGEST("--dry-run", "oai");
		expect(&r, 0, 0, 2, 0, 0);
		r = INGEST("oai");
		expect(&r, 0, 0, 2, 0, 0);
		assert_true(is_alive("m1"));
	}
	/* and one that is deleted alone is gone */
	help_write("oai/2024.xml", OAI(DELETED("m1") LIVE("m2")));
	r = INGEST("--dry-run", "oai");
	expect(&r, 0, 0, 1, 1, 0);
	r = INGEST("oai");
	expect(&r, 0, 0, 1, 1, 0);
	assert_false(is_alive("m1"));
	help_write("oai/2024.xml", OAI(DELETED("m1") LIVE("m1") LIVE("m2")));
	r = INGEST("oai");
	expect(&r, 1, 0, 1, 0, 0);
	assert_true(is_alive("m1"));
}

/* The other way about: it is withdrawn once, and its tombstone stays as it is. */
static void
living_then_deleted(void **state)
{
	char *first, *second;
	struct result r;

	(void)state;
	fill_answers(OAI(LIVE("m1") LIVE("m2")));
	(void)INGEST("oai");
	help_write("oai/2024.xml", OAI(LIVE("m1") LIVE("m2") DELETED("m1")));
	r = INGEST("--dry-run", "oai");
	expect(&r, 0, 0, 1, 1, 0);
	r = INGEST("oai");
	expect(&r, 0, 0, 1, 1, 0);
	assert_false(is_alive("m1"));
	first = dump();
	r = INGEST("oai");
	expect(&r, 0, 0, 1, 0, 0);
	second = dump();
	assert_string_equal(first, second);
	free(first);
	free(second);
	/* and what is said last counts, however often it changed */
	help_write("oai/2024.xml", OAI(LIVE("m1") DELETED("m1") LIVE("m1") DELETED("m2")));
	r = INGEST("oai");
	expect(&r, 1, 0, 0, 1, 0);
	assert_true(is_alive("m1"));
	assert_false(is_alive("m2"));
	r = INGEST("oai");
	expect(&r, 0, 0, 1, 0, 0);
}

/* Wherever the word stands in a long file, which is looked through in pieces. */
static void
deleted_far_behind(void **state)
{
	static char bytes[200000], pad[80000];

	(void)state;
	for (size_t shift = 0; shift < 9; shift++) {
		struct result r;
		int head;

		head = snprintf(bytes, sizeof(bytes), "%s", "<OAI-PMH xmlns='http://www.openarchives.org/"
				"OAI/2.0/'><ListRecords>" LIVE("m1") LIVE("m2"));
		memset(pad, ' ', sizeof(pad));
		/* "deleted" begins in the last bytes of the first 65536 */
		pad[65536 - (size_t)head - strlen("<record><header status='") - shift] = '\0';
		(void)snprintf(bytes + head, sizeof(bytes) - (size_t)head, "%s%s</ListRecords></OAI-PMH>", pad,
			       DELETED("m1"));
		assert_ptr_equal(strstr(bytes, "deleted"), bytes + 65536 - shift);
		fill_answers(bytes);
		r = INGEST("oai");
		expect(&r, 1, 0, 0, 0, 0);
		assert_true(is_alive("m2"));
	}
}

/* What another file still has is not taken away without a word; what no file has any
 * more is. */
static void
deleted_in_a_later_file(void **state)
{
	struct result r;

	(void)state;
	fill_answers(OAI(LIVE("m1") LIVE("m2")));
	(void)INGEST("oai");
	help_write("oai/2025.xml", OAI(DELETED("m1") DELETED("unknown") LIVE("m3")));
	for (int i = 0; i < 2; i++) {
		r = INGEST("oai");
		expect(&r, i == 0, 0, i == 0 ? 2 : 3, 0, 0);
		vt_test_has(r.text, "oai/2025.xml: record 1, line 1: \"m1\" is called deleted here, but "
				    "came from ");
		vt_test_has(r.text, "/oai/2024.xml, and stays published; take it out there, or list it "
				    "as withdrawn in a package.yaml beside that source");
		assert_null(strstr(r.text, "unknown"));
		assert_true(is_alive("m1"));
	}
	/* a deletion that is older than the record is no news */
	help_write("oai/2023.xml", OAI(DELETED("m1")));
	help_write("oai/2025.xml", OAI(LIVE("m3")));
	r = INGEST("oai");
	expect(&r, 0, 0, 3, 0, 0);
	assert_null(strstr(r.text, "is called deleted"));
	/* the older file went to the archive */
	assert_int_equal(unlink(help_path("oai/2023.xml")), 0);
	assert_int_equal(unlink(help_path("oai/2024.xml")), 0);
	help_write("oai/2025.xml", OAI(DELETED("m1") LIVE("m3")));
	r = INGEST("oai");
	expect(&r, 0, 0, 1, 1, 0);
	assert_false(is_alive("m1"));
	assert_true(is_alive("m2"));
	r = INGEST("oai");
	expect(&r, 0, 0, 1, 0, 0);
}

/* Nor may another library's answer take it away, though its file is gone. */
static void
deleted_by_others(void **state)
{
	struct result r;

	(void)state;
	fill_answers(OAI(LIVE("m1")));
	(void)INGEST("oai");
	assert_int_equal(vt_temp_remove(help_path("oai")), VT_OK);
	help_write("other/package.yaml", HOLDER("LT-B"));
	help_write("other/a.xml", OAI(DELETED("m1")));
	r = INGEST("other");
	expect(&r, 0, 0, 0, 0, 0);
	vt_test_has(r.text, "\"m1\" is called deleted here, but came from ");
	assert_true(is_alive("m1"));
	help_write("other/package.yaml", HOLDER("LT-A"));
	r = INGEST("other");
	expect(&r, 0, 0, 0, 1, 0);
	assert_false(is_alive("m1"));
	assert_int_equal(vt_temp_remove(help_path("other")), VT_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(deleted_far_behind),
		cmocka_unit_test(deleted_then_living), cmocka_unit_test(living_then_deleted),
		cmocka_unit_test(deleted_in_a_later_file), cmocka_unit_test(deleted_by_others),
		cmocka_unit_test(a_tombstone_is_not_anothers),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
