/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How what was found divides: what is chosen, as links that take it away, and what
 * may be chosen yet, as links that narrow down.
 */
#include <stdlib.h>

#include "site.h"

/* The order in which a reader meets them. */
static const enum vt_facet site_facet_order[VT_FACETS] = {
	VT_FACET_KIND, VT_FACET_PERIOD, VT_FACET_PLACE, VT_FACET_COLLECTION, VT_FACET_INSTITUTION,
	VT_FACET_RIGHTS,
};

#define SITE_CENTURY	100	/* years */
#define SITE_DECADE	10

bool
site_facet_span(struct vt_str key, int64_t *from_r, int64_t *to_r)
{
	struct vt_str	part = VT_STR_NONE;

	return (vt_str_next(&key, '-', &part) && vt_str_to_int(part, 0, VT_YEAR_MAX, from_r) &&
	    vt_str_to_int(key, *from_r, VT_YEAR_MAX + SITE_CENTURY, to_r));
}

bool
site_facet_is_offered_period(struct vt_str key)
{
	int64_t	from, to;

	return (site_facet_span(key, &from, &to) &&
	    ((from % SITE_CENTURY == 0 && to - from == SITE_CENTURY - 1) ||
	    (from % SITE_DECADE == 0 && to - from == SITE_DECADE - 1)));
}

static bool
site_facet_is_century(struct vt_str key)
{
	int64_t	from, to;

	return (site_facet_span(key, &from, &to) && to - from == SITE_CENTURY - 1);
}

/* What a value is called; its language where that is another. */
static void
site_facet_name(struct site_call *c, enum vt_facet facet, const struct vt_facet_value *value,
    struct vt_value *v)
{
	struct vt_str	name;

	switch (facet) {
	case VT_FACET_KIND:
		vt_value_set_str(v, "name", vt_message(c->req, vt_str_c(c->arena,
		    vt_str_printf(c->arena, "kind.%.*s", VT_STR_ARG(value->key)))));
		break;
	case VT_FACET_RIGHTS:
		name = site_rights_text(c, "rights", value->key);
		vt_value_set_str(v, "name", name.len > 0 ? name : value->key);
		break;
	case VT_FACET_PERIOD:
		vt_value_set_str(v, "start", vt_str_sub(value->key, 0, 4));
		vt_value_set_str(v, "end", vt_str_sub(value->key, 5, 4));
		vt_value_set_bool(v, "is_span", true);
		break;
	default:
		site_label(c, v, "name", &value->names, value->key);
	}
}

/* Centuries first; within one, or where there is but one, its decades. */
static bool
site_facet_is_offered(enum vt_facet facet, struct vt_str chosen, struct vt_str key, size_t centuries)
{
	int64_t	from, to, chosen_from, chosen_to;

	if (vt_str_eq(chosen, key))
		return (false);
	if (facet == VT_FACET_COLLECTION)
		return (chosen.len == 0 || (key.len > chosen.len && vt_str_starts(key, chosen) &&
		    key.p[chosen.len] == ':'));
	if (facet != VT_FACET_PERIOD)
		return (chosen.len == 0);
	if (!site_facet_span(key, &from, &to))
		return (false);
	if (site_facet_span(chosen, &chosen_from, &chosen_to))
		return (site_facet_is_century(chosen) && !site_facet_is_century(key) &&
		    from >= chosen_from && to <= chosen_to);
	return (site_facet_is_century(key) == (centuries > 1));
}

static int
site_facet_by_key(const void *a, const void *b)
{
	return (vt_str_cmp((*(const struct vt_facet_value *const *)a)->key,
	    (*(const struct vt_facet_value *const *)b)->key));
}

/* Those that are offered, years in the order of time. */
static size_t
site_facet_pick(struct site_call *c, const struct site_query *q, enum vt_facet facet,
    const struct vt_facet_list *list, const struct vt_facet_value **picked)
{
	size_t	count = 0, centuries = 0;

	for (size_t i = 0; facet == VT_FACET_PERIOD && i < list->count; i++)
		centuries += site_facet_is_century(list->items[i].key);
	for (size_t i = 0; i < list->count; i++)
		if (site_facet_is_offered(facet, q->find.chosen[facet], list->items[i].key,
		    centuries))
			picked[count++] = &list->items[i];
	if (facet == VT_FACET_PERIOD)
		qsort(picked, count, sizeof(picked[0]), site_facet_by_key);
	else if (count > (size_t)c->conf->facet_values)
		count = (size_t)c->conf->facet_values;
	return (count);
}

static struct vt_value *
site_facet_group(struct site_call *c, const struct site_query *q, enum vt_facet facet,
    const struct vt_find_result *found)
{
	const struct vt_facet_list	*list = &found->facets[facet];
	const struct vt_facet_value	**picked = vt_arena_array(c->arena, list->count + 1,
					    sizeof(*picked));
	struct vt_value			*group, *values;
	size_t				 count;

	if (picked == NULL || (count = site_facet_pick(c, q, facet, list, picked)) == 0)
		return (NULL);
	/* One that all have narrows nothing down. */
	if (count == 1 && picked[0]->count == found->total)
		return (NULL);
	group = vt_value_map(c->arena);
	values = vt_value_list(c->arena);
	for (size_t i = 0; i < count; i++) {
		struct vt_value *v = vt_value_map(c->arena);

		site_facet_name(c, facet, picked[i], v);
		vt_value_set_str(v, "url", site_query_with(c, q, facet, picked[i]->key));
		vt_value_set_int(v, "count", picked[i]->count);
		vt_value_add(values, v);
	}
	vt_value_set_str(group, "facet", vt_str_of(site_facet_names[facet]));
	vt_value_set(group, "values", values);
	vt_value_set_bool(group, "has_more", list->has_more && facet != VT_FACET_PERIOD);
	return (group);
}

/* Its name is among what was found, for all of that has it. */
static struct vt_value *
site_facet_chosen(struct site_call *c, const struct site_query *q, enum vt_facet facet,
    const struct vt_find_result *found)
{
	struct vt_facet_value	 value = { .key = q->find.chosen[facet] };
	struct vt_value		*v = vt_value_map(c->arena);

	for (size_t i = 0; i < found->facets[facet].count; i++)
		if (vt_str_eq(found->facets[facet].items[i].key, value.key))
			value = found->facets[facet].items[i];
	vt_value_set_str(v, "facet", vt_str_of(site_facet_names[facet]));
	site_facet_name(c, facet, &value, v);
	vt_value_set_str(v, "url", site_query_with(c, q, facet, VT_STR_NONE));
	return (v);
}

void
site_facets(struct site_call *c, const struct site_query *q, const struct vt_find_result *found)
{
	struct vt_value	*groups = vt_value_list(c->arena), *chosen = vt_value_list(c->arena);
	bool		 has_groups = false, has_chosen = false;

	for (size_t i = 0; i < VT_FACETS; i++) {
		enum vt_facet	 facet = site_facet_order[i];
		struct vt_value	*group = site_facet_group(c, q, facet, found);

		if (q->find.chosen[facet].len > 0)
			vt_value_add(chosen, site_facet_chosen(c, q, facet, found));
		has_chosen |= q->find.chosen[facet].len > 0;
		if (group != NULL)
			vt_value_add(groups, group);
		has_groups |= group != NULL;
	}
	vt_value_set(c->data, "facets", groups);
	vt_value_set_bool(c->data, "has_facets", has_groups);
	vt_value_set(c->data, "chosen", chosen);
	vt_value_set_bool(c->data, "has_chosen", has_chosen);
}
