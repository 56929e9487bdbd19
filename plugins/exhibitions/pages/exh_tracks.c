/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Captions of a sound or film: those that exhibition.yaml names, which lie in the folder
 * whosever the film is; where it names none, those that its object has in the catalogue.
 */
#include <fcntl.h>
#include <unistd.h>

#include "exh_folder.h"
#include "exhibitions.h"

static void
exh_track_add(struct exh_tracks *t, const struct exh_track *track)
{
	if (t->count < EXH_TRACKS_MAX)
		t->items[t->count++] = *track;
}

static void
exh_tracks_own(const struct exh_call *c, const struct exh_media *m, struct exh_tracks *t)
{
	for (int i = 0; i < EXH_VERSIONS; i++) {
		enum exh_version	v = (enum exh_version)(((int)c->version + i) % EXH_VERSIONS);
		struct exh_track	track = { .lang = vt_str_of(exh_version_lang(v)),
					    .name = vt_str_of(exh_version_name(v)),
					    .file = m->captions.in[v] };

		if (track.file.len > 0)
			exh_track_add(t, &track);
	}
}

/* "lt-LT" is Lithuanian, too. */
static bool
exh_track_is_first(const struct exh_call *c, struct vt_str lang)
{
	struct vt_str	main = VT_STR_NONE;

	return (vt_str_next(&lang, '-', &main) && vt_str_eq_c(main, exh_version_lang(c->version)));
}

static void
exh_tracks_add_object(const struct exh_call *c, const struct exh_media *m,
    const struct vt_object *object, struct exh_tracks *t)
{
	struct exh_track	track = { .object = m->object };
	struct vt_file		*files;
	size_t			 count;

	if (vt_catalog_files(c->catalog, c->arena, object->rowid, &files, &count) != VT_OK)
		return;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < count; i++) {
			if (!vt_file_captions(&files[i], m->file, &track.lang) ||
			    exh_track_is_first(c, track.lang) != (pass == 0))
				continue;
			track.name = track.file = files[i].name;
			track.path = files[i].path;
			track.version = files[i].hash;
			exh_track_add(t, &track);
		}
}

void
exh_tracks(const struct exh_call *c, const struct exh_media *m, struct exh_tracks *t_r)
{
	struct vt_object	object;

	t_r->count = 0;
	exh_tracks_own(c, m, t_r);
	if (t_r->count > 0 || m->object.len == 0)
		return;
	if (vt_catalog_object(c->catalog, c->arena, m->object, &object) == VT_OK &&
	    !object.is_deleted && vt_request_may(c->req, &object, VT_PART_TEXT))
		exh_tracks_add_object(c, m, &object, t_r);
	vt_fail_clear();
}

vt_err
exh_track_text(const struct exh_call *c, const struct exh_track *track, struct vt_str *text_r)
{
	const char	*path;
	int		 fd;
	vt_err		 err;

	if (track->path.len == 0)
		return (exh_file_text(c->arena, c->x->folder.p, vt_str_printf(c->arena, "media/%.*s",
		    VT_STR_ARG(track->file)), text_r));
	if ((path = vt_str_c(c->arena, track->path)) == NULL)
		return (VT_E_LIMIT);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)) < 0)
		return (vt_fail(VT_E_IO, "%s cannot be read", path));
	err = vt_str_read(c->arena, fd, path, EXH_FILE_MAX, text_r);
	(void)close(fd);
	return (err);
}
