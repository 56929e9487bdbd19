/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading messages: a folder of YAML files, one a language; all languages must
 * have the same keys.  Looking them up is messages.c's.
 */
#include "text/messages_inside.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/nearest.h"
#include "base/yaml_load.h"
#include "text/language.h"

#define VT_MESSAGES_ARENA (64 * 1024 * 1024) /* bytes for all of them */

/* --- reading a file -------------------------------------------------------- */

struct vt_messages_reader {
	struct vt_arena *arena;
	struct vt_message_set *set;
	yaml_document_t *doc;
};

static const yaml_node_t *
vt_messages_node(const struct vt_messages_reader *r, int index)
{
	return (yaml_document_get_node(r->doc, index));
}

/* A map of nothing but forms is one message. */
static bool
vt_messages_is_forms(const struct vt_messages_reader *r, const yaml_node_t *map)
{
	const yaml_node_pair_t *pair = map->data.mapping.pairs.start;

	for (; pair < map->data.mapping.pairs.top; pair++) {
		struct vt_str key = vt_yaml_text(vt_messages_node(r, pair->key));
		int form = 0;

		while (form < VT_PLURAL_COUNT && !vt_str_eq_c(key, vt_plural_name(form)))
			form++;
		if (form == VT_PLURAL_COUNT)
			return (false);
	}
	return (pair != map->data.mapping.pairs.start);
}

static vt_err
vt_messages_wrong(const struct vt_messages_reader *r, const yaml_node_t *at, struct vt_str key,
		  const char *what)
{
	return (vt_fail(VT_E_BADARG, "%s, line %d: %.*s %s", r->set->path, vt_yaml_line(at),
			VT_STR_ARG(key), what));
}

static vt_err
vt_messages_take_text(const struct vt_messages_reader *r, const yaml_node_t *node,
		      struct vt_str key, struct vt_str *text_r)
{
	if (node->type != YAML_SCALAR_NODE || vt_yaml_is_nothing(node))
		return (vt_messages_wrong(r, node, key, "must be a text"));
	*text_r = vt_str_dup(r->arena, vt_yaml_text(node));
	return (text_r->p != NULL ? VT_OK : VT_E_LIMIT);
}

static vt_err
vt_messages_take_forms(const struct vt_messages_reader *r, const yaml_node_t *map,
		       struct vt_message *m)
{
	vt_err err = VT_OK;

	m->has_forms = true;
	for (int form = 0; form < VT_PLURAL_COUNT && err == VT_OK; form++) {
		const char *name = vt_plural_name(form);
		const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
		char what[64];

		while (pair < map->data.mapping.pairs.top &&
		       !vt_str_eq_c(vt_yaml_text(vt_messages_node(r, pair->key)), name))
			pair++;
		bool is_there = pair < map->data.mapping.pairs.top;

		if (is_there != vt_language_has_plural(r->set->language, form)) {
			(void)snprintf(what, sizeof(what),
				       is_there ? "has a form '%s', which '%s' does not use"
						: "lacks the form '%s', which '%s' needs",
				       name, r->set->language);
			return (vt_messages_wrong(r, map, m->key, what));
		}
		if (is_there)
			err = vt_messages_take_text(r, vt_messages_node(r, pair->value), m->key,
						    &m->forms[form]);
	}
	return (err);
}

static vt_err
vt_messages_take(struct vt_messages_reader *r, struct vt_str key, const yaml_node_t *node)
{
	struct vt_message *m = &r->set->rows[r->set->count];
	vt_err err;

	*m = (struct vt_message){ .key = key, .line = vt_yaml_line(node) };
	if (node->type == YAML_MAPPING_NODE)
		err = vt_messages_take_forms(r, node, m);
	else
		err = vt_messages_take_text(r, node, key, &m->forms[VT_PLURAL_OTHER]);
	if (err == VT_OK)
		r->set->count++;
	return (err);
}

/* The depth is bounded by VT_YAML_DEPTH_MAX. */
static vt_err
vt_messages_take_map(struct vt_messages_reader *r, struct vt_str prefix, const yaml_node_t *map)
{
	vt_err err = VT_OK;

	for (const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top && err == VT_OK; pair++) {
		struct vt_str name = vt_yaml_text(vt_messages_node(r, pair->key));
		const yaml_node_t *value = vt_messages_node(r, pair->value);
		struct vt_str key = vt_str_printf(r->arena, "%.*s%s%.*s", VT_STR_ARG(prefix),
						  prefix.len != 0 ? "." : "", VT_STR_ARG(name));

		if (key.p == NULL)
			return (VT_E_LIMIT);
		if (value->type == YAML_MAPPING_NODE && !vt_messages_is_forms(r, value))
			err = vt_messages_take_map(r, key, value);
		else
			err = vt_messages_take(r, key, value);
	}
	return (err);
}

