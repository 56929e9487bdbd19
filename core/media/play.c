/* SPDX-License-Identifier: Apache-2.0 */
/* Durations of WAV, FLAC and Ogg; MP3 and MP4 are in play_mpeg.c, WebM in play_ebml.c. */
#include "media/play_inside.h"

#include <string.h>
#include <sys/stat.h>

#define PLAY_CHUNKS_MAX 200	      /* of a WAV before its sound */
#define PLAY_OGG_TAIL	(128 * 1024L) /* the last page is within; one has 65 kB at most */

uint64_t
play_number(const uint8_t *p, size_t len, bool is_little)
{
	uint64_t n = 0;

	for (size_t i = 0; i < len; i++)
		n = n << 8 | p[is_little ? len - 1 - i : i];
	return (n);
}

bool
play_at(struct play_file *f, int64_t offset, void *p, size_t len)
{
	if (offset < 0 || offset > f->size || (int64_t)len > f->size - offset ||
	    fseeko(f->f, (off_t)offset, SEEK_SET) != 0)
		return (false);
	return (fread(p, 1, len, f->f) == len);
}

bool
play_set(struct vt_play *play, uint64_t units, uint64_t rate)
{
	if (rate == 0 || units == 0 || units / rate > VT_PLAY_MS_MAX / 1000)
		return (false);
	play->duration = (int64_t)(units / rate * 1000 + units % rate * 1000 / rate);
	return (play->duration > 0);
}

/* RIFF: "fmt " says bytes a second, "data" how many there are. */
static bool
play_wav(struct play_file *f, struct vt_play *play)
{
	uint8_t head[8], format[16];
	uint64_t rate = 0, len;
	int64_t at = 12;

	for (int i = 0; i < PLAY_CHUNKS_MAX && play_at(f, at, head, 8); i++) {
		len = play_number(head + 4, 4, true);
		if (memcmp(head, "fmt ", 4) == 0 && play_at(f, at + 8, format, sizeof(format)))
			rate = play_number(format + 8, 4, true);
		if (memcmp(head, "data", 4) == 0) {
			uint64_t rest = (uint64_t)(f->size - at - 8);

			return (play_set(play, len < rest ? len : rest, rate));
		}
		at += 8 + (int64_t)(len + (len & 1));
	}
	return (false);
}

/* STREAMINFO is the first block: rate in 20 bits, samples in 36. */
static bool
play_flac(struct play_file *f, struct vt_play *play)
{
	uint8_t b[8];
	uint64_t n;

	if (!play_at(f, 18, b, sizeof(b)))
		return (false);
	n = play_number(b, sizeof(b), false);
	return (play_set(play, n & 0xfffffffffULL, n >> 44));
}

/* The time of the last page, in samples: 0 when there is none. */
static uint64_t
play_ogg_end(struct play_file *f)
{
	static const uint8_t mark[4] = { 'O', 'g', 'g', 'S' };
	int64_t from = f->size > PLAY_OGG_TAIL ? f->size - PLAY_OGG_TAIL : 0;
	uint8_t b[4096 + 14];
	uint64_t end = 0;

	for (; from < f->size; from += 4096) {
		size_t len = (size_t)(f->size - from < (int64_t)sizeof(b) ? f->size - from
									   : (int64_t)sizeof(b));

		if (!play_at(f, from, b, len))
			break;
		for (size_t i = 0; i + 14 <= len; i++)
			if (memcmp(b + i, mark, 4) == 0 && b[i + 4] == 0 &&
			    play_number(b + i + 6, 8, true) != UINT64_MAX)
				end = play_number(b + i + 6, 8, true);
	}
	return (end);
}

static bool
play_ogg(struct play_file *f, struct vt_play *play)
{
	uint8_t b[19];
	uint64_t end = play_ogg_end(f), skip;
	int64_t at;

	if (!play_at(f, 26, b, 1))
		return (false);
	at = 27 + b[0];
	if (!play_at(f, at, b, sizeof(b)))
		return (false);
	if (memcmp(b, "\001vorbis", 7) == 0)
		return (play_set(play, end, play_number(b + 12, 4, true)));
	skip = play_number(b + 10, 2, true);
	return (memcmp(b, "OpusHead", 8) == 0 && end > skip && play_set(play, end - skip, 48000));
}

static bool
play_read(struct play_file *f, struct vt_play *play)
{
	uint8_t b[12];

	if (!play_at(f, 0, b, sizeof(b)))
		return (false);
	if (memcmp(b, "RIFF", 4) == 0 && memcmp(b + 8, "WAVE", 4) == 0)
		return (play_wav(f, play));
	if (memcmp(b, "fLaC", 4) == 0)
		return (play_flac(f, play));
	if (memcmp(b, "OggS", 4) == 0)
		return (play_ogg(f, play));
	if (memcmp(b, "\x1A\x45\xDF\xA3", 4) == 0)
		return (play_ebml(f, play));
	if (memcmp(b + 4, "ftyp", 4) == 0)
		return (play_mp4(f, play));
	if (memcmp(b, "ID3", 3) == 0 || (b[0] == 0xff && (b[1] & 0xe0) == 0xe0))
		return (play_mp3(f, play));
	return (false);
}

bool
vt_play_read(FILE *f, struct vt_play *play_r)
{
	struct play_file file = { .f = f };

	*play_r = (struct vt_play){ 0 };
	if (fseeko(f, 0, SEEK_END) != 0 || (file.size = ftello(f)) <= 0)
		return (false);
	if (play_read(&file, play_r) && play_r->duration <= VT_PLAY_MS_MAX)
		return (true);
	*play_r = (struct vt_play){ 0 };
	return (false);
}

bool
vt_play_file(const char *path, struct vt_play *play_r)
{
	FILE *f = fopen(path, "re");
	bool is_known;

	*play_r = (struct vt_play){ 0 };
	if (f == NULL)
		return (false);
	is_known = vt_play_read(f, play_r);
	(void)fclose(f);
	return (is_known);
}
