/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads masters with libvips, from top to bottom on the calling thread.  The
 * header was checked before (header.c, vt_media_check()); colour is colour.c's.
 * Called by access_copy.c.
 */
#include "media/master.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "media/colour.h"
#include "media/media.h"

#define VT_MASTER_ROWS	       32		   /* rows asked of libvips at once */
#define VT_MASTER_SPOOL_MEMORY (INT64_C(64) << 20) /* bytes unrolled in memory, not in a file */

VipsImage *
vt_master_load(const char *path, const struct vt_header *h)
{
	VipsImage *image = NULL;
	int failed = -1;

	switch (h->type) {
	case VT_HEADER_TIFF:
		failed = vips_tiffload(path, &image, "page", h->page, "access",
				       VIPS_ACCESS_SEQUENTIAL, "fail_on", VIPS_FAIL_ON_ERROR, NULL);
		break;
	case VT_HEADER_JPEG:
		failed = vips_jpegload(path, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
				       VIPS_FAIL_ON_ERROR, NULL);
		break;
	case VT_HEADER_PNG:
		failed = vips_pngload(path, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
				      VIPS_FAIL_ON_ERROR, NULL);
		break;
	case VT_HEADER_JP2:
	case VT_HEADER_J2K:
		failed = vips_jp2kload(path, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
				       VIPS_FAIL_ON_ERROR, NULL);
		break;
	case VT_HEADER_NONE:
		break;
	}
	return (failed != 0 ? NULL : image);
}

int
vt_master_orientation(VipsImage *image)
{
	int orientation = vips_image_get_orientation(image);

	return (orientation < 1 || orientation > 8 ? 1 : orientation);
}

/* --- rows ------------------------------------------------------------------ */
struct vt_master_reading {
	const char *path, *beside;
	const struct vt_header *h;
	const struct vt_master_sink *sink;
};

static struct vt_master_shape
vt_master_shape(VipsImage *image)
{
	struct vt_master_shape shape = { image->Xsize, image->Ysize, image->Bands, VT_STR_NONE };
	const void *icc;
	size_t len;

	if (vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0 &&
	    vips_image_get_blob(image, VIPS_META_ICC_NAME, &icc, &len) == 0)
		shape.profile = (struct vt_str){ icc, len };
	return (shape);
}

static vt_err
vt_master_rows(VipsImage *image, const struct vt_master_sink *sink)
{
	struct vt_master_shape shape = vt_master_shape(image);
	VipsRegion *region = vips_region_new(image);
	vt_err err = sink->start(sink->arg, &shape);

	for (int y = 0; y < image->Ysize && err == VT_OK; y += VT_MASTER_ROWS) {
		VipsRect area = { 0, y, image->Xsize, VIPS_MIN(VT_MASTER_ROWS, image->Ysize - y) };

		if (vips_region_prepare(region, &area) != 0)
			err = VT_E_BADARG;
		for (int i = 0; i < area.height && err == VT_OK; i++)
			err = sink->row(sink->arg, VIPS_REGION_ADDR(region, 0, y + i));
	}
	g_object_unref(region);
	return (err);
}

/* --- a picture that lies on its side or stands on its head ----------------- */
struct vt_master_spool {
	uint8_t *p;
	size_t len, filled, row;
	struct vt_master_shape shape;
	const char *beside;
};

/* A file without a name, so that nothing is left behind. */
static int
vt_master_spool_file(const char *beside)
{
	const char *slash = strrchr(beside, '/');
	char *folder = slash == NULL ? strdup(".") : strndup(beside, (size_t)(slash - beside) + 1);
	int fd = folder == NULL ? -1 : open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	free(folder);
	return (fd);
}

