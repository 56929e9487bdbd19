/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Exhibitions as they were last read, by slug.  Each request looks at the files' times
 * (exh_seen.c) and reads anew what has changed; no file is touched while the lock is held.  What is
 * given out is counted, so that a request keeps what it has while others have a newer one.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "exh_folder.h"
#include "exh_keep.h"

#define EXH_MEMORY	((size_t)64 << 20)	/* bytes of one exhibition */
#define EXH_KEPT_MAX	EXH_MAX

struct exh_copy {
	atomic_int		 refs;
	struct vt_arena		*arena;
	const struct exh_exhibition *x;
	struct exh_seen		 seen;		/* the files that it was read of */
};
/* One slug; the lock is held. */
struct exh_item {
	char			 slug[EXH_SLUG_MAX + 1];
	struct exh_copy		*copy;		/* the last good one; NULL: there was none */
	struct exh_stamp	 stamp;		/* of the files when they were read, well or not */
	bool			 is_read, is_loading;
	vt_err			 err;		/* what they are now; VT_OK: copy */
	char			 complaint[VT_FAIL_TEXT_MAX];
	int64_t			 used;		/* vt_time_coarse_ms() */
};
struct exh_kept {
	pthread_mutex_t	 lock;
	pthread_cond_t	 loaded;
	struct exh_item	*items[EXH_KEPT_MAX];
	size_t		 count;
};

vt_err
exh_kept_new(struct vt_boot *boot, struct exh_kept **k_r)
{
	struct exh_kept	*k = vt_boot_alloc(boot, sizeof(*k));

	if (k == NULL)
		return (VT_E_NOMEM);
	if (pthread_mutex_init(&k->lock, NULL) != 0 || pthread_cond_init(&k->loaded, NULL) != 0)
		return (vt_fail(VT_E_NOMEM, "no memory for a lock"));
	*k_r = k;
	return (VT_OK);
}

/* --- copies ------------------------------------------------------------------------------ */

void
exh_copy_unref(void *arg)
{
	struct exh_copy	*copy = arg;

	if (copy == NULL || atomic_fetch_sub(&copy->refs, 1) != 1)
		return;
	vt_arena_free(&copy->arena);
	free(copy);
}

/* The stamp is that of the files before they were read. */
static vt_err
exh_copy_load(struct vt_str folder, struct vt_str slug, struct exh_stamp *stamp_r,
    struct exh_copy **copy_r)
{
	struct exh_copy		*copy = calloc(1, sizeof(*copy));
	struct exh_exhibition	*x;
	vt_err			 err;

