/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A tree of path segments.  It is built before the fork and only read after
 * it, so looking up takes no lock and no memory.
 */
#include "http/fields/router.h"

#include "http/fields/percent.h"

#define ROUTER_LITERAL_MAX 256 /* bytes of a literal segment */
#define ROUTER_MEMORY	   (4 * 1024 * 1024)

struct router_end { /* a route at the node its pattern leads to */
	const char *owner, *pattern;
	void *target;
	struct vt_str names[VT_HTTP_PATTERN_PARAMS_MAX];
	size_t name_count;
};

struct router_node {
	struct router_child {
		struct vt_str literal;
		struct router_node *node;
	} * children; /* sorted by literal */
	size_t child_count, child_room;
	struct router_node *param, *tail;
	unsigned methods;
	const struct router_end *ends[VT_METHOD_COUNT];
};

struct vt_router {
	struct vt_arena *arena;
	struct router_node root;
};

static const char *const router_methods[VT_METHOD_COUNT] = { "GET",   "HEAD",	"POST",	  "PUT",
							     "PATCH", "DELETE", "OPTIONS" };

/* VT_METHOD_COUNT for one that is not known. */
static enum vt_method
vt_method_of(struct vt_str name)
{
	int i;

	for (i = 0; i < VT_METHOD_COUNT; i++)
		if (vt_str_eq_c(name, router_methods[i]))
			break;
	return ((enum vt_method)i);
}

void
vt_method_list(unsigned methods, struct vt_buf *out)
{
	const char *comma = "";

	for (unsigned i = 0; i < VT_METHOD_COUNT; i++) {
		if ((methods & (1u << i)) == 0)
			continue;
		vt_buf_printf(out, "%s%s", comma, router_methods[i]);
		comma = ", ";
	}
}

vt_err
vt_router_new(struct vt_router **router_r)
{
	struct vt_arena *arena = vt_arena_new(ROUTER_MEMORY);
	struct vt_router *router = vt_arena_alloc(arena, sizeof(*router));

	if (router == NULL) {
		vt_arena_free(&arena);
		return (VT_E_NOMEM);
	}
	router->arena = arena;
	*router_r = router;
	return (VT_OK);
}

void
vt_router_free(struct vt_router **router)
{
	struct vt_arena *arena;

	if (*router == NULL)
		return;
	arena = (*router)->arena;
	*router = NULL;
	vt_arena_free(&arena);
}

/* Cuts the segment before the next '/' off *rest; *is_last_r: there was none. */
static struct vt_str
router_segment(struct vt_str *rest, bool *is_last_r)
{
	const char *slash = rest->len > 0 ? memchr(rest->p, '/', rest->len) : NULL;
	size_t len = slash != NULL ? (size_t)(slash - rest->p) : rest->len;
	struct vt_str segment = vt_str_sub(*rest, 0, len);

	*is_last_r = slash == NULL;
	*rest = vt_str_sub(*rest, len + (slash != NULL), rest->len);
	return (segment);
}

/* The place of a literal among the children: where it is or would be. */
static size_t
router_place(const struct router_node *node, struct vt_str literal, bool *is_there_r)
{
	size_t low = 0, high = node->child_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = vt_str_cmp(literal, node->children[middle].literal);

		if (order == 0) {
			*is_there_r = true;
			return (middle);
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	*is_there_r = false;
	return (low);
}

static bool
router_widen(struct vt_arena *a, struct router_node *node)
{
	size_t room = node->child_room == 0 ? 4 : node->child_room * 2;
	struct router_child *children;

	if (node->child_count < node->child_room)
		return (true);
	if ((children = vt_arena_array(a, room, sizeof(*children))) == NULL)
		return (false);
	if (node->child_count > 0)
		memcpy(children, node->children, node->child_count * sizeof(*children));
	node->children = children;
	node->child_room = room;
	return (true);
}

static struct router_node *
router_child(struct vt_arena *a, struct router_node *node, struct vt_str literal)
{
	struct router_node *child;
	bool is_there;
	size_t at = router_place(node, literal, &is_there);

	if (is_there)
		return (node->children[at].node);
	if ((child = vt_arena_alloc(a, sizeof(*child))) == NULL || !router_widen(a, node))
		return (NULL);
	memmove(&node->children[at + 1], &node->children[at],
		(node->child_count - at) * sizeof(node->children[0]));
	node->children[at] = (struct router_child){ literal, child };
	node->child_count++;
	return (child);
}

/* Reads `{name}` or `{name...}`; false when the segment is neither. */
static bool
router_param(struct vt_str segment, struct vt_str *name_r, bool *is_tail_r)
{
	struct vt_str name;

	if (segment.len < 3 || segment.p[0] != '{' || segment.p[segment.len - 1] != '}')
		return (false);
	name = vt_str_sub(segment, 1, segment.len - 2);
	*is_tail_r = vt_str_ends(name, VT_STR("..."));
	if (*is_tail_r)
		name.len -= 3;
	for (size_t i = 0; i < name.len; i++)
		if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || name.p[i] == '_' ||
		      (i > 0 && name.p[i] >= '0' && name.p[i] <= '9')))
			return (false);
	*name_r = name;
	return (name.len > 0);
}

