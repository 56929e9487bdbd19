/* SPDX-License-Identifier: Apache-2.0 */
/* One thread makes it, the others go on (latest.h). */
#include "catalog/index/latest.h"

static void
vt_latest_hold(struct vt_latest_thing *thing)
{
	if (thing != NULL)
		atomic_fetch_add(&thing->held, 1);
}

void
vt_latest_give(struct vt_latest_thing *thing)
{
	if (thing != NULL && atomic_fetch_sub(&thing->held, 1) == 1)
		thing->free(thing);
}

/* Under the lock: true when the caller is to make it. */
static bool
vt_latest_begin(struct vt_latest *l, struct vt_db *db, const struct vt_since *now, size_t wanted)
{
	l->wanted += wanted;
	if (wanted == 0 || l->is_making || vt_since_is_past(now, &l->state))
		return (false);
	if (l->kept == NULL && l->is_worth != NULL && !l->is_worth(db, l->wanted))
		return (false);
	return (l->is_making = true);
}

/* Under the lock, with a thing that stays held by the caller, or NULL; takes now over. */
static void
vt_latest_end(struct vt_latest *l, struct vt_latest_thing *made, struct vt_since *now)
{
	vt_latest_give(l->kept);
	vt_since_fini(&l->state);
	l->state = *now;
	*now = (struct vt_since){ .change = 0 };
	vt_latest_hold(made);
	l->kept = made;
	l->wanted = 0; /* one that cannot be made is not tried at once again */
	l->is_making = false;
}

static struct vt_latest_thing *
vt_latest_of(struct vt_latest *l, struct vt_db *db, struct vt_since *now, size_t wanted)
{
	struct vt_latest_thing *before, *made = NULL;
	struct vt_since then;
	bool is_now, is_mine;

	(void)pthread_mutex_lock(&l->lock);
	vt_latest_hold(before = l->kept);
	then = l->state; /* nobody but the maker changes it */
	is_now = before != NULL && vt_since_is(&then, now);
	is_mine = !is_now && vt_latest_begin(l, db, now, wanted);
	(void)pthread_mutex_unlock(&l->lock);
	if (is_now)
		return (before);
	if (is_mine)
		made = l->make(db, before, &then, now);
	vt_latest_give(before);
	if (!is_mine)
		return (NULL);
	(void)pthread_mutex_lock(&l->lock);
	vt_latest_end(l, made, now);
	(void)pthread_mutex_unlock(&l->lock);
	return (made);
}

struct vt_latest_thing *
vt_latest_take(struct vt_latest *l, struct vt_db *db, size_t wanted)
{
	struct vt_latest_thing *thing = NULL;
	struct vt_since now;

	if (vt_since_read(db, &now) == VT_OK)
		thing = vt_latest_of(l, db, &now, wanted);
	vt_since_fini(&now);
	return (thing);
}
