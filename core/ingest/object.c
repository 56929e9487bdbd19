/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object as the catalogue writes it: files, records, a title where none was given.
 * Its digest is in object_digest.c, pages and ranges are in object_pages.c.
 */
#include "ingest/object_inside.h"

#include "ingest/identifier.h"

/* --- files ------------------------------------------------------------------------------- */

static bool
vt_object_has_file(const struct vt_new_file *files, size_t count, struct vt_str name)
{
	for (size_t i = 0; i < count; i++)
		if (vt_str_eq(files[i].name, name))
			return (true);
	return (false);
}

/* Names are unique within the object: a second "a.pdf" becomes "2-a.pdf". */
static vt_err
vt_object_files(const struct vt_object_context *c, struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;
	struct vt_new_file *files = vt_arena_array(d->arena, d->file_count + 1, sizeof(*files));

	if (files == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->file_count; i++) {
		struct vt_str name = vt_identifier_file_name(d->arena, d->files[i].name);
		struct vt_str unique = name;

		for (size_t n = 2; vt_object_has_file(files, i, unique); n++)
			unique = vt_str_printf(d->arena, "%zu-%.*s", n, VT_STR_ARG(name));
		files[i] = (struct vt_new_file){ .name = unique,
						 .path = w->files[i].is_kept
							     ? vt_copies_kept(c->copies, d->arena,
									      w->files[i].hash)
							     : d->files[i].path,
						 .media_type = vt_str_of(w->files[i].media_type),
						 .use = d->files[i].use,
						 .bytes = w->files[i].bytes };
	}
	w->made.files = files;
	w->made.file_count = d->file_count;
	return (VT_OK);
}

/* --- records ----------------------------------------------------------------------------- */

static vt_err
vt_object_record(struct vt_object_work *w, const struct vt_crosswalks *cw,
		 const struct vt_crosswalk_context *context, const char *prefix,
		 struct vt_new_record *record)
{
	struct vt_arena *a = w->draft.arena;
	struct vt_str xml = VT_STR_NONE;
	vt_err err = vt_crosswalk_out_record(cw, a, prefix, context, &xml);

	record->format = vt_str_of(prefix);
	if (err == VT_OK) {
		record->xml = xml;
		return (VT_OK);
	}
	if (err != VT_E_DECLINED)
		return (vt_fail_in(err, "its record in %s", prefix));
	record->withheld = vt_str_dup(a, vt_str_of(vt_fail_text(err)));
	vt_fail_clear();
	vt_findings_add(&w->draft.findings, VT_FINDING_RECORD, "%.*s",
			VT_STR_ARG(record->withheld));
	return (VT_OK);
}

/* Who gives the records on: as configured, else the institution itself. */
static const char *
vt_object_provider(const struct vt_object_context *c, const struct vt_object_work *w)
{
	struct vt_str name;

	if (c->provider[0] != '\0')
		return (c->provider);
	name = vt_labels_get(&w->institution.names, "lt");
	return (vt_str_c(w->draft.arena, name.len != 0 ? name : w->institution.code));
}

static vt_err
vt_object_records(const struct vt_object_context *c, struct vt_object_work *w)
{
	struct vt_arena *a = w->draft.arena;
	size_t count = 0, image_count = w->made.image_count, next = 0;
	const struct vt_crosswalk_out *formats = vt_crosswalk_formats(c->crosswalks, &count);
	struct vt_new_record *records = vt_arena_array(a, count + 1, sizeof(*records));
	struct vt_crosswalk_image *images = vt_arena_array(a, image_count + 1, sizeof(*images));
	bool is_open = vt_object_is_open(c, &w->made.object);
	struct vt_crosswalk_context context = { .object = &w->made.object,
						.institution = &w->institution,
						.images = images,
						.image_count = image_count,
						.oai_domain = c->oai_domain,
						.provider = vt_object_provider(c, w),
						.intermediate_provider = c->intermediate_provider,
						.images_are_open = is_open,
						.text_is_open = is_open };
	vt_err err = VT_OK;

	if (records == NULL || images == NULL || context.provider == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < w->made.page_count; i++)
		if (w->made.pages[i].image.len != 0) {
			images[next] =
			    (struct vt_crosswalk_image){ .identifier =
							     w->made.images[next].identifier,
							 .page = (int64_t)i + 1,
							 .width = w->made.images[next].width,
							 .height = w->made.images[next].height };
			next++;
		}
	for (size_t i = 0; i < count && err == VT_OK; i++)
		err = vt_object_record(w, c->crosswalks, &context, formats[i].prefix, &records[i]);
	w->made.records = records;
	w->made.record_count = count;
	return (err);
}

