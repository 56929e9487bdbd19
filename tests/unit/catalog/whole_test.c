/* SPDX-License-Identifier: Apache-2.0 */
/* Never half: readers in other threads while objects are written, requests
 * that see one generation, a writer killed at any moment, and the dump by which
 * two catalogues are compared. */
#include "store.h"

#include <pthread.h>
#include <sys/wait.h>

#define OBJECTS 6
#define ROUNDS	20
#define KILLS	6
#define OF_RUN	40 /* objects of a run that is killed */

/* Version v of an object: v % 3 + 1 pages, and v in its title, its pages'
 * texts, its record. */
struct versioned {
	struct test_object t;
	char identifier[16], title[32], xml[32], text[32], images[3][32];
};

static void
version(struct versioned *x, int number, int v)
{
	(void)snprintf(x->identifier, sizeof(x->identifier), "o%d", number);
	(void)snprintf(x->title, sizeof(x->title), "v%d", v);
	(void)snprintf(x->xml, sizeof(x->xml), "<dc>v%d</dc>", v);
	(void)snprintf(x->text, sizeof(x->text), "v%d", v);
	test_object_init(&x->t, x->identifier, x->title);
	x->t.records[0].xml = vt_str_of(x->xml);
	test_in(&x->t, v % 2 ? "vaizdai" : "spauda:laikrasciai");
	for (int i = 0; i <= v % 3; i++) {
		(void)snprintf(x->images[i], sizeof(x->images[i]), "%s.%d", x->identifier, i);
		x->t.o.image_count = 0;
		test_page(&x->t, NULL, x->text);
	}
}

/* Reads all there is of an object in one transaction; every part must be of
 * the same version. */
static bool
is_whole(struct vt_catalog *c, struct vt_arena *a, const char *identifier)
{
	struct vt_str id = vt_str_of(identifier), title, text, xml;
	struct vt_collection *collections;
	struct vt_page *pages;
	struct vt_record r;
	struct vt_object o;
	struct vt_buf out;
	bool is_same;
	size_t count;
	int64_t v;

	if (vt_catalog_object(c, a, id, &o) != VT_OK)
		return (true);
	if (vt_catalog_record(c, a, id, S("oai_dc"), &r) != VT_OK || r.is_deleted != o.is_deleted ||
	    vt_catalog_pages(c, a, o.rowid, &pages, &count) != VT_OK ||
	    (int64_t)count != o.page_count)
		return (false);
	if (o.is_deleted)
		return (count == 0 && o.description.count == 0);
	title = vt_description_title(&o.description, "lt");
	if (!vt_str_to_int(vt_str_sub(title, 1, title.len), 0, 1000000, &v))
		return (false);
	xml = vt_str_printf(a, "<dc>%.*s</dc>", VT_STR_ARG(title));
	vt_buf_init(&out, 0);
	is_same = vt_catalog_record_xml(c, r.rowid, &out) == VT_OK && vt_str_eq(vt_buf_get(&out), xml);
	vt_buf_fini(&out);
	if (!is_same || (int64_t)count != v % 3 + 1)
		return (false);
	for (size_t i = 0; i < count; i++)
		if (vt_catalog_text(c, a, pages[i].rowid, &text) != VT_OK || !vt_str_eq(text, title))
			return (false);
	return (vt_catalog_object_collections(c, a, o.rowid, &collections, &count) == VT_OK &&
		count == 1 &&
		vt_str_eq_c(collections[0].spec, v % 2 ? "vaizdai" : "spauda:laikrasciai"));
}

struct watcher {
	pthread_t thread;
	const char *dir;
	_Atomic bool *is_over;
	int reads, faults, generations;
};

/* One look at everything: whole objects, counts that fit, one generation. */
static void
watch_once(struct watcher *w, struct vt_catalog *c, struct vt_arena *a, int64_t *last)
{
	struct vt_record_query q = { .format = S("oai_dc"), .until = INT64_MAX, .limit = 1000 };
	int64_t before = 0, after = -1, counted = -1;
	struct vt_record *list;
	char identifier[16];
	size_t count;

	w->faults += vt_catalog_begin(c) != VT_OK || vt_catalog_generation(c, &before) != VT_OK;
	for (int i = 0; i < OBJECTS; i++) {
		(void)snprintf(identifier, sizeof(identifier), "o%d", i);
		w->faults += !is_whole(c, a, identifier);
	}
	w->faults += vt_catalog_records(c, a, &q, &list, &count) != VT_OK ||
		     vt_catalog_record_count(c, &q, &counted) != VT_OK || counted != (int64_t)count;
	/* Asked of the database again, not of what begin() kept. */
	w->faults += vt_db_int(&c->db, &after, "SELECT generation + 0 FROM meta", NULL, 0) != VT_OK ||
		     after != before || before < *last;
	w->generations += before != *last;
	*last = before;
	w->reads++;
	vt_catalog_end(c);
}

