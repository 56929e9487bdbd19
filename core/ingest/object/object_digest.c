/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The digest of an object: of all that it is made of and of how it is made, so that
 * a run knows what it need not make again.
 */
#include <stdio.h>

#include "catalog/access.h"
#include "ingest/object/object_inside.h"

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
		vt_hash_put_str(h, d->pages[i].behavior);
		vt_digest_int(h, (int64_t)d->pages[i].choice_of);
	}
	vt_digest_int(h, (int64_t)d->file_count);
	for (size_t i = 0; i < d->file_count; i++) {
		vt_hash_put_str(h, d->files[i].name);
		vt_hash_put_str(h, d->files[i].use);
		vt_hash_put_str(h, vt_str_of(w->files[i].hash));
		if (d->files[i].captions_of.len == 0)
			continue;
		/* Without the folder, which may be moved. */
		vt_hash_put_str(h, vt_tree_base(d->files[i].captions_of));
		vt_hash_put_str(h, d->files[i].language);
	}
}

bool
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
	vt_digest_int(&h, d->start_page);
	vt_hash_put_str(&h, d->direction);
	vt_hash_put_str(&h, d->behavior);
	if (d->package != NULL) {
		vt_hash_put_str(&h, d->package->direction);
		vt_hash_put_str(&h, d->package->behavior);
	}
	vt_digest_int(&h, (int64_t)d->range_count);
	for (size_t i = 0; i < d->range_count; i++)
		vt_digest_range(&h, &d->ranges[i]);
	vt_hash_hex(&h, hex_r);
}

/* Of how this program makes an object of a source. */
static void
vt_object_digest_making(const struct vt_object_context *c, char hex_r[VT_HASH_HEX])
{
	struct vt_hash_state h;

	vt_hash_init(&h);
	vt_hash_put_str(&h, VT_STR(VT_INGEST_RECIPE));
	vt_hash_put_str(&h, vt_str_of(c->settings));
	vt_hash_put_str(&h, vt_str_of(vt_copies_recipe()));
	vt_hash_hex(&h, hex_r);
}

void
vt_object_digest(const struct vt_object_context *c, struct vt_object_work *w)
{
	char making[VT_HASH_HEX];

	vt_object_digest_making(c, making);
	vt_object_digest_as(c, w, false, w->digest);
	memcpy(w->digest, making, VT_DIGEST_MAKING);
	vt_object_digest_as(c, w, true, w->heap_digest);
}
