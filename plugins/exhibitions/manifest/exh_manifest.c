/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of an exhibition (Presentation 3.0, 5.2): what it says of all of it, its
 * canvases, its steps as ranges.
 */
#include "exh_manifest.h"

/* --- addresses of parts ------------------------------------------------------------------- */

struct vt_str
exh_canvas_id(struct exh_manifest *m, const struct exh_canvas *canvas, const char *tail)
{
	const char	*path = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "/manifest/%.*s/%zu%s",
			    VT_STR_ARG(canvas->step->id), canvas->index, tail));

	return (path != NULL ? exh_id(&m->c, path) : VT_STR_NONE);
}

struct vt_str
exh_range_id(struct exh_manifest *m, const struct exh_step *s)
{
	const char	*path = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "/manifest/%.*s",
			    VT_STR_ARG(s->id)));

	return (path != NULL ? exh_id(&m->c, path) : VT_STR_NONE);
}

/* --- links --------------------------------------------------------------------------------- */

struct exh_link {
	const char	*path, *type, *message, *format;
};

static void
exh_links_write(struct exh_manifest *m, const char *key, const struct exh_link *links, size_t count)
{
	vt_jsonw_key(&m->j, key);
	vt_jsonw_array(&m->j);
	for (size_t i = 0; i < count; i++) {
		vt_jsonw_object(&m->j);
		vt_jsonw_pair(&m->j, "id", exh_id(&m->c, links[i].path));
		vt_jsonw_pair_c(&m->j, "type", links[i].type);
		exh_json_message(&m->c, &m->j, "label", links[i].message);
		vt_jsonw_pair_c(&m->j, "format", links[i].format);
		vt_jsonw_end(&m->j);
	}
	vt_jsonw_end(&m->j);
}

static void
exh_part_of_write(struct exh_manifest *m)
{
	vt_jsonw_key(&m->j, "partOf");
	vt_jsonw_array(&m->j);
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", vt_str_printf(m->c.arena, "%.*s/exhibitions/collection.json",
	    VT_STR_ARG(vt_request_base_url(m->c.req))));
	vt_jsonw_pair_c(&m->j, "type", "Collection");
	exh_json_message(&m->c, &m->j, "label", "exhibitions.title");
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

static void
exh_all_links_write(struct exh_manifest *m)
{
	static const struct exh_link	home = { "", "Text", "exhibition_data.page", "text/html" };
	static const struct exh_link	places = { "/places.geojson", "Dataset",
					    "exhibition_data.places", "application/geo+json" };
	static const struct exh_link	renderings[] = {
		{ "/all", "Text", "exhibition_data.all", "text/html" },
		{ "/offline.zip", "Dataset", "exhibition_data.zip", "application/zip" },
	};

	exh_links_write(m, "homepage", &home, 1);
	if (m->has_places)
		exh_links_write(m, "seeAlso", &places, 1);
	exh_links_write(m, "rendering", renderings, 2);
	if (m->c.x->opened != 0)
		exh_part_of_write(m);
}

/* --- whose it is ------------------------------------------------------------------------------ */

/* "Vardenė Pavardenė (curator)", all of them, in both languages. */
static struct exh_words
exh_authors(struct exh_manifest *m)
{
	const struct exh_exhibition	*x = m->c.x;
	struct exh_words		 w = { .line = 0 };

	for (int v = 0; v < EXH_FULL_VERSIONS && x->author_count > 0; v++) {
		if (!x->has[v])
			continue;
		for (size_t i = 0; i < x->author_count; i++) {
			struct vt_str role = exh_words_get(&x->authors[i].role, (enum exh_version)v);

			w.in[v] = vt_str_printf(m->c.arena, "%.*s%s%.*s%s%.*s%s",
			    VT_STR_ARG(w.in[v]), i > 0 ? "; " : "",
			    VT_STR_ARG(x->authors[i].name), role.len > 0 ? " (" : "",
			    VT_STR_ARG(role), role.len > 0 ? ")" : "");
		}
	}
	return (w);
}

