/* SPDX-License-Identifier: Apache-2.0 */
/* Readers of a store, each a thread with a catalogue of its own, while the test changes it. */
#ifndef VT_TEST_READERS_H
#define VT_TEST_READERS_H

#include "store.h"

#include <pthread.h>
#include <stdatomic.h>

#define TEST_READERS 3

struct test_readers {
	/* The question number i, in a transaction; false: its answer is wrong. */
	bool	(*asks)(struct vt_catalog *c, struct vt_arena *a, unsigned i);
	unsigned	 times;	/* that each goes on asking when all changes are made */
	atomic_bool	 is_over;
	const char	*dir;
	pthread_t	 threads[TEST_READERS];
};

static inline bool
test_reader_asks(const struct test_readers *r, struct vt_catalog *c, unsigned i)
{
	struct vt_arena *a = vt_arena_new(0);
	bool is_right = vt_catalog_begin(c) == VT_OK;

	if (is_right) {
		is_right = r->asks(c, a, i);
		vt_catalog_end(c);
	}
	vt_arena_free(&a);
	return (is_right);
}

/* NULL: all was as it should be. */
static inline void *
test_reader(void *arg)
{
	struct test_readers *r = arg;
	struct vt_catalog *c;
	bool is_right = true;

	if (vt_catalog_open(r->dir, "https://a.example", &c) != VT_OK)
		return (r);
	for (unsigned i = 0, last = 0; last < r->times && is_right; i++) {
		last += atomic_load(&r->is_over);
		is_right = test_reader_asks(r, c, i);
	}
	vt_catalog_close(&c);
	return (is_right ? NULL : r);
}

static inline void
test_readers_begin(struct test_readers *r, const struct test_store *s)
{
	r->dir = s->dir;
	for (size_t i = 0; i < TEST_READERS; i++)
		assert_int_equal(pthread_create(&r->threads[i], NULL, test_reader, r), 0);
}

static inline void
test_readers_end(struct test_readers *r)
{
	void *wrong;

	atomic_store(&r->is_over, true);
	for (size_t i = 0; i < TEST_READERS; i++) {
		assert_int_equal(pthread_join(r->threads[i], &wrong), 0);
		assert_null(wrong);
	}
}

#endif
