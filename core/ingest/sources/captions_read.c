/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is in captions: whether browsers can show them, which of them they will not, and
 * their language where their name does not say it.
 */
#include <fcntl.h>
#include <unistd.h>

#include "ingest/normalise/normalise.h"
#include "ingest/sources/captions_inside.h"

#define CAPTIONS_SHOWN_MAX 60 /* bytes of a line that a sentence shows */
#define CAPTIONS_TIME	   "00:01:02.345 --> 00:01:04.000"

static void
captions_say(struct vt_draft *d, const struct vt_draft_file *f, const char *why)
{
	vt_findings_add(&d->findings, VT_FINDING_TEXT, "the captions \"%.*s\" are left out: %s",
			VT_STR_ARG(f->name), why);
}

/* Whether they can be shown; a sentence when not. */
static bool
captions_are_good(struct vt_draft *d, const struct vt_draft_file *f, const struct vt_webvtt *w)
{
	switch (w->fault) {
	case VT_WEBVTT_GOOD:
		break;
	case VT_WEBVTT_NOT_UTF8:
		captions_say(d, f, "they are not in UTF-8; save them as WebVTT in UTF-8");
		return (false);
	case VT_WEBVTT_NO_MARK:
		captions_say(d, f, "their first line is not WEBVTT; write WEBVTT there and an empty "
				   "line below it, or export them again as WebVTT");
		return (false);
	case VT_WEBVTT_NO_CUES:
		captions_say(d, f, w->bad_count == 0
				       ? "no caption is in them; export them again as WebVTT"
				       : "none of their times can be read, which are written "
					 "as " CAPTIONS_TIME "; export them again as WebVTT");
		return (false);
	}
	if (w->bad_count != 0)
		vt_findings_add(&d->findings, VT_FINDING_TEXT,
				"the captions \"%.*s\", line %zu: \"%.*s\" is no time as WebVTT has "
				"them (" CAPTIONS_TIME "), and what stands below it is not shown; %zu "
				"such line%s: put them right",
				VT_STR_ARG(f->name), w->bad_line,
				VT_STR_ARG(vt_utf8_cut(w->bad, CAPTIONS_SHOWN_MAX)), w->bad_count,
				w->bad_count != 1 ? "s" : "");
	return (true);
}

/* Their own word, else that of the object: captions are what is said. */
static struct vt_str
captions_language(struct vt_draft *d, const struct vt_webvtt *w)
{
	struct vt_str said[] = { w->language, d->object.language,
				 d->package != NULL ? d->package->language : VT_STR_NONE };
	struct vt_str tag = VT_STR_NONE;

	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]) && tag.len == 0; i++)
		tag = vt_language_tag(d->arena, said[i]);
	return (tag);
}

static vt_err
captions_bytes(struct vt_draft *d, struct vt_arena *scratch, const struct vt_draft_file *f,
	       struct vt_str *bytes_r)
{
	int fd = open(f->path.p, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	vt_err err;

	if (fd < 0) {
		captions_say(d, f, "they cannot be read; see to it that they can");
		return (VT_E_IO);
	}
	err = vt_str_read(scratch, fd, f->path.p, VT_CAPTIONS_BYTES_MAX, bytes_r);
	(void)close(fd);
	if (err == VT_E_TOOLARGE)
		captions_say(d, f, "they have more than 4 MB, which no captions have; export them "
				   "again as WebVTT");
	else if (err == VT_E_IO)
		captions_say(d, f, "they cannot be read whole; copy them again");
	return (err);
}

/* VT_OK: they stay.  VT_E_DECLINED: they do not. */
static vt_err
captions_read_one(struct vt_draft *d, struct vt_draft_file *f)
{
	struct vt_arena *scratch = vt_arena_new(2 * VT_CAPTIONS_BYTES_MAX);
	struct vt_webvtt w;
	struct vt_str bytes;
	vt_err err = captions_bytes(d, scratch, f, &bytes);

	if (err == VT_OK) {
		vt_webvtt_read(bytes, &w);
		if (!captions_are_good(d, f, &w))
			err = VT_E_DECLINED;
		else if (f->language.len == 0)
			f->language = captions_language(d, &w);
	}
	vt_arena_free(&scratch);
	if (err == VT_E_TOOLARGE || err == VT_E_IO)
		err = VT_E_DECLINED;
	return (err);
}

vt_err
vt_captions_read(struct vt_draft *d)
{
	size_t kept = 0;

	for (size_t i = 0; i < d->file_count; i++) {
		struct vt_draft_file *f = &d->files[i];

		if (f->captions_of.len != 0) {
			vt_err err = captions_read_one(d, f);

			if (err == VT_E_DECLINED) {
				vt_fail_clear();
				continue;
			}
			if (err != VT_OK)
				return (err);
			f->media_type = VT_STR(VT_WEBVTT_TYPE);
		}
		d->files[kept++] = *f;
	}
	d->file_count = kept;
	return (VT_OK);
}
