/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A TIFF written from beginning to end: bytes first, then the directories that
 * point at them (TIFF 6.0; BigTIFF where asked for).  One thread.
 */
#ifndef VT_MEDIA_TIFF_WRITE_H
#define VT_MEDIA_TIFF_WRITE_H

#include "api/buf.h"

struct vt_tiff_writer {
	const char *path; /* for sentences; borrowed */
	int fd;		  /* borrowed */
	bool is_big;
	uint64_t written;      /* bytes in the file */
	struct vt_buf pending; /* bytes behind them */
	uint64_t link;	       /* where the next directory's offset belongs */
};

/* One directory: a level of tiles. */
struct vt_tiff_level {
	int64_t width, height;
	uint32_t tile_size;
	uint16_t bands; /* 1: grey; 3: YCbCr, 4:2:0 */
	bool is_reduced;
	uint32_t tile_count;
	const uint64_t *offsets, *lengths; /* of each tile, row by row */
	struct vt_str tables;		   /* JPEGTables */
	struct vt_str profile;		   /* ICC; empty: none */
};

vt_err vt_tiff_writer_init(struct vt_tiff_writer *w, int fd, const char *path,
			   bool is_big) VT_MUST_CHECK;
void vt_tiff_writer_fini(struct vt_tiff_writer *w);
/* Appends bytes; *offset_r is where they begin. */
vt_err vt_tiff_writer_put(struct vt_tiff_writer *w, struct vt_str bytes,
			  uint64_t *offset_r) VT_MUST_CHECK;
vt_err vt_tiff_writer_level(struct vt_tiff_writer *w,
			    const struct vt_tiff_level *level) VT_MUST_CHECK;
/* Writes what is pending; the directories written so far are the file's. */
vt_err vt_tiff_writer_finish(struct vt_tiff_writer *w) VT_MUST_CHECK;

#endif
