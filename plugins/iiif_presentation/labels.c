/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Texts by language (Presentation 3.0, 4.4; 2.1, 4.3).  Lithuanian stands first:
 * viewers that do not know the reader's language take the first one.
 */
#include "presentation.h"

#define PRESENTATION_LANGS_MAX 32	/* languages of one map */
#define PRESENTATION_WORD	3	/* letters side by side that are no number */

static const char *const presentation_interface[] = { "lt", "en" };

/* Names of properties that become metadata, in the order in which a reader
 * wants them; labels are the messages "property.<name>". */
static const char *const presentation_fields[] = {
	"alternative", "creator", "contributor", "publisher", VT_FIELD_MADE_AT, "created",
	"issued", "date",
	"temporal", "spatial", "subject", "type", "format", "extent", "medium", "language",
	"isPartOf", "source", "relation", "provenance", "rights", "rightsHolder", "identifier",
	"bibliographicCitation",
};

/* The keys of a map, each once. */
struct presentation_keys {
	struct vt_str	items[PRESENTATION_LANGS_MAX];
	size_t		count;
};

/* A key of a map has letters and hyphens only, so a tag is cut before its first
 * part with digits: "lt-x-1883" and "lt-1883" are "lt" here. */
static struct vt_str
presentation_language_key(struct vt_str lang)
{
	size_t	end = 0;

	for (size_t i = 0; i <= lang.len; i++) {
		char ch = i < lang.len ? lang.p[i] : '-';

		if (ch == '-')
			end = i;
		else if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z')))
			break;
	}
	if (end > 2 && lang.p[end - 1] == 'x' && lang.p[end - 2] == '-')
		end -= 2;
	return (end > 0 ? vt_str_sub(lang, 0, end) : VT_STR("none"));
}

/* --- maps in 3.0, lists of values in 2.1 --------------------------------------------- */

static void
presentation_map(struct presentation_call *c, const char *key)
{
	vt_jsonw_key(&c->j, key);
	if (c->version == PRESENTATION_3)
		vt_jsonw_object(&c->j);
	else
		vt_jsonw_array(&c->j);
}

static void
presentation_map_lang(struct presentation_call *c, struct vt_str lang)
{
	c->lang = lang;
	if (c->version != PRESENTATION_3)
		return;
	vt_jsonw_key_str(&c->j, lang);
	vt_jsonw_array(&c->j);
}

static void
presentation_map_value(struct presentation_call *c, struct vt_str text)
{
	if (c->version == PRESENTATION_3 || vt_str_eq_c(c->lang, "none")) {
		vt_jsonw_str(&c->j, text);
		return;
	}
	vt_jsonw_object(&c->j);
	vt_jsonw_pair(&c->j, "@value", text);
	vt_jsonw_pair(&c->j, "@language", c->lang);
	vt_jsonw_end(&c->j);
}

static void
presentation_map_lang_end(struct presentation_call *c)
{
	if (c->version == PRESENTATION_3)
		vt_jsonw_end(&c->j);
}

/* A language with its only text. */
static void
presentation_map_text(struct presentation_call *c, struct vt_str lang, struct vt_str text)
{
	presentation_map_lang(c, lang);
	presentation_map_value(c, text);
	presentation_map_lang_end(c);
}

static void
presentation_keys_add(struct presentation_keys *k, struct vt_str key)
{
	for (size_t i = 0; i < k->count; i++)
		if (vt_str_eq(k->items[i], key))
			return;
	if (k->count < PRESENTATION_LANGS_MAX)
		k->items[k->count++] = key;
}

/* Lithuanian and English, where they are there, come before all others. */
static bool
presentation_is_turn(size_t pass, struct vt_str key)
{
	return (pass == 2 || vt_str_eq_c(key, presentation_interface[pass]));
}

/* Text that only looks like HTML, from '<' to '>', would be taken for it (4.5). */
static void
presentation_text_value(struct presentation_call *c, struct vt_str text, bool is_label)
{
	bool	looks_like_html = text.len > 1 && text.p[0] == '<' && text.p[text.len - 1] == '>';

	presentation_map_value(c, looks_like_html && !is_label ?
	    vt_str_printf(c->arena, "%.*s ", VT_STR_ARG(text)) : text);
}

static void
presentation_property_keys(const struct vt_description *d, const char *name,
    struct presentation_keys *k)
{
	const struct vt_property	*p;

	k->count = 0;
	for (size_t pass = 0; pass < 3; pass++)
		for (size_t at = 0; (p = vt_description_shown(d, name, &at)) != NULL;)
			if (p->value.len > 0 &&
			    presentation_is_turn(pass, presentation_language_key(p->lang)))
				presentation_keys_add(k, presentation_language_key(p->lang));
}

static void
presentation_values(struct presentation_call *c, const char *name, struct vt_str key,
    bool is_label)
{
	const struct vt_property	*p;
	size_t				 at = 0;

	presentation_map_lang(c, key);
	while ((p = vt_description_shown(&c->object.description, name, &at)) != NULL)
		if (p->value.len > 0 && vt_str_eq(presentation_language_key(p->lang), key))
			presentation_text_value(c, p->value, is_label);
	presentation_map_lang_end(c);
}

bool
presentation_property(struct presentation_call *c, const char *key, const char *name,
    bool is_label)
{
	struct presentation_keys	k;

	presentation_property_keys(&c->object.description, name, &k);
	if (k.count == 0)
		return (false);
	presentation_map(c, key);
	for (size_t i = 0; i < k.count; i++)
		presentation_values(c, name, k.items[i], is_label);
	vt_jsonw_end(&c->j);
	return (true);
}

