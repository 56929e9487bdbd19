/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The harvest log, its writing end.  A handler says in a note what was asked and
 * how far it came; when the answer has gone out, note, client and outcome become
 * a line of the spool.  oai_harvest.c sums the lines up.
 *
 * A line: milliseconds, network, agent, outcome ("ok", "cut", a status), note; parted by
 * tabs.  A note: "L", verb, prefix, set, from, until, cursor, records, deleted,
 * size, whether it was the last page, error; or "G", prefix, and error, "deleted" or
 * "again" with a time in milliseconds; or "O", verb, error.  What people see in a browser is not logged.
 */
#include <stdatomic.h>
#include <sys/mman.h>
#include <time.h>

#include "oai.h"

#define OAI_LOG_AGENT_MAX	120	/* bytes of an agent's name that are kept */
#define OAI_LOG_NOTE_MAX	900
#define OAI_LOG_PREFIX_MAX	64
/* Clients that heard no answer ask again.  So the workers remember together what they gave
 * last, each place for the records whose keys fall on it: one that was forgotten counts twice. */
#define OAI_GIVEN_ROOM		16384	/* records */
#define OAI_GIVEN_MS		600000	/* later it is another harvest */

/* The upper half of a record's key, and when in milliseconds, the lower half: one word,
 * so that no worker ever sees the key of one record and the time of another. */
struct oai_given {
	_Atomic uint64_t	at[OAI_GIVEN_ROOM];
};

uint64_t
oai_log_key(uint64_t key, struct vt_str more)
{
	for (size_t i = 0; i < more.len; i++)
		key = (key ^ (unsigned char)more.p[i]) * 0x100000001b3u;
	return ((key ^ 0xff) * 0x100000001b3u);
}

static const char *
oai_log_error(const struct oai_call *c)
{
	if (c->told.is_no_set)
		return (OAI_NOTE_NO_SET);
	return (c->error_count > 0 ? oai_error_name(c->errors[0].code) : "ok");
}

static void
oai_log_list(const struct oai_call *c, struct vt_buf *out)
{
	const struct oai_told	*t = &c->told;

	vt_buf_printf(out, "L\t%s\t%.*s\t%.*s\t%lld\t%lld\t%lld\t%lld\t%lld\t%lld\t%d\t%s",
	    oai_verb_name(c->verb), VT_STR_ARG(t->list.prefix), VT_STR_ARG(t->list.set),
	    (long long)t->list.from, (long long)t->list.until, (long long)t->list.cursor,
	    (long long)t->records, (long long)t->deleted, (long long)t->list.size, t->is_last,
	    oai_log_error(c));
}

static void
oai_log_record(const struct oai_call *c, struct vt_buf *out)
{
	struct vt_str	prefix = c->args[OAI_ARG_PREFIX];

	vt_buf_printf(out, "G\t%.*s\t%s", VT_STR_ARG(oai_is_prefix(prefix) ?
	    vt_str_sub(prefix, 0, OAI_LOG_PREFIX_MAX) : VT_STR("")),
	    c->told.deleted > 0 ? OAI_NOTE_DELETED : oai_log_error(c));
	/* Which record it was is for oai_log_finished() alone. */
	if (c->told.record != 0)
		vt_buf_printf(out, "\t%lld", (long long)(c->told.record >> 1));
}

void
oai_log_note(struct oai_call *c)
{
	struct vt_buf	out;

	if (c->state->spool == NULL || c->is_page)
		return;
	vt_buf_init(&out, OAI_LOG_NOTE_MAX);
	if (c->told.is_list)
		oai_log_list(c, &out);
	else if (c->verb == OAI_GET_RECORD && c->has_verb)
		oai_log_record(c, &out);
	else
		vt_buf_printf(&out, "O\t%s\t%s", c->has_verb ? oai_verb_name(c->verb) : "-",
		    oai_log_error(c));
	vt_request_note(c->req, vt_buf_get(&out));
	vt_buf_fini(&out);
}

/* Its name without what would break a line. */
static void
oai_log_agent(struct vt_str agent, struct vt_buf *out)
{
	agent = vt_str_trim(vt_str_sub(agent, 0, OAI_LOG_AGENT_MAX));
	for (size_t i = 0; i < agent.len; i++) {
		unsigned char ch = (unsigned char)agent.p[i];

		vt_buf_char(out, ch < ' ' ? ' ' : ch > 0x7e ? '?' : (char)ch);
	}
	if (agent.len == 0)
		vt_buf_char(out, '-');
}

