/* SPDX-License-Identifier: Apache-2.0 */
/* MARC: ISO 2709 of any dirt to plain records, MARC21 told from UNIMARC. */
#include "ingest_help.h"

#include "ingest/marc/marc.h"
#include "text/xml_read.h"

struct field {
	const char *tag, *data;
};

/* A record with a right directory (five digits of its numbers); counted in characters
 * when in_characters. */
static struct vt_str
record(struct vt_arena *a, char charset, const struct field *fields, size_t count,
    bool in_characters)
{
	struct vt_buf dir, body, all;
	size_t chars = 0, length, base = 25 + 12 * count;
	struct vt_str out;

	vt_buf_init(&dir, 0);
	vt_buf_init(&body, 0);
	vt_buf_init(&all, 0);
	for (size_t i = 0; i < count; i++) {
		size_t bytes = strlen(fields[i].data) + 1, letters = 1;

		for (const char *p = fields[i].data; *p != '\0'; p++)
			letters += ((unsigned char)*p & 0xC0) != 0x80;
		vt_buf_printf(&dir, "%s%04zu%05zu", fields[i].tag, in_characters ? letters : bytes,
		    (in_characters ? chars : body.len) % 100000);
		vt_buf_printf(&body, "%s\x1E", fields[i].data);
		chars += letters;
	}
	length = base + (in_characters ? chars : body.len) + 1;
	vt_buf_printf(&all, "%05zunam %c22%05zu   4500%s\x1E%s\x1D", length % 100000, charset, base, dir.p,
	    body.p);
	out = vt_str_dup(a, vt_buf_get(&all));
	vt_buf_fini(&dir);
	vt_buf_fini(&body);
	vt_buf_fini(&all);
	return (out);
}

/* "tag text" of a record's fields, subfields as $c. */
static const char *
shown(struct vt_arena *a, xmlDocPtr doc)
{
	static char out[1000];
	size_t n = 0;

	out[0] = '\0';
	for (const xmlNode *f = vt_xml_child(xmlDocGetRootElement(doc), VT_MARC_NS, NULL); f != NULL;
	     f = vt_xml_next(f, VT_MARC_NS, NULL)) {
		if (vt_xml_is(f, NULL, "leader"))
			continue;
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%.*s ",
		    VT_STR_ARG(vt_xml_attr(a, f, "tag")));
		if (vt_xml_is(f, NULL, "controlfield"))
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%.*s",
			    VT_STR_ARG(vt_xml_text(a, f)));
		for (const xmlNode *s = vt_xml_child(f, NULL, "subfield"); s != NULL;
		     s = vt_xml_next(s, NULL, "subfield"))
			n += (size_t)snprintf(out + n, sizeof(out) - n, "$%.*s%.*s",
			    VT_STR_ARG(vt_xml_attr(a, s, "code")), VT_STR_ARG(vt_xml_text(a, s)));
		n += (size_t)snprintf(out + n, sizeof(out) - n, "|");
	}
	return (out);
}

static const struct field unimarc[] = { { "001", "LT1" },
	{ "100", "  \x1F" "a20240311d1931    |  y0lity50      ba" },
	{ "200", "1 \x1F" "aŽemaičių giesmės\x1F" "fJ. Žąsis" } };
static const struct field marc21[] = { { "001", "7" }, { "008", "120101s1931" },
	{ "245", "10\x1F" "aGiesmės" } };

static void
reading(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_findings f;
	xmlDocPtr doc;

	(void)state;
	vt_findings_init(&f, a);
	assert_int_equal(vt_iso2709_read(a, record(a, ' ', unimarc, 3, false), &f, &doc), VT_OK);
	vt_test_str("unimarc", vt_str_of(shown(a, doc)),
	    "001 LT1|100 $a20240311d1931    |  y0lity50      ba|200 $aŽemaičių giesmės$fJ. Žąsis|");
	assert_int_equal(f.count, 0);
	assert_int_equal(vt_marc_flavour(a, xmlDocGetRootElement(doc), VT_STR_NONE), VT_MARC_UNI);
	assert_int_equal(vt_iso2709_read(a, record(a, 'a', marc21, 3, false), &f, &doc), VT_OK);
	assert_int_equal(vt_marc_flavour(a, xmlDocGetRootElement(doc), VT_STR_NONE), VT_MARC_21);
	assert_int_equal(f.count, 0);
	vt_arena_free(&a);
}

