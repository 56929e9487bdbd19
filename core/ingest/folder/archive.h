/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip, unpacked into a folder of ours so that it can be read like one.  What
 * is not plainly harmless is refused whole, before a byte is written: names
 * that lead out, links, encryption, too many entries, too many bytes, a ratio
 * that no honest scan reaches.
 */
#ifndef VT_INGEST_ARCHIVE_H
#define VT_INGEST_ARCHIVE_H

#include <stdatomic.h>

#include "api/arena.h"
#include "api/str.h"

#define VT_ARCHIVE_DEPTH_MAX	64	/* folders in each other; a tree is read less deep (tree.h) */
#define VT_ARCHIVE_RATIO_FROM	(64LL * 1024 * 1024)	/* bytes: below, any ratio is harmless */

struct vt_archive_limits {
	int64_t		entries_max;
	int64_t		bytes_max;	/* unpacked */
	int64_t		ratio_max;	/* unpacked : packed */
	const atomic_bool *is_stopped;	/* looked at between blocks; or NULL */
};

/* Unpacks path into the existing folder target.  VT_E_BADARG, VT_E_TOOLARGE
 * say what is wrong with it; VT_E_IO; VT_E_DECLINED: stopped. */
vt_err	vt_archive_unpack(const char *path, const char *target,
	    const struct vt_archive_limits *limits) VT_MUST_CHECK;

/* --- the folder for what is unpacked ---------------------------------------------- */

#define VT_TEMP_NAME "ingest.tmp"	/* below data.dir */

/* Removes a folder and all in it; no error when it is not there. */
vt_err	vt_temp_remove(const char *path) VT_MUST_CHECK;
/* Makes path and the folders above it. */
vt_err	vt_temp_make(const char *path) VT_MUST_CHECK;

#endif
