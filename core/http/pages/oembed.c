/* SPDX-License-Identifier: Apache-2.0 */
/* oEmbed (api/oembed.h): the question, and the frame of the answer. */
#include "api/oembed.h"

#include "api/json.h"
#include "api/page.h"
#include "api/xml.h"

/* --- the question ----------------------------------------------------------------- */

/* http and https lead to the same page. */
static struct vt_str
vt_oembed_no_scheme(struct vt_str url)
{
	static const char *const schemes[] = { "https:", "http:" };

	for (size_t i = 0; i < 2; i++)
		if (vt_str_starts(url, vt_str_of(schemes[i])))
			return (vt_str_sub(url, strlen(schemes[i]), url.len));
	return (url);
}

/* base, perhaps a language, which is then that of the answer, and the rest. */
static bool
vt_oembed_is_ours(struct vt_request *req, struct vt_str url, struct vt_oembed *e)
{
	static const char *const prefixes[] = { "/lt/", "/en/" };
	static const char *const languages[] = { "lt", "en" };
	struct vt_str base = vt_oembed_no_scheme(vt_request_base_url(req));

	url = vt_oembed_no_scheme(url);
	if (!vt_str_starts(url, base))
		return (false);
	e->path = vt_str_sub(url, base.len, url.len);
	e->prefix = VT_STR_NONE;
	e->language = vt_request_language(req);
	for (size_t i = 0; i < 2; i++)
		if (vt_str_starts(e->path, vt_str_of(prefixes[i]))) {
			e->prefix = vt_str_sub(e->path, 0, 3);
			e->path = vt_str_sub(e->path, 3, e->path.len);
			e->language = languages[i];
			break;
		}
	return (vt_str_starts(e->path, VT_STR("/")));
}

static vt_err
vt_oembed_side(struct vt_request *req, const char *name, int64_t *side)
{
	struct vt_str text;
	int64_t asked;

	if (!vt_request_arg(req, name, &text))
		return (VT_OK);
	if (!vt_str_to_int(text, 1, INT32_MAX, &asked))
		return (vt_fail(VT_E_BADARG, "%s must be a number of pixels, at least 1", name));
	if (asked < *side)
		*side = asked;
	return (VT_OK);
}

vt_err
vt_oembed_none(const char *thing)
{
	return (vt_fail(VT_E_NOTFOUND, "url is not the address of %s here", thing));
}

vt_err
vt_oembed_read(struct vt_request *req, const char *thing, struct vt_oembed *e)
{
	struct vt_str format = VT_STR("json"), url;
	vt_err err;

	(void)vt_request_arg(req, "format", &format);
	e->is_xml = vt_str_eq_c(format, "xml");
	if (!e->is_xml && !vt_str_eq_c(format, "json"))
		return (vt_fail(VT_E_UNSUPPORTED, "format must be json or xml"));
	if (!vt_request_arg(req, "url", &url))
		return (vt_fail(VT_E_BADARG, "url is missing: the address of %s", thing));
	if (!vt_oembed_is_ours(req, url, e))
		return (vt_oembed_none(thing));
	if ((err = vt_oembed_side(req, "maxwidth", &e->width)) != VT_OK)
		return (err);
	return (vt_oembed_side(req, "maxheight", &e->height));
}

/* --- the answer ------------------------------------------------------------------- */

static void
vt_oembed_json_pair(struct vt_jsonw *j, const struct vt_oembed_pair *p)
{
	if (p->value.len == 0)
		return;
	vt_jsonw_key(j, p->name);
	if (p->is_number)
		vt_jsonw_raw(j, p->value);
	else
		vt_jsonw_str(j, p->value);
}

static vt_err
vt_oembed_json(struct vt_response *res, const struct vt_oembed_pair *pairs, size_t count)
{
	struct vt_jsonw j;

	vt_response_type(res, "application/json");
	vt_jsonw_init(&j, vt_response_body(res));
	vt_jsonw_object(&j);
	for (size_t i = 0; i < count; i++)
		vt_oembed_json_pair(&j, &pairs[i]);
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j));
}

static vt_err
vt_oembed_xml(struct vt_response *res, const struct vt_oembed_pair *pairs, size_t count)
{
	struct vt_xmlw x;

	vt_response_type(res, "text/xml; charset=utf-8");
	vt_xmlw_init(&x, vt_response_body(res));
	vt_xmlw_declaration(&x);
	vt_xmlw_open(&x, "oembed");
	for (size_t i = 0; i < count; i++)
		if (pairs[i].value.len > 0)
			vt_xmlw_element(&x, pairs[i].name, pairs[i].value);
	vt_xmlw_close(&x);
	return (vt_xmlw_error(&x));
}

/* What every answer begins with, and pairs. */
static struct vt_oembed_pair *
vt_oembed_whole(struct vt_request *req, const struct vt_oembed *e,
		const struct vt_oembed_pair *pairs, size_t *count)
{
	const struct vt_oembed_pair head[] = {
		{ "version", VT_STR("1.0"), false },
		{ "provider_name", vt_page_text(req, e->language, "name"), false },
		{ "provider_url", vt_request_base_url(req), false },
	};
	const size_t n = sizeof(head) / sizeof(head[0]);
	struct vt_oembed_pair *all =
	    vt_arena_array(vt_request_arena(req), n + *count, sizeof(*all));

	if (all == NULL)
		return (NULL);
	memcpy(all, head, sizeof(head));
	if (*count != 0)
		memcpy(all + n, pairs, *count * sizeof(*pairs));
	*count += n;
	return (all);
}

vt_err
vt_oembed_write(struct vt_request *req, struct vt_response *res, const struct vt_oembed *e,
		const struct vt_oembed_pair *pairs, size_t count)
{
	struct vt_oembed_pair *all = vt_oembed_whole(req, e, pairs, &count);
	vt_err err;

	if (all == NULL)
		return (VT_E_LIMIT);
	err = e->is_xml ? vt_oembed_xml(res, all, count) : vt_oembed_json(res, all, count);
	return (err != VT_OK ? err : vt_response_error(res));
}
