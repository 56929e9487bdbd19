/* SPDX-License-Identifier: Apache-2.0 */
/* A real redis-server for a test, on a Unix socket in a folder of its own. */
#ifndef VT_TEST_REDIS_SERVER_H
#define VT_TEST_REDIS_SERVER_H

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "cache/redis.h"

struct redis_server {
	char dir[64], path[96];
	pid_t pid;
};

static inline void
redis_server_sleep(int ms)
{
	struct timespec t = { ms / 1000, (ms % 1000) * 1000000L };

	(void)nanosleep(&t, NULL);
}

/* NULL: there is none. */
static inline const char *
redis_server_program(void)
{
	static const char *const places[] = { "/usr/bin/redis-server",
					      "/usr/local/bin/redis-server" };

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (access(places[i], X_OK) == 0)
			return (places[i]);
	return (NULL);
}

static inline void
redis_server_new(struct redis_server *s)
{
	(void)snprintf(s->dir, sizeof(s->dir), "/tmp/vt_redis_XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	(void)snprintf(s->path, sizeof(s->path), "%s/redis", s->dir);
	s->pid = 0;
}

static inline bool
redis_server_answers(const struct redis_server *s)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	char pong[5] = "";
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool is_up;

	memcpy(to.sun_path, s->path, strlen(s->path) + 1);
	/* With a password it answers, too. */
	is_up = connect(fd, (const struct sockaddr *)(const void *)&to, sizeof(to)) == 0 &&
		write(fd, "PING\r\n", 6) == 6 && read(fd, pong, 4) == 4 &&
		(memcmp(pong, "+PON", 4) == 0 || memcmp(pong, "-NOA", 4) == 0);
	(void)close(fd);
	return (is_up);
}

/* option and value: one line of its configuration more, or NULL. */
static inline void
redis_server_start(struct redis_server *s, const char *option, const char *value)
{
	if ((s->pid = fork()) == 0) {
		/* A test that crashes leaves none behind. */
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		(void)freopen("/dev/null", "w", stdout);
		execl(redis_server_program(), "redis-server", "--port", "0", "--unixsocket",
		      s->path, "--save", "", "--appendonly", "no", "--dir", s->dir, option, value,
		      (char *)NULL);
		_exit(127);
	}
	for (int i = 0; i < 500 && !redis_server_answers(s); i++)
		redis_server_sleep(10);
	assert_true(redis_server_answers(s));
}

static inline void
redis_server_end(struct redis_server *s)
{
	if (s->pid == 0)
		return;
	(void)kill(s->pid, SIGKILL);
	(void)waitpid(s->pid, NULL, 0);
	s->pid = 0;
}

static inline void
redis_server_free(struct redis_server *s)
{
	redis_server_end(s);
	(void)unlink(s->path);
	(void)rmdir(s->dir);
}

/* A store of that server; who: "" or ":password@". */
static inline struct vt_store *
redis_server_store(const struct redis_server *s, const char *who, int64_t retry_ms)
{
	struct vt_redis_options o = { .timeout_ms = 300,
				      .retry_ms = retry_ms,
				      .value_max = 256 * 1024 };
	struct vt_store *store;
	char text[256];

	(void)snprintf(text, sizeof(text), "unix:%s%s", who, s->path);
	assert_int_equal(vt_redis_address_parse(text, &o.address), VT_OK);
	assert_int_equal(vt_redis_address_look_up(&o.address), VT_OK);
	assert_int_equal(vt_redis_open(&o, &store), VT_OK);
	return (store);
}

#endif
