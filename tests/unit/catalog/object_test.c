/* SPDX-License-Identifier: Apache-2.0 */
/* Objects: written whole, read back, replaced, refused, withdrawn and come
 * back; with their collections, images, pages and structure. */
#include "store.h"

#include "catalog/origin.h"

static struct vt_object
object(struct test_store *s, const char *identifier)
{
	struct vt_object o;

	ok(vt_catalog_object(s->c, s->a, vt_str_of(identifier), &o));
	return (o);
}

static int64_t
institution_count(struct test_store *s, const char *code)
{
	struct vt_institution i;

	ok(vt_catalog_institution(s->c, s->a, vt_str_of(code), &i));
	return (i.object_count);
}

static int64_t
collection_count(struct test_store *s, const char *spec)
{
	struct vt_collection c;

	ok(vt_catalog_collection(s->c, s->a, vt_str_of(spec), &c));
	return (c.object_count);
}

static int64_t
generation(struct test_store *s)
{
	int64_t g;

	ok(vt_catalog_generation(s->c, &g));
	return (g);
}

static const struct vt_word first_words[] = {
	{ VT_STR("Sėjau"), 10, 20, 30, 12, 0, 0, 0 },
	{ VT_STR("rūtą"), 45, 20, 30, 12, 0, 0, 0 },
};
static const struct vt_range_part whole = { 1, 0, 0, 0, 0 }, article = { 2, 5, 6, 70, 80 };
static const struct vt_range ranges[] = {
	{ 1, 0, VT_STR("Numeris"), VT_STR("issue"), &whole, 1 },
	{ 2, 1, VT_STR("Be puslapių"), VT_STR("section"), NULL, 0 },
	{ 3, 1, VT_STR("Straipsnis"), VT_STR("article"), &article, 1 },
};
static const struct vt_new_file files[] = {
	{ .name = VT_STR("all.pdf"), .path = VT_STR("/in/all.pdf"), .media_type = VT_STR("application/pdf"),
	  .use = VT_STR("pdf"), .bytes = 7 },
};

static void
full_object(struct test_object *t)
{
	test_object_init(t, "nr-1", "Ąžuolai");
	test_describe(t, "issued", "1927");
	t->properties[1].start = S("1927-03-12");
	t->o.object.kind = VT_KIND_IMAGE;
	t->o.object.rights = S("http://r");
	t->o.object.access = VT_ACCESS_EMBARGO;
	t->o.object.embargo_until = 1900000000;
	t->o.object.thumbnail = S("nr-1.1");
	t->o.object.language = S("lt");
	test_page(t, "nr-1.1", "Sėjau rūtą\n");
	test_page(t, "nr-1.2", NULL);
	test_page(t, NULL, NULL);
	t->pages[0].label = S("[1]");
	t->pages[0].words = first_words;
	t->pages[0].word_count = 2;
	t->o.ranges = ranges;
	t->o.range_count = 3;
	t->o.files = files;
	t->o.file_count = 1;
	test_in(t, "spauda:laikrasciai:vietos");
	test_in(t, "vaizdai");
	test_in(t, "spauda");
}

static void
an_object_comes_back_whole(void **state)
{
	struct test_store *s = *state;
	struct vt_collection *collections;
	struct vt_object o;
	struct test_object t;
	size_t count;

	full_object(&t);
	assert_int_equal(test_put(s, &t), VT_CHANGE_CREATED);
	o = object(s, "nr-1");
	vt_test_str("institution", o.institution, "LT-Pa");
	assert_int_equal(o.kind, VT_KIND_IMAGE);
	vt_test_str("rights", o.rights, "http://r");
	assert_int_equal(o.access, VT_ACCESS_EMBARGO);
	assert_int_equal(o.embargo_until, 1900000000);
	assert_int_equal(o.created, test_time);
	assert_int_equal(o.changed, test_time);
	assert_false(o.is_deleted);
	assert_int_equal(o.page_count, 3);
	vt_test_str("thumbnail", o.thumbnail, "nr-1.1");
	vt_test_str("language", o.language, "lt");
	assert_int_equal(o.description.count, 2);
	vt_test_str("title", vt_description_title(&o.description, "lt"), "Ąžuolai");
	vt_test_str("start", o.description.properties[1].start, "1927-03-12");
	/* "spauda" is above another of its own: only the deepest are named. */
	ok(vt_catalog_object_collections(s->c, s->a, o.rowid, &collections, &count));
	assert_int_equal(count, 2);
	vt_test_str("1", collections[0].spec, "spauda:laikrasciai:vietos");
	vt_test_str("2", collections[1].spec, "vaizdai");
}

