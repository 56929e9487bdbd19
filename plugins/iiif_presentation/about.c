/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a manifest says of its object beyond its canvases: decided here, written by
 * manifest.c and manifest_2.c.
 */
#include <stdio.h>

#include "presentation.h"

/* --- how it is shown --------------------------------------------------------------- */

const char *
presentation_direction(const struct presentation_call *c)
{
	return (c->view.direction.len > 0 ? vt_str_c(c->arena, c->view.direction) : NULL);
}

/* What its source says, else: texts are turned like books, pictures of a few sides
 * stand each by itself. */
const char *
presentation_behavior(const struct presentation_call *c)
{
	if (c->view.behavior.len > 0)
		return (vt_str_c(c->arena, c->view.behavior));
	if (c->object.kind == VT_KIND_TEXT && c->page_count > 2)
		return ("paged");
	return (c->object.kind == VT_KIND_IMAGE && c->page_count > 1 ? "individuals" : NULL);
}

const struct presentation_canvas *
presentation_start_canvas(const struct presentation_call *c)
{
	for (size_t i = 0; c->view.start_page > 1 && i < c->canvas_count; i++)
		if (c->canvases[i].page != NULL && c->canvases[i].number == c->view.start_page)
			return (&c->canvases[i]);
	return (NULL);
}

const struct vt_page *
presentation_thumbnail_page(const struct presentation_call *c)
{
	for (size_t i = 0; c->may_images && i < c->page_count; i++)
		if (c->pages[i].image.len > 0 && (c->object.thumbnail.len == 0 ||
		    vt_str_eq(c->pages[i].image, c->object.thumbnail)))
			return (&c->pages[i]);
	return (NULL);
}

void
presentation_fit(int64_t side, int64_t *width, int64_t *height)
{
	int64_t	longest = *width > *height ? *width : *height;

	if (longest <= side)
		return;
	*width = (*width * side + longest / 2) / longest;
	*height = (*height * side + longest / 2) / longest;
	*width = *width > 0 ? *width : 1;
	*height = *height > 0 ? *height : 1;
}

/* As info.json has it: whoever may see an image only small finds a small image. */
void
presentation_seen(const struct presentation_call *c, int64_t *width, int64_t *height)
{
	if (c->side > 0)
		presentation_fit(c->side, width, height);
}

const char *
presentation_access_message(const struct presentation_call *c)
{
	if (c->may_images && c->side == 0 && c->may_text)
		return (NULL);
	if (c->may_images)
		return ("presentation.small_images");
	return (c->object.access == VT_ACCESS_EMBARGO ? "presentation.embargo" :
	    "presentation.metadata_only");
}

/* --- dates and rights -------------------------------------------------------------- */

struct vt_str
presentation_day(struct presentation_call *c, int64_t day)
{
	long long	year = day / 10000, month = day / 100 % 100, date = day % 100;

	return (vt_str_printf(c->arena, "%04lld-%02lld-%02lldT00:00:00Z", year,
	    month > 0 ? month : 1, date > 0 ? date : 1));
}

/* navDate wants a full time: the first day of the day, month or year that is known.
 * What is only known to lie between two is told in metadata alone. */
struct vt_str
presentation_nav_date(struct presentation_call *c)
{
	static const char *const	names[] = { "issued", "created", "date" };
	const struct vt_property	*p;
	struct vt_str			 day = VT_STR_NONE;
	int64_t				 year;

	for (size_t i = 0, at = 0; i < 3 && day.len == 0; i++, at = 0)
		while (day.len == 0 &&
		    (p = vt_description_next(&c->object.description, names[i], &at)) != NULL)
			day = vt_str_eq(p->start, p->end) ? p->start : VT_STR_NONE;
	if (day.len < 4 || !vt_str_to_int(vt_str_sub(day, 0, 4), 1, 9999, &year))
		return (VT_STR_NONE);
	return (vt_str_printf(c->arena, "%.*s%sT00:00:00Z", VT_STR_ARG(day),
	    day.len == 4 ? "-01-01" : day.len == 7 ? "-01" : ""));
}

struct vt_str
presentation_rights(struct presentation_call *c)
{
	static const char *const	known[] = { "creativecommons.org/licenses/",
		"creativecommons.org/publicdomain/", "rightsstatements.org/vocab/" };
	struct vt_str			rights = c->object.rights, rest;

	if (!presentation_is_http(rights))
		return (VT_STR_NONE);
	rest = vt_str_sub(rights, vt_str_starts(rights, VT_STR("https://")) ? 8 : 7, rights.len);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (vt_str_starts(rest, vt_str_of(known[i])))
			return (rest.len + 7 == rights.len ? rights :
			    vt_str_printf(c->arena, "http://%.*s", VT_STR_ARG(rest)));
	return (VT_STR_NONE);
}

