/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of core/catalog share: the two ends and their small helpers.
 * Only for core/catalog and its tests. */
#ifndef VT_CATALOG_STORE_H
#define VT_CATALOG_STORE_H

#include "catalog/access.h"
#include "catalog/db/db.h"
#include "catalog/reader.h"
#include "catalog/writer.h"

#define VT_SEARCH_SECONDS	5	/* that one search may take */
#define VT_SPEC_DEPTH_MAX	16	/* parts of a collection's spec */
#define VT_SPEC_BYTES_MAX	200
#define VT_SET_INSTITUTION	"institution:"	/* before the code, in a set's spec */
#define VT_SET_KIND		"kind:"

enum vt_label_use {
	VT_LABEL_INSTITUTION = 1, VT_LABEL_COLLECTION, VT_LABEL_ABOUT_COLLECTION
};
enum vt_record_state { VT_RECORD_LIVE, VT_RECORD_DELETED, VT_RECORD_WITHHELD };

struct vt_catalog {
	struct vt_db	 db;
	char		*data_dir;	/* absolute access paths begin with it */
	struct vt_str	 own_base_url;	/* on the heap */
	struct vt_str	 base_url;	/* the same, or another for this transaction */
	unsigned	 depth;		/* of vt_catalog_begin() */
	int64_t		 generation;	/* while depth > 0 */
	int64_t		 holds_until;	/* since depth was 0 */
	int64_t		 search_ms;	/* that one search may take: VT_SEARCH_SECONDS but in tests */
	bool		 has_no_sets;	/* tests: facets are read from their blocks */
	int64_t		 began;		/* by the clock, before depth became 1 */
	int64_t		(*now)(void);	/* the clock: vt_time_now() but in tests */
};

struct vt_writer {
	struct vt_db	 db;
	int		 lock_fd;
	bool		 is_dirty;	/* something changed since the last commit */
	bool		 is_open;	/* readers know that a batch is under way */
	int64_t		(*now)(void);
};

/* VT_E_NOTFOUND, with the sentence. */
vt_err	vt_read_no_object(struct vt_str identifier) VT_MUST_CHECK;

/* --- reading (read_*.c) --- */
vt_err	vt_read_labels(struct vt_db *db, struct vt_arena *a, enum vt_label_use use,
	    int64_t owner, struct vt_labels *l_r) VT_MUST_CHECK;
/* Names, or the code or spec in their place when there are none. */
vt_err	vt_read_names(struct vt_db *db, struct vt_arena *a, enum vt_label_use use,
	    int64_t owner, struct vt_str instead, struct vt_labels *l_r) VT_MUST_CHECK;
/* Rowid of an institution, collection or set by code or spec; 0: none. */
vt_err	vt_read_institution_id(struct vt_db *db, struct vt_str code, int64_t *id_r)
	    VT_MUST_CHECK;
vt_err	vt_read_collection_id(struct vt_db *db, struct vt_str spec, int64_t *id_r)
	    VT_MUST_CHECK;
vt_err	vt_read_format_id(struct vt_db *db, struct vt_str prefix, int64_t *id_r) VT_MUST_CHECK;

/* Columns of an object, for vt_read_object_row(): "o" is table object, "i" its
 * institution (left join), "d" its description (left join). */
#define VT_OBJECT_COLUMNS							\
	"o.id, o.identifier, i.code, o.kind, o.rights, o.access, o.embargo_until, " \
	"o.created, o.changed, o.is_deleted, o.page_count, o.thumbnail, o.language, d.xml"
#define VT_OBJECT_JOINS								\
	" LEFT JOIN institution i ON i.id = o.institution"			\
	" LEFT JOIN description d ON d.object = o.id "
vt_err	vt_read_object_row(struct vt_row *row, struct vt_object *o_r) VT_MUST_CHECK;

/* What is answered of texts holds until the next embargo ends (vt_catalog_holds_until):
 * whichever that is, lest the time tell whose text has the words. */
vt_err	vt_read_embargoes(struct vt_catalog *c, int64_t now) VT_MUST_CHECK;

/* Appends a stored record with VT_RECORD_BASE filled. */
void	vt_record_fill(struct vt_buf *out, struct vt_str stored, struct vt_str base_url);

/* --- writing (write_*.c) --- */
vt_err	vt_write_begin(struct vt_writer *w) VT_MUST_CHECK;
/* Ends it: commits when err is VT_OK, else rolls back; returns err or what the
 * commit gave. */
vt_err	vt_write_end(struct vt_writer *w, vt_err err) VT_MUST_CHECK;
/* Before a transaction that may stamp: from now on readers count on stamps
 * between the last one and now (vt_catalog_horizon()). */
vt_err	vt_write_announce(struct vt_writer *w) VT_MUST_CHECK;
/* Notes the embargoes that have ended by now and since the last stamp; in each
 * transaction that takes a new one, before it does. */
vt_err	vt_write_ended(struct vt_writer *w, int64_t now) VT_MUST_CHECK;
/* To be called in each transaction that changes something, as late as may be:
 * raises the generation; *stamp_r is the time that its changes carry. */
vt_err	vt_write_stamp(struct vt_writer *w, int64_t *stamp_r) VT_MUST_CHECK;

/* An object on its way in. */
struct vt_writing {
	struct vt_writer		*w;
	struct vt_arena			*a;
	const struct vt_new_object	*o;	/* NULL: it is being withdrawn */
	int64_t				 id;
	int64_t				 stamp;
	int64_t				 institution;	/* 0: none */
	struct vt_str			 sets;	/* deepest, parted by spaces */
	struct vt_list			 set_ids;	/* of int64_t; with all above */
	bool				 is_unseen;	/* no reader will meet what is written now */
};
#define VT_WRITING_BYTES_MAX ((size_t)1 << 30)	/* working memory an object */
vt_err	vt_write_members(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_images(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_master_paths(struct vt_writing *wr) VT_MUST_CHECK;
/* The stamp for those that are new or have other pixels. */
vt_err	vt_write_image_times(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_pages(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_ranges(struct vt_writing *wr) VT_MUST_CHECK;
/* The row of an image of this object; 0 for an empty identifier; VT_E_BADARG: it has
 * no such image. */
vt_err	vt_write_page_image(struct vt_writing *wr, struct vt_str identifier, int64_t *image_r)
	    VT_MUST_CHECK;
vt_err	vt_write_files(struct vt_writing *wr) VT_MUST_CHECK;
/* Where they are now, of those that are the same. */
vt_err	vt_write_file_paths(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_view(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_serial(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_description(struct vt_writing *wr) VT_MUST_CHECK;
vt_err	vt_write_records(struct vt_writing *wr) VT_MUST_CHECK;
/* In the list of changes, with what it is to the object's manifest. */
vt_err	vt_write_change(struct vt_writing *wr, enum vt_change change) VT_MUST_CHECK;
/* All but the row itself, its records and its changes. */
vt_err	vt_write_empty(struct vt_writing *wr) VT_MUST_CHECK;

/* A collection's spec: parts of [A-Za-z0-9_.!~*'()-] joined by ':'. */
vt_err	vt_spec_check(struct vt_str spec) VT_MUST_CHECK;
/* One such part; also what a format's prefix must be. */
bool	vt_spec_is_part(struct vt_str s);
/* The spec of the collection above; empty at the top. */
struct vt_str vt_spec_parent(struct vt_str spec);
/* A set's spec for an institution: its code with other letters made fit. */
struct vt_str vt_spec_of_institution(struct vt_arena *a, struct vt_str code);

#endif