static void
exh_metadata_write(struct exh_manifest *m)
{
	static const char *const	messages[] = { "exhibitions.authors", "exhibitions.period",
					    "exhibitions.rights" };
	struct exh_words		pairs[3] = { exh_authors(m), exh_date_words(m->c.arena,
					    &m->c.x->period), { .line = 0 } };

	/* Rights that "rights" does not take (3.1) are told in words. */
	if (exh_json_rights(m->c.arena, m->c.x->rights).len == 0)
		pairs[2].in[EXH_LT] = pairs[2].in[EXH_EN] = m->c.x->rights;
	exh_json_pairs(m, messages, pairs, 3);
}

/* What must be shown: who is thanked, else who made it. */
static void
exh_required_write(struct exh_manifest *m)
{
	struct exh_words	w = m->c.x->credits;
	bool			has_credits = exh_words_get(&w, EXH_LT).len > 0;

	if (!has_credits)
		w = exh_authors(m);
	if (exh_words_get(&w, EXH_LT).len == 0)
		return;
	vt_jsonw_key(&m->j, "requiredStatement");
	vt_jsonw_object(&m->j);
	exh_json_message(&m->c, &m->j, "label", has_credits ? "exhibitions.credits" :
	    "exhibitions.authors");
	exh_json_value(m, "value", &w);
	vt_jsonw_end(&m->j);
}

/* The library's own mark (3.2, logo), if it has one. */
static void
exh_logo_write(struct exh_manifest *m)
{
	struct vt_str	 url = vt_page_text(m->c.req, "lt", "logo"), bytes;
	const char	*type;

	if (url.len == 0 || !vt_page_asset(m->c.req, url, &bytes, &type))
		return;
	vt_jsonw_key(&m->j, "logo");
	vt_jsonw_array(&m->j);
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", vt_str_printf(m->c.arena, "%.*s%.*s",
	    VT_STR_ARG(vt_request_base_url(m->c.req)), VT_STR_ARG(url)));
	vt_jsonw_pair_c(&m->j, "type", "Image");
	vt_jsonw_pair_c(&m->j, "format", type);
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

