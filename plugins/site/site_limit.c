/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often one client may send: counters by a keyed hash of its address, in the
 * worker's memory, for an hour.  A client whose place is taken by another starts
 * anew: the sum over all clients is limited by the store.
 */
#include <pthread.h>
#include <sodium.h>

#include "site_feedback.h"

#define SITE_LIMIT_PLACES 1024
#define SITE_LIMIT_SPAN	  3600	/* seconds */

struct site_limits {
	pthread_mutex_t	lock;
	uint8_t		key[crypto_shorthash_KEYBYTES];
	struct site_taken {
		uint64_t	who;
		int64_t		since, count;
	} places[SITE_LIMIT_PLACES];
};

struct site_limits *
site_limits_new(struct vt_boot *boot)
{
	struct site_limits	*l = vt_boot_alloc(boot, sizeof(*l));

	if (l == NULL)
		return (NULL);
	(void)pthread_mutex_init(&l->lock, NULL);
	randombytes_buf(l->key, sizeof(l->key));
	return (l);
}

bool
site_limits_take(struct site_limits *l, struct vt_str client, int64_t now, int64_t count)
{
	struct site_taken	*place;
	uint64_t		 who;
	bool			 is_free;

	(void)crypto_shorthash((uint8_t *)&who, (const uint8_t *)(client.p != NULL ? client.p : ""),
	    client.len, l->key);
	place = &l->places[who % SITE_LIMIT_PLACES];
	(void)pthread_mutex_lock(&l->lock);
	if (place->who != who || now - place->since >= SITE_LIMIT_SPAN)
		*place = (struct site_taken){ who, now, 0 };
	is_free = place->count < count;
	place->count += is_free;
	(void)pthread_mutex_unlock(&l->lock);
	return (is_free);
}
