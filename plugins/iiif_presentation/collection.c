/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collections (3.0, 5.1; 2.1, 5.8): "root" holds the top collections, the institutions
 * and the newspapers; a collection those below it and its objects; what is found by
 * words is one, too.  One with very many members is divided into parts (?page=N).
 * Which collection an address means is in scope.c, its objects in collection_members.c.
 */
#include "scope.h"

#define PRESENTATION_MEMBER	"iiif.member."	/* names of links to other plugins' collections */

/* --- entries ------------------------------------------------------------------------------ */

static vt_err
presentation_reference(struct presentation_call *c, struct vt_str spec,
    const struct vt_labels *names, const struct presentation_stand *stand)
{
	vt_err	err;

	vt_jsonw_object(&c->j);
	presentation_id(c, presentation_collection_id(c, spec, ""));
	presentation_type(c, "Collection", "sc:Collection");
	if (names->count > 0)
		presentation_labels(c, "label", names);
	else
		presentation_none(c, "label", spec);
	if (stand->year != 0)
		vt_jsonw_pair(&c->j, "navDate", presentation_day(c, stand->year * 10000));
	err = presentation_collection_picture(c, stand);
	vt_jsonw_end(&c->j);
	return (err);
}

static void
presentation_reference_message(struct presentation_call *c, struct vt_str spec, const char *message)
{
	vt_jsonw_object(&c->j);
	presentation_id(c, presentation_collection_id(c, spec, ""));
	presentation_type(c, "Collection", "sc:Collection");
	presentation_message(c, "label", message);
	vt_jsonw_end(&c->j);
}

/* --- the few large ones ----------------------------------------------------------------------- */

static vt_err
presentation_below(struct presentation_call *c, int64_t parent)
{
	struct vt_collection	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_collections(c->catalog, c->arena, parent, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count && err == VT_OK; i++)
		if (list[i].object_count != 0)
			err = presentation_reference(c, list[i].spec, &list[i].names,
			    &(struct presentation_stand){ .q = { .collection = list[i].spec } });
	return (err);
}

static vt_err
presentation_institutions(struct presentation_call *c)
{
	struct vt_institution	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_institutions(c->catalog, c->arena, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count && err == VT_OK; i++)
		if (list[i].object_count != 0)
			err = presentation_reference(c, vt_str_printf(c->arena,
			    PRESENTATION_INSTITUTION "%.*s", VT_STR_ARG(list[i].code)),
			    &list[i].names,
			    &(struct presentation_stand){ .q = { .institution = list[i].code } });
	return (err);
}

/* Collections that other plugins have, under the message of the link's name. */
static void
presentation_others(struct presentation_call *c)
{
	const char	*name;

	for (size_t i = 0; (name = vt_link_name(c->req, PRESENTATION_MEMBER, i)) != NULL; i++) {
		struct vt_str id = vt_link(c->req, name, NULL, 0);

		vt_jsonw_object(&c->j);
		presentation_id(c, id);
		presentation_type(c, "Collection", "sc:Collection");
		presentation_message(c, "label", name);
		vt_jsonw_end(&c->j);
	}
}

static vt_err
presentation_root(struct presentation_call *c)
{
	struct vt_serial	*serials;
	size_t			 count;
	vt_err			 err;

	if ((err = presentation_below(c, 0)) != VT_OK ||
	    (err = vt_catalog_serials(c->catalog, c->arena, &serials, &count)) != VT_OK)
		return (err);
	if (count > 0)
		presentation_reference_message(c, VT_STR(PRESENTATION_SERIALS),
		    "presentation.serials");
	if ((err = presentation_institutions(c)) != VT_OK)
		return (err);
	presentation_others(c);
	return (VT_OK);
}

static vt_err
presentation_serials(struct presentation_call *c)
{
	struct vt_serial	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_serials(c->catalog, c->arena, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count && err == VT_OK; i++) {
		struct vt_label	label = { list[i].lang, list[i].title };

		err = presentation_reference(c, vt_str_printf(c->arena, PRESENTATION_SERIAL "%.*s",
		    VT_STR_ARG(list[i].identifier)), &(struct vt_labels){ &label, 1 },
		    &(struct presentation_stand){ .serial = list[i].rowid });
	}
	return (err);
}

