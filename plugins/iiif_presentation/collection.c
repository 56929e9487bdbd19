/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collections (Presentation 3.0, 5.1): "root" holds the top collections and
 * the institutions ("institution:<code>"); a collection holds those below it
 * and its objects; one with very many is divided into parts (?page=N).
 */
#include <stdio.h>

#include "presentation.h"

#define PRESENTATION_ROOT	"root"
#define PRESENTATION_INSTITUTION "institution:"
/* Members read at once, with a description each, into memory of their own. */
#define PRESENTATION_MEMBERS	50

struct presentation_scope {
	struct vt_str		spec;
	struct vt_labels	names, descriptions;
	struct vt_search	q;
	int64_t			rowid;		/* of the collection; 0: of an institution */
};

static void
presentation_reference(struct presentation_call *c, struct vt_str spec,
    const struct vt_labels *names)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_link(c, "iiif.collection", spec, ""));
	vt_jsonw_pair_c(&c->j, "type", "Collection");
	if (names->count > 0)
		presentation_labels(c, "label", names);
	else
		presentation_none(c, "label", spec);
	vt_jsonw_end(&c->j);
}

static vt_err
presentation_below(struct presentation_call *c, int64_t parent)
{
	struct vt_collection	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_collections(c->catalog, c->arena, parent, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (list[i].object_count != 0)
			presentation_reference(c, list[i].spec, &list[i].names);
	return (VT_OK);
}

static vt_err
presentation_institutions(struct presentation_call *c)
{
	struct vt_institution	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_institutions(c->catalog, c->arena, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (list[i].object_count != 0)
			presentation_reference(c, vt_str_printf(c->arena,
			    PRESENTATION_INSTITUTION "%.*s", VT_STR_ARG(list[i].code)),
			    &list[i].names);
	return (VT_OK);
}

static vt_err
presentation_root(struct presentation_call *c)
{
	vt_err	err;

	presentation_begin(c, presentation_link(c, "iiif.collection", VT_STR(PRESENTATION_ROOT), ""),
	    "Collection");
	presentation_message(c, "label", "presentation.root");
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	if ((err = presentation_below(c, 0)) != VT_OK ||
	    (err = presentation_institutions(c)) != VT_OK)
		return (err);
	vt_jsonw_end(&c->j);
	return (presentation_end(c));
}

static vt_err
presentation_scope(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_str		prefix = VT_STR(PRESENTATION_INSTITUTION);
	struct vt_institution	institution;
	struct vt_collection	collection;
	vt_err			err;

	s->q.kind = -1;
	s->q.order = VT_ORDER_TITLE;
	if (vt_str_starts(s->spec, prefix)) {
		s->q.institution = vt_str_sub(s->spec, prefix.len, s->spec.len);
		err = vt_catalog_institution(c->catalog, c->arena, s->q.institution, &institution);
		if (err == VT_OK)
			s->names = institution.names;
		return (err);
	}
	s->q.collection = s->spec;
	err = vt_catalog_collection(c->catalog, c->arena, s->spec, &collection);
	if (err == VT_OK) {
		s->names = collection.names;
		s->descriptions = collection.descriptions;
		s->rowid = collection.rowid;
	}
	return (err);
}

static void
presentation_member(struct presentation_call *c, struct vt_arena *a,
    const struct vt_object *object)
{
	struct vt_image	image;

	if (object->page_count == 0)
		return;		/* a description without pages has no manifest */
	c->object = *object;
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", presentation_manifest_id(c));
	vt_jsonw_pair_c(&c->j, "type", "Manifest");
	presentation_title(c, "label");
	if (object->thumbnail.len > 0 && vt_request_may(c->req, object, VT_PART_IMAGES) &&
	    vt_catalog_image(c->catalog, a, object->thumbnail, &image) == VT_OK)
		presentation_thumbnail(c, object->thumbnail, image.width, image.height);
	vt_jsonw_end(&c->j);
}

/* The id of a part of a collection; page 0: of the collection itself. */
static struct vt_str
presentation_collection_id(struct presentation_call *c, struct vt_str spec, int64_t page)
{
	char	query[40] = "";

	if (page > 0)
		(void)snprintf(query, sizeof(query), "?page=%lld", (long long)page);
	return (presentation_link(c, "iiif.collection", spec, query));
}

static void
presentation_parts(struct presentation_call *c, const struct presentation_scope *s, int64_t total)
{
	int64_t	size = c->conf->collection_page;

	for (int64_t page = 1; (page - 1) * size < total; page++) {
		int64_t last = page * size < total ? page * size : total;

		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", presentation_collection_id(c, s->spec, page));
		vt_jsonw_pair_c(&c->j, "type", "Collection");
		presentation_none(c, "label", vt_str_printf(c->arena, "%lld–%lld",
		    (long long)((page - 1) * size + 1), (long long)last));
		vt_jsonw_end(&c->j);
	}
}

/* Some members from q's offset on; what is theirs is forgotten afterwards. */
static vt_err
presentation_some(struct presentation_call *c, const struct vt_search *q, size_t *count_r,
    int64_t *total_r, bool is_written)
{
	struct vt_arena		*own = c->arena, *a = vt_arena_new((size_t)c->conf->memory);
	struct vt_object	*list;
	size_t			 count;
	vt_err			 err;

	c->arena = a;
	if ((err = vt_catalog_search(c->catalog, a, q, &list, &count, total_r)) == VT_OK) {
		for (size_t i = 0; is_written && i < count; i++)
			presentation_member(c, a, &list[i]);
		*count_r = count;
		if (vt_arena_is_exhausted(a))
			err = VT_E_LIMIT;
	}
	c->object = (struct vt_object){ .rowid = 0 };
	c->arena = own;
	vt_arena_free(&a);
	return (err);
}

/* The members of one part, or of a whole collection that is not divided. */
static vt_err
presentation_manifests(struct presentation_call *c, struct presentation_scope *s, int64_t page)
{
	size_t	size = (size_t)c->conf->collection_page, done = 0, count = 0;
	int64_t	total;
	vt_err	err;

	do {
		s->q.offset = (page > 0 ? (size_t)(page - 1) * size : 0) + done;
		s->q.limit = size - done < PRESENTATION_MEMBERS ? size - done :
		    PRESENTATION_MEMBERS;
		if ((err = presentation_some(c, &s->q, &count, &total, true)) != VT_OK)
			return (err);
		if (page > 0 && done == 0 && count == 0)
			return (vt_fail(VT_E_NOTFOUND, "this collection has no part %lld",
			    (long long)page));
		done += count;
	} while (count > 0 && done < size);
	return (VT_OK);
}

/* page 0: the collection itself, else one part of it. */
static vt_err
presentation_members(struct presentation_call *c, struct presentation_scope *s, int64_t page)
{
	size_t	count;
	int64_t	total;
	vt_err	err;

	if (page > 0)
		return (presentation_manifests(c, s, page));
	if (s->rowid > 0 && (err = presentation_below(c, s->rowid)) != VT_OK)
		return (err);
	s->q.limit = 1;
	if ((err = presentation_some(c, &s->q, &count, &total, false)) != VT_OK)
		return (err);
	if (total <= c->conf->collection_page)
		return (presentation_manifests(c, s, 0));
	presentation_parts(c, s, total);
	return (VT_OK);
}

static vt_err
presentation_page(struct presentation_call *c, int64_t *page_r)
{
	struct vt_str	text;

	*page_r = 0;
	if (vt_request_arg(c->req, "page", &text) && !vt_str_to_int(text, 1, 1000000, page_r))
		return (vt_fail(VT_E_BADARG, "page must be a number from 1"));
	return (VT_OK);
}

static vt_err
presentation_scoped(struct presentation_call *c, struct presentation_scope *s, int64_t page)
{
	vt_err	err;

	if ((err = presentation_scope(c, s)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_collection_id(c, s->spec, page), "Collection");
	if (s->names.count > 0)
		presentation_labels(c, "label", &s->names);
	else
		presentation_none(c, "label", s->spec);
	if (s->descriptions.count > 0)
		presentation_labels(c, "summary", &s->descriptions);
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	if ((err = presentation_members(c, s, page)) != VT_OK)
		return (err);
	vt_jsonw_end(&c->j);
	return (presentation_end(c));
}

vt_err
presentation_collection(struct vt_request *req, struct vt_response *res)
{
	struct presentation_call	*c;
	struct presentation_scope	 s = { .spec = vt_request_param(req, "spec") };
	int64_t				 page;
	vt_err				 err;

	if ((err = presentation_start(req, res, &c)) != VT_OK ||
	    (err = presentation_page(c, &page)) != VT_OK)
		return (err);
	if (!vt_str_eq_c(s.spec, PRESENTATION_ROOT))
		return (presentation_scoped(c, &s, page));
	return (page == 0 ? presentation_root(c) : vt_fail(VT_E_NOTFOUND,
	    "the root collection is not divided into parts"));
}
