/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules (README.md): lines in the order of time, first the double clicks out of
 * them, then what each adds.  A line that comes again among new ones is judged again;
 * only the difference to what it had is told, so that lines may come in any order and
 * at any time while those around them are kept.
 */
#include <stdlib.h>
#include <time.h>

#include "analytics.h"
#include "map.h"

#define FOLD_PAGE_SEEN	1u	/* of a page or an object in a session: investigated */
#define FOLD_PAGE_READ	2u	/* and requested */

struct fold_event {
	int64_t		ms;
	uint32_t	visitor, before, object, image, part, host, list, count;
	uint16_t	had, gets;
	uint8_t		use, class;
	bool		is_inside, is_english, is_dropped;
};
struct fold_visitor {
	struct analytics_visitor name;
	uint32_t	 same;		/* the next one towards who stands for the person */
	int64_t		 seen;		/* of a person: the last time */
	bool		 has_come;
};
struct fold_order {
	int64_t		ms;
	uint32_t	at;
};

struct analytics_fold {
	struct analytics_texts	 texts;
	struct analytics_map	 names;		/* of visitors */
	struct fold_event	*events;
	size_t			 count, room;
	struct fold_visitor	*visitors;
	size_t			 visitor_count, visitor_room;
	uint32_t		*objects;	/* of texts that are images; NULL: none yet */
	size_t			 object_room;
	struct analytics_map	 sum_map, count_map;
	struct analytics_sum	*sums;
	size_t			 sum_count, sum_room;
	struct analytics_count	*counts;
	size_t			 count_count, count_room;
	int64_t			 hour;		/* whose day this is */
	int32_t			 day;
	int64_t			 fresh;
	bool			 is_short;
};

struct analytics_fold *
analytics_fold_new(void)
{
	struct analytics_fold	*f = calloc(1, sizeof(*f));

	if (f != NULL)
		analytics_texts_init(&f->texts);
	return (f);
}

void
analytics_fold_free(struct analytics_fold **f_p)
{
	struct analytics_fold	*f = *f_p;

	*f_p = NULL;
	if (f == NULL)
		return;
	analytics_texts_fini(&f->texts);
	analytics_map_fini(&f->names);
	analytics_map_fini(&f->sum_map);
	analytics_map_fini(&f->count_map);
	free(f->events);
	free(f->visitors);
	free(f->objects);
	free(f->sums);
	free(f->counts);
	free(f);
}

/* One more in an array; NULL when there is no memory. */
static void *
fold_more(struct analytics_fold *f, void **items, size_t *count, size_t *room, size_t size)
{
	size_t	wanted = *room > 0 ? 2 * *room : 1024;
	void	*more;

	if (*count == *room) {
		if ((more = realloc(*items, wanted * size)) == NULL) {
			f->is_short = true;
			return (NULL);
		}
		*items = more;
		*room = wanted;
	}
	memset((char *)*items + *count * size, 0, size);
	return ((char *)*items + (*count)++ * size);
}
#define FOLD_MORE(f, items, count, room)					\
	fold_more(f, (void **)&(f)->items, &(f)->count, &(f)->room, sizeof(*(f)->items))

/* --- lines ------------------------------------------------------------------------- */

/* From 1; 0: none. */
static uint32_t
fold_visitor(struct analytics_fold *f, const struct analytics_visitor *name)
{
	struct fold_visitor	*v;
	uint32_t		*at;

	if (name->high == 0 && name->low == 0)
		return (0);
	at = analytics_map_at(&f->names, (struct analytics_pair){ name->high, name->low });
	if (*at == 0 && (v = FOLD_MORE(f, visitors, visitor_count, visitor_room)) != NULL) {
		v->name = *name;
		*at = (uint32_t)f->visitor_count;
		v->same = *at;
	}
	return (*at);
}

static uint32_t
fold_person(struct analytics_fold *f, uint32_t visitor)
{
	struct fold_visitor	*all = f->visitors - 1;

	while (all[visitor].same != visitor) {
		all[visitor].same = all[all[visitor].same].same;
		visitor = all[visitor].same;
	}
	return (visitor);
}