int
vt_messages_order(const void *a, const void *b)
{
	return (
	    vt_str_cmp(((const struct vt_message *)a)->key, ((const struct vt_message *)b)->key));
}

/* "a.b" beside a map "a" with "b" in it. */
static vt_err
vt_messages_check_twice(const struct vt_message_set *set)
{
	for (size_t i = 1; i < set->count; i++) {
		const struct vt_message *one = &set->rows[i - 1], *two = &set->rows[i];

		if (vt_str_eq(one->key, two->key))
			return (vt_fail(VT_E_BADARG, "%s: %.*s stands in line %d and in line %d",
					set->path, VT_STR_ARG(one->key), one->line, two->line));
	}
	return (VT_OK);
}

static vt_err
vt_messages_read_document(struct vt_messages *m, struct vt_message_set *set, yaml_document_t *doc)
{
	struct vt_messages_reader r = { .arena = m->arena, .set = set, .doc = doc };
	const yaml_node_t *root = yaml_document_get_root_node(doc);
	vt_err err;

	/* Each message is at least one node. */
	set->rows = vt_arena_array(m->arena, (size_t)(doc->nodes.top - doc->nodes.start) + 1,
				   sizeof(*set->rows));
	if (set->rows == NULL)
		return (VT_E_LIMIT);
	if (root == NULL)
		return (VT_OK);
	if (root->type != YAML_MAPPING_NODE)
		return (vt_fail(VT_E_BADARG, "%s, line %d: 'key: text' is expected", set->path,
				vt_yaml_line(root)));
	err = vt_messages_take_map(&r, VT_STR(""), root);
	if (err != VT_OK)
		return (err);
	qsort(set->rows, set->count, sizeof(*set->rows), vt_messages_order);
	return (vt_messages_check_twice(set));
}

static vt_err
vt_messages_read_file(struct vt_messages *m, const char *folder, struct vt_str file)
{
	struct vt_message_set *set = &m->sets[m->count];
	yaml_document_t doc;
	vt_err err;

	if (m->count == VT_MESSAGES_LANGUAGES_MAX)
		return (vt_fail(VT_E_LIMIT, "%s has more than %d languages", folder,
				VT_MESSAGES_LANGUAGES_MAX));
	set->language = vt_str_c(m->arena, vt_str_sub(file, 0, file.len - strlen(".yaml")));
	set->path = vt_str_printf(m->arena, "%s/%.*s", folder, VT_STR_ARG(file)).p;
	if (set->language == NULL || set->path == NULL)
		return (VT_E_LIMIT);
	err = vt_yaml_parse_file(set->path, VT_MESSAGES_SIZE_MAX, &doc);
	if (err != VT_OK)
		return (err);
	m->count++;
	err = vt_messages_read_document(m, set, &doc);
	yaml_document_delete(&doc);
	return (err);
}

static int
vt_messages_set_order(const void *a, const void *b)
{
	return (strcmp(((const struct vt_message_set *)a)->language,
		       ((const struct vt_message_set *)b)->language));
}

static vt_err
vt_messages_read_folder(struct vt_messages *m, const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	vt_err err = VT_OK;

	if (dir == NULL)
		return (vt_fail(VT_E_IO, "the folder of messages %s cannot be read: %s", folder,
				strerror(errno)));
	while (err == VT_OK && (entry = readdir(dir)) != NULL) {
		struct vt_str file = vt_str_of(entry->d_name);

		if (file.p[0] != '.' && vt_str_ends(file, VT_STR(".yaml")))
			err = vt_messages_read_file(m, folder, file);
	}
	(void)closedir(dir);
	if (err == VT_OK && m->count == 0)
		err = vt_fail(VT_E_BADARG, "%s has no messages: lt.yaml and en.yaml are expected",
			      folder);
	if (err == VT_OK)
		qsort(m->sets, m->count, sizeof(m->sets[0]), vt_messages_set_order);
	return (err);
}

/* --- all languages say the same --------------------------------------------- */

