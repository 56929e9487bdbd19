/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What all pages of exhibitions have: their heads, names, words in the language that there
 * is, ways to the same place in the other text; and what a request is a use of.
 */
#include "exh_page.h"

#define EXH_YEAR_LEN	4

/* --- the head ------------------------------------------------------------------------ */

static void
exh_page_address(struct exh_page *p, const char *key, struct vt_str prefix, struct vt_str path)
{
	vt_value_set_str(p->data, key, vt_str_printf(p->c.arena, "%.*s%.*s%.*s",
	    VT_STR_ARG(vt_request_base_url(p->c.req)), VT_STR_ARG(prefix), VT_STR_ARG(path)));
}

/* The path of the same place in the full text. */
static struct vt_str
exh_page_path_full(const struct exh_page *p, struct vt_str path)
{
	size_t	at = sizeof("/exhibitions/") - 1 + vt_request_param_raw(p->c.req, "slug").len;

	if (!exh_is_easy(p->c.version))
		return (path);
	return (vt_str_printf(p->c.arena, "%.*s%.*s", VT_STR_ARG(vt_str_sub(path, 0, at)),
	    VT_STR_ARG(vt_str_sub(path, at + sizeof("/easy") - 1, path.len))));
}

/* The same where lang has no easy text. */
static struct vt_str
exh_page_path_in(const struct exh_page *p, struct vt_str path, const char *lang)
{
	enum exh_version	v;
	bool			is_there = exh_is_easy(p->c.version) &&
				    exh_easy_for(p->c.x, lang, &v) &&
				    strcmp(exh_version_lang(v), lang) == 0;

	return (is_there ? path : exh_page_path_full(p, path));
}

void
exh_page_head(struct exh_page *p)
{
	const char	*other = strcmp(p->language, "lt") == 0 ? "en" : "lt";
	struct vt_str	 path = vt_request_path(p->c.req), query = vt_request_query(p->c.req);

	exh_page_address(p, "url", vt_request_prefix(p->c.req), path);
	exh_page_address(p, "url_any", VT_STR_NONE, exh_page_path_full(p, path));
	exh_page_address(p, "url_lt", VT_STR("/lt"), exh_page_path_in(p, path, "lt"));
	exh_page_address(p, "url_en", VT_STR("/en"), exh_page_path_in(p, path, "en"));
	/* Who wants another language than that of the easy text wants the full one. */
	if (exh_is_easy(p->c.version) && strcmp(exh_version_lang(p->c.version), p->language) == 0)
		vt_value_set_str(p->data, "other_url", vt_str_printf(p->c.arena, "%.*s/%s%.*s%s%.*s",
		    VT_STR_ARG(vt_request_base_url(p->c.req)), other,
		    VT_STR_ARG(exh_page_path_in(p, path, other)), query.len > 0 ? "?" : "",
		    VT_STR_ARG(query)));
}

/* --- the beginning ------------------------------------------------------------------- */

/* The message of what is easy: in the page's language, or in the other. */
static struct vt_str
exh_page_easy_message(const struct exh_page *p, enum exh_version v, const char *own,
    const char *other)
{
	return (vt_message_in(p->c.req, p->language,
	    strcmp(exh_version_lang(v), p->language) == 0 ? own : other));
}

/* What is written in one language only is said to be so to who reads in the other. */
static void
exh_page_versions(struct exh_page *p)
{
	const bool	*has = p->c.x->has;
	bool		 is_lt = strcmp(p->language, "lt") == 0;

	vt_value_set_bool(p->data, "is_easy", exh_is_easy(p->c.version));
	vt_value_set_str(p->data, "easy_says", exh_page_easy_message(p, p->c.version,
	    "exhibitions.easy_says", "exhibitions.easy_says_other"));
	vt_value_set_bool(p->data, "only_lt", p->c.version == EXH_EN && !has[EXH_EN] && has[EXH_LT]);
	vt_value_set_bool(p->data, "only_en", p->c.version == EXH_LT && is_lt && !has[EXH_LT] &&
	    has[EXH_EN]);
}

