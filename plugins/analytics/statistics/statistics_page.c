/* SPDX-License-Identifier: Apache-2.0 */
/*
 * GET /statistics, /statistics/data.json, /statistics/data.tsv, and
 * /statistics/objects/{id}: what one object was used, rounded down, since whoever asks
 * twice would else know what happened between.
 */
#include <stdlib.h>

#include "statistics.h"

struct page {
	struct vt_request	*req;
	struct vt_response	*res;
	struct vt_arena		*arena;
	const struct analytics_state *state;
	struct analytics_db	*db;	/* NULL: nothing was counted yet */
	struct statistics	*s;
};

static void
page_close(void *arg)
{
	struct analytics_db	*db = arg;

	analytics_db_close(&db);
}

static vt_err
page_start(struct page *p, struct vt_request *req, struct vt_response *res)
{
	vt_err	err;

	*p = (struct page){ .req = req, .res = res, .arena = vt_request_arena(req),
		.state = vt_request_state(req) };
	if ((p->s = vt_arena_alloc(p->arena, sizeof(*p->s))) == NULL)
		return (VT_E_LIMIT);
	p->s->hidden_below = p->state->conf->hidden_below;
	vt_response_expires(res, vt_time_now() + STATISTICS_KEPT_S);
	err = analytics_db_open(p->state->folder, ANALYTICS_READ, &p->db);
	if (err == VT_E_NOTFOUND)
		return (VT_OK);
	return (err == VT_OK ? vt_defer(p->arena, page_close, p->db) : err);
}

static vt_err
page_read(struct page *p)
{
	struct vt_catalog	*catalog = vt_request_catalog(p->req);

	return (catalog != NULL ? statistics_read(p->db, catalog, p->arena, p->s) :
	    VT_E_UNAVAILABLE);
}

static struct vt_str
page_message(struct page *p, const char *name)
{
	return (vt_message(p->req, vt_str_c(p->arena, vt_str_printf(p->arena, "statistics.%s", name))));
}

/* The institution's name for its code. */
static struct vt_str
page_label(struct page *p, const struct statistics_table *t, const struct statistics_row *row)
{
	struct vt_institution	 institution;
	struct vt_catalog	*catalog;
	struct vt_str		 name;

	if (strcmp(t->name, "institutions") != 0 || (catalog = vt_request_catalog(p->req)) == NULL ||
	    vt_catalog_institution(catalog, p->arena, row->id, &institution) != VT_OK)
		return (row->label.len > 0 ? row->label : row->id);
	name = vt_labels_get(&institution.names, vt_request_language(p->req));
	return (name.len > 0 ? name : row->label);
}

static struct vt_str
page_number(struct page *p, const struct statistics_row *row, size_t column)
{
	if (statistics_is_hidden_cell(row, column))
		return (page_message(p, "not_shown"));
	return (vt_str_printf(p->arena, "%lld", (long long)row->n[column]));
}

/* --- the page -------------------------------------------------------------------------- */

static struct vt_value *
page_row(struct page *p, const struct statistics_table *t, const struct statistics_row *row)
{
	struct vt_value	*v = vt_value_map(p->arena), *cells = vt_value_list(p->arena);

	vt_value_set_str(v, "label", page_label(p, t, row));
	if (strcmp(t->name, "most") == 0)
		vt_value_set_str(v, "object_url", vt_link_id(p->req, "site.object", row->id));
	for (size_t i = 0; i < t->column_count; i++)
		vt_value_add_str(cells, page_number(p, row, i));
	vt_value_set(v, "cells", cells);
	return (v);
}

static void
page_chart(struct page *p, const struct statistics_table *t, struct vt_value *v)
{
	struct vt_buf	svg;
	struct vt_str	title = vt_str_printf(p->arena, "%.*s: %.*s",
			    VT_STR_ARG(page_message(p, t->name)),
			    VT_STR_ARG(page_message(p, t->columns[0])));

	vt_buf_init(&svg, 0);
	statistics_chart(t, title, &svg);
	vt_value_set_html(v, "chart", vt_buf_get(&svg));
	vt_value_set_str(v, "chart_title", title);
	vt_buf_fini(&svg);
}

