/* SPDX-License-Identifier: Apache-2.0 */
/* Decides on 304: reads what the client says it has. */
#include "http/conditional.h"

#include "api/time.h"

static struct vt_str
conditional_without_weak(struct vt_str tag)
{
	return (vt_str_starts(tag, VT_STR("W/")) ? vt_str_sub(tag, 2, tag.len) : tag);
}

bool
vt_conditional_match(struct vt_str list, struct vt_str etag)
{
	etag = conditional_without_weak(etag);
	for (;;) {
		const char *end;
		struct vt_str tag;

		while (list.len > 0 && strchr(" \t,", list.p[0]) != NULL)
			list = vt_str_sub(list, 1, list.len);
		if (list.len == 0)
			return (false);
		if (list.p[0] == '*')
			return (true);
		list = conditional_without_weak(list);
		/* A tag may hold commas: it ends at its quote. */
		if (list.len < 2 || list.p[0] != '"' ||
		    (end = memchr(list.p + 1, '"', list.len - 1)) == NULL)
			return (false);
		tag = vt_str_sub(list, 0, (size_t)(end - list.p) + 1);
		if (etag.len > 0 && vt_str_eq(tag, etag))
			return (true);
		list = vt_str_sub(list, tag.len, list.len);
	}
}

bool
vt_conditional_is_fresh(struct vt_str if_none_match, struct vt_str if_modified_since,
			struct vt_str etag, int64_t modified)
{
	int64_t since;

	if (if_none_match.len > 0)
		return (vt_conditional_match(if_none_match, etag));
	return (modified != 0 && if_modified_since.len > 0 &&
		vt_time_from_http(if_modified_since, &since) && modified <= since);
}
