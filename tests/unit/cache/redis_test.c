/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Redis that is away, slow, full, hostile or back again: no call takes longer
 * than its time, none gives anything wrong, and when all is well it is used.
 */
#include "redis_server.h"

#include <netinet/in.h>
#include <pthread.h>
#include <sys/mman.h>

#include "api/time.h"

#define TIMEOUT_MS 300 /* of redis_server_store() */
#define SLACK_MS   400 /* of a machine that does something else besides */
#define TRIES	   8   /* of which one finds the machine not too busy for that */

struct asked {
	enum vt_store_found found;
	int64_t ms;
};

static struct asked
ask(struct vt_store *store, const char *key)
{
	struct vt_store_value v;
	int64_t begun = vt_time_monotonic_ms();
	struct asked a = { .found = vt_store_get(store, vt_str_of(key), &v) };

	a.ms = vt_time_monotonic_ms() - begun;
	if (a.found == VT_STORE_HIT)
		vt_store_value_done(&v);
	return (a);
}

static bool
put(struct vt_store *store, const char *key)
{
	return (vt_store_put(store, vt_str_of(key), VT_STR("value"), 60));
}

static bool
is_away(struct vt_store *store)
{
	struct vt_store_stats stats;

	vt_store_stats(store, &stats);
	return (stats.is_away);
}

static int64_t
errors_of(struct vt_store *store)
{
	struct vt_store_stats stats;

	vt_store_stats(store, &stats);
	return ((int64_t)stats.errors);
}

static void
ask_until(struct vt_store *store, const char *key, enum vt_store_found wanted)
{
	for (int i = 0; i < 300; i++) {
		if (ask(store, key).found == wanted)
			return;
		redis_server_sleep(10);
	}
	fail_msg("%s did not become %d", key, wanted);
}

static int
server_new(void **state)
{
	struct redis_server *s = calloc(1, sizeof(*s));

	redis_server_new(s);
	*state = s;
	return (0);
}

static int
server_free(void **state)
{
	redis_server_free(*state);
	free(*state);
	return (0);
}

/* --- away and back ------------------------------------------------------------ */

static void
away_at_first_it_is_used_when_it_comes(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *store = redis_server_store(s, "", 200);

	assert_int_equal(ask(store, "a").found, VT_STORE_AWAY);
	assert_true(is_away(store));
	assert_false(put(store, "a"));
	redis_server_start(s, NULL, NULL);
	ask_until(store, "a", VT_STORE_MISS);
	assert_false(is_away(store));
	assert_true(put(store, "a"));
	assert_int_equal(ask(store, "a").found, VT_STORE_HIT);
	vt_store_close(&store);
}

/* Whoever comes first says what it is; a store that is away says nothing. */
static void
what_is_agreed_on_is_the_first_ones(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *one = redis_server_store(s, "", 200), *two;
	struct vt_store_value v;
	struct vt_store_stats stats;

	assert_int_equal(vt_store_agree(one, VT_STR("k"), VT_STR("first"), 60, &v), VT_STORE_AWAY);
	redis_server_start(s, NULL, NULL);
	ask_until(one, "k", VT_STORE_MISS);
	two = redis_server_store(s, "", 200);
	assert_int_equal(vt_store_agree(one, VT_STR("k"), VT_STR("first"), 60, &v), VT_STORE_HIT);
	assert_true(vt_str_eq_c(v.bytes, "first"));
	vt_store_value_done(&v);
	assert_int_equal(vt_store_agree(two, VT_STR("k"), VT_STR("second"), 60, &v), VT_STORE_HIT);
	assert_true(vt_str_eq_c(v.bytes, "first"));
	vt_store_value_done(&v);
	vt_store_stats(two, &stats);
	assert_int_equal(stats.hits + stats.misses + stats.puts + stats.errors, 0);
	assert_int_equal(vt_store_agree(two, VT_STR("k"), VT_STR("x"), 0, &v), VT_STORE_AWAY);
	vt_store_close(&one);
	vt_store_close(&two);
}

static void
one_that_was_restarted_costs_nothing(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *store = redis_server_store(s, "", 60000);
	struct vt_store_stats stats;

	redis_server_start(s, NULL, NULL);
	assert_true(put(store, "a"));
	redis_server_end(s);
	redis_server_start(s, NULL, NULL);
	assert_int_equal(ask(store, "a").found, VT_STORE_MISS);
	assert_true(put(store, "a"));
	vt_store_stats(store, &stats);
	assert_int_equal(stats.errors, 0);
	vt_store_close(&store);
}