bool
analytics_fold_line(struct analytics_fold *f, struct vt_str line, int64_t count)
{
	struct analytics_line	l;
	struct fold_event	*e;

	if (!analytics_line_read(line, &l) || (l.visitor.high == 0 && l.visitor.low == 0) ||
	    (e = FOLD_MORE(f, events, count, room)) == NULL)
		return (false);
	*e = (struct fold_event){ .ms = l.ms, .visitor = fold_visitor(f, &l.visitor),
		.before = fold_visitor(f, &l.before), .count = (uint32_t)count,
		.object = analytics_texts_put(&f->texts, l.object),
		.image = analytics_texts_put(&f->texts, l.image),
		.part = analytics_texts_put(&f->texts, l.part),
		.host = analytics_texts_put(&f->texts, l.host),
		.list = analytics_texts_put(&f->texts, l.list), .had = (uint16_t)l.had,
		.use = (uint8_t)l.use, .class = (uint8_t)l.class, .is_inside = l.is_inside,
		.is_english = l.is_english };
	if (e->visitor == 0 || (e->had & 1u << ANALYTICS_KNOWN) == 0)
		f->fresh += count;
	if (e->visitor != 0 && e->before != 0)
		f->visitors[fold_person(f, e->before) - 1].same = fold_person(f, e->visitor);
	return (e->visitor != 0);
}

int64_t
analytics_fold_lines(const struct analytics_fold *f)
{
	return (f->fresh);
}

const char *
analytics_fold_text(const struct analytics_fold *f, uint32_t text)
{
	return (analytics_texts_get(&f->texts, text));
}

/* --- images ------------------------------------------------------------------------------ */

static bool
fold_objects_room(struct analytics_fold *f)
{
	uint32_t	*more;

	if (f->object_room >= f->texts.count)
		return (true);
	if ((more = realloc(f->objects, f->texts.count * sizeof(*more))) == NULL) {
		f->is_short = true;
		return (false);
	}
	memset(more + f->object_room, 0, (f->texts.count - f->object_room) * sizeof(*more));
	f->objects = more;
	f->object_room = f->texts.count;
	return (true);
}

/* *at is the number of an event; each image is told once. */
const char *
analytics_fold_image(struct analytics_fold *f, size_t *at)
{
	if (!fold_objects_room(f))
		return (NULL);
	for (; *at < f->count; (*at)++) {
		const struct fold_event *e = &f->events[*at];

		if (e->object == 0 && e->image != 0 && f->objects[e->image] == 0)
			return (analytics_texts_get(&f->texts, e->image));
	}
	return (NULL);
}

void
analytics_fold_image_is(struct analytics_fold *f, size_t at, struct vt_str object)
{
	uint32_t	image = f->events[at].image, text = analytics_texts_put(&f->texts, object);

	/* One that nobody knows any more stands for itself. */
	if (fold_objects_room(f))
		f->objects[image] = text != 0 ? text : image;
}

/* --- the rules ------------------------------------------------------------------------------ */

static int
fold_order_cmp(const void *a, const void *b)
{
	const struct fold_order	*x = a, *y = b;

	if (x->ms != y->ms)
		return (x->ms < y->ms ? -1 : 1);
	return (x->at < y->at ? -1 : x->at > y->at);
}

static struct fold_order *
fold_order(struct analytics_fold *f)
{
	struct fold_order	*order = malloc((f->count + 1) * sizeof(*order));
	bool			 is_sorted = true;

	if (order == NULL) {
		f->is_short = true;
		return (NULL);
	}
	for (size_t i = 0; i < f->count; i++) {
		order[i] = (struct fold_order){ f->events[i].ms, (uint32_t)i };
		is_sorted = is_sorted && (i == 0 || order[i - 1].ms <= order[i].ms);
	}
	if (!is_sorted)
		qsort(order, f->count, sizeof(*order), fold_order_cmp);
	return (order);
}

/* An address that is clicked; pages of an object fold in the session instead. */
static bool
fold_is_click(const struct fold_event *e)
{
	switch ((enum vt_use_kind)e->use) {
	case VT_USE_INVESTIGATION:
		return (e->image == 0);
	case VT_USE_DOWNLOAD:
	case VT_USE_SEARCH:
	case VT_USE_STEP:
	case VT_USE_EMBED:
		return (true);
	default:
		return (false);
	}
}

