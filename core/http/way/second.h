/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The second level of the cache: answers that other workers and other nodes made
 * of the same catalogue with the same program.  Asked on the pool thread, in the
 * handler's place, by the one who leads the first level's flight; given to by the
 * same thread when that request has landed.
 *
 * A place in it says all that an answer depends on: the question, the state of
 * the catalogue (its contents' name, not its number), and a fingerprint of
 * program, plugins, templates and configuration.  It is signed with a key of
 * server.secret, so nodes that are to share have the same one.
 */
#ifndef VT_HTTP_SECOND_H
#define VT_HTTP_SECOND_H

#include "cache/store.h"
#include "http/gateway.h"

#define VT_SECOND_PREFIX_MAX 64 /* bytes */

struct vt_answer;
struct vt_second;

struct vt_second_stats {
	bool is_there; /* the rest is 0 without */
	struct vt_store_stats store;
	uint64_t refused; /* values that we did not write */
};

/* The answer, or NULL. */
struct vt_answer *vt_second_get(struct vt_request *req);
/* To be asked while the handler's transaction is open: whether it read the
 * contents that vt_second_get() asked for. */
bool vt_second_is_same(struct vt_request *req);
/* The answer is to be given: kept for this thread's vt_second_give(), which may
 * come when the request is gone. */
void vt_second_keep(const struct vt_request *req, struct vt_answer *answer);
void vt_second_give(void);
void vt_second_forget(void);
void vt_second_stats(const struct vt_second *second, struct vt_second_stats *stats_r);
void vt_second_free(struct vt_second **second);

/* --- fingerprint.c: all of the program and the configuration that answers
 * depend on, hashed; the same on nodes that answer alike. */
vt_err vt_fingerprint(struct vt_gateway *g, char hex_r[]) VT_MUST_CHECK;

#endif
