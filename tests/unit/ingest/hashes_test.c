/* SPDX-License-Identifier: Apache-2.0 */
/* Remembered hashes: they count only while nothing of the file has changed. */
#include "ingest_help.h"

#include <fcntl.h>
#include <time.h>

#include "ingest/pipeline/hashes.h"

static void
ask(const char *memory, bool is_kept, char hex[VT_HASH_HEX])
{
	struct vt_hashes *h;
	int64_t bytes;

	assert_int_equal(vt_hashes_open(memory, is_kept, &h), VT_OK);
	assert_int_equal(vt_hashes_get(h, help_path("file"), hex, &bytes), VT_OK);
	vt_hashes_close(&h);
}

/* The memory with the hash in it replaced, so that one can see whether it was used. */
static void
forge(const char *memory, const char *hex)
{
	char bytes[4000], *at;
	FILE *f = fopen(memory, "r+e");
	size_t n;

	assert_non_null(f);
	n = fread(bytes, 1, sizeof(bytes) - 1, f);
	bytes[n] = '\0';
	at = strstr(bytes, hex);
	assert_non_null(at);
	assert_int_equal(fseek(f, at - bytes, SEEK_SET), 0);
	(void)fputc(hex[0] == '0' ? '1' : '0', f);
	(void)fclose(f);
}

/* Long ago, so that its times are settled. */
static void
write_old(const char *text)
{
	const struct timespec long_ago[2] = { { 1000000, 0 }, { 1000000, 5 } };

	help_write("file", text);
	assert_int_equal(utimensat(AT_FDCWD, help_path("file"), long_ago, 0), 0);
}

static void
remembering(void **state)
{
	char memory[512], real[VT_HASH_HEX], again[VT_HASH_HEX];

	(void)state;
	(void)snprintf(memory, sizeof(memory), "%s", help_path("hashes"));
	write_old("content");
	ask(memory, true, real);
	/* its change time is of this moment: nothing is remembered yet */
	assert_null(strstr(real, "zz"));
	sleep(VT_HASHES_SETTLE_S + 1);
	ask(memory, true, real);
	forge(memory, real);
	ask(memory, true, again);
	assert_string_not_equal(real, again);
	/* the same length at the same time, but touched: read again */
	write_old("CONTENT");
	ask(memory, true, again);
	assert_string_not_equal(real, again);
	write_old("content");
	ask(memory, true, again);
	assert_string_equal(real, again);
}

/* Half a line, as a killed run leaves it, and lines that are none. */
static void
torn(void **state)
{
	char memory[512], hex[VT_HASH_HEX], bytes[4000] = "";
	FILE *f;

	(void)state;
	(void)snprintf(memory, sizeof(memory), "%s", help_path("torn"));
	help_write("torn", "vartai-hashes 1\nnonsense\n1 2 3 4 5 abc /x\n7 1000000 100");
	write_old("content");
	ask(memory, true, hex);
	f = fopen(memory, "re");
	(void)!fread(bytes, 1, sizeof(bytes) - 1, f);
	(void)fclose(f);
	vt_test_str("rewritten", vt_str_of(bytes), "vartai-hashes 1\n");
	/* a file of something else is not ours to write to */
	help_write("torn", "something else\n");
	ask(memory, false, hex);
	f = fopen(memory, "re");
	(void)!fread(bytes, 1, sizeof(bytes) - 1, f);
	(void)fclose(f);
	assert_memory_equal(bytes, "something else\n", 15);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(remembering),
		cmocka_unit_test(torn),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
