/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of pages: units, boxes, divided words, reading order, lines without words. */
#include "vt_test.h"

#include "ingest/page_text/page_text.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

struct page {
	struct vt_arena *a;
	struct vt_findings findings;
	struct vt_page_text text;
};

static vt_err
read_page(struct page *p, const char *xml, int64_t width, int64_t height)
{
	p->a = vt_arena_new(64 << 20);
	vt_findings_init(&p->findings, p->a);
	vt_page_text_init(&p->text, p->a, &p->findings, width, height);
	return (vt_page_text_parse(&p->text, vt_str_of(xml), "test"));
}

/* "text@x,y,w,h line block hyphen" of a word */
static void
word(struct page *p, size_t i, const char *want)
{
	char got[200];
	const struct vt_word *w = &p->text.words[i];

	assert_true(i < p->text.word_count);
	(void)snprintf(got, sizeof(got), "%.*s@%d,%d,%d,%d %d %d %d", VT_STR_ARG(w->text), w->x,
	    w->y, w->w, w->h, w->line, w->block, w->hyphen);
	vt_test_str("word", vt_str_of(got), want);
}

/* One word at 1 inch from both edges of a page of 4 x 8 inches, in each unit,
 * on an image of 1200 x 2400 pixels. */
struct unit {
	const char *ns, *unit, *page, *box, *want;
	size_t findings;
};

static const struct unit units[] = {
	{ "", "pixel", "WIDTH='1200' HEIGHT='2400'",
	    "HPOS='300' VPOS='300' WIDTH='150' HEIGHT='60'", "a@300,300,150,60 0 0 0", 0 },
	{ "http://www.loc.gov/standards/alto/ns-v2#", "inch1200", "WIDTH='4800' HEIGHT='9600'",
	    "HPOS='1200.0' VPOS='1200.0' WIDTH='600.0' HEIGHT='240.0'",
	    "a@300,300,150,60 0 0 0", 0 },
	{ "http://www.loc.gov/standards/alto/ns-v3#", "mm10", "WIDTH='1016' HEIGHT='2032'",
	    "HPOS='254' VPOS='254' WIDTH='127' HEIGHT='50.8'", "a@300,300,150,60 0 0 0", 0 },
	{ "http://www.loc.gov/standards/alto/ns-v4#", "pixel", "WIDTH='600' HEIGHT='1200'",
	    "HPOS='150' VPOS='150' WIDTH='75' HEIGHT='30'", "a@300,300,150,60 0 0 0", 0 },
	{ "", "pixel", "", "HPOS='300' VPOS='300' WIDTH='150' HEIGHT='60'",
	    "a@300,300,150,60 0 0 0", 0 },
	/* what sticks out is cut off; what lies outside has no box */
	{ "", "pixel", "WIDTH='1200' HEIGHT='2400'",
	    "HPOS='1150' VPOS='2390' WIDTH='150' HEIGHT='60'", "a@1150,2390,50,10 0 0 0", 1 },
	{ "", "pixel", "WIDTH='1200' HEIGHT='2400'",
	    "HPOS='5000' VPOS='300' WIDTH='150' HEIGHT='60'", "a@0,0,0,0 0 0 0", 1 },
	/* a pixel over the edge is a rounding */
	{ "", "pixel", "WIDTH='1200' HEIGHT='2400'",
	    "HPOS='1150' VPOS='2390' WIDTH='51' HEIGHT='12'", "a@1150,2390,50,10 0 0 0", 0 },
	/* a unit that cannot be turned into pixels without the page's size */
	{ "", "mm10", "", "HPOS='254' VPOS='254' WIDTH='127' HEIGHT='51'", "a@0,0,0,0 0 0 0", 1 },
	/* polygons, and the forms that numbers have */
	{ "", "pixel", "WIDTH='1200' HEIGHT='2400'",
	    "HPOS='3e2' VPOS='300,0' WIDTH='150.0' HEIGHT='6.0e1'", "a@300,300,150,60 0 0 0", 0 },
};

static void
alto_units(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(units); i++) {
		struct page p;
		char xml[1024];

		(void)snprintf(xml, sizeof(xml),
		    "<alto%s%s%s><Description><MeasurementUnit>%s</MeasurementUnit></Description>"
		    "<Layout><Page %s><PrintSpace><TextBlock><TextLine>"
		    "<String CONTENT='a' %s/></TextLine></TextBlock></PrintSpace></Page></Layout>"
		    "</alto>",
		    units[i].ns[0] != '\0' ? " xmlns='" : "", units[i].ns,
		    units[i].ns[0] != '\0' ? "'" : "", units[i].unit, units[i].page, units[i].box);
		assert_int_equal(read_page(&p, xml, 1200, 2400), VT_OK);
		word(&p, 0, units[i].want);
		assert_int_equal(p.findings.count, units[i].findings);
		vt_arena_free(&p.a);
	}
}

