/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What programs follow: the newest exhibitions as an Atom feed (RFC 4287), and a sitemap
 * (sitemaps.org 0.9) of all their pages in each language, with their pictures.
 */
#include "exh_manifest.h"

#define EXH_FEED_ENTRIES	30
#define EXH_FEED_PICTURE	1200	/* pixels */

static const char exh_sitemap_ns[] =
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	"<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
	"xmlns:xhtml=\"http://www.w3.org/1999/xhtml\" "
	"xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\">\n";

/* Of a picture that can be had; empty: it cannot. */
static struct vt_str
exh_feed_picture(struct exh_call *c, const struct exh_picture *p)
{
	struct exh_shown	s;

	if (p->object.len == 0)
		return (VT_STR_NONE);
	if (exh_show(c->req, p, &s) == VT_OK)
		return (exh_picture_url(c->req, &s, EXH_FEED_PICTURE, NULL, NULL));
	vt_fail_clear();
	return (VT_STR_NONE);
}

/* --- the feed ----------------------------------------------------------------------------- */

static void
exh_feed_entry(struct exh_call *c, struct vt_xmlw *x, const struct exh_exhibition *one)
{
	struct exh_call		own = *c;
	struct vt_str		name = exh_words_get(&one->title, c->version);
	struct vt_feed_entry	e = { .title = name.len > 0 ? name : one->slug,
				    .published = one->opened, .updated = one->changed,
				    .summary = exh_words_get(&one->summary, c->version) };

	own.x = one;
	e.id = exh_id(&own, "");
	e.url = exh_url(&own, "");
	e.picture = exh_feed_picture(&own, &one->cover);
	e.updated = e.updated > e.published ? e.updated : e.published;
	vt_feed_entry(x, &e);
	for (size_t i = 0; i < one->author_count; i++) {
		vt_xmlw_open(x, "author");
		vt_xmlw_element(x, "name", one->authors[i].name);
		vt_xmlw_close(x);
	}
	vt_xmlw_close(x);
}

/* When the newest change was; of nothing, the beginning of time. */
static int64_t
exh_feed_updated(const struct exh_exhibition *const *all, size_t count)
{
	int64_t	updated = 0;

	for (size_t i = 0; i < count; i++) {
		updated = all[i]->changed > updated ? all[i]->changed : updated;
		updated = all[i]->opened > updated ? all[i]->opened : updated;
	}
	return (updated);
}

static void
exh_feed_begin(struct exh_call *c, int64_t updated, struct vt_xmlw *x)
{
	struct vt_feed	f = { .language = vt_request_language(c->req), .updated = updated };
	struct vt_str	site = vt_page_text(c->req, f.language, "name");

	f.id = exh_id(c, "/feed.atom");
	f.title = vt_str_printf(c->arena, "%.*s%s%.*s",
	    VT_STR_ARG(vt_message(c->req, "exhibitions.title")), site.len > 0 ? " – " : "",
	    VT_STR_ARG(site));
	f.self = exh_url(c, "/feed.atom");
	f.alternate = exh_url(c, "");
	vt_feed_begin(c->req, c->res, &f, x);
}

vt_err
exh_feed(struct vt_request *req, struct vt_response *res)
{
	const struct exh_exhibition *const	*all;
	struct exh_call				 c;
	struct vt_xmlw				 x;
	size_t					 count;
	vt_err					 err;

	if ((err = exh_begin(req, res, &c)) != VT_OK ||
	    (err = exh_open_all(req, &all, &count)) != VT_OK)
		return (err);
	exh_feed_begin(&c, exh_feed_updated(all, count), &x);
	for (size_t i = 0; i < count && i < EXH_FEED_ENTRIES; i++)
		exh_feed_entry(&c, &x, all[i]);
	vt_xmlw_close(&x);
	return (vt_xmlw_error(&x) != VT_OK ? vt_xmlw_error(&x) : vt_response_error(res));
}

/* --- the sitemap ------------------------------------------------------------------------------ */