static int64_t
oai_log_now(void)
{
	struct timespec	now = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return ((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

/* A page of a list has its millisecond; all others the end of their second, so that
 * equal ones become one line. */
static int64_t
oai_log_ms(struct vt_str note)
{
	int64_t	now = oai_log_now();

	return (vt_str_starts(note, VT_STR("L\t")) ? now : now / 1000 * 1000 + 999);
}

/* What went out whole without a body (HEAD, 304) has brought nobody a record. */
static struct vt_str
oai_log_said(const struct vt_finished *f)
{
	return (f->is_whole && f->bytes == 0 ? VT_STR_NONE : f->note);
}

/* When the client was given this record a while ago, in milliseconds; 0: it was not. */
static int64_t
oai_log_given(const struct oai_state *state, const struct vt_finished *f, const char *network,
    int64_t record)
{
	uint64_t	key = oai_log_key((uint64_t)record, f->agent), before;
	int64_t		now = oai_log_now();
	uint32_t	since;

	key = oai_log_key(key, vt_str_of(network));
	before = atomic_exchange(&state->given->at[key % OAI_GIVEN_ROOM],
	    key >> 32 << 32 | (uint32_t)now);
	since = (uint32_t)now - (uint32_t)before;
	return (before >> 32 == key >> 32 && since < OAI_GIVEN_MS ? now - since : 0);
}

/* A note as it is logged: without the record's key. */
static void
oai_log_put_note(const struct oai_state *state, const struct vt_finished *f, struct vt_str note,
    const char *network, struct vt_buf *line)
{
	struct vt_str	rest = note, fields[4];
	size_t		count = 0;
	int64_t		record, before = 0;

	while (count < 4 && vt_str_next(&rest, '\t', &fields[count]))
		count++;
	if (count < 4 || !vt_str_eq_c(fields[0], "G") ||
	    !vt_str_to_int(fields[3], 0, INT64_MAX, &record)) {
		vt_buf_str(line, note);
		return;
	}
	if (f->is_whole && f->status < 400 && vt_str_eq_c(fields[2], "ok"))
		before = oai_log_given(state, f, network, record);
	vt_buf_printf(line, "G\t%.*s\t", VT_STR_ARG(fields[1]));
	if (before != 0)
		vt_buf_printf(line, OAI_NOTE_AGAIN "%lld", (long long)before);
	else
		vt_buf_str(line, fields[2]);
}

void
oai_log_finished(const struct vt_finished *f, void *arg)
{
	const struct oai_state	*state = arg;
	struct vt_str		 note = oai_log_said(f);
	char			 network[VT_NETWORK_MAX];
	struct vt_buf		 line;

	if (state->spool == NULL || strcmp(f->plugin, "oai") != 0 ||
	    (note.len == 0 && f->status < 400))
		return;
	vt_request_network(f->req, network);
	vt_buf_init(&line, VT_SPOOL_LINE_MAX);
	vt_buf_printf(&line, "%lld\t%s\t", (long long)oai_log_ms(note), network[0] != '\0' ? network : "-");
	oai_log_agent(f->agent, &line);
	if (f->status >= 400)
		vt_buf_printf(&line, "\t%d\t", f->status);
	else
		vt_buf_str(&line, f->is_whole ? VT_STR("\tok\t") : VT_STR("\tcut\t"));
	oai_log_put_note(state, f, note, network, &line);
	if (vt_buf_error(&line) == VT_OK)
		vt_spool_put(state->spool, vt_buf_get(&line));
	vt_buf_fini(&line);
}

/* Before the workers are made: what is in it belongs to all of them. */
vt_err
oai_log_prepare(struct oai_state *state)
{
	void	*p = MAP_FAILED;

	if (state->conf->harvest_log_bytes == 0)
		return (VT_OK);
	p = mmap(NULL, sizeof(*state->given), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
	    -1, 0);
	if (p == MAP_FAILED)
		return (vt_fail(VT_E_NOMEM, "no memory for the harvest log"));
	state->given = p;
	return (VT_OK);
}

vt_err
oai_log_start(struct vt_worker *worker, void *arg)
{
	struct oai_state	*state = arg;

	(void)worker;
	if (state->conf->harvest_log_bytes == 0)
		return (VT_OK);
	return (vt_spool_open(state->spool_stem, state->conf->harvest_log_bytes, &state->spool));
}

void
oai_log_stop(struct vt_worker *worker, void *arg)
{
	struct oai_state	*state = arg;

	(void)worker;
	vt_spool_close(&state->spool);
}
