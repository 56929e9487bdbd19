/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables.
 */
#include <stddef.h>
#include <stdio.h>

#include "exh_command.h"
#include "exh_keep.h"
#include "exh_manifest.h"
#include "exh_page.h"

#define EXH_STYLE_MAX	(1024 * 1024)	/* bytes of the pages' style sheets */

/* What pages look like, for those that are taken along: read once, before the fork. */
static vt_err
exh_style(struct vt_boot *boot, struct vt_str *style_r)
{
	static const char *const	names[] = { "assets/site.css", "assets/exhibition.css" };
	char				*bytes = vt_boot_alloc(boot, EXH_STYLE_MAX);
	size_t				 len = 0;

	for (size_t i = 0; bytes != NULL && i < sizeof(names) / sizeof(names[0]); i++) {
		const char	*path = vt_boot_template_path(boot, names[i]);
		FILE		*f = path != NULL ? fopen(path, "re") : NULL;

		if (f == NULL)
			return (vt_fail(VT_E_NOTFOUND, "there is no %s in the templates", names[i]));
		len += fread(bytes + len, 1, EXH_STYLE_MAX - len, f);
		(void)fclose(f);
	}
	*style_r = (struct vt_str){ bytes, len };
	return (bytes != NULL ? VT_OK : VT_E_NOMEM);
}

static vt_err
exh_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	struct exh_state	*s = vt_boot_alloc(boot, sizeof(*s));
	vt_err			 err;

	if (s == NULL || (s->memory = vt_boot_alloc(boot, sizeof(*s->memory))) == NULL)
		return (VT_E_NOMEM);
	s->conf = conf;
	*s->memory = (struct vt_file_memory){ .options = "exhibitions", .one = s->conf->memory,
		.all = s->conf->memory_all };
	s->base_url = vt_boot_option(boot, "server.base_url");
	if ((err = exh_style(boot, &s->style)) != VT_OK ||
	    (err = vt_boot_secret(boot, EXH_PREVIEW_PURPOSE, s->key)) != VT_OK ||
	    (err = exh_kept_new(boot, &s->kept)) != VT_OK)
		return (err);
	*state_r = s;
	return (vt_boot_page_text(boot, NULL, "exhibitions", VT_STR("/exhibitions")));
}

static void
exh_worker_stop(struct vt_worker *worker, void *state)
{
	(void)worker;
	exh_kept_end(((struct exh_state *)state)->kept);
}

static const struct vt_option exh_options[] = {
	{ .key = "dir", .dflt = "exhibitions", .type = VT_OPT_PATH,
	  .offset = offsetof(struct exh_conf, dir),
	  .help = "folder of the virtual exhibitions, a folder each; what is saved there shows at once" },
	{ .key = "preview", .dflt = "14d", .type = VT_OPT_SECS, .min = 60, .max = 31536000,
	  .offset = offsetof(struct exh_conf, preview),
	  .help = "how long a preview link (`vartai exhibit preview`) is good" },
	{ .key = "memory", .dflt = "64M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = INT64_C(1) << 40, .offset = offsetof(struct exh_conf, memory),
	  .help = "largest sound or film of an exhibition's folder that is sent whole where it has to be "
	      "read into memory: over our own TLS" },
	{ .key = "memory_all", .dflt = "256M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = INT64_C(1) << 40, .offset = offsetof(struct exh_conf, memory_all),
	  .help = "memory of one worker for all that is read so and not sent yet" },
	{ .key = "offline_max", .dflt = "48M", .type = VT_OPT_SIZE, .min = 1024 * 1024,
	  .max = INT64_C(4) << 30, .offset = offsetof(struct exh_conf, offline_max),
	  .help = "largest archive of an exhibition (offline.zip); sounds and films that do not fit are "
	      "left where they are served.  More than server.body_bytes cannot be sent" },
	{ .key = NULL }
};

static const struct vt_link exh_links[] = {
	{ "iiif.member.exhibitions", "/exhibitions/collection.json" },
	{ "sitemap.exhibitions", "/exhibitions/sitemap.xml" },
	{ .name = NULL }
};

/* What is made of files shows at once when they change: nothing is kept by the catalogue's
 * generation. */
#define EXH_GET(path, fn) \
	{ .method = "GET", .pattern = path, .handler = fn, .cache = VT_CACHE_NONE }

static const struct vt_route exh_routes[] = {
	/* pages */
	EXH_GET("/exhibitions", exh_page_list),
	EXH_GET("/exhibitions/{slug}", exh_page_cover),
	EXH_GET("/exhibitions/{slug}/steps/{step}", exh_page_step),
	EXH_GET("/exhibitions/{slug}/steps/{step}/zoom/{picture}", exh_page_zoom),
	EXH_GET("/exhibitions/{slug}/steps/{step}/zoom/{picture}/{way}", exh_page_zoom),
	EXH_GET("/exhibitions/{slug}/all", exh_page_all),
	EXH_GET("/exhibitions/{slug}/scroll", exh_page_scroll),
	EXH_GET("/exhibitions/{slug}/easy", exh_page_cover),
	EXH_GET("/exhibitions/{slug}/easy/steps/{step}", exh_page_step),
	EXH_GET("/exhibitions/{slug}/easy/steps/{step}/zoom/{picture}", exh_page_zoom),
	EXH_GET("/exhibitions/{slug}/easy/steps/{step}/zoom/{picture}/{way}", exh_page_zoom),
	EXH_GET("/exhibitions/{slug}/easy/all", exh_page_all),
	EXH_GET("/exhibitions/{slug}/embed", exh_page_embed),
	EXH_GET("/oembed/exhibitions", exh_page_oembed),
	/* for programs */
	EXH_GET("/exhibitions/collection.json", exh_collection),
	EXH_GET("/exhibitions/feed.atom", exh_feed),
	EXH_GET("/exhibitions/sitemap.xml", exh_sitemap),
	EXH_GET("/exhibitions/{slug}/manifest.json", exh_manifest),
	EXH_GET("/exhibitions/{slug}/manifest/{part...}", exh_manifest_part),
	EXH_GET("/exhibitions/{slug}/places.geojson", exh_places),
	EXH_GET("/exhibitions/{slug}/qr.svg", exh_qr),
	EXH_GET("/exhibitions/{slug}/media/{file}", exh_media_send),
	{ .method = "GET", .pattern = "/exhibitions/{slug}/offline.zip", .handler = exh_offline,
	  .cache = VT_CACHE_NAMED },
	{ .method = NULL }
};

static const struct vt_command exh_commands[] = {
	{ "exhibit", "checks exhibitions, publishes and withdraws them", EXH_COMMAND_USAGE, exh_command },
	{ .name = NULL }
};

VT_PLUGIN(.name = "exhibitions", .version = "1.0", .summary = "virtual exhibitions",
    .conf_size = sizeof(struct exh_conf), .options = exh_options, .routes = exh_routes,
    .links = exh_links, .commands = exh_commands, .configure = exh_configure,
    .worker_stop = exh_worker_stop, .use = exh_page_use);
