/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an agent is by its User-Agent: a person's browser, a robot, a harvester, or a
 * program that reads for an AI.  Patterns are PCRE2 without regard to case, each list
 * one expression made into code: POSIX expressions would take `\d` and misread it.
 * The COUNTER list is a file that the configuration names (its text form, one pattern
 * a line); without it a short list of our own stands in.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <errno.h>
#include <fcntl.h>
#include <pcre2.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include "analytics.h"

#define AGENTS_LIST_BYTES_MAX	(1 << 20)
#define AGENTS_PATTERN_MAX	512	/* bytes */
#define AGENTS_AGENT_MAX	1024	/* bytes of an agent that are looked at */

/* Robots by what nearly all of them call themselves, and the libraries of programs. */
static const char agents_own[] =
	"bot\\b|bot[/_ ;-]\ncrawl\nspider\nslurp\nscan(ner)?\\b\nmonitor\nvalidator\npreview\n"
	"^$\n^-$\n^\\W\n^curl/\n^wget\nlibwww\npython\naiohttp\nhttpx\n^java/\\d\n"
	"go-http-client\nokhttp\nhttpclient\nnode-fetch\n\\baxios/\nscrapy\nundici\n^node$\n"
	"headless\nphantomjs\nlighthouse\npuppeteer\nplaywright\nfeed(ly|fetcher|parser)\n"
	"archive\\.org\nheritrix\nfacebookexternalhit\n";

struct agents_list {
	pcre2_code	*code;		/* NULL: it has no pattern */
};
struct analytics_agents {
	struct agents_list	robots, ai, harvesters;
	struct vt_str_list	not_robots;
	char			id[ANALYTICS_LIST_ID + 1];
};

/* --- making ------------------------------------------------------------------------- */

/* What lives as long as the gateway is in its memory, and goes with it. */
static void *
agents_alloc(PCRE2_SIZE len, void *boot)
{
	return (vt_boot_alloc(boot, len));
}

static void
agents_free(void *p, void *boot)
{
	(void)p;
	(void)boot;
}

/* context NULL: for a look at it only. */
static vt_err
agents_compile(struct vt_str text, const char *what, pcre2_compile_context *context,
    pcre2_code **code_r)
{
	char		why[128];
	int		error;
	PCRE2_SIZE	at;
	pcre2_code	*code = pcre2_compile((PCRE2_SPTR)text.p, text.len,
			    PCRE2_CASELESS | PCRE2_NEVER_UTF, &error, &at, context);

	if (code == NULL) {
		(void)pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof(why));
		return (vt_fail(VT_E_BADARG, "%s: the pattern '%.*s' cannot be read: %s", what,
		    VT_STR_ARG(vt_str_sub(text, 0, AGENTS_PATTERN_MAX)), why));
	}
	*code_r = code;
	return (VT_OK);
}

/* By itself, so that what is wrong is named, and behind the others. */
static vt_err
agents_add(struct vt_str pattern, const char *what, struct vt_buf *all)
{
	pcre2_code	*code;
	vt_err		err;

	if (pattern.len == 0 && vt_buf_error(all) == VT_OK)
		return (VT_OK);
	if (pattern.len > AGENTS_PATTERN_MAX)
		return (vt_fail(VT_E_BADARG, "%s: a pattern has more than %d bytes", what,
		    AGENTS_PATTERN_MAX));
	if ((err = agents_compile(pattern, what, NULL, &code)) != VT_OK)
		return (err);
	pcre2_code_free(code);
	vt_buf_printf(all, "%s(?:%.*s)", all->len > 0 ? "|" : "", VT_STR_ARG(pattern));
	return (vt_buf_error(all));
}

static vt_err
agents_add_lines(struct vt_str text, const char *what, struct vt_buf *all)
{
	struct vt_str	line;
	vt_err		err = VT_OK;

	if (vt_str_starts(text, VT_STR("\xef\xbb\xbf")))
		text = vt_str_sub(text, 3, text.len);
	while (err == VT_OK && vt_str_next(&text, '\n', &line)) {
		if (line.len > 0 && line.p[line.len - 1] == '\r')
			line.len--;
		err = agents_add(line, what, all);
	}
	return (err);
}

static vt_err
agents_add_options(const struct vt_str_list *list, const char *what, struct vt_buf *all)
{
	vt_err	err = VT_OK;

	for (size_t i = 0; i < list->count && err == VT_OK; i++)
		err = agents_add(vt_str_of(list->items[i]), what, all);
	return (err);
}

static vt_err
agents_add_file(const char *path, struct vt_buf *all)
{
	struct vt_buf	text;
	struct stat	st;
	char		*room;
	int		fd = open(path, O_RDONLY | O_CLOEXEC);
	vt_err		err;

	vt_buf_init(&text, AGENTS_LIST_BYTES_MAX);
	if (fd < 0 || fstat(fd, &st) != 0 || st.st_size > AGENTS_LIST_BYTES_MAX ||
	    (room = vt_buf_room(&text, (size_t)st.st_size + 1)) == NULL ||
	    read(fd, room, (size_t)st.st_size) != st.st_size) {
		err = vt_fail(VT_E_BADARG, "analytics.robots_list: %s cannot be read: %s", path,
		    fd < 0 ? strerror(errno) : "it has more than 1 MB");
	} else {
		text.len = (size_t)st.st_size;
		err = memchr(room, '{', text.len > 16 ? 16 : text.len) != NULL ?
		    vt_fail(VT_E_BADARG, "analytics.robots_list: %s is JSON: name the list's text "
		    "form, COUNTER_Robots_list.txt, one pattern a line", path) :
		    agents_add_lines(vt_buf_get(&text), "analytics.robots_list", all);
	}
	if (fd >= 0)
		(void)close(fd);
	vt_buf_fini(&text);
	return (err);
}

