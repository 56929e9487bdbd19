/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How an object is cited: gathered once, written as words on its page (site_cite.c), as
 * BibTeX and as RIS in files of their own (site_cite_file.c).
 */
#ifndef SITE_CITE_H
#define SITE_CITE_H

#include "site.h"

#define SITE_CITE_NAMES	20	/* makers told of; on the page the first SITE_CITE_SHOWN */
#define SITE_CITE_SHOWN	3
#define SITE_CITE_MAX	500	/* bytes of one value; what is longer is cut with "…" */

struct site_cite {
	struct vt_str	names[SITE_CITE_NAMES];
	size_t		name_count;
	struct vt_str	title, place, publisher, date;	/* date: as it is said */
	struct vt_str	start, end;	/* of the date, ISO 8601; of "XIX a." 1801 and 1900 */
	struct vt_str	institution, identifier, url, language;
	enum vt_kind	kind;
	bool		is_issue;	/* of a newspaper or journal */
};

/* What is said of the object in the page's language.  One line each: without line
 * breaks and without characters that turn what is beside them around. */
vt_err	site_cite_gather(struct site_call *c, const struct vt_object *object,
	    struct site_cite *cite_r) VT_MUST_CHECK;
/* Appended; a value can end nothing but itself. */
void	site_cite_bibtex(const struct site_cite *cite, struct vt_buf *out);
void	site_cite_ris(const struct site_cite *cite, struct vt_buf *out);

#endif
