/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file as an answer (api/file.h), whole or a part of it.  Its bytes are lent to the kernel
 * out of the mapped file, so that a film costs no memory; over TLS they are read.
 */
#include "api/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/json.h"
#include "api/time.h"
#include "api/webvtt.h"
#include "http/fields/byte_range.h"

#define FILE_PAGE	4096	/* of memory, at least */
#define FILE_AHEAD	(4 << 20)	/* bytes that the disk is asked for beforehand */
#define FILE_PART	(2 << 20)	/* bytes of a part that is read: whoever plays asks for the next */
/* Where a browser shows such a file all the same: no scripts, and not of our origin. */
#define FILE_CSP	"sandbox; default-src 'none'"

struct file_open {
	const struct vt_file_sent *file;
	struct vt_request	*req;
	struct vt_response	*res;
	struct vt_arena		*arena;
	int			 fd;
	struct stat		 st;
	struct vt_bytes		 range;
	struct vt_str		 etag;
};
struct file_map {
	void	*p;
	size_t	 len;
};
struct file_bytes {
	struct vt_file_memory	*memory;
	size_t			 len;
	char			 text[];
};

static void
file_close(void *arg)
{
	struct file_open	*f = arg;

	if (f->fd >= 0)
		(void)close(f->fd);
}

static vt_err
file_unreadable(const struct file_open *f, bool is_forbidden)
{
	if (is_forbidden)
		return (vt_fail(VT_E_UNAVAILABLE, "%.*s cannot be read: this server may not: let "
		    "server.user read %s and pass through the folders above it",
		    VT_STR_ARG(f->file->what), f->file->path));
	return (vt_fail(VT_E_UNAVAILABLE, "%.*s cannot be read%s", VT_STR_ARG(f->file->what),
	    f->file->missing));
}

static vt_err
file_open(struct file_open *f)
{
	/* What cannot be deferred is done at once. */
	if (vt_defer(f->arena, file_close, f) != VT_OK)
		return (VT_E_LIMIT);
	if (f->file->path != NULL)
		f->fd = open(f->file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (f->fd < 0 || fstat(f->fd, &f->st) != 0 || !S_ISREG(f->st.st_mode))
		return (file_unreadable(f, f->fd < 0 && f->file->path != NULL && errno == EACCES));
	/* A file that is changed in its place has another validator, whatever its tag says. */
	f->etag = vt_str_printf(f->arena, "%.*s-%llx-%llx.%lx", VT_STR_ARG(f->file->tag),
	    (unsigned long long)f->st.st_size, (unsigned long long)f->st.st_mtim.tv_sec,
	    (unsigned long)f->st.st_mtim.tv_nsec);
	return (f->etag.p != NULL ? VT_OK : VT_E_LIMIT);
}

/* Whether a part is still of the same file as those that the client has (13.1.5). */
static bool
file_if_range(const struct file_open *f)
{
	struct vt_str	value = vt_request_header(f->req, "If-Range");
	int64_t		t;

	if (value.len == 0)
		return (true);
	if (value.p[0] == '"')
		return (vt_str_eq(vt_str_sub(value, 1, value.len - 2), f->etag));
	return (vt_time_from_http(value, &t) && t == (int64_t)f->st.st_mtime);
}

static enum vt_byte_answer
file_asked(struct file_open *f)
{
	struct vt_str	range = vt_request_header(f->req, "Range");

	f->range = (struct vt_bytes){ 0, f->st.st_size };
	if (range.len == 0 || !file_if_range(f))
		return (VT_BYTES_WHOLE);
	return (vt_byte_range(range, f->st.st_size, &f->range));
}

static void
file_content_range(struct file_open *f, bool is_part)
{
	char	text[100];

	if (is_part)
		(void)snprintf(text, sizeof(text), "bytes %lld-%lld/%lld", (long long)f->range.from,
		    (long long)(f->range.from + f->range.len - 1), (long long)f->st.st_size);
	else
		(void)snprintf(text, sizeof(text), "bytes */%lld", (long long)f->st.st_size);
	vt_response_header(f->res, "Content-Range", vt_str_of(text));
}

static vt_err
file_outside(struct file_open *f)
{
	struct vt_jsonw	j;

	vt_response_status(f->res, vt_err_status(VT_E_RANGE));
	vt_response_type(f->res, "application/problem+json");
	vt_response_cache_control(f->res, "no-store");
	file_content_range(f, false);
	vt_jsonw_init(&j, vt_response_body(f->res));
	vt_jsonw_object(&j);
	vt_jsonw_pair_int(&j, "status", vt_err_status(VT_E_RANGE));
	vt_jsonw_pair_c(&j, "title", "Range Not Satisfiable");
	vt_jsonw_pair(&j, "detail", vt_str_printf(f->arena, "%.*s has %lld bytes; the range that "
	    "was asked for begins behind them", VT_STR_ARG(f->file->name), (long long)f->st.st_size));
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j));
}

