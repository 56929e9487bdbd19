/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows of tables become drafts: a property a value, places with their
 * coordinates, images as pages.  Columns are understood in table_columns.c.
 */
#include "ingest/sources/table.h"

#include <math.h>

#include "api/buf.h"
#include "catalog/writer.h"
#include "ingest/normalise/normalise.h"

#define VT_TABLE_SHOWN_MAX 60 /* bytes of a cell that a sentence shows */

/* The values of the columns that belong together: spatial, latitude, longitude; and
 * those that are parallel to the images. */
struct vt_table_places {
	struct vt_str spatial, latitude, longitude;
	struct vt_str page_label, page_behavior, choice;
};

vt_err
vt_table_next(struct vt_table *t, struct vt_arena *a, struct vt_csv_row *row_r)
{
	return (vt_csv_next(&t->csv, a, row_r));
}

/* The next value of a cell; empty ones are passed over unless they hold a place
 * in a parallel list. */
static bool
vt_table_value(struct vt_str *rest, struct vt_str *value_r)
{
	if (!vt_str_next(rest, '|', value_r))
		return (false);
	*value_r = vt_str_trim(*value_r);
	return (true);
}

/* -90..90 or -180..180, also with a comma as spreadsheets write. */
static bool
vt_table_degrees(struct vt_str s, double max, double *degrees_r)
{
	char text[32];
	double v;

	if (s.len == 0 || s.len >= sizeof(text))
		return (false);
	for (size_t i = 0; i < s.len; i++)
		text[i] = s.p[i] == ',' ? '.' : s.p[i];
	if (!vt_str_to_double((struct vt_str){ text, s.len }, &v) || fabs(v) > max)
		return (false);
	*degrees_r = v;
	return (true);
}

static vt_err
vt_table_place(struct vt_draft *d, struct vt_str name, struct vt_str lat, struct vt_str lon,
	       struct vt_str lang)
{
	struct vt_property p = { .name = VT_STR("spatial"), .value = name, .lang = lang };

	if (name.len == 0 && lat.len == 0 && lon.len == 0)
		return (VT_OK);
	if (vt_table_degrees(lat, 90, &p.latitude) && vt_table_degrees(lon, 180, &p.longitude)) {
		p.has_coordinates = true;
	} else if (lat.len != 0 || lon.len != 0) {
		vt_findings_add(
		    &d->findings, VT_FINDING_PLACE,
		    "coordinates \"%.*s\", \"%.*s\" are not degrees (latitude -90..90, longitude "
		    "-180..180) and are left out",
		    VT_STR_ARG(lat), VT_STR_ARG(lon));
		if (name.len == 0)
			return (VT_OK);
	}
	if (name.len == 0) {
		p.value = vt_str_printf(d->arena, "%.*s, %.*s", VT_STR_ARG(lat), VT_STR_ARG(lon));
		vt_findings_add(&d->findings, VT_FINDING_PLACE,
				"coordinates %.*s without a place's name in spatial",
				VT_STR_ARG(p.value));
	}
	return (vt_draft_property(d, &p));
}

static vt_err
vt_table_places(struct vt_draft *d, struct vt_table_places *places, struct vt_str lang)
{
	struct vt_str name = VT_STR_NONE, lat = VT_STR_NONE, lon = VT_STR_NONE;
	vt_err err = VT_OK;

	while (err == VT_OK) {
		bool has_name = vt_table_value(&places->spatial, &name);
		bool has_lat = vt_table_value(&places->latitude, &lat);
		bool has_lon = vt_table_value(&places->longitude, &lon);

		if (!has_name && !has_lat && !has_lon)
			return (VT_OK);
		err = vt_table_place(d, has_name ? name : VT_STR_NONE, has_lat ? lat : VT_STR_NONE,
				     has_lon ? lon : VT_STR_NONE, lang);
	}
	return (err);
}

static bool
vt_table_is_address(struct vt_str s)
{
	return (vt_str_starts(s, VT_STR("http://")) || vt_str_starts(s, VT_STR("https://")));
}

/* rights: an address is the object's rights, words are a statement. */
static bool
vt_table_rights(struct vt_draft *d, struct vt_str value)
{
	if (d->object.rights.len == 0)
		d->object.rights = value;
	return (vt_str_eq(d->object.rights, value) && vt_table_is_address(value));
}

static vt_err
vt_table_term(struct vt_draft *d, const struct vt_column *c, struct vt_str cell)
{
	struct vt_str value;
	vt_err err = VT_OK;

	while (err == VT_OK && vt_table_value(&cell, &value)) {
		struct vt_property p = { .name = vt_str_of(c->term),
					 .value = value,
					 .lang = c->lang };

		if (value.len == 0)
			continue;
		if (strcmp(c->term, "rights") == 0 && vt_table_rights(d, value))
			continue;
		if (strcmp(c->term, "language") == 0 && d->object.language.len == 0)
			d->object.language = value;
		err = vt_draft_property(d, &p);
	}
	return (err);
}

