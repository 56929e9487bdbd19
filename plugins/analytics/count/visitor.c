/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of visitors, and the page of memory that all workers of a node share.
 *
 * The day's key is made by chance before the fork and lies in that page alone.  The
 * first worker to meet a new day replaces it by a hash of itself, so that yesterday's
 * names can be made by nobody any more; the key before it stays for half an hour,
 * to say that a visit goes on.  Several nodes agree on the key by way of Redis, closed so
 * that Redis does not know it; where there is none each has its own, and a visitor who
 * moves between them is two.
 */
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/mman.h>

#include "analytics.h"

#define VISITOR_DAY_MS	INT64_C(86400000)

struct analytics_place {
	/* Held by the worker as long as it lives: the next one learns of its death. */
	pthread_mutex_t	 owner;
	int64_t		 unwritten;
	int64_t		 lost;		/* of workers that died here and were not told of yet */
};

struct analytics_shared {
	pthread_mutex_t		lock;
	int64_t			day;
	uint32_t		version;	/* of the key, when another was agreed on */
	bool			has_before;
	uint8_t			key[ANALYTICS_KEY_LEN], before[ANALYTICS_KEY_LEN];
	struct analytics_place	places[ANALYTICS_SLOTS_MAX];
};

/* --- the page --------------------------------------------------------------------- */

static void
analytics_mutexes(struct analytics_shared *s)
{
	pthread_mutexattr_t	attr;

	(void)pthread_mutexattr_init(&attr);
	(void)pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED);
	(void)pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST);
	(void)pthread_mutex_init(&s->lock, &attr);
	for (size_t i = 0; i < ANALYTICS_SLOTS_MAX; i++)
		(void)pthread_mutex_init(&s->places[i].owner, &attr);
	(void)pthread_mutexattr_destroy(&attr);
}

