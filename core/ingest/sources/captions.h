/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Captions of the sounds and films of an object: WebVTT files that its record names, that a
 * package.yaml names, or that lie beside them and are called so: film.vtt and film.lt.vtt are
 * captions of film.mp4 (and of film.webm).  What browsers could not show is left out with a
 * finding, and nothing else with it.
 */
#ifndef VT_INGEST_CAPTIONS_H
#define VT_INGEST_CAPTIONS_H

#include "ingest/draft/draft.h"

#define VT_CAPTIONS_BYTES_MAX (4 * 1024 * 1024)	/* of one file; a film of two hours has 200 kB */

/* Adds what is beside the draft's sounds and films, and looks into all captions that it has
 * then; any thread.  VT_E_LIMIT. */
vt_err	vt_captions_take(struct vt_draft *d) VT_MUST_CHECK;
/* Whether a file is a sound or a film, by its content. */
bool	vt_captions_is_played(const char *path);
/* A path without its ending: what captions and their film have in common. */
struct vt_str vt_captions_stem(struct vt_str path);

#endif