vt_err
exh_page_begin(struct vt_request *req, struct vt_response *res, struct exh_page *p)
{
	vt_err	err = exh_begin(req, res, &p->c);

	if (err != VT_OK)
		return (err);
	p->data = vt_value_map(p->c.arena);
	p->language = vt_request_language(req);
	vt_value_set_bool(p->data, "is_exhibition", true);
	if (p->c.x == NULL)
		return (VT_OK);
	exh_page_frame_data(p);
	exh_page_head(p);
	return (VT_OK);
}

void
exh_page_frame_data(struct exh_page *p)
{
	vt_value_set_str(p->data, "theme", p->c.x->theme.len > 0 ? p->c.x->theme : VT_STR("sand"));
	vt_value_set_bool(p->data, "is_draft", p->c.x->opened == 0);
	vt_value_set_bool(p->data, "is_passing", p->c.x->opened == 0);
	exh_page_versions(p);
	exh_page_name(p);
}

/* --- words --------------------------------------------------------------------------- */

static const char *
exh_page_key(const struct exh_page *p, const char *key, const char *end)
{
	return (vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "%s%s", key, end)));
}

void
exh_page_lang(const struct exh_page *p, struct vt_value *map, const char *key, const char *lang)
{
	const char	*name = exh_page_key(p, key, "_lang");
	bool		 is_other = lang != NULL && strcmp(lang, p->language) != 0;

	if (name != NULL)
		vt_value_set_str(map, name, is_other ? vt_str_of(lang) : VT_STR_NONE);
}

void
exh_page_words(const struct exh_page *p, struct vt_value *map, const char *key,
    const struct exh_words *w)
{
	vt_value_set_str(map, key, exh_words_get(w, p->c.version));
	exh_page_lang(p, map, key, exh_words_lang(w, p->c.version));
}

/* What libcmark made of a text, where the page lies. */
struct vt_str
exh_page_html(const struct exh_page *p, struct vt_str html)
{
	return (p->c.offline != NULL ? exh_links_whole(&p->c, html) : html);
}

void
exh_page_passage(const struct exh_page *p, struct vt_value *map,
    const struct exh_passage passage[EXH_VERSIONS])
{
	enum exh_version		 given;
	const struct exh_passage	*text = exh_passage_get(passage, p->c.version, &given);
	bool				 is_there = text != NULL && text->html.len > 0;

	vt_value_set_html(map, "text", is_there ? exh_page_html(p, text->html) : VT_STR_NONE);
	exh_page_lang(p, map, "text", is_there ? exh_version_lang(given) : NULL);
	vt_value_set_bool(map, "is_not_easy", is_there && exh_is_easy(p->c.version) &&
	    !exh_is_easy(given));
}

void
exh_page_heading(const struct exh_page *p, struct vt_value *map, const char *key,
    const struct exh_step *s)
{
	enum exh_version		 given;
	const struct exh_passage	*text = exh_passage_get(s->passage, p->c.version, &given);
	bool				 is_there = text != NULL && text->heading.len > 0;

	vt_value_set_str(map, key, is_there ? text->heading : s->id);
	exh_page_lang(p, map, key, is_there ? exh_version_lang(given) : NULL);
}

struct vt_str
exh_page_heading_text(const struct exh_page *p, const struct exh_step *s)
{
	enum exh_version		 given;
	const struct exh_passage	*text = exh_passage_get(s->passage, p->c.version, &given);

	return (text != NULL && text->heading.len > 0 ? text->heading : s->id);
}

