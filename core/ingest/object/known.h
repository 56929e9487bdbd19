/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is known of institutions when a run begins: from the package.yaml files of
 * its sources, else from the catalogue.  A source that names only a code (a table's
 * column, --institution, a record) takes name, address and logo from here, and with
 * the name its edm record.  Filled before the threads begin, then only read: so
 * what an object becomes does not depend on which thread was quicker.
 */
#ifndef VT_INGEST_KNOWN_H
#define VT_INGEST_KNOWN_H

#include "api/catalog.h"

struct vt_known;

vt_err	vt_known_open(struct vt_known **k_r) VT_MUST_CHECK;
void	vt_known_free(struct vt_known **k);
/* The first that has a name stands; one without is no news.  Borrowed until
 * vt_known_free(). */
vt_err	vt_known_put(struct vt_known *k, const struct vt_institution *i) VT_MUST_CHECK;
/* All institutions of the catalogue; copied. */
vt_err	vt_known_catalog(struct vt_known *k, struct vt_catalog *c) VT_MUST_CHECK;
/* Fills what *i leaves empty, by its code.  True when its name came from here. */
bool	vt_known_fill(const struct vt_known *k, struct vt_institution *i);
/* Whether it has a name; one that is the code again only stands in a name's place. */
bool	vt_known_has_name(const struct vt_institution *i);

#endif