static void
its_pages_text_and_words(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_page *pages, one;
	struct vt_word *words;
	struct vt_str text;
	size_t count;

	full_object(&t);
	test_put(s, &t);
	ok(vt_catalog_page(s->c, s->a, object(s, "nr-1").rowid, 1, &one));
	vt_test_str("one", one.image, "nr-1.1");
	assert_int_equal(one.number, 1);
	refused(vt_catalog_page(s->c, s->a, object(s, "nr-1").rowid, 4, &one), VT_E_NOTFOUND, "page 4");
	ok(vt_catalog_pages(s->c, s->a, object(s, "nr-1").rowid, &pages, &count));
	assert_int_equal(count, 3);
	vt_test_str("label", pages[0].label, "[1]");
	vt_test_str("image", pages[0].image, "nr-1.1");
	assert_int_equal(pages[0].width, 100);
	assert_int_equal(pages[0].height, 200);
	assert_true(pages[0].has_text);
	assert_int_equal(pages[1].number, 2);
	assert_false(pages[1].has_text);
	vt_test_str("missing", pages[2].image, "");
	assert_int_equal(pages[2].width, 0);
	ok(vt_catalog_text(s->c, s->a, pages[0].rowid, &text));
	vt_test_str("text", text, "Sėjau rūtą\n");
	ok(vt_catalog_text(s->c, s->a, pages[1].rowid, &text));
	assert_int_equal(text.len, 0);
	ok(vt_catalog_words(s->c, s->a, pages[0].rowid, &words, &count));
	assert_int_equal(count, 2);
	vt_test_str("word", words[1].text, "rūtą");
	assert_int_equal(words[1].x, 45);
	ok(vt_catalog_words(s->c, s->a, pages[1].rowid, &words, &count));
	assert_int_equal(count, 0);
}

static void
its_structure(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_range *r;
	size_t count;

	full_object(&t);
	test_put(s, &t);
	ok(vt_catalog_ranges(s->c, s->a, object(s, "nr-1").rowid, &r, &count));
	assert_int_equal(count, 3);
	vt_test_str("label", r[0].label, "Numeris");
	assert_int_equal(r[0].part_count, 1);
	assert_int_equal(r[0].parts[0].page, 1);
	assert_int_equal(r[0].parts[0].w, 0);
	assert_int_equal(r[1].part_count, 0);
	assert_int_equal(r[2].parent, 1);
	vt_test_str("type", r[2].type, "article");
	assert_int_equal(r[2].part_count, 1);
	assert_int_equal(r[2].parts[0].page, 2);
	assert_int_equal(r[2].parts[0].h, 80);
}

static void
its_images(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_image m;
	char path[160];

	full_object(&t);
	test_put(s, &t);
	ok(vt_catalog_image(s->c, s->a, S("nr-1.2"), &m));
	vt_test_str("object", m.object, "nr-1");
	vt_test_str("version", m.version, "v1");
	(void)snprintf(path, sizeof(path), "%s/images/x.tif", s->dir);
	vt_test_str("path", m.access_path, path);
	assert_int_equal(m.changed, test_time);
	refused(vt_catalog_image(s->c, s->a, S("nr-1.3"), &m), VT_E_NOTFOUND, "nr-1.3");
}

static void
what_never_was_is_not_found(void **state)
{
	struct test_store *s = *state;
	struct vt_institution i;
	enum vt_change change;
	struct vt_collection c;
	struct vt_object o;

	refused(vt_catalog_object(s->c, s->a, S("nr-9"), &o), VT_E_NOTFOUND, "nr-9");
	refused(vt_catalog_institution(s->c, s->a, S("LT-No"), &i), VT_E_NOTFOUND, "LT-No");
	refused(vt_catalog_collection(s->c, s->a, S("no:no"), &c), VT_E_NOTFOUND, "no:no");
	refused(vt_writer_withdraw(s->w, S("nr-9"), &change), VT_E_NOTFOUND, "nr-9");
}

