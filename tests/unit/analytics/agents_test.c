/* SPDX-License-Identifier: Apache-2.0 */
/* Whom the lists catch, and whom they do not: each pattern of the COUNTER list (where it
 * is there) catches an agent made after it. */
#include "vt_test.h"

#include <stdio.h>
#include <unistd.h>

#include "count/agents.c"

static struct vt_arena *arena;

/* The boot's memory and nothing else of it. */
void *
vt_boot_alloc(struct vt_boot *boot, size_t len)
{
	(void)boot;
	return (vt_arena_alloc(arena, len));
}

static const char *const not_robots[] = { "CUBOT" };
static const char *const ai[] = { "GPTBot", "ClaudeBot", "Claude-User", "Perplexity-User" };
static const char *const harvesters[] = { "Europeana", "Metis", "HTTP::OAI" };

static struct analytics_conf
conf_of(const char *list)
{
	return ((struct analytics_conf){ .robots_list = list,
					 .not_robots = { not_robots, 1 },
					 .ai_agents = { ai, 4 },
					 .harvesters = { harvesters, 3 } });
}

static int
begin(void **state)
{
	(void)state;
	arena = vt_arena_new(0);
	return (0);
}

static int
end(void **state)
{
	(void)state;
	vt_arena_free(&arena);
	return (0);
}

static const struct {
	const char *agent;
	enum analytics_class class;
} known[] = {
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "Chrome/126.0.0.0 Safari/537.36", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
	  "Gecko) Version/17.5 Mobile/15E148 Safari/604.1", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
	  "Version/17.4.1 Safari/605.1.15", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "Chrome/120.0.0.0 Mobile Safari/537.36", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (Linux; Android 9; CUBOT_P40) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "Chrome/89.0.4389.105 Mobile Safari/537.36", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "Chrome/125.0.0.0 Safari/537.36 Edg/125.0.0.0", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "Chrome/124.0.0.0 Safari/537.36 OPR/110.0.0.0", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) "
	  "SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko", ANALYTICS_PERSON },
	{ "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", ANALYTICS_ROBOT },
	{ "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", ANALYTICS_ROBOT },
	{ "curl/8.5.0", ANALYTICS_ROBOT },
	{ "python-requests/2.31.0", ANALYTICS_ROBOT },
	{ "axios/1.6.0", ANALYTICS_ROBOT },
	{ "Scrapy/2.11 (+https://scrapy.org)", ANALYTICS_ROBOT },
	{ "Java/17.0.2", ANALYTICS_ROBOT },
	{ "", ANALYTICS_ROBOT },
	{ "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
	  "+https://openai.com/gptbot)", ANALYTICS_AI },
	{ "Mozilla/5.0 (compatible; Perplexity-User/1.0)", ANALYTICS_AI },
	{ "claudebot/1.0", ANALYTICS_AI },
	{ "Metis/1.0", ANALYTICS_HARVESTER },
	{ "HTTP::OAI/4.13", ANALYTICS_HARVESTER },
};

static void
check_known(const struct analytics_agents *a)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		enum analytics_class found =
		    analytics_agents_class(a, vt_str_of(known[i].agent));

		if (found != known[i].class)
			fail_msg("%s is taken for %c", known[i].agent,
				 analytics_class_letters[found]);
	}
}

const char analytics_class_letters[ANALYTICS_CLASSES + 1] = "prha";

static void
our_own_list(void **state)
{
	struct analytics_conf conf = conf_of("");
	struct analytics_agents *a;

	(void)state;
	assert_int_equal(analytics_agents_new(NULL, &conf, &a), VT_OK);
	check_known(a);
	assert_int_equal(strlen(analytics_agents_id(a)), ANALYTICS_LIST_ID);
	analytics_agents_free(&a);
	assert_null(a);
}

/* One of the things that a pattern of the list can be read as: classes and groups give
 * their first member, what may be left out is left out. */
struct made {
	char text[1024];
	size_t len;
};

static const char *make_one(const char *p, struct made *m);

static const char *
make_class(const char *p, struct made *m)
{
	static const char tries[] = "a0 /+-_.xB";
	char rest[128];
	const char *close = strchr(p + 2, ']');
	pcre2_code *code;
	size_t len;
	int error;
	PCRE2_SIZE at;

	assert_non_null(close);
	len = (size_t)(close + 1 - p);
	assert_true(len < sizeof(rest));
	memcpy(rest, p, len);
	rest[len] = '\0';
	assert_non_null(code = pcre2_compile((PCRE2_SPTR)rest, len, 0, &error, &at, NULL));
	for (int c = 0; c < 256; c++) {
		char one = c < (int)sizeof(tries) - 1 ? tries[c] : (char)c;
		pcre2_match_data *data = pcre2_match_data_create(1, NULL);
		int rc = pcre2_match(code, (PCRE2_SPTR)&one, 1, 0, 0, data, NULL);

		pcre2_match_data_free(data);
		if (rc >= 0) {
			m->text[m->len++] = one;
			break;
		}
	}
	pcre2_code_free(code);
	return (close + 1);
}

