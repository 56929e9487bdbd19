/* SPDX-License-Identifier: Apache-2.0 */
/* Reading strangers' XML: what is refused, with which sentence, and the walk. */
#include "vt_test.h"

#include <libxml/xmlerror.h>
#include <unistd.h>

#include "api/buf.h"
#include "text/xml_read.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
refusals(void **state)
{
	static const struct {
		const char *xml, *sentence;
	} rows[] = {
		{ "", "k.xml is empty" },
		{ "no xml", "k.xml, line 1: " },
		{ "<a>\n<b>\n</a>", "k.xml, line 3: Opening and ending tag mismatch" },
		{ "<a>\n&bogus;</a>", "k.xml, line 2: Entity 'bogus' not defined" },
		{ "<a><x:b/></a>", "Namespace prefix x on b is not defined" },
		{ "<a>\xff</a>", "k.xml, line 1: " },
		{ "<?xml version='1.0' encoding='klingon'?><a/>", "klingon" },
		{ "<?xml version='1.0' encoding='UTF-16'?><a>\xd8</a>", "k.xml" },
		{ "<!DOCTYPE a [\n<!ENTITY b 'c'>]><a>&b;</a>",
		  "line 2: its DOCTYPE declares entities" },
		{ "<!DOCTYPE a [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]><a/>",
		  "declares entities" },
		{ "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
		  "declares entities" },
		{ "<!DOCTYPE a [<!NOTATION n SYSTEM 'n'><!ENTITY x SYSTEM 'y' NDATA n>]><a/>",
		  "declares entities" },
		{ "<!DOCTYPE a [<!ATTLIST a b CDATA 'long'>]><a/>", "declares attributes" },
		{ "<!DOCTYPE a [<!ATTLIST a b (x|y) 'x'>]><a/>", "declares attributes" },
		{ "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a>&nbsp;</a>", "nbsp" },
		{ "<a/><b/>", "Extra content" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_arena *a = vt_arena_new(0);
		xmlDocPtr doc = NULL;

		if (vt_xml_parse(a, vt_str_of(rows[i].xml), "k.xml", &doc) != VT_E_BADARG)
			fail_msg("taken: %s", rows[i].xml);
		assert_null(doc);
		vt_test_has(vt_fail_text(VT_E_BADARG), rows[i].sentence);
		vt_arena_free(&a);
	}
}

static void
taken(void **state)
{
	static const struct {
		const char *xml, *text;
	} rows[] = {
		{ "<a/>", "" },
		{ "<a>\n  \xc5\xbd<b>em</b><!-- no -->\xc4\x97 <?pi no?>\n</a>", "Žemė" },
		{ "<!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Strict//EN' "
		  "'http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd'><html>x</html>",
		  "x" },
		{ "<!DOCTYPE a [<!ELEMENT a ANY>]><a>y</a>", "y" },
		{ "<a><![CDATA[<&]]>&amp;&#x17D;</a>", "<&&Ž" },
		{ "<?xml version='1.0' encoding='windows-1257'?><a>\xde</a>", "Ž" },
		{ "\xef\xbb\xbf<a>bom</a>", "bom" },
		{ "<a xml:id='1 2'>odd id</a>", "odd id" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_arena *a = vt_arena_new(0);
		xmlDocPtr doc = NULL;

		if (vt_xml_parse(a, vt_str_of(rows[i].xml), "k.xml", &doc) != VT_OK)
			fail_msg("%s: %s", rows[i].xml, vt_fail_text(VT_E_BADARG));
		vt_test_str(rows[i].xml, vt_xml_text(a, xmlDocGetRootElement(doc)), rows[i].text);
		vt_arena_free(&a);
	}
}

static vt_err
parse_nested(size_t depth)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_buf b;
	xmlDocPtr doc;
	vt_err err;

	vt_buf_init(&b, 0);
	for (size_t i = 0; i < depth; i++)
		vt_buf_str(&b, VT_STR("<a>"));
	for (size_t i = 0; i < depth; i++)
		vt_buf_str(&b, VT_STR("</a>"));
	err = vt_xml_parse(a, vt_buf_get(&b), "deep.xml", &doc);
	vt_buf_fini(&b);
	vt_arena_free(&a);
	return (err);
}

static void
limits(void **state)
{
	static const struct vt_str huge = { "<a/>", VT_XML_SIZE_MAX + 1 };
	struct vt_arena *a = vt_arena_new(0);
	xmlDocPtr doc;

	(void)state;
	assert_int_equal(parse_nested(VT_XML_DEPTH_MAX), VT_OK);
	assert_int_equal(parse_nested(VT_XML_DEPTH_MAX + 1), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG),
		    "deep.xml, line 1: elements are nested more than 200");
	assert_int_equal(parse_nested(100000), VT_E_BADARG);
	assert_int_equal(vt_xml_parse(a, huge, "huge.xml", &doc), VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "268435456 bytes");
	vt_arena_free(&a);
}

