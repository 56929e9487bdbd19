/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai iiif-registry`: who publishes, and where the list of changes is, in the form
 * of the registry of IIIF (its README); a librarian sends it there once.
 */
#include <stdio.h>

#include "activity.h"

struct activity_registry {
	struct vt_arena		*arena;
	struct vt_str		 base_url;
	struct vt_institution	 institution;
};

/* --- who publishes ---------------------------------------------------------------------- */

static vt_err
activity_registry_only(struct activity_registry *r, struct vt_catalog *c)
{
	struct vt_institution	*list;
	struct vt_str		 codes = VT_STR("");
	size_t			 count;
	vt_err			 err = vt_catalog_institutions(c, r->arena, &list, &count);

	if (err != VT_OK)
		return (err);
	if (count == 1) {
		r->institution = list[0];
		return (VT_OK);
	}
	for (size_t i = 0; i < count; i++)
		codes = vt_str_printf(r->arena, "%.*s%s%.*s", VT_STR_ARG(codes),
		    i > 0 ? ", " : "", VT_STR_ARG(list[i].code));
	return (count == 0 ? vt_fail(VT_E_NOTFOUND, "the catalogue has no institution yet: nothing "
	    "was taken in") : vt_fail(VT_E_BADARG, "which institution publishes the list? Give its "
	    "code, or set ingest.institution: %.*s", VT_STR_ARG(codes)));
}

static vt_err
activity_registry_institution(struct activity_registry *r, struct vt_boot *boot, const char *code)
{
	struct vt_catalog	*c;
	vt_err			 err = vt_boot_catalog(boot, &c);

	if (err != VT_OK)
		return (err);
	if (code == NULL)
		code = vt_boot_option(boot, "ingest.institution");
	if (code == NULL || code[0] == '\0')
		return (activity_registry_only(r, c));
	return (vt_catalog_institution(c, r->arena, vt_str_of(code), &r->institution));
}

/* --- the file ----------------------------------------------------------------------------- */

static bool
activity_registry_is_http(struct vt_str url)
{
	return (vt_str_starts(url, VT_STR("http://")) || vt_str_starts(url, VT_STR("https://")));
}

/* The institution's own address: its page, else what identifies it, else this one. */
static struct vt_str
activity_registry_id(const struct activity_registry *r)
{
	if (activity_registry_is_http(r->institution.url))
		return (r->institution.url);
	return (activity_registry_is_http(r->institution.uri) ? r->institution.uri : r->base_url);
}

/* A language map; names of one language stand side by side in the catalogue. */
static void
activity_registry_label(const struct activity_registry *r, struct vt_jsonw *j)
{
	const struct vt_labels	*l = &r->institution.names;

	vt_jsonw_key(j, "label");
	vt_jsonw_object(j);
	for (size_t i = 0; i < l->count; i++) {
		if (i == 0 || !vt_str_eq(l->items[i].lang, l->items[i - 1].lang)) {
			vt_jsonw_key_str(j, l->items[i].lang.len > 0 ? l->items[i].lang :
			    VT_STR("none"));
			vt_jsonw_array(j);
		}
		vt_jsonw_str(j, l->items[i].text);
		if (i + 1 == l->count || !vt_str_eq(l->items[i].lang, l->items[i + 1].lang))
			vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

static void
activity_registry_write(const struct activity_registry *r, struct vt_jsonw *j)
{
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", activity_registry_id(r));
	vt_jsonw_key(j, "institution");
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", activity_registry_id(r));
	activity_registry_label(r, j);
	vt_jsonw_end(j);
	vt_jsonw_key(j, "streams");
	vt_jsonw_array(j);
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", vt_str_printf(r->arena, "%.*s" ACTIVITY_COLLECTION,
	    VT_STR_ARG(r->base_url)));
	activity_registry_label(r, j);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
	vt_jsonw_end(j);
}

static vt_err
activity_registry_print(const struct activity_registry *r)
{
	struct vt_buf	out;
	struct vt_jsonw	j;
	vt_err		err;

	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	activity_registry_write(r, &j);
	if ((err = vt_jsonw_error(&j)) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (err);
}

/* --- the command ---------------------------------------------------------------------------- */

static bool
activity_registry_is_here(struct vt_str url)
{
	return (vt_str_find(url, VT_STR("//127.")) >= 0 || vt_str_find(url, VT_STR("//[::1]")) >= 0 ||
	    vt_str_find(url, VT_STR("//localhost")) >= 0);
}

int
activity_registry(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	struct activity_registry	r = { .base_url =
					    vt_str_of(vt_boot_option(boot, "server.base_url")) };
	vt_err				err;

	(void)conf;
	if (argc > 2) {
		(void)fprintf(stderr, "usage: vartai iiif-registry [INSTITUTION]\n");
		return (2);
	}
	r.arena = vt_arena_new(0);
	err = activity_registry_institution(&r, boot, argc == 2 ? argv[1] : NULL);
	if (err == VT_OK)
		err = activity_registry_print(&r);
	if (err != VT_OK)
		(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
	else if (activity_registry_is_here(r.base_url))
		(void)fprintf(stderr, "vartai: %.*s is an address of this machine alone: set "
		    "server.base_url to the one that the public uses\n", VT_STR_ARG(r.base_url));
	vt_arena_free(&r.arena);
	return (err == VT_OK ? 0 : 2);
}
