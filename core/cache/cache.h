/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A cache in this process with a budget of bytes, and single-flight: of those
 * who miss the same key at the same time one makes it, the others are handed
 * the result.  What is kept is counted, so a hit lends a reference and copies
 * nothing.  Any thread; nothing here blocks longer than a look into a table.
 *
 * A key's life: vt_cache_get() finds nothing and gives the first asker a
 * flight (VT_FOUND_LEAD); later askers with a waiter are put in its line
 * (VT_FOUND_WAIT); vt_cache_land() ends the flight, keeps the entry when it
 * may be kept, and gives back the line.
 */
#ifndef VT_CACHE_CACHE_H
#define VT_CACHE_CACHE_H

#include <stdatomic.h>

#include "api/str.h"

/* An entry that is larger than this part of the budget is never kept. */
#define VT_CACHE_SHARE 8

/* The head of whatever is kept: the first member of its struct. */
struct vt_cached {
	_Atomic uint32_t refs;
	size_t size;	 /* bytes counted against the budget */
	int64_t expires; /* time; 0: never */
	void (*destroy)(struct vt_cached *);
};

/* One reference, held by the caller. */
void vt_cached_init(struct vt_cached *c, size_t size, void (*destroy)(struct vt_cached *));
struct vt_cached *vt_cached_ref(struct vt_cached *c);
/* *c becomes NULL; the last reference destroys. */
void vt_cached_unref(struct vt_cached **c);

struct vt_cache;
struct vt_flight;

/* A place in a flight's line: embedded in who waits, untouched while it waits. */
struct vt_waiter {
	struct vt_waiter *next;
	struct vt_flight *flight; /* the cache's; NULL: in no line */
};

enum vt_found {
	VT_FOUND_HIT,  /* entry is lent: the caller unrefs it */
	VT_FOUND_LEAD, /* flight is the caller's to land or to pass */
	VT_FOUND_WAIT, /* the waiter is in line */
	VT_FOUND_NONE  /* another leads, and no waiter was given; or no memory */
};

struct vt_cache_ask {
	struct vt_str key;
	int64_t now;		  /* time */
	struct vt_waiter *waiter; /* NULL: does not wait */
	struct vt_cached *entry;  /* set on a hit */
	struct vt_flight *flight; /* set on lead */
};

struct vt_cache_stats {
	uint64_t hits, misses, waits, evictions;
	int64_t bytes, entries; /* kept now */
};

/* budget in bytes, keys and tables counted; 0: nothing is kept, single-flight
 * works all the same. */
vt_err vt_cache_new(size_t budget, struct vt_cache **cache_r) VT_MUST_CHECK;
/* No flight may be open. */
void vt_cache_free(struct vt_cache **cache);

enum vt_found vt_cache_get(struct vt_cache *cache, struct vt_cache_ask *ask);

/* What is kept under this key, lent to the caller, or NULL: nobody flies. */
struct vt_cached *vt_cache_peek(struct vt_cache *cache, struct vt_str key, int64_t now);

/* Ends a flight (*flight becomes NULL).  entry NULL: nothing to keep.  The line
 * of waiters in their order, or NULL; the caller hands each its result. */
struct vt_waiter *vt_cache_land(struct vt_cache *cache, struct vt_flight **flight,
				struct vt_cached *entry, int64_t now);
/* The leader gives up: the first in line, who leads from now on; NULL (and the
 * flight is over, *flight NULL) when nobody waits. */
struct vt_waiter *vt_cache_pass(struct vt_cache *cache, struct vt_flight **flight);
/* Out of its line; false: it is in none any more. */
bool vt_cache_leave(struct vt_cache *cache, struct vt_waiter *waiter);
/* Keeps an entry that nobody asked for, in place of what is kept under this key;
 * without effect while a flight for it is open. */
void vt_cache_put(struct vt_cache *cache, struct vt_str key, struct vt_cached *entry, int64_t now);
/* Whether somebody is in this flight's line. */
bool vt_cache_is_awaited(struct vt_cache *cache, const struct vt_flight *flight);

void vt_cache_stats(struct vt_cache *cache, struct vt_cache_stats *stats_r);

#endif