/* Of two clicks within 30 seconds the first is dropped, however long the chain, before
 * anything is counted (COUNTER 5.1, 7.2). */
static void
fold_double_clicks(struct analytics_fold *f, const struct fold_order *order)
{
	struct analytics_map	last = { .slots = NULL };

	for (size_t i = 0; i < f->count; i++) {
		struct fold_event *e = &f->events[order[i].at];
		struct analytics_pair key;
		uint32_t *at;

		e->is_dropped = false;
		if (!fold_is_click(e))
			continue;
		key.a = (uint64_t)fold_person(f, e->visitor) << 32 | e->object;
		key.b = ((uint64_t)e->part << 32 | e->image) ^ (uint64_t)e->use << 60;
		at = analytics_map_at(&last, key);
		if (*at != 0 && e->ms - f->events[*at - 1].ms <= ANALYTICS_DOUBLE_CLICK_MS)
			f->events[*at - 1].is_dropped = true;
		*at = order[i].at + 1;
	}
	f->is_short |= last.is_short;
	analytics_map_fini(&last);
}

static void
fold_gain(struct fold_event *e, enum analytics_gain gain)
{
	e->gets |= (uint16_t)(1u << gain);
}

/* Adds what of bits was not there yet. */
static void
fold_mark(struct analytics_map *m, struct fold_event *e, uint32_t thing, uint32_t bits,
    const enum analytics_gain gains[2])
{
	uint32_t	*at = analytics_map_at(m, (struct analytics_pair){ e->visitor, thing });

	if ((bits & FOLD_PAGE_SEEN & ~*at) != 0)
		fold_gain(e, gains[0]);
	if ((bits & FOLD_PAGE_READ & ~*at) != 0)
		fold_gain(e, gains[1]);
	*at |= bits;
}

static const enum analytics_gain fold_unique[2] = { ANALYTICS_UNIQUE_INVESTIGATION,
	ANALYTICS_UNIQUE_REQUEST };
static const enum analytics_gain fold_total[2] = { ANALYTICS_TOTAL_INVESTIGATION,
	ANALYTICS_TOTAL_REQUEST };
static const enum analytics_gain fold_page[2] = { ANALYTICS_KNOWN, ANALYTICS_PAGE };

struct fold_sessions {
	struct analytics_map	objects, pages;
};

/* Something about the object, or its content. */
static void
fold_content(struct fold_sessions *s, struct fold_event *e, uint32_t object)
{
	bool		is_whole = e->use == VT_USE_DOWNLOAD;
	uint32_t	bits = FOLD_PAGE_SEEN;

	if (is_whole || e->use == VT_USE_REQUEST)
		bits |= FOLD_PAGE_READ;
	fold_mark(&s->objects, e, object, bits, fold_unique);
	if (is_whole) {
		fold_gain(e, ANALYTICS_TOTAL_INVESTIGATION);
		fold_gain(e, ANALYTICS_TOTAL_REQUEST);
		fold_gain(e, ANALYTICS_DOWNLOADED);
		if (e->image != 0)
			fold_mark(&s->pages, e, e->image, bits, fold_page);
	} else if (e->image == 0) {
		fold_gain(e, ANALYTICS_TOTAL_INVESTIGATION);
	} else {
		fold_mark(&s->pages, e, e->image, bits, fold_total);
		if ((e->gets & 1u << ANALYTICS_TOTAL_REQUEST) != 0)
			fold_gain(e, ANALYTICS_PAGE);
	}
	if (e->host != 0 && (e->gets & 1u << ANALYTICS_TOTAL_INVESTIGATION) != 0)
		fold_gain(e, ANALYTICS_REFERRED);
}

static void
fold_visit(struct analytics_fold *f, struct fold_event *e)
{
	struct fold_visitor	*v = &f->visitors[fold_person(f, e->visitor) - 1];

	if (e->class != ANALYTICS_PERSON || e->use == VT_USE_HARVEST)
		return;
	if (!v->has_come || e->ms - v->seen > ANALYTICS_HALF_HOUR_MS)
		fold_gain(e, ANALYTICS_VISIT);
	v->has_come = true;
	v->seen = e->ms;
}