/* Leader and directory that count characters: the same record comes out. */
static void
counted_in_characters(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_findings f;
	char right[1000];
	xmlDocPtr doc;

	(void)state;
	vt_findings_init(&f, a);
	assert_int_equal(vt_iso2709_read(a, record(a, 'a', unimarc, 3, false), &f, &doc), VT_OK);
	(void)snprintf(right, sizeof(right), "%s", shown(a, doc));
	assert_int_equal(vt_iso2709_read(a, record(a, 'a', unimarc, 3, true), &f, &doc), VT_OK);
	vt_test_str("same", vt_str_of(shown(a, doc)), right);
	assert_true(help_found(&f, VT_FINDING_ENCODING, "count other than bytes"));
	vt_arena_free(&a);
}

/* As exports have it that count characters and let a field's end stand inside one:
 * tags and fields stay together, for a shifted directory gives a wrong book. */
static void
ends_inside_fields(void **state)
{
	static const struct field dirty[] = { { "001", "7" }, { "100", "1 \x1F" "aŽąsis, J." },
		{ "245", "10\x1F" "aGiesmės\x1E\x1F" "cŽąsis" }, { "300", "  \x1F" "a20 p." } };
	static const struct field short_one[] = { { "001", "7" }, { "245", "10\x1F" "aGiesmės" } };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_findings f;
	struct vt_str broken;
	xmlDocPtr doc;

	(void)state;
	vt_findings_init(&f, a);
	assert_int_equal(vt_iso2709_read(a, record(a, 'a', dirty, 4, true), &f, &doc), VT_OK);
	vt_test_str("together", vt_str_of(shown(a, doc)),
	    "001 7|100 $aŽąsis, J.|245 $aGiesmės$cŽąsis|300 $a20 p.|");
	/* and where nothing fits, nothing is made up */
	broken = record(a, 'a', short_one, 2, false);
	broken = vt_str_dup(a, broken);
	((char *)(uintptr_t)broken.p)[24 + 12 + 6] = '9';
	((char *)(uintptr_t)broken.p)[24 + 12 + 11] = '1';
	((char *)(uintptr_t)broken.p)[broken.len - 2] = ' ';
	assert_int_equal(vt_iso2709_read(a, broken, &f, &doc), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "export the record again");
	vt_arena_free(&a);
}

struct charset {
	char leader;
	struct field title;
	const char *want, *finding;
};

/* MARC-8 puts the accent before its letter (\xE9 caron, \xE5 macron); the reader
 * puts it behind, vt_normalise() makes one character of both. */
static const struct charset charsets[] = {
	{ ' ', { "245", "10\x1F" "aPrie \xE9" "zero" }, "$aPrie z\u030Cero", NULL },
	{ ' ', { "245", "10\x1F" "aPrie ežero" }, "$aPrie ežero", "announces MARC-8" },
	{ 'a', { "245", "10\x1F" "aPrie \xE9" "zero" }, "$aPrie z\u030Cero", "announces UTF-8" },
};

static void
characters(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(charsets); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_findings f;
		struct field fields[] = { { "001", "1" }, charsets[i].title };
		xmlDocPtr doc;

		vt_findings_init(&f, a);
		assert_int_equal(
		    vt_iso2709_read(a, record(a, charsets[i].leader, fields, 2, false), &f, &doc),
		    VT_OK);
		vt_test_has(shown(a, doc), charsets[i].want);
		assert_int_equal(f.count, charsets[i].finding != NULL);
		if (charsets[i].finding != NULL)
			assert_true(help_found(&f, VT_FINDING_ENCODING, charsets[i].finding));
		vt_arena_free(&a);
	}
}

