/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures within pages: regions cut by the server, in several widths of which the browser
 * takes the one that fits, with all that is said of them.  One that is not to be had costs
 * its place on the page and nothing else.
 */
#include "exh_offline.h"
#include "exh_page.h"

/* A picture is made in these widths, and in its own where that is smaller. */
static const int64_t exh_page_widths[] = { 480, 800, 1200, 1800 };

#define EXH_PAGE_WIDTHS	(sizeof(exh_page_widths) / sizeof(exh_page_widths[0]))
#define EXH_PAGE_PLAIN	1200	/* of those who take no other */

vt_err
exh_page_show(struct exh_page *p, const struct exh_picture *picture, struct exh_shown *shown_r,
    bool *is_shown_r)
{
	const struct exh_offline_picture *kept;
	vt_err	err;

	if (p->c.offline != NULL) {
		kept = exh_offline_of(p->c.offline, picture);
		*is_shown_r = kept != NULL;
		if (kept != NULL)
			*shown_r = kept->shown;
		return (VT_OK);
	}
	err = exh_show(p->c.req, picture, shown_r);
	*is_shown_r = err == VT_OK && shown_r->service.len > 0;
	if (err == VT_E_NOTFOUND || err == VT_E_GONE || err == VT_E_FORBIDDEN || err == VT_E_RANGE) {
		vt_fail_clear();
		return (VT_OK);
	}
	return (err);
}

struct vt_str
exh_page_picture_url(const struct exh_page *p, const struct exh_shown *s, int64_t width,
    int64_t *w_r, int64_t *h_r)
{
	return (p->c.offline != NULL ? exh_offline_picture(&p->c, s, width, w_r, h_r) :
	    exh_picture_url(p->c.req, s, width, w_r, h_r));
}

static void
exh_page_set(const struct exh_page *p, struct vt_value *map, const char *key, const char *name,
    struct vt_str value)
{
	const char	*whole = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "%s%s", key, name));

	if (whole != NULL)
		vt_value_set_str(map, whole, value);
}

static struct vt_str
exh_page_srcset(struct exh_page *p, const struct exh_shown *s)
{
	struct vt_str	set = VT_STR_NONE;
	int64_t		width = 0;

	/* An archive has each picture once. */
	for (size_t i = 0; p->c.offline == NULL && i < EXH_PAGE_WIDTHS && width < s->w; i++) {
		struct vt_str	url;

		if (i > 0 && exh_page_widths[i - 1] >= s->w)
			break;
		url = exh_picture_url(p->c.req, s, exh_page_widths[i], &width, NULL);
		set = vt_str_printf(p->c.arena, "%.*s%s%.*s %lldw", VT_STR_ARG(set),
		    i > 0 ? ", " : "", VT_STR_ARG(url), (long long)width);
	}
	return (set);
}

void
exh_page_sizes(struct exh_page *p, struct vt_value *map, const char *key,
    const struct exh_shown *s)
{
	int64_t		width, height;
	struct vt_str	url = exh_page_picture_url(p, s, EXH_PAGE_PLAIN, &width, &height);

	exh_page_set(p, map, key, "src", url);
	exh_page_set(p, map, key, "srcset", exh_page_srcset(p, s));
	exh_page_set(p, map, key, "width", vt_str_printf(p->c.arena, "%lld", (long long)width));
	exh_page_set(p, map, key, "height", vt_str_printf(p->c.arena, "%lld", (long long)height));
}

/* --- what is said of it ---------------------------------------------------------------- */

/* Its short words; where a curator has not written any yet, what the object is called. */
void
exh_page_alt(struct exh_page *p, struct vt_value *v, const struct exh_picture *picture,
    const struct exh_shown *s)
{
	exh_page_words(p, v, "alt", &picture->alt);
	if (picture->is_decorative)
		vt_value_set_str(v, "alt", VT_STR_NONE);
	else if (exh_words_get(&picture->alt, p->c.version).len == 0)
		vt_value_set_str(v, "alt", vt_description_title(&s->object.description, p->language));
}

/* Before the path of a page that is no exhibition: the language; from an archive, all of
 * the address. */
static struct vt_str
exh_page_home(const struct exh_page *p)
{
	if (p->c.offline == NULL)
		return (vt_request_prefix(p->c.req));
	return (vt_str_printf(p->c.arena, "%.*s/%s", VT_STR_ARG(vt_request_base_url(p->c.req)),
	    p->language));
}

