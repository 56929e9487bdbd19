/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which captions go with which sounds and films of a draft.  What is in them is looked at in
 * captions_read.c.
 */
#include "ingest/sources/captions_inside.h"

#include "ingest/normalise/normalise.h"

bool
vt_captions_is_played(const char *path)
{
	struct vt_str type = vt_str_of(vt_recognise_media_type(path));

	return (vt_str_starts(type, VT_STR("audio/")) || vt_str_starts(type, VT_STR("video/")));
}

struct vt_str
vt_captions_stem(struct vt_str path)
{
	size_t dot = path.len;

	while (dot > 0 && path.p[dot - 1] != '.' && path.p[dot - 1] != '/')
		dot--;
	return (dot > 1 && path.p[dot - 1] == '.' && path.p[dot - 2] != '/'
		    ? vt_str_sub(path, 0, dot - 1)
		    : path);
}

/* Whether captions are called as a film is (both relative): its stem, perhaps a language,
 * ".vtt". */
static bool
captions_are_called(struct vt_arena *a, struct vt_str path, struct vt_str film,
		    struct vt_str *language_r)
{
	struct vt_str stem = vt_captions_stem(path), word;

	*language_r = VT_STR_NONE;
	if (!vt_recognise_is_captions_name(path) || !vt_str_starts(stem, film))
		return (false);
	if (stem.len == film.len)
		return (true);
	word = vt_str_sub(stem, film.len + 1, stem.len);
	if (stem.p[film.len] != '.' || vt_str_find(word, VT_STR(".")) >= 0 ||
	    vt_str_find(word, VT_STR("/")) >= 0)
		return (false);
	*language_r = vt_language_tag(a, word);
	return (language_r->len != 0);
}

/* --- taking them ---------------------------------------------------------------------- */

/* A file of the draft becomes captions, or is added as such; who was first said stays.
 * film: without its ending, on disk. */
static vt_err
captions_add(struct vt_draft *d, struct vt_str path, struct vt_str film, struct vt_str language)
{
	struct vt_draft_file f = { .name = vt_tree_base(path), .captions_of = film,
				   .language = language };
	struct vt_str found;
	bool is_by_name;

	if (vt_tree_resolve(d->tree, d->arena, vt_tree_folder(path), f.name, &found, &is_by_name) !=
	    VT_RESOLVED_FOUND)
		return (VT_E_NOTFOUND);
	f.path = vt_str_of(vt_tree_disk(d->tree, d->arena, found));
	if (f.path.p == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->file_count; i++)
		if (vt_str_eq(d->files[i].path, f.path)) {
			if (d->files[i].captions_of.len == 0) {
				d->files[i].captions_of = film;
				d->files[i].language = language;
			}
			return (VT_OK);
		}
	return (vt_draft_file(d, &f));
}

/* --- what a package.yaml says ------------------------------------------------------------ */

/* The folder of a package, relative to the tree's root; false: it is not in the tree. */
static bool
captions_package_folder(const struct vt_tree *t, const struct vt_package *p, struct vt_str *folder_r)
{
	struct vt_str root = vt_str_of(t->root);

	if (!vt_str_starts(p->path, root) || p->path.len <= root.len ||
	    (root.len > 1 && p->path.p[root.len] != '/'))
		return (false);
	*folder_r = vt_tree_folder(vt_tree_relative(t, p->path));
	return (true);
}

static struct vt_str
captions_in(struct vt_arena *a, struct vt_str folder, struct vt_str name)
{
	return (vt_str_printf(a, "%.*s%s%.*s", VT_STR_ARG(folder), folder.len != 0 ? "/" : "",
			      VT_STR_ARG(name)));
}

static vt_err
captions_named(struct vt_draft *d, const struct vt_package_captions *c, struct vt_str folder,
	       struct vt_str film)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < c->files.count && err == VT_OK; i++) {
		const struct vt_label *l = &c->files.items[i];

		if (l->text.len == 0)
			continue;
		err = captions_add(d, captions_in(d->arena, folder, l->text), film,
				   vt_language_tag(d->arena, l->lang));
		if (err != VT_E_NOTFOUND)
			continue;
		err = VT_OK;
		vt_findings_add(&d->findings, VT_FINDING_MISSING,
				"\"%.*s\", by package.yaml the captions of \"%.*s\", is not there",
				VT_STR_ARG(l->text), VT_STR_ARG(c->film));
	}
	return (err);
}

/* Of the film's own folder and those above it. */
static vt_err
captions_by_package(struct vt_draft *d, struct vt_str path, struct vt_str film)
{
	const struct vt_tree_file *file = vt_tree_find(d->tree, path);
	const struct vt_package *p = file != NULL ? file->package : d->package;
	struct vt_str folder;
	vt_err err = VT_OK;

	for (; p != NULL && err == VT_OK; p = p->parent) {
		if (p->captions_count == 0 || !captions_package_folder(d->tree, p, &folder))
			continue;
		for (size_t i = 0; i < p->captions_count && err == VT_OK; i++)
			if (vt_str_eq(captions_in(d->arena, folder, p->captions[i].film), path))
				err = captions_named(d, &p->captions[i], folder, film);
	}
	return (err);
}

