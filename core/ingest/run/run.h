/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run of ingest: what its parts share.
 *   run.c		opening and closing, the whole course
 *   run_data.c		data.dir, which is made when it is new
 *   run_own.c		as root: to whom data.dir is given
 *   run_trees.c		folders and zips, and their packages' institutions
 *   run_sources.c	the sources one by one (what the pipeline produces)
 *   run_work.c		what is done to one object, by any thread
 *   run_commit.c	what becomes of it, in order
 *   run_around.c	the institutions and collections that it needs
 *   run_judge.c	what the catalogue knows of it: new, changed, moved, taken
 *   run_withdraw.c	what packages' lists take away
 *   run_deleted.c	what OAI answers call deleted
 *   run_gone.c		objects whose source no longer has them
 *   run_held.c		of which it is not certain, and why
 *   run_after.c	images that nothing speaks of, files that are not read
 */
#ifndef VT_INGEST_RUN_H
#define VT_INGEST_RUN_H

#include <libxml/hash.h>
#include <pthread.h>

#include "catalog/origin.h"
#include "ingest/folder/archive.h"
#include "ingest/object/object.h"
#include "ingest/options.h"
#include "ingest/pipeline/hashes.h"
#include "ingest/pipeline/pipeline.h"
#include "ingest/run/progress.h"
#include "ingest/run/report.h"
#include "ingest/sources/reader.h"

#define VT_RUN_OWN_DEPTH	4			/* folders of data.dir in each other */

/* A tree of the run: a PATH, or a zip. */
struct vt_run_tree {
	struct vt_run_tree *next;
	struct vt_tree	*tree;
	char		*temp;		/* what to remove when it is done; or NULL */
	size_t		 pending;	/* works produced and not yet committed */
	bool		 is_produced;	/* all of them are */
};
/* An identifier met in this run. */
struct vt_run_seen {
	struct vt_str	source, place;
	struct vt_str	digest;		/* its heap digest; empty: it was withdrawn */
};
enum vt_run_stage { VT_RUN_READ, VT_RUN_HASH, VT_RUN_DECIDE, VT_RUN_MAKE, VT_RUN_FINISH };
enum vt_run_verdict {
	VT_VERDICT_NEW, VT_VERDICT_SAME, VT_VERDICT_CHANGED,
	VT_VERDICT_MOVED,
	VT_VERDICT_MOVED_CHANGED,	/* to another place, with another content */
	VT_VERDICT_RETURNED, VT_VERDICT_CONFLICT
};
struct vt_run_work {
	struct vt_work		 work;
	struct vt_arena		*arena;
	struct vt_item		 item;
	struct vt_run_tree	*tree;
	struct vt_object_work	 object;
	struct vt_str		 source;	/* how the file is called */
	struct vt_str		 failure;	/* why it does not go in; p NULL: it does */
	_Atomic size_t		 failed_job;	/* of pages: the first that failed */
	size_t			 arena_seen;	/* bytes of the arena that are counted */
	bool			 has_object, is_withdrawn, is_passed_over;
};
struct vt_run {
	struct vt_ingest_options o;
	struct vt_arena		*arena;		/* of the thread that commits, only */
	struct vt_object_context context;
	struct vt_institution	 institution;	/* the default */
	char			 settings[VT_HASH_HEX];
	struct vt_crosswalks	*crosswalks;
	struct vt_formats	 formats;
	struct vt_known		*known;		/* institutions */
	struct vt_writer	*writer;	/* NULL: dry run */
	struct vt_catalog	*catalog;	/* dry run, when there is one */
	struct vt_hashes	*hashes;
	struct vt_copies	*copies;
	struct vt_report	 report;
	struct vt_progress	 progress;
	pthread_mutex_t		 writer_lock, lock;
	atomic_bool		*is_stopped;
	uid_t			 uid;
	gid_t			 gid;
	char			*temp;		/* folder of unpacked zips */
	size_t			 zip_count;
	/* producing */
	struct vt_run_tree	*trees, *last_tree;	/* PATHs and zips, in their order */
	struct vt_run_tree	*tree_now, *zip_now;
	size_t			 file_now, zip_file_now;
	struct vt_reader	*reader;
	struct vt_run_work	*folders;	/* of bare images, chained by work.next */
	bool			 takes_folders;	/* the second pass */
	/* committing */
	xmlHashTablePtr		 seen;		/* identifier: struct vt_run_seen */
	xmlHashTablePtr		 deleted_known;	/* identifier: the last struct vt_run_deleted */
	struct vt_run_deleted	*deleted, **deleted_last;	/* in their order */
	xmlHashTablePtr		 made_known;	/* codes and specs that were written */
	bool			 said_default;
};

