/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Virtual exhibitions: folders of files that a curator edits, shown as pages, as a
 * manifest, as places, as a zip.  This is the model that all files of the plugin share:
 * what the folder says (struct exh_exhibition, read once for each change of a file and
 * then never changed), and what the catalogue says of its pictures (struct exh_shown,
 * asked anew for each request).
 */
#ifndef EXHIBITIONS_H
#define EXHIBITIONS_H

#include <sys/stat.h>

#include "vartai.h"

#define EXH_STEPS_MAX		200	/* of an exhibition */
#define EXH_FILE_MAX		(1024 * 1024)	/* bytes of exhibition.yaml, of a text */
#define EXH_MEDIA_MAX		(256 * 1024 * 1024)	/* bytes of a sound or film of its folder */
#define EXH_SLUG_MAX		80	/* bytes: a to z, 0 to 9, '-' */
#define EXH_FINDINGS_MAX	1000	/* kept; one more says that there are others */
#define EXH_FILES_MAX		1000	/* of a folder and its media/ */
#define EXH_MAX			1000	/* exhibitions */

/* The texts of an exhibition: Lithuanian, English, and each of them easy to read.
 * Each is a file: lt.md, en.md, easy.md, easy.en.md. */
enum exh_version { EXH_LT, EXH_EN, EXH_EASY, EXH_EASY_EN, EXH_VERSIONS };
#define EXH_FULL_VERSIONS EXH_EASY	/* those before it are not easy */

/* Some words in each version; empty where there are none.  Easy ones stand in for
 * nothing: exh_words_get() falls back from easy to the full one, from any to any. */
struct exh_words {
	struct vt_str	in[EXH_VERSIONS];
	int		line;		/* of exhibition.yaml; 0: not there */
};

/* A part of a page: all of it, pixels of its image, or hundredths of its sides. */
enum exh_unit { EXH_WHOLE, EXH_PIXELS, EXH_PERCENT };
struct exh_region {
	enum exh_unit	unit;
	double		x, y, w, h;
};

struct exh_picture {
	struct vt_str		object;		/* identifier */
	int64_t			page;		/* number, from 1 */
	struct exh_region	region;
	struct exh_words	alt;		/* what it shows, short */
	struct exh_words	description;	/* what it shows, long; for who cannot see it */
	struct exh_words	caption;
	bool			is_decorative;	/* then it needs no alt */
	int			line;		/* of exhibition.yaml */
};

/* A sound or a film: a file of the folder (media/balsas.mp3), or one of an object. */
struct exh_media {
	bool			is_there;
	struct vt_str		object;		/* identifier; empty: of the folder */
	struct vt_str		file;		/* name within the object, or "balsas.mp3" of media/ */
	struct vt_str		media_type;
	struct exh_words	label;
	struct exh_words	captions;	/* names in media/, WebVTT */
	struct exh_words	transcript;	/* HTML, made of Markdown */
	int			line;
};

struct exh_place {
	bool			is_there;
	double			latitude, longitude;	/* WGS 84, degrees */
	struct exh_words	name;
	int			line;
};

struct exh_date {
	struct vt_str		start, end;	/* YYYY[-MM[-DD]]; empty: no date; end empty: the same */
	struct exh_words	label;		/* "1926 m. pavasaris"; empty: the date says it */
	int			line;
};

struct exh_quote {
	struct exh_words	text, source;	/* text empty: none */
	struct vt_str		lang;		/* of the text in all versions, or empty: that of the version */
};

struct exh_question {
	struct exh_words	ask, answer;	/* ask empty: none */
};

/* What a Markdown file says of a step, or before the first one. */
struct exh_passage {
	bool		is_there;
	struct vt_str	heading;	/* plain text */
	struct vt_str	html;		/* without the heading; safe: libcmark, no raw HTML */
	struct vt_str	plain;		/* the same as text, paragraphs parted by an empty line */
	int		line;
};

struct exh_step {
	struct vt_str		 id;		/* as a slug */
	struct exh_passage	 passage[EXH_VERSIONS];
	struct exh_picture	*pictures;	/* two: to be compared */
	size_t			 picture_count;	/* 0..2 */
	struct exh_media	 audio, video;
	struct exh_quote	 quote;
	struct exh_place	 place;
	struct exh_date		 date;
	struct exh_question	 question;
	int			 line;
};

