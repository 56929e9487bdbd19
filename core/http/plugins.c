/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading plugins.  Four fields at the head of the declaration decide whether
 * the rest is looked at; what is refused is refused with a sentence that names
 * the file and the mend.  Plugins are loaded locally, so that no name of one
 * reaches another, and never unloaded.
 */
#include <dlfcn.h>
#include <unistd.h>

#include "api/log.h"
#include "http/inside.h"
#include "http/links.h"

/* The least that can be a declaration: up to its name. */
#define PLUGINS_SIZE_MIN (offsetof(struct vt_plugin, name) + sizeof(const char *))

static vt_err
plugins_path(struct vt_gateway *g, const char *name, const char *dir, const char **path_r)
{
	if (strchr(name, '/') != NULL)
		*path_r = name;
	else
		*path_r = vt_str_c(g->arena, vt_str_printf(g->arena, "%s/%s.so", dir, name));
	if (*path_r == NULL)
		return (VT_E_NOMEM);
	if (access(*path_r, R_OK) != 0)
		return (vt_fail(VT_E_NOTFOUND,
				"there is no plugin \"%s\" (looked for %s): build it, or take it "
				"from `plugins`",
				name, *path_r));
	return (VT_OK);
}

/* The four fields that protect the rest, in that order. */
static vt_err
plugins_check_abi(const struct vt_plugin *p, const char *path)
{
	if (p->magic != VT_PLUGIN_MAGIC)
		return (vt_fail(VT_E_BADARG,
				"%s is no plugin: its vt_plugin was not made with VT_PLUGIN()",
				path));
	if (p->abi_major != VT_ABI_MAJOR || p->abi_minor > VT_ABI_MINOR)
		return (vt_fail(
		    VT_E_CONFLICT,
		    "%s was built for plugin ABI %u.%u, this vartai has %u.%u: build the plugin "
		    "again with this vartai's headers",
		    path, (unsigned)p->abi_major, (unsigned)p->abi_minor, (unsigned)VT_ABI_MAJOR,
		    (unsigned)VT_ABI_MINOR));
	if (p->size < PLUGINS_SIZE_MIN)
		return (vt_fail(VT_E_BADARG, "%s: its vt_plugin has %u bytes, too few", path,
				(unsigned)p->size));
	return (VT_OK);
}

static size_t
plugins_option_size(enum vt_option_type type)
{
	switch (type) {
	case VT_OPT_STR:
	case VT_OPT_PATH:
	case VT_OPT_CHOICE:
		return (sizeof(const char *));
	case VT_OPT_BOOL:
		return (sizeof(bool));
	case VT_OPT_LIST:
		return (sizeof(struct vt_str_list));
	default:
		return (sizeof(int64_t));
	}
}

/* An option that would be written outside the plugin's struct is a mistake of
 * its author that is better found here. */
static vt_err
plugins_check_options(const struct vt_plugin *p)
{
	for (const struct vt_option *o = p->options; o != NULL && o->key != NULL; o++)
		if (o->offset > p->conf_size ||
		    plugins_option_size(o->type) > p->conf_size - o->offset)
			return (vt_fail(
			    VT_E_BADARG,
			    "plugin %s: option %s lies outside its struct: is conf_size right?",
			    p->name, o->key));
	return (VT_OK);
}

