/* SPDX-License-Identifier: Apache-2.0 */
/* Asking the second level, and giving to it. */
#include "http/way/second.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "api/log.h"
#include "api/time.h"
#include "base/hash.h"
#include "http/inside.h"
#include "http/way/generation.h"
#include "http/way/pack.h"

struct vt_second {
	struct vt_store *store;
	char prefix[VT_SECOND_PREFIX_MAX + 1];
	int64_t keep_s;
	char fingerprint[VT_HASH_HEX];
	uint8_t place_secret[VT_PACK_SECRET_LEN], sign_secret[VT_PACK_SECRET_LEN];
	uint8_t agree_secret[VT_PACK_SECRET_LEN];
	_Atomic uint64_t refused;
};

/* --- at start ---------------------------------------------------------------- */

static vt_err
second_prefix(struct vt_second *s, const char *prefix)
{
	size_t len = strlen(prefix);
	bool is_plain = true;

	for (size_t i = 0; i < len; i++)
		is_plain = is_plain && prefix[i] > ' ' && prefix[i] < 0x7f;
	if (len > VT_SECOND_PREFIX_MAX || !is_plain)
		return (vt_fail(VT_E_BADARG,
				"cache.redis_prefix has at most %d bytes, ASCII without spaces",
				VT_SECOND_PREFIX_MAX));
	memcpy(s->prefix, prefix, len + 1);
	return (VT_OK);
}

vt_err
vt_gateway_second(struct vt_gateway *g, struct vt_store **store, const char *prefix, int64_t keep_s)
{
	struct vt_second *s = calloc(1, sizeof(*s));
	vt_err err;

	if (s == NULL) {
		vt_store_close(store);
		return (vt_fail(VT_E_NOMEM, "no memory for the second level of the cache"));
	}
	s->store = *store;
	*store = NULL;
	s->keep_s = keep_s;
	if ((err = second_prefix(s, prefix)) != VT_OK ||
	    (err = vt_boot_secret(&g->boot, "cache.place", s->place_secret)) != VT_OK ||
	    (err = vt_boot_secret(&g->boot, "cache.sign", s->sign_secret)) != VT_OK ||
	    (err = vt_boot_secret(&g->boot, "cache.agree", s->agree_secret)) != VT_OK ||
	    (err = vt_fingerprint(g, s->fingerprint)) != VT_OK) {
		vt_second_free(&s);
		return (err);
	}
	vt_second_free(&g->second);
	g->second = s;
	return (VT_OK);
}

void
vt_second_free(struct vt_second **second)
{
	struct vt_second *s = *second;

	*second = NULL;
	if (s == NULL)
		return;
	vt_store_close(&s->store);
	sodium_memzero(s->place_secret, sizeof(s->place_secret));
	sodium_memzero(s->sign_secret, sizeof(s->sign_secret));
	sodium_memzero(s->agree_secret, sizeof(s->agree_secret));
	free(s);
}

void
vt_second_stats(const struct vt_second *s, struct vt_second_stats *stats_r)
{
	*stats_r = (struct vt_second_stats){ .is_there = s != NULL };
	if (s == NULL)
		return;
	vt_store_stats(s->store, &stats_r->store);
	stats_r->refused = atomic_load(&s->refused);
}

/* --- where an answer lies ------------------------------------------------------ */

_Static_assert(VT_SECOND_PLACE_MAX >= VT_SECOND_PREFIX_MAX + sizeof(":agreed:") + VT_HASH_HEX &&
		   VT_SECOND_PLACE_MAX <= VT_STORE_KEY_MAX,
	       "");

/* Keyed, so that one who sees places learns no addresses, and nodes with other
 * secrets, whose signatures would not fit, do not push each other out. */
static void
second_place(const struct vt_second *s, struct vt_request *req)
{
	unsigned char hash[VT_HASH_LEN];
	char hex[VT_HASH_HEX];
	crypto_generichash_state state;

	vt_assert(crypto_generichash_init(&state, s->place_secret, sizeof(s->place_secret),
					  sizeof(hash)) == 0);
	(void)crypto_generichash_update(&state, (const unsigned char *)s->fingerprint, VT_HASH_HEX);
	(void)crypto_generichash_update(&state, req->state.name, sizeof(req->state.name));
	(void)crypto_generichash_update(&state, (const unsigned char *)req->question, VT_HASH_HEX);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	(void)snprintf(req->place, sizeof(req->place), "%s:%s", s->prefix, hex);
}

