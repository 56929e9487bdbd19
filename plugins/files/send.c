/* SPDX-License-Identifier: Apache-2.0 */
/* A file of an object, whole or a part of it (api/file.h). */
#include "files.h"

#define FILES_HASH	16	/* digits of its hash in a validator */

static vt_err
files_find(struct files_call *c, struct vt_file *file_r)
{
	struct vt_str	name = vt_request_param(c->req, "name");
	struct vt_str	id = c->object.identifier, list = vt_link_id(c->req, "iiif.manifest", id);
	vt_err		err = vt_catalog_file(c->catalog, c->arena, c->object.rowid, name, file_r);

	if (err != VT_E_NOTFOUND)
		return (err);
	if (list.len == 0)
		list = vt_link_id(c->req, "site.object", id);
	return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no file \"%.*s\"%s%.*s", VT_STR_ARG(id),
	    VT_STR_ARG(name), list.len > 0 ? "; those that it has are listed at " : "",
	    VT_STR_ARG(list)));
}

vt_err
files_file(struct vt_request *req, struct vt_response *res)
{
	struct files_call	*c;
	struct vt_file		 file;
	struct vt_file_sent	 sent = { .missing = " where it was taken in; it may have been moved: "
				    "run `vartai ingest` again" };
	vt_err			 err;

	if ((err = files_start(req, res, &c)) != VT_OK || (err = files_find(c, &file)) != VT_OK)
		return (err);
	files_keeping(c);
	sent.path = vt_str_c(c->arena, file.path);
	sent.name = file.name;
	sent.what = vt_str_printf(c->arena, "the file %.*s of %.*s", VT_STR_ARG(file.name),
	    VT_STR_ARG(c->object.identifier));
	sent.media_type = file.media_type;
	sent.tag = vt_str_sub(file.hash, 0, FILES_HASH);
	sent.memory = c->memory;
	return (sent.path != NULL ? vt_response_file(req, res, &sent) : VT_E_LIMIT);
}
