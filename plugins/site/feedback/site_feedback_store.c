/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store of what readers write: a database of one table, opened for each of the
 * few that come.  Workers write it, commands read it and take things out.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "site_feedback.h"

#define SITE_STORE_BUSY_MS	5000
#define SITE_STORE_PATH_MAX	4096
#define SITE_STORE_MODE		0600
#define SITE_DAY		86400

static const char site_store_schema[] =
	/* What is deleted is not to be found in the file. */
	"PRAGMA secure_delete = ON;"
	"CREATE TABLE IF NOT EXISTS feedback (id INTEGER PRIMARY KEY AUTOINCREMENT, "
	"time INTEGER NOT NULL, topic TEXT NOT NULL, text TEXT NOT NULL, email TEXT NOT NULL, "
	"object TEXT NOT NULL, language TEXT NOT NULL);"
	"CREATE INDEX IF NOT EXISTS feedback_time ON feedback (time);";

static vt_err
site_store_fail(sqlite3 *db, const char *what)
{
	return (vt_fail(VT_E_IO, "feedback.db: %s: %s", what, sqlite3_errmsg(db)));
}

/* Readers' e-mail addresses stand in it: it, and what SQLite puts beside it with the same
 * mode, is for the one who runs the server alone.  Never opened here once it is there:
 * closing it would drop the locks of this process's other connections (POSIX). */
static vt_err
site_store_make(const char *path)
{
	static pthread_mutex_t	lock = PTHREAD_MUTEX_INITIALIZER;
	int			fd, error;

	(void)pthread_mutex_lock(&lock);
	fd = vt_owned_open(path, O_CREAT | O_EXCL | O_RDWR, SITE_STORE_MODE);
	error = errno;
	if (fd >= 0)
		(void)close(fd);
	(void)pthread_mutex_unlock(&lock);
	errno = error;
	return (fd >= 0 || error == EEXIST ? VT_OK : vt_fail(VT_E_IO, "%s cannot be made: %s", path,
	    vt_owned_error()));
}

vt_err
site_feedback_close_to_others(const char *data_dir)
{
	char		path[SITE_STORE_PATH_MAX];
	struct stat	st;

	if (snprintf(path, sizeof(path), "%s/feedback.db", data_dir) >= (int)sizeof(path))
		return (vt_fail(VT_E_TOOLARGE, "data.dir is too long a path"));
	if (stat(path, &st) != 0 || (st.st_mode & 0777) == SITE_STORE_MODE ||
	    vt_owned_chmod(path, SITE_STORE_MODE) == 0)
		return (VT_OK);
	return (vt_fail(VT_E_IO, "%s: others can read what readers wrote, and that cannot be "
	    "changed: %s", path, vt_owned_error()));
}

