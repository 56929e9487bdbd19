/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records made again of the catalogue: nothing where nothing changed; images from
 * the day an embargo ends; what the source itself wrote stays.
 */
#include "../catalog/store.h"

#include "crosswalk_help.h"

#include "ingest/again/formats_again.h"

#define DAY 86400

struct again_case {
	struct test_store *store;
	struct vt_formats formats;
	struct vt_ingest_options o;
	struct vt_again again;
	struct vt_arena *a;
	size_t told;
};

static const struct vt_property properties[] = {
	{ .name = { "title", 5 }, .value = { "Aikštė", 8 }, .lang = { "lt", 2 } },
	{ .name = { "type", 4 }, .value = { "nuotrauka", 9 }, .lang = { "lt", 2 } },
};

static void
again_begin(struct again_case *k, void **state)
{
	static const char *const names[] = { "edm", "mods" };
	const struct vt_str_list list = { names, 2 };
	const struct vt_label name = { VT_STR("lt"), VT_STR("Biblioteka") };
	const struct vt_institution holder = { .code = VT_STR("LT-X"), .names = { &name, 1 } };
	static const struct vt_record_format formats[] = {
		{ { "oai_dc", 6 }, { "x", 1 }, { "x", 1 } },
		{ { "edm", 3 }, { "x", 1 }, { "x", 1 } },
		{ { "mods", 4 }, { "x", 1 }, { "x", 1 } },
	};

	memset(k, 0, sizeof(*k));
	k->store = *state;
	k->a = vt_arena_new(64 * 1024 * 1024);
	test_open_writer(k->store);
	ok(vt_writer_institution(k->store->w, &holder));
	for (size_t i = 0; i < 3; i++)
		ok(vt_writer_format(k->store->w, &formats[i]));
	ok(vt_formats_open(k->a, crosswalks, &list, "", &k->formats));
	k->o.settings.provider = "";
	k->o.settings.intermediate_provider = "";
	k->o.settings.description_language = "lt";
	k->o.settings.institution = "LT-LIBRARY";
	k->o.oai_domain = "x.lt";
}

/* An object under embargo, as ingest writes it now. */
static void
again_write(struct again_case *k, struct vt_str received)
{
	const struct vt_draft_received one = { "mods", received };
	const struct vt_new_image image = { .identifier = VT_STR("e-1.1"),
					    .width = 1000,
					    .height = 1000,
					    .access_path = VT_STR("x"),
					    .version = VT_STR("1"),
					    .master_path = VT_STR("/x") };
	const struct vt_new_page page = { .image = image.identifier };
	const struct vt_label name = { VT_STR("lt"), VT_STR("Biblioteka") };
	const struct vt_institution holder = { .code = VT_STR("LT-X"), .names = { &name, 1 } };
	const struct vt_crosswalk_image shown = { image.identifier, 1, 1000, 1000 };
	struct vt_new_object o = { .object = { .identifier = VT_STR("e-1"),
					       .institution = VT_STR("LT-X"),
					       .kind = VT_KIND_IMAGE,
					       .access = VT_ACCESS_EMBARGO,
					       .embargo_until = test_time + DAY,
					       .thumbnail = image.identifier,
					       .rights = VT_STR("http://creativecommons.org/"
								"publicdomain/mark/1.0/"),
					       .description = { properties, 2 } },
				   .images = &image,
				   .image_count = 1,
				   .pages = &page,
				   .page_count = 1 };
	struct vt_formats_source s = {
		.context = { .object = &o.object,
			     .institution = &holder,
			     .images = &shown,
			     .image_count = 1,
			     .oai_domain = "x.lt",
			     .provider = "Biblioteka",
			     .intermediate_provider = "",
			     .language = "lt" },
		.received = &one,
		.received_count = received.len != 0,
	};
	struct vt_new_record *records;
	enum vt_change change;

	ok(vt_formats_records(k->a, &k->formats, &s, &records, &o.record_count));
	o.records = records;
	ok(vt_writer_object(k->store->w, &o, &change));
	test_open_reader(k->store);
	k->again = (struct vt_again){ k->store->c, &k->formats, &k->o, test_time };
}

