/* SPDX-License-Identifier: Apache-2.0 */
/* ALTO and PAGE: words with boxes inside the image, whatever the file says. */
#include "ingest/page_text.h"
#include "text/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena *a = vt_arena_new(64 << 20);
	struct vt_page_text t;
	xmlDocPtr doc;

	vt_page_text_init(&t, a, NULL, 1000, 1500);
	if (vt_xml_parse(a, (struct vt_str){ (const char *)data, len }, "page", &doc) == VT_OK &&
	    vt_page_text_read(&t, doc) == VT_OK)
		for (size_t i = 0; i < t.word_count; i++) {
			const struct vt_word *w = &t.words[i];

			vt_assert(w->x >= 0 && w->y >= 0 && w->w >= 0 && w->h >= 0);
			vt_assert(w->x + w->w <= 1000 && w->y + w->h <= 1500);
		}
	vt_arena_free(&a);
	return (0);
}
