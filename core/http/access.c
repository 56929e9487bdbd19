/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The one question of access.  Every surface asks it here; reading rooms and
 * sign-in will be answered here, too.  An embargo's end limits how long the
 * answer in which it was asked may be kept, here or elsewhere.
 */
#include "catalog/access.h"

#include "api/time.h"
#include "http/inside.h"

#define ACCESS_SIDE_MAX 65500 /* more no JPEG can have */

#define ACCESS_OPTION(member, text)                                                                \
	{                                                                                          \
		.key = #member, .dflt = "0", .help = text, .type = VT_OPT_INT,                     \
		.offset = offsetof(struct vt_access_settings, member), .max = ACCESS_SIDE_MAX      \
	}

static const struct vt_option access_options[] = {
	ACCESS_OPTION(metadata_images,
		      "longest side, in pixels, of the small images that are shown of objects whose "
		      "access is metadata; 0: none are"),
	ACCESS_OPTION(embargo_images,
		      "the same of objects under an embargo, until it ends; 0: none are shown"),
	{ .key = NULL },
};

const struct vt_conf_section vt_access_section = {
	"access", "What is shown of objects that are not open", access_options
};

/* What remains to be seen of the images of an object that is not open. */
static int64_t
access_side(const struct vt_request *req, const struct vt_object *object)
{
	const struct vt_access_settings *s = &req->gateway->o.access;

	switch (object->access) {
	case VT_ACCESS_METADATA:
		return (s->metadata_images);
	case VT_ACCESS_EMBARGO:
		return (s->embargo_images);
	default:
		return (0);
	}
}

static bool
access_is_open(struct vt_request *req, const struct vt_object *object)
{
	if (vt_access_is_open(object->access, object->embargo_until, vt_time_now()))
		return (true);
	if (object->access == VT_ACCESS_EMBARGO && object->embargo_until > 0)
		vt_response_expires(&req->response, object->embargo_until);
	return (false);
}

bool
vt_request_may_see(struct vt_request *req, const struct vt_object *object, int64_t *side_r)
{
	int64_t side = 0;

	if (object->is_deleted)
		return (false);
	if (!access_is_open(req, object) && (side = access_side(req, object)) == 0)
		return (false);
	*side_r = side;
	return (true);
}

bool
vt_request_may(struct vt_request *req, const struct vt_object *object, enum vt_part part)
{
	int64_t side;

	if (object->is_deleted)
		return (false);
	switch (part) {
	case VT_PART_METADATA:
		return (true);
	case VT_PART_IMAGES:
		return (vt_request_may_see(req, object, &side));
	default:
		return (access_is_open(req, object));
	}
}

vt_err
vt_fail_closed(const struct vt_object *object, const char *what)
{
	char until[VT_TIME_MAX];

	if (object->access == VT_ACCESS_EMBARGO && object->embargo_until > 0)
		return (vt_fail(VT_E_FORBIDDEN,
				"'%.*s' is closed to the public until %s: %s cannot be had before",
				VT_STR_ARG(object->identifier),
				vt_time_date(object->embargo_until, until), what));
	return (vt_fail(VT_E_FORBIDDEN, "'%.*s' is not open to the public: %s cannot be had",
			VT_STR_ARG(object->identifier), what));
}
