/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exhibition within the pages of others: a frame of its cover without scripts, whose
 * links lead to us, and oEmbed (oembed.com 1.0), by which other programs learn of it.
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

struct exh_oembed {
	struct exh_page	 p;
	struct vt_str	 prefix;		/* of the language in the address that was given */
	int64_t		 width, height;		/* of the frame */
	struct vt_str	 thumb;
	int64_t		 thumb_width, thumb_height;
};

/* http and https lead to the same page. */
static struct vt_str
exh_oembed_no_scheme(struct vt_str url)
{
	static const char *const	schemes[] = { "https:", "http:" };

	for (size_t i = 0; i < 2; i++)
		if (vt_str_starts(url, vt_str_of(schemes[i])))
			return (vt_str_sub(url, strlen(schemes[i]), url.len));
	return (url);
}

/* The slug in an address of ours: base, perhaps a language, /exhibitions/, slug, whatever
 * page of it.  The language is then that of what is told. */
static bool
exh_oembed_slug(struct exh_oembed *e, struct vt_str url, struct vt_str *slug_r)
{
	static const char *const	prefixes[] = { "/lt/", "/en/" };
	static const enum exh_version	versions[] = { EXH_LT, EXH_EN };
	struct vt_str			root = VT_STR("/exhibitions/");
	struct vt_str			base = exh_oembed_no_scheme(vt_request_base_url(e->p.c.req));

	url = exh_oembed_no_scheme(url);
	if (!vt_str_starts(url, base))
		return (false);
	url = vt_str_sub(url, base.len, url.len);
	for (size_t i = 0; i < 2; i++)
		if (vt_str_starts(url, vt_str_of(prefixes[i]))) {
			e->p.c.version = versions[i];
			e->prefix = vt_str_sub(url, 0, 3);
			url = vt_str_sub(url, 3, url.len);
			break;
		}
	if (!vt_str_starts(url, root))
		return (false);
	url = vt_str_sub(url, root.len, url.len);
	for (size_t i = 0; i < url.len; i++)
		if (strchr("/?#", url.p[i]) != NULL)
			url.len = i;
	*slug_r = url;
	return (exh_is_slug(url));
}

