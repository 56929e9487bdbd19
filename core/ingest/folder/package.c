/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What packages answer once they are read.  The YAML itself is read in
 * package_yaml.c.
 */
#include "ingest/folder/package.h"

#include "api/time.h"
#include "ingest/folder/identifier.h"

bool
vt_package_access(struct vt_str s, enum vt_access_policy *access_r, int64_t *until_r)
{
	struct vt_str embargo = VT_STR("embargo:");
	int64_t until;
	bool is_day;

	if (vt_str_eq_c(s, "open") || vt_str_eq_c(s, "metadata")) {
		*access_r = s.p[0] == 'o' ? VT_ACCESS_OPEN : VT_ACCESS_METADATA;
		*until_r = 0;
		return (true);
	}
	if (!vt_str_starts(s, embargo) ||
	    !vt_time_from_iso(vt_str_trim(vt_str_sub(s, embargo.len, s.len)), &until, &is_day) ||
	    !is_day)
		return (false);
	*access_r = VT_ACCESS_EMBARGO;
	*until_r = until;
	return (true);
}

static bool
vt_package_is_spec_byte(char c)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c != '\0' && strchr("-_.!~*'()", c) != NULL));
}

bool
vt_package_is_spec(struct vt_str spec)
{
	bool is_part_empty = true;

	if (spec.len > VT_IDENTIFIER_MAX)
		return (false);
	for (size_t i = 0; i < spec.len; i++) {
		if (spec.p[i] == ':' ? is_part_empty : !vt_package_is_spec_byte(spec.p[i]))
			return (false);
		is_part_empty = spec.p[i] == ':';
	}
	return (!is_part_empty);
}

const struct vt_collection *
vt_package_collection(const struct vt_package *p, struct vt_str spec)
{
	for (; p != NULL; p = p->parent)
		for (size_t i = 0; i < p->collection_count; i++)
			if (vt_str_eq(p->collections[i].spec, spec))
				return (&p->collections[i]);
	return (NULL);
}

/* A curator lists what is known of an object: its identifier as it stands in
 * addresses, or what the source says, with or without the package's prefix. */
static bool
vt_package_means(struct vt_arena *a, const struct vt_package *p, struct vt_str listed,
		 struct vt_str identifier)
{
	bool was_made = false;

	return (vt_str_eq(listed, identifier) ||
		vt_str_eq(vt_identifier_make(a, VT_STR_NONE, listed, &was_made), identifier) ||
		(p->prefix.len != 0 &&
		 vt_str_eq(vt_identifier_make(a, p->prefix, listed, &was_made), identifier)));
}

bool
vt_package_lists(struct vt_arena *a, const struct vt_package *p, struct vt_str identifier)
{
	for (size_t i = 0; i < p->withdrawn_count; i++)
		if (vt_package_means(a, p, p->withdrawn[i], identifier))
			return (true);
	return (false);
}

bool
vt_package_is_withdrawn(struct vt_arena *a, const struct vt_package *p, struct vt_str identifier)
{
	for (; p != NULL; p = p->parent)
		if (vt_package_lists(a, p, identifier))
			return (true);
	return (false);
}

struct vt_str
vt_package_column(const struct vt_package *p, struct vt_str name)
{
	for (size_t i = 0; p != NULL && i < p->column_count; i++)
		if (vt_str_eq_nocase(p->columns[i].from, name))
			return (p->columns[i].to);
	return (VT_STR_NONE);
}
