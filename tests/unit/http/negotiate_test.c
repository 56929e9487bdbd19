/* SPDX-License-Identifier: Apache-2.0 */
/* What a client accepts, by the headers that real clients send. */
#include "http/fields/negotiate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define P2 "http://iiif.io/api/presentation/2/context.json"
#define P3 "http://iiif.io/api/presentation/3/context.json"

static const char *const iiif[] = {
	"application/ld+json;profile=\"" P3 "\"",
	"application/ld+json;profile=\"" P2 "\"",
	"application/json",
};
static const char *const pages[] = { "text/html", "application/ld+json" };
static const char *const errors[] = { "application/problem+json", "text/html" };

#define BROWSER                                                                                    \
	"text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"

static void
types_by_accept(void **state)
{
	static const struct {
		const char *accept;
		const char *const *offers;
		size_t count;
		int best;
	} cases[] = {
		{ "", pages, 2, 0 },
		{ "   ", pages, 2, 0 },
		{ "*/*", pages, 2, 0 },
		{ BROWSER, pages, 2, 0 },
		{ BROWSER, errors, 2, 1 },
		{ "*/*", errors, 2, 0 },
		{ "image/*", errors, 2, -1 },
		{ "application/ld+json", pages, 2, 1 },
		{ "application/ld+json, */*", pages, 2, 1 },
		{ "application/ld+json;q=0.5, text/html", pages, 2, 0 },
		{ "text/html;q=0, */*", pages, 2, 1 },
		{ "text/*;q=0.3, text/html;q=0.7, application/*;q=0.5", pages, 2, 0 },
		{ "TEXT/HTML", pages, 2, 0 },
		{ "text/html;charset=utf-8", pages, 2, 0 },
		{ "text/html;level=1", pages, 2, -1 },
		{ "image/png", pages, 2, -1 },
		{ "text/html;q=0.000", pages, 2, -1 },
		/* IIIF: by profile, else the first. */
		{ "application/ld+json;profile=\"" P2 "\"", iiif, 3, 1 },
		{ "application/ld+json;profile=\"" P3 "\"", iiif, 3, 0 },
		{ "application/ld+json;profile=" P2, iiif, 3, 1 },
		{ "application/ld+json; profile=\"" P2 " " P3 "\"", iiif, 3, 0 },
		{ "application/ld+json;profile=\"http://example.org/x\"", iiif, 3, -1 },
		{ "application/ld+json", iiif, 3, 0 },
		{ "application/json", iiif, 3, 2 },
		{ "application/json;q=0.9, */*;q=0.1", iiif, 3, 2 },
		{ "application/ld+json;profile=\"" P2 "\";q=0.2, application/json;q=0.3", iiif, 3,
		  2 },
		/* Bad headers count as absent. */
		{ "text", pages, 2, 0 },
		{ "image/png;q=2", pages, 2, 0 },
		{ "image/png;q=0.1234", pages, 2, 0 },
		{ "image/png;q=", pages, 2, 0 },
		{ "image/png;q", pages, 2, 0 },
		{ "*/html", pages, 2, 0 },
		{ "image/png;x=\"open", pages, 2, 0 },
		{ "/", pages, 2, 0 },
		{ ";;;", pages, 2, 0 },
		/* Empty elements are nothing (RFC 9110, 5.6.1). */
		{ ", ,application/ld+json,", pages, 2, 1 },
		{ "image/png;x=\"a,b;c\", application/ld+json", pages, 2, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int best =
		    vt_negotiate_type(vt_str_of(cases[i].accept), cases[i].offers, cases[i].count);

		if (best != cases[i].best)
			fail_msg("\"%s\" chose %d, not %d", cases[i].accept, best, cases[i].best);
	}
}

static void
languages(void **state)
{
	static const struct {
		const char *header, *language; /* NULL: neither */
	} cases[] = {
		{ "", NULL },
		{ "lt", "lt" },
		{ "en", "en" },
		{ "lt-LT,lt;q=0.9,en-US;q=0.8,en;q=0.7", "lt" },
		{ "en-GB,en;q=0.9,lt;q=0.8", "en" },
		{ "en, lt", "en" },
		{ "lt, en", "lt" },
		{ "de,en;q=0.5", "en" },
		{ "de, pl;q=0.8", NULL },
		{ "*", "lt" },
		{ "de, *;q=0.1", "lt" },
		{ "lt;q=0, *;q=0.5", "en" },
		{ "lt;q=0, en;q=0", NULL },
		{ "EN-us", "en" },
		{ "ltx", NULL },
		{ "en;q=x", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *language = vt_negotiate_language(vt_str_of(cases[i].header));

		if ((language == NULL) != (cases[i].language == NULL) ||
		    (language != NULL && strcmp(language, cases[i].language) != 0))
			fail_msg("\"%s\" gave %s", cases[i].header, language);
	}
}

static void
encodings(void **state)
{
	static const struct {
		const char *header;
		bool has_gzip;
	} cases[] = {
		{ "", false },
		{ "gzip", true },
		{ "GZIP", true },
		{ "x-gzip", true },
		{ "gzip, deflate, br", true },
		{ "br;q=1.0, gzip;q=0.8, *;q=0.1", true },
		{ "gzip;q=0", false },
		{ "gzip;q=0, *", false },
		{ "*", true },
		{ "*;q=0", false },
		{ "identity", false },
		{ "identity;q=0.5, gzip;q=0.2", false },
		{ "identity;q=0, gzip;q=0.2", true },
		{ "deflate, br", false },
		{ "gzip;q=5", false },
		{ "gzipped", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (vt_negotiate_gzip(vt_str_of(cases[i].header)) != cases[i].has_gzip)
			fail_msg("\"%s\"", cases[i].header);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(types_by_accept),
		cmocka_unit_test(languages),
		cmocka_unit_test(encodings),
	};

	return (cmocka_run_group_tests_name("negotiate", tests, NULL, NULL));
}
