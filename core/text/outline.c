/* SPDX-License-Identifier: Apache-2.0 */
/* The outline behind maps (api/outline.h): read from GeoJSON, and drawn. */
#include "api/outline.h"

#include <math.h>
#include <string.h>

#define OUTLINE_DEPTH  8   /* arrays within each other: a MultiPolygon has four */
#define OUTLINE_STEP   1.5 /* units below which a line's point shows nothing */
#define OUTLINE_AROUND 8.0 /* units around the drawing that a stroke may show of */

/* --- reading ------------------------------------------------------------------------ */

struct outline_reader {
	struct vt_str json, rest;
	struct vt_outline *o;
	bool is_first; /* the next position begins a line */
};

static vt_err
outline_wrong(const struct outline_reader *r, const char *what)
{
	return (vt_fail(VT_E_BADARG, "byte %zu: %s", r->json.len - r->rest.len + 1, what));
}

static void
outline_skip(struct outline_reader *r)
{
	while (r->rest.len > 0 && strchr(" \t\r\n,", r->rest.p[0]) != NULL)
		r->rest = vt_str_sub(r->rest, 1, r->rest.len);
}

static bool
outline_number(struct outline_reader *r, double *n_r)
{
	size_t len = 0;

	outline_skip(r);
	while (len < r->rest.len && strchr("+-.0123456789eE", r->rest.p[len]) != NULL &&
	       r->rest.p[len] != '\0')
		len++;
	if (!vt_str_to_double(vt_str_sub(r->rest, 0, len), n_r) || !isfinite(*n_r))
		return (false);
	r->rest = vt_str_sub(r->rest, len, r->rest.len);
	return (true);
}

static void
outline_add(struct outline_reader *r, double lon, double lat)
{
	struct vt_outline *o = r->o;

	if (o->points != NULL)
		o->points[o->count] =
		    (struct vt_outline_point){ (float)lon, (float)lat, r->is_first };
	if (o->count == 0 || lon < o->west)
		o->west = lon;
	if (o->count == 0 || lon > o->east)
		o->east = lon;
	if (o->count == 0 || lat < o->south)
		o->south = lat;
	if (o->count == 0 || lat > o->north)
		o->north = lat;
	o->count++;
	r->is_first = false;
}

/* Behind its bracket: longitude, latitude, and perhaps a height. */
static vt_err
outline_position(struct outline_reader *r)
{
	double lon, lat, more;

	if (!outline_number(r, &lon) || !outline_number(r, &lat) || fabs(lon) > 180 ||
	    fabs(lat) > 90)
		return (outline_wrong(r, "a position is longitude and latitude in degrees"));
	while (outline_number(r, &more))
		continue;
	outline_skip(r);
	if (r->rest.len == 0 || r->rest.p[0] != ']')
		return (outline_wrong(r, "a position is not closed with ]"));
	if (r->o->count == VT_OUTLINE_POINTS)
		return (vt_fail(VT_E_TOOLARGE,
				"it has more than %d points: take a simplified one, maps "
				"are some hundred pixels wide",
				VT_OUTLINE_POINTS));
	outline_add(r, lon, lat);
	r->rest = vt_str_sub(r->rest, 1, r->rest.len);
	return (VT_OK);
}

static bool
outline_is_number(struct vt_str s)
{
	return (s.len > 0 && s.p[0] != '\0' && strchr("-0123456789", s.p[0]) != NULL);
}

/* Arrays of arrays of positions, however deep. */
static vt_err
outline_arrays(struct outline_reader *r)
{
	int depth = 0;
	vt_err err;

	do {
		outline_skip(r);
		if (r->rest.len == 0)
			return (outline_wrong(r, "it ends within coordinates"));
		if (r->rest.p[0] != '[' && r->rest.p[0] != ']')
			return (outline_wrong(r, "coordinates are arrays of numbers"));
		depth += r->rest.p[0] == '[' ? 1 : -1;
		r->rest = vt_str_sub(r->rest, 1, r->rest.len);
		outline_skip(r);
		if (depth > OUTLINE_DEPTH)
			return (
			    outline_wrong(r, "coordinates have too many arrays within each other"));
		if (!outline_is_number(r->rest)) {
			r->is_first = true;
			continue;
		}
		if ((err = outline_position(r)) != VT_OK)
			return (err);
		depth--;
	} while (depth > 0);
	return (VT_OK);
}

