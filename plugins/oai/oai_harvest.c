/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums up the harvest log.  A run is a list from its first page to its last, and
 * counts when no page was passed over and each went out whole.  A harvester that
 * asks for headers and then for each record (Europeana does) has what a list names
 * once it was given as many records as the list had living ones.
 */
#include <stdlib.h>

#include "oai.h"
#include "oai_harvest.h"

#define OAI_LINE_FIELDS	16	/* of a line of the spool, at most */

void
oai_harvests_init(struct oai_harvests *h, struct vt_arena *a, const struct vt_str_list *names)
{
	*h = (struct oai_harvests){ .arena = a, .names = names };
}

void
oai_harvests_fini(struct oai_harvests *h)
{
	if (h->notes != NULL)
		vt_arena_free(&h->notes);
	h->noted = NULL;
	h->noted_count = h->noted_room = 0;
}

/* --- who it is ----------------------------------------------------------------- */

/* "Apache-HttpClient/4.5.13 (Java/11)" is "Apache-HttpClient". */
static struct vt_str
oai_harvest_product(struct vt_str agent)
{
	for (size_t i = 0; i < agent.len; i++)
		if (agent.p[i] == '/' || agent.p[i] == ' ')
			return (vt_str_sub(agent, 0, i));
	return (agent);
}

static struct vt_str
oai_harvest_name(const struct oai_harvests *h, struct vt_str network, struct vt_str agent)
{
	struct vt_str	part, name, product = oai_harvest_product(agent);

	for (size_t i = 0; h->names != NULL && i < h->names->count; i++) {
		part = vt_str_of(h->names->items[i]);
		if (vt_str_next(&part, '=', &name) && part.len > 0 &&
		    (vt_str_eq(part, network) || vt_str_find(agent, part) >= 0))
			return (name);
	}
	return (vt_str_printf(h->notes, "%.*s %.*s", VT_STR_ARG(product), VT_STR_ARG(network)));
}

/* --- what it has --------------------------------------------------------------- */

static bool
oai_harvest_touch(int64_t from, int64_t until, int64_t other_from, int64_t other_until)
{
	return (other_until != OAI_NEVER && other_from <= other_until &&
	    (from <= other_until || from == other_until + 1) &&
	    (other_from <= until || other_from == until + 1));
}

static void
oai_harvest_widen(int64_t *from, int64_t *until, int64_t more_from, int64_t more_until)
{
	*from = more_from < *from ? more_from : *from;
	*until = more_until > *until ? more_until : *until;
}

/* One more stretch of time; a list that begins where the last one was frozen joins
 * it, and one of a time that is yet to come is none. */
static void
oai_harvest_cover(struct oai_stream *s, int64_t from, int64_t until)
{
	if (from > until)
		return;
	if (s->cover_until == OAI_NEVER || s->cover_from > s->cover_until) {
		s->cover_from = from;
		s->cover_until = until;
	} else if (oai_harvest_touch(from, until, s->cover_from, s->cover_until)) {
		oai_harvest_widen(&s->cover_from, &s->cover_until, from, until);
	} else if (oai_harvest_touch(from, until, s->gap_from, s->gap_until)) {
		oai_harvest_widen(&s->gap_from, &s->gap_until, from, until);
	} else {
		s->gap_from = from;
		s->gap_until = until;
	}
	if (oai_harvest_touch(s->cover_from, s->cover_until, s->gap_from, s->gap_until)) {
		oai_harvest_widen(&s->cover_from, &s->cover_until, s->gap_from, s->gap_until);
		s->gap_from = s->gap_until = OAI_NEVER;
	}
}

static void
oai_harvest_settle(struct oai_stream *s)
{
	bool	is_whole = s->run_state == OAI_RUN_LISTED &&
		    (vt_str_eq_c(s->verb, "ListRecords") || s->run_got >= s->run_live);

	if (!is_whole)
		return;
	oai_harvest_cover(s, s->run_from, s->run_until);
	s->run_state = OAI_RUN_NONE;
}

