/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sounds and films of a step, with the words that are said in them: as captions, and as a
 * text beside the player.
 */
#include "exh_offline.h"
#include "exh_page.h"

/* That of its object, or that of the folder. */
static struct vt_str
exh_page_media_url(const struct exh_page *p, const struct exh_media *m, struct vt_str file)
{
	struct vt_str	values[] = { m->object, file };
	const char	*path;

	if (p->c.offline != NULL)
		return (exh_offline_media(&p->c, m->object, file));
	if (m->object.len > 0)
		return (vt_link(p->c.req, "files.file", values, 2));
	path = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "/media/%.*s", VT_STR_ARG(file)));
	return (path != NULL ? exh_path(&p->c, path) : VT_STR_NONE);
}

/* --- captions ---------------------------------------------------------------------------------- */

/* Of a page from a disk browsers ask for no other file's captions: they stand within it. */
static void
exh_page_track_within(const struct exh_page *p, const struct exh_track *track, bool is_first,
    struct vt_buf *html)
{
	struct vt_str	text;

	if (exh_track_text(&p->c, track, &text) != VT_OK) {
		vt_fail_clear();
		return;
	}
	vt_buf_str(html, VT_STR("<track kind=\"captions\" src=\"data:text/vtt;charset=utf-8,"));
	vt_buf_percent(html, text);
	vt_buf_str(html, VT_STR("\" srclang=\""));
	vt_buf_escape(html, track->lang);
	vt_buf_str(html, VT_STR("\" label=\""));
	vt_buf_escape(html, vt_message_captions(p->c.req, p->language, track->lang));
	vt_buf_printf(html, "\"%s>", is_first ? " default" : "");
}

static void
exh_page_track(const struct exh_page *p, const struct exh_track *track, bool is_first,
    struct vt_value *list)
{
	struct exh_media	 of = { .is_there = true, .object = track->object };
	struct vt_value		*item = vt_value_map(p->c.arena);

	vt_value_set_str(item, "url", exh_page_media_url(p, &of, track->file));
	vt_value_set_str(item, "srclang", track->lang);
	vt_value_set_str(item, "track_label", vt_message_captions(p->c.req, p->language, track->lang));
	vt_value_set_bool(item, "is_first", is_first);
	vt_value_add(list, item);
}

/* Those of the page's language first.  Whether there are any. */
static bool
exh_page_tracks(const struct exh_page *p, const struct exh_media *m, struct vt_value *v)
{
	struct vt_value		*list = vt_value_list(p->c.arena);
	struct exh_tracks	 tracks;
	struct vt_buf		 within;

	exh_tracks(&p->c, m, &tracks);
	vt_buf_init(&within, 0);
	for (size_t i = 0; i < tracks.count; i++)
		if (p->c.offline != NULL)
			exh_page_track_within(p, &tracks.items[i], i == 0, &within);
		else
			exh_page_track(p, &tracks.items[i], i == 0, list);
	vt_value_set(v, "tracks", list);
	vt_value_set_html(v, "tracks_within", vt_buf_get(&within));
	vt_buf_fini(&within);
	return (tracks.count > 0);
}

/* --- the player --------------------------------------------------------------------------------- */

/* Whether this visitor may have it; what is in the folder was found when it was read. */
static bool
exh_page_may_play(const struct exh_page *p, const struct exh_media *m)
{
	struct vt_object	object;
	struct vt_file		file;
	bool			may = m->object.len == 0;

	if (!may)
		may = vt_catalog_object(p->c.catalog, p->c.arena, m->object, &object) == VT_OK &&
		    !object.is_deleted && vt_request_may(p->c.req, &object, VT_PART_TEXT) &&
		    vt_catalog_file(p->c.catalog, p->c.arena, object.rowid, m->file, &file) == VT_OK;
	if (!may)
		vt_fail_clear();
	return (may);
}

void
exh_page_medium(const struct exh_page *p, const struct exh_media *m, bool is_video,
    struct vt_value *list)
{
	struct vt_value	*v = vt_value_map(p->c.arena);

	if (!m->is_there)
		return;
	exh_page_words(p, v, "label", &m->label);
	if (exh_words_get(&m->label, p->c.version).len == 0)
		vt_value_set_str(v, "label", vt_message_in(p->c.req, p->language, is_video ? "exhibitions.video" :
		    "exhibitions.audio"));
	vt_value_set_str(v, "src", exh_page_may_play(p, m) ? exh_page_media_url(p, m, m->file) :
	    VT_STR_NONE);
	vt_value_set_bool(v, "is_video", is_video);
	/* Words over a sound are shown by the player of films alone. */
	vt_value_set_bool(v, "is_screened", exh_page_tracks(p, m, v) || is_video);
	vt_value_set_html(v, "transcript", exh_page_html(p, exh_words_get(&m->transcript,
	    p->c.version)));
	exh_page_lang(p, v, "transcript", exh_words_lang(&m->transcript, p->c.version));
	vt_value_add(list, v);
}
