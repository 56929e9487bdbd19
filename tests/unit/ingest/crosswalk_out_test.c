/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records: what they say for what is known, valid by the published schemas,
 * and withheld with a sentence where EDM wants what the object lacks.
 */
#include "record_help.h"

#define P(n, v)                                                                                    \
	{                                                                                          \
		.name = { n, sizeof(n) - 1 }, .value = { v, sizeof(v) - 1 }                        \
	}
#define PL(n, l, v)                                                                                \
	{                                                                                          \
		.name = { n, sizeof(n) - 1 }, .value = { v, sizeof(v) - 1 }, .lang = { l, 2 }      \
	}
#define PU(n, l, v, u)                                                                             \
	{                                                                                          \
		.name = { n, sizeof(n) - 1 }, .value = { v, sizeof(v) - 1 }, .lang = { l, 2 },     \
		.uri = { u,                                                                        \
			 sizeof(u) - 1 }                                                           \
	}

static const struct vt_property properties[] = {
	PL("title", "lt", "Žalioji giria"),
	PL("title", "en", "The <green> wood & \"more\""),
	PL("alternative", "lt", "Giria"),
	{ .name = { "creator", 7 },
	  .value = { "Girėnaitė, Ona", 16 },
	  .role = { "aut", 3 },
	  .uri = { "http://viaf.org/viaf/1234", 25 } },
	PU("subject", "lt", "Girėnaitė", "http://viaf.org/viaf/1234"),
	P("contributor", "Šilas, Jonas"),
	PU("subject", "lt", "turgūs", "http://vocab.getty.edu/aat/300008370"),
	PU("subject", "en", "markets", "http://vocab.getty.edu/aat/300008370"),
	PU("subject", "en", "marketplaces", "http://vocab.getty.edu/aat/300008370"),
	{ .name = { "subject", 7 }, .uri = { "http://vocab.getty.edu/aat/300000001", 36 } },
	PL("type", "lt", "knyga"),
	{ .name = { "spatial", 7 },
	  .value = { "Utena", 5 },
	  .lang = { "lt", 2 },
	  .uri = { "https://sws.geonames.org/593959/", 32 },
	  .has_coordinates = true,
	  .latitude = 55.4976,
	  .longitude = 25.5992 },
	{ .name = { "spatial", 7 },
	  .value = { "Panevėžys", 11 },
	  .lang = { "lt", 2 },
	  .has_coordinates = true,
	  .latitude = 55.7,
	  .longitude = 24.3 },
	{ .name = { "spatial", 7 }, .value = { "Kaunas", 6 }, .role = { "pup", 3 } },
	{ .name = { "issued", 6 },
	  .value = { "[1931?]", 7 },
	  .start = { "1931", 4 },
	  .end = { "1931", 4 } },
	{ .name = { "created", 7 },
	  .value = { "po 1929", 7 },
	  .lang = { "lt", 2 },
	  .start = { "1929", 4 } },
	{ .name = { "date", 4 }, .value = { "iki 1940", 8 }, .end = { "1940", 4 } },
	{ .name = { "temporal", 8 },
	  .value = { "XX a. pr.", 9 },
	  .lang = { "lt", 2 },
	  .start = { "1901", 4 },
	  .end = { "1933", 4 } },
	PL("abstract", "lt", "Apie vandenis."),
	PL("extent", "lt", "142 p."),
	P("format", "image/tiff"),
	P("language", "lt"),
	P("identifier", "ISBN 9986-16-123-4"),
	{ .name = { "relation", 8 },
	  .value = { "ePaveldas", 9 },
	  .uri = { "https://www.epaveldas.lt/preview?id=1&x=2", 41 } },
	PL("rights", "lt", "Naudoti laisvai"),
	P("rightsHolder", "Utenos biblioteka"),
	P("bibliographicCitation", "Ąžuolai, 1931, Nr. 2"),
};

