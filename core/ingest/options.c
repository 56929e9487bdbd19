/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options of ingest: its section, the keys of other sections that it needs,
 * and its command line.
 */
#include "ingest/options.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/beside.h"
#include "catalog/writer.h"
#include "ingest/command.h"
#include "ingest/folder/identifier.h"
#include "ingest/folder/tree.h"
#include "ingest/pipeline/pipeline.h"

#define VT_OPTION(field, ...)                                                                      \
	{                                                                                          \
		.key = #field, .offset = offsetof(struct vt_ingest_settings, field), __VA_ARGS__   \
	}

static const struct vt_option vt_ingest_table[] = {
	VT_OPTION(jobs, .type = VT_OPT_INT, .dflt = "0", .min = 0, .max = VT_PIPELINE_THREADS_MAX,
		  .help = "threads that read and make access copies; 0: one a core"),
	VT_OPTION(institution, .type = VT_OPT_STR, .dflt = "LT-LIBRARY",
		  .help = "code (ISIL) of the institution of objects that name none"),
	VT_OPTION(institution_name, .type = VT_OPT_STR, .dflt = "",
		  .help = "its name; empty: the code"),
	VT_OPTION(provider, .type = VT_OPT_STR, .dflt = "",
		  .help =
		      "who gives the records to Europeana (edm:provider); empty: the institution"),
	VT_OPTION(intermediate_provider, .type = VT_OPT_STR, .dflt = "",
		  .help = "edm:intermediateProvider; empty: none"),
	VT_OPTION(description_language, .type = VT_OPT_STR, .dflt = "lt",
		  .help = "language of descriptions whose source does not say it, in records of "
			  "formats that want one; empty: none"),
	VT_OPTION(formats, .type = VT_OPT_LIST, .dflt = "oai_dc, edm",
		  .help = "formats of records, each a file of templates/crosswalks/out: oai_dc, edm, "
			  "marcxml, unimarc, mods, lido, mets; what came as one of the last five is "
			  "given out as it came"),
	VT_OPTION(profiles, .type = VT_OPT_PATH, .dflt = "",
		  .help = "folder of profiles (*.yaml), what single harvesters get; empty: none"),
	VT_OPTION(schemas, .type = VT_OPT_LIST, .dflt = "",
		  .help = "format=path of XML schemas: records that came as mods, lido or mets and are "
			  "not valid by theirs are made anew instead of given on; empty: none is looked "
			  "at"),
	VT_OPTION(memory, .type = VT_OPT_SIZE, .dflt = "512M", .min = 1 << 20, .max = INT64_MAX,
		  .help = "memory of objects in hand above which no more are begun"),
	VT_OPTION(object_memory, .type = VT_OPT_SIZE, .dflt = "1G", .min = 1 << 20,
		  .max = INT64_MAX,
		  .help = "memory that one object may need; a larger one is refused"),
	VT_OPTION(pixels_at_once, .type = VT_OPT_INT, .dflt = "400000000", .min = 1000000,
		  .max = INT64_MAX,
		  .help =
		      "pixels of the images that are copied side by side; a larger one goes alone"),
	VT_OPTION(zip_entries_max, .type = VT_OPT_INT, .dflt = "200000", .min = 1, .max = INT32_MAX,
		  .help = "files in a zip; one with more is refused"),
	VT_OPTION(zip_bytes_max, .type = VT_OPT_SIZE, .dflt = "64G", .min = 1, .max = INT64_MAX,
		  .help = "bytes of a zip unpacked; a larger one is refused"),
	VT_OPTION(zip_ratio_max, .type = VT_OPT_INT, .dflt = "300", .min = 2, .max = 1000000,
		  .help = "times its size that a zip may unpack to"),
	{ .key = NULL },
};

const struct vt_conf_section vt_ingest_section = { "ingest", "Taking objects in", vt_ingest_table };

