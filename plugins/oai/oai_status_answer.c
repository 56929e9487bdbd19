/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether a harvester has everything up to yesterday, of each list that it asked for,
 * and why not.
 */
#include <stdio.h>
#include <stdlib.h>

#include "oai_status.h"

/* How many records carry a datestamp behind what is covered, up to yesterday. */
static vt_err
oai_status_behind(struct oai_status *s, const struct oai_stream *t, int64_t *count_r)
{
	struct vt_record_query	q = { .format = t->prefix, .set = t->set,
				    .from = t->cover_until + 1, .until = s->yesterday };

	*count_r = 0;
	if (q.from > q.until)
		return (VT_OK);
	return (vt_catalog_record_count(s->catalog, &q, count_r));
}

/* The ending of what is counted. */
static const char *
oai_status_s(int64_t n)
{
	return (n == 1 ? "" : "s");
}

struct oai_verdict {
	bool		has_all;
	int64_t		behind;
	struct vt_str	text;
};

static struct vt_str
oai_status_time(struct oai_status *s, int64_t t)
{
	char	stamp[VT_TIME_MAX];

	return (vt_str_dup(s->arena, vt_str_of(vt_time_iso(t, stamp))));
}

/* Of a list that has not come to its end. */
static struct vt_str
oai_status_run(struct oai_status *s, const struct oai_stream *t)
{
	struct vt_str	begun = oai_status_time(s, t->run_begun);

	switch ((enum oai_run_state)t->run_state) {
	case OAI_RUN_OPEN:
		return (vt_str_printf(s->arena, "the list of %.*s has come to %lld of %lld",
		    VT_STR_ARG(begun), (long long)t->run_next, (long long)t->run_size));
	case OAI_RUN_LISTED:
		return (vt_str_printf(s->arena, "of the list of %.*s it has taken %lld of %lld "
		    "record%s", VT_STR_ARG(begun), (long long)t->run_got, (long long)t->run_live,
		    oai_status_s(t->run_live)));
	case OAI_RUN_BROKEN:
		return (vt_str_printf(s->arena, "in the list of %.*s it passed over a page",
		    VT_STR_ARG(begun)));
	default:
		return (VT_STR(""));
	}
}

static struct vt_str
oai_status_why(struct oai_status *s, const struct oai_stream *t, int64_t behind)
{
	struct vt_str	until = oai_status_time(s, t->cover_until);

	if (t->cover_until == OAI_NEVER)
		return (VT_STR("no list has come to its end yet"));
	if (t->cover_from > s->earliest)
		return (vt_str_printf(s->arena, "it asked only for what changed from %.*s on",
		    VT_STR_ARG(oai_status_time(s, t->cover_from))));
	if (t->gap_until != OAI_NEVER)
		return (vt_str_printf(s->arena, "it has everything up to %.*s, and again from %.*s; "
		    "behind the first: %lld record%s", VT_STR_ARG(until),
		    VT_STR_ARG(oai_status_time(s, t->gap_from)), (long long)behind,
		    oai_status_s(behind)));
	if (behind > 0)
		return (vt_str_printf(s->arena, "it has everything up to %.*s; %lld record%s "
		    "changed after that", VT_STR_ARG(until), (long long)behind,
		    oai_status_s(behind)));
	return (vt_str_printf(s->arena, "everything up to %.*s", VT_STR_ARG(until)));
}

static vt_err
oai_status_verdict(struct oai_status *s, const struct oai_stream *t, struct oai_verdict *v)
{
	struct vt_str	run;
	vt_err		err = oai_status_behind(s, t, &v->behind);

	if (err != VT_OK)
		return (err);
	v->has_all = t->cover_until != OAI_NEVER && t->cover_from <= s->earliest && v->behind == 0;
	v->text = oai_status_why(s, t, v->behind);
	run = oai_status_run(s, t);
	if (run.len > 0)
		v->text = vt_str_printf(s->arena, "%.*s; %.*s", VT_STR_ARG(v->text),
		    VT_STR_ARG(run));
	return (VT_OK);
}

/* --- printed ------------------------------------------------------------------------- */

