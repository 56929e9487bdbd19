/* SPDX-License-Identifier: Apache-2.0 */
/* Opening the catalogue for reading; the questions themselves are in api/catalog.h. */
#ifndef VT_CATALOG_READER_H
#define VT_CATALOG_READER_H

#include "api/catalog.h"

/* One connection, for one thread, query_only.  base_url fills stored records.
 * VT_E_UNAVAILABLE when there is no catalogue yet; VT_E_CONFLICT when a newer
 * program wrote it. */
vt_err	vt_catalog_open(const char *data_dir, const char *base_url,
	    struct vt_catalog **c_r) VT_MUST_CHECK;
void	vt_catalog_close(struct vt_catalog **c);
/* If it is the last to close, it leaves no catalog.db-wal and catalog.db-shm behind.  For
 * commands: a sandboxed worker may not write them. */
void	vt_catalog_tidies(struct vt_catalog *c);
/* Whether its objects can be narrowed down by what an older program made of them, until
 * the next time that it is written. */
vt_err	vt_catalog_has_old_facets(struct vt_catalog *c, bool *has_r) VT_MUST_CHECK;
/* One read transaction around a request, so that all its reads see one
 * generation. */
vt_err	vt_catalog_begin(struct vt_catalog *c) VT_MUST_CHECK;
void	vt_catalog_end(struct vt_catalog *c);
/* For this transaction stored records are filled with another base_url; borrowed
 * until vt_catalog_end(). */
void	vt_catalog_base_url(struct vt_catalog *c, struct vt_str base_url);
/* The time from which on what was answered since vt_catalog_begin() may be another,
 * though nothing is written: the end of the next embargo, where text was searched.
 * 0: it holds as long as the generation does. */
int64_t	vt_catalog_holds_until(const struct vt_catalog *c);

/* The generation with a name for what the catalogue holds: the same in a copy
 * of it, another one after any change to either, whatever the generations are. */
#define VT_CATALOG_STATE_LEN	16
struct vt_catalog_state {
	int64_t		generation;
	uint8_t		name[VT_CATALOG_STATE_LEN];
};
vt_err	vt_catalog_state(struct vt_catalog *c, struct vt_catalog_state *state_r) VT_MUST_CHECK;

/* A living object, as one of many. */
struct vt_catalog_identifier {
	int64_t			rowid;
	struct vt_str		identifier;
};
struct vt_catalog_each {
	int64_t			after;		/* a rowid; 0: at the start */
	size_t			room;		/* of the list */
	int64_t			embargo_until;	/* only those whose embargo ended by then; 0: all */
};
/* The next ones, in the order of rowids. */
vt_err	vt_catalog_identifiers(struct vt_catalog *c, struct vt_arena *a,
	    const struct vt_catalog_each *each, struct vt_catalog_identifier *list,
	    size_t *count_r) VT_MUST_CHECK;
/* A record as it is stored, VT_RECORD_BASE in it, or why it is withheld; *is_live_r
 * false with an empty withheld_r: it is deleted.  VT_E_NOTFOUND: there is none. */
vt_err	vt_catalog_record_stored(struct vt_catalog *c, struct vt_arena *a, int64_t object,
	    struct vt_str format, bool *is_live_r, struct vt_str *xml_r,
	    struct vt_str *withheld_r) VT_MUST_CHECK;
/* Whether another living object stands under the same title in a Lithuanian index. */
vt_err	vt_catalog_shares_title(struct vt_catalog *c, int64_t object, bool *shares_r)
	    VT_MUST_CHECK;
/* How many records a format has: given out, withheld, deleted. */
vt_err	vt_catalog_record_states(struct vt_catalog *c, struct vt_str format,
	    int64_t counts_r[3]) VT_MUST_CHECK;

#endif