static void *
watch(void *arg)
{
	struct watcher *w = arg;
	struct vt_catalog *c;
	int64_t last = 0;

	if (vt_catalog_open(w->dir, "https://a.example", &c) != VT_OK) {
		w->faults++;
		return (NULL);
	}
	while (!*w->is_over) {
		struct vt_arena *a = vt_arena_new(0);

		watch_once(w, c, a, &last);
		vt_arena_free(&a);
	}
	vt_catalog_close(&c);
	return (NULL);
}

static void
readers_never_see_half(void **state)
{
	struct test_store *s = *state;
	_Atomic bool is_over = false;
	struct watcher w[2];
	struct versioned x;

	for (int i = 0; i < 2; i++) {
		w[i] = (struct watcher){ .dir = s->dir, .is_over = &is_over };
		assert_int_equal(pthread_create(&w[i].thread, NULL, watch, &w[i]), 0);
	}
	for (int v = 0; v < ROUNDS; v++) {
		for (int i = 0; i < OBJECTS; i++) {
			version(&x, i, v);
			(void)test_put(s, &x.t);
			if ((v + i) % 7 == 0)
				(void)test_withdraw(s, x.identifier);
		}
		test_time++;
	}
	is_over = true;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(pthread_join(w[i].thread, NULL), 0);
		assert_int_equal(w[i].faults, 0);
		assert_true(w[i].reads > 0 && w[i].generations > 1);
	}
}

static void
a_request_sees_one_generation(void **state)
{
	struct test_store *s = *state;
	int64_t before, within, after;
	struct versioned x;
	struct vt_object o;

	version(&x, 1, 1);
	test_put(s, &x.t);
	ok(vt_catalog_begin(s->c));
	ok(vt_catalog_generation(s->c, &before));
	version(&x, 1, 2);
	test_put(s, &x.t);
	ok(vt_catalog_begin(s->c));
	ok(vt_catalog_generation(s->c, &within));
	ok(vt_catalog_object(s->c, s->a, S("o1"), &o));
	vt_catalog_end(s->c);
	vt_test_str("as begun", vt_description_title(&o.description, "lt"), "v1");
	vt_catalog_end(s->c);
	vt_catalog_end(s->c);
	ok(vt_catalog_generation(s->c, &after));
	assert_int_equal(within, before);
	assert_int_equal(after, before + 1);
	ok(vt_catalog_object(s->c, s->a, S("o1"), &o));
	vt_test_str("now", vt_description_title(&o.description, "lt"), "v2");
}

/* What one run of an ingest does; also again, after it was killed. */
static int
run(const char *dir, int ready)
{
	static const struct vt_record_format format = { VT_STR("oai_dc"), VT_STR("s"), VT_STR("n") };
	struct versioned x;
	struct vt_writer *w;
	enum vt_change change;
	int64_t g;

	if (vt_writer_open(dir, &w) != VT_OK)
		return (1);
	if (vt_writer_institution(w, &(struct vt_institution){ .code = S("LT-Pa") }) != VT_OK ||
	    vt_writer_collection(w, &(struct vt_collection){ .spec = S("vaizdai") }) != VT_OK ||
	    vt_writer_collection(w, &(struct vt_collection){ .spec = S("spauda:laikrasciai") }) !=
		VT_OK ||
	    vt_writer_format(w, &format) != VT_OK)
		return (2);
	if (ready >= 0 && write(ready, "x", 1) != 1)
		return (3);
	for (int i = 0; i < OF_RUN; i++) {
		version(&x, i, i * 7);
		if (vt_writer_object(w, &x.t.o, &change) != VT_OK)
			return (4);
		if (i % 10 == 3 && vt_writer_withdraw(w, vt_str_of(x.identifier), &change) != VT_OK)
			return (5);
	}
	if (vt_writer_commit(w, &g) != VT_OK)
		return (6);
	vt_writer_close(&w);
	return (0);
}

static void
killed_after(const char *dir, useconds_t wait)
{
	int ready[2], status;
	char byte;
	pid_t pid;

	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0)
		_exit(run(dir, ready[1]));
	(void)close(ready[1]);
	assert_int_equal(read(ready[0], &byte, 1), 1);
	(void)usleep(wait);
	(void)kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	(void)close(ready[0]);
}

