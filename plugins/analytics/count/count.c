/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Hears of each answer on the event loop, and notes what is a use.  Who asks for one
 * tile after another is known by then: the last visitors' names are at hand, so that
 * a tile costs a look at them and mostly no line.  Address and agent are in that
 * table only, in memory.
 */
#include <sodium.h>
#include <stdlib.h>
#include <time.h>

#include "analytics.h"

#define COUNT_MEMO_VISITORS	1024	/* a power of two */
#define COUNT_MEMO_TEXT		320	/* bytes of address and agent; longer ones are made anew */
#define COUNT_HOST_MAX		100	/* bytes of a host */
#define COUNT_PAGE_MS		10000	/* looks at one page are noted once in that time */

struct count_visitor {
	uint16_t		 client_len, agent_len;
	char			 text[COUNT_MEMO_TEXT];
	int64_t			 hour;
	bool			 has_before, is_inside;
	char			 country[2];
	enum analytics_class	 class;
	struct analytics_visitor name, before;
	int64_t			 page_until;
	uint8_t			 page[16];	/* a hash of the image last looked at */
};
struct analytics_memo {
	uint8_t			 key[crypto_shorthash_KEYBYTES];
	struct count_visitor	 visitors[COUNT_MEMO_VISITORS];
};

struct analytics_memo *
analytics_memo_new(void)
{
	struct analytics_memo	*memo = calloc(1, sizeof(*memo));

	if (memo != NULL)
		randombytes_buf(memo->key, sizeof(memo->key));
	return (memo);
}

void
analytics_memo_free(struct analytics_memo **memo)
{
	if (*memo != NULL)
		sodium_memzero(*memo, sizeof(**memo));
	free(*memo);
	*memo = NULL;
}

/* --- whose ------------------------------------------------------------------------------ */

static struct analytics_visitor
count_name(const struct analytics_state *s, const struct vt_finished *f, int64_t hour)
{
	struct analytics_visitor	v;
	uint8_t				bytes[ANALYTICS_VISITOR_LEN];

	analytics_visitor(&s->keys, f->client, f->agent, hour, bytes);
	memcpy(&v.high, bytes, sizeof(v.high));
	memcpy(&v.low, bytes + sizeof(v.high), sizeof(v.low));
	return (v);
}

/* In the first half of an hour with the name of the hour before, so that a visit and a
 * double click can go on; without it an hour's names have nothing to do with the next. */
static void
count_know(struct analytics_state *s, const struct vt_finished *f, int64_t now_ms,
    struct count_visitor *v)
{
	int64_t	hour = now_ms / ANALYTICS_HOUR_MS;
	bool	has_before = now_ms % ANALYTICS_HOUR_MS < ANALYTICS_HALF_HOUR_MS &&
		    (hour % 24 != 0 || s->keys.has_before);

	if (v->hour == hour && v->has_before == has_before)
		return;
	if (v->hour == 0) {
		v->class = analytics_agents_class(s->agents, f->agent);
		v->is_inside = analytics_nets_has(s->inside, f->client);
		analytics_countries_find(s->countries, f->client, v->country);
	}
	v->name = count_name(s, f, hour);
	v->before = has_before ? count_name(s, f, hour - 1) : (struct analytics_visitor){ 0, 0 };
	v->hour = hour;
	v->has_before = has_before;
	v->page_until = 0;
}

static bool
count_is(const struct count_visitor *v, const struct vt_finished *f)
{
	return (v->client_len == f->client.len && v->agent_len == f->agent.len &&
	    memcmp(v->text, f->client.p, f->client.len) == 0 && (f->agent.len == 0 ||
	    memcmp(v->text + f->client.len, f->agent.p, f->agent.len) == 0));
}

/* spare: for one whose agent is too long for the table. */
static struct count_visitor *
count_visitor(struct analytics_state *s, const struct vt_finished *f, struct count_visitor *spare)
{
	struct analytics_memo	*memo = s->memo;
	struct count_visitor	*v;
	char			 text[COUNT_MEMO_TEXT];
	size_t			 len = f->client.len + f->agent.len;
	uint64_t		 hash;

	if (len > sizeof(text) || len == 0) {
		memset(spare, 0, sizeof(*spare));
		return (spare);
	}
	memcpy(text, f->client.p, f->client.len);
	if (f->agent.len > 0)
		memcpy(text + f->client.len, f->agent.p, f->agent.len);
	(void)crypto_shorthash((uint8_t *)&hash, (const uint8_t *)text, len, memo->key);
	v = &memo->visitors[hash % COUNT_MEMO_VISITORS];
	if (v->hour != 0 && count_is(v, f))
		return (v);
	memset(v, 0, sizeof(*v));
	v->client_len = (uint16_t)f->client.len;
	v->agent_len = (uint16_t)f->agent.len;
	memcpy(v->text, text, len);
	return (v);
}

/* --- what -------------------------------------------------------------------------------- */