/* --- what it links to ---------------------------------------------------------------- */

vt_err
presentation_see_also(struct presentation_call *c, struct presentation_resources *list_r)
{
	struct vt_record_format		*formats;
	struct presentation_resource	*items;
	size_t				 count, n = 0;
	struct vt_str			 values[2] = { VT_STR_NONE, c->object.identifier };
	vt_err				 err;

	if ((err = vt_catalog_record_formats_of(c->catalog, c->arena, c->object.identifier, &formats,
	    &count)) != VT_OK)
		return (err);
	if ((items = vt_arena_array(c->arena, count + c->file_count + 1, sizeof(*items))) == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++) {
		values[0] = formats[i].prefix;
		items[n] = (struct presentation_resource){
			.id = vt_link(c->req, "oai.record", values, 2), .type = "Dataset",
			.name = vt_str_printf(c->arena, "OAI-PMH: %.*s", VT_STR_ARG(formats[i].prefix)),
			.format = VT_STR("text/xml"), .profile = formats[i].ns };
		n += items[n].id.len > 0;
	}
	for (size_t i = 0; c->may_text && i < c->file_count; i++) {
		if (presentation_is_document(&c->files[i]) || vt_file_is_captions(&c->files[i]))
			continue;
		items[n] = presentation_file(c, &c->files[i]);
		n += items[n].id.len > 0;
	}
	*list_r = (struct presentation_resources){ items, n };
	return (VT_OK);
}

struct presentation_resource
presentation_file(struct presentation_call *c, const struct vt_file *file)
{
	struct presentation_resource	r = { .type = "Dataset", .name = file->name,
		.format = file->media_type };

	if (vt_str_starts(file->media_type, VT_STR("audio/"))) {
		r.type = "Sound";
		r.message = "presentation.sound";
	} else if (vt_str_starts(file->media_type, VT_STR("video/"))) {
		r.type = "Video";
		r.message = "presentation.video";
	} else if (vt_str_eq_c(file->media_type, "application/pdf")) {
		r.type = "Text";
		r.message = "presentation.pdf";
	} else if (vt_str_eq_c(file->media_type, "application/mets+xml")) {
		r.name = VT_STR("METS");
		r.profile = VT_STR("http://www.loc.gov/METS/");
	} else if (vt_file_captions(file, VT_STR_NONE, &r.language)) {
		r.type = "Text";
		r.is_captions = true;
	}
	r.id = vt_str_dup(c->arena, presentation_part_id(c, "files.file", file->name));
	return (r);
}

/* One of the files made of the text; nothing when nobody offers it. */
static void
presentation_text_file(struct presentation_call *c, const char *link,
    struct presentation_resource r, struct presentation_resources *list)
{
	r.id = vt_link_id(c->req, link, c->object.identifier);
	if (r.id.len > 0)
		list->items[list->count++] = r;
}

/* The files themselves (3.3.1), to who may have them. */
vt_err
presentation_rendering(struct presentation_call *c, struct presentation_resources *list_r)
{
	struct presentation_resources	list = { vt_arena_array(c->arena, c->file_count + 2,
					    sizeof(*list.items)), 0 };

	if (list.items == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; c->may_text && i < c->file_count; i++) {
		if (!presentation_is_document(&c->files[i]) && !vt_file_is_captions(&c->files[i]))
			continue;
		list.items[list.count] = presentation_file(c, &c->files[i]);
		list.count += list.items[list.count].id.len > 0;
	}
	if (c->may_text && c->has_text) {
		presentation_text_file(c, "files.text", (struct presentation_resource){
			.type = "Text", .message = "presentation.plain_text",
			.format = VT_STR("text/plain") }, &list);
		presentation_text_file(c, "files.alto_zip", (struct presentation_resource){
			.type = "Dataset", .message = "presentation.alto_zip",
			.format = VT_STR("application/zip") }, &list);
	}
	*list_r = list;
	return (VT_OK);
}

