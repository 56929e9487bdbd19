/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Captions in a METS: files of a fileGrp whose USE begins with CAPTIONS or SUBTITLES, perhaps
 * with a language ("CAPTIONS lt"), or that are WebVTT.  They go with the sound or film that a
 * div points to together with them; else captions.c finds out whose they are.
 */
#include "api/webvtt.h"
#include "ingest/normalise/normalise.h"
#include "ingest/sources/captions.h"
#include "ingest/sources/mets.h"
#include "text/xml_read.h"

static const char *const mets_captions_uses[] = { "CAPTIONS", "CAPTION", "SUBTITLES", "SUBTITLE" };

/* What a USE says behind the word; p NULL: it is another word. */
static struct vt_str
mets_captions_tail(struct vt_str use)
{
	for (size_t i = 0; i < sizeof(mets_captions_uses) / sizeof(mets_captions_uses[0]); i++) {
		struct vt_str word = vt_str_of(mets_captions_uses[i]);
		struct vt_str tail = vt_str_sub(use, word.len, use.len);

		if (!vt_str_eq_nocase(vt_str_sub(use, 0, word.len), word) ||
		    (tail.len != 0 && strchr(" -_:./", tail.p[0]) == NULL))
			continue;
		return (tail.len != 0 ? vt_str_sub(tail, 1, tail.len) : VT_STR(""));
	}
	return (VT_STR_NONE);
}

bool
vt_mets_says_captions(struct vt_str use, struct vt_str mime)
{
	return (vt_str_eq_nocase(mime, VT_STR(VT_WEBVTT_TYPE)) || mets_captions_tail(use).p != NULL);
}

/* --- whose they are ------------------------------------------------------------------- */

static const struct vt_mets_file *
mets_captions_film(const struct vt_mets_page *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (files->files[i]->role == VT_METS_DOCUMENT && files->files[i]->path.len != 0 &&
		    vt_captions_is_played(files->files[i]->path.p))
			return (files->files[i]);
	return (NULL);
}

static void
mets_captions_div(struct vt_mets *m, const xmlNode *div)
{
	struct vt_mets_page files = { .count = 0 };
	const struct vt_mets_file *film = NULL;
	bool has_captions = false;

	vt_mets_pointers(m, div, &files);
	for (size_t i = 0; i < files.count; i++)
		has_captions = has_captions || files.files[i]->role == VT_METS_CAPTIONS;
	if (has_captions)
		film = mets_captions_film(&files);
	for (size_t i = 0; i < files.count && film != NULL; i++)
		if (files.files[i]->role == VT_METS_CAPTIONS && files.files[i]->captions_of.len == 0)
			files.files[i]->captions_of = vt_captions_stem(film->path);
}

static void
mets_captions_divs(struct vt_mets *m, const xmlNode *n)
{
	for (const xmlNode *div = vt_xml_child(n, NULL, "div"); div != NULL;
	     div = vt_xml_next(div, NULL, "div")) {
		mets_captions_div(m, div);
		mets_captions_divs(m, div);
	}
}

/* --- as files of the object --------------------------------------------------------------- */

static void
mets_captions_say_missing(struct vt_mets *m, const struct vt_mets_file *f)
{
	if (f->is_outside)
		vt_findings_add(&m->d->findings, VT_FINDING_LINK,
				"\"%.*s\" lies outside the folder that is ingested and is not read",
				VT_STR_ARG(f->href));
	else if (f->is_remote)
		vt_findings_add(&m->d->findings, VT_FINDING_MISSING,
				"\"%.*s\" is elsewhere; nothing is fetched", VT_STR_ARG(f->href));
	else
		vt_draft_say_missing(m->d, f->href);
}

static vt_err
mets_captions_file(struct vt_mets *m, const struct vt_mets_file *f)
{
	struct vt_draft_file file = { .name = vt_tree_base(f->path), .path = f->path,
				      .captions_of = f->captions_of };

	if (f->path.len == 0) {
		mets_captions_say_missing(m, f);
		return (VT_OK);
	}
	file.language = vt_language_tag(m->d->arena, mets_captions_tail(f->use));
	return (vt_draft_file(m->d, &file));
}

vt_err
vt_mets_captions(struct vt_mets *m)
{
	bool has_any = false;
	vt_err err = VT_OK;

	for (size_t i = 0; i < m->file_count; i++)
		has_any = has_any || m->files[i].role == VT_METS_CAPTIONS;
	for (const xmlNode *map = vt_xml_child(m->root, NULL, "structMap"); map != NULL && has_any;
	     map = vt_xml_next(map, NULL, "structMap"))
		mets_captions_divs(m, map);
	for (size_t i = 0; i < m->file_count && err == VT_OK; i++)
		if (m->files[i].role == VT_METS_CAPTIONS)
			err = mets_captions_file(m, &m->files[i]);
	return (err);
}
