/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of objects at addresses of their own: what the source brought along (PDF,
 * sound, film), with parts of them (RFC 9110, 14), and what is made of the text: as
 * plain text, as ALTO by page, all ALTO in one zip.
 */
#ifndef FILES_H
#define FILES_H

#include "vartai.h"

struct files_conf {
	int64_t	memory;		/* of one answer that is read and not lent: over TLS, text; bytes */
	int64_t	memory_all;	/* of all such answers of a worker that are being sent; bytes */
	int64_t	max_age;	/* seconds that clients may keep a file */
};

struct files_state {
	const struct files_conf	*conf;
	struct vt_file_memory	*memory;	/* of this worker */
};

/* One request, with its object, which this visitor may have whole. */
struct files_call {
	struct vt_request	*req;
	struct vt_response	*res;
	struct vt_arena		*arena;		/* the call's own */
	struct vt_catalog	*catalog;
	const struct files_conf	*conf;
	struct vt_file_memory	*memory;
	struct vt_object	 object;
};

/* --- files.c ------------------------------------------------------------------- */
/* The object of the route's {id}.  VT_E_FORBIDDEN: it is not open. */
vt_err	files_start(struct vt_request *req, struct vt_response *res, struct files_call **c_r)
	    VT_MUST_CHECK;
/* The page of the route's {page}, with text. */
vt_err	files_page(struct files_call *c, struct vt_page *page_r) VT_MUST_CHECK;
/* All its pages; VT_E_NOTFOUND: none has text. */
vt_err	files_pages(struct files_call *c, struct vt_page **list_r, size_t *count_r)
	    VT_MUST_CHECK;
/* What everybody may have, and so shared caches may keep. */
bool	files_is_public(const struct vt_object *object);
/* Cache-Control: for everybody, or for this visitor alone. */
void	files_keeping(struct files_call *c);
/* "inline; filename=…": the object's identifier and what is behind it. */
void	files_name(struct files_call *c, const char *tail);

/* --- send.c -------------------------------------------------------------------- */
/* The file of the route's {name}. */
vt_err	files_file(struct vt_request *req, struct vt_response *res);

/* --- text.c, alto.c ----------------------------------------------------------- */
vt_err	files_text(struct vt_request *req, struct vt_response *res);
vt_err	files_page_text(struct vt_request *req, struct vt_response *res);
vt_err	files_alto(struct vt_request *req, struct vt_response *res);
vt_err	files_alto_zip(struct vt_request *req, struct vt_response *res);

#endif