/* Exactly as before: nothing moves, whatever the clock says. */
static void
the_same_again_is_no_change(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_origin origin;
	int64_t before;

	full_object(&t);
	test_put(s, &t);
	before = generation(s);
	test_time += 100;
	t.o.digest = S("d2");
	t.o.source = S("/elsewhere");
	assert_int_equal(test_put(s, &t), VT_CHANGE_NONE);
	assert_int_equal(generation(s), before);
	assert_int_equal(object(s, "nr-1").changed, test_time - 100);
	ok(vt_writer_origin(s->w, s->a, S("nr-1"), &origin));
	vt_test_str("digest", origin.digest, "d2");
	vt_test_str("source", origin.source, "/elsewhere");
	assert_false(origin.is_deleted);
	refused(vt_catalog_origin(s->c, s->a, S("nr-2"), &origin), VT_E_NOTFOUND, "nr-2");
}

static void
replaced_it_keeps_its_place(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_object before, after;
	struct vt_image m;
	struct vt_page *pages;
	size_t count;
	int64_t g;

	full_object(&t);
	test_put(s, &t);
	before = object(s, "nr-1");
	g = generation(s);
	test_time += 100;
	t.o.page_count = 2;
	t.o.range_count = 0;
	t.images[0].version = S("v2");
	t.pages[1].text = S("Naujas tekstas");
	assert_int_equal(test_put(s, &t), VT_CHANGE_UPDATED);
	assert_true(generation(s) > g);
	after = object(s, "nr-1");
	assert_int_equal(after.rowid, before.rowid);
	assert_int_equal(after.created, before.created);
	assert_int_equal(after.changed, test_time);
	ok(vt_catalog_pages(s->c, s->a, after.rowid, &pages, &count));
	assert_int_equal(count, 2);
	assert_true(pages[1].has_text);
	/* Only the image whose pixels are others is new. */
	ok(vt_catalog_image(s->c, s->a, S("nr-1.1"), &m));
	assert_int_equal(m.changed, test_time);
	ok(vt_catalog_image(s->c, s->a, S("nr-1.2"), &m));
	assert_int_equal(m.changed, test_time - 100);
}

static void
an_image_no_longer_shown_goes(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	struct vt_image m;

	full_object(&t);
	test_put(s, &t);
	t.o.page_count = 1;
	t.o.image_count = 1;
	t.o.range_count = 0;
	test_put(s, &t);
	refused(vt_catalog_image(s->c, s->a, S("nr-1.2"), &m), VT_E_NOTFOUND, "nr-1.2");
	ok(vt_catalog_image(s->c, s->a, S("nr-1.1"), &m));
}

/* Same pixels may be shared; other pixels under a taken identifier may not be. */
static void
an_images_identifier_is_unique(void **state)
{
	struct test_store *s = *state;
	struct test_object a, b;
	enum vt_change change;
	struct vt_image m;
	struct vt_object o;

	test_object_init(&a, "a", "A");
	test_page(&a, "shared", NULL);
	test_put(s, &a);
	test_object_init(&b, "b", "B");
	test_page(&b, "shared", NULL);
	b.images[0].master_hash = S("other");
	assert_int_equal(vt_writer_object(s->w, &b.o, &change), VT_E_CONFLICT);
	vt_test_has(vt_fail_text(VT_E_CONFLICT), "object \"b\": ");
	vt_test_has(vt_fail_text(VT_E_CONFLICT), "image \"shared\"");
	vt_test_has(vt_fail_text(VT_E_CONFLICT), "of object \"a\"");
	assert_int_equal(vt_catalog_object(s->c, s->a, S("b"), &o), VT_E_NOTFOUND);
	b.images[0].master_hash = S("hash");
	test_put(s, &b);
	ok(vt_catalog_image(s->c, s->a, S("shared"), &m));
	vt_test_str("first", m.object, "a");
	/* While it is shared neither can change it. */
	a.images[0].version = S("v2");
	refused(vt_writer_object(s->w, &a.o, &change), VT_E_CONFLICT, "object \"b\"");
	test_withdraw(s, "a");
	ok(vt_catalog_image(s->c, s->a, S("shared"), &m));
	vt_test_str("second", m.object, "b");
	test_withdraw(s, "b");
	assert_int_equal(vt_catalog_image(s->c, s->a, S("shared"), &m), VT_E_NOTFOUND);
}

