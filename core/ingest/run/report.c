/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Collects what happened in a run.  How it is printed is report_text.c's and
 * report_json.c's.
 */
#include "ingest/run/report.h"

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
vt_report_count(struct vt_report *r, const char *kind)
{
	for (size_t i = 0; i < r->kind_count; i++)
		if (strcmp(r->kinds[i].name, kind) == 0) {
			r->kinds[i].count++;
			return;
		}
	vt_assert(r->kind_count < VT_REPORT_KINDS_MAX);
	r->kinds[r->kind_count++] = (struct vt_report_kind){ kind, 1 };
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
	if (kind != NULL)
		vt_report_count(r, kind);
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

void
vt_report_gone(struct vt_report *r, struct vt_str folder, const struct vt_origin *o, bool is_kept)
{
	struct vt_report_gone *g = vt_arena_alloc(r->arena, sizeof(*g));

	if (g == NULL) {
		r->lost++;
		return;
	}
	g->folder = vt_str_dup(r->arena, folder);
	g->identifier = vt_str_dup(r->arena, o->identifier);
	g->source = vt_str_dup(r->arena, o->source);
	g->is_kept = is_kept;
	if (r->last_gone != NULL)
		r->last_gone->next = g;
	else
		r->first_gone = g;
	r->last_gone = g;
}

void
vt_report_used(struct vt_report *r, struct vt_str path)
{
	struct vt_report_name **n = &r->first_used;

	while (*n != NULL && !vt_str_eq((*n)->text, path))
		n = &(*n)->next;
	if (*n != NULL)
		return;
	*n = vt_arena_alloc(r->arena, sizeof(**n));
	if (*n != NULL)
		(*n)->text = vt_str_dup(r->arena, path);
	else
		r->lost++;
}

static struct vt_report_turned *
vt_report_turned_of(struct vt_report *r, const char *what, struct vt_str from, struct vt_str to)
{
	struct vt_report_turned **t = &r->first_turned;

	while (*t != NULL && (strcmp((*t)->what, what) != 0 || !vt_str_eq((*t)->from, from) ||
			      !vt_str_eq((*t)->to, to)))
		t = &(*t)->next;
	if (*t != NULL || (*t = vt_arena_alloc(r->arena, sizeof(**t))) == NULL)
		return (*t);
	(*t)->what = what;
	(*t)->from = vt_str_dup(r->arena, from);
	(*t)->to = vt_str_dup(r->arena, to);
	(*t)->tail = &(*t)->first;
	return (*t);
}

void
vt_report_turned(struct vt_report *r, const char *what, struct vt_str from, struct vt_str to,
		 struct vt_str identifier)
{
	struct vt_report_turned *t = vt_report_turned_of(r, what, from, to);
	struct vt_report_name *name = vt_arena_alloc(r->arena, sizeof(*name));

	if (t == NULL || name == NULL) {
		r->lost++;
		return;
	}
	name->text = vt_str_dup(r->arena, identifier);
	*t->tail = name;
	t->tail = &name->next;
	t->count++;
}

void
vt_report_withheld(struct vt_report *r, struct vt_str format, struct vt_str identifier,
		   struct vt_str why)
{
	struct vt_report_withheld *h = vt_arena_alloc(r->arena, sizeof(*h));

	if (h == NULL) {
		r->lost++;
		return;
	}
	h->format = vt_str_dup(r->arena, format);
	h->identifier = vt_str_dup(r->arena, identifier);
	h->why = vt_str_dup(r->arena, why);
	if (r->last_withheld != NULL)
		r->last_withheld->next = h;
	else
		r->first_withheld = h;
	r->last_withheld = h;
}

int
vt_report_exit(const struct vt_report *r)
{
	return (r->counts[VT_REPORT_FAILED] != 0 || r->was_interrupted || r->fatal != NULL ? 1 : 0);
}
