/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The page of an object; the same address gives JSON-LD to who asks for it.
 */
#include "site.h"

static const char *const site_object_types[] = { "text/html", "application/ld+json" };

static vt_err
site_object_institution(struct site_call *c, const struct vt_object *object)
{
	struct vt_institution	institution;
	vt_err			err;

	if ((err = vt_catalog_institution(c->catalog, c->arena, object->institution,
	    &institution)) != VT_OK)
		return (err);
	site_label(c, c->data, "institution_name", &institution.names, institution.code);
	vt_value_set_str(c->data, "institution_url",
	    site_url(c, vt_request_prefix(c->req), "/institutions/", institution.code));
	return (VT_OK);
}

static vt_err
site_object_collections(struct site_call *c, const struct vt_object *object)
{
	struct vt_collection	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_object_collections(c->catalog, c->arena, object->rowid, &list,
	    &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		struct vt_value *v = vt_value_map(c->arena);

		site_label(c, v, "name", &list[i].names, list[i].spec);
		vt_value_set_str(v, "url", site_url(c, vt_request_prefix(c->req), "/collections/",
		    list[i].spec));
		vt_value_add(values, v);
	}
	vt_value_set(c->data, "collections", values);
	vt_value_set_bool(c->data, "has_collections", count > 0);
	return (VT_OK);
}

/* Addresses for other programs: records of each format. */
static vt_err
site_object_records(struct site_call *c, const struct vt_object *object)
{
	struct vt_record_format	*list;
	struct vt_value		*values = vt_value_list(c->arena);
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_record_formats_of(c->catalog, c->arena, object->identifier, &list,
	    &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++) {
		struct vt_str	 names[] = { list[i].prefix, object->identifier };
		struct vt_str	 url = vt_link(c->req, "oai.record", names, 2);
		struct vt_value	*v = vt_value_map(c->arena);

		if (url.len == 0)
			continue;
		vt_value_set_str(v, "name", list[i].prefix);
		vt_value_set_str(v, "url", url);
		vt_value_add(values, v);
	}
	vt_value_set(c->data, "records", values);
	return (VT_OK);
}

static vt_err
site_object_page(struct site_call *c, const struct vt_object *object)
{
	struct vt_str	title = vt_description_title(&object->description, c->language);
	vt_err		err;

	vt_value_set_str(c->data, "title", title.len > 0 ? title : object->identifier);
	site_describe(c, object);
	site_head_object(c, object);
	site_head(c, site_object_path(c, object->identifier));
	if ((err = site_object_institution(c, object)) != VT_OK ||
	    (err = site_object_collections(c, object)) != VT_OK ||
	    (err = site_object_records(c, object)) != VT_OK ||
	    (err = site_cite(c, object)) != VT_OK || (err = site_pages(c, object)) != VT_OK ||
	    (err = site_similar(c, object)) != VT_OK || (err = site_jsonld_inline(c, object)) != VT_OK)
		return (err);
	vt_value_set_str(c->data, "object_id", object->identifier);
	vt_value_set_bool(c->data, "needs_zoom", true);
	return (vt_page(c->req, c->res, "object", c->data));
}

/* A content state of another object of ours leads to that one. */
static bool
site_object_is_other(struct site_call *c, const struct vt_object *object)
{
	struct vt_str	given;
	struct vt_buf	out;

	if (vt_str_eq(c->place.object, object->identifier) ||
	    !vt_request_arg(c->req, "iiif-content", &given))
		return (false);
	vt_buf_init(&out, 0);
	vt_buf_str(&out, site_object_url(c, c->place.object));
	vt_buf_str(&out, VT_STR("?iiif-content="));
	vt_buf_percent(&out, given);
	vt_response_redirect(c->res, 303, vt_str_dup(c->arena, vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (true);
}

/* What is not understood of the address costs nothing of the page: it is shown from its
 * beginning, with a note, and says by its status that this was not what was asked for. */
static vt_err
site_object_placed(struct site_call *c, const struct vt_object *object)
{
	vt_err	err = site_place(c, object);

	if (err == VT_E_BADARG) {
		vt_value_set_str(c->data, "state_fault", vt_str_of(vt_fail_text(err)));
		vt_value_set_bool(c->data, "is_passing", true);
		vt_response_status(c->res, 400);
		vt_fail_clear();
	} else if (err != VT_OK) {
		return (err);
	} else if (site_object_is_other(c, object)) {
		return (vt_response_error(c->res));
	}
	return (site_object_page(c, object));
}

vt_err
site_object(struct vt_request *req, struct vt_response *res)
{
	struct site_call	c;
	struct vt_object	object;
	struct vt_str		id = vt_request_param(req, "id");
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK ||
	    (err = vt_catalog_object(c.catalog, c.arena, id, &object)) != VT_OK)
		return (err);
	if (object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	if (vt_request_accepts(req, site_object_types, 2) == 1)
		return (site_jsonld(&c, &object));
	return (site_object_placed(&c, &object));
}
