/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Single values of a description made fit: text, addresses, dates.  Called by
 * normalise.c alone.
 */
#include <stdio.h>

#include "ingest/normalise/normalise_inside.h"
#include "text/nfc.h"

void
vt_normalise_find(struct vt_buf *findings, struct vt_str name, struct vt_str value, const char *fmt,
		  ...)
{
	size_t len = vt_utf8_cut(value, VT_FINDING_VALUE_MAX).len;
	va_list ap;

	if (findings == NULL)
		return;
	if (name.len != 0) {
		vt_buf_str(findings, name);
		vt_buf_put(findings, " \"", 2);
	}
	for (size_t i = 0; i < len; i++)
		vt_buf_char(findings, (unsigned char)value.p[i] < 0x20 ? ' ' : value.p[i]);
	if (name.len != 0)
		vt_buf_printf(findings, "%s\": ", len < value.len ? "…" : "");
	va_start(ap, fmt);
	vt_buf_vprintf(findings, fmt, ap);
	va_end(ap);
	vt_buf_char(findings, '\n');
}

/* XML 1.0, 2.2; and the C1 controls, which are non-sorting marks or mistakes. */
static bool
vt_normalise_is_allowed(uint32_t c)
{
	return (c >= 0x20 && (c < 0x7f || c > 0x9f) && c != 0xfffe && c != 0xffff);
}

static bool
vt_normalise_is_space(uint32_t c)
{
	return (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x85 || c == 0xa0 ||
		c == 0xfeff);
}

struct vt_str
vt_normalise_text(struct vt_arena *a, struct vt_str name, struct vt_str s, struct vt_buf *findings)
{
	struct vt_str rest = s;
	char *out = vt_arena_alloc(a, s.len + 1);
	size_t len = 0, dropped = 0;
	uint32_t c;

	if (out == NULL)
		return (VT_STR_NONE);
	while (rest.len != 0) {
		if (!vt_utf8_next(&rest, &c)) {
			rest = vt_str_sub(rest, 1, rest.len);
			dropped++;
		} else if (vt_normalise_is_space(c)) {
			if (len != 0 && out[len - 1] != ' ')
				out[len++] = ' ';
		} else if (vt_normalise_is_allowed(c))
			len += vt_utf8_put(c, out + len);
		else
			dropped += c < 0x80 || c > 0x9f;
	}
	while (len != 0 && out[len - 1] == ' ')
		len--;
	if (dropped != 0)
		vt_normalise_find(findings, name, (struct vt_str){ out, len },
				  "%zu character%s dropped, which XML does not allow or UTF-8 has "
				  "not; look at the source's encoding",
				  dropped, dropped != 1 ? "s were" : " was");
	return (vt_nfc(a, (struct vt_str){ out, len }));
}

/* Digits (and a Q before them) after a start; empty when there are none. */
static struct vt_str
vt_normalise_number(struct vt_str s, const char *start, bool has_q)
{
	size_t from = strlen(start), len = 0;

	if (!vt_str_starts(s, vt_str_of(start)))
		return (VT_STR_NONE);
	s = vt_str_sub(s, from, s.len);
	if (has_q && (s.len == 0 || s.p[0] != 'Q'))
		return (VT_STR_NONE);
	for (len = has_q ? 1 : 0; len < s.len && s.p[len] >= '0' && s.p[len] <= '9';)
		len++;
	if (len < (has_q ? 2u : 1u) || (len < s.len && s.p[len] != '/'))
		return (VT_STR_NONE);
	return (vt_str_sub(s, 0, len));
}

static const struct {
	const char *start, *form;
	bool has_q;
} vt_normalise_authorities[] = {
	{ "www.wikidata.org/wiki/", "http://www.wikidata.org/entity/%.*s", true },
	{ "www.wikidata.org/entity/", "http://www.wikidata.org/entity/%.*s", true },
	{ "wikidata.org/wiki/", "http://www.wikidata.org/entity/%.*s", true },
	{ "vocab.getty.edu/page/aat/", "http://vocab.getty.edu/aat/%.*s", false },
	{ "vocab.getty.edu/aat/", "http://vocab.getty.edu/aat/%.*s", false },
	{ "vocab.getty.edu/page/tgn/", "http://vocab.getty.edu/tgn/%.*s", false },
	{ "vocab.getty.edu/tgn/", "http://vocab.getty.edu/tgn/%.*s", false },
	{ "vocab.getty.edu/page/ulan/", "http://vocab.getty.edu/ulan/%.*s", false },
	{ "vocab.getty.edu/ulan/", "http://vocab.getty.edu/ulan/%.*s", false },
	{ "viaf.org/viaf/", "http://viaf.org/viaf/%.*s", false },
	{ "www.viaf.org/viaf/", "http://viaf.org/viaf/%.*s", false },
	{ "www.geonames.org/", "https://sws.geonames.org/%.*s/", false },
	{ "geonames.org/", "https://sws.geonames.org/%.*s/", false },
	{ "sws.geonames.org/", "https://sws.geonames.org/%.*s/", false },
};

/* Pages of an authority and their http(s) twins, as the address of the thing
 * itself: the same place is then one place, and Europeana knows it. */
