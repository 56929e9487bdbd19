/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the catalogue knows of how an object is shown, beyond its pages: reading
 * direction, foldouts, other images of a page; its files (PDF, sound, film); and
 * the serials whose issues objects are.  Like catalog.h in all else.
 */
#ifndef VT_API_VIEWING_H
#define VT_API_VIEWING_H

#include "catalog.h"

/* Words of IIIF (Presentation 3.0, 3.2 and 3.1); empty: nothing is said. */
struct vt_view {
	struct vt_str	direction;	/* "right-to-left" */
	struct vt_str	behavior;	/* "paged", "individuals", "continuous", "unordered" */
	int64_t		start_page;	/* number of the page to open first; 0: nothing is said */
};
struct vt_page_view {
	int64_t		page;		/* number */
	struct vt_str	behavior;	/* "non-paged", "facing-pages" */
};
struct vt_page_choice {			/* another image of a page */
	int64_t		page;		/* number */
	struct vt_str	image, label;	/* identifier; "Ultravioletiniai spinduliai", may be empty */
	int64_t		width, height;	/* pixels */
};

VT_API vt_err	vt_catalog_view(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_view *view_r) VT_MUST_CHECK;
/* Only pages of which something is said, by number. */
VT_API vt_err	vt_catalog_page_views(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_page_view **list_r, size_t *count_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_page_choices(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_page_choice **list_r, size_t *count_r) VT_MUST_CHECK;

struct vt_file {
	struct vt_str	name;		/* within the object; URL-safe */
	struct vt_str	path;		/* absolute */
	struct vt_str	media_type, use, hash;	/* use: as the source says, may be empty */
	int64_t		bytes;
	int64_t		duration;	/* ms; 0: unknown, or it does not play */
	int64_t		width, height;	/* of a film, pixels; 0: unknown */
};
/* By name. */
VT_API vt_err	vt_catalog_files(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_file **list_r, size_t *count_r) VT_MUST_CHECK;
/* One of them; VT_E_NOTFOUND. */
VT_API vt_err	vt_catalog_file(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_str name, struct vt_file *file_r) VT_MUST_CHECK;
/* Captions (WebVTT) are a file of the object themselves, and whoever may have its sounds and
 * films may have them.  Since 2.5. */
VT_API bool	vt_file_is_captions(const struct vt_file *file);
/* Whether a file is captions of the sound or film of that name (empty: of any); *language_r
 * (BCP 47, perhaps empty) is a part of file->use. */
VT_API bool	vt_file_captions(const struct vt_file *file, struct vt_str film,
		    struct vt_str *language_r);

/* A newspaper or journal: objects that are part of it (isPartOf) and have a date
 * with a month are its issues. */
struct vt_serial {
	int64_t		rowid;
	struct vt_str	identifier;	/* URL-safe */
	struct vt_str	title, lang;
	int64_t		issue_count;	/* not deleted */
};
struct vt_serial_year {
	int64_t		year, issue_count;
};
/* By title. */
VT_API vt_err	vt_catalog_serials(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_serial **list_r, size_t *count_r) VT_MUST_CHECK;
/* VT_E_NOTFOUND. */
VT_API vt_err	vt_catalog_serial(struct vt_catalog *c, struct vt_arena *a,
		    struct vt_str identifier, struct vt_serial *serial_r) VT_MUST_CHECK;
/* That of an issue; *day_r its YYYYMMDD; VT_E_NOTFOUND: it is none. */
VT_API vt_err	vt_catalog_serial_of(struct vt_catalog *c, struct vt_arena *a,
		    int64_t object, struct vt_serial *serial_r, int64_t *day_r) VT_MUST_CHECK;
VT_API vt_err	vt_catalog_serial_years(struct vt_catalog *c, struct vt_arena *a,
		    int64_t serial, struct vt_serial_year **list_r, size_t *count_r) VT_MUST_CHECK;
/* Issues of a year by their day; at most limit from the offset on. */
struct vt_issue_query {
	int64_t		serial, year;
	size_t		offset, limit;
};
struct vt_issue {
	struct vt_object object;
	int64_t		day;		/* YYYYMMDD; a part that is unknown is 00 */
};
VT_API vt_err	vt_catalog_issues(struct vt_catalog *c, struct vt_arena *a,
		    const struct vt_issue_query *q, struct vt_issue **list_r,
		    size_t *count_r) VT_MUST_CHECK;

#endif
