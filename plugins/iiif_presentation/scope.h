/* SPDX-License-Identifier: Apache-2.0 */
/* Which collection an address means; between scope.c and collection*.c. */
#ifndef PRESENTATION_SCOPE_H
#define PRESENTATION_SCOPE_H

#include "presentation.h"

enum presentation_scope_kind {
	PRESENTATION_IS_ROOT, PRESENTATION_IS_INSTITUTION, PRESENTATION_IS_COLLECTION,
	PRESENTATION_IS_SERIALS, PRESENTATION_IS_SERIAL, PRESENTATION_IS_YEAR,
	PRESENTATION_IS_SEARCH
};
struct presentation_scope {
	enum presentation_scope_kind kind;
	struct vt_str		spec;
	int64_t			page;		/* a part of it; 0: itself */
	struct vt_labels	names, descriptions;
	const char		*message;	/* its label where it has no names */
	struct vt_search	q;		/* its objects */
	struct vt_str		query;		/* of the address, of what is searched for: "q=…" */
	int64_t			rowid;		/* of a collection; 0: of anything else */
	struct vt_serial	serial;
	int64_t			year, issue_count;
	struct vt_str		above;		/* spec of the one above */
	struct vt_labels	above_names;
	const char		*above_message;	/* where that has no names */
};

/* That of the route's {spec} and of ?page; VT_E_NOTFOUND, VT_E_BADARG. */
vt_err	presentation_scope(struct presentation_call *c, struct presentation_scope *s_r)
	    VT_MUST_CHECK;
struct vt_str presentation_scope_id(struct presentation_call *c,
	    const struct presentation_scope *s);

/* Its objects, or its parts where it has very many of them. */
vt_err	presentation_members(struct presentation_call *c, struct presentation_scope *s)
	    VT_MUST_CHECK;

/* What stands for a collection: an issue of a serial, of any year where year is 0; else an
 * object that q finds. */
struct presentation_stand {
	int64_t			serial, year;
	struct vt_search	q;
};
#define PRESENTATION_PICTURES_MAX	50	/* of an answer; further collections go without */
/* "thumbnail" of it, or nothing where none may be seen. */
vt_err	presentation_collection_picture(struct presentation_call *c,
	    const struct presentation_stand *stand) VT_MUST_CHECK;
/* That of one object; false: nothing was written. */
bool	presentation_object_picture(struct presentation_call *c, struct vt_arena *a,
	    const struct vt_object *object);

#endif
