/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rules (README.md): lines in the order of time, first the double clicks out of
 * them, then what each adds.  A line that comes again among new ones is judged again;
 * only the difference to what it had is told, so that lines may come in any order and
 * at any time while those around them are kept.
 */
#include <stdlib.h>

#include "fold_inside.h"

#define FOLD_PAGE_SEEN	1u	/* of a page or an object in a session: investigated */
#define FOLD_PAGE_READ	2u	/* and requested */

#define FOLD_DIGIT	12	/* bits that are sorted by at once */

/* One digit of the time, from shift on; equal ones stay as they were. */
static void
fold_order_digit(const struct fold_order *from, struct fold_order *to, size_t count,
    int64_t first, int shift)
{
	size_t	ends[1 << FOLD_DIGIT] = { 0 }, sum = 0;
	size_t	mask = (1 << FOLD_DIGIT) - 1;

	for (size_t i = 0; i < count; i++)
		ends[(size_t)((from[i].ms - first) >> shift) & mask]++;
	for (size_t d = 0; d <= mask; d++) {
		size_t n = ends[d];

		ends[d] = sum;
		sum += n;
	}
	for (size_t i = 0; i < count; i++)
		to[ends[(size_t)((from[i].ms - first) >> shift) & mask]++] = from[i];
}

/* By time, and what came at the same time as it came; NULL: no memory. */
static struct fold_order *
fold_order_sort(struct fold_order *order, size_t count)
{
	struct fold_order	*other = malloc((count + 1) * sizeof(*other)), *swap;
	int64_t			 first = INT64_MAX, last = INT64_MIN;

	for (size_t i = 0; i < count; i++) {
		first = order[i].ms < first ? order[i].ms : first;
		last = order[i].ms > last ? order[i].ms : last;
	}
	for (int shift = 0; other != NULL && shift < 63 && (last - first) >> shift > 0;
	    shift += FOLD_DIGIT) {
		fold_order_digit(order, other, count, first, shift);
		swap = order;
		order = other;
		other = swap;
	}
	if (other == NULL) {
		free(order);
		return (NULL);
	}
	free(other);
	return (order);
}

static struct fold_order *
fold_order(struct analytics_fold *f, bool *is_sorted_r)
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
	if (!is_sorted && (order = fold_order_sort(order, f->count)) == NULL)
		f->is_short = true;
	*is_sorted_r = is_sorted;
	return (order);
}

/* Moved once, since all that comes goes through them in the order of time. */
static void
fold_sort(struct analytics_fold *f)
{
	bool			 is_sorted = true;
	struct fold_order	*order = fold_order(f, &is_sorted);
	struct fold_event	*events = NULL;

	if (order != NULL && !is_sorted && (events = malloc(f->count * sizeof(*events))) == NULL)
		f->is_short = true;
	if (events != NULL) {
		for (size_t i = 0; i < f->count; i++) {
			if (i + FOLD_AHEAD < f->count)
				__builtin_prefetch(&f->events[order[i + FOLD_AHEAD].at]);
			events[i] = f->events[order[i].at];
		}
		analytics_fold_steps_move(f, order);
		free(f->events);
		f->events = events;
		f->room = f->count;
	}
	free(order);
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

static struct analytics_pair
fold_click(struct analytics_fold *f, const struct fold_event *e)
{
	return ((struct analytics_pair){
	    (uint64_t)analytics_fold_person(f, e->visitor) << 32 | e->object,
	    ((uint64_t)e->part << 32 | e->image) ^ (uint64_t)e->use << 60 });
}

/* The person of an event that is far ahead, and the place of a click nearer by. */
static void
fold_clicks_near(struct analytics_fold *f, const struct analytics_map *last, size_t i)
{
	if (i + 2 * FOLD_AHEAD < f->count)
		__builtin_prefetch(&f->visitors[f->events[i + 2 * FOLD_AHEAD].visitor - 1]);
	if (i + FOLD_AHEAD < f->count && fold_is_click(&f->events[i + FOLD_AHEAD]))
		analytics_map_near(last, fold_click(f, &f->events[i + FOLD_AHEAD]));
}

/* Of two clicks within 30 seconds the first is dropped, however long the chain, before
 * anything is counted (COUNTER 5.1, 7.2). */
static void
fold_double_clicks(struct analytics_fold *f)
{
	struct analytics_map	last = { .slots = NULL };

	for (size_t i = 0; i < f->count; i++) {
		struct fold_event *e = &f->events[i];
		uint32_t *at;

		fold_clicks_near(f, &last, i);
		e->is_dropped = false;
		if (!fold_is_click(e))
			continue;
		at = analytics_map_at(&last, fold_click(f, e));
		if (*at != 0 && e->ms - f->events[*at - 1].ms <= ANALYTICS_DOUBLE_CLICK_MS)
			f->events[*at - 1].is_dropped = true;
		*at = (uint32_t)i + 1;
	}
	f->is_short |= last.is_short;
	analytics_map_fini(&last);
}

static void
fold_gain(struct fold_event *e, enum analytics_gain gain)
{
	e->gains |= 1u << gain;
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
		if ((e->gains & 1u << ANALYTICS_TOTAL_REQUEST) != 0)
			fold_gain(e, ANALYTICS_PAGE);
	}
	if (e->host != 0 && (e->gains & 1u << ANALYTICS_TOTAL_INVESTIGATION) != 0)
		fold_gain(e, ANALYTICS_REFERRED);
}