static struct vt_str
vt_normalise_authority(struct vt_arena *a, struct vt_str s)
{
	struct vt_str bare = vt_str_sub(s, vt_str_starts(s, VT_STR("https://")) ? 8 : 7, s.len);

	for (size_t i = 0; i < sizeof(vt_normalise_authorities) / sizeof(vt_normalise_authorities[0]);
	     i++) {
		const char *form = vt_normalise_authorities[i].form;
		struct vt_str n = vt_normalise_number(bare, vt_normalise_authorities[i].start,
						      vt_normalise_authorities[i].has_q);
		struct vt_str start = vt_str_of(form);

		if (n.len == 0)
			continue;
		start.len = (size_t)vt_str_find(start, VT_STR("%"));
		return (vt_str_printf(a, "%.*s%.*s%s", VT_STR_ARG(start), VT_STR_ARG(n),
				      form[strlen(form) - 1] == '/' ? "/" : ""));
	}
	return (s);
}

static bool
vt_normalise_is_scheme(struct vt_str s)
{
	static const char *const schemes[] = { "http://", "https://", "urn:", "info:", "ark:",
					       "doi:",	  "hdl:",     "oai:", "geo:" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		struct vt_str scheme = vt_str_of(schemes[i]);

		if (s.len > scheme.len && vt_str_eq_nocase(vt_str_sub(s, 0, scheme.len), scheme))
			return (true);
	}
	return (false);
}

struct vt_str
vt_normalise_uri(struct vt_arena *a, struct vt_str name, struct vt_str s, struct vt_buf *findings)
{
	static const char hex[] = "0123456789ABCDEF";
	char *out;
	size_t len = 0;

	if (s.len == 0)
		return (VT_STR(""));
	s = vt_str_trim(s);
	if (!vt_normalise_is_scheme(s)) {
		vt_normalise_find(findings, name, s,
				  "is not a whole address and cannot be linked; left out");
		return (VT_STR(""));
	}
	out = vt_arena_array(a, s.len, 3);
	if (out == NULL)
		return (VT_STR_NONE);
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c > 0x20 && c != 0x7f && strchr("<>\"{}|\\^`", c) == NULL) {
			out[len++] = (char)c;
			continue;
		}
		out[len++] = '%';
		out[len++] = hex[c >> 4];
		out[len++] = hex[c & 15];
	}
	if (vt_str_starts(s, VT_STR("http")))
		return (vt_normalise_authority(a, (struct vt_str){ out, len }));
	return ((struct vt_str){ out, len });
}

static vt_err
vt_normalise_set(struct vt_arena *a, struct vt_property *p, const char *start, const char *end)
{
	p->start = vt_str_dup(a, vt_str_of(start));
	p->end = vt_str_dup(a, vt_str_of(end));
	return (p->start.p == NULL || p->end.p == NULL ? VT_E_LIMIT : VT_OK);
}

/* What the source itself says in start and end; false when that is not a time. */
static bool
vt_normalise_said(struct vt_property *p, char start[16], char end[16])
{
	char ignored[16], both[40];

	start[0] = end[0] = '\0';
	if (p->start.len != 0 && !vt_date_parse(p->start, start, ignored))
		return (false);
	if (p->end.len != 0 && !vt_date_parse(p->end, ignored, end))
		return (false);
	if (start[0] == '\0' || end[0] == '\0')
		return (start[0] != end[0]);
	(void)snprintf(both, sizeof(both), "%s/%s", start, end);
	return (vt_date_parse(vt_str_of(both), start, end));
}

/* "s. a." and its kin are no finding: the cataloguer has said it. */
static bool
vt_normalise_is_undated(struct vt_arena *a, struct vt_str s)
{
	static const char *const words[] = { "sa",	  "sd",	     "bd",	 "nd",
					     "bm",	  "bedatos", "bemetu",	 "undated",
					     "nedatuota", "nodate",  "nezinoma", "datanezinoma",
					     "oj",	  "br" };
	struct vt_str folded = vt_str_fold(a, s);
	char letters[32];
	size_t len = 0;

	for (size_t i = 0; i < folded.len; i++) {
		if (strchr(" .[]()?-", folded.p[i]) != NULL)
			continue;
		if (len + 1 == sizeof(letters))
			return (false);
		letters[len++] = folded.p[i];
	}
	letters[len] = '\0';
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(letters, words[i]) == 0)
			return (true);
	return (len == 0);
}

vt_err
vt_normalise_date(struct vt_arena *a, struct vt_property *p, struct vt_buf *findings)
{
	char start[16], end[16];

	if (p->start.len != 0 || p->end.len != 0) {
		if (vt_normalise_said(p, start, end)) {
			if (p->value.len == 0)
				p->value = strcmp(start, end) == 0
					       ? vt_str_dup(a, vt_str_of(start))
					       : vt_str_printf(a, "%s/%s", start, end);
			return (vt_normalise_set(a, p, start, end));
		}
		vt_normalise_find(findings, p->name, p->value,
				  "its start \"%.*s\" and end \"%.*s\" are not a time; left out",
				  VT_STR_ARG(p->start), VT_STR_ARG(p->end));
		p->start = p->end = VT_STR("");
	}
	if (p->value.len == 0)
		return (VT_OK);
	if (vt_date_parse(p->value, start, end))
		return (vt_normalise_set(a, p, start, end));
	/* A period in words ("tarpukaris") is right as it is. */
	if (!vt_str_eq_c(p->name, "temporal") && !vt_normalise_is_undated(a, p->value))
		vt_normalise_find(findings, p->name, p->value,
				  "no year could be read from it; write it as 1928, 1928-05-13, "
				  "1920/1925 or \"apie 1910\"");
	return (VT_OK);
}
