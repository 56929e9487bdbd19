/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The core's own options: their tables, and the structs that they fill.
 * Sections of plugins and of ingest are theirs.
 */
#ifndef VARTAI_SETTINGS_H
#define VARTAI_SETTINGS_H

#include "base/conf.h"
#include "http/access.h"
#include "media/access_copy.h"

struct vt_server_settings {
	const char *listen, *admin_listen, *base_url, *user, *secret;
	const char *tls_certificate, *tls_key;
	const char *plugin_dir, *template_dir, *vendor_dir;
	int64_t workers, threads, queue_max, large_threads, large_queue_max, connections;
	int64_t keepalive_seconds, request_seconds, answer_seconds, drain_seconds;
	int64_t cache_bytes, request_bytes, body_bytes, sending_bytes;
	struct vt_str_list trusted_proxies;
	const char *proxy_header;
	bool seccomp_tracing;
	bool has_base_url; /* it was set, not worked out */
};
struct vt_cache_settings {
	const char *redis, *redis_prefix;
	int64_t redis_timeout_ms, redis_retry, redis_keep, redis_value_bytes;
};
struct vt_log_settings {
	const char *file, *format, *levels;
};

struct vt_settings {
	struct vt_str_list plugins;
	struct vt_server_settings server;
	const char *data_dir, *oai_domain;
	struct vt_media_options media;
	struct vt_access_settings access;
	struct vt_cache_settings cache;
	struct vt_log_settings log;
};

/* Fills all of *s; strings live as long as conf.  What the options leave open is
 * worked out: base_url, folders beside the program. */
vt_err vt_settings_read(struct vt_conf *conf, struct vt_settings *s) VT_MUST_CHECK;
/* Section "log" alone, for reloading. */
vt_err vt_settings_read_log(struct vt_conf *conf, struct vt_log_settings *s) VT_MUST_CHECK;
/* What works here and fails later, told in the log: links that only this machine can
 * open; and identifiers and letter boxes below example.org that are about to be given
 * to the world.  The last: when the plugins have been given their options. */
void vt_settings_warn_base_url(const struct vt_settings *s);
void vt_settings_warn_domain(const struct vt_settings *s);
void vt_settings_warn_emails(struct vt_conf *conf, const struct vt_settings *s);
/* All sections of the core. */
const struct vt_conf_section *const *vt_settings_sections(size_t *count_r);

#endif
