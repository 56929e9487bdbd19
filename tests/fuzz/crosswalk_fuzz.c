/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strangers' records through the crosswalks, whole: the first byte says which
 * one, the rest is the record's XML.  A record that comes of it is XML again.
 * Run from the top of the repository: it reads templates/crosswalks.
 */
#include <stdlib.h>

#include "api/arena.h"
#include "catalog/description_xml.h"
#include "ingest/crosswalk/crosswalk.h"
#include "ingest/normalise/normalise.h"
#include "text/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct vt_crosswalks *crosswalks;

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
records(struct vt_arena *a, const struct vt_object *o)
{
	static const struct vt_crosswalk_image image = { { "x.1", 3 }, 1, 10, 10 };
	static const struct vt_crosswalk_file files[] = {
		{ { "x.pdf", 5 }, { "application/pdf", 15 }, 0, 0 },
		{ { "x.mp3", 5 }, { "audio/mpeg", 10 }, 0, 0 },
	};
	static const char *const prefixes[] = { "oai_dc", "edm", "marcxml", "unimarc",
						"mods",   "lido", "mets" };
	struct vt_crosswalk_context context = { .object = o,
						.images = &image,
						.image_count = 1,
						.files = files,
						.file_count = 2,
						.provider = "p",
						.images_are_open = true,
						.text_is_open = true };
	struct vt_str xml;
	xmlDocPtr doc;
	char *bytes;

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		vt_err err = vt_crosswalk_out_record(crosswalks, a, prefixes[i], &context, &xml);

		must(err == VT_OK || err == VT_E_DECLINED || err == VT_E_LIMIT);
		if (err != VT_OK || (bytes = vt_str_c(a, xml)) == NULL)
			continue;
		for (char *c = bytes; *c != '\0'; c++)
			*c = (char)(*c == '\001' ? '/' : *c);
		must(vt_xml_parse(a, vt_str_of(bytes), "record", &doc) == VT_OK);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "unimarc", "marc21", "mods", "dc", "lido", "edm" };
	struct vt_object o = { .identifier = VT_STR("x"), .kind = VT_KIND_NONE };
	struct vt_arena *a;
	struct vt_buf findings;
	xmlDocPtr doc, object;

	if (size < 2 || size > 20000)
		return (0);
	if (crosswalks == NULL)
		must(vt_crosswalks_open("templates/crosswalks", &crosswalks) == VT_OK);
	a = vt_arena_new(0);
	vt_buf_init(&findings, 0);
	if (vt_xml_parse(a, (struct vt_str){ (const char *)data + 1, size - 1 }, "record", &doc) ==
		VT_OK &&
	    vt_crosswalk_in(crosswalks, a, names[data[0] % 6], doc, &object) == VT_OK &&
	    vt_description_from_xml(a, xmlDocGetRootElement(object), &o.description) == VT_OK &&
	    vt_normalise(a, &o, &findings) == VT_OK)
		records(a, &o);
	vt_buf_fini(&findings);
	vt_arena_free(&a);
	return (0);
}
