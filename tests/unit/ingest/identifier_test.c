/* SPDX-License-Identifier: Apache-2.0 */
/* The identifier rule: what is kept, what is made, and that two never become one. */
#include "vt_test.h"

#include "api/arena.h"
#include "ingest/folder/identifier.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

struct row {
	const char *raw, *want;
	bool was_made;
};

static const struct row rows[] = {
	{ "ezeru-balsas-1927-03-13", "ezeru-balsas-1927-03-13", false },
	{ "PG_9.12~01", "PG_9.12~01", false },
	{ "  1  ", "1", false },
	{ "PG 9/12", "pg-9-12", true },
	{ "Žemaičių Šlovė, 1905", "zemaiciu-slove-1905", true },
	{ "http://resolver.kmska.be/collection/7", "http-resolver.kmska.be-collection-7", true },
	{ "oai:arXiv.org:hep-th/9901001", "oai-arxiv.org-hep-th-9901001", true },
	{ "--a -- b--", "a-b", true },
	{ "", "", false },
	{ "   ", "", false },
};

static void
made(void **state)
{
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool was_made = false;

		vt_test_str(rows[i].raw,
		    vt_identifier_make(a, VT_STR_NONE, vt_str_of(rows[i].raw), &was_made),
		    rows[i].want);
		assert_int_equal(was_made, rows[i].was_made);
	}
	vt_arena_free(&a);
}

static struct vt_str
make(struct vt_arena *a, struct vt_str raw)
{
	bool was_made = false;
	struct vt_str s = vt_identifier_make(a, VT_STR_NONE, raw, &was_made);

	assert_true(vt_identifier_is_safe(s));
	return (s);
}

/* Letters of another script are lost: the hash keeps the originals apart. */
static void
other_scripts(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str book = make(a, VT_STR("בוך-1")), tale = make(a, VT_STR("מעשה-1"));

	(void)state;
	assert_true(vt_str_starts(book, VT_STR("1-")));
	assert_false(vt_str_eq(book, tale));
	assert_int_equal(make(a, VT_STR("ביבליאָטעק")).len, 12);
	assert_false(vt_str_eq(make(a, VT_STR("/")), make(a, VT_STR("?"))));
	vt_arena_free(&a);
}

/* A dot segment would vanish from an address. */
static void
dots(void **state)
{
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	assert_false(vt_identifier_is_safe(VT_STR(".")));
	assert_false(vt_identifier_is_safe(VT_STR("..")));
	assert_true(vt_identifier_is_safe(VT_STR("...")));
	assert_false(vt_str_eq_c(make(a, VT_STR("..")), ".."));
	vt_arena_free(&a);
}

static void
long_ones(void **state)
{
	struct vt_arena *a = vt_arena_new(0);
	char one[300], two[300];
	struct vt_str x, y;

	(void)state;
	memset(one, 'a', sizeof(one));
	memset(two, 'a', sizeof(two));
	two[299] = 'b';
	x = make(a, (struct vt_str){ one, sizeof(one) });
	y = make(a, (struct vt_str){ two, sizeof(two) });
	assert_int_equal(x.len, VT_IDENTIFIER_MAX);
	assert_false(vt_str_eq(x, y));
	vt_test_str("exactly the limit is kept",
	    make(a, (struct vt_str){ one, VT_IDENTIFIER_MAX }),
	    vt_str_c(a, (struct vt_str){ one, VT_IDENTIFIER_MAX }));
	vt_arena_free(&a);
}

static void
files(void **state)
{
	static const struct row names[] = {
		{ "knyga.pdf", "knyga.pdf", false },
		{ "Žemė ir dangus.PDF", "zeme-ir-dangus.pdf", false },
		{ "a b", "a-b", false },
		{ ".x y", ".x-y", false },
	};
	struct vt_arena *a = vt_arena_new(0);

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++)
		vt_test_str(names[i].raw, vt_identifier_file_name(a, vt_str_of(names[i].raw)),
		    names[i].want);
	vt_arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made),	     cmocka_unit_test(other_scripts),
		cmocka_unit_test(dots),	     cmocka_unit_test(long_ones),
		cmocka_unit_test(files),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
