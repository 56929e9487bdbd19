/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums of an object and a month, and of a day, in the time of the place.
 */
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

static void
fold_sum(struct analytics_fold *f, const struct fold_event *e, int64_t n, enum analytics_gain gain)
{
	int32_t			 month = fold_day(f, e->ms) / 100;
	uint32_t		 object = analytics_fold_object(f, e), *at;
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
		fold_count(f, e, n, "embed", fold_host(f, e));
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
	unsigned	changed = e->had ^ e->gains;

	for (int gain = 0; gain < ANALYTICS_KNOWN; gain++) {
		int64_t n = (e->gains & 1u << gain) != 0 ? 1 : -1;

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
