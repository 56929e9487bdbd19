/* SPDX-License-Identifier: Apache-2.0 */
/* Checking, inside: what is being checked, and its parts. */
#ifndef EXH_CHECK_H
#define EXH_CHECK_H

#include "exh_load.h"

struct exh_checking {
	struct vt_arena			*a;
	struct vt_catalog		*catalog;	/* NULL: there is none */
	const struct exh_exhibition	*x;
	struct exh_findings		 findings;
};

#define exh_finds(k, severity, line, code, ...) \
	exh_findings_add(&(k)->findings, severity, EXH_YAML, line, code, __VA_ARGS__)

/* Which words there must be, and how bad it is where they are not. */
struct exh_rule {
	const char		*code;		/* for each version that lacks them */
	bool			 is_needed;	/* in one version at least */
	enum exh_severity	 none, other, easy;	/* in none; in lt or en; in easy, where */
	bool			 asks_easy;	/* Lithuanian does not stand in */
};
/* path: where they are, in words of exhibition.yaml; line: where they would be. */
void	exh_check_words(struct exh_checking *k, const struct exh_rule *rule, struct vt_str path,
	    const struct exh_words *w, int line);
/* exh_check_object.c: whether the catalogue has it, open to everybody, with its rights. */
void	exh_check_picture(struct exh_checking *k, struct vt_str path, const struct exh_picture *p);
void	exh_check_media(struct exh_checking *k, struct vt_str path, const struct exh_media *m,
	    bool is_film);
/* Links of the texts to objects: whether those are there. */
void	exh_check_links(struct exh_checking *k);

#endif
