/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What makes two servers answer alike: the program's own bytes and its plugins',
 * the templates and browser code, the public address, and the options.  Of the
 * core's sections those are left out that say how to serve and not what: a node
 * may listen elsewhere and have more threads.
 */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/hash.h"
#include "http/inside.h"
#include "http/way/second.h"
#include "version.h"

#define FINGERPRINT_DEPTH_MAX 16 /* folders in folders */

static const char *const fingerprint_left_out[] = { "", "server", "data", "log", "cache" };

static void
fingerprint_text(struct vt_hash_state *h, const char *text)
{
	vt_hash_put_str(h, vt_str_of(text));
}

static vt_err
fingerprint_file(struct vt_hash_state *h, const char *path)
{
	char hex[VT_HASH_HEX];
	vt_err err = vt_hash_file(path, hex);

	if (err == VT_OK)
		fingerprint_text(h, hex);
	return (err);
}

/* --- folders ------------------------------------------------------------------ */

static int
fingerprint_visible(const struct dirent *e)
{
	return (e->d_name[0] != '.');
}

static vt_err fingerprint_folder(struct vt_hash_state *h, const char *path, int depth);

/* The name counts below the folder, so that the folder may lie anywhere. */
static vt_err
fingerprint_entry(struct vt_hash_state *h, const char *folder, const char *name, int depth)
{
	char path[PATH_MAX];
	struct stat st;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return (vt_fail(VT_E_TOOLARGE, "%s/%s is too long a path", folder, name));
	if (stat(path, &st) != 0)
		return (VT_OK); /* a link to nothing is nothing */
	fingerprint_text(h, name);
	if (S_ISDIR(st.st_mode))
		return (fingerprint_folder(h, path, depth + 1));
	return (S_ISREG(st.st_mode) ? fingerprint_file(h, path) : VT_OK);
}

static int
fingerprint_order(const struct dirent **a, const struct dirent **b)
{
	return (strcmp((*a)->d_name, (*b)->d_name)); /* in any locale */
}

static vt_err
fingerprint_folder(struct vt_hash_state *h, const char *path, int depth)
{
	struct dirent **list;
	vt_err err = VT_OK;
	int count;

	if (depth > FINGERPRINT_DEPTH_MAX)
		return (vt_fail(VT_E_TOOLARGE, "%s lies too deep", path));
	if ((count = scandir(path, &list, fingerprint_visible, fingerprint_order)) < 0)
		return (errno == ENOENT
			    ? VT_OK
			    : vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
	fingerprint_text(h, "(");
	for (int i = 0; i < count; i++) {
		if (err == VT_OK)
			err = fingerprint_entry(h, path, list[i]->d_name, depth);
		free(list[i]);
	}
	fingerprint_text(h, ")");
	free(list);
	return (err);
}

/* --- options -------------------------------------------------------------------- */

static void
fingerprint_core(struct vt_hash_state *h, struct vt_gateway *g, const struct vt_conf_section *s)
{
	char name[128];

	for (size_t i = 0; i < sizeof(fingerprint_left_out) / sizeof(fingerprint_left_out[0]); i++)
		if (strcmp(s->name, fingerprint_left_out[i]) == 0)
			return;
	for (const struct vt_option *o = s->options; o->key != NULL; o++) {
		(void)snprintf(name, sizeof(name), "%s.%s", s->name, o->key);
		fingerprint_text(h, name);
		fingerprint_text(h, vt_boot_option(&g->boot, name));
	}
}

static void
fingerprint_list(struct vt_hash_state *h, const struct vt_str_list *list)
{
	vt_hash_put(h, &list->count, sizeof(list->count));
	for (size_t i = 0; i < list->count; i++)
		fingerprint_text(h, list->items[i]);
}

static void
fingerprint_option(struct vt_hash_state *h, const struct vt_option *o, const void *conf)
{
	const char *at = (const char *)conf + o->offset;

	fingerprint_text(h, o->key);
	switch (o->type) {
	case VT_OPT_STR:
	case VT_OPT_PATH:
	case VT_OPT_CHOICE:
		fingerprint_text(h, *(const char *const *)(const void *)at);
		break;
	case VT_OPT_BOOL:
		vt_hash_put(h, at, sizeof(bool));
		break;
	case VT_OPT_LIST:
		fingerprint_list(h, (const struct vt_str_list *)(const void *)at);
		break;
	default:
		vt_hash_put(h, at, sizeof(int64_t));
		break;
	}
}

static vt_err
fingerprint_plugin(struct vt_hash_state *h, const struct vt_loaded *l)
{
	const struct vt_plugin *p = &l->plugin;

	fingerprint_text(h, p->name);
	for (const struct vt_option *o = p->options; o != NULL && o->key != NULL; o++)
		if (l->conf != NULL)
			fingerprint_option(h, o, l->conf);
	return (fingerprint_file(h, l->path));
}

/* --- all of it -------------------------------------------------------------------- */

vt_err
vt_fingerprint(struct vt_gateway *g, char hex_r[])
{
	struct vt_hash_state h;
	vt_err err;

	vt_hash_init(&h);
	fingerprint_text(&h, VARTAI_VERSION);
	fingerprint_text(&h, g->o.base_url);
	fingerprint_text(&h, g->o.has_tls ? "tls" : "");
	fingerprint_text(&h, g->said);
	for (size_t i = 0; i < g->o.core_section_count; i++)
		fingerprint_core(&h, g, g->o.core_sections[i]);
	if ((err = fingerprint_file(&h, "/proc/self/exe")) != VT_OK ||
	    (err = fingerprint_folder(&h, g->o.template_dir, 0)) != VT_OK)
		return (err);
	if (g->o.vendor_dir != NULL && g->o.vendor_dir[0] != '\0' &&
	    (err = fingerprint_folder(&h, g->o.vendor_dir, 0)) != VT_OK)
		return (err);
	for (size_t i = 0; i < g->plugin_count; i++)
		if ((err = fingerprint_plugin(&h, &g->plugins[i])) != VT_OK)
			return (err);
	vt_hash_hex(&h, hex_r);
	return (VT_OK);
}
