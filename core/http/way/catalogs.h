/* SPDX-License-Identifier: Apache-2.0 */
/* Which file a connection was opened on. */
#ifndef VT_HTTP_CATALOGS_H
#define VT_HTTP_CATALOGS_H

#include <stdbool.h>
#include <sys/types.h>

struct vt_file_stamp {
	dev_t	dev;
	ino_t	ino;
};

/* The catalogue's file in data_dir now; all zero when there is none. */
struct vt_file_stamp vt_catalogs_stamp(const char *data_dir);
bool	vt_catalogs_is_same(struct vt_file_stamp a, struct vt_file_stamp b);

#endif
