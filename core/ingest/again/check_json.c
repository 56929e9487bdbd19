/* SPDX-License-Identifier: Apache-2.0 */
/* The results of a check as JSON, each sentence in both languages. */
#include "ingest/again/check.h"

typedef void (*vt_check_say_fn)(const struct vt_tiers *, const struct vt_messages *, const char *,
				struct vt_buf *);

static void
vt_check_json_finding(struct vt_check *c, const struct vt_rule_finding *f)
{
	static const char *const origins[] = { "schematron", "harvester", "pattern" };
	struct vt_buf said;

	vt_buf_init(&said, 0);
	vt_jsonw_object(&c->json);
	vt_jsonw_pair_c(&c->json, "rule", vt_rule_name(f->rule));
	vt_jsonw_pair_c(&c->json, "origin", origins[vt_rule_origin(f->rule)]);
	vt_jsonw_pair_c(&c->json, "level", vt_rule_withholds(f->rule) ? "error" : "warning");
	if (f->about.len != 0)
		vt_jsonw_pair(&c->json, "about", f->about);
	vt_rules_say(f, c->messages, "lt", &said);
	vt_jsonw_pair(&c->json, "lt", vt_buf_get(&said));
	vt_buf_reset(&said);
	vt_rules_say(f, c->messages, "en", &said);
	vt_jsonw_pair(&c->json, "en", vt_buf_get(&said));
	vt_jsonw_end(&c->json);
	vt_buf_fini(&said);
}

static void
vt_check_json_tier(struct vt_check *c, const char *name, const char *tier, const struct vt_tiers *t,
		   vt_check_say_fn say)
{
	struct vt_buf said;

	vt_buf_init(&said, 0);
	vt_jsonw_key(&c->json, name);
	vt_jsonw_object(&c->json);
	vt_jsonw_pair_c(&c->json, "tier", tier);
	say(t, c->messages, "lt", &said);
	vt_jsonw_pair(&c->json, "lt", vt_buf_get(&said));
	vt_buf_reset(&said);
	say(t, c->messages, "en", &said);
	vt_jsonw_pair(&c->json, "en", vt_buf_get(&said));
	vt_jsonw_end(&c->json);
	vt_buf_fini(&said);
}

static void
vt_check_json_tiers(struct vt_check *c, const struct vt_tiers *t)
{
	char content[8];

	(void)snprintf(content, sizeof(content), "%d", t->content);
	vt_jsonw_pair_c(&c->json, "content_tier", content);
	vt_jsonw_pair_c(&c->json, "metadata_tier", vt_tier_metadata_name(t->metadata));
	if (!c->shows_tiers)
		return;
	vt_check_json_tier(c, "content", content, t, vt_tiers_say_content);
	vt_check_json_tier(c, "language", vt_tier_metadata_name(t->language), t,
			   vt_tiers_say_language);
	vt_check_json_tier(c, "elements", vt_tier_metadata_name(t->enabling), t,
			   vt_tiers_say_enabling);
	vt_check_json_tier(c, "classes", vt_tier_metadata_name(t->classes), t,
			   vt_tiers_say_classes);
}

void
vt_check_put_json(struct vt_check *c, const struct vt_check_result *r)
{
	vt_jsonw_object(&c->json);
	vt_jsonw_pair(&c->json, "id", r->name);
	vt_jsonw_pair(&c->json, "institution", r->institution);
	vt_check_json_tiers(c, &r->tiers);
	vt_jsonw_key(&c->json, "findings");
	vt_jsonw_array(&c->json);
	for (size_t i = 0; i < r->findings.count; i++)
		vt_check_json_finding(c, &r->findings.items[i]);
	vt_jsonw_end(&c->json);
	vt_jsonw_end(&c->json);
}

static void
vt_check_json_total(struct vt_check *c, const struct vt_check_total *t)
{
	vt_jsonw_object(&c->json);
	vt_jsonw_pair_c(&c->json, "institution", t->institution);
	vt_jsonw_pair_int(&c->json, "objects", t->objects);
	vt_jsonw_pair_int(&c->json, "errors", t->errors);
	vt_jsonw_pair_int(&c->json, "warnings", t->warnings);
	vt_jsonw_key(&c->json, "content");
	vt_jsonw_array(&c->json);
	for (int i = 0; i < 5; i++)
		vt_jsonw_int(&c->json, t->content[i]);
	vt_jsonw_end(&c->json);
	vt_jsonw_key(&c->json, "metadata");
	vt_jsonw_array(&c->json);
	for (int i = 0; i < 4; i++)
		vt_jsonw_int(&c->json, t->metadata[i]);
	vt_jsonw_end(&c->json);
	vt_jsonw_end(&c->json);
}

void
vt_check_end_json(struct vt_check *c)
{
	vt_jsonw_end(&c->json);
	vt_jsonw_key(&c->json, "institutions");
	vt_jsonw_array(&c->json);
	for (size_t i = 0; i < c->institution_count; i++)
		vt_check_json_total(c, &c->institutions[i]);
	vt_jsonw_end(&c->json);
	vt_jsonw_key(&c->json, "total");
	vt_check_json_total(c, &c->all);
	vt_jsonw_end(&c->json);
	vt_buf_char(&c->text, '\n');
}