static uint32_t
fold_object(const struct analytics_fold *f, const struct fold_event *e)
{
	if (e->object != 0 || e->image == 0 || e->image >= f->object_room)
		return (e->object);
	return (f->objects[e->image]);
}

static void
fold_judge(struct analytics_fold *f, struct fold_sessions *s, struct fold_event *e)
{
	uint32_t	object = fold_object(f, e);

	e->gets = 1u << ANALYTICS_KNOWN;
	fold_visit(f, e);
	if (e->is_dropped)
		return;
	switch ((enum vt_use_kind)e->use) {
	case VT_USE_EMBED:
		fold_gain(e, ANALYTICS_EMBEDDED);
		/* FALLTHROUGH */
	case VT_USE_INVESTIGATION:
	case VT_USE_REQUEST:
	case VT_USE_DOWNLOAD:
		if (object != 0)
			fold_content(s, e, object);
		break;
	case VT_USE_THUMBNAIL:
		fold_gain(e, ANALYTICS_THUMBNAILED);
		break;
	case VT_USE_HARVEST:
		fold_gain(e, ANALYTICS_HARVESTED);
		break;
	case VT_USE_SEARCH:
		fold_gain(e, ANALYTICS_SEARCHED);
		break;
	case VT_USE_STEP:
		fold_gain(e, ANALYTICS_STEPPED);
		break;
	default:
		break;
	}
}

/* --- sums -------------------------------------------------------------------------------------- */

/* In the time of the place, which is told once an hour. */
static int32_t
fold_day(struct analytics_fold *f, int64_t ms)
{
	int64_t		hour = ms / ANALYTICS_HOUR_MS;
	time_t		t = (time_t)(ms / 1000);
	struct tm	tm;

	if (f->day == 0 || hour != f->hour) {
		(void)localtime_r(&t, &tm);
		f->hour = hour;
		f->day = (tm.tm_year + 1900) * 10000 + (tm.tm_mon + 1) * 100 + tm.tm_mday;
	}
	return (f->day);
}

static void
fold_sum(struct analytics_fold *f, const struct fold_event *e, int64_t n, enum analytics_gain gain)
{
	int32_t			 month = fold_day(f, e->ms) / 100;
	uint32_t		 object = fold_object(f, e), *at;
	struct analytics_sum	*sum;

	at = analytics_map_at(&f->sum_map, (struct analytics_pair){ (uint64_t)object << 32 | e->list,
	    (uint64_t)month << 8 | e->class });
	if (*at == 0 && (sum = FOLD_MORE(f, sums, sum_count, sum_room)) != NULL) {
		*sum = (struct analytics_sum){ .object = object, .list = e->list, .month = month,
			.class = (enum analytics_class)e->class };
		*at = (uint32_t)f->sum_count;
	}
	if (*at != 0)
		f->sums[*at - 1].n[gain] += n;
}

static void
fold_count(struct analytics_fold *f, const struct fold_event *e, int64_t n, const char *name,
    uint32_t key)
{
	uint32_t		 text = analytics_texts_put(&f->texts, vt_str_of(name)), *at;
	int32_t			 day = fold_day(f, e->ms);
	struct analytics_count	*c;

	at = analytics_map_at(&f->count_map, (struct analytics_pair){ (uint64_t)text << 32 | key,
	    (uint64_t)day << 36 | (uint64_t)e->class << 32 | e->list });
	if (*at == 0 && (c = FOLD_MORE(f, counts, count_count, count_room)) != NULL) {
		*c = (struct analytics_count){ .name = text, .key = key, .list = e->list,
			.day = day, .class = (enum analytics_class)e->class };
		*at = (uint32_t)f->count_count;
	}
	if (*at != 0)
		f->counts[*at - 1].n += n;
}

static void
fold_count_c(struct analytics_fold *f, const struct fold_event *e, int64_t n, const char *name,
    const char *key)
{
	fold_count(f, e, n, name, analytics_texts_put(&f->texts, vt_str_of(key)));
}

