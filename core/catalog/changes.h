/* SPDX-License-Identifier: Apache-2.0 */
/* Which objects have a manifest, and which embargoes have ended unnoted: the same in
 * what is written of them and in what is read.  Only for core/catalog. */
#ifndef VT_CATALOG_CHANGES_H
#define VT_CATALOG_CHANGES_H

/* About a row of table object, alias o: it has pages, or a file that can be shown or
 * played. */
#define VT_CHANGE_SQL_MANIFEST							\
	"o.is_deleted = 0 AND (o.page_count > 0 OR EXISTS (SELECT 1 FROM file f "	\
	"WHERE f.object = o.id AND substr(f.media_type, -3) <> 'xml'))"

/* Objects with a manifest whose embargo ended behind the last stamp: up to that, all are
 * in the list.  By the index on embargoes, for it is asked with every commit; until is
 * SQL. */
#define VT_CHANGE_SQL_ENDED(until)						\
	"FROM object o INDEXED BY object_embargo WHERE o.access = 1 AND o.is_deleted = 0 " \
	"AND o.embargo_until > (SELECT datestamp FROM meta) AND o.embargo_until <= " until \
	" AND " VT_CHANGE_SQL_MANIFEST " "
#define VT_CHANGE_SQL_ENDED_ORDER "ORDER BY o.embargo_until, o.id"

/* The last place taken. */
#define VT_CHANGE_SQL_LAST							\
	"(SELECT coalesce(max(place), 0) FROM change WHERE place IS NOT NULL)"

#define VT_CHANGE_OPENED	4	/* kind, beside enum vt_change */

#endif
