/* SPDX-License-Identifier: Apache-2.0 */
/* The Range header: what comes out lies within the file. */
#include "http/fields/byte_range.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const int64_t sizes[] = { 0, 1, 100, INT64_C(1) << 40 };
	struct vt_str header = { (const char *)data, len };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		struct vt_bytes range = { -1, -1 };

		if (vt_byte_range(header, sizes[i], &range) != VT_BYTES_PART)
			continue;
		vt_assert(range.from >= 0 && range.len > 0 && range.len <= sizes[i] &&
		    range.from <= sizes[i] - range.len);
	}
	return (0);
}
