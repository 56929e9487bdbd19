/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects what happened in a run and prints it for people.  The JSON form is
 * in report_json.c.
 */
#include "ingest/report.h"

#include "api/time.h"

void
vt_report_init(struct vt_report *r)
{
	memset(r, 0, sizeof(*r));
	r->arena = vt_arena_new(VT_REPORT_MEMORY_MAX);
	r->generation = -1;
	r->started_ms = vt_time_monotonic_ms();
}

void
vt_report_fini(struct vt_report *r)
{
	vt_arena_free(&r->arena);
}

static void
vt_report_add(struct vt_report *r, const char *kind, struct vt_str source, struct vt_str place,
	      struct vt_str text)
{
	struct vt_report_entry *e = vt_arena_alloc(r->arena, sizeof(*e));

	if (e == NULL) {
		r->lost++;
		return;
	}
	e->kind = kind;
	e->source = vt_str_dup(r->arena, source);
	e->place = vt_str_dup(r->arena, place);
	e->text = vt_str_dup(r->arena, text);
	if (r->last != NULL)
		r->last->next = e;
	else
		r->first = e;
	r->last = e;
}

void
vt_report_failure(struct vt_report *r, struct vt_str source, struct vt_str place,
		  struct vt_str text)
{
	r->counts[VT_REPORT_FAILED]++;
	vt_report_add(r, NULL, source, place, text);
}

void
vt_report_finding(struct vt_report *r, const char *kind, struct vt_str source, struct vt_str place,
		  struct vt_str text)
{
	vt_report_add(r, kind, source, place, text);
}

void
vt_report_findings(struct vt_report *r, const struct vt_findings *f, struct vt_str source,
		   struct vt_str place)
{
	for (size_t i = 0; i < f->count; i++)
		vt_report_add(r, f->items[i].kind, source, place, f->items[i].text);
	r->lost += (int64_t)f->dropped;
}

int
vt_report_exit(const struct vt_report *r)
{
	return (r->counts[VT_REPORT_FAILED] != 0 || r->was_interrupted || r->fatal != NULL ? 1 : 0);
}

const char *
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

/* --- for people ---------------------------------------------------------------------------- */

/* Names of files and words of records are strangers': one line, and nothing that a
 * terminal would obey (C0, DEL, and C1 in UTF-8). */
static void
vt_report_words(struct vt_str s, FILE *out)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool is_c1 = c == 0xC2 && i + 1 < s.len && ((unsigned char)s.p[i + 1] & 0xE0) == 0x80;

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

static int64_t
vt_report_count(const struct vt_report *r, const char *kind)
{
	int64_t n = 0;

	for (const struct vt_report_entry *e = r->first; e != NULL; e = e->next)
		n += kind == NULL ? e->kind == NULL : e->kind != NULL && strcmp(e->kind, kind) == 0;
	return (n);
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

static bool
vt_report_is_first(const struct vt_report *r, const struct vt_report_entry *e)
{
	for (const struct vt_report_entry *b = r->first; b != e; b = b->next)
		if (b->kind != NULL && strcmp(b->kind, e->kind) == 0)
			return (false);
	return (true);
}

static void
vt_report_totals(const struct vt_report *r, FILE *out)
{
	double seconds = (double)(r->ended_ms - r->started_ms) / 1000;
	const int64_t *c = r->counts;
	char size[32];

	if (r->is_dry)
		(void)fprintf(out,
			      "Nothing was written (dry run): %lld new, %lld known, %lld failed\n",
			      (long long)c[VT_REPORT_NEW], (long long)c[VT_REPORT_KNOWN],
			      (long long)c[VT_REPORT_FAILED]);
	else
		(void)fprintf(out,
			      "%lld new, %lld changed, %lld unchanged, %lld deleted, %lld failed\n",
			      (long long)c[VT_REPORT_NEW], (long long)c[VT_REPORT_CHANGED],
			      (long long)c[VT_REPORT_UNCHANGED], (long long)c[VT_REPORT_DELETED],
			      (long long)c[VT_REPORT_FAILED]);
	(void)fprintf(out, "%lld pages, %lld images, %s in %.1f s\n", (long long)c[VT_REPORT_PAGES],
		      (long long)c[VT_REPORT_IMAGES], vt_report_size(c[VT_REPORT_BYTES], size),
		      seconds);
}

void
vt_report_print(const struct vt_report *r, FILE *out)
{
	int64_t failed = vt_report_count(r, NULL);

	if (failed != 0) {
		(void)fprintf(out, "Failed:\n");
		vt_report_some(r, NULL, failed, out);
	}
	for (const struct vt_report_entry *e = r->first; e != NULL; e = e->next) {
		int64_t total;

		if (e->kind == NULL || !vt_report_is_first(r, e))
			continue;
		total = vt_report_count(r, e->kind);
		(void)fprintf(out, "Findings, %s: %lld\n", e->kind, (long long)total);
		vt_report_some(r, e->kind, total, out);
	}
	if (r->lost != 0)
		(void)fprintf(out, "%lld more sentences found no room here\n", (long long)r->lost);
	if (r->was_interrupted)
		(void)fprintf(out,
			      "Stopped before the end; run it again and it goes on from here\n");
	if (r->fatal != NULL)
		(void)fprintf(out, "Ended early: %s\n", r->fatal);
	vt_report_totals(r, out);
}
