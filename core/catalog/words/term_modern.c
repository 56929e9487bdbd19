/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lithuanian before 1905 in today's spelling.  Aušra told its typesetters in 1883 to
 * set č and š for cz and sz; Jablonskis' grammar of 1901 has today's alphabet, the press
 * came to it after the ban of 1864-1904.  Lithuania Minor printed in Fraktur, where s
 * within a word is ſ, and which OCR takes for f.
 */
#include "catalog/words/term_forms.h"

/* A letter of Lithuania Minor that today is ė or ie; ſ that was read as f. */
#define VT_TERM_READ_IE 1
#define VT_TERM_READ_F	2

struct vt_term_rule {
	const char *old, *today;
	int reading; /* of which it is a rule; -1: of each */
};

/* The longer before the shorter. */
static const struct vt_term_rule vt_term_rules_old[] = {
	{ "ſz", "š", -1 }, { "sz", "š", -1 }, { "cz", "č", -1 }, { "ż", "ž", -1 },
	{ "ź", "ž", -1 },  { "w", "v", -1 },  { "ł", "l", -1 },	 { "ſ", "s", -1 },
	{ "ß", "š", -1 },  { "ë", "ie", VT_TERM_READ_IE },	 { "ë", "ė", -1 },
	{ "ê", "ė", -1 },  { "ů", "uo", -1 }, { "û", "ū", -1 },	 { "fz", "š", VT_TERM_READ_F },
	{ "f", "s", VT_TERM_READ_F },	      { "'", "i", -1 },	 { "’", "i", -1 },
};

static const struct vt_term_rule *
vt_term_rule(struct vt_str rest, int reading)
{
	for (size_t i = 0; i < sizeof(vt_term_rules_old) / sizeof(vt_term_rules_old[0]); i++) {
		const struct vt_term_rule *r = &vt_term_rules_old[i];

		if ((r->reading < 0 || r->reading == reading) &&
		    vt_str_starts(rest, vt_str_of(r->old)))
			return (r);
	}
	return (NULL);
}

struct vt_str
vt_term_modern(struct vt_arena *a, struct vt_str lower, int reading)
{
	char *out = vt_arena_alloc(a, lower.len * 2 + 1);
	size_t len = 0;

	if (out == NULL)
		return (VT_STR_NONE);
	while (lower.len != 0) {
		const struct vt_term_rule *r = vt_term_rule(lower, reading);
		struct vt_str today = r != NULL ? vt_str_of(r->today) : vt_str_sub(lower, 0, 1);
		size_t taken = r != NULL ? strlen(r->old) : 1;

		memcpy(out + len, today.p, today.len);
		len += today.len;
		lower = vt_str_sub(lower, taken, lower.len);
	}
	return ((struct vt_str){ out, len });
}
