/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strangers' XML: the input is parsed and walked.  Then it is put through our
 * writers as text and attribute: what XML is written must be readable.
 */
#include <stdlib.h>

#include "api/json.h"
#include "api/xml.h"
#include "text/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
walk(struct vt_arena *a, const xmlNode *n, int depth)
{
	if (depth > VT_XML_DEPTH_MAX)
		abort();
	(void)vt_xml_attr(a, n, "id");
	for (const xmlNode *c = vt_xml_child(n, NULL, NULL); c != NULL;
	     c = vt_xml_next(c, NULL, NULL))
		walk(a, c, depth + 1);
}

static void
write_and_read(struct vt_arena *a, struct vt_str s)
{
	struct vt_buf out;
	struct vt_xmlw x;
	struct vt_jsonw j;
	xmlDocPtr doc;

	vt_buf_init(&out, 0);
	vt_xmlw_init(&x, &out);
	vt_xmlw_declaration(&x);
	vt_xmlw_open(&x, "a");
	vt_xmlw_attr(&x, "b", s);
	vt_xmlw_text(&x, s);
	vt_xmlw_close(&x);
	if (vt_xmlw_error(&x) != VT_OK || vt_xml_parse(a, vt_buf_get(&out), "own", &doc) != VT_OK)
		abort();
	vt_buf_reset(&out);
	vt_jsonw_init(&j, &out);
	vt_jsonw_array(&j);
	vt_jsonw_str(&j, s);
	vt_jsonw_end(&j);
	if (vt_jsonw_error(&j) != VT_OK || !vt_utf8_is_valid(vt_buf_get(&out)))
		abort();
	vt_buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str bytes = { (const char *)data, size };
	xmlDocPtr doc = NULL;

	if (vt_xml_parse(a, bytes, "fuzz.xml", &doc) == VT_OK) {
		walk(a, xmlDocGetRootElement(doc), 1);
		(void)vt_xml_text(a, xmlDocGetRootElement(doc));
	} else if (doc != NULL) {
		abort();
	}
	write_and_read(a, bytes);
	vt_arena_free(&a);
	return (0);
}
