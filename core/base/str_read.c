/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/arena.h"
#include "api/str.h"

static bool
str_read_bytes(int fd, char *bytes, size_t len)
{
	size_t at = 0;
	ssize_t n;

	while (at < len) {
		n = read(fd, bytes + at, len - at);
		if (n > 0)
			at += (size_t)n;
		else if (n == 0 || errno != EINTR)
			return (false);
	}
	return (true);
}

vt_err
vt_str_read(struct vt_arena *a, int fd, const char *path, size_t max, struct vt_str *text_r)
{
	struct stat st;
	size_t len;
	char *bytes;

	if (fstat(fd, &st) != 0)
		return (vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
	len = (size_t)st.st_size;
	if (len > max)
		return (vt_fail(VT_E_TOOLARGE, "%s has more than %zu bytes", path, max));
	if ((bytes = vt_arena_alloc(a, len + 1)) == NULL)
		return (VT_E_LIMIT);
	if (!str_read_bytes(fd, bytes, len))
		return (vt_fail(VT_E_IO, "%s cannot be read whole", path));
	*text_r = (struct vt_str){ bytes, len };
	return (VT_OK);
}
