/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Trees of values for pages.  Maps are short (a page's fields), so they are
 * lists that are searched; a key that is set again keeps its place.
 */
#include "text/value.h"

#include "api/arena.h"

static struct vt_value *
vt_value_new(struct vt_arena *a, enum vt_value_kind kind)
{
	struct vt_value *v = vt_arena_alloc(a, sizeof(*v));

	if (v != NULL) {
		v->kind = kind;
		v->arena = a;
	}
	return (v);
}

struct vt_value *
vt_value_map(struct vt_arena *a)
{
	return (vt_value_new(a, VT_VALUE_MAP));
}

struct vt_value *
vt_value_list(struct vt_arena *a)
{
	return (vt_value_new(a, VT_VALUE_LIST));
}

static struct vt_value *
vt_value_str(struct vt_arena *a, enum vt_value_kind kind, struct vt_str s)
{
	struct vt_value *v = vt_value_new(a, kind);

	if (v == NULL)
		return (NULL);
	v->str = vt_str_dup(a, s);
	return (v->str.p != NULL ? v : NULL);
}

static struct vt_value *
vt_value_number(struct vt_arena *a, enum vt_value_kind kind, int64_t n)
{
	struct vt_value *v = vt_value_new(a, kind);

	if (v != NULL)
		v->number = n;
	return (v);
}

static bool
vt_value_is(const struct vt_value *v, enum vt_value_kind kind)
{
	return (v != NULL && v->kind == kind);
}

static struct vt_value_item *
vt_value_append(struct vt_value *parent, struct vt_str key, const struct vt_value *v)
{
	struct vt_value_item *item = vt_arena_alloc(parent->arena, sizeof(*item));

	if (item == NULL)
		return (NULL);
	item->key = key;
	item->value = v;
	if (parent->last != NULL)
		parent->last->next = item;
	else
		parent->first = item;
	parent->last = item;
	return (item);
}

static struct vt_value_item *
vt_value_find(const struct vt_value *map, struct vt_str key)
{
	struct vt_value_item *item = vt_value_is(map, VT_VALUE_MAP) ? map->first : NULL;

	while (item != NULL && !vt_str_eq(item->key, key))
		item = item->next;
	return (item);
}

void
vt_value_set(struct vt_value *map, const char *key, struct vt_value *v)
{
	struct vt_value_item *item;
	struct vt_str copy;

	if (!vt_value_is(map, VT_VALUE_MAP))
		return;
	item = vt_value_find(map, vt_str_of(key));
	if (item != NULL) {
		item->value = v;
		return;
	}
	copy = vt_str_dup(map->arena, vt_str_of(key));
	if (copy.p != NULL)
		(void)vt_value_append(map, copy, v);
}

void
vt_value_set_str(struct vt_value *map, const char *key, struct vt_str s)
{
	if (map != NULL)
		vt_value_set(map, key, vt_value_str(map->arena, VT_VALUE_STR, s));
}

void
vt_value_set_int(struct vt_value *map, const char *key, int64_t n)
{
	if (map != NULL)
		vt_value_set(map, key, vt_value_number(map->arena, VT_VALUE_INT, n));
}

void
vt_value_set_bool(struct vt_value *map, const char *key, bool b)
{
	if (map != NULL)
		vt_value_set(map, key, vt_value_number(map->arena, VT_VALUE_BOOL, b));
}

void
vt_value_set_html(struct vt_value *map, const char *key, struct vt_str html)
{
	if (map != NULL)
		vt_value_set(map, key, vt_value_str(map->arena, VT_VALUE_HTML, html));
}

void
vt_value_add(struct vt_value *list, struct vt_value *v)
{
	if (vt_value_is(list, VT_VALUE_LIST))
		(void)vt_value_append(list, VT_STR_NONE, v);
}

void
vt_value_add_str(struct vt_value *list, struct vt_str s)
{
	if (list != NULL)
		vt_value_add(list, vt_value_str(list->arena, VT_VALUE_STR, s));
}

const struct vt_value *
vt_value_get(const struct vt_value *map, struct vt_str key)
{
	const struct vt_value_item *item = vt_value_find(map, key);

	return (item != NULL ? item->value : NULL);
}

bool
vt_value_is_true(const struct vt_value *v)
{
	if (v == NULL)
		return (false);
	switch (v->kind) {
	case VT_VALUE_MAP:
		return (true);
	case VT_VALUE_LIST:
		return (v->first != NULL);
	case VT_VALUE_STR:
	case VT_VALUE_HTML:
		return (v->str.len != 0);
	case VT_VALUE_INT:
	case VT_VALUE_BOOL:
		break;
	}
	return (v->number != 0);
}
