/* SPDX-License-Identifier: Apache-2.0 */
/* Configuration: what a file and --set may say, and each refusal's sentence. */
#include "vt_test.h"

#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/nearest.h"

#define COUNT(rows) (sizeof(rows) / sizeof((rows)[0]))

struct server {
	const char *listen, *data, *format;
	int64_t workers, body, wait;
	bool is_open;
	struct vt_str_list hosts;
};
struct top {
	struct vt_str_list plugins;
};

#define AT(field) offsetof(struct server, field)
static const struct vt_option server_options[] = {
	{ "listen", "127.0.0.1:8080", "address and port", AT(listen), VT_OPT_STR, 0, 0, NULL },
	{ "data", "data", "where things are kept", AT(data), VT_OPT_PATH, 0, 0, NULL },
	{ "log_format", "text", "how lines look", AT(format), VT_OPT_CHOICE, 0, 0, "text|json" },
	{ "workers", "2", "processes", AT(workers), VT_OPT_INT, 1, 64, NULL },
	{ "body_max", "64k", "largest body", AT(body), VT_OPT_SIZE, 1, 1LL << 40, NULL },
	{ "timeout", "5m", "patience", AT(wait), VT_OPT_SECS, 0, 864000, NULL },
	{ "open", "no", "for everyone", AT(is_open), VT_OPT_BOOL, 0, 0, NULL },
	{ "hosts", "a, b", "names that are answered", AT(hosts), VT_OPT_LIST, 0, 0, NULL },
	{ .key = NULL },
};
static const struct vt_option top_options[] = {
	{ "plugins", "oai, site", "what is loaded", offsetof(struct top, plugins), VT_OPT_LIST, 0,
	  0, NULL },
	{ .key = NULL },
};
static const struct vt_option oai_options[] = {
	{ "domain", "", "domain of identifiers", 0, VT_OPT_STR, 0, 0, NULL },
	{ .key = NULL },
};
static const struct vt_conf_section server_section = { "server", "the server", server_options };
static const struct vt_conf_section top_section = { "", "", top_options };
static const struct vt_conf_section oai_section = { "oai", "", oai_options };
static const struct vt_conf_section *const sections[] = { &top_section, &server_section,
							  &oai_section };

static char folder[PATH_MAX] = "/tmp/vt_conf_test_XXXXXX";
static char path[PATH_MAX + 16];

static void
write_conf(const char *text, size_t len)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* Reads text and one override (or NULL); the error and its sentence. */
static vt_err
read_conf(const char *text, const char *set, struct vt_conf **conf_r, struct server *s)
{
	const char *domain = NULL;
	struct top top;
	vt_err err;

	vt_fail_clear();
	write_conf(text, strlen(text));
	err = vt_conf_open(path, conf_r);
	if (err == VT_OK && set != NULL)
		err = vt_conf_set(*conf_r, set);
	if (err == VT_OK)
		err = vt_conf_fill(*conf_r, &top_section, &top);
	if (err == VT_OK)
		err = vt_conf_fill(*conf_r, &server_section, s);
	if (err == VT_OK)
		err = vt_conf_fill(*conf_r, &oai_section, &domain);
	if (err == VT_OK)
		err = vt_conf_check_unknown(*conf_r, sections, COUNT(sections));
	return (err);
}

static void
defaults(void **state)
{
	struct vt_conf *conf = NULL;
	struct server s;
	char cwd[PATH_MAX], want[PATH_MAX + 16];

	(void)state;
	memset(&s, 0xff, sizeof(s));
	assert_int_equal(vt_conf_open(NULL, &conf), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &server_section, &s), VT_OK);
	assert_string_equal(s.listen, "127.0.0.1:8080");
	(void)snprintf(want, sizeof(want), "%s/data", getcwd(cwd, sizeof(cwd)));
	assert_string_equal(s.data, want);
	assert_string_equal(s.format, "text");
	assert_int_equal(s.workers, 2);
	assert_int_equal(s.body, 65536);
	assert_int_equal(s.wait, 300);
	assert_false(s.is_open);
	assert_int_equal(s.hosts.count, 2);
	assert_string_equal(s.hosts.items[1], "b");
	vt_conf_free(&conf);
	assert_null(conf);
	vt_conf_free(&conf);
}

