/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A spool: what workers note down in passing (who harvested, who looked), one line
 * each, to be read and summed up by a command later.  Noting costs a copy into
 * memory; a thread of the spool's own brings it to a file of the worker's each
 * few seconds, so that a worker that is killed loses those.  A spool that nobody
 * reads does not fill the disk: beyond its size lines are dropped, and counted.
 */
#ifndef VT_API_SPOOL_H
#define VT_API_SPOOL_H

#include "str.h"

#define VT_SPOOL_LINE_MAX	1024	/* bytes of a line; longer ones are cut */
#define VT_SPOOL_DROPPED	"dropped"	/* the line that stands for those dropped */

struct vt_spool;

/* In worker_start(): files are <stem>.<process>.spool, of bytes_max at most.  Makes
 * a thread and no file yet. */
VT_API vt_err	vt_spool_open(const char *stem, int64_t bytes_max,
		    struct vt_spool **s_r) VT_MUST_CHECK;
/* Any thread; never waits for the disk.  Equal lines that meet in memory become one
 * that is counted: what need not be told apart to the second should be equal.  A
 * newline in it becomes a space. */
VT_API void	vt_spool_put(struct vt_spool *s, struct vt_str line);
/* Since 2.4, before the first put.  Where it is kept how many notes are in memory
 * only, not in the file yet: in memory of the caller, which processes may share, so
 * that another can see what one that was killed has lost. */
VT_API void	vt_spool_watch(struct vt_spool *s, int64_t *unwritten);
/* Since 2.4: each write is on the disk before the next (fdatasync). */
VT_API void	vt_spool_sync(struct vt_spool *s, bool is_synced);
/* In worker_stop(): writes what there is. */
VT_API void	vt_spool_close(struct vt_spool **s);

struct vt_spool_reader {
	/* Each line of each file, as often as count says; not of a file in order
	 * with those of another. */
	void	(*line)(void *arg, struct vt_str line, int64_t count);
	/* Some files were read: keep what they came to.  VT_OK: they are removed, and
	 * the next are read.  Of many large ones it is called several times, so that
	 * whoever keeps lines need not keep all; who wrote last comes last. */
	vt_err	(*done)(void *arg);
	void	*arg;
};
/* For commands.  Workers may go on meanwhile; a reader that is killed between
 * done() and the removal meets those lines again. */
VT_API vt_err	vt_spool_take(const char *stem, const struct vt_spool_reader *r) VT_MUST_CHECK;

/* For who must meet no line twice: each file has a name of its own, from chance, which
 * the reader keeps in done() together with how far it has read. */
struct vt_spool_marks {
	/* How many bytes of that file were kept before; 0: none. */
	int64_t	(*begin)(void *arg, struct vt_str name);
	/* It was read up to there. */
	void	(*end)(void *arg, struct vt_str name, int64_t bytes);
};
/* Since 2.4.  arg is the reader's. */
VT_API vt_err	vt_spool_take_marked(const char *stem, const struct vt_spool_reader *r,
		    const struct vt_spool_marks *m) VT_MUST_CHECK;

#endif
