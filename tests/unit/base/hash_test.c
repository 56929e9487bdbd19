/* SPDX-License-Identifier: Apache-2.0 */
/* Hashes against known values, of bytes and of a file. */
#include "vt_test.h"

#include <unistd.h>

#include "base/hash.h"

/* b2sum -l 256 of "abc" */
#define ABC "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"

static void
bytes(void **state)
{
	struct vt_hash_state h;
	char hex[VT_HASH_HEX], other[VT_HASH_HEX];

	(void)state;
	vt_hash_init(&h);
	vt_hash_put(&h, "a", 1);
	vt_hash_put(&h, "bc", 2);
	vt_hash_put(&h, NULL, 0);
	vt_hash_hex(&h, hex);
	assert_string_equal(hex, ABC);
	vt_hash_init(&h);
	vt_hash_put_str(&h, VT_STR("ab"));
	vt_hash_put_str(&h, VT_STR("c"));
	vt_hash_hex(&h, hex);
	vt_hash_init(&h);
	vt_hash_put_str(&h, VT_STR("a"));
	vt_hash_put_str(&h, VT_STR("bc"));
	vt_hash_hex(&h, other);
	assert_string_not_equal(hex, other);
}

static void
files(void **state)
{
	char path[] = "/tmp/vt_hash_test_XXXXXX", hex[VT_HASH_HEX] = "kept";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "abc", 3), 3);
	(void)close(fd);
	assert_int_equal(vt_hash_file(path, hex), VT_OK);
	assert_string_equal(hex, ABC);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(vt_hash_file(path, hex), VT_E_IO);
	vt_test_has(vt_fail_text(VT_E_IO), path);
	assert_int_equal(vt_hash_file("/tmp", hex), VT_E_IO);
	assert_string_equal(hex, ABC);
}

static void
secrets_differ_by_purpose(void **state)
{
	const uint8_t key[VT_HASH_LEN] = { 1, 2, 3 }, other_key[VT_HASH_LEN] = { 1, 2, 4 };
	uint8_t one[VT_HASH_LEN], two[VT_HASH_LEN];

	(void)state;
	vt_hash_derive(key, "oai.token", one);
	vt_hash_derive(key, "oai.token", two);
	assert_memory_equal(one, two, VT_HASH_LEN);
	vt_hash_derive(key, "session", two);
	assert_memory_not_equal(one, two, VT_HASH_LEN);
	vt_hash_derive(other_key, "oai.token", two);
	assert_memory_not_equal(one, two, VT_HASH_LEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes),
		cmocka_unit_test(files),
		cmocka_unit_test(secrets_differ_by_purpose),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
