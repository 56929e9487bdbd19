/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The places of an exhibition: a small map drawn here, of lettered points upon a grid of
 * distances, north at the top; and the same as a list.  Nothing is asked of anybody's tiles.
 * Steps at the same spot are one point; points that would hide each other are moved apart.
 * Of many steps (EXH_MANY) it shows where they are, and the list of steps has their places.
 */
#include <math.h>
#include <stdlib.h>

#include "exh_page.h"

#define EXH_MAP_WIDTH	320	/* units; a point has 22 */
#define EXH_MAP_LEAST	150	/* height */
#define EXH_MAP_MOST	300
#define EXH_MAP_EDGE	32.0	/* from the edge to the nearest point */
#define EXH_MAP_APART	25.0	/* between points */
#define EXH_MAP_TURNS	60	/* of moving them apart */
#define EXH_MAP_GRID	44.0	/* least width of the grid */
#define EXH_MAP_NEAR	0.00002	/* degrees: the same spot */
#define EXH_MAP_EXTENT	0.004	/* degrees of latitude that a map shows at least */
#define EXH_MAP_LETTERS	26
#define EXH_KM		111.32	/* of a degree of latitude */

struct exh_point {
	const struct exh_place	*place;
	double			 x, y;	/* units */
};
struct exh_map {
	struct exh_point	*points;
	size_t			 count;
	struct vt_outline_view	 view;
};

/* --- where ------------------------------------------------------------------------------ */

static bool
exh_map_is_at(const struct exh_place *a, const struct exh_place *b)
{
	return (fabs(a->latitude - b->latitude) < EXH_MAP_NEAR &&
	    fabs(a->longitude - b->longitude) < EXH_MAP_NEAR);
}

/* One point a spot, in the order of the steps. */
static bool
exh_map_collect(const struct exh_page *p, struct exh_map *m)
{
	const struct exh_exhibition	*x = p->c.x;

	m->points = vt_arena_array(p->c.arena, x->step_count + 1, sizeof(*m->points));
	for (size_t i = 0; m->points != NULL && i < x->step_count; i++) {
		size_t k = 0;

		while (k < m->count && !exh_map_is_at(m->points[k].place, &x->steps[i].place))
			k++;
		if (x->steps[i].place.is_there && k == m->count)
			m->points[m->count++].place = &x->steps[i].place;
	}
	return (m->count > 0);
}

/* All of them with an edge around, in a shape that a page has room for. */
static void
exh_map_fit(struct exh_map *m)
{
	const struct exh_place	*first = m->points[0].place;
	double			 west = first->longitude, east = west;
	double			 south = first->latitude, north = south, wide, high;
	struct vt_outline_view	*v = &m->view;

	for (size_t i = 0; i < m->count; i++) {
		west = fmin(west, m->points[i].place->longitude);
		east = fmax(east, m->points[i].place->longitude);
		south = fmin(south, m->points[i].place->latitude);
		north = fmax(north, m->points[i].place->latitude);
	}
	v->narrow = fmax(cos((south + north) / 2 * M_PI / 180), 0.01);
	wide = fmax((east - west) * v->narrow, EXH_MAP_EXTENT);
	high = fmax(north - south, EXH_MAP_EXTENT / 4);
	v->scale = fmin((EXH_MAP_WIDTH - 2 * EXH_MAP_EDGE) / wide,
	    (EXH_MAP_MOST - 2 * EXH_MAP_EDGE) / high);
	v->width = EXH_MAP_WIDTH;
	v->height = fmax(EXH_MAP_LEAST, high * v->scale + 2 * EXH_MAP_EDGE);
	v->west = (west + east) / 2 - v->width / 2 / v->scale / v->narrow;
	v->north = (south + north) / 2 + v->height / 2 / v->scale;
}

