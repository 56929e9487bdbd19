/* SPDX-License-Identifier: Apache-2.0 */
/* What the harvest log comes to: who has what, from the lines that workers noted. */
#include "vt_test.h"

#include "oai_harvest.c"
#include "oai_harvest_text.c"
#include "oai_streams.c"

static const char *const known[] = { "Europeana=Metis", "VEPIS=192.0.2.0/24" };
static const struct vt_str_list names = { known, 2 };

static int
begin(void **state)
{
	struct oai_harvests *h = calloc(1, sizeof(*h));

	oai_harvests_init(h, vt_arena_new(64 << 20), &names);
	*state = h;
	return (0);
}

static int
end(void **state)
{
	struct oai_harvests *h = *state;

	vt_arena_free(&h->arena);
	free(h);
	return (0);
}

static void
note(struct oai_harvests *h, const char *line, int64_t count)
{
	oai_harvests_note(h, vt_str_of(line), count);
}

#define R "198.51.100.0/24\tMetis/1.0 x\tok\tL\tListRecords\tedm\ta:b\t"
#define I "198.51.100.0/24\tMetis/1.0 x\tok\tL\tListIdentifiers\tedm\t\t"

/* from, until, cursor, records, deleted, size, last, error */
static void
a_list_that_came_to_its_end(void **state)
{
	struct oai_harvests *h = *state;

	/* As two workers wrote them: the second file is read last. */
	note(h, "2000\t" R "0\t900\t100\t100\t0\t250\t0\tok", 1);
	note(h, "3000\t" R "0\t900\t200\t50\t3\t250\t1\tok", 1);
	note(h, "1000\t" R "0\t900\t0\t100\t1\t250\t0\tok", 2);
	oai_harvests_fold(h);
	assert_int_equal(h->count, 1);
	vt_test_str("name", h->items[0].harvester, "Europeana");
	vt_test_str("set", h->items[0].set, "a:b");
	assert_int_equal(h->items[0].cover_from, 0);
	assert_int_equal(h->items[0].cover_until, 900);
	assert_int_equal(h->items[0].run_state, OAI_RUN_NONE);
	assert_int_equal(h->items[0].requests, 4);
	assert_int_equal(h->items[0].first_seen, 1);
	assert_int_equal(h->items[0].last_seen, 3);
	/* The next one joins it; one with nothing new, too. */
	note(h, "4000\t" R "901\t1500\t0\t7\t0\t7\t1\tok", 1);
	note(h, "5000\t" R "1501\t1700\t0\t0\t0\t0\t1\tnoRecordsMatch", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, 1700);
	assert_int_equal(h->items[0].errors, 0);
}

