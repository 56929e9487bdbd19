/* SPDX-License-Identifier: Apache-2.0 */
/*
 * IIIF Image API 3.0 and 2.1.  The way of a request: kept.c knows the image or
 * subject.c finds it, params.c reads the four path parts, view.c settles them
 * against the image and the limits, canonical.c and headers.c name the result, and
 * picture.c answers: stored tiles of known images on the event loop; describe.c
 * answers for info.json.  Section numbers are those of 3.0.
 */
#ifndef IIIF_IMAGE_H
#define IIIF_IMAGE_H

#include <pthread.h>
#include <stdatomic.h>

#include "vartai.h"

#define IIIF_IMAGE_PART_MAX	128	/* bytes of one path part; longer ones say nothing new */
#define IIIF_IMAGE_NUMBER_MAX	INT64_C(1000000000)	/* larger numbers count as this one */

enum iiif_image_version { IIIF_IMAGE_2 = 2, IIIF_IMAGE_3 = 3 };

struct iiif_image_conf {
	int64_t	max_width, max_height, max_area;	/* of what is served; max_height 0: as max_width */
	bool	upscaling, strict_sizes;
	int64_t	quality;	/* JPEG, of what is not a stored tile */
	int64_t	max_age;	/* seconds that clients may keep a picture */
	bool	immutable;	/* … without asking in that time */
	struct vt_str_list extra_formats;	/* names, besides jpg and png */
	int64_t	picture_bytes;	/* of a finished picture */
};

/* As in an address; in the order of enum vt_image_format. */
static inline const char *
iiif_image_format_name(enum vt_image_format format)
{
	static const char *const names[VT_IMAGE_FORMATS] = { "jpg", "png", "webp", "gif", "tif",
		"jp2", "avif" };

	return (names[format]);
}

/* --- settings.c ---------------------------------------------------------------- */
/* What configure() leaves. */
struct iiif_image_state {
	const struct iiif_image_conf	*conf;
	struct iiif_image_kept		*kept;
	unsigned			 formats;	/* that may be served; bits */
	const char			*cache_control;	/* of what everybody may see */
};
extern const struct vt_option iiif_image_options[];
/* What info.json promises and the core would refuse is refused at start: `max`
 * of any image has to be answered (4.2). */
vt_err	iiif_image_configure(struct vt_boot *boot, const void *options, void **state_r)
	    VT_MUST_CHECK;
const struct iiif_image_conf *iiif_image_conf_of(const struct vt_request *req);
struct iiif_image_kept *iiif_image_kept_of(const struct vt_request *req);
const char *iiif_image_cache_control_of(const struct vt_request *req);
/* What is both wanted and possible; bits 1 << enum vt_image_format. */
unsigned iiif_image_formats_of(const struct vt_request *req);

/* --- params.c: what was asked for, in its own words ------------------------- */
enum iiif_image_region_form {
	IIIF_IMAGE_REGION_FULL, IIIF_IMAGE_REGION_SQUARE, IIIF_IMAGE_REGION_PIXELS,
	IIIF_IMAGE_REGION_PERCENT
};
enum iiif_image_size_form {
	IIIF_IMAGE_SIZE_MAX,
	IIIF_IMAGE_SIZE_FULL,		/* 2.1 only */
	IIIF_IMAGE_SIZE_WIDTH, IIIF_IMAGE_SIZE_HEIGHT, IIIF_IMAGE_SIZE_PERCENT,
	IIIF_IMAGE_SIZE_EXACT,		/* w,h */
	IIIF_IMAGE_SIZE_CONFINED	/* !w,h */
};

struct iiif_image_params {
	enum iiif_image_region_form	region;
	double				region_numbers[4];	/* x, y, w, h */
	enum iiif_image_size_form	size;
	bool				may_grow;	/* ^ */
	int64_t				width, height;
	double				percent;
	bool				is_mirrored;
	double				rotation;	/* 0 <= r < 360, six decimals */
	enum vt_image_quality		quality;
	enum vt_image_format		format;
};

/* VT_E_BADARG names the part and what it may be. */
vt_err	iiif_image_parse_region(struct vt_str s, struct iiif_image_params *p) VT_MUST_CHECK;
vt_err	iiif_image_parse_size(enum iiif_image_version version, struct vt_str s,
	    struct iiif_image_params *p) VT_MUST_CHECK;
vt_err	iiif_image_parse_rotation(struct vt_str s, struct iiif_image_params *p) VT_MUST_CHECK;
/* "default.jpg" */
vt_err	iiif_image_parse_file(struct vt_str s, struct iiif_image_params *p) VT_MUST_CHECK;