static void
file_unmap(void *arg)
{
	struct file_map	*map = arg;

	(void)munmap(map->p, map->len);
	free(map);
}

/* Out of the mapped file; false where the answer's bytes have to be read here. */
static bool
file_lend(struct file_open *f)
{
	struct file_map	*map;
	int64_t			 before = f->range.from % (sysconf(_SC_PAGESIZE) > 0 ?
				     sysconf(_SC_PAGESIZE) : FILE_PAGE);
	size_t			 len = (size_t)(f->range.len + before);
	void			*p;

	if (f->range.len == 0 || (map = malloc(sizeof(*map))) == NULL)
		return (false);
	p = mmap(NULL, len, PROT_READ, MAP_SHARED, f->fd, (off_t)(f->range.from - before));
	if (p == MAP_FAILED) {
		free(map);
		return (false);
	}
	*map = (struct file_map){ p, len };
	(void)madvise(p, len < FILE_AHEAD ? len : FILE_AHEAD, MADV_WILLNEED);
	if (vt_response_send_mapped(f->res, VT_STR_NONE, (struct vt_str){ (const char *)p + before,
	    (size_t)f->range.len }, file_unmap, map))
		return (true);
	file_unmap(map);
	return (false);
}

/* Memory for what is read, out of what all clients of this worker have together: a slow
 * one keeps it for long.  What is alone is given it in any case. */
static struct file_bytes *
file_take(struct file_open *f)
{
	struct file_bytes	*b;
	int64_t			 before = atomic_fetch_add(&f->file->memory->held, f->range.len);

	if (before > 0 && before + f->range.len > f->file->memory->all)
		(void)vt_fail(VT_E_BUSY, "too many files are being sent just now "
		    "(%s.memory_all); try again in a moment", f->file->memory->options);
	else if ((b = malloc(sizeof(*b) + (size_t)f->range.len)) != NULL) {
		b->memory = f->file->memory;
		b->len = (size_t)f->range.len;
		return (b);
	} else
		(void)vt_fail(VT_E_BUSY, "no memory for a file; try again in a moment");
	atomic_fetch_sub(&f->file->memory->held, f->range.len);
	return (NULL);
}

static void
file_give_back(void *arg)
{
	struct file_bytes	*b = arg;

	atomic_fetch_sub(&b->memory->held, (long long)b->len);
	free(b);
}

