/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Names of files in the place of addresses.  Pages lie in a folder for each text, the cover
 * of the main one beside them; so a page is at most one folder deep.
 */
#include "exh_offline.h"

/* --- pages --------------------------------------------------------------------------------- */

/* 0: there is no such step. */
static size_t
exh_offline_step(const struct exh_exhibition *x, struct vt_str id)
{
	for (size_t i = 0; i < x->step_count; i++)
		if (vt_str_eq(x->steps[i].id, id))
			return (i + 1);
	return (0);
}

struct vt_str
exh_offline_page(const struct exh_offline *o, struct vt_arena *a, enum exh_version v,
    struct vt_str path)
{
	struct vt_str	steps = VT_STR("/steps/"), id;
	size_t		number;

	if (!o->has[v])
		v = o->main;
	if (path.len == 0)
		return (v == o->main ? VT_STR("index.html") :
		    vt_str_printf(a, "%s/index.html", exh_version_name(v)));
	if (vt_str_eq_c(path, "/all"))
		return (vt_str_printf(a, "%s/all.html", exh_version_name(v)));
	if (!vt_str_starts(path, steps))
		return (VT_STR_NONE);
	id = vt_str_sub(path, steps.len, path.len);
	if ((number = exh_offline_step(o->served->x, id)) == 0)
		return (VT_STR_NONE);
	return (vt_str_printf(a, "%s/%02zu-%.*s.html", exh_version_name(v), number,
	    VT_STR_ARG(id)));
}

struct vt_str
exh_offline_path(const struct exh_call *c, struct vt_str path)
{
	ptrdiff_t	at = vt_str_find(path, VT_STR("#"));
	size_t		end = at < 0 ? path.len : (size_t)at;
	struct vt_str	page = exh_offline_page(c->offline, c->arena, c->version,
			    vt_str_sub(path, 0, end));

	if (page.len == 0)
		return (VT_STR_NONE);
	return (vt_str_printf(c->arena, "%s%.*s%.*s", c->offline->root, VT_STR_ARG(page),
	    VT_STR_ARG(vt_str_sub(path, end, path.len))));
}

/* --- pictures -------------------------------------------------------------------------------- */

const struct exh_offline_picture *
exh_offline_of(const struct exh_offline *o, const struct exh_picture *p)
{
	for (size_t i = 0; i < o->picture_count; i++)
		if (o->pictures[i].picture == p && o->pictures[i].shown.w > 0)
			return (&o->pictures[i]);
	return (NULL);
}

struct vt_str
exh_offline_picture_name(struct vt_arena *a, size_t number)
{
	return (vt_str_printf(a, "pictures/%03zu.jpg", number));
}

static bool
exh_offline_is_same(const struct exh_shown *a, const struct exh_shown *b)
{
	return (a->page.rowid == b->page.rowid && a->x == b->x && a->y == b->y && a->w == b->w &&
	    a->h == b->h);
}

struct vt_str
exh_offline_picture(const struct exh_call *c, const struct exh_shown *s, int64_t width,
    int64_t *w_r, int64_t *h_r)
{
	const struct exh_offline	*o = c->offline;

	(void)exh_picture_url(c->req, s, width, w_r, h_r);
	for (size_t i = 0; i < o->picture_count; i++)
		if (o->pictures[i].shown.w > 0 && exh_offline_is_same(&o->pictures[i].shown, s))
			return (vt_str_printf(c->arena, "%s%.*s", o->root,
			    VT_STR_ARG(exh_offline_picture_name(c->arena, i + 1))));
	return (VT_STR_NONE);
}

/* --- sounds and films ------------------------------------------------------------------------- */

/* Where it is served. */
static struct vt_str
exh_offline_elsewhere(const struct exh_call *c, struct vt_str object, struct vt_str file)
{
	struct vt_str	values[] = { object, file };
	const char	*path;

	if (object.len > 0)
		return (vt_link(c->req, "files.file", values, 2));
	path = vt_str_c(c->arena, vt_str_printf(c->arena, "/media/%.*s", VT_STR_ARG(file)));
	return (path != NULL ? exh_id(c->offline->served, path) : VT_STR_NONE);
}

struct vt_str
exh_offline_media(const struct exh_call *c, struct vt_str object, struct vt_str file)
{
	const struct exh_offline	*o = c->offline;

	for (size_t i = 0; i < o->file_count; i++)
		if (o->files[i].is_in && vt_str_eq(o->files[i].object, object) &&
		    vt_str_eq(o->files[i].file, file))
			return (vt_str_printf(c->arena, "%s%.*s", o->root,
			    VT_STR_ARG(o->files[i].name)));
	return (exh_offline_elsewhere(c, object, file));
}
