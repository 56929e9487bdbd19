/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A zip being written (PKWARE's APPNOTE 6.3.10): one file after the other, names in UTF-8,
 * no times, so that the same files are the same bytes.  Since 2.5.
 */
#ifndef VT_API_ZIP_H
#define VT_API_ZIP_H

#include "buf.h"

struct vt_zip {
	struct vt_buf	*out;		/* borrowed */
	struct vt_buf	 directory;
	int64_t		 count;
};

VT_API void	vt_zip_init(struct vt_zip *z, struct vt_buf *out);
/* Compressed; VT_E_TOOLARGE beyond 65,535 files and 4 GB. */
VT_API vt_err	vt_zip_add(struct vt_zip *z, struct vt_str name, struct vt_str bytes) VT_MUST_CHECK;
/* As it is: for what is compressed already. */
VT_API vt_err	vt_zip_store(struct vt_zip *z, struct vt_str name, struct vt_str bytes) VT_MUST_CHECK;
/* The list at the end, without which it is no zip. */
VT_API vt_err	vt_zip_end(struct vt_zip *z) VT_MUST_CHECK;
VT_API void	vt_zip_fini(struct vt_zip *z);

#endif
