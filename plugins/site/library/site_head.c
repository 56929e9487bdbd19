/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the head of a page tells search engines, and who shows a link to it.
 */
#include "site.h"

static void
site_head_url(struct site_call *c, const char *key, struct vt_str prefix, struct vt_str path)
{
	vt_value_set_str(c->data, key, vt_str_printf(c->arena, "%.*s%.*s%.*s",
	    VT_STR_ARG(vt_request_base_url(c->req)), VT_STR_ARG(prefix), VT_STR_ARG(path)));
}

/* Without what an address was given besides: every way to a page names one. */
void
site_head(struct site_call *c, struct vt_str path)
{
	site_head_url(c, "url", vt_request_prefix(c->req), path);
	site_head_url(c, "url_any", VT_STR_NONE, path);
	site_head_url(c, "url_lt", VT_STR("/lt"), path);
	site_head_url(c, "url_en", VT_STR("/en"), path);
}

/* Where it is told by what picture to show this page (site_oembed.c). */
static void
site_head_embed(struct site_call *c, struct vt_str identifier)
{
	struct vt_str	address = vt_str_printf(c->arena, "%.*s/oembed?url=",
			    VT_STR_ARG(vt_request_base_url(c->req)));
	const char	*path = vt_str_c(c->arena, address);

	if (path != NULL)
		vt_value_set_str(c->data, "embed_url", site_url(c, VT_STR_NONE, path,
		    vt_link_id(c->req, "site.object", identifier)));
}

void
site_head_object(struct site_call *c, const struct vt_object *object)
{
	static const char *const	names[] = { "description", "abstract" };
	struct vt_str			lang = vt_str_of(c->language);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct vt_property *p = vt_description_first(&object->description, names[i],
		    c->language);

		if (p == NULL || (p->lang.len > 0 && !vt_str_eq(p->lang, lang)))
			continue;
		vt_value_set_str(c->data, "summary", site_summary(c->arena, p->value));
		c->has_summary = true;
		break;
	}
	site_head_embed(c, object->identifier);
	if (vt_request_may(c->req, object, VT_PART_IMAGES))
		vt_value_set_str(c->data, "shared_picture", site_picture(c, object->thumbnail,
		    SITE_SHARED_SIDE));
}