#define ALTO(body) \
	"<alto><Layout><Page WIDTH='1000' HEIGHT='1000'><PrintSpace>" body \
	"</PrintSpace></Page></Layout></alto>"
#define BOX(x, y, w, h) " HPOS='" #x "' VPOS='" #y "' WIDTH='" #w "' HEIGHT='" #h "'"

static void
alto_hyphens(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		ALTO("<TextBlock ID='B1'" BOX(10, 10, 500, 60) "><TextLine>"
		     "<String CONTENT='geras'" BOX(10, 10, 40, 20) "/><SP/>"
		     "<String CONTENT='laik' SUBS_TYPE='HypPart1' SUBS_CONTENT='laikraštis'"
		     BOX(60, 10, 40, 20) "/><HYP CONTENT='-'/></TextLine><TextLine>"
		     "<String CONTENT='raštis' SUBS_TYPE='HypPart2' SUBS_CONTENT='laikraštis'"
		     BOX(10, 40, 60, 20) "/><String CONTENT='.'" BOX(70, 40, 5, 20) "/><SP/>"
		     "<String CONTENT='Kitas'" BOX(80, 40, 60, 20) "/></TextLine></TextBlock>"
		     "<TextBlock ID='B2'><TextLine ID='L9'" BOX(10, 100, 50, 20) ">"
		     "<String CONTENT='galas'" BOX(10, 100, 50, 20) "/></TextLine></TextBlock>"),
		1000, 1000),
	    VT_OK);
	word(&p, 0, "geras@10,10,40,20 0 0 0");
	word(&p, 1, "laik-@60,10,40,20 0 0 1");
	word(&p, 2, "raštis@10,40,60,20 1 0 2");
	word(&p, 5, "galas@10,100,50,20 2 1 0");
	vt_test_str("plain", p.text.plain, "geras laik-\nraštis. Kitas\ngalas\n");
	vt_arena_free(&p.a);
}

/* SUBS_CONTENT is kept where the parts do not say it themselves. */
static void
whole_words(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_page_text k;
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		ALTO("<TextBlock><TextLine>"
		     "<String CONTENT='galas'" BOX(1, 1, 9, 9) " SUBS_TYPE='HypPart2' SUBS_CONTENT='pergalas &amp;'/>"
		     "</TextLine><TextLine>"
		     "<String CONTENT='laik'" BOX(1, 1, 9, 9) " SUBS_TYPE='HypPart1' SUBS_CONTENT='laikraštis'/><HYP/>"
		     "</TextLine><TextLine>"
		     "<String CONTENT='raštis'" BOX(1, 1, 9, 9) " SUBS_TYPE='HypPart2' SUBS_CONTENT='laikraštis'/>"
		     "</TextLine><TextLine>"
		     "<String CONTENT='šiau-'" BOX(1, 1, 9, 9) " SUBS_TYPE='HypPart1' SUBS_CONTENT='šiaurės'/>"
		     "</TextLine><TextLine>"
		     "<String CONTENT='rcs'" BOX(1, 1, 9, 9) " SUBS_TYPE='HypPart2' SUBS_CONTENT='šiaurės'/>"
		     "</TextLine></TextBlock>"),
		0, 0),
	    VT_OK);
	assert_int_equal(vt_page_text_keep(&p.text, a, &k), VT_OK);
	vt_arena_free(&p.a);
	vt_test_str("from the page before", k.words[0].whole, "pergalas &");
	assert_int_equal(k.words[1].whole.len, 0);
	assert_int_equal(k.words[2].whole.len, 0);
	vt_test_str("read otherwise", k.words[3].whole, "šiaurės");
	assert_int_equal(k.words[4].whole.len, 0);
	vt_arena_free(&a);
}

