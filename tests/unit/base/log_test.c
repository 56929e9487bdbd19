/* SPDX-License-Identifier: Apache-2.0 */
/* The log: both forms, levels, escaping, cutting, rotation. */
#include "vt_test.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/log_setup.h"

static char path[] = "/tmp/vt_log_test_XXXXXX";
static char text[65536];

static const char *
written(void)
{
	FILE *f = fopen(path, "r");
	size_t len;

	assert_non_null(f);
	len = fread(text, 1, sizeof(text) - 1, f);
	text[len] = '\0';
	(void)fclose(f);
	assert_int_equal(truncate(path, 0), 0);
	return (text);
}

static void
readable(void **state)
{
	const struct vt_log_field fields[] = {
		{ "path", VT_STR("/oai?verb=Identify"), 0 },
		{ "agent", VT_STR("a \"b\" c"), 0 },
		{ "word", VT_STR("plain"), 0 },
		{ "status", VT_STR_NONE, 200 },
	};

	(void)state;
	assert_int_equal(vt_log_open(path, false, "info"), VT_OK);
	vt_log_request(VT_STR("r-17"));
	vt_log_event("http", VT_LOG_INFO, "sent", fields, 4);
	vt_log_request(VT_STR_NONE);
	(void)written();
	assert_int_equal(text[10], 'T');
	assert_int_equal(text[23], 'Z');
	assert_string_equal(text + 24, " info http [r-17] sent path=\"/oai?verb=Identify\" "
				       "agent=\"a \\\"b\\\" c\" word=plain status=200\n");
	errno = ENOENT;
	vt_log("ingest", VT_LOG_WARN, "%d objects failed", 2);
	assert_int_equal(errno, ENOENT);
	assert_string_equal(written() + 24, " warn ingest 2 objects failed\n");
}

static void
json(void **state)
{
	const struct vt_log_field fields[] = {
		{ "title", VT_STR("Žemė \"x\"\\\n\xff"), 0 },
		{ "ms", VT_STR_NONE, -5 },
	};

	(void)state;
	assert_int_equal(vt_log_open(path, true, ""), VT_OK);
	vt_log_request(VT_STR("r\"1"));
	vt_log_event("site", VT_LOG_ERROR, "line\nbreak", fields, 2);
	vt_log_request(VT_STR_NONE);
	(void)written();
	assert_memory_equal(text, "{\"time\":\"", 9);
	assert_string_equal(text + 33, "\",\"level\":\"error\",\"module\":\"site\",\"request\":"
				       "\"r\\\"1\",\"message\":\"line\\nbreak\","
				       "\"title\":\"Žemė \\\"x\\\"\\\\\\n\uFFFD\",\"ms\":-5}\n");
}

static void
strangers_cannot_steer_a_terminal(void **state)
{
	(void)state;
	assert_int_equal(vt_log_open(path, false, "info"), VT_OK);
	vt_log("http", VT_LOG_INFO, "%s",
	       "a\nfake line \x1b[31mred\r\x7f \xc2\x9b"
	       "31m \u202eback \xff.");
	assert_string_equal(
	    written() + 24,
	    " info http a\\nfake line \\u001b[31mred\\r\\u007f \\u009b31m \\u202eback \uFFFD.\n");
}

static void
levels_by_module(void **state)
{
	(void)state;
	assert_int_equal(vt_log_open(path, false, "warn, http=debug,oai=error"), VT_OK);
	assert_true(vt_log_wants("http", VT_LOG_DEBUG));
	assert_false(vt_log_wants("site", VT_LOG_INFO));
	assert_true(vt_log_wants("site", VT_LOG_WARN));
	assert_false(vt_log_wants("oai", VT_LOG_WARN));
	vt_log("site", VT_LOG_INFO, "not wanted");
	assert_string_equal(written(), "");
	/* What is wrong is refused and changes nothing. */
	assert_int_equal(vt_log_open(path, false, "loud"), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "'loud' is no log level");
	assert_int_equal(vt_log_open(path, false, "info,=debug"), VT_E_BADARG);
	assert_int_equal(vt_log_open("/no/such/folder/log", false, "info"), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), "/no/such/folder/log");
	assert_true(vt_log_wants("http", VT_LOG_DEBUG));
}

