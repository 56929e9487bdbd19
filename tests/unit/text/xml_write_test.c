/* SPDX-License-Identifier: Apache-2.0 */
/* The XML writer: what it writes is well-formed, whatever is put in. */
#include "vt_test.h"

#include "api/xml.h"

static struct vt_buf out;
static struct vt_xmlw x;

static int
begin(void **state)
{
	(void)state;
	vt_buf_init(&out, 4096);
	vt_xmlw_init(&x, &out);
	return (0);
}

static int
end(void **state)
{
	(void)state;
	vt_buf_fini(&out);
	return (0);
}

static void
a_document(void **state)
{
	(void)state;
	vt_xmlw_declaration(&x);
	vt_xmlw_open(&x, "r");
	vt_xmlw_attr(&x, "xmlns", VT_STR("urn:x"));
	vt_xmlw_attr_int(&x, "n", -5);
	vt_xmlw_element(&x, "dc:title", VT_STR("Žemė & <dangus> \"x\" ]]>"));
	vt_xmlw_element(&x, "empty", VT_STR_NONE);
	vt_xmlw_open(&x, "raw");
	vt_xmlw_raw(&x, VT_STR("<i/>"));
	vt_xmlw_close(&x);
	vt_xmlw_close(&x);
	assert_int_equal(vt_xmlw_error(&x), VT_OK);
	vt_test_str("document", vt_buf_get(&out),
		    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r xmlns=\"urn:x\" n=\"-5\">"
		    "<dc:title>Žemė &amp; &lt;dangus&gt; \"x\" ]]&gt;</dc:title><empty/>"
		    "<raw><i/></raw></r>");
}

static void
odd_characters(void **state)
{
	static const struct {
		const char *in, *text, *attr;
	} rows[] = {
		{ "a\tb\nc\rd", "a\tb\nc&#13;d", "a&#9;b&#10;c&#13;d" },
		{ "\x01"
		  "bell\a\x1b.",
		  "bell.", "bell." },
		{ "cut\xc5", "cut\uFFFD", "cut\uFFFD" },
		{ "\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD", "\uFFFD\uFFFD\uFFFD" },
		{ "\xef\xbf\xbe|\xef\xbf\xbf|\x7f", "||\x7f", "||\x7f" },
		{ "𝄞 \"'", "𝄞 \"'", "𝄞 &quot;'" },
	};
	char want[128];

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		(void)end(state);
		(void)begin(state);
		vt_xmlw_open(&x, "a");
		vt_xmlw_attr(&x, "b", vt_str_of(rows[i].in));
		vt_xmlw_text(&x, vt_str_of(rows[i].in));
		vt_xmlw_close(&x);
		assert_int_equal(vt_xmlw_error(&x), VT_OK);
		(void)snprintf(want, sizeof(want), "<a b=\"%s\">%s</a>", rows[i].attr,
			       rows[i].text);
		vt_test_str(rows[i].in, vt_buf_get(&out), want);
	}
}

static void
errors_stick(void **state)
{
	vt_xmlw_open(&x, "a");
	assert_int_equal(vt_xmlw_error(&x), VT_E_INTERNAL); /* still open */
	vt_test_has(vt_fail_text(VT_E_INTERNAL), "<a> was not closed");
	vt_xmlw_text(&x, VT_STR("t"));
	vt_xmlw_attr(&x, "late", VT_STR("1"));
	assert_int_equal(vt_xmlw_error(&x), VT_E_INTERNAL);
	vt_xmlw_text(&x, VT_STR("not written"));
	vt_xmlw_close(&x);
	vt_test_str("stopped", vt_buf_get(&out), "<a>t");

	(void)end(state);
	(void)begin(state);
	vt_xmlw_close(&x);
	assert_int_equal(vt_xmlw_error(&x), VT_E_INTERNAL);

	(void)end(state);
	(void)begin(state);
	for (int i = 0; i <= VT_XMLW_DEPTH_MAX; i++)
		vt_xmlw_open(&x, "d");
	assert_int_equal(vt_xmlw_error(&x), VT_E_LIMIT);

	(void)end(state);
	(void)begin(state);
	out.limit = 8;
	vt_xmlw_element(&x, "a", VT_STR("too long for it"));
	assert_int_equal(vt_xmlw_error(&x), VT_E_LIMIT);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_document, begin, end),
		cmocka_unit_test_setup_teardown(odd_characters, begin, end),
		cmocka_unit_test_setup_teardown(errors_stick, begin, end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
