/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration: a file's entries and the command line's overrides, looked
 * up by the option tables.  What a value means is conf_value.c's; unknown keys
 * are conf_unknown.c's.
 */
#include "base/conf.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/conf_inside.h"

#define VT_CONF_ARENA (64 * 1024 * 1024) /* bytes for all strings */

static vt_err
vt_conf_add(struct vt_conf *conf, struct vt_conf_entry entry)
{
	struct vt_conf_entry *e = vt_arena_alloc(conf->arena, sizeof(*e));

	if (e == NULL)
		return (VT_E_LIMIT);
	*e = entry;
	if (conf->last != NULL)
		conf->last->next = e;
	else
		conf->first = e;
	conf->last = e;
	return (VT_OK);
}

static vt_err
vt_conf_add_node(struct vt_conf *conf, const char *section, const yaml_node_pair_t *pair)
{
	const yaml_node_t *key = yaml_document_get_node(&conf->doc, pair->key);
	const char *name = vt_str_c(conf->arena, vt_yaml_text(key));

	if (name == NULL)
		return (VT_E_LIMIT);
	return (vt_conf_add(
	    conf, (struct vt_conf_entry){ .section = section,
					  .key = name,
					  .node = yaml_document_get_node(&conf->doc, pair->value),
					  .line = vt_yaml_line(key) }));
}

static vt_err
vt_conf_add_section(struct vt_conf *conf, const yaml_node_t *key, const yaml_node_t *map)
{
	const char *section = vt_str_c(conf->arena, vt_yaml_text(key));
	vt_err err = section != NULL ? VT_OK : VT_E_LIMIT;

	/* The section itself, so that an empty or unknown one is seen too. */
	if (err == VT_OK)
		err = vt_conf_add(conf, (struct vt_conf_entry){ .section = section,
								.key = "",
								.node = map,
								.line = vt_yaml_line(key) });
	for (const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top && err == VT_OK; pair++)
		err = vt_conf_add_node(conf, section, pair);
	return (err);
}

static vt_err
vt_conf_add_all(struct vt_conf *conf)
{
	const yaml_node_t *root = yaml_document_get_root_node(&conf->doc);
	vt_err err = VT_OK;

	if (root == NULL || vt_yaml_is_nothing(root))
		return (VT_OK);
	if (root->type != YAML_MAPPING_NODE)
		return (vt_fail(VT_E_BADARG, "%s, line %d: sections such as 'server:' are expected",
				conf->path, vt_yaml_line(root)));
	for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
	     pair < root->data.mapping.pairs.top && err == VT_OK; pair++) {
		const yaml_node_t *key = yaml_document_get_node(&conf->doc, pair->key);
		const yaml_node_t *value = yaml_document_get_node(&conf->doc, pair->value);

		if (value->type == YAML_MAPPING_NODE)
			err = vt_conf_add_section(conf, key, value);
		else
			err = vt_conf_add_node(conf, "", pair);
	}
	return (err);
}

/* The folder of the path as it was named, not of what a link there leads to. */
static vt_err
vt_conf_find_folders(struct vt_conf *conf, const char *path)
{
	const char *slash = path != NULL ? strrchr(path, '/') : NULL;
	char cwd[PATH_MAX], folder[PATH_MAX];
	struct vt_str named = { ".", 1 };

	if (getcwd(cwd, sizeof(cwd)) == NULL)
		return (
		    vt_fail(VT_E_IO, "the working directory cannot be read: %s", strerror(errno)));
	if (slash != NULL)
		named = (struct vt_str){ path, slash == path ? 1 : (size_t)(slash - path) };
	const char *wanted = vt_str_c(conf->arena, named);

	if (wanted == NULL || realpath(wanted, folder) == NULL)
		return (
		    vt_fail(VT_E_IO, "the folder of %s cannot be read: %s", path, strerror(errno)));
	conf->working_folder = vt_str_c(conf->arena, vt_str_of(cwd));
	conf->folder = vt_str_c(conf->arena, vt_str_of(folder));
	conf->path = vt_str_c(conf->arena, vt_str_of(path));
	return (conf->path != NULL ? VT_OK : VT_E_LIMIT);
}

