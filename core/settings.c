/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading the core's options, and what follows from where the program lies: in its
 * build tree it takes plugins and templates from there, installed from
 * PREFIX/lib/vartai and PREFIX/share/vartai.  The tables are in settings_options.c.
 */
#include "settings.h"

#include <stdio.h>
#include <string.h>

#include "api/log.h"
#include "base/beside.h"
#include "settings_inside.h"

/* --- what is left open --------------------------------------------------------- */

/* Paths live as long as the process, like the configuration. */
static const char *
vt_settings_keep(const char *path)
{
	char *kept = strdup(path);

	vt_assert(kept != NULL);
	return (kept);
}

/* build/vartai, build/asan/vartai, bin/vartai. */
static vt_err
vt_settings_folders(struct vt_server_settings *s)
{
	static const char *const plugins[] = { "plugins", "../lib/vartai/plugins", NULL };
	static const char *const templates[] = { "../templates", "../../templates",
						 "../share/vartai/templates", NULL };
	static const char *const vendor[] = { "vendor", "../vendor", "../share/vartai/vendor",
					      NULL };

	if (s->plugin_dir[0] == '\0' && (s->plugin_dir = vt_beside_program(plugins)) == NULL)
		return (vt_fail(VT_E_BADARG, "no folder of plugins lies beside the program: set "
					     "server.plugin_dir"));
	if (s->template_dir[0] == '\0' && (s->template_dir = vt_beside_program(templates)) == NULL)
		return (vt_fail(VT_E_BADARG, "no folder of templates lies beside the program: set "
					     "server.template_dir"));
	if (s->vendor_dir[0] == '\0')
		s->vendor_dir = vt_beside_program(vendor);
	return (VT_OK);
}

/* Stands in records, which are XML, in manifests and headers as it is. */
static bool
vt_settings_is_address(struct vt_str url)
{
	for (size_t i = 0; i < url.len; i++)
		if ((unsigned char)url.p[i] <= ' ' || (unsigned char)url.p[i] >= 0x7f ||
		    strchr("\"&<>\\^`{|}?#", url.p[i]) != NULL)
			return (false);
	return (true);
}

static vt_err
vt_settings_base_url(struct vt_server_settings *s)
{
	struct vt_str url = vt_str_of(s->base_url);
	bool has_tls = s->tls_certificate[0] != '\0';
	char made[512];

	s->has_base_url = url.len != 0;
	if (url.len == 0) {
		(void)snprintf(made, sizeof(made), "%s://%s", has_tls ? "https" : "http",
			       s->listen);
		s->base_url = vt_settings_keep(made);
		return (VT_OK);
	}
	if (!vt_str_starts(url, VT_STR("http://")) && !vt_str_starts(url, VT_STR("https://")))
		return (vt_fail(VT_E_BADARG,
				"server.base_url '%s' does not begin with http:// or https://",
				s->base_url));
	if (!vt_settings_is_address(url))
		return (vt_fail(VT_E_BADARG,
				"server.base_url '%s' holds a space, a query or another character "
				"that an address like https://example.org cannot have",
				s->base_url));
	if (vt_str_ends(url, VT_STR("/")))
		return (vt_fail(VT_E_BADARG, "server.base_url '%s' ends with a slash: leave it out",
				s->base_url));
	return (VT_OK);
}

vt_err
vt_settings_read_log(struct vt_conf *conf, struct vt_log_settings *s)
{
	return (vt_conf_fill(conf, &vt_section_log, s));
}

