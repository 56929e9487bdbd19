/* SPDX-License-Identifier: Apache-2.0 */
/* What a form must be to be a person's, and how often one may send. */
#include <sys/wait.h>
#include <unistd.h>

#include "vt_test.h"

#include "feedback/site_form.c"
#include "feedback/site_limit.c"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))
#define NOW 2000000000

static const uint8_t	key[32] = { 1, 2, 3 }, other[32] = { 9 };

static enum site_form_fault
check(struct site_form f, int64_t made)
{
	char			token[SITE_FORM_TOKEN + 1];
	struct site_feedback	feedback;

	site_form_token(key, made, token);
	f.token = vt_str_of(token);
	if (f.topic.p == NULL)
		f.topic = VT_STR("error");
	return (site_form_check(key, NOW, &f, &feedback));
}

static void
what_people_write(void **state)
{
	static char			longer[SITE_FEEDBACK_TEXT_MAX + 2];
	static const struct {
		const char		*text, *email;
		enum site_form_fault	 fault;
	} rows[] = {
		{ "Klaida antraštėje", "", SITE_FORM_OK },
		{ "Dvi\r\neilutės\tir <b>žymės</b>", "jonas@example.org", SITE_FORM_OK },
		{ "", "", SITE_FORM_EMPTY }, { " \n\t ", "", SITE_FORM_EMPTY },
		{ longer, "", SITE_FORM_LONG },
		{ "a\x01" "b", "", SITE_FORM_ROBOT }, { "a\x1b[2J", "", SITE_FORM_ROBOT },
		{ "\xff\xfe", "", SITE_FORM_ROBOT },
		{ "a\xc2\x9b" "31m", "", SITE_FORM_ROBOT }, { "a\xc2\xa0" "b", "", SITE_FORM_OK },
		{ "a\xe2\x80\xae" "b", "", SITE_FORM_ROBOT }, { "a\xe2\x80\x93" "b", "", SITE_FORM_OK },
		{ "a\xe2\x81\xa6" "b", "", SITE_FORM_ROBOT }, { "a\xe2\x81\xaa" "b", "", SITE_FORM_OK },
		{ "a", "jonas", SITE_FORM_EMAIL }, { "a", "@b.lt", SITE_FORM_EMAIL },
		{ "a", "a@b", SITE_FORM_EMAIL }, { "a", "a@b.", SITE_FORM_EMAIL },
		{ "a", "a@b@c.lt", SITE_FORM_EMAIL }, { "a", "a@b.lt, c@d.lt", SITE_FORM_EMAIL },
		{ "a", "a@b.lt\r\nBcc: c@d.lt", SITE_FORM_EMAIL }, { "a", " a@b.lt ", SITE_FORM_OK },
	};

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(check((struct site_form){ .text = vt_str_of(rows[i].text),
		    .email = vt_str_of(rows[i].email) }, NOW - 60), rows[i].fault);
	assert_int_equal(check((struct site_form){ .text = VT_STR("a"), .topic = VT_STR("x") },
	    NOW - 60), SITE_FORM_TOPIC);
	assert_int_equal(check((struct site_form){ .text = VT_STR("a"), .website = VT_STR("x") },
	    NOW - 60), SITE_FORM_ROBOT);
}

static void
when_a_form_was_made(void **state)
{
	const struct site_form	f = { .text = VT_STR("a") };

	(void)state;
	assert_int_equal(check(f, NOW), SITE_FORM_STALE);
	assert_int_equal(check(f, NOW - SITE_FORM_LEAST), SITE_FORM_OK);
	assert_int_equal(check(f, NOW - SITE_FORM_MOST), SITE_FORM_OK);
	assert_int_equal(check(f, NOW - SITE_FORM_MOST - 1), SITE_FORM_STALE);
	assert_int_equal(check(f, NOW + 1000), SITE_FORM_STALE);
}

