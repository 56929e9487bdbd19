/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Content Search 1.0, as most viewers ask it: an annotation list with an annotation
 * for each line of each hit, and the hits with the text around them.
 */
#include "search.h"

#define SEARCH_CONTEXT_1 "http://iiif.io/api/search/1/context.json"
#define SEARCH_PRESENTATION_2 "http://iiif.io/api/presentation/2/context.json"

/* Presentation first (3.3). */
static void
search_contexts_1(struct search_call *c)
{
	vt_jsonw_key(&c->j, "@context");
	vt_jsonw_array(&c->j);
	vt_jsonw_c(&c->j, SEARCH_PRESENTATION_2);
	vt_jsonw_c(&c->j, SEARCH_CONTEXT_1);
	vt_jsonw_end(&c->j);
}

/* The layer has how many there are, and what was ignored (3.3.2, 3.3.5). */
static void
search_layer_1(struct search_call *c)
{
	vt_jsonw_key(&c->j, "within");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "@type", "sc:Layer");
	vt_jsonw_pair_int(&c->j, "total", c->total);
	if (c->last > 1) {
		vt_jsonw_pair(&c->j, "first", search_answer_id(c, 1));
		vt_jsonw_pair(&c->j, "last", search_answer_id(c, c->last));
	}
	search_ignored(c);
	vt_jsonw_end(&c->j);
	if (c->last <= 1)
		return;
	if (c->page < c->last)
		vt_jsonw_pair(&c->j, "next", search_answer_id(c, c->page + 1));
	if (c->page > 1)
		vt_jsonw_pair(&c->j, "prev", search_answer_id(c, c->page - 1));
	vt_jsonw_pair_int(&c->j, "startIndex", (int64_t)c->q.offset);
}

static void
search_on_1(struct search_call *c, const struct vt_text_hit *hit, const struct vt_text_box *box)
{
	if (!c->is_collection) {
		vt_jsonw_pair(&c->j, "on", search_target(c, hit, box));
		return;
	}
	vt_jsonw_key(&c->j, "on");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "@id", search_target(c, hit, box));
	vt_jsonw_key(&c->j, "within");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "@id", search_manifest(c));
	vt_jsonw_pair_c(&c->j, "@type", "sc:Manifest");
	vt_jsonw_pair(&c->j, "label", vt_description_title(&c->object.description, "lt"));
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

static void
search_resource_1(struct search_call *c, size_t n, size_t box)
{
	const struct vt_text_hit	*hit = &c->hits[n];

	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "@id", search_part_id(c, "hit", n, box + 1));
	vt_jsonw_pair_c(&c->j, "@type", "oa:Annotation");
	vt_jsonw_pair_c(&c->j, "motivation", "sc:painting");
	vt_jsonw_key(&c->j, "resource");
	vt_jsonw_object(&c->j);
	vt_jsonw_pair_c(&c->j, "@type", "cnt:ContentAsText");
	vt_jsonw_pair(&c->j, "chars", hit->boxes[box].text);
	vt_jsonw_end(&c->j);
	search_on_1(c, hit, &hit->boxes[box]);
	vt_jsonw_end(&c->j);
}

static void
search_hits_1(struct search_call *c)
{
	if (!c->has_words)	/* a simple list (3.2.1) */
		return;
	vt_jsonw_key(&c->j, "hits");
	vt_jsonw_array(&c->j);
	for (size_t n = 0; n < c->hit_count; n++) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair_c(&c->j, "@type", "search:Hit");
		vt_jsonw_key(&c->j, "annotations");
		vt_jsonw_array(&c->j);
		for (size_t i = 0; i < c->hits[n].box_count; i++)
			vt_jsonw_str(&c->j, search_part_id(c, "hit", n, i + 1));
		vt_jsonw_end(&c->j);
		vt_jsonw_pair(&c->j, "match", c->hits[n].exact);
		vt_jsonw_pair(&c->j, "before", c->hits[n].before);
		vt_jsonw_pair(&c->j, "after", c->hits[n].after);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* A list of annotations may have a description as any resource (Presentation 2.1, 3.1). */
static void
search_remark_1(struct search_call *c)
{
	static const char *const langs[] = { "lt", "en" };
	const char	*key = search_remark(c);

	if (key == NULL)
		return;
	vt_jsonw_key(&c->j, "description");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < sizeof(langs) / sizeof(langs[0]); i++) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "@value", vt_message_in(c->req, langs[i], key));
		vt_jsonw_pair_c(&c->j, "@language", langs[i]);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

static vt_err
search_answer_1(struct search_call *c)
{
	vt_err	err;

	search_contexts_1(c);
	vt_jsonw_pair(&c->j, "@id", search_answer_id(c, c->last > 1 ? c->page : 0));
	vt_jsonw_pair_c(&c->j, "@type", "sc:AnnotationList");
	search_remark_1(c);
	search_layer_1(c);
	if ((err = search_annotations(c, "resources")) == VT_OK)
		search_hits_1(c);
	return (err);
}

/* Completion (4). */
static void
search_terms_1(struct search_call *c, const struct vt_term *terms, size_t count)
{
	vt_jsonw_pair_c(&c->j, "@context", SEARCH_CONTEXT_1);
	vt_jsonw_pair(&c->j, "@id", search_answer_id(c, 0));
	vt_jsonw_pair_c(&c->j, "@type", "search:TermList");
	search_ignored(c);
	vt_jsonw_key(&c->j, "terms");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < count; i++) {
		vt_jsonw_object(&c->j);
		vt_jsonw_pair(&c->j, "match", terms[i].text);
		vt_jsonw_pair(&c->j, "url", search_term(c, "iiif.search.1", terms[i].text));
		vt_jsonw_pair_int(&c->j, "count", terms[i].count);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

static const struct search_version search_version_1 = {
	.types = { "application/ld+json;profile=\"" SEARCH_CONTEXT_1 "\"", "application/json" },
	.content = "painting",
	.answer = search_answer_1,
	.terms = search_terms_1,
	.annotation = search_resource_1,
};

vt_err
search_v1(struct vt_request *req, struct vt_response *res)
{
	return (search_answer(req, res, &search_version_1));
}

vt_err
search_terms_v1(struct vt_request *req, struct vt_response *res)
{
	return (search_terms(req, res, &search_version_1));
}
