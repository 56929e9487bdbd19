/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One option's value: from text to the field of its type, with its limits.
 * Where the text stood (file and line, or the command line) conf.c adds.
 */
#include "base/conf_inside.h"
#include "base/nearest.h"

#define VT_CONF_ITEMS_MAX 1000 /* of a list */

/* A number's unit: "k" is 1024. */
struct vt_conf_unit {
	const char *name;
	int64_t factor;
};

static const struct vt_conf_unit vt_conf_size_units[] = {
	{ "", 1 },
	{ "k", 1024 },
	{ "M", 1024 * 1024 },
	{ "G", 1024 * 1024 * 1024 },
	{ "T", 1024LL * 1024 * 1024 * 1024 },
	{ NULL, 0 },
};

static const struct vt_conf_unit vt_conf_secs_units[] = {
	{ "", 1 },	{ "s", 1 },	 { "m", 60 }, { "h", 3600 },
	{ "d", 86400 }, { "w", 604800 }, { NULL, 0 },
};

static const struct vt_conf_unit vt_conf_no_units[] = {
	{ "", 1 },
	{ NULL, 0 },
};

static void *
vt_conf_field(void *out, const struct vt_option *o)
{
	return ((char *)out + o->offset);
}

static bool
vt_conf_number(struct vt_str s, const struct vt_conf_unit *units, int64_t *value_r)
{
	size_t digits = s.len > 0 && s.p[0] == '-';
	int64_t n;

	while (digits < s.len && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	if (!vt_str_to_int(vt_str_sub(s, 0, digits), INT64_MIN, INT64_MAX, &n))
		return (false);
	for (; units->name != NULL; units++)
		if (vt_str_eq_nocase(vt_str_sub(s, digits, s.len), vt_str_of(units->name)))
			return (!__builtin_mul_overflow(n, units->factor, value_r));
	return (false);
}

static const struct vt_conf_unit *
vt_conf_units(const struct vt_option *o)
{
	if (o->type == VT_OPT_SIZE)
		return (vt_conf_size_units);
	return (o->type == VT_OPT_SECS ? vt_conf_secs_units : vt_conf_no_units);
}

static vt_err
vt_conf_value_number(const struct vt_conf_place *at, const struct vt_option *o, struct vt_str text,
		     void *out)
{
	const char *what = o->type == VT_OPT_SIZE   ? "a size such as 512, 64k, 8M or 2G"
			   : o->type == VT_OPT_SECS ? "a time such as 30s, 5m, 24h or 3d"
						    : "a whole number";
	bool has_limits = o->min != 0 || o->max != 0;
	int64_t n;

	if (!vt_conf_number(text, vt_conf_units(o), &n))
		return (vt_fail(VT_E_BADARG, "%s must be %s, not '%.*s'", at->name, what,
				VT_STR_ARG(text)));
	if (has_limits && (n < o->min || n > o->max))
		return (vt_fail(VT_E_BADARG, "%s must be from %lld to %lld%s, not %lld", at->name,
				(long long)o->min, (long long)o->max,
				o->type == VT_OPT_SIZE	 ? " bytes"
				: o->type == VT_OPT_SECS ? " seconds"
							 : "",
				(long long)n));
	*(int64_t *)vt_conf_field(out, o) = n;
	return (VT_OK);
}

static vt_err
vt_conf_value_bool(const struct vt_conf_place *at, const struct vt_option *o, struct vt_str text,
		   void *out)
{
	static const char *const words[] = { "no", "yes", "false", "true", "off", "on" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!vt_str_eq_nocase(text, vt_str_of(words[i])))
			continue;
		*(bool *)vt_conf_field(out, o) = i % 2 == 1;
		return (VT_OK);
	}
	return (
	    vt_fail(VT_E_BADARG, "%s must be yes or no, not '%.*s'", at->name, VT_STR_ARG(text)));
}

