/* SPDX-License-Identifier: Apache-2.0 */
/* Dates as cataloguers write them: what is understood, and what is left alone. */
#include "vt_test.h"

#include "ingest/normalise/normalise.h"

struct row {
	const char *given, *start, *end; /* start NULL: nothing can be said */
};

static void
check(const struct row *rows, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		char start[16] = "?", end[16] = "?";
		bool is_read = vt_date_parse(vt_str_of(rows[i].given), start, end);

		if (is_read == (rows[i].start != NULL) &&
		    (!is_read ||
		     (strcmp(start, rows[i].start) == 0 && strcmp(end, rows[i].end) == 0)))
			continue;
		wrong++;
		print_error("\"%s\": got %s %s..%s, want %s..%s\n", rows[i].given,
			    is_read ? "read" : "unread", start, end,
			    rows[i].start != NULL ? rows[i].start : "unread",
			    rows[i].end != NULL ? rows[i].end : "");
	}
	assert_int_equal(wrong, 0);
}
#define CHECK(rows) check((rows), sizeof(rows) / sizeof((rows)[0]))

static void
strict_forms(void **state)
{
	static const struct row rows[] = {
		{ "1928", "1928", "1928" },
		{ " 1928 ", "1928", "1928" },
		{ "1928-05", "1928-05", "1928-05" },
		{ "1928-05-13", "1928-05-13", "1928-05-13" },
		{ "1928-05-13T10:20:30Z", "1928-05-13", "1928-05-13" },
		{ "1928-05-13 10:20", "1928-05-13", "1928-05-13" },
		{ "0825", "0825", "0825" },
		{ "1924-02-29", "1924-02-29", "1924-02-29" },
		{ "1923-02-29", NULL, NULL },
		{ "1923-13-01", NULL, NULL },
		{ "1920/1925", "1920", "1925" },
		{ "1920-05/1925-06-01", "1920-05", "1925-06-01" },
		{ "1925/1920", NULL, NULL },
		{ "1910~", "1910", "1910" },
		{ "1910?", "1910", "1910" },
		{ "1910%", "1910", "1910" },
		{ "1910~/1920?", "1910", "1920" },
		{ "191X", "1910", "1919" },
		{ "19XX", "1900", "1999" },
		{ "191u", "1910", "1919" },
		{ "1910-XX", "1910", "1910" },
		{ "1910-05-XX", "1910-05", "1910-05" },
		{ "../1900", "", "1900" },
		{ "/1900", "", "1900" },
		{ "1900/..", "1900", "" },
		{ "1900/", "1900", "" },
		{ "../..", NULL, NULL },
		{ "/", NULL, NULL },
		{ "1900/1910/1920", NULL, NULL },
		{ "-0499", "-0499", "-0499" },
		{ "-3180/-2500", "-3180", "-2500" },
		{ "-4001", NULL, NULL },
		{ "2201", NULL, NULL },
		{ "19280513", "1928-05-13", "1928-05-13" },
		{ "19281313", NULL, NULL },
		{ "1910..1920", "1910", "1920" },
	};

	(void)state;
	CHECK(rows);
}

static void
years_and_doubt(void **state)
{
	static const struct row rows[] = {
		{ "1928 m.", "1928", "1928" },
		{ "1928 metai", "1928", "1928" },
		{ "1928m.", "1928", "1928" },
		{ "1928 г.", "1928", "1928" },
		{ "apie 1910", "1910", "1910" },
		{ "Apie 1910 m.", "1910", "1910" },
		{ "ca. 1910", "1910", "1910" },
		{ "c. 1910", "1910", "1910" },
		{ "c1910", "1910", "1910" },
		{ "cop. 1931", "1931", "1931" },
		{ "[1930], cop. 1929", NULL, NULL },
		{ "copyright 1931", "1931", "1931" },
		{ "ca1910", "1910", "1910" },
		{ "©1910", "1910", "1910" },
		{ "ok. 1900", "1900", "1900" },
		{ "(um) 1800", "1800", "1800" },
		{ "ca. um 1910", "1910", "1910" },
		{ "[1931?]", "1931", "1931" },
		{ "[1931]", "1931", "1931" },
		{ "19[31]", "1931", "1931" },
		{ "1931.", "1931", "1931" },
		{ "tikriausiai 1931", "1931", "1931" },
		{ "191-?", "1910", "1919" },
		{ "[191-]", "1910", "1919" },
		{ "[191-?]", "1910", "1919" },
		{ "191–", "1910", "1919" },
		{ "19--", "1900", "1999" },
		{ "[19--?]", "1900", "1999" },
		{ "apie 191-", "1910", "1919" },
		{ "p1910", NULL, NULL },
		{ "825 m.", "0825", "0825" },
		{ "825", NULL, NULL },
		{ "25", NULL, NULL },
		{ "19101", NULL, NULL },
		{ "1920-ieji", "1920", "1929" },
		{ "1920-ųjų", "1920", "1929" },
		{ "1920s", "1920", "1929" },
		{ "1920's", "1920", "1929" },
		{ "1923-ieji", "1923", "1923" },
		{ "1923-iaisiais", "1923", "1923" },
		{ "1920-aisiais", NULL, NULL },
		{ "1900s", NULL, NULL },
		{ "1913 m. pavasaris", "1913", "1913" },
		{ "1913 m. pradžia", "1913", "1913" },
		{ "1913 m. I pusė", "1913", "1913" },
	};

	(void)state;
	CHECK(rows);
}