static void
make_nameless(struct test_object *t) { t->o.object.identifier = S(""); }
static void
make_unsafe(struct test_object *t) { t->o.object.identifier = S("a/b"); }
static void
make_foreign(struct test_object *t) { t->o.object.institution = S("LT-No"); }
static void
make_lost(struct test_object *t) { t->collections[0] = S("spauda:nera"); }
static void
make_imageless(struct test_object *t) { t->pages[0].image = S("nera"); }
static void
make_twice(struct test_object *t) { t->images[1].identifier = S("nr-1.1"); }
static void
make_format(struct test_object *t) { t->records[0].format = S("marc"); }
static void
make_records(struct test_object *t) { test_record(t, "oai_dc", "<x/>", NULL); }
static void
make_kind(struct test_object *t) { t->o.object.kind = (enum vt_kind)77; }

static const struct vt_range_part beyond = { 4, 0, 0, 0, 0 };
static const struct vt_range bad_page = { 1, 0, VT_STR("X"), VT_STR(""), &beyond, 1 };
static const struct vt_range bad_parent = { 1, 1, VT_STR("X"), VT_STR(""), NULL, 0 };
static const struct vt_new_file same_files[] = { { .name = VT_STR("f") }, { .name = VT_STR("f") } };
static void
make_page(struct test_object *t) { t->o.ranges = &bad_page, t->o.range_count = 1; }
static void
make_parent(struct test_object *t) { t->o.ranges = &bad_parent, t->o.range_count = 1; }
static void
make_files(struct test_object *t) { t->o.files = same_files, t->o.file_count = 2; }

/* Each costs this object only, leaves what was there, and says what to mend. */
static void
what_does_not_fit_is_refused(void **state)
{
	static const struct {
		void (*spoil)(struct test_object *);
		const char *says;
	} rows[] = {
		{ make_nameless, "identifier" },
		{ make_unsafe, "object \"a/b\": an object's identifier" },
		{ make_foreign, "institution \"LT-No\" is not known" },
		{ make_lost, "collection \"spauda:nera\" is not known" },
		{ make_imageless, "page 1: image \"nera\" is not among its images" },
		{ make_twice, "image \"nr-1.1\" twice" },
		{ make_format, "format \"marc\" is not known" },
		{ make_records, "two records in format \"oai_dc\"" },
		{ make_kind, "kind" },
		{ make_page, "range 1 (\"X\") names page 4 of 3" },
		{ make_parent, "after its parent" },
		{ make_files, "two files named \"f\"" },
	};
	struct test_store *s = *state;
	struct vt_buf before, after;
	struct test_object t;
	enum vt_change change;

	full_object(&t);
	test_put(s, &t);
	vt_buf_init(&before, 0);
	vt_buf_init(&after, 0);
	ok(vt_catalog_dump(s->c, &before));
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		full_object(&t);
		rows[i].spoil(&t);
		refused(vt_writer_object(s->w, &t.o, &change), VT_E_BADARG, rows[i].says);
		vt_buf_reset(&after);
		ok(vt_catalog_dump(s->c, &after));
		assert_string_equal(before.p, after.p);
	}
	vt_buf_fini(&before);
	vt_buf_fini(&after);
}

static void
counts_follow_every_change(void **state)
{
	struct test_store *s = *state;
	struct test_object t;

	full_object(&t);
	test_put(s, &t);
	assert_int_equal(institution_count(s, "LT-Pa"), 1);
	assert_int_equal(collection_count(s, "spauda"), 1);
	assert_int_equal(collection_count(s, "spauda:laikrasciai"), 1);
	assert_int_equal(collection_count(s, "vaizdai"), 1);
	t.o.object.institution = S("LT-Bi");
	t.o.collection_count = 1;
	test_put(s, &t);
	assert_int_equal(institution_count(s, "LT-Pa"), 0);
	assert_int_equal(institution_count(s, "LT-Bi"), 1);
	assert_int_equal(collection_count(s, "spauda"), 1);
	assert_int_equal(collection_count(s, "vaizdai"), 0);
	test_withdraw(s, "nr-1");
	assert_int_equal(institution_count(s, "LT-Bi"), 0);
	assert_int_equal(collection_count(s, "spauda"), 0);
	assert_int_equal(collection_count(s, "spauda:laikrasciai:vietos"), 0);
	test_put(s, &t);
	assert_int_equal(institution_count(s, "LT-Bi"), 1);
	assert_int_equal(collection_count(s, "spauda"), 1);
}

