/* SPDX-License-Identifier: Apache-2.0 */
/* A table of small sets, each with the answer that was given last in front. */
#include "http/way/memo.h"

#include <stdlib.h>

#include "api/time.h"
#include "base/pages.h"
#include "http/way/generation.h"

struct memo_entry {
	struct vt_answer *answer;
	struct vt_mount *mount;
	struct vt_router_found found; /* of path, below */
	struct vt_str path, base_url;
	int64_t there_ms; /* when its bytes were seen to be in memory */
	char text[];	  /* of path and base_url */
};

struct vt_memo {
	uint64_t epoch; /* of the catalogue that all this was said of */
	struct memo_place {
		uint64_t hash; /* here, so that only the right entry is looked at */
		struct memo_entry *entry; /* NULL: free */
	} sets[VT_MEMO_SETS][VT_MEMO_WAYS];
};

vt_err
vt_memo_new(struct vt_memo **memo_r)
{
	*memo_r = calloc(1, sizeof(**memo_r));
	return (*memo_r != NULL ? VT_OK : vt_fail(VT_E_NOMEM, "no memory for answers of tiles"));
}

static void
memo_drop(struct memo_place *place)
{
	struct vt_cached *answer;

	if (place->entry == NULL)
		return;
	answer = &place->entry->answer->cached;
	vt_cached_unref(&answer);
	free(place->entry);
	*place = (struct memo_place){ .entry = NULL };
}

static void
memo_empty(struct vt_memo *memo)
{
	for (size_t i = 0; i < VT_MEMO_SETS; i++)
		for (size_t way = 0; way < VT_MEMO_WAYS; way++)
			memo_drop(&memo->sets[i][way]);
}

void
vt_memo_free(struct vt_memo **memo)
{
	if (*memo == NULL)
		return;
	memo_empty(*memo);
	free(*memo);
	*memo = NULL;
}

/* Only what is plain: no query, no escapes (so that what the route's parts are is
 * what they say), bytes that may go to the kernel unread. */
static bool
memo_asks(const struct vt_request *req)
{
	return (req->can_map && req->query.len == 0 && req->full_path.len > 0 &&
		req->full_path.len <= VT_MEMO_PATH_MAX &&
		vt_str_eq_c(req->method, "GET") &&
		memchr(req->full_path.p, '%', req->full_path.len) == NULL);
}

/* The table, without what was said of another catalogue; false: there is none. */
static bool
memo_is_of_now(struct vt_memo *memo, const struct vt_request *req)
{
	uint64_t epoch = vt_generation_epoch(req->gateway->generation);

	if (memo == NULL)
		return (false);
	if (epoch != memo->epoch)
		memo_empty(memo);
	memo->epoch = epoch;
	return (epoch != 0);
}

static bool
memo_is_there(struct memo_entry *entry)
{
	int64_t now = vt_time_coarse_ms();

	if (now - entry->there_ms < VT_MEMO_THERE_MS)
		return (true);
	if (!vt_pages_are_there(entry->answer->rest))
		return (false);
	entry->there_ms = now;
	return (true);
}

/* The route's parts, in the request's own path. */
static void
memo_route(const struct memo_entry *entry, struct vt_request *req)
{
	req->mount = entry->mount;
	req->found.target = entry->found.target;
	req->found.allowed = entry->found.allowed;
	req->found.param_count = entry->found.param_count;
	for (size_t i = 0; i < req->found.param_count; i++) {
		struct vt_router_param *param = &req->found.params[i];

		*param = entry->found.params[i];
		param->raw.p = req->full_path.p + (param->raw.p - entry->path.p);
		req->params[i] = param->raw;
	}
}

static bool
memo_is(const struct memo_place *place, uint64_t hash, const struct vt_request *req)
{
	return (place->entry != NULL && place->hash == hash &&
		vt_str_eq(place->entry->path, req->full_path) &&
		vt_str_eq(place->entry->base_url, req->base_url));
}