vt_err	vt_run_open(struct vt_run *run, const struct vt_ingest_options *o, atomic_bool *is_stopped)
	    VT_MUST_CHECK;
void	vt_run_close(struct vt_run *run);
/* Sources, bare images, what is gone; the report says how it went. */
vt_err	vt_run_all(struct vt_run *run) VT_MUST_CHECK;

/* --- between the files ---------------------------------------------------------------- */
vt_err	vt_run_produce(void *user, struct vt_work **w_r);
size_t	vt_run_step(void *user, struct vt_work *work, size_t job);
void	vt_run_advance(void *user, struct vt_work *work);
vt_err	vt_run_commit(void *user, struct vt_work *work);
void	vt_run_discard(void *user, struct vt_work *work);
void	vt_run_tick(void *user);

vt_err	vt_run_scan(struct vt_run *run) VT_MUST_CHECK;
/* On the heap: zips are opened by whichever thread produces, while another commits
 * and has the run's arena. */
vt_err	vt_run_open_tree(const char *path, const char *name, const struct vt_package *base,
	    struct vt_run_tree **t_r) VT_MUST_CHECK;
void	vt_run_tree_free(struct vt_run_tree **t);
/* Behind the others; the run has it then. */
void	vt_run_link_tree(struct vt_run *run, struct vt_run_tree *t);
struct vt_run_work *vt_run_work_new(struct vt_run *run, struct vt_run_tree *t);
void	vt_run_work_free(struct vt_run_work *w);
/* Why a work does not go in, in its arena; keeps the first. */
void	vt_run_fail(struct vt_run_work *w, vt_err err);
/* Removes what was unpacked for a tree that is done. */
void	vt_run_release(struct vt_run *run, struct vt_run_tree *t);

/* An object as the catalogue has it, which a dry run asks as well; VT_E_NOTFOUND. */
vt_err	vt_run_origin(struct vt_run *run, struct vt_arena *a, struct vt_str identifier,
	    struct vt_origin *o_r) VT_MUST_CHECK;
/* Needs the writer's lock.  other_r: where the catalogue's object came from, in the
 * work's arena. */
vt_err	vt_run_judge(struct vt_run *run, const struct vt_run_work *w,
	    enum vt_run_verdict *verdict_r, struct vt_str *other_r) VT_MUST_CHECK;
/* Whether a package's list may withdraw an object: one that came from the package's
 * folder or below; or one whose source is gone and that the package's institution
 * holds.  source: where the object was met now, or empty.  from_r: where the
 * catalogue's came from, in the run's arena.  Needs the writer's lock. */
enum vt_run_owner { VT_OWNER_NONE, VT_OWNER_PACKAGE, VT_OWNER_OTHER };
vt_err	vt_run_owner(struct vt_run *run, const struct vt_tree *t, const struct vt_package *p,
	    struct vt_str identifier, struct vt_str source, enum vt_run_owner *owner_r,
	    struct vt_str *from_r) VT_MUST_CHECK;
vt_err	vt_run_is_held_by(struct vt_run *run, struct vt_str identifier, struct vt_str code,
	    bool *is_held_r) VT_MUST_CHECK;
