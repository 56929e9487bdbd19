/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exhibition and a step of it as schema.org JSON-LD, within their pages, for search
 * engines: an exhibition that is held online, and a work whose parts are its steps.
 */
#include "exh_page.h"

/* --- parts ---------------------------------------------------------------------------------- */

static void
exh_jsonld_pair(struct vt_jsonw *j, const char *key, struct vt_str value)
{
	if (value.len > 0)
		vt_jsonw_pair(j, key, value);
}

/* "1910/1931" (ISO 8601) */
static void
exh_jsonld_span(const struct exh_page *p, struct vt_jsonw *j, const struct exh_date *d)
{
	if (d->start.len == 0)
		return;
	vt_jsonw_pair(j, "temporalCoverage", d->end.len == 0 ? d->start :
	    vt_str_printf(p->c.arena, "%.*s/%.*s", VT_STR_ARG(d->start), VT_STR_ARG(d->end)));
}

static void
exh_jsonld_place(const struct exh_page *p, struct vt_jsonw *j, const struct exh_place *place)
{
	if (!place->is_there)
		return;
	vt_jsonw_key(j, "contentLocation");
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "Place");
	exh_jsonld_pair(j, "name", exh_words_get(&place->name, p->c.version));
	vt_jsonld_geo(j, place->latitude, place->longitude);
	vt_jsonw_end(j);
}

static vt_err
exh_jsonld_picture(struct exh_page *p, struct vt_jsonw *j, const struct exh_picture *picture)
{
	struct exh_shown	s;
	bool			is_shown = false;
	vt_err			err = VT_OK;

	if (picture != NULL && picture->object.len > 0)
		err = exh_page_show(p, picture, &s, &is_shown);
	if (err != VT_OK || !is_shown)
		return (err);
	vt_jsonw_key(j, "image");
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "ImageObject");
	vt_jsonw_pair(j, "contentUrl", exh_picture_url(p->c.req, &s, EXH_SHARED_SIDE, NULL, NULL));
	exh_jsonld_pair(j, "caption", exh_words_get(&picture->alt, p->c.version));
	exh_jsonld_pair(j, "isPartOf", vt_link_id(p->c.req, "site.object", s.object.identifier));
	vt_jsonw_end(j);
	return (VT_OK);
}

/* That there is a step; begins an object. */
static void
exh_jsonld_part(struct exh_page *p, struct vt_jsonw *j, size_t index)
{
	const struct exh_step	*s = &p->c.x->steps[index];

	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "CreativeWork");
	vt_jsonw_pair(j, "@id", exh_id(&p->c, exh_page_step_suffix(p, s, "")));
	vt_jsonw_pair(j, "name", exh_page_heading_text(p, s));
	vt_jsonw_pair_int(j, "position", (int64_t)index + 1);
}

/* What it is; begins an object. */
static vt_err
exh_jsonld_step(struct exh_page *p, struct vt_jsonw *j, size_t index)
{
	const struct exh_step	*s = &p->c.x->steps[index];

	exh_jsonld_part(p, j, index);
	vt_jsonw_pair(j, "url", exh_url(&p->c, exh_page_step_suffix(p, s, "")));
	exh_jsonld_span(p, j, &s->date);
	exh_jsonld_place(p, j, &s->place);
	return (exh_jsonld_picture(p, j, s->picture_count > 0 ? &s->pictures[0] : NULL));
}

