/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of records share: the way from a source to its records, as
 * the pipeline goes it, and the published schemas as judges.  With
 * VT_WRITE_RECORDS=FOLDER every edm record is also written there, for the
 * schematron.
 */
#ifndef RECORD_HELP_H
#define RECORD_HELP_H

#include <libxml/catalog.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlschemastypes.h>

#include "crosswalk_help.h"

#include "catalog/writer.h"

#define BASE "https://vartai.example.lt"

struct schema {
	const char *prefix, *path;
	xmlSchemaPtr schema; /* read when it is first needed */
};

static struct schema schemas[] = {
	{ "edm", SHARED "schemas/edm/EDM.xsd", NULL },
	{ "oai_dc", SHARED "schemas/oai/oai_dc.xsd", NULL },
	{ "mods", SHARED "schemas/mods/mods-3-8.xsd", NULL },
	{ "lido", SHARED "schemas/lido/lido-v1.1.xsd", NULL },
	{ "mets", SHARED "schemas/mets/mets-1-12-1.xsd", NULL },
	{ "marcxml", SHARED "schemas/marc/MARC21slim.xsd", NULL },
	{ "unimarc", SHARED "schemas/marc/MARC21slim.xsd", NULL },
};
static bool schemas_are_there;

static char schema_said[1024];

static void
schema_say(void *unused, xmlErrorPtr e)
{
	(void)unused;
	if (schema_said[0] == '\0' && e->message != NULL)
		snprintf(schema_said, sizeof(schema_said), "line %d: %s", e->line, e->message);
}

static void
schema_be_quiet(void *unused, const char *fmt, ...)
{
	(void)unused;
	(void)fmt;
}

static inline void
schemas_open(void)
{
	schemas_are_there = shared_is_there(SHARED "schemas/catalog.xml");
	if (schemas_are_there)
		xmlLoadCatalog(SHARED "schemas/catalog.xml");
}

/* The schema of a format; NULL: the published schemas are not here. */
static inline xmlSchemaPtr
schema_of(const char *prefix)
{
	for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]) && schemas_are_there; i++) {
		xmlSchemaParserCtxtPtr p;

		if (strcmp(schemas[i].prefix, prefix) != 0)
			continue;
		if (schemas[i].schema != NULL)
			return (schemas[i].schema);
		p = xmlSchemaNewParserCtxt(schemas[i].path);
		xmlSchemaSetParserErrors(p, schema_be_quiet, schema_be_quiet, NULL);
		schemas[i].schema = xmlSchemaParse(p);
		xmlSchemaFreeParserCtxt(p);
		if (schemas[i].schema == NULL)
			fail_msg("%s cannot be read", schemas[i].path);
		return (schemas[i].schema);
	}
	return (NULL);
}

static inline void
schemas_close(void)
{
	for (size_t i = 0; i < sizeof(schemas) / sizeof(schemas[0]); i++) {
		xmlSchemaFree(schemas[i].schema);
		schemas[i].schema = NULL;
	}
	xmlSchemaCleanupTypes();
	xmlCatalogCleanup();
}

/* The record as it is given out: VT_RECORD_BASE filled in. */
static inline struct vt_str
record_with_base(struct vt_arena *a, struct vt_str xml)
{
	struct vt_buf b;
	struct vt_str s;

	vt_buf_init(&b, 0);
	for (size_t i = 0; i < xml.len; i++) {
		if (xml.p[i] == VT_RECORD_BASE[0])
			vt_buf_printf(&b, "%s", BASE);
		else
			vt_buf_char(&b, xml.p[i]);
	}
	s = vt_str_dup(a, vt_buf_get(&b));
	vt_buf_fini(&b);
	return (s);
}