/* 2.1 has plain strings for what is in no language. */
void
presentation_one(struct presentation_call *c, const char *key, struct vt_str lang,
    struct vt_str text)
{
	struct vt_str	name = presentation_language_key(lang);

	if (c->version == PRESENTATION_2 && vt_str_eq_c(name, "none")) {
		vt_jsonw_pair(&c->j, key, text);
		return;
	}
	presentation_map(c, key);
	presentation_map_text(c, name, text);
	vt_jsonw_end(&c->j);
}

void
presentation_none(struct presentation_call *c, const char *key, struct vt_str text)
{
	presentation_one(c, key, VT_STR_NONE, text);
}

/* "[12]", "xiv", "3v" are the same in every language. */
static bool
presentation_is_words(struct vt_str text)
{
	size_t	letters = 0, digits = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char ch = (unsigned char)text.p[i] | 0x20;

		if (!(ch >= 'a' && ch <= 'z') && ch < 0x80)
			letters = digits = 0;
		else if (ch < 0x80 && strchr("ivxlcdm", ch) != NULL)
			digits++;
		else
			letters++;
		if (letters + digits >= PRESENTATION_WORD && letters > 0)
			return (true);
	}
	return (false);
}

void
presentation_own(struct presentation_call *c, const char *key, struct vt_str text)
{
	presentation_one(c, key, presentation_is_words(text) ? c->object.language : VT_STR_NONE,
	    text);
}

void
presentation_message(struct presentation_call *c, const char *key, const char *message)
{
	presentation_map(c, key);
	for (size_t i = 0; i < 2; i++)
		presentation_map_text(c, vt_str_of(presentation_interface[i]),
		    vt_message_in(c->req, presentation_interface[i], message));
	vt_jsonw_end(&c->j);
}

void
presentation_range_label(struct presentation_call *c, const struct vt_range *r)
{
	bool	is_known = vt_message_structure(c->req, "lt", r->type).len > 0;

	if (r->label.len > 0) {
		presentation_own(c, "label", r->label);
		return;
	}
	if (!is_known) {
		presentation_none(c, "label", r->type.len > 0 ? r->type :
		    vt_str_printf(c->arena, "%lld", (long long)r->number));
		return;
	}
	presentation_map(c, "label");
	for (size_t i = 0; i < 2; i++)
		presentation_map_text(c, vt_str_of(presentation_interface[i]),
		    vt_message_structure(c->req, presentation_interface[i], r->type));
	vt_jsonw_end(&c->j);
}

void
presentation_captions_label(struct presentation_call *c, struct vt_str language)
{
	presentation_map(c, "label");
	for (size_t i = 0; i < 2; i++)
		presentation_map_text(c, vt_str_of(presentation_interface[i]),
		    vt_message_captions(c->req, presentation_interface[i], language));
	vt_jsonw_end(&c->j);
}

/* A map needs each language once: the first label of each is taken. */
void
presentation_labels(struct presentation_call *c, const char *key, const struct vt_labels *labels)
{
	struct presentation_keys	written = { .count = 0 };

	presentation_map(c, key);
	for (size_t pass = 0; pass < 3; pass++)
		for (size_t i = 0; i < labels->count; i++) {
			struct vt_str	lang = presentation_language_key(labels->items[i].lang);
			size_t		before = written.count;

			if (!presentation_is_turn(pass, lang))
				continue;
			presentation_keys_add(&written, lang);
			if (written.count == before)
				continue;
			presentation_map_lang(c, lang);
			presentation_text_value(c, labels->items[i].text,
			    strcmp(key, "label") == 0);
			presentation_map_lang_end(c);
		}
	vt_jsonw_end(&c->j);
}

/* The titles of the object; of one without any, what stands for a title. */
void
presentation_title(struct presentation_call *c, const char *key)
{
	struct vt_str	title;

	if (presentation_property(c, key, "title", true))
		return;
	title = vt_description_title(&c->object.description, "lt");
	presentation_none(c, key, title.len > 0 ? title : c->object.identifier);
}

/* Opens the list with its first pair; an empty one says nothing (4.3). */
static void
presentation_pair(struct presentation_call *c, bool *has_any, const char *message)
{
	if (!*has_any) {
		vt_jsonw_key(&c->j, "metadata");
		vt_jsonw_array(&c->j);
	}
	*has_any = true;
	vt_jsonw_object(&c->j);
	presentation_message(c, "label", message);
}

/* Rights that "rights" does not take (3.1) are told in words. */
static void
presentation_other_rights(struct presentation_call *c, bool *has_any)
{
	if (c->object.rights.len == 0 || presentation_rights(c).len > 0)
		return;
	presentation_pair(c, has_any, "property.rights");
	presentation_none(c, "value", c->object.rights);
	vt_jsonw_end(&c->j);
}

void
presentation_metadata(struct presentation_call *c)
{
	struct presentation_keys	 k;
	struct vt_str			 message;
	bool				 has_any = false;

	for (size_t i = 0; i < sizeof(presentation_fields) / sizeof(presentation_fields[0]); i++) {
		presentation_property_keys(&c->object.description, presentation_fields[i], &k);
		message = vt_str_printf(c->arena, "property.%s", presentation_fields[i]);
		if (k.count == 0 || message.p == NULL)
			continue;
		presentation_pair(c, &has_any, message.p);
		(void)presentation_property(c, "value", presentation_fields[i], false);
		vt_jsonw_end(&c->j);
	}
	presentation_other_rights(c, &has_any);
	if (has_any)
		vt_jsonw_end(&c->j);
}
