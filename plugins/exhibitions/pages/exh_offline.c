/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The archive of an exhibition, made when it is first asked for and kept in the cache under a
 * name that says all that it is made of.  It takes as long as a few whole images do.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "exh_offline.h"

/* --- pictures ------------------------------------------------------------------------------- */

static void
exh_offline_close(void *pyramid)
{
	struct vt_pyramid	*p = pyramid;

	vt_pyramid_unref(&p);
}

/* The region in the pixels that the image has, in the size in which it may be seen. */
static vt_err
exh_offline_render(const struct exh_call *c, const struct exh_offline_picture *p,
    struct vt_render *what_r)
{
	int64_t			longer = p->shown.w > p->shown.h ? p->shown.w : p->shown.h;
	int64_t			side = longer < EXH_OFFLINE_SIDE ? longer : EXH_OFFLINE_SIDE;
	struct exh_shown	full;
	vt_err			err = exh_find(c->catalog, c->arena, p->picture, &full);

	if (err != VT_OK)
		return (err);
	*what_r = (struct vt_render){ .x = full.x, .y = full.y, .w = full.w, .h = full.h,
		.width = p->shown.w * side / longer, .height = p->shown.h * side / longer,
		.format = VT_IMAGE_JPG };
	what_r->width += what_r->width == 0;
	what_r->height += what_r->height == 0;
	return (VT_OK);
}

static vt_err
exh_offline_add_picture(const struct exh_call *c, struct vt_zip *zip,
    const struct exh_offline_picture *p, struct vt_str name)
{
	struct vt_pyramid	*pyramid;
	struct vt_picture	*picture;
	struct vt_render	 what;
	vt_err			 err;

	if ((err = exh_offline_render(c, p, &what)) != VT_OK ||
	    (err = vt_pyramid_open(&p->image, &pyramid)) != VT_OK ||
	    (err = vt_defer(c->arena, exh_offline_close, pyramid)) != VT_OK ||
	    (err = vt_pyramid_picture(pyramid, &what, &picture)) != VT_OK)
		return (err);
	err = vt_zip_store(zip, name, vt_picture_get(picture));
	vt_picture_free(&picture);
	return (err);
}

/* "utena-atvirlaiskiuose/pictures/001.jpg" */
static struct vt_str
exh_offline_entry(const struct exh_call *c, struct vt_str name)
{
	return (vt_str_printf(c->arena, "%.*s/%.*s", VT_STR_ARG(c->x->slug), VT_STR_ARG(name)));
}

static vt_err
exh_offline_too_large(const struct exh_call *c)
{
	return (vt_fail(VT_E_TOOLARGE, "the exhibition '%.*s' is larger than the %lld bytes that an "
	    "archive of one may have (exhibitions.offline_max)", VT_STR_ARG(c->x->slug),
	    (long long)c->state->conf->offline_max));
}

static vt_err
exh_offline_pictures(const struct exh_offline *o, struct vt_zip *zip)
{
	const struct exh_call	*c = o->served;
	vt_err			 err = VT_OK;

	for (size_t i = 0; i < o->picture_count && err == VT_OK; i++) {
		if (o->pictures[i].shown.w == 0)
			continue;
		err = exh_offline_add_picture(c, zip, &o->pictures[i], exh_offline_entry(c,
		    exh_offline_picture_name(c->arena, i + 1)));
		if (err == VT_OK && zip->out->len > (size_t)c->state->conf->offline_max)
			err = exh_offline_too_large(c);
	}
	return (err);
}

/* --- sounds and films ------------------------------------------------------------------------- */