static void
marks_are_ours(void **state)
{
	char			token[SITE_FORM_TOKEN + 1];
	struct site_feedback	feedback;
	struct site_form	f = { .text = VT_STR("a"), .topic = VT_STR("use") };

	(void)state;
	site_form_token(other, NOW - 60, token);
	f.token = vt_str_of(token);
	assert_int_equal(site_form_check(key, NOW, &f, &feedback), SITE_FORM_STALE);
	site_form_token(key, NOW - 60, token);
	for (size_t i = 0; i < SITE_FORM_TOKEN; i++) {
		char	was = token[i];

		token[i] = was == '0' ? '1' : '0';
		assert_int_equal(site_form_check(key, NOW, &f, &feedback), SITE_FORM_STALE);
		token[i] = was;
	}
	assert_int_equal(site_form_check(key, NOW, &f, &feedback), SITE_FORM_OK);
	assert_int_equal(feedback.topic, SITE_TOPIC_USE);
	for (size_t len = 0; len < SITE_FORM_TOKEN; len++) {
		f.token = (struct vt_str){ token, len };
		assert_int_equal(site_form_check(key, NOW, &f, &feedback), SITE_FORM_STALE);
	}
}

static void
how_often(void **state)
{
	struct site_limits	*l;

	(void)state;
	assert_int_equal(site_limits_new(&l), VT_OK);
	for (int i = 0; i < 5; i++)
		assert_true(site_limits_take(l, SITE_LIMIT_HOUR, VT_STR("192.0.2.1"), NOW, 5));
	assert_false(site_limits_take(l, SITE_LIMIT_HOUR, VT_STR("192.0.2.1"), NOW, 5));
	assert_true(site_limits_take(l, SITE_LIMIT_HOUR, VT_STR("192.0.2.2"), NOW, 5));
	assert_true(site_limits_take(l, SITE_LIMIT_HOUR, VT_STR("192.0.2.1"), NOW + 3600, 5));
	assert_true(site_limits_take(l, SITE_LIMIT_HOUR, VT_STR_NONE, NOW, 5));
	assert_true(site_limits_take(l, SITE_LIMIT_DAY, VT_STR("192.0.2.1"), NOW, 1));
	assert_false(site_limits_take(l, SITE_LIMIT_DAY, VT_STR("192.0.2.1"), NOW + 86399, 1));
	assert_true(site_limits_take(l, SITE_LIMIT_DAY, VT_STR("192.0.2.1"), NOW + 86400, 1));
	assert_int_equal(munmap(l, sizeof(*l)), 0);
}

/* Workers are processes: what one has counted the others know. */
static void
all_workers_count_together(void **state)
{
	struct site_limits	*l;
	int			 status = -1;
	pid_t			 child;

	(void)state;
	assert_int_equal(site_limits_new(&l), VT_OK);
	if ((child = fork()) == 0) {
		bool	is_right = site_limits_take(l, SITE_LIMIT_HOUR, VT_STR("n"), NOW, 1) &&
			    site_limits_spend(l, VT_STR("token"));

		/* It dies with the lock. */
		(void)pthread_mutex_lock(&l->lock);
		_exit(is_right ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_false(site_limits_take(l, SITE_LIMIT_HOUR, VT_STR("n"), NOW, 1));
	assert_false(site_limits_spend(l, VT_STR("token")));
	site_limits_unspend(l, VT_STR("token"));
	assert_true(site_limits_spend(l, VT_STR("token")));
	for (int i = 0; i < SITE_LIMIT_SPENT; i++)
		assert_true(site_limits_spend(l, (struct vt_str){ (const char *)&i, sizeof(i) }));
	assert_true(site_limits_spend(l, VT_STR("token")));
	assert_int_equal(munmap(l, sizeof(*l)), 0);
}

static void
whose_page_sent_it(void **state)
{
	static const struct {
		const char	*origin, *base;
		bool		 is_ours;
	} rows[] = {
		{ "", "https://a.lt", true }, { "https://a.lt", "https://a.lt", true },
		{ "https://A.lt", "http://a.lt/kelias", true }, { "http://a.lt:8080", "http://a.lt", false },
		{ "https://b.lt", "https://a.lt", false }, { "https://a.lt.b.lt", "https://a.lt", false },
		{ "null", "https://a.lt", false }, { "https://www.a.lt", "www.a.lt", true },
		{ "https://b.lt", "", false }, { "https://", "", false },
	};
	char	one[SITE_FORM_TOKEN + 1], two[SITE_FORM_TOKEN + 1];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(site_form_is_ours(vt_str_of(rows[i].origin),
		    vt_str_of(rows[i].base)), rows[i].is_ours);
	site_form_token(key, NOW, one);
	site_form_token(key, NOW, two);
	assert_string_not_equal(one, two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_people_write),
		cmocka_unit_test(when_a_form_was_made),
		cmocka_unit_test(marks_are_ours),
		cmocka_unit_test(how_often),
		cmocka_unit_test(all_workers_count_together),
		cmocka_unit_test(whose_page_sent_it),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
