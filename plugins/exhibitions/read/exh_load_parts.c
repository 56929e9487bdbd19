/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Parts of exhibition.yaml that stand in many places: words, dates, places.  What is not
 * understood is a finding, and as if it were not there.
 */
#include <stdarg.h>
#include <stdio.h>

#include "exh_load.h"

#define EXH_WORDS_MAX	10000	/* bytes of some words */

/* --- findings -------------------------------------------------------------------------- */

void
exh_findings_init(struct exh_findings *f, struct vt_arena *a)
{
	*f = (struct exh_findings){ .a = a };
}

static struct exh_finding *
exh_findings_room(struct exh_findings *f)
{
	if (f->count == f->cap) {
		size_t			cap = f->cap == 0 ? 16 : f->cap * 2;
		struct exh_finding	*more = vt_arena_array(f->a, cap, sizeof(*more));

		if (more == NULL)
			return (NULL);
		if (f->count > 0)
			memcpy(more, f->items, f->count * sizeof(*more));
		f->items = more;
		f->cap = cap;
	}
	return (&f->items[f->count++]);
}

void
exh_findings_put(struct exh_findings *f, const struct exh_finding *finding)
{
	struct exh_finding	*item;

	if (f->count <= EXH_FINDINGS_MAX && (item = exh_findings_room(f)) != NULL)
		*item = *finding;
}

void
exh_findings_add(struct exh_findings *f, enum exh_severity severity, const char *file, int line,
    const char *code, const char *fmt, ...)
{
	struct exh_finding	*item;
	char			 what[VT_FAIL_TEXT_MAX];
	va_list			 ap;

	if (f->count > EXH_FINDINGS_MAX || (item = exh_findings_room(f)) == NULL)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(what, sizeof(what), fmt, ap);
	va_end(ap);
	if (f->count > EXH_FINDINGS_MAX) {	/* whoever mends those will see the others */
		severity = EXH_ERROR;
		code = "more_findings";
		line = 0;
		what[0] = '\0';
	}
	*item = (struct exh_finding){ .severity = severity, .line = line, .code = code,
		.file = vt_str_dup(f->a, vt_str_of(file)),
		.what = vt_str_dup(f->a, vt_utf8_cut(vt_str_of(what), sizeof(what) - 4)) };
}

#define exh_warning(l, y, code, ...) \
	exh_findings_add(&(l)->findings, EXH_WARNING, EXH_YAML, (y)->line, code, __VA_ARGS__)

/* --- keys and kinds ------------------------------------------------------------------------ */

void
exh_load_known(struct exh_load *l, const struct vt_yaml *map, const char *const *known)
{
	for (const struct vt_yaml *y = map->first; y != NULL; y = y->next) {
		const char *const	*k = known;
		const char		*nearest;

		while (*k != NULL && !vt_str_eq_c(y->key, *k))
			k++;
		if (*k != NULL)
			continue;
		if (vt_str_find(y->key, VT_STR(":")) >= 0)	/* {lt:"Utena"} */
			exh_error(l, y, "missing_space", "%.*s", VT_STR_ARG(y->key));
		else
		if ((nearest = vt_yaml_nearest(y->key, known)) != NULL)
			exh_error(l, y, "unknown_key_near", "%.*s → %s", VT_STR_ARG(y->key), nearest);
		else
			exh_error(l, y, "unknown_key", "%.*s", VT_STR_ARG(y->key));
	}
}

static bool
exh_load_is(struct exh_load *l, const struct vt_yaml *y, enum vt_yaml_type type, const char *code)
{
	if (y == NULL || y->type == type)
		return (y != NULL);
	if (y->type != VT_YAML_TEXT || y->text.len > 0)
		exh_error(l, y, code, "%.*s", VT_STR_ARG(y->key));
	return (false);
}

bool
exh_load_is_map(struct exh_load *l, const struct vt_yaml *y)
{
	return (exh_load_is(l, y, VT_YAML_MAP, "not_a_map"));
}

