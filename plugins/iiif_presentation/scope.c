/* SPDX-License-Identifier: Apache-2.0 */
/* What the address of a collection means, and which one is above it. */
#include <stdio.h>

#include "scope.h"

#define PRESENTATION_PAGES_MAX	1000000
#define PRESENTATION_WORDS_MAX	200	/* bytes that a search may have */
#define PRESENTATION_QUERY_MAX	4000	/* bytes of the address of what is searched for */

static vt_err
presentation_scope_institution(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_institution	institution;
	vt_err			err;

	s->kind = PRESENTATION_IS_INSTITUTION;
	s->q.institution = vt_str_sub(s->spec, VT_STR(PRESENTATION_INSTITUTION).len, s->spec.len);
	err = vt_catalog_institution(c->catalog, c->arena, s->q.institution, &institution);
	if (err == VT_OK)
		s->names = institution.names;
	return (err);
}

/* "a" of "a:b", which is there with it. */
static vt_err
presentation_scope_parent(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_collection	parent;
	size_t			at = s->spec.len;
	vt_err			err;

	while (at > 0 && s->spec.p[at - 1] != ':')
		at--;
	if (at <= 1)
		return (VT_OK);
	err = vt_catalog_collection(c->catalog, c->arena, vt_str_sub(s->spec, 0, at - 1), &parent);
	if (err == VT_OK) {
		s->above = parent.spec;
		s->above_names = parent.names;
	}
	return (err);
}

static vt_err
presentation_scope_collection(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_collection	collection;
	struct vt_label		*label;
	vt_err			err;

	s->kind = PRESENTATION_IS_COLLECTION;
	s->q.collection = s->spec;
	if ((err = vt_catalog_collection(c->catalog, c->arena, s->spec, &collection)) != VT_OK)
		return (err);
	s->names = collection.names;
	s->descriptions = collection.descriptions;
	s->rowid = collection.rowid;
	if (s->names.count == 0) {
		if ((label = vt_arena_alloc(c->arena, sizeof(*label))) == NULL)
			return (VT_E_LIMIT);
		label->text = s->spec;
		s->names = (struct vt_labels){ label, 1 };
	}
	return (presentation_scope_parent(c, s));
}

/* --- newspapers --------------------------------------------------------------------------- */

static vt_err
presentation_scope_label(struct presentation_call *c, struct vt_str lang, struct vt_str text,
    struct vt_labels *names)
{
	struct vt_label	*label = vt_arena_alloc(c->arena, sizeof(*label));

	if (label == NULL)
		return (VT_E_LIMIT);
	*label = (struct vt_label){ lang, text };
	*names = (struct vt_labels){ label, 1 };
	return (VT_OK);
}

static vt_err
presentation_scope_year(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_serial_year	*list;
	size_t			 count;
	vt_err			 err;

	s->kind = PRESENTATION_IS_YEAR;
	if ((err = vt_catalog_serial_years(c->catalog, c->arena, s->serial.rowid, &list, &count))
	    != VT_OK)
		return (err);
	for (size_t i = 0; i < count; i++)
		if (list[i].year == s->year)
			s->issue_count = list[i].issue_count;
	if (s->issue_count == 0)
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no issues of %lld",
		    VT_STR_ARG(s->serial.title), (long long)s->year));
	s->above = vt_str_printf(c->arena, PRESENTATION_SERIAL "%.*s",
	    VT_STR_ARG(s->serial.identifier));
	s->above_names = s->names;
	return (presentation_scope_label(c, s->serial.lang, vt_str_printf(c->arena, "%.*s, %lld",
	    VT_STR_ARG(s->serial.title), (long long)s->year), &s->names));
}

/* "serial:name", "serial:name:1928" */
static vt_err
presentation_scope_serial(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_str	rest = vt_str_sub(s->spec, VT_STR(PRESENTATION_SERIAL).len, s->spec.len);
	ptrdiff_t	colon = vt_str_find(rest, VT_STR(":"));
	struct vt_str	year = VT_STR_NONE;
	vt_err		err;

	if (colon >= 0) {
		year = vt_str_sub(rest, (size_t)colon + 1, rest.len);
		rest.len = (size_t)colon;
	}
	s->kind = PRESENTATION_IS_SERIAL;
	s->above = VT_STR(PRESENTATION_SERIALS);
	s->above_message = "presentation.serials";
	if ((err = vt_catalog_serial(c->catalog, c->arena, rest, &s->serial)) != VT_OK ||
	    (err = presentation_scope_label(c, s->serial.lang, s->serial.title, &s->names)) != VT_OK)
		return (err);
	if (colon < 0)
		return (VT_OK);
	if (!vt_str_to_int(year, 1, 9999, &s->year))
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' is not a year", VT_STR_ARG(year)));
	return (presentation_scope_year(c, s));
}

/* --- what is found ------------------------------------------------------------------------- */

static vt_err
presentation_scope_kind(struct presentation_call *c, int *kind_r)
{
	struct vt_str	kind;

	if (!vt_request_arg(c->req, "kind", &kind) || kind.len == 0)
		return (VT_OK);
	for (int k = VT_KIND_TEXT; k <= VT_KIND_3D; k++)
		if (vt_str_eq_nocase(kind, vt_str_of(vt_kind_name((enum vt_kind)k)))) {
			*kind_r = k;
			return (VT_OK);
		}
	return (vt_fail(VT_E_BADARG, "kind must be one of TEXT, IMAGE, SOUND, VIDEO, 3D"));
}

