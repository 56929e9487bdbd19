/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file as an answer, whole or a part of it (RFC 9110, 14; 13.1.5): its bytes are lent to
 * the kernel out of the mapped file, so that a film costs no memory; where they cannot be
 * (over our own TLS) they are read, out of a budget that all such answers share.
 * Since 2.5.
 */
#ifndef VT_API_FILE_H
#define VT_API_FILE_H

#include "response.h"

/* Memory for files that are read; one for each worker and plugin (vt_boot_alloc()). */
struct vt_file_memory {
	const char	*options;	/* the section that has "memory" and "memory_all": "files" */
	int64_t		 one;		/* bytes of one answer at the most */
	int64_t		 all;		/* and of all that are being sent */
	_Atomic(long long) held;	/* 0 */
};

struct vt_file_sent {
	const char	*path;		/* NULL: fd, which is closed in any case */
	int		 fd;
	struct vt_str	 name;		/* for whoever saves it */
	struct vt_str	 what;		/* in sentences: "the file a.mp3 of rod-varpas" */
	const char	*missing;	/* the rest of the sentence when it cannot be read */
	struct vt_str	 media_type;	/* empty: unknown */
	struct vt_str	 tag;		/* what its validator begins with; size and time follow */
	struct vt_file_memory *memory;
};

/* The file as response: 200, 206, 304 or 416 (with the headers of each), its type, its
 * validators, Accept-Ranges; Cache-Control is the caller's.  Text is compressed on its way
 * and has no parts.  What is not known to be harmless is saved, not shown, and in no case
 * runs as a page of ours.  VT_E_UNAVAILABLE: it cannot be read; VT_E_TOOLARGE, VT_E_BUSY: over
 * the memory. */
VT_API vt_err	vt_response_file(struct vt_request *req, struct vt_response *res,
		    const struct vt_file_sent *file) VT_MUST_CHECK;

#endif
