/* SPDX-License-Identifier: Apache-2.0 */
/* What an access policy means: one rule, in C and in SQL, for all surfaces. */
#ifndef VT_CATALOG_ACCESS_H
#define VT_CATALOG_ACCESS_H

#include "api/catalog.h"

/* May anybody have the images and the text?  An embargo without an end has not
 * ended. */
bool	vt_access_is_open(enum vt_access_policy access, int64_t embargo_until, int64_t now);

/* The same about a row of table object, alias o; now is SQL. */
#define VT_ACCESS_SQL_OPEN(now)							\
	"(o.access = 0 OR (o.access = 1 AND o.embargo_until > 0 AND o.embargo_until <= " now "))"

#endif