static const struct vt_object book = {
	.identifier = { "giria-1", 7 },
	.kind = VT_KIND_TEXT,
	.rights = { "http://creativecommons.org/publicdomain/mark/1.0/", 49 },
	.language = { "lt", 2 },
	.thumbnail = { "x.2", 3 },
	.description = { properties, sizeof(properties) / sizeof(properties[0]) },
};

static void
has_all(const char *text, const char *const *parts)
{
	for (; *parts != NULL; parts++) {
		bool is_unwanted = (*parts)[0] == '!';

		if ((strstr(text, *parts + is_unwanted) != NULL) == is_unwanted)
			fail_msg("%s \"%s\" in\n%s", is_unwanted ? "must not have" : "lacks",
				 *parts + is_unwanted, text);
	}
}

static const char *
record_of(struct vt_arena *a, const char *prefix, const struct vt_crosswalk_context *context)
{
	struct vt_str xml;

	if (vt_crosswalk_out_record(crosswalks, a, prefix, context, &xml) != VT_OK)
		fail_msg("%s: %s", prefix, vt_fail_text(VT_E_BADARG));
	return (record_check(a, prefix, "book", xml));
}

static void
oai_dc_says_what_is_known(void **state)
{
	static const char *const parts[] = {
		"<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" ",
		"xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/ "
		"http://www.openarchives.org/OAI/2.0/oai_dc.xsd\"",
		"<dc:title xml:lang=\"lt\">Žalioji giria</dc:title>",
		"<dc:title xml:lang=\"en\">The &lt;green&gt; wood &amp; \"more\"</dc:title>",
		"<dc:title xml:lang=\"lt\">Giria</dc:title>",
		"<dc:creator>Girėnaitė, Ona</dc:creator>",
		"<dc:contributor>Šilas, Jonas</dc:contributor>",
		"<dc:subject xml:lang=\"lt\">turgūs</dc:subject>",
		"<dc:subject>http://vocab.getty.edu/aat/300000001</dc:subject>",
		"<dc:description xml:lang=\"lt\">Apie vandenis.</dc:description>",
		"<dc:date>1931</dc:date>",
		"<dc:date>1929/..</dc:date>",
		"<dc:date>../1940</dc:date>",
		"<dc:type>Text</dc:type><dc:type xml:lang=\"lt\">knyga</dc:type>",
		"<dc:format>image/tiff</dc:format>",
		"<dc:identifier>" BASE "/objects/giria-1</dc:identifier>",
		"<dc:identifier>giria-1</dc:identifier>",
		"<dc:identifier>ISBN 9986-16-123-4</dc:identifier>",
		"<dc:source xml:lang=\"lt\">Utenos biblioteka</dc:source>",
		"<dc:language>lt</dc:language>",
		"<dc:relation>" BASE "/iiif/presentation/giria-1/manifest</dc:relation>",
		"<dc:coverage xml:lang=\"lt\">Utena</dc:coverage>",
		"<dc:coverage xml:lang=\"lt\">XX a. pr.</dc:coverage>",
		"!<dc:coverage>Kaunas",
		"<dc:rights>http://creativecommons.org/publicdomain/mark/1.0/</dc:rights>"
		"<dc:rights xml:lang=\"lt\">Naudoti laisvai</dc:rights>",
		NULL,
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_crosswalk_context context = record_context(&book);

	(void)state;
	has_all(record_of(a, "oai_dc", &context), parts);
	vt_arena_free(&a);
}

static void
edm_says_what_is_known(void **state)
{
	static const char *const parts[] = {
		"<edm:ProvidedCHO rdf:about=\"" BASE "/objects/giria-1#cho\">",
		"<dc:creator rdf:resource=\"http://viaf.org/viaf/1234\"/>",
		"<dc:contributor>Šilas, Jonas</dc:contributor>",
		"<dc:title xml:lang=\"en\">The &lt;green&gt; wood &amp; \"more\"</dc:title>",
		"<dcterms:alternative xml:lang=\"lt\">Giria</dcterms:alternative>",
		"<dc:language>lt</dc:language>",
		"<dcterms:issued rdf:resource=\"" BASE "/objects/giria-1#time-1931_1931\"/>",
		"<dcterms:issued>[1931?]</dcterms:issued>",
		"<dcterms:spatial rdf:resource=\"https://sws.geonames.org/593959/\"/>",
		"<dcterms:spatial rdf:resource=\"" BASE "/objects/giria-1#place-55.7_24.3\"/>",
		"!Kaunas",
		"<edm:type>TEXT</edm:type></edm:ProvidedCHO>",
		/* one address is one class, with all its labels */
		"<edm:Agent rdf:about=\"http://viaf.org/viaf/1234\"><skos:prefLabel>Girėnaitė, "
		"Ona</skos:prefLabel><skos:prefLabel xml:lang=\"lt\">Girėnaitė</skos:prefLabel>",
		"!<skos:Concept rdf:about=\"http://viaf.org",
		"<skos:Concept rdf:about=\"http://vocab.getty.edu/aat/300008370\"><skos:prefLabel "
		"xml:lang=\"lt\">turgūs</skos:prefLabel><skos:prefLabel "
		"xml:lang=\"en\">markets</skos:prefLabel><skos:altLabel "
		"xml:lang=\"en\">marketplaces</skos:altLabel></skos:Concept>",
		"!<skos:Concept rdf:about=\"http://vocab.getty.edu/aat/300000001\"",
		"<edm:Place rdf:about=\"https://sws.geonames.org/593959/\"><wgs84:lat>55.4976</"
		"wgs84:lat><wgs84:long>25.5992</wgs84:long><skos:prefLabel "
		"xml:lang=\"lt\">Utena</skos:prefLabel></edm:Place>",
		"<edm:TimeSpan rdf:about=\"" BASE
		"/objects/giria-1#time-1901_1933\"><skos:prefLabel xml:lang=\"lt\">XX a. "
		"pr.</skos:prefLabel><edm:begin>1901</edm:begin><edm:end>1933</edm:end>",
		/* images: each once, in order */
		"<edm:WebResource rdf:about=\"" BASE
		"/iiif/3/x.1/full/max/0/default.jpg\"><edm:rights",
		"<dcterms:isReferencedBy rdf:resource=\"" BASE
		"/iiif/presentation/giria-1/manifest\"/><svcs:has_service rdf:resource=\"" BASE
		"/iiif/3/x.1\"/>",
		"<edm:WebResource rdf:about=\"" BASE
		"/iiif/3/x.2/full/max/0/default.jpg\"><edm:isNextInSequence rdf:resource=\"" BASE
		"/iiif/3/x.1/full/max/0/default.jpg\"/>",
		"<svcs:Service rdf:about=\"" BASE
		"/iiif/3/x.1\"><dcterms:conformsTo rdf:resource=\"http://iiif.io/api/image\"/>"
		"<doap:implements rdf:resource=\"http://iiif.io/api/image/3/level2.json\"/>",
		/* the aggregation */
		"<ore:Aggregation rdf:about=\"" BASE "/objects/giria-1#aggregation\">",
		"<edm:dataProvider xml:lang=\"lt\">Utenos biblioteka</edm:dataProvider>",
		"<edm:hasView rdf:resource=\"" BASE
		"/iiif/3/x.2/full/max/0/default.jpg\"/><edm:isShownAt rdf:resource=\"" BASE
		"/objects/giria-1\"/><edm:isShownBy rdf:resource=\"" BASE
		"/iiif/3/x.1/full/max/0/default.jpg\"/><edm:object rdf:resource=\"" BASE
		"/iiif/3/x.2/full/!400,400/0/default.jpg\"/>",
		"<edm:provider>Lietuvos nacionalinė Martyno Mažvydo biblioteka</edm:provider>",
		"<edm:rights "
		"rdf:resource=\"http://creativecommons.org/publicdomain/mark/1.0/\"/>"
		"<edm:intermediateProvider>Apskrities biblioteka</edm:intermediateProvider>",
		NULL,
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_crosswalk_context context = record_context(&book);

	(void)state;
	has_all(record_of(a, "edm", &context), parts);
	vt_arena_free(&a);
}

/* Where it was published is not what it is about: a place with an address is met,
 * words have no place in EDM. */
static void
places_of_publication_are_not_spatial(void **state)
{
	static const struct vt_property places[] = {
		PL("title", "lt", "A"),
		PL("type", "lt", "knyga"),
		{ .name = { "spatial", 7 }, .value = { "Vilnius", 7 }, .role = { "pup", 3 } },
		{ .name = { "spatial", 7 },
		  .value = { "Kaunas", 6 },
		  .role = { "pup", 3 },
		  .uri = { "https://sws.geonames.org/598316/", 32 },
		  .has_coordinates = true,
		  .latitude = 54.9,
		  .longitude = 23.9 },
	};
	static const char *const parts[] = {
		"<edm:hasMet rdf:resource=\"https://sws.geonames.org/598316/\"/>",
		"<edm:Place rdf:about=\"https://sws.geonames.org/598316/\"><wgs84:lat>54.9</wgs84:lat>",
		"!dcterms:spatial",
		"!Vilnius",
		NULL,
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = book;
	struct vt_crosswalk_context context = record_context(&o);

	(void)state;
	o.description = (struct vt_description){ places, 4 };
	has_all(record_of(a, "edm", &context), parts);
	vt_arena_free(&a);
}

/* Words have a language: the source's, else a title's is the object's, else the
 * library's own; numbers and codes have none.  Life dates make an agent. */
static void
words_have_a_language_and_agents_a_life(void **state)
{
	static const struct vt_property words[] = {
		P("title", "Faust"),
		P("language", "de"),
		P("creator", "Goethe, Johann Wolfgang, 1749–1832"),
		P("contributor", "Goethe, Johann Wolfgang, 1749–1832"),
		P("contributor", "Petraitis, Jonas, 1950-"),
		P("contributor", "Šilas, Jonas, m. 1863"),
		P("contributor", "Žemaitė (1845–1921)"),
		P("contributor", "Ona Onaitė (1951-)"),
		P("contributor", "Draugija (1905)"),
		P("type", "knyga"),
		P("type", "Newspaper"),
		P("type", "IMAGE"),
		P("format", "image/tiff"),
		P("identifier", "ISBN 9986-16-123-4"),
		P("date", "1808"),
		P("extent", "142 p."),
		{ .name = { "spatial", 7 }, .value = { "Veimaras", 8 } },
	};
	static const char *const parts[] = {
		"<dc:title xml:lang=\"de\">Faust</dc:title>",
		"<dc:creator rdf:resource=\"" BASE "/objects/giria-1#agent-3\"/>",
		"<dc:contributor rdf:resource=\"" BASE "/objects/giria-1#agent-3\"/>",
		"<edm:Agent rdf:about=\"" BASE
		"/objects/giria-1#agent-3\"><skos:prefLabel xml:lang=\"lt\">Goethe, Johann Wolfgang, "
		"1749–1832</skos:prefLabel><edm:begin>1749</edm:begin><edm:end>1832</edm:end></edm:Agent>",
		"1950-</skos:prefLabel><edm:begin>1950</edm:begin></edm:Agent>",
		"<dc:contributor xml:lang=\"lt\">Šilas, Jonas, m. 1863</dc:contributor>",
		"Žemaitė (1845–1921)</skos:prefLabel><edm:begin>1845</edm:begin><edm:end>1921</edm:end></edm:Agent>",
		"Ona Onaitė (1951-)</skos:prefLabel><edm:begin>1951</edm:begin></edm:Agent>",
		"<dc:contributor xml:lang=\"lt\">Draugija (1905)</dc:contributor>",
		"<dc:type xml:lang=\"lt\">knyga</dc:type>",
		"<dc:type xml:lang=\"en\">Newspaper</dc:type>",
		"<dc:type xml:lang=\"en\">IMAGE</dc:type>",
		"<dc:format>image/tiff</dc:format>",
		"<dc:identifier>ISBN 9986-16-123-4</dc:identifier>",
		"<dc:date>1808</dc:date>",
		"<dcterms:extent xml:lang=\"lt\">142 p.</dcterms:extent>",
		"<dcterms:spatial xml:lang=\"lt\">Veimaras</dcterms:spatial>",
		"<edm:provider xml:lang=\"en\">LT-Aggregator Service</edm:provider>",
		"<edm:intermediateProvider xml:lang=\"lt\">Apskrities biblioteka<",
		NULL,
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = book;
	struct vt_crosswalk_context context = record_context(&o);

	(void)state;
	o.description = (struct vt_description){ words, sizeof(words) / sizeof(words[0]) };
	o.language = VT_STR("de");
	context.language = "lt";
	context.provider = "LT-Aggregator Service@en";
	has_all(record_of(a, "edm", &context), parts);
	vt_arena_free(&a);
}

#define SAME(v, u)                                                                                 \
	{                                                                                          \
		.name = { "exactMatch", 10 }, .value = { v, sizeof(v) - 1 },                       \
		.uri = { u, sizeof(u) - 1 }                                                        \
	}

/* The same thing elsewhere: of a concept an exact match, of others the same; each
 * once, and no class of its own. */
static void
what_is_the_same_elsewhere_is_said(void **state)
{
	static const struct vt_property same[] = {
		PL("title", "lt", "A"),
		PU("subject", "lt", "turgūs", "http://vocab.getty.edu/aat/300008370"),
		SAME("http://vocab.getty.edu/aat/300008370",
		   "http://www.wikidata.org/entity/Q330284"),
		SAME("https://vocab.getty.edu/aat/300008370",
		   "http://www.wikidata.org/entity/Q330284"),
		SAME("http://vocab.getty.edu/aat/300008370",
		   "http://vocab.getty.edu/aat/300008370"),
		PU("creator", "lt", "Goethe", "http://viaf.org/viaf/24602065"),
		SAME("http://viaf.org/viaf/24602065", "https://d-nb.info/gnd/118540238"),
	};
	static const char *const parts[] = {
		"turgūs</skos:prefLabel><skos:exactMatch "
		"rdf:resource=\"http://www.wikidata.org/entity/Q330284\"/></skos:Concept>",
		"Goethe</skos:prefLabel><owl:sameAs "
		"rdf:resource=\"https://d-nb.info/gnd/118540238\"/></edm:Agent>",
		"!rdf:about=\"http://www.wikidata.org", "!rdf:about=\"https://d-nb.info",
		"!>http://vocab.getty.edu", NULL,
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = book;
	struct vt_crosswalk_context context = record_context(&o);

	(void)state;
	o.description = (struct vt_description){ same, sizeof(same) / sizeof(same[0]) };
	has_all(record_of(a, "edm", &context), parts);
	vt_arena_free(&a);
}

static void
a_profile_chooses_images(void **state)
{
	static const char *const first[] = { "views", "first", "size", "!2000,2000", NULL };
	static const char *const none[] = { "views", "none", NULL };
	static const char *const large[] = { "min-pixels", "7000000", NULL };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_crosswalk_context context = record_context(&book);

	(void)state;
	context.parameters = first;
	has_all(record_of(a, "edm", &context),
		(const char *const[]){ "/iiif/3/x.1/full/!2000,2000/0/default.jpg", "!x.2/full/!2000",
				       "!hasView", NULL });
	context.parameters = none;
	has_all(record_of(a, "edm", &context), (const char *const[]){ "!/iiif/", NULL });
	context.parameters = large;
	has_all(record_of(a, "edm", &context), (const char *const[]){ "!/iiif/", NULL });
	vt_arena_free(&a);
}

#define SHOWN(path) "<edm:isShownBy rdf:resource=\"" BASE path "\"/>"
#define VIEW(path) "<edm:hasView rdf:resource=\"" BASE path "\"/>"
#define PICTURE(n) "/iiif/3/x." n "/full/max/0/default.jpg"

/* A sound is shown by its sound, not by the picture of its sleeve. */
static void
files_that_are_the_object_show_it(void **state)
{
	static const struct vt_crosswalk_file files[] = {
		{ VT_STR("x-2.mp3"), VT_STR("audio/mpeg"), 0, 0 },
		{ VT_STR("x-1.mp3"), VT_STR("audio/mpeg"), 0, 0 },
		{ VT_STR("x.pdf"), VT_STR("application/pdf"), 0, 0 },
		{ VT_STR("x.xml"), VT_STR("text/xml"), 0, 0 },
		{ VT_STR("y.pdf"), VT_STR("application/pdf"), 0, 0 },
	};
	static const struct {
		enum vt_kind kind;
		size_t first, count, images;
		const char *parts[5];
	} rows[] = {
		{ VT_KIND_SOUND, 0, 4, 3, { SHOWN("/files/giria-1/x-1.mp3"), VIEW("/files/giria-1/x-2.mp3"), VIEW(PICTURE("1")), "!x.pdf" } },
		{ VT_KIND_SOUND, 0, 1, 0,
		  { SHOWN("/files/giria-1/x-2.mp3"), "!hasView", "!edm:object",
		    "<edm:WebResource rdf:about=\"" BASE "/files/giria-1/x-2.mp3\"><dc:format>audio/mpeg</dc:format><edm:rights" } },
		{ VT_KIND_TEXT, 2, 2, 3, { SHOWN(PICTURE("1")), VIEW("/files/giria-1/x.pdf"), VIEW(PICTURE("2")), "!x.xml" } },
		{ VT_KIND_TEXT, 2, 3, 3, { SHOWN(PICTURE("1")), "!/files/" } },
		{ VT_KIND_TEXT, 2, 3, 0, { SHOWN("/files/giria-1/x.pdf"), VIEW("/files/giria-1/y.pdf") } },
		{ VT_KIND_IMAGE, 0, 5, 3, { SHOWN(PICTURE("1")), "!/files/" } },
		{ VT_KIND_VIDEO, 0, 5, 0, { "!isShownBy", "!/files/" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_object o = book;
		struct vt_crosswalk_context context = record_context(&o);

		o.kind = rows[i].kind;
		context.files = files + rows[i].first;
		context.file_count = rows[i].count;
		context.image_count = rows[i].images;
		has_all(record_of(a, "edm", &context), rows[i].parts);
		context.images_are_open = context.text_is_open = false;
		has_all(record_of(a, "edm", &context), (const char *const[]){ "!/files/", NULL });
		vt_arena_free(&a);
	}
}

static void
closed_images_are_not_given_away(void **state)
{
	static const char *const parts[] = { "!/iiif/",	     "!isShownBy",     "!edm:object",
					     "!WebResource", "<edm:isShownAt", NULL };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_crosswalk_context context = record_context(&book);

	(void)state;
	context.images_are_open = false;
	has_all(record_of(a, "edm", &context), parts);
	has_all(record_of(a, "oai_dc", &context), (const char *const[]){ "!/iiif/", NULL });
	vt_arena_free(&a);
}

static void
organisations_by_address(void **state)
{
	static const char *const parts[] = {
		"<edm:dataProvider rdf:resource=\"http://data.europeana.eu/organization/7\"/>",
		"<edm:provider rdf:resource=\"http://data.europeana.eu/organization/1\"/>",
		"!intermediateProvider",
		NULL,
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_crosswalk_context context = record_context(&book);
	struct vt_institution named = holder;

	(void)state;
	named.uri = VT_STR("http://data.europeana.eu/organization/7");
	context.institution = &named;
	context.provider = "http://data.europeana.eu/organization/1";
	/* the holder is not its own intermediary */
	context.intermediate_provider = "Utenos biblioteka";
	has_all(record_of(a, "edm", &context), parts);
	vt_arena_free(&a);
}

/* What EDM wants and the object lacks costs its edm record only. */
static void
edm_is_withheld_with_a_sentence(void **state)
{
	static const struct vt_property bare[] = { PL("title", "lt", "A") };
	static const struct vt_property typed[] = { PL("title", "lt", "A"), P("type", "x") };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = book;
	struct vt_crosswalk_context context = record_context(&o);
	struct vt_str xml = VT_STR("untouched");

	(void)state;
	o.description = (struct vt_description){ bare, 1 };
	o.language = VT_STR("");
	o.rights = VT_STR("");
	context.provider = NULL;
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "edm", &context, &xml),
			 VT_E_DECLINED);
	vt_test_has(vt_fail_text(VT_E_DECLINED), "TEXT without a language");
	vt_test_has(vt_fail_text(VT_E_DECLINED), "no subject, type, place or period");
	vt_test_has(vt_fail_text(VT_E_DECLINED), "it has no rights");
	vt_test_has(vt_fail_text(VT_E_DECLINED), "the provider to Europeana is not named");
	vt_test_str("untouched", xml, "untouched");
	(void)record_of(a, "oai_dc", &context);
	/* mended */
	context = record_context(&o);
	o.kind = VT_KIND_IMAGE;
	o.description = (struct vt_description){ typed, 2 };
	o.rights = VT_STR("http://rightsstatements.org/vocab/NoC-US/1.0/");
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "edm", &context, &xml),
			 VT_E_DECLINED);
	vt_test_has(vt_fail_text(VT_E_DECLINED), "NoC-US/1.0/\" are none that Europeana takes");
	o.rights = VT_STR("http://rightsstatements.org/vocab/CNE/1.0/");
	(void)record_of(a, "edm", &context);
	context.institution = NULL;
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "edm", &context, &xml),
			 VT_E_DECLINED);
	vt_test_has(vt_fail_text(VT_E_DECLINED), "no institution holds it");
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "ese", &context, &xml),
			 VT_E_NOTFOUND);
	vt_arena_free(&a);
}