static void
days_and_months(void **state)
{
	static const struct row rows[] = {
		{ "1913 m. gegužės 5 d.", "1913-05-05", "1913-05-05" },
		{ "1913 m. gegužė", "1913-05", "1913-05" },
		{ "1913 m. gegužės mėn.", "1913-05", "1913-05" },
		{ "1913, gegužės 5", "1913-05-05", "1913-05-05" },
		{ "1913 geg. 5", "1913-05-05", "1913-05-05" },
		{ "5 May 1913", "1913-05-05", "1913-05-05" },
		{ "May 5, 1913", "1913-05-05", "1913-05-05" },
		{ "May 5th, 1913", "1913-05-05", "1913-05-05" },
		{ "May 1913", "1913-05", "1913-05" },
		{ "5. Mai 1913", "1913-05-05", "1913-05-05" },
		{ "5 maja 1913 r.", "1913-05-05", "1913-05-05" },
		{ "5.V.1913", "1913-05-05", "1913-05-05" },
		{ "5 V 1913", "1913-05-05", "1913-05-05" },
		{ "1913.V.5", "1913-05-05", "1913-05-05" },
		{ "V.1913", "1913-05", "1913-05" },
		{ "1913 05 05", "1913-05-05", "1913-05-05" },
		{ "1913.05.05", "1913-05-05", "1913-05-05" },
		{ "1913 05", "1913-05", "1913-05" },
		{ "05.1913", "1913-05", "1913-05" },
		{ "13.05.1928", "1928-05-13", "1928-05-13" },
		{ "05.06.1928", "1928-06-05", "1928-06-05" },
		{ "13/05/1928", "1928-05-13", "1928-05-13" },
		{ "9/18/1912", "1912-09-18", "1912-09-18" },
		{ "9/8/1912", "1912", "1912" },
		{ "1928/05/13", "1928-05-13", "1928-05-13" },
		{ "13-05-1928", "1928-05-13", "1928-05-13" },
		{ "1913 m. gegužės 35 d.", NULL, NULL },
		{ "1913 m. vasario 30 d.", NULL, NULL },
		{ "1913 XIII 5", NULL, NULL },
		{ "1913 m. gegužės birželio 5 d.", NULL, NULL },
		{ "gegužės 5", NULL, NULL },
		{ "1913 m. gegužės 5–7 d.", "1913-05-05", "1913-05-07" },
		{ "5–7 gegužės 1913", "1913-05-05", "1913-05-07" },
		{ "1913 m. gegužė–birželis", "1913-05", "1913-06" },
		{ "gegužė–birželis 1913", "1913-05", "1913-06" },
		{ "1914 m. rugpjūtis – 1915 m. kovas", "1914-08", "1915-03" },
		{ "5.V.1913–7.VI.1914", "1913-05-05", "1914-06-07" },
		{ "1913.05.05-1913.05.08", "1913-05-05", "1913-05-08" },
	};

	(void)state;
	CHECK(rows);
}

static void
ranges_and_open_ends(void **state)
{
	static const struct row rows[] = {
		{ "1920-1925", "1920", "1925" },
		{ "1920–1925", "1920", "1925" },
		{ "1920 — 1925 m.", "1920", "1925" },
		{ "[1920–1925?]", "1920", "1925" },
		{ "1920-25", "1920", "1925" },
		{ "1920/25", "1920", "1925" },
		{ "1960/70", "1960", "1970" },
		{ "1909–10", "1909", "1910" },
		{ "1909-10", "1909-10", "1909-10" },
		{ "1925-20", NULL, NULL },
		{ "ca. 1890/1920", "1890", "1920" },
		{ "ca, 1882/1910", "1882", "1910" },
		{ "1920, 1925", "1920", "1925" },
		{ "1920, 1922, 1925", NULL, NULL },
		{ "1920 ir 1925", "1920", "1925" },
		{ "1913 arba 1914", "1913", "1914" },
		{ "tarp 1910 ir 1915", "1910", "1915" },
		{ "between 1910 and 1915", "1910", "1915" },
		{ "nuo 1910 iki 1915 m.", "1910", "1915" },
		{ "iki 1900", "", "1900" },
		{ "iki 1900 m.", "", "1900" },
		{ "prieš 1900", "", "1900" },
		{ "before 1900", "", "1900" },
		{ "(vor) 1913", "", "1913" },
		{ "vor 1860?", "", "1860" },
		{ "ne vėliau kaip 1900", "", "1900" },
		{ "a1798", "", "1798" },
		{ "iki 1918 m. vasario 16 d.", "", "1918-02-16" },
		{ "po 1945", "1945", "" },
		{ "po 1945 m.", "1945", "" },
		{ "nach 1951", "1951", "" },
		{ "nuo 1945", "1945", "" },
		{ "1925-", "1925", "" },
		{ "1925 –", "1925", "" },
		{ "1870 - nach 1921", NULL, NULL },
		{ "iki XIX a.", NULL, NULL },
		{ "po XIX a.", NULL, NULL },
		{ "1931 [t. y. 1932]", NULL, NULL },
	};

	(void)state;
	CHECK(rows);
}

