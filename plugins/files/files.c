/* SPDX-License-Identifier: Apache-2.0 */
/* The plugin's tables, and what each request begins with. */
#include "files.h"

#include <stddef.h>

#define FILES_MEMORY	(64 << 20)	/* of one request: words of a page, names of all */

static void
files_release(void *arg)
{
	struct vt_arena	*a = arg;

	vt_arena_free(&a);
}

vt_err
files_start(struct vt_request *req, struct vt_response *res, struct files_call **c_r)
{
	struct files_call	*c = vt_arena_alloc(vt_request_arena(req), sizeof(*c));
	const struct files_state *state = vt_request_state(req);
	struct vt_str		 id = vt_request_param(req, "id");
	vt_err			 err;

	if (c == NULL)
		return (VT_E_LIMIT);
	*c = (struct files_call){ .req = req, .res = res, .conf = state->conf, .memory = state->memory,
		.arena = vt_arena_new(FILES_MEMORY) };
	if ((err = vt_defer(vt_request_arena(req), files_release, c->arena)) != VT_OK)
		return (err);
	if ((c->catalog = vt_request_catalog(req)) == NULL)
		return (VT_E_UNAVAILABLE);
	if ((err = vt_catalog_object(c->catalog, c->arena, id, &c->object)) != VT_OK)
		return (err);
	if (c->object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	if (!vt_request_may(req, &c->object, VT_PART_TEXT))
		return (vt_fail_closed(&c->object, "its files"));
	*c_r = c;
	return (VT_OK);
}

bool
files_is_public(const struct vt_object *object)
{
	return (object->access == VT_ACCESS_OPEN || (object->access == VT_ACCESS_EMBARGO &&
	    object->embargo_until > 0 && object->embargo_until <= vt_time_now()));
}

vt_err
files_page(struct files_call *c, struct vt_page *page_r)
{
	struct vt_str	text = vt_request_param(c->req, "page");
	int64_t		n;
	vt_err		err;

	if (c->object.page_count == 0 || !vt_str_to_int(text, 1, c->object.page_count, &n))
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no page '%.*s'; there are %lld",
		    VT_STR_ARG(c->object.identifier), VT_STR_ARG(text),
		    (long long)c->object.page_count));
	if ((err = vt_catalog_page(c->catalog, c->arena, c->object.rowid, n, page_r)) != VT_OK)
		return (err);
	return (page_r->has_text ? VT_OK : vt_fail(VT_E_NOTFOUND, "page %lld of '%.*s' has no text",
	    (long long)n, VT_STR_ARG(c->object.identifier)));
}

vt_err
files_pages(struct files_call *c, struct vt_page **list_r, size_t *count_r)
{
	vt_err	err = vt_catalog_pages(c->catalog, c->arena, c->object.rowid, list_r, count_r);

	if (err != VT_OK)
		return (err);
	for (size_t i = 0; i < *count_r; i++)
		if ((*list_r)[i].has_text)
			return (VT_OK);
	return (vt_fail(VT_E_NOTFOUND, "no page of '%.*s' has text",
	    VT_STR_ARG(c->object.identifier)));
}

void
files_keeping(struct files_call *c)
{
	if (files_is_public(&c->object))
		vt_response_cache_control(c->res, vt_str_c(c->arena, vt_str_printf(c->arena,
		    "public, max-age=%lld", (long long)c->conf->max_age)));
	else
		vt_response_cache_control(c->res, "private, no-cache");
}

void
files_name(struct files_call *c, const char *tail)
{
	vt_response_header(c->res, "Content-Disposition", vt_str_printf(c->arena,
	    "inline; filename=\"%.*s%s\"", VT_STR_ARG(c->object.identifier), tail));
}

static const struct vt_option files_options[] = {
	{ .key = "memory", .dflt = "64M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = INT64_C(1) << 40, .offset = offsetof(struct files_conf, memory),
	  .help = "largest file that is sent whole where it has to be read into memory: over our own "
	      "TLS, and text anywhere; behind a proxy others have no limit" },
	{ .key = "memory_all", .dflt = "256M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = INT64_C(1) << 40, .offset = offsetof(struct files_conf, memory_all),
	  .help = "memory of one worker for all that is read so and not sent yet; who comes when it is "
	      "spent is told to try again" },
	{ .key = "max_age", .dflt = "1h", .type = VT_OPT_SECS, .min = 0, .max = 366 * 86400,
	  .offset = offsetof(struct files_conf, max_age),
	  .help = "how long browsers and proxies may keep a file before they ask again" },
	{ .key = NULL }
};

#define FILES_ROUTE(path, fn, rule) \
	{ .method = "GET", .pattern = path, .handler = fn, .cache = rule }

static const struct vt_route files_routes[] = {
	FILES_ROUTE("/files/{id}/text", files_text, VT_CACHE_GENERATION),
	FILES_ROUTE("/files/{id}/text/{page}", files_page_text, VT_CACHE_GENERATION),
	FILES_ROUTE("/files/{id}/alto", files_alto_zip, VT_CACHE_NAMED),
	FILES_ROUTE("/files/{id}/alto/{page}", files_alto, VT_CACHE_GENERATION),
	FILES_ROUTE("/files/{id}/{name}", files_file, VT_CACHE_PUBLIC),
	{ .method = NULL }
};

static const struct vt_link files_links[] = {
	{ "files.file", "/files/{id}/{name}" },
	{ "files.text", "/files/{id}/text" },
	{ "files.page_text", "/files/{id}/text/{n}" },
	{ "files.alto", "/files/{id}/alto/{n}" },
	{ "files.alto_zip", "/files/{id}/alto" },
	{ .name = NULL }
};

/* A file, or all texts at once; a text of one page is read beside its image, and captions
 * with their film. */
static void
files_use(const struct vt_request *req, struct vt_use *use_r)
{
	struct vt_str	name = vt_request_param(req, "name"), path = vt_request_path(req);

	if (vt_request_param(req, "page").len > 0 || vt_str_ends(name, VT_STR(".vtt")))
		return;
	if (name.len == 0)
		name = vt_str_ends(path, VT_STR("/alto")) ? VT_STR("alto") : VT_STR("text");
	*use_r = (struct vt_use){ .kind = VT_USE_DOWNLOAD, .object = vt_request_param(req, "id"),
	    .part = name };
}

/* Before fork: what is held, each worker counts by itself. */
static vt_err
files_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	struct files_state	*state = vt_boot_alloc(boot, sizeof(*state));
	struct vt_file_memory	*memory = vt_boot_alloc(boot, sizeof(*memory));
	const struct files_conf	*own = conf;

	if (state == NULL || memory == NULL)
		return (VT_E_NOMEM);
	*memory = (struct vt_file_memory){ .options = "files", .one = own->memory,
		.all = own->memory_all };
	*state = (struct files_state){ conf, memory };
	*state_r = state;
	return (VT_OK);
}

VT_PLUGIN(.name = "files", .version = "1.0",
    .summary = "files of objects: PDF, sound, film; text and ALTO of their pages",
    .conf_size = sizeof(struct files_conf), .options = files_options,
    .routes = files_routes, .links = files_links, .configure = files_configure,
    .use = files_use);
