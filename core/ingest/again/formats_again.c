/* SPDX-License-Identifier: Apache-2.0 */
/* An object's records from the catalogue alone: read, made, compared, written. */
#include "ingest/again/formats_again.h"

#include "api/time.h"
#include "catalog/access.h"
#include "catalog/origin.h"
#include "ingest/object/object.h"

#define VT_AGAIN_MEMORY_MAX ((size_t)1 << 30) /* of one object */
#define VT_AGAIN_BATCH	    500		      /* identifiers read at once */

/* --- opening ------------------------------------------------------------------------------- */

vt_err
vt_again_open(struct vt_conf *conf, bool wants_catalog, struct vt_again_whole *w)
{
	const char *folder;
	vt_err err;

	memset(w, 0, sizeof(*w));
	w->arena = vt_arena_new(0);
	err = vt_ingest_options_conf(w->arena, conf, &w->o);
	if (err != VT_OK)
		return (err);
	folder = vt_str_c(w->arena, vt_str_printf(w->arena, "%s/crosswalks", w->o.template_dir));
	err = folder != NULL ? vt_crosswalks_open(folder, &w->crosswalks) : VT_E_LIMIT;
	if (err == VT_OK)
		err = vt_formats_open(w->arena, w->crosswalks, &w->o.settings.formats,
				      w->o.settings.profiles, &w->formats);
	w->again = (struct vt_again){ .formats = &w->formats, .o = &w->o, .now = vt_time_now() };
	if (err == VT_OK && wants_catalog)
		err = vt_catalog_open(w->o.data_dir, "", &w->again.catalog);
	if (err == VT_OK && wants_catalog)
		vt_catalog_tidies(w->again.catalog);
	return (err);
}

void
vt_again_close(struct vt_again_whole *w)
{
	vt_catalog_close(&w->again.catalog);
	vt_crosswalks_free(&w->crosswalks);
	vt_arena_free(&w->arena);
}

/* --- what an object is made from ---------------------------------------------------------- */

/* The catalogue gives the code where nobody has given a name: that is no name, but of
 * the institution that the configuration names (as in ingest). */
static bool
vt_again_is_nameless(const struct vt_again *g, const struct vt_institution *i)
{
	return (i->names.count == 1 && i->names.items[0].lang.len == 0 &&
		vt_str_eq(i->names.items[0].text, i->code) &&
		!vt_str_eq_c(i->code, g->o->settings.institution));
}

static vt_err
vt_again_institution(const struct vt_again *g, struct vt_arena *a, struct vt_again_object *o)
{
	vt_err err;

	if (o->object.institution.len == 0)
		return (VT_OK);
	err = vt_catalog_institution(g->catalog, a, o->object.institution, &o->institution);
	if (err == VT_OK && vt_again_is_nameless(g, &o->institution))
		o->institution.names.count = 0;
	return (err);
}

static vt_err
vt_again_images(const struct vt_again *g, struct vt_arena *a, struct vt_again_object *o)
{
	struct vt_crosswalk_image *images;
	struct vt_page *pages;
	size_t count = 0, next = 0;
	vt_err err = vt_catalog_pages(g->catalog, a, o->object.rowid, &pages, &count);

	if (err != VT_OK)
		return (err);
	images = vt_arena_array(a, count + 1, sizeof(*images));
	if (images == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++)
		if (pages[i].image.len != 0)
			images[next++] =
			    (struct vt_crosswalk_image){ pages[i].image, pages[i].number,
							 pages[i].width, pages[i].height };
	o->source.context.images = images;
	o->source.context.image_count = next;
	return (VT_OK);
}

static vt_err
vt_again_files(const struct vt_again *g, struct vt_arena *a, struct vt_again_object *o)
{
	struct vt_crosswalk_file *files;
	struct vt_file *list;
	size_t count = 0;
	vt_err err = vt_catalog_files(g->catalog, a, o->object.rowid, &list, &count);

	if (err != VT_OK)
		return (err);
	files = vt_arena_array(a, count + 1, sizeof(*files));
	if (files == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++)
		files[i] = (struct vt_crosswalk_file){ list[i].name, list[i].media_type,
						       list[i].width, list[i].height };
	o->source.context.files = files;
	o->source.context.file_count = count;
	return (VT_OK);
}

static vt_err
vt_again_collections(const struct vt_again *g, struct vt_arena *a, struct vt_again_object *o)
{
	struct vt_collection *list;
	struct vt_str *specs;
	size_t count = 0;
	vt_err err = vt_catalog_object_collections(g->catalog, a, o->object.rowid, &list, &count);

	if (err != VT_OK)
		return (err);
	specs = vt_arena_array(a, count + 1, sizeof(*specs));
	if (specs == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++)
		specs[i] = list[i].spec;
	o->source.collections = specs;
	o->source.collection_count = count;
	return (VT_OK);
}

