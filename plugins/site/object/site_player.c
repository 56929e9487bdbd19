/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sounds and films of an object, to be played on its page by the browser's own player; what
 * is said in them is in the object's text, where it has one.
 */
#include "site.h"

/* What browsers play; of others the file is offered below. */
static const char *const site_player_types[] = {
	"audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "audio/x-wav", "audio/flac",
	"video/mp4", "video/webm", "video/ogg",
};

static bool
site_player_is_played(const struct vt_file *file)
{
	for (size_t i = 0; i < sizeof(site_player_types) / sizeof(site_player_types[0]); i++)
		if (vt_str_eq_c(file->media_type, site_player_types[i]))
			return (true);
	return (false);
}

static void
site_player(struct site_call *c, const struct vt_object *object, const struct vt_file *file,
    struct vt_value *list)
{
	struct vt_str	 names[] = { object->identifier, file->name };
	struct vt_str	 url = vt_link(c->req, "files.file", names, 2);
	struct vt_value	*v;

	if (url.len == 0)
		return;
	v = vt_value_map(c->arena);
	vt_value_set_str(v, "src", url);
	vt_value_set_str(v, "file", file->name);
	vt_value_set_bool(v, "is_video", vt_str_starts(file->media_type, VT_STR("video/")));
	vt_value_set_str(v, "poster", vt_request_may(c->req, object, VT_PART_IMAGES) ?
	    site_picture(c, object->thumbnail, SITE_SHARED_SIDE) : VT_STR_NONE);
	vt_value_add(list, v);
}

void
site_players(struct site_call *c, const struct vt_object *object, const struct vt_file *files,
    size_t count)
{
	struct vt_value	*list = vt_value_list(c->arena);
	size_t		 played = 0, films = 0;

	for (size_t i = 0; i < count; i++)
		if (site_player_is_played(&files[i])) {
			site_player(c, object, &files[i], list);
			films += vt_str_starts(files[i].media_type, VT_STR("video/"));
			played++;
		}
	vt_value_set(c->data, "players", list);
	vt_value_set_bool(c->data, "has_players", played > 0);
	vt_value_set_bool(c->data, "has_many_players", played > 1);
	vt_value_set_str(c->data, "playing", vt_message(c->req, films == 0 ? "object.playing_sound" :
	    films == played ? "object.playing_film" : "object.playing"));
}
