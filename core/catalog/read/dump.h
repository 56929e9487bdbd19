/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole content of a catalogue as text, in one order, so that two can be
 * compared: without rowids, times, datestamps, generation, the list of changes
 * and absolute paths.  Two catalogues with the same content give the same bytes,
 * whatever way they came to it.  For tests and for people who compare.
 */
#ifndef VT_CATALOG_DUMP_H
#define VT_CATALOG_DUMP_H

#include "api/buf.h"
#include "catalog/reader.h"

/* One line a fact: its table, then its values parted by tabs, with tab, line
 * end, backslash and control characters as \t, \n, \\, \xNN. */
vt_err	vt_catalog_dump(struct vt_catalog *c, struct vt_buf *out) VT_MUST_CHECK;

#endif