static const char *
make_group(const char *p, struct made *m)
{
	int depth = 1;

	p++;
	if (strncmp(p, "?:", 2) == 0)
		p += 2;
	assert_true(*p != '?');
	while (*p != ')' && *p != '|' && *p != '\0')
		p = make_one(p, m);
	for (; depth > 0 && *p != '\0'; p++) {
		if (*p == '\\')
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')')
			depth--;
	}
	return (p);
}

static const char *
make_one(const char *p, struct made *m)
{
	size_t before = m->len;

	if (*p == '\\') {
		const char c = p[1];

		if (c == 'd')
			m->text[m->len++] = '1';
		else if (c == 's')
			m->text[m->len++] = ' ';
		else if (c == 'w')
			m->text[m->len++] = 'a';
		else if (c != 'b')
			m->text[m->len++] = c;
		p += 2;
	} else if (*p == '[') {
		p = make_class(p, m);
	} else if (*p == '(') {
		p = make_group(p, m);
	} else if (*p == '.') {
		m->text[m->len++] = 'a';
		p++;
	} else if (*p == '^' || *p == '$') {
		p++;
	} else {
		m->text[m->len++] = *p++;
	}
	if (*p == '?' || *p == '*') {
		m->len = before;
		p++;
	} else if (*p == '+') {
		p++;
	} else if (*p == '{') {
		while (*p++ != '}')
			continue;
	}
	return (p);
}

static void
each_pattern_of_the_counter_list_catches(void **state)
{
	const char *shared = getenv("VARTAI_SHARED");
	char path[4096], line[AGENTS_PATTERN_MAX];
	struct analytics_conf conf = conf_of(path);
	struct analytics_agents *a;
	int patterns = 0;
	FILE *f;

	(void)state;
	(void)snprintf(path, sizeof(path), "%s/counter/COUNTER_Robots_list.txt",
		       shared != NULL ? shared : "../shared");
	if ((f = fopen(path, "r")) == NULL) {
		print_message("there is no %s\n", path);
		skip();
	}
	assert_int_equal(analytics_agents_new(NULL, &conf, &a), VT_OK);
	check_known(a);
	while (fgets(line, sizeof(line), f) != NULL) {
		struct made m = { .len = 0 };
		const char *p = line;

		line[strcspn(line, "\r\n")] = '\0';
		if (line[0] == '\0')
			continue;
		while (*p != '\0' && *p != '|')
			p = make_one(p, &m);
		patterns++;
		if (analytics_agents_class(a, (struct vt_str){ m.text, m.len }) == ANALYTICS_PERSON)
			fail_msg("'%s' does not catch '%.*s'", line, (int)m.len, m.text);
	}
	(void)fclose(f);
	assert_true(patterns > 300);
	analytics_agents_free(&a);
}

static void
what_is_wrong_is_named(void **state)
{
	static const char *const bad[] = { "ok", "(" };
	struct analytics_conf conf = conf_of("");
	struct analytics_agents *a = NULL;

	(void)state;
	conf.robots = (struct vt_str_list){ bad, 2 };
	assert_int_equal(analytics_agents_new(NULL, &conf, &a), VT_E_BADARG);
	assert_non_null(strstr(vt_fail_text(VT_E_BADARG), "analytics.robots: the pattern '('"));
	conf = conf_of("/nowhere/at/all");
	assert_int_equal(analytics_agents_new(NULL, &conf, &a), VT_E_BADARG);
	assert_non_null(strstr(vt_fail_text(VT_E_BADARG), "/nowhere/at/all"));
	assert_null(a);
}

/* The lists' name changes with what they say. */
static void
lists_have_names(void **state)
{
	static const char *const more[] = { "thing" };
	struct analytics_conf conf = conf_of("");
	struct analytics_agents *a, *b;

	(void)state;
	assert_int_equal(analytics_agents_new(NULL, &conf, &a), VT_OK);
	conf.robots = (struct vt_str_list){ more, 1 };
	assert_int_equal(analytics_agents_new(NULL, &conf, &b), VT_OK);
	assert_string_not_equal(analytics_agents_id(a), analytics_agents_id(b));
	assert_int_equal(analytics_agents_class(b, VT_STR("a THING of ours")), ANALYTICS_ROBOT);
	analytics_agents_free(&a);
	analytics_agents_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(our_own_list, begin, end),
		cmocka_unit_test_setup_teardown(each_pattern_of_the_counter_list_catches, begin, end),
		cmocka_unit_test_setup_teardown(what_is_wrong_is_named, begin, end),
		cmocka_unit_test_setup_teardown(lists_have_names, begin, end),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
