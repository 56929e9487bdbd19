/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of the service for a load balancer or a watchdog, as JSON.  All being
 * well it is told on the loop, from what the watcher of the catalogue saw last:
 * a server that has too much to do is not ill.
 */
#include "http/health.h"

#include <stdatomic.h>

#include "api/json.h"
#include "api/log.h"
#include "api/time.h"
#include "http/inside.h"
#include "http/way/generation.h"
#include "version.h"

#define VT_HEALTH_SAID_MS (60 * 1000) /* between two lines that say the same */
#define VT_HEALTH_SEEN_MS (10 * 1000) /* how old the watcher's look may be */

static vt_err
vt_health_look(struct vt_request *req, int64_t *generation_r)
{
	struct vt_catalog *catalog = vt_request_catalog(req);

	return (catalog != NULL ? vt_catalog_generation(catalog, generation_r) : VT_E_UNAVAILABLE);
}

/* Everybody may ask, as often as they like: a change is said, and what stays is
 * said again once in a while. */
static void
vt_health_tell(vt_err err)
{
	static _Atomic int64_t said_ms; /* 0: well, when last asked */
	int64_t before = atomic_load(&said_ms), now = vt_time_monotonic_ms();

	if (err == VT_OK) {
		if (before != 0 && atomic_compare_exchange_strong(&said_ms, &before, 0))
			vt_log("http", VT_LOG_INFO, "available again");
		return;
	}
	if ((before == 0 || now - before >= VT_HEALTH_SAID_MS) &&
	    atomic_compare_exchange_strong(&said_ms, &before, now))
		/* The reason names files of this machine: here alone. */
		vt_log("http", VT_LOG_ERROR, "unavailable: %s", vt_fail_text(err));
}

/* generation -1: it cannot be read. */
static vt_err
vt_health_write(struct vt_request *req, struct vt_response *res, int64_t generation)
{
	const struct vt_metrics *metrics = vt_request_state(req);
	bool is_well = generation >= 0;
	struct vt_jsonw j;

	vt_response_status(res, is_well ? 200 : 503);
	vt_response_type(res, "application/json");
	vt_jsonw_init(&j, vt_response_body(res));
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "status", is_well ? "ok" : "unavailable");
	if (!is_well)
		vt_jsonw_pair_c(&j, "detail", "the catalogue cannot be read; the log says why");
	vt_jsonw_key(&j, "generation");
	if (is_well)
		vt_jsonw_int(&j, generation);
	else
		vt_jsonw_null(&j);
	vt_jsonw_pair_int(&j, "uptime_s", vt_metrics_uptime(metrics));
	vt_jsonw_pair_c(&j, "version", VARTAI_VERSION);
	vt_jsonw_end(&j);
	vt_buf_char(vt_response_body(res), '\n');
	return (vt_jsonw_error(&j));
}

static vt_err
vt_health_get(struct vt_request *req, struct vt_response *res)
{
	int64_t generation = -1;
	vt_err err = vt_health_look(req, &generation);

	vt_health_tell(err);
	return (vt_health_write(req, res, err == VT_OK ? generation : -1));
}

static vt_err
vt_health_quick(struct vt_request *req, struct vt_response *res)
{
	struct vt_generation *watcher = req->gateway->generation;
	int64_t generation = vt_generation_number(watcher);

	if (generation < 0 ||
	    vt_time_monotonic_ms() - vt_generation_seen_ms(watcher) > VT_HEALTH_SEEN_MS)
		return (VT_E_DECLINED);
	vt_health_tell(VT_OK);
	return (vt_health_write(req, res, generation));
}

vt_err
vt_health_route(struct vt_gateway *g, const struct vt_metrics *metrics)
{
	static const struct vt_route route = { .method = "GET",
					       .pattern = "/healthz",
					       .handler = vt_health_get,
					       .quick = vt_health_quick,
					       .cache = VT_CACHE_NONE };

	return (vt_gateway_route(g, &route, metrics));
}
