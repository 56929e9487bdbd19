/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What programs look for by themselves: robots.txt (RFC 9309) and the icon.
 */
#include "site.h"

/* Each question is a page of its own, and there is no end of them. */
static const char *const site_robots_left_out[] = {
	"/search?q=", "/search?*&", "/feedback", "/preferences", "/oembed",
};
static const char *const site_robots_prefixes[] = { "", "/lt", "/en" };

/* Those that other plugins have. */
static void
site_robots_sitemaps(struct vt_request *req, struct vt_buf *out)
{
	const char	*name;

	for (size_t i = 0; (name = vt_link_name(req, "sitemap.", i)) != NULL; i++)
		vt_buf_printf(out, "Sitemap: %.*s\n", VT_STR_ARG(vt_link(req, name, NULL, 0)));
}

vt_err
site_robots(struct vt_request *req, struct vt_response *res)
{
	const struct site_state	*s = vt_request_state(req);
	struct vt_buf		*out = vt_response_body(res);

	vt_response_type(res, "text/plain; charset=utf-8");
	for (size_t i = 0; i < s->conf->robots_refuse.count; i++)
		vt_buf_printf(out, "User-agent: %s\n", s->conf->robots_refuse.items[i]);
	if (s->conf->robots_refuse.count > 0)
		vt_buf_printf(out, "Disallow: /\n\n");
	vt_buf_printf(out, "User-agent: *\n");
	if (strcmp(s->conf->robots, "none") == 0) {
		vt_buf_printf(out, "Disallow: /\n");
		return (vt_response_error(res));
	}
	for (size_t i = 0; i < sizeof(site_robots_left_out) / sizeof(site_robots_left_out[0]); i++)
		for (size_t k = 0; k < 3; k++)
			vt_buf_printf(out, "Disallow: %s%s\n", site_robots_prefixes[k],
			    site_robots_left_out[i]);
	vt_buf_printf(out, "\nSitemap: %.*s/sitemap.xml\n", VT_STR_ARG(vt_request_base_url(req)));
	site_robots_sitemaps(req, out);
	return (vt_response_error(res));
}

vt_err
site_favicon(struct vt_request *req, struct vt_response *res)
{
	const struct site_state	*s = vt_request_state(req);

	vt_response_redirect(res, 302, s->icon_url != NULL ? vt_str_of(s->icon_url) :
	    VT_STR("/assets/icon.svg"));
	return (vt_response_error(res));
}