static struct vt_str
again_record(struct again_case *k, const char *format, int64_t *stamp_r)
{
	struct vt_record r;
	struct vt_buf out;
	struct vt_str xml;

	ok(vt_catalog_record(k->store->c, k->a, VT_STR("e-1"), vt_str_of(format), &r));
	vt_buf_init(&out, 0);
	ok(vt_catalog_record_xml(k->store->c, r.rowid, &out));
	xml = vt_str_dup(k->a, vt_buf_get(&out));
	vt_buf_fini(&out);
	*stamp_r = r.datestamp;
	return (xml);
}

static void
again_told(void *user, struct vt_str identifier)
{
	struct again_case *k = user;

	vt_test_str("told", identifier, "e-1");
	k->told++;
}

static void
again_end(struct again_case *k)
{
	vt_arena_free(&k->a);
}

static void
nothing_differs_where_nothing_changed(void **state)
{
	struct again_case k;
	bool differs = true;

	again_begin(&k, state);
	again_write(&k, VT_STR_NONE);
	ok(vt_again_one(&k.again, k.store->w, VT_STR("e-1"), &differs));
	assert_false(differs);
	ok(vt_again_one(&k.again, k.store->w, VT_STR("nobody"), &differs));
	assert_false(differs);
	again_end(&k);
}

/* Neither before its last second, nor later than the first look after it. */
static void
an_embargo_that_ended_shows_images(void **state)
{
	struct again_case k;
	int64_t before, after, dc;

	again_begin(&k, state);
	again_write(&k, VT_STR_NONE);
	assert_true(vt_str_find(again_record(&k, "edm", &before), VT_STR("/iiif/")) < 0);
	k.again.now = test_time + DAY - 1;
	ok(vt_again_ended(&k.again, k.store->w, again_told, &k));
	assert_int_equal(k.told, 0);
	test_time += DAY;
	k.again.now = test_time;
	ok(vt_again_ended(&k.again, k.store->w, again_told, &k));
	assert_int_equal(k.told, 1);
	assert_true(vt_str_find(again_record(&k, "edm", &after),
				VT_STR("/iiif/3/e-1.1/full/max/0/default.jpg")) > 0);
	assert_int_equal(after, test_time);
	assert_true(after > before);
	assert_true(vt_str_find(again_record(&k, "oai_dc", &dc), VT_STR("/manifest")) > 0);
	ok(vt_again_ended(&k.again, k.store->w, again_told, &k));
	assert_int_equal(k.told, 1);
	again_end(&k);
}

/* Other provider, other records; the source's own MODS stays. */
static void
what_the_source_wrote_stays(void **state)
{
	struct again_case k;
	int64_t stamp, later;
	bool differs;

	again_begin(&k, state);
	again_write(&k, VT_STR("<mods xmlns=\"http://www.loc.gov/mods/v3\">as it came</mods>"));
	(void)again_record(&k, "mods", &stamp);
	k.o.settings.provider = "Somebody";
	test_time += 10;
	ok(vt_again_one(&k.again, NULL, VT_STR("e-1"), &differs));
	assert_true(differs);
	ok(vt_again_one(&k.again, k.store->w, VT_STR("e-1"), &differs));
	assert_true(differs);
	assert_true(vt_str_find(again_record(&k, "edm", &later), VT_STR(">Somebody<")) > 0);
	assert_int_equal(later, test_time);
	vt_test_str("mods", again_record(&k, "mods", &later),
		    "<mods xmlns=\"http://www.loc.gov/mods/v3\">as it came</mods>");
	assert_int_equal(later, stamp);
	/* A format that is made no more goes, and comes back. */
	k.formats.count = 2;
	ok(vt_again_one(&k.again, k.store->w, VT_STR("e-1"), &differs));
	assert_true(differs);
	ok(vt_again_one(&k.again, k.store->w, VT_STR("e-1"), &differs));
	assert_false(differs);
	k.formats.count = 3;
	ok(vt_again_one(&k.again, k.store->w, VT_STR("e-1"), &differs));
	assert_true(vt_str_find(again_record(&k, "mods", &later), VT_STR("/objects/e-1")) > 0);
	again_end(&k);
}

static int
setup(void **state)
{
	return (test_folder(state));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(nothing_differs_where_nothing_changed, setup,
						test_away),
		cmocka_unit_test_setup_teardown(an_embargo_that_ended_shows_images, setup,
						test_away),
		cmocka_unit_test_setup_teardown(what_the_source_wrote_stays, setup, test_away),
	};

	return (cmocka_run_group_tests(tests, crosswalks_open, crosswalks_close));
}
