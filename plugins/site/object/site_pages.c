/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pages of an object: the one that is open (?page=N) with its image and
 * text, small images of its neighbours, and the table of contents.
 */
#include "site.h"

#define SITE_PAGE_SIDE		1200	/* pixels of the open page's image */
/* How wide it is shown at most, by the sheet site.css: beside its text, and alone; and how
 * much of the window's height it takes, in hundredths. */
#define SITE_PAGE_BESIDE	"60vw - 4rem, 42rem"
#define SITE_PAGE_ALONE		"100vw - 4rem, 72rem"
#define SITE_PAGE_HEIGHT	85
#define SITE_THUMBNAIL_SIDE	200
#define SITE_RANGE_DEPTH	8	/* levels of contents shown */

struct site_book {
	struct site_call	*c;
	const struct vt_object	*object;
	struct vt_page		*pages;
	size_t			 count;
	struct vt_range		*ranges;
	size_t			 range_count;
	int64_t			 open;		/* number */
	bool			 may_images, may_text, is_small;	/* is_small: of images, small ones */
};

struct vt_str
site_page_address(struct site_call *c, const struct vt_object *object, int64_t number)
{
	struct vt_str	url = site_object_url(c, object->identifier);
	struct vt_buf	q;

	vt_buf_init(&q, 0);
	if (c->find.len > 0) {
		vt_buf_str(&q, VT_STR("&q="));
		vt_buf_percent(&q, c->find);
	}
	url = vt_str_printf(c->arena, "%.*s?page=%lld%.*s#page", VT_STR_ARG(url),
	    (long long)number, VT_STR_ARG(vt_buf_get(&q)));
	vt_buf_fini(&q);
	return (url);
}

static struct vt_str
site_page_url(struct site_book *b, int64_t number)
{
	return (site_page_address(b->c, b->object, number));
}

/* What its pages are called is of an object's content, and shown with its text. */
static struct vt_str
site_page_label(struct site_book *b, const struct vt_page *page)
{
	return (page->label.len > 0 && b->may_text ? page->label :
	    vt_str_printf(b->c->arena, "%lld", (long long)page->number));
}

/* A label that is only the page's number need not be said twice. */
static bool
site_page_is_numbered(struct site_book *b, const struct vt_page *page)
{
	struct vt_str	number = vt_str_printf(b->c->arena, "%lld", (long long)page->number);

	return (vt_str_eq(site_page_label(b, page), number));
}

static vt_err
site_page_text(struct site_book *b, const struct vt_page *page, struct vt_value *v)
{
	struct vt_str	text;
	vt_err		err;

	if (!page->has_text || !b->may_text)
		return (VT_OK);
	if ((err = vt_catalog_text(b->c->catalog, b->c->arena, page->rowid, &text)) != VT_OK)
		return (err);
	vt_value_set_str(v, "text", site_text(b->c->arena, text));
	if (b->object->language.len > 0 && !vt_str_eq_c(b->object->language, b->c->language))
		vt_value_set_str(v, "lang", b->object->language);
	return (VT_OK);
}

/* The size of a page's image fitted into a square: a browser keeps its place free
 * while it comes. */
static void
site_page_size(const struct vt_page *page, int64_t side, struct vt_value *v)
{
	int64_t	longer = page->width > page->height ? page->width : page->height;

	if (longer > side) {
		vt_value_set_int(v, "width", (page->width * side + longer / 2) / longer);
		vt_value_set_int(v, "height", (page->height * side + longer / 2) / longer);
		return;
	}
	vt_value_set_int(v, "width", page->width);
	vt_value_set_int(v, "height", page->height);
}

/* The same picture in smaller sizes, of which a telephone takes what it can show.  Where only
 * small images may be seen, there is the one. */
static void
site_page_srcset(struct site_book *b, struct vt_str service, struct vt_str region,
    const struct vt_page *part, struct vt_value *v)
{
	static const int64_t	sides[] = { 600, 900, SITE_PAGE_SIDE };
	int64_t			longer = part->width > part->height ? part->width : part->height;
	struct vt_str		set = VT_STR_NONE;

	for (size_t i = 0; !b->is_small && longer > sides[0] &&
	    i < sizeof(sides) / sizeof(sides[0]); i++) {
		int64_t	side = sides[i] < longer ? sides[i] : longer;

		set = vt_str_printf(b->c->arena, "%.*s%s%.*s/%.*s/!%lld,%lld/0/default.jpg %lldw",
		    VT_STR_ARG(set), i > 0 ? ", " : "", VT_STR_ARG(service), VT_STR_ARG(region),
		    (long long)sides[i], (long long)sides[i],
		    (long long)((part->width * side + longer / 2) / longer));
		if (side == longer)
			break;
	}
	vt_value_set_str(v, "srcset", set);
}

