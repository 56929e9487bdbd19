/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Lines that are not summed up for good, in a file beside usage.db: as a blob in it a
 * million of them would be written five times over.  The database says which file it
 * is and how much of it is meant, so that what a killed run wrote behind that, or into
 * another, is nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"

#define PENDING_MODE	0600	/* names of visitors */
#define PENDING_CHUNK	(1u << 20)	/* bytes read at once; many lines */

static vt_err
pending_fail(const char *path)
{
	return (vt_fail(VT_E_IO, "%s: %s", path, vt_owned_error()));
}

static void
pending_path(const struct analytics_pending *p, int64_t number, char path[ANALYTICS_PATH_MAX])
{
	(void)snprintf(path, ANALYTICS_PATH_MAX, "%s/usage.%lld.pending", p->folder, (long long)number);
}

/* Cut to what is meant. */
static vt_err
pending_open_file(struct analytics_pending *p)
{
	pending_path(p, p->number, p->path);
	p->fd = vt_owned_open(p->path, O_RDWR | O_CREAT | O_NOFOLLOW, PENDING_MODE);
	if (p->fd < 0)
		return (pending_fail(p->path));
	analytics_own(p->path);
	if (ftruncate(p->fd, p->bytes) != 0 || lseek(p->fd, p->bytes, SEEK_SET) != p->bytes)
		return (pending_fail(p->path));
	return (VT_OK);
}

/* Those that an older version kept in usage.db. */
static vt_err
pending_take_rows(struct analytics_pending *p)
{
	sqlite3_stmt	*s;
	int64_t		 bytes = p->bytes;
	vt_err		 err = analytics_db_prepare(p->db, "SELECT lines FROM pending ORDER BY id", &s);

	while (err == VT_OK && (err = analytics_db_next(p->db, s)) == VT_OK)
		err = analytics_pending_put(p, analytics_db_column(s, 0));
	(void)sqlite3_finalize(s);
	if (err != VT_E_END || p->bytes == bytes)
		return (err == VT_E_END ? VT_OK : err);
	if ((err = analytics_db_do(p->db, "BEGIN IMMEDIATE; DELETE FROM pending")) == VT_OK)
		err = analytics_pending_note(p);
	return (err == VT_OK ? analytics_db_do(p->db, "COMMIT") : err);
}

vt_err
analytics_pending_open(struct analytics_pending *p, struct analytics_db *db, const char *folder,
    bool is_synced)
{
	char	path[ANALYTICS_PATH_MAX];
	vt_err	err;

	*p = (struct analytics_pending){ .db = db, .folder = folder, .is_synced = is_synced, .fd = -1 };
	if (strlen(folder) > ANALYTICS_PATH_MAX - 64)
		return (vt_fail(VT_E_LIMIT, "%s is too long a path", folder));
	if ((err = analytics_db_meta(db, "pending_file", 0, &p->number)) != VT_OK ||
	    (err = analytics_db_meta(db, "pending_bytes", 0, &p->bytes)) != VT_OK)
		return (err);
	/* The one before, if whoever made this one was killed then. */
	pending_path(p, p->number - 1, path);
	(void)vt_owned_remove(path);
	if ((err = pending_open_file(p)) == VT_OK)
		err = pending_take_rows(p);
	return (err);
}

vt_err
analytics_pending_put(struct analytics_pending *p, struct vt_str lines)
{
	while (lines.len > 0) {
		ssize_t n = write(p->fd, lines.p, lines.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (pending_fail(p->path));
		lines = vt_str_sub(lines, (size_t)n, lines.len);
		p->bytes += n;
	}
	return (VT_OK);
}

vt_err
analytics_pending_note(struct analytics_pending *p)
{
	vt_err	err;

	if (p->is_synced && fdatasync(p->fd) != 0)
		return (pending_fail(p->path));
	err = analytics_db_meta_set(p->db, "pending_file", p->number);
	return (err == VT_OK ? analytics_db_meta_set(p->db, "pending_bytes", p->bytes) : err);
}

vt_err
analytics_pending_each(struct analytics_pending *p, void (*each)(void *arg, struct vt_str lines),
    void *arg)
{
	struct vt_buf	text;
	int64_t		at = 0;
	ssize_t		n = 1;
	vt_err		err = VT_OK;

	vt_buf_init(&text, 0);
	while (n > 0 && at < p->bytes && err == VT_OK) {
		char	*room = vt_buf_room(&text, PENDING_CHUNK);
		size_t	 whole;

		if (room == NULL || (n = pread(p->fd, room, PENDING_CHUNK, at)) < 0) {
			err = room == NULL ? VT_E_NOMEM : pending_fail(p->path);
			continue;
		}
		text.len += (size_t)n;
		at += n;
		for (whole = text.len; whole > 0 && text.p[whole - 1] != '\n'; whole--)
			continue;
		each(arg, (struct vt_str){ text.p, whole });
		memmove(text.p, text.p + whole, text.len - whole);
		text.len -= whole;
	}
	vt_buf_fini(&text);
	return (err);
}

vt_err
analytics_pending_next(struct analytics_pending *p)
{
	(void)close(p->fd);
	p->number++;
	p->bytes = 0;
	return (pending_open_file(p));
}

void
analytics_pending_close(struct analytics_pending *p, bool is_kept)
{
	char	path[ANALYTICS_PATH_MAX];

	if (p->fd < 0)
		return;
	(void)close(p->fd);
	p->fd = -1;
	if (is_kept) {
		pending_path(p, p->number - 1, path);
		(void)vt_owned_remove(path);
		if (p->bytes == 0)
			(void)vt_owned_remove(p->path);
	}
}
