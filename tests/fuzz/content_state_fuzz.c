/* SPDX-License-Identifier: Apache-2.0 */
/* Content states as strangers send them: what is understood has an address, and its
 * region lies within the page. */
#include "object/site_state.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check_region(const struct site_region *region)
{
	int64_t box[4];

	if (!site_region_fit(region, 1234, 5678, box))
		return;
	vt_assert(box[0] >= 0 && box[1] >= 0 && box[2] > 0 && box[3] > 0);
	vt_assert(box[0] + box[2] <= 1234 && box[1] + box[3] <= 5678);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str given = { (const char *)data, len };
	struct site_region region = { .w = 0 };
	struct site_content_state s;
	vt_err err = site_state_parse(a, given, &s);

	if (err == VT_OK) {
		vt_assert(s.id.len > 0 && vt_str_find(s.id, VT_STR("#")) < 0);
		check_region(&s.region);
	} else {
		vt_assert(err == VT_E_LIMIT || (err == VT_E_BADARG && vt_fail_text(err)[0] != '\0'));
	}
	if (site_region_parse(given, &region))
		check_region(&region);
	vt_arena_free(&a);
	return (0);
}
