/* SPDX-License-Identifier: Apache-2.0 */
/* Images at hand: found while the catalogue is the same, let go when nobody
 * holds them, whatever many threads do. */
#include "iiif_image_test.h"

#include <stdio.h>

#include "kept.c"

static atomic_int	closed;

static void
count_closed(void *arg)
{
	(void)arg;
	atomic_fetch_add(&closed, 1);
}

static struct iiif_image_known *
known(const char *id, uint64_t epoch)
{
	struct iiif_image_known	*k;

	assert_int_equal(iiif_image_known_new(&k), VT_OK);
	assert_int_equal(vt_defer(k->arena, count_closed, NULL), VT_OK);
	k->image.identifier = vt_str_dup(k->arena, vt_str_of(id));
	k->epoch = epoch;
	return (k);
}

static void
put(struct iiif_image_kept *kept, const char *id, uint64_t epoch)
{
	struct iiif_image_known	*k = known(id, epoch);

	iiif_image_kept_put(kept, k);
	iiif_image_known_unref(&k);
	assert_null(k);
}

static void
found_and_not(void **state)
{
	struct iiif_image_kept	 table, *kept = &table;
	struct iiif_image_known	*k;

	(void)state;
	atomic_store(&closed, 0);
	iiif_image_kept_init(kept, 1000);
	assert_null(iiif_image_kept_get(kept, VT_STR("a.1"), 7));
	put(kept, "a.1", 7);
	k = iiif_image_kept_get(kept, VT_STR("a.1"), 7);
	assert_non_null(k);
	/* Another image, another catalogue, no catalogue. */
	assert_null(iiif_image_kept_get(kept, VT_STR("a.2"), 7));
	assert_null(iiif_image_kept_get(kept, VT_STR("a.1"), 8));
	assert_null(iiif_image_kept_get(kept, VT_STR("a.1"), 0));
	assert_null(iiif_image_kept_get(kept, VT_STR_NONE, 7));
	/* Newer knowledge takes its place; who holds the old one keeps it. */
	put(kept, "a.1", 8);
	assert_null(iiif_image_kept_get(kept, VT_STR("a.1"), 7));
	assert_int_equal(atomic_load(&closed), 0);
	vt_test_str("held", k->image.identifier, "a.1");
	iiif_image_known_unref(&k);
	assert_int_equal(atomic_load(&closed), 1);
	iiif_image_kept_empty(kept);
	assert_int_equal(atomic_load(&closed), 2);
	assert_null(iiif_image_kept_get(kept, VT_STR("a.1"), 8));
}

/* More images than places: the table never grows, and nothing is lost track of. */
static void
many(void **state)
{
	struct iiif_image_kept	 table, *kept = &table;
	struct iiif_image_known	*k;
	char			 id[32];
	int			 found = 0;

	(void)state;
	atomic_store(&closed, 0);
	iiif_image_kept_init(kept, 1000);
	for (int i = 0; i < 2000; i++) {
		(void)snprintf(id, sizeof(id), "knyga.%d", i);
		put(kept, id, 1);
	}
	assert_true(atomic_load(&closed) >= 2000 - IIIF_IMAGE_KEPT_MAX);
	for (int i = 0; i < 2000; i++) {
		(void)snprintf(id, sizeof(id), "knyga.%d", i);
		k = iiif_image_kept_get(kept, vt_str_of(id), 1);
		found += k != NULL;
		iiif_image_known_unref(&k);
	}
	assert_int_equal(found, 2000 - atomic_load(&closed));
	iiif_image_kept_empty(kept);
	assert_int_equal(atomic_load(&closed), 2000);
}

/* No more copies are held open than an administrator allows. */
static void
few(void **state)
{
	struct iiif_image_kept	 table, *kept = &table;
	char			 id[32];

	(void)state;
	atomic_store(&closed, 0);
	iiif_image_kept_init(kept, 4);
	for (int i = 0; i < 50; i++) {
		(void)snprintf(id, sizeof(id), "knyga.%d", i);
		put(kept, id, 1);
		assert_true(atomic_load(&closed) >= i + 1 - 4);
	}
	iiif_image_kept_empty(kept);
	assert_int_equal(atomic_load(&closed), 50);
}

static void *
busy(void *arg)
{
	struct iiif_image_kept	*kept = arg;

	for (int i = 0; i < 5000; i++) {
		struct iiif_image_known	*k = iiif_image_kept_get(kept, VT_STR("a.1"), (uint64_t)i / 100);

		if (k == NULL) {
			k = known("a.1", (uint64_t)i / 100);
			iiif_image_kept_put(kept, k);
		}
		vt_assert(vt_str_eq_c(k->image.identifier, "a.1"));
		iiif_image_known_unref(&k);
	}
	return (NULL);
}

static void
threads(void **state)
{
	struct iiif_image_kept	 table, *kept = &table;
	pthread_t		 all[4];

	(void)state;
	iiif_image_kept_init(kept, 1000);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&all[i], NULL, busy, kept), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_join(all[i], NULL), 0);
	iiif_image_kept_empty(kept);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(found_and_not), cmocka_unit_test(many), cmocka_unit_test(few), cmocka_unit_test(threads),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