/* Nothing that a source can say makes a record that is not XML, or an address
 * of somebody else's. */
static void
hostile_values_do_no_harm(void **state)
{
	static const struct vt_property hostile[] = {
		{ .name = { "title", 5 }, .value = { "\001/objects/x \x02\xff]]>", 17 } },
		P("type", "</dc:type><x/>"),
		{ .name = { "subject", 7 }, .value = { "\xef\xbf\xbe", 3 } },
		P("subject", "http://0123456789abcdef0123456789abcdef.invalid"),
		{ .name = { "\"><x", 4 }, .value = { "x", 1 } },
	};
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = book;
	struct vt_crosswalk_context context = record_context(&o);
	struct vt_str xml;

	(void)state;
	o.kind = VT_KIND_IMAGE;
	o.description = (struct vt_description){ hostile, 5 };
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "edm", &context, &xml), VT_OK);
	assert_true(vt_str_find(xml, VT_STR(VT_RECORD_BASE "/objects/x")) < 0);
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "oai_dc", &context, &xml), VT_OK);
	assert_true(vt_str_find(xml, VT_STR(VT_RECORD_BASE "/objects/x")) < 0);
	assert_true(vt_str_find(xml, VT_STR("<x/>")) < 0);
	vt_arena_free(&a);
}

