/* SPDX-License-Identifier: Apache-2.0 */
/* Folders walked: the order, packages, links; and files found as sources call them. */
#include "ingest_help.h"

#include "ingest/folder/tree.h"

static void
fill(void)
{
	help_write("w/b.csv", "identifier,title\n");
	help_write("w/a/2.jpg", HELP_JPEG);
	help_write("w/a/10.jpg", HELP_JPEG);
	help_write("w/a.jpg", HELP_JPEG);
	help_write("w/.hidden/x.jpg", HELP_JPEG);
	help_write("w/package.yaml", "language: lt\n");
	help_write("w/a/package.yaml", "access: metadata\n");
	help_write("outside.jpg", HELP_JPEG);
}

static void
walking(void **state)
{
	static const char *const want[] = { "a/10.jpg", "a/2.jpg", "a/package.yaml", "a.jpg", "b.csv",
		"package.yaml" };
	const struct vt_package base = { .language = { "en", 2 } };
	struct vt_tree *t;

	(void)state;
	fill();
	assert_int_equal(vt_tree_open(help_path("w"), NULL, &base, &t), VT_OK);
	assert_int_equal(t->count, COUNT(want));
	for (size_t i = 0; i < t->count; i++)
		vt_test_str("path", t->files[i].path, want[i]);
	vt_test_str("package", t->files[0].package->language, "lt");
	assert_int_equal(t->files[0].package->access, VT_ACCESS_METADATA);
	assert_int_equal(t->files[3].package->access, VT_ACCESS_OPEN);
	assert_int_equal(t->files[4].kind, VT_FILE_TABLE);
	vt_tree_free(&t);
	/* what stands above PATH holds for PATH too */
	assert_int_equal(vt_tree_open(help_path("w/a/2.jpg"), NULL, &base, &t), VT_OK);
	assert_int_equal(t->count, 1);
	vt_test_str("above", t->files[0].package->language, "lt");
	assert_int_equal(t->files[0].package->access, VT_ACCESS_METADATA);
	vt_tree_free(&t);
}

static void
broken_package(void **state)
{
	struct vt_tree *t;

	(void)state;
	help_write("p/ok/a.jpg", HELP_JPEG);
	help_write("p/bad/a.jpg", HELP_JPEG);
	help_write("p/bad/package.yaml", "acces: metadata\n");
	assert_int_equal(vt_tree_open(help_path("p"), NULL, NULL, &t), VT_OK);
	assert_int_equal(t->count, 1);
	assert_int_equal(t->error_count, 1);
	vt_test_str("folder", t->errors[0].path, "bad");
	vt_tree_free(&t);
}

static void
links(void **state)
{
	struct vt_tree *t;
	struct vt_arena *a = vt_arena_new(0);
	struct vt_str path;
	bool by_name;

	(void)state;
	fill();
	(void)symlink("..", help_path("w/a/up"));
	(void)symlink("../outside.jpg", help_path("w/out.jpg"));
	(void)symlink("a.jpg", help_path("w/in.jpg"));
	assert_int_equal(vt_tree_open(help_path("w"), NULL, NULL, &t), VT_OK);
	assert_int_equal(t->count, 6);
	assert_int_equal(t->findings.count, 1);
	assert_true(help_found(&t->findings, VT_FINDING_LINK, "out.jpg"));
	assert_int_equal(vt_tree_resolve(t, a, VT_STR_NONE, VT_STR("out.jpg"), &path, &by_name),
	    VT_RESOLVED_OUTSIDE);
	assert_int_equal(vt_tree_resolve(t, a, VT_STR_NONE, VT_STR("in.jpg"), &path, &by_name),
	    VT_RESOLVED_FOUND);
	vt_test_str("what it leads to", path, "a.jpg");
	vt_tree_free(&t);
	vt_arena_free(&a);
}

struct href {
	const char *folder, *href, *want;
	enum vt_resolved answer;
	bool by_name;
};

static const struct href hrefs[] = {
	{ "", "a/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "../a.jpg", "a.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "./x/..//2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "", "a\\2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "", "a%2F2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "", "file:///a/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	/* no host, though by the letter of the scheme it is one */
	{ "", "file://a/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "file://2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "file://./2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "file://../a.jpg", "a.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "file://localhost/a/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	/* other machines */
	{ "a", "file://nas.library.lt/scans/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, true },
	{ "a", "file:///opt/scans/7/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, true },
	{ "", "file://nas/scans/2.jpg", "", VT_RESOLVED_MISSING, false },
	{ "a", "file://../../outside.jpg", "", VT_RESOLVED_OUTSIDE, false },
	{ "a", "file:///C:/scans/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, true },
	{ "a", "file:2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "", "/a/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, false },
	{ "a", "/objects/2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, true },
	{ "a", "C:\\scans\\2.jpg", "a/2.jpg", VT_RESOLVED_FOUND, true },
	{ "", "none.jpg", "", VT_RESOLVED_MISSING, false },
	{ "", "a", "", VT_RESOLVED_MISSING, false },
	{ "", "", "", VT_RESOLVED_MISSING, false },
	{ "", "../outside.jpg", "", VT_RESOLVED_OUTSIDE, false },
	{ "a", "../../../../etc/passwd", "", VT_RESOLVED_OUTSIDE, false },
	{ "", "%2e%2e/outside.jpg", "", VT_RESOLVED_OUTSIDE, false },
	{ "", "http://example.org/a.jpg", "", VT_RESOLVED_REMOTE, false },
	{ "", "urn:nbn:lt-1", "", VT_RESOLVED_REMOTE, false },
};

static void
resolving(void **state)
{
	struct vt_tree *t;

	(void)state;
	fill();
	assert_int_equal(vt_tree_open(help_path("w"), NULL, NULL, &t), VT_OK);
	for (size_t i = 0; i < COUNT(hrefs); i++) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_str path = VT_STR_NONE;
		bool by_name = false;
		enum vt_resolved answer = vt_tree_resolve(t, a, vt_str_of(hrefs[i].folder),
		    vt_str_of(hrefs[i].href), &path, &by_name);

		if (answer != hrefs[i].answer || by_name != hrefs[i].by_name)
			print_error("%s: %d %d\n", hrefs[i].href, answer, by_name);
		assert_int_equal(answer, hrefs[i].answer);
		vt_test_str(hrefs[i].href, path, hrefs[i].want);
		assert_int_equal(by_name, hrefs[i].by_name);
		vt_arena_free(&a);
	}
	assert_true(atomic_load(&vt_tree_find(t, VT_STR("a/2.jpg"))->is_used));
	assert_false(atomic_load(&vt_tree_find(t, VT_STR("a/10.jpg"))->is_used));
	vt_tree_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walking),
		cmocka_unit_test(broken_package),
		cmocka_unit_test(resolving),
		cmocka_unit_test(links),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
