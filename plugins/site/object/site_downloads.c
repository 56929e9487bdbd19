/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What of an object can be taken away: the open page's image as it is, its files, its
 * text; only what this reader may have, and only what a plugin offers an address of.
 */
#include "site.h"

#define SITE_KB	1000	/* bytes; sizes are told in SI units, as systems show them */

/* "850 kB", "3,2 MB", with the language's comma. */
static struct vt_str
site_download_size(struct site_call *c, int64_t bytes)
{
	const char	*comma = strcmp(c->language, "lt") == 0 ? "," : ".";
	int64_t		 tenths = (bytes + SITE_KB * SITE_KB / 20) * 10 / (SITE_KB * SITE_KB);

	if (bytes < SITE_KB * SITE_KB)
		return (vt_str_printf(c->arena, "%lld\u00a0kB", (long long)((bytes + SITE_KB - 1) / SITE_KB)));
	if (tenths >= 100)
		return (vt_str_printf(c->arena, "%lld\u00a0MB", (long long)(tenths / 10)));
	return (vt_str_printf(c->arena, "%lld%s%lld\u00a0MB", (long long)(tenths / 10), comma,
	    (long long)(tenths % 10)));
}

/* One more, called by its label, else by the message "download.<what>". */
static struct vt_value *
site_download(struct site_call *c, struct vt_value *list, const char *what, struct vt_str url)
{
	struct vt_value	*v;

	if (url.len == 0)
		return (NULL);
	vt_value_set_bool(c->data, "has_downloads", true);
	v = vt_value_map(c->arena);
	vt_value_set_str(v, "what", vt_str_of(what));
	vt_value_set_str(v, "url", url);
	vt_value_set_str(v, "name", VT_STR_NONE);
	vt_value_set_str(v, "label", VT_STR_NONE);
	vt_value_set_str(v, "size", VT_STR_NONE);
	vt_value_add(list, v);
	return (v);
}

static const char *
site_download_what(struct vt_str type)
{
	static const char *const	types[][2] = {
		{ "application/pdf", "pdf" }, { "audio/", "sound" }, { "video/", "video" },
		{ "application/epub+zip", "epub" },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (vt_str_starts(type, vt_str_of(types[i][0])))
			return (types[i][1]);
	return ("file");
}

static vt_err
site_download_files(struct site_call *c, const struct vt_object *object, struct vt_value *list)
{
	struct vt_file	*files;
	struct vt_str	 language;
	size_t		 count;
	vt_err		 err;

	if ((err = vt_catalog_files(c->catalog, c->arena, object->rowid, &files, &count)) != VT_OK)
		return (err);
	site_players(c, object, files, count);
	for (size_t i = 0; i < count; i++) {
		struct vt_str	 names[] = { object->identifier, files[i].name };
		struct vt_value	*v = site_download(c, list, site_download_what(files[i].media_type),
				    vt_link(c->req, "files.file", names, 2));

		vt_value_set_str(v, "name", files[i].name);
		if (vt_file_captions(&files[i], VT_STR_NONE, &language))
			vt_value_set_str(v, "label", vt_message_captions(c->req, c->language, language));
		vt_value_set_str(v, "size", site_download_size(c, files[i].bytes));
	}
	return (VT_OK);
}

static void
site_download_image(struct site_call *c, const struct vt_object *object, const struct vt_page *open,
    struct vt_value *list)
{
	struct vt_str	service;
	int64_t		side;

	if (open == NULL || open->image.len == 0 || !vt_request_may_see(c->req, object, &side) ||
	    side != 0)
		return;
	service = vt_link_id(c->req, "iiif.image", open->image);
	if (service.len == 0)
		return;
	vt_value_set_str(site_download(c, list, "image", vt_str_printf(c->arena,
	    "%.*s/full/max/0/default.jpg", VT_STR_ARG(service))), "size",
	    vt_str_printf(c->arena, "%lld\u00a0×\u00a0%lld", (long long)open->width,
	    (long long)open->height));
}

vt_err
site_downloads(struct site_call *c, const struct vt_object *object, const struct vt_page *pages,
    size_t count, const struct vt_page *open)
{
	struct vt_value	*list = vt_value_list(c->arena);
	bool		 may_text = vt_request_may(c->req, object, VT_PART_TEXT), has_text = false;
	vt_err		 err = VT_OK;

	site_download_image(c, object, open, list);
	for (size_t i = 0; may_text && i < count && !has_text; i++)
		has_text = pages[i].has_text;
	vt_value_set_bool(c->data, "has_text", has_text);
	if (has_text) {
		(void)site_download(c, list, "text", vt_link_id(c->req, "files.text", object->identifier));
		(void)site_download(c, list, "alto", vt_link_id(c->req, "files.alto_zip", object->identifier));
	}
	if (may_text)
		err = site_download_files(c, object, list);
	vt_value_set(c->data, "downloads", list);
	return (err);
}