static void
exh_provider_write(struct exh_manifest *m)
{
	struct exh_words	name = { .line = 0 };
	struct vt_str		base = vt_request_base_url(m->c.req);

	for (int v = 0; v < EXH_FULL_VERSIONS; v++)
		name.in[v] = vt_page_text(m->c.req, exh_version_lang((enum exh_version)v), "name");
	vt_jsonw_key(&m->j, "provider");
	vt_jsonw_array(&m->j);
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", vt_str_printf(m->c.arena, "%.*s/", VT_STR_ARG(base)));
	vt_jsonw_pair_c(&m->j, "type", "Agent");
	exh_json_words(&m->j, "label", &name, base);
	exh_logo_write(m);
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

/* --- the manifest ------------------------------------------------------------------------------ */

/* The cover's picture, else the first that there is. */
static vt_err
exh_manifest_thumbnail(struct exh_manifest *m)
{
	struct exh_shown	s = { .w = 0 };
	vt_err			err = VT_OK;

	if (m->c.x->cover.object.len > 0)
		err = exh_show(m->c.req, &m->c.x->cover, &s);
	vt_fail_clear();
	if (err != VT_OK || s.service.len == 0)
		s.w = 0;
	for (size_t i = 0; i < m->count && s.w == 0; i++)
		s = m->canvases[i].shown;
	exh_thumbnail_write(&m->c, &m->j, &s);
	return (err == VT_E_UNAVAILABLE || err == VT_E_IO ? err : VT_OK);
}

static vt_err
exh_about_write(struct exh_manifest *m)
{
	const struct exh_exhibition	*x = m->c.x;
	struct vt_str			 rights = exh_json_rights(m->c.arena, x->rights);
	vt_err				 err;

	exh_json_words(&m->j, "label", &x->title, x->slug);
	if (exh_words_get(&x->summary, EXH_LT).len > 0)
		exh_json_value(m, "summary", &x->summary);
	exh_metadata_write(m);
	if (rights.len > 0)
		vt_jsonw_pair(&m->j, "rights", rights);
	exh_required_write(m);
	exh_provider_write(m);
	if ((err = exh_manifest_thumbnail(m)) != VT_OK)
		return (err);
	vt_jsonw_key(&m->j, "behavior");
	vt_jsonw_array(&m->j);
	vt_jsonw_c(&m->j, "individuals");
	vt_jsonw_end(&m->j);
	exh_nav_place(m, NULL);
	exh_all_links_write(m);
	return (VT_OK);
}

static void
exh_range_write(struct exh_manifest *m, size_t step)
{
	const struct exh_step	*s = &m->c.x->steps[step];
	struct exh_words	 heading = exh_headings(s);

	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_range_id(m, s));
	vt_jsonw_pair_c(&m->j, "type", "Range");
	exh_json_words(&m->j, "label", &heading, s->id);
	exh_nav_place(m, s);
	vt_jsonw_key(&m->j, "items");
	vt_jsonw_array(&m->j);
	for (size_t i = 0; i < m->count; i++) {
		if (m->canvases[i].number != step + 1)
			continue;
		vt_jsonw_object(&m->j);
		vt_jsonw_pair(&m->j, "id", exh_canvas_id(m, &m->canvases[i], ""));
		vt_jsonw_pair_c(&m->j, "type", "Canvas");
		vt_jsonw_end(&m->j);
	}
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

static void
exh_contents_write(struct exh_manifest *m)
{
	vt_jsonw_key(&m->j, "items");
	vt_jsonw_array(&m->j);
	for (size_t i = 0; i < m->count; i++)
		exh_canvas_write(m, &m->canvases[i]);
	vt_jsonw_end(&m->j);
	if (m->c.x->step_count == 0)
		return;
	vt_jsonw_key(&m->j, "structures");
	vt_jsonw_array(&m->j);
	for (size_t i = 0; i < m->c.x->step_count; i++)
		exh_range_write(m, i);
	vt_jsonw_end(&m->j);
}

vt_err
exh_manifest_write(struct exh_call *c, bool has_texts, struct vt_buf *out)
{
	struct exh_manifest	m = { .c = *c, .has_texts = has_texts };
	vt_err			err = exh_manifest_load(&m);

	if (err != VT_OK)
		return (err);
	vt_jsonw_init(&m.j, out);
	vt_jsonw_object(&m.j);
	vt_jsonw_key(&m.j, "@context");
	vt_jsonw_array(&m.j);
	if (m.has_places)
		vt_jsonw_c(&m.j, EXH_CONTEXT_PLACES);
	vt_jsonw_c(&m.j, EXH_CONTEXT_IIIF);
	vt_jsonw_end(&m.j);
	vt_jsonw_pair(&m.j, "id", exh_id(c, "/manifest.json"));
	vt_jsonw_pair_c(&m.j, "type", "Manifest");
	if ((err = exh_about_write(&m)) != VT_OK)
		return (err);
	exh_contents_write(&m);
	vt_jsonw_end(&m.j);
	return (vt_jsonw_error(&m.j));
}

const char *
exh_type_iiif(const struct vt_request *req)
{
	static const char *const types[] = { EXH_TYPE_IIIF, "application/json" };

	return (types[vt_request_accepts(req, types, 2) == 1]);
}

vt_err
exh_manifest(struct vt_request *req, struct vt_response *res)
{
	struct exh_call	c;
	vt_err		err = exh_begin_plain(req, res, &c);

	if (err != VT_OK)
		return (err);
	vt_response_type(res, exh_type_iiif(req));
	err = exh_manifest_write(&c, c.x->step_count <= EXH_TEXTS_WITHIN, vt_response_body(res));
	return (err != VT_OK ? err : vt_response_error(res));
}