struct oai_page {
	int64_t	from, until, cursor, records, deleted, size, is_last;
};

static void
oai_harvest_begin(struct oai_stream *s, const struct oai_page *p, int64_t ms)
{
	s->run_from = p->from;
	s->run_until = p->until;
	s->run_size = p->size;
	s->run_next = s->run_live = s->run_got = 0;
	s->run_begun = ms / 1000;
	s->run_begun_ms = ms % 1000;
	s->run_state = OAI_RUN_OPEN;
}

/* A page again (a retry) adds nothing; one that was passed over breaks the run, and
 * so does one that did not go out whole, unless it is asked for again. */
static void
oai_harvest_page(struct oai_stream *s, const struct oai_page *p, int64_t ms, bool is_whole)
{
	if (p->cursor == 0)
		oai_harvest_begin(s, p, ms);
	if (s->run_state != OAI_RUN_OPEN)
		return;
	if (p->cursor > s->run_next || p->from != s->run_from) {
		s->run_state = OAI_RUN_BROKEN;
		return;
	}
	if (!is_whole || p->cursor + p->records < s->run_next)
		return;
	if (p->cursor == s->run_next) {
		s->run_next += p->records;
		s->run_live += p->records - p->deleted;
	}
	if (p->until > s->run_until)
		s->run_until = p->until;
	if (p->is_last != 0) {
		s->run_state = OAI_RUN_LISTED;
		oai_harvest_settle(s);
	}
}

/* A record by itself belongs to the list that was last asked for.  One that was given
 * since that began, too (before: when, in ms; 0: it was not), brings nothing more of it. */
static void
oai_harvest_record(struct oai_harvests *h, const struct oai_stream *key, int64_t count,
    int64_t before)
{
	struct oai_stream	*s = oai_harvest_next(h, *oai_harvest_head(h, key->harvester));
	struct oai_stream	*last = NULL;

	for (; s != NULL; s = oai_harvest_next(h, s->next))
		if (vt_str_eq(s->harvester, key->harvester) && vt_str_eq(s->prefix, key->prefix) &&
		    vt_str_eq_c(s->verb, "ListIdentifiers") &&
		    (last == NULL || s->run_begun > last->run_begun))
			last = s;
	if (last == NULL || before / 1000 > last->run_begun ||
	    (before / 1000 == last->run_begun && before % 1000 > last->run_begun_ms))
		return;
	last->run_got += count;
	oai_harvest_settle(last);
}

/* --- a line ----------------------------------------------------------------------- */

struct oai_line {
	struct vt_str	fields[OAI_LINE_FIELDS];
	size_t		count;
};

enum { OAI_LINE_TIME, OAI_LINE_NETWORK, OAI_LINE_AGENT, OAI_LINE_OUTCOME, OAI_LINE_NOTE };

static struct vt_str
oai_line_at(const struct oai_line *l, size_t i)
{
	return (i < l->count ? l->fields[i] : VT_STR(""));
}

/* Records of one page: what may still be multiplied and summed, should the line be damaged. */
#define OAI_LINE_RECORDS_MAX ((int64_t)1 << 32)

static bool
oai_line_page(const struct oai_line *l, struct oai_page *p)
{
	int64_t *const	numbers[] = { &p->from, &p->until, &p->cursor, &p->records, &p->deleted,
			    &p->size, &p->is_last };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (!vt_str_to_int(oai_line_at(l, OAI_LINE_NOTE + 4 + i), INT64_MIN, INT64_MAX,
		    numbers[i]))
			return (false);
	return (p->records >= 0 && p->records <= OAI_LINE_RECORDS_MAX && p->deleted >= 0 &&
	    p->deleted <= p->records);
}