static void
lists_that_do_not_count(void **state)
{
	struct oai_harvests *h = *state;

	note(h, "1000\t" R "0\t900\t0\t100\t0\t300\t0\tok", 1);
	note(h, "2000\t" R "0\t900\t200\t100\t0\t300\t1\tok", 1); /* a page is missing */
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, OAI_NEVER);
	assert_int_equal(h->items[0].run_state, OAI_RUN_BROKEN);
	/* Cut off at its last page, which is then asked for again. */
	note(h, "3000\t" R "0\t950\t0\t100\t0\t200\t0\tok", 1);
	note(h, "4000\t198.51.100.0/24\tMetis/1.0 x\tcut\tL\tListRecords\tedm\ta:b\t0\t950\t100\t100\t0\t"
		"200\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, OAI_NEVER);
	assert_int_equal(h->items[0].cuts, 1);
	note(h, "5000\t" R "0\t950\t100\t100\t0\t200\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, 950);
	/* A later list that leaves a gap; and the one that fills it. */
	note(h, "6000\t" R "1200\t1300\t0\t1\t0\t1\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, 950);
	assert_int_equal(h->items[0].gap_from, 1200);
	note(h, "7000\t" R "900\t1250\t0\t1\t0\t1\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, 1300);
	assert_int_equal(h->items[0].gap_until, OAI_NEVER);
}

static void
lists_backwards_and_from_the_future(void **state)
{
	struct oai_harvests *h = *state;

	note(h, "1000\t" R "9000000000\t1\t0\t0\t0\t0\t1\tnoRecordsMatch", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, OAI_NEVER);
	assert_int_equal(h->items[0].run_state, OAI_RUN_NONE);
	note(h, "2000\t" R "500\t900\t0\t5\t0\t5\t1\tok", 1);
	note(h, "3000\t" R "0\t300\t0\t5\t0\t5\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_from, 500);
	assert_int_equal(h->items[0].cover_until, 900);
	note(h, "4000\t" R "301\t499\t0\t5\t0\t5\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_from, 0);
	assert_int_equal(h->items[0].cover_until, 900);
	assert_int_equal(h->items[0].gap_until, OAI_NEVER);
	/* Two stretches apart are not one. */
	note(h, "5000\t" R "2000\t2100\t0\t5\t0\t5\t1\tok", 1);
	note(h, "6000\t" R "1000\t1100\t0\t5\t0\t5\t1\tok", 1);
	note(h, "7000\t" R "901\t999\t0\t5\t0\t5\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, 1100);
	/* What was kept with its end before its beginning is nothing. */
	h->items[0].cover_from = 9000000000;
	note(h, "8000\t" R "0\t1500\t0\t5\t0\t5\t1\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_from, 0);
	assert_int_equal(h->items[0].cover_until, 1500);
}

/* As Europeana does: all headers, then each record. */
static void
headers_and_then_each_record(void **state)
{
	struct oai_harvests *h = *state;
	const struct oai_stream *s;

	note(h, "1000\t" I "0\t900\t0\t100\t1\t150\t0\tok", 1);
	note(h, "2000\t" I "0\t900\t100\t50\t1\t150\t1\tok", 1);
	note(h, "2999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tok", 100);
	note(h, "3999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tidDoesNotExist", 2);
	note(h, "3999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tdeleted", 200); /* none of the living */
	note(h, "3999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\toai_dc\tok", 200);
	note(h, "3999\t203.0.113.0/24\tother\tok\tG\tedm\tok", 200);
	oai_harvests_fold(h);
	s = &h->items[0];
	assert_int_equal(s->run_state, OAI_RUN_LISTED);
	assert_int_equal(s->run_live, 148);
	assert_int_equal(s->run_got, 100);
	assert_int_equal(s->cover_until, OAI_NEVER);
	note(h, "4999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tok", 48);
	oai_harvests_fold(h);
	assert_int_equal(h->items[0].cover_until, 900);
	vt_test_str("another", h->items[3].harvester, "others 203.0.113.0/24");
	vt_test_str("error", h->items[1].last_error, "idDoesNotExist");
	assert_int_equal(h->items[1].errors, 2);
}

static const struct oai_stream *
stream(const struct oai_harvests *h, const char *harvester)
{
	for (size_t i = 0; i < h->count; i++)
		if (vt_str_eq_c(h->items[i].harvester, harvester))
			return (&h->items[i]);
	return (NULL);
}

/* A client's name is its own to choose: thousands of them push nobody out. */
static void
strangers_push_nobody_out(void **state)
{
	struct oai_harvests *h = *state;
	char line[200];

	note(h, "1000\t" R "0\t900\t0\t100\t0\t300\t0\tok", 1);
	note(h, "1000\t203.0.113.0/24\tHonest/1\tok\tL\tListRecords\tedm\t\t0\t900\t0\t1\t0\t1\t1\tok", 1);
	for (int i = 0; i < 3 * OAI_STREAMS_MAX; i++) {
		(void)snprintf(line, sizeof(line), "2000\t192.0.2.128/25\tX%d\tok\tL\tListRecords\t"
			"edm\t\t0\t900\t0\t100\t0\t300\t0\tok", i);
		note(h, line, 1);
	}
	for (int i = 0; i < 3 * OAI_STREAMS_MAX; i++) {
		(void)snprintf(line, sizeof(line), "2999\t192.0.2.128/25\tY%d\tok\tO\tIdentify\tok", i);
		note(h, line, 1);
	}
	oai_harvests_fold(h);
	assert_in_range(h->count, 1000, OAI_STREAMS_MAX);
	assert_non_null(stream(h, "Europeana"));
	assert_non_null(stream(h, "Honest 203.0.113.0/24"));
	assert_non_null(stream(h, "others 192.0.2.128/25"));
	assert_int_equal(stream(h, "others 192.0.2.128/25")->requests, 3 * OAI_STREAMS_MAX);
	/* Nor do those that took a list to its end keep out one that is known. */
	for (int i = 0; i < 2 * OAI_STREAMS_MAX; i++) {
		(void)snprintf(line, sizeof(line), "3000\t192.0.2.128/25\tZ%d\tok\tL\tListRecords\t"
			"edm\t\t0\t900\t0\t1\t0\t1\t1\tok", i);
		note(h, line, 1);
	}
	note(h, "4000\t192.0.2.0/24\tv\tok\tL\tListRecords\tedm\t\t0\t900\t0\t1\t0\t1\t1\tok", 1);
	oai_harvests_fold(h);
	assert_non_null(stream(h, "VEPIS"));
	assert_non_null(stream(h, "Europeana"));
	assert_non_null(stream(h, "Honest 203.0.113.0/24"));
	assert_true(h->dropped > 0);
}

static void
what_memory_does_not_hold_is_counted(void **state)
{
	struct oai_harvests *h = *state;
	int64_t requests = 0;

	h->notes = vt_arena_new(100000);
	for (int i = 0; i < 2000; i++)
		note(h, "1000\t192.0.2.0/24\tA/1\tok\tO\tIdentify\tok", 3);
	oai_harvests_fold(h);
	for (size_t i = 0; i < h->count; i++)
		requests += h->items[i].requests;
	assert_true(h->dropped > 0);
	assert_true(requests > 0);
	assert_int_equal(requests + h->dropped, 3 * 2000);
	assert_false(vt_arena_is_exhausted(h->arena));
	/* Folded, they take no more room. */
	note(h, "2000\t192.0.2.0/24\tA/1\tok\tO\tIdentify\tok", 1);
	oai_harvests_fold(h);
	assert_null(h->notes);
	vt_test_str("agent", h->items[0].agent, "A/1");
}

static void
kept_and_read_again(void **state)
{
	static const char *const junk[] = { "", "x", "1000", "1000\ta", "1000\ta\tb\tok\tL\tv\tp\ts\tx",
					    "-1\ta\tb\tok\tG\tp\tok", "9\ta\tb\t503\t" };
	struct oai_harvests *h = *state, again;
	struct vt_buf one, two;

	for (size_t i = 0; i < sizeof(junk) / sizeof(junk[0]); i++)
		note(h, junk[i], 1);
	note(h, VT_SPOOL_DROPPED, 5);
	note(h, "1000\t192.0.2.0/24\t-\tok\tO\tIdentify\tok", 1);
	note(h, "1000\t" R "0\t900\t0\t100\t0\t300\t0\tok", 1);
	oai_harvests_fold(h);
	assert_int_equal(h->count, 3);
	vt_test_str("status", h->items[0].last_error, "503");
	vt_test_str("VEPIS", h->items[1].harvester, "VEPIS");
	oai_harvests_init(&again, h->arena, &names);
	vt_buf_init(&one, 0);
	vt_buf_init(&two, 0);
	oai_harvests_print(h, &one);
	oai_harvests_parse(&again, vt_buf_get(&one));
	oai_harvests_parse(&again, VT_STR("nonsense\nmore\tof it\n"));
	/* A file from before the last number; without one more it is none. */
	oai_harvests_parse(&again, VT_STR("n\t\t\t-\t\t\t\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t"
					  "14\t15\t1\t-1\t-1\t\n"));
	assert_int_equal(again.count, 4);
	assert_int_equal(again.items[3].gap_until, -1);
	assert_int_equal(again.items[3].run_begun_ms, 0);
	oai_harvests_parse(&again, VT_STR("n\t\t\t-\t\t\t\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12\t13\t"
					  "14\t15\t1\t-1\t\n"));
	assert_int_equal(again.count--, 4);
	oai_harvests_print(&again, &two);
	vt_test_str("the same", vt_buf_get(&two), one.p);
	assert_int_equal(again.dropped, 5);
	vt_buf_fini(&one);
	vt_buf_fini(&two);
}

/* What was given since the list began, and is asked for again, is no more of it; what an
 * earlier list gave is, for this one names it too. */
static void
a_record_again(void **state)
{
	struct oai_harvests *h = *state;
	const struct oai_stream *list = NULL, *single = NULL;

	note(h, "102500\t" I "0\t900\t0\t4\t1\t4\t1\tok", 1);
	note(h, "102999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tok", 2);
	note(h, "103999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tagain 102900", 2);
	note(h, "104999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tagain x", 1);
	note(h, "104999\t198.51.100.0/24\tMetis/1.0 x\tcut\tG\tedm\tagain 99000", 1);
	oai_harvests_fold(h);
	for (size_t i = 0; i < h->count; i++)
		*(vt_str_eq_c(h->items[i].verb, "-") ? &single : &list) = &h->items[i];
	assert_non_null(list);
	assert_non_null(single);
	assert_int_equal(list->run_got, 2);
	assert_int_equal(list->cover_until, OAI_NEVER);
	assert_int_equal(single->records, 2);
	assert_int_equal(single->errors, 0);
	assert_int_equal(single->cuts, 1);
	note(h, "105999\t198.51.100.0/24\tMetis/1.0 x\tok\tG\tedm\tagain 102400", 1);
	oai_harvests_fold(h);
	assert_int_equal(list->cover_until, 900);
	assert_int_equal(single->records, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_list_that_came_to_its_end, begin, end),
		cmocka_unit_test_setup_teardown(lists_that_do_not_count, begin, end),
		cmocka_unit_test_setup_teardown(a_record_again, begin, end),
		cmocka_unit_test_setup_teardown(lists_backwards_and_from_the_future, begin, end),
		cmocka_unit_test_setup_teardown(headers_and_then_each_record, begin, end),
		cmocka_unit_test_setup_teardown(strangers_push_nobody_out, begin, end),
		cmocka_unit_test_setup_teardown(what_memory_does_not_hold_is_counted, begin, end),
		cmocka_unit_test_setup_teardown(kept_and_read_again, begin, end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
