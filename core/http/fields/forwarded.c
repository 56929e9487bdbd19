/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what proxies say.  The list of those who spoke for each other is read
 * from its end, where our own proxy wrote, and no farther than trusted ones did:
 * what stands before is the client's own and may be anything.
 */
#include "http/fields/forwarded.h"

#include <string.h>

/* One proxy's word. */
struct forwarded_hop {
	struct vt_str node, scheme, host;
};
/* Those nearest to us, the nearest last. */
struct forwarded_hops {
	struct forwarded_hop items[VT_FORWARDED_HOPS_MAX];
	size_t count;
};

vt_err
vt_proxies_parse(struct vt_arena *a, const struct vt_str_list *nets, const char *header,
		 struct vt_proxies *p_r)
{
	struct vt_net *list = vt_arena_array(a, nets->count, sizeof(*list));
	vt_err err;

	if (list == NULL && nets->count > 0)
		return (VT_E_NOMEM);
	for (size_t i = 0; i < nets->count; i++)
		if ((err = vt_net_parse(vt_str_of(nets->items[i]), &list[i])) != VT_OK)
			return (vt_fail_in(err, "server.trusted_proxies"));
	*p_r = (struct vt_proxies){ list, nets->count, strcmp(header, "forwarded") == 0 };
	return (VT_OK);
}

static bool
forwarded_is_trusted(const struct vt_proxies *p, const struct vt_net_address *a)
{
	for (size_t i = 0; i < p->count; i++)
		if (vt_net_has(&p->nets[i], a))
			return (true);
	return (false);
}

/* --- values --------------------------------------------------------------------- */

/* RFC 7239, 6: an address, IPv6 in brackets, perhaps with a port; X-Forwarded-For
 * has IPv6 bare.  Of "unknown" and names made up by a proxy nothing is known. */
static bool
forwarded_node(struct vt_str node, struct vt_net_address *a_r)
{
	ptrdiff_t end;

	if (vt_net_address_parse(node, a_r))
		return (true);
	if (vt_str_starts(node, VT_STR("["))) {
		end = vt_str_find(node, VT_STR("]"));
		return (end > 0 && vt_net_address_parse(vt_str_sub(node, 1, (size_t)end - 1), a_r));
	}
	end = vt_str_find(node, VT_STR(":"));
	return (end > 0 && vt_net_address_parse(vt_str_sub(node, 0, (size_t)end), a_r));
}

static struct vt_str
forwarded_scheme(struct vt_str s)
{
	if (vt_str_eq_nocase(s, VT_STR("https")))
		return (VT_STR("https"));
	return (vt_str_eq_nocase(s, VT_STR("http")) ? VT_STR("http") : VT_STR_NONE);
}

static bool
forwarded_is_plain(char c, const char *marks)
{
	return ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		(c != '\0' && strchr(marks, c) != NULL));
}

static bool
forwarded_all_plain(struct vt_str s, const char *marks)
{
	for (size_t i = 0; i < s.len; i++)
		if (!forwarded_is_plain(s.p[i], marks))
			return (false);
	return (s.len > 0);
}

static struct vt_str
forwarded_port(struct vt_str s)
{
	int64_t port;

	return (vt_str_to_int(s, 1, 65535, &port) && forwarded_all_plain(s, "") ? s : VT_STR_NONE);
}

/* A host's name or address, perhaps with a port; stricter than RFC 3986, since it
 * comes to stand in records and pages. */
static struct vt_str
forwarded_host(struct vt_str s)
{
	struct vt_str name = s;
	ptrdiff_t end;
	struct vt_net_address a;

	if (vt_str_starts(s, VT_STR("["))) {
		end = vt_str_find(s, VT_STR("]"));
		if (end < 0 || !vt_net_address_parse(vt_str_sub(s, 1, (size_t)end - 1), &a))
			return (VT_STR_NONE);
		name = vt_str_sub(s, (size_t)end + 1, s.len);
		if (name.len == 0)
			return (s);
		end = name.p[0] == ':' ? 0 : -1;
	} else {
		end = vt_str_find(s, VT_STR(":"));
		if (!forwarded_all_plain(vt_str_sub(s, 0, end < 0 ? s.len : (size_t)end), "-._"))
			return (VT_STR_NONE);
		if (end < 0)
			return (s);
	}
	return (end >= 0 && forwarded_port(vt_str_sub(name, (size_t)end + 1, name.len)).len > 0
		    ? s
		    : VT_STR_NONE);
}

