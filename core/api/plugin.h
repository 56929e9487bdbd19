/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plugin declares: one exported symbol, `vt_plugin`, made with
 * VT_PLUGIN().  Tables say everything and end with a NULL name.
 */
#ifndef VT_API_PLUGIN_H
#define VT_API_PLUGIN_H

#include "request.h"
#include "response.h"
#include "usage.h"

#define VT_ABI_MAJOR	2	/* something a plugin uses changed or went away */
#define VT_ABI_MINOR	5	/* something was added at an end */
#define VT_PLUGIN_MAGIC	0x56544731u

enum vt_option_type {
	VT_OPT_STR,	/* const char * */
	VT_OPT_PATH,	/* const char *, made absolute from the configuration file's folder */
	VT_OPT_INT,	/* int64_t */
	VT_OPT_BOOL,	/* bool */
	VT_OPT_SIZE,	/* int64_t bytes: 64k, 8M, 2G */
	VT_OPT_SECS,	/* int64_t seconds: 30s, 5m, 24h, 3d */
	VT_OPT_LIST,	/* struct vt_str_list */
	VT_OPT_CHOICE	/* const char *, one of choices */
};
struct vt_str_list {
	const char	*const *items;
	size_t		 count;
};
struct vt_option {
	const char	*key, *dflt, *help;	/* dflt: as it stands in YAML; a list's "a, b" */
	size_t		 offset;		/* into the conf struct */
	enum vt_option_type type;
	int64_t		 min, max;		/* of numbers; both 0: any */
	const char	*choices;		/* "json|text" */
};

enum vt_cache_rule {
	VT_CACHE_NONE,		/* Cache-Control: no-store; never kept here */
	VT_CACHE_GENERATION,	/* kept here until the catalogue changes; clients revalidate */
	VT_CACHE_PUBLIC,	/* not kept here; clients may for an hour, then revalidate */
	VT_CACHE_NAMED		/* the same, but kept here by vt_response_name() */
};

struct vt_route {
	const char	*method;	/* "GET" also answers HEAD; "GET|POST" */
	const char	*pattern;	/* "/iiif/3/{image}/info.json", "{rest...}" at the end */
	vt_err		(*handler)(struct vt_request *, struct vt_response *);
	enum vt_cache_rule cache;
	/* Optional, on the event loop: never blocks; VT_E_DECLINED leaves it to
	 * the handler. */
	vt_err		(*quick)(struct vt_request *, struct vt_response *);
	const char	*vary;		/* request headers that choose the representation: "Accept" */
};
struct vt_link {
	const char	*name;		/* "iiif.manifest" */
	/* "/iiif/presentation/{id}/manifest"; a name with a dot in it is not a
	 * value but an option: "oai:{oai.domain}:{id}" */
	const char	*pattern;
};

/* A request whose answer has gone out, or whose client left before. */
struct vt_finished {
	/* Lives until heard() returns.  Its handler may still be running: only
	 * vt_request_network() and what is said here are the listener's to ask. */
	const struct vt_request *req;
	const char	*plugin, *route;	/* whose it was; "" when nobody's */
	struct vt_str	 note;			/* what its handler said of it: vt_request_note() */
	int		 status;		/* 499: the client left, and nobody answered it */
	bool		 is_whole;		/* the answer went out to its end */
	uint64_t	 bytes;			/* of its body, as they went out */
	int64_t		 ms;			/* since the request was whole */
	struct vt_str	 agent;			/* its User-Agent; since 2.3 */
	/* Since 2.4, empty where nobody answered.  The client's address is to be
	 * counted with, never to be kept. */
	struct vt_use	 use;			/* what its plugin says of it, of 200 and 304 */
	struct vt_str	 client, referer;
	const char	*language;		/* "lt", "en" */
};
struct vt_event {
	const char	*name;			/* "finished": for each request of the worker */
	/* On the event loop: takes what it needs and returns; no waiting, no catalogue. */
	void		(*heard)(const struct vt_finished *finished, void *state);
};

struct vt_value;		/* page.h */
struct vt_boot;			/* what configure() and a command may ask of the core */
struct vt_worker;		/* one worker process */

struct vt_command {
	const char	*name, *summary, *usage;
	/* One that is called "status" is part of `vartai status`, which runs those of all
	 * plugins, each under its plugin's name: 1 says that something is to be done, and with
	 * --json (its one argument) it prints one JSON value.  Since 2.5. */
	/* Exit code 0, 1, 2.  argv[0] is the command's name; --help is answered by the
	 * core.  Where vt_boot_catalog() finds nothing, no key is kept for it. */
	int		(*run)(struct vt_boot *, const void *conf, int argc, char **argv);
};

struct vt_plugin {
	uint32_t	 magic, size;		/* these four protect the rest */
	uint16_t	 abi_major, abi_minor;
	const char	*name, *version, *summary;
	size_t		 conf_size;
	const struct vt_option	*options;
	const struct vt_route	*routes;
	const struct vt_command	*commands;
	const struct vt_link	*links;
	/* Once, in the parent, before fork: check, vt_boot_alloc(); no threads, no
	 * sockets.  *state_r may stay NULL: then the state is conf itself. */
	vt_err	(*configure)(struct vt_boot *, const void *conf, void **state_r);
	vt_err	(*worker_start)(struct vt_worker *, void *state);
	void	(*worker_stop)(struct vt_worker *, void *state);
	const struct vt_event	*events;	/* since 2.2 */
	/* Whether this request's handler is brief: a few small reads of the catalogue,
	 * far below the time that waking a thread takes.  Then it may be run on the event
	 * loop, as long as that proves true.  On the loop; NULL: none is.  Since 2.2. */
	bool	(*is_brief)(const struct vt_request *);
	/* What this request is a use of, from its address alone, for whoever counts: asked
	 * on the loop of each that was answered, also out of the cache; neither blocks nor
	 * fails.  *use_r is empty when it is called.  Since 2.4. */
	void	(*use)(const struct vt_request *, struct vt_use *use_r);
};

