/* SPDX-License-Identifier: Apache-2.0 */
/* Who guesses keys is counted by itself: its place is nobody else's. */
#include "vt_test.h"

#include <stdio.h>

#include "db.c"
#include "keys/keys.c"

#define NETWORKS 500 /* half of the places: with one way each, 120 would share */

static void
networks_have_places_of_their_own(void **state)
{
	struct keys_guesses *g = NULL;
	struct keys_place *places[NETWORKS];
	char network[32];

	(void)state;
	assert_int_equal(keys_guesses_new(&g), VT_OK);
	for (int again = 0; again < 2; again++)
		for (int i = 0; i < NETWORKS; i++) {
			(void)snprintf(network, sizeof(network), "192.0.%d.0/24", i);
			struct keys_place *p = keys_place(g, network, 1000000);

			if (again == 1)
				assert_ptr_equal(p, places[i]);
			places[i] = p;
			assert_int_equal(p->guesses, again);
			p->guesses++;
		}
	/* Later it begins anew. */
	assert_int_equal(keys_place(g, "192.0.0.0/24", 1000000 + KEYS_GUESSES_S)->guesses, 0);
	assert_int_equal(munmap(g, sizeof(*g)), 0);
}

/* More at a time than there is room for: they share, and none is lost. */
static void
too_many_share(void **state)
{
	struct keys_guesses *g = NULL;
	char network[32];

	(void)state;
	assert_int_equal(keys_guesses_new(&g), VT_OK);
	for (int i = 0; i < 4 * KEYS_PLACES; i++) {
		(void)snprintf(network, sizeof(network), "10.%d.%d.0/24", i / 256, i % 256);
		assert_non_null(keys_place(g, network, 1000000));
	}
	assert_int_equal(munmap(g, sizeof(*g)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(networks_have_places_of_their_own),
		cmocka_unit_test(too_many_share),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
