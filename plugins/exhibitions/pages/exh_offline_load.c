/* SPDX-License-Identifier: Apache-2.0 */
/* What goes into the archive of an exhibition: pictures, sounds, films. */
#include <sodium.h>
#include <stdio.h>
#include <unistd.h>

#include "exh_offline.h"

#define EXH_OFFLINE_FILES	2	/* of a step: a sound and a film */
#define EXH_OFFLINE_HASH	16	/* bytes of a name */
#define EXH_OFFLINE_FORMAT	"3"	/* of the archive; raised when the same exhibition is made otherwise */

/* --- pictures ------------------------------------------------------------------------------ */

static vt_err
exh_offline_load_picture(struct exh_offline *o, const struct exh_picture *p)
{
	const struct exh_call		*c = o->served;
	struct exh_offline_picture	*to = &o->pictures[o->picture_count];
	vt_err				 err;

	if (p->object.len == 0)
		return (VT_OK);
	*to = (struct exh_offline_picture){ .picture = p };
	o->picture_count++;
	if ((err = exh_show(c->req, p, &to->shown)) == VT_OK)
		err = vt_catalog_image(c->catalog, c->arena, to->shown.page.image, &to->image);
	if (err == VT_OK)
		return (VT_OK);
	to->shown.w = 0;
	if (err != VT_E_NOTFOUND && err != VT_E_GONE && err != VT_E_FORBIDDEN && err != VT_E_RANGE)
		return (err);
	vt_fail_clear();
	return (VT_OK);
}

/* --- sounds and films ------------------------------------------------------------------ */

static struct exh_offline_file *
exh_offline_next(struct exh_offline *o, struct vt_str object, struct vt_str file)
{
	struct exh_offline_file	*to = &o->files[o->file_count];

	for (size_t i = 0; i < o->file_count; i++)
		if (vt_str_eq(o->files[i].object, object) && vt_str_eq(o->files[i].file, file))
			return (NULL);
	*to = (struct exh_offline_file){ .object = object, .file = file };
	return (to);
}

static void
exh_offline_load_own(struct exh_offline *o, struct vt_str file)
{
	const struct exh_call	*c = o->served;
	struct exh_offline_file	*to = exh_offline_next(o, VT_STR_NONE, file);
	const char		*folder = vt_str_c(c->arena, c->x->folder);
	struct stat		 st;
	int			 fd;

	if (to == NULL || folder == NULL)
		return;
	to->name = vt_str_printf(c->arena, "media/%.*s", VT_STR_ARG(file));
	if (exh_file_open(folder, to->name, &fd, &st) != VT_OK) {
		vt_fail_clear();
		return;
	}
	(void)close(fd);
	to->bytes = (int64_t)st.st_size;	/* its version is in that of the exhibition */
	o->file_count++;
}

/* With that of its captions, which stand within the pages. */
static struct vt_str
exh_offline_version(const struct exh_call *c, const struct exh_media *m, const struct vt_file *file)
{
	struct exh_tracks	tracks;
	struct vt_str		version = file->hash;

	exh_tracks(c, m, &tracks);
	for (size_t i = 0; i < tracks.count; i++)
		version = vt_str_printf(c->arena, "%.*s %.*s", VT_STR_ARG(version),
		    VT_STR_ARG(tracks.items[i].version));
	return (version);
}

static vt_err
exh_offline_load_object(struct exh_offline *o, const struct exh_media *m)
{
	const struct exh_call	*c = o->served;
	struct exh_offline_file	*to = exh_offline_next(o, m->object, m->file);
	struct vt_object	 object;
	struct vt_file		 file;
	vt_err			 err;

	if (to == NULL)
		return (VT_OK);
	if ((err = vt_catalog_object(c->catalog, c->arena, m->object, &object)) != VT_OK ||
	    object.is_deleted || !vt_request_may(c->req, &object, VT_PART_TEXT) ||
	    (err = vt_catalog_file(c->catalog, c->arena, object.rowid, m->file, &file)) != VT_OK) {
		vt_fail_clear();
		return (err == VT_E_NOTFOUND ? VT_OK : err);
	}
	if (access(vt_str_c(c->arena, file.path), R_OK) != 0)
		return (VT_OK);	/* moved away since it was taken in: the page says what it says */
	to->path = file.path;
	to->bytes = file.bytes;
	to->version = exh_offline_version(c, m, &file);
	/* Files of two objects may have one name. */
	to->name = vt_str_printf(c->arena, "media/%02zu-%.*s", o->file_count + 1,
	    VT_STR_ARG(m->file));
	o->file_count++;
	return (VT_OK);
}

/* Captions stand within the pages: exh_page_played.c. */
static vt_err
exh_offline_load_media(struct exh_offline *o, const struct exh_media *m)
{
	if (!m->is_there)
		return (VT_OK);
	if (m->object.len > 0)
		return (exh_offline_load_object(o, m));
	exh_offline_load_own(o, m->file);
	return (VT_OK);
}

