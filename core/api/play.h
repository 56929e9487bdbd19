/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How long a sound or a film is, from the first (and last) bytes of its file: WAV,
 * FLAC, Ogg (Vorbis, Opus), MP3, MP4, WebM and Matroska.  Nothing is decoded.  Since 2.5.
 */
#ifndef VT_API_PLAY_H
#define VT_API_PLAY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "err.h"

#define VT_PLAY_MS_MAX	(INT64_C(31) * 24 * 3600 * 1000)	/* longer is taken for a mistake */
#define VT_PLAY_SIDE_MAX 65535		/* pixels, the same */

struct vt_play {
	int64_t	duration;	/* ms, > 0 */
	int64_t	width, height;	/* of a film; 0: none, or not said */
};

/* False, and zeros, when the file does not say it or is none of these.  f can be
 * positioned; it is left anywhere. */
VT_API bool	vt_play_read(FILE *f, struct vt_play *play_r);
/* The same of a file on disk, whatever it is. */
VT_API bool	vt_play_file(const char *path, struct vt_play *play_r);

#endif