/* A link of a text to a place of this site: whether that is there the gate asks. */
struct exh_site_link {
	const struct exh_site_link *next;
	struct vt_str		 path;		/* "/objects/di-ozere" */
	struct vt_str		 file;		/* of the text */
	int			 line;
};

struct exh_person {
	struct vt_str		name;
	struct exh_words	role;
};

enum exh_severity { EXH_NOTE, EXH_WARNING, EXH_ERROR };
/* What a curator should know; an error stops publishing. */
struct exh_finding {
	enum exh_severity	severity;
	struct vt_str		file;		/* "lt.md", within the folder */
	int			line;		/* 0: of the whole file */
	const char		*code;		/* "missing_alt": the message exhibition.finding.<code> */
	struct vt_str		what;		/* which step, picture, language: filled into the message */
};

struct exh_exhibition {
	struct vt_str		 slug, folder;	/* folder: absolute path */
	struct exh_words	 title, summary;
	bool			 has[EXH_VERSIONS];	/* which versions it declares to have */
	struct exh_passage	 opening[EXH_VERSIONS];	/* what stands before the first step */
	struct exh_picture	 cover;
	const struct exh_person	*authors;
	size_t			 author_count;
	struct exh_words	 credits;
	struct vt_str		 rights;	/* URI, of its own texts */
	struct vt_str		 theme;		/* "lake", "forest", "sand", "night": templates/assets */
	struct exh_date		 period;	/* that it is about */
	int64_t			 opened;	/* when it was published, time; 0: a draft */
	int64_t			 changed;	/* of its newest file, time */
	struct exh_step		*steps;
	size_t			 step_count;
	const struct exh_site_link *links;	/* of all texts, the last one first */
	struct vt_str		 version;	/* of all its files, short, URL-safe: in every ETag */
	const struct exh_finding *findings;	/* of reading; those of exh_check() come on top */
	size_t			 finding_count;
};

struct exh_conf {
	const char	*dir;		/* absolute */
	int64_t		 preview;	/* seconds that a preview link is good */
	int64_t		 memory, memory_all;	/* as of the plugin files, bytes */
	int64_t		 offline_max;	/* bytes of an archive to be taken along */
};
struct exh_kept;	/* exh_keep.c */
struct exh_state {
	const struct exh_conf	*conf;
	const char		*base_url;	/* server.base_url, may be empty */
	struct vt_str		 style;		/* of the pages of archives, CSS */
	uint8_t			 key[32];	/* of preview marks */
	struct exh_kept		*kept;		/* what this worker has read */
	struct vt_file_memory	*memory;	/* of sounds and films that are read to be sent */
};

/* --- words (exh_words.c) ------------------------------------------------------- */
/* Of a version, else of those next to it (easy: lt; easy.en: en; lt: en; en: lt); empty:
 * nothing at all. */
struct vt_str	exh_words_get(const struct exh_words *w, enum exh_version v);
/* The language of what exh_words_get() gives: "lt", "en"; NULL: there is nothing. */
const char	*exh_words_lang(const struct exh_words *w, enum exh_version v);
const struct exh_passage *exh_passage_get(const struct exh_passage p[EXH_VERSIONS],
		    enum exh_version v, enum exh_version *given_r);
const char	*exh_version_name(enum exh_version v);	/* "lt", "en", "easy", "easy.en" */
const char	*exh_version_lang(enum exh_version v);	/* "lt", "en", "lt", "en" */
static inline bool
exh_is_easy(enum exh_version v)
{
	return (v == EXH_EASY || v == EXH_EASY_EN);
}

/* --- reading folders (exh_load.c, exh_text.c) --------------------------------------- */
/* Reads a folder.  Only what cannot be read at all is an error (VT_E_BADARG with file, line
 * and mend; VT_E_NOTFOUND: no exhibition.yaml); else *x_r with findings, in the arena. */
vt_err	exh_load(struct vt_arena *a, struct vt_str folder, struct vt_str slug,
	    struct exh_exhibition **x_r) VT_MUST_CHECK;
