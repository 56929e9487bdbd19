/* SPDX-License-Identifier: Apache-2.0 */
/* An exchange, and what exchange.c needs of its neighbours alone. */
#ifndef VT_HTTP_EXCHANGE_INSIDE_H
#define VT_HTTP_EXCHANGE_INSIDE_H

#include "api/log.h"
#include "http/server/exchange.h"

enum vt_exchange_state {
	VT_EXCHANGE_WAITING, /* another request makes the answer */
	VT_EXCHANGE_JOB,     /* queued or running */
	VT_EXCHANGE_ANSWERED
};

struct vt_exchange {
	struct vt_job job;
	struct vt_service *service;
	struct vt_request *req;
	void *connection; /* NULL: left */
	enum vt_exchange_state state;
	bool is_held;	 /* its answer's bytes are counted */
	bool is_lasting; /* and the log was told so */
	int status;
	int64_t started_ms;
	char line[VT_EXCHANGE_LINE_MAX];
};

/* --- exchange_tell.c --------------------------------------------------------------- */
/* "GET /path" for the log, cut where it is too long, without keys. */
void	vt_exchange_line(const struct vt_http_input *in, char line_r[VT_EXCHANGE_LINE_MAX]);
/* It is over: what was sent, and whether that is all. */
void	vt_exchange_tell(struct vt_exchange *x, uint64_t bytes, bool is_whole);
/* A line of the log about one that goes on. */
void	vt_exchange_note(const struct vt_exchange *x, enum vt_log_level level, const char *what);

/* brief.c: runs a brief handler on the loop, for waking a thread and being woken by it
 * would take longer; false: it is to be queued. */
bool	vt_brief_run(struct vt_service *s, struct vt_request *req) VT_MUST_CHECK;

#endif
