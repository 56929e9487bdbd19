/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run from its beginning to its end: what it needs is opened, the sources go
 * through the pipeline, what is left over is told, the catalogue is committed.
 */
#include "ingest/run/run.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/time.h"

/* --- opening -------------------------------------------------------------------------------- */

static vt_err
vt_run_hash_stylesheets(struct vt_run *run, struct vt_hash_state *h, const char *folder)
{
	const char *path = vt_str_c(
	    run->arena, vt_str_printf(run->arena, "%s/crosswalks/%s", run->o.template_dir, folder));
	struct dirent **names = NULL;
	int n = path != NULL ? scandir(path, &names, NULL, alphasort) : -1;
	vt_err err = VT_OK;

	for (int i = 0; i < n; i++) {
		char hex[VT_HASH_HEX];
		const char *file = vt_str_c(
		    run->arena, vt_str_printf(run->arena, "%s/%s", path, names[i]->d_name));

		if (err == VT_OK && names[i]->d_name[0] != '.') {
			err = file != NULL ? vt_hash_file(file, hex) : VT_E_LIMIT;
			vt_hash_put_str(h, vt_str_of(names[i]->d_name));
			vt_hash_put_str(h, vt_str_of(err == VT_OK ? hex : ""));
		}
		free(names[i]);
	}
	free(names);
	return (err);
}

/* All that goes into every record beside its source. */
static vt_err
vt_run_hash_settings(struct vt_run *run)
{
	static const char *const folders[] = { "in", "lib", "out" };
	struct vt_hash_state h;
	vt_err err = VT_OK;

	vt_hash_init(&h);
	vt_hash_put_str(&h, vt_str_of(run->o.oai_domain));
	vt_hash_put_str(&h, vt_str_of(run->o.settings.provider));
	vt_hash_put_str(&h, vt_str_of(run->o.settings.intermediate_provider));
	vt_hash_put_str(&h, vt_str_of(run->o.settings.description_language));
	vt_formats_hash(&run->formats, &h);
	for (size_t i = 0; i < run->o.settings.schemas.count; i++)
		vt_hash_put_str(&h, vt_str_of(run->o.settings.schemas.items[i]));
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders) && err == VT_OK; i++)
		err = vt_run_hash_stylesheets(run, &h, folders[i]);
	vt_hash_hex(&h, run->settings);
	return (err);
}

/* Of objects that say nothing of it. */
static vt_err
vt_run_own_institution(struct vt_run *run)
{
	struct vt_label *name = vt_arena_alloc(run->arena, sizeof(*name));

	if (name == NULL)
		return (VT_E_LIMIT);
	run->institution.code = vt_str_of(run->o.settings.institution);
	name->text = run->o.settings.institution_name[0] != '\0'
			 ? vt_str_of(run->o.settings.institution_name)
			 : run->institution.code;
	run->institution.names = (struct vt_labels){ name, 1 };
	return (VT_OK);
}

static vt_err
vt_run_open_crosswalks(struct vt_run *run)
{
	const char *folder =
	    vt_str_c(run->arena, vt_str_printf(run->arena, "%s/crosswalks", run->o.template_dir));
	vt_err err = folder != NULL ? vt_crosswalks_open(folder, &run->crosswalks) : VT_E_LIMIT;

	if (err == VT_OK)
		err = vt_formats_open(run->arena, run->crosswalks, &run->o.settings.formats,
				      run->o.settings.profiles, &run->formats);
	if (err == VT_OK)
		err = vt_formats_schemas_open(&run->o.settings.schemas, &run->formats.schemas);
	if (err == VT_OK)
		err = vt_run_hash_settings(run);
	if (err == VT_OK)
		err = vt_run_own_institution(run);
	if (err != VT_OK)
		return (err);
	run->context = (struct vt_object_context){ .formats = &run->formats,
						   .oai_domain = run->o.oai_domain,
						   .provider = run->o.settings.provider,
						   .intermediate_provider =
						       run->o.settings.intermediate_provider,
						   .settings = run->settings,
						   .language = run->o.settings.description_language,
						   .institution = &run->institution,
						   .known = run->known,
						   .copies = run->copies,
						   .now = vt_time_now() };
	return (VT_OK);
}

static vt_err
vt_run_formats(struct vt_run *run)
{
	vt_err err = VT_OK;

	for (size_t i = 0; i < run->formats.count && err == VT_OK; i++) {
		const struct vt_format *made = &run->formats.items[i];
		const struct vt_record_format f = { .prefix = vt_str_of(made->prefix),
						    .schema = vt_str_of(made->schema),
						    .ns = vt_str_of(made->ns) };

		err = vt_writer_format(run->writer, &f);
	}
	return (err);
}

static bool
vt_run_has_catalog(struct vt_run *run)
{
	const char *path =
	    vt_str_c(run->arena, vt_str_printf(run->arena, "%s/catalog.db", run->o.data_dir));

	return (path != NULL && (access(path, F_OK) == 0 || errno != ENOENT));
}

