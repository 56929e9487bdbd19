/* SPDX-License-Identifier: Apache-2.0 */
/* Texts, lists and mappings of package.yaml: an unknown key is told with its nearest known one. */
#include "ingest/folder/package_value.h"

#include "base/nearest.h"

vt_err
vt_package_refuse(const struct vt_package_yaml *y, const yaml_node_t *n, const char *what)
{
	return (vt_fail(VT_E_BADARG, "%s, line %d: %s", y->path, vt_yaml_line(n), what));
}

vt_err
vt_package_string(const struct vt_package_yaml *y, yaml_node_t *n, struct vt_str *s_r)
{
	if (n->type != YAML_SCALAR_NODE)
		return (vt_package_refuse(y, n, "a text is wanted here, not a list or mapping"));
	*s_r = VT_STR_NONE;
	if (!vt_yaml_is_nothing(n))
		*s_r = vt_str_dup(y->arena, vt_str_trim(vt_yaml_text(n)));
	return (VT_OK);
}

vt_err
vt_package_word(const struct vt_package_yaml *y, yaml_node_t *n,
		const char *(*known)(struct vt_str), struct vt_str *word_r)
{
	struct vt_str s;
	vt_err err = vt_package_string(y, n, &s);

	if (err != VT_OK || s.len == 0) {
		*word_r = VT_STR_NONE;
		return (err);
	}
	if (known(s) == NULL)
		return (VT_E_RANGE);
	*word_r = vt_str_of(known(s));
	return (VT_OK);
}

static vt_err
vt_package_unknown(const struct vt_package_yaml *y, const yaml_node_t *key,
		   const struct vt_package_key *keys)
{
	struct vt_nearest_word near;
	struct vt_str known = VT_STR("");

	vt_nearest_word_init(&near, vt_yaml_text(key));
	for (size_t i = 0; keys[i].name != NULL; i++) {
		vt_nearest_word_try(&near, keys[i].name);
		known = vt_str_printf(y->arena, "%.*s%s%s", VT_STR_ARG(known), i > 0 ? ", " : "",
				      keys[i].name);
	}
	if (near.best != NULL)
		known = vt_str_of(near.best);
	return (vt_fail(VT_E_BADARG, "%s, line %d: unknown key \"%.*s\"; %s%.*s%s", y->path,
			vt_yaml_line(key), VT_STR_ARG(vt_yaml_text(key)),
			near.best != NULL ? "did you mean \"" : "here it may be ", VT_STR_ARG(known),
			near.best != NULL ? "\"?" : ""));
}

vt_err
vt_package_mapping(const struct vt_package_yaml *y, yaml_node_t *n,
		   const struct vt_package_key *keys, void *into)
{
	vt_err err;

	if (n->type != YAML_MAPPING_NODE)
		return (vt_package_refuse(y, n, "a mapping (key: value) is wanted here"));
	for (yaml_node_pair_t *p = n->data.mapping.pairs.start; p < n->data.mapping.pairs.top;
	     p++) {
		yaml_node_t *key = yaml_document_get_node(y->doc, p->key);
		yaml_node_t *value = yaml_document_get_node(y->doc, p->value);
		const struct vt_package_key *k = keys;

		if (key->type != YAML_SCALAR_NODE)
			return (vt_package_refuse(y, key, "a key has to be a word"));
		while (k->name != NULL && !vt_str_eq_c(vt_yaml_text(key), k->name))
			k++;
		if (k->name == NULL)
			return (vt_package_unknown(y, key, keys));
		err = k->read(y, value, (char *)into + k->at);
		if (err != VT_OK)
			return (err);
	}
	return (VT_OK);
}

size_t
vt_package_items(yaml_node_t *n)
{
	if (n->type == YAML_SEQUENCE_NODE)
		return ((size_t)(n->data.sequence.items.top - n->data.sequence.items.start));
	return (1);
}

yaml_node_t *
vt_package_item(const struct vt_package_yaml *y, yaml_node_t *n, size_t i)
{
	if (n->type != YAML_SEQUENCE_NODE)
		return (n);
	return (yaml_document_get_node(y->doc, n->data.sequence.items.start[i]));
}

vt_err
vt_package_text(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	return (vt_package_string(y, n, into));
}

vt_err
vt_package_labels(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_labels *labels = into;
	struct vt_label *items;
	size_t count = n->type == YAML_MAPPING_NODE
			   ? (size_t)(n->data.mapping.pairs.top - n->data.mapping.pairs.start)
			   : 1;
	vt_err err = VT_OK;

	items = vt_arena_array(y->arena, count, sizeof(*items));
	if (items == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count && err == VT_OK; i++) {
		yaml_node_t *value = n;

		if (n->type == YAML_MAPPING_NODE) {
			yaml_node_pair_t *p = n->data.mapping.pairs.start + i;

			value = yaml_document_get_node(y->doc, p->value);
			err = vt_package_string(y, yaml_document_get_node(y->doc, p->key),
						&items[i].lang);
		}
		if (err == VT_OK)
			err = vt_package_string(y, value, &items[i].text);
	}
	labels->items = items;
	labels->count = count;
	return (err);
}
