/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The gateway without a server: routes, plugins, requests, responses.  Nothing
 * here knows Kore or a socket; dispatch (http/server/dispatch.c) drives it, and so do
 * the loopback tests.
 *
 * The way of a request, and the thread of each step:
 *   vt_gateway_begin()   loop   route, language, cache look-up, quick function
 *     -> VT_WAY_READY           the answer is there: vt_gateway_answer()
 *     -> VT_WAY_JOB             vt_gateway_run() on a pool thread, then answer
 *     -> VT_WAY_WAIT            another request is making the same answer;
 *                               it is handed over when that one is done
 *   vt_gateway_run()     pool   handler; then body finished, hashed, compressed
 *   vt_gateway_after_run() pool gives what was made to the second level, when the
 *                               request has landed: nobody waits for that
 *     -> VT_WAY_JOB             still: to be run again, as a large job
 *                               (vt_request_is_large())
 *   vt_gateway_landed()  loop   puts it into the cache; names those who waited
 *   vt_gateway_answer()  loop   conditions (412, 304), HEAD, headers: what to send
 */
#ifndef VT_HTTP_GATEWAY_H
#define VT_HTTP_GATEWAY_H

#include "api/plugin.h"
#include "base/conf.h"
#include "cache/store.h"
#include "http/access.h"

/* Limits that have names; the options of section "server" set the others. */
#define VT_HTTP_TARGET_MAX	8000	/* bytes of path and query */
#define VT_HTTP_FORM_MAX	(64 * 1024)	/* bytes of a form body */

struct vt_gateway;

/* What the gateway needs of the configuration (section "server" and others);
 * filled by main. */
struct vt_gateway_options {
	const char	*base_url;	/* without final slash */
	const char	*data_dir;	/* absolute */
	const char	*template_dir;	/* absolute; holds pages/ messages/ assets/ */
	int64_t		 cache_bytes;	/* a worker */
	int64_t		 arena_bytes;	/* ceiling a request */
	int64_t		 body_bytes;	/* largest response body built in memory */
	bool		 has_tls;	/* then HSTS is sent */
	struct vt_str_list trusted_proxies;	/* addresses and nets; read by vt_gateway_new() */
	const char	*proxy_header;	/* "x-forwarded" (also NULL) or "forwarded" */
	bool		 follows_proxies;	/* they say by what address the public comes,
						 * in base_url's place */
	bool		 only_looks;	/* for a command that signs nothing: makes no files */
	struct vt_access_settings access;
	const char	*vendor_dir;	/* browser code of others, served below
					 * /assets/vendor/; NULL or empty: none */
	/* The core's own sections: vt_boot_option() looks there, and keys that
	 * neither they nor a plugin's table know are refused by vt_gateway_new().
	 * NULL: neither. */
	const struct vt_conf_section *const *core_sections;
	size_t		 core_section_count;
};

struct vt_http_header {
	struct vt_str	name, value;
};
/* A request as it came over the wire; copied by vt_request_new(). */
struct vt_http_input {
	struct vt_str	method, target, body, peer;	/* target: origin form or "*"; peer: an IP address */
	const struct vt_http_header *headers;
	size_t		header_count;
	bool		can_map;	/* its answer's bytes go to the kernel as they are: no TLS */
};
/* What to send.  Borrowed from the request, which must live until it is sent;
 * body may be empty with a content_length (HEAD). */
struct vt_http_output {
	int		 status;
	const struct vt_http_header *headers;	/* without Content-Length, Date, Connection */
	size_t		 header_count;
	struct vt_str	 body;
	size_t		 content_length;
	bool		 has_content_length;	/* false for 304 and 204 */
	struct vt_str	 rest;	/* behind body, for the kernel alone to read */
	struct vt_str	 lines;	/* headers that are ready to be sent, before the others */
};

/* In the parent, before fork: loads plugins (names, or paths of .so; a name is
 * looked for in plugin_dir), their options from conf, routes, links, templates,
 * messages.  A clash of routes, an ABI that does not fit, a missing template
 * are errors here. */
vt_err	vt_gateway_new(struct vt_conf *conf, const struct vt_gateway_options *o,
	    const struct vt_str_list *plugins, const char *plugin_dir,
	    struct vt_gateway **g_r) VT_MUST_CHECK;
void	vt_gateway_free(struct vt_gateway **g);
/* In each worker, after fork, before the first request; and at its end. */
vt_err	vt_gateway_worker_start(struct vt_gateway *g) VT_MUST_CHECK;
void	vt_gateway_worker_stop(struct vt_gateway *g);
/* A plugin's command by name; NULL when nobody offers it. */
const struct vt_command *vt_gateway_command(struct vt_gateway *g, const char *name,
	    struct vt_boot **boot_r, const void **conf_r);
/* Commands of one name, which several plugins may offer: the next from *at (0 at first)
 * on; NULL: there are no more. */
const struct vt_command *vt_gateway_command_each(struct vt_gateway *g, const char *name,
	    size_t *at, const char **plugin_r, struct vt_boot **boot_r, const void **conf_r);
