/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums of an object and a month, and of a day, in the time of the place.
 */
#include <stdio.h>
#include <time.h>

#include "fold_inside.h"

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

static struct analytics_pair
fold_sum_key(const struct fold_event *e, uint32_t object, int32_t month)
{
	return ((struct analytics_pair){ (uint64_t)object << 32 | e->list,
	    (uint64_t)month << 8 | e->class });
}

/* Mostly of this month, too. */
void
analytics_fold_add_near(struct analytics_fold *f, const struct fold_event *e, uint32_t object)
{
	if (object != 0)
		analytics_map_near(&f->sum_map, fold_sum_key(e, object, f->day / 100));
}

static void
fold_sum(struct analytics_fold *f, const struct fold_event *e, int64_t n, enum analytics_gain gain)
{
	int32_t			 month = fold_day(f, e->ms) / 100;
	uint32_t		 object = analytics_fold_object(f, e), *at;
	struct analytics_sum	*sum;

	at = analytics_map_at(&f->sum_map, fold_sum_key(e, object, month));
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

/* Whoever sends hosts that nobody has heard of fills no table with them. */
static uint32_t
fold_host(struct analytics_fold *f, const struct fold_event *e)
{
	struct analytics_pair	key = { e->host, 1 };
	uint32_t		*at;

	if (f->hosts.count < ANALYTICS_HOSTS_MAX) {
		at = analytics_map_at(&f->hosts, key);
		*at = 1;
		return (e->host);
	}
	return (analytics_map_has(&f->hosts, key) ? e->host :
	    analytics_texts_put(&f->texts, VT_STR("other")));
}

/* "slug", or with how far they came "N/M/slug". */
static void
fold_count_exhibition(struct analytics_fold *f, const struct fold_event *e, int64_t n,
    const char *name, bool has_place)
{
	char			key[256];
	struct fold_step	step;
	struct vt_str		slug;	/* used before anything is counted: that may move the texts */

	if (!analytics_fold_step_read(vt_str_of(analytics_fold_text(f, e->part)), &slug, &step))
		return;
	if (has_place)
		(void)snprintf(key, sizeof(key), "%u/%u/%.*s", step.at, step.of, VT_STR_ARG(slug));
	else
		(void)snprintf(key, sizeof(key), "%.*s", VT_STR_ARG(slug));
	fold_count_c(f, e, n, name, key);
}

/* "feedback", "key" with the key, "choice" with each that was made. */
static void
fold_count_note(struct analytics_fold *f, const struct fold_event *e, int64_t n)
{
	char		text[256];
	struct vt_str	rest, name, word;

	/* A copy: counting may move the texts. */
	(void)snprintf(text, sizeof(text), "%s", analytics_fold_text(f, e->part));
	rest = vt_str_of(text);
	if (!vt_str_next(&rest, ' ', &name))
		return;
	text[name.len] = '\0';
	if (rest.len == 0)
		fold_count(f, e, n, name.p, 0);
	while (vt_str_next(&rest, ' ', &word))
		fold_count(f, e, n, name.p, analytics_texts_put(&f->texts, word));
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
		if (e->country[0] != '\0')
			fold_count(f, e, n, "country", analytics_texts_put(&f->texts,
			    (struct vt_str){ e->country, sizeof(e->country) }));
		break;
	case ANALYTICS_SEARCHED:
		fold_count_c(f, e, n, "search", language);
		break;
	case ANALYTICS_STEPPED:
		fold_count(f, e, n, "step", e->part);
		if (vt_str_ends(vt_str_of(analytics_fold_text(f, e->part)), VT_STR("/easy")))
			fold_count_c(f, e, n, "choice", "easy");
		break;
	case ANALYTICS_EMBEDDED:
		fold_count(f, e, n, "embed", fold_host(f, e));
		if (e->object == 0 && e->image == 0 && e->part != 0)
			fold_count(f, e, n, "exhibition-embed", e->part);
		break;
	case ANALYTICS_NOTED_DOWN:
		fold_count_note(f, e, n);
		break;
	case ANALYTICS_STARTED:
		fold_count_exhibition(f, e, n, "exhibition-started", false);
		break;
	case ANALYTICS_FINISHED:
		fold_count_exhibition(f, e, n, "exhibition-finished", false);
		break;
	case ANALYTICS_REACHED:
		fold_count_exhibition(f, e, n, "exhibition-reached", true);
		break;
	case ANALYTICS_REFERRED:
		fold_count(f, e, n, strcmp(analytics_fold_text(f, e->part), "manifest") == 0 ?
		    "viewer" : "referrer", fold_host(f, e));
		break;
	default:
		break;
	}
}

/* What the event adds to what it had. */
void
analytics_fold_add(struct analytics_fold *f, const struct fold_event *e)
{
	unsigned	changed = (e->had ^ e->gains) & ((1u << ANALYTICS_GAINS) - 1) &
			    ~(1u << ANALYTICS_KNOWN);

	for (; changed != 0; changed &= changed - 1) {
		int	gain = __builtin_ctz(changed);
		int64_t	n = (e->gains & 1u << gain) != 0 ? 1 : -1;

		/* Those of the same moment are not told apart, and each was one. */
		if (gain == ANALYTICS_THUMBNAILED || gain == ANALYTICS_HARVESTED ||
		    gain == ANALYTICS_NOTED_DOWN)
			n *= e->count;
		if (gain < ANALYTICS_OBJECT_GAINS)
			fold_sum(f, e, n, (enum analytics_gain)gain);
		else
			fold_add_count(f, e, (enum analytics_gain)gain, n);
	}
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