bool
exh_load_is_picture(struct exh_load *l, const struct vt_yaml *y)
{
	return (exh_load_is(l, y, VT_YAML_MAP, "not_a_picture"));
}

bool
exh_load_is_list(struct exh_load *l, const struct vt_yaml *y)
{
	return (exh_load_is(l, y, VT_YAML_LIST, "not_a_list"));
}

bool
exh_is_control(uint32_t c)
{
	return ((c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) ||
	    (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff ||
	    (c & 0xfffe) == 0xfffe);
}

/* A copy in the exhibition's arena, of which only text is left. */
static struct vt_str
exh_load_clean(struct exh_load *l, const struct vt_yaml *y, struct vt_str s)
{
	struct vt_str	rest = s;
	char		*p = vt_arena_alloc(l->a, s.len + 1);
	size_t		len = 0;
	uint32_t	c;
	bool		is_clean = true;

	if (p == NULL)
		return (VT_STR_NONE);
	while (vt_utf8_next(&rest, &c)) {
		if (exh_is_control(c))
			is_clean = false;
		else
			len += vt_utf8_put(c, p + len);
	}
	if (!is_clean || rest.len > 0)
		exh_error(l, y, "control_character", "%.*s", VT_STR_ARG(y->key));
	return ((struct vt_str){ p, len });
}

/* A text of at most EXH_WORDS_MAX bytes, trimmed; empty: there is none. */
static struct vt_str
exh_load_scalar(struct exh_load *l, const struct vt_yaml *y)
{
	if (y == NULL)
		return (VT_STR_NONE);
	if (y->type != VT_YAML_TEXT) {
		exh_error(l, y, "not_a_text", "%.*s", VT_STR_ARG(y->key));
		return (VT_STR_NONE);
	}
	if (y->text.len > EXH_WORDS_MAX) {
		exh_error(l, y, "too_long", "%.*s", VT_STR_ARG(y->key));
		return (VT_STR_NONE);
	}
	return (exh_load_clean(l, y, vt_str_trim(y->text)));
}

struct vt_str
exh_load_str(struct exh_load *l, const struct vt_yaml *map, const char *key)
{
	return (exh_load_scalar(l, vt_yaml_get(map, key)));
}

/* --- words --------------------------------------------------------------------------------- */

void
exh_load_words(struct exh_load *l, const struct vt_yaml *map, const char *key, struct exh_words *w)
{
	static const char *const known[] = { "lt", "en", "easy", "easy.en", NULL };
	const struct vt_yaml	*y = vt_yaml_get(map, key);

	if (y == NULL)
		return;
	w->line = y->line;
	if (y->type == VT_YAML_TEXT && y->text.len > 0) {	/* "title: Utena" */
		w->in[EXH_LT] = exh_load_scalar(l, y);
		exh_warning(l, y, "words_without_language", "%s", key);
		return;
	}
	if (!exh_load_is_map(l, y))
		return;
	exh_load_known(l, y, known);
	for (int v = 0; v < EXH_VERSIONS; v++)
		w->in[v] = exh_load_str(l, y, exh_version_name((enum exh_version)v));
}

struct vt_str
exh_load_language(struct exh_load *l, const struct vt_yaml *map)
{
	struct vt_str	s = exh_load_str(l, map, "lang");
	bool		is_good = s.len == 0 || (s.len >= 2 && s.len <= 35);

	for (size_t i = 0; i < s.len; i++)
		is_good = is_good && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (i > 1 && (s.p[i] == '-' ||
		    (s.p[i] >= 'A' && s.p[i] <= 'Z') || (s.p[i] >= '0' && s.p[i] <= '9'))));
	if (is_good)
		return (s);
	exh_error(l, vt_yaml_get(map, "lang"), "bad_language", "%.*s", VT_STR_ARG(s));
	return (VT_STR_NONE);
}

