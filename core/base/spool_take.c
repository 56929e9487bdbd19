/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reading end of a spool: takes the files of a stem under their locks, some at
 * a time, tells each line, and removes them once what they came to is kept.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/buf.h"
#include "api/owned.h"
#include "base/spool.h"

#define VT_SPOOL_CHUNK 65536 /* bytes read at once */

struct spool_taking {
	const struct vt_spool_reader *r;
	const struct vt_spool_marks *m; /* NULL: none are kept */
	char *folder; /* with its final slash */
	struct vt_str name;
	struct spool_file {
		char *path;
		int64_t bytes, written; /* as they were found */
		int fd;
	} files[VT_SPOOL_FILES_MAX];
	size_t count;
};

static bool
spool_is_file(const struct spool_taking *t, const char *entry)
{
	struct vt_str rest = vt_str_of(entry);
	int64_t process;

	if (!vt_str_starts(rest, t->name) || !vt_str_ends(rest, VT_STR(VT_SPOOL_SUFFIX)))
		return (false);
	rest = vt_str_sub(rest, t->name.len, rest.len - t->name.len - strlen(VT_SPOOL_SUFFIX));
	return (rest.len > 1 && rest.p[0] == '.' &&
		vt_str_to_int(vt_str_sub(rest, 1, rest.len), 0, INT64_MAX, &process));
}

static vt_err
spool_add_file(struct spool_taking *t, const char *entry)
{
	struct spool_file *f = &t->files[t->count];
	struct stat st;

	if (asprintf(&f->path, "%s%s", t->folder, entry) < 0)
		return (vt_fail(VT_E_NOMEM, "no memory to read %s", entry));
	f->fd = -1;
	if (stat(f->path, &st) != 0)
		memset(&st, 0, sizeof(st)); /* whether that matters is seen when it is opened */
	f->bytes = st.st_size;
	f->written = st.st_mtime;
	t->count++;
	return (VT_OK);
}

static int
spool_order(const void *a, const void *b)
{
	const struct spool_file *x = a, *y = b;

	return (x->written < y->written ? -1 : x->written > y->written);
}

static vt_err
spool_find(struct spool_taking *t)
{
	DIR *dir = opendir(t->folder);
	struct dirent *e;
	vt_err err = VT_OK;

	if (dir == NULL)
		return (errno == ENOENT ? VT_OK
					: vt_fail(VT_E_IO, "%s cannot be read: %s", t->folder,
						  strerror(errno)));
	while (err == VT_OK && t->count < VT_SPOOL_FILES_MAX && (e = readdir(dir)) != NULL)
		if (spool_is_file(t, e->d_name))
			err = spool_add_file(t, e->d_name);
	(void)closedir(dir);
	qsort(t->files, t->count, sizeof(t->files[0]), spool_order);
	return (err);
}

static void
spool_let_go(struct spool_file *f)
{
	if (f->fd >= 0)
		(void)close(f->fd);
	f->fd = -1;
}

/* fd -1 after VT_OK: another reader has it, or has removed it while this one waited;
 * what now has its name will be read next time. */
static vt_err
spool_lock(struct spool_file *f)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	struct stat st;

	f->fd = vt_owned_open(f->path, O_RDWR, 0);
	if (f->fd < 0 && errno == ENOENT)
		return (VT_OK);
	if (f->fd < 0 || fcntl(f->fd, F_OFD_SETLKW, &lock) != 0 || fstat(f->fd, &st) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be read and emptied: %s", f->path,
				vt_owned_error()));
	if (st.st_nlink == 0)
		spool_let_go(f);
	return (VT_OK);
}

static void
spool_line(const struct vt_spool_reader *r, struct vt_str line)
{
	struct vt_str number;
	int64_t count;

	if (vt_str_next(&line, '\t', &number) && vt_str_to_int(number, 1, INT64_MAX, &count) &&
	    line.len > 0)
		r->line(r->arg, line, count);
}

/* A last line without an end was cut by the death of its writer.  How many bytes were
 * lines. */
static int64_t
spool_lines(const struct vt_spool_reader *r, struct vt_buf *text)
{
	size_t whole = text->len;
	struct vt_str rest = vt_buf_get(text), line;
	const char *end;

	while (rest.len > 0 && (end = memchr(rest.p, '\n', rest.len)) != NULL) {
		line = vt_str_sub(rest, 0, (size_t)(end - rest.p));
		rest = vt_str_sub(rest, line.len + 1, rest.len);
		spool_line(r, line);
	}
	if (rest.len > 0)
		memmove(text->p, rest.p, rest.len);
	text->len = rest.len;
	return ((int64_t)(whole - rest.len));
}

