/* SPDX-License-Identifier: Apache-2.0 */
/* What a new object is, in a hash and in two keys to order by. */
#include "catalog/write/content.h"

#include "base/hash.h"
#include "catalog/words/terms.h"

static void
vt_content_put_int(struct vt_hash_state *h, int64_t v)
{
	vt_hash_put(h, &v, sizeof(v));
}

static void
vt_content_put_strs(struct vt_hash_state *h, const struct vt_str *list, size_t count)
{
	vt_content_put_int(h, (int64_t)count);
	for (size_t i = 0; i < count; i++)
		vt_hash_put_str(h, list[i]);
}

static void
vt_content_put_description(struct vt_hash_state *h, const struct vt_description *d)
{
	vt_content_put_int(h, (int64_t)d->count);
	for (size_t i = 0; i < d->count; i++) {
		const struct vt_property *p = &d->properties[i];
		const struct vt_str parts[] = { p->name, p->value, p->lang, p->uri,
						p->role, p->start, p->end };

		vt_content_put_strs(h, parts, sizeof(parts) / sizeof(parts[0]));
		vt_content_put_int(h, p->has_coordinates);
		if (p->has_coordinates) {
			vt_hash_put(h, &p->latitude, sizeof(p->latitude));
			vt_hash_put(h, &p->longitude, sizeof(p->longitude));
		}
	}
}

static void
vt_content_put_object(struct vt_hash_state *h, const struct vt_object *o)
{
	const struct vt_str parts[] = { o->identifier, o->institution, o->rights, o->thumbnail,
					o->language };

	vt_content_put_strs(h, parts, sizeof(parts) / sizeof(parts[0]));
	vt_content_put_int(h, o->kind);
	vt_content_put_int(h, o->access);
	vt_content_put_int(h, o->embargo_until);
	vt_content_put_description(h, &o->description);
}

/* Not where the master lies: a folder that was moved is the same content. */
static void
vt_content_put_images(struct vt_hash_state *h, const struct vt_new_object *o)
{
	vt_content_put_int(h, (int64_t)o->image_count);
	for (size_t i = 0; i < o->image_count; i++) {
		const struct vt_new_image *m = &o->images[i];
		const struct vt_str parts[] = { m->identifier, m->master_hash, m->media_type,
						m->access_path, m->version };

		vt_content_put_strs(h, parts, sizeof(parts) / sizeof(parts[0]));
		vt_content_put_int(h, m->master_bytes);
		vt_content_put_int(h, m->width);
		vt_content_put_int(h, m->height);
	}
}

static void
vt_content_put_words(struct vt_hash_state *h, const struct vt_new_page *p)
{
	vt_content_put_int(h, (int64_t)p->word_count);
	for (size_t i = 0; i < p->word_count; i++) {
		const struct vt_word *w = &p->words[i];
		const int32_t numbers[] = { w->x, w->y, w->w, w->h, w->line, w->block, w->hyphen };

		vt_hash_put_str(h, w->text);
		vt_hash_put(h, numbers, sizeof(numbers));
		if (w->whole.len != 0)
			vt_hash_put_str(h, w->whole);
	}
}

static void
vt_content_put_pages(struct vt_hash_state *h, const struct vt_new_object *o)
{
	vt_content_put_int(h, (int64_t)o->page_count);
	for (size_t i = 0; i < o->page_count; i++) {
		const struct vt_new_page *p = &o->pages[i];

		vt_hash_put_str(h, p->label);
		vt_hash_put_str(h, p->image);
		vt_hash_put_str(h, p->text);
		vt_content_put_words(h, p);
	}
}

static void
vt_content_put_ranges(struct vt_hash_state *h, const struct vt_new_object *o)
{
	vt_content_put_int(h, (int64_t)o->range_count);
	for (size_t i = 0; i < o->range_count; i++) {
		const struct vt_range *r = &o->ranges[i];

		vt_content_put_int(h, r->parent);
		vt_hash_put_str(h, r->label);
		vt_hash_put_str(h, r->type);
		vt_content_put_int(h, (int64_t)r->part_count);
		for (size_t k = 0; k < r->part_count; k++) {
			const struct vt_range_part *p = &r->parts[k];
			const int64_t numbers[] = { p->page, p->x, p->y, p->w, p->h };

			vt_hash_put(h, numbers, sizeof(numbers));
		}
	}
}

static void
vt_content_put_records(struct vt_hash_state *h, const struct vt_new_object *o)
{
	vt_content_put_int(h, (int64_t)o->record_count);
	for (size_t i = 0; i < o->record_count; i++) {
		vt_hash_put_str(h, o->records[i].format);
		vt_hash_put_str(h, o->records[i].xml);
		vt_hash_put_str(h, o->records[i].withheld);
	}
}

/* Not where they lie, as with images. */
static void
vt_content_put_files(struct vt_hash_state *h, const struct vt_new_object *o)
{
	vt_content_put_int(h, (int64_t)o->file_count);
	for (size_t i = 0; i < o->file_count; i++) {
		const struct vt_new_file *f = &o->files[i];
		const struct vt_str parts[] = { f->name, f->media_type, f->use };

		vt_content_put_strs(h, parts, sizeof(parts) / sizeof(parts[0]));
		vt_content_put_int(h, f->bytes);
	}
}

