/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verb and arguments of an OAI-PMH request (protocol sections 2.4, 3.1, 3.6,
 * 4): one table says what each verb requires and allows; everything else here
 * is the syntax of single arguments.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "oai.h"

#define BIT(arg) (1u << (arg))

static const char *const oai_argument_names[OAI_ARG_COUNT] = {
	[OAI_ARG_IDENTIFIER] = "identifier",
	[OAI_ARG_PREFIX] = "metadataPrefix",
	[OAI_ARG_FROM] = "from",
	[OAI_ARG_UNTIL] = "until",
	[OAI_ARG_SET] = "set",
	[OAI_ARG_TOKEN] = "resumptionToken",
};

/* Where a harvester finds what it may give. */
static const char *const oai_argument_sources[OAI_ARG_COUNT] = {
	[OAI_ARG_IDENTIFIER] = "ListIdentifiers gives the identifiers",
	[OAI_ARG_PREFIX] = "ListMetadataFormats gives the prefixes",
	[OAI_ARG_FROM] = "it is a date", [OAI_ARG_UNTIL] = "it is a date",
	[OAI_ARG_SET] = "ListSets gives the sets", [OAI_ARG_TOKEN] = "a list gives it",
};

#define OAI_VERBS "Identify, ListMetadataFormats, ListSets, ListIdentifiers, ListRecords, GetRecord"

static const struct oai_rule {
	const char	*name;
	unsigned	 required, optional;
	bool		 has_token;	/* resumptionToken instead of all others */
} oai_rules[OAI_VERB_COUNT] = {
	[OAI_IDENTIFY] = { .name = "Identify" },
	[OAI_LIST_FORMATS] = { .name = "ListMetadataFormats", .optional = BIT(OAI_ARG_IDENTIFIER) },
	[OAI_LIST_SETS] = { .name = "ListSets", .has_token = true },
	[OAI_LIST_IDENTIFIERS] = { .name = "ListIdentifiers", .required = BIT(OAI_ARG_PREFIX),
	    .optional = BIT(OAI_ARG_FROM) | BIT(OAI_ARG_UNTIL) | BIT(OAI_ARG_SET),
	    .has_token = true },
	[OAI_LIST_RECORDS] = { .name = "ListRecords", .required = BIT(OAI_ARG_PREFIX),
	    .optional = BIT(OAI_ARG_FROM) | BIT(OAI_ARG_UNTIL) | BIT(OAI_ARG_SET),
	    .has_token = true },
	[OAI_GET_RECORD] = { .name = "GetRecord",
	    .required = BIT(OAI_ARG_IDENTIFIER) | BIT(OAI_ARG_PREFIX) },
};

const char *
oai_verb_name(enum oai_verb verb)
{
	return (oai_rules[verb].name);
}

const char *
oai_argument_name(enum oai_argument arg)
{
	return (oai_argument_names[arg]);
}

void
oai_error_add(struct oai_call *c, enum oai_error_code code, const char *fmt, ...)
{
	char	text[VT_FAIL_TEXT_MAX];
	va_list	ap;

	if (c->error_count == OAI_ERRORS_MAX)
		return;
	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	c->errors[c->error_count++] = (struct oai_error){
		.code = code, .text = vt_str_dup(c->arena, vt_str_of(text)) };
}

static bool
oai_is_spec_char(char ch)
{
	return ((ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') ||
	    (ch != '\0' && strchr("-_.!~*'()", ch) != NULL));
}

bool
oai_is_prefix(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!oai_is_spec_char(s.p[i]))
			return (false);
	return (s.len > 0);
}

bool
oai_is_set_spec(struct vt_str s)
{
	struct vt_str	part;

	if (s.len == 0 || s.p[s.len - 1] == ':')
		return (false);
	while (vt_str_next(&s, ':', &part))
		if (!oai_is_prefix(part))
			return (false);
	return (true);
}

