/* SPDX-License-Identifier: Apache-2.0 */
/* What the two ends of a spool (api/spool.h) share: how its files are called. */
#ifndef VT_BASE_SPOOL_H
#define VT_BASE_SPOOL_H

#include "api/spool.h"

#define VT_SPOOL_SUFFIX	".spool"	/* <stem>.<process>.spool: count, tab, line */
#define VT_SPOOL_NAME	"1\tspool "	/* its first line: this, the file's name, a newline */
#define VT_SPOOL_NAME_LEN 32		/* hexadecimal digits of a name */
#define VT_SPOOL_FILES_MAX 1024		/* that one reader takes at once */
#define VT_SPOOL_AT_ONCE   (32 << 20) /* bytes of files read before done() is called */

#endif
