/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is searched: the scope of the address, and the page of the answer.
 */
#include "search.h"

#define SEARCH_ROOT		"root"
#define SEARCH_INSTITUTION	"institution:"
#define SEARCH_SERIAL		"serial:"
#define SEARCH_SERIALS		"serials"
#define SEARCH_PAGE_MAX		1000000
#define SEARCH_WORDS_QUICK	4	/* of a collection's search that is made at once */

/* A number of the route; VT_E_NOTFOUND says what there is. */
static vt_err
search_number(struct search_call *c, const char *param, int64_t count, int64_t *number_r)
{
	struct vt_str	text = vt_request_param(c->req, param);

	if (count == 0 || !vt_str_to_int(text, 1, count, number_r))
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no %s '%.*s'; there are %lld",
		    VT_STR_ARG(c->object.identifier), param, VT_STR_ARG(text), (long long)count));
	return (VT_OK);
}

static vt_err
search_canvas(struct search_call *c)
{
	struct vt_range_part	*part = vt_arena_alloc(c->arena, sizeof(*part));
	vt_err			 err;

	if (part == NULL)
		return (VT_E_LIMIT);
	if ((err = search_number(c, "canvas", c->object.page_count, &part->page)) != VT_OK)
		return (err);
	c->q.parts = part;
	c->q.part_count = 1;
	return (VT_OK);
}

/* The parts of a range and of those below it, which stand behind it. */
static vt_err
search_gather(struct search_call *c, const struct vt_range *ranges, size_t count, int64_t top)
{
	struct vt_range_part	*parts;
	bool			*is_below = vt_arena_array(c->arena, count + 1, sizeof(*is_below));
	size_t			 total = 0, n = 0;

	if (is_below == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++) {
		is_below[ranges[i].number] = ranges[i].number == top || is_below[ranges[i].parent];
		total += is_below[ranges[i].number] ? ranges[i].part_count : 0;
	}
	if (total == 0)
		return (vt_fail(VT_E_NOTFOUND, "range %lld of '%.*s' has no pages", (long long)top,
		    VT_STR_ARG(c->object.identifier)));
	if ((parts = vt_arena_array(c->arena, total, sizeof(*parts))) == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; is_below[ranges[i].number] && k < ranges[i].part_count; k++)
			parts[n++] = ranges[i].parts[k];
	c->q.parts = parts;
	c->q.part_count = total;
	return (VT_OK);
}

static vt_err
search_range(struct search_call *c)
{
	struct vt_range	*ranges;
	size_t		 count;
	int64_t		 top;
	vt_err		 err;

	if ((err = vt_catalog_ranges(c->catalog, c->arena, c->object.rowid, &ranges,
	    &count)) != VT_OK ||
	    (err = search_number(c, "range", (int64_t)count, &top)) != VT_OK)
		return (err);
	return (search_gather(c, ranges, count, top));
}

/* Many words, and such as only begin so, are looked for in all that is published. */
static bool
search_is_large(struct vt_str words)
{
	struct vt_str	rest = vt_str_trim(words), one;
	int		count = 0;

	while (vt_str_next(&rest, ' ', &one))
		count += one.len > 0;
	return (count > SEARCH_WORDS_QUICK || vt_str_find(words, VT_STR("*")) >= 0);
}

static vt_err
search_year(struct search_call *c, const struct vt_serial *serial, struct vt_str text)
{
	struct vt_serial_year	*list;
	size_t			 count;
	vt_err			 err;

	if ((err = vt_catalog_serial_years(c->catalog, c->arena, serial->rowid, &list, &count))
	    != VT_OK)
		return (err);
	if (vt_str_to_int(text, 1, 9999, &c->q.year))
		for (size_t i = 0; i < count; i++)
			if (list[i].year == c->q.year)
				return (VT_OK);
	return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no issues of '%.*s'", VT_STR_ARG(serial->title),
	    VT_STR_ARG(text)));
}

