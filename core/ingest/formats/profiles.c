/* SPDX-License-Identifier: Apache-2.0 */
/* Profiles: their files, and which objects each of them takes. */
#include "ingest/formats/profiles.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/nearest.h"
#include "base/yaml_load.h"
#include "ingest/folder/package.h"

struct vt_profile_yaml {
	struct vt_arena *arena;
	const char *path;
	yaml_document_t *doc;
};

static vt_err
vt_profile_refuse(const struct vt_profile_yaml *y, const yaml_node_t *n, const char *what)
{
	return (vt_fail(VT_E_BADARG, "%s, line %d: %s", y->path, vt_yaml_line(n), what));
}

/* --- values --------------------------------------------------------------------------------- */

static vt_err
vt_profile_word(const struct vt_profile_yaml *y, const yaml_node_t *n, const char **word_r)
{
	if (n->type != YAML_SCALAR_NODE)
		return (vt_profile_refuse(y, n, "a text is wanted here, not a list or mapping"));
	*word_r = vt_str_c(y->arena, vt_str_trim(vt_yaml_text(n)));
	return (*word_r != NULL ? VT_OK : VT_E_LIMIT);
}

static vt_err
vt_profile_switch(const struct vt_profile_yaml *y, const yaml_node_t *n, bool *is_on_r)
{
	struct vt_str s = vt_yaml_text(n);

	*is_on_r = vt_str_eq_c(s, "yes") || vt_str_eq_c(s, "true");
	return (*is_on_r || vt_str_eq_c(s, "no") || vt_str_eq_c(s, "false")
		    ? VT_OK
		    : vt_profile_refuse(y, n, "yes or no is wanted here"));
}

static vt_err
vt_profile_list(const struct vt_profile_yaml *y, yaml_node_t *n, struct vt_str **list_r,
		size_t *count_r)
{
	size_t count = n->type == YAML_SEQUENCE_NODE
			   ? (size_t)(n->data.sequence.items.top - n->data.sequence.items.start)
			   : 0;
	struct vt_str *list;

	if (n->type != YAML_SEQUENCE_NODE || count > VT_PROFILE_LIST_MAX)
		return (vt_profile_refuse(y, n, "a list [a, b] is wanted here"));
	list = vt_arena_array(y->arena, count + 1, sizeof(*list));
	for (size_t i = 0; i < count && list != NULL; i++)
		list[i] = vt_str_dup(y->arena, vt_yaml_text(yaml_document_get_node(
						   y->doc, n->data.sequence.items.start[i])));
	if (list == NULL)
		return (VT_E_LIMIT);
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}

static vt_err
vt_profile_kinds(const struct vt_profile_yaml *y, yaml_node_t *n, struct vt_profile *p)
{
	struct vt_str *list = NULL;
	size_t count = 0;
	vt_err err = vt_profile_list(y, n, &list, &count);

	for (size_t i = 0; i < count && err == VT_OK; i++) {
		unsigned bit = 0;

		for (int k = VT_KIND_TEXT; k <= VT_KIND_3D; k++)
			if (vt_str_eq_c(list[i], vt_kind_name((enum vt_kind)k)))
				bit = 1u << k;
		if (bit == 0)
			err = vt_profile_refuse(y, n, "kinds are TEXT, IMAGE, SOUND, VIDEO, 3D");
		p->kinds |= bit;
	}
	return (err);
}

/* max, ^max, 2000,  ,2000  !2000,2000 */
static bool
vt_profile_is_size(const char *s)
{
	size_t digits, more;

	if (strcmp(s, "max") == 0 || strcmp(s, "^max") == 0)
		return (true);
	s += *s == '!' || *s == '^';
	digits = strspn(s, "0123456789");
	if (s[digits] != ',' || digits > 6)
		return (false);
	more = strspn(s + digits + 1, "0123456789");
	return (digits + more > 0 && more <= 6 && s[digits + 1 + more] == '\0');
}

static vt_err
vt_profile_media(const struct vt_profile_yaml *y, const yaml_node_t *n, struct vt_profile *p)
{
	int64_t pixels;

	if (strcmp(p->views, "all") != 0 && strcmp(p->views, "first") != 0 &&
	    strcmp(p->views, "none") != 0)
		return (vt_profile_refuse(y, n, "views is all, first or none"));
	if (!vt_profile_is_size(p->size))
		return (vt_profile_refuse(
		    y, n, "size is one of the Image API: max, or !2000,2000, or 2000,"));
	if (!vt_str_to_int(vt_str_of(p->min_pixels), 0, INT64_MAX / 2, &pixels))
		return (vt_profile_refuse(y, n, "min_pixels is a whole number"));
	return (VT_OK);
}