/* A dry run looks at the catalogue that is there, and unpacks elsewhere. */
static vt_err
vt_run_open_dry(struct vt_run *run)
{
	const char *temp = getenv("TMPDIR");
	char *made =
	    vt_str_c(run->arena, vt_str_printf(run->arena, "%s/vartai-ingest-XXXXXX",
					       temp != NULL && temp[0] != '\0' ? temp : "/tmp"));
	vt_err err = vt_run_make_data(run);

	if (err == VT_OK && vt_run_has_catalog(run))
		err = vt_catalog_open(run->o.data_dir, "", &run->catalog);
	if (err != VT_OK)
		return (err);
	if (run->catalog != NULL)
		vt_catalog_tidies(run->catalog);
	if (made == NULL || mkdtemp(made) == NULL)
		return (vt_fail(VT_E_IO, "no temporary folder can be made: %s", strerror(errno)));
	run->temp = made;
	return (VT_OK);
}

/* Before anything is made for them. */
static vt_err
vt_run_find_paths(const struct vt_run *run)
{
	size_t missing = 0;

	while (missing < run->o.path_count && access(run->o.paths[missing], F_OK) != 0)
		missing++;
	if (missing < run->o.path_count)
		return (VT_OK);
	return (vt_fail(VT_E_NOTFOUND, "%s: %s", run->o.paths[0], strerror(errno)));
}

/* The lock is taken first: what a killed run left may only be removed when no
 * other run is at work. */
static vt_err
vt_run_open_data(struct vt_run *run)
{
	vt_err err = vt_run_make_data(run);

	if (err == VT_OK)
		err = vt_run_own(run);
	if (err == VT_OK)
		err = vt_writer_open(run->o.data_dir, &run->writer);
	if (err == VT_OK)
		err = vt_run_own(run);
	run->temp =
	    vt_str_c(run->arena, vt_str_printf(run->arena, "%s/%s", run->o.data_dir, VT_TEMP_NAME));
	if (err == VT_OK)
		err = run->temp != NULL ? vt_temp_remove(run->temp) : VT_E_LIMIT;
	return (err);
}

static vt_err
vt_run_open_files(struct vt_run *run)
{
	const struct vt_copies_options copies = {
		.data_dir = run->o.data_dir,
		.scratch = run->o.is_dry ? run->temp : NULL,
		.pixels_max = run->o.settings.pixels_at_once,
	};
	const char *hashes = vt_str_c(
	    run->arena, vt_str_printf(run->arena, "%s/%s", run->o.data_dir, VT_HASHES_NAME));
	vt_err err = vt_hashes_open(hashes, !run->o.is_dry, &run->hashes);

	if (err == VT_OK)
		err = vt_copies_open(&copies, &run->copies);
	return (err == VT_OK ? vt_copies_clean(run->copies) : err);
}