/* --- what lies beside them ----------------------------------------------------------------- */

/* "film.lt.vtt" beside "film.lt.mp4" goes with that one, and not with "film.mp4". */
static bool
captions_are_anothers(const struct vt_tree *t, struct vt_str path)
{
	struct vt_str stem = vt_captions_stem(path);

	for (size_t i = vt_tree_first(t, stem);
	     i < t->count && vt_str_starts(t->files[i].path, stem); i++)
		if (t->files[i].kind == VT_FILE_DOCUMENT &&
		    vt_str_eq(vt_captions_stem(t->files[i].path), stem))
			return (true);
	return (false);
}

static vt_err
captions_beside(struct vt_draft *d, struct vt_str path, struct vt_str film)
{
	const struct vt_tree *t = d->tree;
	struct vt_str stem = vt_captions_stem(path), language;
	vt_err err = VT_OK;

	for (size_t i = vt_tree_first(t, stem);
	     i < t->count && vt_str_starts(t->files[i].path, stem) && err == VT_OK; i++) {
		struct vt_str at = t->files[i].path;

		if (!captions_are_called(d->arena, at, stem, &language) ||
		    (language.len != 0 && captions_are_anothers(t, at)))
			continue;
		err = captions_add(d, at, film, language);
		/* It has gone meanwhile. */
		if (err == VT_E_NOTFOUND)
			err = VT_OK;
	}
	return (err);
}

/* --- what the record itself names ------------------------------------------------------------ */

/* The film that captions are called after, else the only one that there is; of several
 * copies of one film any. */
static struct vt_str
captions_film(struct vt_draft *d, struct vt_draft_file *f, const struct vt_captions_films *films)
{
	struct vt_str path = vt_tree_relative(d->tree, f->path), stem, word, language;

	for (size_t i = 0; i < films->count; i++) {
		stem = vt_tree_relative(d->tree, films->stems[i]);
		if (!captions_are_called(d->arena, path, stem, &language))
			continue;
		f->language = f->language.len != 0 ? f->language : language;
		return (films->stems[i]);
	}
	for (size_t i = 1; i < films->count; i++)
		if (!vt_str_eq(films->stems[i], films->stems[0]))
			return (VT_STR_NONE);
	stem = vt_captions_stem(vt_tree_base(path));
	word = vt_str_sub(stem, vt_captions_stem(stem).len + 1, stem.len);
	if (f->language.len == 0)
		f->language = vt_language_tag(d->arena, word);
	return (films->count != 0 ? films->stems[0] : VT_STR_NONE);
}

static void
captions_by_record(struct vt_draft *d, const struct vt_captions_films *films)
{
	for (size_t i = 0; i < d->file_count; i++) {
		struct vt_draft_file *f = &d->files[i];

		if (f->captions_of.len != 0 || f->media_type.len != 0 ||
		    (!vt_recognise_is_captions_name(f->name) &&
		     !vt_str_eq_c(vt_str_of(vt_recognise_media_type(f->path.p)), VT_WEBVTT_TYPE)))
			continue;
		f->captions_of = captions_film(d, f, films);
		if (f->captions_of.len == 0)
			vt_findings_add(&d->findings, VT_FINDING_TEXT,
					"\"%.*s\" has captions, but %s: it is offered as a file; call "
					"it as the film is called, film.lt.vtt for film.mp4",
					VT_STR_ARG(f->name),
					films->count == 0
					    ? "the object has no sound and no film"
					    : "of several films it does not say of which");
	}
}

/* --- all ----------------------------------------------------------------------------------- */

static vt_err
captions_films(struct vt_draft *d, struct vt_captions_films *films)
{
	films->count = 0;
	films->stems = vt_arena_array(d->arena, d->file_count + 1, sizeof(*films->stems));
	if (films->stems == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < d->file_count; i++)
		if (d->files[i].media_type.len == 0 && vt_captions_is_played(d->files[i].path.p))
			films->stems[films->count++] = vt_captions_stem(d->files[i].path);
	return (VT_OK);
}

vt_err
vt_captions_take(struct vt_draft *d)
{
	struct vt_captions_films films;
	size_t count = d->file_count;
	vt_err err = count != 0 ? captions_films(d, &films) : VT_OK;

	if (count == 0 || err != VT_OK)
		return (err);
	for (size_t i = 0; i < count && err == VT_OK; i++) {
		struct vt_str path = vt_tree_relative(d->tree, d->files[i].path);
		struct vt_str film = vt_captions_stem(d->files[i].path);

		if (d->files[i].media_type.len != 0 || !vt_captions_is_played(d->files[i].path.p))
			continue;
		err = captions_by_package(d, path, film);
		if (err == VT_OK)
			err = captions_beside(d, path, film);
	}
	if (err != VT_OK)
		return (err);
	captions_by_record(d, &films);
	return (vt_captions_read(d));
}
