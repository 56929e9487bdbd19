/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of a manifest at addresses of their own: canvases, ranges, pages of annotations, each
 * as it stands in the manifest, with what it is part of.
 */
#include "exh_manifest.h"

#define EXH_PART_MEMORY	(64 << 20)	/* bytes, for the tree of a manifest */

static void
exh_part_release(void *arg)
{
	struct vt_arena	*a = arg;

	vt_arena_free(&a);
}

static void
exh_json_copy(struct vt_jsonw *j, const struct vt_json *v)
{
	switch (v->type) {
	case VT_JSON_NULL:
		vt_jsonw_null(j);
		break;
	case VT_JSON_BOOL:
		vt_jsonw_bool(j, v->is_true);
		break;
	case VT_JSON_NUMBER:
		vt_jsonw_raw(j, v->str);
		break;
	case VT_JSON_STR:
		vt_jsonw_str(j, v->str);
		break;
	default:
		if (v->type == VT_JSON_OBJECT)
			vt_jsonw_object(j);
		else
			vt_jsonw_array(j);
		for (const struct vt_json *k = v->first; k != NULL; k = k->next) {
			if (v->type == VT_JSON_OBJECT)
				vt_jsonw_key_str(j, k->key);
			exh_json_copy(j, k);
		}
		vt_jsonw_end(j);
	}
}

/* The object of that id which says more than what it is; a reference says no more. */
static const struct vt_json *
exh_json_find(const struct vt_json *v, struct vt_str id)
{
	const struct vt_json	*found;

	if (v->type == VT_JSON_OBJECT && vt_json_get(v, "items") != NULL &&
	    vt_str_eq(vt_json_get_str(v, "id"), id))
		return (v);
	if (v->type == VT_JSON_OBJECT && vt_json_get(v, "body") != NULL &&
	    vt_str_eq(vt_json_get_str(v, "id"), id))
		return (v);
	if (v->type != VT_JSON_OBJECT && v->type != VT_JSON_ARRAY)
		return (NULL);
	for (const struct vt_json *k = v->first; k != NULL; k = k->next)
		if ((found = exh_json_find(k, id)) != NULL)
			return (found);
	return (NULL);
}

static void
exh_part_write(struct vt_jsonw *j, const struct vt_json *manifest, const struct vt_json *part)
{
	vt_jsonw_object(j);
	vt_jsonw_key(j, "@context");
	exh_json_copy(j, vt_json_get(manifest, "@context"));
	for (const struct vt_json *k = part->first; k != NULL; k = k->next) {
		vt_jsonw_key_str(j, k->key);
		exh_json_copy(j, k);
	}
	vt_jsonw_key(j, "partOf");
	vt_jsonw_array(j);
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", vt_json_get_str(manifest, "id"));
	vt_jsonw_pair_c(j, "type", "Manifest");
	vt_jsonw_key(j, "label");
	exh_json_copy(j, vt_json_get(manifest, "label"));
	vt_jsonw_end(j);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

static vt_err
exh_part_find(struct exh_call *c, const struct vt_json *manifest, const struct vt_json **part_r)
{
	struct vt_str	 rest = vt_request_param(c->req, "part");
	const char	*path = vt_str_c(c->arena, vt_str_printf(c->arena, "/manifest/%.*s",
			    VT_STR_ARG(rest)));

	if (path == NULL)
		return (VT_E_LIMIT);
	if ((*part_r = exh_json_find(manifest, exh_id(c, path))) == NULL)
		return (vt_fail(VT_E_NOTFOUND, "the manifest of '%.*s' has no part \"%.*s\"; all that it "
		    "has is in %.*s", VT_STR_ARG(c->x->slug), VT_STR_ARG(rest),
		    VT_STR_ARG(exh_id(c, "/manifest.json"))));
	return (VT_OK);
}

static vt_err
exh_part_answer(struct exh_call *c, struct vt_str text)
{
	struct vt_arena		*a = vt_arena_new(EXH_PART_MEMORY);
	const struct vt_json	*manifest, *part;
	struct vt_jsonw		 j;
	vt_err			 err;

	if ((err = vt_defer(c->arena, exh_part_release, a)) != VT_OK ||
	    (err = vt_json_parse(a, text, &manifest)) != VT_OK ||
	    (err = exh_part_find(c, manifest, &part)) != VT_OK)
		return (err);
	vt_response_type(c->res, exh_type_iiif(c->req));
	vt_jsonw_init(&j, vt_response_body(c->res));
	exh_part_write(&j, manifest, part);
	err = vt_jsonw_error(&j);
	return (err != VT_OK ? err : vt_response_error(c->res));
}

vt_err
exh_manifest_part(struct vt_request *req, struct vt_response *res)
{
	struct exh_call	c;
	struct vt_buf	text;
	vt_err		err = exh_begin_plain(req, res, &c);

	if (err != VT_OK)
		return (err);
	vt_buf_init(&text, EXH_PART_MEMORY);
	if ((err = exh_manifest_write(&c, true, &text)) == VT_OK)
		err = exh_part_answer(&c, vt_buf_get(&text));
	vt_buf_fini(&text);
	return (err);
}
