/* SPDX-License-Identifier: Apache-2.0 */
/* What the files play*.c share; nobody else includes it. */
#ifndef VT_MEDIA_PLAY_INSIDE_H
#define VT_MEDIA_PLAY_INSIDE_H

#include "api/play.h"

struct play_file {
	FILE	*f;
	int64_t	 size;
};

uint64_t play_number(const uint8_t *p, size_t len, bool is_little);
/* Whether all of these bytes are there. */
bool	play_at(struct play_file *f, int64_t offset, void *p, size_t len);
/* So many units at so many a second. */
bool	play_set(struct vt_play *play, uint64_t units, uint64_t rate);
bool	play_mp3(struct play_file *f, struct vt_play *play);
bool	play_ebml(struct play_file *f, struct vt_play *play);
bool	play_mp4(struct play_file *f, struct vt_play *play);

#endif
