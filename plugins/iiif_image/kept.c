/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images that were asked for lately, with all that answering takes, so that the
 * event loop can answer without the catalogue.  A place holds the last image
 * that hashed to it; what the catalogue said of it counts until the catalogue
 * changes.  Filled on pool threads, read on any.  Called by iiif_image.c.
 */
#include "iiif_image.h"

void
iiif_image_kept_init(struct iiif_image_kept *kept, int64_t count)
{
	*kept = (struct iiif_image_kept){
		.count = count < IIIF_IMAGE_KEPT_MAX ? (size_t)count : IIIF_IMAGE_KEPT_MAX };
	(void)pthread_mutex_init(&kept->lock, NULL);
}

void
iiif_image_kept_empty(struct iiif_image_kept *kept)
{
	for (size_t i = 0; i < IIIF_IMAGE_KEPT_MAX; i++)
		iiif_image_known_unref(&kept->places[i]);
}

/* FNV-1a. */
static struct iiif_image_known **
iiif_image_kept_place(struct iiif_image_kept *kept, struct vt_str id)
{
	uint64_t	h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < id.len; i++)
		h = (h ^ (uint8_t)id.p[i]) * UINT64_C(1099511628211);
	return (&kept->places[(h ^ h >> 32) % kept->count]);
}

struct iiif_image_known *
iiif_image_kept_get(struct iiif_image_kept *kept, struct vt_str id, uint64_t epoch)
{
	struct iiif_image_known	**place = iiif_image_kept_place(kept, id), *known;

	pthread_mutex_lock(&kept->lock);
	known = *place;
	if (known != NULL && known->epoch == epoch && vt_str_eq(known->image.identifier, id))
		atomic_fetch_add(&known->refs, 1);
	else
		known = NULL;
	pthread_mutex_unlock(&kept->lock);
	return (known);
}

void
iiif_image_kept_put(struct iiif_image_kept *kept, struct iiif_image_known *known)
{
	struct iiif_image_known	**place = iiif_image_kept_place(kept, known->image.identifier);
	struct iiif_image_known	 *before;

	atomic_fetch_add(&known->refs, 1);
	pthread_mutex_lock(&kept->lock);
	before = *place;
	*place = known;
	pthread_mutex_unlock(&kept->lock);
	iiif_image_known_unref(&before);
}

vt_err
iiif_image_known_new(struct iiif_image_known **known_r)
{
	struct vt_arena		*arena = vt_arena_new(IIIF_IMAGE_KNOWN_BYTES);
	struct iiif_image_known	*known = vt_arena_alloc(arena, sizeof(*known));

	if (known == NULL) {
		vt_arena_free(&arena);
		return (VT_E_NOMEM);
	}
	*known = (struct iiif_image_known){ .arena = arena };
	atomic_init(&known->refs, 1);
	*known_r = known;
	return (VT_OK);
}

void
iiif_image_known_unref(struct iiif_image_known **known_p)
{
	struct iiif_image_known	*known = *known_p;
	struct vt_arena		*arena;

	*known_p = NULL;
	if (known == NULL || atomic_fetch_sub(&known->refs, 1) != 1)
		return;
	/* It lies in its own arena. */
	arena = known->arena;
	vt_arena_free(&arena);
}
