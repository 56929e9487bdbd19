/* SPDX-License-Identifier: Apache-2.0 */
/* Checks one object or file, and prints for people; check_json.c for programs. */
#include "ingest/again/check.h"

#include <stdlib.h>

#include "text/messages.h"
#include "text/xml_read.h"

#define VT_CHECK_TOTAL_MEMORY 4096 /* of one line */

/* --- looking ------------------------------------------------------------------------------------
 */

static void
vt_check_doc(struct vt_arena *a, xmlDocPtr doc, const struct vt_tier_fact *facts, size_t count,
	     struct vt_check_result *r)
{
	vt_rules_init(&r->findings, a);
	vt_rules_edm(&r->findings, doc);
	vt_rules_patterns(&r->findings, doc);
	vt_tiers_of(a, doc, facts, count, &r->tiers);
}

/* What the images and files of a record are, as it names them (out/edm.xsl). */
static vt_err
vt_check_facts(struct vt_arena *a, const struct vt_again_object *o, struct vt_tier_fact **facts_r,
	       size_t *count_r)
{
	const struct vt_crosswalk_context *c = &o->source.context;
	struct vt_tier_fact *facts = vt_arena_array(a, c->image_count + c->file_count + 1, sizeof(*facts));

	if (facts == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < c->image_count; i++) {
		facts[i].address = vt_str_printf(a, "/iiif/3/%.*s/full/max/0/default.jpg",
						 VT_STR_ARG(c->images[i].identifier));
		facts[i].media_type = "image/jpeg";
		facts[i].width = c->images[i].width;
		facts[i].height = c->images[i].height;
	}
	for (size_t i = 0; i < c->file_count; i++) {
		struct vt_tier_fact *f = &facts[c->image_count + i];

		f->address = vt_str_printf(a, "/files/%.*s/%.*s", VT_STR_ARG(o->object.identifier),
					   VT_STR_ARG(c->files[i].name));
		f->media_type = vt_str_c(a, c->files[i].media_type);
		if (f->media_type == NULL)
			return (VT_E_LIMIT);
		f->width = c->files[i].width;
		f->height = c->files[i].height;
	}
	*facts_r = facts;
	*count_r = c->image_count + c->file_count;
	return (VT_OK);
}

static vt_err
vt_check_titles(const struct vt_check *c, const struct vt_again_object *o,
		struct vt_check_result *r)
{
	bool shares = false;
	vt_err err = vt_catalog_shares_title(c->again->catalog, o->object.rowid, &shares);

	if (err == VT_OK && shares)
		vt_rules_find(&r->findings, VT_RULE_P1,
			      vt_description_title(&o->object.description, "lt"));
	return (err);
}

vt_err
vt_check_object(const struct vt_check *c, struct vt_arena *a, struct vt_str identifier,
		struct vt_check_result *r_r)
{
	struct vt_again_object o;
	struct vt_tier_fact *facts;
	size_t fact_count = 0;
	xmlDocPtr doc;
	vt_err err = vt_again_read(c->again, a, identifier, &o);

	if (err == VT_OK)
		err = vt_crosswalk_out_doc(c->again->formats->crosswalks, a, "edm",
					   &o.source.context, &doc);
	if (err == VT_OK)
		err = vt_check_facts(a, &o, &facts, &fact_count);
	if (err != VT_OK)
		return (err);
	*r_r = (struct vt_check_result){ .name = o.object.identifier,
					 .institution = o.object.institution };
	vt_check_doc(a, doc, facts, fact_count, r_r);
	return (vt_check_titles(c, &o, r_r));
}

vt_err
vt_check_file(struct vt_arena *a, const char *path, struct vt_check_result *r_r)
{
	xmlDocPtr doc;
	vt_err err = vt_xml_parse_file(a, path, &doc);

	if (err != VT_OK)
		return (err);
	*r_r = (struct vt_check_result){ .name = vt_str_of(path) };
	vt_check_doc(a, doc, NULL, 0, r_r);
	return (VT_OK);
}

/* --- totals
 * --------------------------------------------------------------------------------------- */

