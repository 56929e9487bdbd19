/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker keeps of the exhibitions that it has read. */
#ifndef EXH_KEEP_H
#define EXH_KEEP_H

#include "exhibitions.h"

/* In configure(), of vt_boot_alloc(): each worker has a copy of its own. */
vt_err	exh_kept_new(struct vt_boot *boot, struct exh_kept **k_r) VT_MUST_CHECK;
void	exh_kept_end(struct exh_kept *k);

/* What a request is given, counted. */
struct exh_copy;		/* exh_kept.c */
struct exh_given {
	struct exh_copy	*copy;		/* NULL: nothing could ever be read */
	const struct exh_exhibition *x;	/* of the copy */
	vt_err		 err;		/* of the files as they are now */
	bool		 is_published;	/* as the folder is now, also where it cannot be read */
	char		 complaint[VT_FAIL_TEXT_MAX];
};
/* As the files of the folder are now, read anew where one has changed; all but is_published.
 * VT_E_NOTFOUND: there is no such folder.  The caller lets go with exh_copy_unref(). */
vt_err	exh_kept_get(const struct exh_state *state, struct vt_str folder, struct vt_str slug,
	    struct exh_given *given_r) VT_MUST_CHECK;
void	exh_copy_unref(void *copy);
/* Says that there is none of that name. */
vt_err	exh_keep_none(struct vt_str slug) VT_MUST_CHECK;

/* exh_keep_list.c: the slugs of all folders in dir, sorted; none where there is no dir. */
vt_err	exh_slugs(struct vt_arena *a, const char *dir, struct vt_str **list_r,
	    size_t *count_r) VT_MUST_CHECK;
/* Folders that somebody means to be exhibitions and that nobody sees: which, and why, in a
 * sentence each; for commands. */
vt_err	exh_slugs_missed(struct vt_arena *a, const char *dir, struct vt_str **list_r,
	    size_t *count_r) VT_MUST_CHECK;

#endif
