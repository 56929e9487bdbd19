/* SPDX-License-Identifier: Apache-2.0 */
/* Status codes by name (RFC 9110, 15). */
#ifndef VT_HTTP_STATUS_H
#define VT_HTTP_STATUS_H

/* "Not Found"; "" for what has no name here. */
const char *vt_status_reason(int status);

#endif
