/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All places and all times that objects are from, as lists of links with how many
 * there are: what a map and a timeline show, for everybody.
 */
#include <stdio.h>
#include <stdlib.h>

#include "site.h"
#include "site_map.h"

#define SITE_PLACES_MAX	1000	/* places listed: the most frequent ones */

static vt_err
site_places_found(struct site_call *c, enum vt_facet facet, struct vt_facet_list *list_r)
{
	const struct vt_find	q = { .value_limit = SITE_PLACES_MAX };
	struct vt_find_result	r;
	vt_err			err = vt_catalog_find(c->catalog, c->arena, &q, &r);

	if (err == VT_OK)
		*list_r = r.facets[facet];
	return (err);
}

/* --- places --------------------------------------------------------------------- */

struct site_place_name {
	struct vt_str			folded;	/* by which it is ordered */
	const struct vt_facet_value	*value;
};

static int
site_place_order(const void *a, const void *b)
{
	const struct site_place_name	*x = a, *y = b;

	return (vt_str_cmp(x->folded, y->folded));
}

static struct vt_str
site_place_text(struct site_call *c, const struct vt_facet_value *v)
{
	struct vt_str	name = vt_labels_get(&v->names, c->language);

	return (name.len > 0 ? name : v->key);
}

static vt_err
site_places_list(struct site_call *c, const struct vt_facet_list *list)
{
	struct site_place_name	*names = vt_arena_array(c->arena, list->count + 1, sizeof(*names));
	struct vt_value		*values = vt_value_list(c->arena);

	if (names == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < list->count; i++)
		names[i] = (struct site_place_name){ vt_str_fold(c->arena, site_place_text(c,
		    &list->items[i])), &list->items[i] };
	qsort(names, list->count, sizeof(*names), site_place_order);
	for (size_t i = 0; i < list->count; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		site_label(c, v, "name", &names[i].value->names, names[i].value->key);
		vt_value_set_str(v, "url", site_search_url(c, "place", names[i].value->key));
		vt_value_set_int(v, "count", names[i].value->count);
		vt_value_add(values, v);
	}
	vt_value_set(c->data, "places", values);
	vt_value_set_bool(c->data, "has_places", list->count > 0);
	vt_value_set_bool(c->data, "has_more", list->has_more);
	return (VT_OK);
}

/* --- the map ---------------------------------------------------------------------- */

static void
site_places_number(struct vt_value *v, const char *key, double n)
{
	char	text[32];

	(void)snprintf(text, sizeof(text), "%.1f", n);
	vt_value_set_str(v, key, vt_str_of(text));
}

static struct vt_value *
site_places_dot(struct site_call *c, const struct site_dot *d)
{
	struct vt_value	*v = vt_value_map(c->arena);

	site_label(c, v, "name", &d->place->names, d->place->key);
	vt_value_set_str(v, "url", site_search_url(c, "place", d->place->key));
	vt_value_set_int(v, "count", d->place->count);
	site_places_number(v, "x", d->x);
	site_places_number(v, "y", d->y);
	site_places_number(v, "r", d->r);
	site_places_number(v, "room", d->room);
	site_places_number(v, "label_x", d->label_x);
	site_places_number(v, "label_y", d->label_y);
	vt_value_set_str(v, "anchor", vt_str_of(d->anchor));
	vt_value_set_bool(v, "has_room", d->has_room);
	return (v);
}

/* One dot alone says nothing that its name does not. */
static vt_err
site_places_map(struct site_call *c, const struct vt_facet_list *list)
{
	const struct vt_outline	*outline = vt_outline_get(c->req);
	struct site_map		*m = vt_arena_alloc(c->arena, sizeof(*m));
	struct vt_value		*dots = vt_value_list(c->arena);
	struct vt_buf		 path;
	vt_err			 err;

	if (m == NULL)
		return (VT_E_LIMIT);
	site_map_lay(outline, list->items, list->count, m);
	if (m->count < 2)
		return (VT_OK);
	for (size_t i = 0; i < m->count; i++)
		m->dots[i].name = site_place_text(c, m->dots[i].place);
	site_map_label(m);
	for (size_t i = 0; i < m->count; i++)
		vt_value_add(dots, site_places_dot(c, &m->dots[i]));
	vt_buf_init(&path, 0);
	site_map_path(m, outline, &path);
	vt_value_set(c->data, "dots", dots);
	vt_value_set_str(c->data, "outline", vt_buf_get(&path));
	vt_value_set_str(c->data, "view", vt_str_printf(c->arena, "0 0 %d %d", SITE_MAP_WIDTH,
	    (int)m->view.height));
	vt_value_set_bool(c->data, "has_map", true);
	vt_value_set_int(c->data, "left_out", (int64_t)m->left_out);
	err = vt_buf_error(&path);
	vt_buf_fini(&path);
	return (err);
}

