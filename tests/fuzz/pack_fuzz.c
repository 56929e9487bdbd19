/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a second level of the cache gave, behind its signature: an answer whose
 * texts all lie inside it, or none.
 */
#include <stdlib.h>

#include "http/inside.h"
#include "http/way/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static void
check(struct vt_str text, struct vt_str all)
{
	vt_assert(text.len == 0 || (text.p >= all.p && text.p + text.len <= all.p + all.len));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	char *copy = malloc(len + 1);
	struct vt_str all = { copy, len };
	struct vt_answer *answer;
	struct vt_cached *cached;

	if (copy == NULL)
		return (0);
	memcpy(copy, data, len);
	if ((answer = vt_unpack_inside(all)) != NULL) {
		vt_assert(answer->status == 200 &&
			  answer->header_count <= VT_HTTP_ANSWER_HEADERS_MAX - 2);
		for (size_t i = 0; i < answer->header_count; i++) {
			check(answer->headers[i].name, all);
			check(answer->headers[i].value, all);
		}
		check(answer->etag, all);
		check(answer->body, all);
		cached = &answer->cached;
		vt_cached_unref(&cached);
	}
	free(copy);
	return (0);
}
