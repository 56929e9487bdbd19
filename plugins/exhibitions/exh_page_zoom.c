/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zooming by links within the picture of a step: the region that its curator chose, each of
 * its nine parts, each of theirs, as on the pages of objects (/objects/{id}/zoom): way is
 * one digit a level, 1 to 9 as on the keys of a telephone, from the top left.
 */
#include "exh_page.h"

#define EXH_ZOOM_LEVELS	6	/* below the region */
#define EXH_ZOOM_PART	40	/* hundredths of a side that a part has */
#define EXH_ZOOM_STEP	30	/* and by which parts are apart */
#define EXH_ZOOM_LEAST	240	/* pixels of a part's longer side worth showing */
#define EXH_ZOOM_WIDTH	1600	/* pixels of the picture shown */
#define EXH_ZOOM_HEIGHT	1200

struct exh_zoom {
	const struct exh_step		*step;
	const struct exh_picture	*picture;
	size_t				 number;	/* of the picture, from 1 */
	struct vt_str			 way;
	int64_t				 whole;		/* width of the region, pixels */
	struct exh_shown		 shown;		/* the part */
};

/* --- which part --------------------------------------------------------------------------- */

static bool
exh_zoom_is_way(struct vt_str way)
{
	for (size_t i = 0; i < way.len; i++)
		if (way.p[i] < '1' || way.p[i] > '9')
			return (false);
	return (way.len <= EXH_ZOOM_LEVELS);
}

static bool
exh_zoom_has_parts(const struct exh_shown *s)
{
	int64_t	longer = s->w > s->h ? s->w : s->h;

	return (longer * EXH_ZOOM_PART / 100 >= EXH_ZOOM_LEAST &&
	    s->w * EXH_ZOOM_PART / 100 >= 1 && s->h * EXH_ZOOM_PART / 100 >= 1);
}

static void
exh_zoom_in(struct exh_shown *s, char digit)
{
	int64_t	column = (digit - '1') % 3, row = (digit - '1') / 3;

	s->x += s->w * column * EXH_ZOOM_STEP / 100;
	s->y += s->h * row * EXH_ZOOM_STEP / 100;
	s->w = s->w * EXH_ZOOM_PART / 100;
	s->h = s->h * EXH_ZOOM_PART / 100;
}

/* What is closed to this visitor says so itself. */
static vt_err
exh_zoom_show(struct exh_page *p, struct exh_zoom *z)
{
	vt_err	err = exh_show(p->c.req, z->picture, &z->shown);

	if (err != VT_OK)
		return (err == VT_E_RANGE ? VT_E_NOTFOUND : err);
	if (z->shown.side != 0)
		return (vt_fail(VT_E_FORBIDDEN, "of the images of '%.*s' only small ones are shown; "
		    "there is nothing to zoom into", VT_STR_ARG(z->shown.object.identifier)));
	z->whole = z->shown.w;
	for (size_t i = 0; i < z->way.len; i++) {
		if (!exh_zoom_has_parts(&z->shown))
			return (vt_fail(VT_E_NOTFOUND, "the picture has no finer part there"));
		exh_zoom_in(&z->shown, z->way.p[i]);
	}
	return (VT_OK);
}

static vt_err
exh_zoom_read(struct exh_page *p, struct exh_zoom *z)
{
	size_t	index = 0;
	int64_t	number;
	vt_err	err = exh_page_find(p, &index);

	if (err != VT_OK)
		return (err);
	z->step = &p->c.x->steps[index];
	z->way = vt_request_param(p->c.req, "way");
	if (!vt_str_to_int(vt_request_param(p->c.req, "picture"), 1,
	    (int64_t)z->step->picture_count, &number))
		return (vt_fail(VT_E_NOTFOUND, "the step '%.*s' has %zu pictures; zoom has the number "
		    "of one", VT_STR_ARG(z->step->id), z->step->picture_count));
	if (!exh_zoom_is_way(z->way))
		return (vt_fail(VT_E_NOTFOUND, "the way into a picture is up to %d digits from 1 to 9",
		    EXH_ZOOM_LEVELS));
	z->number = (size_t)number;
	z->picture = &z->step->pictures[number - 1];
	return (exh_zoom_show(p, z));
}

/* --- addresses ---------------------------------------------------------------------------- */

static struct vt_str
exh_zoom_url(const struct exh_page *p, const struct exh_zoom *z, struct vt_str way)
{
	const char	*more = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "/zoom/%zu%s%.*s#view",
			    z->number, way.len > 0 ? "/" : "", VT_STR_ARG(way)));

	return (more != NULL ? exh_path(&p->c, exh_page_step_suffix(p, z->step, more)) :
	    VT_STR_NONE);
}

/* "23" is the message zoom.part.3 within that of 2: the last digit says most. */
static struct vt_str
exh_zoom_place(const struct exh_page *p, char digit)
{
	char	key[] = "zoom.part.0";

	key[sizeof(key) - 2] = digit;
	return (vt_message(p->c.req, key));
}

/* --- ways on -------------------------------------------------------------------------------- */

