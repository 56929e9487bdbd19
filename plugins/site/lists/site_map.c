/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the dots of a map lie, how large they are, and where their names have room.
 * Degrees of latitude are as long as they are; those of longitude as in the middle of
 * what is shown: plain, and right enough for a country.
 */
#include <math.h>

#include "site_map.h"

#define SITE_MAP_AROUND	1.0	/* degrees around the outline that still belong to it */
#define SITE_MAP_MARGIN	0.10	/* of what is shown, on each side */
#define SITE_MAP_LEAST	0.8	/* degrees shown at least */
#define SITE_MAP_TALL	1.15	/* width by height at least, and at most */
#define SITE_MAP_FLAT	2.2
#define SITE_DOT_LEAST	12.5	/* radius: whoever touches it needs 24 px and more */
#define SITE_DOT_MOST	22.0
#define SITE_DOT_GAP	4.0	/* between a dot and its name; it belongs to the dot */
#define SITE_DOT_APART	5.0
#define SITE_MAP_ROUNDS	200	/* of pushing dots apart */
#define SITE_LETTER	8.4	/* width of a letter of a name, more or less */
#define SITE_LINE	18.0	/* height of a name */

struct site_bounds {
	double	west, east, south, north;
};

static bool
site_map_is_near(const struct vt_outline *o, const struct vt_facet_value *p)
{
	return (p->longitude >= o->west - SITE_MAP_AROUND && p->longitude <= o->east + SITE_MAP_AROUND &&
	    p->latitude >= o->south - SITE_MAP_AROUND && p->latitude <= o->north + SITE_MAP_AROUND);
}

/* Where most places lie in and around the outline, those alone are shown upon it;
 * where not, all of them without it. */
static void
site_map_choose(const struct vt_outline *o, const struct vt_facet_value *places, size_t count,
    struct site_map *m)
{
	size_t	all = 0, near = 0;

	for (size_t i = 0; i < count; i++) {
		all += places[i].has_coordinates;
		near += o != NULL && places[i].has_coordinates && site_map_is_near(o, &places[i]);
	}
	m->is_outlined = o != NULL && near * 2 >= all && near > 0;
	m->left_out = m->is_outlined ? all - near : 0;
	for (size_t i = 0; i < count && m->count < SITE_MAP_DOTS; i++)
		if (places[i].has_coordinates && (!m->is_outlined || site_map_is_near(o, &places[i])))
			m->dots[m->count++].place = &places[i];
}

static struct site_bounds
site_map_bounds(const struct site_map *m)
{
	struct site_bounds	b = { 180, -180, 90, -90 };

	for (size_t i = 0; i < m->count; i++) {
		b.west = fmin(b.west, m->dots[i].place->longitude);
		b.east = fmax(b.east, m->dots[i].place->longitude);
		b.south = fmin(b.south, m->dots[i].place->latitude);
		b.north = fmax(b.north, m->dots[i].place->latitude);
	}
	return (b);
}

/* What is shown: the dots with a margin, in a shape that a page has room for. */
static void
site_map_fit(struct site_map *m)
{
	struct site_bounds	b = site_map_bounds(m);
	double			lon = (b.west + b.east) / 2, lat = (b.south + b.north) / 2, width, height;

	m->view.narrow = fmax(cos(lat * M_PI / 180), 0.05);
	height = fmax((b.north - b.south) * (1 + 2 * SITE_MAP_MARGIN), SITE_MAP_LEAST);
	width = fmax((b.east - b.west) * m->view.narrow * (1 + 2 * SITE_MAP_MARGIN), SITE_MAP_LEAST);
	width = fmax(width, height * SITE_MAP_TALL);
	height = fmax(height, width / SITE_MAP_FLAT);
	m->view.scale = SITE_MAP_WIDTH / width;
	m->view.width = SITE_MAP_WIDTH;
	m->view.height = round(height * m->view.scale);
	m->view.west = lon - width / m->view.narrow / 2;
	m->view.north = lat + height / 2;
}

/* Their areas are as their counts. */
static void
site_map_size(struct site_map *m)
{
	double	most = 1;

	for (size_t i = 0; i < m->count; i++)
		most = fmax(most, (double)m->dots[i].place->count);
	for (size_t i = 0; i < m->count; i++) {
		struct site_dot	*d = &m->dots[i];

		d->x = vt_outline_x(&m->view, d->place->longitude);
		d->y = vt_outline_y(&m->view, d->place->latitude);
		d->r = fmax(SITE_DOT_LEAST, SITE_DOT_MOST * sqrt((double)d->place->count / most));
		d->room = d->r + SITE_DOT_GAP;
	}
}