vt_err
site_places_page(struct vt_request *req, struct vt_response *res)
{
	struct vt_facet_list	list;
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = site_places_found(&c, VT_FACET_PLACE, &list)) != VT_OK ||
	    (err = site_places_list(&c, &list)) != VT_OK ||
	    (err = site_places_map(&c, &list)) != VT_OK)
		return (err);
	vt_value_set_str(c.data, "title", vt_message(req, "places.title"));
	vt_value_set_str(c.data, "summary", vt_message(req, "places.lead"));
	site_head(&c, VT_STR("/places"));
	return (vt_page(req, res, "places", c.data));
}

/* --- times ------------------------------------------------------------------------ */

static int
site_time_order(const void *a, const void *b)
{
	const struct vt_facet_value	*x = *(const struct vt_facet_value *const *)a;
	const struct vt_facet_value	*y = *(const struct vt_facet_value *const *)b;

	return (vt_str_cmp(x->key, y->key));
}

/* "1900-1999" and not "1920-1929". */
static bool
site_time_is_century(struct vt_str key)
{
	return (key.len == 9 && vt_str_ends(key, VT_STR("99")) && key.p[2] == '0' &&
	    key.p[3] == '0');
}

static struct vt_value *
site_time(struct site_call *c, const struct vt_facet_value *value, int64_t most)
{
	struct vt_value	*v = vt_value_map(c->arena);

	vt_value_set_str(v, "start", vt_str_sub(value->key, 0, 4));
	vt_value_set_str(v, "end", vt_str_sub(value->key, 5, 4));
	vt_value_set_str(v, "url", site_search_url(c, "period", value->key));
	vt_value_set_int(v, "count", value->count);
	vt_value_set_int(v, "most", most);
	return (v);
}

/* Each century with its decades, in the order of time. */
static void
site_times_list(struct site_call *c, const struct vt_facet_value **times, size_t count)
{
	struct vt_value	*centuries = vt_value_list(c->arena);
	int64_t		 most = 1;

	for (size_t i = 0; i < count; i++)
		if (!site_time_is_century(times[i]->key) && times[i]->count > most)
			most = times[i]->count;
	for (size_t i = 0; i < count; i++) {
		struct vt_value	*century, *decades = vt_value_list(c->arena);

		if (!site_time_is_century(times[i]->key))
			continue;
		century = site_time(c, times[i], most);
		for (size_t k = 0; k < count; k++)
			if (!site_time_is_century(times[k]->key) && vt_str_eq(vt_str_sub(
			    times[k]->key, 0, 2), vt_str_sub(times[i]->key, 0, 2)))
				vt_value_add(decades, site_time(c, times[k], most));
		vt_value_set(century, "decades", decades);
		vt_value_add(centuries, century);
	}
	vt_value_set(c->data, "centuries", centuries);
	vt_value_set_bool(c->data, "has_times", count > 0);
}

vt_err
site_times_page(struct vt_request *req, struct vt_response *res)
{
	const struct vt_facet_value	**times;
	struct vt_facet_list		  list;
	struct site_call		  c;
	vt_err				  err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = site_places_found(&c, VT_FACET_PERIOD, &list)) != VT_OK)
		return (err);
	if ((times = vt_arena_array(c.arena, list.count + 1, sizeof(*times))) == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < list.count; i++)
		times[i] = &list.items[i];
	qsort(times, list.count, sizeof(*times), site_time_order);
	site_times_list(&c, times, list.count);
	site_timeline(&c, times, list.count);
	vt_value_set_str(c.data, "title", vt_message(req, "times.title"));
	vt_value_set_str(c.data, "summary", vt_message(req, "times.lead"));
	site_head(&c, VT_STR("/times"));
	return (vt_page(req, res, "times", c.data));
}