/* "1910/1931" as years, "1912-05" as a day or month of the language; a label is as it is. */
bool
exh_page_when(const struct exh_page *p, struct vt_value *map, const struct exh_date *d)
{
	struct vt_value	*v = vt_value_map(p->c.arena);
	bool		 has_end = d->end.len > 0 && !vt_str_eq(d->start, d->end);

	if (d->start.len == 0 && exh_words_get(&d->label, p->c.version).len == 0) {
		vt_value_set_bool(map, "when", false);
		return (false);
	}
	exh_page_words(p, v, "label", &d->label);
	vt_value_set_bool(v, "is_span", has_end);
	vt_value_set_bool(v, "is_year", d->start.len == EXH_YEAR_LEN);
	vt_value_set_str(v, "start", vt_str_sub(d->start, 0, has_end ? EXH_YEAR_LEN : d->start.len));
	vt_value_set_str(v, "end", vt_str_sub(d->end, 0, EXH_YEAR_LEN));
	vt_value_set(map, "when", v);
	return (true);
}

struct vt_str
exh_page_rights(const struct exh_page *p, const char *list)
{
	struct vt_str	 rest = p->c.x->rights, part, code = VT_STR_NONE, text;
	const char	*key;

	for (int i = 0; i < 5 && vt_str_next(&rest, '/', &part); i++) {
		/* Elsewhere ".../by" may mean anything. */
		if (i == 2 && !vt_str_eq_c(part, "creativecommons.org") &&
		    !vt_str_eq_c(part, "rightsstatements.org"))
			return (VT_STR_NONE);
		code = part;
	}
	if (code.len == 0)
		return (VT_STR_NONE);
	key = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "%s.%.*s", list, VT_STR_ARG(code)));
	if (key == NULL)
		return (VT_STR_NONE);
	text = vt_message_in(p->c.req, p->language, key);
	return (vt_str_eq_c(text, key) ? VT_STR_NONE : text);
}

/* --- names and ways ------------------------------------------------------------------- */

struct exh_call
exh_page_full(const struct exh_page *p)
{
	struct exh_call	c = p->c;

	c.version = strcmp(p->language, "en") == 0 ? EXH_EN : EXH_LT;
	return (c);
}

struct exh_call
exh_page_easy(const struct exh_page *p)
{
	struct exh_call	c = p->c;

	(void)exh_easy_for(c.x, p->language, &c.version);
	return (c);
}

void
exh_page_other_text(struct exh_page *p, const char *path)
{
	struct exh_call	full = exh_page_full(p), easy = exh_page_easy(p);
	bool		is_easy = exh_is_easy(p->c.version);

	vt_value_set_str(p->data, "full_url", is_easy ? exh_path(&full, path) : VT_STR_NONE);
	vt_value_set_str(p->data, "easy_url", !is_easy && p->c.x->has[easy.version] ?
	    exh_path(&easy, path) : VT_STR_NONE);
	vt_value_set_str(p->data, "easy_lang", vt_str_of(exh_version_lang(easy.version)));
	vt_value_set_str(p->data, "easy_name", exh_page_easy_message(p, easy.version,
	    "exhibitions.easy", "exhibitions.easy_other"));
}

void
exh_page_name(struct exh_page *p)
{
	const struct exh_exhibition	*x = p->c.x;
	struct vt_str			 name = exh_words_get(&x->title, p->c.version);

	exh_page_words(p, p->data, "name", &x->title);
	if (name.len == 0)
		vt_value_set_str(p->data, "name", x->slug);
	vt_value_set_str(p->data, "title", name.len > 0 ? name : x->slug);
	exh_page_words(p, p->data, "about", &x->summary);
	vt_value_set_str(p->data, "summary", exh_words_get(&x->summary, p->c.version));
	vt_value_set_int(p->data, "step_count", (int64_t)x->step_count);
	(void)exh_page_when(p, p->data, &x->period);
	vt_value_set_str(p->data, "cover_url", exh_path(&p->c, ""));
	vt_value_set_str(p->data, "list_url", vt_str_printf(p->c.arena, "%.*s/exhibitions",
	    VT_STR_ARG(vt_request_prefix(p->c.req))));
	exh_page_other_text(p, "");
}