static void
after_a_failure_nobody_asks_for_a_while(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *store = redis_server_store(s, "", 60000);
	struct vt_store_stats stats;

	redis_server_start(s, NULL, NULL);
	assert_true(put(store, "a"));
	redis_server_end(s);
	for (int i = 0; i < 50; i++)
		assert_int_equal(ask(store, "a").found, VT_STORE_AWAY);
	redis_server_start(s, NULL, NULL);
	assert_int_equal(ask(store, "a").found, VT_STORE_AWAY);
	vt_store_stats(store, &stats);
	assert_int_equal(stats.errors, 1);
	vt_store_close(&store);
}

/* A store that is tried again after 100 ms and is away: never before its time, and
 * not much later, but for a machine that did not let us run. */
static void
assert_in_time(struct vt_store *store)
{
	struct asked a = { .ms = 0 };
	int64_t errors;

	for (int i = 0; i < TRIES; i++) {
		errors = errors_of(store);
		a = ask(store, "a");
		assert_int_equal(a.found, VT_STORE_AWAY);
		if (errors_of(store) != errors) {
			assert_true(a.ms >= TIMEOUT_MS - 1);
			if (a.ms <= TIMEOUT_MS + SLACK_MS)
				return;
		}
		redis_server_sleep(150);
	}
	fail_msg("a call took %lld ms", (long long)a.ms);
}

/* Accepted by the kernel, answered by nobody. */
static void
one_that_is_stopped_costs_its_time_once(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *store = redis_server_store(s, "", 60000),
			*again = redis_server_store(s, "", 100);

	redis_server_start(s, NULL, NULL);
	assert_true(put(store, "a"));
	(void)kill(s->pid, SIGSTOP);
	assert_int_equal(ask(store, "a").found, VT_STORE_AWAY);
	for (int i = 0; i < 10; i++)
		assert_int_equal(ask(store, "a").found, VT_STORE_AWAY);
	assert_int_equal(errors_of(store), 1); /* nobody asked again */
	assert_in_time(again);
	(void)kill(s->pid, SIGCONT);
	ask_until(again, "a", VT_STORE_HIT);
	assert_false(is_away(again));
	vt_store_close(&store);
	vt_store_close(&again);
}

static void *
ask_once(void *arg)
{
	struct asked *a = malloc(sizeof(*a));

	*a = ask(arg, "a");
	return (a);
}

static void
only_one_tries_whether_it_is_back(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *store = redis_server_store(s, "", 2000);
	pthread_t threads[8];
	struct asked *a;

	redis_server_start(s, NULL, NULL);
	assert_true(put(store, "a"));
	(void)kill(s->pid, SIGSTOP);
	(void)ask(store, "a");
	assert_int_equal(errors_of(store), 1);
	redis_server_sleep(2050);
	for (int i = 0; i < 8; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_once, store), 0);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(pthread_join(threads[i], (void **)&a), 0);
		assert_int_equal(a->found, VT_STORE_AWAY);
		free(a);
	}
	assert_int_equal(errors_of(store), 2);
	(void)kill(s->pid, SIGCONT);
	vt_store_close(&store);
}

static void
processes_tell_each_other(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *store = redis_server_store(s, "", 60000);
	struct vt_store_stats stats;
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit(ask(store, "a").found == VT_STORE_AWAY ? 0 : 1);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	redis_server_start(s, NULL, NULL);
	/* It would answer, but is not asked. */
	assert_int_equal(ask(store, "a").found, VT_STORE_AWAY);
	vt_store_stats(store, &stats);
	assert_int_equal(stats.errors, 0);
	assert_true(stats.is_away);
	vt_store_close(&store);
}

/* --- it does not do as it is told ----------------------------------------------- */

static void
one_that_is_full_still_gives(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *store = redis_server_store(s, "", 60000);
	char *large = calloc(1, 200 * 1024);
	bool is_kept = true;
	struct vt_store_stats stats;
	char key[16];

	redis_server_start(s, "--maxmemory", "3mb");
	assert_true(put(store, "a"));
	for (int i = 0; i < 40 && is_kept; i++) {
		(void)snprintf(key, sizeof(key), "k%d", i);
		is_kept =
		    vt_store_put(store, vt_str_of(key), (struct vt_str){ large, 200 * 1024 }, 60);
	}
	assert_false(is_kept);
	assert_false(put(store, "b"));
	assert_int_equal(ask(store, "a").found, VT_STORE_HIT);
	vt_store_stats(store, &stats);
	assert_false(stats.is_away);
	assert_int_equal(stats.errors, 1);
	free(large);
	vt_store_close(&store);
}

