/* SPDX-License-Identifier: Apache-2.0 */
/* The known word nearest to a mistyped one, for sentences. */
#ifndef VT_BASE_NEAREST_H
#define VT_BASE_NEAREST_H

#include "api/str.h"

/* Keeps the nearest of the words it is shown, one after the other. */
struct vt_nearest_word {
	struct vt_str wanted;
	const char *best; /* NULL while none is near enough to be meant */
	size_t distance;
};

void vt_nearest_word_init(struct vt_nearest_word *n, struct vt_str wanted);
void vt_nearest_word_try(struct vt_nearest_word *n, const char *known);

#endif