#define VT_PLUGIN(...)							\
	extern VT_API const struct vt_plugin vt_plugin;			\
	const struct vt_plugin vt_plugin = {				\
		.magic = VT_PLUGIN_MAGIC, .size = sizeof(struct vt_plugin), \
		.abi_major = VT_ABI_MAJOR, .abi_minor = VT_ABI_MINOR,	\
		__VA_ARGS__ }

/* A core option's value as text (`oai.domain`, `data.dir`); NULL: no such option. */
VT_API const char	*vt_boot_option(struct vt_boot *boot, const char *name);
/* The same of a whole number, a size in bytes or a time in seconds (VT_OPT_INT,
 * _SIZE, _SECS), as the core reads it.  VT_E_NOTFOUND: no such option. */
VT_API vt_err		 vt_boot_option_number(struct vt_boot *boot, const char *name,
			    int64_t *value_r) VT_MUST_CHECK;
/* Zeroed memory for a plugin's state, which lives as long as the gateway; NULL
 * (and vt_fail) when there is none. */
VT_API void		*vt_boot_alloc(struct vt_boot *boot, size_t len);
/* 32 secret bytes for a purpose, the same on every node with the same
 * server.secret (made and kept in data.dir when none is configured). */
VT_API vt_err		 vt_boot_secret(struct vt_boot *boot, const char *purpose,
			    uint8_t key_r[32]) VT_MUST_CHECK;
/* The catalogue, for commands: a connection that the gateway closes.
 * VT_E_UNAVAILABLE: there is none yet. */
VT_API vt_err		 vt_boot_catalog(struct vt_boot *boot, struct vt_catalog **c_r) VT_MUST_CHECK;
/* The same in a worker, for a thread that the plugin started: a connection of this
 * thread's own; before the thread ends, vt_worker_thread_end().  Since 2.4. */
VT_API vt_err		 vt_worker_catalog(struct vt_worker *worker,
			    struct vt_catalog **c_r) VT_MUST_CHECK;
VT_API void		 vt_worker_thread_end(struct vt_worker *worker);
/* Absolute path of a file under the templates folder, in the arena of the boot. */
VT_API const char	*vt_boot_template_path(struct vt_boot *boot, const char *relative);

/* --- since 2.4; in configure() only --- */
/* What every page says from now on, whichever plugin's it is: {{site.key}} of each
 * template, in lang ("lt"), or where that is NULL in each language.  Copied. */
VT_API vt_err		 vt_boot_page_text(struct vt_boot *boot, const char *lang,
			    const char *key, struct vt_str text) VT_MUST_CHECK;
/* The messages of folder/lt.yaml and folder/en.yaml, those that are there, stand in
 * the place of ours with the same keys.  VT_E_BADARG names a key that is none. */
VT_API vt_err		 vt_boot_messages(struct vt_boot *boot, const char *folder) VT_MUST_CHECK;
/* A file made at the start, served like those of templates/assets; bytes are
 * copied.  *url_r: its address with a version in it, for the gateway's life. */
VT_API vt_err		 vt_boot_asset(struct vt_boot *boot, const char *name,
			    struct vt_str bytes, const char **url_r) VT_MUST_CHECK;

/* --- since 2.5; for commands --- */
/* "lt" or "en", as the locale of whoever runs it says. */
VT_API const char	*vt_boot_language(struct vt_boot *boot);
/* A message in that language, its places unfilled; the key itself when there is none.
 * For the gateway's life. */
VT_API struct vt_str	 vt_boot_message(struct vt_boot *boot, const char *lang, const char *key);
/* For files that a command makes: templates/pages/<name>.mustache in lang ("lt", "en"),
 * a document by itself, without the frame of public pages, appended to out; {{language}}
 * and {{site.name}} are set in data.  VT_E_BADARG: no such language. */
VT_API vt_err		 vt_boot_page(struct vt_boot *boot, const char *lang, const char *name,
			    struct vt_value *data, struct vt_buf *out) VT_MUST_CHECK;
/* What Europeana would say of objects' records, as `vartai check` does: some
 * milliseconds each.  For commands; to be closed. */
struct vt_quality;
VT_API vt_err		 vt_quality_open(struct vt_boot *boot, struct vt_quality **q_r) VT_MUST_CHECK;
/* Findings of an object, and those of them for which it would not be taken.  VT_E_NOTFOUND. */
VT_API vt_err		 vt_quality_of(struct vt_quality *q, struct vt_str identifier,
			    int64_t *errors_r, int64_t *findings_r) VT_MUST_CHECK;
VT_API void		 vt_quality_close(struct vt_quality **q);

/* --- since 2.5; for workers --- */
/* What nodes with the same server.secret and cache.redis agree on under a name, until its
 * time is over: key has what is proposed, and then what whoever came first proposed.
 * Waits for cache.redis_timeout_ms at most, twice: in worker_start(), or on a thread of
 * one's own.  VT_E_UNAVAILABLE: there is no Redis, or it does not answer; key is as it was. */
VT_API vt_err		 vt_worker_agree(struct vt_worker *worker, const char *name,
			    int64_t lifetime_s, uint8_t key[32]) VT_MUST_CHECK;

#endif
