/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Time: UTC seconds since 1970 as int64_t, written as ISO 8601 or as HTTP
 * dates; no locale, no time zone data.
 */
#ifndef VT_API_TIME_H
#define VT_API_TIME_H

#include "str.h"

#define VT_TIME_MAX 32	/* bytes that any of the formats needs, with the 0 */

VT_API int64_t	vt_time_now(void);
VT_API int64_t	vt_time_monotonic_ms(void);
/* The same to some milliseconds, read in no time: for deadlines. */
VT_API int64_t	vt_time_coarse_ms(void);

/* "2026-11-22T21:06:59Z"; returns out. */
VT_API const char *vt_time_iso(int64_t t, char out[VT_TIME_MAX]);
/* "2026-11-22" */
VT_API const char *vt_time_date(int64_t t, char out[VT_TIME_MAX]);
/* "Sun, 22 Nov 2026 21:06:59 GMT" (RFC 9110, 5.6.7) */
VT_API const char *vt_time_http(int64_t t, char out[VT_TIME_MAX]);

/* YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, a day that exists; *is_day_r tells which. */
VT_API bool	vt_time_from_iso(struct vt_str s, int64_t *t_r, bool *is_day_r);
/* The three forms of RFC 9110. */
VT_API bool	vt_time_from_http(struct vt_str s, int64_t *t_r);
/* Days since 1970-01-01 of a proleptic Gregorian date; false if there is no such day. */
VT_API bool	vt_time_days(int64_t year, int64_t month, int64_t day,
		    int64_t *days_r);

#endif
