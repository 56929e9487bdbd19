/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arenas: blocks that are filled from the front and freed together.  Under
 * AddressSanitizer each allocation is a malloc of its own, so that reading
 * beyond one is seen.  Used by everything that lives as long as a request.
 */
#include "api/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define VT_ARENA_SEPARATE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VT_ARENA_SEPARATE 1
#endif
#endif
#if !defined(VT_ARENA_SEPARATE)
#define VT_ARENA_SEPARATE 0
#endif

#define VT_ARENA_ALIGN (_Alignof(max_align_t))
/* Above this a request has a block of its own, so that the current block's
 * rest is not thrown away for it. */
#define VT_ARENA_LARGE (VT_ARENA_BLOCK / 4)

struct vt_arena_block {
	struct vt_arena_block *next;
	_Alignas(max_align_t) unsigned char bytes[];
};

struct vt_arena_deferred {
	struct vt_arena_deferred *next;
	void (*fn)(void *);
	void *arg;
};

struct vt_arena {
	struct vt_arena_block *blocks;
	struct vt_arena_deferred *deferred;
	unsigned char *free; /* the rest of the block being filled */
	size_t free_len;
	size_t used, ceiling;
	bool is_exhausted;
};

struct vt_arena *
vt_arena_new(size_t ceiling)
{
	struct vt_arena *a = calloc(1, sizeof(*a));

	vt_assert(a != NULL);
	a->ceiling = ceiling != 0 ? ceiling : VT_ARENA_CEILING;
	return (a);
}

void
vt_arena_free(struct vt_arena **a)
{
	struct vt_arena *arena = *a;

	if (arena == NULL)
		return;
	*a = NULL;
	while (arena->deferred != NULL) {
		struct vt_arena_deferred *d = arena->deferred;

		arena->deferred = d->next;
		d->fn(d->arg);
	}
	while (arena->blocks != NULL) {
		struct vt_arena_block *b = arena->blocks;

		arena->blocks = b->next;
		free(b);
	}
	free(arena);
}

static void *
vt_arena_block(struct vt_arena *a, size_t len, bool is_zeroed)
{
	struct vt_arena_block *b = is_zeroed ? calloc(1, sizeof(*b) + len) : malloc(sizeof(*b) + len);

	if (b == NULL) {
		(void)vt_fail(VT_E_NOMEM, "the machine has no memory for %zu more bytes", len);
		return (NULL);
	}
	b->next = a->blocks;
	a->blocks = b;
	return (b->bytes);
}

static void *
vt_arena_carve(struct vt_arena *a, size_t len)
{
	unsigned char *p;

	if (VT_ARENA_SEPARATE || len > VT_ARENA_LARGE)
		return (vt_arena_block(a, len, true));
	if (len > a->free_len) {
		p = vt_arena_block(a, VT_ARENA_BLOCK, false);
		if (p == NULL)
			return (NULL);
		a->free = p;
		a->free_len = VT_ARENA_BLOCK;
	}
	p = a->free;
	a->free += len;
	a->free_len -= len;
	/* Most of a block is never used: only what is. */
	return (memset(p, 0, len));
}

void *
vt_arena_alloc(struct vt_arena *a, size_t len)
{
	size_t whole = len;
	void *p;

	if (whole == 0)
		whole = 1;
	if (whole > SIZE_MAX / 2 || whole > a->ceiling - a->used) {
		a->is_exhausted = true;
		(void)vt_fail(VT_E_LIMIT,
			      "this needs more working memory than the %zu bytes allowed",
			      a->ceiling);
		return (NULL);
	}
	/* Under ASan the size is kept exact: its red zone begins at len. */
	if (!VT_ARENA_SEPARATE)
		whole = (whole + VT_ARENA_ALIGN - 1) / VT_ARENA_ALIGN * VT_ARENA_ALIGN;
	p = vt_arena_carve(a, whole);
	if (p == NULL)
		a->is_exhausted = true;
	else
		a->used = whole < a->ceiling - a->used ? a->used + whole : a->ceiling;
	return (p);
}

void *
vt_arena_array(struct vt_arena *a, size_t count, size_t size)
{
	size_t len;

	if (__builtin_mul_overflow(count, size, &len)) {
		a->is_exhausted = true;
		(void)vt_fail(VT_E_LIMIT, "%zu things of %zu bytes are more than memory can hold",
			      count, size);
		return (NULL);
	}
	return (vt_arena_alloc(a, len));
}

size_t
vt_arena_used(const struct vt_arena *a)
{
	return (a->used);
}

bool
vt_arena_is_exhausted(const struct vt_arena *a)
{
	return (a->is_exhausted);
}

vt_err
vt_defer(struct vt_arena *a, void (*fn)(void *), void *arg)
{
	struct vt_arena_deferred *d = vt_arena_alloc(a, sizeof(*d));

	if (d == NULL) {
		fn(arg);
		return (vt_fail(VT_E_LIMIT,
				"this needs more working memory than the %zu bytes allowed",
				a->ceiling));
	}
	d->fn = fn;
	d->arg = arg;
	d->next = a->deferred;
	a->deferred = d;
	return (VT_OK);
}
