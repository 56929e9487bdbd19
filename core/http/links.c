/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of links: read at boot from all plugins, asked by handlers.  So no
 * plugin knows another; it asks for a name and leaves out what nobody offers.
 */
#include "http/links.h"

#include "api/log.h"
#include "http/inside.h"

#define LINKS_MAX 256 /* of all plugins together */

struct links_entry {
	const char *plugin;
	const struct vt_link *link;
};
struct vt_links {
	size_t count;
	struct links_entry entries[LINKS_MAX];
};

vt_err
vt_links_new(struct vt_arena *a, struct vt_links **links_r)
{
	struct vt_links *links = vt_arena_alloc(a, sizeof(*links));

	if (links == NULL)
		return (VT_E_NOMEM);
	*links_r = links;
	return (VT_OK);
}

static const struct links_entry *
links_find(const struct vt_links *links, const char *name)
{
	for (size_t i = 0; i < links->count; i++)
		if (strcmp(links->entries[i].link->name, name) == 0)
			return (&links->entries[i]);
	return (NULL);
}

vt_err
vt_links_add(struct vt_links *links, const char *plugin, const struct vt_link *link)
{
	const struct links_entry *other = links_find(links, link->name);

	if (other != NULL)
		return (
		    vt_fail(VT_E_CONFLICT,
			    "plugin %s and plugin %s both offer the link %s: load only one of them",
			    other->plugin, plugin, link->name));
	if (link->pattern == NULL || link->pattern[0] != '/')
		return (vt_fail(VT_E_BADARG, "plugin %s: link %s does not begin with '/'", plugin,
				link->name));
	if (links->count == LINKS_MAX)
		return (vt_fail(VT_E_LIMIT, "plugin %s: there are more than %d links", plugin,
				LINKS_MAX));
	links->entries[links->count++] = (struct links_entry){ plugin, link };
	return (VT_OK);
}

const char *
vt_links_pattern(const struct vt_links *links, const char *name)
{
	const struct links_entry *entry = links_find(links, name);

	return (entry != NULL ? entry->link->pattern : NULL);
}

const char *
vt_links_name(const struct vt_links *links, const char *prefix, size_t i)
{
	struct vt_str begins = vt_str_of(prefix);

	for (size_t k = 0; k < links->count; k++) {
		const char *name = links->entries[k].link->name;

		if (vt_str_starts(vt_str_of(name), begins) && i-- == 0)
			return (name);
	}
	return (NULL);
}

const char *
vt_link_name(const struct vt_request *req, const char *prefix, size_t i)
{
	return (vt_links_name(req->gateway->links, prefix, i));
}

static void
links_value(struct vt_buf *out, struct vt_str value, bool is_tail)
{
	struct vt_str part;
	const char *between = "";

	if (!is_tail) {
		vt_buf_percent(out, value);
		return;
	}
	while (vt_str_next(&value, '/', &part)) {
		vt_buf_str(out, vt_str_of(between));
		vt_buf_percent(out, part);
		between = "/";
	}
}

bool
vt_links_fill(const char *pattern, const struct vt_str *values, size_t count, struct vt_buf *out)
{
	struct vt_str rest = vt_str_of(pattern), name;
	size_t used = 0;

	while (rest.len > 0) {
		ptrdiff_t open = vt_str_find(rest, VT_STR("{"));

		if (open < 0)
			break;
		vt_buf_str(out, vt_str_sub(rest, 0, (size_t)open));
		rest = vt_str_sub(rest, (size_t)open + 1, rest.len);
		(void)vt_str_next(&rest, '}', &name);
		if (used == count)
			return (false);
		links_value(out, values[used++], vt_str_ends(name, VT_STR("...")));
	}
	vt_buf_str(out, rest);
	return (true);
}

bool
vt_link_put(struct vt_request *req, const char *name, const struct vt_str *values,
	    size_t value_count, struct vt_buf *out)
{
	const char *pattern = vt_links_pattern(req->gateway->links, name);
	size_t before = out->len;

	if (pattern == NULL)
		return (false);
	vt_buf_str(out, vt_request_base_url(req));
	if (vt_links_fill(pattern, values, value_count, out))
		return (vt_buf_error(out) == VT_OK);
	vt_log("http", VT_LOG_WARN, "link %s was asked for with %zu values, too few for %s", name,
	       value_count, pattern);
	out->len = before;
	if (out->p != NULL)
		out->p[before] = '\0';
	return (false);
}

struct vt_str
vt_link(struct vt_request *req, const char *name, const struct vt_str *values, size_t value_count)
{
	struct vt_str link = VT_STR_NONE;
	struct vt_buf out;

	vt_buf_init(&out, VT_HTTP_TARGET_MAX);
	if (vt_link_put(req, name, values, value_count, &out))
		link = vt_str_dup(req->arena, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (link);
}

struct vt_str
vt_link_id(struct vt_request *req, const char *name, struct vt_str id)
{
	return (vt_link(req, name, &id, 1));
}
