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

#endif
