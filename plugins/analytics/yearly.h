/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Yearly reports of a library: a form (a file of conf/reports) says which of our
 * measures stands in which of its fields; numbers are by institution, and each has
 * the list behind it.
 */
#ifndef ANALYTICS_YEARLY_H
#define ANALYTICS_YEARLY_H

#include "db.h"

#define YEARLY_FIELDS_MAX	64
#define YEARLY_INSTITUTIONS_MAX	256

enum yearly_measure {
	/* of objects and their use; by institution */
	YEARLY_TOTAL_INVESTIGATIONS, YEARLY_UNIQUE_INVESTIGATIONS, YEARLY_TOTAL_REQUESTS,
	YEARLY_UNIQUE_REQUESTS, YEARLY_PAGES, YEARLY_DOWNLOADS, YEARLY_THUMBNAILS, YEARLY_HARVESTS,
	/* of objects as they are now; "new": published in that year */
	YEARLY_OBJECTS, YEARLY_OBJECTS_NEW, YEARLY_DIGITISED, YEARLY_DIGITISED_NEW,
	YEARLY_PAGES_DIGITISED, YEARLY_PAGES_DIGITISED_NEW, YEARLY_RIGHTS,
	/* of the whole platform */
	YEARLY_VISITS_OUTSIDE, YEARLY_VISITS_INSIDE, YEARLY_SEARCHES,
	YEARLY_MEASURES
};
#define YEARLY_OF_USE		YEARLY_OBJECTS		/* those below are of use */
#define YEARLY_OF_PLATFORM	YEARLY_VISITS_OUTSIDE	/* those from it on are not by institution */
extern const char *const yearly_measures[YEARLY_MEASURES];

struct yearly_form {
	struct vt_str	name, title;
	int64_t		month, day;	/* when it is due, in the year after */
	struct {
		struct vt_str		code, label;
		enum yearly_measure	measure;
	}		fields[YEARLY_FIELDS_MAX];
	size_t		field_count;
};
/* VT_E_NOTFOUND: no such form; VT_E_BADARG names the line that cannot be understood. */
vt_err	yearly_form_read(struct vt_arena *a, const char *folder, struct vt_str name,
	    struct yearly_form *form_r) VT_MUST_CHECK;
/* Names of the forms that are there, by name. */
vt_err	yearly_forms(struct vt_arena *a, const char *folder, struct vt_str *names, size_t room,
	    size_t *count_r) VT_MUST_CHECK;

struct yearly {
	struct vt_arena		*arena;
	struct vt_catalog	*catalog;
	struct analytics_db	*db;	/* NULL: nothing was counted yet */
	int64_t			 year;
	struct {
		struct vt_str	code, name;
		int64_t		n[YEARLY_MEASURES];
	}			 institutions[YEARLY_INSTITUTIONS_MAX];
	size_t			 count;
	int64_t			 total[YEARLY_MEASURES];
	/* For the list behind a number: called with each object that has some of it. */
	void			(*each)(void *arg, struct vt_str institution, struct vt_str object,
				    struct vt_str title, int64_t n);
	void			*each_arg;
	enum yearly_measure	 wanted;
};
vt_err	yearly_read(struct yearly *y) VT_MUST_CHECK;
/* In the server's time zone. */
int64_t	yearly_year_of(int64_t time_s);
/* VT_E_BADARG: it is a year to come. */
vt_err	yearly_has_begun(int64_t year) VT_MUST_CHECK;

/* All objects that are there, one after another; a: until the next ones. */
vt_err	yearly_each_object(struct vt_catalog *catalog,
	    vt_err (*each)(void *arg, struct vt_arena *a, const struct vt_object *o),
	    void *arg) VT_MUST_CHECK;
/* Its four marks. */
bool	yearly_is_digitised(const struct vt_object *o);

/* `vartai report progress …` (progress.c) */
int	progress_command(struct vt_boot *boot, int argc, char **argv);
/* `vartai report NAME YEAR …` and `vartai status` */
int	yearly_command(struct vt_boot *boot, int argc, char **argv);
int	yearly_status_command(struct vt_boot *boot, const void *conf, int argc, char **argv);

#endif
