/* SPDX-License-Identifier: Apache-2.0 */
/* UNIMARC field by field: what a field must give, and what it must not; of MARC 21 the
 * punctuation. */
#include "crosswalk_help.h"

#define LEADER_BOOK "01234nam0 2200289   450 "

struct row {
	const char *leader; /* NULL: a book */
	const char *fields; /* "200 1#$aTitle$fWho | 210 ##$aKaunas"; control: "001 LT1" */
	const char *lines;  /* that must be there, between '|'; with '!' before: must not */
};

static const struct row rows[] = {
	/* 001, 003, 0XX */
	{ NULL, "001 LT1", "identifier: LT1" },
	{ NULL, "003 https://x.lt/1", "identifier: https://x.lt/1 <https://x.lt/1>" },
	{ NULL, "010 ##$a9986-1$zbad", "identifier: ISBN 9986-1|!identifier: ISBN bad" },
	{ NULL, "011 ##$a1234-5678", "identifier: ISSN 1234-5678" },
	{ NULL, "013 ##$aM-1", "identifier: ISMN M-1" },
	{ NULL, "017 70$a10.5/x$2doi", "identifier: 10.5/x" },
	{ NULL, "020 ##$aLT$bB12-3", "identifier: LT B12-3" },
	{ NULL, "033 ##$ahttp://ark.x.lt/1", "identifier: http://ark.x.lt/1 <http://ark.x.lt/1>" },
	{ NULL, "035 ##$a(LNB)77", "identifier: (LNB)77" },
	/* 100: dates by type */
	{ NULL, "100 ##$a20240311a19259999km y0lity", "issued: 1925– [1925..]" },
	{ NULL, "100 ##$a20240311b19251927km y0lity", "issued: 1925–1927 [1925..1927]" },
	{ NULL, "100 ##$a20240311c1925    km y0lity", "issued: 1925– [1925..]" },
	{ NULL, "100 ##$a20240311d1931    km y0lity", "issued: 1931 [1931..1931]" },
	{ NULL, "100 ##$a20240311e20011931km y0lity",
	  "issued: 2001 [2001..2001]|created: 1931 [1931..1931]" },
	{ NULL, "100 ##$a20240311f19101914km y0lity", "issued: 1910–1914 [1910..1914]" },
	{ NULL, "100 ##$a20240311g19101914km y0lity", "issued: 1910–1914 [1910..1914]" },
	{ NULL, "100 ##$a20240311g19109999km y0lity", "issued: 1910– [1910..]" },
	{ NULL, "100 ##$a20240311h19311930km y0lity", "issued: 1931 [1931..1931]" },
	{ NULL, "100 ##$a20240311i19311930km y0lity", "issued: 1931 [1931..1931]" },
	{ NULL, "100 ##$a20240311j19270305km y0lity",
	  "issued: 1927-03-05 [1927-03-05..1927-03-05]" },
	{ NULL, "100 ##$a20240311j192703  km y0lity", "issued: 1927-03 [1927-03..1927-03]" },
	{ NULL, "100 ##$a20240311u        km y0lity|210 ##$d[191-]", "issued: [191-]" },
	{ NULL, "100 ##$a20240311d19      km y0lity|210 ##$d[19--?]", "issued: [19--?]" },
	{ NULL, "100 ##$a20240311d1931    km y0lity|210 ##$dS.l., c1931.",
	  "issued: S.l., c1931 [1931..1931]" },
	{ "01234nbm0 2200289   450 ", "100 ##$a20240311d1931    km y0lity",
	  "created: 1931 [1931..1931]" },
	{ "01234nkm0 2200289   450 ", "100 ##$a20240311d1931    km y0lity|210 ##$aKaunas",
	  "created: 1931 [1931..1931]" },
	{ "01234nkm0 2200289   450 ",
	  "100 ##$a20240311d1931    km y0lity|210 ##$aKaunas$cSpindulys",
	  "issued: 1931 [1931..1931]" },
	/* 101, 102 */
	{ NULL, "101 0#$alit|200 1#$aT", "language: lit|title@lit: T" },
	{ NULL, "101 1#$alit$cpol|200 1#$aT", "language: lit|!language: pol|title@lit: T" },
	{ NULL, "101 0#$alit$ayid|200 1#$aT", "language: lit|language: yid|title: T" },
	{ NULL, "101 0#$alit$ayid$gyid|200 1#$aT", "title@yid: T" },
	{ NULL, "102 ##$aLT", "spatial(pup)@lt: Lietuva" },
	{ NULL, "102 ##$aLT|210 ##$aKaunas", "!spatial(pup)@lt: Lietuva" },
	{ NULL, "102 ##$aXX", "!spatial(pup)@lt:" },
	/* 200 */
	{ NULL, "200 1#$aA$eb$ec", "title: A : b : c" },
	{ NULL, "200 1#$aA$hD. 1$iB", "title: A. D. 1, B" },
	{ NULL, "200 1#$aA$iB", "title: A. B" },
	{ NULL, "200 1#$aA$aB$fX", "title: A ; B|creator: X" },
	{ NULL, "200 1#$aA$cB", "title: A. B" },
	{ NULL, "200 1#$aA$v3", "title: A, 3" },
	{ NULL, "200 1#$aA$dP$ep$dQ$zpol$zeng", "title: A|title@pol: P : p|title@eng: Q" },
	{ NULL, "200 1#$aA$b[Elektroninis išteklius]", "medium: Elektroninis išteklius" },
	{ NULL, "200 1#$a\xc2\x98" "Die \xc2\x9c" "Glocke /", "title: Die Glocke" },
	{ NULL, "200 1#$a\xc2\x88" "Der \xc2\x89" "Turm :", "title: Der Turm" },
	{ NULL, "200 1#$aA$fB$gC", "creator: B|contributor: C" },
	/* ISBD's marks at the end are no part of a title; an abbreviation's are */
	{ NULL, "200 1#$aLietuvos istorija /$fX", "title: Lietuvos istorija" },
	{ NULL, "200 1#$aLietuvos istorija ;$eapybraiža :$fX", "title: Lietuvos istorija : apybraiža" },
	{ NULL, "200 1#$aLietuvos istorija.", "title: Lietuvos istorija" },
	{ NULL, "200 1#$aMes ir jie.", "title: Mes ir jie" },
	{ NULL, "200 1#$aRaštai$hT. 2.", "title: Raštai. T. 2" },
	{ NULL, "200 1#$aApie S. Daukantą ir kt.", "title: Apie S. Daukantą ir kt." },
	{ NULL, "200 1#$aLaiškai Jonui K.", "title: Laiškai Jonui K." },
	{ NULL, "200 1#$aO jei...", "title: O jei..." },
	{ NULL, "200 1#$aA = $dB.$zpol", "title: A|title@pol: B." },
	{ NULL, "517 1#$aKitas pavadinimas. /", "alternative: Kitas pavadinimas" },
	{ NULL, "200 1#$aA$fB|700 #1$aD", "!creator: B|creator: D" },
	/* 205-208 */
	{ NULL, "205 ##$a2-asis leid.$f parengė X", "description: 2-asis leid. ; parengė X" },
	{ NULL, "206 ##$a1:25 000", "description: 1:25 000" },
	{ NULL, "207 #0$aNr. 1-5", "description: Nr. 1-5" },
	/* 210, 214 */
	{ NULL, "210 ##$aKaunas$aVilnius$cSpindulys$cVilniaus sp.",
	  "spatial(pup): Kaunas|spatial(pup): Vilnius|publisher: Spindulys|publisher: Vilniaus "
	  "sp." },
	{ NULL, "210 ##$a[S. l.]$c[s. n.]", "!spatial(pup):|!publisher:" },
	{ NULL, "210 ##$a[Leidimo vieta nenustatyta]$c[be leidėjo]",
	  "!spatial(pup): Leidimo vieta nenustatyta|!publisher: be leidėjo" },
	{ NULL, "210 ##$d[XX a. pab.]", "issued: [XX a. pab.]" },
	{ NULL, "210 ##$dXIX a. vid.", "issued: XIX a. vid." },
	{ NULL, "210 ##$eKaunas$gŽaibas$h1932",
	  "spatial(mfp): Kaunas|contributor(prt): Žaibas|issued: 1932" },
	{ NULL, "214 #3$aKaunas", "spatial(mfp): Kaunas" },
	/* 215, 225 */
	{ NULL, "215 ##$a2 t.$a142 p.$ciliustr.$d21 cm$e1 žml.",
	  "extent: 2 t., 142 p. : iliustr. ; 21 cm + 1 žml." },
	{ NULL, "225 1#$aSerija$iPoserijis$v7", "isPartOf: Serija. Poserijis ; 7" },
	/* 3XX */
	{ NULL, "300 ##$aPastaba.", "description: Pastaba." },
	{ NULL, "304 ##$aAntr. nuo virš.", "description: Antr. nuo virš." },
	{ NULL, "316 ##$aSu ekslibrisu", "description: Su ekslibrisu" },
	{ NULL, "317 ##$aIš dvaro", "provenance: Iš dvaro" },
	{ NULL, "318 ##$aRestauruota$c2001", "!description: Restauruota|!description: Restauruota. 2001" },
	{ NULL, "345 ##$aLeidėjas$d5 Lt", "!description: Leidėjas. 5 Lt" },
	{ NULL, "324 ##$aFaksimilė iš 1905", "source: Faksimilė iš 1905" },
	{ NULL, "326 ##$aKas savaitę$b1925-1926", "description: Kas savaitę. 1925-1926" },
	{ NULL, "327 1#$aA$aB", "tableOfContents: A – B" },
	{ NULL, "328 #0$bDaktaro disertacija$cIstorija",
	  "description: Daktaro disertacija. Istorija" },
	{ NULL, "330 ##$aApie ką.", "abstract: Apie ką." },
	{ NULL, "371 0#$aLaisva$dhttps://creativecommons.org/licenses/by/4.0/",
	  "rights: Laisva|rights: https://creativecommons.org/licenses/by/4.0/" },
	/* 4XX */
	{ NULL, "410 #0$tSerija$v7", "isPartOf: Serija ; 7" },
	{ NULL, "410 #0$tSerija$v7|225 1#$aSerija$vNr. 7",
	  "isPartOf: Serija ; Nr. 7|!isPartOf: Serija ; 7" },
	{ NULL, "410 #0$12001 $aSerija$v7", "isPartOf: Serija ; 7" },
	{ NULL, "461 #0$1001LT9$12001 $aDidelė", "isPartOf: Didelė" },
	{ NULL, "462 #0$tPosistemis", "isPartOf: Posistemis" },
	{ "00500naa2 2200150   450 ", "463 #1$tŽurnalas$d1927$vNr. 9",
	  "isPartOf: Žurnalas ; Nr. 9|bibliographicCitation: Žurnalas, 1927, Nr. 9" },
	{ "01234nam1 2200289   450 ", "463 #1$tTomas", "hasPart: Tomas" },
	{ NULL, "421 #1$tPriedas", "hasPart: Priedas" },
	{ NULL, "454 #1$tOriginalas", "source: Originalas" },
	{ NULL, "430 #1$tSenas", "relation: Senas" },
	{ NULL, "452 #1$tEl.$uhttps://x.lt/e", "relation: El. <https://x.lt/e>" },
	/* 5XX */
	{ NULL, "500 10$aUnifikuota", "alternative: Unifikuota" },
	{ NULL, "510 1#$aParallel$zeng", "alternative@eng: Parallel" },
	{ NULL, "512 1#$aViršelio", "alternative: Viršelio" },
	{ NULL, "517 1#$aKita$eantra", "alternative: Kita : antra" },
	{ NULL, "532 13$aIšskleista", "alternative: Išskleista" },
	/* 6XX */
	{ NULL, "600 #1$aKrėvė$bVincas$f1882-1954$xKūryba",
	  "subject: Krėvė, Vincas, 1882-1954 – Kūryba" },
	{ NULL, "601 02$aDraugija$bSkyrius", "subject: Draugija. Skyrius" },
	{ NULL, "605 ##$aBiblija", "subject: Biblija" },
	{ NULL, "606 ##$aUpės$xIstorija$yLietuva$zXX a.$3http://viaf.org/viaf/5",
	  "subject: Upės – Istorija – Lietuva – XX a. <http://viaf.org/viaf/5>|spatial: Lietuva|"
	  "temporal: XX a." },
	{ NULL, "606 ##$aUpės$3LNB:C1", "subject: Upės" },
	{ NULL, "607 ##$aUtena", "spatial: Utena|!subject: Utena" },
	{ NULL, "607 ##$aUtena$xIstorija$3https://sws.geonames.org/593959/",
	  "spatial: Utena <https://sws.geonames.org/593959/>|subject: Utena – Istorija" },
	{ NULL, "608 ##$aAtvirukai", "type: Atvirukai" },
	{ NULL, "610 0#$aa$ab", "subject: a|subject: b" },
	{ NULL, "617 ##$aLietuva$dUtena", "spatial: Utena, Lietuva" },
	{ NULL, "620 ##$aLietuva$dKaunas", "spatial(pup): Kaunas, Lietuva" },
	{ NULL, "675 ##$a908(474.5)$v4", "subject: UDK 908(474.5)" },
	{ NULL, "676 ##$a398", "subject: DDC 398" },
	/* 7XX */
	{ NULL, "700 #1$aKrėvė$bV.$gVincas$f1882-1954$4070",
	  "creator(aut): Krėvė, Vincas, 1882-1954" },
	{ NULL, "700 #0$aJonas Paulius$dII$cpopiežius", "creator: Jonas Paulius II, popiežius" },
	{ NULL, "700 #1$aKrėvė,$bVincas$3(viaf)12",
	  "creator: Krėvė, Vincas <http://viaf.org/viaf/12>" },
	{ NULL, "701 #1$aŠilas$bJonas", "creator: Šilas, Jonas" },
	{ NULL, "701 #1$aŠilas$bJonas$4730", "contributor(trl): Šilas, Jonas" },
	{ NULL, "702 #1$aŠilas$bJonas$4440", "contributor(ill): Šilas, Jonas" },
	{ NULL, "702 #1$aŠilas$bJonas$4070", "contributor(aut): Šilas, Jonas" },
	{ NULL, "702 #1$aŠilas$4610", "contributor(prt): Šilas" },
	{ NULL, "710 02$aDraugija$bSkyrius$d1$eKaunas$f1923",
	  "creator: Draugija. Skyrius (1, Kaunas, 1923)" },
	{ NULL, "711 02$aSpindulys$4650", "publisher(pbl): Spindulys" },
	{ NULL, "712 02$aSpindulys$4610", "contributor(prt): Spindulys" },
	{ NULL, "720 ##$aRadvilos", "creator: Radvilos" },
	{ NULL, "700 #1$aX$4999", "creator: X" },
	{ NULL, "700 #1$aX$4070$4440$4999", "creator(aut): X|contributor(ill): X|!creator: X" },
	{ NULL, "702 #1$aX$4340$4080", "contributor(edt): X|contributor(aui): X" },
	{ NULL, "700 #1$aX$4070$4aut$4999", "creator(aut): X|!contributor: X" },
	/* 801, 852, 856, 899, 956 */
	{ NULL, "801 #0$aLT$bLNB", "institution(record): LNB" },
	{ NULL, "899 ##$aLT-UVB", "institution: LT-UVB" },
	{ NULL, "856 4#$uhttps://x.lt/p?id=1$zKatalogas",
	  "relation: Katalogas <https://x.lt/p?id=1>" },
	{ NULL, "856 4#$uhttps://x.lt/1.jpg", "file(image): https://x.lt/1.jpg" },
	{ NULL, "856 4#$uhttps://x.lt/1.html", "relation: <https://x.lt/1.html>" },
	{ NULL, "856 4#$u0001.tif$u0002.TIF", "file(image): 0001.tif|file(image): 0002.TIF" },
	{ NULL, "956 4#$uknyga.pdf", "file(file): knyga.pdf" },
	{ NULL, "856 4#$ux.jpg$rhttp://rightsstatements.org/vocab/InC/1.0/",
	  "rights: http://rightsstatements.org/vocab/InC/1.0/" },
	/* leader: kind and type */
	{ NULL, "001 x", "kind: TEXT|type@lt: knyga <http://vocab.getty.edu/aat/300028051>" },
	{ "01234nas0 2200289   450 ", "110 ##$acba",
	  "kind: TEXT|type@en: newspaper <http://vocab.getty.edu/aat/300026656>" },
	{ "01234nas0 2200289   450 ", "110 ##$aafa",
	  "type@lt: periodinis leidinys <http://vocab.getty.edu/aat/300026657>" },
	{ "01234nbm0 2200289   450 ", "001 x",
	  "kind: TEXT|type@lt: rankraštis <http://vocab.getty.edu/aat/300028569>" },
	{ "01234ncm0 2200289   450 ", "001 x", "kind: TEXT|type@lt: natos" },
	{ "01234nem0 2200289   450 ", "001 x",
	  "kind: IMAGE|type@en: map <http://vocab.getty.edu/aat/300028094>" },
	{ "01234ngm0 2200289   450 ", "001 x", "kind: VIDEO" },
	{ "01234njm0 2200289   450 ", "001 x", "kind: SOUND" },
	{ "01234nkm0 2200289   450 ", "116 ##$afiz",
	  "kind: IMAGE|type@lt: fotografija <http://vocab.getty.edu/aat/300046300>" },
	{ "01234nkm0 2200289   450 ", "116 ##$aiiz",
	  "type@lt: estampas <http://vocab.getty.edu/aat/300041273>" },
	{ "", "001 x", "!kind: TEXT" },
	/* coordinates */
	{ NULL, "123 1#$aa$dE0240000$eE0243000$fN0560000$gN0553000",
	  "spatial: 55.75 24.25 {55.75 24.25}" },
	{ NULL, "123 1#$aa$dW0103000$fS0053000", "spatial: -5.5 -10.5 {-5.5 -10.5}" },
	{ NULL, "123 1#$aa$dE0240000$fN0560000|607 ##$aUtena",
	  "spatial: Utena {56 24}|!spatial: Utena" },
	{ NULL, "123 1#$aa$dkažkur$fN0560000", "!spatial: 56" },
	{ NULL, "206 ##$a1:5 000$d(R 24°00'-R 24°30'/Š 56°-Š 55°30')",
	  "spatial: 55.75 24.25 {55.75 24.25}" },
	{ NULL, "206 ##$d(E 24°15'30''/N 55°30')", "spatial: 55.5 24.258333 {55.5 24.258333}" },
	/* dirt */
	{ NULL, "200 1#$a|700 #1$a|606 ##", "!title:|!creator:|!subject:" },
	{ NULL, "999 ##$aX|abc ##$aY", "!subject: X" },
};

