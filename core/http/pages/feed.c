/* SPDX-License-Identifier: Apache-2.0 */
/* Atom (api/feed.h). */
#include "api/feed.h"

#include "api/page.h"
#include "api/time.h"

static void
vt_feed_link(struct vt_xmlw *x, const char *rel, const char *type, struct vt_str href)
{
	if (href.len == 0)
		return;
	vt_xmlw_open(x, "link");
	vt_xmlw_attr(x, "rel", vt_str_of(rel));
	vt_xmlw_attr(x, "type", vt_str_of(type));
	vt_xmlw_attr(x, "href", href);
	vt_xmlw_close(x);
}

static void
vt_feed_time(struct vt_xmlw *x, const char *name, int64_t t)
{
	char text[VT_TIME_MAX];

	vt_xmlw_element(x, name, vt_str_of(vt_time_iso(t, text)));
}

/* Whose it is (RFC 4287, 4.2.1), and by which mark it is known (4.2.8). */
static void
vt_feed_library(struct vt_request *req, const struct vt_feed *f, struct vt_xmlw *x)
{
	struct vt_str name = vt_page_text(req, f->language, "name");
	struct vt_str logo = vt_page_text(req, f->language, "logo");
	struct vt_str base = vt_request_base_url(req);

	vt_xmlw_open(x, "author");
	vt_xmlw_element(x, "name", name.len > 0 ? name : base);
	vt_xmlw_close(x);
	if (logo.len > 0)
		vt_xmlw_element(x, "logo",
				vt_str_printf(vt_request_arena(req), "%.*s%.*s", VT_STR_ARG(base),
					      VT_STR_ARG(logo)));
}

/* Another title, language and address are another feed's (4.2.6).  Lithuanian, which is what
 * has no language in its address mostly is, keeps that without. */
static struct vt_str
vt_feed_id(struct vt_request *req, const struct vt_feed *f)
{
	struct vt_str base = vt_request_base_url(req);

	if (strcmp(f->language, "lt") == 0 || !vt_str_starts(f->id, base))
		return (f->id);
	return (vt_str_printf(vt_request_arena(req), "%.*s/%s%.*s", VT_STR_ARG(base), f->language,
			      VT_STR_ARG(vt_str_sub(f->id, base.len, f->id.len))));
}

void
vt_feed_begin(struct vt_request *req, struct vt_response *res, const struct vt_feed *f,
	      struct vt_xmlw *x)
{
	vt_response_type(res, "application/atom+xml; charset=utf-8");
	vt_xmlw_init(x, vt_response_body(res));
	vt_xmlw_declaration(x);
	vt_xmlw_open(x, "feed");
	vt_xmlw_attr(x, "xmlns", VT_STR("http://www.w3.org/2005/Atom"));
	vt_xmlw_attr(x, "xml:lang", vt_str_of(f->language));
	vt_xmlw_element(x, "id", vt_feed_id(req, f));
	vt_xmlw_element(x, "title", f->title);
	vt_feed_time(x, "updated", f->updated);
	vt_feed_library(req, f, x);
	vt_feed_link(x, "self", "application/atom+xml", f->self);
	vt_feed_link(x, "alternate", "text/html", f->alternate);
}

void
vt_feed_entry(struct vt_xmlw *x, const struct vt_feed_entry *e)
{
	vt_xmlw_open(x, "entry");
	vt_xmlw_element(x, "id", e->id);
	vt_xmlw_element(x, "title", e->title);
	vt_feed_time(x, "updated", e->updated);
	vt_feed_time(x, "published", e->published);
	vt_feed_link(x, "alternate", "text/html", e->url);
	vt_feed_link(x, "enclosure", "image/jpeg", e->picture);
	if (e->summary.len > 0)
		vt_xmlw_element(x, "summary", e->summary);
}
