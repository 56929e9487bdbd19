/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pages for people (api/page.h): the page's own template, set into the frame
 * of "layout".  Both see what the handler gave and what every page needs: its
 * language, the same page in the other language, addresses, assets.
 */
#include "api/page.h"

#include <stdlib.h>

#include "http/assets.h"
#include "http/inside.h"
#include "http/links.h"
#include "text/messages.h"
#include "text/template.h"

#define PAGE_STRUCTURE_MAX 64 /* bytes of the key of a structure's type; longer is unknown */
#define PAGE_BYTES_MAX (8 * 1024 * 1024) /* of one rendered template */

struct vt_texts {
	struct vt_messages *messages;
	struct vt_templates *templates;
};

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
	return (VT_OK);
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
	free(t);
}

/* --- messages ------------------------------------------------------------- */

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
	vt_value_set_str(data, "other_url", page_address(req, a, is_lt ? "/en" : "/lt"));
	page_default(data, "url", page_address(req, a, req->prefix));
	page_default(data, "url_any", page_address(req, a, ""));
	page_default(data, "url_lt", page_address(req, a, "/lt"));
	page_default(data, "url_en", page_address(req, a, "/en"));
	vt_value_set_str(data, "base_url", vt_request_base_url(req));
	vt_value_set_str(data, "prefix", vt_str_of(req->prefix));
	vt_value_set_str(data, "path", req->path);
	/* Not every server has a search page. */
	if (search != NULL)
		vt_value_set_str(
		    data, "search_url",
		    vt_str_printf(a, "%.*s%s%s", VT_STR_ARG(req->base_url), req->prefix,
				  search));
	vt_value_set(data, "assets", vt_assets_values(req->gateway->assets));
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
