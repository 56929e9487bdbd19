/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which canvases the manifest of an exhibition has.  A picture that is not to be had just
 * now (closed, withdrawn) costs its canvas and nothing else.
 */
#include <stdio.h>
#include <unistd.h>

#include "exh_folder.h"
#include "exh_manifest.h"

#define EXH_CANVASES_MAX 4	/* of a step: two pictures, a sound, a film */

/* --- pictures ---------------------------------------------------------------------------- */

static vt_err
exh_load_shown(struct exh_manifest *m, const struct exh_picture *p, struct exh_shown *s_r)
{
	vt_err	err;

	*s_r = (struct exh_shown){ .w = 0 };
	if (p->object.len == 0)
		return (VT_OK);
	err = exh_show(m->c.req, p, s_r);
	if (err == VT_OK && s_r->service.len == 0)
		s_r->w = 0;
	if (err != VT_E_NOTFOUND && err != VT_E_GONE && err != VT_E_FORBIDDEN && err != VT_E_RANGE)
		return (err);
	vt_fail_clear();
	s_r->w = 0;
	return (VT_OK);
}

static struct exh_canvas *
exh_load_next(struct exh_manifest *m, size_t step)
{
	struct exh_canvas	*canvas = &m->canvases[m->count];
	size_t			 index = 1;

	if (m->count > 0 && m->canvases[m->count - 1].number == step + 1)
		index = m->canvases[m->count - 1].index + 1;
	*canvas = (struct exh_canvas){ .step = &m->c.x->steps[step], .number = step + 1,
		.index = index };
	m->count++;
	return (canvas);
}

static vt_err
exh_load_pictures(struct exh_manifest *m, size_t step)
{
	const struct exh_step	*s = &m->c.x->steps[step];
	struct exh_shown	 shown;
	struct exh_canvas	*canvas;
	vt_err			 err;

	for (size_t i = 0; i < s->picture_count; i++) {
		if ((err = exh_load_shown(m, &s->pictures[i], &shown)) != VT_OK)
			return (err);
		if (shown.w == 0)
			continue;
		canvas = exh_load_next(m, step);
		canvas->picture = &s->pictures[i];
		canvas->shown = shown;
	}
	return (VT_OK);
}

/* --- sounds and films --------------------------------------------------------------------- */

/* Of an object, where this visitor may have its files. */
static vt_err
exh_load_object_media(struct exh_manifest *m, const struct exh_media *media, struct exh_canvas *canvas)
{
	struct vt_str		values[] = { media->object, media->file };
	struct vt_object	object;
	struct vt_file		file;
	vt_err			err;

	if ((err = vt_catalog_object(m->c.catalog, m->c.arena, media->object, &object)) != VT_OK ||
	    object.is_deleted || !vt_request_may(m->c.req, &object, VT_PART_TEXT) ||
	    (err = vt_catalog_file(m->c.catalog, m->c.arena, object.rowid, media->file,
	    &file)) != VT_OK)
		return (err == VT_E_NOTFOUND ? VT_OK : err);
	canvas->play = (struct vt_play){ file.duration, file.width, file.height };
	canvas->media_url = vt_link(m->c.req, "files.file", values, 2);
	return (VT_OK);
}

static void
exh_load_own_media(struct exh_manifest *m, const struct exh_media *media, struct exh_canvas *canvas)
{
	const char	*folder = vt_str_c(m->c.arena, m->c.x->folder), *path;
	struct vt_str	 name = vt_str_printf(m->c.arena, "media/%.*s", VT_STR_ARG(media->file));
	struct stat	 st;
	FILE		*f;
	int		 fd;

	path = vt_str_c(m->c.arena, vt_str_printf(m->c.arena, "/%.*s", VT_STR_ARG(name)));
	if (folder == NULL || path == NULL || exh_file_open(folder, name, &fd, &st) != VT_OK)
		return;
	if ((f = fdopen(fd, "rb")) == NULL) {
		(void)close(fd);
		return;
	}
	if (vt_play_read(f, &canvas->play))
		canvas->media_url = exh_id(&m->c, path);
	(void)fclose(f);
}

/* Only what says how long it plays can be a canvas. */
static vt_err
exh_load_medium(struct exh_manifest *m, size_t step, const struct exh_media *media)
{
	struct exh_canvas	*canvas;
	vt_err			 err = VT_OK;

	if (!media->is_there)
		return (VT_OK);
	canvas = exh_load_next(m, step);
	canvas->media = media;
	if (media->object.len > 0)
		err = exh_load_object_media(m, media, canvas);
	else
		exh_load_own_media(m, media, canvas);
	if (canvas->media_url.len == 0 || canvas->play.duration <= 0)
		m->count--;
	vt_fail_clear();
	return (err);
}

/* --- all ------------------------------------------------------------------------------------ */

/* The last picture that was shown, else that of the cover. */
static vt_err
exh_load_standin(struct exh_manifest *m, size_t step)
{
	struct exh_canvas	*canvas;
	struct exh_shown	 shown = { .w = 0 };
	vt_err			 err;

	for (size_t i = m->count; i > 0 && shown.w == 0; i--)
		shown = m->canvases[i - 1].shown;
	if (shown.w == 0 && (err = exh_load_shown(m, &m->c.x->cover, &shown)) != VT_OK)
		return (err);
	canvas = exh_load_next(m, step);
	canvas->shown = shown;
	return (VT_OK);
}

static vt_err
exh_load_step(struct exh_manifest *m, size_t step)
{
	const struct exh_step	*s = &m->c.x->steps[step];
	size_t			 before = m->count;
	vt_err			 err;

	if ((err = exh_load_pictures(m, step)) != VT_OK)
		return (err);
	if (m->count == before && (err = exh_load_standin(m, step)) != VT_OK)
		return (err);
	if ((err = exh_load_medium(m, step, &s->audio)) != VT_OK)
		return (err);
	return (exh_load_medium(m, step, &s->video));
}

vt_err
exh_manifest_load(struct exh_manifest *m)
{
	vt_err	err = VT_OK;

	m->canvases = vt_arena_array(m->c.arena, m->c.x->step_count * EXH_CANVASES_MAX + 1,
	    sizeof(*m->canvases));
	if (m->canvases == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < m->c.x->step_count && err == VT_OK; i++)
		err = exh_load_step(m, i);
	m->has_places = exh_has_places(m->c.x);
	return (err);
}
