/* SPDX-License-Identifier: Apache-2.0 */
/* Which records differ, and writing them, batch by batch. */
#include "ingest/again/formats_refresh.h"

#include <stdlib.h>
#include <unistd.h>

#include "api/time.h"

#define VT_REFRESH_READ 500 /* identifiers read at once */

/* On the heap: of a million objects. */
struct vt_refresh_list {
	char **identifiers;
	size_t count, room;
};

static bool
vt_refresh_is_stopped(const struct vt_refresh *r)
{
	return (r->is_stopped != NULL && atomic_load(r->is_stopped));
}

static vt_err
vt_refresh_keep(struct vt_refresh_list *l, struct vt_str identifier)
{
	if (l->count == l->room) {
		size_t room = l->room != 0 ? 2 * l->room : 1024;
		char **moved = reallocarray(l->identifiers, room, sizeof(*moved));

		if (moved == NULL)
			return (vt_fail(VT_E_NOMEM, "no memory for the list of objects"));
		l->identifiers = moved;
		l->room = room;
	}
	l->identifiers[l->count] = strndup(identifier.p, identifier.len);
	if (l->identifiers[l->count] == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the list of objects"));
	l->count++;
	return (VT_OK);
}

static void
vt_refresh_free(struct vt_refresh_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		free(l->identifiers[i]);
	free(l->identifiers);
}

/* --- which ------------------------------------------------------------------------------------ */

static vt_err
vt_refresh_look(struct vt_refresh *r, struct vt_str identifier, struct vt_refresh_list *l)
{
	bool differs;
	vt_err err = vt_again_one(&r->whole->again, NULL, identifier, &differs);

	r->looked_at++;
	if (err != VT_OK || !differs)
		return (err);
	r->differing++;
	return (vt_refresh_keep(l, identifier));
}

static vt_err
vt_refresh_find(struct vt_refresh *r, struct vt_refresh_list *l)
{
	struct vt_catalog_identifier list[VT_REFRESH_READ];
	struct vt_catalog_each each = { .room = VT_REFRESH_READ };
	size_t count = VT_REFRESH_READ;
	vt_err err = VT_OK;

	while (count == VT_REFRESH_READ && err == VT_OK && !vt_refresh_is_stopped(r)) {
		struct vt_arena *a = vt_arena_new(0);

		err = vt_catalog_identifiers(r->whole->again.catalog, a, &each, list, &count);
		for (size_t i = 0; i < count && err == VT_OK && !vt_refresh_is_stopped(r); i++) {
			err = vt_refresh_look(r, list[i].identifier, l);
			each.after = list[i].rowid;
		}
		vt_arena_free(&a);
	}
	return (err);
}

/* --- writing ------------------------------------------------------------------------------------
 */

static vt_err
vt_refresh_formats(const struct vt_refresh *r, struct vt_writer *w)
{
	const struct vt_formats *f = &r->whole->formats;
	vt_err err = VT_OK;

	for (size_t i = 0; i < f->count && err == VT_OK; i++) {
		const struct vt_record_format format = { .prefix = vt_str_of(f->items[i].prefix),
							 .schema = vt_str_of(f->items[i].schema),
							 .ns = vt_str_of(f->items[i].ns) };

		err = vt_writer_format(w, &format);
	}
	return (err);
}

/* While an ingest holds the lock, it is waited for. */
static vt_err
vt_refresh_lock(struct vt_refresh *r, struct vt_writer **w)
{
	vt_err err;

	while ((err = vt_writer_open(r->whole->o.data_dir, w)) == VT_E_CONFLICT &&
	       !vt_refresh_is_stopped(r)) {
		r->has_waited = true;
		vt_fail_clear();
		(void)sleep(VT_REFRESH_WAIT_S);
	}
	return (err);
}

static vt_err
vt_refresh_batch(struct vt_refresh *r, const struct vt_refresh_list *l, size_t from, size_t to)
{
	struct vt_writer *w = NULL;
	int64_t generation;
	vt_err err = vt_refresh_lock(r, &w), last;

	if (err == VT_E_CONFLICT)
		return (VT_OK);
	if (err == VT_OK)
		err = vt_refresh_formats(r, w);
	for (size_t i = from; i < to && err == VT_OK && !vt_refresh_is_stopped(r); i++) {
		bool differs;

		err = vt_again_one(&r->whole->again, w, vt_str_of(l->identifiers[i]), &differs);
		r->written += err == VT_OK && differs;
	}
	if (w != NULL) {
		last = vt_writer_commit(w, &generation);
		err = err != VT_OK ? err : last;
	}
	vt_writer_close(&w);
	return (err);
}

/* Sleeps until the time at which object i is due. */
static void
vt_refresh_wait(const struct vt_refresh *r, const struct vt_refresh_list *l, size_t i,
		int64_t began_ms)
{
	int64_t due = began_ms + r->over_s * 1000 * (int64_t)i / (int64_t)l->count;

	while (!vt_refresh_is_stopped(r)) {
		int64_t left = due - vt_time_monotonic_ms();

		if (left <= 0)
			return;
		(void)usleep((useconds_t)(left > 500 ? 500 : left) * 1000);
	}
}

/* How many at once: as many as are due within a second, at least one. */
static size_t
vt_refresh_step(const struct vt_refresh *r, const struct vt_refresh_list *l)
{
	size_t step = r->over_s > 0 ? l->count / (size_t)r->over_s : VT_REFRESH_BATCH;

	if (step < 1)
		return (1);
	return (step < VT_REFRESH_BATCH ? step : VT_REFRESH_BATCH);
}

static vt_err
vt_refresh_write(struct vt_refresh *r, const struct vt_refresh_list *l)
{
	int64_t began = vt_time_monotonic_ms();
	size_t step = vt_refresh_step(r, l);
	vt_err err = VT_OK;

	for (size_t i = 0; i < l->count && err == VT_OK && !vt_refresh_is_stopped(r); i += step) {
		vt_refresh_wait(r, l, i, began);
		r->whole->again.now = vt_time_now();
		err = vt_refresh_batch(r, l, i, i + step < l->count ? i + step : l->count);
	}
	return (err);
}

/* Opening the catalogue to write it makes anew what an older program made of it, which no
 * record need differ for. */
static vt_err
vt_refresh_facets(struct vt_refresh *r)
{
	struct vt_writer *w = NULL;
	bool is_old = false;
	vt_err err = vt_catalog_has_old_facets(r->whole->again.catalog, &is_old);

	if (err != VT_OK || !is_old)
		return (err);
	err = vt_refresh_lock(r, &w);
	vt_writer_close(&w);
	return (err == VT_E_CONFLICT ? VT_OK : err);
}

vt_err
vt_refresh_run(struct vt_refresh *r)
{
	struct vt_refresh_list list = { NULL, 0, 0 };
	vt_err err = r->is_dry ? VT_OK : vt_refresh_facets(r);

	if (err == VT_OK)
		err = vt_refresh_find(r, &list);
	if (err == VT_OK && !r->is_dry && list.count != 0)
		err = vt_refresh_write(r, &list);
	vt_refresh_free(&list);
	return (err);
}
