/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai status`: the last runs of ingest, and then what each plugin has to say under
 * this name.  Exit code 1: some of them says that something is to be done.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "api/json.h"
#include "command.h"
#include "ingest/run/journal.h"

#define VT_STATUS_INGESTS 5		       /* runs that are told of */
#define VT_STATUS_MEMORY  (256 * 1024 * 1024) /* what plugins say, as JSON */

struct vt_status {
	struct vt_command_line *line;
	struct vt_arena *arena;
	struct vt_jsonw *json; /* NULL: for people */
	int code;
};

/* --- ingests ------------------------------------------------------------------------ */

static void
vt_status_findings(const struct vt_json *findings)
{
	const struct vt_json *f = findings != NULL ? findings->first : NULL;

	(void)printf("; findings:%s", f == NULL ? " none" : "");
	for (; f != NULL; f = f->next)
		(void)printf(" %.*s %.*s%s", VT_STR_ARG(f->key), VT_STR_ARG(f->str),
			     f->next != NULL ? "," : "");
}

/* A number as it is written; "0" where there is none. */
static struct vt_str
vt_status_number(const struct vt_json *run, const char *key)
{
	const struct vt_json *n = vt_json_get(run, key);

	return (n != NULL && n->type == VT_JSON_NUMBER ? n->str : VT_STR("0"));
}

static bool
vt_status_was_stopped(const struct vt_json *run)
{
	const struct vt_json *b = vt_json_get(run, "interrupted");

	return (b != NULL && b->type == VT_JSON_BOOL && b->is_true);
}

static void
vt_status_ingest(struct vt_status *s, struct vt_str text)
{
	static const char *const counts[] = { "new", "changed", "unchanged", "deleted", "failed" };
	const struct vt_json *run, *path, *ended_early;

	if (vt_json_parse(s->arena, text, &run) != VT_OK)
		return; /* cut short, or another's */
	if (s->json != NULL) {
		vt_jsonw_raw(s->json, text);
		return;
	}
	(void)printf("  %.*s ", VT_STR_ARG(vt_json_get_str(run, "ended")));
	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		(void)printf(" %.*s %s%s", VT_STR_ARG(vt_status_number(run, counts[i])), counts[i],
			     i + 1 < sizeof(counts) / sizeof(counts[0]) ? "," : "");
	vt_status_findings(vt_json_get(run, "findings"));
	(void)printf("; %.*s s\n", VT_STR_ARG(vt_status_number(run, "seconds")));
	path = vt_json_get(run, "paths");
	for (path = path != NULL ? path->first : NULL; path != NULL; path = path->next)
		(void)printf("    %.*s\n", VT_STR_ARG(path->str));
	ended_early = vt_json_get(run, "fatal");
	if (ended_early != NULL)
		(void)printf("    ended early: %.*s\n", VT_STR_ARG(ended_early->str));
	if (vt_status_was_stopped(run))
		(void)printf("    stopped before the end; run it again and it goes on from there\n");
}

/* That they cannot be read costs nobody what plugins have to say. */
static void
vt_status_ingests(struct vt_status *s)
{
	struct vt_str lines[VT_STATUS_INGESTS];
	size_t count;
	vt_err err = vt_journal_read(s->arena, s->line->settings.data_dir, lines,
				     VT_STATUS_INGESTS, &count);

	if (s->json != NULL) {
		vt_jsonw_key(s->json, "ingests");
		vt_jsonw_array(s->json);
	} else
		(void)printf("ingests:%s\n", err == VT_OK && count == 0 ? " none yet" : "");
	for (size_t i = 0; err == VT_OK && i < count; i++)
		vt_status_ingest(s, lines[i]);
	if (s->json != NULL)
		vt_jsonw_end(s->json);
	if (err == VT_OK)
		return;
	(void)fflush(stdout);
	(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
	s->code = VT_EXIT_NOTHING;
}

/* --- plugins ------------------------------------------------------------------------ */

/* What the command prints becomes a member, as long as it is JSON. */
static vt_err
vt_status_captured(struct vt_status *s, int fd, off_t len)
{
	char *bytes = vt_arena_alloc(s->arena, (size_t)len + 1);
	const struct vt_json *parsed;
	struct vt_str text = { bytes, (size_t)len };

	if (bytes == NULL)
		return (VT_E_LIMIT);
	if (pread(fd, bytes, (size_t)len, 0) != len)
		return (vt_fail(VT_E_IO, "what a plugin says cannot be read"));
	text = vt_str_trim(text);
	if (text.len > 0 && vt_json_parse(s->arena, text, &parsed) == VT_OK)
		vt_jsonw_raw(s->json, text);
	else
		vt_jsonw_null(s->json);
	return (VT_OK);
}

/* Standard output goes into memory meanwhile. */
static vt_err
vt_status_capture(struct vt_status *s, const struct vt_command *c, struct vt_boot *boot,
		  const void *conf, int *code_r)
{
	int out, fd = memfd_create("status", MFD_CLOEXEC);
	vt_err err;

	(void)fflush(stdout);
	out = dup(STDOUT_FILENO);
	if (fd < 0 || out < 0 || dup2(fd, STDOUT_FILENO) < 0) {
		err = vt_fail(VT_E_IO, "no memory for what a plugin says: %s", strerror(errno));
	} else {
		*code_r = c->run(boot, conf, s->line->argc, s->line->argv);
		(void)fflush(stdout);
		(void)dup2(out, STDOUT_FILENO);
		err = vt_status_captured(s, fd, lseek(fd, 0, SEEK_END));
	}
	if (out >= 0)
		(void)close(out);
	if (fd >= 0)
		(void)close(fd);
	return (err);
}

static vt_err
vt_status_plugins(struct vt_status *s)
{
	const struct vt_command *c;
	struct vt_boot *boot;
	const char *plugin;
	const void *conf;
	size_t at = 0;
	vt_err err = VT_OK;

	while (err == VT_OK && (c = vt_gateway_command_each(s->line->gateway, s->line->argv[0], &at,
							    &plugin, &boot, &conf)) != NULL) {
		int code = VT_EXIT_NOTHING;

		if (s->json != NULL) {
			vt_jsonw_key(s->json, plugin);
			err = vt_status_capture(s, c, boot, conf, &code);
		} else {
			(void)printf("\n%s:\n", plugin);
			(void)fflush(stdout);
			code = c->run(boot, conf, s->line->argc, s->line->argv);
		}
		if (code > s->code)
			s->code = code;
	}
	return (err);
}

static vt_err
vt_status_json(struct vt_status *s)
{
	struct vt_jsonw j;
	struct vt_buf out;
	vt_err err;

	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	s->json = &j;
	vt_jsonw_object(&j);
	vt_status_ingests(s);
	err = vt_status_plugins(s);
	vt_jsonw_end(&j);
	if (err == VT_OK && (err = vt_jsonw_error(&j)) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (err);
}

int
vt_command_status(struct vt_command_line *line)
{
	struct vt_status s = { .line = line };
	bool is_json = line->argc == 2 && strcmp(line->argv[1], "--json") == 0;
	vt_err err;

	if (line->argc > 1 && !is_json) {
		(void)fprintf(stderr, "usage: vartai status [--json]\n");
		return (VT_EXIT_NOTHING);
	}
	s.arena = vt_arena_new(VT_STATUS_MEMORY);
	if (is_json) {
		err = vt_status_json(&s);
	} else {
		vt_status_ingests(&s);
		err = vt_status_plugins(&s);
	}
	if (err != VT_OK)
		(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
	vt_arena_free(&s.arena);
	return (err == VT_OK ? s.code : VT_EXIT_NOTHING);
}
