/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking messages up, and filling the count into one.  They were read once at
 * start (messages_read.c) and do not change.
 */
#include "text/messages_inside.h"

#include <stdlib.h>

const struct vt_message *
vt_messages_find(const struct vt_message_set *set, struct vt_str key)
{
	struct vt_message wanted = { .key = key };

	if (set->count == 0)
		return (NULL);
	return (bsearch(&wanted, set->rows, set->count, sizeof(wanted), vt_messages_order));
}

static const struct vt_message_set *
vt_messages_set(const struct vt_messages *m, const char *language)
{
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->sets[i].language, language) == 0)
			return (&m->sets[i]);
	return (NULL);
}

bool
vt_messages_has_language(const struct vt_messages *m, const char *language)
{
	return (vt_messages_set(m, language) != NULL);
}

const char *
vt_messages_language(const struct vt_messages *m, size_t i)
{
	return (i < m->count ? m->sets[i].language : NULL);
}

bool
vt_messages_has(const struct vt_messages *m, struct vt_str key)
{
	return (vt_messages_find(&m->sets[0], key) != NULL);
}

static const struct vt_message *
vt_messages_lookup(const struct vt_messages *m, const char *language, struct vt_str key)
{
	const struct vt_message_set *set = vt_messages_set(m, language);

	return (vt_messages_find(set != NULL ? set : &m->sets[0], key));
}

struct vt_str
vt_messages_get(const struct vt_messages *m, const char *language, struct vt_str key)
{
	const struct vt_message *found = vt_messages_lookup(m, language, key);

	return (found != NULL ? found->forms[VT_PLURAL_OTHER] : key);
}

struct vt_str
vt_messages_form(const struct vt_messages *m, const char *language, struct vt_str key, int64_t n)
{
	const struct vt_message *found = vt_messages_lookup(m, language, key);

	if (found == NULL)
		return (key);
	if (!found->has_forms)
		return (found->forms[VT_PLURAL_OTHER]);
	/* An unknown language was given the first one's messages: its forms too. */
	if (vt_messages_set(m, language) == NULL)
		language = m->sets[0].language;
	return (found->forms[vt_language_plural(language, n)]);
}

static bool
vt_messages_is_place(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		char c = s.p[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') &&
		    c != '_' && c != '.')
			return (false);
	}
	return (s.len != 0);
}

bool
vt_messages_next(struct vt_str *rest, struct vt_str *text_r, struct vt_str *place_r)
{
	struct vt_str s = *rest;

	if (s.len == 0)
		return (false);
	for (size_t i = 0; i < s.len; i++) {
		ptrdiff_t end;
		struct vt_str place;

		if (s.p[i] != '{')
			continue;
		end = vt_str_find(vt_str_sub(s, i, s.len), VT_STR("}"));
		if (end < 0)
			break;
		place = vt_str_sub(s, i + 1, (size_t)end - 1);
		if (!vt_messages_is_place(place))
			continue;
		*text_r = vt_str_sub(s, 0, i);
		*place_r = place;
		*rest = vt_str_sub(s, i + (size_t)end + 1, s.len);
		return (true);
	}
	*text_r = s;
	*place_r = VT_STR_NONE;
	*rest = VT_STR_NONE;
	return (true);
}

struct vt_str
vt_messages_count(const struct vt_messages *m, struct vt_arena *a, const char *language,
		  struct vt_str key, int64_t n)
{
	struct vt_str rest = vt_messages_form(m, language, key, n), text, place, filled;
	struct vt_buf b;

	vt_buf_init(&b, 0);
	while (vt_messages_next(&rest, &text, &place)) {
		vt_buf_str(&b, text);
		if (vt_str_eq_c(place, "n"))
			vt_language_number(&b, language, n);
		else if (place.len != 0)
			vt_buf_printf(&b, "{%.*s}", VT_STR_ARG(place));
	}
	filled = vt_buf_error(&b) == VT_OK ? vt_str_dup(a, vt_buf_get(&b)) : VT_STR_NONE;
	vt_buf_fini(&b);
	return (filled);
}