static void
exh_zoom_parts(struct exh_page *p, const struct exh_zoom *z)
{
	struct vt_value	*list = vt_value_list(p->c.arena);
	bool		 has_parts = z->way.len < EXH_ZOOM_LEVELS && exh_zoom_has_parts(&z->shown);

	for (char digit = '1'; has_parts && digit <= '9'; digit++) {
		struct vt_value	*v = vt_value_map(p->c.arena);

		vt_value_set_str(v, "url", exh_zoom_url(p, z, vt_str_printf(p->c.arena, "%.*s%c",
		    VT_STR_ARG(z->way), digit)));
		vt_value_set_str(v, "part", exh_zoom_place(p, digit));
		vt_value_add(list, v);
	}
	vt_value_set(p->data, "parts", list);
	vt_value_set_bool(p->data, "has_parts", has_parts);
}

static void
exh_zoom_trail(struct exh_page *p, const struct exh_zoom *z)
{
	struct vt_value	*list = vt_value_list(p->c.arena);

	for (size_t i = 1; i <= z->way.len; i++) {
		struct vt_value	*v = vt_value_map(p->c.arena);

		vt_value_set_str(v, "url", exh_zoom_url(p, z, vt_str_sub(z->way, 0, i)));
		vt_value_set_str(v, "part", exh_zoom_place(p, z->way.p[i - 1]));
		vt_value_set_bool(v, "is_here", i == z->way.len);
		vt_value_add(list, v);
	}
	vt_value_set(p->data, "trail", list);
}

/* One step aside on the same level, also into the neighbour of the part above: the digits
 * count, in each direction, to three.  False at the edge. */
static bool
exh_zoom_step(char *way, size_t len, int columns, int rows)
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
exh_zoom_move(struct exh_page *p, const struct exh_zoom *z, const char *key, int columns, int rows)
{
	char	*way = vt_str_c(p->c.arena, z->way);

	vt_value_set_str(p->data, key, VT_STR_NONE);
	if (way != NULL && exh_zoom_step(way, z->way.len, columns, rows))
		vt_value_set_str(p->data, key, exh_zoom_url(p, z,
		    (struct vt_str){ way, z->way.len }));
}

static void
exh_zoom_moves(struct exh_page *p, const struct exh_zoom *z)
{
	exh_zoom_move(p, z, "left_url", -1, 0);
	exh_zoom_move(p, z, "right_url", 1, 0);
	exh_zoom_move(p, z, "up_url", 0, -1);
	exh_zoom_move(p, z, "down_url", 0, 1);
	vt_value_set_str(p->data, "out_url", z->way.len == 0 ? VT_STR_NONE :
	    exh_zoom_url(p, z, vt_str_sub(z->way, 0, z->way.len - 1)));
	vt_value_set_str(p->data, "whole_url", exh_zoom_url(p, z, VT_STR_NONE));
	vt_value_set_str(p->data, "step_url", exh_path(&p->c, exh_page_step_suffix(p, z->step,
	    "#stop")));
}

/* --- what is shown ---------------------------------------------------------------------------- */

static void
exh_zoom_picture(struct exh_page *p, const struct exh_zoom *z)
{
	const struct exh_shown	*s = &z->shown;
	/* As wide as fits below both limits. */
	int64_t			 most = s->h * EXH_ZOOM_WIDTH > s->w * EXH_ZOOM_HEIGHT ?
				    s->w * EXH_ZOOM_HEIGHT / s->h : EXH_ZOOM_WIDTH;
	int64_t			 width, height;

	vt_value_set_str(p->data, "picture", exh_picture_url(p->c.req, s, most > 0 ? most : 1,
	    &width, &height));
	vt_value_set_int(p->data, "width", width);
	vt_value_set_int(p->data, "height", height);
	exh_page_alt(p, p->data, z->picture, s);
}

static void
exh_zoom_words(struct exh_page *p, const struct exh_zoom *z)
{
	struct vt_buf	words;

	vt_buf_init(&words, 0);
	for (size_t i = 0; i < z->way.len; i++) {
		vt_buf_str(&words, i > 0 ? VT_STR(" › ") : VT_STR_NONE);
		vt_buf_str(&words, exh_zoom_place(p, z->way.p[i]));
	}
	vt_value_set_str(p->data, "where", vt_str_dup(p->c.arena, vt_buf_get(&words)));
	vt_buf_fini(&words);
	exh_page_heading(p, p->data, "heading", z->step);
	vt_value_set_int(p->data, "percent", z->whole * 100 / z->shown.w);
	vt_value_set_bool(p->data, "is_whole", z->way.len == 0);
	vt_value_set_str(p->data, "title", vt_str_printf(p->c.arena, "%.*s: %.*s",
	    VT_STR_ARG(exh_page_heading_text(p, z->step)),
	    VT_STR_ARG(vt_message(p->c.req, "zoom.title"))));
	vt_value_set_bool(p->data, "is_passing", true);
}

vt_err
exh_page_zoom(struct vt_request *req, struct vt_response *res)
{
	struct exh_zoom	z = { .number = 0 };
	struct exh_page	p;
	vt_err		err;

	if ((err = exh_page_begin(req, res, &p)) != VT_OK || (err = exh_zoom_read(&p, &z)) != VT_OK)
		return (err);
	exh_zoom_words(&p, &z);
	exh_zoom_picture(&p, &z);
	exh_zoom_parts(&p, &z);
	exh_zoom_trail(&p, &z);
	exh_zoom_moves(&p, &z);
	return (vt_page(req, res, "exhibition_zoom", p.data));
}
