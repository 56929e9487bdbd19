/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the Accept headers.  All of them are lists of elements with
 * parameters, of which q is the weight in thousandths.
 */
#include "http/fields/negotiate.h"

#define NEGOTIATE_Q_MAX 1000

/* One element of a list: what stands before its parameters, and those. */
struct negotiate_item {
	struct vt_str value, params;
	int q;
};
struct negotiate_param {
	struct vt_str name, value; /* without quotes */
};

static bool
negotiate_is_token(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		      (c != 0 && strchr("!#$%&'*+-.^_`|~", c) != NULL)))
			return (false);
	}
	return (s.len > 0);
}

/* An unquoted value.  Strictly a token; but clients do send profile=http://…
 * without quotes, and it is clear what they mean. */
static bool
negotiate_is_value(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || s.p[i] == '"')
			return (false);
	return (s.len > 0);
}

/* Cuts at the next sep that stands outside quotes; false at the end. */
static bool
negotiate_cut(struct vt_str *rest, char sep, struct vt_str *part_r)
{
	bool is_quoted = false;
	size_t i;

	if (rest->len == 0)
		return (false);
	for (i = 0; i < rest->len; i++) {
		if (rest->p[i] == '"')
			is_quoted = !is_quoted;
		else if (rest->p[i] == '\\' && is_quoted)
			i++;
		else if (rest->p[i] == sep && !is_quoted)
			break;
	}
	if (i > rest->len)
		i = rest->len;
	*part_r = vt_str_trim(vt_str_sub(*rest, 0, i));
	*rest = vt_str_sub(*rest, i + 1, rest->len);
	return (true);
}

/* 0, 0.5, 1.000: thousandths, or -1 (RFC 9110, 12.4.2). */
static int
negotiate_weight(struct vt_str s)
{
	int q, scale = NEGOTIATE_Q_MAX / 10;

	if (s.len == 0 || s.len > 5 || (s.p[0] != '0' && s.p[0] != '1'))
		return (-1);
	q = (s.p[0] - '0') * NEGOTIATE_Q_MAX;
	if (s.len > 1 && s.p[1] != '.')
		return (-1);
	for (size_t i = 2; i < s.len; i++, scale /= 10) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (-1);
		q += (s.p[i] - '0') * scale;
	}
	return (q <= NEGOTIATE_Q_MAX ? q : -1);
}

/* The next parameter; false at the end and, with *is_bad, at a bad one. */
static bool
negotiate_param(struct vt_str *rest, struct negotiate_param *param_r, bool *is_bad)
{
	struct vt_str part, name;

	do {
		if (!negotiate_cut(rest, ';', &part))
			return (false);
	} while (part.len == 0);
	if (!vt_str_next(&part, '=', &name) || !negotiate_is_token(vt_str_trim(name)) ||
	    part.len == 0) {
		*is_bad = true;
		return (false);
	}
	part = vt_str_trim(part);
	if (part.len > 0 && part.p[0] == '"') {
		*is_bad = part.len < 2 || part.p[part.len - 1] != '"';
		part = vt_str_sub(part, 1, part.len - 2);
	} else {
		*is_bad = !negotiate_is_value(part);
	}
	*param_r = (struct negotiate_param){ vt_str_trim(name), part };
	return (!*is_bad);
}

/* The next element with its weight; false at the end and, with *is_bad, at a
 * bad one. */
static bool
negotiate_next(struct vt_str *rest, struct negotiate_item *item_r, bool *is_bad)
{
	struct negotiate_param param;
	struct vt_str element, params;

	do {
		if (!negotiate_cut(rest, ',', &element))
			return (false);
	} while (element.len == 0);
	if (!negotiate_cut(&element, ';', &item_r->value))
		return (false);
	item_r->params = params = element;
	item_r->q = NEGOTIATE_Q_MAX;
	while (negotiate_param(&params, &param, is_bad)) {
		if (!vt_str_eq_nocase(param.name, VT_STR("q")))
			continue;
		item_r->q = negotiate_weight(param.value);
		*is_bad = item_r->q < 0;
		/* What follows q is no parameter of the media type. */
		item_r->params.len = (size_t)(param.name.p - item_r->params.p);
		break;
	}
	if (item_r->value.len == 0)
		*is_bad = true;
	return (!*is_bad);
}

/* --- media types ---------------------------------------------------------- */

/* One of the addresses of a profile is one of the others. */
static bool
negotiate_profiles_meet(struct vt_str a, struct vt_str b)
{
	struct vt_str one, other;

	while (vt_str_next(&a, ' ', &one)) {
		struct vt_str rest = b;

		while (vt_str_next(&rest, ' ', &other))
			if (one.len > 0 && vt_str_eq(one, other))
				return (true);
	}
	return (false);
}

static bool
negotiate_has_param(struct vt_str offered, const struct negotiate_param *wanted)
{
	struct negotiate_param param;
	bool is_bad = false;

	while (negotiate_param(&offered, &param, &is_bad)) {
		if (!vt_str_eq_nocase(param.name, wanted->name))
			continue;
		if (vt_str_eq_nocase(param.name, VT_STR("profile")))
			return (negotiate_profiles_meet(param.value, wanted->value));
		return (vt_str_eq_nocase(param.value, wanted->value));
	}
	return (false);
}

