/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the way share: one begins and runs a request (way.c), one
 * asks the cache and shares what was made (way_cache.c), one sends (way_send.c). */
#ifndef VT_HTTP_WAY_H
#define VT_HTTP_WAY_H

#include "http/inside.h"

/* --- way.c */
/* The request keeps this answer and lets go of the one before. */
void vt_way_answer_set(struct vt_request *req, struct vt_answer *answer);
/* Its answer tells err with this thread's sentence; status 0: the error's own. */
enum vt_way vt_way_fail(struct vt_request *req, vt_err err, int status);

/* --- way_cache.c */
/* Whether what is made for it may be another's answer, too. */
bool vt_way_is_cached(const struct vt_request *req);
/* Asks the first level: the answer, a place in line, or a flight to lead. */
enum vt_way vt_way_look(struct vt_request *req);

#endif
