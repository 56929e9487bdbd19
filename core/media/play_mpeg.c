/* SPDX-License-Identifier: Apache-2.0 */
/* Durations of MP3 (by the frame that counts, else by the first one's rate) and of
 * MP4 (by its movie header). */
#include "media/play_inside.h"

#include <string.h>

#define PLAY_SYNC_MAX  65536 /* bytes in search of the first frame of an MP3 */
#define PLAY_BOXES_MAX 2000  /* of an MP4 */
#define PLAY_DEPTH_MAX 4

/* --- MP3 --------------------------------------------------------------------------- */

struct play_frame {
	uint32_t bitrate; /* kbit/s */
	uint32_t rate, samples;
	int64_t side; /* bytes of header and side information: where Xing stands */
};

/* A frame's four bytes (ISO 11172-3, 2.4.1.3): layer III, of whichever MPEG. */
static bool
play_frame(const uint8_t b[4], struct play_frame *frame)
{
	static const uint16_t first[16] = { 0,	 32,  40,  48,	56,  64,  80,  96,
					    112, 128, 160, 192, 224, 256, 320, 0 };
	static const uint16_t second[16] = { 0,	 8,  16, 24,  32,  40,	48,  56,
					     64, 80, 96, 112, 128, 144, 160, 0 };
	static const uint32_t rates[3] = { 44100, 48000, 32000 };
	unsigned version = b[1] >> 3 & 3, rate = b[2] >> 2 & 3;
	bool is_first = version == 3, is_mono = b[3] >> 6 == 3;

	if (b[0] != 0xff || (b[1] & 0xe0) != 0xe0 || version == 1 || (b[1] >> 1 & 3) != 1 ||
	    rate == 3)
		return (false);
	frame->bitrate = is_first ? first[b[2] >> 4] : second[b[2] >> 4];
	frame->rate = rates[rate] >> (is_first ? 0 : version == 2 ? 1 : 2);
	frame->samples = is_first ? 1152 : 576;
	frame->side = 4 + (is_first ? (is_mono ? 17 : 32) : (is_mono ? 9 : 17));
	return (frame->bitrate != 0);
}

/* Behind the tags before the sound. */
static int64_t
play_mp3_begin(struct play_file *f)
{
	uint8_t b[10];

	if (!play_at(f, 0, b, sizeof(b)) || memcmp(b, "ID3", 3) != 0)
		return (0);
	return (10 + ((int64_t)(b[6] & 0x7f) << 21 | (b[7] & 0x7f) << 14 | (b[8] & 0x7f) << 7 |
		      (b[9] & 0x7f)));
}

static bool
play_mp3_frame(struct play_file *f, int64_t *at, struct play_frame *frame)
{
	uint8_t b[4];

	for (int64_t from = *at; *at - from < PLAY_SYNC_MAX && play_at(f, *at, b, 4); ++*at)
		if (play_frame(b, frame))
			return (true);
	return (false);
}

bool
play_mp3(struct play_file *f, struct vt_play *play)
{
	int64_t at = play_mp3_begin(f);
	struct play_frame frame;
	uint8_t b[12];

	if (!play_mp3_frame(f, &at, &frame))
		return (false);
	if (play_at(f, at + frame.side, b, 12) &&
	    (memcmp(b, "Xing", 4) == 0 || memcmp(b, "Info", 4) == 0) && (b[7] & 1) != 0)
		return (play_set(play, play_number(b + 8, 4, false) * frame.samples, frame.rate));
	/* VBRI stands 32 bytes behind the header, its count of frames 14 bytes on. */
	if (play_at(f, at + 36, b, 4) && memcmp(b, "VBRI", 4) == 0 && play_at(f, at + 50, b, 4))
		return (play_set(play, play_number(b, 4, false) * frame.samples, frame.rate));
	return (play_set(play, (uint64_t)(f->size - at), frame.bitrate * 125));
}

/* --- MP4 --------------------------------------------------------------------------- */

struct play_boxes {
	struct play_file *f;
	struct vt_play *play;
	int seen;
};

/* mvhd: units a second, and how many (ISO 14496-12, 8.2.2). */
static void
play_mvhd(struct play_boxes *x, int64_t at)
{
	uint8_t b[32];
	bool is_long;

	if (!play_at(x->f, at, b, sizeof(b)))
		return;
	is_long = b[0] == 1;
	(void)play_set(x->play, play_number(b + (is_long ? 24 : 16), is_long ? 8 : 4, false),
		       play_number(b + (is_long ? 20 : 12), 4, false));
}

/* tkhd: width and height of what is seen, 16.16 (8.3.2); the largest track's. */
static void
play_tkhd(struct play_boxes *x, int64_t at, int64_t len)
{
	uint8_t b[8];
	int64_t width, height;

	if (len < 8 || !play_at(x->f, at + len - 8, b, 8))
		return;
	width = (int64_t)play_number(b, 2, false);
	height = (int64_t)play_number(b + 4, 2, false);
	if (width > x->play->width && height > 0 && width <= VT_PLAY_SIDE_MAX) {
		x->play->width = width;
		x->play->height = height;
	}
}

/* A box's length and where its contents begin; false: it is none. */
static bool
play_box(struct play_file *f, int64_t at, int64_t end, uint8_t head[16], int64_t *len_r)
{
	int64_t len;

	if (end - at < 8 || !play_at(f, at, head, 8))
		return (false);
	len = (int64_t)play_number(head, 4, false);
	if (len == 1) {
		if (end - at < 16 || !play_at(f, at, head, 16))
			return (false);
		len = (int64_t)(play_number(head + 8, 8, false) & INT64_MAX);
		if (len < 16)
			return (false);
	}
	if (len == 0)
		len = end - at;
	*len_r = len;
	return (len >= 8 && len <= end - at);
}

static void
play_walk(struct play_boxes *x, int64_t at, int64_t end, int depth)
{
	uint8_t head[16];
	int64_t len;

	for (; x->seen++ < PLAY_BOXES_MAX && play_box(x->f, at, end, head, &len); at += len) {
		int64_t in = at + (play_number(head, 4, false) == 1 ? 16 : 8);

		if (memcmp(head + 4, "mvhd", 4) == 0)
			play_mvhd(x, in);
		else if (memcmp(head + 4, "tkhd", 4) == 0)
			play_tkhd(x, in, at + len - in);
		else if (depth < PLAY_DEPTH_MAX && (memcmp(head + 4, "moov", 4) == 0 ||
						    memcmp(head + 4, "trak", 4) == 0))
			play_walk(x, in, at + len, depth + 1);
	}
}

bool
play_mp4(struct play_file *f, struct vt_play *play)
{
	struct play_boxes x = { .f = f, .play = play };

	play_walk(&x, 0, f->size, 0);
	return (play->duration > 0);
}
