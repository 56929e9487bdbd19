/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sounds, films and captions of an exhibition's folder, whole and in parts.  Only what the
 * exhibition names is given out: a folder may hold what is not meant for others yet.
 */
#include "exhibitions.h"

static bool
exh_media_names(const struct exh_media *m, struct vt_str name)
{
	if (!m->is_there)
		return (false);
	if (m->object.len == 0 && vt_str_eq(m->file, name))
		return (true);
	for (int v = 0; v < EXH_VERSIONS; v++)
		if (m->captions.in[v].len > 0 && vt_str_eq(m->captions.in[v], name))
			return (true);
	return (false);
}

static bool
exh_media_is_named(const struct exh_exhibition *x, struct vt_str name)
{
	for (size_t i = 0; i < x->step_count; i++)
		if (exh_media_names(&x->steps[i].audio, name) ||
		    exh_media_names(&x->steps[i].video, name))
			return (true);
	return (false);
}

vt_err
exh_media_send(struct vt_request *req, struct vt_response *res)
{
	struct vt_file_sent	 sent = { .missing = "; it may have been moved", .fd = -1 };
	struct exh_call		 c;
	struct stat		 st;
	const char		*folder, *type;
	vt_err			 err = exh_begin_plain(req, res, &c);

	if (err != VT_OK)
		return (err);
	sent.name = vt_request_param(req, "file");
	if (!exh_media_is_named(c.x, sent.name) || (type = exh_media_type(sent.name)) == NULL)
		return (vt_fail(VT_E_NOTFOUND, "the exhibition '%.*s' has no file \"%.*s\"",
		    VT_STR_ARG(c.x->slug), VT_STR_ARG(sent.name)));
	sent.what = vt_str_printf(c.arena, "the file %.*s of the exhibition '%.*s'",
	    VT_STR_ARG(sent.name), VT_STR_ARG(c.x->slug));
	sent.media_type = vt_str_of(type);
	sent.memory = c.state->memory;
	if ((folder = vt_str_c(c.arena, c.x->folder)) == NULL)
		return (VT_E_LIMIT);
	if ((err = exh_file_open(folder, vt_str_printf(c.arena, "media/%.*s",
	    VT_STR_ARG(sent.name)), &sent.fd, &st)) != VT_OK)
		return (err);
	return (vt_response_file(req, res, &sent));
}
