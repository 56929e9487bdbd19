/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The citation for programs that keep bibliographies: BibTeX and RIS.
 */
#include "site_cite.h"

/* --- BibTeX --------------------------------------------------------------------- */

/* What means something to TeX is written so that it means itself. */
static void
site_bibtex_text(struct vt_buf *out, struct vt_str text)
{
	for (size_t i = 0; i < text.len; i++)
		switch (text.p[i]) {
		case '\\':
			vt_buf_str(out, VT_STR("\\textbackslash{}"));
			break;
		case '~':
			vt_buf_str(out, VT_STR("\\textasciitilde{}"));
			break;
		case '^':
			vt_buf_str(out, VT_STR("\\textasciicircum{}"));
			break;
		/* BibTeX counts braces, whatever stands before them. */
		case '{':
			vt_buf_str(out, VT_STR("\\textbraceleft{}"));
			break;
		case '}':
			vt_buf_str(out, VT_STR("\\textbraceright{}"));
			break;
		case '%': case '&': case '#': case '$': case '_':
			vt_buf_char(out, '\\');
			vt_buf_char(out, text.p[i]);
			break;
		default:
			vt_buf_char(out, text.p[i]);
		}
}

static void
site_bibtex_field(struct vt_buf *out, const char *name, struct vt_str text)
{
	if (text.len == 0)
		return;
	vt_buf_printf(out, ",\n  %s = {", name);
	site_bibtex_text(out, text);
	vt_buf_char(out, '}');
}

/* "A and B"; a name that has "and" itself, an office's, is one all the same. */
static void
site_bibtex_names(const struct site_cite *cite, struct vt_buf *out)
{
	for (size_t i = 0; i < cite->name_count; i++) {
		bool	is_office = vt_str_find(cite->names[i], VT_STR(" and ")) >= 0;

		vt_buf_str(out, i == 0 ? VT_STR(",\n  author = {") : VT_STR(" and "));
		vt_buf_str(out, is_office ? VT_STR("{") : VT_STR_NONE);
		site_bibtex_text(out, cite->names[i]);
		vt_buf_str(out, is_office ? VT_STR("}") : VT_STR_NONE);
	}
	if (cite->name_count > 0)
		vt_buf_char(out, '}');
}