static void
oai_harvest_seen(struct oai_stream *s, const struct oai_line *l,
    int64_t time, int64_t count)
{
	struct vt_str	outcome = oai_line_at(l, OAI_LINE_OUTCOME), error;

	if (time >= s->last_seen) {
		s->last_seen = time;
		s->network = oai_line_at(l, OAI_LINE_NETWORK);
		s->agent = oai_line_at(l, OAI_LINE_AGENT);
	}
	s->is_fresh = true;
	s->requests += count;
	error = l->count > OAI_LINE_NOTE + 1 ? l->fields[l->count - 1] : outcome;
	if (vt_str_eq_c(outcome, "cut"))
		s->cuts += count;
	else if (!vt_str_eq_c(outcome, "ok"))
		error = outcome;
	/* Nothing new is no fault of anybody's, nor is a tombstone, nor what is asked for again. */
	if (vt_str_eq_c(error, "ok") || vt_str_eq_c(error, "cut") ||
	    vt_str_eq_c(error, OAI_NOTE_DELETED) || vt_str_starts(error, VT_STR(OAI_NOTE_AGAIN)) ||
	    vt_str_eq_c(error, "noRecordsMatch"))
		return;
	s->errors += count;
	s->last_error = error;
}

static void
oai_harvest_list(struct oai_harvests *h, struct oai_stream *key, const struct oai_line *l,
    int64_t ms, int64_t count)
{
	bool			 is_whole = vt_str_eq_c(oai_line_at(l, OAI_LINE_OUTCOME), "ok");
	struct oai_stream	*s;
	struct oai_page		 page;

	key->verb = oai_line_at(l, OAI_LINE_NOTE + 1);
	key->prefix = oai_line_at(l, OAI_LINE_NOTE + 2);
	key->set = oai_line_at(l, OAI_LINE_NOTE + 3);
	if (!oai_line_page(l, &page) || (s = oai_harvest_get(h, key, ms / 1000, count)) == NULL)
		return;
	oai_harvest_seen(s, l, ms / 1000, count);
	if (is_whole && vt_str_eq_c(key->verb, "ListRecords"))
		s->records += page.records * count;
	oai_harvest_page(s, &page, ms, is_whole);
}

/* Agents that ask for no list are one for each network, unless they are known. */
static struct vt_str
oai_harvest_others(struct oai_harvests *h, struct vt_str harvester, const struct oai_line *l)
{
	struct oai_stream	*s = oai_harvest_next(h, *oai_harvest_head(h, harvester));

	for (; s != NULL; s = oai_harvest_next(h, s->next))
		if (vt_str_eq(s->harvester, harvester))
			return (harvester);
	if (oai_harvest_is_named(h, harvester))
		return (harvester);
	return (vt_str_printf(h->notes, "others %.*s",
	    VT_STR_ARG(oai_line_at(l, OAI_LINE_NETWORK))));
}

static void
oai_harvest_single(struct oai_harvests *h, struct oai_stream *key, const struct oai_line *l,
    int64_t time, int64_t count)
{
	bool			 is_record = vt_str_eq_c(oai_line_at(l, OAI_LINE_NOTE), "G");
	struct vt_str		 how = oai_line_at(l, OAI_LINE_NOTE + 2);
	int64_t			 before = 0;
	struct oai_stream	 whose = *key, *s;

	key->harvester = oai_harvest_others(h, key->harvester, l);
	key->verb = VT_STR("-");
	key->set = VT_STR("");
	key->prefix = is_record ? oai_line_at(l, OAI_LINE_NOTE + 1) : VT_STR("");
	if ((s = oai_harvest_get(h, key, time, count)) == NULL)
		return;
	oai_harvest_seen(s, l, time, count);
	if (!is_record || !vt_str_eq_c(oai_line_at(l, OAI_LINE_OUTCOME), "ok"))
		return;
	if (vt_str_eq_c(how, "ok"))
		s->records += count;
	else if (!vt_str_starts(how, VT_STR(OAI_NOTE_AGAIN)) ||
	    !vt_str_to_int(vt_str_sub(how, sizeof(OAI_NOTE_AGAIN) - 1, how.len), 1, INT64_MAX,
	    &before))
		return;
	whose.prefix = key->prefix;
	oai_harvest_record(h, &whose, count, before);
}