static struct vt_value *
page_table(struct page *p, const struct statistics_table *t)
{
	struct vt_value	*v = vt_value_map(p->arena), *columns = vt_value_list(p->arena);
	struct vt_value	*rows = vt_value_list(p->arena);
	bool		 has_numbers = statistics_has_numbers(t);
	bool		 is_monthly = t->row_count == STATISTICS_MONTHS && t->rows[0].id.len == 0;

	vt_value_set_str(v, "name", vt_str_of(t->name));
	vt_value_set_str(v, "title", page_message(p, t->name));
	vt_value_set_str(v, "about", page_message(p, vt_str_c(p->arena,
	    vt_str_printf(p->arena, "%s_about", t->name))));
	vt_value_set_str(v, "what", page_message(p, vt_str_c(p->arena,
	    vt_str_printf(p->arena, "%s_what", t->name))));
	for (size_t i = 0; i < t->column_count; i++)
		vt_value_add_str(columns, page_message(p, t->columns[i]));
	for (size_t i = 0; i < t->row_count; i++)
		vt_value_add(rows, page_row(p, t, &t->rows[i]));
	vt_value_set(v, "columns", columns);
	vt_value_set(v, "rows", rows);
	vt_value_set_bool(v, "has_rows", has_numbers);
	vt_value_set_bool(v, "is_monthly", is_monthly);
	if (is_monthly && has_numbers)
		page_chart(p, t, v);
	return (v);
}

static void
page_head(struct page *p, struct vt_value *data)
{
	static const struct {
		const char	*key, *prefix;
	} all[] = { { "url_any", "" }, { "url_lt", "/lt" }, { "url_en", "/en" } };
	struct vt_str	base = vt_request_base_url(p->req);

	vt_value_set_str(data, "title", page_message(p, "title"));
	vt_value_set_str(data, "url", vt_str_printf(p->arena, "%.*s%.*s/statistics", VT_STR_ARG(base),
	    VT_STR_ARG(vt_request_prefix(p->req))));
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		vt_value_set_str(data, all[i].key, vt_str_printf(p->arena, "%.*s%s/statistics",
		    VT_STR_ARG(base), all[i].prefix));
}

vt_err
statistics_html(struct vt_request *req, struct vt_response *res)
{
	struct vt_value	*data, *tables;
	struct page	 p;
	char		 day[VT_TIME_MAX];
	vt_err		 err = page_start(&p, req, res);

	if (err == VT_OK)
		err = page_read(&p);
	if (err != VT_OK)
		return (err);
	data = vt_value_map(p.arena);
	tables = vt_value_list(p.arena);
	page_head(&p, data);
	for (int i = 0; i < STATISTICS_TABLES; i++)
		vt_value_add(tables, page_table(&p, &p.s->tables[i]));
	vt_value_set(data, "tables", tables);
	vt_value_set_str(data, "rules", p.s->rules.len > 0 ? p.s->rules : VT_STR(ANALYTICS_RULES));
	vt_value_set_str(data, "robots", p.s->robots);
	if (p.s->hidden_below > 1)
		vt_value_set_str(data, "hidden_below", vt_str_printf(p.arena, "%lld",
		    (long long)p.s->hidden_below));
	vt_value_set_str(data, "day", p.s->rolled > 0 ? vt_str_of(vt_time_date(p.s->rolled, day)) :
	    VT_STR_NONE);
	return (vt_page(req, res, "statistics", data));
}

/* --- data -------------------------------------------------------------------------------- */

/* A hidden number is null. */
static void
page_json_number(struct vt_jsonw *j, const char *key, int64_t n, bool is_hidden)
{
	vt_jsonw_key(j, key);
	if (is_hidden)
		vt_jsonw_null(j);
	else
		vt_jsonw_int(j, n);
}

