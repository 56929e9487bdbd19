/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stylesheets held in: broken ones are named with file and line, none reads or
 * writes outside its folder, none runs for ever, none speaks on standard
 * error, and many threads may run one at once.
 */
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include "crosswalk_help.h"

#include "ingest/crosswalk/crosswalk_sheet.h"

#define XSL(inside)                                                                                \
	"<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "          \
	"xmlns:exsl='http://exslt.org/common' extension-element-prefixes='exsl'>\n" inside         \
	"\n</xsl:stylesheet>"
#define FOLDER "/tmp/vt_crosswalk_sheet_test"

static char folder[64];

static int
setup(void **state)
{
	(void)state;
	snprintf(folder, sizeof(folder), FOLDER "_XXXXXX");
	return (mkdtemp(folder) == NULL ? -1 : 0);
}

static int
teardown(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf '%s'", folder);
	return (system(command));
}

static const char *
write_file(const char *name, const char *text)
{
	static char path[256];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
	return (path);
}

/* Everything between must leave standard error silent. */
static int
stderr_away(void)
{
	int old = dup(2), fd;
	char path[256];

	snprintf(path, sizeof(path), "%s/stderr", folder);
	fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	assert_true(fd >= 0 && old >= 0);
	fflush(stderr);
	dup2(fd, 2);
	close(fd);
	return (old);
}

static void
stderr_back(int old)
{
	char path[256];
	struct stat st;

	fflush(stderr);
	dup2(old, 2);
	close(old);
	snprintf(path, sizeof(path), "%s/stderr", folder);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
}

static void
broken_ones_are_named(void **state)
{
	static const struct {
		const char *text, *says[3];
	} rows[] = {
		{ "<xsl:stylesheet version='1.0' "
		  "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>\n\n<a></b>",
		  { "broken.xsl", "line 3", "mismatch" } },
		{ XSL("\n<xsl:template match='/'><xsl:value-of select='a['/></xsl:template>"),
		  { "broken.xsl", "line 3", "expression" } },
		{ XSL("<xsl:include href='missing.xsl'/>"), { "broken.xsl", "missing.xsl", "" } },
		{ XSL("<xsl:include href='/etc/passwd'/>"), { "/etc/passwd", "", "" } },
		{ XSL("<xsl:include href='../../etc/passwd'/>"), { "broken.xsl", "", "" } },
		{ XSL("<xsl:include href='http://127.0.0.1:1/x.xsl'/>"), { "127.0.0.1", "", "" } },
		{ "<a/>", { "broken.xsl", "", "" } },
		{ "", { "broken.xsl", "", "" } },
	};
	int old = stderr_away();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_sheet *s = NULL;
		vt_err err = vt_sheet_open(folder, write_file("broken.xsl", rows[i].text), &s);

		if (err == VT_OK) {
			stderr_back(old);
			fail_msg("compiled: %s", rows[i].text);
		}
		assert_null(s);
		for (size_t k = 0; k < 3; k++)
			if (strstr(vt_fail_text(err), rows[i].says[k]) == NULL) {
				stderr_back(old);
				fail_msg("%s\n   lacks %s: %s", rows[i].text, rows[i].says[k],
					 vt_fail_text(err));
			}
		assert_null(strchr(vt_fail_text(err), '\n'));
	}
	stderr_back(old);
}

/* Runs text on <a><b/>×60</a>; the result's text, or NULL and the sentence. */
static const char *
run(struct vt_arena *a, const char *text)
{
	struct vt_sheet *s = NULL;
	struct vt_buf b;
	xmlDocPtr source, result = NULL;
	const char *got = NULL;

	if (vt_sheet_open(folder, write_file("run.xsl", text), &s) != VT_OK)
		fail_msg("%s", vt_fail_text(VT_E_BADARG));
	vt_buf_init(&b, 0);
	vt_buf_printf(&b, "<a>");
	for (int i = 0; i < 60; i++)
		vt_buf_printf(&b, "<b/>");
	vt_buf_printf(&b, "</a>");
	assert_int_equal(vt_xml_parse(a, vt_buf_get(&b), "source", &source), VT_OK);
	vt_buf_fini(&b);
	if (vt_sheet_run(s, a, source, NULL, &result) == VT_OK)
		got = vt_str_c(a, vt_xml_text(a, xmlDocGetRootElement(result)));
	vt_sheet_free(&s);
	return (got);
}