static void
long_lines_are_cut(void **state)
{
	static char big[20000];
	struct vt_log_field fields[40];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(big); i += 2)
		memcpy(big + i, "\xc5\xbe", 2);
	big[sizeof(big) - 2] = '\0';
	for (size_t i = 0; i < 40; i++)
		fields[i] = (struct vt_log_field){ "key", vt_str_sub(vt_str_of(big), 0, 500), 0 };
	for (int is_json = 0; is_json < 2; is_json++) {
		assert_int_equal(vt_log_open(path, is_json != 0, ""), VT_OK);
		vt_log("http", VT_LOG_INFO, "x%s", big);
		vt_test_has(written(), is_json ? "…\"}\n" : "…\n");
		assert_true(vt_utf8_is_valid(vt_str_of(text)) && strlen(text) < 8193);
		vt_log_event("http", VT_LOG_INFO, big, fields, 40);
		vt_test_has(written(), is_json ? "\"}\n" : "…\n");
		vt_log_event("http", VT_LOG_INFO, "x", fields, 40);
		vt_test_has(written(), is_json ? "\"}\n" : "\n");
		assert_true(vt_utf8_is_valid(vt_str_of(text)) && strlen(text) < 8193);
	}
}

static void
rotation(void **state)
{
	char old[sizeof(path) + 4];

	(void)state;
	(void)snprintf(old, sizeof(old), "%s.1", path);
	assert_int_equal(vt_log_open(path, false, ""), VT_OK);
	assert_int_equal(rename(path, old), 0);
	vt_log("http", VT_LOG_INFO, "before");
	assert_int_equal(access(path, F_OK), -1);
	vt_log_reopen();
	vt_log("http", VT_LOG_INFO, "after");
	vt_test_has(written(), "after");
	assert_int_equal(unlink(old), 0);
}

/* A process that may not open the file is handed it. */
static void
handed_over(void **state)
{
	char other[sizeof(path) + 6];
	int fd;

	(void)state;
	assert_int_equal(vt_log_open("-", false, ""), VT_OK);
	assert_int_equal(vt_log_descriptor(), -1);
	assert_int_equal(vt_log_open(path, false, ""), VT_OK);
	assert_true(vt_log_descriptor() > STDERR_FILENO);
	(void)snprintf(other, sizeof(other), "%s.other", path);
	assert_int_equal(rename(path, other), 0);
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0600);
	vt_log_adopt(fd);
	assert_int_equal(close(fd), 0);
	vt_log("http", VT_LOG_INFO, "in the new file");
	vt_test_has(written(), "in the new file");
	assert_int_equal(unlink(other), 0);
}

static void
levels_change_later(void **state)
{
	(void)state;
	assert_int_equal(vt_log_open(path, false, "warn"), VT_OK);
	assert_int_equal(vt_log_set_levels("error,http=debug"), VT_OK);
	assert_true(vt_log_wants("http", VT_LOG_DEBUG));
	assert_false(vt_log_wants("oai", VT_LOG_WARN));
	assert_int_equal(vt_log_set_levels("loud"), VT_E_BADARG);
	assert_true(vt_log_wants("http", VT_LOG_DEBUG));
}

static int
setup(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return (fd < 0 ? -1 : close(fd));
}

static int
teardown(void **state)
{
	(void)state;
	return (unlink(path) + (vt_log_open("-", false, "info") != VT_OK));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(readable),
		cmocka_unit_test(json),
		cmocka_unit_test(strangers_cannot_steer_a_terminal),
		cmocka_unit_test(levels_by_module),
		cmocka_unit_test(long_lines_are_cut),
		cmocka_unit_test(rotation),
		cmocka_unit_test(handed_over),
		cmocka_unit_test(levels_change_later),
	};

	return (cmocka_run_group_tests(tests, setup, teardown));
}