static void
oai_status_text(struct oai_status *s, const struct oai_stream *t, const struct oai_verdict *v)
{
	bool	is_list = !vt_str_eq_c(t->verb, "-");

	(void)printf("%.*s  %.*s  %.*s  %.*s\n", VT_STR_ARG(t->harvester),
	    VT_STR_ARG(is_list ? t->verb : VT_STR("other requests")),
	    VT_STR_ARG(t->prefix.len > 0 ? t->prefix : VT_STR("-")),
	    VT_STR_ARG(t->set.len > 0 ? t->set : VT_STR("all sets")));
	if (is_list)
		(void)printf("    %s: %.*s\n", v->has_all ? "yes" : "NO", VT_STR_ARG(v->text));
	(void)printf("    last seen %.*s from %.*s as %.*s; %lld request%s, %lld record%s",
	    VT_STR_ARG(oai_status_time(s, t->last_seen)), VT_STR_ARG(t->network),
	    VT_STR_ARG(t->agent), (long long)t->requests, oai_status_s(t->requests),
	    (long long)t->records, oai_status_s(t->records));
	if (t->errors > 0)
		(void)printf(", %lld error%s (the last: %.*s)", (long long)t->errors,
		    oai_status_s(t->errors), VT_STR_ARG(t->last_error));
	if (t->cuts > 0)
		(void)printf(", %lld answer%s cut off", (long long)t->cuts,
		    oai_status_s(t->cuts));
	(void)printf("\n");
}

static void
oai_status_pair_time(struct oai_status *s, struct vt_jsonw *j, const char *key, int64_t t)
{
	vt_jsonw_key(j, key);
	if (t == OAI_NEVER)
		vt_jsonw_null(j);
	else
		vt_jsonw_str(j, oai_status_time(s, t));
}

static void
oai_status_json(struct oai_status *s, struct vt_jsonw *j, const struct oai_stream *t,
    const struct oai_verdict *v)
{
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "harvester", t->harvester);
	vt_jsonw_pair(j, "verb", t->verb);
	vt_jsonw_pair(j, "metadataPrefix", t->prefix);
	vt_jsonw_pair(j, "set", t->set);
	if (!vt_str_eq_c(t->verb, "-")) {
		vt_jsonw_key(j, "has_everything");
		vt_jsonw_bool(j, v->has_all);
		vt_jsonw_pair(j, "why", v->text);
		vt_jsonw_pair_int(j, "behind", v->behind);
		oai_status_pair_time(s, j, "from", t->cover_from);
		oai_status_pair_time(s, j, "until", t->cover_until);
	}
	vt_jsonw_pair(j, "network", t->network);
	vt_jsonw_pair(j, "agent", t->agent);
	oai_status_pair_time(s, j, "first_seen", t->first_seen);
	oai_status_pair_time(s, j, "last_seen", t->last_seen);
	vt_jsonw_pair_int(j, "requests", t->requests);
	vt_jsonw_pair_int(j, "records", t->records);
	vt_jsonw_pair_int(j, "errors", t->errors);
	vt_jsonw_pair(j, "last_error", t->last_error);
	vt_jsonw_pair_int(j, "cut_off", t->cuts);
	vt_jsonw_end(j);
}

static int
oai_status_order(const void *a, const void *b)
{
	const struct oai_stream	*x = a, *y = b;
	int			 order = vt_str_cmp(x->harvester, y->harvester);

	if (order == 0)
		order = vt_str_cmp(y->verb, x->verb);	/* "-" last */
	if (order == 0)
		order = vt_str_cmp(x->prefix, y->prefix);
	return (order != 0 ? order : vt_str_cmp(x->set, y->set));
}

/* *code_r 1: some harvester lacks something. */
static vt_err
oai_status_print(struct oai_status *s, struct vt_jsonw *j, int *code_r)
{
	vt_err	err;

	*code_r = 0;
	if (s->h.count > 0)
		qsort(s->h.items, s->h.count, sizeof(s->h.items[0]), oai_status_order);
	for (size_t i = 0; i < s->h.count; i++) {
		const struct oai_stream *t = &s->h.items[i];
		struct oai_verdict v = { .has_all = false };

		if ((err = oai_status_verdict(s, t, &v)) != VT_OK)
			return (err);
		if (!v.has_all && !vt_str_eq_c(t->verb, "-"))
			*code_r = 1;
		if (j != NULL)
			oai_status_json(s, j, t, &v);
		else
			oai_status_text(s, t, &v);
	}
	return (VT_OK);
}

vt_err
oai_status_say(struct oai_status *s, bool is_json, int *code_r)
{
	struct vt_jsonw	j;
	struct vt_buf	out;
	vt_err		err;

	if (!is_json) {
		if (s->h.count == 0)
			(void)printf("nobody has harvested yet\n");
		if (s->h.dropped > 0)
			(void)printf("%lld notes were dropped for want of room: run this more often, "
			    "or raise oai.harvest_log_bytes\n", (long long)s->h.dropped);
		return (oai_status_print(s, NULL, code_r));
	}
	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	vt_jsonw_array(&j);
	err = oai_status_print(s, &j, code_r);
	vt_jsonw_end(&j);
	if (err == VT_OK && (err = vt_jsonw_error(&j)) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (err);
}
