/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages for people (api/page.h): the page's own template, set into the frame
 * of "layout".  Both see what the handler gave and what every page needs: its
 * language, the same page in the other language, addresses, assets.
 */
#include "api/page.h"

#include <stdlib.h>

#include "http/inside.h"
#include "http/links.h"
#include "http/pages/assets.h"
#include "text/messages.h"
#include "text/template.h"

#define PAGE_STRUCTURE_MAX 64 /* bytes of the key of a structure's type; longer is unknown */
#define PAGE_BYTES_MAX (8 * 1024 * 1024) /* of one rendered template */
#define PAGE_HERE_MAX 1000 /* bytes of an address that is told to another page */
#define PAGE_SITE_BYTES (1024 * 1024) /* of what all pages say */

struct vt_texts {
	struct vt_messages *messages;
	struct vt_templates *templates;
	/* What is the same on all pages, by language, as the messages have them. */
	struct vt_arena *arena;
	struct vt_value *site[VT_MESSAGES_LANGUAGES_MAX];
};

/* Until somebody says another name, the pages have that of the messages. */
static vt_err
page_texts_site(struct vt_texts *texts)
{
	const char *lang;
	vt_err err = VT_OK;

	texts->arena = vt_arena_new(PAGE_SITE_BYTES);
	for (size_t i = 0; (lang = vt_messages_language(texts->messages, i)) != NULL; i++)
		texts->site[i] = vt_value_map(texts->arena);
	for (size_t i = 0; (lang = vt_messages_language(texts->messages, i)) != NULL; i++)
		if (err == VT_OK && vt_messages_has(texts->messages, VT_STR("site.name")))
			err = vt_texts_say(texts, lang, "name",
			    vt_messages_get(texts->messages, lang, VT_STR("site.name")));
	return (err);
}

vt_err
vt_texts_say(struct vt_texts *texts, const char *lang, const char *key, struct vt_str text)
{
	const char *own;

	if (lang != NULL && !vt_messages_has_language(texts->messages, lang))
		return (vt_fail(VT_E_BADARG, "there are no messages in \"%s\"", lang));
	for (size_t i = 0; (own = vt_messages_language(texts->messages, i)) != NULL; i++)
		if (lang == NULL || strcmp(own, lang) == 0)
			vt_value_set_str(texts->site[i], key, text);
	return (vt_arena_is_exhausted(texts->arena) ? VT_E_LIMIT : VT_OK);
}

vt_err
vt_texts_replace(struct vt_texts *texts, const char *folder)
{
	const char *lang;
	vt_err err = vt_messages_replace(texts->messages, folder);

	for (size_t i = 0; err == VT_OK && (lang = vt_messages_language(texts->messages, i)) != NULL; i++)
		err = vt_texts_say(texts, lang, "name",
		    vt_messages_get(texts->messages, lang, VT_STR("site.name")));
	return (err);
}

static struct vt_value *
page_site(const struct vt_texts *texts, const char *language)
{
	const char *own;

	for (size_t i = 0; (own = vt_messages_language(texts->messages, i)) != NULL; i++)
		if (strcmp(own, language) == 0)
			return (texts->site[i]);
	return (NULL);
}

static vt_err
page_texts_open(struct vt_gateway *g, struct vt_texts *texts)
{
	static const char *const needed[] = { "layout", "error" };
	struct vt_str dir = vt_str_of(g->o.template_dir);
	char *messages =
	    vt_str_c(g->arena, vt_str_printf(g->arena, "%.*s/messages", VT_STR_ARG(dir)));
	char *pages = vt_str_c(g->arena, vt_str_printf(g->arena, "%.*s/pages", VT_STR_ARG(dir)));
	vt_err err;

	if (messages == NULL || pages == NULL)
		return (VT_E_NOMEM);
	if ((err = vt_messages_open(messages, &texts->messages)) != VT_OK ||
	    (err = vt_templates_open(pages, texts->messages, &texts->templates)) != VT_OK)
		return (err);
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!vt_templates_has(texts->templates, needed[i]))
			return (vt_fail(VT_E_NOTFOUND, "there is no template %s/%s.mustache", pages,
					needed[i]));
	return (page_texts_site(texts));
}