/* Whether a source is the folder or lies in it, by its name. */
bool	vt_run_is_below(struct vt_str source, struct vt_str folder);
/* Whether the file that a source is called by is there. */
bool	vt_run_is_there(struct vt_str source);
/* Whether an object of that identifier was met and did not go in. */
bool	vt_run_has_failed(struct vt_run *run, struct vt_str identifier);
/* True the first time in this run. */
bool	vt_run_is_new_key(struct vt_run *run, const char *kind, struct vt_str key);
/* What a table of the run has under an identifier; NULL: nothing. */
void	*vt_run_lookup(xmlHashTablePtr table, struct vt_str identifier);
struct vt_run_seen *vt_run_seen(struct vt_run *run, struct vt_str identifier);
vt_err	vt_run_withdraw(struct vt_run *run, struct vt_str identifier, bool *was_there_r)
	    VT_MUST_CHECK;

/* A withdrawn object whose source is still there, and then the rest of the lists. */
vt_err	vt_run_commit_withdrawn(struct vt_run *run, struct vt_run_work *w) VT_MUST_CHECK;
vt_err	vt_run_withdrawn(struct vt_run *run) VT_MUST_CHECK;
/* A record that its source calls deleted is noted; a living one behind it, which was
 * met, takes that back; what is left at the end is withdrawn, if it came from there. */
vt_err	vt_run_commit_deleted(struct vt_run *run, struct vt_run_work *w) VT_MUST_CHECK;
void	vt_run_is_back(struct vt_run *run, struct vt_str identifier);
vt_err	vt_run_deleted(struct vt_run *run) VT_MUST_CHECK;
/* Institutions and collections that an object belongs to, once a run. */
vt_err	vt_run_surroundings(struct vt_run *run, struct vt_run_work *w) VT_MUST_CHECK;
/* Notes that an identifier was met; digest empty: it was withdrawn. */
vt_err	vt_run_see(struct vt_run *run, const struct vt_run_work *w, struct vt_str digest)
	    VT_MUST_CHECK;
/* Objects of a tree that were not met and are not called gone, by why. */
struct vt_run_held;
/* In the run's arena; VT_E_LIMIT. */
vt_err	vt_run_held_new(struct vt_run *run, const struct vt_tree *t, struct vt_run_held **held_r)
	    VT_MUST_CHECK;
/* path: what could not be read, or the folder that is empty now; relative to the tree. */
void	vt_run_hold(struct vt_run_held *h, struct vt_str path, bool is_empty,
	    struct vt_str identifier);
/* Tells them. */
void	vt_run_held_end(struct vt_run_held **h);
/* Names what its source no longer has, and makes tombstones of it with --prune. */
vt_err	vt_run_gone(struct vt_run *run) VT_MUST_CHECK;
/* Records of objects whose embargo has ended since they were made. */
vt_err	vt_run_embargoes(struct vt_run *run) VT_MUST_CHECK;
/* Says which images nothing speaks of, or makes works of their folders. */
vt_err	vt_run_bare_images(struct vt_run *run) VT_MUST_CHECK;
void	vt_run_not_read(struct vt_run *run);

/* A library that is not there yet is made (a dry run only looks whether it could be),
 * and said to be new: a mistyped data.dir would be one as well. */
vt_err	vt_run_make_data(struct vt_run *run) VT_MUST_CHECK;
/* As root: whose data.dir is to be: server.user, else whoever owns it already. */
vt_err	vt_run_find_user(struct vt_run *run) VT_MUST_CHECK;
/* As root: gives data.dir and what is in it to the server's user. */
vt_err	vt_run_own(struct vt_run *run) VT_MUST_CHECK;
/* As root: whether the server's user may read it, too.  Any thread. */
bool	vt_run_may_serve(const struct vt_run *run, const char *path);

#endif