static vt_err
vt_table_identifier(struct vt_draft *d, struct vt_str cell)
{
	struct vt_str value;
	vt_err err = VT_OK;

	while (err == VT_OK && vt_table_value(&cell, &value)) {
		struct vt_property p = { .name = VT_STR("identifier"), .value = value };

		if (value.len == 0)
			continue;
		if (d->raw_identifier.len == 0)
			d->raw_identifier = value;
		else
			err = vt_draft_property(d, &p);
	}
	return (err);
}

static vt_err
vt_table_files(struct vt_draft *d, struct vt_str cell, bool is_image)
{
	struct vt_str value;
	vt_err err = VT_OK;

	while (err == VT_OK && vt_table_value(&cell, &value))
		if (value.len != 0)
			err = vt_draft_refer(d, value, is_image);
	return (err);
}

static vt_err
vt_table_collections(struct vt_draft *d, struct vt_str cell)
{
	struct vt_str value;
	vt_err err = VT_OK;

	while (err == VT_OK && vt_table_value(&cell, &value)) {
		if (value.len == 0)
			continue;
		value = vt_spec_of_collection(d->arena, value);
		if (value.p == NULL)
			return (VT_E_LIMIT);
		if (!vt_package_is_spec(value))
			return (vt_fail(
			    VT_E_BADARG,
			    "\"%.*s\" is not a collection's spec (parts of letters, digits and "
			    "-_.!~*'() divided by ':')",
			    VT_STR_ARG(value)));
		err = vt_draft_collection(d, value);
	}
	return (err);
}

/* A word that is not understood must not publish what was to stay closed. */
static vt_err
vt_table_access(struct vt_draft *d, struct vt_str cell)
{
	if (!vt_package_access(cell, &d->object.access, &d->object.embargo_until))
		return (vt_fail(VT_E_BADARG,
				"access \"%.*s\" is none of open, metadata, embargo:YYYY-MM-DD",
				VT_STR_ARG(cell)));
	d->has_access = true;
	return (VT_OK);
}

static void
vt_table_kind(struct vt_draft *d, struct vt_str cell)
{
	if (!vt_kind_parse(cell, &d->object.kind))
		vt_findings_add(&d->findings, VT_FINDING_VALUE,
				"kind \"%.*s\" is none of TEXT, IMAGE, SOUND, VIDEO, 3D",
				VT_STR_ARG(cell));
}

static void
vt_table_start(struct vt_draft *d, struct vt_str cell)
{
	int64_t n;

	if (vt_str_to_int(cell, 1, VT_DRAFT_PAGES_MAX, &n))
		d->start_page = n - 1;
	else
		vt_findings_add(&d->findings, VT_FINDING_VALUE,
				"start_page \"%.*s\" is not the number of a page", VT_STR_ARG(cell));
}

/* How the object is shown. */
static vt_err
vt_table_cell_view(struct vt_draft *d, const struct vt_column *c, struct vt_str cell,
		   struct vt_table_places *places)
{
	switch (c->use) {
	case VT_COLUMN_PAGE_LABEL:
		places->page_label = cell;
		break;
	case VT_COLUMN_PAGE_BEHAVIOR:
		places->page_behavior = cell;
		break;
	case VT_COLUMN_CHOICE:
		places->choice = cell;
		break;
	case VT_COLUMN_DIRECTION:
		vt_draft_set_direction(d, cell);
		break;
	case VT_COLUMN_BEHAVIOR:
		vt_draft_set_behavior(d, cell);
		break;
	case VT_COLUMN_START:
		vt_table_start(d, cell);
		break;
	default:
		break;
	}
	return (VT_OK);
}

static vt_err
vt_table_cell(struct vt_draft *d, const struct vt_column *c, struct vt_str cell,
	      struct vt_table_places *places)
{
	switch (c->use) {
	case VT_COLUMN_TERM:
		if (strcmp(c->term, "spatial") != 0 || places->spatial.len != 0)
			return (vt_table_term(d, c, cell));
		places->spatial = cell;
		return (VT_OK);
	case VT_COLUMN_IDENTIFIER:
		return (vt_table_identifier(d, cell));
	case VT_COLUMN_IMAGE:
	case VT_COLUMN_FILE:
		return (vt_table_files(d, cell, c->use == VT_COLUMN_IMAGE));
	case VT_COLUMN_KIND:
		vt_table_kind(d, cell);
		return (VT_OK);
	case VT_COLUMN_ACCESS:
		return (vt_table_access(d, cell));
	case VT_COLUMN_LATITUDE:
		places->latitude = cell;
		return (VT_OK);
	case VT_COLUMN_LONGITUDE:
		places->longitude = cell;
		return (VT_OK);
	case VT_COLUMN_COLLECTION:
		return (vt_table_collections(d, cell));
	case VT_COLUMN_INSTITUTION:
		d->object.institution = cell;
		return (VT_OK);
	default:
		break;
	}
	return (vt_table_cell_view(d, c, cell, places));
}

