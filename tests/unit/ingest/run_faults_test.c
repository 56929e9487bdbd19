/* SPDX-License-Identifier: Apache-2.0 */
/* Parts of a run where the database or the system fails: an error, never an answer
 * that is made up. */
#include "ingest_help.h"

#include <fcntl.h>
#include <sys/resource.h>

#include "catalog/store.h"
#include "ingest/run/run.h"

static atomic_bool stopped;

/* A run on src that is open, with everything that a table there says in the catalogue. */
struct fixture {
	struct vt_arena *a;
	struct vt_conf *conf;
	struct vt_run run;
};

static void
fixture_open(struct fixture *x)
{
	char set[600], source[512];
	char *argv[] = { (char[]){ "ingest" }, source };
	struct vt_ingest_options o;

	x->a = vt_arena_new(0);
	help_write("src/t.csv", "identifier,title\nat-1,Turgus\n");
	(void)snprintf(source, sizeof(source), "%s", help_path("src"));
	(void)snprintf(set, sizeof(set), "data.dir=%s", help_path("data"));
	assert_int_equal(vt_conf_open(NULL, &x->conf), VT_OK);
	assert_int_equal(vt_conf_set(x->conf, set), VT_OK);
	assert_int_equal(vt_conf_set(x->conf, "server.template_dir=templates"), VT_OK);
	assert_int_equal(vt_ingest_options_read(x->a, x->conf, 2, argv, &o), VT_OK);
	assert_int_equal(vt_run_open(&x->run, &o, &stopped), VT_OK);
	x->run.progress.out = NULL;
	assert_int_equal(vt_run_all(&x->run), VT_OK);
}

static void
fixture_close(struct fixture *x)
{
	vt_run_close(&x->run);
	vt_conf_free(&x->conf);
	vt_arena_free(&x->a);
	assert_int_equal(vt_temp_remove(help_path("data")), VT_OK);
}

static vt_err
owner(struct fixture *x, const char *identifier, enum vt_run_owner *owner_r)
{
	const struct vt_package p = { .path = VT_STR("/elsewhere/package.yaml"),
				      .institution.code = VT_STR("LT-O") };
	struct vt_str from = VT_STR_NONE;

	return (vt_run_owner(&x->run, x->run.trees->tree, &p, vt_str_of(identifier), VT_STR_NONE,
	    owner_r, &from));
}

/* "Another's" and "not held" are answers of the catalogue, not of its failure. */
static void
owners(void **state)
{
	enum vt_run_owner o;
	struct fixture x;
	bool is_held;

	(void)state;
	fixture_open(&x);
	assert_int_equal(owner(&x, "at-1", &o), VT_OK);
	assert_int_equal(o, VT_OWNER_OTHER);
	assert_int_equal(owner(&x, "at-9", &o), VT_OK);
	assert_int_equal(o, VT_OWNER_NONE);
	assert_int_equal(vt_run_is_held_by(&x.run, VT_STR("at-1"), VT_STR("LT-LIBRARY"), &is_held),
	    VT_OK);
	assert_true(is_held);
	assert_int_equal(vt_run_is_held_by(&x.run, VT_STR("at-9"), VT_STR("LT-O"), &is_held),
	    VT_OK);
	assert_false(is_held);
	assert_int_equal(sqlite3_exec(x.run.writer->db.h, "ALTER TABLE institution RENAME TO gone",
			     NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(
	    vt_run_is_held_by(&x.run, VT_STR("at-1"), VT_STR("LT-LIBRARY"), &is_held), VT_OK);
	vt_fail_clear();
	/* its source is gone: who holds it must be asked */
	assert_int_equal(unlink(help_path("src/t.csv")), 0);
	assert_int_not_equal(owner(&x, "at-1", &o), VT_OK);
	vt_fail_clear();
	assert_int_equal(sqlite3_exec(x.run.writer->db.h, "ALTER TABLE origin RENAME TO gone_too",
			     NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(owner(&x, "at-9", &o), VT_OK);
	vt_fail_clear();
	fixture_close(&x);
}

/* A folder whose inside could not be given away keeps its owner: the next run comes by
 * again. */
static void
handing_over_stops(void **state)
{
	struct rlimit old, tight;
	struct fixture x;
	struct stat st;
	int first, second;

	(void)state;
	if (geteuid() != 0)
		skip();
	fixture_open(&x);
	help_write("data/images/at-1/1.tif", "x");
	x.run.uid = x.run.gid = 65534;
	first = dup(STDIN_FILENO);
	second = dup(STDIN_FILENO);
	assert_true(first >= 0 && second > first);
	(void)close(first);
	(void)close(second);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &old), 0);
	tight = old;
	tight.rlim_cur = (rlim_t)second + 1; /* for data.dir and images, not for a folder in that */
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &tight), 0);
	assert_int_equal(vt_run_own(&x.run), VT_E_IO);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &old), 0);
	vt_test_has(vt_fail_text(VT_E_IO), "at-1 in ");
	vt_test_has(vt_fail_text(VT_E_IO), "cannot be given to the server's user");
	assert_int_equal(stat(help_path("data/images"), &st), 0);
	assert_int_equal(st.st_uid, 0);
	assert_int_equal(vt_run_own(&x.run), VT_OK);
	assert_int_equal(stat(help_path("data/images/at-1/1.tif"), &st), 0);
	assert_int_equal(st.st_uid, 65534);
	fixture_close(&x);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(owners),
		cmocka_unit_test(handing_over_stops),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