static void
exh_jsonld_authors(const struct exh_page *p, struct vt_jsonw *j)
{
	if (p->c.x->author_count == 0)
		return;
	vt_jsonw_key(j, "author");
	vt_jsonw_array(j);
	for (size_t i = 0; i < p->c.x->author_count; i++) {
		vt_jsonw_object(j);
		vt_jsonw_pair_c(j, "@type", "Person");
		vt_jsonw_pair(j, "name", p->c.x->authors[i].name);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

/* Where and when it is held: here, since it was opened. */
static void
exh_jsonld_event(const struct exh_page *p, struct vt_jsonw *j)
{
	char	day[VT_TIME_MAX];

	if (p->c.x->opened != 0) {
		vt_jsonw_pair_c(j, "startDate", vt_time_date(p->c.x->opened, day));
		vt_jsonw_pair_c(j, "datePublished", vt_time_date(p->c.x->opened, day));
	}
	vt_jsonw_pair_c(j, "dateModified", vt_time_date(p->c.x->changed, day));
	vt_jsonw_pair_c(j, "eventAttendanceMode", "https://schema.org/OnlineEventAttendanceMode");
	vt_jsonw_pair_c(j, "eventStatus", "https://schema.org/EventScheduled");
	vt_jsonw_key(j, "location");
	vt_jsonw_object(j);
	vt_jsonw_pair_c(j, "@type", "VirtualLocation");
	vt_jsonw_pair(j, "url", exh_url(&p->c, ""));
	vt_jsonw_end(j);
	vt_jsonw_key(j, "isAccessibleForFree");
	vt_jsonw_bool(j, true);
}

static void
exh_jsonld_languages(const struct exh_page *p, struct vt_jsonw *j)
{
	vt_jsonw_key(j, "inLanguage");
	vt_jsonw_array(j);
	if (p->c.x->has[EXH_LT])
		vt_jsonw_c(j, "lt");
	if (p->c.x->has[EXH_EN])
		vt_jsonw_c(j, "en");
	vt_jsonw_end(j);
}

/* Name, address, words; begins an object of several types. */
static void
exh_jsonld_begin(const struct exh_page *p, struct vt_jsonw *j)
{
	struct vt_str	name = exh_words_get(&p->c.x->title, p->c.version);

	vt_jsonw_object(j);
	vt_jsonw_key(j, "@type");
	vt_jsonw_array(j);
	vt_jsonw_c(j, "ExhibitionEvent");
	vt_jsonw_c(j, "CreativeWork");
	vt_jsonw_end(j);
	vt_jsonw_pair(j, "@id", exh_id(&p->c, ""));
	vt_jsonw_pair(j, "url", exh_url(&p->c, ""));
	vt_jsonw_pair(j, "name", name.len > 0 ? name : p->c.x->slug);
}

/* --- into the page --------------------------------------------------------------------------- */

static vt_err
exh_jsonld_exhibition(struct exh_page *p, struct vt_jsonw *j)
{
	vt_err	err;

	exh_jsonld_begin(p, j);
	vt_jsonw_pair_c(j, "@context", "https://schema.org/");
	exh_jsonld_pair(j, "description", exh_words_get(&p->c.x->summary, p->c.version));
	exh_jsonld_languages(p, j);
	exh_jsonld_authors(p, j);
	exh_jsonld_pair(j, "license", p->c.x->rights);
	exh_jsonld_span(p, j, &p->c.x->period);
	exh_jsonld_event(p, j);
	vt_jsonld_library(p->c.req, j, "organizer");
	vt_jsonld_library(p->c.req, j, "publisher");
	if ((err = exh_jsonld_picture(p, j, &p->c.x->cover)) != VT_OK)
		return (err);
	vt_jsonw_key(j, "hasPart");
	vt_jsonw_array(j);
	for (size_t i = 0; i < p->c.x->step_count; i++) {
		exh_jsonld_part(p, j, i);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
	vt_jsonw_end(j);
	return (VT_OK);
}

vt_err
exh_page_jsonld(struct exh_page *p)
{
	struct vt_jsonw	j;
	struct vt_buf	json;
	vt_err		err;

	vt_buf_init(&json, 0);
	vt_jsonw_init(&j, &json);
	if ((err = exh_jsonld_exhibition(p, &j)) == VT_OK)
		err = vt_jsonld_set(p->data, &j, &json);
	vt_buf_fini(&json);
	return (err);
}

vt_err
exh_page_jsonld_step(struct exh_page *p, size_t index)
{
	struct vt_jsonw	j;
	struct vt_buf	json;
	vt_err		err;

	vt_buf_init(&json, 0);
	vt_jsonw_init(&j, &json);
	if ((err = exh_jsonld_step(p, &j, index)) == VT_OK) {
		vt_jsonw_pair_c(&j, "@context", "https://schema.org/");
		exh_jsonld_languages(p, &j);
		exh_jsonld_pair(&j, "license", p->c.x->rights);
		vt_jsonw_key(&j, "isPartOf");
		exh_jsonld_begin(p, &j);
		vt_jsonw_end(&j);
		vt_jsonw_end(&j);
		err = vt_jsonld_set(p->data, &j, &json);
	}
	vt_buf_fini(&json);
	return (err);
}
