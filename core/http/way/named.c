/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers that say what they are (VT_CACHE_NAMED): kept under a name of their
 * own instead of the question and the catalogue's generation, so that another
 * object's change does not cost them, and other spellings of an address find
 * them.  The first level is asked on the loop when the name is known there; else
 * the handler asks both.  Called by plugins through api/response.h.
 */
#include "api/time.h"
#include "http/inside.h"
#include "http/way/second.h"

static void
named_hash(const struct vt_request *req, struct vt_str name, char hex[VT_HASH_HEX])
{
	struct vt_hash_state hash;

	vt_hash_init(&hash);
	vt_hash_put_str(&hash, vt_str_of(req->mount->plugin));
	vt_hash_put_str(&hash, req->base_url); /* links in its headers */
	vt_hash_put_str(&hash, name);
	vt_hash_hex(&hash, hex);
}

/* Whether this request may have, or leave, an answer under a name. */
static bool
named_may(const struct vt_request *req)
{
	return (req->mount != NULL && req->mount->route.cache == VT_CACHE_NAMED &&
		!req->mount->is_private && vt_str_eq_c(vt_request_method(req), "GET"));
}

/* Both levels, but for the first where the loop looked there already. */
static struct vt_answer *
named_look(struct vt_request *req, bool was_asked)
{
	struct vt_cached *kept = NULL;

	if (!was_asked && req->gateway->cache != NULL)
		kept = vt_cache_peek(req->gateway->cache, vt_str_of(req->question), vt_time_now());
	return (kept != NULL ? (struct vt_answer *)(void *)kept : vt_second_get(req));
}

bool
vt_response_name(struct vt_response *res, struct vt_str name)
{
	struct vt_request *req = res->req;
	/* On the loop, so that the flight is under this name. */
	bool was_asked = req->is_named && !req->is_late;
	char hex[VT_HASH_HEX];

	if (!named_may(req))
		return (false);
	res->is_plain = true;
	named_hash(req, name, hex);
	/* It became another thing since it was named on the loop: for this client only. */
	if (was_asked && memcmp(hex, req->question, sizeof(hex)) != 0) {
		res->is_own = true;
		return (false);
	}
	memcpy(req->question, hex, sizeof(hex));
	req->is_named = true;
	if (req->is_on_loop)
		return (false);
	res->is_named = true;
	/* Led under its address: it is kept under its name all the same. */
	req->is_late = !was_asked;
	res->found = named_look(req, was_asked);
	return (res->found != NULL);
}
