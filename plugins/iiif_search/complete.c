/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Completing what is typed: words of the object, the commonest first.  What is asked
 * is one string, so that with a space in it no word begins so.
 */
#include "search.h"

vt_err
search_complete(struct search_call *c, struct vt_term **terms_r, size_t *count_r)
{
	struct vt_str	least;
	int64_t		min = 1;
	vt_err		err;

	if ((err = search_load(c)) != VT_OK)
		return (err);
	if (vt_request_arg(c->req, "min", &least) && least.len > 0 &&
	    !vt_str_to_int(least, 1, INT32_MAX, &min))
		return (vt_fail(VT_E_BADARG, "min must be a number from 1"));
	if (!search_is_wanted(c))
		return (VT_OK);
	return (vt_catalog_terms(c->catalog, c->arena, c->object.rowid, c->q.words, min,
	    (size_t)c->conf->terms, terms_r, count_r));
}