static vt_err
exh_oembed_side(struct exh_oembed *e, const char *name, int64_t most, int64_t *side_r)
{
	struct vt_str	text;

	*side_r = most;
	if (!vt_request_arg(e->p.c.req, name, &text))
		return (VT_OK);
	if (!vt_str_to_int(text, 1, INT32_MAX, side_r))
		return (vt_fail(VT_E_BADARG, "%s must be a number of pixels, at least 1", name));
	*side_r = *side_r > most ? most : *side_r;
	return (VT_OK);
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

static vt_err
exh_oembed_read(struct exh_oembed *e)
{
	struct vt_request	*req = e->p.c.req;
	struct vt_str		 url, slug;
	vt_err			 err;

	if (!vt_request_arg(req, "url", &url))
		return (vt_fail(VT_E_BADARG, "url is missing: the address of an exhibition"));
	if (!exh_oembed_slug(e, url, &slug))
		return (vt_fail(VT_E_NOTFOUND, "url is not the address of an exhibition here"));
	if ((err = exh_open(req, slug, &e->p.c.x)) != VT_OK ||
	    (err = exh_oembed_side(e, "maxwidth", EXH_FRAME_WIDTH, &e->width)) != VT_OK ||
	    (err = exh_oembed_side(e, "maxheight", EXH_FRAME_HEIGHT, &e->height)) != VT_OK)
		return (err);
	return (exh_oembed_thumb(e));
}

/* --- oEmbed: the answer ---------------------------------------------------------------------- */

struct exh_oembed_pair {
	const char	*name;
	struct vt_str	 value;
	bool		 is_number;
};

static struct vt_str
exh_oembed_number(struct exh_oembed *e, int64_t n)
{
	return (vt_str_printf(e->p.c.arena, "%lld", (long long)n));
}

/* In the language of the address that was given, whatever this request's is. */
static struct vt_str
exh_oembed_frame(struct exh_oembed *e)
{
	struct vt_str	url = vt_str_printf(e->p.c.arena, "%.*s%.*s/exhibitions/%.*s/embed",
			    VT_STR_ARG(vt_request_base_url(e->p.c.req)), VT_STR_ARG(e->prefix),
			    VT_STR_ARG(e->p.c.x->slug));

	return (exh_frame_element(&e->p.c, url, e->width, e->height));
}

/* The same in both forms; empty ones are left out. */
#define EXH_OEMBED_PAIRS 13
static void
exh_oembed_pairs(struct exh_oembed *e, struct exh_oembed_pair pairs[EXH_OEMBED_PAIRS])
{
	const struct exh_exhibition	*x = e->p.c.x;
	struct vt_str			 name = exh_words_get(&x->title, e->p.c.version);
	bool				 has_thumb = e->thumb.len > 0;
	const struct exh_oembed_pair	 all[EXH_OEMBED_PAIRS] = {
		{ "version", VT_STR("1.0"), false },
		{ "type", VT_STR("rich"), false },
		{ "title", name.len > 0 ? name : x->slug, false },
		{ "author_name", x->author_count > 0 ? x->authors[0].name : VT_STR_NONE, false },
		{ "provider_name", vt_message_in(e->p.c.req, exh_version_lang(e->p.c.version),
		    "site.name"), false },
		{ "provider_url", vt_request_base_url(e->p.c.req), false },
		{ "cache_age", VT_STR(EXH_CACHE_AGE), true },
		{ "thumbnail_url", e->thumb, false },
		{ "thumbnail_width", has_thumb ? exh_oembed_number(e, e->thumb_width) : VT_STR_NONE,
		    true },
		{ "thumbnail_height", has_thumb ? exh_oembed_number(e, e->thumb_height) :
		    VT_STR_NONE, true },
		{ "html", exh_oembed_frame(e), false },
		{ "width", exh_oembed_number(e, e->width), true },
		{ "height", exh_oembed_number(e, e->height), true },
	};

	memcpy(pairs, all, sizeof(all));
}

static vt_err
exh_oembed_json(struct exh_oembed *e, const struct exh_oembed_pair *pairs)
{
	struct vt_jsonw	j;

	vt_response_type(e->p.c.res, "application/json");
	vt_jsonw_init(&j, vt_response_body(e->p.c.res));
	vt_jsonw_object(&j);
	for (size_t i = 0; i < EXH_OEMBED_PAIRS; i++) {
		if (pairs[i].value.len == 0)
			continue;
		vt_jsonw_key(&j, pairs[i].name);
		if (pairs[i].is_number)
			vt_jsonw_raw(&j, pairs[i].value);
		else
			vt_jsonw_str(&j, pairs[i].value);
	}
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j));
}

static vt_err
exh_oembed_xml(struct exh_oembed *e, const struct exh_oembed_pair *pairs)
{
	struct vt_xmlw	x;

	vt_response_type(e->p.c.res, "text/xml; charset=utf-8");
	vt_xmlw_init(&x, vt_response_body(e->p.c.res));
	vt_xmlw_declaration(&x);
	vt_xmlw_open(&x, "oembed");
	for (size_t i = 0; i < EXH_OEMBED_PAIRS; i++)
		if (pairs[i].value.len > 0)
			vt_xmlw_element(&x, pairs[i].name, pairs[i].value);
	vt_xmlw_close(&x);
	return (vt_xmlw_error(&x));
}

vt_err
exh_page_oembed(struct vt_request *req, struct vt_response *res)
{
	struct exh_oembed_pair	pairs[EXH_OEMBED_PAIRS];
	struct exh_oembed	e = { .width = 0 };
	struct vt_str		format = VT_STR("json");
	vt_err			err;

	if ((err = exh_begin(req, res, &e.p.c)) != VT_OK)
		return (err);
	e.p.language = vt_request_language(req);
	(void)vt_request_arg(req, "format", &format);
	if (!vt_str_eq_c(format, "json") && !vt_str_eq_c(format, "xml"))
		return (vt_fail(VT_E_UNSUPPORTED, "format must be json or xml"));
	if ((err = exh_oembed_read(&e)) != VT_OK)
		return (err);
	exh_oembed_pairs(&e, pairs);
	err = vt_str_eq_c(format, "xml") ? exh_oembed_xml(&e, pairs) : exh_oembed_json(&e, pairs);
	return (err != VT_OK ? err : vt_response_error(res));
}
