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

/* A thousand addresses that differ in little are spread over a table. */
static void
quick_ones_spread(void **state)
{
	bool is_taken[1024] = { false };
	int taken = 0;

	(void)state;
	for (int i = 0; i < 1024; i++) {
		char text[64];
		uint64_t h;

		(void)snprintf(text, sizeof(text), "/iiif/3/a.1/%d,0,512,512/512,512/0/x", i * 512);
		h = vt_hash_quick(vt_str_of(text));
		assert_true(h == vt_hash_quick(vt_str_of(text)));
		taken += !is_taken[h % 1024];
		is_taken[h % 1024] = true;
	}
	/* Of chance: 1 - 1/e of them, 647. */
	assert_in_range(taken, 590, 700);
	assert_true(vt_hash_quick(VT_STR("a")) != vt_hash_quick((struct vt_str){ "a\0", 2 }));
	(void)vt_hash_quick(VT_STR_NONE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes),
		cmocka_unit_test(files),
		cmocka_unit_test(secrets_differ_by_purpose),
		cmocka_unit_test(quick_ones_spread),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
