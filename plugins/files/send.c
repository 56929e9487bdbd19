/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file of an object, whole or a part of it.  Its bytes are lent to the kernel out
 * of the mapped file, so that a film costs no memory; over TLS they are read.
 */
#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILES_HASH	16	/* digits of its hash in a validator */
#define FILES_PAGE	4096	/* of memory, at least */
#define FILES_AHEAD	(4 << 20)	/* bytes that the disk is asked for beforehand */
#define FILES_PART	(2 << 20)	/* bytes of a part that is read: whoever plays asks for the next */
/* Where a browser shows such a file all the same: no scripts, and not of our origin. */
#define FILES_CSP	"sandbox; default-src 'none'"

struct files_open {
	struct files_call	*c;
	struct vt_file		 file;
	int			 fd;
	struct stat		 st;
	struct files_range	 range;
	struct vt_str		 etag;
};
struct files_map {
	void	*p;
	size_t	 len;
};
struct files_bytes {
	struct files_held	*held;
	size_t			 len;
	char			 text[];
};

static void
files_close(void *arg)
{
	struct files_open	*f = arg;

	if (f->fd >= 0)
		(void)close(f->fd);
}

static vt_err
files_open(struct files_open *f)
{
	const char	*path = vt_str_c(f->c->arena, f->file.path);
	vt_err		 err = vt_defer(f->c->arena, files_close, f);

	if (err != VT_OK || path == NULL)
		return (VT_E_LIMIT);
	f->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (f->fd < 0 || fstat(f->fd, &f->st) != 0 || !S_ISREG(f->st.st_mode))
		return (vt_fail(VT_E_UNAVAILABLE, "the file %.*s of %.*s cannot be read where it was "
		    "taken in; it may have been moved: run `vartai ingest` again",
		    VT_STR_ARG(f->file.name), VT_STR_ARG(f->c->object.identifier)));
	/* A file that is changed in its place without an ingest has another validator. */
	f->etag = vt_str_printf(f->c->arena, "%.*s-%llx-%llx",
	    VT_STR_ARG(vt_str_sub(f->file.hash, 0, FILES_HASH)), (unsigned long long)f->st.st_size,
	    (unsigned long long)f->st.st_mtime);
	return (f->etag.p != NULL ? VT_OK : VT_E_LIMIT);
}

/* Whether a part is still of the same file as those that the client has (13.1.5). */
static bool
files_if_range(const struct files_open *f)
{
	struct vt_str	value = vt_request_header(f->c->req, "If-Range");
	int64_t		t;

	if (value.len == 0)
		return (true);
	if (value.p[0] == '"')
		return (vt_str_eq(vt_str_sub(value, 1, value.len - 2), f->etag));
	return (vt_time_from_http(value, &t) && t == (int64_t)f->st.st_mtime);
}

static enum files_range_answer
files_asked(struct files_open *f)
{
	struct vt_str	range = vt_request_header(f->c->req, "Range");

	f->range = (struct files_range){ 0, f->st.st_size };
	if (range.len == 0 || !files_if_range(f))
		return (FILES_RANGE_WHOLE);
	return (files_range(range, f->st.st_size, &f->range));
}

static void
files_content_range(struct files_open *f, bool is_part)
{
	char	text[100];

	if (is_part)
		(void)snprintf(text, sizeof(text), "bytes %lld-%lld/%lld", (long long)f->range.from,
		    (long long)(f->range.from + f->range.len - 1), (long long)f->st.st_size);
	else
		(void)snprintf(text, sizeof(text), "bytes */%lld", (long long)f->st.st_size);
	vt_response_header(f->c->res, "Content-Range", vt_str_of(text));
}

static vt_err
files_outside(struct files_open *f)
{
	struct vt_jsonw	j;

	vt_response_status(f->c->res, vt_err_status(VT_E_RANGE));
	vt_response_type(f->c->res, "application/problem+json");
	vt_response_cache_control(f->c->res, "no-store");
	files_content_range(f, false);
	vt_jsonw_init(&j, vt_response_body(f->c->res));
	vt_jsonw_object(&j);
	vt_jsonw_pair_int(&j, "status", vt_err_status(VT_E_RANGE));
	vt_jsonw_pair_c(&j, "title", "Range Not Satisfiable");
	vt_jsonw_pair(&j, "detail", vt_str_printf(f->c->arena, "%.*s has %lld bytes; the range that "
	    "was asked for begins behind them", VT_STR_ARG(f->file.name), (long long)f->st.st_size));
	vt_jsonw_end(&j);
	return (vt_jsonw_error(&j));
}