/* Keys of sections that are others': only what is needed here. */
struct vt_ingest_others {
	const char *text;
	const char *template_dir;
};
static const struct vt_option vt_ingest_data_table[] = {
	{ .key = "dir", .type = VT_OPT_PATH, .dflt = "/var/lib/vartai" }, { .key = NULL }
};
static const struct vt_option vt_ingest_server_table[] = {
	{ .key = "user", .type = VT_OPT_STR, .dflt = "" },
	{ .key = "template_dir",
	  .type = VT_OPT_PATH,
	  .dflt = "",
	  .offset = offsetof(struct vt_ingest_others, template_dir) },
	{ .key = NULL }
};
static const struct vt_option vt_ingest_oai_table[] = {
	{ .key = "domain", .type = VT_OPT_STR, .dflt = "vartai.example.org" }, { .key = NULL }
};

const char *
vt_ingest_usage(void)
{
	return (
	    "usage: vartai ingest [--config FILE] [--set section.key=value]... [options] PATH...\n"
	    "\n"
	    "Takes folders, tables, METS, MARC, LIDO, EDM, Dublin Core, MODS and zips into the\n"
	    "catalogue of data.dir.  What has not changed is passed over; an interrupted run goes "
	    "on\n"
	    "where it stopped.\n"
	    "\n"
	    "  --jobs N              threads (0: one a core)\n"
	    "  --dry-run             reads and checks everything, writes nothing\n"
	    "  --json                the summary as one JSON document on standard output\n"
	    "  --prune               objects that are gone from PATH become tombstones\n"
	    "  --prune-all           also when they are more than half of those that came from it\n"
	    "  --bare-images         a folder of images that no record speaks of becomes an "
	    "object\n"
	    "\n"
	    "For what neither the sources nor a package.yaml say:\n"
	    "  --institution CODE    who holds the objects\n"
	    "  --collection SPEC     the collection that they belong to (may be repeated)\n"
	    "  --rights URI          rights statement or licence\n"
	    "  --prefix P            before identifiers that are made from folders' names\n"
	    "  --access POLICY       open, metadata, or embargo:YYYY-MM-DD\n"
	    "  --language TAG        main language of the texts\n"
	    "\n"
	    "Exit code: 0 all is well, 1 something failed, 2 nothing could be done.\n");
}

/* --- the configuration --------------------------------------------------------------------- */

static const char *
vt_ingest_templates(struct vt_arena *a)
{
	static const char *const candidates[] = { "../templates/crosswalks",
						  "../../templates/crosswalks",
						  "../share/vartai/templates/crosswalks", NULL };
	char *found = vt_beside_program(candidates);
	const char *kept = found != NULL ? vt_str_c(a, vt_tree_folder(vt_str_of(found))) : NULL;

	free(found);
	return (kept);
}

vt_err
vt_ingest_options_conf(struct vt_arena *a, struct vt_conf *conf, struct vt_ingest_options *o)
{
	const struct vt_conf_section data = { "data", "", vt_ingest_data_table };
	const struct vt_conf_section server = { "server", "", vt_ingest_server_table };
	const struct vt_conf_section oai = { "oai", "", vt_ingest_oai_table };
	const struct vt_conf_section media = { "media", "", vt_media_option_table };
	struct vt_ingest_others others = { NULL, NULL };
	vt_err err = vt_conf_fill(conf, &vt_ingest_section, &o->settings);

	if (err == VT_OK)
		err = vt_conf_fill(conf, &data, &o->data_dir);
	if (err == VT_OK)
		err = vt_conf_fill(conf, &oai, &o->oai_domain);
	if (err == VT_OK)
		err = vt_conf_fill(conf, &media, &o->media);
	if (err == VT_OK)
		err = vt_conf_fill(conf, &server, &others);
	if (err != VT_OK)
		return (err);
	o->user = others.text;
	o->template_dir =
	    others.template_dir[0] != '\0' ? others.template_dir : vt_ingest_templates(a);
	if (o->template_dir == NULL)
		return (vt_fail(VT_E_BADARG, "no folder of templates lies beside the program: set "
					     "server.template_dir"));
	if (!vt_identifier_is_safe(vt_str_of(o->settings.institution)))
		return (vt_fail(VT_E_BADARG, "ingest.institution has only letters, digits and "
					     ". _ ~ -"));
	return (VT_OK);
}

