/* SPDX-License-Identifier: Apache-2.0 */
/* What settings*.c share; nobody else includes it. */
#ifndef VARTAI_SETTINGS_INSIDE_H
#define VARTAI_SETTINGS_INSIDE_H

#include "settings.h"

struct vt_data_settings {
	const char *dir;
};
struct vt_oai_settings {
	const char *domain;
};

/* top: the keys at the top of the file. */
extern const struct vt_conf_section vt_section_top, vt_section_server, vt_section_data,
    vt_section_oai, vt_section_media, vt_section_cache, vt_section_log;

#endif
