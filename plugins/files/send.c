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
	/* Who changes a file in its place without an ingest gets another validator. */
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

static vt_err
files_read(struct files_open *f)
{
	char	*p = malloc((size_t)f->range.len + 1);
	ssize_t	 n;
	int64_t	 done = 0;

	if (p == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a file"));
	while (done < f->range.len) {
		n = pread(f->fd, p + done, (size_t)(f->range.len - done),
		    (off_t)(f->range.from + done));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			free(p);
			return (vt_fail(VT_E_IO, "the file %.*s of %.*s ended while it was read",
			    VT_STR_ARG(f->file.name), VT_STR_ARG(f->c->object.identifier)));
		}
		done += n;
	}
	vt_response_send(f->c->res, p, (size_t)f->range.len, free, p);
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
	vt_response_header(res, "Content-Disposition", vt_str_printf(f->c->arena,
	    "inline; filename=\"%.*s\"", VT_STR_ARG(f->file.name)));
	if (files_is_public(&f->c->object))
		vt_response_cache_control(res, vt_str_c(f->c->arena, vt_str_printf(f->c->arena,
		    "public, max-age=%lld", (long long)f->c->conf->max_age)));
	else
		vt_response_cache_control(res, "private, no-cache");
}

/* What has to be read is read as far as memory is given for it: a part may be shorter
 * than was asked for, the whole may not. */
static vt_err
files_read_some(struct files_open *f, bool is_part)
{
	if (f->range.len > f->c->conf->memory && !is_part)
		return (vt_fail(VT_E_TOOLARGE, "the file %.*s has %lld bytes; over this connection "
		    "%lld are sent at once: ask for parts of it (Range)", VT_STR_ARG(f->file.name),
		    (long long)f->st.st_size, (long long)f->c->conf->memory));
	if (f->range.len > f->c->conf->memory)
		f->range.len = f->c->conf->memory;
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
	if ((err = vt_catalog_file(c->catalog, c->arena, c->object.rowid,
	    vt_request_param(req, "name"), &f->file)) != VT_OK || (err = files_open(f)) != VT_OK)
		return (err);
	files_headers(f);
	if (vt_response_is_fresh(res))
		return (vt_response_error(res));
	f->range = (struct files_range){ 0, f->st.st_size };
	if (!files_is_text(f))
		answer = files_asked(f);
	return (answer == FILES_RANGE_OUTSIDE ? files_outside(f) :
	    files_send(f, answer == FILES_RANGE_PART));
}