static struct vt_check_total *
vt_check_total(struct vt_check *c, struct vt_str code)
{
	struct vt_check_total *t;

	for (size_t i = 0; i < c->institution_count; i++)
		if (vt_str_eq_c(code, c->institutions[i].institution))
			return (&c->institutions[i]);
	if (c->institution_count == VT_CHECK_INSTITUTIONS_MAX || code.len >= sizeof(t->institution))
		return (NULL);
	if (c->institutions == NULL)
		c->institutions = calloc(VT_CHECK_INSTITUTIONS_MAX, sizeof(*c->institutions));
	if (c->institutions == NULL)
		return (NULL);
	t = &c->institutions[c->institution_count++];
	if (code.len != 0)
		memcpy(t->institution, code.p, code.len);
	return (t);
}

static void
vt_check_count(struct vt_check_total *t, const struct vt_check_result *r)
{
	size_t errors = vt_rules_errors(&r->findings);

	t->objects++;
	t->errors += errors != 0;
	t->warnings += r->findings.count > errors;
	t->content[r->tiers.content]++;
	t->metadata[r->tiers.metadata]++;
}

/* --- for people
 * ------------------------------------------------------------------------------------- */

/* Titles are strangers' words: nothing in them that a terminal would obey. */
static void
vt_check_line(struct vt_check *c, const char *head, struct vt_buf *said)
{
	for (size_t i = 0; i < said->len; i++)
		if ((unsigned char)said->p[i] < 0x20 || said->p[i] == 0x7F)
			said->p[i] = ' ';
	vt_buf_printf(&c->text, "  %s", head);
	vt_buf_str(&c->text, vt_buf_get(said));
	vt_buf_char(&c->text, '\n');
	vt_buf_reset(said);
}

/* The sentence; the rule's name behind it is for who looks it up, or counts. */
static void
vt_check_put_findings(struct vt_check *c, const struct vt_check_result *r, struct vt_buf *said)
{
	for (size_t i = 0; i < r->findings.count; i++) {
		const struct vt_rule_finding *f = &r->findings.items[i];

		vt_rules_say(f, c->messages, c->language, said);
		vt_buf_printf(said, " [%s]", vt_rule_name(f->rule));
		vt_check_line(c, vt_rule_withholds(f->rule) ? "✗ " : "! ", said);
	}
}

static struct vt_str
vt_check_word(const struct vt_check *c, const char *name)
{
	char key[64];

	(void)snprintf(key, sizeof(key), "check.tier.head.%s", name);
	return (vt_messages_get(c->messages, c->language, vt_str_of(key)));
}

/* "metadata tier B, language C: …" */
static void
vt_check_put_metadata(struct vt_check *c, const struct vt_tiers *t, const char *part,
		      enum vt_tier_metadata tier, struct vt_buf *said)
{
	char head[256];

	(void)snprintf(head, sizeof(head), "%.*s %s, %.*s %s: ",
		       VT_STR_ARG(vt_check_word(c, "metadata")), vt_tier_metadata_name(t->metadata),
		       VT_STR_ARG(vt_check_word(c, part)), vt_tier_metadata_name(tier));
	vt_check_line(c, head, said);
}

static void
vt_check_put_tiers(struct vt_check *c, const struct vt_tiers *t, struct vt_buf *said)
{
	char head[128];

	(void)snprintf(head, sizeof(head), "%.*s %d: ", VT_STR_ARG(vt_check_word(c, "content")),
		       t->content);
	vt_tiers_say_content(t, c->messages, c->language, said);
	vt_check_line(c, head, said);
	vt_tiers_say_language(t, c->messages, c->language, said);
	vt_check_put_metadata(c, t, "language", t->language, said);
	vt_tiers_say_enabling(t, c->messages, c->language, said);
	vt_check_put_metadata(c, t, "enabling", t->enabling, said);
	vt_tiers_say_classes(t, c->messages, c->language, said);
	vt_check_put_metadata(c, t, "classes", t->classes, said);
}

static void
vt_check_put_text(struct vt_check *c, const struct vt_check_result *r)
{
	struct vt_buf said;

	if (r->findings.count == 0 && !c->shows_tiers)
		return;
	vt_buf_init(&said, 0);
	vt_buf_str(&c->text, r->name);
	if (r->institution.len != 0)
		vt_buf_printf(&c->text, " (%.*s)", VT_STR_ARG(r->institution));
	vt_buf_char(&c->text, '\n');
	vt_check_put_findings(c, r, &said);
	if (c->shows_tiers)
		vt_check_put_tiers(c, &r->tiers, &said);
	vt_buf_fini(&said);
}