static const struct row rows21[] = {
	{ NULL, "245 10$aTitle /$cWho.", "title: Title" },
	{ NULL, "245 10$aTitle :$bsub /$cWho.", "title: Title : sub" },
	{ NULL, "245 10$aTitle = $bTitre ;", "title: Title = Titre" },
	{ NULL, "245 10$aHow it was.", "title: How it was" },
	{ NULL, "245 10$aThe Red and Co.", "title: The Red and Co." },
	{ NULL, "245 10$aEssays for J. Smith, Jr.", "title: Essays for J. Smith, Jr." },
	{ NULL, "245 10$aWorks.$n2.", "title: Works. 2" },
	{ NULL, "100 1#$aHoffman, Amy.", "creator: Hoffman, Amy" },
	{ NULL, "100 1#$aHoffman, Amy,$eauthor,$eillustrator.$enobody",
	  "creator(aut): Hoffman, Amy|contributor(ill): Hoffman, Amy|!creator: Hoffman, Amy" },
	{ NULL, "700 1#$aHoffman, Amy,$eeditor$4ill$4trl",
	  "contributor(ill): Hoffman, Amy|contributor(trl): Hoffman, Amy|!contributor(edt): Hoffman, Amy" },
	{ NULL, "100 1#$aLambeth, Benjamin S.", "creator: Lambeth, Benjamin S." },
	{ NULL, "830 #0$aSeries ;$v282.", "isPartOf: Series ; 282" },
	{ NULL, "260 ##$aNotre Dame, Ind. :$bPress,$c2001.",
	  "spatial(pup): Notre Dame, Ind.|publisher: Press" },
};

