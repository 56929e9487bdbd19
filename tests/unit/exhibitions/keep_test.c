/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that ask for an exhibition while its files change: each has a whole one, and
 * nothing of one that another thread has let go of. */
#include <pthread.h>
#include <time.h>

#include "vt_test.h"

#include "read/exh_folder.c"
#include "read/exh_seen.c"
#include "keep/exh_keep.c"
#include "keep/exh_kept.c"
#include "keep/exh_keep_list.c"
#include "read/exh_load.c"
#include "read/exh_load_media.c"
#include "read/exh_load_parts.c"
#include "read/exh_load_picture.c"
#include "read/exh_load_step.c"
#include "read/exh_near.c"
#include "exh_preview.c"
#include "read/exh_text.c"
#include "read/exh_text_sift.c"
#include "exh_words.c"

#include "exh_folder_of.h"
#include "exh_request.h"

#define THREADS	4
#define ROUNDS	60

void *
vt_boot_alloc(struct vt_boot *boot, size_t len)
{
	(void)boot;
	return (calloc(1, len));
}

static struct exh_conf	 conf;
static struct exh_state	 shared;
static atomic_bool	 is_over;

/* The number in the title is that in the text: they were written together. */
static void
put(int n)
{
	char	name[128], text[512], folder[96];

	(void)snprintf(folder, sizeof(folder), "%s/paroda", f.path);
	(void)mkdir(folder, 0700);
	(void)snprintf(name, sizeof(name), "paroda/new");
	(void)snprintf(text, sizeof(text), "title: {lt: \"%d\"}\nlanguages: [lt]\nsteps:\n- id: a\n- id: b%d\n",
	    n, n);
	folder_put(&f, name, text);
	(void)snprintf(name, sizeof(name), "%s/paroda/new", f.path);
	(void)snprintf(text, sizeof(text), "%s/paroda/exhibition.yaml", f.path);
	assert_int_equal(rename(name, text), 0);
}

static bool
ask(const char *slug, char title_r[16])
{
	struct vt_request		 req = { .arena = vt_arena_new(0), .state = &shared };
	const struct exh_exhibition	*x;
	vt_err				 err = exh_open(&req, vt_str_of(slug), &x);
	char				 id[24];

	if (err == VT_OK) {
		struct vt_str	title = exh_words_get(&x->title, EXH_LT);

		(void)snprintf(title_r, 16, "%.*s", VT_STR_ARG(title));
		(void)snprintf(id, sizeof(id), "b%.*s", VT_STR_ARG(title));
		if (x->step_count != 2 || !vt_str_eq_c(x->steps[1].id, id))
			err = VT_E_INTERNAL;
	}
	vt_arena_free(&req.arena);
	return (err == VT_OK);
}

static void *
reader(void *arg)
{
	size_t	*bad = arg, count, places;
	char	 title[16];

	while (!atomic_load(&is_over)) {
		struct vt_request			 req = { .arena = vt_arena_new(0), .state = &shared };
		const struct exh_exhibition *const	*list;

		*bad += !ask("paroda", title);
		*bad += exh_open_all(&req, &list, &count) != VT_OK || count != 1;
		*bad += exh_step_place(&shared, VT_STR("paroda"), VT_STR("a"), &places) > 1;
		(void)ask("kita", title);
		vt_arena_free(&req.arena);
	}
	return (NULL);
}

static void
begin(void)
{
	folder_new(&f);
	conf.dir = f.path;
	shared.conf = &conf;
	assert_int_equal(exh_kept_new(NULL, &shared.kept), VT_OK);
	put(0);
	folder_put(&f, "paroda/published", "2026-11-01T09:00:00Z\n");
}

static void
end(void)
{
	exh_kept_end(shared.kept);
	free(shared.kept);
	folder_free(&f);
}

static void
what_changes_is_whole_for_every_thread(void **state)
{
	pthread_t	threads[THREADS];
	size_t		bad[THREADS] = { 0 };
	char		title[16], want[16];

	(void)state;
	begin();
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, reader, &bad[i]), 0);
	for (int n = 1; n <= ROUNDS; n++) {
		put(n);
		assert_true(ask("paroda", title));
		(void)snprintf(want, sizeof(want), "%d", n);
		assert_string_equal(title, want);
	}
	atomic_store(&is_over, true);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(pthread_join(threads[i], NULL), 0);
		assert_int_equal(bad[i], 0);
	}
	end();
}

static void
what_is_not_read_is_found_nowhere(void **state)
{
	size_t	count = 0;
	char	title[16];

	(void)state;
	begin();
	assert_int_equal(exh_step_place(&shared, VT_STR("paroda"), VT_STR("b0"), &count), 0);
	assert_true(ask("paroda", title));
	assert_int_equal(exh_step_place(&shared, VT_STR("paroda"), VT_STR("b0"), &count), 2);
	assert_int_equal(count, 2);
	assert_int_equal(exh_step_place(&shared, VT_STR("paroda"), VT_STR("c"), &count), 0);
	assert_false(ask("Paroda", title));
	assert_false(ask("../paroda", title));
	assert_false(ask("kita", title));
	end();
}

/* Long enough for the times of files to tell a further change. */
static void
settle(void)
{
	const struct timespec	t = { .tv_nsec = 150000000 };

	(void)nanosleep(&t, NULL);
}

/* What is looked at again without reading its folder still tells each kind of change. */
static void
what_is_settled_is_seen_to_change(void **state)
{
	static const char yaml[] = "title: {lt: \"7\"}\nlanguages: [lt]\nsteps:\n- id: a\n- id: b7\n";
	struct exh_given	g;
	char			title[16], path[128], away[128];
	struct vt_str		folder;

	(void)state;
	begin();
	(void)snprintf(path, sizeof(path), "%s/paroda", f.path);
	folder = vt_str_of(path);
	settle();
	assert_true(ask("paroda", title));
	assert_true(exh_kept_quick(shared.kept, VT_STR("paroda"), &g));
	exh_copy_unref(g.copy);
	folder_put(&f, "paroda/exhibition.yaml", yaml);		/* in place, of the same length */
	assert_true(ask("paroda", title));
	assert_string_equal(title, "7");
	settle();
	assert_true(ask("paroda", title));
	put(8);							/* by renaming */
	assert_true(ask("paroda", title));
	assert_string_equal(title, "8");
	settle();
	assert_true(ask("paroda", title));
	folder_put(&f, "paroda/lt.md", "Nauja.\n");		/* one more */
	assert_false(exh_kept_quick(shared.kept, VT_STR("paroda"), &g));
	assert_int_equal(exh_kept_get(&shared, folder, VT_STR("paroda"), &g), VT_OK);
	vt_test_str("text", g.x->opening[EXH_LT].plain, "Nauja.");
	exh_copy_unref(g.copy);
	settle();
	assert_true(ask("paroda", title));
	(void)snprintf(away, sizeof(away), "%s/paroda/published", f.path);
	assert_int_equal(unlink(away), 0);			/* one less */
	assert_false(ask("paroda", title));
	settle();
	(void)snprintf(away, sizeof(away), "%s/kita", f.path);
	assert_int_equal(rename(path, away), 0);		/* all of it */
	assert_int_equal(exh_kept_get(&shared, folder, VT_STR("paroda"), &g), VT_E_NOTFOUND);
	end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_settled_is_seen_to_change),
		cmocka_unit_test(what_changes_is_whole_for_every_thread),
		cmocka_unit_test(what_is_not_read_is_found_nowhere),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
