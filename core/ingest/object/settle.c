/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a source says of an object, made fit: identifier, institution,
 * collections, rights, kind, access, and the few rules that stop an object.
 */
#include "api/time.h"
#include "catalog/access.h"
#include "ingest/folder/identifier.h"
#include "ingest/normalise/normalise.h"
#include "ingest/object/object.h"

static void
vt_settle_defaults(struct vt_draft *d)
{
	const struct vt_package *p = d->package;

	if (p == NULL)
		return;
	if (d->object.rights.len == 0)
		d->object.rights = p->rights;
	if (d->object.language.len == 0)
		d->object.language = p->language;
	if (!d->has_access) {
		d->object.access = p->access;
		d->object.embargo_until = p->embargo_until;
	}
}

static vt_err
vt_settle_normalise(struct vt_draft *d)
{
	struct vt_buf findings;
	vt_err err;

	vt_buf_init(&findings, 0);
	err = vt_normalise(d->arena, &d->object, &findings);
	if (err == VT_OK)
		vt_findings_lines(&d->findings, VT_FINDING_VALUE, vt_buf_get(&findings));
	vt_buf_fini(&findings);
	return (err);
}

static bool
vt_settle_has_type(const struct vt_draft *d)
{
	const struct vt_property *p;
	enum vt_kind kind;
	size_t at = 0;

	while ((p = vt_description_next(&d->object.description, "type", &at)) != NULL)
		if (vt_kind_parse(p->value, &kind) || vt_kind_parse(p->uri, &kind))
			return (true);
	return (false);
}

/* Where no type says it: what the object consists of, if it has anything;
 * else vt_normalise() has its own guess. */
static void
vt_settle_kind(struct vt_draft *d)
{
	enum vt_kind kind = VT_KIND_NONE;

	if (d->object.kind != VT_KIND_NONE || vt_settle_has_type(d))
		return;
	for (size_t i = 0; i < d->page_count && kind != VT_KIND_TEXT; i++) {
		if (d->pages[i].text_name.len != 0)
			kind = VT_KIND_TEXT;
		else if (d->pages[i].image_name.len != 0)
			kind = VT_KIND_IMAGE;
	}
	for (size_t i = 0; i < d->file_count && d->page_count == 0; i++) {
		struct vt_str type = vt_str_of(vt_recognise_media_type(d->files[i].path.p));

		if (vt_str_starts(type, VT_STR("audio/")))
			kind = VT_KIND_SOUND;
		else if (vt_str_starts(type, VT_STR("video/")))
			kind = VT_KIND_VIDEO;
		else if (kind == VT_KIND_NONE && vt_str_eq_c(type, "application/pdf"))
			kind = VT_KIND_TEXT;
	}
	d->object.kind = kind;
	/* That its pages have text leaves no doubt. */
	if (kind != VT_KIND_NONE && (kind != VT_KIND_TEXT || d->page_count == 0))
		vt_findings_add(&d->findings, VT_FINDING_VALUE,
				"no type (in a table: column kind) says what it is; by its files "
				"it is taken as %s",
				vt_kind_name(kind));
}

static vt_err
vt_settle_identifier(struct vt_draft *d, struct vt_str identifier)
{
	bool was_made = false;

	if (identifier.len == 0)
		identifier = d->raw_identifier;
	d->object.identifier = vt_identifier_make(d->arena, VT_STR_NONE, identifier, &was_made);
	if (d->object.identifier.len == 0)
		return (vt_fail(
		    VT_E_BADARG,
		    "it has no identifier; give it one (METS: OBJID, a table: column identifier, "
		    "MARC: field 001)"));
	if (was_made)
		vt_findings_add(
		    &d->findings, VT_FINDING_IDENTIFIER,
		    "the identifier \"%.*s\" cannot stand in an address and became \"%.*s\"",
		    VT_STR_ARG(identifier), VT_STR_ARG(d->object.identifier));
	return (VT_OK);
}

static bool
vt_settle_has(const struct vt_draft *d, const char *name)
{
	size_t at = 0;
	const struct vt_property *p;

	while ((p = vt_description_next(&d->object.description, name, &at)) != NULL)
		if (p->value.len != 0)
			return (true);
	return (false);
}

static vt_err
vt_settle_title(struct vt_object_work *w)
{
	const struct vt_draft *d = &w->draft;

	if (vt_settle_has(d, "title") || vt_settle_has(d, "alternative"))
		return (VT_OK);
	if (vt_settle_has(d, "description") || vt_settle_has(d, "abstract"))
		return (VT_OK);
	for (size_t i = 0; i < d->page_count; i++)
		w->wants_incipit = w->wants_incipit || d->pages[i].text_path.len != 0;
	if (w->wants_incipit)
		return (VT_OK);
	return (vt_fail(VT_E_BADARG, "\"%.*s\" has neither a title nor a description; give it one",
			VT_STR_ARG(d->object.identifier)));
}

/* --- who holds it ---------------------------------------------------------------------- */

static bool
vt_settle_is_named(const struct vt_institution *i, const struct vt_labels *names)
{
	for (size_t k = 0; k < i->names.count; k++)
		for (size_t n = 0; n < names->count; n++)
			if (vt_str_eq_nocase(i->names.items[k].text, names->items[n].text))
				return (true);
	return (false);
}

/* A name of which a code was made that is the same ("Archyvas"): only a language tells
 * it from a code that stands for a name. */
