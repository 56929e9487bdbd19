/* SPDX-License-Identifier: Apache-2.0 */
/* Asking a description in memory (api/description.h); its XML is in
 * description_xml.c. */
#include "api/description.h"

#define VT_TITLE_FROM_TEXT 80 /* bytes at most of a title made from a description */

static bool
vt_description_is_lang(struct vt_str lang, const char *wanted)
{
	size_t len = strlen(wanted);

	return (lang.len >= len &&
		vt_str_eq_nocase(vt_str_sub(lang, 0, len), (struct vt_str){ wanted, len }) &&
		(lang.len == len || lang.p[len] == '-'));
}

const struct vt_property *
vt_description_next(const struct vt_description *d, const char *name, size_t *at)
{
	while (*at < d->count) {
		const struct vt_property *p = &d->properties[(*at)++];

		if (vt_str_eq_c(p->name, name))
			return (p);
	}
	return (NULL);
}

/* Who did several things is there for each of them, one behind the other. */
static bool
vt_description_is_again(const struct vt_description *d, const struct vt_property *p)
{
	for (const struct vt_property *q = p;
	     p->role.len != 0 && q > d->properties && vt_str_eq(q[-1].value, p->value) &&
	     vt_str_eq(q[-1].uri, p->uri); q--)
		if (vt_str_eq(q[-1].name, p->name) && vt_str_eq(q[-1].lang, p->lang))
			return (true);
	return (false);
}

const struct vt_property *
vt_description_shown(const struct vt_description *d, const char *field, size_t *at)
{
	bool is_made_at = strcmp(field, VT_FIELD_MADE_AT) == 0;
	bool is_place = is_made_at || strcmp(field, "spatial") == 0;
	const struct vt_property *p;

	do {
		p = vt_description_next(d, is_made_at ? "spatial" : field, at);
	} while (p != NULL && (is_place ? (p->role.len != 0) != is_made_at
					: vt_description_is_again(d, p)));
	return (p);
}

const struct vt_property *
vt_description_first(const struct vt_description *d, const char *name, const char *lang)
{
	const struct vt_property *p, *any = NULL;
	size_t at = 0;

	while ((p = vt_description_next(d, name, &at)) != NULL) {
		if (lang == NULL || vt_description_is_lang(p->lang, lang))
			return (p);
		if (any == NULL)
			any = p;
	}
	return (any);
}

/* The first property of that name that has words, in lang if there is one. */
static struct vt_str
vt_description_words(const struct vt_description *d, const char *name, const char *lang)
{
	struct vt_str any = VT_STR_NONE;
	const struct vt_property *p;
	size_t at = 0;

	while ((p = vt_description_next(d, name, &at)) != NULL) {
		if (p->value.len == 0)
			continue;
		if (lang == NULL || vt_description_is_lang(p->lang, lang))
			return (p->value);
		if (any.len == 0)
			any = p->value;
	}
	return (any);
}

/* Whole words where there are any, else whole characters. */
static struct vt_str
vt_description_beginning(struct vt_str s)
{
	size_t len = VT_TITLE_FROM_TEXT, word;

	if (s.len <= len)
		return (s);
	for (word = len; word > 0 && s.p[word] != ' ' && s.p[word] != '\n'; word--)
		continue;
	if (word > 0)
		return (vt_str_trim(vt_str_sub(s, 0, word)));
	while (len > 0 && ((unsigned char)s.p[len] & 0xc0) == 0x80)
		len--;
	return (vt_str_sub(s, 0, len));
}

struct vt_str
vt_description_title(const struct vt_description *d, const char *lang)
{
	static const char *const texts[] = { "description", "abstract" };
	struct vt_str title = vt_description_words(d, "title", lang);

	if (title.len == 0)
		title = vt_description_words(d, "alternative", lang);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && title.len == 0; i++)
		title =
		    vt_description_beginning(vt_str_trim(vt_description_words(d, texts[i], lang)));
	return (title);
}
