/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The plugin's tables, and what a worker begins and ends with.
 */
#include <stdio.h>

#include "counter.h"
#include "impact.h"
#include "keys.h"
#include "statistics.h"
#include "yearly.h"

#define ANALYTICS_AT(field) .offset = offsetof(struct analytics_conf, field)

static const struct vt_option analytics_options[] = {
	{ .key = "robots_list", .dflt = "", .type = VT_OPT_PATH, ANALYTICS_AT(robots_list),
	  .help = "file with the COUNTER robots list in its text form, one pattern a line "
	    "(github.com/atmire/COUNTER-Robots); empty: a short list of our own" },
	{ .key = "robots", .dflt = "", .type = VT_OPT_LIST, ANALYTICS_AT(robots),
	  .help = "more patterns (PCRE2, without regard to case) of robots' User-Agents" },
	{ .key = "not_robots", .dflt = "CUBOT", .type = VT_OPT_LIST, ANALYTICS_AT(not_robots),
	  .help = "who has one of these words in the User-Agent is a person, whatever the lists say "
	    "(CUBOT is a make of phones)" },
	{ .key = "ai_agents", .dflt = "GPTBot, ChatGPT-User, OAI-SearchBot, ClaudeBot, Claude-User, "
	    "Claude-SearchBot, anthropic-ai, PerplexityBot, Perplexity-User, CCBot, Bytespider, "
	    "meta-externalagent, meta-externalfetcher, cohere-ai, omgili, Diffbot, Amazonbot, "
	    "Applebot, Google-Extended, Google-CloudVertexBot, MistralAI-User, DuckAssistBot, "
	    "YouBot, AI2Bot, PetalBot, Timpibot", .type = VT_OPT_LIST, ANALYTICS_AT(ai_agents),
	  .help = "patterns of agents that read for an AI; counted apart" },
	{ .key = "harvesters", .dflt = "Europeana, Metis, VEPIS, OAI-?PMH, HTTP::OAI, Catmandu, "
	    "oaiharvest, Sickle", .type = VT_OPT_LIST, ANALYTICS_AT(harvesters),
	  .help = "patterns of harvesters, counted apart; who harvests by OAI-PMH is one anyway" },
	{ .key = "inside", .dflt = "", .type = VT_OPT_LIST, ANALYTICS_AT(inside),
	  .help = "addresses and networks within the library (192.0.2.0/24): visits from there are "
	    "no virtual visits (ISO 2789)" },
	{ .key = "countries_file", .dflt = "", .type = VT_OPT_PATH, ANALYTICS_AT(countries_file),
	  .help = "file of MaxMind's format (GeoLite2-Country.mmdb) by which visits are counted by "
	    "country, two letters of which are kept; a new one is put in its place by a rename, and "
	    "read after a restart; empty: no countries" },
	{ .key = "spool_bytes", .dflt = "64M", .type = VT_OPT_SIZE, .min = 64 * 1024,
	  .max = INT64_C(4) * 1024 * 1024 * 1024, ANALYTICS_AT(spool_bytes),
	  .help = "uses that a worker notes until they are summed up; beyond that they are lost, and "
	    "that is counted" },
	{ .key = "lines_max", .dflt = "2000000", .type = VT_OPT_INT, .min = 1000, .max = 50000000,
	  ANALYTICS_AT(lines_max),
	  .help = "notes that are summed up at once (a million takes about 400 MB of memory): those of "
	    "keep_lines and new ones; more are lost, and that is counted" },
	{ .key = "fsync", .dflt = "false", .type = VT_OPT_BOOL, ANALYTICS_AT(fsync),
	  .help = "notes wait for the disk, so that no failing power loses those of before" },
	{ .key = "roll_every", .dflt = "10m", .type = VT_OPT_SECS, .min = 0, .max = 86400,
	  ANALYTICS_AT(roll_every),
	  .help = "how often the server sums up; 0: never, `vartai usage roll` does it" },
	{ .key = "keep_lines", .dflt = "2h", .type = VT_OPT_SECS, .min = 7200, .max = 172800,
	  ANALYTICS_AT(keep_lines),
	  .help = "how long the names of visitors (hashes) stay, for sessions that go on and notes "
	    "that come late" },
	{ .key = "platform", .dflt = "Vartai", .type = VT_OPT_STR, ANALYTICS_AT(platform),
	  .help = "name of the platform in COUNTER reports" },
	{ .key = "platform_id", .dflt = "vartai", .type = VT_OPT_STR, ANALYTICS_AT(platform_id),
	  .help = "namespace of our identifiers in COUNTER reports: letters, digits, _ . /" },
	{ .key = "publisher", .dflt = "Vartai", .type = VT_OPT_STR, ANALYTICS_AT(publisher),
	  .help = "who stands in COUNTER reports as having made them" },
	{ .key = "registry_record", .dflt = "", .type = VT_OPT_STR, ANALYTICS_AT(registry_record),
	  .help = "address of the platform in the COUNTER registry; empty: none yet" },
	{ .key = "hidden_below", .dflt = "5", .type = VT_OPT_INT, .min = 0, .max = 100,
	  ANALYTICS_AT(hidden_below),
	  .help = "smaller numbers are not shown to the public, nor others by which they could be worked "
	    "out; what still changes is rounded down to whole times this" },
	{ .key = NULL }
};

