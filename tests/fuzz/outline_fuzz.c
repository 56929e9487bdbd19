/* SPDX-License-Identifier: Apache-2.0 */
/* GeoJSON of an outline, and the map that is laid over it: each point within the
 * world, as many the second time as were counted the first, each dot within the drawing. */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "api/vartai.h"

#include "../../plugins/site/lists/site_map.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Places at the outline's own points, as many as a map takes and some more. */
static void
lay(const struct vt_outline *o)
{
	struct vt_facet_value places[SITE_MAP_DOTS + 3] = { 0 };
	struct site_map m;
	struct vt_buf path;
	size_t count = o->count < SITE_MAP_DOTS + 3 ? o->count : SITE_MAP_DOTS + 3;

	for (size_t i = 0; i < count; i++)
		places[i] = (struct vt_facet_value){ .key = VT_STR("Vieta"), .count = (int64_t)i + 1,
			.has_coordinates = true, .latitude = o->points[i].lat,
			.longitude = o->points[i].lon };
	site_map_lay(o, places, count, &m);
	for (size_t i = 0; i < m.count; i++) {
		m.dots[i].name = m.dots[i].place->key;
		assert(isfinite(m.dots[i].x) && isfinite(m.dots[i].y) && m.dots[i].r > 0);
		assert(m.dots[i].x >= 0 && m.dots[i].x <= SITE_MAP_WIDTH);
		assert(m.dots[i].y >= 0 && m.dots[i].y <= m.view.height);
	}
	site_map_label(&m);
	vt_buf_init(&path, 0);
	site_map_path(&m, o, &path);
	vt_buf_fini(&path);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_str json = { (const char *)data, size };
	struct vt_outline o = { .points = NULL };
	size_t count;

	if (vt_outline_parse(json, &o) != VT_OK)
		return (0);
	count = o.count;
	o.points = calloc(count, sizeof(*o.points));
	assert(o.points != NULL && vt_outline_parse(json, &o) == VT_OK && o.count == count);
	for (size_t i = 0; i < count; i++)
		assert(fabsf(o.points[i].lon) <= 180 && fabsf(o.points[i].lat) <= 90);
	lay(&o);
	free(o.points);
	return (0);
}
