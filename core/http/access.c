/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one question of access.  Every surface asks it here; reading rooms and
 * sign-in will be answered here, too.  An embargo's end limits how long the
 * answer in which it was asked may be kept, here or elsewhere.
 */
#include "catalog/access.h"

#include "api/time.h"
#include "http/inside.h"

bool
vt_request_may(struct vt_request *req, const struct vt_object *object, enum vt_part part)
{
	if (object->is_deleted)
		return (false);
	if (part == VT_PART_METADATA ||
	    vt_access_is_open(object->access, object->embargo_until, vt_time_now()))
		return (true);
	if (object->access == VT_ACCESS_EMBARGO && object->embargo_until > 0)
		vt_response_expires(&req->response, object->embargo_until);
	return (false);
}
