/* SPDX-License-Identifier: Apache-2.0 */
/* What is like an object: the most alike first, nothing that has little in common with
 * it, no further away than is said. */
#include "store.h"

#include <stdlib.h>

#include "catalog/facets/facets.h"

static struct vt_object
object(struct test_store *s, const char *identifier)
{
	struct vt_object o;

	ok(vt_catalog_object(s->c, s->a, vt_str_of(identifier), &o));
	return (o);
}

static void
alike(struct test_store *s, const char *identifier, size_t limit, const char *want)
{
	struct vt_object one = object(s, identifier), *list;
	struct vt_str all = VT_STR("");
	size_t count;

	ok(vt_catalog_similar(s->c, s->a, &one, limit, &list, &count));
	for (size_t i = 0; i < count; i++)
		all = vt_str_printf(s->a, "%.*s%s%.*s", VT_STR_ARG(all), i != 0 ? " " : "",
				    VT_STR_ARG(list[i].identifier));
	vt_test_str(identifier, all, want);
}

static void
put(struct test_store *s, const char *identifier, const char *place, const char *year,
    const char *subject)
{
	struct test_object t;

	test_object_init(&t, identifier, identifier);
	test_describe(&t, "spatial", place);
	test_describe(&t, "created", year);
	t.properties[2].start = vt_str_of(year);
	test_describe(&t, "subject", subject);
	test_in(&t, "vaizdai");
	test_put(s, &t);
}

static void
what_is_shared_decides(void **state)
{
	struct test_store *s = *state;

	put(s, "a", "Biržai", "1925", "tiltai");
	put(s, "b", "Biržai", "1926", "kirkos");	/* place and decade */
	put(s, "c", "Utena", "1925", "tiltai");		/* decade and subject */
	put(s, "d", "Utena", "1830", "pilys");		/* the collection alone */
	put(s, "e", "Biržai", "1926", "tiltai");	/* all */
	alike(s, "a", 10, "e b c");
	alike(s, "a", 1, "e");
	test_withdraw(s, "e");
	alike(s, "a", 10, "b c");
	test_withdraw(s, "b");
	test_withdraw(s, "c");
	alike(s, "a", 10, "");
}

static void
near_ones_come_first_and_far_ones_not(void **state)
{
	struct test_store *s = *state;
	char name[16], first[16];

	for (int i = 0; i < 60; i++) {
		(void)snprintf(name, sizeof(name), "n%02d", i);
		put(s, name, "Biržai", "1925", "x");
	}
	alike(s, "n30", 4, "n29 n31 n28 n32");
	/* As if it had been taken in long before. */
	(void)snprintf(first, sizeof(first), "%d", 2 * VT_SIMILAR_NEAR / VT_FACET_BLOCK);
	ok(vt_db_script(&s->w->db, vt_str_printf(s->a, "UPDATE facet_block SET id = id + %s", first).p));
	alike(s, "n30", 4, "");
}

static void
a_broken_block_is_told(void **state)
{
	struct test_store *s = *state;
	struct vt_object one, *list;
	size_t count;

	put(s, "a", "Biržai", "1925", "x");
	one = object(s, "a");
	ok(vt_db_script(&s->w->db, "UPDATE facet_block SET data = data || x'0000ffffffffff'"));
	refused(vt_catalog_similar(s->c, s->a, &one, 4, &list, &count), VT_E_FORMAT, "of facets");
}

#define with_store(test) cmocka_unit_test_setup_teardown(test, test_store, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		with_store(what_is_shared_decides),
		with_store(near_ones_come_first_and_far_ones_not),
		with_store(a_broken_block_is_told),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
