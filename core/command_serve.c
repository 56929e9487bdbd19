/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai serve`: in the foreground, until SIGTERM.  SIGHUP looks at the whole
 * configuration again, and takes the log's levels from it.
 */
#include "command.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api/log.h"
#include "cache/redis.h"
#include "catalog/reader.h"
#include "http/health.h"
#include "http/server/boot.h"

static void
vt_serve_options(const struct vt_command_line *line, struct vt_boot_options *o)
{
	const struct vt_server_settings *s = &line->settings.server;

	*o = (struct vt_boot_options){
		.listen = s->listen,
		.admin_listen = s->admin_listen,
		.tls_certificate = s->tls_certificate,
		.tls_key = s->tls_key,
		.user = s->user,
		.data_dir = line->settings.data_dir,
		.workers = s->workers,
		.threads = s->threads,
		.queue_max = s->queue_max,
		.large_threads = s->large_threads,
		.large_queue_max = s->large_queue_max,
		.connections_max = s->connections,
		.sending_max = s->sending_bytes,
		.keepalive_seconds = s->keepalive_seconds,
		.request_seconds = s->request_seconds,
		.answer_seconds = s->answer_seconds,
		.drain_seconds = s->drain_seconds,
		.is_traced = s->seccomp_tracing,
	};
}

/* What can be wrong in values that look well, before anything is made. */
static vt_err
vt_serve_check(const struct vt_command_line *line, const struct vt_boot_options *o)
{
	const char *redis = line->settings.cache.redis;
	struct vt_redis_address address;
	vt_err err = vt_boot_check(o);

	if (err != VT_OK || redis[0] == '\0')
		return (err);
	err = vt_redis_address_parse(redis, &address);
	return (err != VT_OK ? vt_fail_in(err, "cache.redis") : VT_OK);
}

/* --- SIGHUP ------------------------------------------------------------------ */

/* Whether a start would take the configuration as it is now. */
static vt_err
vt_serve_try(const struct vt_command_line *line)
{
	struct vt_command_line fresh = { .config = line->config, .set_count = line->set_count };
	struct vt_boot_options o;
	vt_err err;

	memcpy(fresh.sets, line->sets, sizeof(fresh.sets));
	if ((err = vt_command_look(&fresh)) != VT_OK)
		return (err);
	vt_serve_options(&fresh, &o);
	return (vt_serve_check(&fresh, &o));
}

static void
vt_serve_try_child(const struct vt_command_line *line, int to)
{
	vt_err err = vt_serve_try(line);
	const char *why = err != VT_OK ? vt_fail_text(err) : "";

	_exit(write(to, why, strlen(why)) < 0 || err != VT_OK);
}

static vt_err
vt_serve_try_end(pid_t pid, int from)
{
	char why[VT_FAIL_TEXT_MAX] = "";
	size_t len = 0;
	ssize_t n;
	int status = -1;

	while (len + 1 < sizeof(why) && ((n = read(from, why + len, sizeof(why) - 1 - len)) > 0 ||
					 (n < 0 && errno == EINTR)))
		len += n > 0 ? (size_t)n : 0;
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "%s",
			len != 0 ? why : "the process that looked at the configuration died"));
}

/* In a process of its own, with which all goes that reading leaves behind. */
static vt_err
vt_serve_try_apart(const struct vt_command_line *line)
{
	int ends[2];
	pid_t pid;
	vt_err err;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return (vt_fail(VT_E_LIMIT, "no pipe: %s", strerror(errno)));
	if ((pid = fork()) == 0)
		vt_serve_try_child(line, ends[1]);
	(void)close(ends[1]);
	err = pid < 0 ? vt_fail(VT_E_LIMIT, "no process to look at it: %s", strerror(errno))
		      : vt_serve_try_end(pid, ends[0]);
	(void)close(ends[0]);
	return (err);
}

/* What is told of one reading; kept until the next. */
struct vt_serve_reading {
	char *levels, *waiting;
};

static vt_err
vt_serve_read_again(const struct vt_command_line *line, struct vt_conf *conf,
		    struct vt_serve_reading *r)
{
	struct vt_log_settings log;
	struct vt_buf waiting;
	vt_err err = vt_settings_read_log(conf, &log);

	if (err != VT_OK)
		return (err);
	vt_buf_init(&waiting, 0);
	vt_conf_changed(line->conf, conf, "log.levels", &waiting);
	r->levels = strdup(log.levels);
	r->waiting = strndup(waiting.len != 0 ? waiting.p : "", waiting.len);
	err = vt_buf_error(&waiting);
	vt_buf_fini(&waiting);
	return (r->levels == NULL || r->waiting == NULL ? vt_fail(VT_E_NOMEM, "out of memory")
							: err);
}

static void
vt_serve_reading_free(struct vt_serve_reading *r)
{
	free(r->levels);
	free(r->waiting);
}

/* In the parent, where the configuration file can still be read. */
static vt_err
vt_serve_log_levels(void *arg, const char **levels_r, const char **waiting_r)
{
	static struct vt_serve_reading kept;
	struct vt_serve_reading fresh = { NULL, NULL };
	struct vt_conf *conf;
	vt_err err;

	if ((err = vt_serve_try_apart(arg)) != VT_OK ||
	    (err = vt_command_conf(arg, &conf)) != VT_OK)
		return (err);
	err = vt_serve_read_again(arg, conf, &fresh);
	vt_conf_free(&conf);
	if (err != VT_OK) {
		vt_serve_reading_free(&fresh);
		return (err);
	}
	vt_serve_reading_free(&kept);
	kept = fresh;
	*levels_r = kept.levels;
	*waiting_r = kept.waiting;
	return (VT_OK);
}

/* --- the start ------------------------------------------------------------------ */

/* Without its address the server goes on as without Redis: that it is away is
 * no reason not to start. */
static vt_err
vt_serve_redis_address(const char *text, struct vt_redis_address *a_r)
{
	vt_err err = vt_redis_address_parse(text, a_r);

	if (err != VT_OK)
		return (vt_fail_in(err, "cache.redis"));
	if (vt_redis_address_look_up(a_r) != VT_OK)
		vt_log("cache", VT_LOG_WARN, "cache.redis: %s; it is not used until a restart",
		       vt_fail_text(VT_E_UNAVAILABLE));
	return (VT_OK);
}

static vt_err
vt_serve_redis(const struct vt_command_line *line, struct vt_boot_options *o)
{
	const struct vt_cache_settings *s = &line->settings.cache;
	struct vt_redis_options redis = { .timeout_ms = s->redis_timeout_ms,
					  .retry_ms = s->redis_retry * 1000,
					  .value_max = (size_t)s->redis_value_bytes };
	struct vt_store *store;
	vt_err err;

	if (s->redis[0] == '\0')
		return (VT_OK);
	if ((err = vt_serve_redis_address(s->redis, &redis.address)) != VT_OK)
		return (err);
	if (redis.address.socket_count == 0)
		return (VT_OK);
	o->reach = redis.address.host[0] == '\0' ? VT_SANDBOX_UNIX : VT_SANDBOX_NETWORK;
	if ((err = vt_redis_open(&redis, &store)) != VT_OK)
		return (err);
	return (vt_gateway_second(line->gateway, &store, s->redis_prefix, s->redis_keep));
}

/* It serves nevertheless; where there is no catalogue yet, who asks is told. */
static void
vt_serve_warn_facets(const struct vt_settings *s)
{
	struct vt_catalog *c = NULL;
	bool is_old = false;
	vt_err err = vt_catalog_open(s->data_dir, s->server.base_url, &c);

	if (err != VT_OK)
		return;
	vt_catalog_tidies(c);
	if (vt_catalog_has_old_facets(c, &is_old) == VT_OK && is_old)
		vt_log("catalog", VT_LOG_WARN,
		       "what searches are narrowed down by was made by another version of this "
		       "program: run `vartai ingest` (or `vartai formats refresh`) once");
	vt_catalog_close(&c);
}

static vt_err
vt_serve_prepare(struct vt_command_line *line, struct vt_boot_options *o)
{
	vt_err err;

	if ((err = vt_serve_check(line, o)) != VT_OK || (err = vt_command_gateway(line)) != VT_OK)
		return (err);
	o->gateway = line->gateway;
	vt_settings_warn_base_url(&line->settings);
	vt_settings_warn_domain(&line->settings);
	vt_serve_warn_facets(&line->settings);
	vt_settings_warn_emails(line->conf, &line->settings);
	if ((err = vt_media_init(line->whole_argv[0], &line->settings.media)) != VT_OK ||
	    (err = vt_serve_redis(line, o)) != VT_OK ||
	    (err = vt_metrics_new(vt_boot_workers(o->workers), &o->metrics)) != VT_OK)
		return (err);
	return (vt_health_route(line->gateway, o->metrics));
}

int
vt_command_serve(struct vt_command_line *line)
{
	static struct vt_boot_options o;
	vt_err err;

	if (vt_command_has_more(line))
		return (VT_EXIT_NOTHING);
	vt_serve_options(line, &o);
	o.log_levels = vt_serve_log_levels;
	o.arg = line;
	if ((err = vt_serve_prepare(line, &o)) != VT_OK) {
		(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
		return (VT_EXIT_NOTHING);
	}
	return (vt_boot_serve(&o, line->whole_argc, line->whole_argv));
}
