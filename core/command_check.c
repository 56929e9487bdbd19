/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai check`: the command line of ingest/again/check.h.  Exit code 1: some records
 * would not be taken.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "ingest/again/check.h"
#include "text/language.h"

#define VT_CHECK_BATCH	    500		      /* identifiers read at once */
#define VT_CHECK_MEMORY_MAX ((size_t)1 << 30) /* of one object */

struct vt_command_checking {
	struct vt_check check;
	struct vt_again_whole whole;
	char **names;
	size_t count;
	bool are_files, wants_help;
};

static const char vt_command_check_usage[] =
    "usage: vartai check [--config FILE] [--tiers] [--json] [--lang lt|en] [ID...]\n"
    "       vartai check [--json] [--tiers] --file FILE...\n"
    "\n"
    "Looks at the edm records of all objects, or of those named, as Europeana will:\n"
    "what it would refuse (the record is withheld), what makes a record hard to find,\n"
    "and each time the mend.  Nothing is written.\n"
    "\n"
    "  --tiers       content tier 0-4 and metadata tier 0, A-C of each object, why, and\n"
    "                what would raise them; totals by institution\n"
    "  --json        everything as one JSON document, sentences in both languages\n"
    "  --lang lt|en  language of the sentences; without it the locale's\n"
    "  --file        EDM records in files instead of objects\n"
    "\n"
    "Exit code: 0 all would be taken, 1 some would not, 2 nothing could be done.\n";

static vt_err
vt_command_check_language(struct vt_check *c, const char *value)
{
	if (value == NULL || (strcmp(value, "lt") != 0 && strcmp(value, "en") != 0))
		return (vt_fail(VT_E_BADARG, "--lang wants lt or en"));
	c->language = value;
	return (VT_OK);
}

static vt_err
vt_command_check_argument(struct vt_command_checking *k, char **argv, int *i)
{
	const char *arg = argv[*i];

	if (strcmp(arg, "--tiers") == 0)
		k->check.shows_tiers = true;
	else if (strcmp(arg, "--json") == 0)
		k->check.is_json = true;
	else if (strcmp(arg, "--file") == 0)
		k->are_files = true;
	else if (strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0)
		k->wants_help = true;
	else if (strncmp(arg, "--lang=", 7) == 0)
		return (vt_command_check_language(&k->check, arg + 7));
	else if (strcmp(arg, "--lang") == 0)
		return (vt_command_check_language(&k->check, argv[++*i]));
	else if (arg[0] == '-')
		return (vt_fail(VT_E_BADARG, "unknown option %s; `vartai check --help` lists them",
				arg));
	else
		k->names[k->count++] = argv[*i];
	return (VT_OK);
}

static vt_err
vt_command_check_read(struct vt_command_checking *k, struct vt_command_line *line)
{
	vt_err err = VT_OK;

	k->check.language = vt_language_of_locale();
	k->check.out = stdout;
	k->names = calloc((size_t)line->argc + 1, sizeof(*k->names));
	if (k->names == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory"));
	for (int i = 1; i < line->argc && err == VT_OK; i++)
		err = vt_command_check_argument(k, line->argv, &i);
	if (err == VT_OK && k->are_files && k->count == 0 && !k->wants_help)
		err = vt_fail(VT_E_BADARG, "--file: which file? `vartai check --help` says more");
	return (err);
}

/* --- checking -------------------------------------------------------------------------------- */

static vt_err
vt_command_check_one(struct vt_command_checking *k, struct vt_str name)
{
	struct vt_arena *a = vt_arena_new(VT_CHECK_MEMORY_MAX);
	struct vt_check_result r;
	vt_err err;

	if (k->are_files) {
		const char *path = vt_str_c(a, name);

		err = path != NULL ? vt_check_file(a, path, &r) : VT_E_LIMIT;
	} else {
		err = vt_catalog_begin(k->whole.again.catalog);
		if (err == VT_OK) {
			err = vt_check_object(&k->check, a, name, &r);
			vt_catalog_end(k->whole.again.catalog);
		}
	}
	if (err == VT_OK)
		err = vt_check_put(&k->check, &r);
	vt_arena_free(&a);
	return (err);
}

static vt_err
vt_command_check_named(struct vt_command_checking *k)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < k->count && err == VT_OK; i++)
		err = vt_command_check_one(k, vt_str_of(k->names[i]));
	return (err);
}

static vt_err
vt_command_check_all(struct vt_command_checking *k)
{
	struct vt_catalog_identifier list[VT_CHECK_BATCH];
	struct vt_catalog_each each = { .room = VT_CHECK_BATCH };
	size_t count = VT_CHECK_BATCH;
	vt_err err = VT_OK;

	while (count == VT_CHECK_BATCH && err == VT_OK) {
		struct vt_arena *a = vt_arena_new(0);

		err = vt_catalog_identifiers(k->whole.again.catalog, a, &each, list, &count);
		for (size_t i = 0; i < count && err == VT_OK; i++) {
			err = vt_command_check_one(k, list[i].identifier);
			each.after = list[i].rowid;
			/* Withdrawn since it was listed. */
			if (err == VT_E_NOTFOUND)
				err = VT_OK;
		}
		vt_arena_free(&a);
	}
	return (err);
}

static vt_err
vt_command_check_run(struct vt_command_checking *k, struct vt_command_line *line)
{
	vt_err err = vt_again_open(line->conf, !k->are_files, &k->whole), end;

	if (err != VT_OK)
		return (err);
	k->check.again = &k->whole.again;
	k->check.messages = vt_crosswalk_messages(k->whole.crosswalks);
	vt_check_begin(&k->check);
	err = k->count != 0 ? vt_command_check_named(k) : vt_command_check_all(k);
	if (err != VT_OK) {
		vt_buf_fini(&k->check.text);
		free(k->check.institutions);
		return (err);
	}
	end = vt_check_end(&k->check);
	return (end == VT_OK && fflush(stdout) != 0
		    ? vt_fail(VT_E_IO, "the output cannot be written")
		    : end);
}

int
vt_command_check(struct vt_command_line *line)
{
	struct vt_command_checking k;
	vt_err err;
	int code;

	memset(&k, 0, sizeof(k));
	err = vt_command_check_read(&k, line);
	if (err == VT_OK && k.wants_help) {
		(void)printf("%s", vt_command_check_usage);
		code = VT_EXIT_OK;
	} else {
		if (err == VT_OK)
			err = vt_command_check_run(&k, line);
		code = k.check.all.errors != 0 ? VT_EXIT_SOME : VT_EXIT_OK;
	}
	if (err != VT_OK) {
		(void)fprintf(stderr, "vartai: %s\n", vt_fail_text(err));
		code = VT_EXIT_NOTHING;
	}
	vt_again_close(&k.whole);
	free(k.names);
	return (code);
}