/* The configuration that a boot reads, for those floors above that act for plugins. */
struct vt_conf *vt_boot_conf(struct vt_boot *boot);
/* Those of all plugins, one after the other; NULL: there are no more. */
const struct vt_command *vt_gateway_command_at(const struct vt_gateway *g, size_t at);
/* The options sections of all loaded plugins, for `vartai options`. */
void	vt_gateway_document(struct vt_gateway *g, struct vt_buf *out);

/* Routes of the core itself (healthz) are added with this before worker start. */
vt_err	vt_gateway_route(struct vt_gateway *g, const struct vt_route *route,
	    const void *state) VT_MUST_CHECK;

/* A second level behind the cache, in the parent, after vt_gateway_new(): keys
 * begin with prefix, nothing is kept longer than keep_s seconds.  Takes the
 * store over, also when it fails. */
vt_err	vt_gateway_second(struct vt_gateway *g, struct vt_store **store, const char *prefix,
	    int64_t keep_s) VT_MUST_CHECK;

enum vt_way { VT_WAY_READY, VT_WAY_JOB, VT_WAY_WAIT };

/* Never fails for a client's fault: that becomes an error answer.  The request
 * starts with one reference. */
vt_err	vt_request_new(struct vt_gateway *g, const struct vt_http_input *in,
	    struct vt_request **req_r) VT_MUST_CHECK;
/* One that asks the same, with the same id, for an answer of the gateway's own
 * (vt_gateway_refuse()) while the first may still be run. */
vt_err	vt_request_again(const struct vt_request *req, struct vt_request **again_r)
	    VT_MUST_CHECK;
void	vt_request_ref(struct vt_request *req);		/* any thread */
void	vt_request_unref(struct vt_request **req);	/* any thread; the last one frees */

enum vt_way vt_gateway_begin(struct vt_request *req);
void	vt_gateway_run(struct vt_request *req);
/* On the thread of vt_gateway_run(), when its request has landed or will not. */
void	vt_gateway_after_run(void);
/* Whether the job is one of the large ones. */
bool	vt_request_is_large(const struct vt_request *req);
/* Calls resume(waiter, arg) for each request that waited for this one (their
 * answer is ready).  Also to be called for a job that was dropped unrun, with
 * the error already set by vt_gateway_refuse(). */
void	vt_gateway_landed(struct vt_request *req,
	    void (*resume)(struct vt_request *, void *), void *arg);
/* To be asked in resume() (and true of any request after begin): VT_WAY_READY
 * mostly; VT_WAY_JOB when the waiter must be run after all, because what the
 * other made was its own only or its maker went away.  A waiter is referenced
 * from vt_gateway_begin() until resume() has returned. */
enum vt_way vt_request_way(const struct vt_request *req);
/* Whether others wait for this one: then it is worth running although its own
 * client has gone.  A job that is dropped all the same is refused with
 * VT_E_DECLINED before it lands: the next in line then makes the answer. */
bool	vt_gateway_is_wanted(const struct vt_request *req);
/* Of one that waits for another's answer and whose client has gone: waits no
 * more. */
void	vt_gateway_leave(struct vt_request *req);
/* Makes the answer an error (queue full, draining): retry_after_s 0: none. */
void	vt_gateway_refuse(struct vt_request *req, vt_err err, int retry_after_s);
void	vt_gateway_answer(struct vt_request *req, struct vt_http_output *out_r);

/* The answer begins to be sent, and has been.  Each returns how many bytes of
 * memory that adds or frees: 0 when others are sent the same, and of what stays
 * in memory anyway. */
size_t	vt_gateway_hold(struct vt_request *req);
size_t	vt_gateway_release(struct vt_request *req);

/* For the server: a pointer of its own on the request (the connection). */
void	vt_request_set_owner(struct vt_request *req, void *owner);
void	*vt_request_owner(const struct vt_request *req);
/* Fields for the access log: plugin, route pattern, milliseconds, bytes. */
const char *vt_request_route(const struct vt_request *req);	/* "" when none */
const char *vt_request_plugin(const struct vt_request *req);	/* "" when none */

/* Whether its plugin says that its handler is brief. */
bool	vt_request_is_brief(const struct vt_request *req);

/* Tells the plugins that listen; on the loop, before the request is let go.  What
 * is not said by f is filled in here; the note only when is_landed, for until then
 * a handler may be writing it. */
void	vt_gateway_finished(struct vt_request *req, struct vt_finished *f, bool is_landed);

/* Counters of this process since worker start; any thread. */
struct vt_gateway_stats {
	uint64_t	cache_hits, cache_misses, cache_waits, cache_evictions;
	int64_t		cache_bytes, cache_entries;
	/* The second level: state 1 in use, 0 away, -1 none. */
	uint64_t	second_hits, second_misses, second_puts, second_bytes;
	uint64_t	second_errors, second_refused;
	int64_t		second_state;
	int64_t		generation;	/* of the catalogue, as last seen; -1: none */
};
void	vt_gateway_stats(const struct vt_gateway *g, struct vt_gateway_stats *stats_r);

/* What a pool thread keeps from job to job (its connection to the catalogue, its
 * codecs): let go of this thread's. */
void	vt_gateway_thread_end(struct vt_gateway *g);

#endif