static void
a_file(void **state)
{
	struct vt_conf *conf = NULL;
	struct server s;
	char want[PATH_MAX + 16];

	(void)state;
	assert_int_equal(read_conf("# a comment\n"
				   "plugins: [oai]\n"
				   "server:\n"
				   "  listen: \"[::1]:80\"   # v6\n"
				   "  data: ../other\n"
				   "  log_format: json\n"
				   "  workers: 64\n"
				   "  body_max: 2G\n"
				   "  timeout: 3d\n"
				   "  open: Yes\n"
				   "  hosts:\n    - biblioteka.lt\n    - 'b, c'\n"
				   "oai:\n",
				   NULL, &conf, &s),
			 VT_OK);
	assert_string_equal(s.listen, "[::1]:80");
	(void)snprintf(want, sizeof(want), "%s/../other", folder);
	assert_string_equal(s.data, want);
	assert_string_equal(s.format, "json");
	assert_int_equal(s.workers, 64);
	assert_int_equal(s.body, 2LL << 30);
	assert_int_equal(s.wait, 3 * 86400);
	assert_true(s.is_open);
	assert_int_equal(s.hosts.count, 2);
	assert_string_equal(s.hosts.items[1], "b, c");
	vt_conf_free(&conf);
}

static void
units(void **state)
{
	static const struct {
		const char *set;
		int64_t body, wait;
	} rows[] = {
		{ "server.body_max=512", 512, 300 },	{ "server.body_max=1K", 1024, 300 },
		{ "server.body_max=8m", 8 << 20, 300 }, { "server.body_max=1T", 1LL << 40, 300 },
		{ "server.timeout=90", 65536, 90 },	{ "server.timeout=90s", 65536, 90 },
		{ "server.timeout=2h", 65536, 7200 },	{ "server.timeout=1w", 65536, 604800 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_conf *conf = NULL;
		struct server s;

		assert_int_equal(read_conf("", rows[i].set, &conf, &s), VT_OK);
		assert_int_equal(s.body, rows[i].body);
		assert_int_equal(s.wait, rows[i].wait);
		vt_conf_free(&conf);
	}
}

static void
overrides(void **state)
{
	struct vt_conf *conf = NULL;
	struct server s;
	struct top top;
	char cwd[PATH_MAX], want[PATH_MAX + 16];

	(void)state;
	write_conf("server: {data: x, workers: 3}\n", 30);
	assert_int_equal(vt_conf_open(path, &conf), VT_OK);
	assert_int_equal(vt_conf_set(conf, "server.data=y"), VT_OK);
	assert_int_equal(vt_conf_set(conf, "server.listen=a=b"), VT_OK);
	assert_int_equal(vt_conf_set(conf, "server.workers=4"), VT_OK);
	assert_int_equal(vt_conf_set(conf, "server.workers=5"), VT_OK);
	assert_int_equal(vt_conf_set(conf, "server.hosts="), VT_OK);
	assert_int_equal(vt_conf_set(conf, "plugins=api , site"), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &server_section, &s), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &top_section, &top), VT_OK);
	assert_int_equal(vt_conf_check_unknown(conf, sections, COUNT(sections)), VT_OK);
	(void)snprintf(want, sizeof(want), "%s/y", getcwd(cwd, sizeof(cwd)));
	assert_string_equal(s.data, want);
	assert_string_equal(s.listen, "a=b");
	assert_int_equal(s.workers, 5);
	assert_int_equal(s.hosts.count, 0);
	assert_int_equal(top.plugins.count, 2);
	assert_string_equal(top.plugins.items[0], "api");
	assert_string_equal(top.plugins.items[1], "site");
	/* An empty path stays empty; an absolute one stays itself. */
	assert_int_equal(vt_conf_set(conf, "server.data="), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &server_section, &s), VT_OK);
	assert_string_equal(s.data, "");
	assert_int_equal(vt_conf_set(conf, "server.data=/srv/x"), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &server_section, &s), VT_OK);
	assert_string_equal(s.data, "/srv/x");
	vt_conf_free(&conf);
}