/* Whether this page was noted of this visitor a moment ago; then not again. */
static bool
count_is_noted(struct analytics_state *s, struct count_visitor *v, const struct vt_use *use,
    int64_t now_ms)
{
	uint8_t	page[16] = { 0 };

	if (use->kind != VT_USE_REQUEST)
		return (false);
	(void)crypto_shorthash(page, (const uint8_t *)use->image.p, use->image.len, s->memo->key);
	if (now_ms < v->page_until && memcmp(page, v->page, sizeof(page)) == 0)
		return (true);
	memcpy(v->page, page, sizeof(page));
	v->page_until = now_ms - now_ms % COUNT_PAGE_MS + COUNT_PAGE_MS;
	return (false);
}

static bool
count_is_host(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	    c == '.' || c == '-');
}

/* A name that stands for a site: not a machine of a network within, nor an address, which
 * may be a person's (the last part of a name begins with a letter). */
static bool
count_is_site(struct vt_str host)
{
	size_t	at = host.len;

	while (at > 0 && host.p[at - 1] != '.')
		at--;
	return (at > 1 && at < host.len && (host.p[at] < '0' || host.p[at] > '9') &&
	    (host.p[host.len - 1] < '0' || host.p[host.len - 1] > '9'));
}

static bool
count_is_own(struct vt_str referer, struct vt_str own)
{
	return (own.len > 0 && vt_str_starts(referer, own) &&
	    (referer.len == own.len || referer.p[own.len] == '/'));
}

/* The host by which a reader came or a viewer shows us; empty: our own, or none that is kept. */
static struct vt_str
count_host(const struct vt_finished *f)
{
	struct vt_str	own = vt_request_base_url(f->req), host = f->referer;
	ptrdiff_t	start = vt_str_find(host, VT_STR("://"));
	size_t		len = 0, end;

	if (start < 0 || count_is_own(host, own))
		return (VT_STR_NONE);
	host = vt_str_sub(host, (size_t)start + 3, host.len);
	while (len < host.len && len < COUNT_HOST_MAX && count_is_host(host.p[len]))
		len++;
	/* A port is left out; who stands before a host ("user:word@") is not kept. */
	for (end = len; end < host.len && strchr("/?#", host.p[end]) == NULL; end++)
		if (host.p[end] == '@' || (end == len && host.p[end] != ':'))
			return (VT_STR_NONE);
	host = vt_str_sub(host, 0, len);
	return (count_is_site(host) ? host : VT_STR_NONE);
}

static int64_t
count_now(void)
{
	struct timespec	now = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return ((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

/* A note that is to be counted becomes a use; others are somebody else's.  To a key what it
 * asked for has to have been given. */
static void
count_note(struct vt_finished *f)
{
	bool	is_key = vt_str_starts(f->note, VT_STR(VT_NOTE_KEY));

	if (is_key ? f->status == 200 && f->is_whole : vt_str_eq_c(f->note, VT_NOTE_FEEDBACK) ||
	    vt_str_starts(f->note, VT_STR(VT_NOTE_CHOICE)))
		f->use = (struct vt_use){ .kind = (enum vt_use_kind)ANALYTICS_NOTED, .part = f->note };
}

static void
count_put(struct analytics_state *s, const struct vt_finished *f, const struct count_visitor *v,
    int64_t now_ms)
{
	struct analytics_line	l = { .ms = now_ms, .use = f->use.kind, .class = v->class,
		.list = vt_str_of(analytics_agents_id(s->agents)), .visitor = v->name,
		.before = v->before, .is_inside = v->is_inside,
		.is_english = strcmp(f->language, "en") == 0, .object = f->use.object,
		.image = f->use.image, .part = f->use.part,
		.country = { v->country[0], v->country[1] } };
	char			words[17];
	struct vt_buf		out;

	if (l.use == VT_USE_REQUEST || l.use == VT_USE_THUMBNAIL || l.use == VT_USE_HARVEST ||
	    l.use == (enum vt_use_kind)ANALYTICS_NOTED)
		l.ms -= l.ms % COUNT_PAGE_MS;	/* so that equal ones become one line */
	if (l.use == VT_USE_INVESTIGATION || l.use == VT_USE_EMBED)
		l.host = count_host(f);
	if (l.use == VT_USE_HARVEST)
		l.class = ANALYTICS_HARVESTER;
	if (l.use == VT_USE_SEARCH) {
		analytics_words(&s->keys, l.part, words);
		l.part = vt_str_of(words);
	}
	vt_buf_init(&out, VT_SPOOL_LINE_MAX);
	analytics_line_write(&l, &out);
	if (vt_buf_error(&out) == VT_OK)
		vt_spool_put(s->spool, vt_buf_get(&out));
	vt_buf_fini(&out);
}

void
analytics_count_heard(const struct vt_finished *finished, void *arg)
{
	struct analytics_state	*s = arg;
	struct vt_finished	 noted;
	const struct vt_finished *f = finished;
	struct count_visitor	*v, spare;
	int64_t			 now_ms;

	if (f->use.kind == VT_USE_NONE && f->note.len > 0) {
		noted = *finished;
		count_note(&noted);
		f = &noted;
	}
	if (f->use.kind == VT_USE_NONE || s->spool == NULL)
		return;
	now_ms = count_now();
	analytics_keys_renew(&s->keys, s->shared, now_ms);
	v = count_visitor(s, f, &spare);
	count_know(s, f, now_ms, v);
	if (!count_is_noted(s, v, &f->use, now_ms))
		count_put(s, f, v, now_ms);
}
