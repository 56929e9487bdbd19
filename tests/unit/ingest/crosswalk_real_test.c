/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Real records of other libraries (SHARED; skipped with a sentence when it is
 * not here) the whole way: crosswalk in, made fit, records out, valid.
 */
#include "record_help.h"

#include <zip.h>

/* Both records of a source; edm_says: why its edm record is withheld, or NULL. */
static void
whole_way(struct vt_arena *a, const char *crosswalk, const char *name, xmlDocPtr source,
	  const char *edm_says)
{
	struct vt_buf findings;
	struct vt_object o;
	struct vt_crosswalk_context context;
	struct vt_str xml;
	vt_err err;

	vt_buf_init(&findings, 0);
	o = record_object(a, crosswalk, source, &findings);
	context = record_context(&o);
	assert_int_equal(vt_crosswalk_out_record(crosswalks, a, "oai_dc", &context, &xml), VT_OK);
	(void)record_check(a, "oai_dc", name, xml);
	err = vt_crosswalk_out_record(crosswalks, a, "edm", &context, &xml);
	if (edm_says == NULL && err != VT_OK)
		fail_msg("%s: %s", name, vt_fail_text(err));
	if (edm_says == NULL)
		(void)record_check(a, "edm", name, xml);
	else if (err != VT_E_DECLINED || strstr(vt_fail_text(err), edm_says) == NULL)
		fail_msg("%s: %s", name, err == VT_OK ? "not withheld" : vt_fail_text(err));
	vt_buf_fini(&findings);
}

static void
marc21_of_boston(void **state)
{
	static const char path[] = SHARED "metadata/marc/bu_bibs.first40.marcxml.xml";
	struct vt_arena *a = vt_arena_new(0);
	int count = 0;

	(void)state;
	if (shared_is_there(path)) {
		xmlDocPtr all = read_doc(a, path);

		for (xmlNodePtr n = vt_xml_child(xmlDocGetRootElement(all), NULL, "record");
		     n != NULL; n = vt_xml_next(n, NULL, "record")) {
			struct vt_arena *one = vt_arena_new(0);
			xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
			char name[32];

			xmlDocSetRootElement(doc, xmlDocCopyNode(n, doc, 1));
			snprintf(name, sizeof(name), "marc21-%d", ++count);
			whole_way(one, "marc21", name, doc, "it has no rights");
			/* Rights are all that its edm record lacks. */
			assert_null(strstr(vt_fail_text(VT_E_DECLINED), "; "));
			xmlFreeDoc(doc);
			vt_arena_free(&one);
		}
		assert_int_equal(count, 40);
	}
	vt_arena_free(&a);
}

static void
edm_of_europeana(void **state)
{
	static const char path[] = SHARED "metadata/edm/records.zip";
	zip_t *zip;
	zip_int64_t count;

	(void)state;
	if (!shared_is_there(path))
		return;
	zip = zip_open(path, ZIP_RDONLY, NULL);
	assert_non_null(zip);
	count = zip_get_num_entries(zip, 0);
	assert_int_equal(count, 195);
	for (zip_int64_t i = 0; i < count; i++) {
		struct vt_arena *a = vt_arena_new(0);
		zip_file_t *f = zip_fopen_index(zip, (zip_uint64_t)i, 0);
		char *bytes = vt_arena_alloc(a, 1024 * 1024), name[32];
		zip_int64_t len = zip_fread(f, bytes, 1024 * 1024);
		xmlDocPtr doc;

		zip_fclose(f);
		assert_true(len > 0);
		snprintf(name, sizeof(name), "edm-%d", (int)i);
		if (vt_xml_parse(a, (struct vt_str){ bytes, (size_t)len }, name, &doc) != VT_OK)
			fail_msg("%s: %s", zip_get_name(zip, (zip_uint64_t)i, 0),
				 vt_fail_text(VT_E_BADARG));
		whole_way(a, "edm", name, doc, NULL);
		vt_arena_free(&a);
	}
	zip_discard(zip);
}

