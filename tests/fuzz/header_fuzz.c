/* SPDX-License-Identifier: Apache-2.0 */
/* Headers of images: what is let through has a size and samples. */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "media/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	int fd = memfd_create("image", MFD_CLOEXEC);
	struct vt_header h;
	char path[40];

	if (fd < 0)
		return (0);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (write(fd, data, len) == (ssize_t)len && vt_header_read(path, &h) == VT_OK)
		vt_assert(h.type != VT_HEADER_NONE && h.width > 0 && h.height > 0 &&
			  h.bands > 0 && h.bits > 0);
	(void)close(fd);
	return (0);
}