/* --- view.c: what that is of this image ------------------------------------- */
struct iiif_image_size {
	int64_t	width, height;
};

/* The image: all its levels, the largest first. */
struct iiif_image_levels {
	const struct vt_level	*items;
	size_t			 count;
};

struct iiif_image_view {
	int64_t			x, y, w, h;	/* the region, inside the image */
	bool			is_full;	/* the region is the image */
	struct iiif_image_size	size;
	bool			is_max;		/* the size is that of `max` */
	bool			is_grown;	/* larger than the region in a direction */
	bool			is_max_grown;	/* … and that of `^max` */
	bool			is_mirrored;
	double			rotation;
	enum vt_image_quality	quality;	/* VT_IMAGE_DEFAULT where it makes no difference */
	enum vt_image_format	format;
};

/* VT_E_BADARG; VT_E_UNSUPPORTED for enlarging where that is switched off. */
vt_err	iiif_image_view(enum iiif_image_version version, const struct iiif_image_conf *conf,
	    const struct iiif_image_levels *levels, const struct iiif_image_params *p,
	    struct iiif_image_view *view_r) VT_MUST_CHECK;
/* The size within the limits that is like w x h, not larger. */
struct iiif_image_size iiif_image_within(const struct iiif_image_conf *conf, int64_t w, int64_t h);
bool	iiif_image_fits(const struct iiif_image_conf *conf, int64_t w, int64_t h);

/* Full-size pixels a pixel of the level; 0 when that is no whole number. */
int64_t	iiif_image_scale(const struct iiif_image_levels *levels, size_t level);

/* Whether the view is a whole stored tile as it is. */
struct iiif_image_tile {
	size_t	level;
	int64_t	column, row;
};
bool	iiif_image_stored_tile(const struct iiif_image_levels *levels,
	    const struct iiif_image_view *view, struct iiif_image_tile *tile_r);

/* --- kept.c: images at hand --------------------------------------------------- */
#define IIIF_IMAGE_KEPT_MAX	256		/* images a worker; each keeps its copy open */
#define IIIF_IMAGE_KNOWN_BYTES	(1 << 20)	/* memory of one */

/* An image and what is known about it; counted, never changed once it is kept.
 * All that it points to is in its arena, which also lets the copy go. */
struct iiif_image_known {
	atomic_int			 refs;
	struct vt_arena			*arena;
	uint64_t			 epoch;		/* of the catalogue that said so */
	struct vt_image			 image;
	struct vt_object		 object;	/* what access and rights need of it */
	struct vt_pyramid		*pyramid;
	struct iiif_image_levels	 levels;
	struct vt_str			 base_url;	/* of the server, as it was asked */
	struct vt_str			 base_2, base_3;	/* base URIs */
};

/* With one reference, empty. */
vt_err	iiif_image_known_new(struct iiif_image_known **known_r) VT_MUST_CHECK;
void	iiif_image_known_unref(struct iiif_image_known **known);

struct iiif_image_kept {
	pthread_mutex_t		 lock;
	size_t			 count;		/* places in use */
	struct iiif_image_known	*places[IIIF_IMAGE_KEPT_MAX];
};
/* For at most count images, 1 at least. */
void	iiif_image_kept_init(struct iiif_image_kept *kept, int64_t count);
/* At a worker's end, when nobody asks any more. */
void	iiif_image_kept_empty(struct iiif_image_kept *kept);
/* A new reference, or NULL: not kept, or the catalogue has changed since. */
struct iiif_image_known *iiif_image_kept_get(struct iiif_image_kept *kept, struct vt_str id,
	    uint64_t epoch);
/* Takes a reference of its own. */
void	iiif_image_kept_put(struct iiif_image_kept *kept, struct iiif_image_known *known);

/* --- seen.c ------------------------------------------------------------------- */
/* As this visitor may see it: the image, or a smaller one in its place.  Never
 * copied: levels may point into it. */
struct iiif_image_seen {
	struct iiif_image_known		*known;
	struct iiif_image_levels	 levels;
	struct iiif_image_conf		 conf;	/* with the limits for this visitor */
	int64_t				 side;	/* the longest, of a smaller one; else 0 */
	struct vt_level			 small;	/* without tiles */
};
/* side: the longest that this visitor may see, 0: any.  known is borrowed. */
void	iiif_image_see(struct iiif_image_known *k, const struct iiif_image_conf *conf,
	    int64_t side, struct iiif_image_seen *seen_r);
/* What to make of the image itself for a view of what is seen. */
struct vt_render iiif_image_what(const struct iiif_image_seen *seen,
	    const struct iiif_image_view *v);