/* Of a list's entries those with a '/' are paths, and follow the rule of all paths. */
static void
paths_in_a_list(void **state)
{
	struct top top;
	struct vt_conf *conf;
	char cwd[PATH_MAX], want[PATH_MAX + 32], beside[PATH_MAX + 16];

	(void)state;
	write_conf("plugins: [oai, ./mine.so, ../x/y.so, /opt/z.so]\n", 48);
	assert_int_equal(vt_conf_open(path, &conf), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &top_section, &top), VT_OK);
	assert_int_equal(vt_conf_list_paths(conf, "", "plugins", &top.plugins), VT_OK);
	assert_int_equal(top.plugins.count, 4);
	(void)snprintf(beside, sizeof(beside), "%s", path);
	*strrchr(beside, '/') = '\0';
	assert_string_equal(top.plugins.items[0], "oai");
	(void)snprintf(want, sizeof(want), "%s/./mine.so", beside);
	assert_string_equal(top.plugins.items[1], want);
	(void)snprintf(want, sizeof(want), "%s/../x/y.so", beside);
	assert_string_equal(top.plugins.items[2], want);
	assert_string_equal(top.plugins.items[3], "/opt/z.so");
	assert_int_equal(vt_conf_set(conf, "plugins=a/b.so, site"), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &top_section, &top), VT_OK);
	assert_int_equal(vt_conf_list_paths(conf, "", "plugins", &top.plugins), VT_OK);
	(void)snprintf(want, sizeof(want), "%s/a/b.so", getcwd(cwd, sizeof(cwd)));
	assert_string_equal(top.plugins.items[0], want);
	assert_string_equal(top.plugins.items[1], "site");
	vt_conf_free(&conf);
}