static void
none_leaves_its_folder(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	const char *got;
	char path[256], sheet[1024];
	int old = stderr_away();

	(void)state;
	write_file("beside.xml", "<x>beside</x>");
	got = run(a, XSL("<xsl:template match='/'><r><xsl:value-of "
			 "select=\"document('beside.xml')\"/></r></xsl:template>"));
	assert_string_equal(got, "beside");
	snprintf(path, sizeof(path), FOLDER "_outside.xml");
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("<x>secret</x>", f);
	fclose(f);
	snprintf(sheet, sizeof(sheet),
		 XSL("<xsl:template match='/'><r>[<xsl:value-of "
		     "select=\"document('%s')\"/>]</r></xsl:template>"),
		 path);
	got = run(a, sheet);
	assert_true(got == NULL || strcmp(got, "[]") == 0);
	unlink(path);
	snprintf(sheet, sizeof(sheet),
		 XSL("<xsl:template match='/'><r><exsl:document "
		     "href='%s/written.xml'><x/></exsl:document></r></xsl:template>"),
		 folder);
	(void)run(a, sheet);
	snprintf(path, sizeof(path), "%s/written.xml", folder);
	assert_false(is_there(path));
	got = run(a, XSL("<xsl:template match='/'><r>[<xsl:value-of "
			 "select=\"document('http://127.0.0.1:1/x')\"/>]</r></xsl:template>"));
	assert_true(got == NULL || strcmp(got, "[]") == 0);
	stderr_back(old);
	vt_arena_free(&a);
}

/* XPath 1.0, 4.2: ours stands in the place of libxml2's. */
static void
translate_is_as_xpath_has_it(void **state)
{
	static const struct {
		const char *arguments, *got;
	} rows[] = {
		{ "'bar', 'abc', 'ABC'", "BAr" },
		{ "'--aaa--', 'abc-', 'ABC'", "AAA" },
		{ "'aba', 'aa', 'xy'", "xbx" },
		{ "'abc', 'a', 'xyz'", "xbc" },
		{ "'Žąsys – ėda', 'ŽĄąė– ', 'žąae'", "žasyseda" },
		{ "'aą', 'a', 'ą'", "ąą" },
		{ "'𝔄b€', '€𝔄', 'e𐀀'", "𐀀be" },
		{ "'abc', '', 'x'", "abc" },
		{ "'', 'a', 'b'", "" },
		{ "count(//b), '0', 'o'", "6o" },
		{ "//b, 'a', 'b'", "" },
	};
	struct vt_arena *a = vt_arena_new(0);
	char sheet[1024];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		snprintf(sheet, sizeof(sheet),
			 XSL("<xsl:template match='/'><r><xsl:value-of "
			     "select=\"translate(%s)\"/></r></xsl:template>"),
			 rows[i].arguments);
		vt_test_str(rows[i].arguments, vt_str_of(run(a, sheet)), rows[i].got);
	}
	assert_null(run(a, XSL("<xsl:template match='/'><r><xsl:value-of "
			       "select=\"translate('a', 'b')\"/></r></xsl:template>")));
	vt_arena_free(&a);
}

/* Seven million characters: with libxml2's own under a sanitizer it takes minutes. */
static void
a_long_text_is_translated_in_no_time(void **state)
{
	static const char sheet[] =
	    XSL("<xsl:template name='twice'><xsl:param name='s'/><xsl:choose>"
		"<xsl:when test='string-length($s) &lt; 7000000'><xsl:call-template name='twice'>"
		"<xsl:with-param name='s' select='concat($s, $s)'/></xsl:call-template></xsl:when>"
		"<xsl:otherwise><xsl:value-of select=\"string-length(translate($s, 'š', ''))\"/>"
		"</xsl:otherwise></xsl:choose></xsl:template>"
		"<xsl:template match='/'><r><xsl:call-template name='twice'>"
		"<xsl:with-param name='s' select=\"'ašara. '\"/></xsl:call-template></r></xsl:template>");
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	vt_test_str("long", vt_str_of(run(a, sheet)), "6291456");
	vt_arena_free(&a);
}

static void
none_runs_for_ever(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	int old = stderr_away();

	(void)state;
	assert_null(run(a, XSL("<xsl:template match='/' name='again'><xsl:call-template "
			       "name='again'/></xsl:template>")));
	vt_test_has(vt_fail_text(VT_E_BADARG), "run.xsl: ");
	assert_null(
	    run(a, XSL("<xsl:template match='/'><r><xsl:for-each select='//b'><xsl:for-each "
		       "select='//b'><xsl:for-each select='//b'><xsl:for-each "
		       "select='//b'>.</xsl:for-each></xsl:for-each></xsl:for-each></"
		       "xsl:for-each></r></xsl:template>")));
	vt_test_has(vt_fail_text(VT_E_BADARG), "limit");
	assert_null(run(a, XSL("<xsl:template match='/'><xsl:message terminate='yes'>no such "
			       "thing</xsl:message></xsl:template>")));
	vt_test_has(vt_fail_text(VT_E_BADARG), "run.xsl: no such thing");
	stderr_back(old);
	vt_arena_free(&a);
}

