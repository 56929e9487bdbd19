/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writing end of a spool: a table of lines in memory that threads add to, and
 * one thread that takes the table away, gives an empty one instead, and appends
 * what it took to the file.  Reading is spool_take.c's.
 */
#include "base/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "api/buf.h"
#include "api/log.h"

#define VT_SPOOL_FLUSH_S    2	   /* seconds between two writes */
#define VT_SPOOL_LINES_MAX  2048   /* different lines in memory */
#define VT_SPOOL_BYTES_MAX  262144 /* and their bytes */
#define VT_SPOOL_SLOTS	    4096   /* a power of two, twice the lines */
#define VT_SPOOL_TRIES_MAX  8	   /* a reader may take the file away in between */
#define VT_SPOOL_WARN_EVERY 512	   /* failed writes between two words about it */

struct vt_spool_line {
	uint32_t at, len;
	int64_t count;
};

struct vt_spool_table {
	uint16_t slots[VT_SPOOL_SLOTS]; /* of lines, from 1 */
	struct vt_spool_line lines[VT_SPOOL_LINES_MAX];
	size_t line_count, len;
	char bytes[VT_SPOOL_BYTES_MAX];
};

struct vt_spool {
	char *path;
	int64_t bytes_max;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct vt_spool_table *filling, *spare;
	int64_t dropped; /* not told yet */
	uint64_t failures;
	int64_t unwatched, *unwritten; /* notes that are in memory only */
	bool is_ending, is_synced;
};

/* --- the table --------------------------------------------------------------- */

static void
spool_empty(struct vt_spool_table *t)
{
	memset(t->slots, 0, sizeof(t->slots));
	t->line_count = t->len = 0;
}

/* The slot of that line, or the empty one for it (FNV-1a). */
static uint16_t *
spool_slot(struct vt_spool_table *t, struct vt_str line)
{
	uint64_t hash = 0xcbf29ce484222325u;
	size_t at;

	for (size_t i = 0; i < line.len; i++)
		hash = (hash ^ (unsigned char)line.p[i]) * 0x100000001b3u;
	for (at = (size_t)(hash ^ (hash >> 32)) % VT_SPOOL_SLOTS; t->slots[at] != 0;
	     at = (at + 1) % VT_SPOOL_SLOTS) {
		const struct vt_spool_line *l = &t->lines[t->slots[at] - 1];

		if (l->len == line.len && memcmp(t->bytes + l->at, line.p, line.len) == 0)
			break;
	}
	return (&t->slots[at]);
}

static bool
spool_add(struct vt_spool_table *t, struct vt_str line)
{
	uint16_t *slot = spool_slot(t, line);

	if (*slot == 0) {
		if (t->line_count == VT_SPOOL_LINES_MAX || line.len > VT_SPOOL_BYTES_MAX - t->len)
			return (false);
		memcpy(t->bytes + t->len, line.p, line.len);
		t->lines[t->line_count] =
		    (struct vt_spool_line){ (uint32_t)t->len, (uint32_t)line.len, 0 };
		t->len += line.len;
		*slot = (uint16_t)++t->line_count;
	}
	t->lines[*slot - 1].count++;
	return (true);
}

void
vt_spool_put(struct vt_spool *s, struct vt_str line)
{
	char flat[VT_SPOOL_LINE_MAX];
	bool is_filling;

	line = vt_str_sub(line, 0, sizeof(flat));
	if (line.len == 0)
		return;
	for (size_t i = 0; i < line.len; i++)
		flat[i] = line.p[i] == '\n' ? ' ' : line.p[i];
	line.p = flat;
	(void)pthread_mutex_lock(&s->lock);
	if (!spool_add(s->filling, line))
		s->dropped++;
	(void)__atomic_add_fetch(s->unwritten, 1, __ATOMIC_RELAXED);
	is_filling = s->filling->line_count == VT_SPOOL_LINES_MAX / 2 ||
		     s->filling->len > VT_SPOOL_BYTES_MAX / 2;
	(void)pthread_mutex_unlock(&s->lock);
	if (is_filling)
		(void)pthread_cond_signal(&s->work);
}