/* More text in one element than libxml2 takes by itself. */
static void
a_long_text_is_taken(void **state)
{
	struct vt_arena *a = vt_arena_new(64 * 1024 * 1024);
	struct vt_buf b;
	xmlDocPtr doc;

	(void)state;
	vt_buf_init(&b, 0);
	vt_buf_str(&b, VT_STR("<a>"));
	for (size_t i = 0; i < 12 * 1024; i++)
		vt_buf_printf(&b, "%01024d", 5);
	vt_buf_str(&b, VT_STR("</a>"));
	assert_int_equal(vt_xml_parse(a, vt_buf_get(&b), "long.xml", &doc), VT_OK);
	assert_int_equal(vt_xml_text(a, xmlDocGetRootElement(doc)).len, 12 * 1024 * 1024);
	vt_buf_fini(&b);
	vt_arena_free(&a);
}

static void
walking(void **state)
{
	static const char xml[] = "<r xmlns='urn:x' xmlns:d='urn:d' xmlns:l='urn:l'> <d:t>1</d:t>"
				  "<t l:href='a&amp;b' empty=''>2</t><d:t>3</d:t><!-- c --></r>";
	struct vt_arena *a = vt_arena_new(0);
	xmlDocPtr doc;
	xmlNodePtr root, n;

	(void)state;
	assert_int_equal(vt_xml_parse(a, vt_str_of(xml), "w.xml", &doc), VT_OK);
	root = xmlDocGetRootElement(doc);
	assert_true(vt_xml_is(root, "urn:x", "r"));
	assert_false(vt_xml_is(root, "urn:d", "r"));
	assert_false(vt_xml_is(NULL, NULL, NULL));
	n = vt_xml_child(root, "urn:d", "t");
	vt_test_str("first", vt_xml_text(a, n), "1");
	n = vt_xml_next(n, "urn:d", "t");
	vt_test_str("second", vt_xml_text(a, n), "3");
	assert_null(vt_xml_next(n, NULL, NULL));
	n = vt_xml_next(vt_xml_child(root, NULL, NULL), NULL, "t");
	vt_test_str("attribute", vt_xml_attr(a, n, "href"), "a&b");
	vt_test_str("empty", vt_xml_attr(a, n, "empty"), "");
	assert_non_null(vt_xml_attr(a, n, "empty").p);
	assert_null(vt_xml_attr(a, n, "none").p);
	assert_null(vt_xml_attr(a, NULL, "none").p);
	assert_null(vt_xml_child(n, NULL, NULL));
	assert_null(vt_xml_text(a, NULL).p);
	vt_arena_free(&a);
}

static void
files(void **state)
{
	char path[] = "/tmp/vt_xml_test_XXXXXX";
	int fd = mkstemp(path);
	struct vt_arena *a = vt_arena_new(0);
	xmlDocPtr doc = NULL;

	(void)state;
	assert_int_equal(write(fd, "<a>file</a>", 11), 11);
	assert_int_equal(vt_xml_parse_file(a, path, &doc), VT_OK);
	vt_test_str("file", vt_xml_text(a, xmlDocGetRootElement(doc)), "file");
	assert_int_equal(ftruncate(fd, VT_XML_SIZE_MAX + 1), 0);
	assert_int_equal(vt_xml_parse_file(a, path, &doc), VT_E_TOOLARGE);
	(void)close(fd);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(vt_xml_parse_file(a, path, &doc), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), path);
	assert_int_equal(vt_xml_parse_file(a, "/tmp", &doc), VT_E_IO);
	vt_arena_free(&a);
}

/* Nothing may reach standard error, whatever is parsed. */
static void
silence(void **state)
{
	FILE *f = tmpfile();
	int kept = dup(STDERR_FILENO);
	long len;

	assert_int_equal(dup2(fileno(f), STDERR_FILENO), STDERR_FILENO);
	refusals(state);
	taken(state);
	assert_int_equal(dup2(kept, STDERR_FILENO), STDERR_FILENO);
	(void)close(kept);
	(void)fseek(f, 0, SEEK_END);
	len = ftell(f);
	(void)fclose(f);
	assert_int_equal(len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals), cmocka_unit_test(taken),
		cmocka_unit_test(limits),   cmocka_unit_test(a_long_text_is_taken),
		cmocka_unit_test(walking),  cmocka_unit_test(files),
		cmocka_unit_test(silence),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
