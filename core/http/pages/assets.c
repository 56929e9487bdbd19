/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The assets in memory: one sorted table, each file as it is and, where that is
 * smaller, compressed, with the start of its hash as version and validator.
 * Filled before the fork (assets_folder.c) and only read after it.
 */
#include <stdlib.h>

#include "base/hash.h"
#include "http/fields/gzip.h"
#include "http/inside.h"
#include "http/pages/assets_inside.h"

#define ASSETS_DOTS_MAX	8		  /* dots of a name that a template can ask for */
#define ASSETS_MEMORY	(8 * 1024 * 1024) /* names, addresses, values */

static const struct {
	const char *suffix, *type;
} assets_types[] = {
	{ ".css", "text/css; charset=utf-8" },
	{ ".js", "text/javascript; charset=utf-8" },
	{ ".mjs", "text/javascript; charset=utf-8" },
	{ ".json", "application/json" },
	{ ".map", "application/json" },
	{ ".webmanifest", "application/manifest+json" },
	{ ".xsl", "application/xml" },
	{ ".xml", "application/xml" },
	{ ".html", "text/html; charset=utf-8" },
	{ ".txt", "text/plain; charset=utf-8" },
	{ ".md", "text/plain; charset=utf-8" },
	{ ".svg", "image/svg+xml" },
	{ ".png", "image/png" },
	{ ".jpg", "image/jpeg" },
	{ ".jpeg", "image/jpeg" },
	{ ".gif", "image/gif" },
	{ ".webp", "image/webp" },
	{ ".ico", "image/x-icon" },
	{ ".woff2", "font/woff2" },
	{ ".woff", "font/woff" },
	{ ".ttf", "font/ttf" },
	{ ".wasm", "application/wasm" },
};

static const char *
assets_type(struct vt_str name)
{
	for (size_t i = 0; i < sizeof(assets_types) / sizeof(assets_types[0]); i++)
		if (vt_str_ends(name, vt_str_of(assets_types[i].suffix)))
			return (assets_types[i].type);
	return ("application/octet-stream");
}

/* --- one more ------------------------------------------------------------- */

static void
assets_zip(struct assets_file *file)
{
	struct vt_buf zipped;
	size_t len;
	char *bytes;

	if (!vt_gzip_suits(vt_str_of(file->type)))
		return;
	vt_buf_init(&zipped, 0);
	if (vt_gzip(file->body, &zipped) && (bytes = vt_buf_take(&zipped, &len)) != NULL)
		file->zipped = (struct vt_str){ bytes, len };
	vt_buf_fini(&zipped);
}

static vt_err
assets_describe(struct vt_assets *assets, struct assets_file *file, const char *name)
{
	struct vt_hash_state hash;
	char hex[VT_HASH_HEX];

	vt_hash_init(&hash);
	vt_hash_put(&hash, file->body.p, file->body.len);
	vt_hash_hex(&hash, hex);
	memcpy(file->version, hex, ASSETS_VERSION_LEN);
	file->name = vt_str_dup(assets->arena, vt_str_of(name));
	file->type = assets_type(file->name);
	file->url = vt_str_c(assets->arena,
			     vt_str_printf(assets->arena, "/assets/%s?v=%s", name, file->version));
	return (file->name.p != NULL && file->url != NULL ? VT_OK : VT_E_LIMIT);
}

vt_err
vt_assets_check(const struct vt_assets *assets, int64_t bytes)
{
	if (assets->count == VT_ASSETS_FILES_MAX)
		return (
		    vt_fail(VT_E_TOOLARGE, "there are more than %d files", VT_ASSETS_FILES_MAX));
	if (bytes > VT_ASSETS_FILE_MAX)
		return (vt_fail(VT_E_TOOLARGE, "it is larger than %lld bytes", VT_ASSETS_FILE_MAX));
	if (assets->bytes + bytes > VT_ASSETS_BYTES_MAX)
		return (vt_fail(VT_E_TOOLARGE, "all files together are larger than %lld bytes",
				VT_ASSETS_BYTES_MAX));
	return (VT_OK);
}

vt_err
vt_assets_put(struct vt_assets *assets, const char *name, struct vt_str body)
{
	struct assets_file *file = &assets->files[assets->count];
	vt_err err;

	file->body = body;
	assets->count++;
	assets->bytes += (int64_t)body.len;
	if ((err = assets_describe(assets, file, name)) == VT_OK)
		assets_zip(file);
	return (err);
}

/* --- the table ------------------------------------------------------------ */

static int
assets_order(const void *a, const void *b)
{
	return (vt_str_cmp(((const struct assets_file *)a)->name,
			   ((const struct assets_file *)b)->name));
}

static const struct assets_file *
assets_find(const struct vt_assets *assets, struct vt_str name)
{
	struct assets_file wanted = { .name = name };

	if (assets->count == 0)
		return (NULL);
	return (bsearch(&wanted, assets->files, assets->count, sizeof(wanted), assets_order));
}

/* A map of values under construction: for the names that begin with prefix. */
struct assets_level {
	struct vt_str prefix; /* "osd.min." */
	struct vt_value *map;
};

/* The address under the name's parts between dots: {{assets.site.css}} walks
 * "site", then "css".  Names come sorted, so those with one beginning follow
 * each other and a map is found where the name before left it. */
static void
assets_value(struct vt_assets *assets, const struct assets_file *file,
	     struct assets_level levels[ASSETS_DOTS_MAX])
{
	struct vt_value *map = assets->values;
	struct vt_str rest = file->name, part;
	char *key = NULL;

