/* SPDX-License-Identifier: Apache-2.0 */
/* The report of a run for people. */
#include "ingest/run/report.h"

/* "1.4 GB"; returns out. */
static const char *
vt_report_size(int64_t bytes, char out[32])
{
	static const char *const units[] = { "bytes", "kB", "MB", "GB", "TB" };
	double v = (double)bytes;
	size_t u = 0;

	while (v >= 1000 && u + 1 < sizeof(units) / sizeof(*units)) {
		v /= 1000;
		u++;
	}
	(void)snprintf(out, 32, u == 0 ? "%.0f %s" : "%.1f %s", v, units[u]);
	return (out);
}

/* Names of files and words of records are strangers': one line, and nothing that a
 * terminal would obey (C0, DEL, and C1 in UTF-8). */
static void
vt_report_words(struct vt_str s, FILE *out)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool is_c1 =
		    c == 0xC2 && i + 1 < s.len && ((unsigned char)s.p[i + 1] & 0xE0) == 0x80;

		(void)putc(c < 0x20 || c == 0x7F || is_c1 ? '?' : c, out);
		i += is_c1;
	}
}

static void
vt_report_line(const struct vt_report_entry *e, FILE *out)
{
	(void)fputs("  ", out);
	/* A sentence that already begins with its file need not say it twice. */
	if (e->source.len != 0 && !vt_str_starts(e->text, e->source)) {
		vt_report_words(e->source, out);
		(void)fputs(": ", out);
	}
	if (e->place.len != 0) {
		vt_report_words(e->place, out);
		(void)fputs(": ", out);
	}
	vt_report_words(e->text, out);
	(void)putc('\n', out);
}

static void
vt_report_some(const struct vt_report *r, const char *kind, int64_t total, FILE *out)
{
	int64_t shown = 0;

	for (const struct vt_report_entry *e = r->first; e != NULL && shown < VT_REPORT_SHOWN_MAX;
	     e = e->next) {
		if (kind == NULL ? e->kind != NULL : e->kind == NULL || strcmp(e->kind, kind) != 0)
			continue;
		vt_report_line(e, out);
		shown++;
	}
	if (total > shown)
		(void)fprintf(out, "  … and %lld more (--json has all)\n",
			      (long long)(total - shown));
}

static const char *
vt_report_s(int64_t n)
{
	return (n != 1 ? "s" : "");
}

/* --- what is true afterwards, whatever changed in this run ------------------------------- */

/* Up to the first of another PATH, which is returned. */
static const struct vt_report_gone *
vt_report_gone_count(const struct vt_report_gone *first, int64_t *count_r)
{
	const struct vt_report_gone *g;

	*count_r = 0;
	for (g = first; g != NULL && vt_str_eq(g->folder, first->folder); g = g->next)
		(*count_r)++;
	return (g);
}

static void
vt_report_gone_names(const struct vt_report_gone *first, const struct vt_report_gone *end,
		     int64_t count, FILE *out)
{
	int64_t shown = 0;

	for (const struct vt_report_gone *g = first; g != end && shown < VT_REPORT_SHOWN_MAX;
	     g = g->next, shown++) {
		(void)fputs(g != first ? ", " : "", out);
		vt_report_words(g->identifier, out);
	}
	if (count > shown)
		(void)fprintf(out, " … and %lld more (--json has all)", (long long)(count - shown));
	(void)putc('\n', out);
}

/* The objects gone from one PATH; returns the first of the next. */
static const struct vt_report_gone *
vt_report_gone_from(const struct vt_report *r, const struct vt_report_gone *first, FILE *out)
{
	int64_t count;
	const struct vt_report_gone *end = vt_report_gone_count(first, &count);

	(void)fputs("  ", out);
	vt_report_words(first->folder, out);
	(void)fprintf(out, ": %lld object%s that came from here %s no longer in it",
		      (long long)count, vt_report_s(count), count != 1 ? "are" : "is");
	if (!r->prunes || first->is_kept)
		(void)fprintf(out, "; --prune%s withdraws %s: ", first->is_kept ? "-all" : "",
			      count != 1 ? "them" : "it");
	else
		(void)fprintf(out, " and %s: ", r->is_dry ? "would be withdrawn" : "withdrawn now");
	vt_report_gone_names(first, end, count, out);
	return (end);
}

static void
vt_report_turned_names(const struct vt_report_turned *t, FILE *out)
{
	int64_t shown = 0;

	for (const struct vt_report_name *n = t->first; n != NULL && shown < VT_REPORT_SHOWN_MAX;
	     n = n->next, shown++) {
		(void)fputs(shown != 0 ? ", " : "", out);
		vt_report_words(n->text, out);
	}
	if (t->count > shown)
		(void)fprintf(out, " … and %lld more (--json has all)",
			      (long long)(t->count - shown));
	(void)putc('\n', out);
}

static void
vt_report_all_turned(const struct vt_report *r, FILE *out)
{
	if (r->first_turned != NULL)
		(void)fprintf(out, "Turned (is a package.yaml lost or changed?):\n");
	for (const struct vt_report_turned *t = r->first_turned; t != NULL; t = t->next) {
		(void)fprintf(out, "  %lld object%s ", (long long)t->count, vt_report_s(t->count));
		if (strcmp(t->what, "access") == 0)
			(void)fprintf(out, "became %.*s (%s %.*s): ", VT_STR_ARG(t->to),
				      t->count != 1 ? "were" : "was", VT_STR_ARG(t->from));
		else
			(void)fprintf(out,
				      "changed institution (%.*s → %.*s): ", VT_STR_ARG(t->from),
				      VT_STR_ARG(t->to));
		vt_report_turned_names(t, out);
	}
}