static void
a_password_is_given(void **state)
{
	struct redis_server *s = *state;
	struct vt_store *right = redis_server_store(s, ":p%40ss%3Aw%2Ford@", 60000),
			*wrong = redis_server_store(s, ":other@", 60000),
			*none = redis_server_store(s, "", 60000),
			*named = redis_server_store(s, "default:p%40ss%3Aw%2Ford@", 60000);

	redis_server_start(s, "--requirepass", "p@ss:w/ord");
	assert_true(put(right, "a"));
	assert_int_equal(ask(named, "a").found, VT_STORE_HIT);
	assert_int_equal(ask(wrong, "a").found, VT_STORE_AWAY);
	assert_int_equal(ask(none, "a").found, VT_STORE_AWAY);
	vt_store_close(&right);
	vt_store_close(&wrong);
	vt_store_close(&none);
	vt_store_close(&named);
}

/* --- one that is no Redis --------------------------------------------------------- */

struct liar {
	struct redis_server at;
	int fd;
	const char *answer;
	size_t len, repeat;
	int pause_ms; /* after each byte; 0: all at once */
	pthread_t thread;
};

static void
liar_answer(const struct liar *l, int fd)
{
	size_t step = l->pause_ms != 0 ? 1 : l->len;

	for (size_t n = 0; n < l->repeat; n++)
		for (size_t at = 0; at < l->len; at += step) {
			if (send(fd, l->answer + at, step, MSG_NOSIGNAL) < 0)
				return;
			if (l->pause_ms != 0)
				redis_server_sleep(l->pause_ms);
		}
}

static void *
liar_run(void *arg)
{
	const struct liar *l = arg;
	char sink[4096];
	int fd;

	while ((fd = accept(l->fd, NULL, NULL)) >= 0) {
		while (read(fd, sink, sizeof(sink)) > 0)
			liar_answer(l, fd);
		(void)close(fd);
	}
	return (NULL);
}

static void
liar_start(struct liar *l)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	redis_server_new(&l->at);
	memcpy(to.sun_path, l->at.path, strlen(l->at.path) + 1);
	l->fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(l->fd, (const struct sockaddr *)(const void *)&to, sizeof(to)), 0);
	assert_int_equal(listen(l->fd, 8), 0);
	assert_int_equal(pthread_create(&l->thread, NULL, liar_run, l), 0);
}

static void
liar_end(struct liar *l)
{
	(void)shutdown(l->fd, SHUT_RDWR);
	assert_int_equal(pthread_join(l->thread, NULL), 0);
	(void)close(l->fd);
	redis_server_free(&l->at);
}

static void
what_is_no_answer_is_none(void **state)
{
	static char block[64 * 1024];
	static const struct {
		struct vt_str answer;
		size_t repeat;
		enum vt_store_found found;
	} cases[] = {
		{ { "HTTP/1.1 400 Bad Request\r\n\r\n", 28 }, 1, VT_STORE_AWAY },
		{ { "*1000000000\r\n", 13 }, 1, VT_STORE_AWAY },
		{ { "*1\r\n*1\r\n*1\r\n", 12 }, 1, VT_STORE_AWAY },
		{ { "$-5\r\n", 5 }, 1, VT_STORE_AWAY },
		{ { "$99999999999999999999\r\n", 23 }, 1, VT_STORE_AWAY },
		{ { "$5\r\nabc\r\n", 9 }, 1, VT_STORE_AWAY },
		{ { "\0\0\0\0", 4 }, 1, VT_STORE_AWAY },
		{ { "-LOADING Redis is loading\r\n", 27 }, 1, VT_STORE_AWAY },
		{ { "-WRONGTYPE of value\r\n", 21 }, 1, VT_STORE_MISS },
		{ { "$-1\r\n", 5 }, 1, VT_STORE_MISS },
		{ { ":7\r\n", 4 }, 1, VT_STORE_MISS },
		{ { "+OK\r\n", 5 }, 1, VT_STORE_MISS },
		/* Without an end: what is read of it has one. */
		{ { block, sizeof(block) }, 100, VT_STORE_MISS },
	};

	(void)state;
	memcpy(block, "$2000000000\r\n", 13);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct liar l = { .answer = cases[i].answer.p,
				  .len = cases[i].answer.len,
				  .repeat = cases[i].repeat };
		struct vt_store *store;
		struct asked a = { .ms = INT64_MAX };

		liar_start(&l);
		for (int n = 0; n < TRIES && a.ms > TIMEOUT_MS + SLACK_MS; n++) {
			store = redis_server_store(&l.at, "", 60000);
			a = ask(store, "a");
			if (a.found != cases[i].found)
				print_error("case %zu: %d\n", i, a.found);
			assert_int_equal(a.found, cases[i].found);
			vt_store_close(&store);
		}
		assert_true(a.ms <= TIMEOUT_MS + SLACK_MS);
		liar_end(&l);
	}
}