static void
exh_map_lay(struct exh_map *m)
{
	for (size_t i = 0; i < m->count; i++) {
		m->points[i].x = vt_outline_x(&m->view, m->points[i].place->longitude);
		m->points[i].y = vt_outline_y(&m->view, m->points[i].place->latitude);
	}
}

static void
exh_map_push(struct exh_point *a, struct exh_point *b)
{
	double	dx = b->x - a->x, dy = b->y - a->y, far = sqrt(dx * dx + dy * dy), by;

	if (far >= EXH_MAP_APART)
		return;
	if (far < 0.5) {
		dx = 1;
		dy = 0.3;
		far = 1;
	}
	by = (EXH_MAP_APART - far) / 2 / far;
	a->x -= dx * by;
	a->y -= dy * by;
	b->x += dx * by;
	b->y += dy * by;
}

static void
exh_map_spread(struct exh_map *m)
{
	double	edge = EXH_MAP_EDGE / 2;

	for (int turn = 0; turn < EXH_MAP_TURNS; turn++) {
		for (size_t i = 0; i < m->count; i++)
			for (size_t k = i + 1; k < m->count; k++)
				exh_map_push(&m->points[i], &m->points[k]);
		for (size_t i = 0; i < m->count; i++) {
			m->points[i].x = fmax(edge, fmin(m->view.width - edge, m->points[i].x));
			m->points[i].y = fmax(edge, fmin(m->view.height - edge, m->points[i].y));
		}
	}
}

/* --- the grid, and how far it is from line to line --------------------------------------- */

static double
exh_map_grid_km(const struct exh_map *m)
{
	static const double	steps[] = { 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000 };
	size_t			i = 0;

	while (i + 1 < sizeof(steps) / sizeof(steps[0]) &&
	    steps[i] / EXH_KM * m->view.scale < EXH_MAP_GRID)
		i++;
	return (steps[i]);
}

static void
exh_map_line(struct vt_arena *a, struct vt_value *list, const int64_t ends[4])
{
	static const char *const	keys[] = { "x1", "y1", "x2", "y2" };
	struct vt_value			*v = vt_value_map(a);

	for (size_t i = 0; i < 4; i++)
		vt_value_set_int(v, keys[i], ends[i]);
	vt_value_add(list, v);
}

static void
exh_map_grid(struct exh_page *p, const struct exh_map *m)
{
	struct vt_value	*list = vt_value_list(p->c.arena);
	double		 km = exh_map_grid_km(m), step = km / EXH_KM * m->view.scale;
	int64_t		 width = (int64_t)m->view.width, height = (int64_t)m->view.height;
	int64_t		 length = (int64_t)(step + 0.5);

	for (double x = 12; x < m->view.width; x += step)
		exh_map_line(p->c.arena, list, (int64_t[]){ (int64_t)x, 0, (int64_t)x, height });
	for (double y = m->view.height - 12; y > 0; y -= step)
		exh_map_line(p->c.arena, list, (int64_t[]){ 0, (int64_t)y, width, (int64_t)y });
	vt_value_set(p->data, "lines", list);
	vt_value_set_int(p->data, "scale_y", height - 12);
	vt_value_set_int(p->data, "scale_length", length);
	vt_value_set_int(p->data, "scale_text_x", 12 + length / 2);
	vt_value_set_int(p->data, "scale_text_y", height - 16);
	vt_value_set_int(p->data, "north_x", width - 14);
	vt_value_set_str(p->data, "scale", km < 1 ?
	    vt_str_printf(p->c.arena, "%d m", (int)(km * 1000 + 0.5)) :
	    vt_str_printf(p->c.arena, "%d km", (int)km));
}

/* --- what the page says --------------------------------------------------------------------- */

