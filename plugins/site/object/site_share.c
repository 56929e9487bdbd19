/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The open page for others: its address, the same as a content state that any viewer of
 * IIIF takes, and the viewers that are served here (links "viewer.<name>").
 */
#include "site.h"

#define SITE_VIEWER	"viewer."

struct site_viewer {
	struct vt_str	name, address;
};

static struct site_viewer
site_share_viewer(const char *item)
{
	struct vt_str		rest = vt_str_of(item);
	struct site_viewer	v = { .name = VT_STR_NONE };

	(void)vt_str_next(&rest, '=', &v.name);
	v.name = vt_str_trim(v.name);
	v.address = vt_str_trim(rest);
	return (v);
}

vt_err
site_share_check(const struct site_conf *conf)
{
	for (size_t i = 0; i < conf->viewers.count; i++) {
		struct site_viewer v = site_share_viewer(conf->viewers.items[i]);

		if (v.name.len == 0 || (!vt_str_starts(v.address, VT_STR("http://")) &&
		    !vt_str_starts(v.address, VT_STR("https://"))))
			return (vt_fail(VT_E_BADARG, "site.viewers: \"%s\" is not name=http(s)://…",
			    conf->viewers.items[i]));
		if (vt_str_find(v.address, VT_STR("{manifest}")) < 0 &&
		    vt_str_find(v.address, VT_STR("{state}")) < 0)
			return (vt_fail(VT_E_BADARG, "site.viewers: the address of \"%.*s\" has neither "
			    "{manifest} nor {state} in it, so that it would open nothing",
			    VT_STR_ARG(v.name)));
	}
	return (VT_OK);
}

/* The address with {manifest} and {state} filled in. */
static struct vt_str
site_share_fill(struct site_call *c, struct vt_str address, struct vt_str manifest,
    struct vt_str state)
{
	struct vt_buf	out;
	struct vt_str	made;

	vt_buf_init(&out, 0);
	while (address.len > 0) {
		bool	is_manifest = vt_str_starts(address, VT_STR("{manifest}"));

		if (is_manifest || vt_str_starts(address, VT_STR("{state}"))) {
			vt_buf_percent(&out, is_manifest ? manifest : state);
			address = vt_str_sub(address, is_manifest ? 10 : 7, address.len);
		} else {
			vt_buf_char(&out, address.p[0]);
			address = vt_str_sub(address, 1, address.len);
		}
	}
	made = vt_str_dup(c->arena, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (made);
}

static void
site_share_elsewhere(struct site_call *c, struct vt_str manifest, struct vt_str state)
{
	struct vt_value	*list = vt_value_list(c->arena);

	for (size_t i = 0; i < c->conf->viewers.count; i++) {
		struct site_viewer viewer = site_share_viewer(c->conf->viewers.items[i]);
		struct vt_value *v = vt_value_map(c->arena);

		vt_value_set_str(v, "name", viewer.name);
		vt_value_set_str(v, "url", site_share_fill(c, viewer.address, manifest, state));
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "viewers_elsewhere", list);
}

static void
site_share_viewers(struct site_call *c, const struct vt_object *object, struct vt_str state)
{
	struct vt_value	*list = vt_value_list(c->arena);
	struct vt_str	 prefix = VT_STR(SITE_VIEWER), key;
	const char	*name;

	for (size_t i = 0; (name = vt_link_name(c->req, SITE_VIEWER, i)) != NULL; i++) {
		struct vt_value *v = vt_value_map(c->arena);

		key = vt_str_sub(vt_str_of(name), prefix.len, SIZE_MAX);
		vt_value_set_str(v, "name", key);
		vt_value_set_str(v, "url", vt_str_printf(c->arena, "%.*s?iiif-content=%.*s",
		    VT_STR_ARG(vt_link_id(c->req, name, object->identifier)), VT_STR_ARG(state)));
		vt_value_add(list, v);
	}
	vt_value_set(c->data, "viewers", list);
}

void
site_share(struct site_call *c, const struct vt_object *object, const struct vt_page *page)
{
	struct vt_str	number = vt_str_printf(c->arena, "%lld", (long long)page->number);
	struct vt_str	values[] = { object->identifier, number };
	struct vt_str	canvas = vt_link(c->req, "iiif.canvas", values, 2);
	struct vt_str	manifest = vt_link_id(c->req, "iiif.manifest", object->identifier);
	struct vt_str	state;

	if (canvas.len == 0 || manifest.len == 0)
		return;
	state = site_state_encode(c->arena, canvas, manifest);
	vt_value_set_str(c->data, "state_url", vt_str_printf(c->arena, "%.*s?iiif-content=%.*s",
	    VT_STR_ARG(site_object_url(c, object->identifier)), VT_STR_ARG(state)));
	site_share_viewers(c, object, state);
	site_share_elsewhere(c, manifest, state);
}
