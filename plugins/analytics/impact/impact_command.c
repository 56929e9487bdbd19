/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai report impact YEAR [--lang lt|en] [--out FILE] [--internal]`: the document to
 * standard output or into a file, which takes its place only when it is whole.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "impact.h"
#include "yearly.h"

#define IMPACT_MEMORY	(64u << 20)

struct impact_call {
	struct impact	 i;
	const char	*out;	/* NULL: standard output */
};

static bool
impact_parse(struct impact_call *c, int argc, char **argv)
{
	for (int i = 3; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;

		if (strcmp(argv[i], "--internal") == 0) {
			c->i.shown.hidden_below = 0;
		} else if (strcmp(argv[i], "--lang") == 0 && value != NULL &&
		    (strcmp(value, "lt") == 0 || strcmp(value, "en") == 0)) {
			c->i.lang = value;
			i++;
		} else if (strcmp(argv[i], "--out") == 0 && value != NULL && value[0] != '\0') {
			c->out = value;
			i++;
		} else
			return (false);
	}
	return (argc >= 3 && vt_str_to_int(vt_str_of(argv[2]), 2000, 2999, &c->i.year));
}

static bool
impact_put(FILE *f, struct vt_str text)
{
	return (fwrite(text.p, 1, text.len, f) == text.len && fflush(f) == 0);
}

static vt_err
impact_put_file(const char *path, struct vt_str text)
{
	char	*draft;
	FILE	*f;
	bool	 is_good = asprintf(&draft, "%s.new", path) >= 0;

	if (!is_good)
		return (vt_fail(VT_E_NOMEM, "no memory to write %s", path));
	f = fopen(draft, "we");
	is_good = f != NULL && impact_put(f, text);
	if (f != NULL && fclose(f) != 0)
		is_good = false;
	if (!is_good || rename(draft, path) != 0) {
		(void)vt_fail(VT_E_IO, "%s cannot be written: %s", path, strerror(errno));
		(void)remove(draft);
		is_good = false;
	}
	free(draft);
	return (is_good ? VT_OK : VT_E_IO);
}

static vt_err
impact_write(const struct impact_call *c, struct vt_str text)
{
	if (c->out != NULL)
		return (impact_put_file(c->out, text));
	return (analytics_print(text));
}

static vt_err
impact_run(struct impact_call *c, struct vt_boot *boot)
{
	struct vt_buf	out;
	vt_err		err = analytics_db_open(vt_boot_option(boot, "data.dir"), ANALYTICS_READ, &c->i.db);

	if (err == VT_E_NOTFOUND)
		err = VT_OK;
	c->i.tables = vt_arena_array(c->i.arena, IMPACT_TABLES, sizeof(*c->i.tables));
	if (err == VT_OK && c->i.tables == NULL)
		err = VT_E_LIMIT;
	if (err == VT_OK)
		err = vt_boot_catalog(boot, &c->i.catalog);
	if (err == VT_OK)
		err = impact_read(&c->i);
	vt_buf_init(&out, 0);
	if (err == VT_OK)
		err = impact_page(&c->i, boot, &out);
	if (err == VT_OK)
		err = vt_buf_error(&out);
	if (err == VT_OK)
		err = impact_write(c, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (err);
}

int
impact_command(struct vt_boot *boot, const struct analytics_conf *conf, int argc, char **argv)
{
	struct impact_call	c = { .i = { .lang = "lt", .shown = { .hidden_below =
				    conf->hidden_below } } };
	vt_err			err;

	if (!impact_parse(&c, argc, argv)) {
		(void)fprintf(stderr, "usage: vartai report impact YEAR [--lang lt|en] [--out FILE] "
		    "[--internal]\n");
		return (2);
	}
	c.i.arena = vt_arena_new(IMPACT_MEMORY);
	if ((err = yearly_has_begun(c.i.year)) == VT_OK)
		err = impact_run(&c, boot);
	analytics_db_close(&c.i.db);
	vt_arena_free(&c.i.arena);
	return (analytics_end(err, 0));
}
