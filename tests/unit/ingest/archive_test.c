/* SPDX-License-Identifier: Apache-2.0 */
/* Zips: what is unpacked, and what is refused before a byte is written. */
#include "ingest_help.h"

#include <zip.h>

#include "ingest/folder/archive.h"

struct entry {
	const char *name, *text;
};

static void
make_zip(const struct entry *entries, size_t count)
{
	int code;
	zip_t *z;

	(void)unlink(help_path("x.zip"));
	z = zip_open(help_path("x.zip"), ZIP_CREATE | ZIP_TRUNCATE, &code);
	assert_non_null(z);
	for (size_t i = 0; i < count; i++) {
		zip_source_t *s =
		    zip_source_buffer(z, entries[i].text, strlen(entries[i].text), 0);
		zip_int64_t at = zip_file_add(z, entries[i].name, s, ZIP_FL_ENC_UTF_8);

		assert_true(at >= 0);
		if (strcmp(entries[i].name, "link") == 0)
			(void)zip_file_set_external_attributes(z, (zip_uint64_t)at, 0,
			    ZIP_OPSYS_UNIX, (zip_uint32_t)0120777 << 16);
		if (strcmp(entries[i].name, "secret") == 0)
			(void)zip_file_set_encryption(z, (zip_uint64_t)at, ZIP_EM_AES_256, "x");
	}
	assert_int_equal(zip_close(z), 0);
}

static vt_err
unpack(int64_t entries, int64_t bytes, int64_t ratio)
{
	const struct vt_archive_limits limits = { entries, bytes, ratio, NULL };

	assert_int_equal(vt_temp_remove(help_path("out")), VT_OK);
	assert_int_equal(vt_temp_make(help_path("out")), VT_OK);
	return (vt_archive_unpack(help_path("x.zip"), help_path("out"), &limits));
}

static bool
is_out(const char *name)
{
	char path[100];

	(void)snprintf(path, sizeof(path), "out/%s", name);
	return (access(help_path(path), F_OK) == 0);
}

static void
unpacking(void **state)
{
	static const struct entry good[] = { { "a/b/c.txt", "hello" }, { "ž ė.txt", "" },
		{ "win\\dows.txt", "x" } };

	(void)state;
	make_zip(good, COUNT(good));
	assert_int_equal(unpack(10, 1000, 100), VT_OK);
	assert_true(is_out("a/b/c.txt"));
	assert_true(is_out("ž ė.txt"));
	assert_true(is_out("win/dows.txt"));
}

static void
refused(void **state)
{
	static const struct {
		struct entry e;
		const char *part;
	} bad[] = {
		{ { "../up.txt", "x" }, "leads out" },
		{ { "a/../../up.txt", "x" }, "leads out" },
		{ { "/etc/x", "x" }, "leads out" },
		{ { "a\\..\\..\\up.txt", "x" }, "leads out" },
		{ { "C:/x", "x" }, "leads out" },
		{ { "link", "/etc/passwd" }, "symbolic link" },
		{ { "secret", "x" }, "encrypted" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct entry two[] = { { "first.txt", "x" }, bad[i].e };

		make_zip(two, 2);
		assert_int_equal(unpack(10, 1000, 100), VT_E_BADARG);
		vt_test_has(vt_fail_text(VT_E_BADARG), bad[i].part);
		vt_test_has(vt_fail_text(VT_E_BADARG), "x.zip");
		assert_false(is_out("first.txt"));
		assert_int_not_equal(access(help_path("up.txt"), F_OK), 0);
	}
}

static void
limits(void **state)
{
	static const struct entry two[] = { { "a", "12345" }, { "b", "12345" } };

	(void)state;
	make_zip(two, 2);
	assert_int_equal(unpack(1, 1000, 100), VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "ingest.zip_entries_max");
	assert_int_equal(unpack(2, 9, 100), VT_E_TOOLARGE);
	vt_test_has(vt_fail_text(VT_E_TOOLARGE), "ingest.zip_bytes_max");
	assert_int_equal(unpack(2, 10, 100), VT_OK);
}

/* 65 MB of nothing in 65 kB. */
static void
bomb(void **state)
{
	size_t len = (size_t)VT_ARCHIVE_RATIO_FROM + 1024 * 1024;
	char *nothing = malloc(len + 1);
	struct entry e = { "nothing", nothing };

	(void)state;
	assert_non_null(nothing);
	memset(nothing, ' ', len);
	nothing[len] = '\0';
	make_zip(&e, 1);
	free(nothing);
	assert_int_equal(unpack(1, INT64_MAX, 300), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "ingest.zip_ratio_max");
	assert_false(is_out("nothing"));
}

static void
damaged(void **state)
{
	static const struct entry one[] = { { "a.txt", "0123456789012345678901234567890123456789" } };
	FILE *f;

	(void)state;
	help_write("x.zip", "PK\3\4 nothing of the kind");
	assert_int_equal(unpack(10, 1000, 100), VT_E_BADARG);
	make_zip(one, 1);
	f = fopen(help_path("x.zip"), "r+");
	assert_non_null(f);
	assert_int_equal(fseek(f, 38, SEEK_SET), 0); /* in the packed bytes */
	(void)fputc('!', f);
	(void)fclose(f);
	assert_int_equal(unpack(10, 1000, 100), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "a.txt");
}

static void
removing(void **state)
{
	(void)state;
	help_write("gone/a/b.txt", "x");
	help_write("stays.txt", "x");
	(void)symlink("../stays.txt", help_path("gone/link"));
	assert_int_equal(vt_temp_remove(help_path("gone")), VT_OK);
	assert_int_not_equal(access(help_path("gone"), F_OK), 0);
	assert_int_equal(access(help_path("stays.txt"), F_OK), 0);
	assert_int_equal(vt_temp_remove(help_path("gone")), VT_OK);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unpacking), cmocka_unit_test(refused),	 cmocka_unit_test(limits),
		cmocka_unit_test(bomb),	     cmocka_unit_test(damaged), cmocka_unit_test(removing),
	};

	return (cmocka_run_group_tests(tests, help_setup, help_teardown));
}
