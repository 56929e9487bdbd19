/* SPDX-License-Identifier: Apache-2.0 */
/* Words for how an object is shown. */
#include "ingest/folder/viewing.h"

static const char *
vt_viewing_find(struct vt_str word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (vt_str_eq_nocase(word, vt_str_of(*words)))
			return (*words);
	return (NULL);
}

const char *
vt_viewing_direction(struct vt_str word)
{
	static const char *const words[] = { "left-to-right", "right-to-left", "top-to-bottom",
					     "bottom-to-top", NULL };

	return (vt_viewing_find(word, words));
}

const char *
vt_viewing_behavior(struct vt_str word)
{
	static const char *const words[] = { "paged", "individuals", "continuous", "unordered",
					     NULL };

	return (vt_viewing_find(word, words));
}

const char *
vt_viewing_page_behavior(struct vt_str word)
{
	static const char *const words[] = { "non-paged", "facing-pages", NULL };

	return (vt_viewing_find(word, words));
}

/* Letters alone, small: "Fold-out" is "foldout". */
static struct vt_str
vt_viewing_letters(struct vt_str s, char *out, size_t max)
{
	size_t len = 0;

	for (size_t i = 0; i < s.len && len < max; i++) {
		char c = s.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c >= 'a' && c <= 'z')
			out[len++] = c;
	}
	return ((struct vt_str){ out, len });
}

const char *
vt_viewing_leaf(struct vt_str type)
{
	static const char *const facing[] = { "doublepage", "spread", "doublespread", "opening",
					      "facingpages", NULL };
	static const char *const apart[] = { "foldout", "insert", "flap", "slip", "nonpaged",
					     NULL };
	char letters[32];
	struct vt_str word = vt_viewing_letters(type, letters, sizeof(letters));

	if (vt_viewing_find(word, facing) != NULL)
		return ("facing-pages");
	return (vt_viewing_find(word, apart) != NULL ? "non-paged" : NULL);
}

bool
vt_viewing_is_rtl(struct vt_str language)
{
	static const char *const languages[] = { "ar", "ara", "arc", "dv", "div", "fa", "fas", "per",
						 "he", "heb", "iw",  "ji", "ps",  "pus", "sd", "snd",
						 "syr", "ur", "urd", "ug", "uig", "yi",  "yid", NULL };
	struct vt_str first;

	return (vt_str_next(&language, '-', &first) && vt_viewing_find(first, languages) != NULL);
}
