/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A second level of the cache: bytes by key, kept somewhere for a while.  What
 * keeps them promises little, and callers must live with all of it: anything may
 * be gone at any moment, and what comes back may be anything, if others can
 * write there.  Any thread; a call may block, but never longer than the time
 * that the store was opened with.
 */
#ifndef VT_CACHE_STORE_H
#define VT_CACHE_STORE_H

#include "api/str.h"

#define VT_STORE_KEY_MAX 512 /* bytes of a key */

struct vt_store;

/* Bytes that a store gave, until vt_store_value_done(); or whoever takes done
 * and arg over sees to it. */
struct vt_store_value {
	struct vt_str bytes;
	void (*done)(void *); /* NULL: nothing is to be done */
	void *arg;
};

enum vt_store_found {
	VT_STORE_HIT,
	VT_STORE_MISS,
	VT_STORE_AWAY /* it was not asked, or did not answer in time */
};

/* Of this process since the store was opened. */
struct vt_store_stats {
	uint64_t hits, misses, puts;
	uint64_t errors; /* calls that the store failed */
	uint64_t bytes;	 /* of values, both ways */
	bool is_away;
};

/* *value_r is set on a hit only. */
enum vt_store_found vt_store_get(struct vt_store *store, struct vt_str key,
				 struct vt_store_value *value_r);
/* Keeps a copy for at most ttl seconds, in place of what is there; false: it is
 * not kept, being larger than the store takes or the store being away. */
bool vt_store_put(struct vt_store *store, struct vt_str key, struct vt_str value, int64_t ttl);
/* Keeps it where nothing is yet, and says on a hit what is there then: this, or what
 * another was before with.  None of the numbers below has it. */
enum vt_store_found vt_store_agree(struct vt_store *store, struct vt_str key, struct vt_str value,
				   int64_t ttl, struct vt_store_value *value_r);
void vt_store_stats(struct vt_store *store, struct vt_store_stats *stats_r);
/* No call may be under way.  What the store keeps outside this process stays. */
void vt_store_close(struct vt_store **store);

void vt_store_value_done(struct vt_store_value *value);

/* --- for those who implement one --- */

struct vt_store_kind {
	enum vt_store_found (*get)(struct vt_store *, struct vt_str, struct vt_store_value *);
	bool (*put)(struct vt_store *, struct vt_str, struct vt_str, int64_t);
	bool (*is_away)(struct vt_store *);
	void (*close)(struct vt_store *);
	/* Where nothing is yet; true: something is there now.  NULL: it cannot. */
	bool (*add)(struct vt_store *, struct vt_str, struct vt_str, int64_t);
};

struct vt_store { /* the first member of theirs */
	const struct vt_store_kind *kind;
	size_t value_max;
	_Atomic uint64_t hits, misses, puts, errors, bytes;
};

#endif
