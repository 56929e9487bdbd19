/* SPDX-License-Identifier: Apache-2.0 */
/*
 * UNIMARC the whole way, field by field: each row is a field that is added to a
 * small record, and what oai_dc and edm say for it.  (How ISBD punctuation and the
 * place of publication are read is tested elsewhere.)
 */
#include "record_help.h"

#include "ingest/marc/marc.h"

#define F(tag, ind, inside)                                                                        \
	"<datafield tag='" tag "' ind1='" ind "' ind2=' '>" inside "</datafield>"
#define C(tag, value) "<controlfield tag='" tag "'>" value "</controlfield>"
#define X(code, value) "<subfield code='" code "'>" value "</subfield>"
#define T " xml:lang=\"lt\">"
#define OBJECT BASE "/objects/x"

/* fields NULL: only the record's own.  Several things are parted by '|', what must
 * not be there has a '!' before it. */
static const struct {
	const char *what, *fields, *oai_dc, *edm;
} rows[] = {
	{ "001", "", "<dc:identifier>x</dc:identifier>", "<dc:identifier>x</dc:identifier>" },
	{ "leader/6", "", "<dc:type>Text</dc:type>", "<edm:type>TEXT</edm:type>" },
	{ "leader/7", "", "<dc:type" T "knyga</dc:type>",
	  "<dc:type rdf:resource=\"http://vocab.getty.edu/aat/300028051\"/>" },
	{ "200 $a", "", "<dc:title" T "Žalia giria</dc:title>",
	  "<dc:title" T "Žalia giria</dc:title>" },
	{ "100 $a 9-16", "", "<dc:date>1931</dc:date>",
	  "<dcterms:issued rdf:resource=\"" OBJECT "#time-1931_1931\"/>|<edm:begin>1931</edm:begin>" },
	{ "100 $a 22-24", F("330", " ", X("a", "Apie ežerus")),
	  "<dc:description" T "Apie ežerus</dc:description>",
	  "<dc:description" T "Apie ežerus</dc:description>" },
	{ "101 $a", "", "<dc:language>lt</dc:language>", "<dc:language>lt</dc:language>" },
	{ "101 $a twice", F("101", "0", X("a", "pol")), "<dc:language>pl</dc:language>",
	  "<dc:language>pl</dc:language>" },
	{ "899 $a", "", "<dc:source xml:lang=\"lt\">Utenos biblioteka</dc:source>",
	  "<edm:dataProvider xml:lang=\"lt\">Utenos biblioteka</edm:dataProvider>" },
	{ "010 $a", F("010", " ", X("a", "9986-16-1")),
	  "<dc:identifier>ISBN 9986-16-1</dc:identifier>",
	  "<dc:identifier>ISBN 9986-16-1</dc:identifier>" },
	{ "011 $a", F("011", " ", X("a", "1392-1843")),
	  "<dc:identifier>ISSN 1392-1843</dc:identifier>",
	  "<dc:identifier>ISSN 1392-1843</dc:identifier>" },
	{ "013 $a", F("013", " ", X("a", "M-1")), "<dc:identifier>ISMN M-1</dc:identifier>",
	  "<dc:identifier>ISMN M-1</dc:identifier>" },
	{ "017 $a", F("017", "7", X("a", "10.5/x") X("2", "doi")),
	  "<dc:identifier>10.5/x</dc:identifier>", "<dc:identifier>10.5/x</dc:identifier>" },
	{ "020 $a $b", F("020", " ", X("a", "LT") X("b", "B12-3")),
	  "<dc:identifier>LT B12-3</dc:identifier>", "<dc:identifier>LT B12-3</dc:identifier>" },
	{ "035 $a", F("035", " ", X("a", "(LNB)77")), "<dc:identifier>(LNB)77</dc:identifier>",
	  "<dc:identifier>(LNB)77</dc:identifier>" },
	{ "205 $a", F("205", " ", X("a", "2-asis leid")),
	  "<dc:description" T "2-asis leid</dc:description>",
	  "<dc:description" T "2-asis leid</dc:description>" },
	{ "206 $a", F("206", " ", X("a", "Mastelis 1:25000")),
	  "<dc:description" T "Mastelis 1:25000</dc:description>",
	  "<dc:description" T "Mastelis 1:25000</dc:description>" },
	{ "210 $c", F("210", " ", X("c", "Sakalas")), "<dc:publisher>Sakalas</dc:publisher>",
	  "<dc:publisher" T "Sakalas</dc:publisher>" },
	{ "210 $d", F("210", " ", X("d", "[1931?]")), "<dc:date>1931</dc:date>",
	  "<dcterms:issued>[1931?]</dcterms:issued>" },
	{ "210 $g", F("210", " ", X("g", "Spindulys")), "<dc:contributor>Spindulys</dc:contributor>",
	  "<dc:contributor" T "Spindulys</dc:contributor>" },
	{ "215 $a", F("215", " ", X("a", "142 p")), "<dc:format" T "142 p</dc:format>",
	  "<dcterms:extent" T "142 p</dcterms:extent>" },
	{ "225 $a $v", F("225", "1", X("a", "Lobynas") X("v", "7")),
	  "<dc:relation" T "Lobynas ; 7</dc:relation>",
	  "<dcterms:isPartOf" T "Lobynas ; 7</dcterms:isPartOf>" },
	{ "300 $a", F("300", " ", X("a", "Pastaba")), "<dc:description" T "Pastaba</dc:description>",
	  "<dc:description" T "Pastaba</dc:description>" },
	{ "317 $a", F("317", " ", X("a", "Iš dvaro")), "<dc:description" T "Iš dvaro</dc:description>",
	  "<dcterms:provenance" T "Iš dvaro</dcterms:provenance>" },
	{ "324 $a", F("324", " ", X("a", "Originalas")), "<dc:source" T "Originalas</dc:source>",
	  "<dc:source" T "Originalas</dc:source>" },
	{ "327 $a", F("327", "1", X("a", "Ežerai") X("a", "Upės")),
	  "<dc:description" T "Ežerai – Upės</dc:description>",
	  "<dcterms:tableOfContents" T "Ežerai – Upės</dcterms:tableOfContents>" },
	{ "371 $a", F("371", " ", X("a", "Naudoti laisvai")),
	  "<dc:rights" T "Naudoti laisvai</dc:rights>",
	  "<dc:rights" T "Naudoti laisvai</dc:rights>" },
	{ "371 $a address", "", "<dc:rights>http://creativecommons.org/publicdomain/mark/1.0/<",
	  "<edm:rights rdf:resource=\"http://creativecommons.org/publicdomain/mark/1.0/\"/>" },
	{ "461 $t $v", F("461", " ", X("t", "Raštai") X("v", "2")),
	  "<dc:relation>Raštai ; 2</dc:relation>",
	  "<dcterms:isPartOf" T "Raštai ; 2</dcterms:isPartOf>" },
	{ "464 $t", F("464", " ", X("t", "Dalis")), "<dc:relation>Dalis</dc:relation>",
	  "<dcterms:hasPart" T "Dalis</dcterms:hasPart>" },
	{ "488 $t", F("488", " ", X("t", "Kita")), "<dc:relation>Kita</dc:relation>",
	  "<dc:relation" T "Kita</dc:relation>" },
	{ "510 $a $z", F("510", "1", X("a", "The forest") X("z", "eng")),
	  "<dc:title xml:lang=\"en\">The forest</dc:title>",
	  "<dcterms:alternative xml:lang=\"en\">The forest</dcterms:alternative>" },
	{ "517 $a", F("517", "1", X("a", "Giria")), "<dc:title>Giria</dc:title>",
	  "<dcterms:alternative" T "Giria</dcterms:alternative>" },
	{ "600 $a $b $3",
	  F("600", " ", X("a", "Petraitis") X("b", "Jonas") X("3", "https://viaf.org/viaf/9")),
	  "<dc:subject" T "Petraitis, Jonas</dc:subject>",
	  "<dc:subject rdf:resource=\"http://viaf.org/viaf/9\"/>|<edm:Agent "
	  "rdf:about=\"http://viaf.org/viaf/9\"><skos:prefLabel" T "Petraitis, Jonas<" },
	{ "601 $a", F("601", "0", X("a", "Draugija")), "<dc:subject" T "Draugija</dc:subject>",
	  "<dc:subject" T "Draugija</dc:subject>" },
	{ "606 $a $x", F("606", " ", X("a", "Padavimai") X("x", "Rinkiniai")),
	  "<dc:subject" T "Padavimai – Rinkiniai</dc:subject>",
	  "<dc:subject" T "Padavimai – Rinkiniai</dc:subject>" },
	{ "606 $y", F("606", " ", X("a", "Menas") X("y", "Aukštaitija")),
	  "<dc:coverage" T "Aukštaitija</dc:coverage>",
	  "<dcterms:spatial" T "Aukštaitija</dcterms:spatial>" },
	{ "606 $z", F("606", " ", X("a", "Menas") X("z", "XX a. pr.")),
	  "<dc:coverage" T "XX a. pr.</dc:coverage>",
	  "<dcterms:temporal rdf:resource=\"" OBJECT "#time-" },
	{ "606 $3", F("606", " ", X("a", "turgūs") X("3", "http://vocab.getty.edu/aat/300008370")),
	  "<dc:subject" T "turgūs</dc:subject>",
	  "<skos:Concept rdf:about=\"http://vocab.getty.edu/aat/300008370\"><skos:prefLabel" T
	  "turgūs<" },
	{ "607 $a", F("607", " ", X("a", "Utena")), "<dc:coverage" T "Utena</dc:coverage>",
	  "<dcterms:spatial" T "Utena</dcterms:spatial>" },
	{ "607 $3",
	  F("607", " ", X("a", "Utena") X("3", "https://sws.geonames.org/593959/")),
	  "<dc:coverage" T "Utena</dc:coverage>",
	  "<edm:Place rdf:about=\"https://sws.geonames.org/593959/\"><skos:prefLabel" T "Utena<" },
	{ "123 $d $f",
	  F("123", "1", X("d", "e0253000") X("e", "e0254000") X("f", "n0553500") X("g", "n0552500"))
	      F("607", " ", X("a", "Utena")),
	  "<dc:coverage" T "Utena</dc:coverage>", "<wgs84:lat>55.5</wgs84:lat>" },
	{ "608 $a", F("608", " ", X("a", "Pasakos")), "<dc:type" T "Pasakos</dc:type>",
	  "<dc:type" T "Pasakos</dc:type>" },
	{ "610 $a", F("610", "0", X("a", "undinės") X("a", "laumės")),
	  "<dc:subject" T "undinės</dc:subject><dc:subject" T "laumės</dc:subject>",
	  "<dc:subject" T "undinės</dc:subject>|<dc:subject" T "laumės</dc:subject>" },
	{ "675 $a", F("675", " ", X("a", "398.2")), "<dc:subject>UDK 398.2</dc:subject>",
	  "<dc:subject" T "UDK 398.2</dc:subject>" },
	{ "676 $a", F("676", " ", X("a", "398")), "<dc:subject>DDC 398</dc:subject>",
	  "<dc:subject" T "DDC 398</dc:subject>" },
	{ "700 $a $b", F("700", " ", X("a", "Šilas") X("b", "Jonas")),
	  "<dc:creator>Šilas, Jonas</dc:creator>", "<dc:creator" T "Šilas, Jonas</dc:creator>" },
	{ "700 $f", F("700", " ", X("a", "Krėvė") X("b", "Vincas") X("f", "1882-1954")),
	  "<dc:creator>Krėvė, Vincas, 1882-1954</dc:creator>",
	  "<edm:begin>1882</edm:begin><edm:end>1954</edm:end></edm:Agent>" },
	{ "700 $3", F("700", " ", X("a", "Šilas") X("b", "Jonas") X("3", "(viaf)77")),
	  "<dc:creator>Šilas, Jonas</dc:creator>",
	  "<dc:creator rdf:resource=\"http://viaf.org/viaf/77\"/>" },
	{ "701 $a", F("701", " ", X("a", "Antras") X("b", "Petras")),
	  "<dc:creator>Antras, Petras</dc:creator>", "<dc:creator" T "Antras, Petras</dc:creator>" },
	{ "702 $4", F("702", " ", X("a", "Vertėjas") X("b", "Jonas") X("4", "730")),
	  "<dc:contributor>Vertėjas, Jonas</dc:contributor>|!<dc:creator>Vertėjas",
	  "<dc:contributor" T "Vertėjas, Jonas</dc:contributor>" },
	{ "710 $a $b", F("710", "0", X("a", "Draugija") X("b", "Skyrius")),
	  "<dc:creator>Draugija. Skyrius</dc:creator>",
	  "<dc:creator" T "Draugija. Skyrius</dc:creator>" },
	{ "712 $4 650", F("712", "0", X("a", "Leidykla") X("4", "650")),
	  "<dc:publisher>Leidykla</dc:publisher>", "<dc:publisher" T "Leidykla</dc:publisher>" },
	{ "720 $a", F("720", " ", X("a", "Radvilos")), "<dc:creator>Radvilos</dc:creator>",
	  "<dc:creator" T "Radvilos</dc:creator>" },
	{ "730 $a $4", F("730", " ", X("a", "Kas nors") X("4", "070")),
	  "<dc:creator>Kas nors</dc:creator>", "<dc:creator" T "Kas nors</dc:creator>" },
	{ "856 $u $z", F("856", "4", X("u", "https://x.lt/p") X("z", "Katalogas")),
	  "<dc:relation>Katalogas</dc:relation><dc:relation>https://x.lt/p</dc:relation>",
	  "<dc:relation rdf:resource=\"https://x.lt/p\"/>" },
	{ "856 $u", F("856", "4", X("u", "https://www.epaveldas.lt/preview?id=1")),
	  "<dc:relation>https://www.epaveldas.lt/preview?id=1</dc:relation>",
	  "<dc:relation rdf:resource=\"https://www.epaveldas.lt/preview?id=1\"/>" },
};