static vt_err
vt_again_context(const struct vt_again *g, struct vt_arena *a, struct vt_again_object *o)
{
	const struct vt_ingest_settings *s = &g->o->settings;
	struct vt_crosswalk_context *c = &o->source.context;
	bool is_open = vt_access_is_open(o->object.access, o->object.embargo_until, g->now);

	*c = (struct vt_crosswalk_context){
		.object = &o->object,
		.institution = o->object.institution.len != 0 ? &o->institution : NULL,
		.oai_domain = g->o->oai_domain,
		.provider = vt_formats_provider(a, s->provider, &o->institution),
		.intermediate_provider = s->intermediate_provider,
		.language = s->description_language,
		.images_are_open = is_open,
		.text_is_open = is_open,
	};
	return (c->provider != NULL ? VT_OK : VT_E_LIMIT);
}

vt_err
vt_again_read(const struct vt_again *g, struct vt_arena *a, struct vt_str identifier,
	      struct vt_again_object *o_r)
{
	vt_err err;

	memset(o_r, 0, sizeof(*o_r));
	err = vt_catalog_object(g->catalog, a, identifier, &o_r->object);
	if (err == VT_OK && o_r->object.is_deleted)
		err = vt_fail(VT_E_NOTFOUND, "the object \"%.*s\" was withdrawn",
			      VT_STR_ARG(identifier));
	if (err == VT_OK)
		err = vt_again_institution(g, a, o_r);
	if (err == VT_OK)
		err = vt_again_context(g, a, o_r);
	if (err == VT_OK)
		err = vt_again_images(g, a, o_r);
	if (err == VT_OK)
		err = vt_again_files(g, a, o_r);
	return (err == VT_OK ? vt_again_collections(g, a, o_r) : err);
}

/* --- its records ------------------------------------------------------------------------------ */