/* UNIMARC whose bytes are no UTF-8: ISO 5426 puts the accent before its letter (\xCF caron,
 * \xD3 ogonek); what cannot be that is Windows-1257, in which LIBIS may export. */
static const struct {
	const char *coded, *title, *want, *finding;
} unimarc_charsets[] = {
	{ "50  ", "Žemės šąla", "$aŽemės šąla", NULL },
	{ "0103", "\xCFZem\xC7" "es \xCFs\xD3" "ala", "$aZ\u030Ceme\u0307s s\u030Ca\u0328la", NULL },
	{ "    ", "Vilnius \xC8" "u", "$aVilnius u\u0308", NULL },
	{ "50  ", "\xCFZem\xC7" "es", "$aZ\u030Ceme\u0307s", "announces Unicode" },
	{ "02  ", "\xCFZem\xC7" "es", "$aZ\u030Ceme\u0307s", "announces set 02" },
	{ "0103", "\xCFZem\xC7" "es \xCFs\xD3" "ala \xFFir", "$aZ\u030Ceme\u0307s s\u030Ca\u0328la", "1 byte" },
	{ "    ", "\xDE" "em\xEBs \xF0\xE0la", "$aŽemės šąla", "Windows-1257" },
	{ "0103", "\xDE" "em\xEBs \xF0\xE0la", "$aŽemės šąla", "Windows-1257" },
	{ "50  ", "Kelion\xEB po \xC8" "ekij\xE0 \x84vienas\x93", "$aKelionė po Čekiją „vienas“", "Windows-1257" },
};

static void
characters_of_unimarc(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(unimarc_charsets); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_findings f;
		struct field fields[] = { { "001", "1" },
			{ "100", vt_str_c(a, vt_str_printf(a, "  \x1F" "a20240311d1931    |  y0lity%s    ba",
				unimarc_charsets[i].coded)) },
			{ "200", vt_str_c(a, vt_str_printf(a, "1 \x1F" "a%s", unimarc_charsets[i].title)) } };
		xmlDocPtr doc;

		vt_findings_init(&f, a);
		assert_int_equal(vt_iso2709_read(a, record(a, ' ', fields, 3, false), &f, &doc), VT_OK);
		vt_test_has(shown(a, doc), unimarc_charsets[i].want);
		assert_int_equal(f.count, unimarc_charsets[i].finding != NULL);
		if (unimarc_charsets[i].finding != NULL)
			assert_true(help_found(&f, VT_FINDING_ENCODING, unimarc_charsets[i].finding));
		vt_arena_free(&a);
	}
}

/* A record that would be far more XML than it is bytes costs no memory for it. */
static void
grown_large(void **state)
{
	static struct field fields[300];
	static char data[9000], same[12 * 300 + 1];
	struct vt_arena *a = vt_arena_new(0);
	struct vt_findings f;
	struct vt_str r;
	xmlDocPtr doc;

	(void)state;
	vt_findings_init(&f, a);
	/* every entry names the one long field */
	memset(data, 'x', 899);
	for (size_t i = 0; i < 300; i++)
		(void)snprintf(same + 12 * i, 13, "500090000000");
	r = vt_str_printf(a, "%05zunam a22%05zu   4500%s\x1E%s\x1E\x1D", (size_t)25 + 3600 + 901,
	    (size_t)25 + 3600, same, data);
	assert_int_equal(vt_iso2709_read(a, r, &f, &doc), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "directory fits its fields neither");
	/* nothing but subfields' codes: 2.7 MB that are 27 MB as XML */
	for (size_t i = 0; i + 1 < sizeof(data); i += 2)
		memcpy(data + i, "\x1F" "a", 2);
	data[sizeof(data) - 1] = '\0';
	for (size_t i = 0; i < COUNT(fields); i++)
		fields[i] = (struct field){ "500", data };
	assert_int_equal(vt_iso2709_read(a, record(a, 'a', fields, COUNT(fields), false), &f, &doc),
	    VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "bytes of XML");
	vt_arena_free(&a);
}