static void
alto_polygons(void **state)
{
	struct page p;
	struct vt_box box;

	(void)state;
	assert_int_equal(read_page(&p,
		ALTO("<TextBlock ID='b'><Shape><Polygon POINTS='0,0 100,0 100,50'/></Shape>"
		     "<TextLine ID='l'><Shape><Polygon POINTS='10 10 90 10 90 40'/></Shape>"
		     "<String CONTENT='a'><Shape><Polygon POINTS='10,10 30,40'/></Shape></String><SP/>"
		     "<String CONTENT='b'><Shape><Polygon POINTS='40,10 90,40'/></Shape></String>"
		     "</TextLine></TextBlock>"),
		1000, 1000),
	    VT_OK);
	word(&p, 0, "a@10,10,20,30 0 0 0");
	word(&p, 1, "b@40,10,50,30 0 0 0");
	assert_true(vt_page_text_find(&p.text, VT_STR("b"), &box));
	assert_int_equal(box.w, 100);
	assert_true(vt_page_text_find(&p.text, VT_STR("l"), &box));
	assert_int_equal(box.w, 80);
	vt_arena_free(&p.a);
}

static void
only_the_first_page(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		"<alto><Layout><Page><PrintSpace><TextBlock><TextLine><String CONTENT='a'/></TextLine>"
		"</TextBlock></PrintSpace></Page><Page><PrintSpace><TextBlock><TextLine>"
		"<String CONTENT='b'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>",
		0, 0),
	    VT_OK);
	assert_int_equal(p.text.word_count, 1);
	assert_int_equal(p.findings.count, 1);
	vt_arena_free(&p.a);
}

#define HOCR(body)								\
	"<?xml version='1.0'?><!DOCTYPE html PUBLIC '-//W3C//DTD XHTML 1.0 Transitional//EN' "	\
	"'http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd'>"				\
	"<html xmlns='http://www.w3.org/1999/xhtml'><head><meta name='ocr-system' "		\
	"content='tesseract'/></head><body>" body "</body></html>"

static void
hocr(void **state)
{
	struct page p;
	struct vt_box box;

	(void)state;
	assert_int_equal(read_page(&p,
		HOCR("<div class='ocr_page' title='image \"a b.png\"; bbox 0 0 500 500; ppageno 0'>"
		     "<div class='ocr_carea' id='b1' title='bbox 10 10 200 60'><p class='ocr_par'>"
		     "<span class='ocr_line' id='l1' title='bbox 10 10 200 30; baseline 0 -5'>"
		     "<span class='ocrx_word' title='bbox 10 10 60 30; x_wconf 96'><strong>Senas</strong>"
		     "</span> <span class='ocrx_word' title='bbox 70 10 120 30'>laik-</span></span>"
		     "<span class='ocr_line' title='bbox 10 40 200 60'>"
		     "<span class='ocrx_word' title='bbox 10 40 60 60'>raštis &amp; kt.</span></span></p>"
		     "</div><div class='ocr_carea'><span class='ocr_line' title='bbox 0 100 100 120'>"
		     "viena eilutė</span></div></div>"
		     "<div class='ocr_page' title='bbox 0 0 9 9'>kitas</div>"),
		1000, 1000),
	    VT_OK);
	word(&p, 0, "Senas@20,20,100,40 0 0 0");
	word(&p, 1, "laik-@140,20,100,40 0 0 1");
	word(&p, 2, "raštis@20,80,50,40 1 0 2");
	word(&p, 3, "&@78,80,9,40 1 0 0");
	word(&p, 5, "viena@0,200,84,40 2 1 0");
	vt_test_str("plain", p.text.plain, "Senas laik-\nraštis & kt.\nviena eilutė\n");
	assert_true(vt_page_text_find(&p.text, VT_STR("l1"), &box));
	assert_int_equal(box.w, 380);
	assert_int_equal(p.findings.count, 1);
	vt_arena_free(&p.a);
	assert_int_equal(read_page(&p, HOCR("<p>tekstas</p>"), 10, 10), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "ocr_page");
	vt_arena_free(&p.a);
}