/* Two that lie upon each other, each half of the way; false: they do not.  Such as are
 * at one point part by their numbers, so that it is the same each time. */
static bool
site_map_push(struct site_dot *a, struct site_dot *b, size_t number)
{
	double	x = b->x - a->x, y = b->y - a->y, apart = hypot(x, y);
	double	way = a->r + b->r + SITE_DOT_APART - apart;

	if (way <= 0)
		return (false);
	if (apart < 0.01) {
		x = cos((double)number);
		y = sin((double)number);
		apart = 1;
	}
	a->x -= x / apart * way / 2;
	a->y -= y / apart * way / 2;
	b->x += x / apart * way / 2;
	b->y += y / apart * way / 2;
	return (true);
}

static void
site_map_part(struct site_map *m)
{
	bool	is_moved = true;

	for (int round = 0; round < SITE_MAP_ROUNDS && is_moved; round++) {
		is_moved = false;
		for (size_t i = 0; i < m->count; i++)
			for (size_t k = i + 1; k < m->count; k++)
				is_moved |= site_map_push(&m->dots[i], &m->dots[k], i + k);
		for (size_t i = 0; i < m->count; i++) {
			struct site_dot	*d = &m->dots[i];

			d->x = fmin(fmax(d->x, d->r), SITE_MAP_WIDTH - d->r);
			d->y = fmin(fmax(d->y, d->r), m->view.height - d->r);
		}
	}
}

void
site_map_lay(const struct vt_outline *o, const struct vt_facet_value *places, size_t count,
    struct site_map *m)
{
	*m = (struct site_map){ .count = 0 };
	site_map_choose(o, places, count, m);
	if (m->count == 0)
		return;
	site_map_fit(m);
	site_map_size(m);
	site_map_part(m);
}

/* --- names ------------------------------------------------------------------------ */

struct site_box {
	double	left, top, right, bottom;
};

/* One of four places beside its dot: to the right, to the left, below, above. */
static struct site_box
site_map_try(struct site_dot *d, int side)
{
	static const char *const	anchors[] = { "start", "end", "middle", "middle" };
	double				width = (double)vt_utf8_count(d->name) * SITE_LETTER, left;

	d->anchor = anchors[side];
	d->label_x = d->x + (side == 0 ? d->r + SITE_DOT_GAP : side == 1 ? -d->r - SITE_DOT_GAP : 0);
	d->label_y = d->y + (side == 2 ? d->r + SITE_LINE - 3 : side == 3 ? -d->r - 6 : 5);
	left = d->label_x - (side == 0 ? 0 : side == 1 ? width : width / 2);
	return ((struct site_box){ left, d->label_y - SITE_LINE + 4, left + width, d->label_y + 4 });
}

static bool
site_map_is_upon(const struct site_box *a, const struct site_box *b)
{
	return (a->left < b->right && b->left < a->right && a->top < b->bottom && b->top < a->bottom);
}

static bool
site_map_is_free(const struct site_map *m, const struct site_box *box, const struct site_box *taken,
    size_t count)
{
	if (box->left < 2 || box->top < 2 || box->right > SITE_MAP_WIDTH - 2 || box->bottom > m->view.height - 2)
		return (false);
	for (size_t i = 0; i < m->count; i++) {
		const struct site_dot	*d = &m->dots[i];
		struct site_box		 dot = { d->x - d->r, d->y - d->r, d->x + d->r, d->y + d->r };

		if (site_map_is_upon(box, &dot))
			return (false);
	}
	for (size_t i = 0; i < count; i++)
		if (site_map_is_upon(box, &taken[i]))
			return (false);
	return (true);
}

void
site_map_label(struct site_map *m)
{
	struct site_box	taken[SITE_MAP_DOTS];
	size_t		count = 0;

	for (size_t i = 0; i < m->count; i++) {
		struct site_dot	*d = &m->dots[i];

		for (int side = 0; side < 4 && !d->has_room; side++) {
			taken[count] = site_map_try(d, side);
			d->has_room = site_map_is_free(m, &taken[count], taken, count);
		}
		if (d->has_room)
			count++;
		else	/* it shows when it is pointed at: to the side that has more room */
			(void)site_map_try(d, d->x < SITE_MAP_WIDTH / 2 ? 0 : 1);
	}
}

/* --- the outline ------------------------------------------------------------------ */

void
site_map_path(const struct site_map *m, const struct vt_outline *o, struct vt_buf *out)
{
	if (m->is_outlined)
		vt_outline_path(o, &m->view, out);
}