static void
withdrawn_it_is_remembered(void **state)
{
	struct test_store *s = *state;
	struct vt_collection *collections;
	struct vt_object before, o;
	struct test_object t;
	struct vt_origin origin;
	struct vt_page *pages;
	struct vt_range *r;
	struct vt_image m;
	size_t count;

	full_object(&t);
	test_put(s, &t);
	before = object(s, "nr-1");
	test_time += 50;
	assert_int_equal(test_withdraw(s, "nr-1"), VT_CHANGE_DELETED);
	o = object(s, "nr-1");
	assert_true(o.is_deleted);
	assert_int_equal(o.rowid, before.rowid);
	assert_int_equal(o.description.count, 0);
	assert_int_equal(o.page_count, 0);
	assert_int_equal(o.created, before.created);
	assert_int_equal(o.changed, test_time);
	ok(vt_catalog_pages(s->c, s->a, o.rowid, &pages, &count));
	assert_int_equal(count, 0);
	ok(vt_catalog_ranges(s->c, s->a, o.rowid, &r, &count));
	assert_int_equal(count, 0);
	ok(vt_catalog_object_collections(s->c, s->a, o.rowid, &collections, &count));
	assert_int_equal(count, 0);
	assert_int_equal(vt_catalog_image(s->c, s->a, S("nr-1.1"), &m), VT_E_NOTFOUND);
	ok(vt_catalog_origin(s->c, s->a, S("nr-1"), &origin));
	assert_true(origin.is_deleted);
	test_time += 50;
	assert_int_equal(test_withdraw(s, "nr-1"), VT_CHANGE_NONE);
	assert_int_equal(object(s, "nr-1").changed, test_time - 50);
	/* It comes back, the very same, as itself. */
	assert_int_equal(test_put(s, &t), VT_CHANGE_CREATED);
	o = object(s, "nr-1");
	assert_false(o.is_deleted);
	assert_int_equal(o.rowid, before.rowid);
	assert_int_equal(o.created, before.created);
	assert_int_equal(o.page_count, 3);
}

static bool test_met_alive;

static int
alive_after_commit(void *user, sqlite3 *h, const char *name, int frames)
{
	struct test_store *s = user;
	struct vt_record record = { .is_deleted = true };
	struct vt_object o = { .is_deleted = true };

	(void)h, (void)name, (void)frames;
	if (vt_catalog_object(s->c, s->a, S("nr-1"), &o) == VT_OK)
		test_met_alive |= !o.is_deleted;
	if (vt_catalog_record(s->c, s->a, S("nr-1"), S("oai_dc"), &record) == VT_OK)
		test_met_alive |= !record.is_deleted;
	return (SQLITE_OK);
}

/* A reader that looks after every commit sees nothing, and then a tombstone. */
static void
a_tombstone_was_never_alive(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	enum vt_change change;
	struct vt_record record;
	int64_t images = institution_count(s, "LT-Pa"), before = generation(s);

	full_object(&t);
	test_met_alive = false;
	(void)sqlite3_wal_hook(s->w->db.h, alive_after_commit, s);
	ok(vt_writer_tombstone(s->w, &t.o, &change));
	assert_int_equal(change, VT_CHANGE_DELETED);
	assert_false(test_met_alive);
	assert_true(generation(s) > before);
	assert_true(object(s, "nr-1").is_deleted);
	ok(vt_catalog_record(s->c, s->a, S("nr-1"), S("oai_dc"), &record));
	assert_true(record.is_deleted);
	assert_int_equal(record.set_count, 4);
	assert_int_equal(institution_count(s, "LT-Pa"), images);
	assert_int_equal(test_withdraw(s, "nr-1"), VT_CHANGE_NONE);
	/* the hook sees what is alive */
	assert_int_equal(test_put(s, &t), VT_CHANGE_CREATED);
	assert_true(test_met_alive);
}