static const char *
analytics_join(struct vt_boot *boot, const char *a, const char *b)
{
	size_t	len = strlen(a) + strlen(b) + 2;
	char	*text = vt_boot_alloc(boot, len);

	if (text != NULL)
		(void)snprintf(text, len, "%s/%s", a, b);
	return (text);
}

/* As COUNTER wants them (Report_Header, Item_ID). */
static vt_err
analytics_check_names(const struct analytics_conf *c)
{
	struct vt_str	id = vt_str_of(c->platform_id);
	bool		is_good = id.len >= 2 && id.len <= 18;

	for (size_t i = 0; i < id.len; i++) {
		bool is_letter = (id.p[i] >= 'a' && id.p[i] <= 'z') ||
		    (id.p[i] >= 'A' && id.p[i] <= 'Z');

		is_good = is_good && (is_letter || (i > 0 && strchr("0123456789_./", id.p[i]) != NULL));
	}
	if (!is_good)
		return (vt_fail(VT_E_BADARG, "analytics.platform_id: '%s' is not a letter and 1 to 17 "
		    "letters, digits, or any of _ . /", c->platform_id));
	if (strlen(c->platform) < 2 || strlen(c->publisher) < 2)
		return (vt_fail(VT_E_BADARG, "analytics.platform and analytics.publisher have two "
		    "letters or more"));
	return (VT_OK);
}

/* That it can be read; each worker opens it itself. */
static vt_err
analytics_check_countries(const char *path)
{
	struct analytics_countries	*c;
	vt_err				 err = analytics_countries_new(path, &c);

	analytics_countries_free(&c);
	return (err);
}

static vt_err
analytics_configure(struct vt_boot *boot, const void *conf, void **state_r)
{
	struct analytics_state	*state = vt_boot_alloc(boot, sizeof(*state));
	vt_err			 err;

	if (state == NULL)
		return (VT_E_NOMEM);
	state->conf = conf;
	state->folder = vt_boot_option(boot, "data.dir");
	if ((state->stem = analytics_join(boot, state->folder, ANALYTICS_SPOOL)) == NULL)
		return (VT_E_NOMEM);
	if ((err = analytics_check_names(conf)) != VT_OK ||
	    (err = analytics_nets_new(boot, &state->conf->inside, &state->inside)) != VT_OK ||
	    (err = analytics_check_countries(state->conf->countries_file)) != VT_OK ||
	    (err = analytics_shared_new(&state->shared)) != VT_OK ||
	    (err = keys_guesses_new(&state->guesses)) != VT_OK ||
	    (err = analytics_agents_new(boot, conf, &state->agents)) != VT_OK ||
	    (err = vt_boot_page_text(boot, NULL, "statistics", VT_STR("/statistics"))) != VT_OK)
		return (err);
	analytics_db_close_to_others(state->folder);
	*state_r = state;
	return (VT_OK);
}

/* What a worker that died had noted and not written is told by the next in its place. */
static vt_err
analytics_spool_start(struct analytics_state *state)
{
	int64_t	lost;
	vt_err	err = vt_spool_open(state->stem, state->conf->spool_bytes, &state->spool);

	if (err != VT_OK)
		return (err);
	if ((state->place = analytics_shared_place(state->shared, &lost)) == NULL)
		return (vt_fail(VT_E_LIMIT, "more than %d workers cannot count usage",
		    ANALYTICS_SLOTS_MAX));
	vt_spool_watch(state->spool, state->place);
	vt_spool_sync(state->spool, state->conf->fsync);
	if (lost > 0)
		vt_log("analytics", VT_LOG_WARN, "a worker that died had %lld uses in memory: they "
		    "are lost", (long long)lost);
	for (; lost > 0; lost--)
		vt_spool_put(state->spool, VT_STR(ANALYTICS_LOST));
	return (VT_OK);
}

