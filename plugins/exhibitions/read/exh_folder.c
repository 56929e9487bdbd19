/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of a folder.  No name leads out of it: folders are opened one by one, none of
 * them as a link.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "exh_folder.h"

#define EXH_SETTLED_NS	INT64_C(100000000)	/* clocks of file systems tick every 1..10 ms */
#define EXH_AHEAD_NS	INT64_C(2000000000)	/* beyond: a file from the future, not one just saved */

bool
exh_is_slug(struct vt_str s)
{
	if (s.len == 0 || s.len > EXH_SLUG_MAX || s.p[0] == '-' || s.p[s.len - 1] == '-')
		return (false);
	for (size_t i = 0; i < s.len; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '0' && s.p[i] <= '9') ||
		    s.p[i] == '-'))
			return (false);
	return (true);
}

bool
exh_is_file_name(struct vt_str name)
{
	if (name.len == 0 || name.len > EXH_FILE_NAME_MAX || name.p[0] == '.' || name.p[0] == '-')
		return (false);
	for (size_t i = 0; i < name.len; i++)
		if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= 'A' && name.p[i] <= 'Z') ||
		    (name.p[i] >= '0' && name.p[i] <= '9') || name.p[i] == '.' || name.p[i] == '_' ||
		    name.p[i] == '-'))
			return (false);
	return (true);
}

static const struct {
	const char	*end, *type;
} exh_media_types[] = {
	{ ".mp3", "audio/mpeg" }, { ".ogg", "audio/ogg" }, { ".oga", "audio/ogg" },
	{ ".opus", "audio/ogg" }, { ".m4a", "audio/mp4" }, { ".wav", "audio/wav" },
	{ ".flac", "audio/flac" }, { ".mp4", "video/mp4" }, { ".m4v", "video/mp4" },
	{ ".webm", "video/webm" }, { ".ogv", "video/ogg" }, { ".vtt", "text/vtt" },
};

const char *
exh_media_type(struct vt_str file)
{
	for (size_t i = 0; i < sizeof(exh_media_types) / sizeof(exh_media_types[0]); i++) {
		size_t	len = strlen(exh_media_types[i].end);

		if (file.len > len && vt_str_eq_nocase(vt_str_sub(file, file.len - len, len),
		    vt_str_of(exh_media_types[i].end)))
			return (exh_media_types[i].type);
	}
	return (NULL);
}

/* --- opening ------------------------------------------------------------------------- */

static int
exh_dir_open(const char *folder, bool is_media)
{
	int	fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), media;

	if (fd < 0 || !is_media)
		return (fd);
	media = openat(fd, "media", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	(void)close(fd);
	return (media);
}

static vt_err
exh_open_fail(struct vt_str name)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return (vt_fail(VT_E_NOTFOUND, "there is no file %.*s", VT_STR_ARG(name)));
	if (errno == ELOOP)
		return (vt_fail(VT_E_NOTFOUND, "%.*s is a symbolic link: put the file itself there",
		    VT_STR_ARG(name)));
	return (vt_fail(VT_E_IO, "%.*s cannot be opened: %s%s", VT_STR_ARG(name), strerror(errno),
	    errno == EACCES ? ": let server.user read it and pass through the folders above it" : ""));
}