static void
page_json_table(struct page *p, struct vt_jsonw *j, const struct statistics_table *t)
{
	vt_jsonw_key(j, t->name);
	vt_jsonw_array(j);
	for (size_t i = 0; i < t->row_count; i++) {
		const struct statistics_row *row = &t->rows[i];

		vt_jsonw_object(j);
		vt_jsonw_pair(j, row->id.len > 0 ? "name" : "month", page_label(p, t, row));
		if (row->id.len > 0)
			vt_jsonw_pair(j, "id", row->id);
		for (size_t c = 0; c < t->column_count; c++)
			page_json_number(j, t->columns[c], row->n[c],
			    statistics_is_hidden_cell(row, c));
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

vt_err
statistics_json(struct vt_request *req, struct vt_response *res)
{
	struct page	p;
	struct vt_jsonw	j;
	vt_err		err = page_start(&p, req, res);

	if (err == VT_OK)
		err = page_read(&p);
	if (err != VT_OK)
		return (err);
	vt_response_type(res, "application/json");
	vt_jsonw_init(&j, vt_response_body(res));
	vt_jsonw_object(&j);
	vt_jsonw_pair(&j, "rules", p.s->rules);
	vt_jsonw_pair(&j, "robots_lists", p.s->robots);
	vt_jsonw_pair_int(&j, "hidden_below", p.s->hidden_below);
	vt_jsonw_pair_int(&j, "rounded_down_to", p.s->hidden_below > 1 ? p.s->hidden_below : 1);
	for (int i = 0; i < STATISTICS_TABLES; i++)
		page_json_table(&p, &j, &p.s->tables[i]);
	vt_jsonw_end(&j);
	err = vt_jsonw_error(&j);
	return (err != VT_OK ? err : vt_response_error(res));
}

static void
page_tsv_table(struct page *p, struct vt_buf *out, const struct statistics_table *t)
{
	analytics_sheet_cell(out, page_message(p, t->name));
	vt_buf_char(out, '\n');
	for (size_t c = 0; c < t->column_count; c++) {
		vt_buf_char(out, '\t');
		analytics_sheet_cell(out, page_message(p, t->columns[c]));
	}
	for (size_t i = 0; i < t->row_count; i++) {
		vt_buf_char(out, '\n');
		analytics_sheet_cell(out, page_label(p, t, &t->rows[i]));
		for (size_t c = 0; c < t->column_count; c++) {
			vt_buf_char(out, '\t');
			analytics_sheet_cell(out, page_number(p, &t->rows[i], c));
		}
	}
	vt_buf_str(out, VT_STR("\n\n"));
}

vt_err
statistics_tsv(struct vt_request *req, struct vt_response *res)
{
	struct page	 p;
	struct vt_buf	*out = vt_response_body(res);
	vt_err		 err = page_start(&p, req, res);

	if (err == VT_OK)
		err = page_read(&p);
	if (err != VT_OK)
		return (err);
	vt_response_type(res, "text/tab-separated-values; charset=utf-8");
	vt_buf_str(out, VT_STR("\xef\xbb\xbf"));
	for (int i = 0; i < STATISTICS_TABLES; i++)
		page_tsv_table(&p, out, &p.s->tables[i]);
	return (vt_response_error(res));
}

/* --- one object ----------------------------------------------------------------------------- */

static const char page_object_sql[] =
	"WITH RECURSIVE month_seen(month) AS (SELECT min(month) FROM use UNION ALL"
	" SELECT (SELECT min(month) FROM use WHERE month > month_seen.month) FROM month_seen"
	" WHERE month_seen.month IS NOT NULL) SELECT ifnull(min(month), 0),"
	" ifnull(sum(total_investigations), 0), ifnull(sum(unique_investigations), 0),"
	" ifnull(sum(total_requests), 0), ifnull(sum(unique_requests), 0), ifnull(sum(pages), 0),"
	" ifnull(sum(downloads), 0) FROM use WHERE class = 'p'"
	/* Month by month, as the table is kept. */
	" AND month IN (SELECT month FROM month_seen)"
	" AND item = (SELECT id FROM item WHERE identifier = ?1)";

static vt_err
page_object_numbers(struct page *p, struct vt_str id, int64_t n[7])
{
	sqlite3_stmt	*q;
	vt_err		 err;

	if (p->db == NULL)
		return (VT_OK);
	err = analytics_db_prepare(p->db, page_object_sql, &q);
	if (err == VT_OK) {
		analytics_db_text(q, 1, id);
		err = analytics_db_next(p->db, q);
	}
	for (int i = 0; i < 7 && err == VT_OK; i++)
		n[i] = sqlite3_column_int64(q, i);
	(void)sqlite3_finalize(q);
	return (err);
}

/* n: the first month, then the numbers. */
static vt_err
statistics_object_write(struct page *p, struct vt_response *res, struct vt_str id,
    const int64_t n[7])
{
	static const char *const names[] = { "total_investigations", "unique_investigations",
		"total_requests", "unique_requests", "pages", "downloads" };
	struct vt_jsonw	j;
	vt_err		err;

	vt_response_type(res, "application/json");
	vt_jsonw_init(&j, vt_response_body(res));
	vt_jsonw_object(&j);
	vt_jsonw_pair(&j, "object", id);
	if (n[0] > 0 && !statistics_is_hidden(p->s, n[1]))
		vt_jsonw_pair(&j, "since", vt_str_printf(p->arena, "%04lld-%02lld",
		    (long long)n[0] / 100, (long long)n[0] % 100));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		page_json_number(&j, names[i], statistics_rounded(p->s, n[i + 1]),
		    statistics_is_hidden(p->s, n[i + 1]));
	vt_jsonw_end(&j);
	err = vt_jsonw_error(&j);
	return (err != VT_OK ? err : vt_response_error(res));
}

vt_err
statistics_object(struct vt_request *req, struct vt_response *res)
{
	struct vt_str		 id = vt_request_param(req, "id");
	struct vt_catalog	*catalog = vt_request_catalog(req);
	struct vt_object	 object;
	int64_t			 n[7] = { 0 };
	struct page		 p;
	vt_err			 err = catalog != NULL ? page_start(&p, req, res) : VT_E_UNAVAILABLE;

	if (err == VT_OK)
		err = vt_catalog_object(catalog, p.arena, id, &object);
	if (err == VT_OK && object.is_deleted)
		err = vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id));
	if (err == VT_OK)
		err = page_object_numbers(&p, id, n);
	return (err == VT_OK ? statistics_object_write(&p, res, id, n) : err);
}