static vt_err
presentation_within_year(struct presentation_call *c, struct presentation_within *w, size_t *count)
{
	struct vt_serial	serial;
	struct vt_label		*label;
	int64_t			 day;
	vt_err			 err = vt_catalog_serial_of(c->catalog, c->arena, c->object.rowid,
				    &serial, &day);

	if (err == VT_E_NOTFOUND) {
		vt_fail_clear();
		return (VT_OK);
	}
	if (err != VT_OK)
		return (err);
	if ((label = vt_arena_alloc(c->arena, sizeof(*label))) == NULL)
		return (VT_E_LIMIT);
	*label = (struct vt_label){ serial.lang, vt_str_printf(c->arena, "%.*s, %lld",
	    VT_STR_ARG(serial.title), (long long)(day / 10000)) };
	w[(*count)++] = (struct presentation_within){ vt_str_printf(c->arena,
	    PRESENTATION_SERIAL "%.*s:%lld", VT_STR_ARG(serial.identifier),
	    (long long)(day / 10000)), { label, 1 } };
	return (VT_OK);
}

vt_err
presentation_within(struct presentation_call *c, struct presentation_within **list_r,
    size_t *count_r)
{
	struct vt_collection		*list;
	struct presentation_within	*w;
	size_t				 count;
	vt_err				 err;

	if ((err = vt_catalog_object_collections(c->catalog, c->arena, c->object.rowid, &list,
	    &count)) != VT_OK)
		return (err);
	if ((w = vt_arena_array(c->arena, count + 1, sizeof(*w))) == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++)
		w[i] = (struct presentation_within){ list[i].spec, list[i].names };
	*list_r = w;
	*count_r = count;
	return (presentation_within_year(c, w, count_r));
}

/* --- search in it ---------------------------------------------------------------------- */

bool
presentation_has_search(struct presentation_call *c, const char *link)
{
	return (c->is_manifest && c->has_text && c->may_text &&
	    vt_link_id(c->req, link, c->object.identifier).len > 0);
}

static void
presentation_service_2_0(struct presentation_call *c)
{
	struct vt_str	complete = vt_link_id(c->req, "iiif.autocomplete.2", c->object.identifier);

	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", vt_link_id(c->req, "iiif.search.2", c->object.identifier));
	vt_jsonw_pair_c(&c->j, "type", "SearchService2");
	if (complete.len > 0) {
		vt_jsonw_key(&c->j, "service");
		vt_jsonw_array(&c->j);
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "id", complete);
		vt_jsonw_pair_c(&c->j, "type", "AutoCompleteService2");
		vt_jsonw_end(&c->j);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* In 3.0 without contexts (4.6) and with what is nested in an array; in 2.1 as it was. */
static void
presentation_service_1_0(struct presentation_call *c)
{
	struct vt_str	complete = vt_link_id(c->req, "iiif.autocomplete.1", c->object.identifier);
	bool		is_3 = c->version == PRESENTATION_3;

	vt_jsonw_object(&c->j);
	if (!is_3)
		vt_jsonw_pair_c(&c->j, "@context", "http://iiif.io/api/search/1/context.json");
	vt_jsonw_pair(&c->j, "@id", vt_link_id(c->req, "iiif.search.1", c->object.identifier));
	if (is_3)
		vt_jsonw_pair_c(&c->j, "@type", "SearchService1");
	vt_jsonw_pair_c(&c->j, "profile", "http://iiif.io/api/search/1/search");
	if (complete.len > 0) {
		vt_jsonw_key(&c->j, "service");
		if (is_3)
			vt_jsonw_array(&c->j);
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "@id", complete);
		if (is_3)
			vt_jsonw_pair_c(&c->j, "@type", "AutoCompleteService1");
		vt_jsonw_pair_c(&c->j, "profile", "http://iiif.io/api/search/1/autocomplete");
		vt_jsonw_end(&c->j);
		if (is_3)
			vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* 2.0 before 1.0: who knows both takes the first, who knows 1.0 alone looks for it. */
void
presentation_search_services(struct presentation_call *c)
{
	bool	has_2 = c->version == PRESENTATION_3 && presentation_has_search(c, "iiif.search.2");
	bool	has_1 = presentation_has_search(c, "iiif.search.1");

	if (!has_1 && !has_2)
		return;
	vt_jsonw_key(&c->j, "service");
	if (c->version == PRESENTATION_3)
		vt_jsonw_array(&c->j);
	if (has_2)
		presentation_service_2_0(c);
	if (has_1)
		presentation_service_1_0(c);
	if (c->version == PRESENTATION_3)
		vt_jsonw_end(&c->j);
}