static void
vt_settle_name(const struct vt_object_context *c, struct vt_object_work *w)
{
	struct vt_label *name = vt_arena_alloc(w->draft.arena, sizeof(*name));

	if (name == NULL || c->language == NULL || c->language[0] == '\0' ||
	    vt_known_has_name(&w->institution))
		return;
	*name = (struct vt_label){ .lang = vt_str_of(c->language),
				   .text = w->institution.names.items[0].text };
	w->institution.names = (struct vt_labels){ name, 1 };
}

/* A holder that the source names, as an institution of its own: its code, else
 * one made of its name. */
static void
vt_settle_holder(const struct vt_object_context *c, struct vt_object_work *w,
		 const struct vt_institution *holder, struct vt_str code)
{
	bool was_made = false, is_of_name = code.len == 0 && holder->names.count != 0;

	if (is_of_name)
		code = holder->names.items[0].text;
	w->institution = *holder;
	w->institution.code = vt_identifier_make(w->draft.arena, VT_STR_NONE, code, &was_made);
	if (is_of_name)
		vt_settle_name(c, w);
}

/* Nobody says whose it is, but a museum's record says whose the record is. */
static void
vt_settle_recorder(const struct vt_object_context *c, struct vt_object_work *w)
{
	struct vt_draft *d = &w->draft;

	vt_settle_holder(c, w, &d->recorder, d->recorder.code);
	vt_findings_add(&d->findings, VT_FINDING_INSTITUTION,
			"nothing says who holds it; \"%.*s\", whose record it is, stands for it",
			VT_STR_ARG(d->recorder.names.items[0].text));
}

/* The package's own, with what is known of it where it gives the code alone. */
static const struct vt_institution *
vt_settle_own(const struct vt_object_context *c, struct vt_object_work *w,
	      struct vt_institution *own)
{
	if (w->draft.package == NULL || w->draft.package->institution.code.len == 0)
		return (NULL);
	*own = w->draft.package->institution;
	w->has_known_name = vt_known_fill(c->known, own);
	return (own);
}

/* The source's own word on institution (a table's column) comes first; then
 * the package; then whom a record names as holder, or as its own source; then the
 * default. */
static void
vt_settle_institution(const struct vt_object_context *c, struct vt_object_work *w)
{
	struct vt_draft *d = &w->draft;
	struct vt_institution filled;
	const struct vt_institution *own = vt_settle_own(c, w, &filled);
	struct vt_str said = d->object.institution;

	if (said.len != 0 && (own == NULL || !vt_str_eq(own->code, said))) {
		vt_settle_holder(c, w, &d->holder, said);
	} else if (own != NULL) {
		w->institution = *own;
		if (d->holder.names.count != 0 && !vt_str_eq(d->holder.code, own->code) &&
		    !vt_settle_is_named(own, &d->holder.names))
			vt_findings_add(
			    &d->findings, VT_FINDING_INSTITUTION,
			    "the record names \"%.*s\" as holder; the package's institution %.*s "
			    "stands",
			    VT_STR_ARG(d->holder.names.items[0].text), VT_STR_ARG(own->code));
	} else if (d->holder.code.len != 0 || d->holder.names.count != 0) {
		vt_settle_holder(c, w, &d->holder, d->holder.code);
	} else if (d->recorder.names.count != 0) {
		vt_settle_recorder(c, w);
	} else {
		w->institution = *c->institution;
		w->is_default_institution = true;
	}
	if (vt_known_fill(c->known, &w->institution))
		w->has_known_name = true;
	d->object.institution = w->institution.code;
}

/* --- collections ------------------------------------------------------------------------- */

static bool
vt_settle_is_below(struct vt_str spec, struct vt_str above)
{
	return (spec.len > above.len && vt_str_starts(spec, above) && spec.p[above.len] == ':');
}

/* What the source says, else the package; without those that stand above
 * another of them. */
static vt_err
vt_settle_collections(struct vt_object_work *w)
{
	struct vt_draft *d = &w->draft;
	const struct vt_package *p = d->package;
	struct vt_str *specs;
	size_t kept = 0;
	vt_err err = VT_OK;

	if (d->collection_count == 0 && p != NULL)
		for (size_t i = 0; i < p->collection_count && err == VT_OK; i++)
			err = vt_draft_collection(d, p->collections[i].spec);
	specs = vt_arena_array(d->arena, d->collection_count + 1, sizeof(*specs));
	if (err != VT_OK || specs == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->collection_count; i++) {
		bool is_above = false;

		for (size_t k = 0; k < d->collection_count; k++)
			is_above =
			    is_above || vt_settle_is_below(d->collections[k], d->collections[i]);
		if (!is_above)
			specs[kept++] = d->collections[i];
	}
	w->collections = specs;
	w->collection_count = kept;
	return (VT_OK);
}

vt_err
vt_object_settle(const struct vt_object_context *c, struct vt_object_work *w,
		 struct vt_str identifier)
{
	struct vt_draft *d = &w->draft;
	vt_err err;

	vt_settle_defaults(d);
	vt_settle_kind(d);
	err = vt_settle_normalise(d);
	if (err == VT_OK)
		err = vt_settle_identifier(d, identifier);
	if (err == VT_OK)
		err = vt_settle_title(w);
	if (err != VT_OK)
		return (err);
	vt_settle_institution(c, w);
	err = vt_settle_collections(w);
	if (err != VT_OK)
		return (err);
	w->pages = vt_arena_array(d->arena, d->page_count + 1, sizeof(*w->pages));
	w->files = vt_arena_array(d->arena, d->file_count + 1, sizeof(*w->files));
	return (w->pages != NULL && w->files != NULL ? VT_OK : VT_E_LIMIT);
}
