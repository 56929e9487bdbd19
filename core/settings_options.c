/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options of the core: their tables, as `vartai options` prints them.
 */
#include "settings_inside.h"

#include <stddef.h>

#include "ingest/command.h"

#define VT_SETTINGS_AT(name)	.offset = offsetof(struct vt_server_settings, name)
#define VT_SETTINGS_CACHE(name) .offset = offsetof(struct vt_cache_settings, name)

static const struct vt_option vt_top_options[] = {
	{ .key = "plugins",
	  .dflt = "oai, iiif_image, iiif_presentation, iiif_search, iiif_activity, files, site, exhibitions, mirador, analytics",
	  .type = VT_OPT_LIST,
	  .help = "what is served: plugins by name, or .so files by a path with a '/'" },
	{ .key = NULL },
};

static const struct vt_option vt_server_options[] = {
	{ .key = "listen",
	  .dflt = "127.0.0.1:8080",
	  .type = VT_OPT_STR,
	  VT_SETTINGS_AT(listen),
	  .help = "host:port of the public server; IPv6 in brackets, [::1]:8080" },
	{ .key = "admin_listen",
	  .dflt = "",
	  .type = VT_OPT_STR,
	  VT_SETTINGS_AT(admin_listen),
	  .help = "host:port of /metrics and /healthz, for loopback; empty: none" },
	{ .key = "base_url",
	  .dflt = "",
	  .type = VT_OPT_STR,
	  VT_SETTINGS_AT(base_url),
	  .help = "address that the public uses, without final slash; empty: http(s)://listen" },
	{ .key = "trusted_proxies",
	  .dflt = "",
	  .type = VT_OPT_LIST,
	  VT_SETTINGS_AT(trusted_proxies),
	  .help = "addresses and nets (192.0.2.0/24) of proxies whose word is taken for who their "
		  "client is and, where base_url is empty, for the address that the public uses; "
		  "they must set or drop what their clients say in these headers" },
	{ .key = "proxy_header",
	  .dflt = "x-forwarded",
	  .type = VT_OPT_CHOICE,
	  .choices = "x-forwarded|forwarded",
	  VT_SETTINGS_AT(proxy_header),
	  .help =
	      "where these proxies say it, in X-Forwarded-For, -Proto, -Host, -Port and -Prefix "
	      "or in Forwarded (RFC 7239); the other kind is their client's and not believed" },
	{ .key = "workers",
	  .dflt = "0",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(workers),
	  .max = 128,
	  .help = "processes that answer; 0: one a core" },
	{ .key = "threads",
	  .dflt = "4",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(threads),
	  .min = 1,
	  .max = 64,
	  .help = "threads of a worker for what takes time" },
	{ .key = "queue_max",
	  .dflt = "256",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(queue_max),
	  .min = 1,
	  .max = 65536,
	  .help = "requests of a worker that wait for a thread; more are answered with 503" },
	{ .key = "large_threads",
	  .dflt = "2",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(large_threads),
	  .max = 64,
	  .help = "threads of a worker, beside those, for what takes long (whole images); they "
		  "give way to all others; 0: large ones go with the others" },
	{ .key = "large_queue_max",
	  .dflt = "16",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(large_queue_max),
	  .min = 1,
	  .max = 65536,
	  .help = "large requests of a worker that wait for such a thread; more are answered with "
		  "503" },
	{ .key = "connections",
	  .dflt = "1024",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(connections),
	  .min = 16,
	  .max = 65536,
	  .help = "connections a worker has open at once; more wait" },
	{ .key = "keepalive_seconds",
	  .dflt = "75",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(keepalive_seconds),
	  .min = 1,
	  .max = 3600,
	  .help = "how long an idle connection stays open" },
	{ .key = "request_seconds",
	  .dflt = "30",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(request_seconds),
	  .min = 1,
	  .max = 3600,
	  .help = "how long a request may take from its first byte to its last" },
	{ .key = "answer_seconds",
	  .dflt = "60",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(answer_seconds),
	  .min = 1,
	  .max = 3600,
	  .help = "how long a client waits for its answer to be made; then it is told 503, and the "
		  "log what takes so long" },
	{ .key = "drain_seconds",
	  .dflt = "10",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_AT(drain_seconds),
	  .max = 3600,
	  .help = "how long requests in hand may take when the server is told to stop" },
	{ .key = "user",
	  .dflt = "",
	  .type = VT_OPT_STR,
	  VT_SETTINGS_AT(user),
	  .help = "who the workers become when started as root; empty: whose data.dir is" },
	{ .key = "tls_certificate",
	  .dflt = "",
	  .type = VT_OPT_PATH,
	  VT_SETTINGS_AT(tls_certificate),
	  .help = "PEM file with the certificate and its chain; with tls_key it switches TLS on" },
	{ .key = "tls_key",
	  .dflt = "",
	  .type = VT_OPT_PATH,
	  VT_SETTINGS_AT(tls_key),
	  .help = "PEM file with the private key, RSA or EC; root's alone is enough" },
	{ .key = "secret",
	  .dflt = "",
	  .type = VT_OPT_STR,
	  VT_SETTINGS_AT(secret),
	  .help = "what tokens are signed with, the same on every node; empty: made once, kept "
		  "in data.dir" },
	{ .key = "cache_bytes",
	  .dflt = "64M",
	  .type = VT_OPT_SIZE,
	  VT_SETTINGS_AT(cache_bytes),
	  .max = INT64_MAX,
	  .help = "answers kept in memory, a worker; 0: none" },
	{ .key = "request_bytes",
	  .dflt = "8M",
	  .type = VT_OPT_SIZE,
	  VT_SETTINGS_AT(request_bytes),
	  .min = 64 * 1024,
	  .max = INT64_MAX,
	  .help = "memory that one request may work with" },
	{ .key = "body_bytes",
	  .dflt = "64M",
	  .type = VT_OPT_SIZE,
	  VT_SETTINGS_AT(body_bytes),
	  .min = 64 * 1024,
	  .max = INT64_MAX,
	  .help = "largest answer that is put together in memory" },
	{ .key = "sending_bytes",
	  .dflt = "256M",
	  .type = VT_OPT_SIZE,
	  VT_SETTINGS_AT(sending_bytes),
	  .min = 1024 * 1024,
	  .max = INT64_MAX,
	  .help = "memory, a worker, of answers that clients have not taken yet; more are "
		  "answered with 503, but those up to 64K" },
	{ .key = "plugin_dir",
	  .dflt = "",
	  .type = VT_OPT_PATH,
	  VT_SETTINGS_AT(plugin_dir),
	  .help = "where plugins are; empty: beside the program, or PREFIX/lib/vartai/plugins" },
	{ .key = "template_dir",
	  .dflt = "",
	  .type = VT_OPT_PATH,
	  VT_SETTINGS_AT(template_dir),
	  .help = "pages, messages, crosswalks; empty: beside the program, or "
		  "PREFIX/share/vartai/templates" },
	{ .key = "vendor_dir",
	  .dflt = "",
	  .type = VT_OPT_PATH,
	  VT_SETTINGS_AT(vendor_dir),
	  .help = "browser code of others (deep zoom); empty: beside the program, or "
		  "PREFIX/share/vartai/vendor" },
	{ .key = "seccomp_tracing",
	  .dflt = "no",
	  .type = VT_OPT_BOOL,
	  VT_SETTINGS_AT(seccomp_tracing),
	  .help = "for tests: system calls that the sandbox does not list are logged and done" },
	{ .key = NULL },
};

