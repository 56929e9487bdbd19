/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digest of an object, and the object as the catalogue writes it: pages,
 * ranges with their places in pixels, files, records.
 */
#include "ingest/object.h"

#include <stdio.h>

#include "api/time.h"
#include "catalog/access.h"
#include "ingest/identifier.h"
#include "ingest/rules.h"

#define VT_IMAGE_VERSION 16 /* hex digits */

/* --- the digest ------------------------------------------------------------------------ */

static void
vt_digest_int(struct vt_hash_state *h, int64_t v)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)v);
	vt_hash_put_str(h, vt_str_of(text));
}

static void
vt_digest_labels(struct vt_hash_state *h, const struct vt_labels *l)
{
	vt_digest_int(h, (int64_t)l->count);
	for (size_t i = 0; i < l->count; i++) {
		vt_hash_put_str(h, l->items[i].lang);
		vt_hash_put_str(h, l->items[i].text);
	}
}

static void
vt_digest_property(struct vt_hash_state *h, const struct vt_property *p)
{
	char place[64] = "";

	vt_hash_put_str(h, p->name);
	vt_hash_put_str(h, p->value);
	vt_hash_put_str(h, p->lang);
	vt_hash_put_str(h, p->uri);
	vt_hash_put_str(h, p->role);
	vt_hash_put_str(h, p->start);
	vt_hash_put_str(h, p->end);
	if (p->has_coordinates)
		(void)snprintf(place, sizeof(place), "%.9g %.9g", p->latitude, p->longitude);
	vt_hash_put_str(h, vt_str_of(place));
}

/* The properties as a heap: the same whatever their order, as RDF has none. */
static void
vt_digest_heap(struct vt_hash_state *h, const struct vt_description *d)
{
	unsigned char sum[VT_HASH_HEX] = { 0 };

	for (size_t i = 0; i < d->count; i++) {
		struct vt_hash_state one;
		char hex[VT_HASH_HEX];

		vt_hash_init(&one);
		vt_digest_property(&one, &d->properties[i]);
		vt_hash_hex(&one, hex);
		for (size_t k = 0; k < VT_HASH_HEX; k++)
			sum[k] = (unsigned char)(sum[k] + (unsigned char)hex[k]);
	}
	vt_hash_put(h, sum, sizeof(sum));
}

static void
vt_digest_object(struct vt_hash_state *h, const struct vt_object *o, bool is_heap)
{
	vt_hash_put_str(h, o->identifier);
	vt_digest_int(h, o->kind);
	vt_hash_put_str(h, o->rights);
	vt_digest_int(h, o->access);
	vt_digest_int(h, o->embargo_until);
	vt_hash_put_str(h, o->language);
	vt_digest_int(h, (int64_t)o->description.count);
	if (is_heap)
		vt_digest_heap(h, &o->description);
	for (size_t i = 0; !is_heap && i < o->description.count; i++)
		vt_digest_property(h, &o->description.properties[i]);
}

static void
vt_digest_range(struct vt_hash_state *h, const struct vt_draft_range *r)
{
	vt_digest_int(h, r->parent);
	vt_hash_put_str(h, r->label);
	vt_hash_put_str(h, r->type);
	vt_digest_int(h, (int64_t)r->part_count);
	for (size_t i = 0; i < r->part_count; i++) {
		const struct vt_draft_part *p = &r->parts[i];
		char box[128];

		vt_digest_int(h, (int64_t)p->page);
		vt_hash_put_str(h, p->from);
		vt_hash_put_str(h, p->to);
		(void)snprintf(box, sizeof(box), "%.9g %.9g %.9g %.9g", p->box.x, p->box.y,
			       p->box.w, p->box.h);
		vt_hash_put_str(h, vt_str_of(box));
	}
}

