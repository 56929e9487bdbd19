/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the event loop knows of the catalogue's generation without ever asking
 * the catalogue: a thread of its own with a connection of its own looks every
 * VT_GENERATION_MS and leaves what it saw where any thread reads it at no cost.
 * So an ingest is seen that much later at the most, and the loop never waits.
 */
#ifndef VT_HTTP_GENERATION_H
#define VT_HTTP_GENERATION_H

#include "catalog/reader.h"

#include <stdint.h>

#define VT_GENERATION_MS 200

struct vt_generation;

/* Looks once, so that the first request knows; then starts the thread.  Without
 * a catalogue that is no error: it is waited for.  The strings are borrowed. */
vt_err	vt_generation_start(const char *data_dir, const char *base_url,
	    struct vt_generation **w_r) VT_MUST_CHECK;
void	vt_generation_stop(struct vt_generation **w);

/* For cache keys: grows whenever the generation changed or the catalogue's file
 * was replaced; 0: there is no catalogue now. */
uint64_t vt_generation_epoch(const struct vt_generation *w);
/* What the catalogue holds, as last seen, and the epoch of that; false: there is
 * none now.  Any thread, but it may wait for a lock for a moment: not for the
 * loop. */
bool	vt_generation_state(struct vt_generation *w, struct vt_catalog_state *state_r,
	    uint64_t *epoch_r);
/* The catalogue's own number, or -1. */
int64_t	vt_generation_number(const struct vt_generation *w);
/* When it was read last (monotonic); 0: never. */
int64_t	vt_generation_seen_ms(const struct vt_generation *w);

#endif
