/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The library's own name, mark, colours and words, from the configuration onto
 * every page, those of errors and of other plugins too.  At the start.
 */
#include <errno.h>
#include <stdio.h>

#include "site.h"

#define SITE_MARK_BYTES	(512 * 1024)	/* of a logo or an icon */

static const char *const site_mark_types[] = { ".svg", ".png", ".jpg", ".webp", ".ico" };

/* The ending by which it is served; NULL: it is none of those that browsers show. */
static const char *
site_look_type(struct vt_str path)
{
	for (size_t i = 0; i < sizeof(site_mark_types) / sizeof(site_mark_types[0]); i++)
		if (vt_str_ends(path, vt_str_of(site_mark_types[i])))
			return (site_mark_types[i]);
	return (NULL);
}

static vt_err
site_look_read(const char *path, const char *key, struct vt_buf *out)
{
	FILE	*f = fopen(path, "rbe");
	char	 part[8192];
	size_t	 len;

	if (f == NULL)
		return (vt_fail(VT_E_IO, "site.%s: %s cannot be read: %s", key, path,
		    strerror(errno)));
	while ((len = fread(part, 1, sizeof(part), f)) > 0)
		vt_buf_put(out, part, len);
	(void)fclose(f);
	if (vt_buf_error(out) != VT_OK)
		return (vt_fail(VT_E_TOOLARGE, "site.%s: %s is larger than %d bytes: take a smaller "
		    "one, every page carries it", key, path, SITE_MARK_BYTES));
	return (VT_OK);
}

/* A picture of the library's own, as an asset; its address is {{site.<key>}}. */
static vt_err
site_look_mark(struct vt_boot *boot, const char *key, const char *path, const char **url_r)
{
	const char	*type = site_look_type(vt_str_of(path));
	struct vt_buf	 bytes;
	char		 name[32];
	vt_err		 err;

	if (path[0] == '\0')
		return (VT_OK);
	if (type == NULL)
		return (vt_fail(VT_E_BADARG, "site.%s: %s must be a .svg, .png, .jpg, .webp or .ico file",
		    key, path));
	vt_buf_init(&bytes, SITE_MARK_BYTES);
	(void)snprintf(name, sizeof(name), "own/%s%s", key, type);
	err = site_look_read(path, key, &bytes);
	if (err == VT_OK)
		err = vt_boot_asset(boot, name, vt_buf_get(&bytes), url_r);
	if (err == VT_OK)
		err = vt_boot_page_text(boot, NULL, key, vt_str_of(*url_r));
	vt_buf_fini(&bytes);
	return (err);
}

static vt_err
site_look_colours(struct vt_boot *boot, const struct site_conf *conf)
{
	const char	*url;
	struct vt_buf	 css;
	vt_err		 err;

	vt_buf_init(&css, 0);
	err = site_colours(conf, &css);
	if (err == VT_OK)
		err = vt_boot_asset(boot, "own/colours.css", vt_buf_get(&css), &url);
	if (err == VT_OK)
		err = vt_boot_page_text(boot, NULL, "colours", vt_str_of(url));
	if (err == VT_OK)
		err = vt_boot_page_text(boot, NULL, "colour", vt_str_of(conf->colour));
	vt_buf_fini(&css);
	return (err);
}

/* A text that is there in both languages, in one, or not at all. */
static vt_err
site_look_text(struct vt_boot *boot, const char *key, const char *lt, const char *en)
{
	vt_err	err = VT_OK;

	if (lt[0] == '\0')
		lt = en;
	if (en[0] == '\0')
		en = lt;
	if (lt[0] == '\0')
		return (VT_OK);
	err = vt_boot_page_text(boot, "lt", key, vt_str_of(lt));
	return (err != VT_OK ? err : vt_boot_page_text(boot, "en", key, vt_str_of(en)));
}

static vt_err
site_look_texts(struct vt_boot *boot, const struct site_conf *conf)
{
	const char *const	texts[][3] = {
		{ "name", conf->name, conf->name_en },
		{ "footer", conf->footer, conf->footer_en },
		{ "institution", conf->institution, conf->institution_en },
		{ "institution_url", conf->institution_url, conf->institution_url },
		{ "email", conf->email, conf->email },
		{ "phone", conf->phone, conf->phone },
		{ "address", conf->address, conf->address },
	};
	vt_err			err = VT_OK;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && err == VT_OK; i++)
		err = site_look_text(boot, texts[i][0], texts[i][1], texts[i][2]);
	return (err);
}

/* What the frame of the pages leads to, which is there as this plugin is. */
static vt_err
site_look_routes(struct vt_boot *boot, const struct site_conf *conf)
{
	static const char *const	routes[][2] = {
		{ "preferences_css", "/preferences.css" }, { "preferences", "/preferences" },
		{ "collections_path", "/collections" }, { "help", "/help" },
		{ "accessibility", "/accessibility" }, { "privacy", "/privacy" },
		{ "feed", "/feed.atom" },
	};
	vt_err				err = VT_OK;

	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]) && err == VT_OK; i++)
		err = vt_boot_page_text(boot, NULL, routes[i][0], vt_str_of(routes[i][1]));
	if (err == VT_OK && conf->feedback)
		err = vt_boot_page_text(boot, NULL, "feedback", VT_STR("/feedback"));
	return (err);
}

vt_err
site_look(struct vt_boot *boot, struct site_state *s)
{
	const struct site_conf	*conf = s->conf;
	vt_err			 err = VT_OK;

	if (conf->texts[0] != '\0')
		err = vt_boot_messages(boot, conf->texts);
	if (err == VT_OK)
		err = site_look_texts(boot, conf);
	if (err == VT_OK)
		err = site_look_colours(boot, conf);
	if (err == VT_OK)
		err = site_look_mark(boot, "logo", conf->logo, &s->logo_url);
	if (err == VT_OK)
		err = site_look_mark(boot, "icon", conf->icon, &s->icon_url);
	return (err == VT_OK ? site_look_routes(boot, conf) : err);
}

struct vt_str
site_name(struct site_call *c)
{
	return (vt_page_text(c->req, c->language, "name"));
}