	for (size_t depth = 0; vt_str_next(&rest, '.', &part); depth++) {
		struct vt_str prefix = vt_str_sub(file->name, 0, file->name.len - rest.len);

		if ((key = vt_str_c(assets->arena, part)) == NULL || depth == ASSETS_DOTS_MAX)
			return;
		if (rest.len == 0)
			break;
		if (!vt_str_eq(levels[depth].prefix, prefix)) {
			levels[depth] =
			    (struct assets_level){ prefix, vt_value_map(assets->arena) };
			vt_value_set(map, key, levels[depth].map);
		}
		map = levels[depth].map;
	}
	vt_value_set_str(map, key, vt_str_of(file->url));
}

static void
assets_index(struct vt_assets *assets)
{
	struct assets_level levels[ASSETS_DOTS_MAX] = { 0 };

	qsort(assets->files, assets->count, sizeof(*assets->files), assets_order);
	for (size_t i = 0; i < assets->count; i++)
		if (!vt_str_ends(assets->files[i].name, VT_STR(".map")))
			assets_value(assets, &assets->files[i], levels);
}

static vt_err
assets_load(struct vt_assets *assets, const char *template_dir, const char *vendor_dir)
{
	char *own =
	    vt_str_c(assets->arena, vt_str_printf(assets->arena, "%s/assets", template_dir));
	vt_err err;

	assets->files = calloc(VT_ASSETS_FILES_MAX, sizeof(*assets->files));
	assets->values = vt_value_map(assets->arena);
	if (own == NULL || assets->files == NULL || assets->values == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for assets"));
	if ((err = vt_assets_folder(assets, own, "")) != VT_OK)
		return (err);
	if (vendor_dir != NULL && vendor_dir[0] != '\0' &&
	    (err = vt_assets_folder(assets, vendor_dir, VT_ASSETS_VENDOR)) != VT_OK)
		return (err);
	assets_index(assets);
	return (VT_OK);
}

vt_err
vt_assets_new(const char *template_dir, const char *vendor_dir, struct vt_assets **assets_r)
{
	struct vt_assets *assets = calloc(1, sizeof(*assets));
	vt_err err;

	if (assets == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for assets"));
	assets->arena = vt_arena_new(ASSETS_MEMORY);
	if ((err = assets_load(assets, template_dir, vendor_dir)) != VT_OK) {
		vt_assets_free(&assets);
		return (err);
	}
	*assets_r = assets;
	return (VT_OK);
}

vt_err
vt_assets_add(struct vt_assets *assets, const char *name, struct vt_str bytes)
{
	char *copy;
	vt_err err;

	if (assets_find(assets, vt_str_of(name)) != NULL)
		return (vt_fail(VT_E_CONFLICT, "there are two assets \"%s\"", name));
	if ((err = vt_assets_check(assets, (int64_t)bytes.len)) != VT_OK)
		return (vt_fail_in(err, "%s", name));
	if ((copy = malloc(bytes.len + 1)) == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for %s", name));
	if (bytes.len > 0)
		memcpy(copy, bytes.p, bytes.len);
	if ((err = vt_assets_put(assets, name, (struct vt_str){ copy, bytes.len })) != VT_OK)
		return (err);
	qsort(assets->files, assets->count, sizeof(*assets->files), assets_order);
	return (VT_OK);
}

void
vt_assets_free(struct vt_assets **assets)
{
	struct vt_assets *a = *assets;

	*assets = NULL;
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->count; i++) {
		free((void *)(uintptr_t)a->files[i].body.p);
		free((void *)(uintptr_t)a->files[i].zipped.p);
	}
	free(a->files);
	vt_arena_free(&a->arena);
	free(a);
}

struct vt_value *
vt_assets_values(const struct vt_assets *assets)
{
	return (assets != NULL ? assets->values : NULL);
}

const char *
vt_assets_url(const struct vt_assets *assets, struct vt_str name)
{
	const struct assets_file *file = assets_find(assets, name);

	return (file != NULL ? file->url : NULL);
}

bool
vt_page_asset(struct vt_request *req, struct vt_str url, struct vt_str *bytes_r,
	      const char **media_type_r)
{
	const struct vt_assets *assets = req->gateway->assets;

	for (size_t i = 0; assets != NULL && i < assets->count; i++)
		if (vt_str_eq_c(url, assets->files[i].url)) {
			*bytes_r = assets->files[i].body;
			*media_type_r = assets->files[i].type;
			return (true);
		}
	return (false);
}

/* --- serving -------------------------------------------------------------- */

vt_err
vt_assets_serve(struct vt_request *req, struct vt_response *res)
{
	struct vt_str name = vt_request_param(req, "name"), version = VT_STR_NONE;
	const struct assets_file *file = assets_find(vt_request_state(req), name);
	bool is_zipped;

	if (file == NULL)
		return (vt_fail(VT_E_NOTFOUND, "there is no asset \"%.*s\"", VT_STR_ARG(name)));
	is_zipped = file->zipped.len > 0 && req->has_gzip;
	vt_response_type(res, file->type);
	vt_response_etag(res,
			 vt_str_printf(req->arena, "%s%s", file->version, is_zipped ? "-gz" : ""));
	/* Only the address that names this content may be kept for ever. */
	if (vt_request_arg(req, "v", &version) && vt_str_eq_c(version, file->version))
		vt_response_cache_control(res, "public, max-age=31536000, immutable");
	if (file->zipped.len > 0)
		vt_response_header(res, "Vary", VT_STR("Accept-Encoding"));
	if (is_zipped)
		vt_response_header(res, "Content-Encoding", VT_STR("gzip"));
	if (is_zipped)
		vt_response_send(res, file->zipped.p, file->zipped.len, NULL, NULL);
	else
		vt_response_send(res, file->body.p, file->body.len, NULL, NULL);
	return (vt_response_error(res));
}