static void
refusals(void **state)
{
	static const struct {
		const char *text, *set, *sentence;
	} rows[] = {
		{ "server:\n  workers: many\n", NULL,
		  "line 2: server.workers must be a whole number, not 'many'" },
		{ "server:\n  workers: 65\n", NULL,
		  "line 2: server.workers must be from 1 to 64, not 65" },
		{ "server:\n  workers: [1, 2]\n", NULL,
		  "line 2: server.workers must be one value, not a list" },
		{ "server:\n  workers: {a: 1}\n", NULL, "must be one value, not a map" },
		{ "server:\n  workers:\n", NULL, "server.workers has no value" },
		{ "server:\n  workers: 1.5\n", NULL, "must be a whole number, not '1.5'" },
		{ "server:\n  body_max: 5x\n", NULL, "must be a size such as" },
		{ "server:\n  body_max: 99999999999G\n", NULL, "must be a size such as" },
		{ "server:\n  timeout: 5 m\n", NULL, "must be a time such as" },
		{ "server:\n  timeout: 11d\n", NULL, "from 0 to 864000 seconds, not 950400" },
		{ "server:\n  open: maybe\n", NULL, "server.open must be yes or no, not 'maybe'" },
		{ "server:\n  log_format: jsn\n", NULL,
		  "must be one of text|json, not 'jsn': did you mean 'json'?" },
		{ "server:\n  hosts: [a, [b]]\n", NULL, "server.hosts must be a list of words" },
		{ "server:\n  hosts: {a: b}\n", NULL, "server.hosts must be a list, not a map" },
		{ "server:\n  hosts: [a, '']\n", NULL, "server.hosts has an empty entry" },
		{ "server:\n  listen: \"a\\0b\"\n", NULL, "NUL" },
		{ "server:\n  lisen: x\n", NULL,
		  "line 2: there is no key 'lisen' in section 'server': did you mean 'listen'?" },
		{ "server:\n  log-format: text\n", NULL, "did you mean 'log_format'?" },
		{ "server:\n  domain: x\n", NULL, "it belongs to section 'oai'" },
		{ "server:\n  zzz: x\n", NULL, "there is no key 'zzz' in section 'server'" },
		{ "\nsevrer:\n  workers: 1\n", NULL,
		  "line 2: there is no section 'sevrer': did you mean 'server'?" },
		{ "exhibitions:\n  x: 1\n", NULL, "it is not in 'plugins'" },
		{ "exhibitions:\n  {}\n", NULL, "it is not in 'plugins'" },
		{ "plugin: [oai]\n", NULL,
		  "there is no key 'plugin' at the top: did you mean 'plugins'?" },
		{ "server: 8080\n", NULL, "'server' is a section" },
		{ "server.workers: 2\n", NULL,
		  "there is no key 'server.workers': write 'server:' and, indented below it, 'workers:'" },
		{ "server:\n\tworkers: 2\n", NULL, "line 2: a tab stands here: indent with spaces" },
		{ "server:\n  listen: x\n\tworkers: 2\n", NULL,
		  "line 3: a tab stands here: indent with spaces" },
		{ "server:\n\t- x\n", NULL, "line 2: a tab stands here" },
		{ "site:\n  name: Utena: miestas\n", NULL,
		  "line 2: a ':' stands here where no key can be: put a text that has one in quotation marks" },
		{ "site:\n  name: \"Utena\n  colour: a\n", NULL,
		  "line 2: the quotation mark that begins here is not closed" },
		{ "plugins: {oai: 1}\n", NULL, "plugins must be a value, not a map" },
		{ "server:\n  workers: 1\n  listen: x\n  workers: 2\n", NULL,
		  "line 4: 'workers' stands here again (first in line 2)" },
		{ "server:\n  listen: a\nserver:\n  workers: 2\n", NULL,
		  "line 3: 'server' stands here again (first in line 1)" },
		{ "server:\n\tlisten: a\n", NULL, "line 2: " },
		{ "server: [a\n", NULL, ", line " },
		{ "- a\n- b\n", NULL, "line 1: sections such as 'server:' are expected" },
		{ "just text\n", NULL, "line 1: sections such as 'server:' are expected" },
		{ "? [a]\n: b\n", NULL, "line 1: a key must be a word" },
		{ "server: &x {listen: a}\noai: *x\n", NULL, "used again by an alias" },
		{ "server: &x\n  hosts: [*x]\n", NULL, "alias" },
		{ "server: {}\n---\nserver: {}\n", NULL, "a second document begins here" },
		{ "server:\n  listen: \"\xff\"\n", NULL, "save it as UTF-8" },
		{ "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
		  "]]",
		  NULL, "more than 32 levels deep" },
		{ "", "server.workers", "--set wants section.key=value, not 'server.workers'" },
		{ "", "=x", "--set wants section.key=value" },
		{ "", "server.workers=x",
		  "--set server.workers=x: server.workers must be a whole number" },
		{ "", "server.wokers=1",
		  "--set server.wokers=1: there is no key 'wokers' in section 'server': did you "
		  "mean 'workers'?" },
		{ "", "workers=1", "it belongs to section 'server'" },
		{ "", "server.listen=\xff", "not UTF-8" },
		{ "", "server.hosts=a,,b", "server.hosts has an empty entry" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_conf *conf = NULL;
		struct server s;
		vt_err err = read_conf(rows[i].text, rows[i].set, &conf, &s);

		if (err != VT_E_BADARG)
			fail_msg("%s %s: %s", rows[i].text, rows[i].set, vt_err_name(err));
		vt_test_has(vt_fail_text(VT_E_BADARG), rows[i].sentence);
		if (rows[i].set == NULL)
			vt_test_has(vt_fail_text(VT_E_BADARG), path);
		vt_conf_free(&conf);
	}
}

static void
files_that_cannot_be_read(void **state)
{
	struct vt_conf *conf = NULL;
	char *big = calloc(1, VT_CONF_SIZE_MAX + 2);

	(void)state;
	memset(big, '#', VT_CONF_SIZE_MAX + 1);
	write_conf(big, VT_CONF_SIZE_MAX + 1);
	assert_int_equal(vt_conf_open(path, &conf), VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "1048576 bytes");
	write_conf(big, VT_CONF_SIZE_MAX);
	assert_int_equal(vt_conf_open(path, &conf), VT_OK);
	vt_conf_free(&conf);
	free(big);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(vt_conf_open(path, &conf), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), path);
	assert_int_equal(vt_conf_open("/no/such/folder/v.yaml", &conf), VT_E_IO);
	assert_int_equal(vt_conf_open("/tmp", &conf), VT_E_IO);
	assert_null(conf);
}

static void
odd_but_right(void **state)
{
	static const char *const rows[] = { "",
					    "\n\n",
					    "# only a comment\n",
					    "---\n",
					    "server:\n",
					    "server: {}\n",
					    "~\n",
					    "\xef\xbb\xbfserver:\n  workers: 3\n",
					    "plugins:\n",
					    "plugins: oai, site\n",
					    "%YAML 1.1\n---\nserver:\n" };

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_conf *conf = NULL;
		struct server s;

		if (read_conf(rows[i], NULL, &conf, &s) != VT_OK)
			fail_msg("%s: %s", rows[i], vt_fail_text(VT_E_BADARG));
		vt_conf_free(&conf);
	}
}