/* How well a range names an offer: -1 not at all, 0 as * / *, 1 by its type,
 * 2 by type and subtype, and one more a parameter. */
static int
negotiate_fit(const struct negotiate_item *range, struct vt_str offer)
{
	struct vt_str subtype = range->value, type, offer_subtype, offer_type;
	struct vt_str params = range->params;
	struct negotiate_param param;
	bool is_bad = false;
	int fit = 2;

	if (!negotiate_cut(&offer, ';', &offer_subtype) ||
	    !vt_str_next(&offer_subtype, '/', &offer_type) || !vt_str_next(&subtype, '/', &type))
		return (-1);
	if (vt_str_eq_c(type, "*"))
		return (0);
	if (!vt_str_eq_nocase(type, offer_type))
		return (-1);
	if (vt_str_eq_c(subtype, "*"))
		return (1);
	if (!vt_str_eq_nocase(subtype, offer_subtype))
		return (-1);
	while (negotiate_param(&params, &param, &is_bad)) {
		if (vt_str_eq_nocase(param.name, VT_STR("charset")))
			continue;
		if (!negotiate_has_param(offer, &param))
			return (-1);
		fit++;
	}
	return (fit);
}

static bool
negotiate_is_range(struct vt_str value)
{
	struct vt_str type;

	if (!vt_str_next(&value, '/', &type) || !negotiate_is_token(type) ||
	    !negotiate_is_token(value))
		return (false);
	return (!vt_str_eq_c(type, "*") || vt_str_eq_c(value, "*"));
}

/* Weight and fit of one offer, the most specific range deciding; false: bad header. */
static bool
negotiate_offer(struct vt_str accept, struct vt_str offer, int *q_r, int *fit_r)
{
	struct negotiate_item range;
	int best = -1, q = 0;
	bool is_bad = false;

	while (negotiate_next(&accept, &range, &is_bad)) {
		int fit;

		if (!negotiate_is_range(range.value))
			return (false);
		if ((fit = negotiate_fit(&range, offer)) > best) {
			best = fit;
			q = range.q;
		}
	}
	*q_r = q;
	*fit_r = best;
	return (!is_bad);
}

int
vt_negotiate_type(struct vt_str accept, const char *const *offers, size_t count)
{
	int best = -1, best_q = 0, best_fit = -1;

	if (vt_str_trim(accept).len == 0)
		return (0);
	for (size_t i = 0; i < count; i++) {
		int q, fit;

		if (!negotiate_offer(accept, vt_str_of(offers[i]), &q, &fit))
			return (0);
		if (q > best_q || (q == best_q && q > 0 && fit > best_fit)) {
			best = (int)i;
			best_q = q;
			best_fit = fit;
		}
	}
	return (best);
}

/* --- languages and encodings ---------------------------------------------- */

/* "lt-LT" speaks of "lt". */
static bool
negotiate_speaks(struct vt_str range, const char *lang)
{
	size_t len = strlen(lang);

	return (vt_str_eq_nocase(vt_str_sub(range, 0, len), vt_str_of(lang)) &&
		(range.len == len || range.p[len] == '-'));
}

/* The weight of one language: -1 not named.  *place_r: where it stood. */
static int
negotiate_tongue(struct vt_str header, const char *lang, int *place_r, bool *is_bad)
{
	struct negotiate_item range;
	int q = -1, place = 0, any = -1;

	for (; negotiate_next(&header, &range, is_bad); place++) {
		if (vt_str_eq_c(range.value, "*"))
			any = range.q;
		else if (negotiate_speaks(range.value, lang) && range.q > q) {
			q = range.q;
			*place_r = place;
		}
	}
	if (q >= 0)
		return (q);
	*place_r = place;
	return (any);
}

const char *
vt_negotiate_language(struct vt_str header)
{
	bool is_bad = false;
	int lt_place, en_place;
	int lt = negotiate_tongue(header, "lt", &lt_place, &is_bad);
	int en = negotiate_tongue(header, "en", &en_place, &is_bad);

	if (is_bad || (lt <= 0 && en <= 0))
		return (NULL);
	/* Browsers that send no weights mean the order. */
	if (en > lt || (en == lt && en_place < lt_place))
		return ("en");
	return ("lt");
}

bool
vt_negotiate_gzip(struct vt_str header)
{
	struct negotiate_item item;
	int gzip = -1, identity = -1, any = -1;
	bool is_bad = false;

	while (negotiate_next(&header, &item, &is_bad)) {
		if (vt_str_eq_nocase(item.value, VT_STR("gzip")) ||
		    vt_str_eq_nocase(item.value, VT_STR("x-gzip")))
			gzip = item.q;
		else if (vt_str_eq_nocase(item.value, VT_STR("identity")))
			identity = item.q;
		else if (vt_str_eq_c(item.value, "*"))
			any = item.q;
	}
	if (gzip < 0)
		gzip = any;
	return (!is_bad && gzip > 0 && gzip >= identity);
}