static void
vt_report_all_used(const struct vt_report *r, FILE *out)
{
	for (const struct vt_report_name *n = r->first_used; n != NULL; n = n->next) {
		(void)fputs("also used: ", out);
		vt_report_words(n->text, out);
		(void)putc('\n', out);
	}
}

static void
vt_report_all_gone(const struct vt_report *r, FILE *out)
{
	const struct vt_report_gone *g = r->first_gone;

	if (g != NULL)
		(void)fprintf(out, "Gone:\n");
	while (g != NULL)
		g = vt_report_gone_from(r, g, out);
}

static void
vt_report_all_withheld(const struct vt_report *r, FILE *out)
{
	const struct vt_report_withheld *h = r->first_withheld, *of;

	while (h != NULL) {
		int64_t count = 0;

		for (of = h; h != NULL && vt_str_eq(h->format, of->format); h = h->next)
			count++;
		(void)fprintf(out,
			      "Withheld, %.*s: %lld of %lld published object%s %s no such record "
			      "(%s%s %s, with the reasons)\n",
			      VT_STR_ARG(of->format), (long long)count, (long long)r->objects,
			      vt_report_s(r->objects), count != 1 ? "have" : "has",
			      vt_str_eq_c(of->format, "edm") ? "`vartai check` or " : "",
			      "--json names", count != 1 ? "them" : "it");
	}
}

static void
vt_report_lacking(const struct vt_report_quality *q, int64_t count, const char *what, FILE *out)
{
	if (count != 0)
		(void)fprintf(out, "  %lld of %lld new and changed object%s %s %s\n", (long long)count,
			      (long long)q->objects, vt_report_s(q->objects),
			      count != 1 ? "have" : "has", what);
}

static void
vt_report_hard_to_find(const struct vt_report *r, FILE *out)
{
	const struct vt_report_quality *q = &r->quality;

	if (q->no_description + q->short_description + q->shared_title == 0)
		return;
	(void)fprintf(out, "Hard to find (`vartai check` names each, with the mend):\n");
	vt_report_lacking(q, q->no_description, "no description", out);
	vt_report_lacking(q, q->short_description, "only a very short description", out);
	if (q->shared_title != 0)
		(void)fprintf(out, "  %lld of %lld published object%s the same title as another\n",
			      (long long)q->shared_title, (long long)r->objects,
			      r->objects != 1 ? "s have" : " has");
}

/* --- in all ------------------------------------------------------------------------------- */

static void
vt_report_totals(const struct vt_report *r, FILE *out)
{
	double seconds = (double)(r->ended_ms - r->started_ms) / 1000;
	const int64_t *c = r->counts;
	int64_t all =
	    c[VT_REPORT_NEW] + c[VT_REPORT_CHANGED] + c[VT_REPORT_UNCHANGED] + c[VT_REPORT_DELETED];
	char size[32];

	(void)fprintf(out, "%s%lld object%s: %lld new, %lld changed, %lld unchanged, %lld deleted",
		      r->is_dry ? "Nothing was written (dry run); it would be " : "",
		      (long long)all, vt_report_s(all), (long long)c[VT_REPORT_NEW],
		      (long long)c[VT_REPORT_CHANGED], (long long)c[VT_REPORT_UNCHANGED],
		      (long long)c[VT_REPORT_DELETED]);
	if (c[VT_REPORT_DUPLICATES] != 0)
		(void)fprintf(out, "; %lld met again", (long long)c[VT_REPORT_DUPLICATES]);
	(void)fprintf(out, "; %lld failed\n", (long long)c[VT_REPORT_FAILED]);
	(void)fprintf(out, "%lld page%s, %lld image%s, %s in %.1f s\n",
		      (long long)c[VT_REPORT_PAGES], vt_report_s(c[VT_REPORT_PAGES]),
		      (long long)c[VT_REPORT_IMAGES], vt_report_s(c[VT_REPORT_IMAGES]),
		      vt_report_size(c[VT_REPORT_BYTES], size), seconds);
}

static void
vt_report_failures(const struct vt_report *r, FILE *out)
{
	int64_t failed = 0;

	for (const struct vt_report_entry *e = r->first; e != NULL; e = e->next)
		failed += e->kind == NULL;
	if (failed == 0)
		return;
	(void)fprintf(out, "Failed:\n");
	vt_report_some(r, NULL, failed, out);
}

void
vt_report_print(const struct vt_report *r, FILE *out)
{
	vt_report_failures(r, out);
	for (size_t i = 0; i < r->kind_count; i++) {
		(void)fprintf(out, "Findings, %s: %lld\n", r->kinds[i].name,
			      (long long)r->kinds[i].count);
		vt_report_some(r, r->kinds[i].name, r->kinds[i].count, out);
	}
	vt_report_all_turned(r, out);
	vt_report_all_gone(r, out);
	vt_report_all_withheld(r, out);
	vt_report_hard_to_find(r, out);
	vt_report_all_used(r, out);
	if (r->lost != 0)
		(void)fprintf(out, "%lld more sentences found no room here\n", (long long)r->lost);
	if (r->was_interrupted)
		(void)fprintf(out,
			      "Stopped before the end; run it again and it goes on from here\n");
	if (r->fatal != NULL)
		(void)fprintf(out, "Ended early: %s\n", r->fatal);
	vt_report_totals(r, out);
}
