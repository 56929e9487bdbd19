/* SPDX-License-Identifier: Apache-2.0 */
/* The rule of access policies; asked by search here and by every surface. */
#include "catalog/access.h"

bool
vt_access_is_open(enum vt_access_policy access, int64_t embargo_until, int64_t now)
{
	switch (access) {
	case VT_ACCESS_OPEN:
		return (true);
	case VT_ACCESS_EMBARGO:
		return (embargo_until > 0 && embargo_until <= now);
	default:
		return (false);
	}
}
