/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects that were not met and yet are not called gone, because something could not
 * be read or is empty: told by why, so that --prune holds nothing back in silence.
 */
#include "ingest/run/run.h"

/* All that are held for one reason. */
struct vt_run_held_why {
	struct vt_run_held_why *next;
	struct vt_str path;
	bool is_empty;
	struct vt_str names[VT_REPORT_SHOWN_MAX];
	size_t count;
};
struct vt_run_held {
	struct vt_run *run;
	const struct vt_tree *tree;
	xmlHashTablePtr by_path;
	struct vt_run_held_why *first, **tail;
};

vt_err
vt_run_held_new(struct vt_run *run, const struct vt_tree *t, struct vt_run_held **held_r)
{
	struct vt_run_held *h = vt_arena_alloc(run->arena, sizeof(*h));

	if (h == NULL)
		return (VT_E_LIMIT);
	h->run = run;
	h->tree = t;
	h->tail = &h->first;
	h->by_path = xmlHashCreate(16);
	if (h->by_path == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for what is not withdrawn"));
	*held_r = h;
	return (VT_OK);
}

static struct vt_run_held_why *
vt_run_held_why(struct vt_run_held *h, struct vt_str path, bool is_empty)
{
	struct vt_arena *a = h->run->arena;
	const char *key = vt_str_c(a, path);
	struct vt_run_held_why *why =
	    key != NULL ? xmlHashLookup(h->by_path, (const xmlChar *)key) : NULL;

	if (why != NULL || key == NULL)
		return (why);
	why = vt_arena_alloc(a, sizeof(*why));
	if (why == NULL || xmlHashAddEntry(h->by_path, (const xmlChar *)key, why) != 0)
		return (NULL);
	why->path = vt_str_of(key);
	why->is_empty = is_empty;
	*h->tail = why;
	h->tail = &why->next;
	return (why);
}

void
vt_run_hold(struct vt_run_held *h, struct vt_str path, bool is_empty, struct vt_str identifier)
{
	struct vt_run_held_why *why = vt_run_held_why(h, path, is_empty);

	if (why == NULL) {
		h->run->report.lost++;
		return;
	}
	if (why->count < VT_REPORT_SHOWN_MAX)
		why->names[why->count] = vt_str_dup(h->run->arena, identifier);
	why->count++;
}

static struct vt_str
vt_run_held_names(struct vt_arena *a, const struct vt_run_held_why *why)
{
	struct vt_str names = VT_STR_NONE;

	for (size_t i = 0; i < why->count && i < VT_REPORT_SHOWN_MAX; i++)
		names = vt_str_printf(a, "%.*s%s%.*s", VT_STR_ARG(names), i != 0 ? ", " : "",
				      VT_STR_ARG(why->names[i]));
	if (why->count > VT_REPORT_SHOWN_MAX)
		names = vt_str_printf(a, "%.*s … and %zu more", VT_STR_ARG(names),
				      why->count - VT_REPORT_SHOWN_MAX);
	return (names);
}

/* With --prune a failure, as an empty PATH is. */
static void
vt_run_tell_emptied(struct vt_run_held *h, const struct vt_run_held_why *why)
{
	struct vt_run *run = h->run;
	bool is_one = why->count == 1;
	struct vt_str text = vt_str_printf(
	    run->arena,
	    "%zu object%s came from the folder %.*s, which is empty now: not withdrawn (%.*s); "
	    "copy "
	    "what belongs into it again, or, if %s gone indeed, remove the folder itself and run "
	    "--prune%s",
	    why->count, is_one ? "" : "s", VT_STR_ARG(why->path),
	    VT_STR_ARG(vt_run_held_names(run->arena, why)), is_one ? "it is" : "they are",
	    run->o.prunes ? " again" : "");

	if (run->o.prunes)
		vt_report_failure(&run->report, vt_str_of(h->tree->name), VT_STR_NONE, text);
	else
		vt_report_finding(&run->report, VT_FINDING_EMPTY, vt_str_of(h->tree->name),
				  VT_STR_NONE, text);
}

/* Who does not prune is told by the failure itself. */
static void
vt_run_tell_unread(struct vt_run_held *h, const struct vt_run_held_why *why)
{
	struct vt_run *run = h->run;
	bool is_one = why->count == 1;

	if (!run->o.prunes)
		return;
	vt_report_finding(
	    &run->report, VT_FINDING_KEPT, vt_str_of(h->tree->name), VT_STR_NONE,
	    vt_str_printf(
		run->arena,
		"%.*s seem%s gone from %s source, but nothing was withdrawn because %.*s "
		"could not be read whole; put right what failed there, and run --prune again",
		VT_STR_ARG(vt_run_held_names(run->arena, why)), is_one ? "s" : "",
		is_one ? "its" : "their",
		VT_STR_ARG(why->path.len != 0 ? why->path : VT_STR("the folder"))));
}

void
vt_run_held_end(struct vt_run_held **hp)
{
	struct vt_run_held *h = *hp;

	*hp = NULL;
	if (h == NULL)
		return;
	for (const struct vt_run_held_why *why = h->first; why != NULL; why = why->next) {
		if (why->is_empty)
			vt_run_tell_emptied(h, why);
		else
			vt_run_tell_unread(h, why);
	}
	xmlHashFree(h->by_path, NULL);
}
