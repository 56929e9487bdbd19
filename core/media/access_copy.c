/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From a master file to its access copy, and what a master is.  Called by
 * ingest; puts header.c, master.c and pyramid_write.c together.
 */
#include "media/access_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/log.h"
#include "api/owned.h"
#include "media/codec.h"
#include "media/master.h"
#include "media/media.h"
#include "media/pyramid_write.h"

/* Black and white masters: at the largest level every pixel is 0 or 255, and no
 * pixel of a page of newsprint changes sides at this quality, while the file is
 * a third smaller than at 85 (see the test).  The other levels are grey. */
#define VT_ACCESS_BILEVEL_QUALITY 60

/* --- inspecting ------------------------------------------------------------ */
struct vt_access_inspection {
	const char *path;
	const struct vt_header *h;
	struct vt_media_info info;
};

static vt_err
vt_access_inspect_work(void *arg)
{
	struct vt_access_inspection *in = arg;
	VipsImage *image = vt_master_load(in->path, in->h);
	bool lies;

	if (image == NULL)
		return (VT_E_BADARG);
	lies = vt_master_orientation(image) >= 5;
	in->info = (struct vt_media_info){
		.media_type = vt_str_of(vt_header_media_type(in->h->type)),
		.width = lies ? image->Ysize : image->Xsize,
		.height = lies ? image->Xsize : image->Ysize,
		.bits = in->h->bits,
		.bands = image->Bands,
		.has_profile = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0,
		.interpretation = vips_enum_nick(VIPS_TYPE_INTERPRETATION,
						 vips_image_guess_interpretation(image)),
	};
	g_object_unref(image);
	return (VT_OK);
}

static vt_err
vt_access_header(const char *path, struct vt_header *h_r)
{
	vt_err err = vt_header_read(path, h_r);

	return (err != VT_OK ? err : vt_media_check(path, h_r));
}

vt_err
vt_media_inspect(struct vt_arena *a, const char *path, struct vt_media_info *info_r)
{
	struct vt_header h;
	struct vt_access_inspection in = { .path = path, .h = &h };
	struct vt_media_job job = { vt_access_inspect_work, vt_access_inspect_work, &in, path };
	vt_err err = vt_access_header(path, &h);

	(void)a; /* all its strings are constants */
	if (err == VT_OK)
		err = vt_media_run(&job);
	if (err == VT_OK)
		*info_r = in.info;
	return (err);
}

bool
vt_media_is_image(const char *path)
{
	uint8_t magic[VT_HEADER_MAGIC_LEN];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	ssize_t n;

	if (fd < 0)
		return (false);
	n = pread(fd, magic, sizeof(magic), 0);
	close(fd);
	return (n > 0 && vt_header_type_of(magic, (size_t)n) != VT_HEADER_NONE);
}

/* --- making ---------------------------------------------------------------- */
struct vt_access_making {
	const char *master;
	const struct vt_header *h;
	struct vt_pyramid_writer *writer;
	char *part; /* the file's name while it grows */
	int fd;
	int64_t width, height;
	struct vt_buf profile; /* longer than the master is open */
};

static vt_err
vt_access_start(void *arg, const struct vt_master_shape *of)
{
	const struct vt_media_options *o = vt_media_options();
	struct vt_access_making *m = arg;
	struct vt_pyramid_shape shape = { of->width,	    of->height,	     of->bands, (int)o->tile_size,
					  (int)o->quality, (int)o->quality, VT_STR_NONE };

	vt_buf_reset(&m->profile);
	vt_buf_str(&m->profile, of->profile);
	shape.profile = vt_buf_get(&m->profile);
	if (vt_buf_error(&m->profile) != VT_OK)
		return (vt_buf_error(&m->profile));
	if (m->h->is_bilevel && shape.top_quality > VT_ACCESS_BILEVEL_QUALITY)
		shape.top_quality = VT_ACCESS_BILEVEL_QUALITY;
	if (vt_pyramid_shape_holds(&shape) > o->decode_bytes_max)
		return (vt_fail(VT_E_TOOLARGE,
				"%s: a picture %lld pixels wide needs more memory "
				"than media.decode_bytes_max allows",
				m->master, (long long)of->width));
	m->width = of->width;
	m->height = of->height;
	return (vt_pyramid_writer_new(m->fd, m->part, &shape, &m->writer));
}

static vt_err
vt_access_row(void *arg, const uint8_t *row)
{
	struct vt_access_making *m = arg;

	return (vt_pyramid_writer_row(m->writer, row));
}

/* Beside the target, under a name that no other thread or process takes. */
static vt_err
vt_access_open(struct vt_access_making *m, const char *target)
{
	static atomic_uint counter;

	if (asprintf(&m->part, "%s.%ld.%u" VT_MEDIA_PART, target, (long)getpid(),
		     atomic_fetch_add(&counter, 1)) < 0) {
		m->part = NULL;
		return (vt_fail(VT_E_NOMEM, "there is no memory for a file name"));
	}
	m->fd = vt_owned_open(m->part, O_RDWR | O_CREAT | O_EXCL, 0644);
	if (m->fd < 0)
		return (vt_fail(VT_E_IO, "%s: cannot be made: %s", m->part, vt_owned_error()));
	return (VT_OK);
}

static void
vt_access_sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
	int fd = folder == NULL ? -1 : vt_owned_open(folder, O_RDONLY | O_DIRECTORY, 0);

	free(folder);
	if (fd < 0)
		return;
	(void)fsync(fd);
	close(fd);
}

/* The bytes are on the disk before the name is there. */
static vt_err
vt_access_publish(struct vt_access_making *m, const char *target)
{
	vt_err err = vt_pyramid_writer_finish(m->writer);

	if (err != VT_OK)
		return (err);
	if (fsync(m->fd) != 0 || vt_owned_rename(m->part, target) != 0)
		return (vt_fail(VT_E_IO, "%s: cannot be written: %s", target, vt_owned_error()));
	vt_access_sync_folder(target);
	return (VT_OK);
}

static vt_err
vt_access_make(struct vt_access_making *m, const char *target)
{
	struct vt_master_sink sink = { vt_access_start, vt_access_row, m };
	vt_err err = vt_access_open(m, target);

	if (err == VT_OK)
		err = vt_master_read(m->master, m->h, target, &sink);
	if (err == VT_OK)
		err = vt_access_publish(m, target);
	if (err != VT_OK && m->fd >= 0)
		(void)vt_owned_remove(m->part);
	return (err);
}

vt_err
vt_media_make_access_copy(const char *master, const char *target, int64_t *width_r,
			  int64_t *height_r)
{
	struct vt_header h;
	struct vt_access_making m = { .master = master, .h = &h, .fd = -1 };
	vt_err err = vt_access_header(master, &h);

	if (err != VT_OK)
		return (err);
	vt_buf_init(&m.profile, 0);
	err = vt_access_make(&m, target);
	vt_pyramid_writer_free(&m.writer);
	vt_buf_fini(&m.profile);
	if (m.fd >= 0)
		close(m.fd);
	free(m.part);
	if (err != VT_OK)
		return (err);
	if (h.page_count > 1)
		vt_log("media", VT_LOG_WARN, "%s: only the first of its %d pictures is taken",
		       master, h.page_count);
	*width_r = m.width;
	*height_r = m.height;
	return (VT_OK);
}
