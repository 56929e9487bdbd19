/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content tier: for each medium that isShownBy or hasView names and a WebResource
 * describes, a tier by its kind, lowered by its licence; the best one counts.
 */
#include "ingest/rules/rules_xml.h"
#include "ingest/rules/tiers_inside.h"
#include "text/xml_read.h"

#define VT_NS_EBUCORE "http://www.ebu.ch/metadata/ontologies/ebucore/ebucore#"

struct vt_tier_medium {
	struct vt_str type; /* empty: unknown */
	int64_t pixels, lines;
	enum vt_tier_licence licence;
};
struct vt_tier_view {
	struct vt_tier_record *r;
	struct vt_str kind;
	enum vt_tier_licence licence;
	bool has_page, has_thumbnail, has_player;
};

/* --- licences ------------------------------------------------------------------------------- */

static enum vt_tier_licence
vt_tiers_licence(struct vt_str uri)
{
	static const struct {
		const char *path;
		enum vt_tier_licence licence;
	} rows[] = {
		{ "creativecommons.org/publicdomain/", VT_TIER_OPEN },
		{ "creativecommons.org/licenses/by/", VT_TIER_OPEN },
		{ "creativecommons.org/licenses/by-sa/", VT_TIER_OPEN },
		{ "creativecommons.org/licenses/", VT_TIER_RESTRICTED },
		{ "rightsstatements.org/vocab/NoC-NC/", VT_TIER_RESTRICTED },
		{ "rightsstatements.org/vocab/NoC-OKLR/", VT_TIER_RESTRICTED },
		{ "rightsstatements.org/vocab/InC-EDU/", VT_TIER_RESTRICTED },
	};
	ptrdiff_t at = vt_str_find(uri, VT_STR("://"));

	uri = at < 0 ? VT_STR_NONE : vt_str_sub(uri, (size_t)at + 3, uri.len);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (vt_str_starts(uri, vt_str_of(rows[i].path)))
			return (rows[i].licence);
	return (VT_TIER_CLOSED);
}

static enum vt_tier_licence
vt_tiers_licence_of(struct vt_tier_record *r, const xmlNode *n, enum vt_tier_licence otherwise)
{
	const xmlNode *rights = vt_xml_child(n, VT_NS_EDM, "rights");
	struct vt_str uri;

	return (rights != NULL && vt_rdf_attr(r->a, rights, "resource", &uri)
		    ? vt_tiers_licence(uri)
		    : otherwise);
}

/* --- media ------------------------------------------------------------------------------------ */

static int64_t
vt_tiers_int(struct vt_tier_record *r, const xmlNode *w, const char *local)
{
	const xmlNode *n = vt_xml_child(w, VT_NS_EBUCORE, local);
	int64_t value = 0;

	if (n == NULL || !vt_str_to_int(vt_xml_text(r->a, n), 0, INT32_MAX, &value))
		return (0);
	return (value);
}

/* Facts come in the order of the record, mostly. */
static const struct vt_tier_fact *
vt_tiers_fact(struct vt_tier_record *r, struct vt_str about)
{
	for (size_t i = 0; i < r->fact_count; i++) {
		size_t at = (r->next_fact + i) % r->fact_count;

		if (!vt_str_ends(about, r->facts[at].address))
			continue;
		r->next_fact = at + 1;
		return (&r->facts[at]);
	}
	return (NULL);
}

static struct vt_tier_medium
vt_tiers_medium(struct vt_tier_view *v, const xmlNode *w, struct vt_str about)
{
	const struct vt_tier_fact *fact = vt_tiers_fact(v->r, about);
	const xmlNode *type = vt_xml_child(w, VT_NS_EBUCORE, "hasMimeType");
	int64_t width = fact != NULL ? fact->width : vt_tiers_int(v->r, w, "width");
	struct vt_tier_medium m = { .licence = vt_tiers_licence_of(v->r, w, v->licence) };

	m.lines = fact != NULL ? fact->height : vt_tiers_int(v->r, w, "height");
	m.pixels = width * m.lines;
	if (fact != NULL)
		m.type = vt_str_of(fact->media_type);
	else if (type != NULL)
		m.type = vt_xml_text(v->r->a, type);
	return (m);
}

