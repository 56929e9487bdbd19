/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words in a table that a spreadsheet opens.  What it would take for a formula has an
 * apostrophe before it (OWASP, "CSV Injection"), also in front of full-width signs and
 * behind blanks; a number keeps its sign.  What begins with a quotation mark is quoted, or
 * it would be read without it, and without an end to the end of the file.
 */
#include "analytics.h"

static char
sheet_char(char c)
{
	return ((unsigned char)c < ' ' || c == 0x7f ? ' ' : c);
}

void
analytics_sheet_words(struct vt_buf *out, struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		vt_buf_char(out, sheet_char(s.p[i]));
}

/* "-12", "+3.5": digits, and one sign for their fraction. */
static bool
sheet_is_number(struct vt_str s)
{
	size_t	digits = 0, points = 0;

	for (size_t i = 1; i < s.len; i++) {
		digits += s.p[i] >= '0' && s.p[i] <= '9';
		points += s.p[i] == '.' || s.p[i] == ',';
	}
	return (s.len > 1 && digits > 0 && points < 2 && digits + points == s.len - 1 &&
	    (s.p[0] == '-' || s.p[0] == '+'));
}

/* A sign that stands alone begins nothing. */
static bool
sheet_is_formula(struct vt_str s)
{
	static const char *const	wide[] = { "＝", "＋", "－", "＠" };

	while (s.len > 0 && sheet_char(s.p[0]) == ' ')
		s = vt_str_sub(s, 1, s.len);
	for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (vt_str_starts(s, vt_str_of(wide[i])))
			return (true);
	return (s.len > 1 && strchr("=+-@", s.p[0]) != NULL && !sheet_is_number(s));
}

void
analytics_sheet_cell(struct vt_buf *out, struct vt_str s)
{
	bool	is_quoted = s.len > 0 && s.p[0] == '"';

	if (sheet_is_formula(s))
		vt_buf_char(out, '\'');
	if (!is_quoted) {
		analytics_sheet_words(out, s);
		return;
	}
	vt_buf_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '"')
			vt_buf_char(out, '"');
		vt_buf_char(out, sheet_char(s.p[i]));
	}
	vt_buf_char(out, '"');
}
