/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The list of changes as harvesters of manifests read it: by place, equally fast at any
 * depth.  Embargoes that have ended since the last stamp stand behind what is written,
 * at the places where the next writer will note them.
 */
#include "catalog/changes.h"
#include "catalog/store.h"

#define VT_ACTIVITY_EARLIER(t, than) ((than) == 0 || ((t) != 0 && (t) < (than)))

/* The value, or 0 where there is no row. */
static vt_err
vt_read_or_none(struct vt_db *db, int64_t *value_r, const char *sql, const struct vt_bind *binds,
		size_t count)
{
	vt_err err = vt_db_int(db, value_r, sql, binds, count);

	if (err == VT_E_END) {
		*value_r = 0;
		err = VT_OK;
	}
	return (err);
}

static vt_err
vt_read_kept(struct vt_catalog *c, int64_t until, int64_t *kept_r)
{
	return (vt_read_or_none(&c->db, kept_r,
				"SELECT place FROM change WHERE place IS NOT NULL AND time <= ?1 "
				"ORDER BY place DESC LIMIT 1",
				VT_BINDS(VT_INT(until))));
}

/* The time of the next one behind until, as far as it is known. */
static vt_err
vt_read_next_activity(struct vt_catalog *c, int64_t until, int64_t kept, int64_t *next_r)
{
	int64_t next, end;
	vt_err err = vt_read_or_none(&c->db, &next,
				     "SELECT time FROM change WHERE place > ?1 ORDER BY place LIMIT 1",
				     VT_BINDS(VT_INT(kept)));

	if (err == VT_OK)
		err = vt_read_or_none(&c->db, &end,
				      "SELECT o.embargo_until " VT_CHANGE_SQL_ENDED("9223372036854775807")
				      "AND o.embargo_until > ?1 " VT_CHANGE_SQL_ENDED_ORDER " LIMIT 1",
				      VT_BINDS(VT_INT(until)));
	if (err == VT_OK)
		*next_r = VT_ACTIVITY_EARLIER(end, next) ? end : next;
	return (err);
}

static vt_err
vt_read_span(struct vt_catalog *c, int64_t until, struct vt_activity_span *s)
{
	int64_t ended = 0;
	vt_err err = vt_read_kept(c, until, &s->kept);

	if (err == VT_OK)
		err = vt_db_int(&c->db, &ended, "SELECT count(*) " VT_CHANGE_SQL_ENDED("?1"),
				VT_BINDS(VT_INT(until)));
	s->count = s->kept + ended;
	return (err == VT_OK ? vt_read_next_activity(c, until, s->kept, &s->next) : err);
}

vt_err
vt_catalog_activity_span(struct vt_catalog *c, int64_t until, struct vt_activity_span *span_r)
{
	struct vt_activity_span s = { .count = 0 };
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_read_span(c, until, &s);
	vt_catalog_end(c);
	if (err == VT_OK)
		*span_r = s;
	return (err);
}

/* Reads rows of (place, time, activity, kind, identifier) into the list. */
static vt_err
vt_read_activity_rows(struct vt_catalog *c, struct vt_row *row, struct vt_list *list)
{
	vt_err err;

	while ((err = vt_db_next(&c->db, row->st)) == VT_OK) {
		struct vt_activity *v = vt_list_add(row->a, list, sizeof(*v));

		if (v == NULL) {
			err = VT_E_LIMIT;
			break;
		}
		*v = (struct vt_activity){
			.place = vt_row_int(row, 0),
			.time = vt_row_int(row, 1),
			.type = (enum vt_activity_type)vt_row_int(row, 2),
			.has_opened = vt_row_int(row, 3) == VT_CHANGE_OPENED,
			.identifier = vt_row_str(row, 4),
		};
	}
	vt_db_done(row->st);
	if (err != VT_E_END)
		return (err);
	return (row->is_short ? VT_E_LIMIT : VT_OK);
}

static vt_err
vt_read_kept_activities(struct vt_catalog *c, struct vt_arena *a, const struct vt_activity_query *q,
			struct vt_list *list)
{
	struct vt_row row = { .a = a };
	vt_err err = vt_db_query(&c->db, &row.st,
				 "SELECT n.place, n.time, n.activity, n.kind, o.identifier "
				 "FROM change n CROSS JOIN object o ON o.id = n.object "
				 "WHERE n.place > ?1 AND n.time <= ?2 ORDER BY n.place LIMIT ?3",
				 VT_BINDS(VT_INT(q->after), VT_INT(q->until),
					  VT_INT((int64_t)q->limit)));

	return (err == VT_OK ? vt_read_activity_rows(c, &row, list) : err);
}

/* Behind the kept ones, whose last place is ?4. */
static vt_err
vt_read_ended(struct vt_catalog *c, struct vt_arena *a, const struct vt_activity_query *q,
	      int64_t kept, struct vt_list *list)
{
	struct vt_row row = { .a = a };
	int64_t past = q->after > kept ? q->after - kept : 0;
	vt_err err = vt_db_query(
	    &c->db, &row.st,
	    "SELECT ?4 + row_number() OVER (" VT_CHANGE_SQL_ENDED_ORDER "), o.embargo_until, ?5, "
	    "?6, o.identifier " VT_CHANGE_SQL_ENDED("?1") VT_CHANGE_SQL_ENDED_ORDER
	    " LIMIT ?2 OFFSET ?3",
	    VT_BINDS(VT_INT(q->until), VT_INT((int64_t)(q->limit - list->count)), VT_INT(past),
		     VT_INT(kept), VT_INT(VT_ACTIVITY_UPDATE), VT_INT(VT_CHANGE_OPENED)));

	return (err == VT_OK ? vt_read_activity_rows(c, &row, list) : err);
}

vt_err
vt_catalog_activities(struct vt_catalog *c, struct vt_arena *a, const struct vt_activity_query *q,
		      struct vt_activity **list_r, size_t *count_r)
{
	struct vt_list list = { NULL, 0, 0 };
	int64_t kept = 0;
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	err = vt_read_kept(c, q->until, &kept);
	if (err == VT_OK)
		err = vt_read_kept_activities(c, a, q, &list);
	if (err == VT_OK && list.count < q->limit)
		err = vt_read_ended(c, a, q, kept, &list);
	vt_catalog_end(c);
	if (err != VT_OK)
		return (err);
	*list_r = list.items;
	*count_r = list.count;
	return (VT_OK);
}
