/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A map of places: dots on a plain projection, sized by how many objects are from there,
 * and the outline of a country behind them.  Drawn by the server; the list of places
 * beside it says the same.
 */
#ifndef SITE_MAP_H
#define SITE_MAP_H

#include "vartai.h"

#define SITE_MAP_DOTS		60	/* the most frequent places; the list has all */
#define SITE_MAP_WIDTH		720	/* units of the drawing, at most as many pixels */

struct site_dot {
	const struct vt_facet_value *place;
	struct vt_str	name;
	double		x, y, r, room;	/* units of the drawing; room: radius of what can be touched */
	double		label_x, label_y;
	const char	*anchor;	/* "start", "middle", "end" */
	bool		has_room;	/* for its name */
};
struct site_map {
	struct site_dot	dots[SITE_MAP_DOTS];
	size_t		count, left_out;	/* left_out: they lie far off */
	struct vt_outline_view view;	/* SITE_MAP_WIDTH wide */
	bool		is_outlined;	/* the places lie in and around the outline */
};

/* Which of the places (the most frequent first) are shown, and where; without names. */
void	site_map_lay(const struct vt_outline *o, const struct vt_facet_value *places, size_t count,
	    struct site_map *m);
/* Where names stand so that none is upon another or upon a dot. */
void	site_map_label(struct site_map *m);
/* The path of the outline in the drawing. */
void	site_map_path(const struct site_map *m, const struct vt_outline *o, struct vt_buf *out);

#endif