static vt_err
presentation_years(struct presentation_call *c, const struct presentation_scope *s)
{
	struct vt_serial_year	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_serial_years(c->catalog, c->arena, s->serial.rowid, &list, &count))
	    != VT_OK)
		return (err);
	for (size_t i = 0; i < count && err == VT_OK; i++) {
		struct vt_label	label = { VT_STR_NONE, vt_str_printf(c->arena, "%lld",
				    (long long)list[i].year) };

		err = presentation_reference(c, vt_str_printf(c->arena, "%.*s:%lld",
		    VT_STR_ARG(s->spec), (long long)list[i].year), &(struct vt_labels){ &label, 1 },
		    &(struct presentation_stand){ .serial = s->serial.rowid, .year = list[i].year });
	}
	return (err);
}

/* --- the collection ------------------------------------------------------------------------------- */

static vt_err
presentation_contents(struct presentation_call *c, struct presentation_scope *s)
{
	vt_err	err;

	switch (s->kind) {
	case PRESENTATION_IS_ROOT:
		return (presentation_root(c));
	case PRESENTATION_IS_SERIALS:
		return (presentation_serials(c));
	case PRESENTATION_IS_SERIAL:
		return (presentation_years(c, s));
	default:
		if (s->page == 0 && s->rowid > 0 &&
		    (err = presentation_below(c, s->rowid)) != VT_OK)
			return (err);
		return (presentation_members(c, s));
	}
}

static void
presentation_above(struct presentation_call *c, struct vt_str id, const struct presentation_scope *s)
{
	if (c->version == PRESENTATION_2) {
		vt_jsonw_pair(&c->j, "within", id);
		return;
	}
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", id);
	vt_jsonw_pair_c(&c->j, "type", "Collection");
	if (s->above_names.count > 0)
		presentation_labels(c, "label", &s->above_names);
	else
		presentation_message(c, "label", s->above_message);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* A part is part of its collection, a collection of the one above. */
static void
presentation_scope_above(struct presentation_call *c, struct presentation_scope *s)
{
	struct presentation_scope	whole = *s;

	if (s->page > 0) {
		whole.page = 0;
		whole.above_names = s->names;
		whole.above_message = s->message;
		presentation_above(c, presentation_scope_id(c, &whole), &whole);
	} else if (s->kind != PRESENTATION_IS_ROOT) {
		presentation_above(c, presentation_collection_id(c, s->above, ""), s);
	}
}

static void
presentation_scope_about(struct presentation_call *c, struct presentation_scope *s)
{
	const char	*summary = c->version == PRESENTATION_3 ? "summary" : "description";

	if (s->names.count > 0)
		presentation_labels(c, "label", &s->names);
	else
		presentation_message(c, "label", s->message);
	if (s->descriptions.count > 0)
		presentation_labels(c, summary, &s->descriptions);
	/* Issues are parts of one whole (3.1). */
	if (s->kind == PRESENTATION_IS_SERIAL || s->kind == PRESENTATION_IS_YEAR)
		presentation_behaves(c, VT_STR("multi-part"));
	if (s->kind == PRESENTATION_IS_YEAR)
		vt_jsonw_pair(&c->j, "navDate", presentation_day(c, s->year * 10000));
	presentation_scope_above(c, s);
}

vt_err
presentation_collection(struct presentation_call *c)
{
	struct presentation_scope	s;
	vt_err				err;

	if ((err = presentation_scope(c, &s)) != VT_OK)
		return (err);
	presentation_begin(c, presentation_scope_id(c, &s), "Collection", "sc:Collection");
	presentation_scope_about(c, &s);
	if ((s.rowid != 0 || s.serial.rowid != 0 || s.kind == PRESENTATION_IS_INSTITUTION) &&
	    (err = presentation_collection_picture(c,
	    &(struct presentation_stand){ .serial = s.serial.rowid, .year = s.year, .q = s.q }))
	    != VT_OK)
		return (err);
	vt_jsonw_key(&c->j, c->version == PRESENTATION_3 ? "items" : "members");
	vt_jsonw_array(&c->j);
	if ((err = presentation_contents(c, &s)) != VT_OK)
		return (err);
	vt_jsonw_end(&c->j);
	return (presentation_end(c));
}
