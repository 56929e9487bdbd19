/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which formats records are made in, and one object's records in all of them.
 * Called by object.c on the way in and by formats_again.c afterwards.
 */
#include "ingest/formats/formats.h"

#include <stdio.h>

/* --- the list -------------------------------------------------------------------------------- */

static const struct vt_crosswalk_out *
vt_formats_crosswalk(const struct vt_crosswalks *c, const char *name)
{
	size_t count;
	const struct vt_crosswalk_out *list = vt_crosswalk_formats(c, &count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].prefix, name) == 0)
			return (&list[i]);
	return (NULL);
}

static bool
vt_formats_has(const struct vt_formats *f, const char *prefix)
{
	for (size_t i = 0; i < f->count; i++)
		if (strcmp(f->items[i].prefix, prefix) == 0)
			return (true);
	return (false);
}

static vt_err
vt_formats_add(struct vt_formats *f, const char *prefix, const char *crosswalk,
	       const struct vt_profile *profile)
{
	const struct vt_crosswalk_out *out = vt_formats_crosswalk(f->crosswalks, crosswalk);
	const char *where = profile != NULL ? profile->path : "ingest.formats";

	if (out == NULL)
		return (vt_fail(VT_E_BADARG,
				"%s: there is no crosswalk \"%s\"; put out/%s.xsl into "
				"templates/crosswalks, or name one that is there",
				where, crosswalk, crosswalk));
	if (vt_formats_has(f, prefix))
		return (vt_fail(VT_E_BADARG,
				"%s: the prefix \"%s\" is there already; each has its own", where,
				prefix));
	if (f->count == VT_FORMATS_MAX)
		return (
		    vt_fail(VT_E_TOOLARGE, "more than %d formats are configured", VT_FORMATS_MAX));
	f->items[f->count++] = (struct vt_format){ .prefix = prefix,
						   .crosswalk = out->prefix,
						   .ns = out->ns,
						   .schema = out->schema,
						   .profile = profile };
	return (VT_OK);
}

vt_err
vt_formats_open(struct vt_arena *a, const struct vt_crosswalks *crosswalks,
		const struct vt_str_list *names, const char *profiles, struct vt_formats *f_r)
{
	struct vt_profile *list = NULL;
	size_t count = 0;
	vt_err err;

	*f_r = (struct vt_formats){ .crosswalks = crosswalks };
	err = vt_formats_add(f_r, "oai_dc", "oai_dc", NULL);
	for (size_t i = 0; i < names->count && err == VT_OK; i++)
		if (strcmp(names->items[i], "oai_dc") != 0)
			err = vt_formats_add(f_r, names->items[i], names->items[i], NULL);
	if (err == VT_OK)
		err = vt_profiles_read(a, profiles, &list, &count);
	for (size_t i = 0; i < count && err == VT_OK; i++)
		err = vt_formats_add(f_r, list[i].prefix, list[i].crosswalk, &list[i]);
	return (err);
}

static void
vt_formats_hash_profile(const struct vt_profile *p, struct vt_hash_state *h)
{
	const char *const words[] = { p->provider, p->intermediate_provider, p->views, p->size,
				      p->min_pixels };
	char bits[32];

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		vt_hash_put_str(h, vt_str_of(words[i]));
	for (size_t i = 0; i < p->institution_count; i++)
		vt_hash_put_str(h, p->institutions[i]);
	vt_hash_put_str(h, VT_STR("|"));
	for (size_t i = 0; i < p->collection_count; i++)
		vt_hash_put_str(h, p->collections[i]);
	(void)snprintf(bits, sizeof(bits), "|%u %d %d", p->kinds, p->only_open, p->only_images);
	vt_hash_put_str(h, vt_str_of(bits));
}

void
vt_formats_hash(const struct vt_formats *f, struct vt_hash_state *h)
{
	for (size_t i = 0; i < f->count; i++) {
		vt_hash_put_str(h, vt_str_of(f->items[i].prefix));
		vt_hash_put_str(h, vt_str_of(f->items[i].crosswalk));
		if (f->items[i].profile != NULL)
			vt_formats_hash_profile(f->items[i].profile, h);
	}
}

const char *
vt_formats_provider(struct vt_arena *a, const char *configured, const struct vt_institution *i)
{
	struct vt_str name;

	if (configured[0] != '\0')
		return (configured);
	name = vt_labels_get(&i->names, "lt");
	return (vt_str_c(a, name.len != 0 ? name : i->code));
}

/* --- one object's records ------------------------------------------------------------------------
 */

/* The source's own record in that format; NULL: there is none.  A METS names files,
 * which are not for all where the object is not. */
static const struct vt_draft_received *
vt_formats_received(const struct vt_format *f, const struct vt_formats_source *s)
{
	if (f->profile != NULL ||
	    (strcmp(f->crosswalk, "mets") == 0 && !s->context.images_are_open))
		return (NULL);
	for (size_t i = 0; i < s->received_count; i++)
		if (strcmp(s->received[i].format, f->crosswalk) == 0)
			return (&s->received[i]);
	return (NULL);
}

static bool
vt_formats_takes(const struct vt_format *f, const struct vt_formats_source *s)
{
	return (f->profile == NULL ||
		vt_profile_takes(f->profile, s->context.object, s->collections, s->collection_count,
				 s->context.image_count, s->context.images_are_open));
}

static struct vt_crosswalk_context
vt_formats_context(const struct vt_format *f, const struct vt_formats_source *s)
{
	struct vt_crosswalk_context context = s->context;

	if (f->profile == NULL)
		return (context);
	if (f->profile->provider != NULL)
		context.provider = f->profile->provider;
	if (f->profile->intermediate_provider != NULL)
		context.intermediate_provider = f->profile->intermediate_provider;
	context.parameters = f->profile->parameters;
	return (context);
}

static vt_err
vt_formats_record(struct vt_arena *a, const struct vt_formats *f, const struct vt_format *format,
		  const struct vt_formats_source *s, struct vt_new_record *record_r)
{
	const struct vt_draft_received *received = vt_formats_received(format, s);
	struct vt_crosswalk_context context = vt_formats_context(format, s);
	vt_err err;

	*record_r = (struct vt_new_record){ .format = vt_str_of(format->prefix) };
	if (received != NULL) {
		record_r->xml = received->xml;
		return (VT_OK);
	}
	err =
	    vt_crosswalk_out_record(f->crosswalks, a, format->crosswalk, &context, &record_r->xml);
	if (err == VT_OK)
		return (VT_OK);
	if (err != VT_E_DECLINED)
		return (vt_fail_in(err, "its record in %s", format->prefix));
	record_r->withheld = vt_str_dup(a, vt_str_of(vt_fail_text(err)));
	vt_fail_clear();
	return (record_r->withheld.p != NULL ? VT_OK : VT_E_LIMIT);
}

vt_err
vt_formats_records(struct vt_arena *a, const struct vt_formats *f,
		   const struct vt_formats_source *s, struct vt_new_record **list_r,
		   size_t *count_r)
{
	struct vt_new_record *list = vt_arena_array(a, f->count + 1, sizeof(*list));
	size_t count = 0;
	vt_err err = list != NULL ? VT_OK : VT_E_LIMIT;

	for (size_t i = 0; i < f->count && err == VT_OK; i++)
		if (vt_formats_takes(&f->items[i], s))
			err = vt_formats_record(a, f, &f->items[i], s, &list[count++]);
	if (err != VT_OK)
		return (err);
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}
