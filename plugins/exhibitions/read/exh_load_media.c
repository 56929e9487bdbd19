/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sounds and films of exhibition.yaml, their captions and transcripts.
 */
#include <unistd.h>

#include "exh_load.h"

static struct vt_str
exh_media_path(struct exh_load *l, struct vt_str file)
{
	return (vt_str_printf(l->scratch, "media/%.*s", VT_STR_ARG(file)));
}

/* Whether media/ has it, and how large it is; a finding when not. */
static bool
exh_media_is_there(struct exh_load *l, const struct vt_yaml *y, struct vt_str file)
{
	struct stat	st;
	int		fd;

	if (!exh_is_file_name(file))
		exh_error(l, y, "bad_file_name", "%.*s", VT_STR_ARG(file));
	else if (exh_file_open(l->folder, exh_media_path(l, file), &fd, &st) != VT_OK) {
		exh_error(l, y, "missing_file", "media/%.*s", VT_STR_ARG(file));
		exh_load_near(l, y, exh_media_path(l, file));
	} else {
		(void)close(fd);
		if (st.st_size <= EXH_MEDIA_MAX)
			return (true);
		exh_error(l, y, "media_too_large", "media/%.*s", VT_STR_ARG(file));
	}
	return (false);
}

static void
exh_media_type_check(struct exh_load *l, const struct vt_yaml *y, const char *kind, struct exh_media *m)
{
	const char	*type = exh_media_type(m->file);

	if (type == NULL || strncmp(type, kind, strlen(kind)) != 0)
		exh_error(l, y, "bad_media_type", "%.*s", VT_STR_ARG(m->file));
	else
		m->media_type = vt_str_of(type);
}

/* Of the folder it must be there; of an object the catalogue knows. */
static void
exh_media_file(struct exh_load *l, const struct vt_yaml *y, const char *kind, struct exh_media *m)
{
	const struct vt_yaml	*file = vt_yaml_get(y, "file");

	m->object = exh_load_str(l, y, "object");
	m->file = exh_load_str(l, y, "file");
	if (m->file.len == 0) {
		exh_error(l, y, "missing_file_name", "%s", kind);
		return;
	}
	exh_media_type_check(l, file, kind, m);
	m->is_there = m->media_type.len > 0 &&
	    (m->object.len > 0 || exh_media_is_there(l, file, m->file));
}

static void
exh_media_captions(struct exh_load *l, const struct vt_yaml *y, struct exh_media *m)
{
	exh_load_words(l, y, "captions", &m->captions);
	for (int v = 0; v < EXH_VERSIONS; v++) {
		struct vt_str	*file = &m->captions.in[v];
		const struct vt_yaml *at = vt_yaml_get(vt_yaml_get(y, "captions"),
		    exh_version_name((enum exh_version)v));

		if (file->len == 0)
			continue;
		if (at == NULL)
			at = vt_yaml_get(y, "captions");
		if (!vt_str_ends(*file, VT_STR(".vtt")))
			exh_error(l, at, "bad_captions", "%.*s", VT_STR_ARG(*file));
		else if (exh_media_is_there(l, at, *file))
			continue;
		*file = VT_STR_NONE;
	}
}

/* The name of a file becomes what is in it. */
static vt_err
exh_media_transcript(struct exh_load *l, const struct vt_yaml *at, struct vt_str *name)
{
	struct vt_str	path = exh_media_path(l, *name), text;
	vt_err		err;

	if (!exh_media_is_there(l, at, *name)) {
		*name = VT_STR_NONE;
		return (VT_OK);
	}
	if ((err = exh_load_text(l, path, &text)) != VT_OK)
		return (err);
	return (exh_text_html(l, path, text, name));
}

static vt_err
exh_media_transcripts(struct exh_load *l, const struct vt_yaml *y, struct exh_media *m)
{
	vt_err	err = VT_OK;

	exh_load_words(l, y, "transcript", &m->transcript);
	for (int v = 0; v < EXH_VERSIONS && err == VT_OK; v++) {
		const struct vt_yaml *at = vt_yaml_get(vt_yaml_get(y, "transcript"),
		    exh_version_name((enum exh_version)v));

		if (m->transcript.in[v].len > 0)
			err = exh_media_transcript(l, at != NULL ? at : vt_yaml_get(y, "transcript"),
			    &m->transcript.in[v]);
	}
	return (err);
}

vt_err
exh_load_media(struct exh_load *l, const struct vt_yaml *step, const char *key, struct exh_media *m)
{
	static const char *const known[] = { "object", "file", "label", "captions", "transcript", NULL };
	const struct vt_yaml	*y = vt_yaml_get(step, key);

	if (!exh_load_is_map(l, y))
		return (VT_OK);
	exh_load_known(l, y, known);
	m->line = y->line;
	exh_media_file(l, y, key, m);
	exh_load_words(l, y, "label", &m->label);
	exh_media_captions(l, y, m);
	return (exh_media_transcripts(l, y, m));
}
