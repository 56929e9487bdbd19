/* SPDX-License-Identifier: Apache-2.0 */
/*
 * oEmbed (oembed.com 1.0): who is given the address of an object's page learns by
 * what picture and words to show it.  A photo where its picture is open, else a link.
 */
#include <stdio.h>

#include "site.h"

#define SITE_EMBED_SIDE	1200	/* pixels of a picture when no size is asked for */

struct site_embed {
	struct vt_object	object;
	struct vt_str		title, picture;
	int64_t			width, height;	/* of the picture; 0: none */
};

/* http and https lead to the same page. */
static struct vt_str
site_embed_no_scheme(struct vt_str url)
{
	static const char *const	schemes[] = { "https:", "http:" };

	for (size_t i = 0; i < 2; i++)
		if (vt_str_starts(url, vt_str_of(schemes[i])))
			return (vt_str_sub(url, strlen(schemes[i]), url.len));
	return (url);
}

/* The identifier in an address of ours: base, perhaps a language, which is then that of
 * the title, /objects/, id. */
static bool
site_embed_identifier(struct site_call *c, struct vt_str url, struct vt_str *id_r)
{
	static const char *const	prefixes[] = { "/lt/", "/en/" };
	static const char *const	languages[] = { "lt", "en" };
	struct vt_str			base = site_embed_no_scheme(vt_request_base_url(c->req));

	url = site_embed_no_scheme(url);
	if (!vt_str_starts(url, base))
		return (false);
	url = vt_str_sub(url, base.len, url.len);
	for (size_t i = 0; i < 2; i++)
		if (vt_str_starts(url, vt_str_of(prefixes[i]))) {
			c->language = languages[i];
			url = vt_str_sub(url, 3, url.len);
			break;
		}
	if (!vt_str_starts(url, VT_STR("/objects/")))
		return (false);
	url = vt_str_sub(url, sizeof("/objects/") - 1, url.len);
	for (size_t i = 0; i < url.len; i++)
		if (url.p[i] == '?' || url.p[i] == '#' || url.p[i] == '/')
			url.len = i;
	*id_r = url;
	return (url.len > 0);
}

static vt_err
site_embed_side(struct site_call *c, const char *name, int64_t *side_r)
{
	struct vt_str	text;

	*side_r = SITE_EMBED_SIDE;
	if (!vt_request_arg(c->req, name, &text))
		return (VT_OK);
	if (!vt_str_to_int(text, 1, INT32_MAX, side_r))
		return (vt_fail(VT_E_BADARG, "%s must be a number of pixels, at least 1", name));
	if (*side_r > SITE_EMBED_SIDE)
		*side_r = SITE_EMBED_SIDE;
	return (VT_OK);
}

/* Fitted into what is asked for, and never enlarged. */
static vt_err
site_embed_picture(struct site_call *c, struct site_embed *e)
{
	struct vt_str	service = vt_link_id(c->req, "iiif.image", e->object.thumbnail);
	struct vt_image	image;
	int64_t		width, height;
	vt_err		err;

	if ((err = site_embed_side(c, "maxwidth", &width)) != VT_OK ||
	    (err = site_embed_side(c, "maxheight", &height)) != VT_OK)
		return (err);
	if (e->object.thumbnail.len == 0 || service.len == 0 ||
	    !vt_request_may(c->req, &e->object, VT_PART_IMAGES))
		return (VT_OK);
	if ((err = vt_catalog_image(c->catalog, c->arena, e->object.thumbnail, &image)) != VT_OK)
		return (err);
	if (width > image.width)
		width = image.width;
	if (height > image.height)
		height = image.height;
	if (width * image.height > height * image.width)
		width = height * image.width / image.height;
	else
		height = width * image.height / image.width;
	e->width = width > 0 ? width : 1;
	e->height = height > 0 ? height : 1;
	e->picture = vt_str_printf(c->arena, "%.*s/full/!%lld,%lld/0/default.jpg", VT_STR_ARG(service),
	    (long long)e->width, (long long)e->height);
	return (VT_OK);
}

