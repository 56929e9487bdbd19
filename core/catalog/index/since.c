/* SPDX-License-Identifier: Apache-2.0 */
/* States of the catalogue, compared by its list of changes (since.h). */
#include "catalog/index/since.h"

#include <stdlib.h>

#include "api/buf.h"

/* The path, the trace that vt_since_all() leaves, and by which rules facets and index
 * were made. */
static vt_err
vt_since_of(const struct vt_db *db, const struct vt_row *row, struct vt_str *of_r)
{
	struct vt_buf of;
	vt_err err;
	char *p;

	vt_buf_init(&of, 0);
	vt_buf_printf(&of, "%s\n%lld %lld %.*s", db->path, (long long)vt_row_int(row, 1),
		      (long long)vt_row_int(row, 2), VT_STR_ARG(vt_row_peek(row, 3)));
	err = vt_buf_error(&of);
	p = err == VT_OK ? malloc(of.len) : NULL;
	if (p != NULL)
		memcpy(p, of.p, of.len);
	*of_r = (struct vt_str){ p, p != NULL ? of.len : 0 };
	vt_buf_fini(&of);
	return (p != NULL ? VT_OK : VT_E_NOMEM);
}

vt_err
vt_since_read(struct vt_db *db, struct vt_since *s_r)
{
	struct vt_row row = { 0 };
	struct vt_str state;
	vt_err err = vt_db_row(db, &row,
			       "SELECT m.state, r.rowid, r.version, m.search_rules, c.id, c.time, "
			       "c.object, (SELECT coalesce(max(id), 0) FROM object) "
			       "FROM meta m, facet_rules r "
			       "LEFT JOIN change c ON c.id = (SELECT max(id) FROM change)",
			       NULL, 0);

	*s_r = (struct vt_since){ .change = 0 };
	state = err == VT_OK ? vt_row_peek(&row, 0) : VT_STR_NONE;
	if (err == VT_OK && state.len == sizeof(s_r->state)) {
		memcpy(s_r->state, state.p, state.len);
		s_r->change = vt_row_int(&row, 4);
		s_r->time = vt_row_int(&row, 5);
		s_r->object = vt_row_int(&row, 6);
		s_r->last = vt_row_int(&row, 7);
		err = vt_since_of(db, &row, &s_r->of);
	} else if (err == VT_OK || err == VT_E_END) {
		err = vt_fail(VT_E_FORMAT, "%s does not say which state it is in", db->path);
	}
	vt_db_done(row.st);
	return (err);
}

void
vt_since_fini(struct vt_since *s)
{
	free((void *)(uintptr_t)s->of.p);
	*s = (struct vt_since){ .change = 0 };
}

bool
vt_since_is(const struct vt_since *a, const struct vt_since *b)
{
	return (memcmp(a->state, b->state, sizeof(a->state)) == 0 && vt_str_eq(a->of, b->of));
}

bool
vt_since_is_past(const struct vt_since *now, const struct vt_since *than)
{
	return (vt_str_eq(now->of, than->of) && now->change < than->change);
}

/* The list is only added to: so a catalogue of which before was a state has its last line. */
static bool
vt_since_has(struct vt_db *db, const struct vt_since *before)
{
	int64_t one = 0;

	return (before->change == 0 ||
		vt_db_int(db, &one,
			  "SELECT 1 FROM change WHERE id = ?1 AND time = ?2 AND object = ?3",
			  VT_BINDS(VT_INT(before->change), VT_INT(before->time),
				   VT_INT(before->object))) == VT_OK);
}

bool
vt_since_objects(struct vt_db *db, const struct vt_since *before, const struct vt_since *now,
		 struct vt_gathered *ids)
{
	struct vt_row row = { 0 };
	vt_err err;

	if (!vt_str_eq(before->of, now->of) || before->change > now->change ||
	    now->change - before->change > VT_SINCE_OBJECTS_MAX || !vt_since_has(db, before) ||
	    vt_db_query(db, &row.st,
			"SELECT DISTINCT object FROM change WHERE id > ?1 ORDER BY object",
			VT_BINDS(VT_INT(before->change))) != VT_OK)
		return (false);
	while ((err = vt_db_next(db, row.st)) == VT_OK) {
		int64_t *id = vt_gathered_add(ids, sizeof(*id));

		if (id == NULL)
			break;
		*id = vt_row_int(&row, 0);
	}
	vt_db_done(row.st);
	return (err == VT_E_END);
}

vt_err
vt_since_all(struct vt_db *db)
{
	return (vt_db_run(db, "UPDATE facet_rules SET rowid = rowid + 1", NULL, 0));
}
