/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What each request begins with, and the addresses of exhibitions: in the language in which
 * the reader is, of the text that he reads, and with the mark of a preview where he has one.
 */
#include "exh_offline.h"

#define EXH_ROOT "/exhibitions"

/* --- parts of addresses ---------------------------------------------------------------- */

/* Whether it goes on with a part of that name. */
static bool
exh_path_has(struct vt_str path, struct vt_str part)
{
	return (vt_str_starts(path, part) && (path.len == part.len ||
	    strchr("/?#", path.p[part.len]) != NULL));
}

/* Which text an address is of: behind /exhibitions/{slug} comes /easy, or it does not. */
static enum exh_version
exh_version_of(struct vt_str path, struct vt_str slug, const char *language)
{
	struct vt_str	root = VT_STR(EXH_ROOT "/");

	if (slug.len > 0 && vt_str_starts(path, root) &&
	    exh_path_has(vt_str_sub(path, root.len + slug.len, path.len), VT_STR("/easy")))
		return (EXH_EASY);
	return (strcmp(language, "en") == 0 ? EXH_EN : EXH_LT);
}

/* Whether the easy text has a page of its own there. */
static bool
exh_path_has_easy(struct vt_str path)
{
	return (path.len == 0 || path.p[0] == '?' || path.p[0] == '#' ||
	    exh_path_has(path, VT_STR("/steps")) || exh_path_has(path, VT_STR("/all")));
}

/* head and path with the query ("?a=b", may be empty) before a fragment, and behind another
 * query. */
static struct vt_str
exh_join(struct vt_arena *a, struct vt_str head, struct vt_str path, struct vt_str query)
{
	ptrdiff_t	at = vt_str_find(path, VT_STR("#"));
	size_t		end = at < 0 ? path.len : (size_t)at;
	struct vt_str	before = vt_str_sub(path, 0, end), behind = vt_str_sub(path, end, path.len);
	bool		has_query = query.len > 0 && vt_str_find(before, VT_STR("?")) >= 0;

	return (vt_str_printf(a, "%.*s%.*s%s%.*s%.*s", VT_STR_ARG(head), VT_STR_ARG(before),
	    has_query ? "&" : "", VT_STR_ARG(has_query ? vt_str_sub(query, 1, query.len) : query),
	    VT_STR_ARG(behind)));
}

/* --- addresses ------------------------------------------------------------------------------ */

static struct vt_str
exh_address(const struct exh_call *c, struct vt_str head, const char *path, bool may_be_easy)
{
	struct vt_str	tail = vt_str_of(path), slug = c->x != NULL ? c->x->slug : VT_STR_NONE;
	bool		is_easy = may_be_easy && c->x != NULL && exh_is_easy(c->version) &&
			    exh_path_has_easy(tail);

	if (c->offline != NULL)
		return (exh_offline_path(c, tail));
	head = vt_str_printf(c->arena, "%.*s" EXH_ROOT "%s%.*s%s", VT_STR_ARG(head),
	    slug.len > 0 ? "/" : "", VT_STR_ARG(slug), is_easy ? "/easy" : "");
	return (exh_join(c->arena, head, tail, c->x != NULL ? exh_preview_query(c->req) :
	    VT_STR_NONE));
}

struct vt_str
exh_url(const struct exh_call *c, const char *path)
{
	return (exh_address(c, vt_str_printf(c->arena, "%.*s%.*s",
	    VT_STR_ARG(vt_request_base_url(c->req)), VT_STR_ARG(vt_request_prefix(c->req))), path,
	    true));
}

struct vt_str
exh_id(const struct exh_call *c, const char *path)
{
	return (exh_address(c, vt_request_base_url(c->req), path, false));
}

struct vt_str
exh_path(const struct exh_call *c, const char *path)
{
	return (exh_address(c, vt_request_prefix(c->req), path, true));
}

struct vt_str
exh_step_path(const struct exh_call *c, const struct exh_step *s)
{
	const char	*path = vt_str_c(c->arena, vt_str_printf(c->arena, "/steps/%.*s",
			    VT_STR_ARG(s->id)));

	return (path != NULL ? exh_path(c, path) : VT_STR_NONE);
}

/* In what libcmark writes a quotation mark stands around the value of an attribute only. */
struct vt_str
exh_links_whole(const struct exh_call *c, struct vt_str html)
{
	struct vt_str	href = VT_STR(" href=\"/"), whole;
	struct vt_buf	out;
	ptrdiff_t	at;

	vt_buf_init(&out, 0);
	while ((at = vt_str_find(html, href)) >= 0) {
		vt_buf_str(&out, vt_str_sub(html, 0, (size_t)at + href.len - 1));
		vt_buf_escape(&out, vt_request_base_url(c->req));
		html = vt_str_sub(html, (size_t)at + href.len - 1, html.len);
	}
	vt_buf_str(&out, html);
	whole = vt_str_dup(c->arena, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (whole);
}

struct vt_str
exh_path_of(const struct exh_call *c, const struct exh_exhibition *x)
{
	return (vt_str_printf(c->arena, "%.*s" EXH_ROOT "/%.*s",
	    VT_STR_ARG(vt_request_prefix(c->req)), VT_STR_ARG(x->slug)));
}

/* --- the beginning of a request ------------------------------------------------------------- */

static void
exh_keeping(struct exh_call *c)
{
	if (exh_preview_query(c->req).len == 0) {
		vt_response_cache_control(c->res, "no-cache");
		return;
	}
	vt_response_cache_control(c->res, "private, no-store");
	vt_response_header(c->res, "X-Robots-Tag", VT_STR("noindex"));
}

vt_err
exh_begin_plain(struct vt_request *req, struct vt_response *res, struct exh_call *c_r)
{
	struct vt_str	slug = vt_request_param(req, "slug");
	struct exh_call	c = { .req = req, .res = res, .arena = vt_request_arena(req),
			    .state = vt_request_state(req), .version = EXH_LT };
	vt_err		err;

	if ((c.catalog = vt_request_catalog(req)) == NULL)
		return (VT_E_UNAVAILABLE);
	if (slug.len > 0 && (err = exh_open(req, slug, &c.x)) != VT_OK)
		return (err);
	exh_keeping(&c);
	*c_r = c;
	return (VT_OK);
}

bool
exh_easy_for(const struct exh_exhibition *x, const char *lang, enum exh_version *v_r)
{
	bool	is_en = strcmp(lang, "en") == 0;

	*v_r = (is_en && x->has[EXH_EASY_EN]) || !x->has[EXH_EASY] ? EXH_EASY_EN : EXH_EASY;
	return (x->has[*v_r]);
}

vt_err
exh_begin(struct vt_request *req, struct vt_response *res, struct exh_call *c_r)
{
	vt_err	err = exh_begin_plain(req, res, c_r);

	if (err != VT_OK)
		return (err);
	c_r->version = exh_version_of(vt_request_path(req), vt_request_param_raw(req, "slug"),
	    vt_request_language(req));
	if (c_r->x != NULL && exh_is_easy(c_r->version) &&
	    !exh_easy_for(c_r->x, vt_request_language(req), &c_r->version))
		return (vt_fail(VT_E_NOTFOUND, "the exhibition '%.*s' has no easy-to-read text",
		    VT_STR_ARG(c_r->x->slug)));
	return (VT_OK);
}