/* How wide it will be: what its column leaves it, or what the window's height does. */
static void
site_page_widths(struct site_book *b, const struct vt_page *part, bool has_text,
    struct vt_value *v)
{
	long long	high = SITE_PAGE_HEIGHT * part->width / part->height + 1;

	vt_value_set_str(v, "sizes", vt_str_printf(b->c->arena,
	    "(min-width: 60rem) min(%s, %lldvh), min(100vw - 4rem, %lldvh)",
	    has_text ? SITE_PAGE_BESIDE : SITE_PAGE_ALONE, high, high));
}

/* A part of the page that was asked for, cut out by the server.  Where only small images
 * may be seen, parts have other coordinates, and none is shown. */
static void
site_page_region(struct site_book *b, const struct vt_page *page, struct vt_value *v)
{
	struct vt_str	service = vt_link_id(b->c->req, "iiif.image", page->image);
	struct vt_page	part = { .number = 0 };
	struct vt_str	region;
	int64_t		box[4];

	if (service.len == 0 || b->is_small || !site_region_fit(&b->c->place.region, page->width, page->height, box))
		return;
	part.width = box[2];
	part.height = box[3];
	site_page_size(&part, SITE_PAGE_SIDE, v);
	region = vt_str_printf(b->c->arena, "%lld,%lld,%lld,%lld",
	    (long long)box[0], (long long)box[1], (long long)box[2], (long long)box[3]);
	vt_value_set_str(v, "image", vt_str_printf(b->c->arena, "%.*s/%.*s/!%d,%d/0/default.jpg",
	    VT_STR_ARG(service), VT_STR_ARG(region), SITE_PAGE_SIDE, SITE_PAGE_SIDE));
	site_page_srcset(b, service, region, &part, v);
	site_page_widths(b, &part, page->has_text && b->may_text, v);
	vt_value_set_str(v, "region", region);
	vt_value_set_str(v, "whole_url", site_page_url(b, page->number));
}

static void
site_page_image(struct site_book *b, const struct vt_page *page, struct vt_value *v)
{
	struct vt_str	service = vt_link_id(b->c->req, "iiif.image", page->image);

	vt_value_set_str(v, "image", site_picture(b->c, page->image, SITE_PAGE_SIDE));
	vt_value_set_str(v, "service", service);
	vt_value_set_str(v, "srcset", VT_STR_NONE);
	site_page_size(page, SITE_PAGE_SIDE, v);
	if (service.len > 0 && page->height > 0) {
		site_page_srcset(b, service, VT_STR("full"), page, v);
		site_page_widths(b, page, page->has_text && b->may_text, v);
	}
	site_page_region(b, page, v);
}

static vt_err
site_open_page(struct site_book *b)
{
	const struct vt_page	*page = &b->pages[b->open - 1];
	struct vt_value		*v = vt_value_map(b->c->arena);

	vt_value_set_int(v, "number", page->number);
	vt_value_set_int(v, "count", (int64_t)b->count);
	vt_value_set_str(v, "label", site_page_label(b, page));
	vt_value_set_bool(v, "is_numbered", site_page_is_numbered(b, page));
	vt_value_set_bool(v, "is_only", b->count == 1);
	vt_value_set_bool(v, "is_missing", page->image.len == 0);
	if (b->may_images && page->image.len > 0)
		site_page_image(b, page, v);
	if (b->may_images && !b->is_small && page->image.len > 0)
		vt_value_set_str(v, "zoom_url", vt_str_printf(b->c->arena, "%.*s/zoom/%lld",
		    VT_STR_ARG(site_object_url(b->c, b->object->identifier)), (long long)b->open));
	site_share(b->c, b->object, page);
	if (b->open > 1)
		vt_value_set_str(v, "previous_url", site_page_url(b, b->open - 1));
	if (b->open < (int64_t)b->count)
		vt_value_set_str(v, "next_url", site_page_url(b, b->open + 1));
	vt_value_set(b->c->data, "page", v);
	vt_value_set_bool(b->c->data, "has_many_pages", b->count > 1);
	if (b->open > 1)
		site_head(b->c, vt_str_printf(b->c->arena, "%.*s?page=%lld",
		    VT_STR_ARG(site_object_path(b->c, b->object->identifier)), (long long)b->open));
	return (site_page_text(b, page, v));
}