static void
too_much_for_a_greeting_is_no_miss(void **state)
{
	static char block[64 * 1024];
	struct liar l = { .answer = block, .len = sizeof(block), .repeat = 100 };
	struct vt_store *store;

	(void)state;
	memcpy(block, "$2000000000\r\n", 13);
	liar_start(&l);
	store = redis_server_store(&l.at, ":secret@", 60000);
	assert_int_equal(ask(store, "a").found, VT_STORE_AWAY);
	assert_true(is_away(store));
	assert_int_equal(errors_of(store), 1);
	vt_store_close(&store);
	liar_end(&l);
}

static void
drop_by_drop_is_too_slow(void **state)
{
	struct liar l = { .answer = "$1000\r\n", .len = 7, .repeat = 100, .pause_ms = 40 };
	struct vt_store *store;

	(void)state;
	liar_start(&l);
	store = redis_server_store(&l.at, "", 100);
	assert_in_time(store);
	vt_store_close(&store);
	liar_end(&l);
}

/* A port that swallows what it is sent, as behind a firewall: its line is full. */
static void
hole_open(int *fds, struct sockaddr_in *at_r)
{
	socklen_t len = sizeof(*at_r);

	*at_r = (struct sockaddr_in){ .sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	fds[0] = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(fds[0], (const struct sockaddr *)(const void *)at_r, len), 0);
	assert_int_equal(listen(fds[0], 0), 0);
	assert_int_equal(getsockname(fds[0], (struct sockaddr *)(void *)at_r, &len), 0);
	for (int i = 1; i < 4; i++) {
		fds[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
		(void)connect(fds[i], (const struct sockaddr *)(const void *)at_r, len);
	}
}

static void
one_address_that_swallows_leaves_time_for_the_next(void **state)
{
	struct liar l = { .answer = "$-1\r\n", .len = 5, .repeat = 1 };
	struct vt_redis_options o = { .timeout_ms = 2000, .retry_ms = 60000, .value_max = 1024 };
	struct vt_store *store;
	struct sockaddr_in hole;
	int fds[4];

	(void)state;
	liar_start(&l);
	hole_open(fds, &hole);
	assert_int_equal(vt_redis_address_parse("redis://two.example", &o.address), VT_OK);
	memcpy(&o.address.sockets[0].to, &hole, sizeof(hole));
	o.address.sockets[0].len = sizeof(hole);
	o.address.sockets[1].to.ss_family = AF_UNIX;
	(void)strcpy(((struct sockaddr_un *)(void *)&o.address.sockets[1].to)->sun_path, l.at.path);
	o.address.sockets[1].len = sizeof(struct sockaddr_un);
	o.address.socket_count = 2;
	assert_int_equal(vt_redis_open(&o, &store), VT_OK);
	assert_int_equal(ask(store, "a").found, VT_STORE_MISS);
	assert_int_equal(errors_of(store), 0);
	assert_false(is_away(store));
	vt_store_close(&store);
	for (int i = 0; i < 4; i++)
		(void)close(fds[i]);
	liar_end(&l);
}

/* --- addresses -------------------------------------------------------------------- */

static void
addresses(void **state)
{
	static const struct {
		const char *text, *name, *user, *password; /* name NULL: refused, */
		const char *why;			   /* and why */
	} cases[] = {
		{ "redis://localhost", "redis://localhost:6379/0", "", "", "" },
		{ "redis://localhost/", "redis://localhost:6379/0", "", "", "" },
		{ "redis://10.0.0.1:6380/15", "redis://10.0.0.1:6380/15", "", "", "" },
		{ "redis://[::1]:6380/2", "redis://[::1]:6380/2", "", "", "" },
		{ "redis://[::1]", "redis://[::1]:6379/0", "", "", "" },
		{ "redis://:geheim@h:1", "redis://h:1/0", "", "geheim", "" },
		{ "redis://me:ge%3Aheim@h:1/3", "redis://h:1/3", "me", "ge:heim", "" },
		{ "redis://:a@b@h", "redis://h:6379/0", "", "a@b", "" },
		{ "unix:/run/redis/redis.sock", "unix:/run/redis/redis.sock", "", "", "" },
		{ "unix:/run/a@b", "unix:/run/a@b", "", "", "" },
		{ "unix:me:pw@/run/r", "unix:/run/r", "me", "pw", "" },
		{ "rediss://h", NULL, "", "", "TLS to Redis is not spoken" },
		{ "localhost:6379", NULL, "", "", "redis://:password@host:port/db" },
		{ "http://h", NULL, "", "", "no address of a Redis" },
		{ "redis://", NULL, "", "", "host is missing" },
		{ "redis://:6379", NULL, "", "", "host is missing" },
		{ "redis://h:0", NULL, "", "", "port is a number from 1 to 65535" },
		{ "redis://h:70000", NULL, "", "", "port is a number from 1 to 65535" },
		{ "redis://h:x", NULL, "", "", "port is a number" },
		{ "redis://::1:6379", NULL, "", "", "brackets" },
		{ "redis://[::1", NULL, "", "", "not closed" },
		{ "redis://[::1]6379", NULL, "", "", "port is a number" },
		{ "redis://h/x", NULL, "", "", "the database" },
		{ "redis://h/-1", NULL, "", "", "the database" },
		{ "redis://geheim@h", NULL, "", "", "colon in front of it" },
		{ "redis://:@h", NULL, "", "", "user and password" },
		{ "redis://:%zz@h", NULL, "", "", "percent-encoded" },
		{ "redis://:a%00b@h", NULL, "", "", "percent-encoded" },
		{ "unix:run/redis", NULL, "", "", "absolute" },
		{ "unix:", NULL, "", "", "absolute" },
	};
	struct vt_redis_address a;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		vt_err err = vt_redis_address_parse(cases[i].text, &a);

		if ((err == VT_OK) != (cases[i].name != NULL))
			print_error("%s: %s\n", cases[i].text, vt_fail_text(err));
		assert_int_equal(err, cases[i].name != NULL ? VT_OK : VT_E_BADARG);
		if (err != VT_OK) {
			assert_non_null(strstr(vt_fail_text(err), cases[i].why));
			assert_null(strstr(vt_fail_text(err), "geheim"));
			continue;
		}
		assert_string_equal(a.name, cases[i].name);
		assert_string_equal(a.user, cases[i].user);
		assert_string_equal(a.password, cases[i].password);
	}
}

