/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Building and ending the gateway.  All that can be wrong with a configuration,
 * a plugin or a template is found by vt_gateway_new(), in the parent, before
 * anything is served; a worker then only adds what must not cross a fork.
 */
#include <sodium.h>
#include <stdlib.h>

#include "http/inside.h"
#include "http/links.h"
#include "http/pages/assets.h"
#include "http/way/generation.h"
#include "http/way/memo.h"
#include "http/way/second.h"

#define GATEWAY_MEMORY	     (16 * 1024 * 1024) /* of the boot: options, tables */
#define GATEWAY_BODY_DEFAULT (64 * 1024 * 1024) /* bytes of a response body */

static const char *
gateway_text(struct vt_gateway *g, const char *text)
{
	return (text != NULL ? vt_str_c(g->arena, vt_str_of(text)) : NULL);
}

static vt_err
gateway_options(struct vt_gateway *g, const struct vt_gateway_options *o)
{
	vt_err err;

	g->o = *o;
	g->o.base_url = gateway_text(g, o->base_url);
	g->o.data_dir = gateway_text(g, o->data_dir);
	g->o.template_dir = gateway_text(g, o->template_dir);
	g->o.vendor_dir = gateway_text(g, o->vendor_dir);
	if (g->o.base_url == NULL || g->o.data_dir == NULL || g->o.template_dir == NULL)
		return (
		    vt_fail(VT_E_INTERNAL,
			    "the gateway needs a base URL, a data folder and a template folder"));
	if ((err = vt_proxies_parse(g->arena, &o->trusted_proxies,
				    o->proxy_header != NULL ? o->proxy_header : "",
				    &g->proxies)) != VT_OK)
		return (err);
	if (g->o.body_bytes <= 0)
		g->o.body_bytes = GATEWAY_BODY_DEFAULT;
	if (g->o.arena_bytes < 0)
		g->o.arena_bytes = 0;
	return (VT_OK);
}

vt_err
vt_mount_add(struct vt_gateway *g, const char *plugin, const struct vt_route *route,
	     const void *state)
{
	struct vt_mount *mount = vt_arena_alloc(g->arena, sizeof(*mount));

	if (mount == NULL)
		return (VT_E_NOMEM);
	if (route->handler == NULL || route->pattern == NULL)
		return (vt_fail(VT_E_BADARG, "plugin %s: a route lacks its handler or its pattern",
				plugin));
	mount->route = *route;
	mount->plugin = plugin;
	mount->state = state;
	return (vt_router_add(g->router, plugin, &mount->route, mount));
}

vt_err
vt_gateway_route(struct vt_gateway *g, const struct vt_route *route, const void *state)
{
	return (vt_mount_add(g, "core", route, state));
}

static vt_err
gateway_assets(struct vt_gateway *g)
{
	static const struct vt_route route = { .method = "GET",
					       .pattern = VT_ASSETS_ROUTE,
					       .handler = vt_assets_serve,
					       .quick = vt_assets_serve,
					       .cache = VT_CACHE_PUBLIC };
	vt_err err = vt_assets_new(g->o.template_dir, g->o.vendor_dir, &g->assets);

	return (err == VT_OK ? vt_gateway_route(g, &route, g->assets) : err);
}

/* The keys of the configuration that nobody asked for. */
static vt_err
gateway_check_unknown(struct vt_gateway *g)
{
	size_t count = g->o.core_section_count + g->plugin_count;
	const struct vt_conf_section **all;

	if (g->o.core_sections == NULL)
		return (VT_OK);
	if ((all = vt_arena_array(g->arena, count, sizeof(struct vt_conf_section *))) == NULL)
		return (VT_E_NOMEM);
	for (size_t i = 0; i < g->o.core_section_count; i++)
		all[i] = g->o.core_sections[i];
	for (size_t i = 0; i < g->plugin_count; i++)
		all[g->o.core_section_count + i] = &g->plugins[i].section;
	return (vt_conf_check_unknown(g->conf, all, count));
}

static vt_err
gateway_build(struct vt_gateway *g, const struct vt_str_list *plugins, const char *plugin_dir)
{
	vt_err err;

	if ((err = vt_router_new(&g->router)) != VT_OK ||
	    (err = vt_links_new(g->arena, &g->links)) != VT_OK ||
	    (err = vt_texts_new(g, &g->texts)) != VT_OK || (err = gateway_assets(g)) != VT_OK ||
	    (err = vt_plugins_load(g, plugins, plugin_dir)) != VT_OK ||
	    (err = gateway_check_unknown(g)) != VT_OK)
		return (err);
	/* This may make files. */
	return (vt_plugins_configure(g));
}