/* A volume of thousands of pages is slow work for nobody. */
static void
many_images_are_no_burden(void **state)
{
	enum { COUNT = 4000 };
	struct vt_arena *a = vt_arena_new(256 * 1024 * 1024);
	struct vt_crosswalk_image *many = vt_arena_array(a, COUNT, sizeof(*many));
	struct vt_crosswalk_context context = record_context(&book);
	struct vt_str xml;

	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		many[i] = (struct vt_crosswalk_image){ vt_str_printf(a, "giria-1.%zu", i + 1),
						       (int64_t)i + 1, 100, 100 };
	context.images = many;
	context.image_count = COUNT;
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "edm", &context, &xml), VT_OK);
	assert_true(vt_str_find(xml, VT_STR("giria-1.4000/full/max")) > 0);
	vt_arena_free(&a);
}

static void
formats_say_what_oai_pmh_needs(void **state)
{
	size_t count;
	const struct vt_crosswalk_out *f = vt_crosswalk_formats(crosswalks, &count);

	(void)state;
	assert_int_equal(count, 7);
	assert_string_equal(f[0].prefix, "edm");
	assert_string_equal(f[0].ns, "http://www.europeana.eu/schemas/edm/");
	assert_string_equal(f[0].schema, "http://www.europeana.eu/schemas/edm/EDM.xsd");
	assert_string_equal(f[1].prefix, "lido");
	assert_string_equal(f[2].prefix, "marcxml");
	assert_string_equal(f[3].prefix, "mets");
	assert_string_equal(f[4].prefix, "mods");
	assert_string_equal(f[5].prefix, "oai_dc");
	assert_string_equal(f[5].ns, "http://www.openarchives.org/OAI/2.0/oai_dc/");
	assert_string_equal(f[5].schema, "http://www.openarchives.org/OAI/2.0/oai_dc.xsd");
	assert_string_equal(f[6].prefix, "unimarc");
}