static void
divided_by_terminators(void **state)
{
	struct vt_buf out;
	char bytes[] = "\xEF\xBB\xBF\n00010abc\x1D\r\n00020defgh\x1D" "cut";
	FILE *f = fmemopen(bytes, sizeof(bytes) - 1, "r");

	(void)state;
	vt_buf_init(&out, 0);
	assert_int_equal(vt_iso2709_next(f, &out), VT_OK);
	vt_test_str("first", vt_buf_get(&out), "00010abc\x1D");
	assert_int_equal(vt_iso2709_next(f, &out), VT_OK);
	vt_test_str("second", vt_buf_get(&out), "00020defgh\x1D");
	assert_int_equal(vt_iso2709_next(f, &out), VT_OK);
	vt_test_str("cut off", vt_buf_get(&out), "cut");
	assert_int_equal(vt_iso2709_next(f, &out), VT_E_END);
	vt_buf_fini(&out);
	(void)fclose(f);
}

static void
refused(void **state)
{
	static const char *const bad[] = { "cut", "00030nam a2200025   4500\x1E" "garbage\x1D",
		"99999nam a2299999   4500\x1D",
		/* eight indicators in a field of three bytes */
		"00043nam a824054    2252250000500150\x1E" "7\x1E\x1D",
		"00040nam a9900037   9900245000300000\x1E" "7\x1E\x1D" };

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_findings f;
		xmlDocPtr doc;
		vt_err err;

		vt_findings_init(&f, a);
		err = vt_iso2709_read(a, vt_str_of(bad[i]), &f, &doc);
		/* a record without fields is one, if a useless one */
		if (err == VT_OK)
			assert_int_equal(
			    vt_marc_flavour(a, xmlDocGetRootElement(doc), VT_STR_NONE),
			    VT_MARC_UNKNOWN);
		else
			assert_int_equal(err, VT_E_BADARG);
		vt_arena_free(&a);
	}
}

struct flavour {
	const char *xml, *format;
	enum vt_marc_flavour want;
};

#define D(tag, code, text) \
	"<datafield tag='" tag "'><subfield code='" code "'>" text "</subfield></datafield>"

static const struct flavour flavours[] = {
	{ D("245", "a", "X") D("100", "a", "Petraitis, Jonas"), "", VT_MARC_21 },
	{ D("200", "a", "X"), "", VT_MARC_UNI },
	{ D("200", "a", "X") D("100", "a", "20240311d1931    |  y0lity50      ba"), "", VT_MARC_UNI },
	{ "<controlfield tag='008'>x</controlfield>", "", VT_MARC_21 },
	{ D("101", "a", "lit"), "", VT_MARC_UNI },
	{ D("500", "a", "x"), "", VT_MARC_UNKNOWN },
	{ D("245", "a", "X"), "unimarc", VT_MARC_UNI },
	{ D("200", "a", "X"), "marc21", VT_MARC_21 },
};

static void
telling_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(flavours); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_str xml =
		    vt_str_printf(a, "<record><leader/>%s</record>", flavours[i].xml);
		xmlDocPtr doc, plain;

		assert_int_equal(vt_xml_parse(a, xml, "test", &doc), VT_OK);
		assert_int_equal(vt_marc_plain(a, xmlDocGetRootElement(doc), &plain), VT_OK);
		assert_int_equal(vt_marc_flavour(a, xmlDocGetRootElement(plain),
				     vt_str_of(flavours[i].format)),
		    flavours[i].want);
		vt_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading),    cmocka_unit_test(counted_in_characters),
		cmocka_unit_test(ends_inside_fields), cmocka_unit_test(grown_large),
		cmocka_unit_test(characters), cmocka_unit_test(divided_by_terminators),
		cmocka_unit_test(refused),    cmocka_unit_test(telling_apart),
		cmocka_unit_test(characters_of_unimarc),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
