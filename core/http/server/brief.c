/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Brief jobs, on the loop: as long as the last ones were brief indeed.
 */
#include <time.h>

#include "http/server/exchange_inside.h"

static int64_t
vt_brief_ns(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return ((int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
}

static void
vt_brief_took(struct vt_service *s, int64_t now, int64_t took)
{
	int64_t most = 4 * VT_EXCHANGE_BRIEF_NS;

	s->brief_ns += ((took < most ? took : most) - s->brief_ns) / 8;
	if (s->brief_ns <= VT_EXCHANGE_BRIEF_NS)
		return;
	s->brief_from_ns = now + took * VT_EXCHANGE_BRIEF_PAUSE;
	s->brief_ns = VT_EXCHANGE_BRIEF_NS - VT_EXCHANGE_BRIEF_NS / 8;
}

bool
vt_brief_run(struct vt_service *s, struct vt_request *req)
{
	int64_t begun, now;

	if (!vt_request_is_brief(req) || (begun = vt_brief_ns()) < s->brief_from_ns)
		return (false);
	vt_gateway_run(req);
	now = vt_brief_ns();
	vt_brief_took(s, now, now - begun);
	return (vt_request_way(req) != VT_WAY_JOB);
}
