/* SPDX-License-Identifier: Apache-2.0 */
/* Queries of strangers: what comes out is UTF-8 without NUL, and not longer. */
#include <stdlib.h>

#include "http/fields/args.h"
#include "http/gateway.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static size_t
check(struct vt_str s)
{
	vt_assert(vt_utf8_is_valid(s));
	vt_assert(s.len == 0 || memchr(s.p, '\0', s.len) == NULL);
	return (s.len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena *a = vt_arena_new(0);
	char *copy = malloc(len + 1);
	struct vt_args args;
	size_t sum = 0;

	if (copy != NULL) {
		memcpy(copy, data, len);
		if (vt_args_parse(a, (struct vt_str){ copy, len }, &args) == VT_OK) {
			vt_assert(args.count <= VT_HTTP_ARGS_MAX);
			for (size_t i = 0; i < args.count; i++)
				sum += check(args.items[i].name) + check(args.items[i].value);
			vt_assert(sum <= len);
		}
	}
	free(copy);
	vt_arena_free(&a);
	return (0);
}
