/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory that all pictures in hand of a process may take together
 * (media.render_bytes_max).  A render takes its share before it touches a pixel;
 * a finished picture keeps that of its bytes until it is sent.  Any thread.
 */
#ifndef VT_MEDIA_BUDGET_H
#define VT_MEDIA_BUDGET_H

#include <stdint.h>

#include "api/err.h"

/* VT_E_TOOLARGE: more than there can ever be; VT_E_BUSY: more than there is now. */
vt_err vt_budget_take(int64_t bytes) VT_MUST_CHECK;
void vt_budget_give(int64_t bytes);
int64_t vt_budget_taken(void);

#endif