vt_err
vt_texts_new(struct vt_gateway *g, struct vt_texts **texts_r)
{
	struct vt_texts *texts = calloc(1, sizeof(*texts));
	vt_err err;

	if (texts == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for templates"));
	if ((err = page_texts_open(g, texts)) != VT_OK) {
		vt_texts_free(&texts);
		return (err);
	}
	*texts_r = texts;
	return (VT_OK);
}

void
vt_texts_free(struct vt_texts **texts)
{
	struct vt_texts *t = *texts;

	*texts = NULL;
	if (t == NULL)
		return;
	vt_templates_free(&t->templates);
	vt_messages_free(&t->messages);
	vt_arena_free(&t->arena);
	free(t);
}

/* --- messages ------------------------------------------------------------- */

struct vt_str
vt_texts_message(const struct vt_texts *texts, const char *lang, const char *key)
{
	return (vt_messages_get(texts->messages, lang, vt_str_of(key)));
}

struct vt_str
vt_message(struct vt_request *req, const char *key)
{
	return (vt_messages_get(req->gateway->texts->messages, vt_request_language(req),
				vt_str_of(key)));
}

struct vt_str
vt_message_in(struct vt_request *req, const char *lang, const char *key)
{
	return (vt_messages_get(req->gateway->texts->messages, lang, vt_str_of(key)));
}

struct vt_str
vt_message_structure(struct vt_request *req, const char *lang, struct vt_str type)
{
	const struct vt_messages *m = req->gateway->texts->messages;
	char key[PAGE_STRUCTURE_MAX] = "structure.";
	size_t len = strlen(key);

	for (size_t i = 0; i < type.len && len < sizeof(key) - 1; i++) {
		char c = type.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c + 32);
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			key[len++] = c;
	}
	key[len] = '\0';
	if (!vt_messages_has(m, vt_str_of(key)))
		return (VT_STR_NONE);
	return (vt_messages_get(m, lang, vt_str_of(key)));
}

/* "lt-LT" is called as "lt" is; what has no name, by its tag. */
struct vt_str
vt_message_captions(struct vt_request *req, const char *lang, struct vt_str language)
{
	const struct vt_messages *m = req->gateway->texts->messages;
	struct vt_str title = vt_messages_get(m, lang, VT_STR("object.captions"));
	struct vt_str tag = language, main = VT_STR_NONE, key;

	if (language.len == 0 || !vt_str_next(&tag, '-', &main))
		return (title);
	key = vt_str_printf(req->arena, "language.%.*s", VT_STR_ARG(main));
	return (vt_str_printf(req->arena, "%.*s (%.*s)", VT_STR_ARG(title),
			      VT_STR_ARG(vt_messages_has(m, key) ? vt_messages_get(m, lang, key)
								 : language)));
}

struct vt_str
vt_message_count(struct vt_request *req, const char *key, int64_t n)
{
	return (vt_messages_count(req->gateway->texts->messages, req->arena,
				  vt_request_language(req), vt_str_of(key), n));
}

/* --- pages ---------------------------------------------------------------- */

/* The address of this page in a language: prefix, path and query. */
static struct vt_str
page_address(const struct vt_request *req, struct vt_arena *a, const char *prefix)
{
	struct vt_str path = req->path, query = req->query;

	return (vt_str_printf(a, "%.*s%s%.*s%s%.*s", VT_STR_ARG(req->base_url), prefix,
			      VT_STR_ARG(path), query.len > 0 ? "?" : "", VT_STR_ARG(query)));
}

/* Path and query of this page, percent-encoded, to be given to another as an argument;
 * empty when that would be too long. */
static struct vt_str
page_here(const struct vt_request *req, struct vt_arena *a)
{
	struct vt_str here = VT_STR_NONE;
	struct vt_buf out;

	if (req->path.len + req->query.len > PAGE_HERE_MAX)
		return (here);
	vt_buf_init(&out, 0);
	vt_buf_percent(&out, vt_str_of(req->prefix));
	vt_buf_percent(&out, req->path);
	if (req->query.len > 0)
		vt_buf_str(&out, VT_STR("%3F"));
	vt_buf_percent(&out, req->query);
	here = vt_str_dup(a, vt_buf_get(&out));
	vt_buf_fini(&out);
	return (here);
}

