/* SPDX-License-Identifier: Apache-2.0 */
/* OAI-PMH requests as strangers send them, from the query to the errors: what is said
 * to be understood fits the types that the answer's schema gives the echo. */
#include <stdlib.h>

#include "http/fields/args.h"
#include "http/gateway.h"

#include "oai_args.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

/* As much of a request as the arguments are read from. */
struct vt_request {
	struct vt_args args;
	bool is_post;
};

struct vt_str
vt_request_method(const struct vt_request *req)
{
	return (req->is_post ? VT_STR("POST") : VT_STR("GET"));
}

size_t
vt_request_arg_count(const struct vt_request *req)
{
	return (req->args.count);
}

void
vt_request_arg_at(const struct vt_request *req, size_t i, struct vt_str *name_r,
    struct vt_str *value_r)
{
	*name_r = req->args.items[i].name;
	*value_r = req->args.items[i].value;
}

static void
check(const struct oai_call *c)
{
	const struct vt_str	*args = c->args;

	vt_assert(c->error_count <= OAI_ERRORS_MAX);
	for (size_t i = 0; i < c->error_count; i++)
		vt_assert(c->errors[i].text.len > 0);
	if (c->error_count > 0)
		return;
	vt_assert(c->has_verb && c->verb < OAI_VERB_COUNT && c->from <= c->until);
	vt_assert(args[OAI_ARG_PREFIX].p == NULL || oai_is_prefix(args[OAI_ARG_PREFIX]));
	vt_assert(args[OAI_ARG_SET].p == NULL || oai_is_set_spec(args[OAI_ARG_SET]));
	vt_assert(args[OAI_ARG_IDENTIFIER].p == NULL || oai_is_uri(args[OAI_ARG_IDENTIFIER]));
	for (int i = OAI_ARG_FROM; i <= OAI_ARG_UNTIL; i++)
		vt_assert(args[i].p == NULL || args[i].len == 10 || args[i].len == 20);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct vt_arena		*a = vt_arena_new(0);
	char			*copy = malloc(len + 1);
	struct vt_request	 req = { .is_post = len % 2 == 1 };
	struct oai_call		 c = { .req = &req, .arena = a };

	if (copy != NULL) {
		memcpy(copy, data, len);
		if (vt_args_parse(a, (struct vt_str){ copy, len }, &req.args) == VT_OK) {
			oai_args_read(&c);
			check(&c);
		}
	}
	free(copy);
	vt_arena_free(&a);
	return (0);
}
