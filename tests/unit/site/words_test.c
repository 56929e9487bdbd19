/* SPDX-License-Identifier: Apache-2.0 */
/* Words for readers: divided words made whole, dates in a language. */
#include "vt_test.h"

#include "object/site_date.c"
#include "object/site_text.c"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

static void
divided_words(void **state)
{
	static const struct {
		const char	*page, *read;
	} rows[] = {
		{ "", "" },
		{ "Viena eilutė", "Viena eilutė\n" },
		{ "Iš to-\nliau atvažiavę pirkliai", "Iš toliau\natvažiavę pirkliai\n" },
		{ "pluoš-\ntas\nkitas", "pluoštas\nkitas\n" },
		{ "šiurkš-\nštų pluoštą", "šiurkšštų\npluoštą\n" },
		{ "a-\nžuo-\nlas auga", "ažuolas\nauga\n" },
		{ "pa-\nčio-\nje pradžio-\nje", "pačioje\npradžioje\n" },
		{ "Vilniaus-\nKauno kelias", "Vilniaus-\nKauno kelias\n" },
		{ "Dvaro-\nŠilo kelias", "Dvaro-\nŠilo kelias\n" },
		{ "prie-\nŽagarės", "prie-\nŽagarės\n" },
		{ "prie-\nžagarų", "priežagarų\n" },
		{ "1914-\n1918 metai", "1914-\n1918 metai\n" },
		{ "Kaina 5-\nten pat", "Kaina 5-\nten pat\n" },
		{ "kas –\ntas", "kas –\ntas\n" },
		{ "-\na", "-\na\n" },
		{ "paskutinė-", "paskutinė-\n" },
		{ "paskutinė-\n", "paskutinė-\n" },
		{ "a\n\nb", "a\n\nb\n" },
		{ "\xff-\n\xff", "\xff-\n\xff\n" },
	};
	struct vt_arena	*a = vt_arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		vt_test_str(rows[i].page, site_text(a, vt_str_of(rows[i].page)), rows[i].read);
	vt_arena_free(&a);
}

static void
forms_of_dates(void **state)
{
	static const struct {
		const char	*language, *value, *lang, *start, *end, *form, *text;
	} rows[] = {
		{ "lt", "1912", "", "1912", "1912", "is_plain", "1912" },
		{ "en", "1927-03-13", "", "1927-03-13", "1927-03-13", "is_plain", "1927-03-13" },
		{ "lt", "[apie 1926]", "", "1925", "1927", "is_about", "1926" },
		{ "en", "apie 1926 m.", "lt", "1925", "1927", "is_about", "1926" },
		{ "lt", "ca. 1926", "", "1925", "1927", "is_about", "1926" },
		{ "lt", "Apie 1926", "", "1925", "1927", "is_about", "1926" },
		{ "lt", "apie", "", "", "", "is_plain", "apie" },
		{ "lt", "apie 1926-05", "", "1926-05", "1926-05", "is_plain", "apie 1926-05" },
		{ "lt", "[1930?]", "", "1930", "1930", "is_maybe", "1930" },
		{ "en", "1930?", "", "1930", "1930", "is_maybe", "1930" },
		{ "lt", "[1930]", "", "1930", "1930", "is_plain", "1930" },
		{ "lt", "193?", "", "1930", "1939", "is_plain", "193?" },
		{ "lt", "1911/1913", "", "1911", "1913", "is_span", "1911/1913" },
		{ "en", "1911–1913", "", "1911", "1913", "is_span", "1911–1913" },
		{ "lt", "XIX a. pab.", "lt", "1880", "1900", "is_plain", "XIX a. pab." },
		{ "en", "XIX a. pab.", "lt", "1880", "1900", "is_span", "1880" },
		{ "en", "XIX a. pab.", "", "1880", "1900", "is_span", "1880" },
		{ "en", "1913 m.", "lt", "1913", "1913", "is_plain", "1913" },
		{ "en", "sena", "lt", "", "", "is_plain", "sena" },
		{ "en", "late 19th century", "en", "1880", "1900", "is_plain", "late 19th century" },
		{ "lt", "late 19th century", "en", "1880", "1900", "is_span", "1880" },
		{ "lt", "[]", "", "", "", "is_plain", "[]" },
	};
	struct site_call	c = { .arena = vt_arena_new(1 << 20) };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_property	p = { .value = vt_str_of(rows[i].value),
					    .lang = vt_str_of(rows[i].lang),
					    .start = vt_str_of(rows[i].start),
					    .end = vt_str_of(rows[i].end) };
		struct vt_str		text;

		c.language = rows[i].language;
		vt_test_str(rows[i].value, vt_str_of(site_date_form(&c, &p,
		    site_date_bare(p.value), &text)), rows[i].form);
		vt_test_str(rows[i].value, text, rows[i].text);
	}
	vt_arena_free(&c.arena);
}

static void
summaries(void **state)
{
	struct vt_arena	*a = vt_arena_new(1 << 20);
	char		 text[402], wanted[402];

	(void)state;
	vt_test_str("short", site_summary(a, VT_STR("Turgaus aikštė")), "Turgaus aikštė");
	/* Lines end words, too. */
	memset(text, 'a', 300);
	text[300] = '\0';
	text[150] = '\n';
	text[149] = '\r';
	(void)snprintf(wanted, sizeof(wanted), "%.149s…", text);
	vt_test_str("lines", site_summary(a, vt_str_of(text)), wanted);
	/* Without any: 200 bytes, and no letter is halved. */
	memset(text, 'a', 300);
	(void)snprintf(wanted, sizeof(wanted), "%.200s…", text);
	vt_test_str("one word", site_summary(a, vt_str_of(text)), wanted);
	memcpy(text + 1, "ž", 2);
	for (size_t i = 1; i < 299; i += 2)
		memcpy(text + i, "ž", 2);
	(void)snprintf(wanted, sizeof(wanted), "%.199s…", text);
	vt_test_str("letters", site_summary(a, vt_str_of(text)), wanted);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(divided_words), cmocka_unit_test(forms_of_dates),
		cmocka_unit_test(summaries),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