static vt_err
plugins_check_name(const struct vt_gateway *g, const struct vt_plugin *p, const char *path)
{
	if (p->name == NULL || p->name[0] == '\0')
		return (vt_fail(VT_E_BADARG, "%s: the plugin has no name", path));
	for (const char *c = p->name; *c != '\0'; c++)
		if (!((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_'))
			return (vt_fail(
			    VT_E_BADARG,
			    "%s: the plugin's name \"%s\" has other letters than a-z, 0-9 and _",
			    path, p->name));
	for (size_t i = 0; i < g->plugin_count; i++)
		if (strcmp(g->plugins[i].plugin.name, p->name) == 0)
			return (vt_fail(VT_E_CONFLICT,
					"%s: a plugin of the name %s is loaded already", path,
					p->name));
	return (VT_OK);
}

/* Opens one file; the copy has zeros where an older plugin's struct ends. */
static vt_err
plugins_open(struct vt_gateway *g, const char *path, struct vt_plugin *plugin_r)
{
	struct vt_plugin copy = { 0 };
	const struct vt_plugin *theirs;
	void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	vt_err err;

	if (handle == NULL)
		return (vt_fail(VT_E_BADARG, "the plugin cannot be loaded: %s", dlerror()));
	if ((theirs = dlsym(handle, "vt_plugin")) == NULL)
		return (vt_fail(
		    VT_E_BADARG,
		    "%s is no plugin: it has no symbol vt_plugin (VT_PLUGIN() makes it)", path));
	if ((err = plugins_check_abi(theirs, path)) != VT_OK)
		return (err);
	memcpy(&copy, theirs, theirs->size < sizeof(copy) ? theirs->size : sizeof(copy));
	if ((err = plugins_check_name(g, &copy, path)) != VT_OK ||
	    (err = plugins_check_options(&copy)) != VT_OK)
		return (err);
	*plugin_r = copy;
	return (VT_OK);
}

/* --- taking part ---------------------------------------------------------- */

static vt_err
plugins_options(struct vt_gateway *g, struct vt_loaded *l)
{
	const struct vt_plugin *p = &l->plugin;

	l->section = (struct vt_conf_section){ .name = p->name,
					       .help = p->summary != NULL ? p->summary : "",
					       .options = p->options };
	if (p->conf_size == 0)
		return (VT_OK);
	if ((l->conf = vt_arena_alloc(g->arena, p->conf_size)) == NULL)
		return (VT_E_NOMEM);
	return (p->options != NULL ? vt_conf_fill(g->conf, &l->section, l->conf) : VT_OK);
}

/* A link with the options that its pattern names ("oai:{oai.domain}:{id}") in
 * their place; the values are left for who asks (api/plugin.h). */
static vt_err
plugins_link(struct vt_gateway *g, const char *plugin, const struct vt_link *link)
{
	struct vt_link *own = vt_arena_alloc(g->arena, sizeof(*own));
	struct vt_str rest = vt_str_of(link->pattern), name;
	struct vt_str done = VT_STR_NONE;
	ptrdiff_t open;

	while ((open = vt_str_find(rest, VT_STR("{"))) >= 0) {
		struct vt_str before = vt_str_sub(rest, 0, (size_t)open);
		const char *value = NULL;

		rest = vt_str_sub(rest, (size_t)open + 1, rest.len);
		(void)vt_str_next(&rest, '}', &name);
		if (vt_str_find(name, VT_STR(".")) > 0 && !vt_str_ends(name, VT_STR("...")) &&
		    (value = vt_boot_option(&g->boot, vt_str_c(g->arena, name))) == NULL)
			return (vt_fail(VT_E_BADARG, "plugin %s: link %s names %.*s, no option",
					plugin, link->name, VT_STR_ARG(name)));
		done = value != NULL ? vt_str_printf(g->arena, "%.*s%.*s%s", VT_STR_ARG(done),
						     VT_STR_ARG(before), value)
				     : vt_str_printf(g->arena, "%.*s%.*s{%.*s}", VT_STR_ARG(done),
						     VT_STR_ARG(before), VT_STR_ARG(name));
	}
	if (own == NULL)
		return (VT_E_NOMEM);
	*own = *link;
	own->pattern = vt_str_c(g->arena, vt_str_printf(g->arena, "%.*s%.*s", VT_STR_ARG(done),
							VT_STR_ARG(rest)));
	return (own->pattern == NULL ? VT_E_NOMEM : vt_links_add(g->links, plugin, own));
}

static vt_err
plugins_tables(struct vt_gateway *g, struct vt_loaded *l)
{
	const struct vt_plugin *p = &l->plugin;
	vt_err err;

	for (const struct vt_route *r = p->routes; r != NULL && r->method != NULL; r++)
		if ((err = vt_mount_add(g, p->name, r, l->state)) != VT_OK)
			return (err);
	for (const struct vt_link *link = p->links; link != NULL && link->name != NULL; link++)
		if ((err = plugins_link(g, p->name, link)) != VT_OK)
			return (err);
	return (VT_OK);
}

/* Who listens is noted once, so that a request's end asks nobody else. */
static vt_err
plugins_events(struct vt_gateway *g, struct vt_loaded *l)
{
	struct vt_listener *more;
	size_t count = 0;

	for (const struct vt_event *e = l->plugin.events; e != NULL && e->name != NULL; e++, count++)
		if (strcmp(e->name, "finished") != 0 || e->heard == NULL)
			return (vt_fail(VT_E_BADARG, "plugin %s: there is no event \"%s\" (there is: "
						     "finished)", l->plugin.name, e->name));
	if (count == 0)
		return (VT_OK);
	more = vt_arena_array(g->arena, g->listener_count + count, sizeof(*more));
	if (more == NULL)
		return (VT_E_NOMEM);
	if (g->listener_count > 0)
		memcpy(more, g->listeners, g->listener_count * sizeof(*more));
	g->listeners = more;
	for (const struct vt_event *e = l->plugin.events; e->name != NULL; e++)
		more[g->listener_count++] = (struct vt_listener){ e->heard, l->state };
	return (VT_OK);
}

static vt_err
plugins_configure(struct vt_gateway *g, struct vt_loaded *l)
{
	vt_err err;

	if (l->plugin.configure != NULL) {
		err = l->plugin.configure(&g->boot, l->conf, &l->state);
		if (err != VT_OK)
			return (vt_fail_in(err, "plugin %s", l->plugin.name));
	}
	if (l->state == NULL)
		l->state = l->conf;
	err = plugins_events(g, l);
	return (err == VT_OK ? plugins_tables(g, l) : err);
}

vt_err
vt_plugins_load(struct vt_gateway *g, const struct vt_str_list *names, const char *dir)
{
	const char *path;
	vt_err err;

	g->plugins = vt_arena_array(g->arena, names->count, sizeof(*g->plugins));
	if (g->plugins == NULL)
		return (VT_E_NOMEM);
	for (size_t i = 0; i < names->count; i++) {
		if ((err = plugins_path(g, names->items[i], dir, &path)) != VT_OK ||
		    (err = plugins_open(g, path, &g->plugins[i].plugin)) != VT_OK)
			return (err);
		g->plugins[i].path = path;
		g->plugin_count++;
	}
	for (size_t i = 0; i < g->plugin_count; i++)
		if ((err = plugins_options(g, &g->plugins[i])) != VT_OK)
			return (err);
	return (VT_OK);
}

vt_err
vt_plugins_configure(struct vt_gateway *g)
{
	vt_err err;

	for (size_t i = 0; i < g->plugin_count; i++)
		if ((err = plugins_configure(g, &g->plugins[i])) != VT_OK)
			return (err);
	return (VT_OK);
}

/* --- in the worker -------------------------------------------------------- */

void
vt_plugins_stop(struct vt_gateway *g)
{
	for (size_t i = g->plugin_count; i-- > 0;) {
		struct vt_loaded *l = &g->plugins[i];

		if (l->is_started && l->plugin.worker_stop != NULL)
			l->plugin.worker_stop(&g->worker, l->state);
		l->is_started = false;
	}
}

vt_err
vt_plugins_start(struct vt_gateway *g)
{
	vt_err err;

	for (size_t i = 0; i < g->plugin_count; i++) {
		struct vt_loaded *l = &g->plugins[i];

		if (l->plugin.worker_start != NULL) {
			err = l->plugin.worker_start(&g->worker, l->state);
			if (err != VT_OK) {
				err = vt_fail_in(err, "plugin %s did not start", l->plugin.name);
				vt_plugins_stop(g);
				return (err);
			}
		}
		l->is_started = true;
	}
	return (VT_OK);
}
