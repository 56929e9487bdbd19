/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exhibition within the pages of others: a frame of its cover without scripts, whose
 * links lead to us, and oEmbed (api/oembed.h), by which other programs learn of it.
 */
#include "exh_page.h"

#define EXH_FRAME_WIDTH	 720	/* pixels, when no size is asked for */
#define EXH_FRAME_HEIGHT 420
#define EXH_THUMB_WIDTH	 800
#define EXH_CACHE_AGE	 "3600"	/* seconds that others may keep an oEmbed */

/* The policy of all pages, without scripts and without the rule of who may frame them. */
#define EXH_FRAME_CSP								\
	"default-src 'none'; img-src 'self' data:; style-src 'self'; "		\
	"font-src 'self'; form-action 'none'; frame-ancestors *; base-uri 'none'"

/* --- the frame ------------------------------------------------------------------------- */

static vt_err
exh_frame_picture(struct exh_page *p)
{
	struct exh_shown	s;
	bool			is_shown = false;
	vt_err			err;

	vt_value_set_str(p->data, "cover_src", VT_STR_NONE);
	if (p->c.x->cover.object.len == 0)
		return (VT_OK);
	if ((err = exh_page_show(p, &p->c.x->cover, &s, &is_shown)) != VT_OK || !is_shown)
		return (err);
	exh_page_sizes(p, p->data, "cover_", &s);
	return (exh_page_shared(p, &p->c.x->cover));
}

vt_err
exh_page_embed(struct vt_request *req, struct vt_response *res)
{
	struct exh_page	p;
	vt_err		err;

	if ((err = exh_page_begin(req, res, &p)) != VT_OK || (err = exh_frame_picture(&p)) != VT_OK)
		return (err);
	vt_response_header(res, "Content-Security-Policy", VT_STR(EXH_FRAME_CSP));
	vt_value_set_bool(p.data, "is_framed", true);
	vt_value_set_bool(p.data, "is_passing", true);
	vt_value_set_str(p.data, "cover_url", exh_url(&p.c, ""));
	vt_value_set_str(p.data, "url", exh_url(&p.c, ""));
	vt_value_set_str(p.data, "home_url", vt_str_printf(p.c.arena, "%.*s%.*s/",
	    VT_STR_ARG(vt_request_base_url(req)), VT_STR_ARG(vt_request_prefix(req))));
	return (vt_page(req, res, "exhibition_embed", p.data));
}

