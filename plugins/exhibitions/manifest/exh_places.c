/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The places of an exhibition, a feature a step: as navPlace of its manifest (the extension
 * 1.0), and as GeoJSON (RFC 7946) with the names, times and addresses of its steps.
 */
#include "exh_manifest.h"

bool
exh_has_places(const struct exh_exhibition *x)
{
	for (size_t i = 0; i < x->step_count; i++)
		if (x->steps[i].place.is_there)
			return (true);
	return (false);
}

static void
exh_point_write(struct vt_jsonw *j, const struct exh_place *place)
{
	vt_jsonw_key(j, "geometry");
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "type", "Point");
	vt_jsonw_key(j, "coordinates");
	vt_jsonw_array(j);
	vt_jsonw_double(j, place->longitude);	/* GeoJSON has it first (3.1.1) */
	vt_jsonw_double(j, place->latitude);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

/* --- navPlace --------------------------------------------------------------------------------- */

static struct vt_str
exh_place_id(struct exh_manifest *m, const char *kind, const struct exh_step *s)
{
	struct vt_str	 id = s != NULL ? s->id : VT_STR_NONE;
	const char	*path = vt_str_c(m->c.arena, vt_str_printf(m->c.arena,
			    "/manifest.json#%s%s%.*s", kind, s != NULL ? "-" : "", VT_STR_ARG(id)));

	return (path != NULL ? exh_id(&m->c, path) : VT_STR_NONE);
}

static void
exh_nav_feature(struct exh_manifest *m, const struct exh_step *s, const char *kind)
{
	struct exh_words	name = s->place.name;

	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_place_id(m, kind, s));
	vt_jsonw_pair_c(&m->j, "type", "Feature");
	vt_jsonw_key(&m->j, "properties");
	vt_jsonw_object(&m->j);
	if (exh_words_get(&name, EXH_LT).len == 0)
		name = exh_headings(s);
	exh_json_words(&m->j, "label", &name, s->id);
	vt_jsonw_end(&m->j);
	exh_point_write(&m->j, &s->place);
	vt_jsonw_end(&m->j);
}

void
exh_nav_place(struct exh_manifest *m, const struct exh_step *one)
{
	if (one != NULL ? !one->place.is_there : !m->has_places)
		return;
	vt_jsonw_key(&m->j, "navPlace");
	vt_jsonw_object(&m->j);
	vt_jsonw_pair(&m->j, "id", exh_place_id(m, "places", one));
	vt_jsonw_pair_c(&m->j, "type", "FeatureCollection");
	vt_jsonw_key(&m->j, "features");
	vt_jsonw_array(&m->j);
	for (size_t i = 0; i < m->c.x->step_count; i++) {
		const struct exh_step *s = &m->c.x->steps[i];

		if (s->place.is_there && (one == NULL || one == s))
			exh_nav_feature(m, s, one != NULL ? "step-place" : "place");
	}
	vt_jsonw_end(&m->j);
	vt_jsonw_end(&m->j);
}

/* --- GeoJSON ------------------------------------------------------------------------------------ */

/* "name_lt", "name_en": maps of others know no maps of languages. */
static void
exh_feature_words(struct exh_call *c, struct vt_jsonw *j, const char *key,
    const struct exh_words *w)
{
	for (int v = 0; v < EXH_FULL_VERSIONS; v++)
		if (w->in[v].len > 0)
			vt_jsonw_pair(j, vt_str_c(c->arena, vt_str_printf(c->arena, "%s_%s", key,
			    exh_version_name((enum exh_version)v))), w->in[v]);
}

static struct vt_str
exh_feature_url(struct exh_call *c, const char *prefix, const struct exh_step *s)
{
	return (vt_str_printf(c->arena, "%.*s%s/exhibitions/%.*s/steps/%.*s",
	    VT_STR_ARG(vt_request_base_url(c->req)), prefix, VT_STR_ARG(c->x->slug),
	    VT_STR_ARG(s->id)));
}

static void
exh_feature_write(struct exh_call *c, struct vt_jsonw *j, size_t index)
{
	const struct exh_step	*s = &c->x->steps[index];
	struct exh_words	 heading = exh_headings(s), when = exh_date_words(c->arena, &s->date);
	struct vt_str		 name = exh_words_get(&s->place.name, EXH_LT);

	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "type", "Feature");
	vt_jsonw_pair(j, "id", s->id);
	exh_point_write(j, &s->place);
	vt_jsonw_key(j, "properties");
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "name", name.len > 0 ? name : exh_words_get(&heading, EXH_LT));
	exh_feature_words(c, j, "name", &s->place.name);
	exh_feature_words(c, j, "title", &heading);
	vt_jsonw_pair_int(j, "step", (int64_t)index + 1);
	if (s->date.start.len > 0)
		vt_jsonw_pair(j, "date", s->date.end.len == 0 ? s->date.start :
		    vt_str_printf(c->arena, "%.*s/%.*s", VT_STR_ARG(s->date.start),
		    VT_STR_ARG(s->date.end)));
	exh_feature_words(c, j, "when", &when);
	vt_jsonw_pair(j, "url", exh_feature_url(c, "", s));
	vt_jsonw_pair(j, "url_lt", exh_feature_url(c, "/lt", s));
	vt_jsonw_pair(j, "url_en", exh_feature_url(c, "/en", s));
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

vt_err
exh_places(struct vt_request *req, struct vt_response *res)
{
	struct exh_call	c;
	struct vt_jsonw	j;
	vt_err		err = exh_begin_plain(req, res, &c);

	if (err != VT_OK)
		return (err);
	vt_response_type(res, "application/geo+json");
	vt_jsonw_init(&j, vt_response_body(res));
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "type", "FeatureCollection");
	vt_jsonw_key(&j, "features");
	vt_jsonw_array(&j);
	for (size_t i = 0; i < c.x->step_count; i++)
		if (c.x->steps[i].place.is_there)
			exh_feature_write(&c, &j, i);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	return ((err = vt_jsonw_error(&j)) != VT_OK ? err : vt_response_error(res));
}