static bool
router_literal_is_good(struct vt_str literal)
{
	for (size_t i = 0; i < literal.len; i++)
		if (strchr("{}%?#", literal.p[i]) != NULL || literal.p[i] <= ' ' ||
		    literal.p[i] > '~')
			return (false);
	return (literal.len <= ROUTER_LITERAL_MAX);
}

static vt_err
router_step_param(struct vt_router *router, struct router_node **node, struct router_end *end,
		  struct vt_str name, bool is_tail)
{
	struct router_node **next = is_tail ? &(*node)->tail : &(*node)->param;

	if (end->name_count == VT_HTTP_PATTERN_PARAMS_MAX)
		return (vt_fail(VT_E_BADARG, "it has more than %d parameters",
				VT_HTTP_PATTERN_PARAMS_MAX));
	for (size_t i = 0; i < end->name_count; i++)
		if (vt_str_eq(end->names[i], name))
			return (vt_fail(VT_E_BADARG, "it names {%.*s} twice", VT_STR_ARG(name)));
	if (*next == NULL)
		*next = vt_arena_alloc(router->arena, sizeof(**next));
	if (*next == NULL)
		return (VT_E_NOMEM);
	end->names[end->name_count++] = name;
	*node = *next;
	return (VT_OK);
}

/* One segment of a pattern: *node moves on to where it leads. */
static vt_err
router_step(struct vt_router *router, struct router_node **node, struct router_end *end,
	    struct vt_str segment, bool is_last)
{
	struct vt_str name;
	bool is_tail;

	if (router_param(segment, &name, &is_tail)) {
		if (is_tail && !is_last)
			return (vt_fail(VT_E_BADARG, "{%.*s...} stands before its end",
					VT_STR_ARG(name)));
		return (router_step_param(router, node, end, name, is_tail));
	}
	if (!router_literal_is_good(segment))
		return (vt_fail(VT_E_BADARG,
				"its part \"%.*s\" is neither plain text nor {name} nor {name...}",
				VT_STR_ARG(segment)));
	*node = router_child(router->arena, *node, segment);
	return (*node != NULL ? VT_OK : VT_E_NOMEM);
}

static vt_err
router_walk(struct vt_router *router, struct router_end *end, struct router_node **node_r)
{
	struct vt_str rest = vt_str_of(end->pattern);
	struct router_node *node = &router->root;
	bool is_last = false;
	vt_err err;

	if (rest.len == 0 || rest.p[0] != '/')
		return (vt_fail(VT_E_BADARG, "it does not begin with '/'"));
	rest = vt_str_sub(rest, 1, rest.len);
	while (!is_last) {
		struct vt_str segment = router_segment(&rest, &is_last);

		if ((err = router_step(router, &node, end, segment, is_last)) != VT_OK)
			return (err);
	}
	*node_r = node;
	return (VT_OK);
}

static vt_err
router_claim(struct router_node *node, const struct router_end *end, struct vt_str name)
{
	enum vt_method method = vt_method_of(name);
	const struct router_end *other;

	if (method == VT_METHOD_COUNT)
		return (vt_fail(VT_E_BADARG, "plugin %s: route %s: there is no method \"%.*s\"",
				end->owner, end->pattern, VT_STR_ARG(name)));
	if ((other = node->ends[method]) != NULL)
		return (vt_fail(
		    VT_E_CONFLICT,
		    "plugin %s and plugin %s both claim %.*s %s (%s): load only one of them",
		    other->owner, end->owner, VT_STR_ARG(name), other->pattern, end->pattern));
	node->ends[method] = end;
	node->methods |= 1u << method;
	if (method == VT_METHOD_GET)
		node->methods |= 1u << VT_METHOD_HEAD;
	return (VT_OK);
}