/* Files that divide words without saying so. */
static void
unmarked_hyphens(void **state)
{
	static const struct {
		const char *first, *second;
		int hyphen;
	} cases[] = {
		{ "ſchaͤd¬", "lich", 1 }, { "Žemai⸗", "čių", 1 }, { "abc-", "Šiaulių", 0 },
		{ "abc-", "šiaulių", 1 }, { "abc-", "Žem", 0 }, { "abc-", "žem", 1 },
		{ "-", "abc", 0 }, { "abc", "def", 0 }, { "при-", "вет", 1 }, { "при-", "Вет", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct page p;
		char xml[1024];

		(void)snprintf(xml, sizeof(xml),
		    ALTO("<TextBlock><TextLine><String CONTENT='%s'" BOX(10, 10, 40, 20)
			 "/></TextLine><TextLine><String CONTENT='%s'" BOX(10, 40, 40, 20)
			 "/></TextLine></TextBlock>"),
		    cases[i].first, cases[i].second);
		assert_int_equal(read_page(&p, xml, 1000, 1000), VT_OK);
		if (p.text.words[0].hyphen != cases[i].hyphen)
			print_error("%s %s\n", cases[i].first, cases[i].second);
		assert_int_equal(p.text.words[0].hyphen, cases[i].hyphen);
		assert_int_equal(p.text.words[1].hyphen, cases[i].hyphen * 2);
		vt_arena_free(&p.a);
	}
}

/* eScriptorium and others: one String a line, no words. */
static void
alto_lines(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		ALTO("<TextBlock ID='b'" BOX(0, 0, 1000, 100) "><TextLine" BOX(100, 0, 700, 50) ">"
		     "<String CONTENT='ab cde f'" BOX(100, 0, 800, 50) "/></TextLine>"
		     "<TextLine" BOX(0, 60, 600, 20) "><String CONTENT='x'/><String CONTENT='yy'/>"
		     "</TextLine></TextBlock>"),
		1000, 1000),
	    VT_OK);
	word(&p, 0, "ab@100,0,200,50 0 0 0");
	word(&p, 1, "cde@400,0,300,50 0 0 0");
	word(&p, 2, "f@800,0,100,50 0 0 0");
	word(&p, 3, "x@0,60,150,20 1 0 0");
	word(&p, 4, "yy@300,60,300,20 1 0 0");
	vt_arena_free(&p.a);
}

static void
places(void **state)
{
	struct page p;
	struct vt_box box;

	(void)state;
	assert_int_equal(read_page(&p,
		ALTO("<ComposedBlock ID='c'><TextBlock ID='t'><TextLine ID='l'" BOX(10, 20, 30, 40) ">"
		     "<String CONTENT='a'" BOX(10, 20, 30, 40) "/></TextLine></TextBlock>"
		     "</ComposedBlock><Illustration ID='i'" BOX(500, 500, 600, 100) "/>"),
		1000, 1000),
	    VT_OK);
	assert_true(vt_page_text_find(&p.text, VT_STR("t"), &box));
	assert_int_equal(box.x + box.y + box.w + box.h, 100);
	assert_true(vt_page_text_find(&p.text, VT_STR("l"), &box));
	assert_true(vt_page_text_find(&p.text, VT_STR("i"), &box));
	assert_int_equal(box.w, 500);
	assert_false(vt_page_text_find(&p.text, VT_STR("c"), &box));
	assert_false(vt_page_text_find(&p.text, VT_STR("z"), &box));
	vt_arena_free(&p.a);
}

static void
page_order(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		"<PcGts><Page imageWidth='500' imageHeight='500'><ReadingOrder><OrderedGroup>"
		"<RegionRefIndexed index='1' regionRef='a'/><RegionRefIndexed index='0' regionRef='b'/>"
		"</OrderedGroup></ReadingOrder>"
		"<TextRegion id='a'><Coords points='0,0 100,0 100,50 0,50'/><TextLine id='l1'>"
		"<Coords points='0,0 100,0 100,50'/><TextEquiv index='1'><Unicode>no</Unicode>"
		"</TextEquiv><TextEquiv index='0'><Unicode>antras dalykas</Unicode></TextEquiv>"
		"</TextLine></TextRegion>"
		"<TextRegion id='b'><Coords><Point x='10' y='10'/><Point x='60' y='30'/></Coords>"
		"<TextLine><Word><Coords points='10,10 60,30'/><TextEquiv><Unicode>pirmas</Unicode>"
		"</TextEquiv></Word></TextLine></TextRegion>"
		"<TableRegion id='c'><TextRegion id='d'><Coords points='0,100 400,100 400,200 0,200'/>"
		"<TextEquiv><Unicode>viena\ndvi</Unicode></TextEquiv></TextRegion></TableRegion>"
		"</Page></PcGts>",
		1000, 1000),
	    VT_OK);
	vt_test_str("plain", p.text.plain, "pirmas\nantras dalykas\nviena\ndvi\n");
	word(&p, 0, "pirmas@20,20,100,40 0 0 0");
	word(&p, 1, "antras@0,0,86,100 1 1 0");
	word(&p, 3, "viena@0,200,800,100 2 2 0");
	word(&p, 4, "dvi@0,300,800,100 3 2 0");
	vt_arena_free(&p.a);
}

