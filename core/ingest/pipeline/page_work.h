/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Work on single files of an object: their hashes, a page's access copy and
 * text.  Each may be done by another thread; results live in an arena of the
 * page's own.
 */
#ifndef VT_INGEST_PAGE_WORK_H
#define VT_INGEST_PAGE_WORK_H

#include "api/play.h"
#include "base/hash.h"
#include "ingest/draft/draft.h"
#include "ingest/pipeline/hashes.h"

#define VT_PAGE_MEMORY_MAX (256 * 1024 * 1024)	/* bytes: the text of one page */

struct vt_page_work {
	struct vt_arena		*arena;		/* made when needed */
	struct vt_findings	 findings;	/* of arena */
	char			 image_hash[VT_HASH_HEX], text_hash[VT_HASH_HEX];	/* or "" */
	int64_t			 image_bytes;
	int64_t			 width, height;	/* of the access copy; 0: no image */
	struct vt_str		 media_type;	/* of the master */
	struct vt_str		 access_path;	/* relative to data.dir */
	struct vt_page_text	 text;
};
struct vt_file_work {
	char			 hash[VT_HASH_HEX];
	int64_t			 bytes;
	const char		*media_type;
	bool			 is_kept;	/* a copy of it is in data.dir */
	struct vt_play		 play;		/* zeros: it does not play, or nobody knows how long */
};

/* Where access copies are, and how many pixels may be worked on at once. */
struct vt_copies;
struct vt_copies_options {
	const char	*data_dir;
	const char	*scratch;	/* folder of a dry run, where copies are made and removed at
					 * once; NULL: they are kept in data_dir */
	int64_t		 pixels_max;	/* of the masters that are copied side by side */
};
vt_err	vt_copies_open(const struct vt_copies_options *o, struct vt_copies **c_r) VT_MUST_CHECK;
void	vt_copies_free(struct vt_copies **c);
/* Removes what a killed run left half made below images/. */
vt_err	vt_copies_clean(const struct vt_copies *c) VT_MUST_CHECK;
/* "images/ab/abcd…-0123456789ab.tif", in the arena. */
struct vt_str vt_copies_path(struct vt_arena *a, const char *hash);
/* Whether the copy is there. */
bool	vt_copies_has(const struct vt_copies *c, const char *hash);
/* The short hash of how copies are made. */
const char *vt_copies_recipe(void);
/* Makes the copy of the master, or finds it from a run before; w has the master's hash and
 * size, and then the copy's size.  Waits while others work on as many pixels as may be, or
 * on the same copy. */
vt_err	vt_copies_take(struct vt_copies *c, const char *master, struct vt_page_work *w)
	    VT_MUST_CHECK;

/* Hashes of the page's files, into w; any thread. */
vt_err	vt_page_work_hash(struct vt_hashes *h, const struct vt_draft_page *page, bool is_temporary,
	    struct vt_page_work *w) VT_MUST_CHECK;
vt_err	vt_file_work_hash(struct vt_hashes *h, const struct vt_draft_file *f, bool is_temporary,
	    struct vt_file_work *w) VT_MUST_CHECK;
/* What came out of a zip is kept in data.dir, as "files/ab/abcd…" (its hash), so
 * that it can be served. */
vt_err	vt_file_work_keep(const struct vt_copies *c, const struct vt_draft_file *f,
	    struct vt_file_work *w) VT_MUST_CHECK;
struct vt_str vt_copies_kept(const struct vt_copies *c, struct vt_arena *a, const char *hash);
/* The access copy (made, or found from a run before) and the text.  An
 * unreadable file is an error that names it as the source does. */
vt_err	vt_page_work_do(struct vt_copies *c, const struct vt_draft_page *page,
	    struct vt_page_work *w) VT_MUST_CHECK;
void	vt_page_work_free(struct vt_page_work *w);

#endif
