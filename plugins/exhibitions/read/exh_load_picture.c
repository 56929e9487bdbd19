/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures of exhibition.yaml: which part of which page of which object, and what it shows.
 */
#include "exh_load.h"

#define EXH_PAGE_MAX	1000000

/* "100,80,900,600", "pct:10,20,50,40", also with "xywh=" before it; "full". */
bool
exh_region_parse(struct vt_str text, struct exh_region *region_r)
{
	struct exh_region	r = { .unit = EXH_PIXELS };
	double			*const to[] = { &r.x, &r.y, &r.w, &r.h };
	struct vt_str		 part;
	size_t			 n = 0;

	if (vt_str_eq_c(text, "full")) {
		*region_r = (struct exh_region){ .unit = EXH_WHOLE };
		return (true);
	}
	if (vt_str_starts(text, VT_STR("xywh=")))
		text = vt_str_sub(text, 5, text.len);
	if (vt_str_starts(text, VT_STR("pct:"))) {
		r.unit = EXH_PERCENT;
		text = vt_str_sub(text, 4, text.len);
	}
	if (vt_str_ends(text, VT_STR(",")))
		return (false);
	for (; vt_str_next(&text, ',', &part); n++)
		if (n == 4 || !vt_str_to_double(vt_str_trim(part), to[n]) || *to[n] < 0 || *to[n] > 1e9)
			return (false);
	if (n != 4 || r.w <= 0 || r.h <= 0 ||
	    (r.unit == EXH_PERCENT && (r.x + r.w > 100.0001 || r.y + r.h > 100.0001)) ||
	    (r.unit == EXH_PIXELS && (r.x != (int64_t)r.x || r.y != (int64_t)r.y ||
	    r.w != (int64_t)r.w || r.h != (int64_t)r.h)))
		return (false);
	*region_r = r;
	return (true);
}

static void
exh_load_page(struct exh_load *l, const struct vt_yaml *y, struct exh_picture *p)
{
	struct vt_str	page = exh_load_str(l, y, "page");

	p->page = 1;
	if (page.len > 0 && !vt_str_to_int(page, 1, EXH_PAGE_MAX, &p->page))
		exh_error(l, vt_yaml_get(y, "page"), "bad_page", "%.*s", VT_STR_ARG(page));
}

static void
exh_load_region(struct exh_load *l, const struct vt_yaml *y, struct exh_picture *p)
{
	struct vt_str	region = exh_load_str(l, y, "region");

	if (region.len > 0 && !exh_region_parse(region, &p->region))
		exh_error(l, vt_yaml_get(y, "region"), "bad_region", "%.*s", VT_STR_ARG(region));
}

static void
exh_load_decorative(struct exh_load *l, const struct vt_yaml *y, struct exh_picture *p)
{
	struct vt_str	s = exh_load_str(l, y, "decorative");

	p->is_decorative = vt_str_eq_c(s, "yes") || vt_str_eq_c(s, "true");
	if (s.len > 0 && !p->is_decorative && !vt_str_eq_c(s, "no") && !vt_str_eq_c(s, "false"))
		exh_error(l, vt_yaml_get(y, "decorative"), "bad_yes_no", "decorative: %.*s", VT_STR_ARG(s));
}

void
exh_load_picture(struct exh_load *l, const struct vt_yaml *y, struct exh_picture *p)
{
	static const char *const known[] = { "object", "page", "region", "alt", "description",
		"caption", "decorative", NULL };

	exh_load_known(l, y, known);
	p->line = y->line;
	p->object = exh_load_str(l, y, "object");
	if (p->object.len == 0)
		exh_error(l, y, "missing_object", "%.*s", VT_STR_ARG(y->key));
	exh_load_page(l, y, p);
	exh_load_region(l, y, p);
	exh_load_decorative(l, y, p);
	exh_load_words(l, y, "alt", &p->alt);
	exh_load_words(l, y, "description", &p->description);
	exh_load_words(l, y, "caption", &p->caption);
}

static void
exh_load_compare(struct exh_load *l, const struct vt_yaml *list, struct exh_step *s)
{
	size_t	count = 0;

	for (const struct vt_yaml *y = list->first; y != NULL; y = y->next, count++)
		if (count < 2 && exh_load_is_picture(l, y))
			exh_load_picture(l, y, &s->pictures[s->picture_count++]);
	if (count != 2)
		exh_error(l, list, "bad_compare", "%zu", count);
}

/* image: one; compare: two of them. */
void
exh_load_pictures(struct exh_load *l, const struct vt_yaml *step, struct exh_step *s)
{
	const struct vt_yaml	*image = vt_yaml_get(step, "image");
	const struct vt_yaml	*compare = vt_yaml_get(step, "compare");

	if ((s->pictures = vt_arena_array(l->a, 2, sizeof(*s->pictures))) == NULL)
		return;
	if (image != NULL && compare != NULL)
		exh_error(l, compare, "image_and_compare", "%.*s", VT_STR_ARG(s->id));
	if (exh_load_is_picture(l, image))
		exh_load_picture(l, image, &s->pictures[s->picture_count++]);
	else if (exh_load_is_list(l, compare))
		exh_load_compare(l, compare, s);
}