#define LINE(y, text)                                                                              \
	"<TextLine><Coords points='0," y "0 90," y "5'/><TextEquiv><Unicode>" text                   \
	"</Unicode></TextEquiv></TextLine>"

/* A line that was drawn late stands last in the file, but not in the region's text;
 * where that text has other lines, it says nothing of these. */
static void
lines_by_their_region(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		"<PcGts><Page><TextRegion>" LINE("1", "Pirma eilutė") LINE("7", "trečia")
		LINE("4", "antra eilutė") "<TextEquiv><Unicode>Pirma eilutė\n antra eilutė\ntrečia"
		"</Unicode></TextEquiv></TextRegion><TextRegion>" LINE("9", "b") LINE("8", "a")
		"<TextEquiv><Unicode>a\nkita</Unicode></TextEquiv></TextRegion></Page></PcGts>",
		1000, 1000),
	    VT_OK);
	vt_test_str("plain", p.text.plain, "Pirma eilutė\nantra eilutė\ntrečia\nb\na\n");
	assert_int_equal(p.text.words[2].y, 40);
	vt_arena_free(&p.a);
}

/* Old print's umlauts, as some fonts alone know them. */
static void
private_letters(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		"<PcGts><Page><TextRegion>" LINE("1", "H\uE72Btte ſch\uE644n M\uE42Cdchen \uE001")
		"</TextRegion></Page></PcGts>",
		1000, 1000),
	    VT_OK);
	vt_test_str("plain", p.text.plain, "Hu\u0364tte ſcho\u0364n Ma\u0364dchen \uE001\n");
	vt_arena_free(&p.a);
}

/* The first word of a Yiddish line stands at the right. */
static void
right_to_left(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		"<PcGts><Page><TextRegion><TextLine><Coords points='0,0 90,10'/><TextEquiv><Unicode>"
		"אבגד ה"
		"</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>",
		1000, 1000),
	    VT_OK);
	assert_int_equal(p.text.words[0].x, 30);
	assert_int_equal(p.text.words[0].w, 60);
	assert_int_equal(p.text.words[1].x, 0);
	assert_int_equal(p.text.words[1].w, 15);
	vt_arena_free(&p.a);
}

/* What is kept of a page borrows from its plain text and says the same. */
static void
kept(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_page_text k;
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p,
		ALTO("<TextBlock ID='b'" BOX(0, 0, 10, 10) "><TextLine><String CONTENT='Ąžuolai'"
		     BOX(0, 0, 50, 20) "/><String CONTENT=','" BOX(50, 0, 5, 20) "/><SP/>"
		     "<String CONTENT='eglės'" BOX(60, 0, 50, 20) "/></TextLine><TextLine>"
		     "<String CONTENT='ir'" BOX(0, 30, 20, 20) "/></TextLine></TextBlock>"),
		1000, 1000),
	    VT_OK);
	assert_int_equal(vt_page_text_keep(&p.text, a, &k), VT_OK);
	vt_arena_free(&p.a);
	vt_test_str("plain", k.plain, "Ąžuolai, eglės\nir\n");
	vt_test_str("first", k.words[0].text, "Ąžuolai");
	vt_test_str("glued", k.words[1].text, ",");
	vt_test_str("third", k.words[2].text, "eglės");
	vt_test_str("last", k.words[3].text, "ir");
	vt_test_str("place", k.places[0].id, "b");
	vt_arena_free(&a);
}

static void
not_a_text(void **state)
{
	struct page p;

	(void)state;
	assert_int_equal(read_page(&p, "<TEI/>", 10, 10), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "<TEI>");
	vt_arena_free(&p.a);
	assert_int_equal(read_page(&p, "<alto/>", 10, 10), VT_E_BADARG);
	vt_arena_free(&p.a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alto_units),	 cmocka_unit_test(alto_hyphens),
		cmocka_unit_test(unmarked_hyphens), cmocka_unit_test(alto_lines),
		cmocka_unit_test(places),	 cmocka_unit_test(page_order),
		cmocka_unit_test(lines_by_their_region), cmocka_unit_test(private_letters),
		cmocka_unit_test(right_to_left), cmocka_unit_test(kept),
		cmocka_unit_test(not_a_text),	 cmocka_unit_test(whole_words),
		cmocka_unit_test(alto_polygons), cmocka_unit_test(only_the_first_page),
		cmocka_unit_test(hocr),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