/* --- the file ----------------------------------------------------------------- */

/* Open, locked against a reader, and not one that a reader has just removed. */
static int
spool_open(const struct vt_spool *s, int64_t *bytes_r)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct stat st;

	for (int i = 0; i < VT_SPOOL_TRIES_MAX; i++) {
		int fd = open(s->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0640);

		if (fd < 0)
			return (-1);
		if (fcntl(fd, F_OFD_SETLKW, &lock) == 0 && fstat(fd, &st) == 0 && st.st_nlink > 0) {
			*bytes_r = st.st_size;
			return (fd);
		}
		(void)close(fd);
	}
	errno = EBUSY;
	return (-1);
}

static bool
spool_append(int fd, struct vt_str bytes)
{
	while (bytes.len > 0) {
		ssize_t n = write(fd, bytes.p, bytes.len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return (false);
		bytes = vt_str_sub(bytes, (size_t)n, bytes.len);
	}
	return (true);
}

/* A file says first which one it is: its path will be another's one day. */
static void
spool_print_name(struct vt_buf *out)
{
	unsigned char bytes[VT_SPOOL_NAME_LEN / 2];
	char name[VT_SPOOL_NAME_LEN + 1];

	randombytes_buf(bytes, sizeof(bytes));
	vt_buf_printf(out, "%s%s\n", VT_SPOOL_NAME,
		      sodium_bin2hex(name, sizeof(name), bytes, sizeof(bytes)));
}

static void
spool_print(const struct vt_spool_table *t, int64_t dropped, struct vt_buf *out)
{
	if (dropped > 0)
		vt_buf_printf(out, "%lld\t%s\n", (long long)dropped, VT_SPOOL_DROPPED);
	for (size_t i = 0; i < t->line_count; i++) {
		vt_buf_int(out, t->lines[i].count);
		vt_buf_char(out, '\t');
		vt_buf_put(out, t->bytes + t->lines[i].at, t->lines[i].len);
		vt_buf_char(out, '\n');
	}
}

/* Behind the bytes that are there; all of it, or nothing.  NULL: written. */
static const char *
spool_extend(const struct vt_spool *s, int fd, int64_t bytes, const struct vt_buf *out)
{
	const char *why;

	if (out->err != VT_OK)
		return ("no memory");
	if (bytes + (int64_t)out->len > s->bytes_max)
		return ("it is full until it is read: by `vartai harvest status`, `vartai usage roll`");
	if (spool_append(fd, vt_buf_get(out)) && (!s->is_synced || fdatasync(fd) == 0))
		return (NULL);
	why = errno == ENOSPC || errno == EDQUOT ? "its disk is full: make room there"
						 : strerror(errno);
	/* A line without its end would spoil the next one. */
	if (ftruncate(fd, bytes) != 0)
		vt_log("core", VT_LOG_WARN, "%s: a part of a line stays: %s", s->path,
		       strerror(errno));
	return (why);
}

static void
spool_warn(struct vt_spool *s, const char *why)
{
	if (s->failures++ % VT_SPOOL_WARN_EVERY == 0)
		vt_log("core", VT_LOG_WARN, "%s: lines are dropped: %s", s->path, why);
}

/* How many lines could not be written. */
static int64_t
spool_write(struct vt_spool *s, const struct vt_spool_table *t, int64_t dropped)
{
	struct vt_buf out;
	int64_t bytes, lost = dropped;
	const char *why = NULL;
	int fd;

	for (size_t i = 0; i < t->line_count; i++)
		lost += t->lines[i].count;
	vt_buf_init(&out, 0);
	fd = spool_open(s, &bytes);
	if (fd >= 0 && bytes == 0)
		spool_print_name(&out);
	spool_print(t, dropped, &out);
	if (fd < 0) {
		why = strerror(errno);
	} else {
		why = spool_extend(s, fd, bytes, &out);
		(void)close(fd);
	}
	if (why != NULL)
		spool_warn(s, why);
	vt_buf_fini(&out);
	return (why == NULL ? 0 : lost);
}

/* --- its thread ------------------------------------------------------------------ */

static void
spool_wait(struct vt_spool *s)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += VT_SPOOL_FLUSH_S;
	if (!s->is_ending)
		(void)pthread_cond_timedwait(&s->work, &s->lock, &until);
}