static void
analytics_worker_stop(struct vt_worker *worker, void *arg)
{
	struct analytics_state	*state = arg;

	(void)worker;
	analytics_timer_stop(state);
	vt_spool_close(&state->spool);
	if (state->place != NULL)
		analytics_shared_leave(state->shared, state->place);
	state->place = NULL;
	analytics_memo_free(&state->memo);
	analytics_countries_free(&state->countries);
}

static vt_err
analytics_worker_start(struct vt_worker *worker, void *arg)
{
	struct analytics_state	*state = arg;
	vt_err			 err;

	if ((state->memo = analytics_memo_new()) == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to count usage"));
	analytics_keys_agree(state->shared, worker, vt_time_now() * 1000);
	err = analytics_countries_new(state->conf->countries_file, &state->countries);
	if (err == VT_OK)
		err = analytics_spool_start(state);
	if (err == VT_OK)
		err = analytics_timer_start(state, worker);
	if (err != VT_OK)
		analytics_worker_stop(worker, state);
	return (err);
}

static const struct vt_event analytics_events[] = {
	{ "finished", analytics_count_heard },
	{ .name = NULL }
};

int
analytics_report_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "counter") == 0)
		return (counter_command(boot, conf, argc, argv));
	if (argc > 1 && strcmp(argv[1], "progress") == 0)
		return (progress_command(boot, argc, argv));
	if (argc > 1 && strcmp(argv[1], "impact") == 0)
		return (impact_command(boot, conf, argc, argv));
	return (yearly_command(boot, argc, argv));
}

static const struct vt_command analytics_commands[] = {
	{ "report", "makes reports of usage", "counter pr|pr_p1|ir|ir_m1 --begin YYYY-MM "
	  "--end YYYY-MM [--tsv] | progress [--by WAY] [--quality] [--json] | impact YEAR [--lang lt|en] "
	  "[--out FILE] [--internal] | NAME YEAR [--json] [--list FIELD] [--freeze | --frozen]",
	  analytics_report_command },
	{ "status", "which report is due and when, and how far usage is summed up", "[--json]",
	  yearly_status_command },
	{ "key", "makes keys for programs, lists and revokes them", "add NAME [--expires DATE] | "
	  "list [--json] | revoke ID", keys_command },
	{ "usage", "sums up what was used, and says how far that is", "roll | status [--json]",
	  analytics_usage_command },
	{ .name = NULL }
};

#define ANALYTICS_ROUTE(path, fn, rule) { .method = "GET", .pattern = path, .handler = fn, .cache = rule }

static const struct vt_route analytics_routes[] = {
	ANALYTICS_ROUTE("/statistics", statistics_html, VT_CACHE_GENERATION),
	ANALYTICS_ROUTE("/statistics/data.json", statistics_json, VT_CACHE_GENERATION),
	ANALYTICS_ROUTE("/statistics/data.tsv", statistics_tsv, VT_CACHE_GENERATION),
	ANALYTICS_ROUTE("/statistics/objects/{id}", statistics_object, VT_CACHE_GENERATION),
	ANALYTICS_ROUTE("/counter/r51/status", counter_status, VT_CACHE_NONE),
	ANALYTICS_ROUTE("/counter/r51/members", counter_members, VT_CACHE_NONE),
	ANALYTICS_ROUTE("/counter/r51/reports", counter_reports_list, VT_CACHE_NONE),
	ANALYTICS_ROUTE("/counter/r51/reports/{report}", counter_report_get, VT_CACHE_NONE),
	{ .method = NULL }
};

static const struct vt_link analytics_links[] = {
	{ "usage.statistics", "/statistics" },
	{ "usage.object", "/statistics/objects/{id}" },
	{ "usage.counter", "/counter/r51" },
	{ .name = NULL }
};

VT_PLUGIN(.name = "analytics", .version = "1.0",
    .summary = "usage by COUNTER 5.1 and ISO 2789, without cookies and addresses",
    .conf_size = sizeof(struct analytics_conf), .options = analytics_options,
    .commands = analytics_commands, .routes = analytics_routes, .links = analytics_links,
    .events = analytics_events,
    .configure = analytics_configure, .worker_start = analytics_worker_start,
    .worker_stop = analytics_worker_stop);