/* --- subject.c ----------------------------------------------------------------- */
/* A reference to the image of the request where it is at hand, with the addresses
 * by which this one came; else NULL. */
struct iiif_image_known *iiif_image_at_hand(struct vt_request *req);
/* The image of the request, if this visitor may see it; it lives as long as the
 * request.  In the pool. */
vt_err	iiif_image_subject(struct vt_request *req, struct iiif_image_seen *seen_r)
	    VT_MUST_CHECK;
/* Only what the catalogue says of it, whoever asks. */
vt_err	iiif_image_find(struct vt_request *req, struct vt_arena *a, struct vt_image *image_r)
	    VT_MUST_CHECK;
/* A reference to the image of the request where it is at hand, with the addresses
 * by which this one came; else NULL.  Also on the event loop. */
struct iiif_image_known *iiif_image_at_hand(struct vt_request *req);
/* The base URI, in the request's arena. */
struct vt_str iiif_image_base(struct vt_request *req, enum iiif_image_version version,
	    struct vt_str id);

/* --- canonical.c ------------------------------------------------------------ */
/* "full/max/0/default.jpg" (4.8; for 2.1 its 4.7). */
void	iiif_image_canonical(enum iiif_image_version version, const struct iiif_image_view *view,
	    struct vt_buf *out);
/* The validator of a picture: version of the image and canonical parameters. */
void	iiif_image_etag(const struct iiif_image_seen *seen, const struct iiif_image_view *view,
	    struct vt_buf *out);
/* A name to save under, for Content-Disposition, without quotes. */
void	iiif_image_file_name(struct vt_str identifier, const struct iiif_image_view *view,
	    struct vt_buf *out);

/* --- info.c ------------------------------------------------------------------ */
/* What other plugins offer for an image: links iiif.image.service.<type>, as
 * iiif.image.service.AuthProbeService2, with the image's identifier. */
#define IIIF_IMAGE_SERVICE	"iiif.image.service."
#define IIIF_IMAGE_SERVICES_MAX	8

struct iiif_image_service {
	const char	*type;
	struct vt_str	 id;
};

struct iiif_image_info {
	enum iiif_image_version		 version;
	struct vt_str			 id;		/* the base URI */
	struct vt_str			 rights;	/* of the object; may be anything */
	struct iiif_image_levels	 levels;
	const struct iiif_image_conf	*conf;
	unsigned			 formats;	/* bits 1 << enum vt_image_format */
	struct iiif_image_service	 services[IIIF_IMAGE_SERVICES_MAX];
	size_t				 service_count;
	struct vt_str			 manifest;	/* of the object; empty: nobody offers one */
};
/* The JSON (5.2–5.7; 2.1: 5.2, 5.3). */
vt_err	iiif_image_info_write(const struct iiif_image_info *info, struct vt_buf *out)
	    VT_MUST_CHECK;

/* --- headers.c --------------------------------------------------------------- */
/* All headers of a picture, which is known before it is made. */
vt_err	iiif_image_headers(struct vt_request *req, struct vt_response *res,
	    enum iiif_image_version version, const struct iiif_image_seen *seen,
	    const struct iiif_image_view *v) VT_MUST_CHECK;
/* Names the picture with all that its answer tells; true: it is kept. */
bool	iiif_image_name(struct vt_request *req, struct vt_response *res,
	    enum iiif_image_version version, const struct iiif_image_seen *seen,
	    const struct iiif_image_view *v);

/* --- handlers: picture.c, describe.c ------------------------------------------- */
vt_err	iiif_image_picture(struct vt_request *req, struct vt_response *res,
	    enum iiif_image_version version) VT_MUST_CHECK;
vt_err	iiif_image_quick(struct vt_request *req, struct vt_response *res,
	    enum iiif_image_version version) VT_MUST_CHECK;
vt_err	iiif_image_describe(struct vt_request *req, struct vt_response *res,
	    enum iiif_image_version version) VT_MUST_CHECK;
/* From the base URI. */
vt_err	iiif_image_redirect(struct vt_request *req, struct vt_response *res,
	    enum iiif_image_version version) VT_MUST_CHECK;
/* What no other route takes: a part of an image address is empty, or it has too
 * many or too few of them. */
vt_err	iiif_image_odd(struct vt_request *req, struct vt_response *res) VT_MUST_CHECK;

/* --- use.c ---------------------------------------------------------------------- */
/* What the request is a use of, for who counts. */
void	iiif_image_use(const struct vt_request *req, struct vt_use *use_r);

#endif