static struct vt_pack_key
second_key(const struct vt_second *s, const char *place)
{
	struct vt_pack_key key = { .place = vt_str_of(place) };

	memcpy(key.secret, s->sign_secret, sizeof(key.secret));
	return (key);
}

/* --- asking ---------------------------------------------------------------- */

static struct vt_answer *
second_open(struct vt_second *s, const struct vt_request *req, struct vt_store_value *value)
{
	struct vt_pack_key key = second_key(s, req->place);
	struct vt_answer *answer = vt_unpack(value, &key);
	struct vt_cached *cached = answer != NULL ? &answer->cached : NULL;

	sodium_memzero(key.secret, sizeof(key.secret));
	if (answer == NULL) {
		if (atomic_fetch_add(&s->refused, 1) == 0)
			vt_log("cache", VT_LOG_WARN,
			       "a value under %s is not ours, and is passed over: who else writes "
			       "there?",
			       req->place);
	} else if (cached->expires != 0 && cached->expires <= vt_time_now()) {
		vt_cached_unref(&cached);
		answer = NULL;
	}
	vt_store_value_done(value);
	return (answer);
}

struct vt_answer *
vt_second_get(struct vt_request *req)
{
	struct vt_second *s = req->gateway->second;
	struct vt_store_value value;

	req->place[0] = '\0';
	if (s == NULL || req->question[0] == '\0')
		return (NULL);
	/* What has a name of its own is the same in every state of the catalogue. */
	if (req->is_named)
		memset(&req->state, 0, sizeof(req->state));
	else if (!vt_generation_state(req->gateway->generation, &req->state, &req->epoch))
		return (NULL);
	second_place(s, req);
	if (vt_store_get(s->store, vt_str_of(req->place), &value) != VT_STORE_HIT)
		return (NULL);
	return (second_open(s, req, &value));
}

bool
vt_second_is_same(struct vt_request *req)
{
	struct vt_catalog_state read;

	/* What a handler makes without the catalogue is right in any of its states,
	 * unless it keeps something of one. */
	if (req->place[0] == '\0' || req->is_named)
		return (true);
	if (!req->is_reading)
		return (!req->trace->has_epoch || req->trace->epoch == req->epoch);
	return (vt_catalogs_state(req, &read) == VT_OK &&
		memcmp(read.name, req->state.name, sizeof(read.name)) == 0);
}

/* --- giving ------------------------------------------------------------------- */

/* What this thread made and has not given yet. */
static _Thread_local struct {
	struct vt_second *to;
	struct vt_answer *answer; /* one reference; NULL: nothing */
	char place[VT_SECOND_PLACE_MAX];
} second_kept;

void
vt_second_forget(void)
{
	struct vt_cached *cached = second_kept.answer != NULL ? &second_kept.answer->cached : NULL;

	second_kept.answer = NULL;
	vt_cached_unref(&cached);
}

void
vt_second_keep(const struct vt_request *req, struct vt_answer *answer)
{
	struct vt_second *s = req->gateway->second;

	vt_second_forget();
	/* Not to be copied in vain. */
	if (s == NULL || req->place[0] == '\0' || !answer->is_kept ||
	    answer->body.len > s->store->value_max)
		return;
	(void)vt_cached_ref(&answer->cached);
	second_kept.to = s;
	second_kept.answer = answer;
	memcpy(second_kept.place, req->place, sizeof(second_kept.place));
}

static void
second_put(struct vt_second *s, const struct vt_answer *answer, const char *place)
{
	int64_t keep_s = s->keep_s, left;
	struct vt_pack_key key;
	struct vt_buf bytes;

	if (answer->cached.expires != 0 && (left = answer->cached.expires - vt_time_now()) < keep_s)
		keep_s = left;
	if (keep_s <= 0)
		return;
	key = second_key(s, place);
	vt_buf_init(&bytes, 0);
	vt_pack(answer, &key, &bytes);
	if (vt_buf_error(&bytes) == VT_OK)
		(void)vt_store_put(s->store, key.place, vt_buf_get(&bytes), keep_s);
	vt_buf_fini(&bytes);
	sodium_memzero(key.secret, sizeof(key.secret));
}

