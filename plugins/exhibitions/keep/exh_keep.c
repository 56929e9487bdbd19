/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The exhibitions that a request may see: each as it is now (exh_kept.c), if it is open to
 * everybody or the request has a mark of a preview.
 */
#include <stdlib.h>
#include <unistd.h>

#include "exh_folder.h"
#include "exh_keep.h"

/* --- lending -------------------------------------------------------------------------- */

static bool
exh_is_published(const char *folder)
{
	struct stat	st;
	int		fd;

	if (exh_file_open(folder, VT_STR("published"), &fd, &st) != VT_OK)
		return (false);
	(void)close(fd);
	return (true);
}

/* What cannot be read any more stays as it was before, but not for longer than it is open. */
static bool
exh_given_is_published(const struct exh_given *given, const char *folder)
{
	bool	was_open = given->copy == NULL || given->x->opened != 0;

	return (was_open && (given->err == VT_OK || exh_is_published(folder)));
}

/* Borrowed for the request's life, or an error. */
static vt_err
exh_kept_lend(struct vt_request *req, struct vt_str slug, struct exh_given *given_r)
{
	const struct exh_state	*state = vt_request_state(req);
	struct vt_arena		*a = vt_request_arena(req);
	struct vt_str		 folder;
	vt_err			 err;

	if (!exh_is_slug(slug))
		return (exh_keep_none(slug));
	folder = vt_str_printf(a, "%s/%.*s", state->conf->dir, VT_STR_ARG(slug));
	if (folder.p == NULL)
		return (VT_E_LIMIT);
	given_r->copy = NULL;
	err = exh_kept_get(state, folder, slug, given_r);
	given_r->is_published = err == VT_OK && exh_given_is_published(given_r, folder.p);
	if (given_r->copy == NULL)
		return (err);
	if (err != VT_OK) {
		exh_copy_unref(given_r->copy);
		return (err);
	}
	return (vt_defer(a, exh_copy_unref, given_r->copy));
}

/* --- for handlers ------------------------------------------------------------------- */

/* Who previews is to know what is wrong now, all others have what was there before. */
vt_err
exh_open(struct vt_request *req, struct vt_str slug, const struct exh_exhibition **x_r)
{
	struct exh_given	given;
	bool			is_preview = exh_preview_query(req).len > 0;
	vt_err			err = exh_kept_lend(req, slug, &given);

	if (err != VT_OK)
		return (err);
	if (is_preview && given.err != VT_OK)
		return (vt_fail(VT_E_CONFLICT, "%s", given.complaint));
	if (given.copy == NULL && given.is_published)
		return (vt_fail(VT_E_UNAVAILABLE, "the exhibition '%.*s' cannot be read just now",
		    VT_STR_ARG(slug)));
	if (given.copy == NULL || (!given.is_published && !is_preview))
		return (exh_keep_none(slug));
	*x_r = given.x;
	return (VT_OK);
}

static int
exh_newest_first(const void *a, const void *b)
{
	const struct exh_exhibition	*one = *(const struct exh_exhibition *const *)a;
	const struct exh_exhibition	*two = *(const struct exh_exhibition *const *)b;

	if (one->opened != two->opened)
		return (one->opened < two->opened ? 1 : -1);
	return (vt_str_cmp(one->slug, two->slug));
}

vt_err
exh_open_all(struct vt_request *req, const struct exh_exhibition *const **list_r, size_t *count_r)
{
	const struct exh_state		 *state = vt_request_state(req);
	struct vt_arena			 *a = vt_request_arena(req);
	const struct exh_exhibition	**list;
	struct vt_str			 *slugs;
	size_t				  slug_count, count = 0;
	vt_err				  err = exh_slugs(a, state->conf->dir, &slugs, &slug_count);

	if (err != VT_OK)
		return (err);
	if ((list = vt_arena_array(a, slug_count + 1, sizeof(*list))) == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < slug_count; i++) {
		struct exh_given	given;

		err = exh_kept_lend(req, slugs[i], &given);
		if (err == VT_OK && given.copy != NULL && given.is_published)
			list[count++] = given.x;
		else if (err != VT_OK && err != VT_E_NOTFOUND)
			return (err);
	}
	qsort(list, count, sizeof(*list), exh_newest_first);
	*list_r = list;
	*count_r = count;
	return (VT_OK);
}
