/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A use as one line: milliseconds, what it has had (hexadecimal), use and class (a
 * letter each), robots lists, visitor, visitor of the hour before or "-", place and
 * language (a letter each; behind them two of the country, if it was looked for), object, image, part, referring host; parted by tabs.
 */
#include "analytics.h"

#define LINE_FIELDS	11
#define LINE_MS_MAX	INT64_C(253402300799999)	/* the end of the year 9999 */
#define LINE_TEXT_MAX	160	/* bytes of an identifier, a part, a host */

const char analytics_class_letters[ANALYTICS_CLASSES + 1] = "prha";
static const char line_uses[ANALYTICS_NOTED + 2] = "-irdthsxen";
static const char line_hex[] = "0123456789abcdef";

static void
line_text(struct vt_buf *out, struct vt_str s)
{
	vt_buf_char(out, '\t');
	s = vt_str_sub(s, 0, LINE_TEXT_MAX);
	for (size_t i = 0; i < s.len; i++)
		vt_buf_char(out, (unsigned char)s.p[i] < ' ' ? ' ' : s.p[i]);
}

static void
line_visitor(struct vt_buf *out, const struct analytics_visitor *v)
{
	char	text[33];

	vt_buf_char(out, '\t');
	if (v->high == 0 && v->low == 0) {
		vt_buf_char(out, '-');
		return;
	}
	for (unsigned i = 0; i < 16; i++) {
		text[i] = line_hex[v->high >> (60 - 4 * i) & 15];
		text[16 + i] = line_hex[v->low >> (60 - 4 * i) & 15];
	}
	vt_buf_put(out, text, 32);
}

void
analytics_line_write(const struct analytics_line *l, struct vt_buf *out)
{
	vt_buf_int(out, l->ms);
	vt_buf_char(out, '\t');
	for (int i = l->had >> 16 != 0 ? 28 : 12; i >= 0; i -= 4)
		vt_buf_char(out, line_hex[l->had >> i & 15]);
	vt_buf_char(out, '\t');
	vt_buf_char(out, line_uses[l->use]);
	vt_buf_char(out, analytics_class_letters[l->class]);
	line_text(out, l->list);
	line_visitor(out, &l->visitor);
	line_visitor(out, &l->before);
	vt_buf_char(out, '\t');
	vt_buf_char(out, l->is_inside ? 'i' : 'o');
	vt_buf_char(out, l->is_english ? 'e' : 'l');
	if (l->country[0] != '\0')
		vt_buf_put(out, l->country, sizeof(l->country));
	line_text(out, l->object);
	line_text(out, l->image);
	line_text(out, l->part);
	line_text(out, l->host);
}

/* --- reading --------------------------------------------------------------------- */

static bool
line_hex_read(struct vt_str s, uint64_t *value_r)
{
	uint64_t	value = 0;

	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (c >= '0' && c <= '9')
			value = value << 4 | (uint64_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value << 4 | (uint64_t)(c - 'a' + 10);
		else
			return (false);
	}
	*value_r = value;
	return (s.len > 0);
}

static bool
line_visitor_read(struct vt_str s, struct analytics_visitor *v_r)
{
	*v_r = (struct analytics_visitor){ 0, 0 };
	if (vt_str_eq_c(s, "-"))
		return (true);
	return (s.len == 32 && line_hex_read(vt_str_sub(s, 0, 16), &v_r->high) &&
	    line_hex_read(vt_str_sub(s, 16, 16), &v_r->low));
}

static bool
line_letter(char c, const char *letters, int *at_r)
{
	const char	*p = memchr(letters, c, strlen(letters));

	*at_r = p != NULL ? (int)(p - letters) : 0;
	return (p != NULL);
}

/* Fields as they stand, empty ones too. */
static size_t
line_split(struct vt_str text, struct vt_str fields[LINE_FIELDS])
{
	size_t	n = 0;

	while (n < LINE_FIELDS) {
		const char *tab = text.len > 0 ? memchr(text.p, '\t', text.len) : NULL;
		size_t len = tab != NULL ? (size_t)(tab - text.p) : text.len;

		fields[n++] = (struct vt_str){ text.p, len };
		if (tab == NULL)
			return (n);
		text = (struct vt_str){ tab + 1, text.len - len - 1 };
	}
	return (n + 1);
}

static bool
line_digits(struct vt_str s, int64_t *value_r)
{
	int64_t	value = 0;

	if (s.len == 0 || s.len > 18)
		return (false);
	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
		value = value * 10 + (s.p[i] - '0');
	}
	*value_r = value;
	return (true);
}

bool
analytics_line_read(struct vt_str text, struct analytics_line *l_r)
{
	struct vt_str	f[LINE_FIELDS];
	uint64_t	had;
	int		use, class;

	if (line_split(text, f) != LINE_FIELDS || !line_digits(f[0], &l_r->ms) ||
	    l_r->ms > LINE_MS_MAX || f[1].len > 8 ||
	    !line_hex_read(f[1], &had) || f[2].len != 2 ||
	    !line_letter(f[2].p[0], line_uses, &use) ||
	    !line_letter(f[2].p[1], analytics_class_letters, &class) ||
	    !line_visitor_read(f[4], &l_r->visitor) || !line_visitor_read(f[5], &l_r->before) ||
	    (f[6].len != 2 && f[6].len != 4))
		return (false);
	l_r->had = (unsigned)had;
	l_r->use = (enum vt_use_kind)use;
	l_r->class = (enum analytics_class)class;
	l_r->list = f[3];
	l_r->is_inside = f[6].p[0] == 'i';
	l_r->is_english = f[6].p[1] == 'e';
	l_r->country[0] = f[6].len == 4 ? f[6].p[2] : '\0';
	l_r->country[1] = f[6].len == 4 ? f[6].p[3] : '\0';
	l_r->object = f[7];
	l_r->image = f[8];
	l_r->part = f[9];
	l_r->host = f[10];
	return (true);
}