/* With the lock held, which is let go while the disk is waited for. */
static void
spool_flush(struct vt_spool *s)
{
	struct vt_spool_table *full = s->filling;
	int64_t dropped = s->dropped, told = dropped;

	if (full->line_count == 0 && dropped == 0)
		return;
	for (size_t i = 0; i < full->line_count; i++)
		told += full->lines[i].count;
	s->filling = s->spare;
	s->dropped = 0;
	(void)pthread_mutex_unlock(&s->lock);
	dropped = spool_write(s, full, dropped);
	(void)__atomic_sub_fetch(s->unwritten, told - dropped, __ATOMIC_RELAXED);
	spool_empty(full);
	(void)pthread_mutex_lock(&s->lock);
	s->spare = full;
	s->dropped += dropped;
}

static void *
spool_run(void *arg)
{
	struct vt_spool *s = arg;

	(void)pthread_mutex_lock(&s->lock);
	while (!s->is_ending) {
		spool_wait(s);
		spool_flush(s);
	}
	(void)pthread_mutex_unlock(&s->lock);
	return (NULL);
}

/* Signals are the loop's. */
static int
spool_start(struct vt_spool *s)
{
	pthread_condattr_t clock;
	sigset_t all, before;
	int rc;

	(void)pthread_condattr_init(&clock);
	(void)pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	(void)pthread_cond_init(&s->work, &clock);
	(void)pthread_condattr_destroy(&clock);
	(void)pthread_mutex_init(&s->lock, NULL);
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&s->thread, NULL, spool_run, s);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return (rc);
}

static void
spool_free(struct vt_spool *s)
{
	free(s->filling);
	free(s->spare);
	free(s->path);
	free(s);
}

vt_err
vt_spool_open(const char *stem, int64_t bytes_max, struct vt_spool **s_r)
{
	struct vt_spool *s = calloc(1, sizeof(*s));
	int rc;

	if (s == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the spool %s", stem));
	s->bytes_max = bytes_max;
	s->unwritten = &s->unwatched;
	s->filling = calloc(1, sizeof(*s->filling));
	s->spare = calloc(1, sizeof(*s->spare));
	if (s->filling == NULL || s->spare == NULL ||
	    asprintf(&s->path, "%s.%ld%s", stem, (long)getpid(), VT_SPOOL_SUFFIX) < 0) {
		s->path = NULL;
		spool_free(s);
		return (vt_fail(VT_E_NOMEM, "no memory for the spool %s", stem));
	}
	if ((rc = spool_start(s)) != 0) {
		spool_free(s);
		return (vt_fail(VT_E_LIMIT, "no thread for the spool %s: %s", stem, strerror(rc)));
	}
	*s_r = s;
	return (VT_OK);
}

void
vt_spool_watch(struct vt_spool *s, int64_t *unwritten)
{
	s->unwritten = unwritten;
}

void
vt_spool_sync(struct vt_spool *s, bool is_synced)
{
	s->is_synced = is_synced;
}

void
vt_spool_close(struct vt_spool **s_p)
{
	struct vt_spool *s = *s_p;

	*s_p = NULL;
	if (s == NULL)
		return;
	(void)pthread_mutex_lock(&s->lock);
	s->is_ending = true;
	(void)pthread_mutex_unlock(&s->lock);
	(void)pthread_cond_signal(&s->work);
	(void)pthread_join(s->thread, NULL);
	/* What came while the thread wrote for the last time. */
	(void)pthread_mutex_lock(&s->lock);
	spool_flush(s);
	(void)pthread_mutex_unlock(&s->lock);
	(void)pthread_cond_destroy(&s->work);
	(void)pthread_mutex_destroy(&s->lock);
	spool_free(s);
}