	*stamp_r = (struct exh_stamp){ .is_settled = false };
	if (copy == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to read an exhibition"));
	atomic_init(&copy->refs, 1);
	copy->arena = vt_arena_new(EXH_MEMORY);
	copy->seen = (struct exh_seen){ .a = copy->arena, .is_whole = true };
	if ((err = exh_stamp_read(folder.p, &copy->seen, stamp_r)) != VT_OK ||
	    (err = exh_load(copy->arena, folder, slug, &x)) != VT_OK) {
		exh_copy_unref(copy);
		return (err);
	}
	copy->x = x;
	*copy_r = copy;
	return (VT_OK);
}

/* --- items; the lock is held ------------------------------------------------------------------ */

static struct exh_item **
exh_item_find(struct exh_kept *k, struct vt_str slug)
{
	for (size_t i = 0; i < k->count; i++)
		if (vt_str_eq_c(slug, k->items[i]->slug))
			return (&k->items[i]);
	return (NULL);
}

static void
exh_item_drop(struct exh_kept *k, struct exh_item **at)
{
	struct exh_item	*item = *at;

	*at = k->items[--k->count];
	exh_copy_unref(item->copy);
	free(item);
}

/* Room for one more: the one that was not asked for longest goes. */
static void
exh_item_room(struct exh_kept *k)
{
	struct exh_item	**oldest = NULL;

	for (size_t i = 0; k->count == EXH_KEPT_MAX && i < k->count; i++)
		if (!k->items[i]->is_loading &&
		    (oldest == NULL || k->items[i]->used < (*oldest)->used))
			oldest = &k->items[i];
	if (oldest != NULL)
		exh_item_drop(k, oldest);
}

static struct exh_item *
exh_item_add(struct exh_kept *k, struct vt_str slug)
{
	struct exh_item	*item;

	exh_item_room(k);
	if (k->count == EXH_KEPT_MAX || (item = calloc(1, sizeof(*item))) == NULL)
		return (NULL);
	memcpy(item->slug, slug.p, slug.len);
	k->items[k->count++] = item;
	return (item);
}

/* Whether the files are still those that were read: right after a change times cannot
 * tell whether there was another one. */
static bool
exh_item_is_fresh(const struct exh_item *item, const struct exh_stamp *now)
{
	return (item->is_read && item->stamp.is_settled && exh_stamp_eq(&item->stamp, now));
}

/* Once for each way in which it is broken. */
static void
exh_item_complain(struct exh_item *item, const char *complaint)
{
	if (strcmp(item->complaint, complaint) == 0)
		return;
	(void)snprintf(item->complaint, sizeof(item->complaint), "%s", complaint);
	vt_log("exhibitions", VT_LOG_WARN, "%s: %s%s", item->slug, complaint,
	    item->copy != NULL ? "; what was there before stays" : "");
}

static void
exh_item_take(struct exh_item *item, vt_err err, struct exh_copy *copy, const struct exh_stamp *stamp)
{
	item->is_loading = false;
	item->is_read = true;
	item->stamp = *stamp;
	item->err = err;
	if (err != VT_OK) {
		exh_item_complain(item, vt_fail_text(err));
		return;
	}
	item->complaint[0] = '\0';
	exh_copy_unref(item->copy);
	item->copy = copy;
}

/* --- reading ---------------------------------------------------------------------------------------- */

/* The item is marked, so that nobody else reads it; the lock is let go of meanwhile. */
static void
exh_item_read(struct exh_kept *k, struct exh_item *item, struct vt_str folder)
{
	struct vt_str		 slug = vt_str_of(item->slug);
	struct exh_copy		*copy = NULL;
	struct exh_stamp	 stamp;
	vt_err			 err;

	item->is_loading = true;
	(void)pthread_mutex_unlock(&k->lock);
	err = exh_copy_load(folder, slug, &stamp, &copy);
	(void)pthread_mutex_lock(&k->lock);
	exh_item_take(item, err, copy, &stamp);
	(void)pthread_cond_broadcast(&k->loaded);
}

/* The item, read as the files are now; the lock is held.  NULL: no memory. */
static struct exh_item *
exh_item_now(struct exh_kept *k, struct vt_str slug, struct vt_str folder, const struct exh_stamp *now)
{
	struct exh_item	**at;
	struct exh_item	*item;

	while ((at = exh_item_find(k, slug)) != NULL && (*at)->is_loading)
		(void)pthread_cond_wait(&k->loaded, &k->lock);
	item = at != NULL ? *at : exh_item_add(k, slug);
	if (item == NULL)
		return (NULL);
	item->used = vt_time_coarse_ms();
	if (!exh_item_is_fresh(item, now))
		exh_item_read(k, item, folder);
	return (item);
}

vt_err
exh_keep_none(struct vt_str slug)
{
	return (vt_fail(VT_E_NOTFOUND, "there is no exhibition '%.*s'; those that there are stand at "
	    "/exhibitions", VT_STR_ARG(slug)));
}

static vt_err
exh_kept_gone(struct exh_kept *k, struct vt_str slug)
{
	struct exh_item	**at;

	(void)pthread_mutex_lock(&k->lock);
	if ((at = exh_item_find(k, slug)) != NULL && !(*at)->is_loading)
		exh_item_drop(k, at);
	(void)pthread_mutex_unlock(&k->lock);
	return (exh_keep_none(slug));
}

static void
exh_give(const struct exh_item *item, struct exh_given *given_r)
{
	*given_r = (struct exh_given){ .copy = item->copy, .err = item->err,
		.x = item->copy != NULL ? item->copy->x : NULL };
	memcpy(given_r->complaint, item->complaint, sizeof(given_r->complaint));
	if (item->copy != NULL)
		(void)atomic_fetch_add(&item->copy->refs, 1);
}

/* What was read lately and well, where each of its files is still as it was then; false: its
 * folder is to be read. */
static bool
exh_kept_quick(struct exh_kept *k, struct vt_str slug, struct exh_given *given_r)
{
	struct exh_item	**at, *item = NULL;

	(void)pthread_mutex_lock(&k->lock);
	if ((at = exh_item_find(k, slug)) != NULL && (*at)->is_read && !(*at)->is_loading &&
	    (*at)->err == VT_OK && (*at)->stamp.is_settled) {
		item = *at;
		item->used = vt_time_coarse_ms();
		exh_give(item, given_r);
	}
	(void)pthread_mutex_unlock(&k->lock);
	if (item == NULL || exh_seen_is_same(&given_r->copy->seen))
		return (item != NULL);
	exh_copy_unref(given_r->copy);
	given_r->copy = NULL;
	return (false);
}

vt_err
exh_kept_get(const struct exh_state *state, struct vt_str folder, struct vt_str slug,
    struct exh_given *given_r)
{
	struct exh_stamp	 now;
	struct exh_item		*item;
	vt_err			 err;

	if (exh_kept_quick(state->kept, slug, given_r))
		return (VT_OK);
	if ((err = exh_stamp_read(folder.p, NULL, &now)) == VT_E_NOTFOUND)
		return (exh_kept_gone(state->kept, slug));
	*given_r = (struct exh_given){ .err = VT_OK };
	(void)pthread_mutex_lock(&state->kept->lock);
	if ((item = exh_item_now(state->kept, slug, folder, &now)) != NULL)
		exh_give(item, given_r);
	(void)pthread_mutex_unlock(&state->kept->lock);
	if (item == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to keep an exhibition"));
	return (given_r->err == VT_E_NOTFOUND ? exh_kept_gone(state->kept, slug) : VT_OK);
}

static size_t
exh_place_in(const struct exh_exhibition *x, struct vt_str step, size_t *count_r)
{
	*count_r = x->step_count;
	for (size_t i = 0; i < x->step_count; i++)
		if (vt_str_eq(x->steps[i].id, step))
			return (i + 1);
	return (0);
}

size_t
exh_step_place(const struct exh_state *state, struct vt_str slug, struct vt_str step, size_t *count_r)
{
	struct exh_item	**at;
	size_t		  place = 0;

	if (pthread_mutex_lock(&state->kept->lock) != 0)
		return (0);
	if ((at = exh_item_find(state->kept, slug)) != NULL && (*at)->copy != NULL)
		place = exh_place_in((*at)->copy->x, step, count_r);
	(void)pthread_mutex_unlock(&state->kept->lock);
	return (place);
}

void
exh_kept_end(struct exh_kept *k)
{
	(void)pthread_mutex_lock(&k->lock);
	while (k->count > 0)
		exh_item_drop(k, &k->items[0]);
	(void)pthread_mutex_unlock(&k->lock);
}
