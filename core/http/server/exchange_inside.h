/* SPDX-License-Identifier: Apache-2.0 */
/* What exchange.c needs of its neighbours alone. */
#ifndef VT_HTTP_EXCHANGE_INSIDE_H
#define VT_HTTP_EXCHANGE_INSIDE_H

#include "http/server/exchange.h"

/* exchange_line.c: what the log is told of a request: "GET /path", cut where it is too
 * long, without keys. */
void	vt_exchange_line(const struct vt_http_input *in, char line_r[VT_EXCHANGE_LINE_MAX]);
/* brief.c: runs a brief handler on the loop, for waking a thread and being woken by it
 * would take longer; false: it is to be queued. */
bool	vt_brief_run(struct vt_service *s, struct vt_request *req) VT_MUST_CHECK;

#endif