/* What no answer could hold is withheld, with its size. */
static void
a_record_that_is_too_long(void **state)
{
	struct vt_property many[5];
	struct vt_object object = { .identifier = VT_STR("a"), .kind = VT_KIND_TEXT };
	struct vt_crosswalk_context context = { .object = &object, .oai_domain = "x.lt",
						.provider = "", .intermediate_provider = "" };
	struct vt_arena *a = vt_arena_new((size_t)1 << 30);
	struct vt_str xml = VT_STR("untouched");
	size_t len = VT_CROSSWALK_RECORD_MAX / 4;
	char *words = malloc(len);

	(void)state;
	assert_non_null(words);
	for (size_t i = 0; i < 5; i++) {
		memset(words, 'a' + (int)i, len);
		many[i] = (struct vt_property){ .name = VT_STR("description"),
						.value = vt_str_dup(a, (struct vt_str){ words, len }) };
	}
	free(words);
	object.description = (struct vt_description){ many, 3 };
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "oai_dc", &context, &xml), VT_OK);
	assert_true(xml.len > 3 * len);
	object.description.count = 5;
	xml = VT_STR("untouched");
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "oai_dc", &context, &xml),
			 VT_E_DECLINED);
	vt_test_has(vt_fail_text(VT_E_DECLINED), "no oai_dc record: it would have");
	vt_test_str("xml", xml, "untouched");
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(oai_dc_says_what_is_known),
		cmocka_unit_test(edm_says_what_is_known),
		cmocka_unit_test(places_of_publication_are_not_spatial),
		cmocka_unit_test(words_have_a_language_and_agents_a_life),
		cmocka_unit_test(what_is_the_same_elsewhere_is_said),
		cmocka_unit_test(a_profile_chooses_images),
		cmocka_unit_test(files_that_are_the_object_show_it),
		cmocka_unit_test(closed_images_are_not_given_away),
		cmocka_unit_test(organisations_by_address),
		cmocka_unit_test(edm_is_withheld_with_a_sentence),
		cmocka_unit_test(hostile_values_do_no_harm),
		cmocka_unit_test(many_images_are_no_burden),
		cmocka_unit_test(a_record_that_is_too_long),
		cmocka_unit_test(formats_say_what_oai_pmh_needs),
	};

	return (cmocka_run_group_tests(tests, records_open, records_close));
}
