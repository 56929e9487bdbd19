/* SPDX-License-Identifier: Apache-2.0 */
/* What a run of ingest is told: by the configuration and on the command line. */
#ifndef VT_INGEST_OPTIONS_H
#define VT_INGEST_OPTIONS_H

#include "base/conf.h"
#include "ingest/folder/package.h"
#include "media/access_copy.h"

/* Section "ingest". */
struct vt_ingest_settings {
	int64_t		jobs;
	const char	*institution, *institution_name;
	const char	*provider, *intermediate_provider, *description_language;
	struct vt_str_list formats;
	const char	*profiles;
	struct vt_str_list schemas;
	int64_t		memory, object_memory, pixels_at_once;
	int64_t		zip_entries_max, zip_bytes_max, zip_ratio_max;
};
struct vt_ingest_options {
	struct vt_ingest_settings settings;
	/* of other sections */
	const char	*data_dir, *user, *oai_domain, *template_dir;
	struct vt_media_options media;
	/* of the command line */
	bool		is_dry, is_json, prunes, prunes_all, takes_bare_images, wants_help;
	struct vt_package package;	/* of sources that say nothing, nor any package.yaml */
	char		**paths;
	size_t		path_count;
};

/* Strings live as long as conf, argv and a.  VT_E_BADARG with the sentence. */
vt_err	vt_ingest_options_read(struct vt_arena *a, struct vt_conf *conf, int argc, char **argv,
	    struct vt_ingest_options *o_r) VT_MUST_CHECK;
/* The part of it that the configuration says. */
vt_err	vt_ingest_options_conf(struct vt_arena *a, struct vt_conf *conf,
	    struct vt_ingest_options *o_r) VT_MUST_CHECK;
const char *vt_ingest_usage(void);

#endif
