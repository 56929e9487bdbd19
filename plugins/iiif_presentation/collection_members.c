/* SPDX-License-Identifier: Apache-2.0 */
/* The objects of a collection, some at a time: each as a manifest, or parts of very many. */
#include "scope.h"

/* Members read at once, with a description each, into memory of their own. */
#define PRESENTATION_MEMBERS	50

static void
presentation_member(struct presentation_call *c, struct vt_arena *a,
    const struct vt_object *object, struct vt_str date)
{
	bool	is_shown = false;

	c->object = *object;
	/* A description without pages or files has no manifest. */
	if (presentation_is_shown(c, &is_shown) != VT_OK || !is_shown)
		return;
	if (date.len == 0)
		date = presentation_nav_date(c);
	vt_jsonw_object(&c->j);
	presentation_id(c, presentation_manifest_id(c));
	presentation_type(c, "Manifest", "sc:Manifest");
	presentation_title(c, "label");
	if (date.len > 0)
		vt_jsonw_pair(&c->j, "navDate", date);
	(void)presentation_object_picture(c, a, object);
	vt_jsonw_end(&c->j);
}

/* What a collection or one part of it holds, asked for once; and some of it at a time. */
struct presentation_some {
	const int64_t	*ids;		/* of what is found, and not of issues */
	size_t		 id_count;
	int64_t		 total;		/* of the whole collection */
	size_t		 done, limit;	/* members before, and at most */
	size_t		 count;		/* how many there were */
};

static vt_err
presentation_find(struct presentation_call *c, const struct presentation_scope *s,
    struct presentation_some *some)
{
	struct vt_search	q = s->q;

	*some = (struct presentation_some){ .total = s->issue_count };
	if (s->kind == PRESENTATION_IS_YEAR)
		return (VT_OK);
	q.limit = (size_t)c->conf->collection_page;
	q.offset = s->page > 0 ? (size_t)(s->page - 1) * q.limit : 0;
	return (vt_catalog_search_rowids(c->catalog, c->arena, &q, &some->ids, &some->id_count,
	    &some->total));
}

static vt_err
presentation_some_found(struct presentation_call *c, struct vt_arena *a,
    struct presentation_some *some)
{
	struct vt_object	object;
	vt_err			err;

	for (some->count = 0; some->count < some->limit &&
	    some->done + some->count < some->id_count; some->count++) {
		if ((err = vt_catalog_object_at(c->catalog, a, some->ids[some->done + some->count],
		    &object)) != VT_OK)
			return (err);
		presentation_member(c, a, &object, VT_STR_NONE);
	}
	return (VT_OK);
}

static vt_err
presentation_some_issues(struct presentation_call *c, struct vt_arena *a,
    const struct presentation_scope *s, struct presentation_some *some)
{
	size_t			 before = s->page > 0 ? (size_t)(s->page - 1) *
				    (size_t)c->conf->collection_page : 0;
	struct vt_issue_query	 q = { s->serial.rowid, s->year, before + some->done, some->limit };
	struct vt_issue		*list;
	vt_err			 err;

	if ((err = vt_catalog_issues(c->catalog, a, &q, &list, &some->count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < some->count; i++)
		presentation_member(c, a, &list[i].object, presentation_day(c, list[i].day));
	return (VT_OK);
}

/* What is theirs is forgotten afterwards. */
static vt_err
presentation_take(struct presentation_call *c, const struct presentation_scope *s,
    struct presentation_some *some)
{
	struct vt_arena	*own = c->arena, *a = vt_arena_new((size_t)c->conf->memory);
	vt_err		 err;

	c->arena = a;
	err = s->kind == PRESENTATION_IS_YEAR ? presentation_some_issues(c, a, s, some) :
	    presentation_some_found(c, a, some);
	if (err == VT_OK && vt_arena_is_exhausted(a))
		err = VT_E_LIMIT;
	c->object = (struct vt_object){ .rowid = 0 };
	c->arena = own;
	vt_arena_free(&a);
	return (err);
}

/* The members of one part, or of a whole collection that is not divided. */
static vt_err
presentation_manifests(struct presentation_call *c, const struct presentation_scope *s,
    struct presentation_some *some)
{
	size_t	size = (size_t)c->conf->collection_page;
	vt_err	err;

	do {
		some->limit = size - some->done < PRESENTATION_MEMBERS ? size - some->done :
		    PRESENTATION_MEMBERS;
		if ((err = presentation_take(c, s, some)) != VT_OK)
			return (err);
		if (s->page > 0 && some->done == 0 && some->count == 0)
			return (vt_fail(VT_E_NOTFOUND, "this collection has no part %lld",
			    (long long)s->page));
		some->done += some->count;
	} while (some->count > 0 && some->done < size);
	return (VT_OK);
}

static void
presentation_parts(struct presentation_call *c, struct presentation_scope *s, int64_t total)
{
	int64_t	size = c->conf->collection_page;

	for (int64_t page = 1; (page - 1) * size < total; page++) {
		int64_t last = page * size < total ? page * size : total;

		vt_jsonw_object(&c->j);
		s->page = page;
		presentation_id(c, presentation_scope_id(c, s));
		presentation_type(c, "Collection", "sc:Collection");
		presentation_none(c, "label", vt_str_printf(c->arena, "%lld–%lld",
		    (long long)((page - 1) * size + 1), (long long)last));
		vt_jsonw_end(&c->j);
	}
	s->page = 0;
}

vt_err
presentation_members(struct presentation_call *c, struct presentation_scope *s)
{
	struct presentation_some	some;
	vt_err				err;

	if ((err = presentation_find(c, s, &some)) != VT_OK)
		return (err);
	if (s->page > 0 || some.total <= c->conf->collection_page)
		return (presentation_manifests(c, s, &some));
	presentation_parts(c, s, some.total);
	return (VT_OK);
}