static vt_err
vt_master_spool_start(void *arg, const struct vt_master_shape *shape)
{
	struct vt_master_spool *s = arg;
	bool in_memory;
	int fd = -1;

	s->shape = *shape;
	s->row = (size_t)shape->width * (size_t)shape->bands;
	s->len = s->row * (size_t)shape->height;
	in_memory = s->len <= VT_MASTER_SPOOL_MEMORY;
	if (!in_memory) {
		fd = vt_master_spool_file(s->beside);
		if (fd < 0 || posix_fallocate(fd, 0, (off_t)s->len) != 0) {
			if (fd >= 0)
				close(fd);
			return (vt_fail(VT_E_IO,
					"%s: there is no room beside it to turn a "
					"picture of %zu MB",
					s->beside, s->len >> 20));
		}
	}
	s->p = mmap(NULL, s->len, PROT_READ | PROT_WRITE,
		    in_memory ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED, fd, 0);
	if (fd >= 0)
		close(fd);
	if (s->p != MAP_FAILED)
		return (VT_OK);
	s->p = NULL;
	return (
	    vt_fail(VT_E_NOMEM, "there is no memory to turn a picture of %zu MB", s->len >> 20));
}

static vt_err
vt_master_spool_row(void *arg, const uint8_t *row)
{
	struct vt_master_spool *s = arg;

	memcpy(s->p + s->filled, row, s->row);
	s->filled += s->row;
	return (VT_OK);
}

static vt_err
vt_master_spooled(VipsObject *context, const struct vt_master_spool *s, int orientation,
		  const struct vt_master_sink *sink)
{
	VipsImage **t = (VipsImage **)vips_object_local_array(context, 2);
	struct vt_str icc = s->shape.profile;

	t[0] = vips_image_new_from_memory(s->p, s->len, (int)s->shape.width, (int)s->shape.height,
					  s->shape.bands, VIPS_FORMAT_UCHAR);
	if (t[0] == NULL)
		return (VT_E_BADARG);
	if (icc.len > 0)
		vips_image_set_blob_copy(t[0], VIPS_META_ICC_NAME, icc.p, icc.len);
	vips_image_set_int(t[0], VIPS_META_ORIENTATION, orientation);
	if (vips_autorot(t[0], &t[1], NULL) != 0)
		return (VT_E_BADARG);
	return (vt_master_rows(t[1], sink));
}

static vt_err
vt_master_turned(VipsImage *image, int orientation, const struct vt_master_reading *r)
{
	struct vt_master_spool spool = { .beside = r->beside };
	struct vt_master_sink sink = { vt_master_spool_start, vt_master_spool_row, &spool };
	VipsImage *context = vips_image_new();
	vt_err err = vt_master_rows(image, &sink);

	if (err == VT_OK)
		err = vt_master_spooled(VIPS_OBJECT(context), &spool, orientation, r->sink);
	g_object_unref(context);
	if (spool.p != NULL)
		munmap(spool.p, spool.len);
	return (err);
}

/* --- all of it ------------------------------------------------------------- */
static vt_err
vt_master_work(void *arg)
{
	const struct vt_master_reading *r = arg;
	VipsImage *context = vips_image_new();
	VipsImage **t = (VipsImage **)vips_object_local_array(VIPS_OBJECT(context), 2);
	vt_err err = VT_E_BADARG;

	t[0] = vt_master_load(r->path, r->h);
	if (t[0] != NULL && vt_colour_convert(VIPS_OBJECT(context), t[0], r->h, &t[1]) == 0) {
		int orientation = vt_master_orientation(t[0]);

		err = orientation == 1 ? vt_master_rows(t[1], r->sink)
				       : vt_master_turned(t[1], orientation, r);
	}
	g_object_unref(context);
	return (err);
}

static vt_err
vt_master_nothing(void *arg, const struct vt_master_shape *shape)
{
	(void)arg;
	(void)shape;
	return (VT_OK);
}

static vt_err
vt_master_no_row(void *arg, const uint8_t *row)
{
	(void)arg;
	(void)row;
	return (VT_OK);
}

/* Again from the beginning, for the error text only. */
static vt_err
vt_master_retry(void *arg)
{
	static const struct vt_master_sink nowhere = { vt_master_nothing, vt_master_no_row, NULL };
	struct vt_master_reading r = *(const struct vt_master_reading *)arg;

	r.sink = &nowhere;
	return (vt_master_work(&r));
}

vt_err
vt_master_read(const char *path, const struct vt_header *h, const char *beside,
	       const struct vt_master_sink *sink)
{
	struct vt_master_reading r = { path, beside, h, sink };
	struct vt_media_job job = { vt_master_work, vt_master_retry, &r, path };

	return (vt_media_run(&job));
}
