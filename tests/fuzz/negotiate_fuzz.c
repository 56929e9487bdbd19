/* SPDX-License-Identifier: Apache-2.0 */
/* The headers by which clients choose, as strangers write them. */
#include <stdlib.h>

#include "http/fields/conditional.h"
#include "http/fields/negotiate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const char *const offers[] = {
		"text/html", "application/json",
		"application/ld+json;profile=\"http://iiif.io/api/presentation/3/context.json\""
	};
	char *copy = malloc(len + 1);
	struct vt_str s = { copy, len };
	const char *language;
	int best;

	if (copy == NULL)
		return (0);
	memcpy(copy, data, len);
	best = vt_negotiate_type(s, offers, 3);
	vt_assert(best >= -1 && best < 3);
	language = vt_negotiate_language(s);
	vt_assert(language == NULL || strcmp(language, "lt") == 0 || strcmp(language, "en") == 0);
	(void)vt_negotiate_gzip(s);
	(void)vt_conditional_match(s, VT_STR("\"abc\""));
	(void)vt_conditional_holds(s, s, VT_STR("\"abc\""), 1792255619);
	(void)vt_conditional_holds(VT_STR_NONE, s, VT_STR("\"abc\""), 1792255619);
	(void)vt_conditional_is_fresh(VT_STR_NONE, s, VT_STR("\"abc\""), 1792255619);
	free(copy);
	return (0);
}
