/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a plugin's configure() and commands may ask of the core: options by
 * name, keys for a purpose, paths of templates.  In the parent, before the fork.
 */
#include <sodium.h>
#include <unistd.h>

#include "http/inside.h"
#include "http/pages/assets.h"
#include "http/secret.h"
#include "text/language.h"

static const struct vt_option *
boot_find(const struct vt_gateway *g, struct vt_str section, struct vt_str key)
{
	for (size_t i = 0; i < g->o.core_section_count; i++) {
		const struct vt_conf_section *s = g->o.core_sections[i];

		if (!vt_str_eq_c(section, s->name))
			continue;
		for (const struct vt_option *o = s->options; o->key != NULL; o++)
			if (vt_str_eq_c(key, o->key))
				return (o);
	}
	return (NULL);
}

/* The text of one option, whatever its type is. */
static const char *
boot_read(const struct vt_gateway *g, const char *section, const struct vt_option *option)
{
	const struct vt_option one[] = {
		{ .key = option->key,
		  .dflt = option->dflt,
		  .help = option->help,
		  .type = option->type == VT_OPT_PATH ? VT_OPT_PATH : VT_OPT_STR },
		{ .key = NULL },
	};
	const struct vt_conf_section as = { .name = section, .help = "", .options = one };
	const char *value = NULL;

	if (option->type == VT_OPT_LIST || vt_conf_fill(g->conf, &as, &value) != VT_OK)
		return (NULL);
	return (value);
}

/* The option that name means, and the name of its section; NULL: there is none. */
static const struct vt_option *
boot_named(struct vt_gateway *g, const char *name, const char **section_r)
{
	struct vt_str key = vt_str_of(name), section = VT_STR_NONE;
	const struct vt_option *option;

	if (vt_str_find(key, VT_STR(".")) >= 0)
		(void)vt_str_next(&key, '.', &section);
	option = boot_find(g, section, key);
	*section_r = vt_str_c(g->arena, section);
	return (*section_r != NULL ? option : NULL);
}

const char *
vt_boot_option(struct vt_boot *boot, const char *name)
{
	struct vt_gateway *g = boot->gateway;
	const struct vt_option *option;
	const char *section;

	/* These two the gateway was given as they are after all checks. */
	if (strcmp(name, "server.base_url") == 0)
		return (g->o.base_url);
	if (strcmp(name, "data.dir") == 0)
		return (g->o.data_dir);
	option = boot_named(g, name, &section);
	return (option != NULL ? boot_read(g, section, option) : NULL);
}

vt_err
vt_boot_option_number(struct vt_boot *boot, const char *name, int64_t *value_r)
{
	const char *section;
	const struct vt_option *option = boot_named(boot->gateway, name, &section);
	struct vt_option one[] = { { .key = NULL }, { .key = NULL } };
	const struct vt_conf_section as = { .name = section, .help = "", .options = one };

	if (option == NULL || (option->type != VT_OPT_INT && option->type != VT_OPT_SIZE &&
			       option->type != VT_OPT_SECS))
		return (vt_fail(VT_E_NOTFOUND, "there is no option %s that is a number", name));
	one[0] = *option;
	one[0].offset = 0;
	return (vt_conf_fill(boot->gateway->conf, &as, value_r));
}

void *
vt_boot_alloc(struct vt_boot *boot, size_t len)
{
	return (vt_arena_alloc(boot->gateway->arena, len));
}

vt_err
vt_boot_secret(struct vt_boot *boot, const char *purpose, uint8_t key_r[32])
{
	uint8_t key[VT_SECRET_LEN];
	vt_err err;

	/* Who only looks signs nothing, and leaves no file behind. */
	if (boot->gateway->o.only_looks) {
		randombytes_buf(key_r, VT_SECRET_LEN);
		return (VT_OK);
	}
	err = vt_secret_load(vt_boot_option(boot, "server.secret"), boot->gateway->o.data_dir,
			     vt_boot_option(boot, "server.user"), key);
	if (err != VT_OK)
		return (err);
	vt_secret_derive(key, purpose, key_r);
	sodium_memzero(key, sizeof(key));
	return (VT_OK);
}

vt_err
vt_boot_catalog(struct vt_boot *boot, struct vt_catalog **c_r)
{
	struct vt_gateway *g = boot->gateway;
	vt_err err = VT_OK;

	if (g->catalog == NULL) {
		err = vt_catalog_open(g->o.data_dir, g->o.base_url, &g->catalog);
		if (err == VT_OK)
			vt_catalog_tidies(g->catalog);
	}
	if (err == VT_OK)
		*c_r = g->catalog;
	return (err);
}

const char *
vt_boot_template_path(struct vt_boot *boot, const char *relative)
{
	struct vt_gateway *g = boot->gateway;

	return (vt_str_c(g->arena, vt_str_printf(g->arena, "%s/%s", g->o.template_dir, relative)));
}

/* --- what pages say ------------------------------------------------------- */

void
vt_boot_said(struct vt_gateway *g, const char *name, struct vt_str text)
{
	struct vt_hash_state h;

	vt_hash_init(&h);
	vt_hash_put_str(&h, vt_str_of(g->said));
	vt_hash_put_str(&h, vt_str_of(name));
	vt_hash_put_str(&h, text);
	vt_hash_hex(&h, g->said);
}

vt_err
vt_boot_page_text(struct vt_boot *boot, const char *lang, const char *key, struct vt_str text)
{
	vt_boot_said(boot->gateway, key, text);
	return (vt_texts_say(boot->gateway->texts, lang, key, text));
}

vt_err
vt_boot_messages(struct vt_boot *boot, const char *folder)
{
	static const char *const languages[] = { "lt", "en" };
	struct vt_gateway *g = boot->gateway;
	char hex[VT_HASH_HEX];
	vt_err err = vt_texts_replace(g->texts, folder);

	for (size_t i = 0; i < 2 && err == VT_OK; i++) {
		const char *path =
		    vt_str_c(g->arena, vt_str_printf(g->arena, "%s/%s.yaml", folder, languages[i]));

		if (path != NULL && access(path, R_OK) == 0 &&
		    (err = vt_hash_file(path, hex)) == VT_OK)
			vt_boot_said(g, languages[i], vt_str_of(hex));
	}
	return (err);
}

vt_err
vt_boot_asset(struct vt_boot *boot, const char *name, struct vt_str bytes, const char **url_r)
{
	struct vt_gateway *g = boot->gateway;
	vt_err err = vt_assets_add(g->assets, name, bytes);

	if (err != VT_OK)
		return (err);
	vt_boot_said(g, name, bytes);
	*url_r = vt_assets_url(g->assets, vt_str_of(name));
	return (VT_OK);
}

/* --- what commands say ------------------------------------------------------ */

const char *
vt_boot_language(struct vt_boot *boot)
{
	(void)boot;
	return (vt_language_of_locale());
}

struct vt_str
vt_boot_message(struct vt_boot *boot, const char *lang, const char *key)
{
	return (vt_texts_message(boot->gateway->texts, lang, key));
}