vt_err
vt_gateway_new(struct vt_conf *conf, const struct vt_gateway_options *o,
	       const struct vt_str_list *plugins, const char *plugin_dir, struct vt_gateway **g_r)
{
	struct vt_gateway *g = calloc(1, sizeof(*g));
	vt_err err;

	if (g == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the gateway"));
	g->arena = vt_arena_new(GATEWAY_MEMORY);
	g->conf = conf;
	g->boot.gateway = g;
	g->worker.gateway = g;
	if ((err = gateway_options(g, o)) != VT_OK ||
	    (err = gateway_build(g, plugins, plugin_dir)) != VT_OK) {
		vt_gateway_free(&g);
		return (err);
	}
	*g_r = g;
	return (VT_OK);
}

void
vt_gateway_free(struct vt_gateway **g)
{
	struct vt_gateway *gateway = *g;

	*g = NULL;
	if (gateway == NULL)
		return;
	vt_gateway_worker_stop(gateway);
	vt_catalog_close(&gateway->catalog);
	vt_second_free(&gateway->second);
	vt_assets_free(&gateway->assets);
	vt_texts_free(&gateway->texts);
	vt_router_free(&gateway->router);
	vt_arena_free(&gateway->arena);
	free(gateway);
}

/* --- in the worker -------------------------------------------------------- */

vt_err
vt_gateway_worker_start(struct vt_gateway *g)
{
	size_t budget = g->o.cache_bytes > 0 ? (size_t)g->o.cache_bytes : 0;
	vt_err err;

	vt_assert(sodium_init() >= 0);
	randombytes_buf(&g->id_seed, sizeof(g->id_seed));
	if ((err = vt_cache_new(budget, &g->cache)) == VT_OK &&
	    (err = vt_memo_new(&g->memo)) == VT_OK &&
	    (err = vt_generation_start(g->o.data_dir, g->o.base_url, &g->generation)) == VT_OK)
		err = vt_plugins_start(g);
	if (err != VT_OK)
		vt_gateway_worker_stop(g);
	return (err);
}

void
vt_gateway_worker_stop(struct vt_gateway *g)
{
	vt_memo_free(&g->memo); /* what it holds is the plugins' */
	vt_plugins_stop(g);
	vt_gateway_thread_end(g); /* brief jobs were run on this one */
	vt_generation_stop(&g->generation);
	vt_cache_free(&g->cache);
}

void
vt_gateway_stats(const struct vt_gateway *g, struct vt_gateway_stats *stats_r)
{
	struct vt_cache_stats cache = { 0 };
	struct vt_second_stats second;

	if (g->cache != NULL)
		vt_cache_stats(g->cache, &cache);
	vt_second_stats(g->second, &second);
	*stats_r = (struct vt_gateway_stats){ .cache_hits = cache.hits,
					      .cache_misses = cache.misses,
					      .cache_waits = cache.waits,
					      .cache_evictions = cache.evictions,
					      .cache_bytes = cache.bytes,
					      .cache_entries = cache.entries,
					      .second_hits = second.store.hits,
					      .second_misses = second.store.misses,
					      .second_puts = second.store.puts,
					      .second_bytes = second.store.bytes,
					      .second_errors = second.store.errors,
					      .second_refused = second.refused,
					      .second_state = !second.is_there ? -1
							      : second.store.is_away ? 0 : 1,
					      .generation = vt_generation_number(g->generation) };
}

/* --- for the command line ------------------------------------------------- */

const struct vt_command *
vt_gateway_command_each(struct vt_gateway *g, const char *name, size_t *at, const char **plugin_r,
			struct vt_boot **boot_r, const void **conf_r)
{
	while (*at < g->plugin_count) {
		const struct vt_loaded *p = &g->plugins[(*at)++];
		const struct vt_command *c = p->plugin.commands;

		while (c != NULL && c->name != NULL && strcmp(c->name, name) != 0)
			c++;
		if (c == NULL || c->name == NULL)
			continue;
		*plugin_r = p->plugin.name;
		*boot_r = &g->boot;
		*conf_r = p->conf;
		return (c);
	}
	return (NULL);
}

const struct vt_command *
vt_gateway_command(struct vt_gateway *g, const char *name, struct vt_boot **boot_r,
		   const void **conf_r)
{
	const char *plugin;
	size_t at = 0;

	return (vt_gateway_command_each(g, name, &at, &plugin, boot_r, conf_r));
}

struct vt_conf *
vt_boot_conf(struct vt_boot *boot)
{
	return (boot->gateway->conf);
}

const struct vt_command *
vt_gateway_command_at(const struct vt_gateway *g, size_t at)
{
	for (size_t i = 0; i < g->plugin_count; i++)
		for (const struct vt_command *c = g->plugins[i].plugin.commands;
		     c != NULL && c->name != NULL; c++)
			if (at-- == 0)
				return (c);
	return (NULL);
}

void
vt_gateway_document(struct vt_gateway *g, struct vt_buf *out)
{
	for (size_t i = 0; i < g->plugin_count; i++)
		if (g->plugins[i].section.options != NULL)
			vt_conf_document(&g->plugins[i].section, out);
}
