/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The picture that stands for a collection (3.0, 3.1 and 5.1: it SHOULD have a thumbnail):
 * that of its newest object that has one to be seen, as on the pages for people; of a
 * newspaper, that of its first issue.
 */
#include "scope.h"

#define PRESENTATION_PICTURE_TRIES	8	/* objects that are asked for one */

bool
presentation_object_picture(struct presentation_call *c, struct vt_arena *a,
    const struct vt_object *object)
{
	struct vt_image	image;

	c->side = 0;
	if (object->thumbnail.len == 0 || !vt_request_may_see(c->req, object, &c->side) ||
	    vt_catalog_image(c->catalog, a, object->thumbnail, &image) != VT_OK)
		return (false);
	presentation_thumbnail(c, object->thumbnail, image.width, image.height);
	return (true);
}

static vt_err
presentation_try_found(struct presentation_call *c, struct vt_arena *a, struct vt_search q)
{
	struct vt_object	object;
	size_t			count;
	int64_t			total;
	const int64_t		*ids;
	vt_err			err;

	q.kind = -1;
	q.order = VT_ORDER_NEWEST;
	q.offset = 0;
	q.limit = PRESENTATION_PICTURE_TRIES;
	err = vt_catalog_search_rowids(c->catalog, a, &q, &ids, &count, &total);
	for (size_t i = 0; err == VT_OK && i < count; i++)
		if ((err = vt_catalog_object_at(c->catalog, a, ids[i], &object)) == VT_OK &&
		    presentation_object_picture(c, a, &object))
			return (VT_OK);
	return (err);
}

static vt_err
presentation_try_issues(struct presentation_call *c, struct vt_arena *a, int64_t serial,
    int64_t year)
{
	struct vt_issue_query	 q = { serial, year, 0, PRESENTATION_PICTURE_TRIES };
	struct vt_serial_year	*years;
	struct vt_issue		*list;
	size_t			 count;
	vt_err			 err;

	if (year == 0) {
		err = vt_catalog_serial_years(c->catalog, a, serial, &years, &count);
		if (err != VT_OK || count == 0)
			return (err);
		q.year = years[0].year;
	}
	err = vt_catalog_issues(c->catalog, a, &q, &list, &count);
	for (size_t i = 0; err == VT_OK && i < count; i++)
		if (presentation_object_picture(c, a, &list[i].object))
			return (VT_OK);
	return (err);
}

vt_err
presentation_collection_picture(struct presentation_call *c,
    const struct presentation_stand *stand)
{
	struct vt_arena	*own = c->arena, *a;
	vt_err		 err;

	if (++c->picture_count > PRESENTATION_PICTURES_MAX)
		return (VT_OK);
	c->arena = a = vt_arena_new((size_t)c->conf->memory);
	err = stand->serial != 0 ? presentation_try_issues(c, a, stand->serial, stand->year) :
	    presentation_try_found(c, a, stand->q);
	c->arena = own;
	vt_arena_free(&a);
	return (err);
}
