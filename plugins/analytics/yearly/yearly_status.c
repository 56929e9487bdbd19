/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai status`: which yearly report is due and when, and which were submitted; how
 * far usage is summed up.  Exit code 1: a report is overdue, or usage was not summed
 * up for a day.
 */
#include <stdio.h>
#include <time.h>

#include "yearly.h"

#define STATUS_FORMS_MAX	32
#define STATUS_DAY		86400

struct status {
	struct vt_arena		*arena;
	struct analytics_db	*db;	/* NULL: nothing was counted yet */
	struct vt_jsonw		*j;	/* NULL: text */
	int64_t			 now, year;	/* year: of which reports are due */
	int			 code;
};

/* When the report of the year was submitted; 0: not yet. */
static vt_err
status_submitted(struct status *s, struct vt_str name, int64_t *at_r)
{
	sqlite3_stmt	*q;
	vt_err		 err;

	*at_r = 0;
	if (s->db == NULL)
		return (VT_OK);
	err = analytics_db_prepare(s->db, "SELECT ifnull(max(at), 0) FROM frozen WHERE report = ?1"
	    " AND year = ?2", &q);
	if (err == VT_OK) {
		analytics_db_text(q, 1, name);
		(void)sqlite3_bind_int64(q, 2, s->year);
		if ((err = analytics_db_next(s->db, q)) == VT_OK)
			*at_r = sqlite3_column_int64(q, 0);
	}
	(void)sqlite3_finalize(q);
	return (err);
}

static void
status_form_json(struct status *s, const struct yearly_form *form, const char *due,
    int64_t submitted, int64_t days)
{
	char	stamp[VT_TIME_MAX];

	vt_jsonw_object(s->j);
	vt_jsonw_pair(s->j, "report", form->name);
	vt_jsonw_pair_int(s->j, "year", s->year);
	vt_jsonw_pair_c(s->j, "due", due);
	vt_jsonw_pair_int(s->j, "days_left", days);
	vt_jsonw_key(s->j, "submitted");
	if (submitted > 0)
		vt_jsonw_c(s->j, vt_time_date(submitted, stamp));
	else
		vt_jsonw_null(s->j);
	vt_jsonw_end(s->j);
}

static vt_err
status_form(struct status *s, const struct yearly_form *form)
{
	int64_t	submitted, day = 0, days;
	char	due[VT_TIME_MAX], stamp[VT_TIME_MAX];
	vt_err	err = status_submitted(s, form->name, &submitted);

	if (err != VT_OK)
		return (err);
	(void)vt_time_days(s->year + 1, form->month, form->day, &day);
	days = day - s->now / STATUS_DAY;
	(void)vt_time_date(day * STATUS_DAY, due);
	if (submitted == 0 && days < 0 && s->code == 0)
		s->code = 1;
	if (s->j != NULL)
		status_form_json(s, form, due, submitted, days);
	else if (submitted > 0)
		(void)printf("%.*s %lld: submitted %s\n", VT_STR_ARG(form->name), (long long)s->year,
		    vt_time_date(submitted, stamp));
	else
		(void)printf("%.*s %lld: %s %s, %lld days %s (%.*s)\n", VT_STR_ARG(form->name),
		    (long long)s->year, days < 0 ? "OVERDUE since" : "due", due,
		    (long long)(days < 0 ? -days : days), days < 0 ? "ago" : "left",
		    VT_STR_ARG(form->title));
	if (s->j == NULL && submitted == 0 && days < 0)
		(void)printf("  submit it, then `vartai report %.*s %lld --freeze`\n",
		    VT_STR_ARG(form->name), (long long)s->year);
	return (VT_OK);
}

static vt_err
status_forms(struct status *s, const char *folder)
{
	struct vt_str		names[STATUS_FORMS_MAX];
	struct yearly_form	form;
	size_t			count;
	vt_err			err = yearly_forms(s->arena, folder, names, STATUS_FORMS_MAX, &count);

	for (size_t i = 0; i < count && err == VT_OK; i++) {
		err = yearly_form_read(s->arena, folder, names[i], &form);
		if (err == VT_OK) {
			err = status_form(s, &form);
			continue;
		}
		/* The others are due all the same. */
		s->code = analytics_end(err, 2);
		err = VT_OK;
	}
	return (err);
}

static vt_err
status_usage(struct status *s)
{
	int64_t	rolled = 0;
	char	stamp[VT_TIME_MAX];
	vt_err	err = s->db != NULL ? analytics_db_meta(s->db, "rolled", 0, &rolled) : VT_OK;

	if (err != VT_OK)
		return (err);
	if (rolled > 0 && s->now - rolled > STATUS_DAY && s->code == 0)
		s->code = 1;
	if (s->j != NULL) {
		vt_jsonw_key(s->j, "usage_summed_up");
		if (rolled > 0)
			vt_jsonw_c(s->j, vt_time_iso(rolled, stamp));
		else
			vt_jsonw_null(s->j);
	} else if (rolled > 0)
		(void)printf("usage: summed up %s%s\n", vt_time_iso(rolled, stamp),
		    s->now - rolled > STATUS_DAY ? ": NOT for more than a day" : "");
	else
		(void)printf("usage: nothing has been summed up yet\n");
	return (VT_OK);
}

static vt_err
status_say(struct status *s, const char *folder)
{
	struct vt_jsonw	j;
	struct vt_buf	out;
	vt_err		err;

	if (s->j == NULL)
		return ((err = status_forms(s, folder)) != VT_OK ? err : status_usage(s));
	vt_buf_init(&out, 0);
	s->j = &j;
	vt_jsonw_init(&j, &out);
	vt_jsonw_object(&j);
	vt_jsonw_key(&j, "reports");
	vt_jsonw_array(&j);
	err = status_forms(s, folder);
	vt_jsonw_end(&j);
	if (err == VT_OK)
		err = status_usage(s);
	vt_jsonw_end(&j);
	if (err == VT_OK && (err = vt_jsonw_error(&j)) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (err);
}

/* Whether the platform was used that year. */
static vt_err
status_was_used(struct status *s, int64_t year, bool *was_r)
{
	sqlite3_stmt	*q;
	vt_err		 err;

	if (s->db == NULL)
		return (VT_OK);
	err = analytics_db_prepare(s->db, "SELECT EXISTS(SELECT 1 FROM use WHERE month BETWEEN"
	    " ?1 * 100 AND ?1 * 100 + 99) OR EXISTS(SELECT 1 FROM count WHERE day BETWEEN"
	    " ?1 * 10000 AND ?1 * 10000 + 9999)", &q);
	if (err == VT_OK) {
		(void)sqlite3_bind_int64(q, 1, year);
		if ((err = analytics_db_next(s->db, q)) == VT_OK)
			*was_r = sqlite3_column_int(q, 0) != 0;
	}
	(void)sqlite3_finalize(q);
	return (err);
}

/* Whether an object that is there was there by the end of that year. */
static vt_err
status_had_objects(struct status *s, struct vt_boot *boot, int64_t year, bool *had_r)
{
	struct vt_search	 q = { .kind = -1, .order = VT_ORDER_NEWEST, .limit = 1 };
	struct vt_object	*list;
	struct vt_catalog	*catalog;
	size_t			 count = 0;
	int64_t			 total = 0;
	vt_err			 err = vt_boot_catalog(boot, &catalog);

	if (err == VT_OK)
		err = vt_catalog_search(catalog, s->arena, &q, &list, &count, &total);
	if (err == VT_OK && total > 0) {
		q.offset = (size_t)total - 1;
		err = vt_catalog_search(catalog, s->arena, &q, &list, &count, &total);
	}
	if (err == VT_OK && count > 0)
		*had_r = yearly_year_of(list[0].created) <= year;
	return (err == VT_E_UNAVAILABLE ? VT_OK : err);	/* nothing was taken in yet */
}

/* The year that is over, if there was anything to report; else the one that runs. */
static vt_err
status_year(struct status *s, struct vt_boot *boot)
{
	bool	is_due = false;
	vt_err	err;

	s->year = yearly_year_of(s->now);
	err = status_was_used(s, s->year - 1, &is_due);
	if (err == VT_OK && !is_due)
		err = status_had_objects(s, boot, s->year - 1, &is_due);
	s->year -= is_due;
	return (err);
}

int
yearly_status_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	struct status	s = { .now = vt_time_now() };
	struct vt_jsonw	j;
	bool		is_json = argc == 2 && strcmp(argv[1], "--json") == 0;
	vt_err		err;

	(void)conf;
	if (argc > 1 && !is_json) {
		(void)fprintf(stderr, "usage: vartai status [--json]\n");
		return (2);
	}
	s.j = is_json ? &j : NULL;
	s.arena = vt_arena_new(0);
	err = analytics_db_open(vt_boot_option(boot, "data.dir"), ANALYTICS_READ, &s.db);
	if (err == VT_OK || err == VT_E_NOTFOUND)
		err = status_year(&s, boot);
	if (err == VT_OK)
		err = status_say(&s, vt_boot_template_path(boot, "../conf/reports"));
	analytics_db_close(&s.db);
	vt_arena_free(&s.arena);
	return (analytics_end(err, s.code));
}