/* O_NONBLOCK: a pipe of that name is not waited for. */
static vt_err
exh_open_at(int dir, struct vt_str name, struct vt_str leaf, int *fd_r, struct stat *st_r)
{
	char	c[EXH_FILE_NAME_MAX + 1];
	int	fd;

	memcpy(c, leaf.p, leaf.len);
	c[leaf.len] = '\0';
	fd = openat(dir, c, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return (exh_open_fail(name));
	if (fstat(fd, st_r) != 0 || !S_ISREG(st_r->st_mode)) {
		(void)close(fd);
		return (vt_fail(VT_E_NOTFOUND, "%.*s is not a file", VT_STR_ARG(name)));
	}
	*fd_r = fd;
	return (VT_OK);
}

vt_err
exh_file_open(const char *folder, struct vt_str name, int *fd_r, struct stat *st_r)
{
	struct vt_str	media = VT_STR("media/"), leaf = name;
	bool		is_media = vt_str_starts(name, media);
	vt_err		err;
	int		dir;

	if (is_media)
		leaf = vt_str_sub(name, media.len, name.len);
	if (!exh_is_file_name(leaf))
		return (vt_fail(VT_E_NOTFOUND, "'%.*s' is no name of a file here: letters without "
		    "diacritics, digits, '.', '_' and '-' are", VT_STR_ARG(name)));
	if ((dir = exh_dir_open(folder, is_media)) < 0)
		return (exh_open_fail(name));
	err = exh_open_at(dir, name, leaf, fd_r, st_r);
	(void)close(dir);
	return (err);
}

/* --- reading ------------------------------------------------------------------------------ */

static vt_err
exh_read_whole(int fd, struct vt_str name, char *p, size_t len, size_t *got_r)
{
	size_t	at = 0;
	ssize_t	n = 1;

	while (at < len && n != 0) {
		n = read(fd, p + at, len - at);
		if (n < 0 && errno != EINTR)
			return (vt_fail(VT_E_IO, "%.*s cannot be read: %s", VT_STR_ARG(name),
			    strerror(errno)));
		at += n > 0 ? (size_t)n : 0;
	}
	*got_r = at;
	return (VT_OK);
}

vt_err
exh_file_read(struct vt_arena *a, const char *folder, struct vt_str name, size_t max,
    struct vt_str *bytes_r)
{
	struct stat	st;
	size_t		len = 0;
	char		*p;
	int		fd;
	vt_err		err = exh_file_open(folder, name, &fd, &st);

	if (err != VT_OK)
		return (err);
	if ((uint64_t)st.st_size > max)
		err = vt_fail(VT_E_TOOLARGE, "%.*s is larger than the %zu bytes that are read",
		    VT_STR_ARG(name), max);
	else if ((p = vt_arena_alloc(a, (size_t)st.st_size + 1)) == NULL)
		err = VT_E_LIMIT;
	else if ((err = exh_read_whole(fd, name, p, (size_t)st.st_size, &len)) == VT_OK)
		*bytes_r = (struct vt_str){ p, len };
	(void)close(fd);
	return (err);
}

vt_err
exh_file_text(struct vt_arena *a, const char *folder, struct vt_str name, struct vt_str *text_r)
{
	struct vt_str	rest, text;
	uint32_t	code;
	int		line = 1;
	vt_err		err = exh_file_read(a, folder, name, EXH_FILE_MAX, &text);

	if (err != VT_OK)
		return (err);
	if (vt_str_starts(text, VT_STR("\xef\xbb\xbf")))
		text = vt_str_sub(text, 3, text.len);
	rest = text;
	while (vt_utf8_next(&rest, &code)) {
		if (code == 0)
			return (vt_fail(VT_E_BADARG, "%.*s, line %d: a zero byte stands here: this "
			    "is no text", VT_STR_ARG(name), line));
		line += code == '\n';
	}
	if (rest.len > 0)
		return (vt_fail(VT_E_BADARG, "%.*s, line %d: this is no UTF-8: save the file as "
		    "UTF-8", VT_STR_ARG(name), line));
	*text_r = text;
	return (VT_OK);
}

/* --- stamps ---------------------------------------------------------------------------------- */

struct exh_stamping {
	struct exh_stamp	*s;
	struct exh_seen		*seen;		/* or NULL */
	const char		*folder;	/* whose files are looked at: with media/ */
	int64_t			 newest;	/* nanoseconds */
	size_t			 count;
};

static int64_t
exh_ns(const struct timespec *t)
{
	return ((int64_t)t->tv_sec * 1000000000 + t->tv_nsec);
}

/* Added up: folders come in no order. */
static void
exh_stamp_sum(uint64_t sum[2], const char *name, const int64_t *numbers, size_t count)
{
	crypto_generichash_state	h;
	uint64_t			out[2];

	(void)crypto_generichash_init(&h, NULL, 0, sizeof(out));
	(void)crypto_generichash_update(&h, (const unsigned char *)name, strlen(name) + 1);
	(void)crypto_generichash_update(&h, (const unsigned char *)numbers, count * sizeof(*numbers));
	(void)crypto_generichash_final(&h, (unsigned char *)out, sizeof(out));
	sum[0] += out[0];
	sum[1] += out[1];
}

/* What editors leave beside a file is none of it. */
static bool
exh_stamp_takes(const char *name)
{
	return (exh_is_file_name(vt_str_of(name)));
}

static void
exh_stamp_newest(struct exh_stamping *t, const struct stat *st)
{
	int64_t	written = exh_ns(&st->st_mtim), changed = exh_ns(&st->st_ctim);

	t->newest = written > t->newest ? written : t->newest;
	t->newest = changed > t->newest ? changed : t->newest;
}

static void
exh_stamp_file(struct exh_stamping *t, int dir, const char *name, bool is_media)
{
	int64_t		n[6];
	struct stat	st;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0 || S_ISDIR(st.st_mode))
		return;
	n[0] = st.st_size;
	n[1] = st.st_mtime;
	n[2] = exh_ns(&st.st_mtim);
	n[3] = exh_ns(&st.st_ctim);
	n[4] = (int64_t)st.st_ino;
	n[5] = (int64_t)st.st_mode * 2 + is_media;
	exh_stamp_sum(t->s->files, name, n, 6);
	if (is_media)
		exh_stamp_sum(t->s->media, name, n, 2);
	if (st.st_mtime > t->s->changed)
		t->s->changed = st.st_mtime;
	exh_stamp_newest(t, &st);
	exh_seen_add(t->seen, t->folder, name, &st);
}

