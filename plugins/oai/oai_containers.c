/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The optional containers of OAI-PMH's guidelines: friends and branding in Identify
 * (guidelines-friends.htm, guidelines-branding.htm), and under which rights the
 * records themselves are given on (guidelines-rights.htm): rightsManifest in Identify,
 * rights in each record's about.  Of objects' rights their records speak.
 */
#include <stddef.h>

#include "oai.h"

#define OAI_NS		 "http://www.openarchives.org/OAI/2.0/"
#define OAI_FRIENDS_NS	 OAI_NS "friends/"
#define OAI_BRANDING_NS	 OAI_NS "branding/"
#define OAI_RIGHTS_NS	 OAI_NS "rights/"
#define OAI_CONTAINER_MAX 4096	/* bytes of rights in a record */

/* --- what is configured ------------------------------------------------------------- */

/* RFC 3986's characters alone: what else there is has to be percent-encoded. */
static bool
oai_is_address(struct vt_str s)
{
	size_t	start = vt_str_starts(s, VT_STR("https://")) ? 8 : 7;

	if (s.len <= start || s.p[start] == '/' ||
	    (start == 7 && !vt_str_starts(s, VT_STR("http://"))))
		return (false);
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] <= ' ' || s.p[i] == 0x7f || strchr("\"<>\\^`{|}", s.p[i]) != NULL)
			return (false);
	return (true);
}

static vt_err
oai_check_address(const char *option, const char *text)
{
	if (text[0] == '\0' || oai_is_address(vt_str_of(text)))
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "%s: '%s' is no address that begins with http:// or https://",
	    option, text));
}

static vt_err
oai_check_friends(const struct oai_conf *c)
{
	for (size_t i = 0; i < c->friends.count; i++) {
		const char *url = c->friends.items[i];
		vt_err	err = oai_check_address("oai.friends", url);

		if (err != VT_OK)
			return (err);
		if (vt_str_find(vt_str_of(url), VT_STR("?")) >= 0)
			return (vt_fail(VT_E_BADARG, "oai.friends: '%s' is no base URL: leave out "
			    "the question mark and what follows", url));
	}
	return (VT_OK);
}

static vt_err
oai_check_branding(const struct oai_conf *c)
{
	vt_err	err = oai_check_address("oai.branding_icon", c->branding_icon);

	if (err == VT_OK)
		err = oai_check_address("oai.branding_link", c->branding_link);
	if (err == VT_OK && c->branding_icon[0] == '\0' && (c->branding_link[0] != '\0' ||
	    c->branding_title[0] != '\0' || c->branding_width > 0 || c->branding_height > 0))
		err = vt_fail(VT_E_BADARG, "oai.branding_link, _title, _width and _height say "
		    "something of an icon: name that in oai.branding_icon, or empty them");
	return (err);
}

vt_err
oai_check_containers(const struct oai_conf *c)
{
	vt_err	err = oai_check_friends(c);

	if (err == VT_OK)
		err = oai_check_branding(c);
	return (err == VT_OK ? oai_check_address("oai.metadata_rights", c->metadata_rights) : err);
}

/* --- writing --------------------------------------------------------------------------- */

/* The root of a container: its namespace, and where its schema is. */
static void
oai_container_open(struct vt_xmlw *x, const char *name, struct vt_str ns, struct vt_str location)
{
	vt_xmlw_open(x, name);
	vt_xmlw_attr(x, "xmlns", ns);
	vt_xmlw_attr(x, "xmlns:xsi", VT_STR("http://www.w3.org/2001/XMLSchema-instance"));
	vt_xmlw_attr(x, "xsi:schemaLocation", location);
}

static void
oai_write_friends(struct vt_xmlw *x, const struct oai_conf *c)
{
	if (c->friends.count == 0)
		return;
	vt_xmlw_open(x, "description");
	oai_container_open(x, "friends", VT_STR(OAI_FRIENDS_NS),
	    VT_STR(OAI_FRIENDS_NS " " OAI_NS "friends.xsd"));
	for (size_t i = 0; i < c->friends.count; i++)
		vt_xmlw_element(x, "baseURL", vt_str_of(c->friends.items[i]));
	vt_xmlw_close(x);
	vt_xmlw_close(x);
}

