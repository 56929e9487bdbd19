/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Usage, counted by COUNTER 5.1 and ISO 2789 without a cookie and without an address
 * on disk.  The way of a use: count.c hears of it on the event loop, agents.c and
 * nets.c say whose it is, visitor.c makes a name for the visitor that nobody can
 * undo once the day's key is gone, line.c writes it down for the spool.  roll.c
 * takes the spools, fold_rules.c applies the rules, store.c keeps the sums in usage.db.
 * README.md has the rules.
 */
#ifndef ANALYTICS_H
#define ANALYTICS_H

#include "vartai.h"

#define ANALYTICS_RULES	 "vartai-1"	/* of README.md; another name when they change */
#define ANALYTICS_SPOOL	 "usage"	/* in data.dir: usage.<process>.spool */
#define ANALYTICS_DB	 "usage.db"

#define ANALYTICS_NOTED	 VT_USE_KINDS	/* as a kind of use: a note of api/usage.h, which is the part */

#define ANALYTICS_HOSTS_MAX	200	/* different hosts told of in one roll-up; the rest is "other" */

#define ANALYTICS_HOUR_MS	3600000
#define ANALYTICS_HALF_HOUR_MS	1800000	/* silence that ends a visit (ISO 2789) */
#define ANALYTICS_DOUBLE_CLICK_MS 30000	/* COUNTER 5.1, 7.2 */

struct analytics_conf {
	const char		*robots_list, *countries_file;
	struct vt_str_list	 robots, not_robots, ai_agents, harvesters, inside;
	int64_t			 spool_bytes, lines_max, roll_every, keep_lines;
	bool			 fsync;
	const char		*platform, *platform_id, *publisher, *registry_record;
	int64_t			 hidden_below;
};

/* --- agents.c: what an agent is, by its name -------------------------------------- */
enum analytics_class {
	ANALYTICS_PERSON, ANALYTICS_ROBOT, ANALYTICS_HARVESTER, ANALYTICS_AI, ANALYTICS_CLASSES
};
extern const char analytics_class_letters[ANALYTICS_CLASSES + 1];	/* "prha" */

#define ANALYTICS_LIST_ID 8	/* hexadecimal digits that stand for the robots lists in use */

struct analytics_agents;
/* Compiles all that the options name; before the fork, since that makes code.
 * VT_E_BADARG names the pattern that cannot be read. */
vt_err	analytics_agents_new(struct vt_boot *boot, const struct analytics_conf *conf,
	    struct analytics_agents **agents_r) VT_MUST_CHECK;
/* Any thread. */
enum analytics_class analytics_agents_class(const struct analytics_agents *agents,
	    struct vt_str agent);
/* Of what the lists say, terminated. */
const char *analytics_agents_id(const struct analytics_agents *agents);
void	analytics_agents_free(struct analytics_agents **agents);

/* --- nets.c: addresses within the library -------------------------------------------- */
struct analytics_nets;
vt_err	analytics_nets_new(struct vt_boot *boot, const struct vt_str_list *list,
	    struct analytics_nets **nets_r) VT_MUST_CHECK;
bool	analytics_nets_has(const struct analytics_nets *nets, struct vt_str address);

/* --- countries.c: the country of an address ------------------------------------------- */
#define ANALYTICS_NO_COUNTRY	"ZZ"	/* the file does not know it */

struct analytics_countries;
/* *c_r NULL: path is empty, no countries are counted. */
vt_err	analytics_countries_new(const char *path, struct analytics_countries **c_r) VT_MUST_CHECK;
void	analytics_countries_free(struct analytics_countries **c);
/* Two letters (ISO 3166-1); both 0 where c is NULL. */
void	analytics_countries_find(const struct analytics_countries *c, struct vt_str client,
	    char code[2]);

/* --- visitor.c: names of visitors --------------------------------------------------- */
#define ANALYTICS_KEY_LEN	32
#define ANALYTICS_VISITOR_LEN	16
#define ANALYTICS_SLOTS_MAX	256	/* workers */

struct analytics_shared;	/* one page of memory that the parent makes and all workers have */

vt_err	analytics_shared_new(struct analytics_shared **shared_r) VT_MUST_CHECK;
/* A worker's place, where its spool counts what is not written; *lost_r: what a worker
 * that died in that place had there.  NULL: there is none left. */
