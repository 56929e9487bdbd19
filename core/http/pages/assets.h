/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Style sheets, scripts and pictures of the pages: read into memory at boot,
 * served from there.  A name is looked up in a table and never becomes a path,
 * so there is nothing to climb out of.
 */
#ifndef VT_HTTP_ASSETS_H
#define VT_HTTP_ASSETS_H

#include "api/page.h"
#include "api/plugin.h"

#define VT_ASSETS_ROUTE	     "/assets/{name...}"
#define VT_ASSETS_FILES_MAX  4000
#define VT_ASSETS_FILE_MAX   (16LL * 1024 * 1024)	/* bytes */
#define VT_ASSETS_BYTES_MAX  (128LL * 1024 * 1024)	/* bytes of all */
#define VT_ASSETS_DEPTH_MAX  8				/* folders within each other */

struct vt_assets;

/* Reads template_dir/assets, and vendor_dir (NULL or empty: none) below the
 * name "vendor/".  A folder that is not there is empty; hidden files and links
 * are left out.  VT_E_TOOLARGE, VT_E_IO name the file. */
vt_err	vt_assets_new(const char *template_dir, const char *vendor_dir,
	    struct vt_assets **assets_r) VT_MUST_CHECK;
void	vt_assets_free(struct vt_assets **assets);
/* One more, before the fork; bytes are copied.  VT_E_CONFLICT: the name is taken. */
vt_err	vt_assets_add(struct vt_assets *assets, const char *name, struct vt_str bytes)
	    VT_MUST_CHECK;
/* For templates: {{assets.site.css}} is /assets/site.css?v=…, an address that
 * changes with the content; {{assets.vendor/osd/osd.min.js}} likewise. */
struct vt_value *vt_assets_values(const struct vt_assets *assets);
/* The address of an asset with its version, or NULL. */
const char *vt_assets_url(const struct vt_assets *assets, struct vt_str name);

/* The handler of VT_ASSETS_ROUTE, a quick one too; its state is the assets. */
vt_err	vt_assets_serve(struct vt_request *req, struct vt_response *res);

#endif
