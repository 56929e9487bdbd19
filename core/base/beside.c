/* SPDX-License-Identifier: Apache-2.0 */
/* Looking beside the program. */
#include "base/beside.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *
vt_beside_program(const char *const *candidates)
{
	char exe[PATH_MAX], path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	char *found = NULL;

	if (len <= 0)
		return (NULL);
	exe[len] = '\0';
	*strrchr(exe, '/') = '\0';
	for (; found == NULL && *candidates != NULL; candidates++)
		if (snprintf(path, sizeof(path), "%s/%s", exe, *candidates) < (int)sizeof(path))
			found = realpath(path, NULL);
	return (found);
}
