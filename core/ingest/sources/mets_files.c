/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The files that a METS names: found on disk, recognised, and images ranked, so
 * that each page takes the best one that is there.
 */
#include <sys/stat.h>

#include "ingest/sources/mets.h"
#include "text/xml_read.h"

#define VT_METS_FILES_MAX  200000 /* of one METS */
#define VT_METS_GROUPS_MAX 32	  /* fileGrps in each other */

struct vt_mets_use {
	const char *word; /* in USE, without regard to case */
	int rank;
};

/* The first word that USE contains decides; what is made for small screens or
 * for machines comes last. */
static const struct vt_mets_use vt_mets_uses[] = {
	{ "thumb", 10 },     { "teaser", 10 },	  { "preview", 10 }, { "icon", 10 },
	{ "bin", 20 },	     { "bitonal", 20 },	  { "crop", 50 },    { "deskew", 50 },
	{ "despeck", 50 },   { "dewarp", 50 },	  { "master", 100 }, { "archiv", 100 },
	{ "preserv", 100 },  { "original", 100 }, { "default", 90 }, { "max", 85 },
	{ "img", 80 },	     { "image", 80 },	  { "service", 70 }, { "presentation", 70 },
	{ "reference", 70 }, { "access", 70 },	  { "deriv", 70 },   { "mid", 40 },
};
#define VT_METS_RANK_PLAIN 60 /* no USE, or one that says nothing to us */
#define VT_METS_RANK_SMALL 10

static bool
vt_mets_has_word(struct vt_str s, const char *word)
{
	struct vt_str w = vt_str_of(word);

	for (size_t i = 0; i + w.len <= s.len; i++)
		if (vt_str_eq_nocase(vt_str_sub(s, i, w.len), w))
			return (true);
	return (false);
}

static int
vt_mets_rank(struct vt_str use)
{
	if (vt_str_eq_nocase(use, VT_STR("MIN")))
		return (VT_METS_RANK_SMALL);
	for (size_t i = 0; i < sizeof(vt_mets_uses) / sizeof(*vt_mets_uses); i++)
		if (vt_mets_has_word(use, vt_mets_uses[i].word))
			return (vt_mets_uses[i].rank);
	return (VT_METS_RANK_PLAIN);
}

/* What a file is when it is not there to be looked at. */
static enum vt_mets_role
vt_mets_role_said(const struct vt_mets_file *f)
{
	static const char *const images[] = { ".tif", ".tiff", ".jp2", ".jpg", ".jpeg",
					      ".png", ".jpx",  ".j2k", NULL };

	if (vt_mets_has_word(f->mime, "page+xml") || vt_mets_has_word(f->mime, "alto") ||
	    vt_mets_has_word(f->use, "fulltext") || vt_mets_has_word(f->use, "ocr-d-gt") ||
	    vt_mets_has_word(f->use, "alto") || vt_str_eq_nocase(f->use, VT_STR("ocr")))
		return (VT_METS_TEXT);
	if (vt_str_starts(f->mime, VT_STR("image/")))
		return (VT_METS_IMAGE);
	if (vt_mets_says_captions(f->use, f->mime))
		return (VT_METS_CAPTIONS);
	for (size_t i = 0; f->mime.len == 0 && images[i] != NULL; i++) {
		struct vt_str end = vt_str_of(images[i]);

		if (f->href.len > end.len &&
		    vt_str_eq_nocase(vt_str_sub(f->href, f->href.len - end.len, end.len), end))
			return (VT_METS_IMAGE);
	}
	return (VT_METS_OTHER);
}

static enum vt_mets_role
vt_mets_role_of(enum vt_file_kind kind)
{
	switch (kind) {
	case VT_FILE_IMAGE:
		return (VT_METS_IMAGE);
	case VT_FILE_TEXT:
		return (VT_METS_TEXT);
	case VT_FILE_DOCUMENT:
		return (VT_METS_DOCUMENT);
	case VT_FILE_CAPTIONS:
		return (VT_METS_CAPTIONS);
	default:
		return (VT_METS_OTHER);
	}
}

/* What it is by its content.  What is announced as an image and is none, or is
 * XML and broken, keeps its role, so that the object stops with a sentence. */
static void
vt_mets_settle(struct vt_mets *m, struct vt_mets_file *f, enum vt_file_kind kind)
{
	enum vt_mets_role role = vt_mets_role_of(kind);

	if (f->role == VT_METS_TEXT && role != VT_METS_TEXT && kind != VT_FILE_BROKEN) {
		vt_findings_add(&m->d->findings, VT_FINDING_TEXT,
				"\"%.*s\" is neither ALTO nor PAGE-XML nor hOCR; that text is left out",
				VT_STR_ARG(f->href));
		f->role = role;
	} else if (role != VT_METS_OTHER || f->role == VT_METS_OTHER) {
		f->role = role;
	}
}