/* The steps at a point; *only_r: the first, and whether there are others. */
static struct vt_value *
exh_map_stops(struct exh_page *p, const struct exh_place *place, struct vt_str *first_r,
    size_t *count_r)
{
	struct vt_value	*list = vt_value_list(p->c.arena);

	*count_r = 0;
	for (size_t i = 0; i < p->c.x->step_count; i++) {
		const struct exh_step	*s = &p->c.x->steps[i];
		struct vt_value		*v = vt_value_map(p->c.arena);

		if (!s->place.is_there || !exh_map_is_at(place, &s->place))
			continue;
		vt_value_set_str(v, "url", exh_step_path(&p->c, s));
		vt_value_set_int(v, "stop", (int64_t)i + 1);
		exh_page_heading(p, v, "heading", s);
		vt_value_add(list, v);
		if ((*count_r)++ == 0)
			*first_r = exh_step_path(&p->c, s);
	}
	return (list);
}

/* Steps have numbers: places have letters, A to Z, A1 to Z1 … */
static struct vt_str
exh_map_letter(struct exh_page *p, size_t i)
{
	if (i < EXH_MAP_LETTERS)
		return (vt_str_printf(p->c.arena, "%c", (char)('A' + i)));
	return (vt_str_printf(p->c.arena, "%c%zu", (char)('A' + i % EXH_MAP_LETTERS),
	    i / EXH_MAP_LETTERS));
}

/* A point leads to its step; where it has several, to their list. */
static void
exh_map_point(struct exh_page *p, const struct exh_point *point, struct vt_str letter,
    struct vt_value *list)
{
	struct vt_value	*v = vt_value_map(p->c.arena);
	struct vt_str	 first = VT_STR_NONE, name = exh_words_get(&point->place->name, p->c.version);
	size_t		 count;

	vt_value_set(v, "stops", exh_map_stops(p, point->place, &first, &count));
	vt_value_set_str(v, "letter", letter);
	exh_page_words(p, v, "place", &point->place->name);
	if (name.len == 0)
		vt_value_set_str(v, "place", vt_str_printf(p->c.arena, "%.4f, %.4f",
		    point->place->latitude, point->place->longitude));
	vt_value_set_int(v, "x", (int64_t)(point->x + 0.5));
	vt_value_set_int(v, "y", (int64_t)(point->y + 0.5));
	vt_value_set_str(v, "url", count == 1 ? first :
	    vt_str_printf(p->c.arena, "#place-%.*s", VT_STR_ARG(letter)));
	vt_value_add(list, v);
}

/* One of many: that it is there; the list of steps says its place. */
static void
exh_map_spot(struct exh_page *p, const struct exh_point *point, struct vt_value *list)
{
	struct vt_value	*v = vt_value_map(p->c.arena);

	vt_value_set_int(v, "x", (int64_t)(point->x + 0.5));
	vt_value_set_int(v, "y", (int64_t)(point->y + 0.5));
	vt_value_add(list, v);
}

void
exh_page_map(struct exh_page *p)
{
	struct vt_value	*list = vt_value_list(p->c.arena);
	struct exh_map	 m = { .count = 0 };
	bool		 is_there = exh_map_collect(p, &m);

	if (is_there) {
		exh_map_fit(&m);
		exh_map_lay(&m);
		if (!exh_page_is_many(p))	/* spots are no buttons: they stay where they are */
			exh_map_spread(&m);
		exh_map_grid(p, &m);
		exh_page_land(p, &m.view);
		vt_value_set_int(p->data, "map_width", (int64_t)m.view.width);
		vt_value_set_int(p->data, "map_height", (int64_t)m.view.height);
	}
	for (size_t i = 0; i < m.count; i++)
		if (exh_page_is_many(p))
			exh_map_spot(p, &m.points[i], list);
		else
			exh_map_point(p, &m.points[i], exh_map_letter(p, i), list);
	vt_value_set(p->data, "points", list);
	vt_value_set(p->data, "places", list);
	vt_value_set_bool(p->data, "has_places", is_there);
	/* One point alone says nothing. */
	vt_value_set_bool(p->data, "map", m.count > 1);
}
