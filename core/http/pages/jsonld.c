/* SPDX-License-Identifier: Apache-2.0 */
/* JSON-LD within pages (api/jsonld.h): what the pages of several plugins say in it. */
#include "api/jsonld.h"

#include "api/request.h"

void
vt_jsonld_geo(struct vt_jsonw *j, double latitude, double longitude)
{
	vt_jsonw_key(j, "geo");
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "GeoCoordinates");
	vt_jsonw_key(j, "latitude");
	vt_jsonw_double(j, latitude);
	vt_jsonw_key(j, "longitude");
	vt_jsonw_double(j, longitude);
	vt_jsonw_end(j);
}

void
vt_jsonld_library(struct vt_request *req, struct vt_jsonw *j, const char *key)
{
	const char *lang = vt_request_language(req);
	struct vt_str base = vt_request_base_url(req), logo = vt_page_text(req, lang, "logo");
	struct vt_arena *a = vt_request_arena(req);

	vt_jsonw_key(j, key);
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "Library");
	vt_jsonw_pair(j, "name", vt_page_text(req, lang, "name"));
	vt_jsonw_pair(j, "url", vt_str_printf(a, "%.*s/", VT_STR_ARG(base)));
	if (logo.len > 0)
		vt_jsonw_pair(j, "logo",
			      vt_str_printf(a, "%.*s%.*s", VT_STR_ARG(base), VT_STR_ARG(logo)));
	vt_jsonw_end(j);
}

/* Within <script> nothing is escaped but by JSON's own means, and "<" stands in strings
 * only: so no element can end or begin there. */
vt_err
vt_jsonld_set(struct vt_value *data, const struct vt_jsonw *j, const struct vt_buf *json)
{
	struct vt_buf html;
	vt_err err = vt_jsonw_error(j);

	if (err != VT_OK)
		return (err);
	vt_buf_init(&html, 0);
	for (size_t i = 0; i < json->len; i++)
		if (json->p[i] == '<' || json->p[i] == '>' || json->p[i] == '&')
			vt_buf_printf(&html, "\\u%04x", (unsigned)json->p[i]);
		else
			vt_buf_char(&html, json->p[i]);
	if ((err = vt_buf_error(&html)) == VT_OK)
		vt_value_set_html(data, "jsonld", vt_buf_get(&html));
	vt_buf_fini(&html);
	return (err);
}
