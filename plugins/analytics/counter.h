/* SPDX-License-Identifier: Apache-2.0 */
/*
 * COUNTER 5.1: reports of the platform and of its items, for the whole world, for open
 * repositories know no customers.  counter_query.c reads what is asked for, in the words of
 * counter_names.c; counter_data.c reads the numbers, counter_json.c and counter_tsv.c write
 * them; counter_api.c and counter_command.c answer with that.  Section numbers are those of
 * the Code of Practice.
 */
#ifndef ANALYTICS_COUNTER_H
#define ANALYTICS_COUNTER_H

#include "db.h"

#define COUNTER_CUSTOMER	"0000000000000000"	/* "The World" */
#define COUNTER_MONTHS_MAX	60			/* of one report */
#define COUNTER_EXCEPTIONS_MAX	8
#define COUNTER_SAY_MAX		64	/* bytes of a sentence about a month */

/* --- counter_names.c ----------------------------------------------------------------- */
enum counter_report { COUNTER_PR, COUNTER_PR_P1, COUNTER_IR, COUNTER_IR_M1, COUNTER_REPORTS };
struct counter_report_name {
	const char	*path, *id, *name, *description;
	bool		 is_view;	/* a standard view: nothing of it can be chosen */
	bool		 has_items;
};
extern const struct counter_report_name counter_reports[COUNTER_REPORTS];
/* COUNTER_REPORTS: there is none of that name ("pr", "PR_P1"). */
enum counter_report counter_report_find(struct vt_str name);

/* In the order in which reports have them. */
enum counter_metric {
	COUNTER_SEARCHES, COUNTER_TOTAL_INVESTIGATIONS, COUNTER_TOTAL_REQUESTS,
	COUNTER_UNIQUE_INVESTIGATIONS, COUNTER_UNIQUE_REQUESTS,
	COUNTER_UNIQUE_TITLE_INVESTIGATIONS, COUNTER_UNIQUE_TITLE_REQUESTS, COUNTER_METRICS
};
extern const char *const counter_metrics[COUNTER_METRICS];

/* Those that objects of ours can be; as they are in PR and as in IR (3.3.2). */
enum counter_type {
	COUNTER_AUDIOVISUAL, COUNTER_BOOK, COUNTER_IMAGE, COUNTER_INTERACTIVE,
	COUNTER_NEWSPAPER, COUNTER_SOUND, COUNTER_UNSPECIFIED, COUNTER_TYPES
};
const char *counter_type_name(enum counter_type type, bool is_item);

#define COUNTER_PLATFORM_TYPE	(1u << COUNTER_TYPES)	/* of a query's types: searches are the platform's */

/* Codes of exceptions (API specification). */
enum counter_code {
	COUNTER_OK = 0, COUNTER_UNAVAILABLE = 1000, COUNTER_TOO_MANY = 1020,
	COUNTER_INSUFFICIENT = 1030, COUNTER_NOT_AUTHORIZED = 2000,
	COUNTER_NOT_FOR_INSTITUTION = 2010, COUNTER_KEY_INVALID = 2020, COUNTER_DATES = 3020,
	COUNTER_NO_USAGE = 3030, COUNTER_NOT_READY = 3031, COUNTER_NO_LONGER = 3032,
	COUNTER_PARAMETER = 3050, COUNTER_FILTER = 3060, COUNTER_ATTRIBUTE = 3062
};
const char *counter_message(enum counter_code code);
int	counter_http_status(enum counter_code code);		/* of HTTP */

/* --- counter_query.c ----------------------------------------------------------------- */
struct counter_exception {
	enum counter_code code;
	struct vt_str	 data;
};

struct counter_query {
	enum counter_report report;
	int32_t		 begin, end;		/* months: 202601 */
	unsigned	 metrics, types;	/* bits */
	bool		 has_metrics, has_types;	/* were chosen */
	bool		 is_empty;		/* nothing can match what was chosen */
	bool		 shows_method, shows_access, shows_year, shows_authors;
	bool		 is_total;		/* Granularity: months are one, under the first of them */
	bool		 has_method, has_access;	/* filters */
	struct vt_str	 item, years;		/* filters; empty: none */
	struct counter_exception exceptions[COUNTER_EXCEPTIONS_MAX];	/* of the header */
	size_t		 exception_count;
	char		 first_text[COUNTER_SAY_MAX], over_text[COUNTER_SAY_MAX];	/* what two of them say */
};
void	counter_note(struct counter_query *q, enum counter_code code, struct vt_str data);

struct counter_args {
	/* The i-th; false behind the last. */
	bool	(*at)(const void *arg, size_t i, struct vt_str *name_r, struct vt_str *value_r);
	const void *arg;
};
/* What stops the report, with its sentence in *data_r; COUNTER_OK: nothing. */
enum counter_code counter_query_read(struct counter_query *q, enum counter_report report,
	    const struct counter_args *args, const struct analytics_conf *conf,
	    struct vt_str *data_r);
int32_t	counter_month_next(int32_t month);
size_t	counter_months(const struct counter_query *q);	/* how many there are */
int32_t	counter_this_month(void);	/* the one that runs, in the server's time zone */
int32_t	counter_month_over(void);	/* the one before this one */
struct vt_str counter_say_month(char text[COUNTER_SAY_MAX], const char *words, int32_t month);

/* --- counter_data.c ------------------------------------------------------------------- */
struct counter_item {
	int64_t		 row;
	struct vt_str	 identifier, title, institution, year;
	struct vt_str	 authors;	/* a line each */
	enum counter_type type;
	/* by month from the query's begin on; only the four of items */
	uint32_t	(*n)[COUNTER_UNIQUE_REQUESTS + 1];
};
struct counter_data {
	struct vt_arena	*arena;
	struct counter_query *q;
	const char	*platform_id;
	size_t		 months;
	struct counter_item *items;	/* with use, by identifier */
	size_t		 count;
	int64_t		 platform[COUNTER_TYPES][COUNTER_MONTHS_MAX][COUNTER_UNIQUE_REQUESTS + 1];
	int64_t		 searches[COUNTER_MONTHS_MAX];
	int32_t		 first, last;	/* months that can be had; 0: none */
};
/* Months that are over and summed up. */
vt_err	counter_data_months(struct analytics_db *db, int32_t *first_r, int32_t *last_r) VT_MUST_CHECK;
/* NULL db: nothing was counted yet.  To be closed. */
vt_err	counter_data_open(struct analytics_db *db, struct counter_query *q,
	    const char *platform_id, struct counter_data **d_r) VT_MUST_CHECK;
void	counter_data_close(struct counter_data **d);
/* Whether this metric is of that type in this report. */
bool	counter_has(const struct counter_query *q, enum counter_type type,
	    enum counter_metric metric);

/* --- counter_json.c, counter_tsv.c ------------------------------------------------------- */
struct counter_writer {
	const struct analytics_conf *conf;
	const struct counter_data *d;
	struct vt_str	 base_url;	/* empty: no addresses */
	struct vt_buf	*out;
};
vt_err	counter_json(const struct counter_writer *w) VT_MUST_CHECK;
vt_err	counter_tsv(const struct counter_writer *w) VT_MUST_CHECK;
void	counter_exception_json(struct vt_jsonw *j, enum counter_code code, struct vt_str data);

/* --- counter_api.c, counter_command.c ---------------------------------------------------------- */
vt_err	counter_status(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	counter_members(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	counter_reports_list(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
vt_err	counter_report_get(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;
int	counter_command(struct vt_boot *boot, const struct analytics_conf *conf, int argc, char **argv);

#endif
