/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The memory of file hashes: a table in memory and a file of lines behind it,
 * which is appended to as hashes are made and rewritten when half of it is old.
 *
 *   size mtime_ns ctime_ns device inode hash percent-encoded-path
 */
#include "ingest/pipeline/hashes.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "api/buf.h"
#include "api/owned.h"

#define VT_HASHES_HEAD	"vartai-hashes 1"
#define VT_HASHES_SLOTS 1024 /* at first */

/* What has to be the same for a hash to count. */
struct vt_hashes_mark {
	int64_t size, mtime_ns, ctime_ns;
	uint64_t device, inode;
};
struct vt_hashes_entry {
	char *path; /* NULL: a free slot */
	struct vt_hashes_mark mark;
	char hex[VT_HASH_HEX];
};
struct vt_hashes {
	pthread_mutex_t lock;
	struct vt_hashes_entry *slots;
	size_t slot_count, count, line_count;
	char *path;
	FILE *out; /* NULL: nothing is written */
};

static uint64_t
vt_hashes_of(const char *s)
{
	uint64_t h = 14695981039346656037ULL; /* FNV-1a */

	for (; *s != '\0'; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211ULL;
	return (h);
}

static struct vt_hashes_entry *
vt_hashes_slot(struct vt_hashes_entry *slots, size_t count, const char *path)
{
	size_t i = (size_t)vt_hashes_of(path) & (count - 1);

	while (slots[i].path != NULL && strcmp(slots[i].path, path) != 0)
		i = (i + 1) & (count - 1);
	return (&slots[i]);
}

static bool
vt_hashes_grow(struct vt_hashes *h)
{
	size_t wanted = h->slot_count != 0 ? h->slot_count * 2 : VT_HASHES_SLOTS;
	struct vt_hashes_entry *slots;

	if (h->slot_count != 0 && h->count * 2 < h->slot_count)
		return (true);
	slots = calloc(wanted, sizeof(*slots));
	if (slots == NULL)
		return (false);
	for (size_t i = 0; i < h->slot_count; i++)
		if (h->slots[i].path != NULL)
			*vt_hashes_slot(slots, wanted, h->slots[i].path) = h->slots[i];
	free(h->slots);
	h->slots = slots;
	h->slot_count = wanted;
	return (true);
}

static void
vt_hashes_put(struct vt_hashes *h, const char *path, const struct vt_hashes_mark *mark,
	      const char *hex)
{
	struct vt_hashes_entry *e;

	if (h->count >= VT_HASHES_MAX || !vt_hashes_grow(h))
		return;
	e = vt_hashes_slot(h->slots, h->slot_count, path);
	if (e->path == NULL) {
		e->path = strdup(path);
		if (e->path == NULL)
			return;
		h->count++;
	}
	e->mark = *mark;
	memcpy(e->hex, hex, VT_HASH_HEX);
}

/* --- the file ------------------------------------------------------------------------ */

static bool
vt_hashes_number(struct vt_str *rest, int64_t *value_r)
{
	struct vt_str part;

	return (vt_str_next(rest, ' ', &part) &&
		vt_str_to_int(part, INT64_MIN + 1, INT64_MAX, value_r));
}

static bool
vt_hashes_is_hex(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return (false);
	return (s.len == VT_HASH_HEX - 1);
}

static int
vt_hashes_digit(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	return (c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1);
}

/* In place; false for what no percent encoding is. */
static bool
vt_hashes_decode(char *s)
{
	char *out = s;

	for (; *s != '\0'; s++) {
		int hi, lo;

		if (*s != '%') {
			*out++ = *s;
			continue;
		}
		hi = vt_hashes_digit(s[1]);
		lo = hi >= 0 ? vt_hashes_digit(s[2]) : -1;
		if (lo < 0)
			return (false);
		*out++ = (char)(hi << 4 | lo);
		s += 2;
	}
	*out = '\0';
	return (true);
}

static void
vt_hashes_line(struct vt_hashes *h, char *line, size_t len)
{
	struct vt_str rest = { line, len }, hex;
	struct vt_hashes_mark m;
	int64_t device, inode;
	char text[VT_HASH_HEX] = { 0 };

	if (!vt_hashes_number(&rest, &m.size) || !vt_hashes_number(&rest, &m.mtime_ns) ||
	    !vt_hashes_number(&rest, &m.ctime_ns) || !vt_hashes_number(&rest, &device) ||
	    !vt_hashes_number(&rest, &inode) || !vt_str_next(&rest, ' ', &hex) ||
	    !vt_hashes_is_hex(hex) || rest.len == 0 || !vt_hashes_decode(line + (rest.p - line)))
		return;
	m.device = (uint64_t)device;
	m.inode = (uint64_t)inode;
	memcpy(text, hex.p, hex.len);
	vt_hashes_put(h, line + (rest.p - line), &m, text);
}

static FILE *
vt_hashes_file(const char *path, int flags, const char *mode)
{
	int fd = vt_owned_open(path, flags, 0644);
	FILE *f = fd >= 0 ? fdopen(fd, mode) : NULL;

	if (f == NULL && fd >= 0)
		(void)close(fd);
	return (f);
}

/* Only lines that end are taken: a killed run may have left half of one.  False
 * when the file has to be written anew. */
static bool
vt_hashes_load(struct vt_hashes *h)
{
	FILE *f = vt_hashes_file(h->path, O_RDONLY, "r");
	char *line = NULL;
	size_t cap = 0;
	ssize_t len;
	bool is_ours = false;

	if (f == NULL)
		return (false);
	while ((len = getline(&line, &cap, f)) > 0 && line[len - 1] == '\n') {
		line[--len] = '\0';
		if (!is_ours && strcmp(line, VT_HASHES_HEAD) != 0)
			break;
		if (is_ours)
			vt_hashes_line(h, line, (size_t)len);
		h->line_count += is_ours;
		is_ours = true;
	}
	free(line);
	(void)fclose(f);
	return (is_ours && len < 0 && h->line_count <= 2 * h->count + VT_HASHES_SLOTS);
}

static void
vt_hashes_print(FILE *out, const struct vt_hashes_entry *e)
{
	struct vt_buf path;

	vt_buf_init(&path, 0);
	vt_buf_percent(&path, vt_str_of(e->path));
	if (vt_buf_error(&path) == VT_OK)
		(void)fprintf(out, "%lld %lld %lld %lld %lld %s %s\n", (long long)e->mark.size,
			      (long long)e->mark.mtime_ns, (long long)e->mark.ctime_ns,
			      (long long)e->mark.device, (long long)e->mark.inode, e->hex, path.p);
	vt_buf_fini(&path);
}

/* The whole table as a new file, put in the old one's place at once. */
static void
vt_hashes_rewrite(struct vt_hashes *h)
{
	struct vt_buf name;
	FILE *f;

	vt_buf_init(&name, 0);
	vt_buf_printf(&name, "%s.tmp", h->path);
	f = vt_buf_error(&name) == VT_OK
		? vt_hashes_file(name.p, O_WRONLY | O_CREAT | O_TRUNC, "w") : NULL;
	if (f != NULL) {
		(void)fprintf(f, "%s\n", VT_HASHES_HEAD);
		for (size_t i = 0; i < h->slot_count; i++)
			if (h->slots[i].path != NULL)
				vt_hashes_print(f, &h->slots[i]);
		if ((fflush(f) | ferror(f)) == 0 && vt_owned_rename(name.p, h->path) == 0)
			h->line_count = h->count;
		(void)fclose(f);
	}
	vt_buf_fini(&name);
}

vt_err
vt_hashes_open(const char *path, bool is_kept, struct vt_hashes **h_r)
{
	struct vt_hashes *h = calloc(1, sizeof(*h));
	bool is_good = false;

	if (h == NULL || !vt_hashes_grow(h)) {
		free(h);
		return (vt_fail(VT_E_NOMEM, "no memory for the hashes of files"));
	}
	(void)pthread_mutex_init(&h->lock, NULL);
	if (path != NULL)
		h->path = strdup(path);
	if (h->path != NULL)
		is_good = vt_hashes_load(h);
	if (h->path != NULL && is_kept) {
		if (!is_good)
			vt_hashes_rewrite(h);
		h->out = vt_hashes_file(h->path, O_WRONLY | O_CREAT | O_APPEND, "a");
	}
	*h_r = h;
	return (VT_OK);
}

void
vt_hashes_close(struct vt_hashes **hp)
{
	struct vt_hashes *h = *hp;

	*hp = NULL;
	if (h == NULL)
		return;
	if (h->out != NULL)
		(void)fclose(h->out);
	for (size_t i = 0; i < h->slot_count; i++)
		free(h->slots[i].path);
	free(h->slots);
	free(h->path);
	(void)pthread_mutex_destroy(&h->lock);
	free(h);
}

/* --- asking ---------------------------------------------------------------------------- */

static vt_err
vt_hashes_stat(const char *path, struct vt_hashes_mark *m, bool *is_settled)
{
	struct stat st;
	time_t now = time(NULL);

	if (stat(path, &st) != 0)
		return (vt_fail(VT_E_IO, "%s: %s", path, strerror(errno)));
	m->size = st.st_size;
	m->mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec;
	m->ctime_ns = (int64_t)st.st_ctim.tv_sec * 1000000000 + st.st_ctim.tv_nsec;
	m->device = (uint64_t)st.st_dev;
	m->inode = (uint64_t)st.st_ino;
	*is_settled = st.st_mtim.tv_sec + VT_HASHES_SETTLE_S < now &&
		      st.st_ctim.tv_sec + VT_HASHES_SETTLE_S < now;
	return (VT_OK);
}

static bool
vt_hashes_is_same(const struct vt_hashes_mark *a, const struct vt_hashes_mark *b)
{
	return (a->size == b->size && a->mtime_ns == b->mtime_ns && a->ctime_ns == b->ctime_ns &&
		a->device == b->device && a->inode == b->inode);
}

static bool
vt_hashes_known(struct vt_hashes *h, const char *path, const struct vt_hashes_mark *m,
		char hex_r[VT_HASH_HEX])
{
	const struct vt_hashes_entry *e;
	bool is_known;

	(void)pthread_mutex_lock(&h->lock);
	e = vt_hashes_slot(h->slots, h->slot_count, path);
	is_known = e->path != NULL && vt_hashes_is_same(&e->mark, m);
	if (is_known)
		memcpy(hex_r, e->hex, VT_HASH_HEX);
	(void)pthread_mutex_unlock(&h->lock);
	return (is_known);
}

static void
vt_hashes_remember(struct vt_hashes *h, const char *path, const struct vt_hashes_mark *m,
		   const char *hex)
{
	(void)pthread_mutex_lock(&h->lock);
	vt_hashes_put(h, path, m, hex);
	if (h->out != NULL) {
		vt_hashes_print(h->out, vt_hashes_slot(h->slots, h->slot_count, path));
		(void)fflush(h->out);
	}
	(void)pthread_mutex_unlock(&h->lock);
}

vt_err
vt_hashes_get(struct vt_hashes *h, const char *path, char hex_r[VT_HASH_HEX], int64_t *bytes_r)
{
	struct vt_hashes_mark before, after;
	bool is_settled;
	vt_err err = vt_hashes_stat(path, &before, &is_settled);

	if (err != VT_OK)
		return (err);
	*bytes_r = before.size;
	if (vt_hashes_known(h, path, &before, hex_r))
		return (VT_OK);
	err = vt_hash_file(path, hex_r);
	if (err != VT_OK)
		return (err);
	if (is_settled && vt_hashes_stat(path, &after, &is_settled) == VT_OK &&
	    vt_hashes_is_same(&before, &after))
		vt_hashes_remember(h, path, &before, hex_r);
	return (VT_OK);
}
