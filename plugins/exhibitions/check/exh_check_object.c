/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pictures, sounds and films: whether everybody can perceive them, and may see them.
 */
#include "exh_check.h"

#define EXH_ALT_LONG	300	/* bytes; longer is a description */

static const struct exh_rule
	exh_rule_alt = { "missing_alt", true, EXH_ERROR, EXH_ERROR, EXH_NOTE, false },
	exh_rule_description = { "missing_description", true, EXH_NOTE, EXH_ERROR, EXH_NOTE, false },
	exh_rule_caption = { "missing_translation", false, EXH_NOTE, EXH_ERROR, EXH_NOTE, true },
	exh_rule_label = { "missing_label", true, EXH_ERROR, EXH_ERROR, EXH_NOTE, false },
	exh_rule_captions = { "missing_captions", true, EXH_ERROR, EXH_WARNING, EXH_NOTE, false },
	exh_rule_transcript = { "missing_transcript", true, EXH_ERROR, EXH_ERROR, EXH_NOTE, false };

/* --- the catalogue ------------------------------------------------------------------------ */

/* Whether everybody may have the object, now. */
static bool
exh_object_is_open(const struct vt_object *o)
{
	return (o->access == VT_ACCESS_OPEN ||
	    (o->access == VT_ACCESS_EMBARGO && o->embargo_until <= vt_time_now()));
}

/* An object that is there, open, and says what one may do with it; false: none is there. */
static bool
exh_check_object(struct exh_checking *k, struct vt_str id, int line, struct vt_object *o)
{
	vt_err	err;

	if (k->catalog == NULL || id.len == 0)
		return (false);
	err = vt_catalog_object(k->catalog, k->a, id, o);
	if (err != VT_OK || o->is_deleted) {
		exh_finds(k, EXH_ERROR, line, err == VT_OK ? "withdrawn_object" :
		    err == VT_E_NOTFOUND ? "unknown_object" : "unreadable_object", "%.*s",
		    VT_STR_ARG(id));
		return (false);
	}
	if (!exh_object_is_open(o))
		exh_finds(k, EXH_ERROR, line, "closed_object", "%.*s", VT_STR_ARG(id));
	if (o->rights.len == 0)
		exh_finds(k, EXH_ERROR, line, "missing_object_rights", "%.*s", VT_STR_ARG(id));
	return (true);
}

/* Whether more was asked for than the page has. */
static bool
exh_region_is_cut(const struct exh_region *r, const struct vt_page *page)
{
	return (r->unit == EXH_PIXELS && (r->x + r->w > (double)page->width + 0.5 ||
	    r->y + r->h > (double)page->height + 0.5));
}

/* The page and the region of a picture. */
static void
exh_check_place(struct exh_checking *k, const struct exh_picture *p)
{
	struct exh_shown	shown;
	struct vt_object	o;
	vt_err			err;

	if (!exh_check_object(k, p->object, p->line, &o))
		return;
	err = exh_find(k->catalog, k->a, p, &shown);
	if (err == VT_OK && exh_region_is_cut(&p->region, &shown.page))
		exh_finds(k, EXH_WARNING, p->line, "region_clipped", "%.*s, %lld × %lld",
		    VT_STR_ARG(p->object), (long long)shown.page.width, (long long)shown.page.height);
	if (err != VT_OK)
		exh_finds(k, EXH_ERROR, p->line, err == VT_E_RANGE ? "region_outside" :
		    err == VT_E_NOTFOUND ? "unknown_page" : "unreadable_object", "%.*s, %lld",
		    VT_STR_ARG(p->object), (long long)p->page);
}

/* --- pictures ------------------------------------------------------------------------------ */

/* "IMG_0042.JPG" says nothing of what is seen. */
static bool
exh_alt_is_file_name(struct vt_str alt)
{
	static const char *const ends[] = { ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".jp2", ".webp" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		size_t	len = strlen(ends[i]);

		if (alt.len > len && vt_str_eq_nocase(vt_str_sub(alt, alt.len - len, len),
		    vt_str_of(ends[i])))
			return (true);
	}
	return (false);
}

static void
exh_check_alt(struct exh_checking *k, struct vt_str path, const struct exh_picture *p)
{
	for (int v = 0; v < EXH_VERSIONS; v++) {
		struct vt_str	alt = p->alt.in[v];
		const char	*name = exh_version_name((enum exh_version)v);

		if (alt.len == 0)
			continue;
		if (exh_alt_is_file_name(alt))
			exh_finds(k, EXH_ERROR, p->alt.line, "alt_is_file_name", "%.*s (%s)",
			    VT_STR_ARG(path), name);
		if (vt_str_eq(alt, p->caption.in[v]))
			exh_finds(k, EXH_WARNING, p->alt.line, "alt_is_caption", "%.*s (%s)",
			    VT_STR_ARG(path), name);
		if (alt.len > EXH_ALT_LONG)
			exh_finds(k, EXH_WARNING, p->alt.line, "long_alt", "%.*s (%s)",
			    VT_STR_ARG(path), name);
	}
}

