/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content Search 2.0: an annotation page with an annotation for each line of each
 * hit, and in "annotations" the text around the hits (4.2.5): our annotations are the
 * hits themselves, so they are put into context and not highlighted.
 */
#include "search.h"

#define SEARCH_CONTEXT_2 "http://iiif.io/api/search/2/context.json"

static void
search_page_ref(struct search_call *c, const char *key, int64_t page)
{
	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", search_answer_id(c, page));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
	vt_jsonw_end(&c->j);
}

/* What a divided answer has besides (4.2.2). */
static void
search_paging_2(struct search_call *c)
{
	if (c->last <= 1)
		return;
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", search_answer_id(c, 0));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationCollection");
	vt_jsonw_pair_int(&c->j, "total", c->total);
	search_page_ref(c, "first", 1);
	search_page_ref(c, "last", c->last);
	vt_jsonw_end(&c->j);
	if (c->page < c->last)
		search_page_ref(c, "next", c->page + 1);
	if (c->page > 1)
		search_page_ref(c, "prev", c->page - 1);
	vt_jsonw_pair_int(&c->j, "startIndex", (int64_t)c->q.offset);
}

/* A client that searched a collection does not know the manifest (4.2.3). */
static void
search_target_2(struct search_call *c, const struct vt_text_hit *hit,
    const struct vt_text_box *box)
{
	if (!c->is_collection) {
		vt_jsonw_pair(&c->j, "target", search_target(c, hit, box));
		return;
	}
	vt_jsonw_key(&c->j, "target");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", search_target(c, hit, box));
	vt_jsonw_pair_c(&c->j, "type", "Canvas");
	vt_jsonw_key(&c->j, "partOf");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", search_manifest(c));
	vt_jsonw_pair_c(&c->j, "type", "Manifest");
	search_label(c, "label");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
search_item_2(struct search_call *c, size_t n, size_t box)
{
	const struct vt_text_hit	*hit = &c->hits[n];

	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", search_part_id(c, "hit", n, box + 1));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	vt_jsonw_pair_c(&c->j, "motivation", "supplementing");
	vt_jsonw_key(&c->j, "body");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "TextualBody");
	vt_jsonw_pair(&c->j, "value", hit->boxes[box].text);
	vt_jsonw_pair_c(&c->j, "format", "text/plain");
	if (c->object.language.len > 0)
		vt_jsonw_pair(&c->j, "language", c->object.language);
	vt_jsonw_end(&c->j);
	search_target_2(c, hit, &hit->boxes[box]);
	vt_jsonw_end(&c->j);
}

/* One of a hit's annotations, with the text before the first and after the last. */
static void
search_quote_2(struct search_call *c, size_t n, size_t box)
{
	const struct vt_text_hit	*hit = &c->hits[n];

	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "SpecificResource");
	vt_jsonw_pair(&c->j, "source", search_part_id(c, "hit", n, box + 1));
	vt_jsonw_key(&c->j, "selector");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "TextQuoteSelector");
	if (box == 0)
		vt_jsonw_pair(&c->j, "prefix", hit->before);
	vt_jsonw_pair(&c->j, "exact", hit->boxes[box].text);
	if (box + 1 == hit->box_count)
		vt_jsonw_pair(&c->j, "suffix", hit->after);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* A hit on two lines has two targets (4.2.8). */
static void
search_context_2(struct search_call *c, size_t n)
{
	size_t	boxes = c->hits[n].box_count;

	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", search_part_id(c, "match", n, 0));
	vt_jsonw_pair_c(&c->j, "type", "Annotation");
	vt_jsonw_pair_c(&c->j, "motivation", "contextualizing");
	vt_jsonw_key(&c->j, "target");
	if (boxes > 1)
		vt_jsonw_array(&c->j);
	for (size_t i = 0; i < boxes; i++)
		search_quote_2(c, n, i);
	if (boxes > 1)
		vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
search_contexts_2(struct search_call *c)
{
	if (c->hit_count == 0 || !c->has_words)
		return;
	vt_jsonw_key(&c->j, "annotations");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	for (size_t n = 0; n < c->hit_count; n++)
		search_context_2(c, n);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

/* A page of annotations may have a summary as any resource (Presentation 3.0, 3.1). */
static void
search_remark_2(struct search_call *c)
{
	static const char *const langs[] = { "lt", "en" };
	const char	*key = search_remark(c);

	if (key == NULL)
		return;
	vt_jsonw_key(&c->j, "summary");
	vt_jsonw_object(&c->j);
	for (size_t i = 0; i < sizeof(langs) / sizeof(langs[0]); i++) {
		vt_jsonw_key(&c->j, langs[i]);
		vt_jsonw_array(&c->j);
		vt_jsonw_str(&c->j, vt_message_in(c->req, langs[i], key));
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

static vt_err
search_answer_2(struct search_call *c)
{
	vt_err	err;

	vt_jsonw_pair_c(&c->j, "@context", SEARCH_CONTEXT_2);
	vt_jsonw_pair(&c->j, "id", search_answer_id(c, c->last > 1 ? c->page : 0));
	vt_jsonw_pair_c(&c->j, "type", "AnnotationPage");
	search_remark_2(c);
	search_ignored(c);
	search_paging_2(c);
	if ((err = search_annotations(c, "items")) == VT_OK)
		search_contexts_2(c);
	return (err);
}

/* --- completion (5) ------------------------------------------------------------------- */

static void
search_term_2(struct search_call *c, const struct vt_term *t)
{
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "type", "Term");
	vt_jsonw_pair(&c->j, "value", t->text);
	vt_jsonw_pair_int(&c->j, "total", t->count);
	vt_jsonw_key(&c->j, "service");
	vt_jsonw_array(&c->j);
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "id", search_term(c, "iiif.search.2", t->text));
	vt_jsonw_pair_c(&c->j, "type", "SearchService2");
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
search_terms_2(struct search_call *c, const struct vt_term *terms, size_t count)
{
	vt_jsonw_pair_c(&c->j, "@context", SEARCH_CONTEXT_2);
	vt_jsonw_pair(&c->j, "id", search_answer_id(c, 0));
	vt_jsonw_pair_c(&c->j, "type", "TermPage");
	search_ignored(c);
	vt_jsonw_key(&c->j, "items");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < count; i++)
		search_term_2(c, &terms[i]);
	vt_jsonw_end(&c->j);
}

static const struct search_version search_version_2 = {
	.types = { "application/ld+json;profile=\"" SEARCH_CONTEXT_2 "\"", "application/json" },
	.content = "supplementing",
	.answer = search_answer_2,
	.terms = search_terms_2,
	.annotation = search_item_2,
};

vt_err
search_v2(struct vt_request *req, struct vt_response *res)
{
	return (search_answer(req, res, &search_version_2));
}

vt_err
search_terms_v2(struct vt_request *req, struct vt_response *res)
{
	return (search_terms(req, res, &search_version_2));
}
