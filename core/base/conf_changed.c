/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What two readings of the configuration say differently.
 */
#include "base/conf_inside.h"

/* The value that counts: a --set's, else the file's.  NULL: there is none. */
static const struct vt_conf_entry *
vt_conf_value_of(const struct vt_conf *conf, const struct vt_conf_entry *like)
{
	const struct vt_conf_entry *found = NULL;

	for (const struct vt_conf_entry *e = conf->first; e != NULL; e = e->next)
		if (strcmp(e->section, like->section) == 0 && strcmp(e->key, like->key) == 0 &&
		    (found == NULL || e->text != NULL))
			found = e;
	return (found);
}

static bool
vt_conf_same_node(struct vt_conf *a, const yaml_node_t *x, struct vt_conf *b, const yaml_node_t *y)
{
	const yaml_node_item_t *i, *j;

	if (x->type != YAML_SEQUENCE_NODE || y->type != YAML_SEQUENCE_NODE)
		return (x->type == y->type && vt_str_eq(vt_yaml_text(x), vt_yaml_text(y)));
	i = x->data.sequence.items.start;
	j = y->data.sequence.items.start;
	for (; i < x->data.sequence.items.top && j < y->data.sequence.items.top; i++, j++)
		if (!vt_str_eq(vt_yaml_text(yaml_document_get_node(&a->doc, *i)),
			       vt_yaml_text(yaml_document_get_node(&b->doc, *j))))
			return (false);
	return (i == x->data.sequence.items.top && j == y->data.sequence.items.top);
}

static bool
vt_conf_same_value(struct vt_conf *a, const struct vt_conf_entry *x, struct vt_conf *b,
		   const struct vt_conf_entry *y)
{
	if (x == NULL || y == NULL)
		return (x == y);
	if (x->text != NULL || y->text != NULL)
		return (x->text != NULL && y->text != NULL && strcmp(x->text, y->text) == 0);
	return (vt_conf_same_node(a, x->node, b, y->node));
}

/* Each of one's values that the other says otherwise; or, with only_missing, not at all. */
static void
vt_conf_changed_one(struct vt_conf *one, struct vt_conf *other, bool only_missing, const char *but,
		    struct vt_buf *out)
{
	for (const struct vt_conf_entry *e = one->first; e != NULL; e = e->next) {
		const struct vt_conf_entry *there = vt_conf_value_of(other, e);
		const char *name = vt_conf_name(one, e->section, e->key);

		if (e->key[0] == '\0' || vt_conf_value_of(one, e) != e ||
		    (only_missing && there != NULL) || strcmp(name, but) == 0 ||
		    vt_conf_same_value(one, e, other, there))
			continue;
		vt_buf_printf(out, "%s%s", out->len != 0 ? ", " : "", name);
	}
}

void
vt_conf_changed(struct vt_conf *before, struct vt_conf *now, const char *but, struct vt_buf *out)
{
	vt_conf_changed_one(now, before, false, but, out);
	vt_conf_changed_one(before, now, true, but, out);
}