static xmlDocPtr
unimarc(struct vt_arena *a, const char *fields)
{
	struct vt_str xml = vt_str_printf(
	    a,
	    "<record xmlns='http://www.loc.gov/MARC21/slim'>"
	    "<leader>01234nam0 2200289   450 </leader>%s%s%s</record>",
	    C("001", "LT1") F("100", " ", X("a", "20240311d1931    u  y0lity50      ba"))
		F("101", "0", X("a", "lit")) F("200", "1", X("a", "Žalia giria")),
	    fields,
	    F("371", " ", X("a", "http://creativecommons.org/publicdomain/mark/1.0/"))
		F("899", " ", X("a", "LT-U")));
	xmlDocPtr doc;

	assert_int_equal(vt_xml_parse(a, xml, "unimarc", &doc), VT_OK);
	return (doc);
}

static void
has_parts(const char *what, const char *xml, const char *parts)
{
	struct vt_str rest = vt_str_of(parts), part;

	while (vt_str_next(&rest, '|', &part)) {
		bool is_unwanted = part.p[0] == '!';
		struct vt_str wanted = vt_str_sub(part, is_unwanted, part.len);

		if ((vt_str_find(vt_str_of(xml), wanted) >= 0) == is_unwanted)
			fail_msg("%s: %s \"%.*s\" in\n%s", what, is_unwanted ? "must not have" : "lacks",
				 VT_STR_ARG(wanted), xml);
	}
}