static const struct vt_option vt_data_options[] = {
	{ .key = "dir",
	  .dflt = "/var/lib/vartai",
	  .type = VT_OPT_PATH,
	  .help = "the catalogue, the access copies, the secret" },
	{ .key = NULL },
};

/* Plugin oai has this key as well; ingest and links need it without the plugin. */
static const struct vt_option vt_oai_options[] = {
	{ .key = "domain",
	  .dflt = "vartai.example.org",
	  .type = VT_OPT_STR,
	  .help = "a domain name of yours: part of every object's OAI identifier, for ever" },
	{ .key = NULL },
};

static const struct vt_option vt_cache_options[] = {
	{ .key = "redis",
	  .dflt = "",
	  .type = VT_OPT_STR,
	  VT_SETTINGS_CACHE(redis),
	  .help = "a Redis that keeps answers for all workers and nodes: "
		  "redis://:password@host:port/db or unix:/path; nodes that share one have the "
		  "same server.secret; empty: none" },
	{ .key = "redis_prefix",
	  .dflt = "vartai",
	  .type = VT_OPT_STR,
	  VT_SETTINGS_CACHE(redis_prefix),
	  .help = "what our keys there begin with" },
	{ .key = "redis_timeout_ms",
	  .dflt = "50",
	  .type = VT_OPT_INT,
	  VT_SETTINGS_CACHE(redis_timeout_ms),
	  .min = 1,
	  .max = 10000,
	  .help = "how long Redis may take for one answer, connecting counted" },
	{ .key = "redis_retry",
	  .dflt = "5s",
	  .type = VT_OPT_SECS,
	  VT_SETTINGS_CACHE(redis_retry),
	  .min = 1,
	  .max = 3600,
	  .help = "how long Redis is left alone after it failed" },
	{ .key = "redis_keep",
	  .dflt = "1d",
	  .type = VT_OPT_SECS,
	  VT_SETTINGS_CACHE(redis_keep),
	  .min = 1,
	  .max = 31536000,
	  .help = "how long Redis keeps an answer at the most" },
	{ .key = "redis_value_bytes",
	  .dflt = "2M",
	  .type = VT_OPT_SIZE,
	  VT_SETTINGS_CACHE(redis_value_bytes),
	  .min = 1024,
	  .max = 536870912,
	  .help = "largest answer that is given to Redis" },
	{ .key = NULL },
};

