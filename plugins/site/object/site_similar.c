/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some objects like the one that is shown, as cards below it.
 */
#include "site.h"

#define SITE_SIMILAR	6			/* cards: a row of a wide screen */
#define SITE_SIMILAR_BYTES (64 * 1024 * 1024)	/* descriptions of these, while they are read */

static void
site_similar_release(void *arg)
{
	struct vt_arena	*a = arg;

	vt_arena_free(&a);
}

/* Their descriptions may be long and are not wanted further: they are kept beside the
 * memory of the request, which only the cards are taken from. */
vt_err
site_similar(struct site_call *c, const struct vt_object *object)
{
	struct vt_arena		*a = vt_arena_new(SITE_SIMILAR_BYTES);
	struct vt_value		*cards = vt_value_list(c->arena);
	struct vt_object	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_defer(c->arena, site_similar_release, a)) != VT_OK ||
	    (err = vt_catalog_similar(c->catalog, a, object, SITE_SIMILAR, &list, &count)) != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		vt_value_add(cards, site_card(c, &list[i]));
	vt_value_set(c->data, "similar", cards);
	vt_value_set_bool(c->data, "has_similar", count > 0);
	return (VT_OK);
}
