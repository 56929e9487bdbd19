/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rights addresses.  The tables hold what Europeana takes (the schematron of
 * EDM: rightsstatements.org's six, Creative Commons in all versions with their
 * ports) and what rightsstatements.org has beside them.  Only an address is
 * mended; words are never turned into one.
 */
#include "ingest/normalise/normalise_inside.h"

#define VT_RIGHTS_MAX 200 /* bytes; a longer address is not a rights statement */

#define VT_CC "http://creativecommons.org/"
#define VT_RS "http://rightsstatements.org/vocab/"

static const struct {
	const char *name;
	bool is_edm;
} vt_rights_statements[] = {
	{ "NoC-NC", true },    { "NoC-OKLR", true }, { "InC", true },	  { "InC-EDU", true },
	{ "InC-OW-EU", true }, { "CNE", true },	     { "NoC-US", false }, { "NoC-CR", false },
	{ "InC-RUU", false },  { "InC-NC", false },  { "UND", false },	  { "NKC", false },
};

#define VT_CC_SIX "|by|by-sa|by-nd|by-nc|by-nc-sa|by-nc-nd|"

/* ports NULL: none; a version without a generic form has only ports. */
static const struct {
	const char *version, *permissions, *ports;
	bool has_generic;
} vt_rights_licenses[] = {
	{ "1.0", VT_CC_SIX "by-nd-nc|", "|fi|il|nl|", true },
	{ "2.0", VT_CC_SIX, "|au|at|be|br|ca|cl|hr|uk|fr|de|it|jp|nl|pl|kr|es|tw|", true },
	{ "2.1", VT_CC_SIX, "|au|es|jp|", false },
	{ "2.5", VT_CC_SIX,
	  "|ar|au|br|bg|ca|cn|co|hr|dk|hu|in|il|it|mk|my|mt|mx|nl|pe|pl|pt|scotland|si|za|es|se|"
	  "ch|tw|",
	  true },
	{ "3.0", VT_CC_SIX,
	  "|au|at|br|cl|cn|cr|hr|cz|ec|eg|ee|fr|de|gr|gt|hk|igo|ie|it|lu|nl|nz|no|ph|pl|pt|pr|ro|"
	  "rs|sg|za|es|ch|tw|th|ug|us|ve|vn|",
	  true },
	{ "4.0", VT_CC_SIX, NULL, true },
};

/* part stands in "|a|b|". */
static bool
vt_rights_has(const char *list, struct vt_str part)
{
	if (vt_str_find(part, VT_STR("|")) >= 0)
		return (false);
	for (const char *at = list; part.len != 0 && (at = strchr(at, '|')) != NULL; at++)
		if (strncmp(at + 1, part.p, part.len) == 0 && at[1 + part.len] == '|')
			return (true);
	return (false);
}

static bool
vt_rights_is_license(struct vt_str path)
{
	struct vt_str permissions, version, port = VT_STR_NONE;

	if (!vt_str_next(&path, '/', &permissions) || !vt_str_next(&path, '/', &version))
		return (false);
	if (path.len != 0 && (!vt_str_next(&path, '/', &port) || port.len == 0 || path.len != 0))
		return (false);
	for (size_t i = 0; i < sizeof(vt_rights_licenses) / sizeof(vt_rights_licenses[0]); i++) {
		if (!vt_str_eq_c(version, vt_rights_licenses[i].version) ||
		    !vt_rights_has(vt_rights_licenses[i].permissions, permissions))
			continue;
		if (port.len == 0)
			return (vt_rights_licenses[i].has_generic);
		return (vt_rights_licenses[i].ports != NULL &&
			vt_rights_has(vt_rights_licenses[i].ports, port));
	}
	return (false);
}