/* The block of small images in which the open page lies. */
static void
site_thumbnails(struct site_book *b)
{
	struct vt_value	*list = vt_value_list(b->c->arena);
	int64_t		 block = b->c->conf->thumbnails;
	int64_t		 first = (b->open - 1) / block * block;
	int64_t		 end = first + block < (int64_t)b->count ? first + block :
			    (int64_t)b->count;

	for (int64_t i = first; i < end; i++) {
		struct vt_value *v = vt_value_map(b->c->arena);

		vt_value_set_str(v, "url", site_page_url(b, i + 1));
		vt_value_set_str(v, "label", site_page_label(b, &b->pages[i]));
		vt_value_set_bool(v, "is_open", i + 1 == b->open);
		if (b->may_images) {
			vt_value_set_str(v, "picture", site_picture(b->c, b->pages[i].image,
			    SITE_THUMBNAIL_SIDE));
			site_page_size(&b->pages[i], SITE_THUMBNAIL_SIDE, v);
		}
		vt_value_add(list, v);
	}
	vt_value_set(b->c->data, "pages", list);
	if (first > 0)
		vt_value_set_str(b->c->data, "earlier_url", site_page_url(b, first));
	if (end < (int64_t)b->count)
		vt_value_set_str(b->c->data, "later_url", site_page_url(b, end + 1));
}

static struct vt_str
site_range_label(const struct site_book *b, const struct vt_range *r)
{
	struct vt_str	name = r->label;

	if (name.len == 0)
		name = vt_message_structure(b->c->req, vt_request_language(b->c->req), r->type);
	return (name.len > 0 ? name : r->type);
}

static struct vt_value *
site_contents(struct site_book *b, int64_t parent, unsigned depth)
{
	struct vt_value	*list = NULL;

	for (size_t i = 0; depth < SITE_RANGE_DEPTH && i < b->range_count; i++) {
		const struct vt_range	*r = &b->ranges[i];
		struct vt_value		*v, *children;

		if (r->parent != parent)
			continue;
		v = vt_value_map(b->c->arena);
		vt_value_set_str(v, "label", site_range_label(b, r));
		if (r->part_count > 0)
			vt_value_set_str(v, "url", site_page_url(b, r->parts[0].page));
		children = site_contents(b, r->number, depth + 1);
		/* Set even when there are none: the partial must not see its parent's. */
		vt_value_set(v, "children", children != NULL ? children :
		    vt_value_list(b->c->arena));
		vt_value_set_bool(v, "has_children", children != NULL);
		if (list == NULL)
			list = vt_value_list(b->c->arena);
		vt_value_add(list, v);
	}
	return (list);
}

static vt_err
site_pages_number(struct site_book *b, bool *is_placed_r)
{
	struct vt_str	text;

	b->open = b->c->place.page > 0 ? b->c->place.page : 1;
	*is_placed_r = vt_request_arg(b->c->req, "page", &text);
	if (b->c->place.page == 0 && *is_placed_r &&
	    !vt_str_to_int(text, 1, (int64_t)b->count, &b->open))
		return (vt_fail(VT_E_NOTFOUND, "this object has pages 1 to %zu", b->count));
	*is_placed_r = *is_placed_r || b->c->place.page > 0;
	return (VT_OK);
}

static void
site_contents_of(struct site_book *b)
{
	struct site_call	*c = b->c;

	vt_value_set(c->data, "contents", site_contents(b, 0, 0));
	vt_value_set_bool(c->data, "has_contents", b->range_count > 0);
	if (!vt_str_eq_c(b->object->language, c->language))
		vt_value_set_str(c->data, "contents_lang", b->object->language);
}

vt_err
site_pages(struct site_call *c, const struct vt_object *object)
{
	struct site_book	b = { .c = c, .object = object };
	int64_t			side = 0;
	bool			is_placed;
	vt_err			err;

	if ((err = vt_catalog_pages(c->catalog, c->arena, object->rowid, &b.pages, &b.count)) != VT_OK)
		return (err);
	if (b.count == 0)
		return (site_downloads(c, object, NULL, 0, NULL));
	if ((err = vt_catalog_ranges(c->catalog, c->arena, object->rowid, &b.ranges,
	    &b.range_count)) != VT_OK || (err = site_pages_number(&b, &is_placed)) != VT_OK)
		return (err);
	b.may_images = vt_request_may_see(c->req, object, &side);
	b.is_small = side != 0;
	b.may_text = vt_request_may(c->req, object, VT_PART_TEXT);
	if (b.may_text &&
	    (err = site_find(c, object, b.pages, b.count, is_placed, &b.open)) != VT_OK)
		return (err);
	if (b.may_images || b.may_text) {
		if ((err = site_open_page(&b)) != VT_OK)
			return (err);
		site_thumbnails(&b);
	}
	if (b.may_text)
		site_contents_of(&b);
	vt_value_set_str(c->data, "manifest", vt_link_id(c->req, "iiif.manifest",
	    object->identifier));
	return (site_downloads(c, object, b.pages, b.count, &b.pages[b.open - 1]));
}