/* What narrows a search has to be there. */
static vt_err
presentation_scope_narrow(struct presentation_call *c, struct vt_search *q)
{
	struct vt_institution	institution;
	struct vt_collection	collection;
	vt_err			err;

	(void)vt_request_arg(c->req, "institution", &q->institution);
	(void)vt_request_arg(c->req, "collection", &q->collection);
	if (q->institution.len > 0 && (err = vt_catalog_institution(c->catalog, c->arena,
	    q->institution, &institution)) != VT_OK)
		return (err);
	if (q->collection.len > 0 && (err = vt_catalog_collection(c->catalog, c->arena,
	    q->collection, &collection)) != VT_OK)
		return (err);
	return (presentation_scope_kind(c, &q->kind));
}

/* Only what is understood comes into the address, so that one search has one. */
static vt_err
presentation_scope_search(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_buf	out;
	vt_err		err;

	s->kind = PRESENTATION_IS_SEARCH;
	s->message = "presentation.found";
	s->q.order = VT_ORDER_RELEVANCE;
	if (!vt_request_arg(c->req, "q", &s->q.words) || vt_str_trim(s->q.words).len == 0)
		return (vt_fail(VT_E_BADARG, "say what is searched for: ?q=words"));
	if (s->q.words.len > PRESENTATION_WORDS_MAX)
		return (vt_fail(VT_E_BADARG, "a search has at most %d bytes", PRESENTATION_WORDS_MAX));
	if ((err = presentation_scope_narrow(c, &s->q)) != VT_OK)
		return (err);
	vt_buf_init(&out, PRESENTATION_QUERY_MAX);
	vt_buf_str(&out, VT_STR("q="));
	vt_buf_percent(&out, s->q.words);
	if (s->q.institution.len > 0) {
		vt_buf_str(&out, VT_STR("&institution="));
		vt_buf_percent(&out, s->q.institution);
	}
	if (s->q.collection.len > 0) {
		vt_buf_str(&out, VT_STR("&collection="));
		vt_buf_percent(&out, s->q.collection);
	}
	if (s->q.kind >= 0)
		vt_buf_printf(&out, "&kind=%s", vt_kind_name((enum vt_kind)s->q.kind));
	s->query = vt_buf_error(&out) == VT_OK ? vt_str_dup(c->arena, vt_buf_get(&out)) : VT_STR_NONE;
	vt_buf_fini(&out);
	return (s->query.len > 0 ? VT_OK : vt_fail(VT_E_BADARG, "the words are too long"));
}

/* --- all ------------------------------------------------------------------------------------ */

static vt_err
presentation_scope_page(struct presentation_call *c, struct presentation_scope *s)
{
	struct vt_str	text;

	if (!vt_request_arg(c->req, "page", &text))
		return (VT_OK);
	if (!vt_str_to_int(text, 1, PRESENTATION_PAGES_MAX, &s->page))
		return (vt_fail(VT_E_BADARG, "page must be a number from 1"));
	if (s->kind == PRESENTATION_IS_ROOT || s->kind == PRESENTATION_IS_SERIALS ||
	    s->kind == PRESENTATION_IS_SERIAL)
		return (vt_fail(VT_E_NOTFOUND, "this collection is not divided into parts"));
	return (VT_OK);
}

static vt_err
presentation_scope_find(struct presentation_call *c, struct presentation_scope *s)
{
	if (vt_str_eq_c(s->spec, PRESENTATION_ROOT)) {
		s->message = "presentation.root";
		return (VT_OK);
	}
	if (vt_str_eq_c(s->spec, PRESENTATION_SERIALS)) {
		s->kind = PRESENTATION_IS_SERIALS;
		s->message = "presentation.serials";
		return (VT_OK);
	}
	if (vt_str_eq_c(s->spec, PRESENTATION_SEARCH))
		return (presentation_scope_search(c, s));
	if (vt_str_starts(s->spec, VT_STR(PRESENTATION_SERIAL)))
		return (presentation_scope_serial(c, s));
	if (vt_str_starts(s->spec, VT_STR(PRESENTATION_INSTITUTION)))
		return (presentation_scope_institution(c, s));
	return (presentation_scope_collection(c, s));
}

vt_err
presentation_scope(struct presentation_call *c, struct presentation_scope *s_r)
{
	vt_err	err;

	*s_r = (struct presentation_scope){ .kind = PRESENTATION_IS_ROOT,
		.spec = vt_request_param(c->req, "spec"), .above = VT_STR(PRESENTATION_ROOT),
		.above_message = "presentation.root",
		.q = { .kind = -1, .order = VT_ORDER_TITLE } };
	if ((err = presentation_scope_find(c, s_r)) != VT_OK)
		return (err);
	return (presentation_scope_page(c, s_r));
}

struct vt_str
presentation_scope_id(struct presentation_call *c, const struct presentation_scope *s)
{
	char		page[40] = "";
	struct vt_str	query;

	if (s->page > 0)
		(void)snprintf(page, sizeof(page), "%spage=%lld", s->query.len > 0 ? "&" : "",
		    (long long)s->page);
	if (s->query.len == 0 && page[0] == '\0')
		return (presentation_collection_id(c, s->spec, ""));
	query = vt_str_printf(c->arena, "?%.*s%s", VT_STR_ARG(s->query), page);
	return (presentation_collection_id(c, s->spec, query.p));
}
