/* SPDX-License-Identifier: Apache-2.0 */
/* A block of facets: whatever the bytes are, what is read is within its limits, and
 * what is written of it reads the same. */
#include <assert.h>
#include <stdlib.h>

#include "catalog/facets/facets.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_str rest = { (const char *)data, size };
	struct vt_facets f, again;

	while (vt_facets_next(&rest, &f)) {
		struct vt_buf out;
		struct vt_str copy;

		assert(f.count <= VT_FACET_VALUES_MAX);
		vt_buf_init(&out, 0);
		vt_facets_put(&f, &out);
		copy = vt_buf_get(&out);
		assert(vt_facets_next(&copy, &again) && copy.len == 0);
		assert(again.slot == f.slot && again.access == f.access && again.count == f.count);
		for (size_t i = 0; i < f.count; i++)
			assert(again.values[i] == f.values[i]);
		vt_buf_fini(&out);
	}
	return (0);
}