static void
fold_visit(struct analytics_fold *f, struct fold_event *e)
{
	struct fold_visitor	*v = &f->visitors[analytics_fold_person(f, e->visitor) - 1];

	if (e->class != ANALYTICS_PERSON || e->use == VT_USE_HARVEST ||
	    e->use == ANALYTICS_NOTED)
		return;
	if (!v->has_come || e->ms - v->seen > ANALYTICS_HALF_HOUR_MS)
		fold_gain(e, ANALYTICS_VISIT);
	v->has_come = true;
	v->seen = e->ms;
}

static void
fold_judge(struct analytics_fold *f, struct fold_sessions *s, struct fold_event *e)
{
	uint32_t	object = analytics_fold_object(f, e);

	e->gains |= 1u << ANALYTICS_KNOWN;	/* to those of steps */
	fold_visit(f, e);
	if (e->is_dropped)
		return;
	switch ((int)e->use) {
	case ANALYTICS_NOTED:
		fold_gain(e, ANALYTICS_NOTED_DOWN);
		break;
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

static void
fold_judge_near(struct analytics_fold *f, const struct fold_sessions *s, size_t i)
{
	const struct fold_event	*e;
	uint32_t		 object;

	if (i + 2 * FOLD_AHEAD < f->count) {
		e = &f->events[i + 2 * FOLD_AHEAD];
		__builtin_prefetch(&f->visitors[e->visitor - 1], 1);
		if (e->image < f->object_room)
			__builtin_prefetch(&f->objects[e->image]);
	}
	if (i + FOLD_AHEAD >= f->count)
		return;
	e = &f->events[i + FOLD_AHEAD];
	object = analytics_fold_object(f, e);
	analytics_map_near(&s->objects, (struct analytics_pair){ e->visitor, object });
	if (e->image != 0)
		analytics_map_near(&s->pages, (struct analytics_pair){ e->visitor, e->image });
	analytics_fold_add_near(f, e, object);
}

vt_err
analytics_fold_run(struct analytics_fold *f)
{
	struct fold_sessions	 s = { .objects = { .slots = NULL } };

	fold_sort(f);
	if (!f->is_short) {
		fold_double_clicks(f);
		analytics_fold_steps(f);
	}
	for (size_t i = 0; !f->is_short && i < f->count; i++) {
		fold_judge_near(f, &s, i);
		fold_judge(f, &s, &f->events[i]);
		analytics_fold_add(f, &f->events[i]);
	}
	f->is_short |= s.objects.is_short || s.pages.is_short || f->names.is_short ||
	    f->sum_map.is_short || f->count_map.is_short || f->texts.is_short;
	analytics_map_fini(&s.objects);
	analytics_map_fini(&s.pages);
	return (f->is_short ? vt_fail(VT_E_NOMEM, "no memory to sum up %zu uses", f->count) : VT_OK);
}