/* "/vartai": segments with something in them; "/" alone is none. */
static struct vt_str
forwarded_prefix(struct vt_str s)
{
	struct vt_str rest = s, part;

	while (vt_str_ends(s, VT_STR("/")))
		s.len--;
	if (!vt_str_starts(s, VT_STR("/")))
		return (VT_STR_NONE);
	rest = vt_str_sub(s, 1, s.len);
	while (vt_str_next(&rest, '/', &part))
		if (!forwarded_all_plain(part, "-._~") || vt_str_eq_c(part, ".") ||
		    vt_str_eq_c(part, ".."))
			return (VT_STR_NONE);
	return (s);
}

/* --- lists ------------------------------------------------------------------------ */

static void
forwarded_add(struct forwarded_hops *hops, struct forwarded_hop hop)
{
	if (hops->count == VT_FORWARDED_HOPS_MAX)
		memmove(hops->items, hops->items + 1, --hops->count * sizeof(hop));
	hops->items[hops->count++] = hop;
}

/* The i-th from the end, 0 the last; of a shorter list its first. */
static struct vt_str
forwarded_nth(struct vt_str list, size_t i)
{
	struct vt_str rest = list, part, found = VT_STR_NONE;
	size_t count = 0, at = 0;

	while (vt_str_next(&rest, ',', &part))
		count++;
	for (rest = list; vt_str_next(&rest, ',', &part); at++)
		if (at + i + 1 == count || (at == 0 && i >= count))
			found = vt_str_trim(part);
	return (found);
}

/* RFC 7239, 4: token or quoted string.  With a backslash in it, it is none of the
 * values that are looked for. */
static bool
forwarded_value(struct vt_str *rest, struct vt_str *value_r)
{
	size_t len = 0;
	ptrdiff_t end;

	if (vt_str_starts(*rest, VT_STR("\""))) {
		*rest = vt_str_sub(*rest, 1, rest->len);
		if ((end = vt_str_find(*rest, VT_STR("\""))) < 0)
			return (false);
		*value_r = vt_str_sub(*rest, 0, (size_t)end);
		*rest = vt_str_sub(*rest, (size_t)end + 1, rest->len);
		return (vt_str_find(*value_r, VT_STR("\\")) < 0);
	}
	while (len < rest->len && forwarded_is_plain(rest->p[len], "!#$%&'*+-.^_`|~:[]"))
		len++;
	*value_r = vt_str_sub(*rest, 0, len);
	*rest = vt_str_sub(*rest, len, rest->len);
	return (len > 0);
}

static bool
forwarded_pair(struct vt_str *rest, struct forwarded_hop *hop)
{
	struct vt_str name, value;
	ptrdiff_t eq = vt_str_find(*rest, VT_STR("="));

	if (eq <= 0)
		return (false);
	name = vt_str_sub(*rest, 0, (size_t)eq);
	*rest = vt_str_sub(*rest, (size_t)eq + 1, rest->len);
	if (!forwarded_all_plain(name, "!#$%&'*+-.^_`|~") || !forwarded_value(rest, &value))
		return (false);
	if (vt_str_eq_nocase(name, VT_STR("for")))
		hop->node = value;
	else if (vt_str_eq_nocase(name, VT_STR("proto")))
		hop->scheme = value;
	else if (vt_str_eq_nocase(name, VT_STR("host")))
		hop->host = value;
	return (true);
}

/* Cuts the last element off a list.  From its end: there our own proxy wrote, and a
 * quote that the client left open before it hides nothing of that. */
static struct vt_str
forwarded_cut_last(struct vt_str *list)
{
	struct vt_str last;
	bool is_quoted = false;
	size_t at = list->len;

	while (at > 0 && (is_quoted || list->p[at - 1] != ','))
		is_quoted ^= list->p[--at] == '"';
	last = vt_str_sub(*list, at, list->len);
	*list = vt_str_sub(*list, 0, at > 0 ? at - 1 : 0);
	return (last);
}

/* Pairs with semicolons between; false: it cannot be read. */
static bool
forwarded_element(struct vt_str rest, struct forwarded_hop *hop_r)
{
	*hop_r = (struct forwarded_hop){ .node = VT_STR_NONE };
	for (rest = vt_str_trim(rest); rest.len > 0; rest = vt_str_trim(rest)) {
		if (rest.p[0] != ';' && !forwarded_pair(&rest, hop_r))
			return (false);
		rest = vt_str_trim(rest);
		if (rest.len > 0 && rest.p[0] != ';')
			return (false);
		rest = vt_str_sub(rest, 1, rest.len);
	}
	return (true);
}