/* --- titles that the text gives ------------------------------------------------------------ */

static vt_err
vt_object_add_property(struct vt_object_work *w, const struct vt_property *p)
{
	struct vt_description *d = &w->draft.object.description;
	struct vt_property *list = vt_arena_array(w->draft.arena, d->count + 1, sizeof(*list));

	if (list == NULL)
		return (VT_E_LIMIT);
	list[0] = *p;
	if (d->count != 0)
		memcpy(list + 1, d->properties, d->count * sizeof(*list));
	d->properties = list;
	d->count++;
	return (VT_OK);
}

/* As catalogues do with a text without a title: its first words, in brackets. */
static vt_err
vt_object_incipit(struct vt_object_work *w)
{
	struct vt_draft *d = &w->draft;
	struct vt_property p = { .name = VT_STR("title") };
	struct vt_buf words;
	size_t count = 0;

	vt_buf_init(&words, 0);
	for (size_t i = 0; i < d->page_count && count == 0; i++) {
		const struct vt_page_text *t = &w->pages[i].text;

		/* A page number or a running head is no beginning. */
		for (size_t k = 0; k < t->word_count && t->word_count >= VT_INCIPIT_WORDS * 2 &&
				   count < VT_INCIPIT_WORDS;
		     k++, count++)
			vt_buf_printf(&words, "%s%.*s", count != 0 ? " " : "",
				      VT_STR_ARG(t->words[k].text));
	}
	p.value = vt_str_printf(d->arena, "[%.*s …]", VT_STR_ARG(vt_buf_get(&words)));
	vt_buf_fini(&words);
	if (count == 0)
		return (vt_fail(VT_E_BADARG,
				"\"%.*s\" has neither a title nor a description; give it one",
				VT_STR_ARG(d->object.identifier)));
	vt_findings_add(
	    &d->findings, VT_FINDING_TITLE,
	    "it has neither a title nor a description; the first words of its text stand for them: "
	    "%.*s",
	    VT_STR_ARG(p.value));
	return (vt_object_add_property(w, &p));
}

static void
vt_object_take_findings(struct vt_object_work *w)
{
	for (size_t i = 0; i < w->draft.page_count; i++)
		for (size_t k = 0; k < w->pages[i].findings.count; k++) {
			const struct vt_finding *f = &w->pages[i].findings.items[k];

			vt_findings_add(&w->draft.findings, f->kind, "page %zu: %.*s", i + 1,
					VT_STR_ARG(f->text));
		}
}

vt_err
vt_object_finish(const struct vt_object_context *c, struct vt_object_work *w)
{
	vt_err err = VT_OK;

	vt_object_take_findings(w);
	if (w->wants_incipit)
		err = vt_object_incipit(w);
	if (err == VT_OK)
		err = vt_object_pages(w);
	if (err != VT_OK)
		return (err);
	w->made.object = w->draft.object;
	w->made.object.page_count = (int64_t)w->made.page_count;
	w->made.object.thumbnail = vt_object_thumbnail(w);
	w->made.digest = vt_str_of(w->digest);
	w->made.collections = w->collections;
	w->made.collection_count = w->collection_count;
	err = vt_object_ranges(w);
	if (err == VT_OK)
		err = vt_object_files(c, w);
	return (err == VT_OK ? vt_object_records(c, w) : err);
}

vt_err
vt_object_stand_in(const struct vt_object_context *c, struct vt_object_work *w)
{
	struct vt_property *title = vt_arena_alloc(w->draft.arena, sizeof(*title));
	size_t said = w->draft.findings.count;
	vt_err err;

	if (title == NULL)
		return (VT_E_LIMIT);
	*title =
	    (struct vt_property){ .name = VT_STR("title"), .value = w->draft.object.identifier };
	w->made.object = w->draft.object;
	w->made.object.access = VT_ACCESS_METADATA;
	w->made.object.description = (struct vt_description){ title, 1 };
	w->made.digest = VT_STR("withdrawn");
	err = vt_object_records(c, w);
	/* What its records lack is nobody's concern any more. */
	w->draft.findings.count = said;
	return (err);
}
