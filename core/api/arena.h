/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An arena: memory that is given back all at once.  One per request, with a
 * ceiling; a foreign object (a vips image, a libxml tree) is tied to it with
 * vt_defer() on the line after it was made.  Not shared between threads.
 */
#ifndef VT_API_ARENA_H
#define VT_API_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "err.h"

#define VT_ARENA_BLOCK		(16 * 1024)	/* bytes a block */
#define VT_ARENA_CEILING	(8 * 1024 * 1024)	/* default, bytes */

struct vt_arena;

/* ceiling in bytes, 0: VT_ARENA_CEILING.  Aborts only when the machine has no
 * memory for the first block. */
VT_API struct vt_arena	*vt_arena_new(size_t ceiling);
/* Runs what was deferred, last first, then frees; *a becomes NULL. */
VT_API void	 vt_arena_free(struct vt_arena **a);

/* len bytes, zeroed, aligned for any type; NULL (and vt_fail) over the ceiling. */
VT_API void	*vt_arena_alloc(struct vt_arena *a, size_t len);
/* count * size bytes, the product checked. */
VT_API void	*vt_arena_array(struct vt_arena *a, size_t count, size_t size);
/* Bytes handed out so far. */
VT_API size_t	 vt_arena_used(const struct vt_arena *a);
/* Whether an allocation has failed: what was built without checks is incomplete. */
VT_API bool	 vt_arena_is_exhausted(const struct vt_arena *a);

/* Calls fn(arg) when the arena is freed.  When even the note of it cannot be
 * kept, fn(arg) is called at once and VT_E_LIMIT is returned. */
VT_API vt_err	 vt_defer(struct vt_arena *a, void (*fn)(void *), void *arg)
		    VT_MUST_CHECK;

#endif
