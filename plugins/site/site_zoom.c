/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Zooming by links: a page's image, each of its nine parts, each of theirs, and so
 * on, has an address, a picture made by the server, and words for where it is.  The
 * parts overlap, so that no word is cut in two by all of them.
 *
 * /objects/{id}/zoom/{page}/{way}: way is one digit a level, 1 to 9 as on the keys of
 * a telephone, from the top left; absent: the whole.
 */
#include <stdio.h>

#include "site.h"

#define SITE_ZOOM_LEVELS	6	/* below the whole */
#define SITE_ZOOM_PART		40	/* hundredths of a side that a part has */
#define SITE_ZOOM_STEP		30	/* and by which parts are apart */
#define SITE_ZOOM_LEAST		240	/* pixels of a part's longer side worth showing */
#define SITE_ZOOM_SIDE		1600	/* pixels of the picture shown */

struct site_zoom {
	struct vt_object	object;
	struct vt_page		page;
	struct vt_str		way;
	int64_t			x, y, w, h;	/* pixels of the page's image */
};

static bool
site_zoom_is_way(struct vt_str way)
{
	for (size_t i = 0; i < way.len; i++)
		if (way.p[i] < '1' || way.p[i] > '9')
			return (false);
	return (way.len <= SITE_ZOOM_LEVELS);
}

/* The part of a region that a digit says. */
static void
site_zoom_in(struct site_zoom *z, char digit)
{
	int64_t	column = (digit - '1') % 3, row = (digit - '1') / 3;

	z->x += z->w * column * SITE_ZOOM_STEP / 100;
	z->y += z->h * row * SITE_ZOOM_STEP / 100;
	z->w = z->w * SITE_ZOOM_PART / 100;
	z->h = z->h * SITE_ZOOM_PART / 100;
}

static int64_t
site_zoom_longer(const struct site_zoom *z)
{
	return (z->w > z->h ? z->w : z->h);
}

/* Whether a part of it would be worth showing: large enough, and on both sides there. */
static bool
site_zoom_has_parts(const struct site_zoom *z)
{
	return (site_zoom_longer(z) * SITE_ZOOM_PART / 100 >= SITE_ZOOM_LEAST &&
	    z->w * SITE_ZOOM_PART / 100 >= 1 && z->h * SITE_ZOOM_PART / 100 >= 1);
}

static vt_err
site_zoom_region(struct site_zoom *z)
{
	z->x = z->y = 0;
	z->w = z->page.width;
	z->h = z->page.height;
	if (z->w < 1 || z->h < 1)
		return (vt_fail(VT_E_NOTFOUND, "the size of this page's image is not known"));
	for (size_t i = 0; i < z->way.len; i++) {
		if (!site_zoom_has_parts(z))
			return (vt_fail(VT_E_NOTFOUND, "the image has no finer part there"));
		site_zoom_in(z, z->way.p[i]);
	}
	return (VT_OK);
}

static vt_err
site_zoom_ask(struct site_call *c, const struct vt_object *object)
{
	int64_t	side;

	if (!vt_request_may_see(c->req, object, &side))
		return (vt_fail_closed(object, "its images"));
	if (side != 0)
		return (vt_fail(VT_E_FORBIDDEN, "of the images of '%.*s' only small ones are shown; "
		    "there is nothing to zoom into", VT_STR_ARG(object->identifier)));
	return (VT_OK);
}