vt_err
analytics_shared_new(struct analytics_shared **shared_r)
{
	struct analytics_shared	*s = mmap(NULL, sizeof(*s), PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (s == MAP_FAILED)
		return (vt_fail(VT_E_NOMEM, "no memory to count usage in"));
	if (sodium_init() < 0)
		return (vt_fail(VT_E_INTERNAL, "libsodium does not start"));
	/* Neither in a core file nor in swap, where the limits allow it. */
	(void)madvise(s, sizeof(*s), MADV_DONTDUMP);
	(void)mlock(s, sizeof(*s));
	analytics_mutexes(s);
	randombytes_buf(s->key, sizeof(s->key));
	*shared_r = s;
	return (VT_OK);
}

/* A holder that died has left what it guards whole enough: each change is of one word,
 * or is made again. */
static void
analytics_lock(pthread_mutex_t *mutex)
{
	if (pthread_mutex_lock(mutex) == EOWNERDEAD)
		(void)pthread_mutex_consistent(mutex);
}

int64_t *
analytics_shared_place(struct analytics_shared *s, int64_t *lost_r)
{
	*lost_r = 0;
	for (size_t i = 0; i < ANALYTICS_SLOTS_MAX; i++) {
		struct analytics_place *p = &s->places[i];
		int rc = pthread_mutex_trylock(&p->owner);

		if (rc == EOWNERDEAD)
			(void)pthread_mutex_consistent(&p->owner);
		else if (rc != 0)
			continue;
		*lost_r = __atomic_exchange_n(&p->unwritten, 0, __ATOMIC_RELAXED);
		return (&p->unwritten);
	}
	return (NULL);
}

void
analytics_shared_leave(struct analytics_shared *s, int64_t *place)
{
	for (size_t i = 0; i < ANALYTICS_SLOTS_MAX; i++)
		if (&s->places[i].unwritten == place) {
			(void)pthread_mutex_unlock(&s->places[i].owner);
			return;
		}
}

/* --- keys ---------------------------------------------------------------------------- */

/* One way only: the new key says nothing of the old one. */
static void
analytics_key_next(struct analytics_shared *s, int64_t day)
{
	static const uint8_t	text[] = "vartai usage: the key of the next day";

	memcpy(s->before, s->key, sizeof(s->before));
	s->has_before = s->day == day - 1;
	(void)crypto_generichash(s->key, sizeof(s->key), text, sizeof(text) - 1, s->before,
	    sizeof(s->before));
	s->day = day;
	if (!s->has_before)
		sodium_memzero(s->before, sizeof(s->before));
}

void
analytics_keys_renew(struct analytics_keys *k, struct analytics_shared *s, int64_t now_ms)
{
	int64_t	day = now_ms / VISITOR_DAY_MS;
	bool	is_early = now_ms % VISITOR_DAY_MS < ANALYTICS_HALF_HOUR_MS;

	if (k->day == day && (!k->has_before || is_early) &&
	    k->version == __atomic_load_n(&s->version, __ATOMIC_RELAXED))
		return;
	analytics_lock(&s->lock);
	if (s->day < day)
		analytics_key_next(s, day);
	if (s->has_before && !is_early) {
		sodium_memzero(s->before, sizeof(s->before));
		s->has_before = false;
	}
	/* A clock that was set back goes on with the key there is. */
	k->day = day;
	k->version = s->version;
	k->has_before = s->has_before;
	memcpy(k->key, s->key, sizeof(k->key));
	memcpy(k->before, s->before, sizeof(k->before));
	(void)pthread_mutex_unlock(&s->lock);
}

/* Under the day's name for as long as the day is, and an hour: clocks differ. */
void
analytics_keys_agree(struct analytics_shared *s, struct vt_worker *worker, int64_t now_ms)
{
	int64_t		day = now_ms / VISITOR_DAY_MS;
	uint8_t		key[ANALYTICS_KEY_LEN];
	char		name[64];

	analytics_lock(&s->lock);
	if (s->day < day)
		analytics_key_next(s, day);
	day = s->day;
	memcpy(key, s->key, sizeof(key));
	(void)pthread_mutex_unlock(&s->lock);
	(void)snprintf(name, sizeof(name), "usage.%lld", (long long)day);
	if (vt_worker_agree(worker, name, ((day + 1) * VISITOR_DAY_MS - now_ms) / 1000 + 3600, key) ==
	    VT_OK) {
		analytics_lock(&s->lock);
		if (s->day == day && sodium_memcmp(s->key, key, sizeof(key)) != 0) {
			memcpy(s->key, key, sizeof(s->key));
			__atomic_store_n(&s->version, s->version + 1, __ATOMIC_RELAXED);
		}
		(void)pthread_mutex_unlock(&s->lock);
	}
	sodium_memzero(key, sizeof(key));
}

/* --- names -------------------------------------------------------------------------------- */

static void
analytics_put_text(crypto_generichash_state *h, struct vt_str s)
{
	uint32_t	len = (uint32_t)s.len;

	/* Its length before it, so that neighbours cannot run together. */
	(void)crypto_generichash_update(h, (const uint8_t *)&len, sizeof(len));
	(void)crypto_generichash_update(h, (const uint8_t *)s.p, s.len);
}

void
analytics_visitor(const struct analytics_keys *k, struct vt_str client, struct vt_str agent,
    int64_t hour, uint8_t out[ANALYTICS_VISITOR_LEN])
{
	bool			 is_before = hour / 24 < k->day && k->has_before;
	crypto_generichash_state h;

	(void)crypto_generichash_init(&h, is_before ? k->before : k->key, ANALYTICS_KEY_LEN,
	    ANALYTICS_VISITOR_LEN);
	analytics_put_text(&h, client);
	analytics_put_text(&h, agent);
	(void)crypto_generichash_update(&h, (const uint8_t *)&hour, sizeof(hour));
	(void)crypto_generichash_final(&h, out, ANALYTICS_VISITOR_LEN);
}

void
analytics_words(const struct analytics_keys *k, struct vt_str words, char out[17])
{
	uint8_t	hash[crypto_generichash_BYTES_MIN];

	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)words.p, words.len, k->key,
	    sizeof(k->key));
	(void)sodium_bin2hex(out, 17, hash, 8);
}
