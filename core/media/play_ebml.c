/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Durations and sizes of WebM and Matroska: elements in each other (RFC 8794), of which Info
 * says how long it is, and Tracks how large (RFC 9559, 5.1.2 and 5.1.4).  What a browser
 * recorded does not say how long it became.
 */
#include "media/play_inside.h"

#include <string.h>

#define EBML_SEEN_MAX  5000    /* elements; a cluster of a film has some seconds */
#define EBML_DEPTH_MAX 6
#define EBML_SCALE     1000000 /* ns a unit, where nothing else is said */
#define EBML_NS_A_MS   1e6

enum ebml_id {
	EBML_SEGMENT = 0x18538067,
	EBML_INFO = 0x1549a966,
	EBML_TIMESTAMP_SCALE = 0x2ad7b1,
	EBML_DURATION = 0x4489,
	EBML_TRACKS = 0x1654ae6b,
	EBML_TRACK = 0xae,
	EBML_VIDEO = 0xe0,
	EBML_PIXEL_WIDTH = 0xb0,
	EBML_PIXEL_HEIGHT = 0xba,
	EBML_DISPLAY_WIDTH = 0x54b0,
	EBML_DISPLAY_HEIGHT = 0x54ba,
	EBML_DISPLAY_UNIT = 0x54b2
};

struct ebml_element {
	uint64_t id;
	int64_t body, end;
	bool is_whole;
};
/* Of one track; DisplayUnit 0: pixels. */
struct ebml_video {
	uint64_t pixels[2], shown[2], unit;
};
struct ebml {
	struct play_file *f;
	struct vt_play *play;
	struct ebml_video video;
	uint64_t scale;
	double units; /* the duration */
	bool has_info, has_tracks;
	int seen;
};

/* A number whose first byte says by its leading zeros how many follow (RFC 8794, 4); an ID
 * keeps the mark behind them.  *is_all_r: a size of nothing but ones, which is unknown. */
static bool
ebml_number(struct play_file *f, int64_t *at, bool is_id, uint64_t *n_r, bool *is_all_r)
{
	uint8_t b[8];
	size_t len = 1;
	uint64_t mark;

	if (!play_at(f, *at, b, 1) || b[0] == 0)
		return (false);
	while ((b[0] & (0x80 >> (len - 1))) == 0)
		len++;
	if ((is_id && len > 4) || !play_at(f, *at, b, len))
		return (false);
	mark = UINT64_C(1) << (7 * len);
	*n_r = play_number(b, len, false);
	*is_all_r = (*n_r & (mark - 1)) == mark - 1;
	if (!is_id)
		*n_r &= mark - 1;
	*at += (int64_t)len;
	return (true);
}

/* One that is cut off, or does not say where it ends, ends with what it is in. */
static bool
ebml_next(struct play_file *f, int64_t at, int64_t end, struct ebml_element *e)
{
	uint64_t len;
	bool is_unknown;

	if (at >= end || !ebml_number(f, &at, true, &e->id, &is_unknown) ||
	    !ebml_number(f, &at, false, &len, &is_unknown) || at > end)
		return (false);
	e->body = at;
	e->is_whole = !is_unknown && len <= (uint64_t)(end - at);
	e->end = e->is_whole ? at + (int64_t)len : end;
	return (true);
}

static bool
ebml_uint(struct ebml *x, const struct ebml_element *e, uint64_t *n_r)
{
	uint8_t b[8];
	size_t len = (size_t)(e->end - e->body);

	if (!e->is_whole || len > sizeof(b) || !play_at(x->f, e->body, b, len))
		return (false);
	*n_r = play_number(b, len, false);
	return (true);
}

/* IEEE 754 in four bytes or eight. */
static bool
ebml_float(struct ebml *x, const struct ebml_element *e, double *v_r)
{
	int64_t len = e->end - e->body;
	uint64_t bits;
	uint32_t half;
	float v;

	if ((len != 4 && len != 8) || !ebml_uint(x, e, &bits))
		return (false);
	if (len == 8) {
		memcpy(v_r, &bits, sizeof(bits));
		return (true);
	}
	half = (uint32_t)bits;
	memcpy(&v, &half, sizeof(half));
	*v_r = (double)v;
	return (true);
}

static void
ebml_value(struct ebml *x, const struct ebml_element *e)
{
	static const uint64_t ids[] = { EBML_PIXEL_WIDTH,    EBML_PIXEL_HEIGHT, EBML_DISPLAY_WIDTH,
					EBML_DISPLAY_HEIGHT, EBML_DISPLAY_UNIT, EBML_TIMESTAMP_SCALE };
	uint64_t *const values[] = { &x->video.pixels[0], &x->video.pixels[1], &x->video.shown[0],
				     &x->video.shown[1],  &x->video.unit,      &x->scale };

	if (e->id == EBML_DURATION)
		(void)ebml_float(x, e, &x->units);
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		if (e->id == ids[i])
			(void)ebml_uint(x, e, values[i]);
}

/* As it is to be shown, where that is said in pixels; the largest track's. */
static void
ebml_size(struct ebml *x)
{
	const struct ebml_video *v = &x->video;
	bool is_shown = v->unit == 0 && v->shown[0] != 0 && v->shown[1] != 0;
	uint64_t width = is_shown ? v->shown[0] : v->pixels[0];
	uint64_t height = is_shown ? v->shown[1] : v->pixels[1];

	if (width > (uint64_t)x->play->width && height > 0 && width <= VT_PLAY_SIDE_MAX &&
	    height <= VT_PLAY_SIDE_MAX) {
		x->play->width = (int64_t)width;
		x->play->height = (int64_t)height;
	}
}

static void
ebml_walk(struct ebml *x, int64_t at, int64_t end, int depth)
{
	struct ebml_element e;

	for (; x->seen++ < EBML_SEEN_MAX && !(x->has_info && x->has_tracks) &&
	       ebml_next(x->f, at, end, &e);
	     at = e.end) {
		bool is_master = e.id == EBML_SEGMENT || e.id == EBML_INFO || e.id == EBML_TRACKS ||
				 e.id == EBML_TRACK || e.id == EBML_VIDEO;

		if (!is_master) {
			ebml_value(x, &e);
			continue;
		}
		if (e.id == EBML_VIDEO)
			x->video = (struct ebml_video){ .unit = 0 };
		if (depth < EBML_DEPTH_MAX)
			ebml_walk(x, e.body, e.end, depth + 1);
		if (e.id == EBML_VIDEO)
			ebml_size(x);
		x->has_info = x->has_info || e.id == EBML_INFO;
		x->has_tracks = x->has_tracks || e.id == EBML_TRACKS;
	}
}

bool
play_ebml(struct play_file *f, struct vt_play *play)
{
	struct ebml x = { .f = f, .play = play, .scale = EBML_SCALE };
	double ms;

	ebml_walk(&x, 0, f->size, 0);
	ms = x.units * (double)x.scale / EBML_NS_A_MS;
	/* Not a number is no number between these. */
	if (!(ms >= 1 && ms <= (double)VT_PLAY_MS_MAX))
		return (false);
	play->duration = (int64_t)ms;
	return (true);
}