static void
single_records(void **state)
{
	static const struct {
		const char *crosswalk, *path, *edm_says;
	} rows[] = {
		{ "edm", SHARED "metadata/edm/lcva_efg_edm-internal.rdf", NULL },
		{ "edm", SHARED "metadata/edm/edm-external-iiif-lt.xml", NULL },
		{ "edm", SHARED "metadata/edm/rdf_with_iiif_sample.xml", NULL },
		{ "edm", SHARED "metadata/edm/europeana_record_edm_external_sorted.xml", NULL },
		{ "edm", SHARED "metadata/edm/europeana_record_edm_external_unsorted.xml", NULL },
		{ "edm", SHARED "metadata/edm/dataprovider-uri.xml", NULL },
		{ "edm", SHARED "metadata/edm/bad-rights-https.xml", NULL },
		{ "edm", SHARED "metadata/edm/bad-rights-no-slash.xml", NULL },
		{ "edm", SHARED "metadata/edm/bad-text-without-language.xml",
		  "no edm record: it is a TEXT without a language" },
		{ "lido", SHARED "metadata/lido/kmska_lido.xml", "it has no rights" },
		{ "unimarc", FIXTURES "unimarc-book.xml", "it has no rights" },
		{ "unimarc", FIXTURES "unimarc-map.xml", NULL },
		{ "marc21", FIXTURES "marc21-book.xml", NULL },
		{ "mods", FIXTURES "mods-book.xml", NULL },
		{ "dc", FIXTURES "dc-qualified.xml", NULL },
		{ "lido", FIXTURES "lido-full.xml", NULL },
		{ "edm", FIXTURES "edm-external.xml", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		char name[32];

		snprintf(name, sizeof(name), "single-%zu", i);
		if (shared_is_there(rows[i].path))
			whole_way(a, rows[i].crosswalk, name, read_doc(a, rows[i].path),
				  rows[i].edm_says);
		vt_arena_free(&a);
	}
}

/* What each of the deliberately wrong samples is made to show, and only that. */
static void
wrong_samples_give_their_finding(void **state)
{
	static const struct {
		const char *path, *finding;
	} rows[] = {
		{ SHARED "metadata/edm/bad-rights-https.xml",
		  "rights \"https://creativecommons.org/publicdomain/mark/1.0/\": is written "
		  "http://creativecommons.org/publicdomain/mark/1.0/; put the source right\n" },
		{ SHARED "metadata/edm/bad-rights-no-slash.xml",
		  "rights \"http://creativecommons.org/publicdomain/mark/1.0\": is written "
		  "http://creativecommons.org/publicdomain/mark/1.0/; put the source right\n" },
		{ SHARED "metadata/edm/bad-text-without-language.xml", "" },
		{ SHARED "metadata/edm/edm-external-iiif-lt.xml", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_buf findings;

		vt_buf_init(&findings, 0);
		if (shared_is_there(rows[i].path)) {
			(void)record_object(a, "edm", read_doc(a, rows[i].path), &findings);
			assert_string_equal(findings.p != NULL ? findings.p : "", rows[i].finding);
		}
		vt_buf_fini(&findings);
		vt_arena_free(&a);
	}
}

static void
mods_of_mets(void **state)
{
	static const struct {
		const char *path, *line;
	} rows[] = {
		{ SHARED "collection/book-clauren-1815/mets.xml",
		  "title: Mimili : eine Erzählung" },
		{ SHARED "collection/book-kant-1784/mets.xml",
		  "identifier: kant_aufklaerung_1784" },
		{ SHARED "collection/book-kant-1784-jp2/mets.xml",
		  "identifier: kant_aufklaerung_1784-jp2" },
		{ SHARED "collection/newspaper-park-record-1935/1935080201.xml",
		  "issued: 1935-08-02" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct vt_arena *a = vt_arena_new(0);

		if (shared_is_there(rows[i].path)) {
			xmlNodePtr n = xmlDocGetRootElement(read_doc(a, rows[i].path));
			xmlDocPtr doc = xmlNewDoc((const xmlChar *)"1.0");
			const char *lines;

			while (n != NULL && !vt_xml_is(n, NULL, "mods")) {
				if (n->children != NULL && n->type == XML_ELEMENT_NODE) {
					n = n->children;
					continue;
				}
				while (n != NULL && n->next == NULL)
					n = n->parent;
				n = n != NULL ? n->next : NULL;
			}
			assert_non_null(n);
			xmlDocSetRootElement(doc, xmlDocCopyNode(n, doc, 1));
			lines = object_lines(a, crosswalk_in(a, "mods", doc));
			if (!has_line(lines, rows[i].line))
				fail_msg("%s lacks \"%s\" in\n%s", rows[i].path, rows[i].line,
					 lines);
			xmlFreeDoc(doc);
		}
		vt_arena_free(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marc21_of_boston),
		cmocka_unit_test(edm_of_europeana),
		cmocka_unit_test(single_records),
		cmocka_unit_test(wrong_samples_give_their_finding),
		cmocka_unit_test(mods_of_mets),
	};

	return (cmocka_run_group_tests(tests, records_open, records_close));
}