/* is_in_both: it is there in each language. */
static void
exh_sitemap_url(struct exh_call *c, const char *path, struct vt_str picture, bool is_in_both)
{
	struct vt_buf	*out = vt_response_body(c->res);
	struct vt_str	 url = exh_id(c, path), base = vt_request_base_url(c->req);
	char		 day[VT_TIME_MAX];

	vt_buf_printf(out, "<url><loc>");
	vt_buf_escape(out, url);
	vt_buf_printf(out, "</loc>");
	if (c->x != NULL)
		vt_buf_printf(out, "<lastmod>%s</lastmod>", vt_time_date(c->x->changed, day));
	/* Its languages with itself among them, else crawlers ignore them all. */
	if (is_in_both) {
		vt_buf_printf(out, "<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"");
		vt_buf_escape(out, url);
		vt_buf_printf(out, "\"/>");
	}
	for (int i = 0; i < 2 && is_in_both; i++) {
		const char *lang = exh_version_lang(i == 0 ? EXH_LT : EXH_EN);

		vt_buf_printf(out, "<xhtml:link rel=\"alternate\" hreflang=\"%s\" href=\"", lang);
		vt_buf_escape(out, base);
		vt_buf_printf(out, "/%s", lang);
		vt_buf_escape(out, vt_str_sub(url, base.len, url.len));
		vt_buf_printf(out, "\"/>");
	}
	if (picture.len > 0) {
		vt_buf_printf(out, "<image:image><image:loc>");
		vt_buf_escape(out, picture);
		vt_buf_printf(out, "</image:loc></image:image>");
	}
	vt_buf_printf(out, "</url>\n");
}

static bool
exh_feed_easy_both(const struct exh_call *c)
{
	return (c->x->has[EXH_EASY] && c->x->has[EXH_EASY_EN]);
}

static void
exh_sitemap_step(struct exh_call *c, const struct exh_step *s, const char *format)
{
	const char	*path = vt_str_c(c->arena, vt_str_printf(c->arena, "%s/steps/%.*s", format,
			    VT_STR_ARG(s->id)));
	bool		 is_easy = *format != '\0';

	if (path != NULL)
		exh_sitemap_url(c, path, s->picture_count > 0 && !is_easy ?
		    exh_feed_picture(c, &s->pictures[0]) : VT_STR_NONE, !is_easy || exh_feed_easy_both(c));
}

static void
exh_sitemap_one(struct exh_call *c)
{
	const struct exh_exhibition	*x = c->x;

	exh_sitemap_url(c, "", exh_feed_picture(c, &x->cover), true);
	for (size_t i = 0; i < x->step_count; i++)
		exh_sitemap_step(c, &x->steps[i], "");
	exh_sitemap_url(c, "/all", VT_STR_NONE, true);
	if (!x->has[EXH_EASY] && !x->has[EXH_EASY_EN])
		return;
	exh_sitemap_url(c, "/easy", VT_STR_NONE, exh_feed_easy_both(c));
	for (size_t i = 0; i < x->step_count; i++)
		exh_sitemap_step(c, &x->steps[i], "/easy");
}

vt_err
exh_sitemap(struct vt_request *req, struct vt_response *res)
{
	const struct exh_exhibition *const	*all;
	struct exh_call				 c, one;
	size_t					 count;
	vt_err					 err;

	if ((err = exh_begin_plain(req, res, &c)) != VT_OK ||
	    (err = exh_open_all(req, &all, &count)) != VT_OK)
		return (err);
	vt_response_type(res, "application/xml; charset=utf-8");
	vt_buf_printf(vt_response_body(res), "%s", exh_sitemap_ns);
	exh_sitemap_url(&c, "", VT_STR_NONE, true);
	for (size_t i = 0; i < count; i++) {
		one = c;
		one.x = all[i];
		exh_sitemap_one(&one);
	}
	vt_buf_printf(vt_response_body(res), "</urlset>\n");
	return (vt_response_error(res));
}