static vt_err
vt_messages_check_against(const struct vt_message_set *one, const struct vt_message_set *two)
{
	for (size_t i = 0; i < one->count; i++) {
		const struct vt_message *m = &one->rows[i];
		const struct vt_message *other = vt_messages_find(two, m->key);

		if (other == NULL)
			return (vt_fail(VT_E_BADARG,
					"%s, line %d: the message %.*s is not in %s: add it there",
					one->path, m->line, VT_STR_ARG(m->key), two->path));
		if (m->has_forms && !other->has_forms)
			return (vt_fail(
			    VT_E_BADARG,
			    "%s, line %d: %.*s has forms for counts (one, other), but not in %s, "
			    "line %d",
			    one->path, m->line, VT_STR_ARG(m->key), two->path, other->line));
	}
	return (VT_OK);
}

static vt_err
vt_messages_check(const struct vt_messages *m)
{
	vt_err err = VT_OK;

	for (size_t i = 1; i < m->count && err == VT_OK; i++) {
		err = vt_messages_check_against(&m->sets[0], &m->sets[i]);
		if (err == VT_OK)
			err = vt_messages_check_against(&m->sets[i], &m->sets[0]);
	}
	return (err);
}

vt_err
vt_messages_open(const char *folder, struct vt_messages **m_r)
{
	struct vt_messages *m = calloc(1, sizeof(*m));
	vt_err err;

	if (m == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for messages"));
	m->arena = vt_arena_new(VT_MESSAGES_ARENA);
	err = vt_messages_read_folder(m, folder);
	if (err == VT_OK)
		err = vt_messages_check(m);
	if (err == VT_OK)
		*m_r = m;
	else
		vt_messages_free(&m);
	return (err);
}

/* --- others in their place --------------------------------------------------- */

static vt_err
vt_messages_no_such(const struct vt_message_set *own, const struct vt_message_set *given,
		    const struct vt_message *m)
{
	struct vt_nearest_word near;

	vt_nearest_word_init(&near, m->key);
	for (size_t i = 0; i < own->count; i++)
		vt_nearest_word_try(&near, own->rows[i].key.p);
	if (near.best != NULL)
		return (vt_fail(VT_E_BADARG,
				"%s, line %d: there is no message %.*s; did you mean %s?",
				given->path, m->line, VT_STR_ARG(m->key), near.best));
	return (vt_fail(VT_E_BADARG, "%s, line %d: there is no message %.*s", given->path, m->line,
			VT_STR_ARG(m->key)));
}

static vt_err
vt_messages_replace_set(struct vt_message_set *own, const struct vt_message_set *given)
{
	for (size_t i = 0; i < given->count; i++) {
		const struct vt_message *m = &given->rows[i];
		struct vt_message *row;

		if (own->count == 0 || (row = bsearch(m, own->rows, own->count, sizeof(*row),
						      vt_messages_order)) == NULL)
			return (vt_messages_no_such(own, given, m));
		if (m->has_forms != row->has_forms)
			return (vt_fail(VT_E_BADARG, "%s, line %d: %.*s %s", given->path, m->line,
					VT_STR_ARG(m->key),
					row->has_forms ? "needs forms for counts (one, other)"
						       : "has no forms for counts"));
		memcpy(row->forms, m->forms, sizeof(row->forms));
	}
	return (VT_OK);
}

static vt_err
vt_messages_replace_file(struct vt_messages *m, struct vt_message_set *own, const char *folder)
{
	struct vt_message_set given = { .language = own->language };
	yaml_document_t doc;
	vt_err err;

	given.path = vt_str_printf(m->arena, "%s/%s.yaml", folder, own->language).p;
	if (given.path == NULL)
		return (VT_E_LIMIT);
	if (access(given.path, F_OK) != 0)
		return (VT_OK);
	if ((err = vt_yaml_parse_file(given.path, VT_MESSAGES_SIZE_MAX, &doc)) != VT_OK)
		return (err);
	err = vt_messages_read_document(m, &given, &doc);
	yaml_document_delete(&doc);
	return (err == VT_OK ? vt_messages_replace_set(own, &given) : err);
}

vt_err
vt_messages_replace(struct vt_messages *m, const char *folder)
{
	vt_err err = VT_OK;

	if (access(folder, R_OK | X_OK) != 0)
		return (vt_fail(VT_E_IO, "the folder of messages %s cannot be read: %s", folder,
				strerror(errno)));
	for (size_t i = 0; i < m->count && err == VT_OK; i++)
		err = vt_messages_replace_file(m, &m->sets[i], folder);
	return (err);
}

void
vt_messages_free(struct vt_messages **m)
{
	if (*m == NULL)
		return;
	vt_arena_free(&(*m)->arena);
	free(*m);
	*m = NULL;
}
