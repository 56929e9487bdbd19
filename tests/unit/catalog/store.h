/* SPDX-License-Identifier: Apache-2.0 */
/* A catalogue in a folder of its own, with a clock that tests set, and short
 * ways to fill it. */
#ifndef VT_TEST_STORE_H
#define VT_TEST_STORE_H

#include "vt_test.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "catalog/read/dump.h"
#include "catalog/store.h"

#define S(lit) VT_STR(lit)
/* Fails with the kept sentence. */
#define ok(call)								\
	do {									\
		vt_err ok_err = (call);						\
		if (ok_err != VT_OK) {						\
			print_error("%s: %s\n", #call, vt_fail_text(ok_err));	\
			_fail(__FILE__, __LINE__);				\
		}								\
	} while (0)

static int64_t test_time;

static inline int64_t
test_now(void)
{
	return (test_time);
}

struct test_store {
	char			 dir[96];
	struct vt_writer	*w;
	struct vt_catalog	*c;
	struct vt_arena		*a;	/* emptied by test_fresh() */
};

static inline void
test_fresh(struct test_store *s)
{
	vt_arena_free(&s->a);
	s->a = vt_arena_new(256 * 1024 * 1024);
}

static inline void
test_open_writer(struct test_store *s)
{
	ok(vt_writer_open(s->dir, &s->w));
	s->w->now = test_now;
}

static inline void
test_open_reader(struct test_store *s)
{
	ok(vt_catalog_open(s->dir, "https://a.example", &s->c));
	s->c->now = test_now;
}

/* An empty folder, nothing opened. */
static inline int
test_folder(void **state)
{
	struct test_store *s = calloc(1, sizeof(*s));
	const char *tmp = getenv("TMPDIR");

	assert_non_null(s);
	(void)snprintf(s->dir, sizeof(s->dir), "%s/vt_catalog_XXXXXX", tmp != NULL ? tmp : "/tmp");
	assert_non_null(mkdtemp(s->dir));
	test_time = 2000000000; /* after the machine's, which opening still uses */
	test_fresh(s);
	*state = s;
	return (0);
}

static inline int
test_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return (remove(path));
}

static inline int
test_away(void **state)
{
	struct test_store *s = *state;

	vt_catalog_close(&s->c);
	vt_writer_close(&s->w);
	vt_arena_free(&s->a);
	(void)nftw(s->dir, test_remove, 8, FTW_DEPTH | FTW_PHYS);
	free(s);
	return (0);
}

static inline void
test_institution(struct test_store *s, const char *code, const char *name)
{
	struct vt_label label = { S("lt"), vt_str_of(name) };

	ok(vt_writer_institution(s->w, &(struct vt_institution){ .code = vt_str_of(code),
								 .names = { &label, name != NULL } }));
}

static inline void
test_collection(struct test_store *s, const char *spec, const char *name)
{
	struct vt_label label = { S("lt"), vt_str_of(name) };

	ok(vt_writer_collection(s->w, &(struct vt_collection){ .spec = vt_str_of(spec),
							       .names = { &label, name != NULL } }));
}

/* Both ends open; two institutions, a tree of collections, two formats. */
static inline int
test_store(void **state)
{
	struct test_store *s;

	(void)test_folder(state);
	s = *state;
	test_open_writer(s);
	test_institution(s, "LT-Pa", "Panevėžio biblioteka");
	test_institution(s, "LT-Bi", "Biržų biblioteka");
	test_collection(s, "spauda:laikrasciai:vietos", "Vietos laikraščiai");
	test_collection(s, "spauda", "Spauda");
	test_collection(s, "vaizdai", NULL);
	ok(vt_writer_format(s->w, &(struct vt_record_format){ S("oai_dc"), S("http://s/dc.xsd"),
							      S("http://n/dc") }));
	ok(vt_writer_format(s->w, &(struct vt_record_format){ S("edm"), S("http://s/edm.xsd"),
							      S("http://n/edm") }));
	test_open_reader(s);
	return (0);
}

/* An object to fill in further: a title, one record; strings are borrowed. */
struct test_object {
	struct vt_new_object	o;
	struct vt_property	properties[4];
	struct vt_new_record	records[2];
	struct vt_str		collections[4];
	struct vt_new_image	images[2];
	struct vt_new_page	pages[3];
};

static inline void
test_describe(struct test_object *t, const char *name, const char *value)
{
	size_t at = t->o.object.description.count;

	t->properties[at] = (struct vt_property){ .name = vt_str_of(name),
						  .value = vt_str_of(value),
						  .lang = S("lt") };
	t->o.object.description = (struct vt_description){ t->properties, at + 1 };
}

static inline void
test_record(struct test_object *t, const char *format, const char *xml, const char *withheld)
{
	t->records[t->o.record_count++] = (struct vt_new_record){
		vt_str_of(format), vt_str_of(xml), vt_str_of(withheld)
	};
	t->o.records = t->records;
}

static inline void
test_in(struct test_object *t, const char *spec)
{
	t->collections[t->o.collection_count++] = vt_str_of(spec);
	t->o.collections = t->collections;
}

static inline void
test_page(struct test_object *t, const char *image, const char *text)
{
	size_t at = t->o.page_count++;

	t->pages[at] = (struct vt_new_page){ .image = vt_str_of(image), .text = vt_str_of(text) };
	t->o.pages = t->pages;
	if (image == NULL)
		return;
	t->images[t->o.image_count++] = (struct vt_new_image){
		.identifier = vt_str_of(image), .master_hash = S("hash"), .version = S("v1"),
		.width = 100, .height = 200, .access_path = S("images/x.tif")
	};
	t->o.images = t->images;
}

static inline void
test_object_init(struct test_object *t, const char *identifier, const char *title)
{
	*t = (struct test_object){ .o = { .object = { .identifier = vt_str_of(identifier),
						      .institution = S("LT-Pa") },
					  .source = S("/in/x"),
					  .digest = S("d1") } };
	test_describe(t, "title", title);
	test_record(t, "oai_dc", "<dc/>", NULL);
}

static inline enum vt_change
test_put(struct test_store *s, const struct test_object *t)
{
	enum vt_change change;

	ok(vt_writer_object(s->w, &t->o, &change));
	return (change);
}

static inline enum vt_change
test_withdraw(struct test_store *s, const char *identifier)
{
	enum vt_change change;

	ok(vt_writer_withdraw(s->w, vt_str_of(identifier), &change));
	return (change);
}

/* The call is refused with err, and its sentence has part in it. */
#define refused(call, err, part)						\
	do {									\
		assert_int_equal((call), (err));				\
		vt_test_has(vt_fail_text(err), (part));				\
	} while (0)

#endif