void
vt_content_records(const struct vt_new_object *o, char hex_r[VT_CONTENT_HALF + 1])
{
	struct vt_hash_state h;
	char hex[VT_HASH_HEX];

	vt_hash_init(&h);
	vt_content_put_records(&h, o);
	vt_hash_hex(&h, hex);
	memcpy(hex_r, hex, VT_CONTENT_HALF);
	hex_r[VT_CONTENT_HALF] = '\0';
}

/* What most objects do not have is hashed only where it is there: the hashes of all
 * others stay what they were before these were known. */
static void
vt_content_put_view(struct vt_hash_state *h, const struct vt_new_object *o)
{
	struct vt_str serial = vt_content_serial(&o->object).text;
	const struct vt_str said[] = { o->view.direction, o->view.behavior };

	if (said[0].len != 0 || said[1].len != 0 || o->view.start_page != 0) {
		vt_content_put_strs(h, said, 2);
		vt_content_put_int(h, o->view.start_page);
	}
	for (size_t i = 0; i < o->page_count; i++)
		if (o->pages[i].behavior.len != 0) {
			vt_content_put_int(h, (int64_t)i);
			vt_hash_put_str(h, o->pages[i].behavior);
		}
	for (size_t i = 0; i < o->choice_count; i++) {
		vt_content_put_int(h, o->choices[i].page);
		vt_hash_put_str(h, o->choices[i].image);
		vt_hash_put_str(h, o->choices[i].label);
	}
	if (serial.len != 0)
		vt_hash_put_str(h, serial);
	for (size_t i = 0; i < o->file_count; i++)
		if (o->files[i].hash.len != 0)
			vt_hash_put_str(h, o->files[i].hash);
}

struct vt_str
vt_content_hash(struct vt_arena *a, const struct vt_new_object *o)
{
	char *hex = vt_arena_alloc(a, VT_HASH_HEX);
	struct vt_hash_state h;

	if (hex == NULL)
		return (VT_STR_NONE);
	vt_hash_init(&h);
	vt_content_put_object(&h, &o->object);
	vt_content_put_strs(&h, o->collections, o->collection_count);
	vt_content_put_images(&h, o);
	vt_content_put_pages(&h, o);
	vt_content_put_ranges(&h, o);
	vt_content_put_files(&h, o);
	vt_content_put_view(&h, o);
	vt_hash_hex(&h, hex);
	vt_content_records(o, hex + VT_CONTENT_HALF);
	return (vt_str_of(hex));
}

struct vt_str
vt_content_title_key(struct vt_arena *a, const struct vt_description *d)
{
	return (vt_terms_sort_key(a, vt_description_title(d, "lt")));
}

/* YYYY[-MM[-DD]], a year of any length, perhaps before the year 1. */
static bool
vt_content_date(struct vt_str s, int64_t *key_r)
{
	bool is_negative = vt_str_starts(s, VT_STR("-"));
	int64_t year, month = 0, day = 0;
	struct vt_str part;

	s = vt_str_sub(s, is_negative, s.len);
	if (!vt_str_next(&s, '-', &part) || !vt_str_to_int(part, 0, 9999, &year))
		return (false);
	if (vt_str_next(&s, '-', &part) && !vt_str_to_int(part, 1, 12, &month))
		return (false);
	if (vt_str_next(&s, '-', &part) && !vt_str_to_int(part, 1, 31, &day))
		return (false);
	*key_r = (is_negative ? -year : year) * 10000 + month * 100 + day;
	return (true);
}

int64_t
vt_content_date_key(const struct vt_description *d)
{
	static const char *const names[] = { "issued", "created", "date" };
	const struct vt_property *p;
	int64_t key;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t at = 0;

		while ((p = vt_description_next(d, names[i], &at)) != NULL)
			if (vt_content_date(p->start, &key))
				return (key);
	}
	return (VT_DATE_KEY_NONE);
}

/* As crosswalks write it, and as people do; the last of what is there is the year. */
static struct vt_str
vt_content_serial_title(struct vt_str value)
{
	static const char *const marks[] = { ", t. ", ", nr. ", ", Nr. ", ", no. ", ", No. ",
					     " Nr. " };
	size_t end = value.len;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		ptrdiff_t at = vt_str_find(value, vt_str_of(marks[i]));

		if (at > 0 && (size_t)at < end)
			end = (size_t)at;
	}
	return (vt_str_trim(vt_str_sub(value, 0, end)));
}

struct vt_label
vt_content_serial(const struct vt_object *o)
{
	int64_t day = vt_content_date_key(&o->description);
	struct vt_label none = { VT_STR_NONE, VT_STR_NONE };
	const struct vt_property *p;
	size_t at = 0;

	if (o->kind != VT_KIND_TEXT || day == VT_DATE_KEY_NONE || day < 0 || day % 10000 == 0)
		return (none);
	while ((p = vt_description_next(&o->description, "isPartOf", &at)) != NULL)
		if (p->value.len != 0)
			return ((struct vt_label){ p->lang, vt_content_serial_title(p->value) });
	return (none);
}
