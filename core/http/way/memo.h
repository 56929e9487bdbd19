/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that the loop gave lately out of mapped files (stored tiles), by the
 * address that was asked for, so that who asks again costs one look into a table.
 * What is here everybody may have: it said "public" itself.  It counts until the
 * catalogue changes, and as long as its bytes are in memory.  On the loop only.
 */
#ifndef VT_HTTP_MEMO_H
#define VT_HTTP_MEMO_H

#include "http/inside.h"

#define VT_MEMO_SETS	 256  /* a hash leads to one of them */
#define VT_MEMO_WAYS	 4    /* answers in each; each may keep a file open */
#define VT_MEMO_PATH_MAX 512  /* bytes of an address that is remembered */
#define VT_MEMO_THERE_MS 1000 /* what was in memory and sent then is taken to be there */

struct vt_memo;

vt_err vt_memo_new(struct vt_memo **memo_r) VT_MUST_CHECK;
void vt_memo_free(struct vt_memo **memo);

/* Gives the request its route and its answer, if that is here. */
bool vt_memo_find(struct vt_memo *memo, struct vt_request *req);
/* The request's answer was just made by a quick function: kept, if it may be. */
void vt_memo_keep(struct vt_memo *memo, struct vt_request *req);

#endif
