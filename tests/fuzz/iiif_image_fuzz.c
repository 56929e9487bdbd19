/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "identifier/region/size/rotation/quality.format" as it comes over the wire: what
 * is decoded holds no NUL, a view lies inside the image and within the limits,
 * and its canonical address means the same view.  The first byte chooses the
 * image, the version, the limits, and how large it may be seen.
 */
#include "canonical.c"
#include "params.c"
#include "seen.c"
#include "view.c"

#include "http/fields/percent.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

static const struct iiif_image_conf confs[] = {
	{ .max_area = 40000000, .max_width = 65500, .upscaling = true, .quality = 85 },
	{ .max_area = 1000, .quality = 85 },
	{ .max_width = 700, .max_height = 300, .upscaling = true, .strict_sizes = true },
	{ .max_width = 90, .upscaling = true },
};
static const struct vt_level images[] = {
	{ 3000, 2001, 512, 512, true, 3 },
	{ 1, 1, 512, 512, true, 1 },
	{ 6300, 224490, 512, 512, true, 1 },
	{ 1000, 10, 512, 512, true, 3 },
};

static vt_err
read_view(enum iiif_image_version version, const struct iiif_image_conf *conf,
	  const struct iiif_image_levels *levels, const struct vt_str part[4],
	  struct iiif_image_view *view_r)
{
	struct iiif_image_params p = { .may_grow = false };

	if (iiif_image_parse_region(part[0], &p) != VT_OK ||
	    iiif_image_parse_size(version, part[1], &p) != VT_OK ||
	    iiif_image_parse_rotation(part[2], &p) != VT_OK ||
	    iiif_image_parse_file(part[3], &p) != VT_OK)
		return (VT_E_BADARG);
	return (iiif_image_view(version, conf, levels, &p, view_r));
}

static void
split(struct vt_str path, struct vt_str *parts, int count)
{
	for (int i = 0; i < count; i++)
		if (!vt_str_next(&path, '/', &parts[i]))
			parts[i] = VT_STR_NONE;
}

static void
check(enum iiif_image_version version, const struct iiif_image_conf *conf,
      const struct iiif_image_levels *levels, const struct iiif_image_view *v)
{
	struct iiif_image_view again;
	struct vt_str part[4];
	struct vt_buf text;

	vt_assert(v->x >= 0 && v->y >= 0 && v->w > 0 && v->h > 0 &&
		  v->x + v->w <= levels->items[0].width && v->y + v->h <= levels->items[0].height);
	vt_assert(v->size.width > 0 && v->size.height > 0 &&
		  iiif_image_fits(conf, v->size.width, v->size.height));
	vt_buf_init(&text, 0);
	iiif_image_canonical(version, v, &text);
	split(vt_buf_get(&text), part, 4);
	vt_assert(read_view(version, conf, levels, part, &again) == VT_OK);
	vt_assert(again.x == v->x && again.y == v->y && again.w == v->w && again.h == v->h);
	vt_assert(again.size.width == v->size.width && again.size.height == v->size.height);
	vt_assert(again.rotation == v->rotation && again.is_mirrored == v->is_mirrored);
	vt_assert(again.quality == v->quality && again.format == v->format);
	vt_buf_fini(&text);
}

/* What is made of the image lies inside it, and its validator holds no quotes. */
static void
check_seen(const struct iiif_image_seen *seen, const struct iiif_image_view *v)
{
	const struct vt_level *full = &seen->known->levels.items[0];
	struct vt_render what = iiif_image_what(seen, v);
	struct vt_buf tag;

	vt_assert(what.x >= 0 && what.y >= 0 && what.w > 0 && what.h > 0 &&
		  what.x + what.w <= full->width && what.y + what.h <= full->height);
	vt_buf_init(&tag, 0);
	iiif_image_etag(seen, v, &tag);
	for (size_t i = 0; i < tag.len; i++)
		vt_assert(tag.p[i] > ' ' && tag.p[i] < 0x7f && tag.p[i] != '"');
	vt_buf_fini(&tag);
}

/* A name for a header: nothing that ends it early. */
static void
check_name(struct vt_str identifier, const struct iiif_image_view *v)
{
	struct vt_buf name;

	vt_buf_init(&name, 0);
	iiif_image_file_name(identifier, v, &name);
	for (size_t i = 0; i < name.len; i++)
		vt_assert(name.p[i] > ' ' && name.p[i] < 0x7f && strchr("\"\\/;%", name.p[i]) == NULL);
	vt_buf_fini(&name);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const int64_t sides[] = { 0, 1, 800, 5000 };
	uint8_t choice = len > 0 ? data[0] : 0;
	struct iiif_image_known known = { .levels = { &images[choice & 3], 1 },
						.image = { .version = VT_STR("a b\"c") } };
	struct iiif_image_seen seen;
	enum iiif_image_version version = (choice & 16) != 0 ? IIIF_IMAGE_2 : IIIF_IMAGE_3;
	struct vt_str path = { (const char *)data + (len > 0), len - (len > 0) }, part[5];
	struct vt_arena *arena = vt_arena_new(1 << 20);
	struct iiif_image_view view;
	bool is_good = true;

	split(path, part, 5);
	for (int i = 0; i < 5 && is_good; i++) {
		is_good = vt_percent_decode(arena, part[i], VT_PERCENT_SEGMENT, &part[i]) == VT_OK;
		if (is_good && part[i].len > 0)
			vt_assert(memchr(part[i].p, '\0', part[i].len) == NULL);
	}
	iiif_image_see(&known, &confs[choice >> 2 & 3], sides[choice >> 5 & 3], &seen);
	if (is_good && read_view(version, &seen.conf, &seen.levels, part + 1, &view) == VT_OK) {
		check(version, &seen.conf, &seen.levels, &view);
		check_seen(&seen, &view);
		check_name(part[0], &view);
	}
	vt_arena_free(&arena);
	return (0);
}
