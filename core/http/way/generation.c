/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Watches the catalogue's generation from a thread of its own.  Chosen over
 * asking on the loop (SQLite may wait for a lock or the disk there), over the
 * age of files (a checkpoint or a backup changes that, a commit within the
 * clock's grain does not), and over a job in the pool (which may be full).
 */
#include "http/way/generation.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <time.h>

#include "api/log.h"
#include "api/time.h"
#include "catalog/reader.h"
#include "http/way/catalogs.h"

#define GENERATION_STACK (512 * 1024) /* bytes: SQLite's calls are not deep */

struct vt_generation {
	const char *data_dir, *base_url;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool is_over;

	/* of the thread alone */
	struct vt_catalog *catalog;
	struct vt_file_stamp stamp;
	struct vt_catalog_state state; /* written under the lock */
	uint64_t last;		       /* epoch given out last */

	atomic_uint_least64_t epoch;
	atomic_int_least64_t number, seen_ms;
};

uint64_t
vt_generation_epoch(const struct vt_generation *w)
{
	return (w != NULL ? atomic_load_explicit(&w->epoch, memory_order_acquire) : 0);
}

int64_t
vt_generation_number(const struct vt_generation *w)
{
	return (w != NULL ? atomic_load_explicit(&w->number, memory_order_relaxed) : -1);
}

int64_t
vt_generation_seen_ms(const struct vt_generation *w)
{
	return (w != NULL ? atomic_load_explicit(&w->seen_ms, memory_order_relaxed) : 0);
}

bool
vt_generation_state(struct vt_generation *w, struct vt_catalog_state *state_r, uint64_t *epoch_r)
{
	if (w == NULL)
		return (false);
	pthread_mutex_lock(&w->lock);
	*state_r = w->state;
	*epoch_r = atomic_load(&w->epoch);
	pthread_mutex_unlock(&w->lock);
	return (*epoch_r != 0);
}

static void
generation_lost(struct vt_generation *w, vt_err err)
{
	if (atomic_load(&w->epoch) != 0)
		vt_log("http", VT_LOG_ERROR, "the catalogue went away: %s", vt_fail_text(err));
	vt_catalog_close(&w->catalog);
	atomic_store(&w->epoch, 0);
	atomic_store(&w->number, -1);
}

static vt_err
generation_read(struct vt_generation *w, struct vt_catalog_state *state_r, bool *is_other_r)
{
	struct vt_file_stamp stamp = vt_catalogs_stamp(w->data_dir);
	vt_err err;

	*is_other_r = !vt_catalogs_is_same(stamp, w->stamp);
	if (*is_other_r)
		vt_catalog_close(&w->catalog);
	if (w->catalog == NULL) {
		err = vt_catalog_open(w->data_dir, w->base_url, &w->catalog);
		if (err != VT_OK)
			return (err);
		w->stamp = stamp;
	}
	return (vt_catalog_state(w->catalog, state_r));
}

static vt_err
generation_look(struct vt_generation *w)
{
	struct vt_catalog_state state;
	bool is_other;
	vt_err err = generation_read(w, &state, &is_other);

	if (err != VT_OK) {
		generation_lost(w, err);
		return (err);
	}
	atomic_store(&w->seen_ms, vt_time_monotonic_ms());
	if (!is_other && atomic_load(&w->epoch) != 0 && state.generation == w->state.generation &&
	    memcmp(state.name, w->state.name, sizeof(state.name)) == 0)
		return (VT_OK);
	atomic_store(&w->number, state.generation);
	pthread_mutex_lock(&w->lock);
	w->state = state;
	atomic_store_explicit(&w->epoch, ++w->last, memory_order_release);
	pthread_mutex_unlock(&w->lock);
	return (VT_OK);
}

static void
generation_later(struct timespec *t)
{
	clock_gettime(CLOCK_MONOTONIC, t);
	t->tv_nsec += VT_GENERATION_MS * 1000000L;
	t->tv_sec += t->tv_nsec / 1000000000L;
	t->tv_nsec %= 1000000000L;
}

static void *
generation_run(void *arg)
{
	struct vt_generation *w = arg;
	struct timespec until;

	pthread_mutex_lock(&w->lock);
	while (!w->is_over) {
		generation_later(&until);
		while (!w->is_over && pthread_cond_timedwait(&w->wake, &w->lock, &until) == 0)
			;
		if (w->is_over)
			break;
		pthread_mutex_unlock(&w->lock);
		(void)generation_look(w);
		pthread_mutex_lock(&w->lock);
	}
	pthread_mutex_unlock(&w->lock);
	vt_catalog_close(&w->catalog);
	return (NULL);
}

/* All signals stay with the loop's thread. */
static int
generation_thread(struct vt_generation *w)
{
	sigset_t all, before;
	pthread_attr_t attr;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, GENERATION_STACK);
	rc = pthread_create(&w->thread, &attr, generation_run, w);
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return (rc);
}

static void
generation_free(struct vt_generation *w)
{
	vt_catalog_close(&w->catalog);
	pthread_cond_destroy(&w->wake);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

vt_err
vt_generation_start(const char *data_dir, const char *base_url, struct vt_generation **w_r)
{
	struct vt_generation *w = calloc(1, sizeof(*w));
	pthread_condattr_t attr;
	vt_err err;

	if (w == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to watch the catalogue"));
	w->data_dir = data_dir;
	w->base_url = base_url;
	atomic_store(&w->number, -1);
	pthread_mutex_init(&w->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&w->wake, &attr);
	pthread_condattr_destroy(&attr);
	if ((err = generation_look(w)) != VT_OK)
		vt_log("http", VT_LOG_WARN, "%s", vt_fail_text(err));
	if (generation_thread(w) != 0) {
		generation_free(w);
		return (vt_fail(VT_E_LIMIT, "no thread can be started to watch the catalogue"));
	}
	*w_r = w;
	return (VT_OK);
}

void
vt_generation_stop(struct vt_generation **w)
{
	struct vt_generation *watcher = *w;

	if (watcher == NULL)
		return;
	*w = NULL;
	pthread_mutex_lock(&watcher->lock);
	watcher->is_over = true;
	pthread_cond_signal(&watcher->wake);
	pthread_mutex_unlock(&watcher->lock);
	pthread_join(watcher->thread, NULL);
	generation_free(watcher);
}