/* Where it is from, with the language of that title where it is another. */
static void
exh_page_origin(struct exh_page *p, struct vt_value *v, const struct exh_shown *s)
{
	const struct vt_property *title = vt_description_first(&s->object.description, "title",
				    p->language);
	struct vt_str		  name = vt_description_title(&s->object.description, p->language);
	struct vt_str		  url = vt_link_id(p->c.req, "site.object", s->object.identifier);
	struct vt_str		  base = vt_request_base_url(p->c.req);

	if (vt_str_starts(url, base))
		url = vt_str_printf(p->c.arena, "%.*s%.*s%s%lld#page",
		    VT_STR_ARG(exh_page_home(p)),
		    VT_STR_ARG(vt_str_sub(url, base.len, url.len)), "?page=",
		    (long long)s->page.number);
	vt_value_set_str(v, "object_url", url);
	vt_value_set_str(v, "object_title", name.len > 0 ? name : s->object.identifier);
	vt_value_set_str(v, "object_lang", title != NULL && vt_str_eq(title->value, name) &&
	    !vt_str_eq_c(title->lang, p->language) ? title->lang : VT_STR_NONE);
}

/* Numbers of the page's image, for those who move from one part of it to another. */
static void
exh_page_places(struct exh_page *p, struct vt_value *v, const struct exh_shown *s)
{
	struct exh_shown	whole = *s;
	bool			is_whole = s->w == s->page.width && s->h == s->page.height;

	vt_value_set_str(v, "whole_src", VT_STR_NONE);
	if (p->c.offline != NULL)
		return;
	whole.x = whole.y = 0;
	whole.w = s->page.width;
	whole.h = s->page.height;
	vt_value_set_str(v, "service", s->service);
	vt_value_set_str(v, "page_key", s->page.image);
	vt_value_set_str(v, "sides", vt_str_printf(p->c.arena, "%lld,%lld",
	    (long long)s->page.width, (long long)s->page.height));
	vt_value_set_str(v, "part", vt_str_printf(p->c.arena, "%lld,%lld,%lld,%lld",
	    (long long)s->x, (long long)s->y, (long long)s->w, (long long)s->h));
	vt_value_set_bool(v, "is_part", !is_whole);
	vt_value_set_str(v, "whole_src", exh_picture_url(p->c.req, &whole, EXH_WHOLE_SIDE, NULL,
	    NULL));
}

static void
exh_page_figure_shown(struct exh_page *p, const struct exh_figure *f, struct vt_value *v,
    const struct exh_shown *s)
{
	exh_page_sizes(p, v, "", s);
	exh_page_places(p, v, s);
	exh_page_origin(p, v, s);
	exh_page_alt(p, v, f->picture, s);
	vt_value_set_bool(v, "is_small", s->side != 0);
	vt_value_set_str(v, "zoom_url", s->side == 0 ? f->zoom_path : VT_STR_NONE);
}

vt_err
exh_page_figure(struct exh_page *p, const struct exh_figure *f, struct vt_value **v_r,
    struct exh_shown *shown_r)
{
	struct vt_value	*v = vt_value_map(p->c.arena);
	bool		 is_shown;
	vt_err		 err = exh_page_show(p, f->picture, shown_r, &is_shown);

	if (err != VT_OK)
		return (err);
	if (!is_shown)
		shown_r->w = 0;
	vt_value_set_bool(v, "is_shown", is_shown);
	vt_value_set_bool(v, "is_late", f->is_late);
	vt_value_set_bool(v, "is_one_of_two", f->place > 0);
	vt_value_set_bool(v, "is_second", f->place == 2);
	vt_value_set_str(v, "sizes", vt_str_of(f->sizes));
	exh_page_words(p, v, "caption", &f->picture->caption);
	exh_page_words(p, v, "description", &f->picture->description);
	vt_value_set_str(v, "object_url", VT_STR_NONE);
	vt_value_set_str(v, "zoom_url", VT_STR_NONE);
	vt_value_set_bool(v, "is_small", false);
	if (is_shown)
		exh_page_figure_shown(p, f, v, shown_r);
	else
		exh_page_words(p, v, "alt", &f->picture->alt);
	*v_r = v;
	return (VT_OK);
}