/* --- keys ------------------------------------------------------------------------------------ */

static const char *const vt_profile_keys[] = { "prefix",
					       "crosswalk",
					       "institutions",
					       "collections",
					       "kinds",
					       "open",
					       "images",
					       "provider",
					       "views",
					       "size",
					       "intermediate_provider",
					       "min_pixels",
					       NULL };

static vt_err
vt_profile_unknown(const struct vt_profile_yaml *y, const yaml_node_t *key)
{
	struct vt_nearest_word near;

	vt_nearest_word_init(&near, vt_yaml_text(key));
	for (size_t i = 0; vt_profile_keys[i] != NULL; i++)
		vt_nearest_word_try(&near, vt_profile_keys[i]);
	return (vt_fail(VT_E_BADARG, "%s, line %d: unknown key \"%.*s\"%s%s%s", y->path,
			vt_yaml_line(key), VT_STR_ARG(vt_yaml_text(key)),
			near.best != NULL ? "; did you mean \"" : "",
			near.best != NULL ? near.best : "", near.best != NULL ? "\"?" : ""));
}

static const char **
vt_profile_word_of(struct vt_profile *p, struct vt_str key)
{
	const struct {
		const char *name;
		const char **word;
	} words[] = {
		{ "prefix", &p->prefix },
		{ "crosswalk", &p->crosswalk },
		{ "provider", &p->provider },
		{ "intermediate_provider", &p->intermediate_provider },
		{ "views", &p->views },
		{ "size", &p->size },
		{ "min_pixels", &p->min_pixels },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (vt_str_eq_c(key, words[i].name))
			return (words[i].word);
	return (NULL);
}

static vt_err
vt_profile_key(const struct vt_profile_yaml *y, struct vt_profile *p, const yaml_node_t *key,
	       yaml_node_t *n)
{
	struct vt_str name = vt_yaml_text(key);
	const char **word = vt_profile_word_of(p, name);

	if (word != NULL)
		return (vt_profile_word(y, n, word));
	if (vt_str_eq_c(name, "institutions"))
		return (vt_profile_list(y, n, &p->institutions, &p->institution_count));
	if (vt_str_eq_c(name, "collections"))
		return (vt_profile_list(y, n, &p->collections, &p->collection_count));
	if (vt_str_eq_c(name, "kinds"))
		return (vt_profile_kinds(y, n, p));
	if (vt_str_eq_c(name, "open"))
		return (vt_profile_switch(y, n, &p->only_open));
	if (vt_str_eq_c(name, "images"))
		return (vt_profile_switch(y, n, &p->only_images));
	return (vt_profile_unknown(y, key));
}

static vt_err
vt_profile_check(const struct vt_profile_yaml *y, const yaml_node_t *root, struct vt_profile *p)
{
	const char *const parameters[] = { "views",	 p->views,	"size", p->size,
					   "min-pixels", p->min_pixels, NULL };

	if (p->prefix == NULL || strchr(p->prefix, ':') != NULL ||
	    !vt_package_is_spec(vt_str_of(p->prefix)))
		return (vt_profile_refuse(
		    y, root, "a profile needs a prefix of letters, digits and -_.!~*'()"));
	if (p->crosswalk == NULL)
		return (vt_profile_refuse(
		    y, root,
		    "a profile needs a crosswalk of templates/crosswalks/out, such as edm"));
	memcpy(p->parameters, parameters, sizeof(parameters));
	return (vt_profile_media(y, root, p));
}

static vt_err
vt_profile_document(const struct vt_profile_yaml *y, struct vt_profile *p)
{
	yaml_node_t *root = yaml_document_get_root_node(y->doc);
	vt_err err = VT_OK;

	if (root == NULL || root->type != YAML_MAPPING_NODE)
		return (vt_fail(VT_E_BADARG, "%s: a profile is a mapping (prefix: …)", y->path));
	for (yaml_node_pair_t *pair = root->data.mapping.pairs.start;
	     pair < root->data.mapping.pairs.top && err == VT_OK; pair++)
		err = vt_profile_key(y, p, yaml_document_get_node(y->doc, pair->key),
				     yaml_document_get_node(y->doc, pair->value));
	return (err == VT_OK ? vt_profile_check(y, root, p) : err);
}

static vt_err
vt_profile_take(struct vt_arena *a, yaml_document_t *doc, const char *path, struct vt_profile *p_r)
{
	struct vt_profile_yaml y = { a, vt_str_c(a, vt_str_of(path)), doc };
	struct vt_profile p = { .path = y.path, .views = "all", .size = "max", .min_pixels = "0" };
	vt_err err = y.path != NULL ? vt_profile_document(&y, &p) : VT_E_LIMIT;

	yaml_document_delete(doc);
	if (err == VT_OK)
		*p_r = p;
	return (err);
}

vt_err
vt_profile_parse(struct vt_arena *a, struct vt_str bytes, const char *path, struct vt_profile *p_r)
{
	yaml_document_t doc;
	vt_err err = vt_yaml_parse(bytes, path, &doc);

	return (err == VT_OK ? vt_profile_take(a, &doc, path, p_r) : err);
}

/* --- a folder of them ----------------------------------------------------------------------------
 */

static int
vt_profile_is_file(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return (len > 5 && e->d_name[0] != '.' && strcmp(e->d_name + len - 5, ".yaml") == 0);
}

static vt_err
vt_profile_file(struct vt_arena *a, const char *folder, const char *name, struct vt_profile *p_r)
{
	const char *path = vt_str_c(a, vt_str_printf(a, "%s/%s", folder, name));
	yaml_document_t doc;
	vt_err err =
	    path != NULL ? vt_yaml_parse_file(path, VT_PROFILE_BYTES_MAX, &doc) : VT_E_LIMIT;

	return (err == VT_OK ? vt_profile_take(a, &doc, path, p_r) : err);
}

vt_err
vt_profiles_read(struct vt_arena *a, const char *folder, struct vt_profile **list_r,
		 size_t *count_r)
{
	struct dirent **names = NULL;
	struct vt_profile *list = vt_arena_array(a, VT_PROFILES_MAX, sizeof(*list));
	int n = folder[0] != '\0' ? scandir(folder, &names, vt_profile_is_file, alphasort) : 0;
	vt_err err = list != NULL ? VT_OK : VT_E_LIMIT;

	if (n < 0)
		return (
		    vt_fail(VT_E_BADARG, "ingest.profiles: the folder %s cannot be read", folder));
	if (err == VT_OK && n > VT_PROFILES_MAX)
		err =
		    vt_fail(VT_E_TOOLARGE, "%s has more than %d profiles", folder, VT_PROFILES_MAX);
	for (int i = 0; i < n; i++) {
		if (err == VT_OK)
			err = vt_profile_file(a, folder, names[i]->d_name, &list[i]);
		free(names[i]);
	}
	free(names);
	if (err == VT_OK) {
		*list_r = list;
		*count_r = (size_t)n;
	}
	return (err);
}

/* --- which objects
 * ---------------------------------------------------------------------------------- */

static bool
vt_profile_has_code(const struct vt_profile *p, struct vt_str code)
{
	for (size_t i = 0; i < p->institution_count; i++)
		if (vt_str_eq(p->institutions[i], code))
			return (true);
	return (p->institution_count == 0);
}

static bool
vt_profile_is_in(struct vt_str spec, struct vt_str above)
{
	return (vt_str_starts(spec, above) && (spec.len == above.len || spec.p[above.len] == ':'));
}

static bool
vt_profile_has_collection(const struct vt_profile *p, const struct vt_str *specs, size_t count)
{
	for (size_t i = 0; i < p->collection_count; i++)
		for (size_t k = 0; k < count; k++)
			if (vt_profile_is_in(specs[k], p->collections[i]))
				return (true);
	return (p->collection_count == 0);
}

bool
vt_profile_takes(const struct vt_profile *p, const struct vt_object *o,
		 const struct vt_str *collections, size_t collection_count, size_t images,
		 bool is_open)
{
	return (vt_profile_has_code(p, o->institution) &&
		vt_profile_has_collection(p, collections, collection_count) &&
		(p->kinds == 0 || (o->kind <= VT_KIND_3D && (p->kinds >> o->kind & 1) != 0)) &&
		(is_open || !p->only_open) && (images != 0 || !p->only_images));
}
