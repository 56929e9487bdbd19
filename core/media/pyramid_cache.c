/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The opened access copies that a process keeps: the least recently used goes
 * when there are more than media.cache_copies.  A copy in use lives on until
 * its last user is done.  vt_pyramid_open() is called by plugins' handlers.
 */
#include "media/pyramid.h"

#include <pthread.h>
#include <stdlib.h>

#include "media/media.h"

#define VT_PYRAMID_BUCKETS 1024

struct vt_kept {
	struct vt_kept *next; /* in its bucket */
	struct vt_kept *newer, *older;
	struct vt_pyramid *pyramid; /* one reference */
	size_t bucket, len;
	char key[]; /* path, NUL, version */
};

static struct {
	pthread_mutex_t lock;
	struct vt_kept *buckets[VT_PYRAMID_BUCKETS];
	struct vt_kept *newest, *oldest;
	int64_t count;
} vt_kept_all = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* FNV-1a, 64 bits. */
static size_t
vt_kept_bucket(const char *key, size_t len)
{
	uint64_t h = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < len; i++)
		h = (h ^ (uint8_t)key[i]) * UINT64_C(1099511628211);
	return ((size_t)(h ^ h >> 32) % VT_PYRAMID_BUCKETS);
}

static struct vt_kept *
vt_kept_new(const struct vt_image *image)
{
	size_t len = image->access_path.len + 1 + image->version.len;
	struct vt_kept *k = calloc(1, sizeof(*k) + len + 1);

	if (k == NULL)
		return (NULL);
	memcpy(k->key, image->access_path.p, image->access_path.len);
	if (image->version.len > 0)
		memcpy(k->key + image->access_path.len + 1, image->version.p, image->version.len);
	k->len = len;
	k->bucket = vt_kept_bucket(k->key, len);
	return (k);
}

static void
vt_kept_free(struct vt_kept *list)
{
	while (list != NULL) {
		struct vt_kept *k = list;

		list = k->next;
		vt_pyramid_unref(&k->pyramid);
		free(k);
	}
}

static void
vt_kept_unlink(struct vt_kept *k)
{
	*(k->newer != NULL ? &k->newer->older : &vt_kept_all.newest) = k->older;
	*(k->older != NULL ? &k->older->newer : &vt_kept_all.oldest) = k->newer;
}

static void
vt_kept_link(struct vt_kept *k)
{
	k->newer = NULL;
	k->older = vt_kept_all.newest;
	*(k->older != NULL ? &k->older->newer : &vt_kept_all.oldest) = k;
	vt_kept_all.newest = k;
}

/* With the lock held; a new reference, or NULL. */
static struct vt_pyramid *
vt_kept_find(const struct vt_kept *wanted)
{
	for (struct vt_kept *k = vt_kept_all.buckets[wanted->bucket]; k != NULL; k = k->next) {
		if (k->len != wanted->len || memcmp(k->key, wanted->key, k->len) != 0)
			continue;
		vt_kept_unlink(k);
		vt_kept_link(k);
		atomic_fetch_add(&k->pyramid->refs, 1);
		return (k->pyramid);
	}
	return (NULL);
}

/* With the lock held: takes the oldest out as long as there are too many; a list of them. */
static struct vt_kept *
vt_kept_shed(void)
{
	struct vt_kept *shed = NULL;

	while (vt_kept_all.count > vt_media_options()->cache_copies) {
		struct vt_kept *k = vt_kept_all.oldest, **at = &vt_kept_all.buckets[k->bucket];

		while (*at != k)
			at = &(*at)->next;
		*at = k->next;
		vt_kept_unlink(k);
		vt_kept_all.count--;
		k->next = shed;
		shed = k;
	}
	return (shed);
}

/* Keeps k, whose pyramid was just loaded; another thread may have been faster,
 * then its copy serves. */
static struct vt_pyramid *
vt_kept_insert(struct vt_kept *k)
{
	struct vt_pyramid *p;
	struct vt_kept *shed = k;

	pthread_mutex_lock(&vt_kept_all.lock);
	p = vt_kept_find(k);
	if (p == NULL) {
		p = k->pyramid;
		atomic_fetch_add(&p->refs, 1);
		k->next = vt_kept_all.buckets[k->bucket];
		vt_kept_all.buckets[k->bucket] = k;
		vt_kept_link(k);
		vt_kept_all.count++;
		shed = vt_kept_shed();
	}
	pthread_mutex_unlock(&vt_kept_all.lock);
	vt_kept_free(shed);
	return (p);
}

vt_err
vt_pyramid_open(const struct vt_image *image, struct vt_pyramid **p_r)
{
	struct vt_kept *k;
	struct vt_pyramid *p;
	vt_err err;

	if (image->access_path.len == 0)
		return (vt_fail(VT_E_NOTFOUND, "the image %.*s has no access copy",
				VT_STR_ARG(image->identifier)));
	k = vt_kept_new(image);
	if (k == NULL)
		return (vt_fail(VT_E_NOMEM, "there is no memory to open an access copy"));
	pthread_mutex_lock(&vt_kept_all.lock);
	p = vt_kept_find(k);
	pthread_mutex_unlock(&vt_kept_all.lock);
	if (p != NULL) {
		free(k);
		*p_r = p;
		return (VT_OK);
	}
	err = vt_pyramid_load(k->key, &k->pyramid);
	if (err != VT_OK) {
		free(k);
		return (err);
	}
	*p_r = vt_kept_insert(k);
	return (VT_OK);
}
