/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The measures of a year: use from usage.db, objects from the catalogue.  An object
 * is digitised when its file is there, its metadata are there, the two are linked,
 * and it is published: it has a title, a page with an image, and is open.
 */
#include <time.h>

#include "yearly.h"

#define YEARLY_PAGE	500	/* objects read at once */
#define YEARLY_MEMORY	(256u << 20)	/* for those */

/* The place of an institution; the last one takes all that there is no room for. */
static size_t
yearly_institution(struct yearly *y, struct vt_str code)
{
	struct vt_institution	institution;
	size_t			i;

	for (i = 0; i < y->count; i++)
		if (vt_str_eq(y->institutions[i].code, code))
			return (i);
	if (y->count == YEARLY_INSTITUTIONS_MAX)
		return (y->count - 1);
	y->institutions[i].code = vt_str_dup(y->arena, code);
	/* Lists of records that were harvested are of no institution. */
	y->institutions[i].name = code.len > 0 ? y->institutions[i].code : VT_STR("nepriskirta");
	if (vt_catalog_institution(y->catalog, y->arena, code, &institution) == VT_OK)
		y->institutions[i].name = vt_labels_get(&institution.names, "lt");
	return (y->count++);
}

static void
yearly_add(struct yearly *y, size_t institution, enum yearly_measure m, int64_t n)
{
	y->institutions[institution].n[m] += n;
	y->total[m] += n;
}

static void
yearly_tell(struct yearly *y, struct vt_str institution, struct vt_str object, struct vt_str title,
    enum yearly_measure m, int64_t n)
{
	if (y->each != NULL && y->wanted == m && n > 0)
		y->each(y->each_arg, institution, object, title, n);
}

/* --- use -------------------------------------------------------------------------------- */

/* Harvests are by programs, all else by people. */
static vt_err
yearly_use(struct yearly *y)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(y->db, "SELECT institution, identifier, title,"
			    " sum(iif(class = 'p', total_investigations, 0)),"
			    " sum(iif(class = 'p', unique_investigations, 0)),"
			    " sum(iif(class = 'p', total_requests, 0)),"
			    " sum(iif(class = 'p', unique_requests, 0)),"
			    " sum(iif(class = 'p', pages, 0)), sum(iif(class = 'p', downloads, 0)),"
			    " sum(iif(class = 'p', thumbnails, 0)), sum(harvests)"
			    " FROM use JOIN item ON item.id = use.item WHERE month BETWEEN ?1 AND ?2"
			    " GROUP BY item ORDER BY identifier", &s);

	if (err == VT_OK) {
		(void)sqlite3_bind_int64(s, 1, y->year * 100 + 1);
		(void)sqlite3_bind_int64(s, 2, y->year * 100 + 12);
	}
	while (err == VT_OK && (err = analytics_db_next(y->db, s)) == VT_OK) {
		struct vt_str code = analytics_db_column(s, 0), object = analytics_db_column(s, 1);
		size_t at = yearly_institution(y, code);

		for (int m = 0; m < YEARLY_OF_USE; m++) {
			int64_t n = sqlite3_column_int64(s, 3 + m);

			yearly_add(y, at, (enum yearly_measure)m, n);
			yearly_tell(y, code, object, analytics_db_column(s, 2),
			    (enum yearly_measure)m, n);
		}
	}
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
yearly_counts(struct yearly *y)
{
	sqlite3_stmt	*s;
	vt_err		 err = analytics_db_prepare(y->db, "SELECT"
			    " ifnull(sum(iif(name = 'visit' AND key = 'outside', n, 0)), 0),"
			    " ifnull(sum(iif(name = 'visit' AND key = 'inside', n, 0)), 0),"
			    " ifnull(sum(iif(name = 'search', n, 0)), 0) FROM count"
			    " WHERE day BETWEEN ?1 AND ?2 AND class = 'p'", &s);

	if (err == VT_OK) {
		(void)sqlite3_bind_int64(s, 1, y->year * 10000);
		(void)sqlite3_bind_int64(s, 2, y->year * 10000 + 9999);
		err = analytics_db_next(y->db, s);
	}
	for (int i = 0; i < YEARLY_MEASURES - YEARLY_OF_PLATFORM && err == VT_OK; i++)
		y->total[YEARLY_OF_PLATFORM + i] = sqlite3_column_int64(s, i);
	(void)sqlite3_finalize(s);
	return (err);
}

/* --- objects -------------------------------------------------------------------------------- */

int64_t
yearly_year_of(int64_t t)
{
	time_t		time = (time_t)t;
	struct tm	tm;

	(void)localtime_r(&time, &tm);
	return (tm.tm_year + 1900);
}

vt_err
yearly_has_begun(int64_t year)
{
	return (year <= yearly_year_of(vt_time_now()) ? VT_OK : vt_fail(VT_E_BADARG,
	    "the year %lld has not begun: there is nothing to report of it", (long long)year));
}

bool
yearly_is_digitised(const struct vt_object *o)
{
	bool	is_open = o->access == VT_ACCESS_OPEN ||
		    (o->access == VT_ACCESS_EMBARGO && o->embargo_until <= vt_time_now());

	return (is_open && o->page_count > 0 && o->thumbnail.len > 0 &&
	    vt_description_title(&o->description, "lt").len > 0);
}

static vt_err
yearly_object(void *arg, struct vt_arena *a, const struct vt_object *o)
{
	struct yearly	*y = arg;
	bool		is_digitised = yearly_is_digitised(o);
	int64_t		year = yearly_year_of(o->created), pages = is_digitised ? o->page_count : 0;
	bool		is_new = year == y->year;
	struct vt_str	title = vt_description_title(&o->description, "lt");
	size_t		at = yearly_institution(y, o->institution);
	const int64_t	n[YEARLY_OF_PLATFORM - YEARLY_OF_USE] = { 1, is_new, is_digitised,
		    is_digitised && is_new, pages, is_new ? pages : 0, o->rights.len > 0 };

	(void)a;
	if (year > y->year)
		return (VT_OK);		/* it was not there yet */
	for (int i = 0; i < YEARLY_OF_PLATFORM - YEARLY_OF_USE; i++) {
		enum yearly_measure m = (enum yearly_measure)(YEARLY_OF_USE + i);

		yearly_add(y, at, m, n[i]);
		yearly_tell(y, o->institution, o->identifier, title, m, n[i]);
	}
	return (VT_OK);
}

vt_err
yearly_each_object(struct vt_catalog *catalog,
    vt_err (*each)(void *arg, struct vt_arena *a, const struct vt_object *o), void *arg)
{
	struct vt_search	q = { .kind = -1, .order = VT_ORDER_TITLE, .limit = YEARLY_PAGE };
	struct vt_object	*list;
	struct vt_arena		*a;
	int64_t			 total;
	size_t			 count = 1;
	vt_err			 err = VT_OK;

	while (err == VT_OK && count > 0) {
		a = vt_arena_new(YEARLY_MEMORY);
		err = vt_catalog_search(catalog, a, &q, &list, &count, &total);
		for (size_t i = 0; err == VT_OK && i < count; i++)
			err = each(arg, a, &list[i]);
		q.offset += count;
		vt_arena_free(&a);
	}
	return (err);
}

vt_err
yearly_read(struct yearly *y)
{
	vt_err	err = yearly_each_object(y->catalog, yearly_object, y);

	if (err == VT_OK && y->db != NULL)
		err = yearly_use(y);
	if (err == VT_OK && y->db != NULL)
		err = yearly_counts(y);
	return (err);
}