/* What the handler set wins. */
static void
page_default(struct vt_value *data, const char *key, struct vt_str text)
{
	if (vt_value_get(data, vt_str_of(key)) == NULL)
		vt_value_set_str(data, key, text);
}

/* What every page needs. */
static void
page_frame(struct vt_request *req, struct vt_arena *a, struct vt_value *data)
{
	const char *language = vt_request_language(req);
	bool is_lt = strcmp(language, "lt") == 0;
	const char *other = is_lt ? "en" : "lt";
	const char *search = vt_links_pattern(req->gateway->links, "site.search");

	vt_value_set_str(data, "language", vt_str_of(language));
	vt_value_set_str(data, "other_language", vt_str_of(other));
	page_default(data, "other_url", page_address(req, a, is_lt ? "/en" : "/lt"));
	page_default(data, "url", page_address(req, a, req->prefix));
	page_default(data, "url_any", page_address(req, a, ""));
	page_default(data, "url_lt", page_address(req, a, "/lt"));
	page_default(data, "url_en", page_address(req, a, "/en"));
	vt_value_set_str(data, "base_url", vt_request_base_url(req));
	vt_value_set_str(data, "prefix", vt_str_of(req->prefix));
	vt_value_set_str(data, "path", req->path);
	page_default(data, "here", page_here(req, a));
	/* Not every server has a search page. */
	if (search != NULL)
		vt_value_set_str(
		    data, "search_url",
		    vt_str_printf(a, "%.*s%s%s", VT_STR_ARG(req->base_url), req->prefix,
				  search));
	vt_value_set(data, "assets", vt_assets_values(req->gateway->assets));
	vt_value_set(data, "site", page_site(req->gateway->texts, language));
}

static vt_err
page_content(struct vt_request *req, const char *name, struct vt_value *data)
{
	struct vt_buf content;
	vt_err err;

	vt_buf_init(&content, PAGE_BYTES_MAX);
	err = vt_templates_render(req->gateway->texts->templates, name, req->language, data,
				  &content);
	if (err == VT_OK)
		err = vt_buf_error(&content);
	if (err == VT_OK)
		vt_value_set_html(data, "content", vt_buf_get(&content));
	vt_buf_fini(&content);
	return (err);
}

vt_err
vt_page_render(struct vt_request *req, const char *name, const char *lang, struct vt_value *data,
    struct vt_buf *out)
{
	vt_err err = vt_templates_render(req->gateway->texts->templates, name, lang, data, out);

	return (err != VT_OK ? err : vt_buf_error(out));
}

struct vt_str
vt_page_text(struct vt_request *req, const char *lang, const char *key)
{
	const struct vt_value *v = vt_value_get(page_site(req->gateway->texts, lang), vt_str_of(key));

	return (v != NULL ? v->str : VT_STR_NONE);
}

vt_err
vt_page(struct vt_request *req, struct vt_response *res, const char *name, struct vt_value *data)
{
	vt_err err;

	if (data == NULL)
		data = vt_value_map(res->arena);
	if (data == NULL)
		return (VT_E_LIMIT);
	page_frame(req, res->arena, data);
	if ((err = page_content(req, name, data)) != VT_OK)
		return (err);
	vt_response_type(res, "text/html; charset=utf-8");
	vt_response_header(res, "Content-Language", vt_str_of(req->language));
	err = vt_templates_render(req->gateway->texts->templates, "layout", req->language, data,
				  vt_response_body(res));
	return (err != VT_OK ? err : vt_response_error(res));
}

/* --- documents of commands -------------------------------------------------- */

vt_err
vt_boot_page(struct vt_boot *boot, const char *lang, const char *name, struct vt_value *data,
    struct vt_buf *out)
{
	const struct vt_texts *texts = boot->gateway->texts;

	if (data == NULL)
		return (VT_E_LIMIT);
	if (!vt_messages_has_language(texts->messages, lang))
		return (vt_fail(VT_E_BADARG, "there are no messages in \"%s\"", lang));
	vt_value_set_str(data, "language", vt_str_of(lang));
	vt_value_set(data, "site", page_site(texts, lang));
	return (vt_templates_render(texts->templates, name, lang, data, out));
}
