/* SPDX-License-Identifier: Apache-2.0 */
/* Sounds and films: whatever a file says of itself, what comes out is within limits. */
#include "api/err.h"
#include "api/play.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	uint8_t copy[1 << 16];
	struct vt_play play;
	FILE *f;
	bool is_known;

	if (len == 0 || len > sizeof(copy))
		return (0);
	for (size_t i = 0; i < len; i++)
		copy[i] = data[i];
	f = fmemopen(copy, len, "rb");
	vt_assert(f != NULL);
	is_known = vt_play_read(f, &play);
	(void)fclose(f);
	vt_assert(is_known == (play.duration > 0) && play.duration <= VT_PLAY_MS_MAX);
	vt_assert(play.width >= 0 && play.width <= VT_PLAY_SIDE_MAX && play.height >= 0 &&
	    play.height <= VT_PLAY_SIDE_MAX);
	return (0);
}
