/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables.
 */
#include <stddef.h>

#include "exh_command.h"
#include "exh_keep.h"
#include "exh_page.h"

static vt_err
exh_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	struct exh_state	*s = vt_boot_alloc(boot, sizeof(*s));
	vt_err			 err;

	if (s == NULL)
		return (VT_E_NOMEM);
	s->conf = conf;
	s->base_url = vt_boot_option(boot, "server.base_url");
	if ((err = vt_boot_secret(boot, EXH_PREVIEW_PURPOSE, s->key)) != VT_OK ||
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
	{ .key = NULL }
};

static const struct vt_link exh_links[] = {
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
