/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the configuration says that nobody knows: a mistyped key would
 * otherwise leave an option at its default without a word.
 */
#include <stdio.h>

#include "base/conf_inside.h"
#include "base/nearest.h"

/* The sections that are known. */
struct vt_conf_known {
	const struct vt_conf_section *const *sections;
	size_t count;
};

static const struct vt_conf_section *
vt_conf_known_section(const struct vt_conf_known *k, const char *name)
{
	for (size_t i = 0; i < k->count; i++)
		if (strcmp(k->sections[i]->name, name) == 0)
			return (k->sections[i]);
	return (NULL);
}

static bool
vt_conf_known_key(const struct vt_conf_section *s, const char *key)
{
	for (const struct vt_option *o = s->options; o != NULL && o->key != NULL; o++)
		if (strcmp(o->key, key) == 0)
			return (true);
	return (false);
}

/* "data.dir:" in the file, as sentences and --set have it: name is of a known section. */
static bool
vt_conf_is_dotted(const struct vt_conf_known *k, const char *name)
{
	const char *dot = strchr(name, '.');

	for (size_t i = 0; i < k->count && dot != NULL; i++)
		if (k->sections[i]->name[0] != '\0' &&
		    vt_str_eq_c((struct vt_str){ name, (size_t)(dot - name) }, k->sections[i]->name))
			return (true);
	return (false);
}

/* A section's name where a key's is expected, or the other way round. */
static vt_err
vt_conf_misplaced(const struct vt_conf_known *k, const struct vt_conf_entry *e)
{
	const struct vt_conf_section *top = vt_conf_known_section(k, "");

	if (e->section[0] == '\0' && vt_conf_known_section(k, e->key) != NULL)
		return (vt_fail(VT_E_BADARG, "'%s' is a section: its keys stand indented below it",
				e->key));
	if (e->section[0] == '\0' && vt_conf_is_dotted(k, e->key))
		return (vt_fail(VT_E_BADARG,
				"there is no key '%s': write '%.*s:' and, indented below it, '%s:'",
				e->key, (int)strcspn(e->key, "."), e->key,
				strchr(e->key, '.') + 1));
	if (e->section[0] != '\0' && top != NULL && vt_conf_known_key(top, e->section))
		return (vt_fail(VT_E_BADARG, "%s must be a value, not a map", e->section));
	return (VT_OK);
}

static vt_err
vt_conf_unknown_section(const struct vt_conf_known *k, const char *name)
{
	struct vt_nearest_word near;

	vt_nearest_word_init(&near, vt_str_of(name));
	for (size_t i = 0; i < k->count; i++)
		vt_nearest_word_try(&near, k->sections[i]->name);
	if (near.best != NULL)
		return (vt_fail(VT_E_BADARG,
				"there is no section '%s': did you mean '%s'? (If '%s' "
				"is a plugin, it is not in 'plugins'.)",
				name, near.best, name));
	return (vt_fail(VT_E_BADARG,
			"there is no section '%s'; if it is a plugin, it is not in 'plugins': add "
			"it there or remove the section",
			name));
}

/* The nearest key of the section; failing that, the section that has the key. */
static vt_err
vt_conf_unknown_key(const struct vt_conf_known *k, const struct vt_conf_section *s, const char *key)
{
	char place[128] = "at the top";
	struct vt_nearest_word near;

	if (s->name[0] != '\0')
		(void)snprintf(place, sizeof(place), "in section '%s'", s->name);
	vt_nearest_word_init(&near, vt_str_of(key));
	for (const struct vt_option *o = s->options; o != NULL && o->key != NULL; o++)
		vt_nearest_word_try(&near, o->key);
	if (near.best != NULL)
		return (vt_fail(VT_E_BADARG, "there is no key '%s' %s: did you mean '%s'?", key,
				place, near.best));
	for (size_t i = 0; i < k->count; i++)
		if (vt_conf_known_key(k->sections[i], key))
			return (vt_fail(VT_E_BADARG,
					"there is no key '%s' %s; it belongs to section '%s'", key,
					place, k->sections[i]->name));
	return (vt_fail(VT_E_BADARG, "there is no key '%s' %s", key, place));
}

static vt_err
vt_conf_check_entry(const struct vt_conf_known *k, const struct vt_conf_entry *e)
{
	const struct vt_conf_section *s = vt_conf_known_section(k, e->section);
	vt_err err;

	if (e->is_asked || (s != NULL && (e->key[0] == '\0' || vt_conf_known_key(s, e->key))))
		return (VT_OK);
	/* "oai:" with nothing below it is an empty section. */
	if (e->section[0] == '\0' && e->node != NULL && vt_yaml_is_nothing(e->node) &&
	    vt_conf_known_section(k, e->key) != NULL)
		return (VT_OK);
	if ((err = vt_conf_misplaced(k, e)) != VT_OK)
		return (err);
	if (s != NULL)
		return (vt_conf_unknown_key(k, s, e->key));
	return (vt_conf_unknown_section(k, e->section));
}

vt_err
vt_conf_check_unknown(struct vt_conf *conf, const struct vt_conf_section *const *sections,
		      size_t count)
{
	const struct vt_conf_known known = { sections, count };

	for (const struct vt_conf_entry *e = conf->first; e != NULL; e = e->next) {
		vt_err err = vt_conf_check_entry(&known, e);

		if (err != VT_OK)
			return (vt_conf_blame(conf, e, err));
	}
	return (VT_OK);
}