static void
hosts_are_looked_up(void **state)
{
	struct vt_redis_address a;

	(void)state;
	assert_int_equal(vt_redis_address_parse("redis://127.0.0.1:1", &a), VT_OK);
	assert_int_equal(vt_redis_address_look_up(&a), VT_OK);
	assert_int_equal(a.socket_count, 1);
	assert_int_equal(a.sockets[0].to.ss_family, AF_INET);
	assert_int_equal(vt_redis_address_parse("redis://no-such-host.invalid", &a), VT_OK);
	assert_int_equal(vt_redis_address_look_up(&a), VT_E_UNAVAILABLE);
	assert_non_null(strstr(vt_fail_text(VT_E_UNAVAILABLE), "no-such-host.invalid"));
	assert_int_equal(a.socket_count, 0);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown(test, server_new, server_free)

int
main(void)
{
	static const struct CMUnitTest real[] = {
		WITH_SERVER(away_at_first_it_is_used_when_it_comes),
		WITH_SERVER(what_is_agreed_on_is_the_first_ones),
		WITH_SERVER(one_that_was_restarted_costs_nothing),
		WITH_SERVER(after_a_failure_nobody_asks_for_a_while),
		WITH_SERVER(one_that_is_stopped_costs_its_time_once),
		WITH_SERVER(only_one_tries_whether_it_is_back),
		WITH_SERVER(processes_tell_each_other),
		WITH_SERVER(one_that_is_full_still_gives),
		WITH_SERVER(a_password_is_given),
	};
	static const struct CMUnitTest others[] = {
		cmocka_unit_test(what_is_no_answer_is_none),
		cmocka_unit_test(too_much_for_a_greeting_is_no_miss),
		cmocka_unit_test(drop_by_drop_is_too_slow),
		cmocka_unit_test(one_address_that_swallows_leaves_time_for_the_next),
		cmocka_unit_test(addresses),
		cmocka_unit_test(hosts_are_looked_up),
	};
	int failed = cmocka_run_group_tests_name("without Redis", others, NULL, NULL);

	if (redis_server_program() == NULL) {
		print_message("Redis: skipped, there is no redis-server "
			      "(apt-get install redis-server)\n");
		return (failed);
	}
	return (failed + cmocka_run_group_tests_name("with Redis", real, NULL, NULL));
}