bool	exh_is_slug(struct vt_str s);
/* Opens a regular file of a folder: "lt.md", "media/balsas.mp3".  Nothing outside it, no
 * symbolic link.  VT_E_NOTFOUND, VT_E_IO.  The caller closes *fd_r. */
vt_err	exh_file_open(const char *folder, struct vt_str name, int *fd_r,
	    struct stat *st_r) VT_MUST_CHECK;
/* By the end of its name; NULL: of a kind that is not served. */
const char *exh_media_type(struct vt_str file);

/* --- kept ones (exh_keep.c) ----------------------------------------------------------- */
/* The exhibition of that slug as its files are now, borrowed for the request's life;
 * anew where a file has changed since.  VT_E_NOTFOUND: there is none, or it is a draft and
 * the request has no preview mark that is good.  Any pool thread. */
vt_err	exh_open(struct vt_request *req, struct vt_str slug,
	    const struct exh_exhibition **x_r) VT_MUST_CHECK;
/* All published ones, newest first. */
vt_err	exh_open_all(struct vt_request *req, const struct exh_exhibition *const **list_r,
	    size_t *count_r) VT_MUST_CHECK;
/* Where a step is (from 1; 0: it has none of that name) and how many there are, of what
 * this worker has read lately, else *count_r stays as it is.  On the loop, never blocks for
 * long: for .use. */
size_t	exh_step_place(const struct exh_state *state, struct vt_str slug, struct vt_str step,
	    size_t *count_r);

/* --- previews (exh_preview.c) ------------------------------------------------------------ */
#define EXH_PREVIEW_PURPOSE	"exhibition previews"	/* of vt_boot_secret() */
/* The mark of a preview link: good for one slug, until a time. */
struct vt_str	exh_preview_mark(struct vt_arena *a, const uint8_t key[32], struct vt_str slug,
		    int64_t until);
bool	exh_preview_is_good(const uint8_t key[32], struct vt_str slug, struct vt_str mark,
	    int64_t now);
/* "?preview=…" of this request, or empty: behind every address of an exhibition within it. */
struct vt_str	exh_preview_query(struct vt_request *req);

/* --- what the catalogue says of a picture (exh_show.c) --------------------------------------- */
struct exh_shown {
	struct vt_object	object;
	struct vt_page		page;		/* of the object; its image's size in pixels */
	int64_t			x, y, w, h;	/* the region, pixels, within the image */
	struct vt_str		service;	/* address of the IIIF image service (3); empty: nobody has one */
	/* Longest side, in pixels, that this visitor may see of the image; 0: as it is.  Where
	 * it says one, the page's size and the region are those of the smaller image that the
	 * service has for him, and it should be told beside the picture. */
	int64_t			side;
};
/* The region as pixels x, y, w, h within an image of that size: cut where it reaches beyond
 * the edges.  False: nothing of it lies within. */
bool	exh_region_fit(const struct exh_region *region, int64_t width, int64_t height,
	    int64_t box_r[4]);
/* VT_E_NOTFOUND: no such object or page, or no image; VT_E_GONE; VT_E_FORBIDDEN: closed;
 * VT_E_RANGE: the region lies outside.  Each in a sentence. */
vt_err	exh_show(struct vt_request *req, const struct exh_picture *p,
	    struct exh_shown *shown_r) VT_MUST_CHECK;
/* The same without a request, for commands: no access is asked, no service said. */
vt_err	exh_find(struct vt_catalog *c, struct vt_arena *a, const struct exh_picture *p,
	    struct exh_shown *shown_r) VT_MUST_CHECK;
/* A picture of a region (that of s, or a part of it), at most width pixels wide, never larger
 * than the region is; its own size in *w_r, *h_r (may be NULL). */
struct vt_str	exh_picture_url(struct vt_request *req, const struct exh_shown *s, int64_t width,
		    int64_t *w_r, int64_t *h_r);

/* --- addresses (exh_address.c): absolute, percent-encoded, in the language and with the
 * preview mark of the request ------------------------------------------------------------- */