vt_err
vt_router_add(struct vt_router *router, const char *owner, const struct vt_route *route,
	      void *target)
{
	struct router_end *end = vt_arena_alloc(router->arena, sizeof(*end));
	struct vt_str methods = vt_str_of(route->method), name;
	struct router_node *node = NULL;
	vt_err err;

	if (end == NULL)
		return (VT_E_NOMEM);
	end->owner = owner;
	end->pattern = route->pattern;
	end->target = target;
	if ((err = router_walk(router, end, &node)) != VT_OK)
		return (vt_fail_in(err, "plugin %s: route %s", owner, route->pattern));
	while (vt_str_next(&methods, '|', &name))
		if ((err = router_claim(node, end, name)) != VT_OK)
			return (err);
	return (VT_OK);
}

/* --- looking up ----------------------------------------------------------- */

struct router_search {
	struct vt_router_found *found;
	enum vt_method method;
	struct vt_router_param params[VT_HTTP_PATTERN_PARAMS_MAX];
	size_t param_count;
};

/* A segment without its escapes, in buf; longer than any literal: itself. */
static struct vt_str
router_plain(struct vt_str segment, char buf[ROUTER_LITERAL_MAX])
{
	size_t n = 0;
	int byte;

	if (segment.len == 0 || memchr(segment.p, '%', segment.len) == NULL)
		return (segment);
	for (size_t i = 0; i < segment.len; i++) {
		char c = segment.p[i];

		if (c == '%') {
			byte = i + 2 < segment.len
				   ? vt_percent_byte(segment.p[i + 1], segment.p[i + 2])
				   : -1;
			if (byte < 0)
				return (segment);
			c = (char)byte;
			i += 2;
		}
		if (n == ROUTER_LITERAL_MAX)
			return (segment);
		buf[n++] = c;
	}
	return ((struct vt_str){ buf, n });
}

static bool
router_arrive(struct router_search *s, const struct router_node *node)
{
	const struct router_end *end = NULL;

	s->found->allowed |= node->methods;
	if (s->method < VT_METHOD_COUNT)
		end = node->ends[s->method];
	if (end == NULL && s->method == VT_METHOD_HEAD)
		end = node->ends[VT_METHOD_GET];
	if (end == NULL)
		return (false);
	s->found->target = end->target;
	s->found->param_count = s->param_count;
	for (size_t i = 0; i < s->param_count; i++) {
		s->found->params[i] = s->params[i];
		s->found->params[i].name = end->names[i];
	}
	return (true);
}

static void
router_push(struct router_search *s, struct vt_str raw, bool is_tail)
{
	vt_assert(s->param_count < VT_HTTP_PATTERN_PARAMS_MAX);
	s->params[s->param_count++] = (struct vt_router_param){ .raw = raw, .is_tail = is_tail };
}

/* As deep as the longest pattern, whatever the path: the tree ends before. */
static bool
router_search(struct router_search *s, const struct router_node *node, struct vt_str path)
{
	char buf[ROUTER_LITERAL_MAX];
	struct vt_str rest = path, segment;
	bool is_last, is_there;
	size_t at;

	segment = router_segment(&rest, &is_last);
	at = router_place(node, router_plain(segment, buf), &is_there);
	if (is_there) {
		const struct router_node *child = node->children[at].node;

		if (is_last ? router_arrive(s, child) : router_search(s, child, rest))
			return (true);
	}
	if (node->param != NULL && segment.len > 0) {
		router_push(s, segment, false);
		if (is_last ? router_arrive(s, node->param) : router_search(s, node->param, rest))
			return (true);
		s->param_count--;
	}
	if (node->tail != NULL && path.len > 0) {
		router_push(s, path, true);
		if (router_arrive(s, node->tail))
			return (true);
		s->param_count--;
	}
	return (false);
}

void
vt_router_find(const struct vt_router *router, struct vt_str method, struct vt_str path,
	       struct vt_router_found *found_r)
{
	struct router_search s = { .found = found_r, .method = vt_method_of(method) };

	*found_r = (struct vt_router_found){ 0 };
	if (path.len == 0 || path.p[0] != '/')
		return;
	(void)router_search(&s, &router->root, vt_str_sub(path, 1, path.len));
	if (found_r->allowed != 0)
		found_r->allowed |= 1u << VT_METHOD_OPTIONS;
}
