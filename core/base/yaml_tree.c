/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A document as a tree in an arena, for who may not know libyaml.  How deep it is was
 * checked while it was read.
 */
#include "api/yaml.h"

#include "base/nearest.h"
#include "base/yaml_load.h"

struct yaml_tree {
	struct vt_arena *a;
	yaml_document_t doc;
};

static struct vt_yaml *yaml_tree_node(struct yaml_tree *t, int index);

/* The next of a list or map, behind the last one so far. */
static bool
yaml_tree_add(struct vt_yaml *child, const struct vt_yaml ***last)
{
	if (child == NULL)
		return (false);
	**last = child;
	*last = &child->next;
	return (true);
}

static bool
yaml_tree_map(struct yaml_tree *t, const yaml_node_t *node, struct vt_yaml *y)
{
	const struct vt_yaml **last = &y->first;

	for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
	     pair < node->data.mapping.pairs.top; pair++) {
		const yaml_node_t *key = yaml_document_get_node(&t->doc, pair->key);
		struct vt_yaml *child = yaml_tree_node(t, pair->value);

		if (!yaml_tree_add(child, &last))
			return (false);
		child->key = vt_str_dup(t->a, vt_yaml_text(key));
		child->line = vt_yaml_line(key);
	}
	return (true);
}

static bool
yaml_tree_list(struct yaml_tree *t, const yaml_node_t *node, struct vt_yaml *y)
{
	const struct vt_yaml **last = &y->first;

	for (const yaml_node_item_t *item = node->data.sequence.items.start;
	     item < node->data.sequence.items.top; item++)
		if (!yaml_tree_add(yaml_tree_node(t, *item), &last))
			return (false);
	return (true);
}

static struct vt_yaml *
yaml_tree_node(struct yaml_tree *t, int index)
{
	const yaml_node_t *node = yaml_document_get_node(&t->doc, index);
	struct vt_yaml *y = vt_arena_alloc(t->a, sizeof(*y));

	if (y == NULL)
		return (NULL);
	y->line = vt_yaml_line(node);
	if (node->type == YAML_MAPPING_NODE) {
		y->type = VT_YAML_MAP;
		return (yaml_tree_map(t, node, y) ? y : NULL);
	}
	if (node->type == YAML_SEQUENCE_NODE) {
		y->type = VT_YAML_LIST;
		return (yaml_tree_list(t, node, y) ? y : NULL);
	}
	if (!vt_yaml_is_nothing(node))
		y->text = vt_str_dup(t->a, vt_yaml_text(node));
	return (y);
}

vt_err
vt_yaml_tree(struct vt_arena *a, struct vt_str bytes, const char *name,
	     const struct vt_yaml **tree_r)
{
	struct yaml_tree t = { .a = a };
	const struct vt_yaml *tree = NULL;
	vt_err err = vt_yaml_parse(bytes, name, &t.doc);

	if (err != VT_OK)
		return (err);
	if (yaml_document_get_root_node(&t.doc) != NULL)
		tree = yaml_tree_node(&t, 1);
	yaml_document_delete(&t.doc);
	if (vt_arena_is_exhausted(a))
		return (vt_fail(VT_E_LIMIT, "%s needs more memory than there is for it", name));
	*tree_r = tree;
	return (VT_OK);
}

const struct vt_yaml *
vt_yaml_get(const struct vt_yaml *map, const char *key)
{
	const struct vt_yaml *y = map != NULL && map->type == VT_YAML_MAP ? map->first : NULL;

	while (y != NULL && !vt_str_eq_c(y->key, key))
		y = y->next;
	return (y);
}

const char *
vt_yaml_nearest(struct vt_str word, const char *const *known)
{
	struct vt_nearest_word n;

	vt_nearest_word_init(&n, word);
	for (; *known != NULL; known++)
		vt_nearest_word_try(&n, *known);
	return (n.best);
}
