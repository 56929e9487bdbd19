/* SPDX-License-Identifier: Apache-2.0 */
/* A request without HTTP: its arena and its state.  Nothing stands in its address. */
#ifndef EXH_REQUEST_H
#define EXH_REQUEST_H

struct vt_request {
	struct vt_arena		*arena;
	const struct exh_state	*state;
};

struct vt_arena *
vt_request_arena(const struct vt_request *req)
{
	return (req->arena);
}
const void *
vt_request_state(const struct vt_request *req)
{
	return (req->state);
}
bool
vt_request_arg(const struct vt_request *req, const char *name, struct vt_str *value_r)
{
	(void)req;
	(void)name;
	(void)value_r;
	return (false);
}
struct vt_str
vt_request_param(const struct vt_request *req, const char *name)
{
	(void)req;
	(void)name;
	return (VT_STR_NONE);
}

#endif