static void
files_unmap(void *arg)
{
	struct files_map	*map = arg;

	(void)munmap(map->p, map->len);
	free(map);
}

/* Out of the mapped file; false where the answer's bytes have to be read here. */
static bool
files_lend(struct files_open *f)
{
	struct files_map	*map;
	int64_t			 before = f->range.from % (sysconf(_SC_PAGESIZE) > 0 ?
				     sysconf(_SC_PAGESIZE) : FILES_PAGE);
	size_t			 len = (size_t)(f->range.len + before);
	void			*p;

	if (f->range.len == 0 || (map = malloc(sizeof(*map))) == NULL)
		return (false);
	p = mmap(NULL, len, PROT_READ, MAP_SHARED, f->fd, (off_t)(f->range.from - before));
	if (p == MAP_FAILED) {
		free(map);
		return (false);
	}
	*map = (struct files_map){ p, len };
	(void)madvise(p, len < FILES_AHEAD ? len : FILES_AHEAD, MADV_WILLNEED);
	if (vt_response_send_mapped(f->c->res, VT_STR_NONE, (struct vt_str){ (const char *)p + before,
	    (size_t)f->range.len }, files_unmap, map))
		return (true);
	files_unmap(map);
	return (false);
}

/* Memory for what is read, out of what all clients of this worker have together: a slow
 * one keeps it for long.  What is alone is given it in any case. */
static struct files_bytes *
files_take(struct files_open *f)
{
	struct files_bytes	*b;
	int64_t			 before = atomic_fetch_add(&f->c->held->bytes, f->range.len);

	if (before > 0 && before + f->range.len > f->c->conf->memory_all)
		(void)vt_fail(VT_E_BUSY, "too many files are being sent just now "
		    "(files.memory_all); try again in a moment");
	else if ((b = malloc(sizeof(*b) + (size_t)f->range.len)) != NULL) {
		b->held = f->c->held;
		b->len = (size_t)f->range.len;
		return (b);
	} else
		(void)vt_fail(VT_E_BUSY, "no memory for a file; try again in a moment");
	atomic_fetch_sub(&f->c->held->bytes, f->range.len);
	return (NULL);
}

static void
files_give_back(void *arg)
{
	struct files_bytes	*b = arg;

	atomic_fetch_sub(&b->held->bytes, (long long)b->len);
	free(b);
}