/* Of one that cannot be read nothing is believed, and what stands before it may be
 * anybody's. */
static void
forwarded_list(struct vt_str rest, struct forwarded_hops *hops)
{
	size_t room = VT_FORWARDED_HOPS_MAX;

	while (room > 0 && rest.len > 0 &&
	       forwarded_element(forwarded_cut_last(&rest), &hops->items[room - 1]))
		room--;
	hops->count = VT_FORWARDED_HOPS_MAX - room;
	memmove(hops->items, hops->items + room, hops->count * sizeof(hops->items[0]));
}

/* --- all of it ----------------------------------------------------------------------- */

/* From the peer on, as long as it is trusted ones who speak; how many did. */
static size_t
forwarded_follow(const struct vt_proxies *p, const struct forwarded_hops *hops,
		 struct vt_net_address *client)
{
	size_t passed = 0;
	struct vt_net_address next;

	while (passed < hops->count && forwarded_is_trusted(p, client)) {
		passed++;
		if (!forwarded_node(hops->items[hops->count - passed].node, &next))
			break;
		*client = next;
	}
	return (passed);
}

static void
forwarded_standard(const struct vt_proxies *p, const struct vt_forwarded_in *in,
		   struct vt_forwarded *f)
{
	struct forwarded_hops hops = { .count = 0 };
	size_t passed;

	forwarded_list(in->forwarded, &hops);
	passed = forwarded_follow(p, &hops, &f->client);
	/* The farthest knows best what the client asked for. */
	for (size_t i = hops.count - passed; i < hops.count; i++) {
		if (f->scheme.len == 0)
			f->scheme = forwarded_scheme(hops.items[i].scheme);
		if (f->host.len == 0)
			f->host = forwarded_host(hops.items[i].host);
	}
}

static void
forwarded_usual(const struct vt_proxies *p, const struct vt_forwarded_in *in,
		struct vt_forwarded *f)
{
	struct forwarded_hops hops = { .count = 0 };
	struct vt_str rest = in->x_for, part;
	size_t passed, at;

	while (vt_str_next(&rest, ',', &part))
		forwarded_add(&hops, (struct forwarded_hop){ .node = vt_str_trim(part) });
	passed = forwarded_follow(p, &hops, &f->client);
	at = passed > 0 ? passed - 1 : 0;
	f->scheme = forwarded_scheme(forwarded_nth(in->x_proto, at));
	f->host = forwarded_host(forwarded_nth(in->x_host, at));
	f->port = forwarded_port(forwarded_nth(in->x_port, at));
	f->prefix = forwarded_prefix(forwarded_nth(in->x_prefix, at));
}

void
vt_forwarded_read(const struct vt_proxies *p, const struct vt_forwarded_in *in,
		  struct vt_forwarded *f_r)
{
	*f_r = (struct vt_forwarded){ .is_told = false };
	if (!vt_net_address_parse(in->peer, &f_r->client) ||
	    !forwarded_is_trusted(p, &f_r->client))
		return;
	f_r->is_told = true;
	if (p->has_forwarded)
		forwarded_standard(p, in, f_r);
	else
		forwarded_usual(p, in, f_r);
	if (f_r->host.len == 0)
		f_r->host = forwarded_host(in->host);
}

struct vt_str
vt_forwarded_base(const struct vt_forwarded *f, const char *scheme_else, struct vt_arena *a)
{
	struct vt_str scheme = f->scheme.len > 0 ? f->scheme : vt_str_of(scheme_else);
	const char *usual = vt_str_eq_c(scheme, "https") ? "443" : "80";
	struct vt_str port = VT_STR_NONE, bracket = vt_str_starts(f->host, VT_STR("[")) ? VT_STR("]:") : VT_STR(":");

	if (f->host.len == 0)
		return (VT_STR_NONE);
	if (!vt_str_eq_c(f->port, usual) && vt_str_find(f->host, bracket) < 0)
		port = f->port;
	return (vt_str_printf(a, "%.*s://%.*s%s%.*s%.*s", VT_STR_ARG(scheme), VT_STR_ARG(f->host),
			      port.len > 0 ? ":" : "", VT_STR_ARG(port), VT_STR_ARG(f->prefix)));
}
