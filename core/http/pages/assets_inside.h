/* SPDX-License-Identifier: Apache-2.0 */
/* The table of assets, as who fills it from folders sees it. */
#ifndef VT_HTTP_ASSETS_INSIDE_H
#define VT_HTTP_ASSETS_INSIDE_H

#include "http/pages/assets.h"

#define ASSETS_VERSION_LEN 16 /* hexadecimal digits */
#define VT_ASSETS_VENDOR "vendor/" /* what names of the browser code of others begin with */

struct assets_file {
	struct vt_str name; /* "site.css", "vendor/osd/osd.js" */
	const char *type, *url;
	struct vt_str body, zipped; /* zipped empty: as it is only */
	char version[ASSETS_VERSION_LEN + 1];
};

struct vt_assets {
	struct vt_arena *arena;
	struct vt_value *values;
	struct assets_file *files; /* by name */
	size_t count;
	int64_t bytes;
};

/* All files of the folder root and of those in it, by names that begin with prefix; one
 * that is not there has none. */
vt_err	vt_assets_folder(struct vt_assets *assets, const char *root, const char *prefix)
	    VT_MUST_CHECK;
/* Whether there is room for one of so many bytes. */
vt_err	vt_assets_check(const struct vt_assets *assets, int64_t bytes) VT_MUST_CHECK;
/* Takes over body, which is from malloc(), also when it fails; after vt_assets_check(). */
vt_err	vt_assets_put(struct vt_assets *assets, const char *name, struct vt_str body)
	    VT_MUST_CHECK;

#endif