static vt_err
site_embed_read(struct site_call *c, struct site_embed *e)
{
	struct vt_str	url, id;
	vt_err		err;

	if (!vt_request_arg(c->req, "url", &url))
		return (vt_fail(VT_E_BADARG, "url is missing: the address of an object's page"));
	if (!site_embed_identifier(c, url, &id))
		return (vt_fail(VT_E_NOTFOUND, "url is not the address of an object's page here"));
	if ((err = vt_catalog_object(c->catalog, c->arena, id, &e->object)) != VT_OK)
		return (err);
	if (e->object.is_deleted)
		return (vt_fail(VT_E_NOTFOUND, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	e->title = vt_description_title(&e->object.description, c->language);
	if (e->title.len == 0)
		e->title = e->object.identifier;
	return (site_embed_picture(c, e));
}

static vt_err
site_embed_json(struct site_call *c, const struct site_embed *e)
{
	struct vt_jsonw	j;

	vt_response_type(c->res, "application/json");
	vt_jsonw_init(&j, vt_response_body(c->res));
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "version", "1.0");
	vt_jsonw_pair_c(&j, "type", e->picture.len > 0 ? "photo" : "link");
	vt_jsonw_pair(&j, "title", e->title);
	vt_jsonw_pair(&j, "provider_name", site_name(c));
	vt_jsonw_pair(&j, "provider_url", vt_request_base_url(c->req));
	if (e->picture.len > 0) {
		vt_jsonw_pair(&j, "url", e->picture);
		vt_jsonw_pair_int(&j, "width", e->width);
		vt_jsonw_pair_int(&j, "height", e->height);
	}
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j) != VT_OK ? vt_jsonw_error(&j) : vt_response_error(c->res));
}

static void
site_embed_number(struct vt_xmlw *x, const char *name, int64_t n)
{
	char	text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)n);
	vt_xmlw_element(x, name, vt_str_of(text));
}

static vt_err
site_embed_xml(struct site_call *c, const struct site_embed *e)
{
	struct vt_xmlw	x;

	vt_response_type(c->res, "text/xml; charset=utf-8");
	vt_xmlw_init(&x, vt_response_body(c->res));
	vt_xmlw_declaration(&x);
	vt_xmlw_open(&x, "oembed");
	vt_xmlw_element(&x, "version", VT_STR("1.0"));
	vt_xmlw_element(&x, "type", e->picture.len > 0 ? VT_STR("photo") : VT_STR("link"));
	vt_xmlw_element(&x, "title", e->title);
	vt_xmlw_element(&x, "provider_name", site_name(c));
	vt_xmlw_element(&x, "provider_url", vt_request_base_url(c->req));
	if (e->picture.len > 0) {
		vt_xmlw_element(&x, "url", e->picture);
		site_embed_number(&x, "width", e->width);
		site_embed_number(&x, "height", e->height);
	}
	vt_xmlw_close(&x);
	return (vt_xmlw_error(&x) != VT_OK ? vt_xmlw_error(&x) : vt_response_error(c->res));
}

vt_err
site_oembed(struct vt_request *req, struct vt_response *res)
{
	struct site_embed	e = { .width = 0 };
	struct site_call	c;
	struct vt_str		format = VT_STR("json");
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK)
		return (err);
	(void)vt_request_arg(req, "format", &format);
	if (!vt_str_eq_c(format, "json") && !vt_str_eq_c(format, "xml"))
		return (vt_fail(VT_E_UNSUPPORTED, "format must be json or xml"));
	if ((err = site_embed_read(&c, &e)) != VT_OK)
		return (err);
	return (vt_str_eq_c(format, "xml") ? site_embed_xml(&c, &e) : site_embed_json(&c, &e));
}
