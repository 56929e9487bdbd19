/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The option tables as commented YAML, for conf/vartai.yaml and `vartai
 * options`: what it writes can be read back and gives the defaults.
 */
#include "base/conf_inside.h"

#define VT_CONF_COLUMNS 90

/* Whether YAML reads the text as itself without quotes. */
static bool
vt_conf_is_plain(struct vt_str s)
{
	static const char inside[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789_./:+@%-";

	if (s.len == 0 || strchr("-:@%+", s.p[0]) != NULL || s.p[s.len - 1] == ':')
		return (false);
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] == '\0' || strchr(inside, s.p[i]) == NULL)
			return (false);
	return (true);
}

static void
vt_conf_put_scalar(struct vt_buf *out, struct vt_str s)
{
	if (vt_conf_is_plain(s)) {
		vt_buf_str(out, s);
		return;
	}
	vt_buf_char(out, '"');
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '"' || c == '\\')
			vt_buf_char(out, '\\');
		if (c < 0x20 || c == 0x7f)
			vt_buf_printf(out, "\\x%02x", c);
		else
			vt_buf_char(out, (char)c);
	}
	vt_buf_char(out, '"');
}

static void
vt_conf_put_value(struct vt_buf *out, const struct vt_option *o)
{
	struct vt_str rest = vt_str_of(o->dflt), part;
	const char *between = "";

	if (o->type != VT_OPT_LIST) {
		vt_conf_put_scalar(out, rest);
		return;
	}
	vt_buf_char(out, '[');
	while (vt_str_next(&rest, ',', &part)) {
		vt_buf_str(out, vt_str_of(between));
		vt_conf_put_scalar(out, vt_str_trim(part));
		between = ", ";
	}
	vt_buf_char(out, ']');
}

/* Words of text as a comment, broken before the right edge. */
static void
vt_conf_put_comment(struct vt_buf *out, const char *indent, struct vt_str text)
{
	struct vt_str word;
	size_t column = 0;

	while (vt_str_next(&text, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (column == 0 || column + 1 + word.len > VT_CONF_COLUMNS) {
			vt_buf_printf(out, "%s%s#", column != 0 ? "\n" : "", indent);
			column = strlen(indent) + 1;
		}
		vt_buf_char(out, ' ');
		vt_buf_str(out, word);
		column += 1 + word.len;
	}
	if (column != 0)
		vt_buf_char(out, '\n');
}

/* What may be written, in words; empty for free text. */
static void
vt_conf_put_kind(struct vt_buf *text, const struct vt_option *o)
{
	static const char *const kinds[] = {
		[VT_OPT_STR] = NULL,
		[VT_OPT_PATH] = "a path, relative to this file",
		[VT_OPT_INT] = "a whole number",
		[VT_OPT_BOOL] = "yes or no",
		[VT_OPT_SIZE] = "a size in bytes: 64k, 8M, 2G",
		[VT_OPT_SECS] = "a time: 30s, 5m, 24h, 3d",
		[VT_OPT_LIST] = "a list",
		[VT_OPT_CHOICE] = "one of",
	};

	if (kinds[o->type] == NULL)
		return;
	vt_buf_printf(text, " (%s", kinds[o->type]);
	if (o->type == VT_OPT_CHOICE)
		vt_buf_printf(text, " %s", o->choices);
	if (o->min != 0 || o->max != 0)
		vt_buf_printf(text, ", from %lld to %lld", (long long)o->min, (long long)o->max);
	vt_buf_char(text, ')');
}

static void
vt_conf_put_option(struct vt_buf *out, const char *indent, const struct vt_option *o)
{
	struct vt_buf text;

	vt_buf_init(&text, 0);
	vt_buf_str(&text, vt_str_of(o->help));
	vt_conf_put_kind(&text, o);
	vt_conf_put_comment(out, indent, vt_buf_get(&text));
	vt_buf_fini(&text);
	/* A number without a default has nothing that could stand here. */
	if (o->dflt == NULL && o->type != VT_OPT_STR && o->type != VT_OPT_PATH &&
	    o->type != VT_OPT_LIST) {
		vt_buf_printf(out, "%s#%s:\n", indent, o->key);
		return;
	}
	vt_buf_printf(out, "%s%s: ", indent, o->key);
	vt_conf_put_value(out, o);
	vt_buf_char(out, '\n');
}

void
vt_conf_document(const struct vt_conf_section *section, struct vt_buf *out)
{
	bool is_top = section->name[0] == '\0';

	vt_conf_put_comment(out, "", vt_str_of(section->help));
	if (!is_top)
		vt_buf_printf(out, "%s:\n", section->name);
	for (const struct vt_option *o = section->options; o != NULL && o->key != NULL; o++)
		vt_conf_put_option(out, is_top ? "" : "  ", o);
}