static bool
vt_again_can_be_received(const struct vt_format *f)
{
	static const char *const names[] = { "marcxml", "unimarc", "mods", "lido", "mets" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (f->profile == NULL && strcmp(f->crosswalk, names[i]) == 0)
			return (true);
	return (false);
}

static vt_err
vt_again_received(const struct vt_again *g, struct vt_arena *a, struct vt_again_object *o)
{
	struct vt_draft_received *list = vt_arena_array(a, g->formats->count + 1, sizeof(*list));
	size_t count = 0;

	if (list == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < g->formats->count; i++) {
		const struct vt_format *f = &g->formats->items[i];
		struct vt_str xml, withheld;
		bool is_live = false;
		vt_err err = VT_E_NOTFOUND;

		if (vt_again_can_be_received(f))
			err = vt_catalog_record_stored(g->catalog, a, o->object.rowid,
						       vt_str_of(f->prefix), &is_live, &xml,
						       &withheld);
		if (err != VT_OK && err != VT_E_NOTFOUND)
			return (err);
		if (is_live && vt_str_find(xml, VT_STR(VT_RECORD_BASE)) < 0)
			list[count++] = (struct vt_draft_received){ f->crosswalk, xml };
	}
	o->source.received = list;
	o->source.received_count = count;
	return (VT_OK);
}

/* Its records.  What the source itself wrote stays: a record that we made has our
 * address in it (VT_RECORD_BASE), which no source can write. */
static vt_err
vt_again_records(const struct vt_again *g, struct vt_arena *a, struct vt_again_object *o,
		 struct vt_new_record **list_r, size_t *count_r)
{
	vt_err err = vt_again_received(g, a, o);

	return (err == VT_OK ? vt_formats_records(a, g->formats, &o->source, list_r, count_r)
			     : err);
}

/* --- compared with what is there ----------------------------------------------------------------
 */

static vt_err
vt_again_is_same(const struct vt_again *g, struct vt_arena *a, int64_t object,
		 const struct vt_new_record *r, bool *is_same_r)
{
	struct vt_str xml, withheld;
	bool is_live;
	vt_err err =
	    vt_catalog_record_stored(g->catalog, a, object, r->format, &is_live, &xml, &withheld);

	*is_same_r = err == VT_OK && is_live == (r->xml.len != 0) &&
		     (is_live ? vt_str_eq(xml, r->xml) : vt_str_eq(withheld, r->withheld));
	return (err == VT_E_NOTFOUND ? VT_OK : err);
}

/* A record in a format that is not made any more, or not of this object. */
static vt_err
vt_again_is_left_over(const struct vt_again *g, struct vt_arena *a, int64_t object,
		      struct vt_str prefix, const struct vt_new_record *list, size_t count,
		      bool *is_r)
{
	struct vt_str xml, withheld;
	bool is_live = false;
	vt_err err;

	*is_r = false;
	for (size_t i = 0; i < count; i++)
		if (vt_str_eq(list[i].format, prefix))
			return (VT_OK);
	err = vt_catalog_record_stored(g->catalog, a, object, prefix, &is_live, &xml, &withheld);
	*is_r = err == VT_OK && is_live;
	return (err == VT_E_NOTFOUND ? VT_OK : err);
}

/* Whether the catalogue has other ones, or one that is to go. */
static vt_err
vt_again_compare(const struct vt_again *g, struct vt_arena *a, const struct vt_again_object *o,
		 const struct vt_new_record *list, size_t count, bool *differs_r)
{
	struct vt_record_format *formats;
	size_t format_count = 0;
	bool is_same = true, is_left = false;
	vt_err err = VT_OK;

	for (size_t i = 0; i < count && err == VT_OK && is_same; i++)
		err = vt_again_is_same(g, a, o->object.rowid, &list[i], &is_same);
	if (err == VT_OK && is_same)
		err = vt_catalog_record_formats(g->catalog, a, &formats, &format_count);
	for (size_t i = 0; i < format_count && err == VT_OK && !is_left; i++)
		err = vt_again_is_left_over(g, a, o->object.rowid, formats[i].prefix, list, count,
					    &is_left);
	*differs_r = !is_same || is_left;
	return (err);
}

/* --- written
 * ---------------------------------------------------------------------------------------- */

/* The digest that its source would have, but made in no known way: the next ingest
 * makes it again, and finds the same. */
static vt_err
vt_again_digest(struct vt_writer *w, struct vt_arena *a, struct vt_str identifier,
		struct vt_str *digest_r)
{
	struct vt_origin origin;
	vt_err err = vt_writer_origin(w, a, identifier, &origin);
	char *digest;

	if (err != VT_OK || origin.digest.len <= VT_DIGEST_MAKING)
		return (err);
	digest = vt_str_c(a, origin.digest);
	if (digest == NULL)
		return (VT_E_LIMIT);
	memset(digest, '0', VT_DIGEST_MAKING);
	*digest_r = vt_str_of(digest);
	return (VT_OK);
}

static vt_err
vt_again_write(struct vt_writer *w, struct vt_arena *a, const struct vt_again_object *o,
	       const struct vt_new_record *list, size_t count)
{
	struct vt_new_object made = { .object = o->object,
				      .collections = o->source.collections,
				      .collection_count = o->source.collection_count,
				      .records = list,
				      .record_count = count };
	vt_err err = vt_again_digest(w, a, o->object.identifier, &made.digest);

	return (err == VT_OK ? vt_writer_records(w, &made) : err);
}

/* All of an object is read in one state of the catalogue. */
static vt_err
vt_again_look(const struct vt_again *g, struct vt_arena *a, struct vt_str identifier,
	      struct vt_again_object *o, struct vt_new_record **list, size_t *count,
	      bool *differs_r)
{
	vt_err err = vt_catalog_begin(g->catalog);

	if (err != VT_OK)
		return (err);
	err = vt_again_read(g, a, identifier, o);
	if (err == VT_OK)
		err = vt_again_records(g, a, o, list, count);
	if (err == VT_OK)
		err = vt_again_compare(g, a, o, *list, *count, differs_r);
	vt_catalog_end(g->catalog);
	return (err);
}

vt_err
vt_again_one(const struct vt_again *g, struct vt_writer *w, struct vt_str identifier,
	     bool *differs_r)
{
	struct vt_arena *a = vt_arena_new(VT_AGAIN_MEMORY_MAX);
	struct vt_new_record *list = NULL;
	struct vt_again_object o;
	size_t count = 0;
	vt_err err;

	*differs_r = false;
	err = vt_again_look(g, a, identifier, &o, &list, &count, differs_r);
	if (err == VT_OK && *differs_r && w != NULL)
		err = vt_again_write(w, a, &o, list, count);
	vt_arena_free(&a);
	/* Withdrawn since it was listed: nothing is left to do. */
	if (err == VT_E_NOTFOUND) {
		vt_fail_clear();
		*differs_r = false;
		err = VT_OK;
	}
	return (err);
}

vt_err
vt_again_ended(const struct vt_again *g, struct vt_writer *w,
	       void (*told)(void *user, struct vt_str identifier), void *user)
{
	struct vt_catalog_identifier list[VT_AGAIN_BATCH];
	struct vt_catalog_each each = { .room = VT_AGAIN_BATCH, .embargo_until = g->now };
	size_t count = VT_AGAIN_BATCH;
	vt_err err = VT_OK;

	while (count == VT_AGAIN_BATCH && err == VT_OK) {
		struct vt_arena *a = vt_arena_new(0);

		err = vt_catalog_identifiers(g->catalog, a, &each, list, &count);
		for (size_t i = 0; i < count && err == VT_OK; i++) {
			bool differs;

			err = vt_again_one(g, w, list[i].identifier, &differs);
			each.after = list[i].rowid;
			if (err == VT_OK && differs)
				told(user, list[i].identifier);
		}
		vt_arena_free(&a);
	}
	return (err);
}
