/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the head of a page tells search engines, and who shows a link to it.
 */
#include "site.h"

#define SITE_SUMMARY_MAX 200	/* bytes of a summary */

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

/* Whole words; of a single long one, whole letters. */
static struct vt_str
site_head_cut(struct site_call *c, struct vt_str text)
{
	size_t	len = SITE_SUMMARY_MAX;

	if (text.len <= SITE_SUMMARY_MAX)
		return (text);
	while (len > 0 && (unsigned char)text.p[len] > ' ')
		len--;
	if (len == 0)
		for (len = SITE_SUMMARY_MAX; ((unsigned char)text.p[len] & 0xC0) == 0x80;)
			len--;
	return (vt_str_printf(c->arena, "%.*s…", (int)len, text.p));
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
		vt_value_set_str(c->data, "summary", site_head_cut(c, p->value));
		break;
	}
	if (vt_request_may(c->req, object, VT_PART_IMAGES))
		vt_value_set_str(c->data, "shared_picture", site_picture(c, object->thumbnail,
		    SITE_SHARED_SIDE));
}