void
vt_second_give(void)
{
	if (second_kept.answer == NULL)
		return;
	second_put(second_kept.to, second_kept.answer, second_kept.place);
	vt_second_forget();
}

/* --- what nodes agree on --------------------------------------------------------- */

#define SECOND_AGREED_LEN 32
#define SECOND_BOX_LEN	  (crypto_secretbox_NONCEBYTES + SECOND_AGREED_LEN + crypto_secretbox_MACBYTES)

_Static_assert(VT_PACK_SECRET_LEN == crypto_secretbox_KEYBYTES, "");

static void
second_agreed_place(const struct vt_second *s, const char *name, char place[VT_SECOND_PLACE_MAX])
{
	unsigned char hash[VT_HASH_LEN];
	char hex[VT_HASH_HEX];

	(void)crypto_generichash(hash, sizeof(hash), (const unsigned char *)name, strlen(name),
				 s->agree_secret, sizeof(s->agree_secret));
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	(void)snprintf(place, VT_SECOND_PLACE_MAX, "%s:agreed:%s", s->prefix, hex);
}

/* A key for each place: what is moved to another, as yesterday's to today's, is none. */
static void
second_agreed_lock(const struct vt_second *s, const char *place, uint8_t lock[VT_PACK_SECRET_LEN])
{
	(void)crypto_generichash(lock, VT_PACK_SECRET_LEN, (const unsigned char *)place,
				 strlen(place), s->agree_secret, sizeof(s->agree_secret));
}

/* Closed, so that neither Redis nor its files tell it to whom has not server.secret. */
static void
second_agreed_close(const struct vt_second *s, const char *place,
		    const uint8_t key[SECOND_AGREED_LEN], uint8_t box[SECOND_BOX_LEN])
{
	uint8_t lock[VT_PACK_SECRET_LEN];

	second_agreed_lock(s, place, lock);
	randombytes_buf(box, crypto_secretbox_NONCEBYTES);
	(void)crypto_secretbox_easy(box + crypto_secretbox_NONCEBYTES, key, SECOND_AGREED_LEN, box,
				    lock);
	sodium_memzero(lock, sizeof(lock));
}

static bool
second_agreed_open(const struct vt_second *s, const char *place, struct vt_str box,
		   uint8_t key[SECOND_AGREED_LEN])
{
	const uint8_t *bytes = (const uint8_t *)box.p;
	uint8_t lock[VT_PACK_SECRET_LEN];
	bool is_ours;

	second_agreed_lock(s, place, lock);
	is_ours = box.len == SECOND_BOX_LEN &&
		  crypto_secretbox_open_easy(key, bytes + crypto_secretbox_NONCEBYTES,
					     SECOND_BOX_LEN - crypto_secretbox_NONCEBYTES, bytes,
					     lock) == 0;
	sodium_memzero(lock, sizeof(lock));
	return (is_ours);
}

vt_err
vt_worker_agree(struct vt_worker *worker, const char *name, int64_t lifetime_s,
		uint8_t key[SECOND_AGREED_LEN])
{
	struct vt_second *s = worker->gateway->second;
	char place[VT_SECOND_PLACE_MAX];
	uint8_t box[SECOND_BOX_LEN];
	struct vt_store_value value;
	bool is_ours;

	if (s == NULL)
		return (vt_fail(VT_E_UNAVAILABLE, "there is no cache.redis to agree by"));
	second_agreed_place(s, name, place);
	second_agreed_close(s, place, key, box);
	if (vt_store_agree(s->store, vt_str_of(place),
			   (struct vt_str){ (const char *)box, sizeof(box) }, lifetime_s,
			   &value) != VT_STORE_HIT)
		return (vt_fail(VT_E_UNAVAILABLE, "Redis does not answer"));
	is_ours = second_agreed_open(s, place, value.bytes, key);
	vt_store_value_done(&value);
	return (is_ours ? VT_OK : vt_fail(VT_E_UNAVAILABLE, "what is under %s is not ours", place));
}