const char *
exh_page_step_suffix(const struct exh_page *p, const struct exh_step *s, const char *more)
{
	const char	*path = vt_str_c(p->c.arena, vt_str_printf(p->c.arena, "/steps/%.*s%s",
			    VT_STR_ARG(s->id), more));

	return (path != NULL ? path : "");
}

/* Where it is told how to show this exhibition within another page. */
void
exh_page_embed_link(struct exh_page *p)
{
	struct vt_buf	url;

	vt_buf_init(&url, 0);
	vt_buf_str(&url, vt_request_base_url(p->c.req));
	vt_buf_str(&url, VT_STR("/oembed/exhibitions?url="));
	vt_buf_percent(&url, exh_url(&p->c, ""));
	vt_value_set_str(p->data, "embed_url", vt_str_dup(p->c.arena, vt_buf_get(&url)));
	vt_buf_fini(&url);
}

/* --- uses ------------------------------------------------------------------------------- */

/* What stands behind /exhibitions/{slug}. */
static struct vt_str
exh_page_use_path(const struct vt_request *req)
{
	struct vt_str	slug = vt_request_param_raw(req, "slug");

	return (vt_str_sub(vt_request_path(req), sizeof("/exhibitions/") - 1 + slug.len, SIZE_MAX));
}

static bool
exh_page_use_is_easy(const struct vt_request *req)
{
	return (vt_str_starts(exh_page_use_path(req), VT_STR("/easy")));
}

/* "slug/step/3/12", or "slug/step" where this worker has not read the exhibition lately;
 * with "/easy" behind it for the easy text. */
static struct vt_str
exh_page_use_part(const struct vt_request *req, struct vt_str step, bool is_step)
{
	const char	*easy = exh_page_use_is_easy(req) ? "/easy" : "";
	struct vt_arena	*a = vt_request_arena(req);
	struct vt_str	 slug = vt_request_param(req, "slug");
	size_t		 count = 0, at = exh_step_place(vt_request_state(req), slug, step, &count);

	if (count == 0)
		return (vt_str_printf(a, "%.*s/%.*s%s", VT_STR_ARG(slug), VT_STR_ARG(step), easy));
	return (vt_str_printf(a, "%.*s/%.*s/%zu/%zu%s", VT_STR_ARG(slug), VT_STR_ARG(step),
	    is_step ? at : 0, count, easy));
}

/* The same behind /easy. */
static struct vt_str
exh_page_use_rest(const struct vt_request *req)
{
	return (vt_str_sub(exh_page_use_path(req), exh_page_use_is_easy(req) ? sizeof("/easy") - 1 : 0,
	    SIZE_MAX));
}

/* Pictures, sounds and files are uses by themselves. */
void
exh_page_use(const struct vt_request *req, struct vt_use *use_r)
{
	struct vt_str	slug = vt_request_param(req, "slug"), rest;

	if (slug.len == 0)
		return;
	rest = exh_page_use_rest(req);
	if (vt_str_eq_c(rest, "/embed"))
		*use_r = (struct vt_use){ .kind = VT_USE_EMBED, .part = slug };
	else if (rest.len == 0)
		*use_r = (struct vt_use){ .kind = VT_USE_STEP,
		    .part = exh_page_use_part(req, VT_STR("cover"), false) };
	else if (vt_str_eq_c(rest, "/all") || vt_str_eq_c(rest, "/scroll"))
		*use_r = (struct vt_use){ .kind = VT_USE_STEP,
		    .part = exh_page_use_part(req, VT_STR("all"), false) };
	else if (vt_str_starts(rest, VT_STR("/steps/")) && vt_str_find(rest, VT_STR("/zoom")) < 0)
		*use_r = (struct vt_use){ .kind = VT_USE_STEP,
		    .part = exh_page_use_part(req, vt_request_param(req, "step"), true) };
}