int64_t	*analytics_shared_place(struct analytics_shared *shared, int64_t *lost_r);
void	analytics_shared_leave(struct analytics_shared *shared, int64_t *place);

/* A worker's copy of the keys, renewed from the shared page at midnight UTC. */
struct analytics_keys {
	int64_t	day;		/* since 1970; 0: none yet */
	uint32_t version;	/* of the shared page's */
	bool	has_before;
	uint8_t	key[ANALYTICS_KEY_LEN], before[ANALYTICS_KEY_LEN];
};
void	analytics_keys_renew(struct analytics_keys *keys, struct analytics_shared *shared,
	    int64_t now_ms);
/* With other nodes, where there is a Redis: at a worker's start, and now and then after. */
void	analytics_keys_agree(struct analytics_shared *shared, struct vt_worker *worker,
	    int64_t now_ms);
/* BLAKE2b-128 of IP|UA|date|hour by the key of that day (COUNTER 5.1, 7.3). */
void	analytics_visitor(const struct analytics_keys *keys, struct vt_str client,
	    struct vt_str agent, int64_t hour, uint8_t out[ANALYTICS_VISITOR_LEN]);
/* Of what was looked for: equal words of a day are equal, and that is all. */
void	analytics_words(const struct analytics_keys *keys, struct vt_str words, char out[17]);

/* --- line.c: a use in the spool ------------------------------------------------------- */
struct analytics_visitor {
	uint64_t	high, low;	/* both 0: none */
};
struct analytics_line {
	int64_t		 ms;		/* since 1970 */
	unsigned	 had;		/* contributions already in the sums: enum analytics_gain */
	enum vt_use_kind use;
	enum analytics_class class;
	struct vt_str	 list;		/* ANALYTICS_LIST_ID digits */
	struct analytics_visitor visitor, before;	/* before: of the same one the hour before */
	bool		 is_inside, is_english;
	char		 country[2];	/* both 0: none was looked for */
	struct vt_str	 object, image, part, host;
};
void	analytics_line_write(const struct analytics_line *l, struct vt_buf *out);
/* Borrows from text; false: it is none. */
bool	analytics_line_read(struct vt_str text, struct analytics_line *l_r);

#define ANALYTICS_LOST	"lost"	/* a line of its own: uses that a killed worker had in memory */

/* --- fold*.c: the rules ------------------------------------------------------------------ */
/* What one line adds; bits of a mask. */
enum analytics_gain {
	ANALYTICS_TOTAL_INVESTIGATION, ANALYTICS_UNIQUE_INVESTIGATION,
	ANALYTICS_TOTAL_REQUEST, ANALYTICS_UNIQUE_REQUEST,
	ANALYTICS_PAGE, ANALYTICS_DOWNLOADED, ANALYTICS_THUMBNAILED, ANALYTICS_HARVESTED,
	ANALYTICS_OBJECT_GAINS,		/* those above are of an object and a month */
	ANALYTICS_VISIT = ANALYTICS_OBJECT_GAINS, ANALYTICS_SEARCHED, ANALYTICS_STEPPED,
	ANALYTICS_EMBEDDED, ANALYTICS_REFERRED,
	ANALYTICS_KNOWN,		/* it has been through the rules before */
	/* of exhibitions, once each and a session; behind KNOWN, whose place lines have kept */
	ANALYTICS_STARTED, ANALYTICS_FINISHED, ANALYTICS_REACHED,
	ANALYTICS_NOTED_DOWN,
	ANALYTICS_GAINS
};

/* Of an object, a month, a class and a robots list. */
struct analytics_sum {
	uint32_t	object, list;		/* texts */
	int32_t		month;			/* 202611 */
	enum analytics_class class;
	int64_t		n[ANALYTICS_OBJECT_GAINS];
};
/* Of a day. */
struct analytics_count {
	uint32_t	name, key, list;	/* texts */
	int32_t		day;			/* 20261129 */
	enum analytics_class class;
	int64_t		n;
};

