/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The land behind the map of places: the outline that all maps have (api/outline.h), and
 * where the map shows so little of it that no border is seen, a small one of all of it with
 * a square where the map is.
 */
#include <math.h>

#include "exh_page.h"

#define EXH_LAND_WIDTH	 100.0	/* units of the small one */
#define EXH_LAND_EDGE	 3.0
#define EXH_LAND_SQUARE	 7.0	/* units of the square's sides at least */
#define EXH_LAND_LITTLE	 0.4	/* of the outline's width: a map that shows less has a small one */

static void
exh_land_path(struct exh_page *p, const char *key, const struct vt_outline *o,
    const struct vt_outline_view *v)
{
	struct vt_buf	path;

	vt_buf_init(&path, 0);
	vt_outline_path(o, v, &path);
	vt_value_set_str(p->data, key, vt_buf_error(&path) == VT_OK ? vt_buf_get(&path) : VT_STR_NONE);
	vt_buf_fini(&path);
}

/* The whole outline. */
static struct vt_outline_view
exh_land_whole(const struct vt_outline *o)
{
	struct vt_outline_view	v = { .width = EXH_LAND_WIDTH };

	v.narrow = fmax(cos((o->south + o->north) / 2 * M_PI / 180), 0.01);
	v.scale = (v.width - 2 * EXH_LAND_EDGE) / fmax((o->east - o->west) * v.narrow, 0.001);
	v.height = (o->north - o->south) * v.scale + 2 * EXH_LAND_EDGE;
	v.west = o->west - EXH_LAND_EDGE / v.scale / v.narrow;
	v.north = o->north + EXH_LAND_EDGE / v.scale;
	return (v);
}

/* In tenths, as a drawing of a hundred units needs them. */
static void
exh_land_number(struct exh_page *p, const char *key, double n)
{
	vt_value_set_str(p->data, key, vt_str_printf(p->c.arena, "%.1f", n));
}

static void
exh_land_where(struct exh_page *p, const struct vt_outline *o, const struct vt_outline_view *map)
{
	struct vt_outline_view	v = exh_land_whole(o);
	double			x = vt_outline_x(&v, map->west), y = vt_outline_y(&v, map->north);
	double			w = map->width / map->scale * v.scale / map->narrow * v.narrow;
	double			h = map->height / map->scale * v.scale;
	double			wide = fmax(w, EXH_LAND_SQUARE), high = fmax(h, EXH_LAND_SQUARE);

	if (w > EXH_LAND_LITTLE * v.width)
		return;
	exh_land_path(p, "where", o, &v);
	exh_land_number(p, "where_width", v.width);
	exh_land_number(p, "where_height", v.height);
	exh_land_number(p, "square_x", x + (w - wide) / 2);
	exh_land_number(p, "square_y", y + (h - high) / 2);
	exh_land_number(p, "square_width", wide);
	exh_land_number(p, "square_height", high);
}

void
exh_page_land(struct exh_page *p, const struct vt_outline_view *map)
{
	const struct vt_outline	*o = vt_outline_get(p->c.req);

	vt_value_set_str(p->data, "outline", VT_STR_NONE);
	vt_value_set_str(p->data, "where", VT_STR_NONE);
	if (o == NULL || !vt_outline_is_near(o, map))
		return;
	exh_land_path(p, "outline", o, map);
	exh_land_where(p, o, map);
}
