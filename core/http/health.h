/* SPDX-License-Identifier: Apache-2.0 */
/* /healthz on the public port: 200 while the catalogue can be read, else 503
 * with a sentence. */
#ifndef VT_HTTP_HEALTH_H
#define VT_HTTP_HEALTH_H

#include "http/gateway.h"
#include "http/metrics.h"

vt_err vt_health_route(struct vt_gateway *g, const struct vt_metrics *metrics) VT_MUST_CHECK;

#endif
