/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding in one object, on its page and without scripts: where in its text the words
 * stand, by page and with the words around them; and on the open page their boxes,
 * drawn over its image, and what they say for whoever does not see it.
 */
#include "site.h"

#define SITE_FIND_PLACES	2000	/* that are gone through */
#define SITE_FIND_BOXES		500	/* places of the open page that are shown */
#define SITE_FIND_MEMORY	(32u * 1024 * 1024)	/* of one search */

struct site_find {
	struct site_call	*c;
	struct vt_arena		*arena;	/* of what was found */
	const struct vt_object	*object;
	const struct vt_page	*pages;
	struct vt_text_hit	*hits;
	size_t			 hit_count;
	int64_t			 total;
};

static void
site_find_release(void *arg)
{
	struct vt_arena	*a = arg;

	vt_arena_free(&a);
}

/* number: of the page; 0: all of them. */
static vt_err
site_find_hits(struct site_find *f, int64_t number, size_t limit)
{
	struct vt_range_part	part = { .page = number };
	struct vt_text_search	q = { .words = f->c->find, .object = f->object->rowid,
		.parts = &part, .part_count = number > 0, .limit = limit, .is_kindly = true };

	return (vt_catalog_text_search(f->c->catalog, f->arena, &q, &f->hits, &f->hit_count,
	    &f->total));
}

static void
site_find_passage(struct vt_value *v, const struct vt_text_hit *hit)
{
	vt_value_set_str(v, "before", hit->before);
	vt_value_set_str(v, "exact", hit->exact);
	vt_value_set_str(v, "after", hit->after);
}

/* One page of those found: how often, and the first place in its words. */
static struct vt_value *
site_find_page(struct site_find *f, const struct vt_text_hit *hits, size_t count)
{
	const struct vt_page	*page = &f->pages[hits->page - 1];
	struct vt_value		*v = vt_value_map(f->c->arena);

	vt_value_set_str(v, "label", page->label.len > 0 ? page->label :
	    vt_str_printf(f->c->arena, "%lld", (long long)page->number));
	vt_value_set_str(v, "url", site_page_address(f->c, f->object, page->number));
	if (count > 1)
		vt_value_set_str(v, "places", vt_message_count(f->c->req, "object.places",
		    (int64_t)count));
	site_find_passage(v, hits);
	return (v);
}

static void
site_find_pages(struct site_find *f, struct vt_value *find)
{
	struct vt_value	*list = vt_value_list(f->c->arena);
	size_t		 i = 0, count, listed = 0;

	while (i < f->hit_count && listed++ < SITE_FIND_MAX) {
		for (count = 1; i + count < f->hit_count &&
		    f->hits[i + count].page == f->hits[i].page;)
			count++;
		vt_value_add(list, site_find_page(f, f->hits + i, count));
		i += count;
	}
	vt_value_set(find, "found", list);
	vt_value_set_bool(find, "has_found", f->hit_count > 0);
	vt_value_set_bool(find, "has_more", (int64_t)i < f->total);
	vt_value_set_str(find, "count", vt_message_count(f->c->req, "object.found", f->total));
}

/* --- the open page ------------------------------------------------------------- */

static void
site_find_boxes(struct site_find *f, struct vt_value *here)
{
	struct vt_value	*list = vt_value_list(f->c->arena);
	bool		 has_any = false;

	for (size_t i = 0; i < f->hit_count; i++)
		for (size_t k = 0; k < f->hits[i].box_count; k++) {
			const struct vt_text_box	*box = &f->hits[i].boxes[k];
			struct vt_value			*v;

			if (box->w == 0)
				continue;
			v = vt_value_map(f->c->arena);
			vt_value_set_int(v, "x", box->x);
			vt_value_set_int(v, "y", box->y);
			vt_value_set_int(v, "w", box->w);
			vt_value_set_int(v, "h", box->h);
			vt_value_add(list, v);
			has_any = true;
		}
	vt_value_set(here, "boxes", list);
	vt_value_set_bool(here, "has_boxes", has_any);
}

/* What the boxes say to whoever does not see them. */
static void
site_find_passages(struct site_find *f, struct vt_value *here)
{
	struct vt_value	*list = vt_value_list(f->c->arena);

	for (size_t i = 0; i < f->hit_count; i++) {
		struct vt_value	*v = vt_value_map(f->c->arena);

		site_find_passage(v, &f->hits[i]);
		vt_value_add(list, v);
	}
	vt_value_set(here, "passages", list);
	vt_value_set_str(here, "count", vt_message_count(f->c->req, "object.here", f->total));
}

static vt_err
site_find_here(struct site_find *f, int64_t number)
{
	const struct vt_page	*page = &f->pages[number - 1];
	struct vt_value		*here;
	vt_err			 err = site_find_hits(f, number, SITE_FIND_BOXES);

	if (err != VT_OK || f->hit_count == 0)
		return (err);
	here = vt_value_map(f->c->arena);
	vt_value_set_str(here, "view", vt_str_printf(f->c->arena, "0,0,%lld,%lld",
	    (long long)page->width, (long long)page->height));
	site_find_boxes(f, here);
	site_find_passages(f, here);
	/* Not "here": that is where the reader is, on every page. */
	vt_value_set(f->c->data, "found_here", here);
	return (VT_OK);
}

/* ------------------------------------------------------------------------------- */

static vt_err
site_find_asked(struct site_find *f, struct vt_value *find, bool is_placed, int64_t *open)
{
	vt_err	err;

	if ((f->arena = vt_arena_new(SITE_FIND_MEMORY)) == NULL)
		return (VT_E_NOMEM);
	if ((err = vt_defer(f->c->arena, site_find_release, f->arena)) != VT_OK ||
	    (err = site_find_hits(f, 0, SITE_FIND_PLACES)) != VT_OK)
		return (err);
	vt_value_set_str(find, "asked", f->c->find);
	vt_value_set_str(find, "remark", site_search_remark(f->c, f->c->find));
	vt_value_set_str(find, "lang", vt_str_eq_c(f->object->language, f->c->language) ?
	    VT_STR_NONE : f->object->language);
	vt_value_set_bool(f->c->data, "is_passing", true);
	site_find_pages(f, find);
	if (!is_placed && f->hit_count > 0)
		*open = f->hits[0].page;
	return (site_find_here(f, *open));
}

vt_err
site_find(struct site_call *c, const struct vt_object *object, const struct vt_page *pages,
    size_t count, bool is_placed, int64_t *open)
{
	struct site_find	 f = { .c = c, .object = object, .pages = pages };
	struct vt_value		*find;
	size_t			 first = 0;

	while (first < count && !pages[first].has_text)
		first++;
	if (first == count)
		return (VT_OK);
	find = vt_value_map(c->arena);
	vt_value_set_str(find, "action", site_object_url(c, object->identifier));
	vt_value_set(c->data, "find", find);
	if (!vt_request_arg(c->req, "q", &c->find) || (c->find = vt_str_trim(c->find)).len == 0)
		return (VT_OK);
	if (c->find.len > SITE_WORDS_MAX)
		return (vt_fail(VT_E_BADARG, "the words are %zu bytes long, more than %d",
		    c->find.len, SITE_WORDS_MAX));
	return (site_find_asked(&f, find, is_placed, open));
}
