/* SPDX-License-Identifier: Apache-2.0 */
/* All exhibitions as a collection of their manifests (Presentation 3.0, 5.1). */
#include "exh_manifest.h"

static vt_err
exh_member_write(struct exh_call *c, struct vt_jsonw *j, const struct exh_exhibition *x)
{
	struct exh_call		one = *c;
	struct exh_shown	s = { .w = 0 };
	struct vt_str		date = exh_nav_date(c->arena, &x->period);
	vt_err			err = VT_OK;

	one.x = x;
	if (x->cover.object.len > 0)
		err = exh_show(c->req, &x->cover, &s);
	if (err == VT_E_UNAVAILABLE || err == VT_E_IO)
		return (err);
	if (err != VT_OK || s.service.len == 0)
		s.w = 0;
	vt_fail_clear();
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", exh_id(&one, "/manifest.json"));
	vt_jsonw_pair_c(j, "type", "Manifest");
	exh_json_words(j, "label", &x->title, x->slug);
	if (date.len > 0)
		vt_jsonw_pair(j, "navDate", date);
	exh_thumbnail_write(&one, j, &s);
	vt_jsonw_end(j);
	return (VT_OK);
}

/* Of the root collection, where there is one. */
static void
exh_collection_above(struct exh_call *c, struct vt_jsonw *j)
{
	struct vt_str	root = vt_link_id(c->req, "iiif.collection", VT_STR("root"));

	if (root.len == 0)
		return;
	vt_jsonw_key(j, "partOf");
	vt_jsonw_array(j);
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", root);
	vt_jsonw_pair_c(j, "type", "Collection");
	exh_json_message(c, j, "label", "presentation.root");
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

vt_err
exh_collection(struct vt_request *req, struct vt_response *res)
{
	const struct exh_exhibition *const	*all;
	struct exh_call				 c;
	struct vt_jsonw				 j;
	size_t					 count;
	vt_err					 err;

	if ((err = exh_begin_plain(req, res, &c)) != VT_OK ||
	    (err = exh_open_all(req, &all, &count)) != VT_OK)
		return (err);
	vt_response_type(res, exh_type_iiif(req));
	vt_jsonw_init(&j, vt_response_body(res));
	vt_jsonw_object(&j);
	vt_jsonw_key(&j, "@context");
	vt_jsonw_array(&j);
	vt_jsonw_c(&j, EXH_CONTEXT_IIIF);
	vt_jsonw_end(&j);
	vt_jsonw_pair(&j, "id", exh_id(&c, "/collection.json"));
	vt_jsonw_pair_c(&j, "type", "Collection");
	exh_json_message(&c, &j, "label", "exhibitions.title");
	exh_collection_above(&c, &j);
	vt_jsonw_key(&j, "items");
	vt_jsonw_array(&j);
	for (size_t i = 0; i < count && err == VT_OK; i++)
		err = exh_member_write(&c, &j, all[i]);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	if (err == VT_OK)
		err = vt_jsonw_error(&j);
	return (err != VT_OK ? err : vt_response_error(res));
}