bool
vt_rights_are_edm(struct vt_str uri)
{
	struct vt_str rest;

	if (uri.len == 0 || uri.p[uri.len - 1] != '/')
		return (false);
	if (vt_str_eq_c(uri, VT_CC "publicdomain/mark/1.0/") ||
	    vt_str_eq_c(uri, VT_CC "publicdomain/zero/1.0/"))
		return (true);
	if (vt_str_starts(uri, VT_STR(VT_CC "licenses/"))) {
		rest = vt_str_sub(uri, strlen(VT_CC "licenses/"), uri.len);
		/* An empty part ("by/4.0//") is no port. */
		return (vt_str_find(rest, VT_STR("//")) < 0 && vt_rights_is_license(rest));
	}
	if (!vt_str_starts(uri, VT_STR(VT_RS)))
		return (false);
	rest = vt_str_sub(uri, strlen(VT_RS), uri.len);
	for (size_t i = 0; i < sizeof(vt_rights_statements) / sizeof(vt_rights_statements[0]);
	     i++) {
		struct vt_str name = vt_str_of(vt_rights_statements[i].name);

		if (vt_rights_statements[i].is_edm && vt_str_starts(rest, name) &&
		    vt_str_eq_c(vt_str_sub(rest, name.len, rest.len), "/1.0/"))
			return (true);
	}
	return (false);
}

/* Without scheme, "www.", query and fragment; empty when it is not an address. */
static struct vt_str
vt_rights_bare(struct vt_str s)
{
	size_t end = 0;

	if (vt_str_starts(s, VT_STR("https://")))
		s = vt_str_sub(s, 8, s.len);
	else if (vt_str_starts(s, VT_STR("http://")))
		s = vt_str_sub(s, 7, s.len);
	else if (vt_str_starts(s, VT_STR("//")))
		s = vt_str_sub(s, 2, s.len);
	if (vt_str_starts(s, VT_STR("www.")))
		s = vt_str_sub(s, 4, s.len);
	while (end < s.len && s.p[end] != '?' && s.p[end] != '#')
		end++;
	return (vt_str_sub(s, 0, end));
}

/* "licenses/by/4.0/deed.lt" with any case as "licenses/by/4.0/". */
static struct vt_str
vt_rights_commons(struct vt_arena *a, struct vt_str path)
{
	char *text;
	struct vt_str last;
	size_t len = path.len, from = len;

	while (len != 0 && path.p[len - 1] == '/')
		len--;
	for (from = len; from != 0 && path.p[from - 1] != '/';)
		from--;
	last = vt_str_sub(path, from, len - from);
	if (from != 0 &&
	    (vt_str_starts(last, VT_STR("deed")) || vt_str_starts(last, VT_STR("legalcode"))))
		len = from - 1;
	text = vt_str_c(a, vt_str_sub(path, 0, len));
	if (text == NULL)
		return (VT_STR_NONE);
	for (char *c = text; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return (vt_str_printf(a, VT_CC "%s/", text));
}

/* "page/inc/1.0" as the statement's own address. */
static struct vt_str
vt_rights_statement(struct vt_arena *a, struct vt_str path, bool *is_known_r)
{
	struct vt_str folder, name, version;

	if (!vt_str_next(&path, '/', &folder) || !vt_str_next(&path, '/', &name) ||
	    !vt_str_next(&path, '/', &version) || !vt_str_eq_c(version, "1.0"))
		return (VT_STR_NONE);
	if (!vt_str_eq_c(folder, "vocab") && !vt_str_eq_c(folder, "page") &&
	    !vt_str_eq_c(folder, "data"))
		return (VT_STR_NONE);
	for (size_t i = 0; i < sizeof(vt_rights_statements) / sizeof(vt_rights_statements[0]); i++)
		if (vt_str_eq_nocase(name, vt_str_of(vt_rights_statements[i].name))) {
			*is_known_r = true;
			return (vt_str_printf(a, VT_RS "%s/1.0/", vt_rights_statements[i].name));
		}
	return (VT_STR_NONE);
}

struct vt_str
vt_normalise_rights(struct vt_arena *a, struct vt_str s, bool *is_known_r)
{
	struct vt_str bare = vt_rights_bare(vt_str_trim(s)), host, uri = VT_STR_NONE;

	*is_known_r = false;
	if (s.len > VT_RIGHTS_MAX || !vt_str_next(&bare, '/', &host))
		return (s);
	if (vt_str_eq_nocase(host, VT_STR("creativecommons.org"))) {
		uri = vt_rights_commons(a, bare);
		*is_known_r = vt_rights_are_edm(uri);
	} else if (vt_str_eq_nocase(host, VT_STR("rightsstatements.org")))
		uri = vt_rights_statement(a, bare, is_known_r);
	return (*is_known_r ? uri : s);
}
