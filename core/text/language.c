/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts, numbers and dates in Lithuanian and English, after Unicode CLDR.
 * Needs no locale of the machine.
 */
#include "text/language.h"

#include <stdlib.h>
#include <string.h>

#include "api/time.h"

struct vt_language_rules {
	const char *name;
	const char *group; /* between thousands */
	bool has_few;
	const char *day_months[12];   /* within a date with a day */
	const char *plain_months[12]; /* without */
	bool is_year_first;
};

static const struct vt_language_rules vt_language_table[] = {
	{ .name = "en",
	  .group = ",",
	  .day_months = { "January", "February", "March", "April", "May", "June", "July", "August",
			  "September", "October", "November", "December" },
	  .plain_months = { "January", "February", "March", "April", "May", "June", "July",
			    "August", "September", "October", "November", "December" } },
	{ .name = "lt",
	  .group = "\u00a0",
	  .has_few = true,
	  .day_months = { "sausio", "vasario", "kovo", "balandžio", "gegužės", "birželio", "liepos",
			  "rugpjūčio", "rugsėjo", "spalio", "lapkričio", "gruodžio" },
	  .plain_months = { "sausis", "vasaris", "kovas", "balandis", "gegužė", "birželis", "liepa",
			    "rugpjūtis", "rugsėjis", "spalis", "lapkritis", "gruodis" },
	  .is_year_first = true },
};

static const struct vt_language_rules *
vt_language_rules(const char *language)
{
	for (size_t i = 0; i < sizeof(vt_language_table) / sizeof(vt_language_table[0]); i++)
		if (strcmp(vt_language_table[i].name, language) == 0)
			return (&vt_language_table[i]);
	return (&vt_language_table[0]);
}

const char *
vt_plural_name(enum vt_plural form)
{
	static const char *const names[] = { "one", "few", "other" };

	return (names[form]);
}

bool
vt_language_has_plural(const char *language, enum vt_plural form)
{
	return (form != VT_PLURAL_FEW || vt_language_rules(language)->has_few);
}

enum vt_plural
vt_language_plural(const char *language, int64_t n)
{
	uint64_t count = n < 0 ? -(uint64_t)n : (uint64_t)n;

	if (!vt_language_rules(language)->has_few)
		return (count == 1 ? VT_PLURAL_ONE : VT_PLURAL_OTHER);
	/* 11 to 19 go with tens: 11 knygų, 21 knyga, 22 knygos. */
	if (count % 10 == 0 || (count % 100 >= 11 && count % 100 <= 19))
		return (VT_PLURAL_OTHER);
	return (count % 10 == 1 ? VT_PLURAL_ONE : VT_PLURAL_FEW);
}

void
vt_language_number(struct vt_buf *out, const char *language, int64_t n)
{
	const struct vt_language_rules *rules = vt_language_rules(language);
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
	unsigned groups[8], count = 0;

	for (; rest >= 1000; rest /= 1000)
		groups[count++] = (unsigned)(rest % 1000);
	vt_buf_printf(out, "%s%u", n < 0 ? "-" : "", (unsigned)rest);
	while (count > 0)
		vt_buf_printf(out, "%s%03u", rules->group, groups[--count]);
}

/* Year, and month and day where they are given (else 0). */
static bool
vt_language_date_parts(struct vt_str iso, int64_t parts[3])
{
	static const size_t widths[] = { 4, 2, 2 };
	struct vt_str time = VT_STR_NONE, part;
	ptrdiff_t t = vt_str_find(iso, VT_STR("T"));
	int64_t days;
	size_t i = 0;

	if (t >= 0) {
		time = vt_str_sub(iso, (size_t)t, iso.len);
		iso = vt_str_sub(iso, 0, (size_t)t);
	}
	parts[0] = parts[1] = parts[2] = 0;
	while (vt_str_next(&iso, '-', &part)) {
		if (i == 3 || part.len != widths[i] || !vt_str_to_int(part, 0, 9999, &parts[i]))
			return (false);
		i++;
	}
	if (i == 0 || (time.len != 0 && i != 3))
		return (false);
	return (vt_time_days(parts[0], i > 1 ? parts[1] : 1, i > 2 ? parts[2] : 1, &days));
}

void
vt_language_date(struct vt_buf *out, const char *language, struct vt_str iso)
{
	const struct vt_language_rules *rules = vt_language_rules(language);
	int64_t parts[3];

	if (!vt_language_date_parts(iso, parts)) {
		vt_buf_str(out, iso);
		return;
	}
	long long year = parts[0], day = parts[2];
	const char *month = parts[1] == 0 ? ""
			    : day == 0	  ? rules->plain_months[parts[1] - 1]
					  : rules->day_months[parts[1] - 1];

	if (rules->is_year_first) {
		vt_buf_printf(out, "%lld m.%s%s", year, month[0] != '\0' ? " " : "", month);
		if (day != 0)
			vt_buf_printf(out, " %lld d.", day);
		return;
	}
	if (day != 0)
		vt_buf_printf(out, "%lld ", day);
	vt_buf_printf(out, "%s%s%lld", month, month[0] != '\0' ? " " : "", year);
}

const char *
vt_language_of_locale(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *value = getenv(names[i]);

		if (value != NULL && value[0] != '\0')
			return (strncmp(value, "lt", 2) == 0 ? "lt" : "en");
	}
	return ("en");
}
