/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files of an exhibition's folder: read whole, or only looked at to see whether
 * anything has changed.
 */
#ifndef EXH_FOLDER_H
#define EXH_FOLDER_H

#include "exhibitions.h"

#define EXH_FILE_NAME_MAX	100	/* bytes: letters without diacritics, digits, '.', '_', '-' */

/* "exhibition.yaml", "varpas.mp3": no folder, not hidden. */
bool	exh_is_file_name(struct vt_str name);

/* A file's bytes, in the arena; VT_E_NOTFOUND, VT_E_TOOLARGE, VT_E_IO. */
vt_err	exh_file_read(struct vt_arena *a, const char *folder, struct vt_str name, size_t max,
	    struct vt_str *bytes_r) VT_MUST_CHECK;
/* The same of a text: VT_E_BADARG names file and line of what is no UTF-8. */
vt_err	exh_file_text(struct vt_arena *a, const char *folder, struct vt_str name,
	    struct vt_str *text_r) VT_MUST_CHECK;

/* How all files of a folder are just now. */
struct exh_stamp {
	uint64_t	files[2];	/* another whenever a file comes, goes or changes */
	uint64_t	media[2];	/* names, sizes and times in media/: the same on each node */
	int64_t		changed;	/* of the newest file, time */
	bool		is_settled;	/* the newest change is long enough ago to tell a further one */
};
/* What was looked at for a stamp, so that it can be looked at again without reading folders:
 * a folder's time changes when a file comes, goes or is renamed, a file's when it is written. */
struct exh_seen {
	struct vt_arena	*a;
	struct exh_seen_thing *things;	/* the folder, media/, their files */
	size_t		 count, cap;
	bool		 is_whole;	/* there was memory for all of it */
};
/* Into seen, whose arena is set, unless it is NULL.  VT_E_NOTFOUND: no such folder, or it is a
 * link; VT_E_IO. */
vt_err	exh_stamp_read(const char *folder, struct exh_seen *seen, struct exh_stamp *s_r) VT_MUST_CHECK;
bool	exh_stamp_eq(const struct exh_stamp *a, const struct exh_stamp *b);
/* exh_seen.c: one more thing, as it was; name empty: dir itself. */
void	exh_seen_add(struct exh_seen *seen, const char *dir, const char *name, const struct stat *st);
/* Whether all of it is as it was.  A look at each file, and nothing else. */
bool	exh_seen_is_same(const struct exh_seen *seen);

#endif