/* A newspaper, "name", or its year, "name:1928". */
static vt_err
search_serial(struct search_call *c, struct vt_str name)
{
	ptrdiff_t		colon = vt_str_find(name, VT_STR(":"));
	size_t			end = colon < 0 ? name.len : (size_t)colon;
	struct vt_serial	serial;
	vt_err			err;

	if ((err = vt_catalog_serial(c->catalog, c->arena, vt_str_sub(name, 0, end), &serial))
	    != VT_OK)
		return (err);
	c->q.serial = serial.rowid;
	return (colon < 0 ? VT_OK : search_year(c, &serial, vt_str_sub(name, end + 1, name.len)));
}

/* As the collections of Presentation are named. */
static vt_err
search_collection(struct search_call *c, struct vt_str spec)
{
	struct vt_str		prefix = VT_STR(SEARCH_INSTITUTION);
	struct vt_institution	institution;
	struct vt_collection	collection;

	c->is_collection = true;
	if (vt_str_eq_c(spec, SEARCH_ROOT))
		return (VT_OK);
	if (vt_str_starts(spec, prefix)) {
		c->q.institution = vt_str_sub(spec, prefix.len, spec.len);
		return (vt_catalog_institution(c->catalog, c->arena, c->q.institution,
		    &institution));
	}
	if (vt_str_starts(spec, VT_STR(SEARCH_SERIAL)))
		return (search_serial(c, vt_str_sub(spec, VT_STR(SEARCH_SERIAL).len, spec.len)));
	if (vt_str_eq_c(spec, SEARCH_SERIALS)) {
		c->q.serial = -1;
		return (VT_OK);
	}
	c->q.collection = spec;
	return (vt_catalog_collection(c->catalog, c->arena, spec, &collection));
}

static vt_err
search_scope(struct search_call *c)
{
	struct vt_str	spec = vt_request_param(c->req, "spec");
	vt_err		err;

	if (spec.len > 0)
		return (search_collection(c, spec));
	if ((err = search_load(c)) != VT_OK)
		return (err);
	if (vt_request_param(c->req, "canvas").len > 0)
		return (search_canvas(c));
	return (vt_request_param(c->req, "range").len > 0 ? search_range(c) : VT_OK);
}

/* "The default, if a parameter is empty or not supplied, is to not restrict the annotations
 * … by that parameter" (4.1.1): in an object that is each line of its text.  All lines of a
 * collection nobody wants, and what is to be said then is left open (IIIF/api#2163). */
static vt_err
search_has_words(const struct search_call *c)
{
	if (c->has_words || !c->is_collection)
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "q is missing: a collection is searched for words; the whole text "
	    "of an object is what a search of its manifest without q gives"));
}

static vt_err
search_page(struct search_call *c)
{
	struct vt_str	text;

	c->page = 1;
	if (vt_request_arg(c->req, "page", &text) &&
	    !vt_str_to_int(text, 1, SEARCH_PAGE_MAX, &c->page))
		return (vt_fail(VT_E_BADARG, "page must be a number from 1 to %d",
		    SEARCH_PAGE_MAX));
	c->q.limit = (size_t)c->conf->hits;
	c->q.offset = (size_t)(c->page - 1) * c->q.limit;
	return (VT_OK);
}

vt_err
search_find(struct search_call *c)
{
	vt_err	err;

	if ((err = search_page(c)) != VT_OK || (err = search_scope(c)) != VT_OK ||
	    (err = search_has_words(c)) != VT_OK)
		return (err);
	if (c->is_collection && search_is_large(c->q.words) &&
	    (err = vt_request_large(c->req)) != VT_OK)
		return (err);
	if (search_is_wanted(c) &&
	    (err = vt_catalog_text_search(c->catalog, c->arena, &c->q, &c->hits, &c->hit_count,
	    &c->total)) != VT_OK)
		return (err);
	c->last = (c->total + c->conf->hits - 1) / c->conf->hits;
	if (c->page > 1 && c->page > c->last)
		return (vt_fail(VT_E_NOTFOUND, "there is no page %lld of this search; it has %lld",
		    (long long)c->page, (long long)c->last));
	return (VT_OK);
}
