/* SPDX-License-Identifier: Apache-2.0 */
/* Files of ISO 2709 records: found in the stream, then read into XML. */
#include "ingest/marc/marc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	FILE *f = len != 0 ? fmemopen((void *)(uintptr_t)data, len, "r") : NULL;
	struct vt_buf record;

	if (f == NULL)
		return (0);
	vt_buf_init(&record, 0);
	while (vt_iso2709_next(f, &record) == VT_OK) {
		struct vt_arena *a = vt_arena_new(64 << 20);
		struct vt_findings findings;
		xmlDocPtr doc;

		vt_findings_init(&findings, a);
		if (vt_iso2709_read(a, vt_buf_get(&record), &findings, &doc) == VT_OK)
			(void)vt_marc_flavour(a, xmlDocGetRootElement(doc), VT_STR_NONE);
		vt_arena_free(&a);
	}
	vt_buf_fini(&record);
	(void)fclose(f);
	return (0);
}
