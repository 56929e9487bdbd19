/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the gateway share, and nobody else sees: the gateway, a
 * request, the response while it is written, and the answer that is sent.
 */
#ifndef VT_HTTP_INSIDE_H
#define VT_HTTP_INSIDE_H

#include <stdatomic.h>

#include "base/hash.h"
#include "cache/cache.h"
#include "catalog/reader.h"
#include "http/fields/args.h"
#include "http/fields/forwarded.h"
#include "http/fields/router.h"
#include "http/gateway.h"

#define VT_HTTP_REQUEST_HEADERS_MAX  128
#define VT_HTTP_RESPONSE_HEADERS_MAX 32 /* that a handler may set */
#define VT_HTTP_ANSWER_HEADERS_MAX   (VT_HTTP_RESPONSE_HEADERS_MAX + 16)
#define VT_HTTP_TRACE_MAX	     8 /* header names a handler is seen asking for */
#define VT_REQUEST_ID_LEN	     16
#define VT_SECOND_PLACE_MAX	     160 /* bytes of a key of the second level */
#define VT_HTTP_ERROR_BYTES	     (512 * 1024) /* memory an error page may take */

#define VT_LANGUAGE_DEFAULT "lt"

struct vt_assets;
struct vt_generation;
struct vt_links;
struct vt_memo;
struct vt_outline;
struct vt_second;
struct vt_texts;

/* A route in its place. */
struct vt_mount {
	struct vt_route route;
	const void *state;
	const char *plugin;
	/* Its answers were seen to depend on more than their key says, so they
	 * are neither kept nor shared any more. */
	atomic_bool is_private;
};

struct vt_boot {
	struct vt_gateway *gateway;
};
struct vt_worker {
	struct vt_gateway *gateway;
};

struct vt_loaded {		 /* a plugin */
	struct vt_plugin plugin; /* a copy: its own may be shorter */
	struct vt_conf_section section;
	void *conf, *state;
	const char *path; /* of its file */
	bool is_started;
};

struct vt_listener {
	void (*heard)(const struct vt_finished *, void *);
	void *state;
};

struct vt_gateway {
	struct vt_gateway_options o; /* strings in the arena */
	struct vt_proxies proxies;
	struct vt_conf *conf;
	struct vt_arena *arena; /* of the boot */
	struct vt_boot boot;
	struct vt_worker worker;
	struct vt_loaded *plugins;
	size_t plugin_count;
	struct vt_listener *listeners; /* who hears of finished requests */
	size_t listener_count;
	struct vt_catalog *catalog; /* of a command; NULL: not asked for */
	struct vt_router *router;
	struct vt_links *links;
	struct vt_texts *texts; /* templates and messages */
	struct vt_assets *assets;
	struct vt_cache *cache;
	struct vt_memo *memo; /* of tiles */
	struct vt_second *second; /* NULL: none */
	struct vt_generation *generation;
	const struct vt_outline *outline; /* of the maps; NULL: none */
	char said[VT_HASH_HEX]; /* a hash of what plugins added to pages and assets; "": nothing */
	uint64_t id_seed;
	atomic_uint_least64_t id_next;
};

/* What is sent, but for the request's id: never changed once it is made. */
struct vt_answer {
	struct vt_cached cached; /* first */
	int status;
	bool is_shared; /* others may be handed it */
	bool is_kept;	/* and the cache, too */
	unsigned holders; /* requests that it is being sent for; loop */
	const struct vt_http_header *headers;
	size_t header_count;
	struct vt_str lines; /* the headers as they are sent; empty: not joined */
	struct vt_str body;
	struct vt_str rest; /* behind it; for the kernel alone to read */
	void (*done)(void *);
	void *done_arg;
	struct vt_str etag; /* with quotes; empty: none */
	int64_t modified;   /* time; 0: unknown */
	int64_t made;	    /* time */
};

struct vt_response {
	struct vt_request *req;
	struct vt_arena *arena; /* for what it copies */
	int status;
	struct vt_str type;
	struct vt_http_header headers[VT_HTTP_RESPONSE_HEADERS_MAX];
	size_t header_count;
	struct vt_buf body;
	bool is_sent; /* then these, not body */
	struct vt_str sent, rest; /* rest: behind sent, for the kernel alone to read */
	void (*done)(void *);
	void *done_arg;
	struct vt_str etag, cache_control;
	int64_t modified, expires; /* 0: none */
	bool is_plain;		   /* never to be compressed: made on the loop, or named */
	bool is_own;		   /* for this client only */
	bool is_fresh;		   /* this client has it: no body was made */
	bool is_named;		   /* by the handler */
	struct vt_answer *found;   /* kept under its name: this is sent, nothing else */
	vt_err err;
};

/* What went wrong, for the client and the log. */
struct vt_fault {
	vt_err err;
	int status, retry_after_s;
	char *text; /* heap; NULL: the table's */
};

/* What a handler asked for: it decides on Vary and on whether the answer may
 * be shared.  Apart from the request, because it is written through const ones. */
struct vt_trace {
	bool has_language; /* by Accept-Language */
	bool knows_language, is_full, has_epoch;
	uint64_t epoch; /* that the handler was told */
	const char *headers[VT_HTTP_TRACE_MAX];
	size_t header_count;
};

struct vt_request {
	atomic_uint refs;
	struct vt_gateway *gateway;
	struct vt_arena *arena;
	void *owner;
	char id[VT_REQUEST_ID_LEN + 1];