static const struct vt_option vt_log_options[] = {
	{ .key = "file",
	  .dflt = "",
	  .type = VT_OPT_PATH,
	  .offset = offsetof(struct vt_log_settings, file),
	  .help = "where lines go; empty: standard error" },
	{ .key = "format",
	  .dflt = "auto",
	  .type = VT_OPT_CHOICE,
	  .choices = "auto|json|text",
	  .offset = offsetof(struct vt_log_settings, format),
	  .help = "auto: text on a terminal, else one JSON object a line" },
	{ .key = "levels",
	  .dflt = "info",
	  .type = VT_OPT_STR,
	  .offset = offsetof(struct vt_log_settings, levels),
	  .help = "debug, info, warn or error; of one module: info,access=warn,oai=debug" },
	{ .key = NULL },
};

const struct vt_conf_section vt_section_top = { "", "", vt_top_options };
const struct vt_conf_section vt_section_server = { "server", "The server", vt_server_options };
const struct vt_conf_section vt_section_data = { "data", "Where things are kept", vt_data_options };
const struct vt_conf_section vt_section_oai = { "oai", "Identifiers of objects", vt_oai_options };
const struct vt_conf_section vt_section_media = { "media", "Images", vt_media_option_table };
const struct vt_conf_section vt_section_cache = { "cache", "Answers kept outside the workers",
						  vt_cache_options };
const struct vt_conf_section vt_section_log = { "log", "The log", vt_log_options };

static const struct vt_conf_section *const vt_sections[] = {
	&vt_section_top,    &vt_section_server, &vt_section_data,
	&vt_section_oai,    &vt_section_media,	&vt_access_section,
	&vt_ingest_section, &vt_section_cache,	&vt_section_log,
};

const struct vt_conf_section *const *
vt_settings_sections(size_t *count_r)
{
	*count_r = sizeof(vt_sections) / sizeof(vt_sections[0]);
	return (vt_sections);
}