/* "in all: 2 objects, 1 without edm record, 1 with warnings"; name NULL: in all. */
static void
vt_check_total_line(struct vt_check *c, const char *name, const struct vt_check_total *t)
{
	struct vt_arena *a = vt_arena_new(VT_CHECK_TOTAL_MEMORY);
	struct vt_str head = name != NULL ? vt_str_of(name)
					  : vt_messages_get(c->messages, c->language,
							    VT_STR("check.total.all"));
	struct vt_str objects = vt_messages_count(c->messages, a, c->language,
						  VT_STR("check.total.objects"), t->objects);
	struct vt_str errors = vt_messages_count(c->messages, a, c->language,
						 VT_STR("check.total.errors"), t->errors);
	struct vt_str warnings = vt_messages_count(c->messages, a, c->language,
						   VT_STR("check.total.warnings"), t->warnings);

	vt_buf_printf(&c->text, "%.*s: %.*s, %.*s, %.*s\n", VT_STR_ARG(head),
		      VT_STR_ARG(objects), VT_STR_ARG(errors), VT_STR_ARG(warnings));
	vt_arena_free(&a);
}

static void
vt_check_total_text(struct vt_check *c, const char *name, const struct vt_check_total *t)
{
	vt_check_total_line(c, name, t);
	if (!c->shows_tiers)
		return;
	vt_buf_printf(&c->text, "  %.*s", VT_STR_ARG(vt_check_word(c, "content")));
	for (int i = 0; i < 5; i++)
		vt_buf_printf(&c->text, "  %d: %lld", i, (long long)t->content[i]);
	vt_buf_printf(&c->text, "\n  %.*s", VT_STR_ARG(vt_check_word(c, "metadata")));
	for (int i = 0; i < 4; i++)
		vt_buf_printf(&c->text, "  %s: %lld",
			      vt_tier_metadata_name((enum vt_tier_metadata)i),
			      (long long)t->metadata[i]);
	vt_buf_char(&c->text, '\n');
}

/* --- printing
 * ----------------------------------------------------------------------------------------- */

static vt_err
vt_check_flush(struct vt_check *c)
{
	vt_err err = vt_buf_error(&c->text);

	if (err == VT_OK && c->text.len != 0 &&
	    fwrite(c->text.p, 1, c->text.len, c->out) != c->text.len)
		err = vt_fail(VT_E_IO, "the output cannot be written");
	vt_buf_reset(&c->text);
	return (err);
}

void
vt_check_begin(struct vt_check *c)
{
	vt_buf_init(&c->text, 0);
	if (!c->is_json)
		return;
	vt_jsonw_init(&c->json, &c->text);
	vt_jsonw_object(&c->json);
	vt_jsonw_key(&c->json, "objects");
	vt_jsonw_array(&c->json);
}

vt_err
vt_check_put(struct vt_check *c, const struct vt_check_result *r)
{
	struct vt_check_total *t = vt_check_total(c, r->institution);

	vt_check_count(&c->all, r);
	if (t != NULL)
		vt_check_count(t, r);
	if (c->is_json)
		vt_check_put_json(c, r);
	else
		vt_check_put_text(c, r);
	return (vt_check_flush(c));
}

vt_err
vt_check_end(struct vt_check *c)
{
	vt_err err;

	if (c->is_json)
		vt_check_end_json(c);
	for (size_t i = 0; i < c->institution_count && !c->is_json; i++)
		if (c->institution_count > 1)
			vt_check_total_text(c,
					    c->institutions[i].institution[0] != '\0'
						? c->institutions[i].institution
						: "-",
					    &c->institutions[i]);
	if (!c->is_json)
		vt_check_total_text(c, NULL, &c->all);
	err = c->is_json ? vt_jsonw_error(&c->json) : VT_OK;
	if (err == VT_OK)
		err = vt_check_flush(c);
	vt_buf_fini(&c->text);
	free(c->institutions);
	c->institutions = NULL;
	return (err);
}
