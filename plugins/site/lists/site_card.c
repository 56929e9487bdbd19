/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object as it stands in a list, and the addresses that lists are made of.
 */
#include "site.h"

struct vt_str
site_picture(struct site_call *c, struct vt_str image, int side)
{
	struct vt_str	service = image.len > 0 ? vt_link_id(c->req, "iiif.image", image) :
			    VT_STR_NONE;

	if (service.len == 0)
		return (VT_STR_NONE);
	return (vt_str_printf(c->arena, "%.*s/full/!%d,%d/0/default.jpg", VT_STR_ARG(service),
	    side, side));
}

struct vt_str
site_url(struct site_call *c, struct vt_str prefix, const char *path, struct vt_str value)
{
	struct vt_buf	url;
	struct vt_str	copy;

	vt_buf_init(&url, 0);
	vt_buf_str(&url, prefix);
	vt_buf_printf(&url, "%s", path);
	vt_buf_percent(&url, value);
	copy = vt_str_dup(c->arena, vt_buf_get(&url));
	vt_buf_fini(&url);
	return (copy);
}

struct vt_str
site_object_path(struct site_call *c, struct vt_str identifier)
{
	return (site_url(c, VT_STR_NONE, "/objects/", identifier));
}

struct vt_str
site_object_url(struct site_call *c, struct vt_str identifier)
{
	return (site_url(c, vt_request_prefix(c->req), "/objects/", identifier));
}

struct vt_str
site_search_url(struct site_call *c, const char *argument, struct vt_str value)
{
	const char	*path = vt_str_c(c->arena, vt_str_printf(c->arena, "/search?%s=", argument));

	return (path == NULL ? VT_STR_NONE :
	    site_url(c, vt_request_prefix(c->req), path, value));
}

void
site_label(struct site_call *c, struct vt_value *map, const char *key,
    const struct vt_labels *labels, struct vt_str fallback)
{
	struct vt_str	text = vt_labels_get(labels, c->language), lang = VT_STR_NONE;

	for (size_t i = 0; i < labels->count; i++)
		if (labels->items[i].text.p == text.p)
			lang = labels->items[i].lang;
	vt_value_set_str(map, key, text.len > 0 ? text : fallback);
	vt_value_set_str(map, vt_str_c(c->arena, vt_str_printf(c->arena, "%s_lang", key)),
	    vt_str_eq_c(lang, c->language) ? VT_STR_NONE : lang);
}

/* The date that a reader wants to see: of issue, of making, any. */
static struct vt_value *
site_card_date(struct site_call *c, const struct vt_description *d)
{
	static const char *const	names[] = { "issued", "created", "date" };
	const struct vt_property	*p;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if ((p = vt_description_first(d, names[i], NULL)) != NULL && p->value.len > 0)
			return (site_date(c, p));
	return (NULL);
}

struct vt_str
site_title_language(struct site_call *c, const struct vt_description *d)
{
	const struct vt_property	*p = vt_description_first(d, "title", c->language);

	if (p == NULL || vt_str_eq_c(p->lang, c->language))
		return (VT_STR_NONE);
	return (p->lang);
}

struct vt_value *
site_card(struct site_call *c, const struct vt_object *object)
{
	struct vt_value	*card = vt_value_map(c->arena);
	struct vt_str	 title = vt_description_title(&object->description, c->language);
	bool		 is_open = vt_request_may(c->req, object, VT_PART_IMAGES);

	vt_value_set_str(card, "title", title.len > 0 ? site_cut(c->arena, title, SITE_CARD_TITLE) :
	    object->identifier);
	vt_value_set_str(card, "title_lang", site_title_language(c, &object->description));
	vt_value_set_str(card, "url", site_object_url(c, object->identifier));
	vt_value_set_str(card, "kind", vt_str_of(vt_kind_name(object->kind)));
	vt_value_set(card, "date", site_card_date(c, &object->description));
	vt_value_set_int(card, "page_count", object->page_count);
	vt_value_set_bool(card, "has_pages", object->page_count > 1);
	vt_value_set_bool(card, "is_closed", !is_open && object->page_count > 0);
	if (is_open)
		vt_value_set_str(card, "picture", site_picture(c, object->thumbnail,
		    SITE_CARD_SIDE));
	return (card);
}