static void
each_field_comes_through(void **state)
{
	(void)state;
	assert_true(sizeof(rows) / sizeof(rows[0]) >= 50);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_buf findings;
		struct vt_object o;
		struct vt_crosswalk_context context;
		struct vt_str xml;

		vt_buf_init(&findings, 0);
		o = record_object(a, "unimarc", unimarc(a, rows[i].fields), &findings);
		context = record_context(&o);
		context.language = "lt";
		context.images_are_open = false;
		assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "oai_dc", &context, &xml),
				 VT_OK);
		has_parts(rows[i].what, record_check(a, "oai_dc", rows[i].what, xml), rows[i].oai_dc);
		assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "edm", &context, &xml),
				 VT_OK);
		has_parts(rows[i].what, record_check(a, "edm", rows[i].what, xml), rows[i].edm);
		vt_buf_fini(&findings);
		vt_arena_free(&a);
	}
}

/* The two MARCs are told apart by what only one of them has. */
static void
both_marcs_are_told_apart(void **state)
{
	static const struct {
		const char *fields;
		enum vt_marc_flavour flavour;
	} records[] = {
		{ F("100", " ", X("a", "20240311d1931    u  y0lity50      ba")) F("200", "1", X("a", "A")),
		  VT_MARC_UNI },
		{ F("200", "1", X("a", "A")), VT_MARC_UNI },
		{ F("101", "0", X("a", "lit")), VT_MARC_UNI },
		{ F("100", "1", X("a", "Šilas, Jonas")) F("245", "1", X("a", "A")), VT_MARC_21 },
		{ F("245", "0", X("a", "A")) F("200", "1", X("a", "B")), VT_MARC_21 },
		{ C("008", "240311s1931    lt            000 0 lit d"), VT_MARC_21 },
		{ F("500", " ", X("a", "Pastaba")), VT_MARC_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_str xml = vt_str_printf(
		    a, "<record xmlns='http://www.loc.gov/MARC21/slim'>%s</record>", records[i].fields);
		const xmlNode *record;
		xmlDocPtr doc;

		assert_int_equal(vt_xml_parse(a, xml, "x", &doc), VT_OK);
		record = xmlDocGetRootElement(doc);
		assert_int_equal(vt_marc_flavour(a, record, VT_STR_NONE), records[i].flavour);
		/* what package.yaml says decides */
		assert_int_equal(vt_marc_flavour(a, record, VT_STR("unimarc")), VT_MARC_UNI);
		assert_int_equal(vt_marc_flavour(a, record, VT_STR("marc21")), VT_MARC_21);
		vt_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_field_comes_through),
		cmocka_unit_test(both_marcs_are_told_apart),
	};

	return (cmocka_run_group_tests(tests, records_open, records_close));
}
