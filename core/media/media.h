/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of core/media share: the options in force, and libvips kept in hand. */
#ifndef VT_MEDIA_MEDIA_H
#define VT_MEDIA_MEDIA_H

#include "api/str.h"
#include "media/access_copy.h"
#include "media/header.h"

/* As given to vt_media_init(), else the defaults. */
const struct vt_media_options *vt_media_options(void);

/* VT_E_TOOLARGE when the header announces more than the limits; path is for
 * the sentence. */
vt_err vt_media_check(const char *path, const struct vt_header *h) VT_MUST_CHECK;

/* Runs work(arg), which uses libvips and returns VT_OK, VT_E_BADARG (libvips
 * failed; nothing was said) or another error (vt_fail() has spoken).
 *
 * libvips keeps one error text for all threads, so after a failure the text may
 * speak of another thread's file.  Therefore everything that uses libvips runs
 * side by side here, and a failure is repeated once with nobody beside it
 * (retry(arg), which must do the same work again without effects): then the
 * text is its own, and becomes the sentence "what: text". */
struct vt_media_job {
	vt_err (*work)(void *arg);
	vt_err (*retry)(void *arg);
	void *arg;
	const char *what; /* a path */
};
vt_err vt_media_run(const struct vt_media_job *job) VT_MUST_CHECK;

#endif
