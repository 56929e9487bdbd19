/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai report NAME YEAR [--json] [--list FIELD] [--freeze | --frozen]`.  A frozen
 * copy is what was submitted: kept as it was, with a checksum, whatever the numbers
 * become later.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

#include "yearly.h"

#define YEARLY_CHECKSUM	65	/* bytes of a checksum in hexadecimal digits, with the 0 */
#define YEARLY_ARENA	(256u << 20)

enum yearly_do { YEARLY_PRINT, YEARLY_LIST, YEARLY_FREEZE, YEARLY_FROZEN };

struct yearly_call {
	struct vt_boot		*boot;
	struct vt_arena		*arena;
	const char		*folder;	/* data.dir */
	struct yearly_form	 form;
	struct yearly		*y;
	enum yearly_do		 what;
	bool			 is_json;
	struct vt_str		 field;		/* of the list */
	struct vt_buf		 out;
	struct vt_jsonw		 j;		/* of the list, on out */
};

/* --- the report ---------------------------------------------------------------------- */

static void
yearly_tsv(struct yearly_call *c)
{
	struct vt_buf	*out = &c->out;
	struct yearly	*y = c->y;

	vt_buf_str(out, VT_STR("\xef\xbb\xbf"));
	analytics_sheet_cell(out, c->form.title);
	vt_buf_printf(out, "\t%lld\n\n\t\tiš viso", (long long)y->year);
	for (size_t i = 0; i < y->count; i++) {
		vt_buf_char(out, '\t');
		analytics_sheet_cell(out, y->institutions[i].name);
	}
	for (size_t f = 0; f < c->form.field_count; f++) {
		enum yearly_measure m = c->form.fields[f].measure;

		vt_buf_char(out, '\n');
		analytics_sheet_cell(out, c->form.fields[f].code);
		vt_buf_char(out, '\t');
		analytics_sheet_cell(out, c->form.fields[f].label);
		vt_buf_printf(out, "\t%lld", (long long)y->total[m]);
		for (size_t i = 0; i < y->count; i++) {
			vt_buf_char(out, '\t');
			if (m < YEARLY_OF_PLATFORM)
				vt_buf_int(out, y->institutions[i].n[m]);
		}
	}
	vt_buf_char(out, '\n');
}

static void
yearly_json_field(struct yearly_call *c, struct vt_jsonw *j, size_t f)
{
	enum yearly_measure	m = c->form.fields[f].measure;

	vt_jsonw_object(j);
	vt_jsonw_pair(j, "field", c->form.fields[f].code);
	vt_jsonw_pair(j, "name", c->form.fields[f].label);
	vt_jsonw_pair_c(j, "measure", yearly_measures[m]);
	vt_jsonw_pair_int(j, "total", c->y->total[m]);
	if (m < YEARLY_OF_PLATFORM) {
		vt_jsonw_key(j, "institutions");
		vt_jsonw_object(j);
		for (size_t i = 0; i < c->y->count; i++) {
			vt_jsonw_key_str(j, c->y->institutions[i].code);
			vt_jsonw_int(j, c->y->institutions[i].n[m]);
		}
		vt_jsonw_end(j);
	}
	vt_jsonw_end(j);
}

static vt_err
yearly_json(struct yearly_call *c)
{
	struct vt_jsonw	j;

	vt_jsonw_init(&j, &c->out);
	vt_jsonw_object(&j);
	vt_jsonw_pair(&j, "report", c->form.name);
	vt_jsonw_pair(&j, "title", c->form.title);
	vt_jsonw_pair_int(&j, "year", c->y->year);
	vt_jsonw_pair_c(&j, "rules", ANALYTICS_RULES);
	vt_jsonw_key(&j, "fields");
	vt_jsonw_array(&j);
	for (size_t f = 0; f < c->form.field_count; f++)
		yearly_json_field(c, &j, f);
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	vt_buf_char(&c->out, '\n');
	return (vt_jsonw_error(&j));
}

/* --- the list behind a number ----------------------------------------------------------- */

static void
yearly_list_line(void *arg, struct vt_str institution, struct vt_str object, struct vt_str title,
    int64_t n)
{
	struct yearly_call	*c = arg;
	const struct vt_str	 words[] = { institution, object, title };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		analytics_sheet_cell(&c->out, words[i]);
		vt_buf_char(&c->out, '\t');
	}
	vt_buf_printf(&c->out, "%lld\n", (long long)n);
}

static void
yearly_list_json(void *arg, struct vt_str institution, struct vt_str object, struct vt_str title,
    int64_t n)
{
	struct vt_jsonw	*j = &((struct yearly_call *)arg)->j;

	vt_jsonw_object(j);
	vt_jsonw_pair(j, "institution", institution);
	vt_jsonw_pair(j, "object", object);
	vt_jsonw_pair(j, "title", title);
	vt_jsonw_pair_int(j, "n", n);
	vt_jsonw_end(j);
}

static void
yearly_list_begin(struct yearly_call *c)
{
	c->y->each = c->is_json ? yearly_list_json : yearly_list_line;
	c->y->each_arg = c;
	if (!c->is_json) {
		vt_buf_str(&c->out, VT_STR("\xef\xbb\xbf" "biblioteka\tobjektas\tpavadinimas\tkiek\n"));
		return;
	}
	vt_jsonw_init(&c->j, &c->out);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "report", c->form.name);
	vt_jsonw_pair_int(&c->j, "year", c->y->year);
	vt_jsonw_pair(&c->j, "field", c->field);
	vt_jsonw_pair_c(&c->j, "measure", yearly_measures[c->y->wanted]);
	vt_jsonw_key(&c->j, "objects");
	vt_jsonw_array(&c->j);
}

static vt_err
yearly_list_end(struct yearly_call *c)
{
	if (!c->is_json)
		return (VT_OK);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
	vt_buf_char(&c->out, '\n');
	return (vt_jsonw_error(&c->j));
}

static vt_err
yearly_list(struct yearly_call *c)
{
	for (size_t f = 0; f < c->form.field_count; f++)
		if (vt_str_eq(c->form.fields[f].code, c->field)) {
			c->y->wanted = c->form.fields[f].measure;
			if (c->y->wanted >= YEARLY_OF_PLATFORM)
				return (vt_fail(VT_E_BADARG, "'%.*s' is of the whole platform: no objects "
				    "stand behind it", VT_STR_ARG(c->field)));
			yearly_list_begin(c);
			return (VT_OK);
		}
	return (vt_fail(VT_E_NOTFOUND, "the report '%.*s' has no field '%.*s'",
	    VT_STR_ARG(c->form.name), VT_STR_ARG(c->field)));
}

/* --- frozen copies ---------------------------------------------------------------------------- */

static void
yearly_checksum(struct vt_str body, char out[YEARLY_CHECKSUM])
{
	uint8_t	hash[32];

	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)body.p, body.len, NULL, 0);
	(void)sodium_bin2hex(out, YEARLY_CHECKSUM, hash, sizeof(hash));
}

/* A copy is of what was submitted: the year is over, and all of it is summed up. */
static vt_err
yearly_may_freeze(struct yearly_call *c)
{
	int64_t	rolled = 0, year = c->y->year;
	char	day[VT_TIME_MAX];
	vt_err	err;

	if (year >= yearly_year_of(vt_time_now()))
		return (vt_fail(VT_E_BADARG, "the year %lld is not over: its report cannot have been "
		    "submitted", (long long)year));
	err = c->y->db != NULL ? analytics_db_meta(c->y->db, "rolled", 0, &rolled) : VT_OK;
	if (err == VT_OK && rolled > 0 && yearly_year_of(rolled) <= year)
		err = vt_fail(VT_E_CONFLICT, "usage is summed up to %s only, and the report is of all of "
		    "%lld: run `vartai usage roll` before", vt_time_date(rolled, day), (long long)year);
	return (err);
}

/* Whoever submits noughts is to know where they come from. */
static void
yearly_tell_uncounted(const struct yearly_call *c)
{
	sqlite3_stmt	*s = NULL;
	long long	 year = c->y->year;
	vt_err		 err = VT_E_END;

	if (c->y->db != NULL)
		err = analytics_db_prepare(c->y->db, "SELECT 1 FROM use WHERE month BETWEEN ?1 * 100 + 1"
		    " AND ?1 * 100 + 12 LIMIT 1", &s);
	if (err == VT_OK) {
		(void)sqlite3_bind_int64(s, 1, year);
		err = analytics_db_next(c->y->db, s);
	}
	(void)sqlite3_finalize(s);
	if (err == VT_E_END)
		(void)fprintf(stderr, "no use was counted in %lld: if this server did not count yet, "
		    "its numbers of use are not none, but not known\n", year);
}

static vt_err
yearly_freeze(struct yearly_call *c)
{
	struct analytics_db	*db;
	sqlite3_stmt		*s = NULL;
	char			 checksum[YEARLY_CHECKSUM];
	struct vt_str		 body = vt_buf_get(&c->out);
	vt_err			 err = analytics_db_open(c->folder, ANALYTICS_WRITE, &db);

	if (err != VT_OK)
		return (err);
	yearly_checksum(body, checksum);
	err = analytics_db_prepare(db, "INSERT OR REPLACE INTO frozen VALUES(?1, ?2, ?3, ?4, ?5)", &s);
	if (err == VT_OK) {
		analytics_db_text(s, 1, c->form.name);
		(void)sqlite3_bind_int64(s, 2, c->y->year);
		(void)sqlite3_bind_int64(s, 3, vt_time_now());
		analytics_db_text(s, 4, vt_str_of(checksum));
		(void)sqlite3_bind_blob(s, 5, body.p, (int)body.len, SQLITE_STATIC);
		err = analytics_db_run(db, s);
	}
	(void)sqlite3_finalize(s);
	analytics_db_close(&db);
	if (err == VT_OK) {
		(void)fprintf(stderr, "kept as submitted; BLAKE2b-256 %s\n", checksum);
		yearly_tell_uncounted(c);
	}
	return (err);
}

/* The last one; VT_E_FORMAT when it is not what its checksum says. */
static vt_err
yearly_frozen(struct yearly_call *c)
{
	sqlite3_stmt	*s = NULL;
	char		 checksum[YEARLY_CHECKSUM];
	vt_err		 err = c->y->db == NULL ? VT_E_END : analytics_db_prepare(c->y->db,
			    "SELECT body, checksum FROM frozen WHERE report = ?1 AND year = ?2"
			    " ORDER BY at DESC LIMIT 1", &s);

	if (err == VT_OK) {
		analytics_db_text(s, 1, c->form.name);
		(void)sqlite3_bind_int64(s, 2, c->y->year);
		err = analytics_db_next(c->y->db, s);
	}
	if (err == VT_OK) {
		vt_buf_str(&c->out, analytics_db_column(s, 0));
		yearly_checksum(vt_buf_get(&c->out), checksum);
		if (!vt_str_eq_c(analytics_db_column(s, 1), checksum))
			err = vt_fail(VT_E_FORMAT, "the copy of %.*s %lld is not what its checksum says",
			    VT_STR_ARG(c->form.name), (long long)c->y->year);
	}
	(void)sqlite3_finalize(s);
	if (err == VT_E_END)
		err = vt_fail(VT_E_NOTFOUND, "no copy of %.*s %lld was kept: --freeze keeps one",
		    VT_STR_ARG(c->form.name), (long long)c->y->year);
	return (err);
}

/* --- the command -------------------------------------------------------------------------------- */

static vt_err
yearly_make(struct yearly_call *c)
{
	vt_err	err = analytics_db_open(c->folder, ANALYTICS_READ, &c->y->db);

	if (err == VT_E_NOTFOUND)
		err = VT_OK;
	if (err != VT_OK)
		return (err);
	if (c->what == YEARLY_FROZEN)
		return (yearly_frozen(c));
	if ((c->what == YEARLY_FREEZE && (err = yearly_may_freeze(c)) != VT_OK) ||
	    (err = vt_boot_catalog(c->boot, &c->y->catalog)) != VT_OK ||
	    (c->what == YEARLY_LIST && (err = yearly_list(c)) != VT_OK) ||
	    (err = yearly_read(c->y)) != VT_OK)
		return (err);
	if (c->what == YEARLY_LIST)
		return (yearly_list_end(c));
	if (c->is_json && (err = yearly_json(c)) != VT_OK)
		return (err);
	if (!c->is_json)
		yearly_tsv(c);
	return (c->what == YEARLY_FREEZE ? yearly_freeze(c) : VT_OK);
}

static bool
yearly_parse(struct yearly_call *c, int argc, char **argv)
{
	for (int i = 3; i < argc; i++) {
		enum yearly_do before = c->what;

		if (strcmp(argv[i], "--json") == 0)
			c->is_json = true;
		else if (strcmp(argv[i], "--freeze") == 0)
			c->what = YEARLY_FREEZE;
		else if (strcmp(argv[i], "--frozen") == 0)
			c->what = YEARLY_FROZEN;
		else if (strcmp(argv[i], "--list") == 0 && i + 1 < argc) {
			c->what = YEARLY_LIST;
			c->field = vt_str_of(argv[++i]);
		} else
			return (false);
		if (before != YEARLY_PRINT && before != c->what)
			return (false);
	}
	/* A copy is as it was submitted. */
	return (argc >= 3 && !(c->is_json && c->what == YEARLY_FROZEN) &&
	    vt_str_to_int(vt_str_of(argv[2]), 2000, 2999, &c->y->year));
}

static int
yearly_run(struct yearly_call *c, int argc, char **argv)
{
	const char	*forms = vt_boot_template_path(c->boot, "../conf/reports");
	vt_err		 err;

	if (!yearly_parse(c, argc, argv)) {
		(void)fprintf(stderr, "usage: vartai report counter … | progress … | impact … | NAME YEAR [--json] [--list FIELD] "
		    "[--freeze | --frozen]\n");
		return (2);
	}
	err = yearly_form_read(c->arena, forms, vt_str_of(argv[1]), &c->form);
	if (err == VT_OK)
		err = yearly_has_begun(c->y->year);
	if (err == VT_OK)
		err = yearly_make(c);
	if (err == VT_OK)
		err = vt_buf_error(&c->out);
	if (err == VT_OK)
		err = analytics_print(vt_buf_get(&c->out));
	return (analytics_end(err, 0));
}

int
yearly_command(struct vt_boot *boot, int argc, char **argv)
{
	struct yearly_call	c = { .boot = boot, .folder = vt_boot_option(boot, "data.dir") };
	int			code = 2;

	c.arena = vt_arena_new(YEARLY_ARENA);
	vt_buf_init(&c.out, 0);
	if ((c.y = vt_arena_alloc(c.arena, sizeof(*c.y))) != NULL) {
		c.y->arena = c.arena;
		code = yearly_run(&c, argc, argv);
		analytics_db_close(&c.y->db);
	}
	vt_buf_fini(&c.out);
	vt_arena_free(&c.arena);
	return (code);
}