/* The whole of a list as code; where the machine makes none it is interpreted. */
static vt_err
agents_close(struct agents_list *list, struct vt_boot *boot, const char *what,
    const struct vt_buf *all)
{
	pcre2_general_context	*memory;
	pcre2_compile_context	*context = NULL;
	vt_err			 err;

	if (all->len == 0)
		return (VT_OK);
	memory = pcre2_general_context_create(agents_alloc, agents_free, boot);
	if (memory != NULL)
		context = pcre2_compile_context_create(memory);
	if (context == NULL)
		return (VT_E_NOMEM);
	if ((err = agents_compile(vt_buf_get(all), what, context, &list->code)) == VT_OK)
		(void)pcre2_jit_compile(list->code, PCRE2_JIT_COMPLETE);
	return (err);
}

static void
agents_name(struct analytics_agents *a, const struct vt_buf *robots, const struct vt_buf *ai,
    const struct vt_buf *harvesters)
{
	uint8_t				hash[crypto_generichash_BYTES_MIN];
	crypto_generichash_state	h;

	(void)crypto_generichash_init(&h, NULL, 0, sizeof(hash));
	(void)crypto_generichash_update(&h, (const uint8_t *)robots->p, robots->len);
	(void)crypto_generichash_update(&h, (const uint8_t *)ai->p, ai->len);
	(void)crypto_generichash_update(&h, (const uint8_t *)harvesters->p, harvesters->len);
	for (size_t i = 0; i < a->not_robots.count; i++)
		(void)crypto_generichash_update(&h, (const uint8_t *)a->not_robots.items[i],
		    strlen(a->not_robots.items[i]));
	(void)crypto_generichash_final(&h, hash, sizeof(hash));
	(void)sodium_bin2hex(a->id, sizeof(a->id), hash, ANALYTICS_LIST_ID / 2);
}

static vt_err
agents_make(struct analytics_agents *a, struct vt_boot *boot, const struct analytics_conf *conf,
    struct vt_buf all[3])
{
	vt_err	err = conf->robots_list[0] != '\0' ? agents_add_file(conf->robots_list, &all[0]) :
		    agents_add_lines(vt_str_of(agents_own), "robots", &all[0]);

	if (err == VT_OK)
		err = agents_add_options(&conf->robots, "analytics.robots", &all[0]);
	if (err == VT_OK)
		err = agents_add_options(&conf->ai_agents, "analytics.ai_agents", &all[1]);
	if (err == VT_OK)
		err = agents_add_options(&conf->harvesters, "analytics.harvesters", &all[2]);
	if (err == VT_OK)
		err = agents_close(&a->robots, boot, "analytics.robots", &all[0]);
	if (err == VT_OK)
		err = agents_close(&a->ai, boot, "analytics.ai_agents", &all[1]);
	if (err == VT_OK)
		err = agents_close(&a->harvesters, boot, "analytics.harvesters", &all[2]);
	if (err == VT_OK)
		agents_name(a, &all[0], &all[1], &all[2]);
	return (err);
}

vt_err
analytics_agents_new(struct vt_boot *boot, const struct analytics_conf *conf,
    struct analytics_agents **agents_r)
{
	struct analytics_agents	*a = vt_boot_alloc(boot, sizeof(*a));
	struct vt_buf		 all[3];
	vt_err			 err;

	if (a == NULL)
		return (VT_E_NOMEM);
	a->not_robots = conf->not_robots;
	for (int i = 0; i < 3; i++)
		vt_buf_init(&all[i], 2 * AGENTS_LIST_BYTES_MAX);
	err = agents_make(a, boot, conf, all);
	for (int i = 0; i < 3; i++)
		vt_buf_fini(&all[i]);
	if (err != VT_OK) {
		analytics_agents_free(&a);
		return (err);
	}
	*agents_r = a;
	return (VT_OK);
}

void
analytics_agents_free(struct analytics_agents **a)
{
	pcre2_code_free((*a)->robots.code);
	pcre2_code_free((*a)->ai.code);
	pcre2_code_free((*a)->harvesters.code);
	*a = NULL;	/* the memory is the boot's */
}

/* --- asking ------------------------------------------------------------------------------ */

static bool
agents_match(const struct agents_list *list, struct vt_str agent)
{
	pcre2_match_data	*data;
	int			 rc;

	if (list->code == NULL || (data = pcre2_match_data_create(1, NULL)) == NULL)
		return (false);
	rc = pcre2_match(list->code, (PCRE2_SPTR)(agent.p != NULL ? agent.p : ""), agent.len, 0, 0,
	    data, NULL);
	pcre2_match_data_free(data);
	return (rc >= 0);
}

static bool
agents_is_excepted(const struct analytics_agents *a, struct vt_str agent)
{
	for (size_t i = 0; i < a->not_robots.count; i++)
		if (vt_str_find(agent, vt_str_of(a->not_robots.items[i])) >= 0)
			return (true);
	return (false);
}

enum analytics_class
analytics_agents_class(const struct analytics_agents *a, struct vt_str agent)
{
	agent = vt_str_sub(agent, 0, AGENTS_AGENT_MAX);
	if (agents_match(&a->harvesters, agent))
		return (ANALYTICS_HARVESTER);
	if (agents_match(&a->ai, agent))
		return (ANALYTICS_AI);
	if (agents_match(&a->robots, agent) && !agents_is_excepted(a, agent))
		return (ANALYTICS_ROBOT);
	return (ANALYTICS_PERSON);
}

const char *
analytics_agents_id(const struct analytics_agents *a)
{
	return (a->id);
}