static void
every_change_is_noted(void **state)
{
	static const int kinds[] = { VT_CHANGE_CREATED, VT_CHANGE_UPDATED, VT_CHANGE_DELETED,
				     VT_CHANGE_CREATED };
	struct test_store *s = *state;
	struct test_object t;
	int64_t kind, time;

	test_object_init(&t, "a", "A");
	test_put(s, &t);
	test_put(s, &t);
	t.o.object.rights = S("http://x");
	test_time += 10;
	test_put(s, &t);
	test_withdraw(s, "a");
	test_put(s, &t);
	for (size_t i = 0; i < 4; i++) {
		ok(vt_db_int(&s->c->db, &kind, "SELECT kind FROM change WHERE id = ?1",
			     VT_BINDS(VT_INT((int64_t)i + 1))));
		assert_int_equal(kind, kinds[i]);
	}
	ok(vt_db_int(&s->c->db, &time, "SELECT time FROM change WHERE id = 2", NULL, 0));
	assert_int_equal(time, test_time);
	ok(vt_db_int(&s->c->db, &kind, "SELECT count(*) FROM change", NULL, 0));
	assert_int_equal(kind, 4);
	/* Nobody rewrites the past. */
	assert_int_equal(vt_db_script(&s->w->db, "DELETE FROM change"), VT_E_INTERNAL);
	assert_int_equal(vt_db_script(&s->w->db, "UPDATE change SET kind = 1"), VT_E_INTERNAL);
	assert_int_equal(vt_db_script(&s->w->db, "DELETE FROM record"), VT_E_INTERNAL);
}

static void
who_is_below_a_source(void **state)
{
	static const struct {
		const char *prefix;
		size_t count;
	} rows[] = { { "/in/", 3 }, { "/in/a/", 2 }, { "", 3 }, { "/in/b", 1 }, { "/other", 0 },
		     { "/in/a/\xff", 1 } };
	struct test_store *s = *state;
	struct test_object t;
	struct vt_origin *list;
	size_t count;

	test_object_init(&t, "z", "Z");
	t.o.source = S("/in/a/1");
	test_put(s, &t);
	test_object_init(&t, "y", "Y");
	t.o.source = S("/in/a/\xff\xff");
	test_put(s, &t);
	test_object_init(&t, "x", "X");
	t.o.source = S("/in/b");
	test_put(s, &t);
	test_object_init(&t, "w", "W");
	t.o.source = S("/in/a/w");
	test_put(s, &t);
	test_withdraw(s, "w");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ok(vt_writer_origins(s->w, s->a, vt_str_of(rows[i].prefix), &list, &count));
		assert_int_equal(count, rows[i].count);
	}
	ok(vt_catalog_origins(s->c, s->a, S("/in/a/"), &list, &count));
	assert_int_equal(count, 2);
	vt_test_str("first", list[0].identifier, "y");
	vt_test_str("second", list[1].identifier, "z");
	vt_test_str("its source", list[1].source, "/in/a/1");
}

/* Each committed change is seen under a generation of its own; the end of a
 * batch adds none. */
static void
generations_rise_with_changes(void **state)
{
	struct test_store *s = *state;
	struct test_object t;
	int64_t before = generation(s), g;

	test_object_init(&t, "a", "A");
	test_put(s, &t);
	assert_int_equal(generation(s), before + 1);
	ok(vt_writer_commit(s->w, &g));
	assert_int_equal(g, before + 1);
	ok(vt_writer_commit(s->w, &g));
	assert_int_equal(g, before + 1);
	test_put(s, &t);
	assert_int_equal(generation(s), before + 1);
	test_withdraw(s, "a");
	assert_int_equal(generation(s), before + 2);
}

#define in_store(test) cmocka_unit_test_setup_teardown(test, test_store, test_away)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		in_store(an_object_comes_back_whole),
		in_store(its_pages_text_and_words),
		in_store(its_structure),
		in_store(its_images),
		in_store(what_never_was_is_not_found),
		in_store(the_same_again_is_no_change),
		in_store(replaced_it_keeps_its_place),
		in_store(an_image_no_longer_shown_goes),
		in_store(an_images_identifier_is_unique),
		in_store(what_does_not_fit_is_refused),
		in_store(counts_follow_every_change),
		in_store(withdrawn_it_is_remembered),
		in_store(a_tombstone_was_never_alive),
		in_store(every_change_is_noted),
		in_store(who_is_below_a_source),
		in_store(generations_rise_with_changes),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