	struct vt_str method;	 /* as it came */
	struct vt_str full_path; /* as it came */
	struct vt_str path;	 /* without a language prefix */
	struct vt_str query, body, content_type;
	struct vt_str client;	/* its address: the peer's, or what a proxy says */
	struct vt_str base_url; /* by which it came */
	struct vt_http_header *headers;
	size_t header_count;
	struct vt_args args;
	bool is_head, has_gzip, can_map;
	const char *language;
	const char *prefix; /* "/lt", "/en", or "" */

	struct vt_mount *mount; /* NULL: no route */
	struct vt_router_found found;
	struct vt_str params[VT_HTTP_PATTERN_PARAMS_MAX]; /* decoded */
	struct vt_trace *trace, trace_store;

	bool is_on_loop; /* in a quick function */
	bool is_large;	 /* its handler asked for a thread for large jobs */
	bool is_admitted; /* and runs on one */
	bool is_reading; /* a catalogue transaction is open */
	struct vt_response response;
	struct vt_fault fault; /* err VT_OK: none */
	struct vt_answer *answer;
	enum vt_way way;
	/* Of a request whose answer may be kept: a hash of all that it depends on
	 * but the catalogue; and where the second level has it, which contents of
	 * the catalogue that is for.  Empty: not to be kept. */
	char question[VT_HASH_HEX];
	bool is_named; /* the question is the answer's own name (named.c) */
	bool is_late;  /* … which was not known when the flight began */
	char place[VT_SECOND_PLACE_MAX];
	struct vt_catalog_state state;
	uint64_t epoch; /* of that state */
	struct vt_flight *flight; /* that this request leads */
	struct vt_waiter waiter;
	struct vt_str note; /* for who hears of its end */
	struct vt_http_header out[VT_HTTP_ANSWER_HEADERS_MAX];
	char age[24]; /* a header's value */
};

/* --- request.c */
/* Without a trace: for the gateway's own questions. */
struct vt_str vt_request_header_seen(const struct vt_request *req, const char *name);

/* --- way.c */
/* A request that leads a flight is freed without having landed: whoever waits
 * is let go without an answer. */
void vt_gateway_forsake(struct vt_request *req);

/* --- response.c */
void vt_response_init(struct vt_response *res, struct vt_request *req, struct vt_arena *a);
/* Drops what was written; a body given by reference is let go. */
void vt_response_fini(struct vt_response *res);
/* The first value set under name in any case; empty when there is none. */
struct vt_str vt_response_header_get(const struct vt_response *res, const char *name);

/* --- finish.c */
/* Makes the answer of what was written: validators, compression, headers. */
vt_err vt_finish(struct vt_response *res, struct vt_answer **answer_r) VT_MUST_CHECK;
/* Of answers that are one block, with a body that done() lets go of. */
void vt_answer_destroy(struct vt_cached *cached);
/* Joins the headers of one that will be sent often. */
void vt_answer_join(struct vt_answer *answer);

/* --- error_page.c */
/* Keeps err with this thread's sentence as the request's fault and logs it.
 * status 0: the error's own. */
void vt_fault_set(struct vt_request *req, vt_err err, int status);
/* The fault of another, word for word; logged under this request's id, too. */
void vt_fault_copy(struct vt_request *req, const struct vt_fault *fault);
/* The answer that tells the request's fault; never fails. */
struct vt_answer *vt_fault_answer(struct vt_request *req);

/* --- catalogs.c */
void vt_catalogs_end(struct vt_request *req); /* the request's transaction */
/* Of the contents that the open transaction sees. */
vt_err vt_catalogs_state(const struct vt_request *req,
			 struct vt_catalog_state *state_r) VT_MUST_CHECK;

/* --- plugins.c */
vt_err vt_plugins_load(struct vt_gateway *g, const struct vt_str_list *names,
		       const char *dir) VT_MUST_CHECK;
/* When all of the configuration is known to be right: routes, links, state. */
vt_err vt_plugins_configure(struct vt_gateway *g) VT_MUST_CHECK;
/* worker_start() of each; when one fails, those before it are stopped again. */
vt_err vt_plugins_start(struct vt_gateway *g) VT_MUST_CHECK;
void vt_plugins_stop(struct vt_gateway *g);

/* --- plugin_boot.c */
/* Answers depend on what a plugin said under this name: it is part of the fingerprint. */
void vt_boot_said(struct vt_gateway *g, const char *name, struct vt_str text);

/* --- gateway.c */
/* Puts a route in its place; plugin and state are borrowed, the route copied. */
vt_err vt_mount_add(struct vt_gateway *g, const char *plugin, const struct vt_route *route,
		    const void *state) VT_MUST_CHECK;

/* --- page.c */
/* The templates and messages of o.template_dir; a template that the core needs
 * and that is not there is an error. */
vt_err vt_texts_new(struct vt_gateway *g, struct vt_texts **texts_r) VT_MUST_CHECK;
void vt_texts_free(struct vt_texts **texts);
/* What vt_boot_page_text() and vt_boot_messages() say. */
vt_err vt_texts_say(struct vt_texts *texts, const char *lang, const char *key,
		    struct vt_str text) VT_MUST_CHECK;
struct vt_str vt_texts_message(const struct vt_texts *texts, const char *lang, const char *key);
vt_err vt_texts_replace(struct vt_texts *texts, const char *folder) VT_MUST_CHECK;

#endif