static vt_err
file_read(struct file_open *f)
{
	struct file_bytes	*b = file_take(f);
	ssize_t			 n;
	size_t			 done = 0;

	if (b == NULL)
		return (VT_E_BUSY);
	while (done < b->len) {
		n = pread(f->fd, b->text + done, b->len - done, (off_t)(f->range.from + (int64_t)done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			file_give_back(b);
			return (vt_fail(VT_E_IO, "%.*s ended while it was read",
			    VT_STR_ARG(f->file->what)));
		}
		done += (size_t)n;
	}
	vt_response_send(f->res, b->text, b->len, file_give_back, b);
	return (VT_OK);
}

/* Text is compressed on its way, and so has no parts. */
static bool
file_is_text(const struct file_open *f)
{
	return (vt_str_starts(f->file->media_type, VT_STR("text/")) ||
	    vt_str_ends(f->file->media_type, VT_STR("xml")) ||
	    vt_str_ends(f->file->media_type, VT_STR("json")));
}

/* What a browser plays or shows with nothing in it that could run. */
static bool
file_is_shown(struct vt_str type)
{
	static const char *const types[] = { "application/pdf", "image/jpeg", "image/png", "image/gif",
	    "image/webp", "image/avif", "image/tiff", "image/jp2", "image/bmp" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (vt_str_eq_c(type, types[i]))
			return (true);
	return (vt_str_starts(type, VT_STR("audio/")) || vt_str_starts(type, VT_STR("video/")));
}

/* Who gave the file may have written anything into it: what is not known to be harmless
 * is saved, not shown, and in no case runs as a page of ours. */
static void
file_disposition(struct file_open *f)
{
	bool	is_shown = file_is_shown(f->file->media_type);

	if (!is_shown)
		vt_response_header(f->res, "Content-Security-Policy", VT_STR(FILE_CSP));
	vt_response_header(f->res, "Content-Disposition", vt_str_printf(f->arena,
	    "%s; filename=\"%.*s\"", is_shown ? "inline" : "attachment", VT_STR_ARG(f->file->name)));
}

/* All but those of a content, which a part that is outside does not have. */
static void
file_headers(struct file_open *f)
{
	struct vt_response	*res = f->res;
	const char		*type = vt_str_c(f->arena, f->file->media_type);

	/* Captions are in no other encoding, and so the ways in between may know it. */
	if (vt_str_eq_c(f->file->media_type, VT_WEBVTT_TYPE))
		type = VT_WEBVTT_TYPE "; charset=utf-8";
	vt_response_type(res, type != NULL && *type != '\0' ? type : "application/octet-stream");
	vt_response_etag(res, f->etag);
	vt_response_modified(res, (int64_t)f->st.st_mtime);
	if (!file_is_text(f))
		vt_response_header(res, "Accept-Ranges", VT_STR("bytes"));
}

static vt_err
file_too_large(const struct file_open *f)
{
	const struct vt_file_memory	*m = f->file->memory;

	if (file_is_text(f))
		return (vt_fail(VT_E_TOOLARGE, "the file %.*s has %lld bytes; text is sent whole, and "
		    "up to %lld bytes of it (%s.memory)", VT_STR_ARG(f->file->name),
		    (long long)f->st.st_size, (long long)m->one, m->options));
	return (vt_fail(VT_E_TOOLARGE, "the file %.*s has %lld bytes; over this connection %lld are "
	    "sent at once (%s.memory): ask for parts of it (Range)", VT_STR_ARG(f->file->name),
	    (long long)f->st.st_size, (long long)m->one, m->options));
}

/* What has to be read is read as far as memory is given for it: a part may be shorter
 * than was asked for, the whole may not. */
static vt_err
file_read_some(struct file_open *f, bool is_part)
{
	int64_t	most = f->file->memory->one;

	if (is_part && most > FILE_PART)
		most = FILE_PART;
	if (f->range.len > most && !is_part)
		return (file_too_large(f));
	if (f->range.len > most)
		f->range.len = most;
	return (file_read(f));
}

static vt_err
file_send(struct file_open *f, bool is_part)
{
	vt_err	err = VT_OK;

	if (file_is_text(f) || !file_lend(f))
		err = file_read_some(f, is_part);
	if (err == VT_OK && is_part) {
		vt_response_status(f->res, 206);
		file_content_range(f, true);
	}
	return (err == VT_OK ? vt_response_error(f->res) : err);
}

/* When nothing needs to be sent, or only the refusal of a part. */
static vt_err
file_answer(struct file_open *f)
{
	enum vt_byte_answer	answer = VT_BYTES_WHOLE;

	file_headers(f);
	if (vt_response_is_fresh(f->res))
		return (vt_response_error(f->res));
	f->range = (struct vt_bytes){ 0, f->st.st_size };
	if (!file_is_text(f))
		answer = file_asked(f);
	if (answer == VT_BYTES_OUTSIDE)
		return (file_outside(f));
	file_disposition(f);
	return (file_send(f, answer == VT_BYTES_PART));
}

vt_err
vt_response_file(struct vt_request *req, struct vt_response *res, const struct vt_file_sent *file)
{
	struct file_open	*f = vt_arena_alloc(vt_request_arena(req), sizeof(*f));
	vt_err			 err;

	if (f == NULL) {
		if (file->path == NULL)
			(void)close(file->fd);
		return (VT_E_LIMIT);
	}
	*f = (struct file_open){ .file = file, .req = req, .res = res,
		.arena = vt_request_arena(req), .fd = file->path == NULL ? file->fd : -1 };
	return ((err = file_open(f)) != VT_OK ? err : file_answer(f));
}