/* What it needs of memory alone; to be closed even where that was not enough. */
static vt_err
vt_run_begin(struct vt_run *run, const struct vt_ingest_options *o, atomic_bool *is_stopped)
{
	memset(run, 0, sizeof(*run));
	run->o = *o;
	run->is_stopped = is_stopped;
	run->arena = vt_arena_new(VT_TREE_MEMORY_MAX);
	run->seen = xmlHashCreate(1024);
	run->made_known = xmlHashCreate(64);
	run->deleted_known = xmlHashCreate(64);
	run->deleted_last = &run->deleted;
	(void)pthread_mutex_init(&run->writer_lock, NULL);
	(void)pthread_mutex_init(&run->lock, NULL);
	vt_report_init(&run->report);
	run->report.is_dry = o->is_dry;
	run->report.prunes = o->prunes;
	vt_progress_init(&run->progress, stderr, isatty(STDERR_FILENO) != 0);
	if (run->seen == NULL || run->made_known == NULL || run->deleted_known == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to begin"));
	return (VT_OK);
}

vt_err
vt_run_open(struct vt_run *run, const struct vt_ingest_options *o, atomic_bool *is_stopped)
{
	vt_err err = vt_run_begin(run, o, is_stopped);

	if (err == VT_OK)
		err = vt_media_init("vartai", &o->media);
	if (err == VT_OK)
		err = vt_known_open(&run->known);
	if (err == VT_OK)
		err = vt_run_find_user(run);
	if (err == VT_OK)
		err = vt_run_find_paths(run);
	if (err == VT_OK)
		err = o->is_dry ? vt_run_open_dry(run) : vt_run_open_data(run);
	if (err == VT_OK)
		err = vt_run_open_files(run);
	if (err == VT_OK)
		err = vt_run_open_crosswalks(run);
	if (err == VT_OK && run->writer != NULL)
		err = vt_run_formats(run);
	return (err);
}

void
vt_run_close(struct vt_run *run)
{
	struct vt_run_tree *next;

	vt_reader_unref(&run->reader);
	for (struct vt_run_tree *t = run->trees; t != NULL; t = next) {
		next = t->next;
		vt_run_tree_free(&t);
	}
	if (run->temp != NULL && vt_temp_remove(run->temp) != VT_OK)
		vt_fail_clear();
	vt_hashes_close(&run->hashes);
	vt_copies_free(&run->copies);
	vt_catalog_close(&run->catalog);
	vt_known_free(&run->known);
	vt_writer_close(&run->writer);
	vt_formats_schemas_free(&run->formats.schemas);
	vt_crosswalks_free(&run->crosswalks);
	if (vt_run_own(run) != VT_OK)
		vt_fail_clear();
	vt_report_fini(&run->report);
	if (run->seen != NULL)
		xmlHashFree(run->seen, NULL);
	if (run->made_known != NULL)
		xmlHashFree(run->made_known, NULL);
	if (run->deleted_known != NULL)
		xmlHashFree(run->deleted_known, NULL);
	(void)pthread_mutex_destroy(&run->writer_lock);
	(void)pthread_mutex_destroy(&run->lock);
	vt_arena_free(&run->arena);
}

/* --- the course ----------------------------------------------------------------------------- */

static vt_err
vt_run_pipeline(struct vt_run *run)
{
	static const struct vt_pipeline_ops ops = { .produce = vt_run_produce,
						    .step = vt_run_step,
						    .advance = vt_run_advance,
						    .commit = vt_run_commit,
						    .discard = vt_run_discard,
						    .tick = vt_run_tick,
						    .thread_end = vt_media_thread_end };
	const struct vt_pipeline_options o = { .threads = (size_t)run->o.settings.jobs,
					       .memory_max = (size_t)run->o.settings.memory,
					       .is_stopped = run->is_stopped };

	return (vt_pipeline_run(&ops, run, &o));
}

static void
vt_run_tree_errors(struct vt_run *run)
{
	for (const struct vt_run_tree *t = run->trees; t != NULL; t = t->next)
		for (size_t i = 0; i < t->tree->error_count; i++) {
			const struct vt_tree_error *e = &t->tree->errors[i];

			vt_report_failure(&run->report,
					  vt_tree_called(t->tree, run->arena, e->path), VT_STR_NONE,
					  e->text);
		}
}

static vt_err
vt_run_folders(struct vt_run *run)
{
	vt_err err = vt_run_bare_images(run);

	if (err != VT_OK || run->folders == NULL)
		return (err);
	run->takes_folders = true;
	return (vt_run_pipeline(run));
}

static void
vt_run_tell_withheld(void *run, struct vt_str format, struct vt_str identifier, struct vt_str why)
{
	vt_report_withheld(&((struct vt_run *)run)->report, format, identifier, why);
}

/* Also what was withheld in earlier runs and still is. */
static vt_err
vt_run_withheld(struct vt_run *run)
{
	vt_err err = vt_writer_living(run->writer, &run->report.objects);

	if (err == VT_OK)
		err = vt_writer_sharing_title(run->writer, &run->report.quality.shared_title);
	return (err == VT_OK ? vt_writer_withheld(run->writer, vt_run_tell_withheld, run) : err);
}

/* What can only be told when every source has been read. */
static vt_err
vt_run_rest(struct vt_run *run)
{
	vt_err err = vt_run_folders(run);

	if (err == VT_OK && !atomic_load(run->is_stopped))
		err = vt_run_deleted(run);
	if (err == VT_OK && !atomic_load(run->is_stopped))
		err = vt_run_withdrawn(run);
	if (err == VT_OK && !atomic_load(run->is_stopped))
		err = vt_run_gone(run);
	if (err == VT_OK && !atomic_load(run->is_stopped) && run->writer != NULL)
		err = vt_run_embargoes(run);
	if (err == VT_OK && run->writer != NULL)
		err = vt_run_withheld(run);
	vt_run_not_read(run);
	return (err);
}

static vt_err
vt_run_sources(struct vt_run *run)
{
	vt_err err = vt_run_scan(run);

	if (err != VT_OK)
		return (err);
	err = vt_run_pipeline(run);
	vt_run_tree_errors(run);
	if (err == VT_OK && !atomic_load(run->is_stopped))
		err = vt_run_rest(run);
	run->report.was_interrupted = atomic_load(run->is_stopped);
	return (err);
}

vt_err
vt_run_all(struct vt_run *run)
{
	char why[VT_FAIL_TEXT_MAX];
	vt_err err = vt_run_sources(run), last;

	vt_progress_clear(&run->progress);
	if (err == VT_E_NOTFOUND)
		return (err);
	if (err != VT_OK) {
		(void)snprintf(why, sizeof(why), "%s", vt_fail_text(err));
		run->report.fatal = vt_str_c(run->arena, vt_str_of(why));
	}
	if (run->writer != NULL) {
		last = vt_writer_commit(run->writer, &run->report.generation);
		if (last != VT_OK && err == VT_OK)
			return (last);
	}
	run->report.ended_ms = vt_time_monotonic_ms();
	return (VT_OK);
}