static vt_err
exh_stamp_dir(struct exh_stamping *t, int fd, bool is_media)
{
	DIR		*dir = fdopendir(fd);
	struct dirent	*e;
	struct stat	 st;
	vt_err		 err = VT_OK;

	if (dir == NULL || fstat(fd, &st) != 0) {
		(void)(dir != NULL ? closedir(dir) : close(fd));
		return (vt_fail(VT_E_IO, "the folder cannot be read: %s", strerror(errno)));
	}
	exh_stamp_newest(t, &st);
	exh_seen_add(t->seen, t->folder, "", &st);
	while (err == VT_OK && (e = readdir(dir)) != NULL) {
		if (!exh_stamp_takes(e->d_name))
			continue;
		if (++t->count > EXH_FILES_MAX)
			err = vt_fail(VT_E_TOOLARGE, "the folder has more than %d files", EXH_FILES_MAX);
		else
			exh_stamp_file(t, dirfd(dir), e->d_name, is_media);
	}
	(void)closedir(dir);
	return (err);
}

vt_err
exh_stamp_read(const char *folder, struct exh_seen *seen, struct exh_stamp *s_r)
{
	struct exh_stamping	t = { .s = s_r, .seen = seen, .folder = folder };
	char			inner[PATH_MAX];
	struct timespec		now;
	int			fd = exh_dir_open(folder, false), media;
	vt_err			err;

	*s_r = (struct exh_stamp){ .changed = 0 };
	if (fd < 0)
		return (exh_open_fail(vt_str_of(folder)));
	(void)clock_gettime(CLOCK_REALTIME, &now);
	err = exh_stamp_dir(&t, fd, false);
	if (err == VT_OK && (media = exh_dir_open(folder, true)) >= 0) {
		(void)snprintf(inner, sizeof(inner), "%s/media", folder);
		t.folder = inner;
		err = exh_stamp_dir(&t, media, true);
	}
	s_r->is_settled = t.newest < exh_ns(&now) - EXH_SETTLED_NS ||
	    t.newest > exh_ns(&now) + EXH_AHEAD_NS;
	return (err);
}

bool
exh_stamp_eq(const struct exh_stamp *a, const struct exh_stamp *b)
{
	return (a->files[0] == b->files[0] && a->files[1] == b->files[1]);
}