vt_err
vt_outline_parse(struct vt_str json, struct vt_outline *o)
{
	static const char key[] = "\"coordinates\"";
	struct outline_reader r = { .json = json, .rest = json, .o = o, .is_first = true };
	ptrdiff_t at;
	vt_err err;

	o->count = 0;
	while ((at = vt_str_find(r.rest, VT_STR(key))) >= 0) {
		r.rest = vt_str_sub(r.rest, (size_t)at + sizeof(key) - 1, r.rest.len);
		outline_skip(&r);
		if (r.rest.len > 0 && r.rest.p[0] == ':')
			r.rest = vt_str_sub(r.rest, 1, r.rest.len);
		r.is_first = true;
		if ((err = outline_arrays(&r)) != VT_OK)
			return (err);
	}
	return (o->count > 1 ? VT_OK
			     : vt_fail(VT_E_BADARG, "there are no \"coordinates\" of a line in "
						    "it: it must be GeoJSON"));
}

/* --- drawing ------------------------------------------------------------------------ */

double
vt_outline_x(const struct vt_outline_view *v, double longitude)
{
	return ((longitude - v->west) * v->narrow * v->scale);
}

double
vt_outline_y(const struct vt_outline_view *v, double latitude)
{
	return ((v->north - latitude) * v->scale);
}

bool
vt_outline_is_near(const struct vt_outline *o, const struct vt_outline_view *v)
{
	return (vt_outline_x(v, o->east) > 0 && vt_outline_x(v, o->west) < v->width &&
		vt_outline_y(v, o->south) > 0 && vt_outline_y(v, o->north) < v->height);
}

/* On which sides of the drawing a point lies outside; 0: within. */
static unsigned
outline_sides(const struct vt_outline_view *v, const struct vt_outline_point *p)
{
	double x = vt_outline_x(v, p->lon), y = vt_outline_y(v, p->lat);

	return ((x < -OUTLINE_AROUND ? 1u : 0) | (x > v->width + OUTLINE_AROUND ? 2u : 0) |
		(y < -OUTLINE_AROUND ? 4u : 0) | (y > v->height + OUTLINE_AROUND ? 8u : 0));
}

/* Whether the line shows nothing: all of it lies on one side. */
static bool
outline_is_beside(const struct vt_outline_view *v, const struct vt_outline_point *p, size_t count)
{
	unsigned sides = 15;

	for (size_t i = 0; i < count && sides != 0; i++)
		sides &= outline_sides(v, &p[i]);
	return (sides != 0);
}

/* A point between two others on its own side of the drawing is left out: what is filled
 * between them lies there, too. */
static void
outline_line(const struct vt_outline_view *v, const struct vt_outline_point *p, size_t count,
	     struct vt_buf *out)
{
	double last_x = 0, last_y = 0;
	unsigned last = 0;

	for (size_t i = 0; i < count; i++) {
		double x = vt_outline_x(v, p[i].lon), y = vt_outline_y(v, p[i].lat);
		unsigned sides = outline_sides(v, &p[i]);

		if (i > 0 && (hypot(x - last_x, y - last_y) < OUTLINE_STEP ||
			      (i + 1 < count && (last & sides & outline_sides(v, &p[i + 1])) != 0)))
			continue;
		vt_buf_printf(out, "%s%.0f,%.0f", i == 0 ? "M" : "L", x, y);
		last_x = x;
		last_y = y;
		last = sides;
	}
}

void
vt_outline_path(const struct vt_outline *o, const struct vt_outline_view *v, struct vt_buf *out)
{
	for (size_t i = 0, n; i < o->count; i += n) {
		for (n = 1; i + n < o->count && !o->points[i + n].is_start;)
			n++;
		if (!outline_is_beside(v, &o->points[i], n))
			outline_line(v, &o->points[i], n, out);
	}
}
