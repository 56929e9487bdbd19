/* SPDX-License-Identifier: Apache-2.0 */
/*
 * oEmbed (api/oembed.h): who is given the address of an object's page learns by
 * what picture and words to show it.  A photo where its picture is open, else a link.
 */
#include "site.h"

#define SITE_EMBED_SIDE	1200	/* pixels of a picture when no size is asked for */
#define SITE_EMBED_THING "an object's page"

struct site_embed {
	struct vt_oembed	asked;
	struct vt_object	object;
	struct vt_str		title, picture;
	int64_t			width, height;	/* of the picture; 0: none */
};

/* /objects/, id. */
static bool
site_embed_identifier(struct vt_str path, struct vt_str *id_r)
{
	struct vt_str	root = VT_STR("/objects/");

	*id_r = vt_str_sub(path, root.len, path.len);
	for (size_t i = 0; i < id_r->len; i++)
		if (strchr("?#/", id_r->p[i]) != NULL)
			id_r->len = i;
	return (vt_str_starts(path, root) && id_r->len > 0);
}

/* Fitted into what is asked for, and never enlarged. */
static vt_err
site_embed_picture(struct site_call *c, struct site_embed *e)
{
	struct vt_str	service = vt_link_id(c->req, "iiif.image", e->object.thumbnail);
	struct vt_image	image;
	int64_t		width = e->asked.width, height = e->asked.height;
	vt_err		err;

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
	struct vt_str	id;
	vt_err		err = vt_oembed_read(c->req, SITE_EMBED_THING, &e->asked);

	if (err != VT_OK)
		return (err);
	c->language = e->asked.language;
	if (!site_embed_identifier(e->asked.path, &id))
		return (vt_oembed_none(SITE_EMBED_THING));
	if ((err = vt_catalog_object(c->catalog, c->arena, id, &e->object)) != VT_OK)
		return (err);
	if (e->object.is_deleted)
		return (vt_fail(VT_E_NOTFOUND, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	e->title = vt_description_title(&e->object.description, c->language);
	if (e->title.len == 0)
		e->title = e->object.identifier;
	return (site_embed_picture(c, e));
}

static struct vt_str
site_embed_number(struct site_call *c, const struct site_embed *e, int64_t n)
{
	return (e->picture.len > 0 ? vt_str_printf(c->arena, "%lld", (long long)n) : VT_STR_NONE);
}

static vt_err
site_embed_write(struct site_call *c, const struct site_embed *e)
{
	const struct vt_oembed_pair	pairs[] = {
		{ "type", e->picture.len > 0 ? VT_STR("photo") : VT_STR("link"), false },
		{ "title", e->title, false },
		{ "url", e->picture, false },
		{ "width", site_embed_number(c, e, e->width), true },
		{ "height", site_embed_number(c, e, e->height), true },
	};

	return (vt_oembed_write(c->req, c->res, &e->asked, pairs, sizeof(pairs) / sizeof(pairs[0])));
}

vt_err
site_oembed(struct vt_request *req, struct vt_response *res)
{
	struct site_embed	e = { .asked = { .width = SITE_EMBED_SIDE, .height = SITE_EMBED_SIDE } };
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK || (err = site_embed_read(&c, &e)) != VT_OK)
		return (err);
	return (site_embed_write(&c, &e));
}
