/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading a folder, inside: what is being read, and the readers of its parts.
 */
#ifndef EXH_LOAD_H
#define EXH_LOAD_H

#include "exh_folder.h"

#define EXH_LOAD_MEMORY	((size_t)64 << 20)	/* bytes: of the files as they are read */
#define EXH_YAML	"exhibition.yaml"

/* Findings, as they come. */
struct exh_findings {
	struct vt_arena		*a;
	struct exh_finding	*items;
	size_t			 count, cap;
};
void	exh_findings_init(struct exh_findings *f, struct vt_arena *a);
/* Of file in line (0: of all of it).  The arena's memory. */
void	exh_findings_add(struct exh_findings *f, enum exh_severity severity, const char *file,
	    int line, const char *code, const char *fmt, ...) VT_PRINTF(6, 7);

/* Of exhibition.yaml, where y stands (NULL: of all of it). */
#define exh_error(l, y, code, ...)						\
	exh_findings_add(&(l)->findings, EXH_ERROR, EXH_YAML, (y) != NULL ? (y)->line : 0, code, \
	    __VA_ARGS__)

/* One more, as it is. */
void	exh_findings_put(struct exh_findings *f, const struct exh_finding *finding);

struct exh_load {
	struct vt_arena		*a;		/* of the exhibition */
	struct vt_arena		*scratch;	/* let go of when it is read */
	struct exh_exhibition	*x;
	const char		*folder;
	struct exh_findings	 findings;
	void			*hash;		/* of all that was read */
	const struct vt_yaml	*tree;
};

/* exh_near.c: a finding where the folder has a file that is called almost so. */
void	exh_load_near(struct exh_load *l, const struct vt_yaml *y, struct vt_str name);
/* A text file of the folder, which becomes part of the version. */
vt_err	exh_load_text(struct exh_load *l, struct vt_str name, struct vt_str *text_r) VT_MUST_CHECK;

/* Control characters, and those that turn the direction of what follows. */
bool	exh_is_control(uint32_t c);

/* exh_load_parts.c: each is told the map that has the member key, which may be missing. */
void	exh_load_known(struct exh_load *l, const struct vt_yaml *map, const char *const *known);
bool	exh_load_is_map(struct exh_load *l, const struct vt_yaml *y);
/* The same of a picture, which is none if it is the name of a file. */
bool	exh_load_is_picture(struct exh_load *l, const struct vt_yaml *y);
bool	exh_load_is_list(struct exh_load *l, const struct vt_yaml *y);
struct vt_str exh_load_str(struct exh_load *l, const struct vt_yaml *map, const char *key);
void	exh_load_words(struct exh_load *l, const struct vt_yaml *map, const char *key,
	    struct exh_words *w);
void	exh_load_date(struct exh_load *l, const struct vt_yaml *map, const char *key,
	    struct exh_date *d);
void	exh_load_place(struct exh_load *l, const struct vt_yaml *map, struct exh_place *p);
struct vt_str exh_load_language(struct exh_load *l, const struct vt_yaml *map);

/* exh_load_picture.c, exh_load_media.c */
bool	exh_region_parse(struct vt_str text, struct exh_region *region_r);
void	exh_load_picture(struct exh_load *l, const struct vt_yaml *y, struct exh_picture *p);
void	exh_load_pictures(struct exh_load *l, const struct vt_yaml *step, struct exh_step *s);
vt_err	exh_load_media(struct exh_load *l, const struct vt_yaml *step, const char *key,
	    struct exh_media *m) VT_MUST_CHECK;

/* exh_load_step.c: steps: […]. */
vt_err	exh_load_steps(struct exh_load *l) VT_MUST_CHECK;

/* exh_text.c */
/* A version's Markdown: opening and steps; headings name the steps. */
vt_err	exh_text_read(struct exh_load *l, enum exh_version v, struct vt_str text) VT_MUST_CHECK;
/* Markdown of a file as HTML, headings from the fourth level. */
vt_err	exh_text_html(struct exh_load *l, struct vt_str file, struct vt_str text,
	    struct vt_str *html_r) VT_MUST_CHECK;

#endif
