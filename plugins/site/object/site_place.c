/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a content state means here: its addresses are compared with those that are
 * offered as links, so that nothing needs to know how another plugin makes them.
 */
#include "site.h"

#define SITE_LINK_VALUES	2

/* The scheme does not tell one thing from another: it changes in a site's life. */
static struct vt_str
site_without_scheme(struct vt_str address)
{
	ptrdiff_t	at = vt_str_find(address, VT_STR("://"));

	return (at < 0 ? address : vt_str_sub(address, (size_t)at + 3, address.len));
}

/* Where two addresses of one length begin to differ. */
static size_t
site_difference(struct vt_str a, struct vt_str b)
{
	size_t	at = 0;

	while (at < a.len && at < b.len && a.p[at] == b.p[at])
		at++;
	return (at);
}

/* The link with one value "1" instead of "0"; no value: with none. */
static struct vt_str
site_link_probe(struct site_call *c, const char *link, size_t count, size_t which)
{
	struct vt_str	values[SITE_LINK_VALUES] = { VT_STR("0"), VT_STR("0") };

	if (which < count)
		values[which] = VT_STR("1");
	return (site_without_scheme(vt_link(c->req, link, values, count)));
}

/* Whether address is what the link gives for some values, and for which: the pieces
 * between them are found by asking for it with one value changed after the other. */
static bool
site_link_match(struct site_call *c, const char *link, size_t count, struct vt_str address,
    struct vt_str values_r[SITE_LINK_VALUES])
{
	struct vt_str	plain = site_link_probe(c, link, count, count), rest, piece;
	size_t		at, from = 0;
	ptrdiff_t	end;

	rest = site_without_scheme(address);
	for (size_t i = 0; plain.len > 0 && i < count; i++) {
		at = site_difference(plain, site_link_probe(c, link, count, i));
		piece = vt_str_sub(plain, from, at - from);
		end = i == 0 ? (vt_str_starts(rest, piece) ? 0 : -1) : vt_str_find(rest, piece);
		if (end < 0)
			return (false);
		if (i > 0)
			values_r[i - 1] = vt_str_sub(rest, 0, (size_t)end);
		rest = vt_str_sub(rest, (size_t)end + piece.len, rest.len);
		from = at + 1;
	}
	piece = vt_str_sub(plain, from, plain.len);
	if (plain.len == 0 || !vt_str_ends(rest, piece))
		return (false);
	values_r[count - 1] = vt_str_sub(rest, 0, rest.len - piece.len);
	return (values_r[count - 1].len > 0 && vt_str_find(values_r[0], VT_STR("/")) < 0);
}

/* A part of an object's structure: where it begins. */
static vt_err
site_place_range(struct site_call *c, const struct vt_object *object, int64_t number)
{
	struct vt_range	*list;
	size_t		 count;
	vt_err		 err;

	if (!vt_request_may(c->req, object, VT_PART_TEXT))
		return (VT_OK);
	if ((err = vt_catalog_ranges(c->catalog, c->arena, object->rowid, &list, &count)) != VT_OK)
		return (err);
	if (number > (int64_t)count)
		return (vt_fail(VT_E_BADARG, "the object has %zu parts, not %lld", count,
		    (long long)number));
	if (list[number - 1].part_count == 0)
		return (VT_OK);
	c->place.page = list[number - 1].parts[0].page;
	if (c->place.region.w <= 0)
		c->place.region = (struct site_region){ (double)list[number - 1].parts[0].x,
			(double)list[number - 1].parts[0].y, (double)list[number - 1].parts[0].w,
			(double)list[number - 1].parts[0].h, false };
	return (VT_OK);
}

/* Whether the address is of something of ours; then whose, and where it is shown. */
static vt_err
site_place_address(struct site_call *c, const struct vt_object *object, struct vt_str address,
    bool *is_ours_r)
{
	struct vt_str	values[SITE_LINK_VALUES];
	int64_t		number;
	vt_err		err;

	*is_ours_r = true;
	if (site_link_match(c, "iiif.canvas", 2, address, values) &&
	    vt_str_to_int(values[1], 1, INT64_MAX, &c->place.page))
		return (site_unpercent(c->arena, values[0], &c->place.object));
	if (site_link_match(c, "iiif.range", 2, address, values) &&
	    vt_str_to_int(values[1], 1, INT64_MAX, &number)) {
		if ((err = site_unpercent(c->arena, values[0], &c->place.object)) != VT_OK)
			return (err);
		return (vt_str_eq(c->place.object, object->identifier) ?
		    site_place_range(c, object, number) : VT_OK);
	}
	if (site_link_match(c, "iiif.manifest", 1, address, values) ||
	    site_link_match(c, "iiif.manifest.2", 1, address, values) ||
	    site_link_match(c, "site.object", 1, address, values))
		return (site_unpercent(c->arena, values[0], &c->place.object));
	*is_ours_r = false;
	return (VT_OK);
}

static vt_err
site_place_state(struct site_call *c, const struct vt_object *object, struct vt_str given)
{
	struct site_content_state	s;
	bool			is_ours, is_part;
	vt_err			err;

	if ((err = site_state_parse(c->arena, given, &s)) != VT_OK)
		return (err);
	c->place.region = s.region;
	if ((err = site_place_address(c, object, s.id, &is_part)) != VT_OK || is_part)
		return (err);
	if ((err = site_place_address(c, object, s.manifest, &is_ours)) != VT_OK)
		return (err);
	c->place.region = (struct site_region){ .w = 0 };
	return (vt_fail(VT_E_BADARG, is_ours ? "the content state names %.*s, which is no part of "
	    "the object" : "the content state names %.*s, which is not published here",
	    VT_STR_ARG(s.id)));
}

/* Who is led to another object must find it there. */
static vt_err
site_place_other(struct site_call *c, const struct vt_object *object)
{
	struct vt_str		id = c->place.object;
	struct vt_object	other;
	vt_err			err;

	if (vt_str_eq(id, object->identifier))
		return (VT_OK);
	if (!vt_utf8_is_valid(id))
		return (vt_fail(VT_E_BADARG, "the content state names an object in letters that are "
		    "no UTF-8"));
	err = vt_catalog_object(c->catalog, c->arena, id, &other);
	if (err != VT_E_NOTFOUND)
		return (err);
	c->place = (struct site_place){ .object = object->identifier };
	return (vt_fail(VT_E_BADARG, "the content state names the object '%.*s', which is not "
	    "published here", VT_STR_ARG(id)));
}

vt_err
site_place(struct site_call *c, const struct vt_object *object)
{
	struct vt_str	text;
	vt_err		err = VT_OK;

	c->place = (struct site_place){ .object = object->identifier };
	if (vt_request_arg(c->req, "iiif-content", &text))
		err = site_place_state(c, object, text);
	else if (vt_request_arg(c->req, "xywh", &text) &&
	    !site_region_parse(text, &c->place.region))
		err = vt_fail(VT_E_BADARG, "xywh needs four numbers with commas: x,y,width,height "
		    "in pixels of the page");
	if (err == VT_OK)
		err = site_place_other(c, object);
	if (err == VT_OK && c->place.page > object->page_count &&
	    vt_str_eq(c->place.object, object->identifier)) {
		c->place = (struct site_place){ .object = object->identifier };
		err = vt_fail(VT_E_BADARG, "the object has %lld pages, and none that the content "
		    "state names", (long long)object->page_count);
	}
	return (err);
}
