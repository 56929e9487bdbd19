/* SPDX-License-Identifier: Apache-2.0 */
/* Which part of a picture a way of digits says, and the links from there. */
#include "api/zoom.h"

#include "api/request.h"

#define VT_ZOOM_PART 40 /* hundredths of a side that a part has */
#define VT_ZOOM_STEP 30 /* and by which parts are apart */

/* --- which part ------------------------------------------------------------------- */

static bool
vt_zoom_is_way(struct vt_str way)
{
	for (size_t i = 0; i < way.len; i++)
		if (way.p[i] < '1' || way.p[i] > '9')
			return (false);
	return (way.len <= VT_ZOOM_LEVELS);
}

/* Whether a part of it would be worth showing: large enough, and on both sides there. */
static bool
vt_zoom_has_parts(const struct vt_zoom *z)
{
	int64_t longer = z->w > z->h ? z->w : z->h;

	return (longer * VT_ZOOM_PART / 100 >= VT_ZOOM_LEAST && z->w * VT_ZOOM_PART / 100 >= 1 &&
		z->h * VT_ZOOM_PART / 100 >= 1);
}

static void
vt_zoom_step_in(struct vt_zoom *z, char digit)
{
	int64_t column = (digit - '1') % 3, row = (digit - '1') / 3;

	z->x += z->w * column * VT_ZOOM_STEP / 100;
	z->y += z->h * row * VT_ZOOM_STEP / 100;
	z->w = z->w * VT_ZOOM_PART / 100;
	z->h = z->h * VT_ZOOM_PART / 100;
}

vt_err
vt_zoom_in(struct vt_zoom *z)
{
	if (!vt_zoom_is_way(z->way))
		return (vt_fail(VT_E_NOTFOUND, "the way into a picture is up to %d digits from 1 "
					       "to 9", VT_ZOOM_LEVELS));
	for (size_t i = 0; i < z->way.len; i++) {
		if (!vt_zoom_has_parts(z))
			return (vt_fail(VT_E_NOTFOUND, "the picture has no finer part there"));
		vt_zoom_step_in(z, z->way.p[i]);
	}
	return (VT_OK);
}

/* --- links ------------------------------------------------------------------------- */

struct vt_zooming {
	struct vt_request *req;
	struct vt_arena *a;
	const char *lang;
	const struct vt_zoom *z;
	vt_zoom_url *url;
	void *arg;
	struct vt_value *data;
};

/* "23" is the message zoom.part.3 within that of 2: the last digit says most. */
static struct vt_str
vt_zoom_part(const struct vt_zooming *k, char digit)
{
	char key[] = "zoom.part.0";

	key[sizeof(key) - 2] = digit;
	return (vt_message_in(k->req, k->lang, key));
}

static void
vt_zoom_where(const struct vt_zooming *k)
{
	struct vt_buf words;

	vt_buf_init(&words, 0);
	for (size_t i = 0; i < k->z->way.len; i++) {
		vt_buf_str(&words, i > 0 ? VT_STR(" › ") : VT_STR_NONE);
		vt_buf_str(&words, vt_zoom_part(k, k->z->way.p[i]));
	}
	vt_value_set_str(k->data, "where", vt_buf_get(&words));
	vt_buf_fini(&words);
	vt_value_set_bool(k->data, "is_whole", k->z->way.len == 0);
}

/* The link to a way whose last digit is this one, added to the list. */
static struct vt_value *
vt_zoom_add(const struct vt_zooming *k, struct vt_value *list, struct vt_str way, char digit)
{
	struct vt_value *v = vt_value_map(k->a);

	vt_value_set_str(v, "url", k->url(k->arg, way));
	vt_value_set_str(v, "part", vt_zoom_part(k, digit));
	vt_value_add(list, v);
	return (v);
}

/* Nine links, when the parts have something more to show. */
static void
vt_zoom_parts(const struct vt_zooming *k)
{
	struct vt_value *list = vt_value_list(k->a);
	bool has_parts = k->z->way.len < VT_ZOOM_LEVELS && vt_zoom_has_parts(k->z);

	for (char digit = '1'; has_parts && digit <= '9'; digit++)
		(void)vt_zoom_add(k, list, vt_str_printf(k->a, "%.*s%c", VT_STR_ARG(k->z->way), digit),
				  digit);
	vt_value_set(k->data, "parts", list);
	vt_value_set_bool(k->data, "has_parts", has_parts);
}

/* Where one is, from the whole down, each a link. */
static void
vt_zoom_trail(const struct vt_zooming *k)
{
	struct vt_value *list = vt_value_list(k->a), *v;
	struct vt_str way = k->z->way;

	for (size_t i = 1; i <= way.len; i++) {
		v = vt_zoom_add(k, list, vt_str_sub(way, 0, i), way.p[i - 1]);
		vt_value_set_bool(v, "is_here", i == way.len);
	}
	vt_value_set(k->data, "trail", list);
}

/* One step aside on the same level, also into the neighbour of the part above: the
 * digits count, in each direction, to three.  False at the edge. */
static bool
vt_zoom_aside(char *way, size_t len, int columns, int rows)
{
	for (size_t i = len; i-- > 0;) {
		int at = way[i] - '1', column = at % 3 + columns, row = at / 3 + rows;

		way[i] = (char)('1' + (row + 3) % 3 * 3 + (column + 3) % 3);
		if (column >= 0 && column <= 2 && row >= 0 && row <= 2)
			return (true);
	}
	return (false);
}

static void
vt_zoom_move(const struct vt_zooming *k, const char *key, int columns, int rows)
{
	char *way = vt_str_c(k->a, k->z->way);

	vt_value_set_str(k->data, key, VT_STR_NONE);
	if (way != NULL && vt_zoom_aside(way, k->z->way.len, columns, rows))
		vt_value_set_str(k->data, key,
				 k->url(k->arg, (struct vt_str){ way, k->z->way.len }));
}

void
vt_zoom_links(struct vt_request *req, const char *lang, const struct vt_zoom *z,
	      vt_zoom_url *url, void *arg, struct vt_value *data)
{
	const struct vt_zooming k = { req, vt_request_arena(req), lang, z, url, arg, data };
	size_t len = z->way.len;

	vt_zoom_where(&k);
	vt_zoom_parts(&k);
	vt_zoom_trail(&k);
	vt_zoom_move(&k, "left_url", -1, 0);
	vt_zoom_move(&k, "right_url", 1, 0);
	vt_zoom_move(&k, "up_url", 0, -1);
	vt_zoom_move(&k, "down_url", 0, 1);
	vt_value_set_str(data, "out_url",
			 len > 0 ? url(arg, vt_str_sub(z->way, 0, len - 1)) : VT_STR_NONE);
	vt_value_set_str(data, "whole_url", url(arg, VT_STR_NONE));
}
