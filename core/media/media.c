/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Starting libvips the way a server needs it (no untrusted loader, no operation
 * cache, one thread an operation), the options of section "media", and the
 * guard that keeps one file's error text from being told of another.
 */
#include "media/media.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>
#include <vips/vips.h>

#include "api/log.h"
#include "api/plugin.h"
#include "media/codec.h"

#define VT_MEDIA_KEPT_BYTES (8 << 20) /* free memory that a thread may keep */

#define VT_MEDIA_OPTION(member, name, value, least, most, kind, text)                              \
	{                                                                                          \
		.key = name, .dflt = value, .help = text, .type = kind,                            \
		.offset = offsetof(struct vt_media_options, member), .min = least, .max = most     \
	}

const struct vt_option vt_media_option_table[] = {
	VT_MEDIA_OPTION(tile_size, "tile_size", "512", 128, 4096, VT_OPT_INT,
			"width and height of a stored tile in pixels, a multiple of 16"),
	VT_MEDIA_OPTION(quality, "quality", "85", 1, 100, VT_OPT_INT,
			"JPEG quality of access copies"),
	VT_MEDIA_OPTION(pixels_max, "pixels_max", "1000000000", 1, INT64_C(1) << 40, VT_OPT_INT,
			"largest master that is read, width times height"),
	VT_MEDIA_OPTION(render_pixels_max, "render_pixels_max", "100000000", 1, INT64_C(1) << 32,
			VT_OPT_INT, "most pixels made for one request"),
	VT_MEDIA_OPTION(large_pixels, "large_pixels", "8000000", 1, INT64_C(1) << 40, VT_OPT_INT,
			"a picture that takes more pixels, read and made, waits for one of "
			"server.large_threads"),
	VT_MEDIA_OPTION(render_bytes_max, "render_bytes_max", "1G", 1 << 20, INT64_C(1) << 40,
			VT_OPT_SIZE,
			"memory that the pictures being made and sent may take together, a worker; "
			"over it: 503"),
	VT_MEDIA_OPTION(
	    cache_copies, "cache_copies", "256", 1, 100000, VT_OPT_INT,
	    "opened access copies that each worker keeps; each holds a file descriptor"),
	VT_MEDIA_OPTION(decode_bytes_max, "decode_bytes_max", "2G", 1 << 20, INT64_C(1) << 40,
			VT_OPT_SIZE,
			"memory that reading one master may need, where its format forces that"),
	VT_MEDIA_OPTION(keep_profiles, "keep_profiles", "false", 0, 0, VT_OPT_BOOL,
			"leave the colours of masters with an ICC profile as they are and give "
			"pictures that profile; false: make them sRGB, which every program shows "
			"right.  Inks (CMYK), Lab and profiles over 64 KB become sRGB in any case"),
	{ .key = NULL }
};

static struct vt_media_options vt_media_in_force = {
	.tile_size = 512,
	.quality = 85,
	.pixels_max = 1000000000,
	.render_pixels_max = 100000000,
	.large_pixels = 8000000,
	.render_bytes_max = INT64_C(1) << 30,
	.cache_copies = 256,
	.decode_bytes_max = INT64_C(2) << 30,
};
static char vt_media_recipe_text[48] = "2-512-85";
static pthread_rwlock_t vt_media_lock;

const struct vt_media_options *
vt_media_options(void)
{
	return (&vt_media_in_force);
}

const char *
vt_media_recipe(void)
{
	return (vt_media_recipe_text);
}

/* What libvips warns of goes to the log, at a level that is off by default:
 * it names no file, and most of it is about harmless tags. */
static void
vt_media_log(const char *domain, GLogLevelFlags level, const char *text, void *arg)
{
	(void)arg;
	vt_log("media",
	       (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0 ? VT_LOG_ERROR
									 : VT_LOG_DEBUG,
	       "%s: %s", domain != NULL ? domain : "glib", text);
}

/* Only these read strangers' bytes; everything else that libvips could load
 * stays closed, ImageMagick above all. */
static void
vt_media_block(void)
{
	static const char *const open[] = { "VipsForeignLoadTiff", "VipsForeignLoadJpeg",
					    "VipsForeignLoadPng", "VipsForeignLoadJp2k" };

	vips_block_untrusted_set(TRUE);
	vips_operation_block_set("VipsForeignLoad", TRUE);
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		vips_operation_block_set(open[i], FALSE);
}

static bool vt_media_has_vips;

static vt_err
vt_media_lock_init(void)
{
	pthread_rwlockattr_t attr;
	int failed;

	/* The one that wants to be alone must not wait for ever. */
	failed = pthread_rwlockattr_init(&attr) != 0 ||
		 pthread_rwlockattr_setkind_np(&attr,
					       PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP) != 0 ||
		 pthread_rwlock_init(&vt_media_lock, &attr) != 0;
	return (failed ? vt_fail(VT_E_INTERNAL, "a lock cannot be made") : VT_OK);
}

static vt_err
vt_media_vips_init(const char *argv0)
{
	const char *before = getenv("VIPSHOME");
	int failed;

	/* libvips loads its modules (ImageMagick, PDF, HEIF …) from below its
	 * home; nearly all of them are blocked here, and loading them costs more
	 * than everything else at start. */
	if (before == NULL)
		setenv("VIPSHOME", "/nonexistent", 1);
	failed = vips_init(argv0);
	if (before == NULL)
		unsetenv("VIPSHOME");
	if (failed != 0)
		return (vt_fail(VT_E_INTERNAL, "libvips does not start: %s", vips_error_buffer()));
	g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, vt_media_log, NULL);
	vt_codec_start();
	vt_media_block();
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	vt_media_has_vips = true;
	return (VT_OK);
}

