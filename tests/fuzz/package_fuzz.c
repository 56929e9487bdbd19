/* SPDX-License-Identifier: Apache-2.0 */
/* package.yaml of strangers: read, or refused with a sentence. */
#include "ingest/folder/package.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena *a = vt_arena_new(64 << 20);
	struct vt_str bytes = { (const char *)data, len };
	const struct vt_package *p = NULL;
	vt_err err = vt_package_parse(a, bytes, "package.yaml", NULL, &p);

	if (err == VT_OK) {
		(void)vt_package_is_withdrawn(a, p, VT_STR("a-1"));
		(void)vt_package_column(p, VT_STR("title"));
	} else {
		vt_assert(vt_fail_text(err)[0] != '\0');
	}
	vt_arena_free(&a);
	return (0);
}
