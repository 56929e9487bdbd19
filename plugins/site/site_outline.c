/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The outline behind the map of places: read from GeoJSON (RFC 7946) at the start.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "site_map.h"

#define SITE_OUTLINE_DEPTH	8	/* arrays within each other: a MultiPolygon has four */

struct site_outline_reader {
	struct vt_str		 json, rest;
	struct site_outline	*o;
	bool			 is_first;	/* the next position begins a line */
};

static vt_err
site_outline_wrong(const struct site_outline_reader *r, const char *what)
{
	return (vt_fail(VT_E_BADARG, "byte %zu: %s", r->json.len - r->rest.len + 1, what));
}

static void
site_outline_skip(struct site_outline_reader *r)
{
	while (r->rest.len > 0 && strchr(" \t\r\n,", r->rest.p[0]) != NULL)
		r->rest = vt_str_sub(r->rest, 1, r->rest.len);
}

static bool
site_outline_number(struct site_outline_reader *r, double *n_r)
{
	size_t	len = 0;

	site_outline_skip(r);
	while (len < r->rest.len && strchr("+-.0123456789eE", r->rest.p[len]) != NULL &&
	    r->rest.p[len] != '\0')
		len++;
	if (!vt_str_to_double(vt_str_sub(r->rest, 0, len), n_r) || !isfinite(*n_r))
		return (false);
	r->rest = vt_str_sub(r->rest, len, r->rest.len);
	return (true);
}

static void
site_outline_add(struct site_outline_reader *r, double lon, double lat)
{
	struct site_outline	*o = r->o;

	if (o->points != NULL)
		o->points[o->count] = (struct site_outline_point){ (float)lon, (float)lat, r->is_first };
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
site_outline_position(struct site_outline_reader *r)
{
	double	lon, lat, more;

	if (!site_outline_number(r, &lon) || !site_outline_number(r, &lat) || fabs(lon) > 180 ||
	    fabs(lat) > 90)
		return (site_outline_wrong(r, "a position is longitude and latitude in degrees"));
	while (site_outline_number(r, &more))
		continue;
	site_outline_skip(r);
	if (r->rest.len == 0 || r->rest.p[0] != ']')
		return (site_outline_wrong(r, "a position is not closed with ]"));
	if (r->o->count == SITE_OUTLINE_POINTS)
		return (vt_fail(VT_E_TOOLARGE, "it has more than %d points: take a simplified one, the "
		    "map is %d pixels wide", SITE_OUTLINE_POINTS, SITE_MAP_WIDTH));
	site_outline_add(r, lon, lat);
	r->rest = vt_str_sub(r->rest, 1, r->rest.len);
	return (VT_OK);
}

static bool
site_outline_is_number(struct vt_str s)
{
	return (s.len > 0 && s.p[0] != '\0' && strchr("-0123456789", s.p[0]) != NULL);
}

/* Arrays of arrays of positions, however deep. */
static vt_err
site_outline_arrays(struct site_outline_reader *r)
{
	int	depth = 0;
	vt_err	err;

	do {
		site_outline_skip(r);
		if (r->rest.len == 0)
			return (site_outline_wrong(r, "it ends within coordinates"));
		if (r->rest.p[0] != '[' && r->rest.p[0] != ']')
			return (site_outline_wrong(r, "coordinates are arrays of numbers"));
		depth += r->rest.p[0] == '[' ? 1 : -1;
		r->rest = vt_str_sub(r->rest, 1, r->rest.len);
		site_outline_skip(r);
		if (depth > SITE_OUTLINE_DEPTH)
			return (site_outline_wrong(r, "coordinates have too many arrays within each other"));
		if (!site_outline_is_number(r->rest)) {
			r->is_first = true;
			continue;
		}
		if ((err = site_outline_position(r)) != VT_OK)
			return (err);
		depth--;
	} while (depth > 0);
	return (VT_OK);
}

vt_err
site_outline_parse(struct vt_str json, struct site_outline *o)
{
	static const char		key[] = "\"coordinates\"";
	struct site_outline_reader	r = { .json = json, .rest = json, .o = o, .is_first = true };
	ptrdiff_t			at;
	vt_err				err;

	o->count = 0;
	while ((at = vt_str_find(r.rest, VT_STR(key))) >= 0) {
		r.rest = vt_str_sub(r.rest, (size_t)at + sizeof(key) - 1, r.rest.len);
		site_outline_skip(&r);
		if (r.rest.len > 0 && r.rest.p[0] == ':')
			r.rest = vt_str_sub(r.rest, 1, r.rest.len);
		r.is_first = true;
		if ((err = site_outline_arrays(&r)) != VT_OK)
			return (err);
	}
	return (o->count > 1 ? VT_OK : vt_fail(VT_E_BADARG, "there are no \"coordinates\" of a line in "
	    "it: it must be GeoJSON"));
}

static vt_err
site_outline_read(const char *path, struct vt_buf *out)
{
	FILE	*f = fopen(path, "rbe");
	char	 part[8192];
	size_t	 len;

	if (f == NULL)
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
	while ((len = fread(part, 1, sizeof(part), f)) > 0)
		vt_buf_put(out, part, len);
	(void)fclose(f);
	if (vt_buf_error(out) != VT_OK)
		return (vt_fail(VT_E_TOOLARGE, "%s is larger than %d bytes: take a simplified one, every "
		    "start reads it", path, SITE_OUTLINE_BYTES));
	return (VT_OK);
}

static vt_err
site_outline_load(struct vt_boot *boot, struct vt_str json, struct site_outline *o_r)
{
	struct site_outline	o = { .points = NULL };
	vt_err			err = site_outline_parse(json, &o);

	if (err != VT_OK)
		return (err);
	if ((o.points = vt_boot_alloc(boot, o.count * sizeof(*o.points))) == NULL)
		return (VT_E_NOMEM);
	err = site_outline_parse(json, &o);
	*o_r = o;
	return (err);
}

vt_err
site_outline_open(struct vt_boot *boot, const char *path, struct site_outline *o_r)
{
	const char	*file = path[0] != '\0' ? path :
			    vt_boot_template_path(boot, "map/lithuania.geojson");
	struct vt_buf	 json;
	vt_err		 err;

	if (file == NULL)
		return (VT_E_NOMEM);
	vt_buf_init(&json, SITE_OUTLINE_BYTES);
	err = site_outline_read(file, &json);
	if (err == VT_OK && (err = site_outline_load(boot, vt_buf_get(&json), o_r)) != VT_OK)
		(void)vt_fail_in(err, "%s", file);
	vt_buf_fini(&json);
	return (err == VT_OK ? VT_OK : vt_fail_in(err, "site.map_outline"));
}