static void
oai_harvest_line(struct oai_harvests *h, const struct oai_noted *n)
{
	struct oai_stream	key = { 0 };
	struct oai_line		line = { .count = 0 };
	struct vt_str		text = n->text;
	int64_t			count = n->count;

	while (line.count < OAI_LINE_FIELDS && vt_str_next(&text, '\t', &line.fields[line.count]))
		line.count++;
	if (line.count < OAI_LINE_NOTE)
		return;
	key.harvester = oai_harvest_name(h, line.fields[OAI_LINE_NETWORK],
	    line.fields[OAI_LINE_AGENT]);
	if (key.harvester.len == 0)
		h->dropped += count;	/* no memory for its name */
	else if (vt_str_eq_c(oai_line_at(&line, OAI_LINE_NOTE), "L"))
		oai_harvest_list(h, &key, &line, n->ms, count);
	else
		oai_harvest_single(h, &key, &line, n->ms / 1000, count);
}

static struct oai_noted *
oai_harvest_add_noted(struct oai_harvests *h)
{
	size_t			 room = h->noted_room > 0 ? 2 * h->noted_room : 1024;
	struct oai_noted	*noted;

	if (h->noted_count == h->noted_room) {
		if ((noted = vt_arena_array(h->notes, room, sizeof(*noted))) == NULL)
			return (NULL);
		if (h->noted_count > 0)
			memcpy(noted, h->noted, h->noted_count * sizeof(*noted));
		h->noted = noted;
		h->noted_room = room;
	}
	return (&h->noted[h->noted_count++]);
}

void
oai_harvests_note(struct oai_harvests *h, struct vt_str line, int64_t count)
{
	struct vt_str		 rest = line, time, text;
	struct oai_noted	*n;
	int64_t			 ms;

	if (vt_str_eq_c(line, VT_SPOOL_DROPPED)) {
		h->dropped += count;
		return;
	}
	if (!vt_str_next(&rest, '\t', &time) || !vt_str_to_int(time, 0, INT64_MAX, &ms))
		return;
	if (h->notes == NULL)
		h->notes = vt_arena_new(OAI_NOTES_MEMORY);
	text = vt_str_dup(h->notes, line);
	if (text.len != line.len || (n = oai_harvest_add_noted(h)) == NULL)
		h->dropped += count;	/* more than memory holds */
	else
		*n = (struct oai_noted){ .ms = ms, .place = (int64_t)h->noted_count, .count = count,
		    .text = text };
}

static int
oai_harvest_order(const void *a, const void *b)
{
	const struct oai_noted	*x = a, *y = b;

	if (x->ms != y->ms)
		return (x->ms < y->ms ? -1 : 1);
	return (x->place < y->place ? -1 : x->place > y->place);
}

/* Notes go away: what a stream has of them becomes its own. */
static void
oai_harvest_own(struct oai_harvests *h)
{
	for (size_t i = 0; i < h->count; i++) {
		struct vt_str *const texts[OAI_STREAM_TEXTS] = OAI_STREAM_TEXTS_OF(&h->items[i]);

		for (size_t k = 0; h->items[i].is_fresh && k < OAI_STREAM_TEXTS; k++)
			*texts[k] = vt_str_dup(h->arena, *texts[k]);
		h->items[i].is_fresh = false;
	}
}

void
oai_harvests_fold(struct oai_harvests *h)
{
	if (h->noted_count > 0)
		qsort(h->noted, h->noted_count, sizeof(h->noted[0]), oai_harvest_order);
	for (size_t i = 0; i < h->noted_count; i++)
		oai_harvest_line(h, &h->noted[i]);
	oai_harvest_own(h);
	oai_harvests_fini(h);
	h->is_full = false;	/* some may be forgotten by now */
}