static void
vt_digest_files(struct vt_hash_state *h, const struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;

	vt_digest_int(h, (int64_t)d->page_count);
	for (size_t i = 0; i < d->page_count; i++) {
		vt_hash_put_str(h, d->pages[i].label);
		vt_hash_put_str(h, vt_str_of(w->pages[i].image_hash));
		vt_hash_put_str(h, vt_str_of(w->pages[i].text_hash));
	}
	vt_digest_int(h, (int64_t)d->file_count);
	for (size_t i = 0; i < d->file_count; i++) {
		vt_hash_put_str(h, d->files[i].name);
		vt_hash_put_str(h, d->files[i].use);
		vt_hash_put_str(h, vt_str_of(w->files[i].hash));
	}
}

static bool
vt_object_is_open(const struct vt_object_context *c, const struct vt_object *o)
{
	return (vt_access_is_open(o->access, o->embargo_until, c->now));
}

static void
vt_object_digest_as(const struct vt_object_context *c, const struct vt_object_work *w, bool is_heap,
		    char hex_r[VT_HASH_HEX])
{
	const struct vt_draft *d = &w->draft;
	struct vt_hash_state h;

	vt_hash_init(&h);
	vt_hash_put_str(&h, VT_STR(VT_INGEST_RECIPE));
	vt_hash_put_str(&h, vt_str_of(c->settings));
	vt_hash_put_str(&h, vt_str_of(vt_copies_recipe()));
	vt_digest_object(&h, &d->object, is_heap);
	vt_digest_int(&h, vt_object_is_open(c, &d->object));
	vt_hash_put_str(&h, w->institution.code);
	vt_hash_put_str(&h, w->institution.uri);
	vt_digest_labels(&h, &w->institution.names);
	vt_digest_int(&h, (int64_t)w->collection_count);
	for (size_t i = 0; i < w->collection_count; i++)
		vt_hash_put_str(&h, w->collections[i]);
	vt_digest_files(&h, w);
	for (size_t i = 0; i < d->received_count; i++)
		vt_hash_put_str(&h, d->received[i].xml);
	vt_digest_int(&h, d->title_page);
	vt_digest_int(&h, (int64_t)d->range_count);
	for (size_t i = 0; i < d->range_count; i++)
		vt_digest_range(&h, &d->ranges[i]);
	vt_hash_hex(&h, hex_r);
}

void
vt_object_digest(const struct vt_object_context *c, struct vt_object_work *w)
{
	vt_object_digest_as(c, w, false, w->digest);
	vt_object_digest_as(c, w, true, w->heap_digest);
}

/* --- pages and images -------------------------------------------------------------------- */

static struct vt_str
vt_object_version(struct vt_arena *a, const struct vt_page_work *p)
{
	struct vt_hash_state h;
	char hex[VT_HASH_HEX];

	vt_hash_init(&h);
	vt_hash_put_str(&h, vt_str_of(p->image_hash));
	vt_hash_put_str(&h, vt_str_of(vt_copies_recipe()));
	vt_hash_hex(&h, hex);
	return (vt_str_dup(a, (struct vt_str){ hex, VT_IMAGE_VERSION }));
}

/* How a path on disk is called: files from a zip by the zip's name. */
static struct vt_str
vt_object_called(const struct vt_draft *d, struct vt_str disk)
{
	struct vt_str root = vt_str_of(d->tree->root);

	return (vt_tree_called(d->tree, d->arena,
			       vt_str_sub(disk, root.len + (root.len > 1), disk.len)));
}

static void
vt_object_image(const struct vt_object_work *w, size_t page, struct vt_new_image *image)
{
	const struct vt_draft *d = &w->draft;
	const struct vt_page_work *p = &w->pages[page];

	image->identifier =
	    vt_str_printf(d->arena, "%.*s.%zu", VT_STR_ARG(d->object.identifier), page + 1);
	image->master_path = vt_object_called(d, d->pages[page].image_path);
	image->master_hash = vt_str_of(p->image_hash);
	image->media_type = p->media_type;
	image->master_bytes = p->image_bytes;
	image->width = p->width;
	image->height = p->height;
	image->access_path = p->access_path;
	image->version = vt_object_version(d->arena, p);
}