static struct vt_str
exh_frame_element(const struct exh_call *c, struct vt_str url, int64_t width, int64_t height)
{
	struct vt_str	name = exh_words_get(&c->x->title, c->version), html;
	struct vt_buf	out;

	vt_buf_init(&out, 0);
	vt_buf_str(&out, VT_STR("<iframe src=\""));
	vt_buf_escape(&out, url);
	vt_buf_printf(&out, "\" width=\"%lld\" height=\"%lld\" title=\"", (long long)width,
	    (long long)height);
	vt_buf_escape(&out, name.len > 0 ? name : c->x->slug);
	vt_buf_str(&out, VT_STR("\" loading=\"lazy\"></iframe>"));
	html = vt_str_dup(c->arena, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (html);
}

struct vt_str
exh_page_frame(const struct exh_call *c)
{
	return (exh_frame_element(c, exh_url(c, "/embed"), EXH_FRAME_WIDTH, EXH_FRAME_HEIGHT));
}

/* --- oEmbed: which exhibition ------------------------------------------------------------- */

#define EXH_OEMBED_THING "an exhibition"

struct exh_oembed {
	struct exh_page	 p;
	struct vt_oembed asked;
	struct vt_str	 thumb;
	int64_t		 thumb_width, thumb_height;
};

/* /exhibitions/, slug, whatever page of it. */
static bool
exh_oembed_slug(struct vt_str path, struct vt_str *slug_r)
{
	struct vt_str	root = VT_STR("/exhibitions/");

	*slug_r = vt_str_sub(path, root.len, path.len);
	for (size_t i = 0; i < slug_r->len; i++)
		if (strchr("/?#", slug_r->p[i]) != NULL)
			slug_r->len = i;
	return (vt_str_starts(path, root) && exh_is_slug(*slug_r));
}

static vt_err
exh_oembed_thumb(struct exh_oembed *e)
{
	struct exh_shown	s;
	bool			is_shown = false;
	vt_err			err = VT_OK;

	if (e->p.c.x->cover.object.len > 0)
		err = exh_page_show(&e->p, &e->p.c.x->cover, &s, &is_shown);
	if (err == VT_OK && is_shown)
		e->thumb = exh_picture_url(e->p.c.req, &s, EXH_THUMB_WIDTH, &e->thumb_width,
		    &e->thumb_height);
	return (err);
}

/* It is told in the language of the address that was given, whatever this request's is. */
static vt_err
exh_oembed_read(struct exh_oembed *e)
{
	struct vt_request	*req = e->p.c.req;
	struct vt_str		 slug;
	vt_err			 err = vt_oembed_read(req, EXH_OEMBED_THING, &e->asked);

	if (err != VT_OK)
		return (err);
	e->p.language = e->asked.language;
	e->p.c.version = strcmp(e->p.language, "en") == 0 ? EXH_EN : EXH_LT;
	if (!exh_oembed_slug(e->asked.path, &slug))
		return (vt_oembed_none(EXH_OEMBED_THING));
	if ((err = exh_open(req, slug, &e->p.c.x)) != VT_OK)
		return (err);
	return (exh_oembed_thumb(e));
}

/* --- oEmbed: the answer ---------------------------------------------------------------------- */

static struct vt_str
exh_oembed_number(struct exh_oembed *e, int64_t n)
{
	return (n > 0 ? vt_str_printf(e->p.c.arena, "%lld", (long long)n) : VT_STR_NONE);
}

static struct vt_str
exh_oembed_frame(struct exh_oembed *e)
{
	struct vt_str	url = vt_str_printf(e->p.c.arena, "%.*s%.*s/exhibitions/%.*s/embed",
			    VT_STR_ARG(vt_request_base_url(e->p.c.req)), VT_STR_ARG(e->asked.prefix),
			    VT_STR_ARG(e->p.c.x->slug));

	return (exh_frame_element(&e->p.c, url, e->asked.width, e->asked.height));
}

static vt_err
exh_oembed_write(struct exh_oembed *e)
{
	const struct exh_exhibition	*x = e->p.c.x;
	struct vt_str			 name = exh_words_get(&x->title, e->p.c.version);
	const struct vt_oembed_pair	 pairs[] = {
		{ "type", VT_STR("rich"), false },
		{ "title", name.len > 0 ? name : x->slug, false },
		{ "author_name", x->author_count > 0 ? x->authors[0].name : VT_STR_NONE, false },
		{ "cache_age", VT_STR(EXH_CACHE_AGE), true },
		{ "thumbnail_url", e->thumb, false },
		{ "thumbnail_width", exh_oembed_number(e, e->thumb_width), true },
		{ "thumbnail_height", exh_oembed_number(e, e->thumb_height), true },
		{ "html", exh_oembed_frame(e), false },
		{ "width", exh_oembed_number(e, e->asked.width), true },
		{ "height", exh_oembed_number(e, e->asked.height), true },
	};

	return (vt_oembed_write(e->p.c.req, e->p.c.res, &e->asked, pairs,
	    sizeof(pairs) / sizeof(pairs[0])));
}

vt_err
exh_page_oembed(struct vt_request *req, struct vt_response *res)
{
	struct exh_oembed	e = { .asked = { .width = EXH_FRAME_WIDTH, .height = EXH_FRAME_HEIGHT } };
	vt_err			err;

	if ((err = exh_begin(req, res, &e.p.c)) != VT_OK || (err = exh_oembed_read(&e)) != VT_OK)
		return (err);
	return (exh_oembed_write(&e));
}