void
exh_check_picture(struct exh_checking *k, struct vt_str path, const struct exh_picture *p)
{
	bool	has_alt = exh_words_lang(&p->alt, EXH_LT) != NULL;

	if (!p->is_decorative)
		exh_check_words(k, &exh_rule_alt, path, &p->alt, p->line);
	else if (has_alt)
		exh_finds(k, EXH_WARNING, p->alt.line, "decorative_alt", "%.*s", VT_STR_ARG(path));
	exh_check_alt(k, path, p);
	if (!p->is_decorative && p != &k->x->cover)
		exh_check_words(k, &exh_rule_description, vt_str_printf(k->a, "%.*s.description",
		    VT_STR_ARG(path)), &p->description, p->line);
	exh_check_words(k, &exh_rule_caption, vt_str_printf(k->a, "%.*s.caption", VT_STR_ARG(path)),
	    &p->caption, p->line);
	exh_check_place(k, p);
}

/* --- sounds and films -------------------------------------------------------------------------- */

/* Browsers show nothing of a file that is no WebVTT, and no caption whose time they cannot
 * read. */
static void
exh_check_track(struct exh_checking *k, struct vt_str path, const struct exh_media *m,
    struct vt_str name)
{
	struct vt_str		text = VT_STR_NONE;
	struct vt_webvtt	w = { .fault = VT_WEBVTT_NO_MARK };

	if (exh_file_text(k->a, k->x->folder.p, vt_str_printf(k->a, "media/%.*s", VT_STR_ARG(name)),
	    &text) == VT_OK)
		vt_webvtt_read(text, &w);
	if (w.fault == VT_WEBVTT_NO_MARK || w.fault == VT_WEBVTT_NOT_UTF8)
		exh_finds(k, EXH_ERROR, m->captions.line, "not_webvtt", "%.*s, %.*s",
		    VT_STR_ARG(path), VT_STR_ARG(name));
	else if (w.bad_count > 0)
		exh_finds(k, EXH_WARNING, m->captions.line, "bad_cue", "%.*s, %.*s:%zu",
		    VT_STR_ARG(path), VT_STR_ARG(name), w.bad_line);
}

static void
exh_check_captions(struct exh_checking *k, struct vt_str path, const struct exh_media *m)
{
	for (int v = 0; v < EXH_VERSIONS; v++)
		if (m->captions.in[v].len > 0)
			exh_check_track(k, path, m, m->captions.in[v]);
}

static void
exh_check_object_file(struct exh_checking *k, const struct exh_media *m)
{
	struct vt_object	o;
	struct vt_file		file;

	if (m->object.len > 0 && exh_check_object(k, m->object, m->line, &o) &&
	    vt_catalog_file(k->catalog, k->a, o.rowid, m->file, &file) != VT_OK)
		exh_finds(k, EXH_ERROR, m->line, "missing_object_file", "%.*s, %.*s",
		    VT_STR_ARG(m->object), VT_STR_ARG(m->file));
}

/* Those of its object stand in the place of captions of one's own. */
static bool
exh_object_has_captions(struct exh_checking *k, const struct exh_media *m)
{
	struct vt_object	o;
	struct vt_file		*files;
	struct vt_str		lang;
	size_t			count = 0;

	if (k->catalog == NULL || m->object.len == 0 ||
	    vt_catalog_object(k->catalog, k->a, m->object, &o) != VT_OK ||
	    vt_catalog_files(k->catalog, k->a, o.rowid, &files, &count) != VT_OK)
		vt_fail_clear();
	for (size_t i = 0; i < count; i++)
		if (vt_file_captions(&files[i], m->file, &lang))
			return (true);
	return (false);
}

void
exh_check_media(struct exh_checking *k, struct vt_str path, const struct exh_media *m, bool is_film)
{
	if (m->line == 0)
		return;
	exh_check_words(k, &exh_rule_label, path, &m->label, m->line);
	exh_check_words(k, &exh_rule_transcript, path, &m->transcript, m->line);
	if (is_film && (exh_words_lang(&m->captions, EXH_LT) != NULL || !exh_object_has_captions(k, m)))
		exh_check_words(k, &exh_rule_captions, path, &m->captions, m->line);
	exh_check_captions(k, path, m);
	exh_check_object_file(k, m);
}

/* --- links --------------------------------------------------------------------------------------- */

/* The identifier in "/lt/objects/di-ozere?page=2"; empty: it leads elsewhere. */
static struct vt_str
exh_link_object(struct vt_str path)
{
	struct vt_str	root = VT_STR("/objects/"), id;

	if (vt_str_starts(path, VT_STR("/lt/")) || vt_str_starts(path, VT_STR("/en/")))
		path = vt_str_sub(path, 3, path.len);
	if (!vt_str_starts(path, root))
		return (VT_STR_NONE);
	id = vt_str_sub(path, root.len, path.len);
	for (size_t i = 0; i < id.len; i++)
		if (strchr("/?#%", id.p[i]) != NULL)
			id.len = i;
	return (id);
}

void
exh_check_links(struct exh_checking *k)
{
	for (const struct exh_site_link *l = k->x->links; l != NULL; l = l->next) {
		struct vt_str		id = exh_link_object(l->path);
		struct vt_object	o;
		vt_err			err;

		if (id.len == 0 || k->catalog == NULL)
			continue;
		err = vt_catalog_object(k->catalog, k->a, id, &o);
		if (err == VT_E_NOTFOUND || (err == VT_OK && o.is_deleted))
			exh_findings_add(&k->findings, EXH_ERROR, vt_str_c(k->a, l->file), l->line,
			    "unknown_link_object", "%.*s", VT_STR_ARG(l->path));
	}
}