/* --- the command line ------------------------------------------------------------------------ */

enum vt_ingest_flag {
	VT_FLAG_JOBS,
	VT_FLAG_DRY,
	VT_FLAG_JSON,
	VT_FLAG_PRUNE,
	VT_FLAG_PRUNE_ALL,
	VT_FLAG_BARE,
	VT_FLAG_INSTITUTION,
	VT_FLAG_COLLECTION,
	VT_FLAG_RIGHTS,
	VT_FLAG_PREFIX,
	VT_FLAG_ACCESS,
	VT_FLAG_LANGUAGE,
	VT_FLAG_HELP
};
struct vt_ingest_argument {
	const char *name;
	enum vt_ingest_flag flag;
	bool has_value;
};

static const struct vt_ingest_argument vt_ingest_arguments[] = {
	{ "--jobs", VT_FLAG_JOBS, true },
	{ "--dry-run", VT_FLAG_DRY, false },
	{ "--json", VT_FLAG_JSON, false },
	{ "--prune", VT_FLAG_PRUNE, false },
	{ "--prune-all", VT_FLAG_PRUNE_ALL, false },
	{ "--bare-images", VT_FLAG_BARE, false },
	{ "--institution", VT_FLAG_INSTITUTION, true },
	{ "--collection", VT_FLAG_COLLECTION, true },
	{ "--rights", VT_FLAG_RIGHTS, true },
	{ "--prefix", VT_FLAG_PREFIX, true },
	{ "--access", VT_FLAG_ACCESS, true },
	{ "--language", VT_FLAG_LANGUAGE, true },
	{ "--help", VT_FLAG_HELP, false },
};

static vt_err
vt_ingest_collection(struct vt_arena *a, struct vt_package *p, struct vt_str spec)
{
	struct vt_collection *list = vt_arena_array(a, p->collection_count + 1, sizeof(*list));

	spec = vt_spec_of_collection(a, spec);
	if (list == NULL || spec.p == NULL)
		return (VT_E_LIMIT);
	if (!vt_package_is_spec(spec))
		return (vt_fail(VT_E_BADARG,
				"--collection wants parts of letters, digits and "
				"-_.!~*'() divided by ':', such as spauda:laikrasciai"));
	if (p->collection_count != 0)
		memcpy(list, p->collections, p->collection_count * sizeof(*list));
	list[p->collection_count++].spec = spec;
	p->collections = list;
	return (VT_OK);
}

static vt_err
vt_ingest_valued(struct vt_arena *a, struct vt_ingest_options *o, enum vt_ingest_flag flag,
		 struct vt_str value)
{
	struct vt_package *p = &o->package;

	switch (flag) {
	case VT_FLAG_JOBS:
		return (vt_str_to_int(value, 0, VT_PIPELINE_THREADS_MAX, &o->settings.jobs)
			    ? VT_OK
			    : vt_fail(VT_E_BADARG, "--jobs wants a number from 0 to %d",
				      VT_PIPELINE_THREADS_MAX));
	case VT_FLAG_INSTITUTION:
		p->institution.code = value;
		return (vt_identifier_is_safe(value)
			    ? VT_OK
			    : vt_fail(VT_E_BADARG,
				      "--institution wants a code of letters, digits and "
				      ". _ ~ -"));
	case VT_FLAG_COLLECTION:
		return (vt_ingest_collection(a, p, value));
	case VT_FLAG_RIGHTS:
		p->rights = value;
		return (VT_OK);
	case VT_FLAG_PREFIX:
		p->prefix = value;
		return (vt_identifier_is_safe(value)
			    ? VT_OK
			    : vt_fail(VT_E_BADARG, "--prefix wants letters, digits and . _ ~ -"));
	case VT_FLAG_ACCESS:
		return (vt_package_access(value, &p->access, &p->embargo_until)
			    ? VT_OK
			    : vt_fail(VT_E_BADARG,
				      "--access wants open, metadata, or embargo:YYYY-MM-DD"));
	case VT_FLAG_LANGUAGE:
		p->language = value;
		return (VT_OK);
	default:
		return (VT_E_INTERNAL);
	}
}