static void
centuries(void **state)
{
	static const struct row rows[] = {
		{ "XIX a.", "1801", "1900" },
		{ "XIX amžius", "1801", "1900" },
		{ "19 a.", "1801", "1900" },
		{ "XX a", "1901", "2000" },
		{ "18th century", "1701", "1800" },
		{ "19th c.", "1801", "1900" },
		{ "18. Jahrhundert", "1701", "1800" },
		{ "ca. 19. Jahrhundert", "1801", "1900" },
		{ "XIX w.", "1801", "1900" },
		{ "XIX в.", "1801", "1900" },
		{ "XIX a. pr.", "1801", "1833" },
		{ "XIX a. vid.", "1834", "1866" },
		{ "XIX a. pab.", "1867", "1900" },
		{ "XIX a. pabaiga", "1867", "1900" },
		{ "late 19th century", "1867", "1900" },
		{ "mid-19th century", "1834", "1866" },
		{ "XIX a. I pusė", "1801", "1850" },
		{ "XIX a. II pusė", "1851", "1900" },
		{ "XIX a. 2 pusė", "1851", "1900" },
		{ "XIX a. 2-oji pusė", "1851", "1900" },
		{ "XIX a. antroji pusė", "1851", "1900" },
		{ "antroji XIX a. pusė", "1851", "1900" },
		{ "second half of the 19th century", "1851", "1900" },
		{ "2. Hälfte 17. Jahrhundert", "1651", "1700" },
		{ "ca. 1. Hälfte 20. Jahrhundert", "1901", "1950" },
		{ "2. Viertel 18. Jahrhundert", "1726", "1750" },
		{ "2. Drittel 17. Jahrhundert", "1634", "1666" },
		{ "I poł. XIX w.", "1801", "1850" },
		{ "XIX a. III ketv.", "1851", "1875" },
		{ "XX a. 3 deš.", "1920", "1929" },
		{ "XX a. 3-iasis dešimtmetis", "1920", "1929" },
		{ "XX a. trečiasis dešimtmetis", "1920", "1929" },
		{ "XIX–XX a.", "1801", "2000" },
		{ "XIX a.–XX a.", "1801", "2000" },
		{ "XIX a. pab. – XX a. pr.", "1867", "1933" },
		{ "XIX pab.–XX a. pr.", "1867", "1933" },
		{ "late 19th-early 20th century", "1867", "1933" },
		{ "XIX a. 5 pusė", NULL, NULL },
		{ "XIX a. 1850", NULL, NULL },
		{ "XIX", NULL, NULL },
		{ "IIX a.", NULL, NULL },
		{ "V a. pr. Kr.", "-0499", "-0400" },
		{ "500 m. pr. Kr.", "-0499", "-0499" },
		{ "300–200 m. pr. Kr.", "-0299", "-0199" },
		{ "100 BC", "-0099", "-0099" },
		{ "17de eeuw", NULL, NULL },
		{ "Ene 17. Jahrhundert", NULL, NULL },
	};

	(void)state;
	CHECK(rows);
}

static void
nothing_is_known(void **state)
{
	static const struct row rows[] = {
		{ "", NULL, NULL },
		{ "   ", NULL, NULL },
		{ "s. a.", NULL, NULL },
		{ "[s.a.]", NULL, NULL },
		{ "be datos", NULL, NULL },
		{ "b. d.", NULL, NULL },
		{ "n.d.", NULL, NULL },
		{ "undated", NULL, NULL },
		{ "nedatuota", NULL, NULL },
		{ "?", NULL, NULL },
		{ "----", NULL, NULL },
		{ "tarpukaris", NULL, NULL },
		{ "1913 tarpukaris", NULL, NULL },
		{ "\xff\xfe", NULL, NULL },
		{ "1920-1925-1930", NULL, NULL },
		{ "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26", NULL,
		  NULL },
		{ "1928 metais, kai kunigaikščiai jojo per girias ir pievas, o girios buvo tamsios "
		  "ir gilios, o pievos plačios ir žalios, ir niekas neskaičiavo",
		  NULL, NULL },
	};

	(void)state;
	CHECK(rows);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strict_forms),	   cmocka_unit_test(years_and_doubt),
		cmocka_unit_test(days_and_months), cmocka_unit_test(ranges_and_open_ends),
		cmocka_unit_test(centuries),	   cmocka_unit_test(nothing_is_known),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
