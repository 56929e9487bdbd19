/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outline of a country, behind maps of places: the lines of a GeoJSON file (RFC 7946),
 * read once at the start and drawn by every page that has a map.  Since 2.5.
 */
#ifndef VT_API_OUTLINE_H
#define VT_API_OUTLINE_H

#include "plugin.h"

#define VT_OUTLINE_POINTS	50000	/* of a file */
#define VT_OUTLINE_BYTES	(8 * 1024 * 1024)

struct vt_outline_point {
	float	lon, lat;		/* WGS 84, degrees */
	bool	is_start;		/* of a ring or a line */
};
struct vt_outline {
	struct vt_outline_point	*points;
	size_t			 count;
	double			 west, east, south, north;	/* of all of them */
};

/* Reads the positions of all that is called "coordinates", whatever of GeoJSON it is of: a
 * geometry, a feature, a collection of them.  points NULL: only counts.  VT_E_BADARG says at
 * which byte what is wrong; VT_E_TOOLARGE. */
VT_API vt_err	vt_outline_parse(struct vt_str json, struct vt_outline *o) VT_MUST_CHECK;

/* What a drawing shows: degrees of latitude are as long as they are, those of longitude as
 * in its middle.  Plain, and right enough for a country. */
struct vt_outline_view {
	double	west, north;		/* degrees at its left and its upper edge */
	double	scale;			/* units of a degree of latitude */
	double	narrow;			/* a degree of longitude by one of latitude */
	double	width, height;		/* units */
};
/* Where a place lies in the drawing. */
VT_API double	vt_outline_x(const struct vt_outline_view *v, double longitude);
VT_API double	vt_outline_y(const struct vt_outline_view *v, double latitude);
/* Whether any of what is drawn lies within the outline's bounds. */
VT_API bool	vt_outline_is_near(const struct vt_outline *o, const struct vt_outline_view *v);
/* Appends the path of an SVG: no finer than it shows, and of what lies outside of the drawing
 * only as much as a filled shape needs. */
VT_API void	vt_outline_path(const struct vt_outline *o, const struct vt_outline_view *v,
		    struct vt_buf *out);

/* In configure(): from now on the outline of all maps is that of this file, or where path is
 * empty ours.  VT_E_BADARG, VT_E_TOOLARGE and VT_E_IO name the file. */
VT_API vt_err	vt_boot_outline(struct vt_boot *boot, const char *path) VT_MUST_CHECK;
/* That outline, for the gateway's life; NULL: no plugin has said one. */
VT_API const struct vt_outline *vt_outline_get(const struct vt_request *req);

#endif