static void
vt_ingest_switch(struct vt_ingest_options *o, enum vt_ingest_flag flag)
{
	o->is_dry = o->is_dry || flag == VT_FLAG_DRY;
	o->is_json = o->is_json || flag == VT_FLAG_JSON;
	o->prunes = o->prunes || flag == VT_FLAG_PRUNE || flag == VT_FLAG_PRUNE_ALL;
	o->prunes_all = o->prunes_all || flag == VT_FLAG_PRUNE_ALL;
	o->takes_bare_images = o->takes_bare_images || flag == VT_FLAG_BARE;
	o->wants_help = o->wants_help || flag == VT_FLAG_HELP;
}

static const struct vt_ingest_argument *
vt_ingest_argument(const char *arg)
{
	size_t len = strcspn(arg, "=");

	if (strcmp(arg, "-h") == 0)
		arg = "--help";
	for (size_t i = 0; i < sizeof(vt_ingest_arguments) / sizeof(*vt_ingest_arguments); i++) {
		const struct vt_ingest_argument *a = &vt_ingest_arguments[i];

		if (strcmp(arg, a->name) == 0 ||
		    (a->has_value && strlen(a->name) == len && strncmp(arg, a->name, len) == 0))
			return (a);
	}
	return (NULL);
}

/* One option at argv[*i], with its value behind '=' or in the next argument. */
static vt_err
vt_ingest_option(struct vt_arena *a, struct vt_ingest_options *o, int argc, char **argv, int *i)
{
	const struct vt_ingest_argument *known = vt_ingest_argument(argv[*i]);
	const char *equals = strchr(argv[*i], '='), *value;

	if (known == NULL)
		return (vt_fail(VT_E_BADARG, "unknown option %s; `vartai ingest --help` lists them",
				argv[*i]));
	if (!known->has_value) {
		vt_ingest_switch(o, known->flag);
		return (VT_OK);
	}
	if (equals == NULL && *i + 1 == argc)
		return (vt_fail(VT_E_BADARG, "%s wants a value", argv[*i]));
	value = equals != NULL ? equals + 1 : argv[++*i];
	return (vt_ingest_valued(a, o, known->flag, vt_str_of(value)));
}

static vt_err
vt_ingest_line(struct vt_arena *a, struct vt_ingest_options *o, int argc, char **argv)
{
	bool is_over = false;
	vt_err err = VT_OK;

	o->paths = vt_arena_array(a, (size_t)argc + 1, sizeof(*o->paths));
	if (o->paths == NULL)
		return (VT_E_LIMIT);
	for (int i = 1; i < argc && err == VT_OK; i++) {
		if (!is_over && strcmp(argv[i], "--") == 0)
			is_over = true;
		else if (!is_over && argv[i][0] == '-' && argv[i][1] != '\0')
			err = vt_ingest_option(a, o, argc, argv, &i);
		else
			o->paths[o->path_count++] = argv[i];
	}
	return (err);
}

vt_err
vt_ingest_options_read(struct vt_arena *a, struct vt_conf *conf, int argc, char **argv,
		       struct vt_ingest_options *o_r)
{
	struct vt_ingest_options o = { .is_dry = false };
	vt_err err = vt_ingest_options_conf(a, conf, &o);

	if (err == VT_OK)
		err = vt_ingest_line(a, &o, argc, argv);
	if (err == VT_OK && !o.wants_help && o.path_count == 0)
		err =
		    vt_fail(VT_E_BADARG, "which folder or file? `vartai ingest --help` says more");
	if (err != VT_OK)
		return (err);
	if (o.settings.jobs == 0)
		o.settings.jobs = sysconf(_SC_NPROCESSORS_ONLN);
	if (o.settings.jobs < 1)
		o.settings.jobs = 1;
	if (o.settings.jobs > VT_PIPELINE_THREADS_MAX)
		o.settings.jobs = VT_PIPELINE_THREADS_MAX;
	*o_r = o;
	return (VT_OK);
}