/* --- what is said of single pages ------------------------------------------------- */

static vt_err
vt_table_page_choice(struct vt_draft *d, size_t page, struct vt_str value)
{
	ptrdiff_t at = vt_str_find(value, VT_STR("="));
	struct vt_str label = VT_STR_NONE;

	if (at > 0) {
		label = vt_str_trim(vt_str_sub(value, (size_t)at + 1, value.len));
		value = vt_str_trim(vt_str_sub(value, 0, (size_t)at));
	}
	return (vt_draft_choice(d, page + 1, value, label));
}

static vt_err
vt_table_page(struct vt_draft *d, enum vt_column_use use, size_t page, struct vt_str value)
{
	if (use == VT_COLUMN_PAGE_LABEL)
		d->pages[page].label = value;
	else if (use == VT_COLUMN_PAGE_BEHAVIOR)
		vt_draft_set_page_behavior(d, page, value);
	else
		return (vt_table_page_choice(d, page, value));
	return (VT_OK);
}

static vt_err
vt_table_clean_cell(struct vt_draft *d, struct vt_str *cell)
{
	size_t strange;
	vt_err err = vt_table_clean(d->arena, cell, &strange);

	if (err == VT_OK && strange > 0)
		vt_findings_add(&d->findings, VT_FINDING_ENCODING,
				"%zu control character%s taken out of \"%.*s\"; put the table right",
				strange, strange != 1 ? "s were" : " was",
				VT_STR_ARG(vt_utf8_cut(*cell, VT_TABLE_SHOWN_MAX)));
	return (err);
}

/* A list parallel to the images. */
static vt_err
vt_table_by_page(struct vt_draft *d, enum vt_column_use use, struct vt_str cell)
{
	size_t pages = vt_draft_leaves(d), page = 0;
	struct vt_str value;
	vt_err err = VT_OK;

	for (; err == VT_OK && vt_table_value(&cell, &value); page++) {
		if (value.len == 0)
			continue;
		if (page >= pages) {
			vt_findings_add(&d->findings, VT_FINDING_VALUE,
					"\"%.*s\" is said of image %zu, but there are only %zu",
					VT_STR_ARG(value), page + 1, pages);
			break;
		}
		err = vt_table_page(d, use, page, value);
	}
	return (err);
}

static vt_err
vt_table_pages(struct vt_draft *d, const struct vt_table_places *places)
{
	vt_err err = vt_table_by_page(d, VT_COLUMN_PAGE_LABEL, places->page_label);

	if (err == VT_OK)
		err = vt_table_by_page(d, VT_COLUMN_PAGE_BEHAVIOR, places->page_behavior);
	return (err == VT_OK ? vt_table_by_page(d, VT_COLUMN_CHOICE, places->choice) : err);
}

static void
vt_table_too_many(struct vt_draft *d, struct vt_str cell)
{
	vt_findings_add(&d->findings, VT_FINDING_COLUMN,
			"the row has more cells than the table has columns: \"%.*s\" and what "
			"follows is left out",
			VT_STR_ARG(cell));
}

vt_err
vt_table_row(const struct vt_table *t, const struct vt_csv_row *row, struct vt_draft *d)
{
	struct vt_table_places places = { .spatial = VT_STR_NONE };
	struct vt_str place_lang = VT_STR_NONE;
	vt_err err = VT_OK;

	for (size_t i = 0; i < row->count && err == VT_OK; i++) {
		struct vt_str cell = row->cells[i];
		const struct vt_column *c;

		if (!vt_utf8_is_valid(cell))
			return (vt_fail(VT_E_BADARG,
					"a cell is not UTF-8; save the table as \"CSV UTF-8\""));
		if ((err = vt_table_clean_cell(d, &cell)) != VT_OK)
			return (err);
		if (cell.len == 0)
			continue;
		if (i >= t->column_count) {
			vt_table_too_many(d, cell);
			break;
		}
		c = &t->columns[i];
		if (c->term != NULL && strcmp(c->term, "spatial") == 0 && places.spatial.len == 0)
			place_lang = c->lang;
		err = vt_table_cell(d, c, cell, &places);
	}
	if (err == VT_OK)
		err = vt_table_places(d, &places, place_lang);
	return (err == VT_OK ? vt_table_pages(d, &places) : err);
}
