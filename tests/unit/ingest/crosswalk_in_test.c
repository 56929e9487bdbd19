/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of our own through each crosswalk, whole: FIXTURES/<name>.xml must
 * give FIXTURES/<name>.lines.  With VT_WRITE_LINES set the lines are written
 * instead: read the difference before you commit it.
 */
#include "crosswalk_help.h"

static const struct {
	const char *crosswalk, *fixture;
} whole_records[] = {
	{ "unimarc", "unimarc-book" },	  { "unimarc", "unimarc-newspaper" },
	{ "unimarc", "unimarc-article" }, { "unimarc", "unimarc-map" },
	{ "marc21", "marc21-book" },	  { "marc21", "marc21-map" },
	{ "mods", "mods-book" },	  { "mods", "mods-issue" },
	{ "mods", "mods-issue-lccn" },
	{ "dc", "dc-qualified" },	  { "dc", "dc-oai" },
	{ "lido", "lido-full" },	  { "edm", "edm-external" },
	{ "edm", "edm-internal" },
};

static void
write_lines(const char *path, const char *lines)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(lines, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

/* The first line that differs, for the reader of a failure. */
static void
compare_lines(const char *name, const char *got, const char *want)
{
	const char *g = got, *w = want;
	int line = 1;

	while (*g != '\0' && *g == *w) {
		line += *g == '\n';
		g++;
		w++;
	}
	if (*g == *w)
		return;
	while (g > got && g[-1] != '\n')
		g--;
	while (w > want && w[-1] != '\n')
		w--;
	fail_msg("%s, line %d:\n   got  %.*s\n   want %.*s", name, line, (int)strcspn(g, "\n"), g,
		 (int)strcspn(w, "\n"), w);
}

static void
records_are_read_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(whole_records) / sizeof(whole_records[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		char path[256], expected[256];
		const char *lines;
		FILE *f;
		char *want;
		size_t len;

		snprintf(path, sizeof(path), FIXTURES "%s.xml", whole_records[i].fixture);
		snprintf(expected, sizeof(expected), FIXTURES "%s.lines", whole_records[i].fixture);
		lines =
		    object_lines(a, crosswalk_in(a, whole_records[i].crosswalk, read_doc(a, path)));
		if (getenv("VT_WRITE_LINES") != NULL)
			write_lines(expected, lines);
		f = fopen(expected, "r");
		if (f == NULL)
			fail_msg("%s is not there", expected);
		want = vt_arena_alloc(a, 65536);
		len = fread(want, 1, 65535, f);
		want[len] = '\0';
		fclose(f);
		compare_lines(whole_records[i].fixture, lines, want);
		vt_arena_free(&a);
	}
}

/* The order of EDM's elements says nothing. */
static void
edm_is_read_in_any_order(void **state)
{
	static const char *const paths[] = {
		SHARED "metadata/edm/europeana_record_edm_external_sorted.xml",
		SHARED "metadata/edm/europeana_record_edm_external_unsorted.xml",
	};
	struct vt_arena *a = vt_arena_new(0);
	const char *sorted, *unsorted;

	(void)state;
	if (shared_is_there(paths[0])) {
		char line[4096];

		sorted = object_lines(a, crosswalk_in(a, "edm", read_doc(a, paths[0])));
		unsorted = object_lines(a, crosswalk_in(a, "edm", read_doc(a, paths[1])));
		assert_int_equal(strlen(sorted), strlen(unsorted));
		for (const char *at = sorted; *at != '\0'; at += strcspn(at, "\n") + 1) {
			snprintf(line, sizeof(line), "%.*s", (int)strcspn(at, "\n"), at);
			if (!has_line(unsorted, line))
				fail_msg("unsorted lacks: %s", line);
		}
	}
	vt_arena_free(&a);
}

/* One RDF may describe several objects: the attribute cho says which. */
static void
edm_takes_the_object_asked_for(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	xmlDocPtr doc = read_doc(a, FIXTURES "edm-two.xml");
	const char *lines = object_lines(a, crosswalk_in(a, "edm", doc));
	xmlDocPtr object;

	(void)state;
	assert_true(has_line(lines, "title@lt: Pirmas"));
	assert_false(has_line(lines, "title@lt: Antras"));
	xmlNewProp(xmlDocGetRootElement(doc), (const xmlChar *)"cho",
		   (const xmlChar *)"https://example.org/o/2");
	lines = object_lines(a, crosswalk_in(a, "edm", doc));
	assert_true(has_line(lines, "title@lt: Antras"));
	assert_true(has_line(lines, "identifier: 2"));
	assert_true(has_line(lines, "file(image): antras.jpg"));
	assert_true(has_line(lines, "subject@lt: upės <http://vocab.getty.edu/aat/300008707>"));
	xmlSetProp(xmlDocGetRootElement(doc), (const xmlChar *)"cho", (const xmlChar *)"nowhere");
	assert_int_equal(vt_crosswalk_in(crosswalks, a, "edm", doc, &object), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "edm.xsl");
	vt_test_has(vt_fail_text(VT_E_BADARG), "not the one asked for");
	vt_arena_free(&a);
}

static void
strange_records_are_refused(void **state)
{
	static const char *const names[] = { "mods", "dc", "lido", "marc21", "unimarc", "edm" };
	struct vt_arena *a = vt_arena_new(0);
	xmlDocPtr doc, object;

	(void)state;
	assert_int_equal(vt_xml_parse(a, VT_STR("<a><b>x</b></a>"), "test", &doc), VT_OK);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		assert_int_equal(vt_crosswalk_in(crosswalks, a, names[i], doc, &object),
				 VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), "does not read the element 'a'");
	}
	assert_int_equal(vt_crosswalk_in(crosswalks, a, "marc", doc, &object), VT_E_NOTFOUND);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(records_are_read_whole),
		cmocka_unit_test(edm_is_read_in_any_order),
		cmocka_unit_test(edm_takes_the_object_asked_for),
		cmocka_unit_test(strange_records_are_refused),
	};

	return (cmocka_run_group_tests(tests, crosswalks_open, crosswalks_close));
}
