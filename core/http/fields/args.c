/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads the arguments of a query or a form body.  OAI-PMH has to see an
 * argument that is given twice, so nothing is merged here.
 */
#include "http/fields/args.h"

#include "http/fields/percent.h"

static size_t
args_count(struct vt_str encoded)
{
	struct vt_str part;
	size_t count = 0;

	while (vt_str_next(&encoded, '&', &part))
		count += part.len > 0;
	return (count);
}

static vt_err
args_one(struct vt_arena *a, struct vt_str part, struct vt_arg *arg)
{
	struct vt_str name = VT_STR_NONE;
	vt_err err;

	/* "=x" has an empty name: vt_str_next() gives that, too. */
	(void)vt_str_next(&part, '=', &name);
	if ((err = vt_percent_decode(a, name, VT_PERCENT_FORM, &arg->name)) != VT_OK)
		return (err);
	return (vt_percent_decode(a, part, VT_PERCENT_FORM, &arg->value));
}

vt_err
vt_args_parse(struct vt_arena *a, struct vt_str encoded, struct vt_args *args_r)
{
	struct vt_args args = { 0 };
	struct vt_str part;
	size_t count = args_count(encoded);
	vt_err err;

	if (count > VT_HTTP_ARGS_MAX)
		return (vt_fail(VT_E_BADARG, "there are %zu arguments, more than %d", count,
				VT_HTTP_ARGS_MAX));
	if (count > 0 && (args.items = vt_arena_array(a, count, sizeof(*args.items))) == NULL)
		return (VT_E_LIMIT);
	while (vt_str_next(&encoded, '&', &part)) {
		if (part.len == 0)
			continue;
		if ((err = args_one(a, part, &args.items[args.count])) != VT_OK)
			return (err);
		args.count++;
	}
	*args_r = args;
	return (VT_OK);
}
