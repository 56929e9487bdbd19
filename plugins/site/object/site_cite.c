/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The citation of an object: makers, title, place and publisher, date, whose it is, and
 * its address, in the order of ISO 690.
 */
#include "site_cite.h"

/* Characters that would let a value go on in another line, or turn its surroundings
 * around (Unicode bidirectional controls). */
static bool
site_cite_is_control(uint32_t code)
{
	return (code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
	    code == 0x61c || code == 0x200e || code == 0x200f ||
	    (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069));
}

/* One line, no longer than is wanted. */
static struct vt_str
site_cite_line(struct vt_arena *a, struct vt_str text)
{
	struct vt_buf	out;
	struct vt_str	rest = site_cut(a, text, SITE_CITE_MAX), line;
	uint32_t	code;

	vt_buf_init(&out, 0);
	for (const char *from = rest.p; rest.len > 0; from = rest.p) {
		if (!vt_utf8_next(&rest, &code))
			break;
		if (site_cite_is_control(code))
			vt_buf_char(&out, ' ');
		else
			vt_buf_put(&out, from, (size_t)(rest.p - from));
	}
	line = vt_str_trim(vt_str_dup(a, vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (line);
}

static struct vt_str
site_cite_first(struct site_call *c, const struct vt_description *d, const char *name)
{
	const struct vt_property	*p, *any = NULL;

	for (size_t at = 0; (p = vt_description_shown(d, name, &at)) != NULL;) {
		if (p->value.len == 0)
			continue;
		if (p->lang.len == 0 || vt_str_eq_c(p->lang, c->language))
			return (site_cite_line(c->arena, p->value));
		any = any == NULL ? p : any;
	}
	return (any == NULL ? VT_STR_NONE : site_cite_line(c->arena, any->value));
}

static void
site_cite_name(struct site_cite *cite, struct vt_str name)
{
	for (size_t i = 0; i < cite->name_count; i++)
		if (vt_str_eq(cite->names[i], name))
			return;
	if (name.len > 0 && cite->name_count < SITE_CITE_NAMES)
		cite->names[cite->name_count++] = name;
}

/* In the page's language or none; a maker that is named only in another is named so. */
static void
site_cite_names(struct site_call *c, const struct vt_description *d, struct site_cite *cite)
{
	const struct vt_property	*p;

	for (int is_any = 0; is_any < 2 && cite->name_count == 0; is_any++)
		for (size_t at = 0; (p = vt_description_shown(d, "creator", &at)) != NULL;)
			if (is_any || p->lang.len == 0 || vt_str_eq_c(p->lang, c->language))
				site_cite_name(cite, site_cite_line(c->arena, p->value));
}

static void
site_cite_date(struct site_call *c, const struct vt_description *d, struct site_cite *cite)
{
	static const char *const	names[] = { "issued", "created", "date" };
	const struct vt_property	*p;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if ((p = vt_description_first(d, names[i], NULL)) == NULL || p->value.len == 0)
			continue;
		cite->date = site_cite_line(c->arena, p->value);
		cite->start = p->start;
		cite->end = p->end;
		return;
	}
}

vt_err
site_cite_gather(struct site_call *c, const struct vt_object *object, struct site_cite *cite_r)
{
	const struct vt_description	*d = &object->description;
	struct vt_str			 title = vt_description_title(d, c->language);
	struct vt_institution		 institution;
	struct vt_serial		 serial;
	int64_t				 day;
	vt_err				 err;

	*cite_r = (struct site_cite){ .kind = object->kind, .language = object->language,
		.identifier = object->identifier,
		.url = vt_link_id(c->req, "site.object", object->identifier),
		.title = title.len > 0 ? site_cite_line(c->arena, title) : object->identifier,
		.place = site_cite_first(c, d, VT_FIELD_MADE_AT),
		.publisher = site_cite_first(c, d, "publisher") };
	site_cite_names(c, d, cite_r);
	site_cite_date(c, d, cite_r);
	if ((err = vt_catalog_institution(c->catalog, c->arena, object->institution,
	    &institution)) != VT_OK)
		return (err);
	cite_r->institution = vt_labels_get(&institution.names, c->language);
	cite_r->institution = site_cite_line(c->arena, cite_r->institution.len > 0 ?
	    cite_r->institution : institution.code);
	err = vt_catalog_serial_of(c->catalog, c->arena, object->rowid, &serial, &day);
	cite_r->is_issue = err == VT_OK;
	if (err != VT_E_NOTFOUND)
		return (err);
	vt_fail_clear();
	return (VT_OK);
}

/* --- in words ------------------------------------------------------------------- */

/* A part of it, with a full stop behind the one before unless that has its own. */
static void
site_cite_part(struct vt_buf *out, struct vt_str part)
{
	if (part.len == 0)
		return;
	if (out->len > 0)
		vt_buf_str(out, strchr(".?!", out->p[out->len - 1]) != NULL ? VT_STR(" ") : VT_STR(". "));
	vt_buf_str(out, part);
}

static struct vt_str
site_cite_makers(struct site_call *c, const struct site_cite *cite)
{
	struct vt_str	all = VT_STR_NONE;

	for (size_t i = 0; i < cite->name_count && i < SITE_CITE_SHOWN; i++)
		all = vt_str_printf(c->arena, "%.*s%s%.*s", VT_STR_ARG(all), i > 0 ? "; " : "",
		    VT_STR_ARG(cite->names[i]));
	if (cite->name_count > SITE_CITE_SHOWN)
		all = vt_str_printf(c->arena, "%.*s %.*s", VT_STR_ARG(all),
		    VT_STR_ARG(vt_message(c->req, "cite.others")));
	return (all);
}

/* "Panevėžys: Spaustuvė, 1927" and what of it there is. */
static struct vt_str
site_cite_issue(struct site_call *c, const struct site_cite *cite)
{
	bool	has_both = cite->place.len > 0 && cite->publisher.len > 0;
	bool	has_any = cite->place.len > 0 || cite->publisher.len > 0;

	return (vt_str_printf(c->arena, "%.*s%s%.*s%s%.*s", VT_STR_ARG(cite->place),
	    has_both ? ": " : "", VT_STR_ARG(cite->publisher),
	    has_any && cite->date.len > 0 ? ", " : "", VT_STR_ARG(cite->date)));
}

/* The sentence, in three parts: the title is a work's. */
static vt_err
site_cite_sentence(struct site_call *c, const struct site_cite *cite)
{
	struct vt_buf	out;
	size_t		behind;	/* the title */
	vt_err		err;

	vt_buf_init(&out, 0);
	site_cite_part(&out, site_cite_makers(c, cite));
	site_cite_part(&out, cite->title);
	behind = out.len;
	site_cite_part(&out, site_cite_issue(c, cite));
	site_cite_part(&out, vt_str_printf(c->arena, "%.*s, %.*s", VT_STR_ARG(cite->institution),
	    VT_STR_ARG(cite->identifier)));
	/* Who is described by nothing else is told by this in lists of other searches. */
	if (!c->has_summary && vt_buf_error(&out) == VT_OK)
		vt_value_set_str(c->data, "summary", site_summary(c->arena, vt_buf_get(&out)));
	site_cite_part(&out, vt_message(c->req, "cite.at"));
	if ((err = vt_buf_error(&out)) == VT_OK) {
		vt_value_set_str(c->data, "cite_before", vt_str_sub(vt_buf_get(&out), 0,
		    behind - cite->title.len));
		vt_value_set_str(c->data, "cite_title", cite->title);
		vt_value_set_str(c->data, "cite_after", vt_str_sub(vt_buf_get(&out), behind, SIZE_MAX));
	}
	vt_buf_fini(&out);
	return (err);
}

vt_err
site_cite(struct site_call *c, const struct vt_object *object)
{
	struct vt_str		path = site_object_url(c, object->identifier);
	struct site_cite	cite;
	vt_err			err = site_cite_gather(c, object, &cite);

	if (err != VT_OK)
		return (err);
	err = site_cite_sentence(c, &cite);
	vt_value_set_str(c->data, "citation_address", cite.url);
	vt_value_set_str(c->data, "bibtex_url", vt_str_printf(c->arena, "%.*s/cite.bib", VT_STR_ARG(path)));
	vt_value_set_str(c->data, "ris_url", vt_str_printf(c->arena, "%.*s/cite.ris", VT_STR_ARG(path)));
	return (err);
}
