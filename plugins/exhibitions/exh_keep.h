/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker keeps of the exhibitions that it has read. */
#ifndef EXH_KEEP_H
#define EXH_KEEP_H

#include "exhibitions.h"

/* In configure(), of vt_boot_alloc(): each worker has a copy of its own. */
vt_err	exh_kept_new(struct vt_boot *boot, struct exh_kept **k_r) VT_MUST_CHECK;
void	exh_kept_end(struct exh_kept *k);

/* exh_keep_list.c: the slugs of all folders in dir, sorted; none where there is no dir. */
vt_err	exh_slugs(struct vt_arena *a, const char *dir, struct vt_str **list_r,
	    size_t *count_r) VT_MUST_CHECK;
/* Folders that somebody means to be exhibitions and that nobody sees: which, and why, in a
 * sentence each; for commands. */
vt_err	exh_slugs_missed(struct vt_arena *a, const char *dir, struct vt_str **list_r,
	    size_t *count_r) VT_MUST_CHECK;

#endif
