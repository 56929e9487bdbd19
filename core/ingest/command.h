/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai ingest`: folders, tables, records and zips into the catalogue.
 */
#ifndef VT_INGEST_COMMAND_H
#define VT_INGEST_COMMAND_H

#include "base/conf.h"

/* The options of section "ingest"; belongs among the core's sections. */
extern const struct vt_conf_section vt_ingest_section;

/* Takes its own options from argv (argv[0] is "ingest"), the rest from conf, to
 * which every --set has been applied.  Exit code 0: all is well, 1: some
 * objects failed, 2: nothing could be done. */
int	vt_ingest_command(struct vt_conf *conf, int argc, char **argv);

#endif