static vt_err
files_read(struct files_open *f)
{
	struct files_bytes	*b = files_take(f);
	ssize_t			 n;
	size_t			 done = 0;

	if (b == NULL)
		return (VT_E_BUSY);
	while (done < b->len) {
		n = pread(f->fd, b->text + done, b->len - done, (off_t)(f->range.from + (int64_t)done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			files_give_back(b);
			return (vt_fail(VT_E_IO, "the file %.*s of %.*s ended while it was read",
			    VT_STR_ARG(f->file.name), VT_STR_ARG(f->c->object.identifier)));
		}
		done += (size_t)n;
	}
	vt_response_send(f->c->res, b->text, b->len, files_give_back, b);
	return (VT_OK);
}

/* Text is compressed on its way, and so has no parts. */
static bool
files_is_text(const struct files_open *f)
{
	return (vt_str_starts(f->file.media_type, VT_STR("text/")) ||
	    vt_str_ends(f->file.media_type, VT_STR("xml")) ||
	    vt_str_ends(f->file.media_type, VT_STR("json")));
}

/* What a browser plays or shows with nothing in it that could run. */
static bool
files_is_shown(struct vt_str type)
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
files_disposition(struct files_open *f)
{
	bool	is_shown = files_is_shown(f->file.media_type);

	if (!is_shown)
		vt_response_header(f->c->res, "Content-Security-Policy", VT_STR(FILES_CSP));
	vt_response_header(f->c->res, "Content-Disposition", vt_str_printf(f->c->arena,
	    "%s; filename=\"%.*s\"", is_shown ? "inline" : "attachment", VT_STR_ARG(f->file.name)));
}

/* All but those of a content, which a part that is outside does not have. */
static void
files_headers(struct files_open *f)
{
	struct vt_response	*res = f->c->res;
	const char		*type = vt_str_c(f->c->arena, f->file.media_type);

	vt_response_type(res, type != NULL && *type != '\0' ? type : "application/octet-stream");
	vt_response_etag(res, f->etag);
	vt_response_modified(res, (int64_t)f->st.st_mtime);
	if (!files_is_text(f))
		vt_response_header(res, "Accept-Ranges", VT_STR("bytes"));
	files_keeping(f->c);
}

static vt_err
files_too_large(const struct files_open *f)
{
	if (files_is_text(f))
		return (vt_fail(VT_E_TOOLARGE, "the file %.*s has %lld bytes; text is sent whole, and "
		    "up to %lld bytes of it (files.memory)", VT_STR_ARG(f->file.name),
		    (long long)f->st.st_size, (long long)f->c->conf->memory));
	return (vt_fail(VT_E_TOOLARGE, "the file %.*s has %lld bytes; over this connection %lld are "
	    "sent at once (files.memory): ask for parts of it (Range)", VT_STR_ARG(f->file.name),
	    (long long)f->st.st_size, (long long)f->c->conf->memory));
}

/* What has to be read is read as far as memory is given for it: a part may be shorter
 * than was asked for, the whole may not. */
static vt_err
files_read_some(struct files_open *f, bool is_part)
{
	int64_t	most = f->c->conf->memory;

	if (is_part && most > FILES_PART)
		most = FILES_PART;
	if (f->range.len > most && !is_part)
		return (files_too_large(f));
	if (f->range.len > most)
		f->range.len = most;
	return (files_read(f));
}

static vt_err
files_send(struct files_open *f, bool is_part)
{
	vt_err	err = VT_OK;

	if (files_is_text(f) || !files_lend(f))
		err = files_read_some(f, is_part);
	if (err == VT_OK && is_part) {
		vt_response_status(f->c->res, 206);
		files_content_range(f, true);
	}
	return (err == VT_OK ? vt_response_error(f->c->res) : err);
}

static vt_err
files_find(struct files_call *c, struct vt_file *file_r)
{
	struct vt_str	name = vt_request_param(c->req, "name");
	struct vt_str	id = c->object.identifier, list = vt_link_id(c->req, "iiif.manifest", id);
	vt_err		err = vt_catalog_file(c->catalog, c->arena, c->object.rowid, name, file_r);

	if (err != VT_E_NOTFOUND)
		return (err);
	if (list.len == 0)
		list = vt_link_id(c->req, "site.object", id);
	return (vt_fail(VT_E_NOTFOUND, "'%.*s' has no file \"%.*s\"%s%.*s", VT_STR_ARG(id),
	    VT_STR_ARG(name), list.len > 0 ? "; those that it has are listed at " : "",
	    VT_STR_ARG(list)));
}

vt_err
files_file(struct vt_request *req, struct vt_response *res)
{
	struct files_call	*c;
	struct files_open	*f;
	enum files_range_answer	 answer = FILES_RANGE_WHOLE;
	vt_err			 err;

	if ((err = files_start(req, res, &c)) != VT_OK)
		return (err);
	if ((f = vt_arena_alloc(c->arena, sizeof(*f))) == NULL)
		return (VT_E_LIMIT);
	f->c = c;
	f->fd = -1;
	if ((err = files_find(c, &f->file)) != VT_OK || (err = files_open(f)) != VT_OK)
		return (err);
	files_headers(f);
	if (vt_response_is_fresh(res))
		return (vt_response_error(res));
	f->range = (struct files_range){ 0, f->st.st_size };
	if (!files_is_text(f))
		answer = files_asked(f);
	if (answer == FILES_RANGE_OUTSIDE)
		return (files_outside(f));
	files_disposition(f);
	return (files_send(f, answer == FILES_RANGE_PART));
}
