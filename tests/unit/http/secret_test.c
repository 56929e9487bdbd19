/* SPDX-License-Identifier: Apache-2.0 */
/* The main key: made once, kept private, the same for everybody who reads it. */
#include "http/secret.h"

#include "gate.h"

#include <pthread.h>

static void
a_key_is_made_once(void **state)
{
	struct gate *gate = *state;
	uint8_t first[32], second[32];
	char path[256];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/secret", gate->data);
	ok(vt_secret_load("", gate->data, NULL, first));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	ok(vt_secret_load(NULL, gate->data, "", second));
	assert_memory_equal(first, second, 32);
	assert_int_equal(unlink(path), 0);
	ok(vt_secret_load("", gate->data, NULL, second));
	assert_memory_not_equal(first, second, 32);
}

static void
root_gives_it_away(void **state)
{
	struct gate *gate = *state;
	char dir[256], path[512];
	uint8_t key[32];
	struct stat st;

	if (geteuid() != 0) {
		print_message("skipped: only root can give files away\n");
		skip();
	}
	/* Also the folder, where that is made with it. */
	(void)snprintf(dir, sizeof(dir), "%s/other", gate->dir);
	(void)snprintf(path, sizeof(path), "%s/secret", dir);
	ok(vt_secret_load("", dir, "nobody", key));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_uid, 65534);
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_uid, 65534);
	assert_int_equal(unlink(path), 0);
	ok(vt_secret_load("", dir, "no-such-user", key));
}

static void
a_text_makes_the_same_key_everywhere(void **state)
{
	uint8_t first[32], second[32], derived[2][32];

	(void)state;
	ok(vt_secret_load("correct horse battery", "/nowhere", NULL, first));
	ok(vt_secret_load("correct horse battery", "/elsewhere", NULL, second));
	assert_memory_equal(first, second, 32);
	assert_int_equal(vt_secret_load("short", "/nowhere", NULL, first), VT_E_BADARG);
	vt_test_has(vt_fail_text(VT_E_BADARG), "server.secret");
	vt_secret_derive(first, "oai", derived[0]);
	vt_secret_derive(first, "oai", derived[1]);
	assert_memory_equal(derived[0], derived[1], 32);
	vt_secret_derive(first, "iiif", derived[1]);
	assert_memory_not_equal(derived[0], derived[1], 32);
	assert_memory_not_equal(derived[0], first, 32);
}

static void
what_is_wrong_with_the_file_is_told(void **state)
{
	static const char *const texts[] = {
		"", "abc\n", "zz23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef00\n"
	};
	struct gate *gate = *state;
	uint8_t key[32];

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		gate_file(gate, "data/secret", texts[i]);
		assert_int_equal(vt_secret_load("", gate->data, NULL, key), VT_E_IO);
		vt_test_has(vt_fail_text(VT_E_IO), "data/secret");
	}
	assert_int_equal(vt_secret_load("", "/proc/no/such", NULL, key), VT_E_IO);
}

struct racer {
	const struct gate *gate;
	uint8_t key[32];
	vt_err err;
};

static void *
race(void *arg)
{
	struct racer *r = arg;

	r->err = vt_secret_load("", r->gate->data, NULL, r->key);
	return (NULL);
}

static void
who_comes_first_makes_it(void **state)
{
	struct racer racers[2] = { { .gate = *state }, { .gate = *state } };
	pthread_t threads[2];

	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
	for (int i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	ok(racers[0].err);
	ok(racers[1].err);
	assert_memory_equal(racers[0].key, racers[1].key, 32);
}

int
main(void)
{
#define GATE_TEST(f) cmocka_unit_test_setup_teardown(f, gate_setup, gate_teardown)
	const struct CMUnitTest tests[] = {
		GATE_TEST(a_key_is_made_once),
		GATE_TEST(root_gives_it_away),
		GATE_TEST(a_text_makes_the_same_key_everywhere),
		GATE_TEST(what_is_wrong_with_the_file_is_told),
		GATE_TEST(who_comes_first_makes_it),
	};

	return (cmocka_run_group_tests_name("secret", tests, NULL, NULL));
}