/* Where it is, and what it is by its content. */
static vt_err
vt_mets_find(struct vt_mets *m, struct vt_mets_file *f)
{
	struct vt_draft *d = m->d;
	struct vt_str path = VT_STR_NONE;
	const struct vt_tree_file *known;
	enum vt_file_kind kind = VT_FILE_OTHER;
	bool is_by_name = false;
	enum vt_resolved answer = vt_tree_resolve(d->tree, d->arena, vt_tree_folder(d->file->path),
						  f->href, &path, &is_by_name);
	struct stat st;
	const char *disk;

	f->role = vt_mets_role_said(f);
	f->is_remote = answer == VT_RESOLVED_REMOTE;
	f->is_outside = answer == VT_RESOLVED_OUTSIDE;
	if (answer != VT_RESOLVED_FOUND)
		return (VT_OK);
	disk = vt_tree_disk(d->tree, d->arena, path);
	known = vt_tree_find(d->tree, path);
	if (disk == NULL)
		return (VT_E_LIMIT);
	if (stat(disk, &st) != 0)
		return (VT_OK);
	f->path = vt_str_of(disk);
	f->bytes = st.st_size;
	if (known != NULL) {
		kind = known->kind;
	} else {
		struct vt_str why;
		vt_err err = vt_recognise_file(d->arena, disk, NULL, &kind, &why);

		if (err != VT_OK)
			return (err);
	}
	vt_mets_settle(m, f, kind);
	if (is_by_name)
		vt_findings_add(
		    &d->findings, VT_FINDING_LINK,
		    "\"%.*s\" is not there; the file of that name beside the METS was taken",
		    VT_STR_ARG(f->href));
	return (VT_OK);
}

static vt_err
vt_mets_add_file(struct vt_mets *m, const xmlNode *n, struct vt_str use)
{
	struct vt_arena *a = m->d->arena;
	const xmlNode *where = vt_xml_child(n, NULL, "FLocat");
	struct vt_str own = vt_xml_attr(a, n, "USE");
	struct vt_mets_file f = { .id = vt_xml_attr(a, n, "ID"),
				  .mime = vt_xml_attr(a, n, "MIMETYPE"),
				  .use = own.len != 0 ? own : use,
				  .group = m->group_count };
	struct vt_mets_file *files;
	vt_err err;

	if (where == NULL)
		return (VT_OK);
	if (m->file_count >= VT_METS_FILES_MAX)
		return (vt_fail(VT_E_TOOLARGE, "more than %d files; divide the object", VT_METS_FILES_MAX));
	f.href = vt_xml_attr(a, where, "href");
	f.title = vt_xml_attr(a, where, "title");
	f.is_choice = vt_str_eq_nocase(vt_str_sub(f.use, 0, VT_STR(VT_METS_CHOICE).len),
				       VT_STR(VT_METS_CHOICE));
	f.rank = vt_mets_rank(f.use);
	err = vt_mets_find(m, &f);
	if (err != VT_OK)
		return (err);
	files = vt_array_grow(a, m->files, m->file_count, &m->file_cap, sizeof(*files));
	if (files == NULL)
		return (VT_E_LIMIT);
	m->files = files;
	m->files[m->file_count++] = f;
	return (vt_mets_keep(m->file_by_id, a, f.id, m->file_count - 1));
}

/* fileGrp in fileGrp; file in file (an original and what was made of it). */
static vt_err
vt_mets_group(struct vt_mets *m, const xmlNode *group, struct vt_str use, unsigned depth)
{
	struct vt_str own = vt_xml_attr(m->d->arena, group, "USE");
	size_t before = m->file_count;
	vt_err err = VT_OK;

	if (own.len != 0)
		use = own;
	for (const xmlNode *n = vt_xml_child(group, NULL, NULL);
	     n != NULL && err == VT_OK && depth < VT_METS_GROUPS_MAX;
	     n = vt_xml_next(n, NULL, NULL)) {
		if (vt_xml_is(n, NULL, "file"))
			err = vt_mets_add_file(m, n, use);
		if (err == VT_OK && (vt_xml_is(n, NULL, "fileGrp") || vt_xml_is(n, NULL, "file")))
			err = vt_mets_group(m, n, use, depth + 1);
	}
	m->group_count += m->file_count != before;
	return (err);
}

vt_err
vt_mets_files(struct vt_mets *m)
{
	const xmlNode *sec = vt_xml_child(m->root, NULL, "fileSec");

	return (sec != NULL ? vt_mets_group(m, sec, VT_STR_NONE, 0) : VT_OK);
}

struct vt_mets_file *
vt_mets_file(const struct vt_mets *m, struct vt_str id)
{
	size_t at = vt_mets_lookup(m->file_by_id, m->d->arena, id);

	return (at != 0 ? &m->files[at - 1] : NULL);
}