static void
oai_write_text(struct vt_xmlw *x, const char *name, const char *text)
{
	if (text[0] != '\0')
		vt_xmlw_element(x, name, vt_str_of(text));
}

static void
oai_write_pixels(struct oai_call *c, const char *name, int64_t pixels)
{
	if (pixels > 0)
		vt_xmlw_element(&c->x, name, vt_str_printf(c->arena, "%lld", (long long)pixels));
}

static void
oai_write_branding(struct oai_call *c)
{
	const struct oai_conf	*conf = c->state->conf;

	if (conf->branding_icon[0] == '\0')
		return;
	vt_xmlw_open(&c->x, "description");
	oai_container_open(&c->x, "branding", VT_STR(OAI_BRANDING_NS),
	    VT_STR(OAI_BRANDING_NS " " OAI_NS "branding.xsd"));
	vt_xmlw_open(&c->x, "collectionIcon");
	oai_write_text(&c->x, "url", conf->branding_icon);
	oai_write_text(&c->x, "link", conf->branding_link);
	oai_write_text(&c->x, "title", conf->branding_title);
	oai_write_pixels(c, "width", conf->branding_width);
	oai_write_pixels(c, "height", conf->branding_height);
	vt_xmlw_close(&c->x);
	vt_xmlw_close(&c->x);
	vt_xmlw_close(&c->x);
}

static void
oai_write_reference(struct vt_xmlw *x, const char *rights)
{
	vt_xmlw_open(x, "rightsReference");
	vt_xmlw_attr(x, "ref", vt_str_of(rights));
	vt_xmlw_close(x);
}

static void
oai_write_manifest(struct vt_xmlw *x, const struct oai_conf *c)
{
	if (c->metadata_rights[0] == '\0')
		return;
	vt_xmlw_open(x, "description");
	oai_container_open(x, "rightsManifest", VT_STR(OAI_RIGHTS_NS),
	    VT_STR(OAI_RIGHTS_NS " " OAI_NS "rightsManifest.xsd"));
	vt_xmlw_attr(x, "appliesTo", VT_STR(OAI_NS "entity#metadata"));
	vt_xmlw_open(x, "rights");
	oai_write_reference(x, c->metadata_rights);
	vt_xmlw_close(x);
	vt_xmlw_close(x);
	vt_xmlw_close(x);
}

void
oai_write_containers(struct oai_call *c)
{
	oai_write_friends(&c->x, c->state->conf);
	oai_write_branding(c);
	oai_write_manifest(&c->x, c->state->conf);
}

/* The same for every record, so it is made once. */
vt_err
oai_make_about(struct vt_boot *boot, const struct oai_conf *c, struct vt_str *about_r)
{
	struct vt_buf	out;
	struct vt_xmlw	x;
	vt_err		err;
	char		*text = NULL;

	*about_r = VT_STR_NONE;
	if (c->metadata_rights[0] == '\0')
		return (VT_OK);
	vt_buf_init(&out, OAI_CONTAINER_MAX);
	vt_xmlw_init(&x, &out);
	vt_xmlw_open(&x, "about");
	oai_container_open(&x, "rights", VT_STR(OAI_RIGHTS_NS),
	    VT_STR(OAI_RIGHTS_NS " " OAI_NS "rights.xsd"));
	oai_write_reference(&x, c->metadata_rights);
	vt_xmlw_close(&x);
	vt_xmlw_close(&x);
	if ((err = vt_xmlw_error(&x)) == VT_OK && (text = vt_boot_alloc(boot, out.len)) == NULL)
		err = VT_E_NOMEM;
	if (err == VT_OK)
		*about_r = (struct vt_str){ memcpy(text, out.p, out.len), out.len };
	vt_buf_fini(&out);
	return (err == VT_E_LIMIT ? vt_fail(VT_E_BADARG, "oai.metadata_rights is too long") : err);
}