static vt_err
exh_offline_open(const struct exh_call *c, const struct exh_offline_file *f, int *fd_r)
{
	const char	*path = vt_str_c(c->arena, f->path.len > 0 ? f->path : c->x->folder);
	struct stat	 st;

	if (path == NULL)
		return (VT_E_LIMIT);
	if (f->path.len == 0)
		return (exh_file_open(path, f->name, fd_r, &st));
	if ((*fd_r = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
		return (vt_fail(VT_E_UNAVAILABLE, "the file %.*s of '%.*s' cannot be read where it was "
		    "taken in", VT_STR_ARG(f->file), VT_STR_ARG(f->object)));
	return (VT_OK);
}

/* So many bytes, no more; fewer where it has become shorter. */
static void
exh_offline_read(int fd, int64_t bytes, struct vt_buf *out)
{
	char	*room = vt_buf_room(out, (size_t)bytes);
	ssize_t	 n = 1;

	while (room != NULL && n != 0 && out->len < (size_t)bytes) {
		n = read(fd, room + out->len, (size_t)bytes - out->len);
		if (n < 0 && errno != EINTR)
			break;
		out->len += n > 0 ? (size_t)n : 0;
	}
}

static vt_err
exh_offline_add_file(const struct exh_call *c, struct vt_zip *zip, const struct exh_offline_file *f)
{
	struct vt_buf	bytes;
	int		fd;
	vt_err		err = exh_offline_open(c, f, &fd);

	if (err != VT_OK)
		return (err);
	vt_buf_init(&bytes, 0);
	exh_offline_read(fd, f->bytes, &bytes);
	(void)close(fd);
	if ((err = vt_buf_error(&bytes)) == VT_OK)
		err = vt_zip_store(zip, exh_offline_entry(c, f->name), vt_buf_get(&bytes));
	vt_buf_fini(&bytes);
	return (err);
}

/* As many as there is room for, in the order of the steps. */
static vt_err
exh_offline_files(struct exh_offline *o, struct vt_zip *zip)
{
	const struct exh_call	*c = o->served;
	vt_err			 err = VT_OK;

	for (size_t i = 0; i < o->file_count && err == VT_OK; i++) {
		struct exh_offline_file *f = &o->files[i];

		if (f->bytes > c->state->conf->offline_max - (int64_t)zip->out->len)
			continue;
		err = exh_offline_add_file(c, zip, f);
		f->is_in = err == VT_OK;
	}
	return (err);
}

/* --- what it looks like ---------------------------------------------------------------------- */

static vt_err
exh_offline_add_look(const struct exh_offline *o, struct vt_zip *zip)
{
	const struct exh_call	*c = o->served;
	struct vt_buf		 style;
	vt_err			 err;

	vt_buf_init(&style, 0);
	vt_buf_str(&style, c->state->style);
	vt_buf_str(&style, o->colours);
	if ((err = vt_buf_error(&style)) == VT_OK)
		err = vt_zip_add(zip, exh_offline_entry(c, VT_STR("style.css")), vt_buf_get(&style));
	vt_buf_fini(&style);
	if (err == VT_OK && o->logo.len > 0)
		err = vt_zip_store(zip, exh_offline_entry(c, o->logo), o->logo_bytes);
	return (err);
}

/* --- the archive -------------------------------------------------------------------------------- */

static vt_err
exh_offline_write(struct exh_offline *o)
{
	const struct exh_call	*c = o->served;
	struct vt_zip		 zip;
	vt_err			 err;

	vt_zip_init(&zip, vt_response_body(c->res));
	if ((err = exh_offline_pictures(o, &zip)) == VT_OK &&
	    (err = exh_offline_files(o, &zip)) == VT_OK &&
	    (err = exh_offline_pages(o, &zip)) == VT_OK &&
	    (err = exh_offline_add_look(o, &zip)) == VT_OK)
		err = vt_zip_end(&zip);
	vt_zip_fini(&zip);
	return (err);
}

vt_err
exh_offline(struct vt_request *req, struct vt_response *res)
{
	struct exh_call		c;
	struct exh_offline	o;
	vt_err			err;

	if ((err = exh_begin_plain(req, res, &c)) != VT_OK ||
	    (err = exh_offline_load(&o, &c)) != VT_OK)
		return (err);
	vt_response_type(res, "application/zip");
	vt_response_header(res, "Content-Disposition", vt_str_printf(c.arena,
	    "attachment; filename=\"%.*s.zip\"", VT_STR_ARG(c.x->slug)));
	if (c.x->opened != 0 && vt_response_name(res, exh_offline_name(&o)))
		return (VT_OK);
	if ((err = vt_request_large(req)) != VT_OK || (err = exh_offline_write(&o)) != VT_OK)
		return (err);
	return (vt_response_error(res));
}
