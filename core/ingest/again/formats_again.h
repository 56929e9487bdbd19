/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records made again of what the catalogue holds, without the sources: for
 * `vartai check`, for `vartai formats refresh`, and when an embargo has ended.
 */
#ifndef VT_INGEST_FORMATS_AGAIN_H
#define VT_INGEST_FORMATS_AGAIN_H

#include "catalog/reader.h"
#include "ingest/formats/formats.h"
#include "ingest/options.h"

struct vt_again {
	struct vt_catalog	*catalog;
	const struct vt_formats	*formats;
	const struct vt_ingest_options *o;
	int64_t			 now;	/* whether embargoes have ended */
};
/* The same with all that it borrows, for commands. */
struct vt_again_whole {
	struct vt_again		 again;
	struct vt_arena		*arena;
	struct vt_ingest_options o;
	struct vt_crosswalks	*crosswalks;
	struct vt_formats	 formats;
};
/* By the configuration; the catalogue only where it is wanted, else NULL. */
vt_err	vt_again_open(struct vt_conf *conf, bool wants_catalog, struct vt_again_whole *w)
	    VT_MUST_CHECK;
void	vt_again_close(struct vt_again_whole *w);	/* safe on a zeroed one */

/* An object with all that its records are made from. */
struct vt_again_object {
	struct vt_object	 object;
	struct vt_institution	 institution;
	struct vt_formats_source source;	/* points into this: it stays where it is */
};

/* VT_E_NOTFOUND: there is no such object, or it is deleted. */
vt_err	vt_again_read(const struct vt_again *g, struct vt_arena *a, struct vt_str identifier,
	    struct vt_again_object *o_r) VT_MUST_CHECK;

/* Makes and compares one object's records, and writes them when w is not NULL and
 * they differ. */
vt_err	vt_again_one(const struct vt_again *g, struct vt_writer *w, struct vt_str identifier,
	    bool *differs_r) VT_MUST_CHECK;
/* All whose embargo has ended: their records show their images from now on.  told is
 * called for each that changed. */
vt_err	vt_again_ended(const struct vt_again *g, struct vt_writer *w,
	    void (*told)(void *user, struct vt_str identifier), void *user) VT_MUST_CHECK;

#endif