vt_err
vt_conf_open(const char *path, struct vt_conf **conf_r)
{
	struct vt_conf *conf = calloc(1, sizeof(*conf));
	vt_err err;

	if (conf == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the configuration"));
	conf->arena = vt_arena_new(VT_CONF_ARENA);
	err = vt_conf_find_folders(conf, path);
	if (err == VT_OK && path != NULL) {
		err = vt_yaml_parse_file(path, VT_CONF_SIZE_MAX, &conf->doc);
		conf->has_doc = err == VT_OK;
	}
	if (conf->has_doc)
		err = vt_conf_add_all(conf);
	if (err == VT_OK)
		*conf_r = conf;
	else
		vt_conf_free(&conf);
	return (err);
}

void
vt_conf_free(struct vt_conf **conf)
{
	if (*conf == NULL)
		return;
	if ((*conf)->has_doc)
		yaml_document_delete(&(*conf)->doc);
	vt_arena_free(&(*conf)->arena);
	free(*conf);
	*conf = NULL;
}

vt_err
vt_conf_set(struct vt_conf *conf, const char *assignment)
{
	struct vt_str all = vt_str_of(assignment);
	ptrdiff_t equals = vt_str_find(all, VT_STR("=")), dot;
	struct vt_str name = vt_str_trim(vt_str_sub(all, 0, equals < 0 ? 0 : (size_t)equals));

	if (name.len == 0)
		return (
		    vt_fail(VT_E_BADARG, "--set wants section.key=value, not '%s'", assignment));
	if (!vt_utf8_is_valid(all))
		return (
		    vt_fail(VT_E_BADARG, "--set %.*s=…: the value is not UTF-8", VT_STR_ARG(name)));
	dot = vt_str_find(name, VT_STR("."));
	struct vt_conf_entry e = {
		.section = vt_str_c(conf->arena, vt_str_sub(name, 0, dot < 0 ? 0 : (size_t)dot)),
		.key = vt_str_c(conf->arena, vt_str_sub(name, (size_t)(dot + 1), name.len)),
		.text = vt_str_c(conf->arena, vt_str_sub(all, (size_t)equals + 1, all.len)),
	};
	if (e.section == NULL || e.key == NULL || e.text == NULL)
		return (VT_E_LIMIT);
	return (vt_conf_add(conf, e));
}

/* The entry that counts: the last override, else the file's. */
static struct vt_conf_entry *
vt_conf_find(struct vt_conf *conf, const char *section, const char *key)
{
	struct vt_conf_entry *found = NULL;

	for (struct vt_conf_entry *e = conf->first; e != NULL; e = e->next) {
		if (strcmp(e->section, section) != 0 || strcmp(e->key, key) != 0)
			continue;
		e->is_asked = true;
		if (found == NULL || e->text != NULL)
			found = e;
	}
	return (found);
}

const char *
vt_conf_name(struct vt_conf *conf, const char *section, const char *key)
{
	const char *name = vt_str_printf(conf->arena, "%s%s%s", section,
					 section[0] != '\0' && key[0] != '\0' ? "." : "", key)
			       .p;

	return (name != NULL ? name : key);
}

vt_err
vt_conf_blame(struct vt_conf *conf, const struct vt_conf_entry *e, vt_err err)
{
	if (e->text != NULL)
		return (vt_fail_in(err, "--set %s=%s", vt_conf_name(conf, e->section, e->key),
				   e->text));
	return (vt_fail_in(err, "%s, line %d", conf->path, e->line));
}

static bool
vt_conf_may_be_empty(const struct vt_option *o)
{
	return (o->type == VT_OPT_STR || o->type == VT_OPT_PATH || o->type == VT_OPT_LIST);
}

static vt_err
vt_conf_read_list(struct vt_conf *conf, const struct vt_conf_place *at, const struct vt_option *o,
		  const yaml_node_t *node, void *out)
{
	const yaml_node_item_t *start = node->data.sequence.items.start;
	size_t count = (size_t)(node->data.sequence.items.top - start);
	struct vt_str *items = vt_arena_array(conf->arena, count + 1, sizeof(*items));

	if (items == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++) {
		const yaml_node_t *item = yaml_document_get_node(&conf->doc, start[i]);

		if (item->type != YAML_SCALAR_NODE)
			return (vt_fail(VT_E_BADARG, "%s must be a list of words: see line %d",
					at->name, vt_yaml_line(item)));
		items[i] = vt_yaml_text(item);
	}
	return (vt_conf_value_list(at, o, items, count, out));
}

static vt_err
vt_conf_read_node(struct vt_conf *conf, const struct vt_conf_place *at, const struct vt_option *o,
		  const yaml_node_t *node, void *out)
{
	if (node->type == YAML_SEQUENCE_NODE && o->type == VT_OPT_LIST)
		return (vt_conf_read_list(conf, at, o, node, out));
	if (node->type != YAML_SCALAR_NODE)
		return (vt_fail(VT_E_BADARG, "%s must be %s, not a %s", at->name,
				o->type == VT_OPT_LIST ? "a list" : "one value",
				node->type == YAML_MAPPING_NODE ? "map" : "list"));
	if (!vt_yaml_is_nothing(node))
		return (vt_conf_value_text(at, o, vt_yaml_text(node), out));
	if (!vt_conf_may_be_empty(o))
		return (vt_fail(VT_E_BADARG, "%s has no value", at->name));
	return (vt_conf_value_text(at, o, VT_STR(""), out));
}

static vt_err
vt_conf_fill_default(const struct vt_conf_place *at, const struct vt_option *o, void *out)
{
	vt_err err;

	/* A number without a default stays 0. */
	if (o->dflt == NULL && !vt_conf_may_be_empty(o))
		return (VT_OK);
	err = vt_conf_value_text(at, o, vt_str_of(o->dflt != NULL ? o->dflt : ""), out);
	if (err == VT_E_BADARG)
		err = vt_fail_in(VT_E_INTERNAL, "the default of an option is wrong");
	return (err);
}

static vt_err
vt_conf_fill_option(struct vt_conf *conf, const char *section, const struct vt_option *o, void *out)
{
	struct vt_conf_entry *e = vt_conf_find(conf, section, o->key);
	struct vt_conf_place at = { .arena = conf->arena,
				    .name = vt_conf_name(conf, section, o->key),
				    .folder = conf->folder };
	vt_err err;

	if (e == NULL)
		return (vt_conf_fill_default(&at, o, out));
	if (e->text != NULL) {
		at.folder = conf->working_folder;
		err = vt_conf_value_text(&at, o, vt_str_of(e->text), out);
	} else {
		err = vt_conf_read_node(conf, &at, o, e->node, out);
	}
	return (err == VT_E_BADARG ? vt_conf_blame(conf, e, err) : err);
}

vt_err
vt_conf_fill(struct vt_conf *conf, const struct vt_conf_section *section, void *out)
{
	vt_err err = VT_OK;

	for (const struct vt_option *o = section->options; o != NULL && o->key != NULL; o++)
		if ((err = vt_conf_fill_option(conf, section->name, o, out)) != VT_OK)
			break;
	return (err);
}

vt_err
vt_conf_list_paths(struct vt_conf *conf, const char *section, const char *key,
		   struct vt_str_list *list)
{
	const struct vt_conf_entry *e = vt_conf_find(conf, section, key);
	const char *folder = e != NULL && e->text != NULL ? conf->working_folder : conf->folder;
	const char **items = vt_arena_array(conf->arena, list->count + 1, sizeof(*items));

	if (items == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < list->count; i++) {
		const char *item = list->items[i];
		bool is_path = strchr(item, '/') != NULL;

		items[i] = is_path ? vt_conf_absolute(conf->arena, folder, vt_str_of(item)) : item;
		if (items[i] == NULL)
			return (VT_E_LIMIT);
	}
	list->items = items;
	return (VT_OK);
}