static bool
oai_is_letter(char ch)
{
	return ((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'));
}

static bool
oai_is_hex(char ch)
{
	return ((ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'f') || (ch >= 'A' && ch <= 'F'));
}

/* What is before the first colon, unless that stands behind a slash. */
static bool
oai_has_fair_scheme(struct vt_str s)
{
	size_t	end = 0;

	while (end < s.len && strchr(":/?", s.p[end]) == NULL)
		end++;
	if (end == s.len || s.p[end] != ':')
		return (true);
	for (size_t i = 0; i < end; i++)
		if (!oai_is_letter(s.p[i]) && (i == 0 || strchr("0123456789+-.", s.p[i]) == NULL))
			return (false);
	return (end > 0);
}

/* RFC 3986 without fragments and IP literals, which no identifier has. */
bool
oai_is_uri(struct vt_str s)
{
	ptrdiff_t	slashes = vt_str_find(s, VT_STR("//"));

	for (size_t i = 0; i < s.len; i++) {
		if (s.p[i] == '%' && (s.len - i < 3 || !oai_is_hex(s.p[i + 1]) ||
		    !oai_is_hex(s.p[i + 2])))
			return (false);
		if (!oai_is_letter(s.p[i]) && (s.p[i] == '\0' ||
		    strchr("0123456789-._~:/?@!$&'()*+,;=%", s.p[i]) == NULL))
			return (false);
	}
	/* An authority's port and user have rules of their own. */
	if (slashes >= 0 && vt_str_find(vt_str_sub(s, (size_t)slashes, s.len), VT_STR(":")) >= 0)
		return (false);
	return (oai_has_fair_scheme(s));
}

/* Counts the arguments of that name; the first one's value. */
static size_t
oai_args_find(const struct oai_call *c, const char *name, struct vt_str *value_r)
{
	size_t		count = 0;
	struct vt_str	key, value;

	for (size_t i = 0; i < vt_request_arg_count(c->req); i++) {
		vt_request_arg_at(c->req, i, &key, &value);
		if (!vt_str_eq_c(key, name))
			continue;
		if (count++ == 0)
			*value_r = value;
	}
	return (count);
}

static bool
oai_args_verb(struct oai_call *c)
{
	struct vt_str	value = VT_STR_NONE;
	size_t		count = oai_args_find(c, "verb", &value);

	/* Who opens the address in a browser wants to know what it is. */
	if (count == 0 && c->is_page && vt_request_arg_count(c->req) == 0) {
		c->verb = OAI_IDENTIFY;
		return (c->has_verb = true);
	}
	if (count != 1) {
		oai_error_add(c, OAI_BAD_VERB, count > 1 ?
		    "the argument 'verb' is given more than once; give it once" :
		    vt_str_eq_c(vt_request_method(c->req), "POST") ?
		    "the argument 'verb' is missing: a POST has its arguments in its body, as "
		    "application/x-www-form-urlencoded; verbs are " OAI_VERBS :
		    "the argument 'verb' is missing: give one of " OAI_VERBS);
		return (false);
	}
	for (int v = 0; v < OAI_VERB_COUNT; v++)
		if (vt_str_eq_c(value, oai_rules[v].name)) {
			c->verb = (enum oai_verb)v;
			c->has_verb = true;
			return (true);
		}
	oai_error_add(c, OAI_BAD_VERB, "'%.*s' is not a verb of OAI-PMH 2.0; its verbs are " OAI_VERBS,
	    VT_STR_ARG(vt_str_sub(value, 0, 100)));
	return (false);
}

static int
oai_args_number(struct vt_str key)
{
	for (int i = 0; i < OAI_ARG_COUNT; i++)
		if (vt_str_eq_c(key, oai_argument_names[i]))
			return (i);
	return (-1);
}

/* Takes each argument over once; names what is unknown or repeated. */
static void
oai_args_collect(struct oai_call *c)
{
	struct vt_str	key, value;
	int		number;

	for (size_t i = 0; i < vt_request_arg_count(c->req); i++) {
		vt_request_arg_at(c->req, i, &key, &value);
		if (vt_str_eq_c(key, "verb"))
			continue;
		if ((number = oai_args_number(key)) < 0)
			oai_error_add(c, OAI_BAD_ARGUMENT, "'%.*s' is not an argument of OAI-PMH; "
			    "leave it out",
			    VT_STR_ARG(vt_str_sub(key, 0, 100)));
		else if (c->args[number].p != NULL)
			oai_error_add(c, OAI_BAD_ARGUMENT, "'%s' is given more than once; give it once",
			    oai_argument_names[number]);
		else
			c->args[number] = value.p != NULL ? value : VT_STR("");
	}
}

static void
oai_args_check_rule(struct oai_call *c)
{
	const struct oai_rule	*rule = &oai_rules[c->verb];
	bool			 resumes = rule->has_token && c->args[OAI_ARG_TOKEN].p != NULL;
	unsigned		 required = resumes ? 0 : rule->required;
	unsigned		 allowed = required | (resumes ? 0 : rule->optional) |
				    (rule->has_token ? BIT(OAI_ARG_TOKEN) : 0);

	for (int i = 0; i < OAI_ARG_COUNT; i++) {
		bool given = c->args[i].p != NULL;

		if (given && (allowed & BIT(i)) == 0)
			oai_error_add(c, OAI_BAD_ARGUMENT, resumes ?
			    "'%s' may not stand beside resumptionToken; leave it out" :
			    "'%s' is not an argument of this verb; leave it out",
			    oai_argument_names[i]);
		if (!given && (required & BIT(i)) != 0)
			oai_error_add(c, OAI_BAD_ARGUMENT, "the argument '%s' is missing; %s",
			    oai_argument_names[i], oai_argument_sources[i]);
	}
}

/* One end of the window (2.7.1); a day stands for its first or last second. */
static bool
oai_args_date(struct oai_call *c, enum oai_argument arg, int64_t *t_r, bool *is_day_r)
{
	/* XML Schema, in which the request is echoed, knows no year 0. */
	if (!vt_time_from_iso(c->args[arg], t_r, is_day_r) ||
	    vt_str_starts(c->args[arg], VT_STR("0000"))) {
		oai_error_add(c, OAI_BAD_ARGUMENT, "'%s' is no date of the form YYYY-MM-DD or "
		    "YYYY-MM-DDThh:mm:ssZ", oai_argument_names[arg]);
		return (false);
	}
	if (*is_day_r && arg == OAI_ARG_UNTIL)
		*t_r += 24 * 60 * 60 - 1;
	return (true);
}

static void
oai_args_window(struct oai_call *c)
{
	bool	has_from = c->args[OAI_ARG_FROM].p != NULL, from_is_day = false;
	bool	has_until = c->args[OAI_ARG_UNTIL].p != NULL, until_is_day = false, is_fine;

	c->from = 0;
	c->until = INT64_MAX;
	is_fine = !has_from || oai_args_date(c, OAI_ARG_FROM, &c->from, &from_is_day);
	if (has_until && !oai_args_date(c, OAI_ARG_UNTIL, &c->until, &until_is_day))
		is_fine = false;
	if (!is_fine)
		return;
	/* A window without a beginning has none behind its end, even before 1970. */
	if (!has_from && c->until < c->from)
		c->from = c->until;
	if (has_from && has_until && from_is_day != until_is_day)
		oai_error_add(c, OAI_BAD_ARGUMENT,
		    "'from' and 'until' must have the same granularity: both days, or both seconds");
	else if (c->from > c->until)
		oai_error_add(c, OAI_BAD_ARGUMENT, "'from' is later than 'until'; exchange them");
}

static void
oai_args_check_syntax(struct oai_call *c)
{
	if (c->args[OAI_ARG_IDENTIFIER].p != NULL && !oai_is_uri(c->args[OAI_ARG_IDENTIFIER]))
		oai_error_add(c, OAI_BAD_ARGUMENT, "'identifier' is no URI; ListIdentifiers gives "
		    "the identifiers");
	if (c->args[OAI_ARG_PREFIX].p != NULL && !oai_is_prefix(c->args[OAI_ARG_PREFIX]))
		oai_error_add(c, OAI_BAD_ARGUMENT, "'metadataPrefix' has characters that no "
		    "prefix has; ListMetadataFormats gives the prefixes");
	if (c->args[OAI_ARG_SET].p != NULL && !oai_is_set_spec(c->args[OAI_ARG_SET]))
		oai_error_add(c, OAI_BAD_ARGUMENT, "'set' has characters that no setSpec has; "
		    "ListSets gives the sets");
	oai_args_window(c);
}

void
oai_args_read(struct oai_call *c)
{
	if (!oai_args_verb(c))
		return;
	oai_args_collect(c);
	oai_args_check_rule(c);
	if (c->error_count == 0)
		oai_args_check_syntax(c);
}
