/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files that say they are images: each is taken as a master, of which an access
 * copy is made within limits, and as an access copy, of which a tile and a view
 * are made.  What comes of a master has the size that was said.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "media/access_copy.h"
#include "media/budget.h"
#include "media/media.h"
#include "media/pyramid.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static char folder[64], master[96], target[96];

static void
clean(void)
{
	(void)unlink(master);
	(void)unlink(target);
	(void)rmdir(folder);
}

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	static const struct vt_media_options o = { .tile_size = 128,
						   .quality = 85,
						   .pixels_max = 1000000,
						   .render_pixels_max = 1000000,
						   .render_bytes_max = 32 << 20,
						   .cache_copies = 4,
						   .decode_bytes_max = 16 << 20,
						   .keep_profiles = true };

	(void)argc;
	if (vt_media_init((*argv)[0], &o) != VT_OK)
		abort();
	(void)snprintf(folder, sizeof(folder), "%s/vt_image_fuzz_XXXXXX",
		       access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	if (mkdtemp(folder) == NULL)
		abort();
	(void)snprintf(master, sizeof(master), "%s/master", folder);
	(void)snprintf(target, sizeof(target), "%s/target", folder);
	(void)atexit(clean);
	return (0);
}

/* A tile as it is stored, and a view of all of it. */
static void
look(struct vt_pyramid *p, enum vt_image_quality quality)
{
	struct vt_level full = vt_pyramid_level(p, 0);
	struct vt_render what = { .w = full.width,
				  .h = full.height,
				  .width = full.width < 40 ? full.width : 40,
				  .height = full.height < 30 ? full.height : 30,
				  .quality = quality };
	struct vt_picture *picture;
	struct vt_buf tile;

	vt_assert(full.width > 0 && full.height > 0 && vt_pyramid_level_count(p) > 0);
	vt_buf_init(&tile, 0);
	(void)!vt_pyramid_tile(p, vt_pyramid_level_count(p) - 1, 0, 0, &tile);
	vt_buf_fini(&tile);
	if (vt_pyramid_picture(p, &what, &picture) == VT_OK)
		vt_picture_free(&picture);
	vt_assert(vt_budget_taken() == 0);
}

static void
as_master(enum vt_image_quality quality)
{
	struct vt_pyramid *p;
	int64_t width, height;

	if (vt_media_make_access_copy(master, target, &width, &height) != VT_OK)
		return;
	vt_assert(vt_pyramid_load(target, &p) == VT_OK);
	vt_assert(vt_pyramid_level(p, 0).width == width && vt_pyramid_level(p, 0).height == height);
	vt_assert(width * height <= vt_media_options()->pixels_max);
	look(p, quality);
	vt_pyramid_unref(&p);
	(void)unlink(target);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	enum vt_image_quality quality = len % 2 != 0 ? VT_IMAGE_GRAY : VT_IMAGE_DEFAULT;
	FILE *f = fopen(master, "wb");
	struct vt_pyramid *p;

	if (f == NULL)
		return (0);
	(void)fwrite(data, 1, len, f);
	(void)fclose(f);
	as_master(quality);
	if (vt_pyramid_load(master, &p) == VT_OK) {
		look(p, quality);
		vt_pyramid_unref(&p);
	}
	return (0);
}