/* Of a day, not of an object. */
static void
fold_add_count(struct analytics_fold *f, const struct fold_event *e, enum analytics_gain gain,
    int64_t n)
{
	const char	*language = e->is_english ? "en" : "lt";

	switch (gain) {
	case ANALYTICS_VISIT:
		fold_count_c(f, e, n, "visit", e->is_inside ? "inside" : "outside");
		fold_count_c(f, e, n, "language", language);
		break;
	case ANALYTICS_SEARCHED:
		fold_count_c(f, e, n, "search", language);
		break;
	case ANALYTICS_STEPPED:
		fold_count(f, e, n, "step", e->part);
		break;
	case ANALYTICS_EMBEDDED:
		fold_count(f, e, n, "embed", e->host);
		break;
	case ANALYTICS_REFERRED:
		fold_count(f, e, n, strcmp(analytics_fold_text(f, e->part), "manifest") == 0 ?
		    "viewer" : "referrer", e->host);
		break;
	default:
		break;
	}
}

/* What the event adds to what it had. */
static void
fold_add(struct analytics_fold *f, const struct fold_event *e)
{
	unsigned	changed = e->had ^ e->gets;

	for (int gain = 0; gain < ANALYTICS_KNOWN; gain++) {
		int64_t n = (e->gets & 1u << gain) != 0 ? 1 : -1;

		if ((changed & 1u << gain) == 0)
			continue;
		/* Those of the same moment are not told apart, and each was one. */
		if (gain == ANALYTICS_THUMBNAILED || gain == ANALYTICS_HARVESTED)
			n *= e->count;
		if (gain < ANALYTICS_OBJECT_GAINS)
			fold_sum(f, e, n, (enum analytics_gain)gain);
		else
			fold_add_count(f, e, (enum analytics_gain)gain, n);
	}
}

vt_err
analytics_fold_run(struct analytics_fold *f)
{
	struct fold_sessions	 s = { .objects = { .slots = NULL } };
	struct fold_order	*order = fold_order(f);

	if (order != NULL) {
		fold_double_clicks(f, order);
		for (size_t i = 0; i < f->count; i++) {
			struct fold_event *e = &f->events[order[i].at];

			fold_judge(f, &s, e);
			fold_add(f, e);
		}
	}
	free(order);
	f->is_short |= s.objects.is_short || s.pages.is_short || f->names.is_short ||
	    f->sum_map.is_short || f->count_map.is_short || f->texts.is_short;
	analytics_map_fini(&s.objects);
	analytics_map_fini(&s.pages);
	return (f->is_short ? vt_fail(VT_E_NOMEM, "no memory to sum up %zu uses", f->count) : VT_OK);
}

size_t
analytics_fold_sums(const struct analytics_fold *f, const struct analytics_sum **sums_r)
{
	*sums_r = f->sums;
	return (f->sum_count);
}

size_t
analytics_fold_counts(const struct analytics_fold *f, const struct analytics_count **counts_r)
{
	*counts_r = f->counts;
	return (f->count_count);
}

void
analytics_fold_keep(struct analytics_fold *f, int64_t from_ms, struct vt_buf *out)
{
	static const struct analytics_visitor none;

	for (size_t i = 0; i < f->count; i++) {
		const struct fold_event *e = &f->events[i];
		const struct analytics_line l = { .ms = e->ms, .had = e->gets,
			.use = (enum vt_use_kind)e->use, .class = (enum analytics_class)e->class,
			.list = vt_str_of(analytics_fold_text(f, e->list)),
			.visitor = f->visitors[e->visitor - 1].name,
			.before = e->before != 0 ? f->visitors[e->before - 1].name : none,
			.is_inside = e->is_inside, .is_english = e->is_english,
			.object = vt_str_of(analytics_fold_text(f, e->object)),
			.image = vt_str_of(analytics_fold_text(f, e->image)),
			.part = vt_str_of(analytics_fold_text(f, e->part)),
			.host = vt_str_of(analytics_fold_text(f, e->host)) };

		if (e->ms < from_ms)
			continue;
		vt_buf_int(out, e->count);
		vt_buf_char(out, '\t');
		analytics_line_write(&l, out);
		vt_buf_char(out, '\n');
	}
}
