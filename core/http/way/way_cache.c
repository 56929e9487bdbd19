/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What answers share: the key by which one is found again, those who wait for
 * another's, and who takes over when that one goes.  All on the loop.
 */
#include <stdio.h>

#include "api/time.h"
#include "base/hash.h"
#include "base/log_setup.h"
#include "http/way/generation.h"
#include "http/way/way.h"

#define WAY_KEY_MAX (VT_HASH_HEX + 20) /* an epoch before the question */

/* --- cache ---------------------------------------------------------------- */

bool
vt_way_is_cached(const struct vt_request *req)
{
	enum vt_cache_rule rule = req->mount->route.cache;

	return ((rule == VT_CACHE_GENERATION || rule == VT_CACHE_NAMED) && !req->mount->is_private &&
		vt_str_eq_c(vt_request_method(req), "GET") && req->gateway->cache != NULL &&
		vt_generation_epoch(req->gateway->generation) != 0);
}

/* A header as a list: spaces around commas do not make another key. */
static void
way_key_header(struct vt_hash_state *hash, struct vt_str value)
{
	struct vt_str part;

	while (vt_str_next(&value, ',', &part))
		vt_hash_put_str(hash, vt_str_trim(part));
	vt_hash_put_str(hash, VT_STR_NONE);
}

/* All that the answer may depend on but the catalogue; hashed, so that keys have
 * one small size however long the address is. */
static void
way_question(struct vt_request *req)
{
	struct vt_str vary = vt_str_of(req->mount->route.vary), name;
	struct vt_hash_state hash;
	char header[64];

	vt_hash_init(&hash);
	vt_hash_put_str(&hash, req->base_url);
	vt_hash_put_str(&hash, req->full_path);
	vt_hash_put_str(&hash, req->query);
	vt_hash_put_str(&hash, vt_str_of(req->language));
	vt_hash_put_str(&hash, req->has_gzip ? VT_STR("gzip") : VT_STR("identity"));
	while (vt_str_next(&vary, ',', &name)) {
		name = vt_str_trim(name);
		if (name.len >= sizeof(header))
			continue;
		memcpy(header, name.p, name.len);
		header[name.len] = '\0';
		way_key_header(&hash, vt_request_header_seen(req, header));
	}
	vt_hash_hex(&hash, req->question);
}

enum vt_way
vt_way_look(struct vt_request *req)
{
	char key[WAY_KEY_MAX];
	struct vt_cache_ask ask = { .now = vt_time_now(), .waiter = &req->waiter };

	if (req->is_named) {
		ask.key = vt_str_of(req->question);
	} else {
		way_question(req);
		ask.key = (struct vt_str){
			key, (size_t)snprintf(key, sizeof(key), "%llx %s",
					      (unsigned long long)vt_generation_epoch(
						  req->gateway->generation),
					      req->question)
		};
	}
	vt_request_ref(req); /* the line's, should it come to waiting */
	switch (vt_cache_get(req->gateway->cache, &ask)) {
	case VT_FOUND_WAIT:
		return (VT_WAY_WAIT);
	case VT_FOUND_HIT:
		vt_way_answer_set(req, (struct vt_answer *)(void *)ask.entry);
		break;
	default:
		req->flight = ask.flight;
		req->way = VT_WAY_JOB;
		break;
	}
	atomic_fetch_sub(&req->refs, 1);
	return (req->way);
}

/* --- landing -------------------------------------------------------------- */

static struct vt_request *
way_waiter(struct vt_waiter *w)
{
	return ((struct vt_request *)(void *)((char *)w - offsetof(struct vt_request, waiter)));
}

/* A waiter has what this request made, or has to make its own. */
static void
way_share(struct vt_request *req, struct vt_request *waiter)
{
	if (req->fault.err != VT_OK) {
		vt_log_request(vt_request_id(waiter));
		vt_fault_copy(waiter, &req->fault);
		vt_way_answer_set(waiter, vt_fault_answer(waiter));
		vt_log_request(VT_STR_NONE);
	} else if (req->answer != NULL && req->answer->is_shared) {
		vt_cached_ref(&req->answer->cached);
		vt_way_answer_set(waiter, req->answer);
	} else {
		waiter->way = VT_WAY_JOB;
	}
}

/* The next in line makes the answer in this request's place. */
static void
way_pass(struct vt_request *req, void (*resume)(struct vt_request *, void *), void *arg)
{
	struct vt_waiter *next = vt_cache_pass(req->gateway->cache, &req->flight);
	struct vt_request *waiter;

	if (next == NULL)
		return;
	waiter = way_waiter(next);
	waiter->flight = req->flight;
	waiter->way = VT_WAY_JOB;
	req->flight = NULL;
	resume(waiter, arg);
	vt_request_unref(&waiter);
}

void
vt_gateway_landed(struct vt_request *req, void (*resume)(struct vt_request *, void *), void *arg)
{
	struct vt_waiter *line, *next;
	struct vt_cached *kept = NULL;

	if (req->flight == NULL)
		return;
	/* Nothing was made that is of use to others. */
	if (req->fault.err == VT_E_DECLINED ||
	    (req->fault.err == VT_OK && req->response.is_fresh)) {
		way_pass(req, resume, arg);
		return;
	}
	if (req->fault.err == VT_OK && req->answer != NULL && req->answer->is_kept)
		kept = &req->answer->cached;
	if (kept != NULL && req->is_late) {
		vt_cache_put(req->gateway->cache, vt_str_of(req->question), kept, vt_time_now());
		kept = NULL;
	}
	line = vt_cache_land(req->gateway->cache, &req->flight, kept, vt_time_now());
	for (; line != NULL; line = next) {
		struct vt_request *waiter = way_waiter(line);

		next = line->next;
		way_share(req, waiter);
		resume(waiter, arg);
		vt_request_unref(&waiter);
	}
}

void
vt_gateway_forsake(struct vt_request *req)
{
	struct vt_waiter *line, *next;

	if (req->gateway->cache == NULL)
		return;
	line = vt_cache_land(req->gateway->cache, &req->flight, NULL, vt_time_now());
	for (; line != NULL; line = next) {
		struct vt_request *waiter = way_waiter(line);

		next = line->next;
		vt_request_unref(&waiter);
	}
}

void
vt_gateway_leave(struct vt_request *req)
{
	struct vt_request *in_line = req;

	/* Nobody else holds what is given up here: the caller holds one, too. */
	if (vt_cache_leave(req->gateway->cache, &req->waiter))
		vt_request_unref(&in_line);
}

bool
vt_gateway_is_wanted(const struct vt_request *req)
{
	return (req->flight != NULL && vt_cache_is_awaited(req->gateway->cache, req->flight));
}
