/* SPDX-License-Identifier: Apache-2.0 */
/* Decides on 304 and 412: reads what the client says it has. */
#include "http/fields/conditional.h"

#include "api/time.h"

static struct vt_str
conditional_without_weak(struct vt_str tag)
{
	return (vt_str_starts(tag, VT_STR("W/")) ? vt_str_sub(tag, 2, tag.len) : tag);
}

/* is_strong: what is called weak is the same as nothing (8.8.3.2). */
static bool
conditional_match(struct vt_str list, struct vt_str etag, bool is_strong)
{
	for (;;) {
		const char *end;
		struct vt_str tag;
		bool is_weak;

		while (list.len > 0 && strchr(" \t,", list.p[0]) != NULL)
			list = vt_str_sub(list, 1, list.len);
		if (list.len == 0)
			return (false);
		if (list.p[0] == '*')
			return (true);
		is_weak = vt_str_starts(list, VT_STR("W/"));
		list = conditional_without_weak(list);
		/* A tag may hold commas: it ends at its quote. */
		if (list.len < 2 || list.p[0] != '"' ||
		    (end = memchr(list.p + 1, '"', list.len - 1)) == NULL)
			return (false);
		tag = vt_str_sub(list, 0, (size_t)(end - list.p) + 1);
		if (etag.len > 0 && vt_str_eq(tag, etag) && !(is_strong && is_weak))
			return (true);
		list = vt_str_sub(list, tag.len, list.len);
	}
}

bool
vt_conditional_match(struct vt_str list, struct vt_str etag)
{
	return (conditional_match(list, conditional_without_weak(etag), false));
}

bool
vt_conditional_holds(struct vt_str if_match, struct vt_str if_unmodified_since, struct vt_str etag,
		     int64_t modified)
{
	int64_t since;

	if (if_match.len > 0)
		return (conditional_match(if_match, etag, true));
	return (modified == 0 || if_unmodified_since.len == 0 ||
		!vt_time_from_http(if_unmodified_since, &since) || modified <= since);
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
