/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Language maps (Presentation 3.0, 4.4).  Lithuanian stands first: viewers
 * that do not know the reader's language take the first one.
 */
#include "presentation.h"

#define PRESENTATION_LANGS_MAX 32	/* languages of one property */

static const char *const presentation_interface[] = { "lt", "en" };

/* Names of properties that become metadata, in the order in which a reader
 * wants them; labels are the messages "property.<name>". */
static const char *const presentation_fields[] = {
	"alternative", "creator", "contributor", "publisher", "created", "issued", "date",
	"temporal", "spatial", "subject", "type", "format", "extent", "medium", "language",
	"isPartOf", "source", "relation", "provenance", "rights", "rightsHolder", "identifier",
	"bibliographicCitation",
};

static struct vt_str
presentation_language_key(struct vt_str lang)
{
	return (lang.len > 0 ? lang : VT_STR("none"));
}

/* The languages of a property's values, each once, in order of appearance but
 * for Lithuanian and English, which come first. */
static size_t
presentation_languages(const struct vt_description *d, const char *name,
    struct vt_str langs[PRESENTATION_LANGS_MAX])
{
	const struct vt_property	*p;
	size_t				 at, count = 0, i;

	for (size_t pass = 0; pass < 3; pass++)
		for (at = 0; (p = vt_description_next(d, name, &at)) != NULL;) {
			if (p->value.len == 0 || count == PRESENTATION_LANGS_MAX)
				continue;
			if (pass < 2 && !vt_str_eq_c(p->lang, presentation_interface[pass]))
				continue;
			for (i = 0; i < count && !vt_str_eq(langs[i], p->lang); i++)
				;
			if (i == count)
				langs[count++] = p->lang;
		}
	return (count);
}

static void
presentation_values(struct presentation_call *c, const char *name, struct vt_str lang)
{
	const struct vt_property	*p;
	size_t				 at = 0;

	vt_jsonw_key_str(&c->j, presentation_language_key(lang));
	vt_jsonw_array(&c->j);
	while ((p = vt_description_next(&c->object.description, name, &at)) != NULL)
		if (p->value.len > 0 && vt_str_eq(p->lang, lang))
			vt_jsonw_str(&c->j, p->value);
	vt_jsonw_end(&c->j);
}

bool
presentation_property(struct presentation_call *c, const char *key, const char *name)
{
	struct vt_str	langs[PRESENTATION_LANGS_MAX];
	size_t		count = presentation_languages(&c->object.description, name, langs);

	if (count == 0)
		return (false);
	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	for (size_t i = 0; i < count; i++)
		presentation_values(c, name, langs[i]);
	vt_jsonw_end(&c->j);
	return (true);
}

void
presentation_none(struct presentation_call *c, const char *key, struct vt_str text)
{
	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	vt_jsonw_key(&c->j, "none");
	vt_jsonw_array(&c->j);
	vt_jsonw_str(&c->j, text);
	vt_jsonw_end(&c->j);
	vt_jsonw_end(&c->j);
}

void
presentation_message(struct presentation_call *c, const char *key, const char *message)
{
	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	for (size_t i = 0; i < 2; i++) {
		vt_jsonw_key(&c->j, presentation_interface[i]);
		vt_jsonw_array(&c->j);
		vt_jsonw_str(&c->j, vt_message_in(c->req, presentation_interface[i], message));
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* A map needs each language once: the first label of each is taken. */
void
presentation_labels(struct presentation_call *c, const char *key, const struct vt_labels *labels)
{
	vt_jsonw_key(&c->j, key);
	vt_jsonw_object(&c->j);
	for (size_t i = 0; i < labels->count; i++) {
		bool is_first = true;

		for (size_t k = 0; k < i; k++)
			is_first &= !vt_str_eq(labels->items[k].lang, labels->items[i].lang);
		if (!is_first)
			continue;
		vt_jsonw_key_str(&c->j, presentation_language_key(labels->items[i].lang));
		vt_jsonw_array(&c->j);
		vt_jsonw_str(&c->j, labels->items[i].text);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}

/* The titles of an object; of one without any, what stands for a title. */
void
presentation_title(struct presentation_call *c, const char *key, const struct vt_description *d)
{
	struct vt_description	kept = c->object.description;
	struct vt_str		title;
	bool			is_written;

	c->object.description = *d;
	is_written = presentation_property(c, key, "title");
	c->object.description = kept;
	if (is_written)
		return;
	title = vt_description_title(d, "lt");
	presentation_none(c, key, title.len > 0 ? title : c->object.identifier);
}

void
presentation_metadata(struct presentation_call *c)
{
	size_t	at;

	vt_jsonw_key(&c->j, "metadata");
	vt_jsonw_array(&c->j);
	for (size_t i = 0; i < sizeof(presentation_fields) / sizeof(presentation_fields[0]); i++) {
		const struct vt_property	*p;
		bool				 has_value = false;

		for (at = 0; (p = vt_description_next(&c->object.description,
		    presentation_fields[i], &at)) != NULL;)
			has_value |= p->value.len > 0;
		if (!has_value)
			continue;
		vt_jsonw_object(&c->j);
		presentation_message(c, "label", vt_str_c(c->arena, vt_str_printf(c->arena,
		    "property.%s", presentation_fields[i])));
		(void)presentation_property(c, "value", presentation_fields[i]);
		vt_jsonw_end(&c->j);
	}
	vt_jsonw_end(&c->j);
}
