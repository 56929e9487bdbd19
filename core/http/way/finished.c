/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The end of a request, told to the plugins that listen, and where its client
 * was: as a network, so that no place of ours ever holds more than that.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "http/inside.h"

#define FINISHED_V6_KEPT 6

static const struct vt_plugin *
finished_plugin(const struct vt_request *req)
{
	const struct vt_gateway *g = req->gateway;

	for (size_t i = 0; req->mount != NULL && i < g->plugin_count; i++)
		if (g->plugins[i].plugin.name == req->mount->plugin)
			return (&g->plugins[i].plugin);
	return (NULL);
}

/* Only answers that are content are uses of it, and not those to HEAD (COUNTER 5.1, 7). */
static void
finished_use(const struct vt_request *req, struct vt_finished *f)
{
	const struct vt_plugin *p = finished_plugin(req);

	f->client = vt_request_client(req);
	f->referer = vt_request_header_seen(req, "Referer");
	f->language = req->language;
	if (p != NULL && p->use != NULL && !req->is_head &&
	    (f->status == 200 || f->status == 304))
		p->use(req, &f->use);
}

void
vt_gateway_finished(struct vt_request *req, struct vt_finished *f, bool is_landed)
{
	const struct vt_gateway *g = req->gateway;

	if (g->listener_count == 0)
		return;
	f->req = req;
	f->plugin = vt_request_plugin(req);
	f->route = vt_request_route(req);
	f->agent = vt_request_header_seen(req, "User-Agent");
	f->note = is_landed ? req->note : VT_STR_NONE;
	if (is_landed)
		finished_use(req, f);
	for (size_t i = 0; i < g->listener_count; i++)
		g->listeners[i].heard(f, g->listeners[i].state);
}

bool
vt_request_is_brief(const struct vt_request *req)
{
	const struct vt_gateway *g = req->gateway;
	const struct vt_plugin *p;

	/* What may be in the second level is asked for there, which is not brief. */
	if (req->mount == NULL || req->is_large ||
	    (g->second != NULL && req->mount->route.cache != VT_CACHE_NONE))
		return (false);
	p = finished_plugin(req);
	return (p != NULL && p->is_brief != NULL && p->is_brief(req));
}

void
vt_request_note(struct vt_request *req, struct vt_str note)
{
	req->note = vt_str_dup(req->arena, note);
}

static void
finished_v4(const uint8_t address[4], char out[VT_NETWORK_MAX])
{
	(void)snprintf(out, VT_NETWORK_MAX, "%u.%u.%u.0/24", address[0], address[1], address[2]);
}

void
vt_request_network(const struct vt_request *req, char out[VT_NETWORK_MAX])
{
	static const uint8_t mapped[12] = { [10] = 0xff, [11] = 0xff };
	struct vt_str client = vt_request_client(req);
	uint8_t address[16] = { 0 };
	char text[INET6_ADDRSTRLEN];

	out[0] = '\0';
	if (client.len == 0 || client.len >= sizeof(text))
		return;
	memcpy(text, client.p, client.len);
	text[client.len] = '\0';
	if (inet_pton(AF_INET, text, address) == 1) {
		finished_v4(address, out);
	} else if (inet_pton(AF_INET6, text, address) == 1) {
		if (memcmp(address, mapped, sizeof(mapped)) == 0) {
			finished_v4(address + sizeof(mapped), out);
			return;
		}
		memset(address + FINISHED_V6_KEPT, 0, sizeof(address) - FINISHED_V6_KEPT);
		if (inet_ntop(AF_INET6, address, text, sizeof(text)) != NULL)
			(void)snprintf(out, VT_NETWORK_MAX, "%s/48", text);
	}
}