/* --- all ------------------------------------------------------------------------------------------ */

static vt_err
exh_offline_load_step(struct exh_offline *o, const struct exh_step *s)
{
	vt_err	err = VT_OK;

	for (size_t i = 0; i < s->picture_count && err == VT_OK; i++)
		err = exh_offline_load_picture(o, &s->pictures[i]);
	if (err == VT_OK)
		err = exh_offline_load_media(o, &s->audio);
	if (err == VT_OK)
		err = exh_offline_load_media(o, &s->video);
	return (err);
}

/* The texts that there are; where none is declared, the one in Lithuanian. */
static void
exh_offline_versions(struct exh_offline *o)
{
	bool	has_any = false;

	for (int v = 0; v < EXH_VERSIONS; v++) {
		o->has[v] = o->served->x->has[v];
		if (o->has[v] && !has_any)
			o->main = (enum exh_version)v;
		has_any = has_any || o->has[v];
	}
	o->has[o->main] = true;
}

/* "logo.svg" of "/assets/own/logo.svg?v=…" */
static struct vt_str
exh_offline_logo_name(const struct exh_call *c, struct vt_str url)
{
	ptrdiff_t	at = vt_str_find(url, VT_STR("?"));
	size_t		end = at < 0 ? url.len : (size_t)at, dot = end;

	while (dot > 0 && url.p[dot - 1] != '.')
		dot--;
	return (vt_str_printf(c->arena, "logo.%.*s", VT_STR_ARG(vt_str_sub(url, dot, end - dot))));
}

/* The library's mark and colours, as its pages have them. */
static void
exh_offline_load_look(struct exh_offline *o)
{
	const struct exh_call	*c = o->served;
	struct vt_str		 logo = vt_page_text(c->req, "lt", "logo");
	struct vt_str		 colours = vt_page_text(c->req, "lt", "colours");
	const char		*type;

	if (logo.len > 0 && vt_page_asset(c->req, logo, &o->logo_bytes, &type))
		o->logo = exh_offline_logo_name(c, logo);
	if (colours.len > 0 && !vt_page_asset(c->req, colours, &o->colours, &type))
		o->colours = VT_STR_NONE;
}

vt_err
exh_offline_load(struct exh_offline *o, const struct exh_call *served)
{
	const struct exh_exhibition	*x = served->x;
	vt_err				 err;

	*o = (struct exh_offline){ .served = served, .root = "" };
	o->pictures = vt_arena_array(served->arena, 2 * x->step_count + 1, sizeof(*o->pictures));
	o->files = vt_arena_array(served->arena, EXH_OFFLINE_FILES * x->step_count + 1,
	    sizeof(*o->files));
	if (o->pictures == NULL || o->files == NULL)
		return (VT_E_LIMIT);
	exh_offline_versions(o);
	exh_offline_load_look(o);
	err = exh_offline_load_picture(o, &x->cover);
	for (size_t i = 0; i < x->step_count && err == VT_OK; i++)
		err = exh_offline_load_step(o, &x->steps[i]);
	return (err);
}

struct vt_str
exh_offline_name(const struct exh_offline *o)
{
	const struct exh_call	*c = o->served;
	unsigned char		 hash[EXH_OFFLINE_HASH];
	char			 hex[2 * EXH_OFFLINE_HASH + 1];
	struct vt_buf		 all;

	vt_buf_init(&all, 0);
	vt_buf_printf(&all, EXH_OFFLINE_FORMAT " %.*s %.*s %lld %lld %.*s %.*s\n",
	    VT_STR_ARG(c->x->version), VT_STR_ARG(vt_request_base_url(c->req)),
	    (long long)c->x->opened, (long long)c->state->conf->offline_max,
	    VT_STR_ARG(vt_page_text(c->req, "lt", "logo")),
	    VT_STR_ARG(vt_page_text(c->req, "lt", "colours")));
	for (size_t i = 0; i < o->picture_count; i++) {
		const struct exh_offline_picture *p = &o->pictures[i];

		vt_buf_printf(&all, "%.*s %.*s %lld %lld %lld\n", VT_STR_ARG(p->image.identifier),
		    VT_STR_ARG(p->image.version), (long long)p->shown.w, (long long)p->shown.side,
		    (long long)p->shown.object.changed);
	}
	for (size_t i = 0; i < o->file_count; i++)
		vt_buf_printf(&all, "%.*s %.*s %lld\n", VT_STR_ARG(o->files[i].name),
		    VT_STR_ARG(o->files[i].version), (long long)o->files[i].bytes);
	(void)crypto_generichash(hash, sizeof(hash), (const unsigned char *)all.p, all.len, NULL, 0);
	vt_buf_fini(&all);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	return (vt_str_printf(c->arena, "offline %.*s %s", VT_STR_ARG(c->x->slug), hex));
}
