/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object as the catalogue writes it: files, records, a title where none was given.
 * Its digest is in object_digest.c, pages and ranges are in object_pages.c.
 */
#include "ingest/object/object_inside.h"

#include "ingest/folder/identifier.h"
#include "ingest/rules/rules.h"
#include "ingest/sources/captions.h"

/* --- files ------------------------------------------------------------------------------- */

static bool
vt_object_has_file(const struct vt_new_file *files, size_t count, struct vt_str name)
{
	for (size_t i = 0; i < count; i++)
		if (vt_str_eq(files[i].name, name))
			return (true);
	return (false);
}

/* Captions say by their use of which files they are, by the names that these have here. */
static vt_err
vt_object_captions(const struct vt_object_work *w, struct vt_new_file *files)
{
	const struct vt_draft *d = &w->draft;
	struct vt_str *films = vt_arena_array(d->arena, d->file_count + 1, sizeof(*films));

	if (films == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->file_count; i++) {
		size_t count = 0;

		if (d->files[i].captions_of.len == 0)
			continue;
		for (size_t k = 0; k < d->file_count; k++)
			if (d->files[k].captions_of.len == 0 &&
			    (vt_str_starts(files[k].media_type, VT_STR("audio/")) ||
			     vt_str_starts(files[k].media_type, VT_STR("video/"))) &&
			    vt_str_eq(vt_captions_stem(d->files[k].path), d->files[i].captions_of))
				films[count++] = files[k].name;
		files[i].use = vt_captions_use(d->arena, d->files[i].language, films, count);
	}
	return (VT_OK);
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
						 .bytes = w->files[i].bytes,
						 .hash = vt_str_of(w->files[i].hash),
						 .duration = w->files[i].play.duration,
						 .width = w->files[i].play.width,
						 .height = w->files[i].play.height };
	}
	w->made.files = files;
	w->made.file_count = d->file_count;
	return (vt_object_captions(w, files));
}

/* --- records ----------------------------------------------------------------------------- */

static vt_err
vt_object_record_images(struct vt_object_work *w, struct vt_crosswalk_context *context)
{
	struct vt_crosswalk_image *images =
	    vt_arena_array(w->draft.arena, w->made.image_count + 1, sizeof(*images));
	size_t next = 0;

	if (images == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < w->made.page_count; i++)
		if (w->made.pages[i].image.len != 0) {
			const struct vt_new_image *image = &w->made.images[next];

			images[next++] = (struct vt_crosswalk_image){ image->identifier,
								      (int64_t)i + 1, image->width,
								      image->height };
		}
	context->images = images;
	context->image_count = next;
	return (VT_OK);
}

static vt_err
vt_object_record_files(struct vt_object_work *w, struct vt_crosswalk_context *context)
{
	struct vt_crosswalk_file *files =
	    vt_arena_array(w->draft.arena, w->made.file_count + 1, sizeof(*files));

	if (files == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < w->made.file_count; i++) {
		const struct vt_new_file *f = &w->made.files[i];

		files[i] = (struct vt_crosswalk_file){ f->name, f->media_type, f->width, f->height };
	}
	context->files = files;
	context->file_count = w->made.file_count;
	return (VT_OK);
}

/* Of titles, which only who catalogues can mend; that a description is missing or
 * short is so of whole collections: it is counted, and `vartai check` names each. */
static void
vt_object_quality(const struct vt_object_context *c, struct vt_object_work *w,
		  const struct vt_rule_findings *patterns)
{
	struct vt_buf said;

	vt_buf_init(&said, 0);
	for (size_t i = 0; i < patterns->count; i++) {
		enum vt_rule rule = patterns->items[i].rule;

		w->has_no_description |= rule == VT_RULE_P7;
		w->has_short_description |= rule == VT_RULE_P9;
		if (rule == VT_RULE_P7 || rule == VT_RULE_P9)
			continue;
		vt_buf_reset(&said);
		vt_rules_say(&patterns->items[i], vt_crosswalk_messages(c->formats->crosswalks), "en",
			     &said);
		vt_findings_add(&w->draft.findings, VT_FINDING_QUALITY, "%.*s",
				VT_STR_ARG(vt_buf_get(&said)));
	}
	vt_buf_fini(&said);
}

static vt_err
vt_object_records(const struct vt_object_context *c, struct vt_object_work *w)
{
	bool is_open = vt_object_is_open(c, &w->made.object);
	struct vt_formats_source source = {
		.context = { .object = &w->made.object,
			     .institution = &w->institution,
			     .oai_domain = c->oai_domain,
			     .provider = vt_formats_provider(w->draft.arena, c->provider, &w->institution),
			     .intermediate_provider = c->intermediate_provider,
			     .language = c->language,
			     .images_are_open = is_open,
			     .text_is_open = is_open },
		.collections = w->collections,
		.collection_count = w->collection_count,
		.received = w->draft.received,
		.received_count = w->draft.received_count,
	};
	struct vt_new_record *records = NULL;
	struct vt_rule_findings patterns;
	size_t count = 0;
	vt_err err = source.context.provider != NULL ? vt_object_record_images(w, &source.context)
						     : VT_E_LIMIT;

	if (err == VT_OK)
		err = vt_object_record_files(w, &source.context);
	vt_rules_init(&patterns, w->draft.arena);
	source.context.patterns = &patterns;
	if (err == VT_OK)
		err = vt_formats_records(w->draft.arena, c->formats, &source, &records, &count);
	if (err == VT_OK)
		vt_object_quality(c, w, &patterns);
	for (size_t i = 0; i < count && err == VT_OK; i++)
		if (records[i].withheld.len != 0)
			vt_findings_add(&w->draft.findings, VT_FINDING_RECORD, "%.*s",
					VT_STR_ARG(records[i].withheld));
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