static void
folders_are_checked(void **state)
{
	struct vt_crosswalks *c = NULL;
	char path[256];

	(void)state;
	assert_int_equal(vt_crosswalks_open("/nowhere/at/all", &c), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), "/nowhere/at/all");
	assert_int_equal(vt_crosswalks_open(folder, &c), VT_E_IO);
	snprintf(path, sizeof(path), "%s/in", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof(path), "%s/out", folder);
	mkdir(path, 0700);
	assert_int_equal(vt_crosswalks_open(folder, &c), VT_OK);
	vt_crosswalks_free(&c);
	assert_null(c);
	write_file("out/mods.xsl", XSL(""));
	assert_int_equal(vt_crosswalks_open(folder, &c), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "out/mods.xsl does not say its format");
	write_file("out/mods.xsl",
		   XSL("<c:format xmlns:c='urn:vartai:crosswalk:1' ns='n' schema='s'/>"));
	assert_int_equal(vt_crosswalks_open(folder, &c), VT_OK);
	vt_crosswalks_free(&c);
	vt_crosswalks_free(&c);
}

struct job {
	pthread_t thread;
	const char *want;
	int wrong;
};

static void *
many_times(void *arg)
{
	struct job *job = arg;

	for (int i = 0; i < 25; i++) {
		struct vt_arena *a = vt_arena_new(0);
		xmlDocPtr source, object;

		if (vt_xml_parse_file(a, FIXTURES "unimarc-book.xml", &source) != VT_OK ||
		    vt_crosswalk_in(crosswalks, a, "unimarc", source, &object) != VT_OK ||
		    strcmp(object_lines(a, object), job->want) != 0)
			job->wrong++;
		vt_arena_free(&a);
	}
	return (NULL);
}

static void
threads_share_one(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct job jobs[4];

	assert_int_equal(crosswalks_open(state), 0);
	for (size_t i = 0; i < 4; i++) {
		jobs[i] = (struct job){
			.want = object_lines(
			    a, crosswalk_in(a, "unimarc", read_doc(a, FIXTURES "unimarc-book.xml")))
		};
		assert_int_equal(pthread_create(&jobs[i].thread, NULL, many_times, &jobs[i]), 0);
	}
	for (size_t i = 0; i < 4; i++) {
		pthread_join(jobs[i].thread, NULL);
		assert_int_equal(jobs[i].wrong, 0);
	}
	vt_arena_free(&a);
	vt_crosswalks_free(&crosswalks);
}

/* libxml2 swaps the sides of a union in the compiled expression when its first is asked for
 * and the second side has an earlier one. */
#define SWAPPED 20000
struct union_job {
	pthread_t thread;
	struct vt_sheet *sheet;
	size_t wrong;
};

static bool
says(struct vt_sheet *s, const char *xml, const char *want)
{
	struct vt_arena *a = vt_arena_new(0);
	xmlDocPtr doc = xmlReadMemory(xml, (int)strlen(xml), NULL, NULL, 0), result = NULL;
	bool is_good = vt_sheet_run(s, a, doc, NULL, &result) == VT_OK;
	xmlChar *said = is_good ? xmlNodeGetContent(xmlDocGetRootElement(result)) : NULL;

	is_good = said != NULL && strcmp((const char *)said, want) == 0;
	xmlFree(said);
	xmlFreeDoc(doc);
	vt_arena_free(&a);
	return (is_good);
}

static void *
first_of_two(void *arg)
{
	struct union_job *job = arg;

	for (size_t i = 0; i < SWAPPED; i++) {
		job->wrong += !says(job->sheet, "<r><a>1</a></r>", "1");
		job->wrong += !says(job->sheet, "<r><b>2</b></r>", "2");
	}
	return (NULL);
}

static void
threads_do_not_swap_what_others_read(void **state)
{
	struct union_job jobs[4] = { 0 };
	struct vt_sheet *s = NULL;

	(void)state;
	assert_int_equal(vt_sheet_open(folder, write_file("union.xsl", XSL("<xsl:template match='/r'>"
	    "<x><xsl:value-of select='(b | a)[1]'/></x></xsl:template>")), &s), VT_OK);
	for (size_t i = 0; i < 4; i++) {
		jobs[i].sheet = s;
		assert_int_equal(pthread_create(&jobs[i].thread, NULL, first_of_two, &jobs[i]), 0);
	}
	for (size_t i = 0; i < 4; i++) {
		pthread_join(jobs[i].thread, NULL);
		assert_int_equal(jobs[i].wrong, 0);
	}
	vt_sheet_free(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_ones_are_named), cmocka_unit_test(none_leaves_its_folder),
		cmocka_unit_test(translate_is_as_xpath_has_it),
		cmocka_unit_test(a_long_text_is_translated_in_no_time),
		cmocka_unit_test(none_runs_for_ever),	 cmocka_unit_test(folders_are_checked),
		cmocka_unit_test(threads_share_one),
		cmocka_unit_test(threads_do_not_swap_what_others_read),
	};

	return (cmocka_run_group_tests(tests, setup, teardown));
}