static const char *
put_value(struct vt_buf *b, const char *at, const char *stops)
{
	size_t len = strcspn(at, stops);

	vt_buf_escape(b, (struct vt_str){ at, len });
	return (at + len);
}

static void
put_fields(struct vt_buf *b, const char *at)
{
	while (*at != '\0') {
		at += strspn(at, " |");
		if (at[3] == ' ' && strchr(at, '$') == NULL) {
			vt_buf_printf(b, "<controlfield tag=\"%.3s\">", at);
			at = put_value(b, at + 4, "|");
			vt_buf_printf(b, "</controlfield>");
			continue;
		}
		vt_buf_printf(b, "<datafield tag=\"%.3s\" ind1=\"%c\" ind2=\"%c\">", at, at[4],
			      at[5]);
		for (at += 6; *at == '$';) {
			vt_buf_printf(b, "<subfield code=\"%c\">", at[1]);
			at = put_value(b, at + 2, "$|");
			vt_buf_printf(b, "</subfield>");
		}
		vt_buf_printf(b, "</datafield>");
	}
}

static const char *
lines_of(struct vt_arena *a, const char *crosswalk, const struct row *row)
{
	struct vt_buf b;
	xmlDocPtr doc;

	vt_buf_init(&b, 0);
	vt_buf_printf(&b, "<record><leader>%s</leader>",
		      row->leader != NULL ? row->leader : LEADER_BOOK);
	put_fields(&b, row->fields);
	vt_buf_printf(&b, "</record>");
	assert_int_equal(vt_xml_parse(a, vt_buf_get(&b), row->fields, &doc), VT_OK);
	vt_buf_fini(&b);
	return (object_lines(a, crosswalk_in(a, crosswalk, doc)));
}

static void
check(const char *crosswalk, const struct row *list, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct vt_arena *a = vt_arena_new(0);
		const char *lines = lines_of(a, crosswalk, &list[i]);
		struct vt_str rest = vt_str_of(list[i].lines), part;

		while (vt_str_next(&rest, '|', &part)) {
			bool is_unwanted = part.p[0] == '!';
			const char *line = vt_str_c(a, vt_str_sub(part, is_unwanted, part.len));

			if (has_line(lines, line) != is_unwanted)
				continue;
			wrong++;
			print_error("%s\n   %s \"%s\" in\n%s\n", list[i].fields,
				    is_unwanted ? "must not have" : "lacks", line, lines);
		}
		vt_arena_free(&a);
	}
	assert_int_equal(wrong, 0);
}

static void
each_field_gives_what_it_says(void **state)
{
	(void)state;
	check("unimarc", rows, sizeof(rows) / sizeof(rows[0]));
}

static void
marks_at_the_end(void **state)
{
	(void)state;
	check("marc21", rows21, sizeof(rows21) / sizeof(rows21[0]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(each_field_gives_what_it_says),
					    cmocka_unit_test(marks_at_the_end) };

	return (cmocka_run_group_tests(tests, crosswalks_open, crosswalks_close));
}
