/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding in one object, on its page and without scripts: the pages whose text has all
 * the words that are asked for, letters compared without their marks, each with the
 * first line that has one.
 */
#include "site.h"

#define SITE_FIND_WORDS		8
#define SITE_FIND_MEMORY	(8u * 1024 * 1024)	/* of one page's text, folded */

struct site_find {
	struct site_call	*c;
	struct vt_str		 words[SITE_FIND_WORDS];
	size_t			 word_count;
	struct vt_value		*found;
	int64_t			 found_count;
};

static void
site_find_words(struct site_find *f, struct vt_str asked)
{
	struct vt_str	rest = vt_str_fold(f->c->arena, asked), word;

	while (f->word_count < SITE_FIND_WORDS && vt_str_next(&rest, ' ', &word))
		if (word.len > 0)
			f->words[f->word_count++] = word;
}

/* Which of the words a line has, as bits. */
static unsigned
site_find_line(const struct site_find *f, struct vt_arena *a, struct vt_str line)
{
	struct vt_str	folded = vt_str_fold(a, line);
	unsigned	has = 0;

	for (size_t i = 0; i < f->word_count; i++)
		if (vt_str_find(folded, f->words[i]) >= 0)
			has |= 1u << i;
	return (has);
}

static bool
site_find_text(const struct site_find *f, struct vt_arena *a, struct vt_str text,
    struct vt_str *line_r)
{
	unsigned	all = (1u << f->word_count) - 1, has = 0, now;
	struct vt_str	line;

	/* Divided words are made whole first: they are found by their whole. */
	text = site_text(a, text);
	*line_r = VT_STR_NONE;
	while (has != all && vt_str_next(&text, '\n', &line)) {
		now = site_find_line(f, a, line);
		if (now != 0 && line_r->len == 0)
			*line_r = line;
		has |= now;
	}
	return (has == all);
}

static vt_err
site_find_page(struct site_find *f, const struct vt_page *page, struct vt_str url)
{
	struct vt_arena	*a = vt_arena_new(SITE_FIND_MEMORY);
	struct vt_str	 text, line;
	struct vt_value	*v;
	vt_err		 err = vt_catalog_text(f->c->catalog, a, page->rowid, &text);

	if (err == VT_OK && site_find_text(f, a, text, &line)) {
		v = vt_value_map(f->c->arena);
		vt_value_set_int(v, "number", page->number);
		vt_value_set_str(v, "label", page->label.len > 0 ? page->label :
		    vt_str_printf(f->c->arena, "%lld", (long long)page->number));
		vt_value_set_str(v, "line", site_summary(f->c->arena, line));
		vt_value_set_str(v, "url", vt_str_printf(f->c->arena, "%.*s?page=%lld#page",
		    VT_STR_ARG(url), (long long)page->number));
		vt_value_add(f->found, v);
		f->found_count++;
	}
	vt_arena_free(&a);
	return (err);
}

static vt_err
site_find_pages(struct site_find *f, const struct vt_object *object, const struct vt_page *pages,
    size_t count)
{
	struct vt_str	url = site_object_url(f->c, object->identifier);
	vt_err		err = VT_OK;

	for (size_t i = 0; i < count && err == VT_OK && f->found_count < SITE_FIND_MAX; i++)
		if (pages[i].has_text)
			err = site_find_page(f, &pages[i], url);
	return (err);
}

vt_err
site_find(struct site_call *c, const struct vt_object *object, const struct vt_page *pages,
    size_t count)
{
	struct site_find	f = { .c = c, .found = vt_value_list(c->arena) };
	struct vt_value		*v;
	struct vt_str		 asked;
	size_t			 first = 0;
	vt_err			 err;

	while (first < count && !pages[first].has_text)
		first++;
	if (first == count || count < 2)
		return (VT_OK);
	v = vt_value_map(c->arena);
	vt_value_set_str(v, "action", site_object_url(c, object->identifier));
	vt_value_set(c->data, "find", v);
	if (!vt_request_arg(c->req, "q", &asked) || (asked = vt_str_trim(asked)).len == 0)
		return (VT_OK);
	if (asked.len > SITE_WORDS_MAX)
		return (vt_fail(VT_E_BADARG, "the words are %zu bytes long, more than %d", asked.len,
		    SITE_WORDS_MAX));
	site_find_words(&f, asked);
	if (f.word_count > 0 && (err = site_find_pages(&f, object, pages, count)) != VT_OK)
		return (err);
	vt_value_set_str(v, "asked", asked);
	vt_value_set(v, "found", f.found);
	vt_value_set_bool(v, "has_found", f.found_count > 0);
	vt_value_set_str(v, "count", vt_message_count(c->req, "object.found", f.found_count));
	if (object->language.len > 0 && !vt_str_eq_c(object->language, c->language))
		vt_value_set_str(v, "lang", object->language);
	vt_value_set_bool(c->data, "is_passing", true);
	return (VT_OK);
}
