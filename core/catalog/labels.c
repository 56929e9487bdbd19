/* SPDX-License-Identifier: Apache-2.0 */
/* Texts by language, and names of kinds: parts of api/catalog.h that ask no
 * database. */
#include "api/catalog.h"

/* "lt" also stands for "lt-LT". */
static bool
vt_labels_is(struct vt_str lang, const char *wanted)
{
	size_t len = strlen(wanted);

	return (lang.len >= len &&
		vt_str_eq_nocase(vt_str_sub(lang, 0, len), (struct vt_str){ wanted, len }) &&
		(lang.len == len || lang.p[len] == '-'));
}

struct vt_str
vt_labels_get(const struct vt_labels *l, const char *lang)
{
	const char *const order[] = { lang, "lt", "en" };

	for (size_t k = 0; k < sizeof(order) / sizeof(order[0]); k++)
		for (size_t i = 0; order[k] != NULL && i < l->count; i++)
			if (vt_labels_is(l->items[i].lang, order[k]))
				return (l->items[i].text);
	return (l->count != 0 ? l->items[0].text : VT_STR_NONE);
}

const char *
vt_kind_name(enum vt_kind kind)
{
	static const char *const names[] = { [VT_KIND_TEXT] = "TEXT",
					     [VT_KIND_IMAGE] = "IMAGE",
					     [VT_KIND_SOUND] = "SOUND",
					     [VT_KIND_VIDEO] = "VIDEO",
					     [VT_KIND_3D] = "3D" };

	vt_assert((unsigned)kind < sizeof(names) / sizeof(names[0]));
	return (names[kind]);
}