static bool
vt_tiers_is(const struct vt_tier_medium *m, const char *start)
{
	return (vt_str_starts(m->type, vt_str_of(start)));
}

/* --- tiers by kind ------------------------------------------------------------------------------
 */

static int
vt_tiers_by_pixels(int64_t pixels, bool has_page)
{
	if (pixels >= VT_TIER_PIXELS_LARGE)
		return (4);
	if (pixels >= VT_TIER_PIXELS_MEDIUM)
		return (2);
	return (pixels >= VT_TIER_PIXELS_SMALL || has_page ? 1 : 0);
}

static int
vt_tiers_one(const struct vt_tier_view *v, const struct vt_tier_medium *m)
{
	bool is_image = vt_tiers_is(m, "image/"), is_pdf = vt_tiers_is(m, "application/pdf");

	if (vt_str_eq_c(v->kind, "IMAGE"))
		return (is_image ? vt_tiers_by_pixels(m->pixels, false) : 0);
	if (vt_str_eq_c(v->kind, "TEXT"))
		return (is_pdf ? 4 : vt_tiers_by_pixels(is_image ? m->pixels : 0, v->has_page));
	if (vt_str_eq_c(v->kind, "SOUND"))
		return (vt_tiers_is(m, "audio/") || v->has_player ? 4 : v->has_page);
	if (vt_str_eq_c(v->kind, "VIDEO")) {
		bool is_video = vt_tiers_is(m, "video/");

		if ((is_video && m->lines >= VT_TIER_VIDEO_LINES) || v->has_player)
			return (4);
		return (is_video || v->has_page);
	}
	return (m->type.len != 0 && !is_image && !is_pdf ? 4 : 0);
}

/* Why one medium gives no more. */
static enum vt_tier_reason
vt_tiers_why(const struct vt_tier_view *v, const struct vt_tier_medium *m, int tier, int before)
{
	bool is_image = vt_tiers_is(m, "image/");

	if (tier < before)
		return (m->licence == VT_TIER_CLOSED ? VT_TIER_LICENCE_CLOSED
						     : VT_TIER_LICENCE_RESTRICTED);
	if (tier == 4)
		return (VT_TIER_TOP);
	if ((vt_str_eq_c(v->kind, "IMAGE") || vt_str_eq_c(v->kind, "TEXT")) && is_image)
		return (VT_TIER_SMALL);
	if (vt_str_eq_c(v->kind, "VIDEO") && vt_tiers_is(m, "video/"))
		return (VT_TIER_FEW_LINES);
	return (VT_TIER_OTHER_MEDIA);
}

static int
vt_tiers_cap(int tier, enum vt_tier_licence licence)
{
	int most = licence == VT_TIER_OPEN ? 4 : licence == VT_TIER_RESTRICTED ? 3 : 2;

	return (tier < most ? tier : most);
}

/* --- the record
 * ------------------------------------------------------------------------------------ */

/* Addresses of players that Europeana embeds. */
static bool
vt_tiers_is_player(struct vt_str uri)
{
	static const char *const starts[] = {
		"soundcloud.com/",	     "vimeo.com/",
		"player.vimeo.com/video/",   "youtu.be/",
		"www.youtube.com/v/",	     "www.youtube.com/watch",
		"m.youtube.com/watch",	     "sketchfab.com/3d-models",
		"sketchfab.com/models/",     "skfb.ly/",
		"www.euscreen.eu/item.html",
	};
	ptrdiff_t at = vt_str_find(uri, VT_STR("://"));

	uri = at < 0 ? VT_STR_NONE : vt_str_sub(uri, (size_t)at + 3, uri.len);
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (vt_str_starts(uri, vt_str_of(starts[i])))
			return (true);
	return (false);
}