static inline void
record_write(const char *prefix, const char *name, struct vt_str xml)
{
	const char *folder = getenv("VT_WRITE_RECORDS");
	char path[512];
	FILE *f;

	if (folder == NULL || strcmp(prefix, "edm") != 0)
		return;
	snprintf(path, sizeof(path), "%s/%s.xml", folder, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fwrite(xml.p, 1, xml.len, f);
	fclose(f);
}

/* A record as it must always be: UTF-8, no declaration, no placeholder, no
 * illegal character, valid by its schema.  Returns it with its base. */
static inline const char *
record_check_as(struct vt_arena *a, const char *prefix, const char *name, struct vt_str xml,
		bool is_made)
{
	xmlSchemaPtr schema = schema_of(prefix);
	struct vt_str whole = record_with_base(a, xml);
	xmlSchemaValidCtxtPtr valid;
	xmlDocPtr doc;

	assert_true(vt_utf8_is_valid(xml));
	assert_int_equal(xml.p[0], '<');
	assert_int_not_equal(xml.p[1], '?');
	assert_true(vt_str_find(xml, VT_STR(".invalid")) < 0);
	/* a record that we made has our address, one that was received has not */
	assert_true(!is_made || vt_str_find(xml, VT_STR(VT_RECORD_BASE "/objects/")) > 0);
	for (size_t i = 0; i < xml.len; i++)
		if ((unsigned char)xml.p[i] < 0x20 && xml.p[i] != '\n' && xml.p[i] != '\t' &&
		    xml.p[i] != VT_RECORD_BASE[0])
			fail_msg("%s: byte %d in its %s record", name, xml.p[i], prefix);
	if (vt_xml_parse(a, whole, name, &doc) != VT_OK)
		fail_msg("%s: %s", name, vt_fail_text(VT_E_BADARG));
	if (schema != NULL) {
		schema_said[0] = '\0';
		valid = xmlSchemaNewValidCtxt(schema);
		xmlSchemaSetValidStructuredErrors(valid, schema_say, NULL);
		if (xmlSchemaValidateDoc(valid, doc) != 0)
			fail_msg("%s, %s: %s\n%.*s", name, prefix, schema_said, VT_STR_ARG(whole));
		xmlSchemaFreeValidCtxt(valid);
	}
	record_write(prefix, name, whole);
	return (vt_str_c(a, whole));
}

static inline const char *
record_check(struct vt_arena *a, const char *prefix, const char *name, struct vt_str xml)
{
	return (record_check_as(a, prefix, name, xml, true));
}

static const struct vt_label holder_names[] = {
	{ { "en", 2 }, { "Library of Utena", 16 } },
	{ { "lt", 2 }, { "Utenos biblioteka", 17 } },
};
static const struct vt_institution holder = {
	.code = { "LT-U", 4 },
	.names = { holder_names, 2 },
};
static const struct vt_crosswalk_image pictures[] = {
	{ { "x.1", 3 }, 1, 3000, 2000 },
	{ { "x.2", 3 }, 2, 3000, 2000 },
	{ { "x.1", 3 }, 3, 3000, 2000 }, /* the same again */
};

/* A context with everything that a configuration gives. */
static inline struct vt_crosswalk_context
record_context(const struct vt_object *o)
{
	return ((struct vt_crosswalk_context){
	    .object = o,
	    .institution = &holder,
	    .images = pictures,
	    .image_count = 3,
	    .oai_domain = "vartai.example.lt",
	    .provider = "Lietuvos nacionalinė Martyno Mažvydo biblioteka",
	    .intermediate_provider = "Apskrities biblioteka",
	    .images_are_open = true,
	    .text_is_open = true,
	});
}

/* From a source to a fit object. */
static inline struct vt_object
record_object(struct vt_arena *a, const char *crosswalk, xmlDocPtr source, struct vt_buf *findings)
{
	struct vt_object o = object_of(a, crosswalk_in(a, crosswalk, source));

	assert_int_equal(vt_normalise(a, &o, findings), VT_OK);
	/* The pipeline makes identifiers URL-safe; here any safe one will do. */
	o.identifier = VT_STR("x");
	return (o);
}

/* For tests that make records and look at them: crosswalks and schemas. */
static int
records_open(void **state)
{
	schemas_open();
	return (crosswalks_open(state));
}

static int
records_close(void **state)
{
	schemas_close();
	return (crosswalks_close(state));
}

#endif
