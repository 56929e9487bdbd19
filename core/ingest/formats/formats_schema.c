/* SPDX-License-Identifier: Apache-2.0 */
/* XML schemas through libxml2, by the name of a format. */
#include "ingest/formats/formats_schema.h"

#include <libxml/xmlschemas.h>
#include <stdlib.h>

#define VT_SCHEMA_NAME_MAX 64
#define VT_SCHEMA_WHY_MAX  300 /* bytes of a reason */

struct vt_formats_schema {
	char format[VT_SCHEMA_NAME_MAX];
	xmlSchemaPtr schema;
};
struct vt_formats_schemas {
	struct vt_formats_schema items[VT_FORMATS_SCHEMAS_MAX];
	size_t count;
};

static void
vt_schema_quiet(void *unused, xmlErrorPtr e)
{
	(void)unused;
	(void)e;
}

/* Collects the first thing that is wrong. */
static void
vt_schema_first(void *out, xmlErrorPtr e)
{
	struct vt_buf *b = out;

	if (b->len == 0 && e->message != NULL)
		vt_buf_printf(b, "line %d: %.200s", e->line, e->message);
}

static xmlSchemaPtr
vt_schema_parse(const char *path)
{
	xmlExternalEntityLoader before = xmlGetExternalEntityLoader();
	xmlSchemaParserCtxtPtr p;
	xmlSchemaPtr schema = NULL;

	xmlSetExternalEntityLoader(xmlNoNetExternalEntityLoader);
	p = xmlSchemaNewParserCtxt(path);
	if (p != NULL) {
		xmlSchemaSetParserStructuredErrors(p, vt_schema_quiet, NULL);
		schema = xmlSchemaParse(p);
		xmlSchemaFreeParserCtxt(p);
	}
	xmlSetExternalEntityLoader(before);
	return (schema);
}

static vt_err
vt_schema_add(struct vt_formats_schemas *s, const char *item)
{
	const char *equals = strchr(item, '=');
	struct vt_formats_schema *one = &s->items[s->count];

	if (equals == NULL || equals == item || (size_t)(equals - item) >= VT_SCHEMA_NAME_MAX)
		return (vt_fail(VT_E_BADARG,
				"ingest.schemas: \"%s\" is no format=path, such as "
				"mods=/usr/share/xml/mods-3-8.xsd",
				item));
	if (s->count == VT_FORMATS_SCHEMAS_MAX)
		return (
		    vt_fail(VT_E_TOOLARGE, "ingest.schemas: more than %d", VT_FORMATS_SCHEMAS_MAX));
	memcpy(one->format, item, (size_t)(equals - item));
	one->schema = vt_schema_parse(equals + 1);
	if (one->schema == NULL)
		return (vt_fail(VT_E_BADARG,
				"ingest.schemas: %s is no schema that can be read; what it imports "
				"has to lie beside it or be in an XML catalogue",
				equals + 1));
	s->count++;
	return (VT_OK);
}

vt_err
vt_formats_schemas_open(const struct vt_str_list *list, struct vt_formats_schemas **s_r)
{
	struct vt_formats_schemas *s;
	vt_err err = VT_OK;

	*s_r = NULL;
	if (list->count == 0)
		return (VT_OK);
	s = calloc(1, sizeof(*s));
	if (s == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for schemas"));
	for (size_t i = 0; i < list->count && err == VT_OK; i++)
		err = vt_schema_add(s, list->items[i]);
	if (err != VT_OK)
		vt_formats_schemas_free(&s);
	*s_r = s;
	return (err);
}

void
vt_formats_schemas_free(struct vt_formats_schemas **s)
{
	for (size_t i = 0; *s != NULL && i < (*s)->count; i++)
		xmlSchemaFree((*s)->items[i].schema);
	free(*s);
	*s = NULL;
}

static bool
vt_schema_validate(xmlSchemaPtr schema, struct vt_arena *a, xmlDocPtr doc, struct vt_str *why_r)
{
	xmlSchemaValidCtxtPtr v = xmlSchemaNewValidCtxt(schema);
	struct vt_buf why;
	bool is_valid;

	if (v == NULL)
		return (false);
	vt_buf_init(&why, VT_SCHEMA_WHY_MAX);
	xmlSchemaSetValidStructuredErrors(v, vt_schema_first, &why);
	is_valid = xmlSchemaValidateDoc(v, doc) == 0;
	xmlSchemaFreeValidCtxt(v);
	*why_r = vt_str_dup(a, vt_str_trim(vt_buf_get(&why)));
	vt_buf_fini(&why);
	return (is_valid);
}

bool
vt_formats_is_valid(const struct vt_formats_schemas *s, struct vt_arena *a, const char *format,
		    xmlDocPtr doc, struct vt_str *why_r)
{
	for (size_t i = 0; s != NULL && i < s->count; i++)
		if (strcmp(s->items[i].format, format) == 0)
			return (vt_schema_validate(s->items[i].schema, a, doc, why_r));
	return (true);
}
