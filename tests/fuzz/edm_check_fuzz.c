/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Europeana's rules, patterns and tiers on whatever XML: a verdict, tiers within
 * their bounds, and sentences.  Run from the top of the repository: it reads
 * templates/messages.
 */
#include <stdlib.h>

#include "ingest/rules/rules.h"
#include "ingest/rules/tiers.h"
#include "text/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct vt_messages *messages;

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
clean(void)
{
	vt_messages_free(&messages);
}

static void
say(const struct vt_rule_findings *f, const struct vt_tiers *t)
{
	struct vt_buf out;

	vt_buf_init(&out, 0);
	for (size_t i = 0; i < f->count; i++)
		vt_rules_say(&f->items[i], messages, "lt", &out);
	vt_tiers_say_content(t, messages, "lt", &out);
	vt_tiers_say_language(t, messages, "lt", &out);
	vt_tiers_say_enabling(t, messages, "en", &out);
	vt_tiers_say_classes(t, messages, "en", &out);
	must(vt_utf8_is_valid(vt_buf_get(&out)));
	vt_buf_fini(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_arena *a = vt_arena_new(0);
	struct vt_rule_findings f;
	struct vt_tiers t;
	xmlDocPtr doc;

	if (messages == NULL) {
		must(vt_messages_open("templates/messages", &messages) == VT_OK);
		(void)atexit(clean);
	}
	if (size < 20000 &&
	    vt_xml_parse(a, (struct vt_str){ (const char *)data, size }, "x", &doc) == VT_OK) {
		vt_rules_init(&f, a);
		vt_rules_edm(&f, doc);
		vt_rules_patterns(&f, doc);
		vt_tiers_of(a, doc, NULL, 0, &t);
		must(t.content >= 0 && t.content <= t.content_unlicensed &&
		     t.content_unlicensed <= 4);
		must((vt_rules_verdict(&f, messages) == VT_OK) == (vt_rules_errors(&f) == 0));
		say(&f, &t);
	}
	vt_arena_free(&a);
	return (0);
}