static void
documented_options_are_read_back(void **state)
{
	static const struct vt_option odd[] = {
		{ "quoted", "a \"b\": #\\c", "an odd default", AT(listen), VT_OPT_STR, 0, 0, NULL },
		{ "dash", "-",
		  "a very long help text that has to be broken into several lines of a "
		  "comment because nobody likes to scroll sideways in an editor",
		  AT(format), VT_OPT_STR, 0, 0, NULL },
		{ "none", NULL, "nothing", AT(data), VT_OPT_PATH, 0, 0, NULL },
		{ "list", "*, a b", "odd entries", AT(hosts), VT_OPT_LIST, 0, 0, NULL },
		{ "number", NULL, "no default", AT(workers), VT_OPT_INT, 0, 0, NULL },
		{ .key = NULL },
	};
	static const struct vt_conf_section odd_section = { "odd", "", odd };
	struct vt_buf b;
	struct vt_conf *conf = NULL;
	struct server s = { 0 };

	(void)state;
	vt_buf_init(&b, 0);
	vt_conf_document(&top_section, &b);
	vt_conf_document(&server_section, &b);
	vt_conf_document(&odd_section, &b);
	assert_int_equal(vt_buf_error(&b), VT_OK);
	vt_test_has(b.p, "plugins: [oai, site]\n");
	vt_test_has(b.p, "# the server\nserver:\n  # address and port\n  listen: 127.0.0.1:8080\n");
	vt_test_has(b.p, "  # processes (a whole number, from 1 to 64)\n  workers: 2\n");
	vt_test_has(b.p, "  # how lines look (one of text|json)\n");
	vt_test_has(b.p, "  #number:\n");
	for (char *line = b.p; line != NULL; line = strchr(line + 1, '\n'))
		assert_true(strcspn(line + 1, "\n") <= 92);
	write_conf(b.p, b.len);
	assert_int_equal(vt_conf_open(path, &conf), VT_OK);
	assert_int_equal(vt_conf_fill(conf, &server_section, &s), VT_OK);
	assert_int_equal(s.body, 65536);
	assert_int_equal(s.hosts.count, 2);
	memset(&s, 0, sizeof(s));
	assert_int_equal(vt_conf_fill(conf, &odd_section, &s), VT_OK);
	assert_string_equal(s.listen, "a \"b\": #\\c");
	assert_string_equal(s.format, "-");
	assert_string_equal(s.data, "");
	assert_int_equal(s.hosts.count, 2);
	assert_string_equal(s.hosts.items[0], "*");
	vt_conf_free(&conf);
	vt_buf_fini(&b);
}

static void
nearest_words(void **state)
{
	static const char *const known[] = { "listen", "admin_listen", "workers", "user", "oai" };
	static const struct {
		const char *word, *near;
	} rows[] = {
		{ "lsiten", "listen" },
		{ "Listen", "listen" },
		{ "adminlisten", "admin_listen" },
		{ "worker", "workers" },
		{ "usr", "user" },
		{ "oia", "oai" },
		{ "xyz", NULL },
		{ "", NULL },
		{ "a-very-long-word-that-nobody-can-have-meant-when-typing-any-of-these-keys",
		  NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct vt_nearest_word n;

		vt_nearest_word_init(&n, vt_str_of(rows[i].word));
		for (size_t k = 0; k < COUNT(known); k++)
			vt_nearest_word_try(&n, known[k]);
		if ((n.best == NULL) != (rows[i].near == NULL) ||
		    (n.best != NULL && strcmp(n.best, rows[i].near) != 0))
			fail_msg("%s: %s", rows[i].word, n.best);
	}
}

static int
setup(void **state)
{
	char real[PATH_MAX];

	(void)state;
	if (mkdtemp(folder) == NULL || realpath(folder, real) == NULL)
		return (-1);
	(void)snprintf(path, sizeof(path), "%s/v.yaml", folder);
	return (0);
}

static int
teardown(void **state)
{
	(void)state;
	(void)unlink(path);
	return (rmdir(folder));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults),	 cmocka_unit_test(a_file),
		cmocka_unit_test(units),	 cmocka_unit_test(overrides),
		cmocka_unit_test(paths_in_a_list),
		cmocka_unit_test(refusals),	 cmocka_unit_test(files_that_cannot_be_read),
		cmocka_unit_test(odd_but_right), cmocka_unit_test(documented_options_are_read_back),
		cmocka_unit_test(nearest_words),
	};

	return (cmocka_run_group_tests(tests, setup, teardown));
}