/* A key has letters and digits and no more. */
static void
site_bibtex_key(struct vt_str identifier, struct vt_buf *out)
{
	for (size_t i = 0; i < identifier.len; i++) {
		char	c = identifier.p[i], small = (char)(c | 0x20);

		vt_buf_char(out, (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') ||
		    c == '-' || c == '.' ? c : '-');
	}
}

static struct vt_str
site_cite_year_of(struct vt_str date)
{
	int64_t	year;

	return (vt_str_to_int(vt_str_sub(date, 0, 4), 1, VT_YEAR_MAX, &year) ?
	    vt_str_sub(date, 0, 4) : VT_STR_NONE);
}

/* Of a span, such as a century, no year is the one. */
static struct vt_str
site_cite_year(const struct site_cite *cite)
{
	struct vt_str	year = site_cite_year_of(cite->start);

	return (cite->end.len == 0 || vt_str_eq(site_cite_year_of(cite->end), year) ? year :
	    VT_STR_NONE);
}

/* A span is "1801/1900" (EDTF), as biblatex reads it. */
static void
site_bibtex_date(const struct site_cite *cite, struct vt_buf *out)
{
	if (site_cite_year(cite).len > 0)
		site_bibtex_field(out, "date", cite->start);
	else if (site_cite_year_of(cite->start).len > 0 && site_cite_year_of(cite->end).len > 0)
		vt_buf_printf(out, ",\n  date = {%.*s/%.*s}", VT_STR_ARG(site_cite_year_of(cite->start)),
		    VT_STR_ARG(site_cite_year_of(cite->end)));
}

void
site_cite_bibtex(const struct site_cite *cite, struct vt_buf *out)
{
	struct vt_str	year = site_cite_year(cite);

	vt_buf_printf(out, "@misc{");
	site_bibtex_key(cite->identifier, out);
	site_bibtex_names(cite, out);
	site_bibtex_field(out, "title", cite->title);
	site_bibtex_field(out, "address", cite->place);
	site_bibtex_field(out, "publisher", cite->publisher);
	site_bibtex_field(out, "year", year.len > 0 ? year : cite->date);
	site_bibtex_date(cite, out);
	site_bibtex_field(out, "language", cite->language);
	site_bibtex_field(out, "library", cite->institution);
	site_bibtex_field(out, "note", cite->identifier);
	/* An address is taken as it stands, and has no braces, since it is encoded. */
	vt_buf_printf(out, ",\n  url = {%.*s}\n}\n", VT_STR_ARG(cite->url));
}

/* --- RIS ------------------------------------------------------------------------ */

static void
site_ris_field(struct vt_buf *out, const char *tag, struct vt_str text)
{
	if (text.len > 0)
		vt_buf_printf(out, "%s  - %.*s\r\n", tag, VT_STR_ARG(text));
}

static const char *
site_ris_type(const struct site_cite *cite)
{
	static const char *const	types[] = {
		[VT_KIND_TEXT] = "BOOK", [VT_KIND_IMAGE] = "ART", [VT_KIND_SOUND] = "SOUND",
		[VT_KIND_VIDEO] = "VIDEO", [VT_KIND_3D] = "GEN",
	};

	return (cite->is_issue ? "NEWS" : types[cite->kind]);
}

/* "1927-03-12" is "1927/03/12/" there, and what is no day, month or year stands behind. */
static void
site_ris_date(const struct site_cite *cite, struct vt_buf *out)
{
	struct vt_str	rest = cite->start, part;

	if (site_cite_year(cite).len == 0) {
		if (cite->date.len > 0)
			vt_buf_printf(out, "DA  - ///%.*s\r\n", VT_STR_ARG(cite->date));
		return;
	}
	site_ris_field(out, "PY", site_cite_year(cite));
	vt_buf_printf(out, "DA  - ");
	for (int i = 0; i < 3; i++) {
		part = VT_STR_NONE;
		(void)vt_str_next(&rest, '-', &part);
		vt_buf_printf(out, "%.*s/", VT_STR_ARG(part));
	}
	vt_buf_printf(out, "\r\n");
}

void
site_cite_ris(const struct site_cite *cite, struct vt_buf *out)
{
	site_ris_field(out, "TY", vt_str_of(site_ris_type(cite)));
	for (size_t i = 0; i < cite->name_count; i++)
		site_ris_field(out, "AU", cite->names[i]);
	site_ris_field(out, "TI", cite->title);
	site_ris_field(out, "CY", cite->place);
	site_ris_field(out, "PB", cite->publisher);
	site_ris_date(cite, out);
	site_ris_field(out, "LA", cite->language);
	site_ris_field(out, "DP", cite->institution);
	site_ris_field(out, "AN", cite->identifier);
	site_ris_field(out, "UR", cite->url);
	vt_buf_printf(out, "ER  - \r\n");
}

/* --- answers ---------------------------------------------------------------------- */

static vt_err
site_cite_start(struct site_call *c, struct vt_request *req, struct vt_response *res,
    struct site_cite *cite)
{
	struct vt_str		id = vt_request_param(req, "id");
	struct vt_object	object;
	vt_err			err;

	if ((err = site_start(c, req, res)) != VT_OK ||
	    (err = vt_catalog_object(c->catalog, c->arena, id, &object)) != VT_OK)
		return (err);
	if (object.is_deleted)
		return (vt_fail(VT_E_GONE, "the object '%.*s' was withdrawn", VT_STR_ARG(id)));
	return (site_cite_gather(c, &object, cite));
}

static vt_err
site_cite_send(struct site_call *c, const struct site_cite *cite, const char *type,
    const char *ending)
{
	vt_response_type(c->res, type);
	vt_response_header(c->res, "Content-Disposition", vt_str_printf(c->arena,
	    "attachment; filename=\"%.*s.%s\"", VT_STR_ARG(cite->identifier), ending));
	return (vt_response_error(c->res));
}

vt_err
site_bibtex(struct vt_request *req, struct vt_response *res)
{
	struct site_cite	cite;
	struct site_call	c;
	vt_err			err = site_cite_start(&c, req, res, &cite);

	if (err != VT_OK)
		return (err);
	site_cite_bibtex(&cite, vt_response_body(res));
	return (site_cite_send(&c, &cite, "application/x-bibtex; charset=utf-8", "bib"));
}

vt_err
site_ris(struct vt_request *req, struct vt_response *res)
{
	struct site_cite	cite;
	struct site_call	c;
	vt_err			err = site_cite_start(&c, req, res, &cite);

	if (err != VT_OK)
		return (err);
	site_cite_ris(&cite, vt_response_body(res));
	return (site_cite_send(&c, &cite, "application/x-research-info-systems; charset=utf-8",
	    "ris"));
}