static bool
vt_tiers_links(struct vt_tier_record *r, const char *local, struct vt_str to)
{
	struct vt_str uri;

	for (const xmlNode *n = vt_xml_child(r->aggregation, VT_NS_EDM, local); n != NULL;
	     n = vt_xml_next(n, VT_NS_EDM, local))
		if (vt_rdf_attr(r->a, n, "resource", &uri) && uri.len != 0 &&
		    (to.len == 0 || vt_str_eq(uri, to)))
			return (true);
	return (false);
}

static void
vt_tiers_look(struct vt_tier_view *v)
{
	struct vt_tier_record *r = v->r;
	const xmlNode *shown = vt_xml_child(r->aggregation, VT_NS_EDM, "isShownBy"), *type;
	struct vt_str uri;

	for (size_t i = 0; i < r->provided_count && v->kind.len == 0; i++)
		if ((type = vt_xml_child(r->provided[i], VT_NS_EDM, "type")) != NULL)
			v->kind = vt_xml_text(r->a, type);
	v->licence = vt_tiers_licence_of(r, r->aggregation, VT_TIER_CLOSED);
	v->has_page = vt_tiers_links(r, "isShownAt", VT_STR_NONE);
	v->has_thumbnail = vt_tiers_links(r, "object", VT_STR_NONE);
	v->has_player =
	    shown != NULL && vt_rdf_attr(r->a, shown, "resource", &uri) && vt_tiers_is_player(uri);
}

/* The better one; of two alike the one that would be better without its licence. */
static void
vt_tiers_take(const struct vt_tier_view *v, const struct vt_tier_medium *m, struct vt_tiers *t)
{
	int before = vt_tiers_one(v, m), tier = vt_tiers_cap(before, m->licence);

	if (t->reason != VT_TIER_NO_MEDIA &&
	    (tier < t->content || (tier == t->content && before <= t->content_unlicensed)))
		return;
	t->content = tier;
	t->content_unlicensed = before;
	t->licence = m->licence;
	t->reason = vt_tiers_why(v, m, tier, before);
	t->pixels = vt_str_eq_c(v->kind, "VIDEO") ? m->lines : m->pixels;
}

static void
vt_tiers_media(struct vt_tier_view *v, struct vt_tiers *t)
{
	struct vt_tier_record *r = v->r;
	struct vt_str about;

	for (const xmlNode *w = vt_xml_child(r->root, VT_NS_EDM, "WebResource"); w != NULL;
	     w = vt_xml_next(w, VT_NS_EDM, "WebResource")) {
		struct vt_tier_medium m;

		if (!vt_rdf_attr(r->a, w, "about", &about) || about.len == 0 ||
		    !(vt_tiers_links(r, "isShownBy", about) || vt_tiers_links(r, "hasView", about)))
			continue;
		m = vt_tiers_medium(v, w, about);
		vt_tiers_take(v, &m, t);
		/* No other can be better; of our own records all have one licence. */
		if (t->content == 4 || (r->fact_count != 0 && t->content_unlicensed == 4))
			return;
	}
}

void
vt_tiers_content(struct vt_tier_record *r, struct vt_tiers *t)
{
	struct vt_tier_view v = { .r = r };
	bool is_image;

	if (r->aggregation == NULL)
		return;
	vt_tiers_look(&v);
	t->licence = v.licence;
	if (v.kind.len == 0)
		return;
	is_image = vt_str_eq_c(v.kind, "IMAGE");
	if (is_image && !v.has_thumbnail) {
		t->reason = VT_TIER_NO_THUMBNAIL;
		return;
	}
	t->reason = VT_TIER_NO_MEDIA;
	vt_tiers_media(&v, t);
	if (t->reason != VT_TIER_NO_MEDIA)
		return;
	t->content = t->content_unlicensed = !is_image && v.has_page;
	if (!is_image && !v.has_page)
		t->reason = VT_TIER_NOTHING;
}