static vt_err
vt_object_pages(struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;
	struct vt_new_page *pages = vt_arena_array(d->arena, d->page_count + 1, sizeof(*pages));
	struct vt_new_image *images = vt_arena_array(d->arena, d->page_count + 1, sizeof(*images));
	size_t image_count = 0;

	if (pages == NULL || images == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->page_count; i++) {
		pages[i].label = d->pages[i].label;
		pages[i].text = w->pages[i].text.plain;
		pages[i].words = w->pages[i].text.words;
		pages[i].word_count = w->pages[i].text.word_count;
		if (d->pages[i].image_path.len == 0)
			continue;
		vt_object_image(w, i, &images[image_count]);
		pages[i].image = images[image_count++].identifier;
	}
	w->made.pages = pages;
	w->made.page_count = d->page_count;
	w->made.images = images;
	w->made.image_count = image_count;
	return (VT_OK);
}

/* The marked title page, else the first page that can be shown. */
static struct vt_str
vt_object_thumbnail(const struct vt_object_work *w)
{
	int64_t marked = w->draft.title_page;

	if (marked >= 0 && (size_t)marked < w->made.page_count &&
	    w->made.pages[marked].image.len != 0)
		return (w->made.pages[marked].image);
	return (w->made.image_count != 0 ? w->made.images[0].identifier : VT_STR_NONE);
}

/* --- ranges ---------------------------------------------------------------------------- */

/* The box of a place: given in pixels, or where the blocks stand that it names. */
static struct vt_box
vt_object_place(struct vt_object_work *w, const struct vt_draft_part *part)
{
	const struct vt_page_work *p = &w->pages[part->page];
	struct vt_box box = part->box, end;
	int32_t pixels[4];

	if (part->from.len != 0) {
		if (!vt_page_text_find(&p->text, part->from, &box)) {
			vt_findings_add(
			    &w->draft.findings, VT_FINDING_STRUCTURE,
			    "page %zu: the structure names the block \"%.*s\", which its text has "
			    "not; the whole page stands for it",
			    part->page + 1, VT_STR_ARG(part->from));
			return ((struct vt_box){ 0, 0, 0, 0 });
		}
		if (part->to.len != 0 && vt_page_text_find(&p->text, part->to, &end))
			box = vt_box_union(box, end);
		return (box);
	}
	if (!(box.w > 0) || !vt_box_clip(box, p->width, p->height, pixels))
		return ((struct vt_box){ 0, 0, 0, 0 });
	return ((struct vt_box){ pixels[0], pixels[1], pixels[2], pixels[3] });
}

static vt_err
vt_object_range(struct vt_object_work *w, const struct vt_draft_range *from, struct vt_range *to)
{
	struct vt_range_part *parts =
	    vt_arena_array(w->draft.arena, from->part_count + 1, sizeof(*parts));

	if (parts == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < from->part_count; i++) {
		struct vt_box box = vt_object_place(w, &from->parts[i]);

		parts[i] = (struct vt_range_part){ .page = (int64_t)from->parts[i].page + 1,
						   .x = (int64_t)box.x,
						   .y = (int64_t)box.y,
						   .w = (int64_t)box.w,
						   .h = (int64_t)box.h };
	}
	to->parent = from->parent + 1;
	to->label = from->label;
	to->type = from->type;
	to->parts = parts;
	to->part_count = from->part_count;
	return (VT_OK);
}

static vt_err
vt_object_ranges(struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;
	struct vt_range *ranges = vt_arena_array(d->arena, d->range_count + 1, sizeof(*ranges));
	vt_err err = VT_OK;

	if (ranges == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->range_count && err == VT_OK; i++) {
		ranges[i].number = (int64_t)i + 1;
		err = vt_object_range(w, &d->ranges[i], &ranges[i]);
	}
	w->made.ranges = ranges;
	w->made.range_count = d->range_count;
	return (err);
}

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

/* Of titles, which only who catalogues can mend; that a description is missing or
 * short is so of whole collections, and `vartai check` says it. */
static void
vt_object_quality(const struct vt_object_context *c, struct vt_object_work *w,
		  const struct vt_rule_findings *patterns)
{
	struct vt_buf said;

	vt_buf_init(&said, 0);
	for (size_t i = 0; i < patterns->count; i++) {
		enum vt_rule rule = patterns->items[i].rule;

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