static vt_err
site_zoom_read(struct site_call *c, struct site_zoom *z)
{
	struct vt_str	id = vt_request_param(c->req, "id");
	int64_t		number;
	vt_err		err;

	if ((err = vt_catalog_object(c->catalog, c->arena, id, &z->object)) != VT_OK)
		return (err);
	if (z->object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	z->way = vt_request_param(c->req, "way");
	if (!vt_str_to_int(vt_request_param(c->req, "page"), 1, z->object.page_count, &number) ||
	    !site_zoom_is_way(z->way))
		return (vt_fail(VT_E_NOTFOUND, "zoom has a page's number and up to %d digits from 1 "
		    "to 9", SITE_ZOOM_LEVELS));
	if ((err = vt_catalog_page(c->catalog, c->arena, z->object.rowid, number, &z->page)) != VT_OK)
		return (err);
	if (z->page.image.len == 0)
		return (vt_fail(VT_E_NOTFOUND, "this page has no image"));
	if ((err = site_zoom_ask(c, &z->object)) != VT_OK)
		return (err);
	return (site_zoom_region(z));
}

/* --- addresses ------------------------------------------------------------- */

static struct vt_str
site_zoom_path(struct site_call *c, const struct site_zoom *z, struct vt_str way)
{
	return (vt_str_printf(c->arena, "%.*s/zoom/%lld%s%.*s", VT_STR_ARG(site_object_path(c,
	    z->object.identifier)), (long long)z->page.number, way.len > 0 ? "/" : "",
	    VT_STR_ARG(way)));
}

static struct vt_str
site_zoom_url(struct site_call *c, const struct site_zoom *z, struct vt_str way)
{
	return (vt_str_printf(c->arena, "%.*s%.*s#view", VT_STR_ARG(vt_request_prefix(c->req)),
	    VT_STR_ARG(site_zoom_path(c, z, way))));
}

/* "23" is the message zoom.part.3 within that of 2: the last digit says most. */
static struct vt_str
site_zoom_place(struct site_call *c, char digit)
{
	char	key[] = "zoom.part.0";

	key[sizeof(key) - 2] = digit;
	return (vt_message(c->req, key));
}

/* --- what is shown ---------------------------------------------------------- */

static void
site_zoom_picture(struct site_call *c, const struct site_zoom *z)
{
	struct vt_str	service = vt_link_id(c->req, "iiif.image", z->page.image);
	int64_t		longer = site_zoom_longer(z);
	int64_t		side = longer < SITE_ZOOM_SIDE ? longer : SITE_ZOOM_SIDE;

	if (service.len == 0)
		return;
	vt_value_set_str(c->data, "picture", z->way.len == 0 ?
	    vt_str_printf(c->arena, "%.*s/full/!%lld,%lld/0/default.jpg", VT_STR_ARG(service),
	    (long long)side, (long long)side) :
	    vt_str_printf(c->arena, "%.*s/%lld,%lld,%lld,%lld/!%lld,%lld/0/default.jpg",
	    VT_STR_ARG(service), (long long)z->x, (long long)z->y, (long long)z->w,
	    (long long)z->h, (long long)side, (long long)side));
	vt_value_set_int(c->data, "width", z->w * side / longer);
	vt_value_set_int(c->data, "height", z->h * side / longer);
}

/* Nine links, when the parts have something more to show. */
static void
site_zoom_parts(struct site_call *c, const struct site_zoom *z)
{
	struct vt_value	*list = vt_value_list(c->arena);
	bool		 has_parts = z->way.len < SITE_ZOOM_LEVELS && site_zoom_has_parts(z);

	for (char digit = '1'; has_parts && digit <= '9'; digit++) {
		struct vt_value	*v = vt_value_map(c->arena);

		vt_value_set_str(v, "url", site_zoom_url(c, z, vt_str_printf(c->arena, "%.*s%c",
		    VT_STR_ARG(z->way), digit)));
		vt_value_set_str(v, "part", site_zoom_place(c, digit));
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "parts", list);
	vt_value_set_bool(c->data, "has_parts", has_parts);
}

/* One step aside on the same level, also into the neighbour of the part above: the
 * digits count, in each direction, to three.  False at the edge of the image. */
static bool
site_zoom_step(char *way, size_t len, int columns, int rows)
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
site_zoom_move(struct site_call *c, const struct site_zoom *z, const char *key, int columns,
    int rows)
{
	char	*way = vt_str_c(c->arena, z->way);

	vt_value_set_str(c->data, key, VT_STR_NONE);
	if (way != NULL && site_zoom_step(way, z->way.len, columns, rows))
		vt_value_set_str(c->data, key, site_zoom_url(c, z,
		    (struct vt_str){ way, z->way.len }));
}

/* Where one is, from the whole down, each a link. */
static void
site_zoom_trail(struct site_call *c, const struct site_zoom *z)
{
	struct vt_value	*list = vt_value_list(c->arena);

	for (size_t i = 1; i <= z->way.len; i++) {
		struct vt_value	*v = vt_value_map(c->arena);

		vt_value_set_str(v, "url", site_zoom_url(c, z, vt_str_sub(z->way, 0, i)));
		vt_value_set_str(v, "part", site_zoom_place(c, z->way.p[i - 1]));
		vt_value_set_bool(v, "is_here", i == z->way.len);
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "trail", list);
}

static void
site_zoom_words(struct site_call *c, const struct site_zoom *z)
{
	struct vt_str	title = vt_description_title(&z->object.description, c->language);
	struct vt_buf	words;

	vt_buf_init(&words, 0);
	for (size_t i = 0; i < z->way.len; i++) {
		vt_buf_str(&words, i > 0 ? VT_STR(" › ") : VT_STR_NONE);
		vt_buf_str(&words, site_zoom_place(c, z->way.p[i]));
	}
	vt_value_set_str(c->data, "where", vt_buf_get(&words));
	vt_buf_fini(&words);
	vt_value_set_str(c->data, "object_title", title.len > 0 ? title : z->object.identifier);
	vt_value_set_str(c->data, "object_lang", site_title_language(c, &z->object.description));
	vt_value_set_int(c->data, "number", z->page.number);
	vt_value_set_int(c->data, "count", z->object.page_count);
	vt_value_set_bool(c->data, "has_many_pages", z->object.page_count > 1);
	/* How much larger than the whole image fitted into the same place. */
	vt_value_set_int(c->data, "percent", z->page.width * 100 / z->w);
	vt_value_set_bool(c->data, "is_whole", z->way.len == 0);
}

vt_err
site_zoom(struct vt_request *req, struct vt_response *res)
{
	struct site_zoom	z = { .x = 0 };
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK || (err = site_zoom_read(&c, &z)) != VT_OK)
		return (err);
	site_zoom_words(&c, &z);
	site_zoom_picture(&c, &z);
	site_zoom_parts(&c, &z);
	site_zoom_trail(&c, &z);
	site_zoom_move(&c, &z, "left_url", -1, 0);
	site_zoom_move(&c, &z, "right_url", 1, 0);
	site_zoom_move(&c, &z, "up_url", 0, -1);
	site_zoom_move(&c, &z, "down_url", 0, 1);
	if (z.way.len > 0)
		vt_value_set_str(c.data, "out_url", site_zoom_url(&c, &z,
		    vt_str_sub(z.way, 0, z.way.len - 1)));
	vt_value_set_str(c.data, "whole_url", site_zoom_url(&c, &z, VT_STR_NONE));
	vt_value_set_str(c.data, "object_url", vt_str_printf(c.arena, "%.*s?page=%lld#page",
	    VT_STR_ARG(site_object_url(&c, z.object.identifier)), (long long)z.page.number));
	vt_value_set_str(c.data, "title", vt_message(req, "zoom.title"));
	vt_value_set_bool(c.data, "is_passing", true);
	site_head(&c, site_zoom_path(&c, &z, z.way));
	return (vt_page(req, res, "zoom", c.data));
}