struct exh_offline;
struct exh_call {			/* what every handler begins with: exh_begin() */
	struct vt_request		*req;
	struct vt_response		*res;
	struct vt_arena			*arena;
	struct vt_catalog		*catalog;
	const struct exh_state		*state;
	const struct exh_exhibition	*x;	/* NULL: the address names none */
	enum exh_version		 version;	/* by the address and the language */
	const struct exh_offline	*offline;	/* NULL: served; else addresses are names of
							 * files in an archive (exh_offline.h) */
};
/* The easy text for who reads lang ("lt", "en"): that in the language, else in the other;
 * false: there is none. */
bool	exh_easy_for(const struct exh_exhibition *x, const char *lang, enum exh_version *v_r);
/* Opens catalogue and, where the route has {slug}, exhibition; VT_E_NOTFOUND of an easy address
 * where there is no easy text.  Sets Cache-Control (no-cache: asked for again each time;
 * private, no-store with a preview mark).  The routes are VT_CACHE_NONE, and the ETag is what
 * the core makes of the body: an embargo that ends, a new template, another node show in it. */
vt_err	exh_begin(struct vt_request *req, struct vt_response *res, struct exh_call *c_r) VT_MUST_CHECK;
/* The same of answers that are alike in all languages: the language is not asked for. */
vt_err	exh_begin_plain(struct vt_request *req, struct vt_response *res,
	    struct exh_call *c_r) VT_MUST_CHECK;
/* path: "", "/steps/tiltas", "/manifest.json" behind /exhibitions/{slug}; it may end in a query
 * or a fragment.  Where the request is for the easy text, so are "", "/steps/…", "/all". */
struct vt_str	exh_url(const struct exh_call *c, const char *path);
/* The same in no language, never the easy one: what a thing is called in IIIF, in feeds. */
struct vt_str	exh_id(const struct exh_call *c, const char *path);
/* The same beginning with '/', for links within pages. */
struct vt_str	exh_path(const struct exh_call *c, const char *path);
struct vt_str	exh_step_path(const struct exh_call *c, const struct exh_step *s);
/* HTML of a text with its links within the site as whole addresses: for pages that lie
 * elsewhere (an archive, a viewer). */
struct vt_str	exh_links_whole(const struct exh_call *c, struct vt_str html);
/* That of an exhibition in a list. */
struct vt_str	exh_path_of(const struct exh_call *c, const struct exh_exhibition *x);

/* --- captions (exh_tracks.c) ------------------------------------------------------------------- */
#define EXH_TRACKS_MAX	40	/* of one sound or film; more are not offered */

struct exh_track {
	struct vt_str	lang;		/* BCP 47; may be empty */
	struct vt_str	name;		/* among those of its film, for addresses */
	struct vt_str	object, file;	/* as exh_media's */
	struct vt_str	path, version;	/* of an object's: on disk; of its content */
};
struct exh_tracks {
	struct exh_track	items[EXH_TRACKS_MAX];
	size_t			count;
};
/* Those that this visitor may have, the call's language first. */
void	exh_tracks(const struct exh_call *c, const struct exh_media *m, struct exh_tracks *t_r);
vt_err	exh_track_text(const struct exh_call *c, const struct exh_track *track,
	    struct vt_str *text_r) VT_MUST_CHECK;

/* --- for programs, and to be taken along: handlers --------------------------------------------- */
vt_err	exh_feed(struct vt_request *req, struct vt_response *res);	/* exh_feed.c */
vt_err	exh_sitemap(struct vt_request *req, struct vt_response *res);
vt_err	exh_qr(struct vt_request *req, struct vt_response *res);	/* exh_qr.c */
vt_err	exh_media_send(struct vt_request *req, struct vt_response *res);	/* exh_media.c */
vt_err	exh_offline(struct vt_request *req, struct vt_response *res);	/* exh_offline.c */

/* --- checking (exh_check.c) ---------------------------------------------------------------- */
/* The publish gate: the findings of reading and all that the catalogue and the languages
 * lack.  c may be NULL: then references are not looked up, and that is a finding. */
vt_err	exh_check(struct vt_arena *a, struct vt_catalog *c, const struct exh_exhibition *x,
	    const struct exh_finding **list_r, size_t *count_r) VT_MUST_CHECK;

#endif