vt_err
vt_settings_read(struct vt_conf *conf, struct vt_settings *s)
{
	struct vt_data_settings data;
	struct vt_oai_settings oai;
	vt_err err;

	if ((err = vt_conf_fill(conf, &vt_section_top, &s->plugins)) != VT_OK ||
	    (err = vt_conf_list_paths(conf, "", "plugins", &s->plugins)) != VT_OK ||
	    (err = vt_conf_fill(conf, &vt_section_server, &s->server)) != VT_OK ||
	    (err = vt_conf_fill(conf, &vt_section_data, &data)) != VT_OK ||
	    (err = vt_conf_fill(conf, &vt_section_oai, &oai)) != VT_OK ||
	    (err = vt_conf_fill(conf, &vt_section_media, &s->media)) != VT_OK ||
	    (err = vt_conf_fill(conf, &vt_access_section, &s->access)) != VT_OK ||
	    (err = vt_conf_fill(conf, &vt_section_cache, &s->cache)) != VT_OK ||
	    (err = vt_settings_read_log(conf, &s->log)) != VT_OK)
		return (err);
	s->data_dir = data.dir;
	s->oai_domain = oai.domain;
	if ((err = vt_settings_folders(&s->server)) != VT_OK)
		return (err);
	return (vt_settings_base_url(&s->server));
}

/* --- what works here and fails later ------------------------------------------ */

static bool
vt_settings_begins(const char *host, const char *const *hosts)
{
	while (*hosts != NULL && strncmp(host, *hosts, strlen(*hosts)) != 0)
		hosts++;
	return (*hosts != NULL);
}

static const char *const vt_settings_own[] = { "127.", "localhost", "[::1]", NULL };
static const char *const vt_settings_any[] = { "0.0.0.0", "[::]", NULL };

/* Pages and records with the machine's own address in them look well to whoever sits
 * there, and to nobody else. */
void
vt_settings_warn_base_url(const struct vt_settings *s)
{
	const struct vt_server_settings *server = &s->server;
	const char *host = strstr(server->base_url, "://") + 3;
	bool is_own = vt_settings_begins(host, vt_settings_own);

	if ((!is_own && !vt_settings_begins(host, vt_settings_any)) ||
	    (is_own && server->has_base_url && vt_settings_begins(server->listen, vt_settings_own)))
		return;
	vt_log("server", VT_LOG_WARN,
	       "links in pages, manifests and records begin with %s, which %s can open: set "
	       "server.base_url to the address that the public uses",
	       server->base_url, is_own ? "only this machine" : "nobody");
}

static bool
vt_settings_is_public(const struct vt_settings *s)
{
	const char *host = strstr(s->server.base_url, "://") + 3;

	return (!vt_settings_begins(host, vt_settings_own) &&
		!vt_settings_begins(host, vt_settings_any));
}

/* Who has a public address has harvesters, and they keep identifiers for ever. */
void
vt_settings_warn_domain(const struct vt_settings *s)
{
	if (!vt_str_ends(vt_str_of(s->oai_domain), VT_STR("example.org")) ||
	    !vt_settings_is_public(s))
		return;
	vt_log("core", VT_LOG_WARN,
	       "oai.domain is still %s: every record will be called oai:%s:…, and harvesters keep "
	       "that for ever; set it to a domain of yours before they come",
	       s->oai_domain, s->oai_domain);
}

static bool
vt_settings_has_oai(const struct vt_settings *s)
{
	for (size_t i = 0; i < s->plugins.count; i++)
		if (strcmp(s->plugins.items[i], "oai") == 0)
			return (true);
	return (false);
}

/* The addresses are the plugin's alone; asked for only when it has taken them. */
void
vt_settings_warn_emails(struct vt_conf *conf, const struct vt_settings *s)
{
	static const struct vt_option options[] = {
		{ .key = "admin_emails", .dflt = "admin@example.org", .type = VT_OPT_LIST },
		{ .key = NULL },
	};
	static const struct vt_conf_section section = { "oai", "", options };
	struct vt_str_list emails;

	if (!vt_settings_is_public(s) || !vt_settings_has_oai(s) ||
	    vt_conf_fill(conf, &section, &emails) != VT_OK)
		return;
	for (size_t i = 0; i < emails.count; i++)
		if (vt_str_ends(vt_str_of(emails.items[i]), VT_STR("example.org")))
			vt_log("core", VT_LOG_WARN,
			       "oai.admin_emails is still %s: harvesters will write there when "
			       "something is wrong; set it to an address that you read",
			       emails.items[i]);
}
