/* SPDX-License-Identifier: Apache-2.0 */
/* What a Range header asks for: digits, a dash, and nothing that could overflow. */
#include "http/fields/byte_range.h"

static bool
byte_range_number(struct vt_str s, int64_t *n_r)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	/* A number that is too large for us is larger than any file. */
	if (s.len > 18)
		*n_r = INT64_MAX / 2;
	return (s.len > 0 && (s.len > 18 || vt_str_to_int(s, 0, INT64_MAX, n_r)));
}

enum vt_byte_answer
vt_byte_range(struct vt_str header, int64_t size, struct vt_bytes *range_r)
{
	struct vt_str	unit = VT_STR("bytes=");
	int64_t		first = 0, last = size - 1;
	struct vt_str	from, to;
	ptrdiff_t	dash;

	if (!vt_str_eq_nocase(vt_str_sub(header, 0, unit.len), unit))
		return (VT_BYTES_WHOLE);
	header = vt_str_trim(vt_str_sub(header, unit.len, header.len));
	if ((dash = vt_str_find(header, VT_STR("-"))) < 0 || vt_str_find(header, VT_STR(",")) >= 0)
		return (VT_BYTES_WHOLE);
	from = vt_str_trim(vt_str_sub(header, 0, (size_t)dash));
	to = vt_str_trim(vt_str_sub(header, (size_t)dash + 1, header.len));
	if (from.len == 0) {			/* so many at the end */
		if (!byte_range_number(to, &first))
			return (VT_BYTES_WHOLE);
		if (first == 0 || size == 0)
			return (VT_BYTES_OUTSIDE);
		first = first < size ? size - first : 0;
	} else if (!byte_range_number(from, &first) ||
	    (to.len > 0 && (!byte_range_number(to, &last) || last < first)))
		return (VT_BYTES_WHOLE);
	if (first >= size)
		return (VT_BYTES_OUTSIDE);
	last = last < size ? last : size - 1;
	*range_r = (struct vt_bytes){ first, last - first + 1 };
	return (VT_BYTES_PART);
}
