/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hashes of files, remembered from run to run, so that a second run over
 * thousands of scans need not read them.  A remembered hash counts only while
 * size, both times, device and inode of the file are as they were.
 */
#ifndef VT_INGEST_HASHES_H
#define VT_INGEST_HASHES_H

#include "api/arena.h"
#include "base/hash.h"

#define VT_HASHES_NAME	"ingest.hashes"	/* below data.dir */
#define VT_HASHES_MAX	5000000		/* files remembered */
/* A file touched so lately may be touched again without its times showing it. */
#define VT_HASHES_SETTLE_S 2

struct vt_hashes;

/* path: of the file that remembers; NULL: nothing is remembered.  A file that
 * cannot be read, or lines that are not whole, are as if they were not there.
 * is_kept false: nothing is written (dry run). */
vt_err	vt_hashes_open(const char *path, bool is_kept, struct vt_hashes **h_r) VT_MUST_CHECK;
/* Writes what is not written yet, and frees. */
void	vt_hashes_close(struct vt_hashes **h);
/* Any thread.  VT_E_IO names the file. */
vt_err	vt_hashes_get(struct vt_hashes *h, const char *path, char hex_r[VT_HASH_HEX],
	    int64_t *bytes_r) VT_MUST_CHECK;

#endif