/* Pictures are made in a few blocks of some MB, again and again: to give these back to
 * the system each time and to be given them anew costs a fifth of the work. */
static void
vt_media_malloc(void)
{
	(void)mallopt(M_MMAP_THRESHOLD, VT_MEDIA_KEPT_BYTES / 2);
	(void)mallopt(M_TRIM_THRESHOLD, VT_MEDIA_KEPT_BYTES);
}

vt_err
vt_media_init(const char *argv0, const struct vt_media_options *o)
{
	vt_err err;

	if (o->tile_size < 16 || o->tile_size % 16 != 0)
		return (vt_fail(VT_E_BADARG, "media.tile_size must be a multiple of 16, not %lld",
				(long long)o->tile_size));
	vt_media_malloc();
	vt_media_in_force = *o;
	(void)snprintf(vt_media_recipe_text, sizeof(vt_media_recipe_text), "2-%lld-%lld%s",
		       (long long)o->tile_size, (long long)o->quality,
		       o->keep_profiles ? "-icc" : "");
	err = vt_media_lock_init();
	return (err != VT_OK ? err : vt_media_vips_init(argv0));
}

void
vt_media_thread_end(void)
{
	vt_codec_thread_end();
	/* A gateway without images has not started libvips. */
	if (vt_media_has_vips)
		vips_thread_shutdown();
}

vt_err
vt_media_check(const char *path, const struct vt_header *h)
{
	const struct vt_media_options *o = vt_media_options();
	int64_t pixels;

	if (__builtin_mul_overflow(h->width, h->height, &pixels) || pixels > o->pixels_max)
		return (vt_fail(VT_E_TOOLARGE,
				"%s: %lld x %lld pixels are more than "
				"media.pixels_max (%lld) allows",
				path, (long long)h->width, (long long)h->height,
				(long long)o->pixels_max));
	if (h->holds > o->decode_bytes_max)
		return (vt_fail(
		    VT_E_TOOLARGE,
		    "%s: this file can only be read with %lld MB in "
		    "memory at once, more than media.decode_bytes_max (%lld MB) allows; save it "
		    "as a tiled or striped TIFF",
		    path, (long long)(h->holds >> 20), (long long)(o->decode_bytes_max >> 20)));
	return (VT_OK);
}

/* The text of libvips on one line, without its final newline. */
static void
vt_media_sentence(const char *text, char *out, size_t len)
{
	size_t n = 0;

	for (; *text != '\0' && n + 3 < len; text++) {
		if (*text == '\n' && text[1] == '\0')
			break;
		out[n++] = *text == '\n' ? ';' : *text;
		if (*text == '\n')
			out[n++] = ' ';
	}
	out[n] = '\0';
}

static vt_err
vt_media_alone(const struct vt_media_job *job)
{
	char text[400];
	vt_err err;

	vips_error_clear();
	err = job->retry(job->arg);
	vt_media_sentence(vips_error_buffer(), text, sizeof(text));
	vips_error_clear();
	if (err != VT_OK && err != VT_E_BADARG)
		return (err);
	return (vt_fail(VT_E_BADARG,
			"%s: the picture cannot be read: %s; copy it again from where it came "
			"from, or scan it again",
			job->what, text[0] != '\0' ? text : "it is broken or ends too early"));
}

vt_err
vt_media_run(const struct vt_media_job *job)
{
	vt_err err;

	pthread_rwlock_rdlock(&vt_media_lock);
	err = job->work(job->arg);
	pthread_rwlock_unlock(&vt_media_lock);
	if (err != VT_E_BADARG)
		return (err);
	pthread_rwlock_wrlock(&vt_media_lock);
	err = vt_media_alone(job);
	pthread_rwlock_unlock(&vt_media_lock);
	return (err);
}
