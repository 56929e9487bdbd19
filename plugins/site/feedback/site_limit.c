/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often one network may send, and which forms were sent already: counters by a
 * keyed hash, for an hour and for a day, in memory that all workers share.  A network
 * whose place is taken by another starts anew: the sum over all is limited by the store.
 */
#include <errno.h>
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <sys/mman.h>

#include "site_feedback.h"

#define SITE_LIMIT_PLACES 1024
#define SITE_LIMIT_SPENT  4096	/* forms that are remembered, the newest */

static const int64_t site_limit_spans[SITE_LIMITS] = {	/* seconds */
	[SITE_LIMIT_HOUR] = 3600, [SITE_LIMIT_DAY] = 86400,
};

struct site_limits {
	pthread_mutex_t	lock;	/* of all workers; one that dies does not keep it */
	uint8_t		key[crypto_shorthash_KEYBYTES];
	struct site_taken {
		uint64_t	who;
		int64_t		since, count;
	} places[SITE_LIMITS][SITE_LIMIT_PLACES];
	uint64_t	spent[SITE_LIMIT_SPENT];	/* hashes of tokens, as a ring; 0: none */
	size_t		next;
	atomic_flag	has_asked;	/* site_limits_is_first() */
};

static int
site_limits_lock_init(pthread_mutex_t *lock)
{
	pthread_mutexattr_t	how;
	int			error = pthread_mutexattr_init(&how);

	if (error != 0)
		return (error);
	if ((error = pthread_mutexattr_setpshared(&how, PTHREAD_PROCESS_SHARED)) == 0 &&
	    (error = pthread_mutexattr_setrobust(&how, PTHREAD_MUTEX_ROBUST)) == 0)
		error = pthread_mutex_init(lock, &how);
	(void)pthread_mutexattr_destroy(&how);
	return (error);
}

vt_err
site_limits_new(struct site_limits **l_r)
{
	struct site_limits	*l = mmap(NULL, sizeof(*l), PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (l == MAP_FAILED || site_limits_lock_init(&l->lock) != 0)
		return (vt_fail(VT_E_NOMEM, "no memory to count who sends letters"));
	randombytes_buf(l->key, sizeof(l->key));
	*l_r = l;
	return (VT_OK);
}

bool
site_limits_is_first(struct site_limits *l)
{
	return (!atomic_flag_test_and_set(&l->has_asked));
}

/* Every state between two of its writes is a sound one: what a worker that died has left
 * is taken over as it is. */
static void
site_limits_lock(struct site_limits *l)
{
	if (pthread_mutex_lock(&l->lock) == EOWNERDEAD)
		(void)pthread_mutex_consistent(&l->lock);
}

static uint64_t
site_limits_hash(const struct site_limits *l, struct vt_str s)
{
	uint64_t	hash;

	(void)crypto_shorthash((uint8_t *)&hash, (const uint8_t *)(s.p != NULL ? s.p : ""), s.len,
	    l->key);
	return (hash != 0 ? hash : 1);
}

bool
site_limits_take(struct site_limits *l, enum site_limit limit, struct vt_str network, int64_t now,
    int64_t count)
{
	uint64_t		 who = site_limits_hash(l, network);
	struct site_taken	*place = &l->places[limit][who % SITE_LIMIT_PLACES];
	bool			 is_free;

	site_limits_lock(l);
	if (place->who != who || now - place->since >= site_limit_spans[limit])
		*place = (struct site_taken){ who, now, 0 };
	is_free = place->count < count;
	place->count += is_free;
	(void)pthread_mutex_unlock(&l->lock);
	return (is_free);
}

static uint64_t *
site_limits_find(struct site_limits *l, uint64_t hash)
{
	for (size_t i = 0; i < SITE_LIMIT_SPENT; i++)
		if (l->spent[i] == hash)
			return (&l->spent[i]);
	return (NULL);
}

bool
site_limits_spend(struct site_limits *l, struct vt_str token)
{
	uint64_t	hash = site_limits_hash(l, token);
	bool		is_new;

	site_limits_lock(l);
	is_new = site_limits_find(l, hash) == NULL;
	if (is_new) {
		l->spent[l->next % SITE_LIMIT_SPENT] = hash;
		l->next++;
	}
	(void)pthread_mutex_unlock(&l->lock);
	return (is_new);
}

void
site_limits_unspend(struct site_limits *l, struct vt_str token)
{
	uint64_t	*at;

	site_limits_lock(l);
	if ((at = site_limits_find(l, site_limits_hash(l, token))) != NULL)
		*at = 0;
	(void)pthread_mutex_unlock(&l->lock);
}
