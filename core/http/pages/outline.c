/* SPDX-License-Identifier: Apache-2.0 */
/* The outline of all maps (api/outline.h): its file at the start, then whoever asks. */
#include "api/outline.h"

#include <errno.h>
#include <stdio.h>

#include "http/inside.h"

static vt_err
outline_read(const char *path, struct vt_buf *out)
{
	FILE *f = fopen(path, "rbe");
	char part[8192];
	size_t len;

	if (f == NULL)
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
	while ((len = fread(part, 1, sizeof(part), f)) > 0)
		vt_buf_put(out, part, len);
	(void)fclose(f);
	if (vt_buf_error(out) != VT_OK)
		return (vt_fail(
		    VT_E_TOOLARGE,
		    "%s is larger than %d bytes: take a simplified one, every start reads it", path,
		    VT_OUTLINE_BYTES));
	return (VT_OK);
}

static vt_err
outline_load(struct vt_boot *boot, struct vt_str json)
{
	struct vt_outline *o = vt_boot_alloc(boot, sizeof(*o));
	vt_err err;

	if (o == NULL)
		return (VT_E_NOMEM);
	if ((err = vt_outline_parse(json, o)) != VT_OK)
		return (err);
	if ((o->points = vt_boot_alloc(boot, o->count * sizeof(*o->points))) == NULL)
		return (VT_E_NOMEM);
	if ((err = vt_outline_parse(json, o)) == VT_OK)
		boot->gateway->outline = o;
	return (err);
}

vt_err
vt_boot_outline(struct vt_boot *boot, const char *path)
{
	const char *file =
	    path[0] != '\0' ? path : vt_boot_template_path(boot, "map/lithuania.geojson");
	struct vt_buf json;
	vt_err err;

	if (file == NULL)
		return (VT_E_NOMEM);
	vt_buf_init(&json, VT_OUTLINE_BYTES);
	err = outline_read(file, &json);
	if (err == VT_OK && (err = outline_load(boot, vt_buf_get(&json))) != VT_OK)
		(void)vt_fail_in(err, "%s", file);
	if (err == VT_OK)
		vt_boot_said(boot->gateway, "outline", vt_buf_get(&json));
	vt_buf_fini(&json);
	return (err);
}

const struct vt_outline *
vt_outline_get(const struct vt_request *req)
{
	return (req->gateway->outline);
}