/* The file's name, and behind its line; an older one has none. */
static int64_t
spool_name(const struct spool_file *f, char name[VT_SPOOL_NAME_LEN], struct vt_str *name_r)
{
	char line[sizeof(VT_SPOOL_NAME) + VT_SPOOL_NAME_LEN];
	const size_t start = sizeof(VT_SPOOL_NAME) - 1;

	*name_r = VT_STR_NONE;
	if (pread(f->fd, line, sizeof(line), 0) != (ssize_t)sizeof(line) ||
	    memcmp(line, VT_SPOOL_NAME, start) != 0 || line[sizeof(line) - 1] != '\n')
		return (0);
	memcpy(name, line + start, VT_SPOOL_NAME_LEN);
	*name_r = (struct vt_str){ name, VT_SPOOL_NAME_LEN };
	return ((int64_t)sizeof(line));
}

/* To where the reading begins. */
static vt_err
spool_seek(const struct spool_taking *t, const struct spool_file *f, struct vt_str name,
	   int64_t *at)
{
	int64_t before = t->m != NULL && name.len > 0 ? t->m->begin(t->r->arg, name) : 0;

	*at = before > *at ? before : *at;
	return (lseek(f->fd, *at, SEEK_SET) == *at
		    ? VT_OK
		    : vt_fail(VT_E_IO, "%s cannot be read: %s", f->path, strerror(errno)));
}

static vt_err
spool_read(const struct spool_taking *t, const struct spool_file *f)
{
	const struct vt_spool_reader *r = t->r;
	char bytes[VT_SPOOL_NAME_LEN];
	struct vt_str name;
	int64_t at = spool_name(f, bytes, &name);
	struct vt_buf text;
	ssize_t n = 1;

	if (spool_seek(t, f, name, &at) != VT_OK)
		return (VT_E_IO);
	vt_buf_init(&text, 2 * VT_SPOOL_CHUNK);
	while (n > 0) {
		char *room = vt_buf_room(&text, VT_SPOOL_CHUNK);

		if (room == NULL)
			break;
		n = read(f->fd, room, VT_SPOOL_CHUNK);
		if (n > 0)
			text.len += (size_t)n;
		at += spool_lines(r, &text);
	}
	vt_buf_fini(&text);
	if (n == 0 && t->m != NULL && name.len > 0)
		t->m->end(r->arg, name, at);
	return (n == 0 ? VT_OK : vt_fail(VT_E_IO, "%s cannot be read: %s", f->path,
					 n < 0 ? strerror(errno) : "it is no spool"));
}

/* How many of the files from there on are read together: at least one. */
static size_t
spool_together(const struct spool_taking *t, size_t from)
{
	int64_t bytes = 0;
	size_t i = from;

	while (i < t->count && (i == from || bytes + t->files[i].bytes <= VT_SPOOL_AT_ONCE))
		bytes += t->files[i++].bytes;
	return (i - from);
}

static vt_err
spool_take_some(const struct spool_taking *t, struct spool_file *files, size_t count)
{
	const struct vt_spool_reader *r = t->r;
	vt_err err = VT_OK;

	for (size_t i = 0; i < count && err == VT_OK; i++)
		if ((err = spool_lock(&files[i])) == VT_OK && files[i].fd >= 0)
			err = spool_read(t, &files[i]);
	if (err == VT_OK)
		err = r->done(r->arg);
	for (size_t i = 0; i < count; i++) {
		if (err == VT_OK && files[i].fd >= 0 && vt_owned_remove(files[i].path) != 0)
			err = vt_fail(VT_E_IO, "%s was read and cannot be removed: %s",
				      files[i].path, strerror(errno));
		spool_let_go(&files[i]);
	}
	return (err);
}

static vt_err
spool_take_all(struct spool_taking *t)
{
	vt_err err = spool_find(t);
	size_t i = 0, some;

	do {
		some = spool_together(t, i);
		if (err == VT_OK)
			err = spool_take_some(t, &t->files[i], some);
		i += some;
	} while (i < t->count && err == VT_OK);
	for (i = 0; i < t->count; i++)
		free(t->files[i].path);
	return (err);
}

vt_err
vt_spool_take(const char *stem, const struct vt_spool_reader *r)
{
	return (vt_spool_take_marked(stem, r, NULL));
}

vt_err
vt_spool_take_marked(const char *stem, const struct vt_spool_reader *r,
		     const struct vt_spool_marks *m)
{
	const char *slash = strrchr(stem, '/');
	struct spool_taking *t = calloc(1, sizeof(*t));
	vt_err err;

	if (t == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to read the spool %s", stem));
	t->r = r;
	t->m = m;
	t->name = vt_str_of(slash != NULL ? slash + 1 : stem);
	t->folder = slash != NULL ? strndup(stem, (size_t)(slash + 1 - stem)) : strdup("./");
	err = t->folder != NULL ? spool_take_all(t)
				: vt_fail(VT_E_NOMEM, "no memory to read the spool %s", stem);
	free(t->folder);
	free(t);
	return (err);
}