/* Puts the entry of that way in front of its set. */
static void
memo_first(struct memo_place *set, size_t way)
{
	struct memo_place place = set[way];

	memmove(set + 1, set, way * sizeof(*set));
	set[0] = place;
}

bool
vt_memo_find(struct vt_memo *memo, struct vt_request *req)
{
	struct memo_entry *entry;
	struct memo_place *set;
	uint64_t hash;
	size_t way = 0;

	if (!memo_asks(req) || !memo_is_of_now(memo, req))
		return (false);
	hash = vt_hash_quick(req->full_path);
	set = memo->sets[hash % VT_MEMO_SETS];
	while (way < VT_MEMO_WAYS && !memo_is(&set[way], hash, req))
		way++;
	if (way == VT_MEMO_WAYS)
		return (false);
	memo_first(set, way);
	entry = set[0].entry;
	if (!memo_is_there(entry)) {
		memo_drop(&set[0]);
		return (false);
	}
	memo_route(entry, req);
	vt_cached_ref(&entry->answer->cached);
	req->answer = entry->answer;
	req->way = VT_WAY_READY;
	return (true);
}

/* --- keeping ---------------------------------------------------------------- */

static bool
memo_is_public(const struct vt_answer *answer)
{
	for (size_t i = 0; i < answer->header_count; i++)
		if (vt_str_eq_c(answer->headers[i].name, "Cache-Control"))
			return (vt_str_starts(answer->headers[i].value, VT_STR("public,")));
	return (false);
}

/* Of the catalogue that the table is of: the watcher may have seen another since the
 * quick function was told which one it answers from. */
static bool
memo_is_of_table(const struct vt_memo *memo, const struct vt_request *req)
{
	return (req->trace->has_epoch && req->trace->epoch == memo->epoch);
}

/* Nothing of it may depend on who asked. */
static bool
memo_may(const struct vt_request *req)
{
	const struct vt_answer *answer = req->answer;
	const struct vt_trace *trace = req->trace;

	return (answer != NULL && answer->status == 200 && answer->rest.len > 0 &&
		answer->cached.expires == 0 && trace->header_count == 0 && !trace->is_full &&
		!trace->knows_language && req->note.len == 0 && req->prefix[0] == '\0' &&
		memo_is_public(answer));
}

static struct memo_entry *
memo_entry_new(const struct vt_request *req)
{
	struct vt_str path = req->full_path, base = req->base_url;
	struct memo_entry *entry = calloc(1, sizeof(*entry) + path.len + base.len);

	if (entry == NULL)
		return (NULL);
	memcpy(entry->text, path.p, path.len);
	if (base.len > 0)
		memcpy(entry->text + path.len, base.p, base.len);
	entry->path = (struct vt_str){ entry->text, path.len };
	entry->base_url = (struct vt_str){ entry->text + path.len, base.len };
	entry->mount = req->mount;
	entry->found = req->found;
	for (size_t i = 0; i < entry->found.param_count; i++)
		entry->found.params[i].raw.p =
		    entry->text + (req->found.params[i].raw.p - path.p);
	entry->answer = req->answer;
	vt_cached_ref(&entry->answer->cached);
	entry->there_ms = vt_time_coarse_ms();
	return (entry);
}

void
vt_memo_keep(struct vt_memo *memo, struct vt_request *req)
{
	struct memo_entry *entry;
	struct memo_place *set;
	uint64_t hash;

	if (!memo_asks(req) || !memo_may(req) || !memo_is_of_now(memo, req) ||
	    !memo_is_of_table(memo, req))
		return;
	hash = vt_hash_quick(req->full_path);
	if ((entry = memo_entry_new(req)) == NULL)
		return;
	vt_answer_join(entry->answer);
	set = memo->sets[hash % VT_MEMO_SETS];
	memo_drop(&set[VT_MEMO_WAYS - 1]);
	memo_first(set, VT_MEMO_WAYS - 1);
	set[0] = (struct memo_place){ hash, entry };
}