static vt_err
vt_conf_value_choice(const struct vt_conf_place *at, const struct vt_option *o, struct vt_str text,
		     void *out)
{
	struct vt_str rest = vt_str_of(o->choices), choice;
	struct vt_nearest_word near;
	const char *word;

	vt_nearest_word_init(&near, text);
	while (vt_str_next(&rest, '|', &choice)) {
		if ((word = vt_str_c(at->arena, choice)) == NULL)
			return (VT_E_LIMIT);
		if (vt_str_eq(choice, text)) {
			*(const char **)vt_conf_field(out, o) = word;
			return (VT_OK);
		}
		vt_nearest_word_try(&near, word);
	}
	return (vt_fail(VT_E_BADARG, "%s must be one of %s, not '%.*s'%s%s%s", at->name, o->choices,
			VT_STR_ARG(text), near.best != NULL ? ": did you mean '" : "",
			near.best != NULL ? near.best : "", near.best != NULL ? "'?" : ""));
}

const char *
vt_conf_absolute(struct vt_arena *a, const char *folder, struct vt_str path)
{
	if (path.len == 0 || path.p[0] == '/')
		return (vt_str_c(a, path));
	return (
	    vt_str_printf(a, "%s/%.*s", strcmp(folder, "/") == 0 ? "" : folder, VT_STR_ARG(path))
		.p);
}

static vt_err
vt_conf_value_string(const struct vt_conf_place *at, const struct vt_option *o, struct vt_str text,
		     void *out)
{
	const char *s = o->type == VT_OPT_PATH ? vt_conf_absolute(at->arena, at->folder, text)
					       : vt_str_c(at->arena, text);

	if (s == NULL)
		return (VT_E_LIMIT);
	*(const char **)vt_conf_field(out, o) = s;
	return (VT_OK);
}

vt_err
vt_conf_value_list(const struct vt_conf_place *at, const struct vt_option *o,
		   const struct vt_str *items, size_t count, void *out)
{
	struct vt_str_list *list = vt_conf_field(out, o);
	const char **copies = vt_arena_array(at->arena, count + 1, sizeof(*copies));

	if (copies == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++) {
		if (items[i].len == 0)
			return (vt_fail(VT_E_BADARG, "%s has an empty entry", at->name));
		if (memchr(items[i].p, '\0', items[i].len) != NULL)
			return (vt_fail(VT_E_BADARG, "%s has a NUL character in it", at->name));
		if ((copies[i] = vt_str_c(at->arena, items[i])) == NULL)
			return (VT_E_LIMIT);
	}
	list->items = copies;
	list->count = count;
	return (VT_OK);
}

/* "a, b" */
static vt_err
vt_conf_value_commas(const struct vt_conf_place *at, const struct vt_option *o, struct vt_str text,
		     void *out)
{
	struct vt_str items[VT_CONF_ITEMS_MAX], part, rest = vt_str_trim(text);
	size_t count = 0;

	while (vt_str_next(&rest, ',', &part)) {
		if (count == VT_CONF_ITEMS_MAX)
			return (vt_fail(VT_E_BADARG, "%s has more than %d entries", at->name,
					VT_CONF_ITEMS_MAX));
		items[count++] = vt_str_trim(part);
	}
	return (vt_conf_value_list(at, o, items, count, out));
}

vt_err
vt_conf_value_text(const struct vt_conf_place *at, const struct vt_option *o, struct vt_str text,
		   void *out)
{
	if (text.len != 0 && memchr(text.p, '\0', text.len) != NULL)
		return (vt_fail(VT_E_BADARG, "%s has a NUL character in it", at->name));
	switch (o->type) {
	case VT_OPT_INT:
	case VT_OPT_SIZE:
	case VT_OPT_SECS:
		return (vt_conf_value_number(at, o, text, out));
	case VT_OPT_BOOL:
		return (vt_conf_value_bool(at, o, text, out));
	case VT_OPT_CHOICE:
		return (vt_conf_value_choice(at, o, text, out));
	case VT_OPT_LIST:
		return (vt_conf_value_commas(at, o, text, out));
	case VT_OPT_STR:
	case VT_OPT_PATH:
		break;
	}
	return (vt_conf_value_string(at, o, text, out));
}
