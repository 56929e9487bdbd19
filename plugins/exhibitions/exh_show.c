/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the catalogue says of a picture of an exhibition: which page of which object, which
 * part of it, and whether and how large this visitor may see it.
 */
#include "exhibitions.h"

/* Beyond any image; keeps what a curator wrote within what integers hold. */
#define EXH_PIXELS_MAX	1e9

/* --- regions ------------------------------------------------------------------------- */

static double
exh_region_clamp(double v)
{
	return (v < -EXH_PIXELS_MAX ? -EXH_PIXELS_MAX : v > EXH_PIXELS_MAX ? EXH_PIXELS_MAX : v);
}

/* One side, from..from + len within 0..size; false: nothing is left. */
static bool
exh_region_side(double from, double len, int64_t size, int64_t *from_r, int64_t *len_r)
{
	double	first = exh_region_clamp(from), last = exh_region_clamp(from + len);
	int64_t	begin = (int64_t)(first < 0 ? 0 : first + 0.5);
	int64_t	end = (int64_t)(last < 0 ? 0 : last + 0.5);

	end = end > size ? size : end;
	if (!(len > 0) || end <= begin)
		return (false);
	*from_r = begin;
	*len_r = end - begin;
	return (true);
}

bool
exh_region_fit(const struct exh_region *region, int64_t width, int64_t height, int64_t box_r[4])
{
	double	by_x = region->unit == EXH_PERCENT ? (double)width / 100 : 1;
	double	by_y = region->unit == EXH_PERCENT ? (double)height / 100 : 1;
	int64_t	box[4] = { 0, 0, width, height };

	if (width < 1 || height < 1)
		return (false);
	if (region->unit != EXH_WHOLE &&
	    (!exh_region_side(region->x * by_x, region->w * by_x, width, &box[0], &box[2]) ||
	    !exh_region_side(region->y * by_y, region->h * by_y, height, &box[1], &box[3])))
		return (false);
	memcpy(box_r, box, sizeof(box));
	return (true);
}

/* --- the catalogue --------------------------------------------------------------------- */

static vt_err
exh_find_object(struct vt_catalog *c, struct vt_arena *a, const struct exh_picture *p,
    struct vt_object *object_r)
{
	vt_err	err = vt_catalog_object(c, a, p->object, object_r);

	if (err == VT_E_NOTFOUND)
		return (vt_fail(err, "there is no object '%.*s' (exhibition.yaml, line %d)",
		    VT_STR_ARG(p->object), p->line));
	if (err == VT_OK && object_r->is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn (exhibition.yaml, line "
		    "%d)", VT_STR_ARG(p->object), p->line));
	return (err);
}

static vt_err
exh_find_page(struct vt_catalog *c, struct vt_arena *a, const struct exh_picture *p,
    struct exh_shown *s)
{
	vt_err	err = vt_catalog_page(c, a, s->object.rowid, p->page, &s->page);

	if (err == VT_E_NOTFOUND)
		return (vt_fail(err, "'%.*s' has no page %lld; there are %lld (exhibition.yaml, line "
		    "%d)", VT_STR_ARG(p->object), (long long)p->page,
		    (long long)s->object.page_count, p->line));
	if (err == VT_OK && (s->page.image.len == 0 || s->page.width < 1 || s->page.height < 1))
		return (vt_fail(VT_E_NOTFOUND, "page %lld of '%.*s' has no image (exhibition.yaml, "
		    "line %d)", (long long)p->page, VT_STR_ARG(p->object), p->line));
	return (err);
}

vt_err
exh_find(struct vt_catalog *c, struct vt_arena *a, const struct exh_picture *p,
    struct exh_shown *shown_r)
{
	struct exh_shown	s = { .side = 0 };
	int64_t			box[4];
	vt_err			err;

	if ((err = exh_find_object(c, a, p, &s.object)) != VT_OK ||
	    (err = exh_find_page(c, a, p, &s)) != VT_OK)
		return (err);
	if (!exh_region_fit(&p->region, s.page.width, s.page.height, box))
		return (vt_fail(VT_E_RANGE, "the region lies outside page %lld of '%.*s', which has "
		    "%lld by %lld pixels (exhibition.yaml, line %d)", (long long)p->page,
		    VT_STR_ARG(p->object), (long long)s.page.width, (long long)s.page.height,
		    p->line));
	s.x = box[0];
	s.y = box[1];
	s.w = box[2];
	s.h = box[3];
	*shown_r = s;
	return (VT_OK);
}

/* --- for a visitor ------------------------------------------------------------------------ */

/* v of so many parts as one of so many others, rounded; as the image service does it. */
static int64_t
exh_part(int64_t v, int64_t of, int64_t whole)
{
	return ((v * whole + of / 2) / of);
}

/* One side of the image and of the region in it, in a smaller image of that size. */
static void
exh_shrink_side(int64_t *from, int64_t *len, int64_t *size, int64_t small)
{
	int64_t	begin, end;

	small += small == 0;
	begin = exh_part(*from, *size, small);
	end = exh_part(*from + *len, *size, small);
	begin -= begin == small;
	*from = begin;
	*len = end > begin ? end - begin : 1;
	*size = small;
}

/* In the place of the image stands one whose longest side is no longer than that. */
static void
exh_shrink(struct exh_shown *s, int64_t side)
{
	int64_t	longest = s->page.width > s->page.height ? s->page.width : s->page.height;

	if (side == 0 || longest <= side)
		return;
	s->side = side;
	exh_shrink_side(&s->x, &s->w, &s->page.width, exh_part(side, longest, s->page.width));
	exh_shrink_side(&s->y, &s->h, &s->page.height, exh_part(side, longest, s->page.height));
}

vt_err
exh_show(struct vt_request *req, const struct exh_picture *p, struct exh_shown *shown_r)
{
	struct vt_catalog	*c = vt_request_catalog(req);
	struct exh_shown	 s;
	int64_t			 side;
	vt_err			 err;

	if (c == NULL)
		return (VT_E_UNAVAILABLE);
	if ((err = exh_find(c, vt_request_arena(req), p, &s)) != VT_OK)
		return (err);
	if (!vt_request_may_see(req, &s.object, &side))
		return (vt_fail_closed(&s.object, "its images"));
	exh_shrink(&s, side);
	s.service = vt_link_id(req, "iiif.image", s.page.image);
	*shown_r = s;
	return (VT_OK);
}

/* --- pictures --------------------------------------------------------------------------------- */

static struct vt_str
exh_picture_region(struct vt_arena *a, const struct exh_shown *s)
{
	if (s->x == 0 && s->y == 0 && s->w == s->page.width && s->h == s->page.height)
		return (VT_STR("full"));
	return (vt_str_printf(a, "%lld,%lld,%lld,%lld", (long long)s->x, (long long)s->y,
	    (long long)s->w, (long long)s->h));
}

struct vt_str
exh_picture_url(struct vt_request *req, const struct exh_shown *s, int64_t width, int64_t *w_r,
    int64_t *h_r)
{
	struct vt_arena	*a = vt_request_arena(req);
	int64_t		 w = s->w < width ? s->w : width, h = exh_part(s->h, s->w, w);
	struct vt_str	 region = exh_picture_region(a, s);

	h += h == 0;
	if (w_r != NULL)
		*w_r = w;
	if (h_r != NULL)
		*h_r = h;
	if (s->service.len == 0)
		return (VT_STR_NONE);
	return (vt_str_printf(a, "%.*s/%.*s/%lld,%lld/0/default.jpg", VT_STR_ARG(s->service),
	    VT_STR_ARG(region), (long long)w, (long long)h));
}
