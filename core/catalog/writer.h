/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writing the catalogue: ingest only, one writer at a time.  An object is
 * written whole in one transaction; readers see it before or after, never
 * half.  Nothing here keeps what it is given.
 */
#ifndef VT_CATALOG_WRITER_H
#define VT_CATALOG_WRITER_H

#include "api/viewing.h"

struct vt_writer;

/* What a vt_writer_object() call writes; the object replaces what was there. */
struct vt_new_page {
	struct vt_str	label;
	struct vt_str	image;			/* identifier of a vt_new_image, or empty */
	struct vt_str	text;			/* plain, lines ended by '\n'; empty: none */
	const struct vt_word *words;
	size_t		word_count;
	struct vt_str	behavior;		/* vt_page_view's; empty: nothing is said */
};
struct vt_new_choice {				/* another image of a page */
	int64_t		page;			/* number */
	struct vt_str	image, label;		/* identifier of a vt_new_image */
};
struct vt_new_image {
	struct vt_str	identifier;
	struct vt_str	master_path, master_hash, media_type;
	int64_t		master_bytes;
	int64_t		width, height;
	struct vt_str	access_path;		/* relative to data.dir */
	struct vt_str	version;
};
struct vt_new_record {
	struct vt_str	format;			/* prefix */
	struct vt_str	xml;			/* base URL as VT_RECORD_BASE; empty: withheld */
	struct vt_str	withheld;		/* why, when xml is empty */
};
struct vt_new_file {				/* PDF, sound, original METS … */
	struct vt_str	name, path, media_type, use;	/* path absolute */
	int64_t		bytes;
	struct vt_str	hash;			/* of its content; empty: unknown */
	int64_t		duration, width, height;	/* as vt_file's */
};
struct vt_new_object {
	struct vt_object	object;		/* rowid, created, changed, page_count are the writer's */
	struct vt_str		source;		/* path it came from */
	struct vt_str		digest;		/* of all that it was made from */
	const struct vt_str	*collections;	/* specs; made known before */
	size_t			collection_count;
	const struct vt_new_image *images;
	size_t			image_count;
	const struct vt_new_page *pages;
	size_t			page_count;
	const struct vt_range	*ranges;
	size_t			range_count;
	const struct vt_new_record *records;
	size_t			record_count;
	const struct vt_new_file *files;
	size_t			file_count;
	struct vt_view		view;
	const struct vt_new_choice *choices;
	size_t			choice_count;
};

/* Stands in stored records where the public address goes; a character that
 * XML 1.0 does not allow, so that no source can contain it. */
#define VT_RECORD_BASE "\001"

/* The use of a file that is captions in that language (empty: unknown) of the sounds and
 * films of these names; what vt_file_captions() reads.  In a; p NULL: exhausted. */
struct vt_str vt_captions_use(struct vt_arena *a, struct vt_str language,
	    const struct vt_str *films, size_t count);

enum vt_change { VT_CHANGE_NONE, VT_CHANGE_CREATED, VT_CHANGE_UPDATED, VT_CHANGE_DELETED };

/* Opens data_dir/catalog.db, making it (and the folder) and running missing
 * migrations.  VT_E_CONFLICT: written by a newer program, or another ingest
 * holds the lock; the sentence names its process.  What root makes belongs to the
 * folder's owner. */
vt_err	vt_writer_open(const char *data_dir, struct vt_writer **w_r) VT_MUST_CHECK;
void	vt_writer_close(struct vt_writer **w);

/* Institutions and collections: made or brought up to date, by code and spec; an
 * empty string or list leaves what is there.  A collection's parents ("a" of "a:b") are made too, named by their spec
 * until they get a name. */
vt_err	vt_writer_institution(struct vt_writer *w, const struct vt_institution *i) VT_MUST_CHECK;
vt_err	vt_writer_collection(struct vt_writer *w, const struct vt_collection *c) VT_MUST_CHECK;
/* A collection's spec from what people write: letters that ASCII lacks lose what makes
 * them others ("Žemėlapiai:Miestų" is "zemelapiai:Miestu"); all else stays, fit or not. */
struct vt_str vt_spec_of_collection(struct vt_arena *a, struct vt_str given);
/* A metadata format that records come in. */
vt_err	vt_writer_format(struct vt_writer *w, const struct vt_record_format *f) VT_MUST_CHECK;

/* One transaction.  Datestamps never go backwards; a record whose XML, sets and
 * state are as before keeps its datestamp; one that was published and is now
 * withheld, or has no vt_new_record any more, is shown as deleted.  The time is
 * taken as the last thing before the commit; how fresh a surface is, while a
 * commit takes its moment, says vt_catalog_horizon().
 * VT_CHANGE_NONE: all is as it was (source and digest are noted all the same).
 * VT_E_BADARG, VT_E_CONFLICT, VT_E_TOOLARGE name the object; nothing was written. */
vt_err	vt_writer_object(struct vt_writer *w, const struct vt_new_object *o,
	    enum vt_change *change_r) VT_MUST_CHECK;
/* Makes a tombstone of it, kept for ever. */
vt_err	vt_writer_withdraw(struct vt_writer *w, struct vt_str identifier,
	    enum vt_change *change_r) VT_MUST_CHECK;
/* An object that is not known yet, as a tombstone at once: its records are there as
 * deleted, and no reader ever meets it or them alive. */
vt_err	vt_writer_tombstone(struct vt_writer *w, const struct vt_new_object *o,
	    enum vt_change *change_r) VT_MUST_CHECK;
/* Only the records of an object that is there: of o, object.identifier and
 * .institution, collections and records are looked at.  Datestamps as above. */
vt_err	vt_writer_records(struct vt_writer *w, const struct vt_new_object *o) VT_MUST_CHECK;
/* The end of a batch: waits until the disk has everything.  *generation_r as it
 * stands: it is raised within each transaction above that changes something, so
 * that whatever is cached under a generation was read under it; this adds none. */
vt_err	vt_writer_commit(struct vt_writer *w, int64_t *generation_r) VT_MUST_CHECK;

#endif
