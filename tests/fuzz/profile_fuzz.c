/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles: read, or refused with a sentence. */
#include <stdlib.h>

#include "api/arena.h"
#include "ingest/formats/profiles.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct vt_str specs[] = { { "spauda:laikrasciai", 18 } };
	static const struct vt_object o = { .kind = VT_KIND_TEXT, .institution = { "LT-X", 4 } };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_profile p;
	vt_err err = vt_profile_parse(a, (struct vt_str){ (const char *)data, size }, "p.yaml", &p);

	if (err == VT_OK) {
		if (p.prefix == NULL || p.crosswalk == NULL || p.parameters[6] != NULL)
			abort();
		(void)vt_profile_takes(&p, &o, specs, 1, 1, true);
	} else if (vt_fail_text(err)[0] == '\0')
		abort();
	vt_arena_free(&a);
	return (0);
}