/* --- dates ------------------------------------------------------------------------------------ */

static bool
exh_date_digits(struct vt_str s, size_t from, size_t len, int64_t *n_r)
{
	struct vt_str	part = vt_str_sub(s, from, len);

	return (part.len == len && part.p[0] != '-' && vt_str_to_int(part, 0, 9999, n_r));
}

/* YYYY, YYYY-MM, YYYY-MM-DD of a day that exists. */
static bool
exh_date_is_good(struct vt_str s)
{
	int64_t	year, month = 1, day = 1, days;

	if ((s.len != 4 && s.len != 7 && s.len != 10) || !exh_date_digits(s, 0, 4, &year))
		return (false);
	if (s.len >= 7 && (s.p[4] != '-' || !exh_date_digits(s, 5, 2, &month)))
		return (false);
	if (s.len == 10 && (s.p[7] != '-' || !exh_date_digits(s, 8, 2, &day)))
		return (false);
	return (vt_time_days(year, month, day, &days));
}

static bool
exh_date_parse(struct vt_str s, struct exh_date *d)
{
	struct vt_str	start, end = VT_STR_NONE;
	ptrdiff_t	slash = vt_str_find(s, VT_STR("/"));
	size_t		least;

	start = slash < 0 ? s : vt_str_trim(vt_str_sub(s, 0, (size_t)slash));
	if (slash >= 0)
		end = vt_str_trim(vt_str_sub(s, (size_t)slash + 1, s.len));
	least = start.len < end.len ? start.len : end.len;
	if (!exh_date_is_good(start) || (slash >= 0 && (!exh_date_is_good(end) ||
	    vt_str_cmp(vt_str_sub(start, 0, least), vt_str_sub(end, 0, least)) > 0)))
		return (false);
	d->start = start;
	d->end = end;
	return (true);
}

/* "period: 1910/1931", or a map with its own words for it. */
void
exh_load_date(struct exh_load *l, const struct vt_yaml *map, const char *key, struct exh_date *d)
{
	static const char *const known[] = { "value", "label", NULL };
	const struct vt_yaml	*y = vt_yaml_get(map, key);
	struct vt_str		 value;

	if (y == NULL || (y->type == VT_YAML_TEXT && y->text.len == 0))
		return;
	d->line = y->line;
	if (y->type == VT_YAML_TEXT)
		value = exh_load_scalar(l, y);
	else if (exh_load_is_map(l, y)) {
		exh_load_known(l, y, known);
		value = exh_load_str(l, y, "value");
		exh_load_words(l, y, "label", &d->label);
	} else
		return;
	if (!exh_date_parse(value, d))
		exh_error(l, y, "bad_date", "%.*s", VT_STR_ARG(value));
}

/* --- places ---------------------------------------------------------------------------------- */

static bool
exh_load_degrees(struct exh_load *l, const struct vt_yaml *map, const char *key, double most,
    double *degrees_r)
{
	return (vt_str_to_double(exh_load_str(l, map, key), degrees_r) && *degrees_r >= -most &&
	    *degrees_r <= most);
}

void
exh_load_place(struct exh_load *l, const struct vt_yaml *map, struct exh_place *p)
{
	static const char *const known[] = { "latitude", "longitude", "name", NULL };
	const struct vt_yaml	*y = vt_yaml_get(map, "place");

	if (!exh_load_is_map(l, y))
		return;
	exh_load_known(l, y, known);
	p->line = y->line;
	exh_load_words(l, y, "name", &p->name);
	p->is_there = exh_load_degrees(l, y, "latitude", 90, &p->latitude) &&
	    exh_load_degrees(l, y, "longitude", 180, &p->longitude);
	if (!p->is_there)
		exh_error(l, y, "bad_place", "%.*s, %.*s",
		    VT_STR_ARG(exh_load_str(l, y, "latitude")),
		    VT_STR_ARG(exh_load_str(l, y, "longitude")));
}
