/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An exhibition to be taken along: a zip of pages that open from a disk, without network and
 * without scripts.  The pages are those of the server, by the same functions and templates;
 * only their addresses are names of files.  Within it:
 *
 *   utena/index.html		the cover in the main language
 *   utena/en/index.html	that of another text
 *   utena/lt/01-aikste.html	a step; utena/lt/all.html all of them
 *   utena/pictures/001.jpg	regions, at most EXH_OFFLINE_SIDE pixels
 *   utena/media/varpas.mp3	sounds and films, as far as there is room
 *   utena/style.css, utena/logo.svg	what the library's pages look like
 */
#ifndef EXH_OFFLINE_H
#define EXH_OFFLINE_H

#include "exhibitions.h"

#define EXH_OFFLINE_SIDE	1600	/* pixels of a picture's longer side */

struct exh_offline_picture {
	const struct exh_picture *picture;
	struct exh_shown	  shown;	/* w 0: not to be had */
	struct vt_image		  image;
};
struct exh_offline_file {
	struct vt_str	object, file;	/* as exh_media has them */
	struct vt_str	path;		/* of an object's; empty: in media/ of the folder */
	struct vt_str	name;		/* "media/varpas.mp3" within the zip */
	struct vt_str	version;	/* changes with its bytes */
	int64_t		bytes;
	bool		is_in;		/* else its page leads to where it is served */
};
struct exh_offline {
	const struct exh_call	*served;	/* the same exhibition as it is served */
	const char		*root;		/* "" or "../": from the page at hand */
	enum exh_version	 main;
	bool			 has[EXH_VERSIONS];
	struct exh_offline_picture *pictures;
	size_t			 picture_count;
	struct exh_offline_file	*files;
	size_t			 file_count;
	struct vt_str		 logo, logo_bytes;	/* "logo.svg"; empty: there is none of its own */
	struct vt_str		 colours;		/* CSS, or empty */
};

/* --- exh_offline_load.c ------------------------------------------------------------------ */
/* All that goes into it, not read yet; what cannot be had is left out. */
vt_err	exh_offline_load(struct exh_offline *o, const struct exh_call *served) VT_MUST_CHECK;
/* A name for all that its bytes depend on. */
struct vt_str	exh_offline_name(const struct exh_offline *o);

/* --- exh_offline_address.c: what stands in the place of addresses --------------------------- */
/* Of a page, relative; empty: there is none (zooming). */
struct vt_str	exh_offline_path(const struct exh_call *c, struct vt_str path);
/* Name of the page within the zip: "lt/01-aikste.html". */
struct vt_str	exh_offline_page(const struct exh_offline *o, struct vt_arena *a,
		    enum exh_version v, struct vt_str path);
const struct exh_offline_picture *exh_offline_of(const struct exh_offline *o,
		    const struct exh_picture *p);
/* That of s, as exh_picture_url(). */
struct vt_str	exh_offline_picture(const struct exh_call *c, const struct exh_shown *s,
		    int64_t width, int64_t *w_r, int64_t *h_r);
/* Name of the picture with that number within the zip. */
struct vt_str	exh_offline_picture_name(struct vt_arena *a, size_t number);
/* A sound, a film; where it is not in it, its address here. */
struct vt_str	exh_offline_media(const struct exh_call *c, struct vt_str object,
		    struct vt_str file);

/* --- exh_offline_pages.c ------------------------------------------------------------------------ */
vt_err	exh_offline_pages(struct exh_offline *o, struct vt_zip *zip) VT_MUST_CHECK;

#endif