static vt_err
site_store_open(const char *data_dir, bool is_new, sqlite3 **db_r)
{
	char	path[SITE_STORE_PATH_MAX], real[VT_OWNED_PATH_MAX];
	int	flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (is_new ? SQLITE_OPEN_CREATE : 0) |
		    (geteuid() == 0 ? SQLITE_OPEN_NOFOLLOW : 0);
	vt_err	err;

	if (snprintf(path, sizeof(path), "%s/feedback.db", data_dir) >= (int)sizeof(path))
		return (vt_fail(VT_E_TOOLARGE, "data.dir is too long a path"));
	if (!is_new && access(path, F_OK) != 0)
		return (errno == ENOENT ? VT_E_END : vt_fail(VT_E_IO, "%s cannot be read: %s", path,
		    strerror(errno)));
	if ((err = is_new ? site_store_make(path) : site_feedback_close_to_others(data_dir)) != VT_OK)
		return (err);
	if (vt_owned_path(path, real) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be opened: %s", path, vt_owned_error()));
	if (sqlite3_open_v2(real, db_r, flags, NULL) != SQLITE_OK)
		err = vt_fail(VT_E_IO, "%s cannot be opened: %s", path, sqlite3_errmsg(*db_r));
	if (err == VT_OK)
		(void)sqlite3_busy_timeout(*db_r, SITE_STORE_BUSY_MS);
	if (err == VT_OK && sqlite3_exec(*db_r, site_store_schema, NULL, NULL, NULL) != SQLITE_OK)
		err = site_store_fail(*db_r, "its table cannot be made");
	if (err != VT_OK)
		(void)sqlite3_close(*db_r);
	return (err);
}

static vt_err
site_store_check(sqlite3 *db, const struct site_state *s, int64_t now)
{
	sqlite3_stmt	*st;
	int64_t		 count = 0;

	if (sqlite3_prepare_v2(db, "SELECT count(*) FROM feedback WHERE time > ?1", -1, &st,
	    NULL) != SQLITE_OK)
		return (site_store_fail(db, "it cannot be read"));
	(void)sqlite3_bind_int64(st, 1, now - SITE_DAY);
	if (sqlite3_step(st) == SQLITE_ROW)
		count = sqlite3_column_int64(st, 0);
	(void)sqlite3_finalize(st);
	if (count >= s->conf->feedback_day)
		return (vt_fail(VT_E_BUSY, "%lld messages came within a day, the most that are kept",
		    (long long)count));
	return (VT_OK);
}

/* What is older than it is to be kept. */
static vt_err
site_store_forget(sqlite3 *db, const struct site_conf *conf, int64_t now)
{
	sqlite3_stmt	*st;
	int		 rc;

	if (conf->feedback_keep == 0)
		return (VT_OK);
	if (sqlite3_prepare_v2(db, "DELETE FROM feedback WHERE time < ?1", -1, &st, NULL) !=
	    SQLITE_OK)
		return (site_store_fail(db, "what is old cannot be deleted"));
	(void)sqlite3_bind_int64(st, 1, now - conf->feedback_keep * SITE_DAY);
	rc = sqlite3_step(st);
	(void)sqlite3_finalize(st);
	return (rc == SQLITE_DONE ? VT_OK : site_store_fail(db, "what is old cannot be deleted"));
}

static void
site_store_bind(sqlite3_stmt *st, int at, struct vt_str s)
{
	(void)sqlite3_bind_text(st, at, s.p != NULL ? s.p : "", (int)s.len, SQLITE_STATIC);
}

static vt_err
site_store_insert(sqlite3 *db, const struct site_feedback *f)
{
	sqlite3_stmt	*st;
	int		 rc;

	if (sqlite3_prepare_v2(db, "INSERT INTO feedback (time, topic, text, email, object, language) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)", -1, &st, NULL) != SQLITE_OK)
		return (site_store_fail(db, "it cannot be written"));
	(void)sqlite3_bind_int64(st, 1, f->time);
	site_store_bind(st, 2, vt_str_of(site_topics[f->topic]));
	site_store_bind(st, 3, f->text);
	site_store_bind(st, 4, f->email);
	site_store_bind(st, 5, f->object);
	site_store_bind(st, 6, f->language);
	rc = sqlite3_step(st);
	(void)sqlite3_finalize(st);
	return (rc == SQLITE_DONE ? VT_OK : site_store_fail(db, "it cannot be written"));
}

vt_err
site_feedback_keep(const struct site_state *s, const struct site_feedback *f)
{
	sqlite3	*db;
	vt_err	 err = site_store_open(s->data_dir, true, &db);

	if (err != VT_OK)
		return (err);
	if ((err = site_store_forget(db, s->conf, f->time)) == VT_OK &&
	    (err = site_store_check(db, s, f->time)) == VT_OK)
		err = site_store_insert(db, f);
	(void)sqlite3_close(db);
	return (err);
}

static struct vt_str
site_store_text(sqlite3_stmt *st, int column)
{
	return ((struct vt_str){ (const char *)sqlite3_column_text(st, column),
	    (size_t)sqlite3_column_bytes(st, column) });
}

static enum site_topic
site_store_topic(struct vt_str name)
{
	int	i = 0;

	while (i < SITE_TOPIC_OTHER && !vt_str_eq_c(name, site_topics[i]))
		i++;
	return ((enum site_topic)i);
}

vt_err
site_feedback_each(const char *data_dir, const struct site_conf *conf,
    void (*say)(void *arg, const struct site_feedback *f), void *arg)
{
	sqlite3		*db;
	sqlite3_stmt	*st;
	vt_err		 err = site_store_open(data_dir, false, &db);

	if (err != VT_OK)
		return (err == VT_E_END ? VT_OK : err);
	if ((err = site_store_forget(db, conf, vt_time_now())) == VT_OK &&
	    sqlite3_prepare_v2(db, "SELECT id, time, topic, text, email, object, language "
	    "FROM feedback ORDER BY id", -1, &st, NULL) != SQLITE_OK)
		err = site_store_fail(db, "it cannot be read");
	while (err == VT_OK && sqlite3_step(st) == SQLITE_ROW) {
		const struct site_feedback f = { .id = sqlite3_column_int64(st, 0),
			.time = sqlite3_column_int64(st, 1),
			.topic = site_store_topic(site_store_text(st, 2)),
			.text = site_store_text(st, 3), .email = site_store_text(st, 4),
			.object = site_store_text(st, 5), .language = site_store_text(st, 6) };

		say(arg, &f);
	}
	if (err == VT_OK)
		(void)sqlite3_finalize(st);
	(void)sqlite3_close(db);
	return (err);
}

vt_err
site_feedback_remove(const char *data_dir, int64_t id)
{
	sqlite3_stmt	*st;
	sqlite3		*db;
	vt_err		 err = site_store_open(data_dir, false, &db);

	if (err != VT_OK)
		return (err == VT_E_END ? vt_fail(VT_E_NOTFOUND, "there is no feedback yet") : err);
	if (sqlite3_prepare_v2(db, "DELETE FROM feedback WHERE id = ?1", -1, &st, NULL) != SQLITE_OK) {
		err = site_store_fail(db, "it cannot be written");
	} else {
		(void)sqlite3_bind_int64(st, 1, id);
		if (sqlite3_step(st) != SQLITE_DONE)
			err = site_store_fail(db, "it cannot be written");
		(void)sqlite3_finalize(st);
	}
	if (err == VT_OK && sqlite3_changes(db) == 0)
		err = vt_fail(VT_E_NOTFOUND, "there is no feedback %lld: see `vartai feedback list`",
		    (long long)id);
	(void)sqlite3_close(db);
	return (err);
}
