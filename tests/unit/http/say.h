/* SPDX-License-Identifier: Apache-2.0 */
/* What tests of sharing have for handlers: each call says its number. */
#ifndef VT_TEST_SAY_H
#define VT_TEST_SAY_H

#include <stdatomic.h>

#include "gate.h"

static atomic_int calls;
static vt_err outcome; /* of say_calls() */
static int64_t embargo_until;

static inline vt_err
say_calls(struct vt_request *req, struct vt_response *res)
{
	(void)vt_request_language(req);
	calls++;
	if (outcome != VT_OK)
		return (vt_fail(outcome, "call %d failed", calls));
	vt_response_type(res, "text/plain; charset=utf-8");
	vt_response_header(res, "X-Made", VT_STR("by hand"));
	vt_response_modified(res, 1700000000);
	vt_response_printf(res, "call %d", calls);
	return (VT_OK);
}

static inline vt_err
say_agent(struct vt_request *req, struct vt_response *res)
{
	vt_response_printf(res, "%.*s %d", VT_STR_ARG(vt_request_header(req, "User-Agent")),
			   ++calls);
	return (VT_OK);
}

static inline vt_err
set_cookie(struct vt_request *req, struct vt_response *res)
{
	(void)req;
	vt_response_header(res, "Set-Cookie", VT_STR("a=b"));
	vt_response_printf(res, "%d", ++calls);
	return (VT_OK);
}

static inline vt_err
show_embargoed(struct vt_request *req, struct vt_response *res)
{
	const struct vt_object object = { .access = VT_ACCESS_EMBARGO,
					  .embargo_until = embargo_until };

	vt_response_cache_control(res, "public, max-age=86400, immutable");
	vt_response_printf(res, "%s %d",
			   vt_request_may(req, &object, VT_PART_IMAGES) ? "open" : "closed",
			   ++calls);
	return (VT_OK);
}

#endif
