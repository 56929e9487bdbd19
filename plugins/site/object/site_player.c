/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sounds and films of an object, to be played on its page by the browser's own player; what
 * is said in them is in their captions and in the object's text, where it has them.
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

/* An object that is shown, with what is played of it. */
struct site_played {
	const struct vt_object	*object;
	const struct vt_file	*files;
	size_t			 count;
	struct vt_value		*list;
	size_t			 played, films, captioned;
};

static struct vt_value *
site_player_track(struct site_call *c, const struct site_played *p, const struct vt_file *captions,
    struct vt_str language, bool is_first)
{
	struct vt_str	 names[] = { p->object->identifier, captions->name };
	struct vt_value	*v = vt_value_map(c->arena);

	vt_value_set_str(v, "url", vt_link(c->req, "files.file", names, 2));
	vt_value_set_str(v, "srclang", language);
	vt_value_set_str(v, "label", vt_message_captions(c->req, c->language, language));
	vt_value_set_bool(v, "is_first", is_first);
	return (v);
}

/* "lt-LT" is Lithuanian, too. */
static bool
site_player_is_own(const struct site_call *c, struct vt_str language)
{
	struct vt_str	main = VT_STR_NONE;

	return (vt_str_next(&language, '-', &main) && vt_str_eq_c(main, c->language));
}

/* Its captions, those in the language of the page first: they are on from the start.
 * Whether there are any. */
static bool
site_player_tracks(struct site_call *c, const struct site_played *p, const struct vt_file *file,
    struct vt_value *v)
{
	struct vt_value	*list = vt_value_list(c->arena);
	struct vt_str	 language;
	bool		 has_any = false;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < p->count; i++) {
			if (!vt_file_captions(&p->files[i], file->name, &language) ||
			    site_player_is_own(c, language) != (pass == 0))
				continue;
			vt_value_add(list, site_player_track(c, p, &p->files[i], language, !has_any));
			has_any = true;
		}
	vt_value_set(v, "tracks", list);
	return (has_any);
}

static void
site_player(struct site_call *c, struct site_played *p, const struct vt_file *file)
{
	const struct vt_object *object = p->object;
	struct vt_str	 names[] = { object->identifier, file->name };
	struct vt_str	 url = vt_link(c->req, "files.file", names, 2);
	bool		 is_film = vt_str_starts(file->media_type, VT_STR("video/")), has_captions;
	struct vt_value	*v;

	p->played++;
	p->films += is_film;
	if (url.len == 0)
		return;
	v = vt_value_map(c->arena);
	has_captions = site_player_tracks(c, p, file, v);
	p->captioned += has_captions;
	/* Words over a sound are shown by the player of films alone. */
	vt_value_set_bool(v, "is_screened", is_film || has_captions);
	vt_value_set_str(v, "src", url);
	vt_value_set_str(v, "file", file->name);
	vt_value_set_bool(v, "is_video", is_film);
	vt_value_set_str(v, "poster", vt_request_may(c->req, object, VT_PART_IMAGES) ?
	    site_picture(c, object->thumbnail, SITE_SHARED_SIDE) : VT_STR_NONE);
	vt_value_add(p->list, v);
}

void
site_players(struct site_call *c, const struct vt_object *object, const struct vt_file *files,
    size_t count)
{
	struct site_played	p = { .object = object, .files = files, .count = count,
				    .list = vt_value_list(c->arena) };

	for (size_t i = 0; i < count; i++)
		if (site_player_is_played(&files[i]))
			site_player(c, &p, &files[i]);
	vt_value_set(c->data, "players", p.list);
	vt_value_set_bool(c->data, "has_players", p.played > 0);
	vt_value_set_bool(c->data, "has_many_players", p.played > 1);
	vt_value_set_bool(c->data, "has_captions", p.captioned > 0 && p.captioned == p.played);
	vt_value_set_str(c->data, "playing", vt_message(c->req, p.films == 0 ? "object.playing_sound" :
	    p.films == p.played ? "object.playing_film" : "object.playing"));
}
