/* SPDX-License-Identifier: Apache-2.0 */
/* Buffers: growing, the limit, the sticky error, the two escapes. */
#include "vt_test.h"

#include "api/buf.h"

static void
grows(void **state)
{
	struct vt_buf b;

	(void)state;
	vt_buf_init(&b, 0);
	for (int i = 0; i < 10000; i++)
		vt_buf_printf(&b, "%d,", i % 10);
	assert_int_equal(b.len, 20000);
	assert_int_equal(vt_buf_error(&b), VT_OK);
	assert_int_equal(b.p[b.len], '\0');
	vt_buf_reset(&b);
	vt_buf_printf(&b, "%0300d", 7);
	assert_int_equal(b.len, 300);
	assert_int_equal(b.p[299], '7');
	assert_int_equal(strlen(b.p), 300);
	vt_buf_put(&b, NULL, 0); /* UBSan: not into memcpy() */
	assert_int_equal(b.len, 300);
	vt_buf_fini(&b);
	vt_buf_put(&b, NULL, 0);
	vt_test_str("empty", vt_buf_get(&b), "");
	vt_buf_fini(&b);
}

static void
the_limit_is_sticky(void **state)
{
	struct vt_buf b;
	size_t len = 77;

	(void)state;
	vt_buf_init(&b, 10);
	vt_buf_str(&b, VT_STR("1234567890"));
	assert_int_equal(vt_buf_error(&b), VT_OK);
	vt_buf_char(&b, '!');
	assert_int_equal(vt_buf_error(&b), VT_E_LIMIT);
	vt_test_has(vt_fail_text(VT_E_LIMIT), "10 bytes");
	vt_buf_str(&b, VT_STR(""));
	vt_test_str("what fitted", vt_buf_get(&b), "1234567890");
	assert_null(vt_buf_room(&b, 1));
	assert_null(vt_buf_take(&b, &len));
	assert_int_equal(len, 77);
	vt_buf_reset(&b);
	vt_buf_str(&b, VT_STR("again"));
	assert_int_equal(vt_buf_error(&b), VT_OK);
	vt_buf_fini(&b);
}

static void
taking_leaves_it_empty(void **state)
{
	struct vt_buf b;
	size_t len;
	char *p;

	(void)state;
	vt_buf_init(&b, 0);
	memcpy(vt_buf_room(&b, 3), "abc", 3);
	b.len += 3;
	p = vt_buf_take(&b, &len);
	assert_int_equal(len, 3);
	assert_string_equal(p, "abc");
	free(p);
	p = vt_buf_take(&b, &len);
	assert_string_equal(p, "");
	assert_int_equal(len, 0);
	free(p);
}

static void
escapes(void **state)
{
	static const struct {
		const char *in, *escaped, *percent;
	} rows[] = {
		{ "", "", "" },
		{ "a-b_c.d~9", "a-b_c.d~9", "a-b_c.d~9" },
		{ "<b a='1' c=\"2\">&", "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;",
		  "%3Cb%20a%3D%271%27%20c%3D%222%22%3E%26" },
		{ "Žemaičiai", "Žemaičiai", "%C5%BDemai%C4%8Diai" },
		{ "a/b?c=d+e%", "a/b?c=d+e%", "a%2Fb%3Fc%3Dd%2Be%25" },
		{ "tab\tbell\a.", "tab\tbell.", "tab%09bell%07." },
	};
	struct vt_buf b;

	(void)state;
	vt_buf_init(&b, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		vt_buf_reset(&b);
		vt_buf_escape(&b, vt_str_of(rows[i].in));
		vt_test_str(rows[i].in, vt_buf_get(&b), rows[i].escaped);
		vt_buf_reset(&b);
		vt_buf_percent(&b, vt_str_of(rows[i].in));
		vt_test_str(rows[i].in, vt_buf_get(&b), rows[i].percent);
	}
	vt_buf_fini(&b);
}

static void
integers(void **state)
{
	static const int64_t	numbers[] = { 0, 7, 10, -1, 1234567890, INT64_MAX, INT64_MIN };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct vt_buf	b;
		char		wanted[32];

		vt_buf_init(&b, 0);
		vt_buf_int(&b, numbers[i]);
		(void)snprintf(wanted, sizeof(wanted), "%lld", (long long)numbers[i]);
		assert_string_equal(b.p, wanted);
		vt_buf_fini(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows), cmocka_unit_test(integers),
		cmocka_unit_test(the_limit_is_sticky),
		cmocka_unit_test(taking_leaves_it_empty),
		cmocka_unit_test(escapes),
	};

	return (cmocka_run_group_tests(tests, NULL, NULL));
}