struct analytics_fold;
struct analytics_fold *analytics_fold_new(void);
void	analytics_fold_free(struct analytics_fold **f);
/* A line, as often as count says.  False: it is none. */
bool	analytics_fold_line(struct analytics_fold *f, struct vt_str line, int64_t count);
/* Many: each with its count and a tab before it, and its end behind it. */
void	analytics_fold_put(struct analytics_fold *f, struct vt_str lines);
/* Images whose objects are not known yet: NULL behind the last. */
const char *analytics_fold_image(struct analytics_fold *f, size_t *at);
void	analytics_fold_image_is(struct analytics_fold *f, size_t at, struct vt_str object);
/* All lines through the rules; what they come to now, beyond what they had. */
vt_err	analytics_fold_run(struct analytics_fold *f) VT_MUST_CHECK;
size_t	analytics_fold_sums(const struct analytics_fold *f, const struct analytics_sum **sums_r);
size_t	analytics_fold_counts(const struct analytics_fold *f,
	    const struct analytics_count **counts_r);
const char *analytics_fold_text(const struct analytics_fold *f, uint32_t text);
/* Lines from that time on, with what they have had now, for the next time: from *at (0 at
 * first) until there are so many bytes.  How many it was; out stays empty behind the last. */
size_t	analytics_fold_keep(struct analytics_fold *f, int64_t from_ms, size_t *at, size_t bytes,
	    struct vt_buf *out);
int64_t	analytics_fold_lines(const struct analytics_fold *f);	/* that were new */

/* --- db.c ---------------------------------------------------------------------------------- */
struct analytics_db;
enum analytics_open { ANALYTICS_READ, ANALYTICS_WRITE };
/* One thread's connection.  VT_E_NOTFOUND when it is to be read and not there yet. */
vt_err	analytics_db_open(const char *folder, enum analytics_open how,
	    struct analytics_db **db_r) VT_MUST_CHECK;
void	analytics_db_close(struct analytics_db **db);
/* Names of visitors and hashes of keys are the owner's alone, also where an older version
 * made the file.  Before the fork: a worker may not. */
void	analytics_db_close_to_others(const char *folder);

/* --- the plugin's state -------------------------------------------------------------------- */
struct analytics_memo;
struct analytics_state {
	const struct analytics_conf	*conf;
	const char			*folder, *stem;
	struct analytics_agents		*agents;
	struct analytics_nets		*inside;
	struct analytics_countries	*countries;	/* NULL: none */
	struct analytics_shared		*shared;
	struct keys_guesses		*guesses;
	/* of the worker */
	struct vt_spool			*spool;
	int64_t				*place;
	struct analytics_keys		 keys;
	struct analytics_memo		*memo;
	struct analytics_timer		*timer;
};

/* --- count.c ---------------------------------------------------------------------------------- */
struct analytics_memo *analytics_memo_new(void);
void	analytics_memo_free(struct analytics_memo **memo);
/* The event "finished". */
void	analytics_count_heard(const struct vt_finished *f, void *state);

/* --- roll.c ------------------------------------------------------------------------------------ */
struct analytics_rolled {
	int64_t	lines, lost, dropped, kept;
};
/* What the spools hold becomes part of the sums.  One at a time: VT_E_BUSY, another is
 * at it. */
vt_err	analytics_roll(const struct analytics_state *state, struct vt_catalog *catalog,
	    struct analytics_rolled *r_r) VT_MUST_CHECK;

/* --- timer.c: the same each roll_every, in one of the workers --------------------------------- */
vt_err	analytics_timer_start(struct analytics_state *state, struct vt_worker *worker) VT_MUST_CHECK;
void	analytics_timer_stop(struct analytics_state *state);

/* --- sheet.c: words in tables for spreadsheets ------------------------------------------------ */
/* All of a cell. */
void	analytics_sheet_cell(struct vt_buf *out, struct vt_str s);
/* A part of one, behind words of our own. */
void	analytics_sheet_words(struct vt_buf *out, struct vt_str s);

/* --- print.c: what commands say -------------------------------------------------------------------- */
/* VT_E_IO: this, or what was printed before, was not written. */
vt_err	analytics_print(struct vt_str text) VT_MUST_CHECK;
/* The exit code: code; 2, and the sentence, where something failed or was not written. */
int	analytics_end(vt_err err, int code);

/* --- commands ------------------------------------------------------------------------------------ */
int	analytics_usage_command(struct vt_boot *boot, const void *conf, int argc, char **argv);
/* `vartai report <kind> …` */
int	analytics_report_command(struct vt_boot *boot, const void *conf, int argc, char **argv);

#endif
