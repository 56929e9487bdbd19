/* SPDX-License-Identifier: Apache-2.0 */
/* The report of a run as one JSON document, for programs. */
#include "api/json.h"
#include "ingest/run/report.h"

static const char *const vt_report_names[VT_REPORT_COUNTS] = {
	[VT_REPORT_NEW] = "new",
	[VT_REPORT_CHANGED] = "changed",
	[VT_REPORT_UNCHANGED] = "unchanged",
	[VT_REPORT_DELETED] = "deleted",
	[VT_REPORT_FAILED] = "failed",
	[VT_REPORT_DUPLICATES] = "duplicates",
	[VT_REPORT_PAGES] = "pages",
	[VT_REPORT_IMAGES] = "images",
	[VT_REPORT_BYTES] = "bytes",
};

static void
vt_report_json_entry(struct vt_jsonw *j, const struct vt_report_entry *e)
{
	vt_jsonw_object(j);
	if (e->kind != NULL)
		vt_jsonw_pair_c(j, "kind", e->kind);
	vt_jsonw_pair(j, "file", e->source);
	if (e->place.len != 0)
		vt_jsonw_pair(j, "place", e->place);
	vt_jsonw_pair(j, e->kind != NULL ? "text" : "reason", e->text);
	vt_jsonw_end(j);
}

static void
vt_report_json_list(struct vt_jsonw *j, const struct vt_report *r, bool of_findings)
{
	vt_jsonw_array(j);
	for (const struct vt_report_entry *e = r->first; e != NULL; e = e->next)
		if ((e->kind != NULL) == of_findings)
			vt_report_json_entry(j, e);
	vt_jsonw_end(j);
}

static void
vt_report_json_kinds(struct vt_jsonw *j, const struct vt_report *r)
{
	vt_jsonw_object(j);
	for (size_t i = 0; i < r->kind_count; i++)
		vt_jsonw_pair_int(j, r->kinds[i].name, r->kinds[i].count);
	vt_jsonw_end(j);
}

static void
vt_report_json_gone(struct vt_jsonw *j, const struct vt_report *r)
{
	vt_jsonw_key(j, "gone");
	vt_jsonw_array(j);
	for (const struct vt_report_gone *g = r->first_gone; g != NULL; g = g->next) {
		vt_jsonw_object(j);
		vt_jsonw_pair(j, "identifier", g->identifier);
		vt_jsonw_pair(j, "file", g->source);
		vt_jsonw_key(j, "withdrawn");
		vt_jsonw_bool(j, r->prunes && !r->is_dry && !g->is_kept);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
	vt_jsonw_key(j, "pruned");
	vt_jsonw_bool(j, r->prunes && !r->is_dry);
}

static void
vt_report_json_turned(struct vt_jsonw *j, const struct vt_report *r)
{
	vt_jsonw_key(j, "turned");
	vt_jsonw_array(j);
	for (const struct vt_report_turned *t = r->first_turned; t != NULL; t = t->next) {
		vt_jsonw_object(j);
		vt_jsonw_pair_c(j, "what", t->what);
		vt_jsonw_pair(j, "from", t->from);
		vt_jsonw_pair(j, "to", t->to);
		vt_jsonw_key(j, "identifiers");
		vt_jsonw_array(j);
		for (const struct vt_report_name *n = t->first; n != NULL; n = n->next)
			vt_jsonw_str(j, n->text);
		vt_jsonw_end(j);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

static void
vt_report_json_used(struct vt_jsonw *j, const struct vt_report *r)
{
	vt_jsonw_key(j, "also_used");
	vt_jsonw_array(j);
	for (const struct vt_report_name *n = r->first_used; n != NULL; n = n->next)
		vt_jsonw_str(j, n->text);
	vt_jsonw_end(j);
}

static void
vt_report_json_withheld(struct vt_jsonw *j, const struct vt_report *r)
{
	vt_jsonw_key(j, "withheld");
	vt_jsonw_array(j);
	for (const struct vt_report_withheld *h = r->first_withheld; h != NULL; h = h->next) {
		vt_jsonw_object(j);
		vt_jsonw_pair(j, "format", h->format);
		vt_jsonw_pair(j, "identifier", h->identifier);
		vt_jsonw_pair(j, "reason", h->why);
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

static void
vt_report_json_quality(struct vt_jsonw *j, const struct vt_report_quality *q)
{
	vt_jsonw_key(j, "quality");
	vt_jsonw_object(j);
	vt_jsonw_pair_int(j, "objects", q->objects);
	vt_jsonw_pair_int(j, "no_description", q->no_description);
	vt_jsonw_pair_int(j, "short_description", q->short_description);
	vt_jsonw_pair_int(j, "shared_title", q->shared_title);
	vt_jsonw_end(j);
}

/* How it went, behind what became of the objects. */
static void
vt_report_json_run(struct vt_jsonw *j, const struct vt_report *r)
{
	vt_jsonw_key(j, "seconds");
	vt_jsonw_double(j, (double)(r->ended_ms - r->started_ms) / 1000);
	vt_jsonw_key(j, "dry_run");
	vt_jsonw_bool(j, r->is_dry);
	vt_jsonw_key(j, "interrupted");
	vt_jsonw_bool(j, r->was_interrupted);
	vt_jsonw_key(j, "made_data_dir");
	vt_jsonw_bool(j, r->made_data_dir && !r->is_dry);
	if (r->fatal != NULL)
		vt_jsonw_pair_c(j, "fatal", r->fatal);
	if (r->generation >= 0)
		vt_jsonw_pair_int(j, "generation", r->generation);
	vt_jsonw_pair_int(j, "exit_code", vt_report_exit(r));
}

vt_err
vt_report_json(const struct vt_report *r, struct vt_buf *out)
{
	struct vt_jsonw j;

	vt_jsonw_init(&j, out);
	vt_jsonw_object(&j);
	for (int i = 0; i < VT_REPORT_COUNTS; i++)
		if (i != VT_REPORT_FAILED)
			vt_jsonw_pair_int(&j, vt_report_names[i], r->counts[i]);
	vt_jsonw_pair_int(&j, "failed_count", r->counts[VT_REPORT_FAILED]);
	vt_jsonw_key(&j, "failed");
	vt_report_json_list(&j, r, false);
	vt_jsonw_key(&j, "finding_counts");
	vt_report_json_kinds(&j, r);
	vt_jsonw_key(&j, "findings");
	vt_report_json_list(&j, r, true);
	vt_report_json_used(&j, r);
	vt_report_json_turned(&j, r);
	vt_report_json_gone(&j, r);
	if (!r->is_dry)
		vt_report_json_withheld(&j, r);
	vt_report_json_quality(&j, &r->quality);
	vt_report_json_run(&j, r);
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j));
}
