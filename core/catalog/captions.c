/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Captions among the files of an object: their use says "captions", the language, and the
 * names of the sounds and films whose captions they are, with a space between; names and
 * languages have none.
 */
#include "api/webvtt.h"
#include "catalog/writer.h"

#define CAPTIONS_USE	 "captions "
#define CAPTIONS_UNKNOWN "und" /* BCP 47's tag of a language that is not known */

struct vt_str
vt_captions_use(struct vt_arena *a, struct vt_str language, const struct vt_str *films, size_t count)
{
	struct vt_str use = vt_str_printf(a, CAPTIONS_USE "%.*s",
					  VT_STR_ARG(language.len != 0 ? language
								       : VT_STR(CAPTIONS_UNKNOWN)));

	for (size_t i = 0; i < count; i++)
		use = vt_str_printf(a, "%.*s %.*s", VT_STR_ARG(use), VT_STR_ARG(films[i]));
	return (use);
}

bool
vt_file_is_captions(const struct vt_file *file)
{
	return (vt_str_eq_c(file->media_type, VT_WEBVTT_TYPE) &&
		vt_str_starts(file->use, VT_STR(CAPTIONS_USE)));
}

bool
vt_file_captions(const struct vt_file *file, struct vt_str film, struct vt_str *language_r)
{
	struct vt_str rest, language, name;

	if (!vt_file_is_captions(file))
		return (false);
	rest = vt_str_sub(file->use, sizeof(CAPTIONS_USE) - 1, file->use.len);
	if (!vt_str_next(&rest, ' ', &language))
		return (false);
	if (vt_str_eq_c(language, CAPTIONS_UNKNOWN))
		language = VT_STR_NONE;
	while (vt_str_next(&rest, ' ', &name))
		if (film.len == 0 || vt_str_eq(name, film)) {
			*language_r = language;
			return (true);
		}
	return (false);
}