static void
dump(const char *dir, struct vt_buf *out)
{
	struct vt_catalog *c;

	ok(vt_catalog_open(dir, "x", &c));
	ok(vt_catalog_dump(c, out));
	vt_catalog_close(&c);
}

/* The database is sound, nothing in it is half, and the next run ends with
 * what a clean run gives. */
static void
a_killed_run_leaves_whole_objects(void **state)
{
	struct test_store *clean, *s;
	struct vt_buf want, got;
	char identifier[16];
	void *other;

	(void)state;
	(void)test_folder(&other);
	clean = other;
	vt_buf_init(&want, 0);
	vt_buf_init(&got, 0);
	assert_int_equal(run(clean->dir, -1), 0);
	dump(clean->dir, &want);
	for (int k = 0; k < KILLS; k++) {
		(void)test_folder(&other);
		s = other;
		killed_after(s->dir, (useconds_t)(k * k * 600));
		test_open_reader(s);
		for (int i = 0; i < OF_RUN; i++) {
			(void)snprintf(identifier, sizeof(identifier), "o%d", i);
			assert_true(is_whole(s->c, s->a, identifier));
		}
		ok(vt_db_script(&s->c->db, "PRAGMA integrity_check"));
		assert_int_equal(run(s->dir, -1), 0);
		vt_buf_reset(&got);
		dump(s->dir, &got);
		assert_string_equal(got.p, want.p);
		(void)test_away(&other);
	}
	vt_buf_fini(&want);
	vt_buf_fini(&got);
	other = clean;
	(void)test_away(&other);
}

/* Two ways to one content give one dump; another content gives another. */
static void
the_dump_shows_content_only(void **state)
{
	static const struct vt_word word = { .text = VT_STR("vienas"), .x = 1, .y = 2, .w = 3, .h = 4 };
	struct test_store *s = *state, *other;
	struct vt_buf a, b;
	struct test_object t;
	void *second;

	(void)test_store(&second);
	other = second;
	vt_buf_init(&a, 0);
	vt_buf_init(&b, 0);
	test_object_init(&t, "x", "X\tir\\\n");
	test_page(&t, "x.1", "vienas du");
	t.pages[0].words = &word;
	t.pages[0].word_count = 1;
	test_put(s, &t);
	test_object_init(&t, "y", "Y");
	test_put(s, &t);
	test_time += 77;
	test_put(other, &t);
	test_withdraw(other, "y");
	test_put(other, &t);
	test_object_init(&t, "x", "kitaip");
	test_put(other, &t);
	test_object_init(&t, "x", "X\tir\\\n");
	test_page(&t, "x.1", "vienas du");
	t.pages[0].words = &word;
	t.pages[0].word_count = 1;
	test_put(other, &t);
	ok(vt_catalog_dump(s->c, &a));
	ok(vt_catalog_dump(other->c, &b));
	assert_string_equal(a.p, b.p);
	vt_test_has(a.p, "\nword\tx\t1\tvienas\t1\t2\t3\t4\t0\t0\t0\n");
	vt_test_has(a.p, "X\\tir\\\\");
	assert_null(strstr(a.p, s->dir));
	t.pages[0].text = S("vienas trys");
	test_put(other, &t);
	vt_buf_reset(&b);
	ok(vt_catalog_dump(other->c, &b));
	assert_string_not_equal(a.p, b.p);
	vt_buf_fini(&a);
	vt_buf_fini(&b);
	(void)test_away(&second);
}

/* More than the arena may hold is said, not half given. */
static void
a_small_arena_is_said(void **state)
{
	struct test_store *s = *state;
	struct vt_arena *a = vt_arena_new(300);
	struct versioned x;
	struct vt_page *pages;
	struct vt_object o;
	size_t count;

	version(&x, 1, 2);
	test_put(s, &x.t);
	ok(vt_catalog_object(s->c, s->a, S("o1"), &o));
	assert_int_equal(vt_catalog_pages(s->c, a, o.rowid, &pages, &count), VT_E_LIMIT);
	vt_test_has(vt_fail_text(VT_E_LIMIT), "300 bytes");
	/* The connection is as good as before. */
	ok(vt_catalog_pages(s->c, s->a, o.rowid, &pages, &count));
	assert_int_equal(count, 3);
	vt_arena_free(&a);
}

#define in_store(test) cmocka_unit_test_setup_teardown(test, test_store, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_store(readers_never_see_half),
		in_store(a_request_sees_one_generation),
		cmocka_unit_test(a_killed_run_leaves_whole_objects),
		in_store(the_dump_shows_content_only),
		in_store(a_small_arena_is_said),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
