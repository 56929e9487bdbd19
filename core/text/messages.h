/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Messages: what the public reads, by key and language, from a folder of
 * <language>.yaml files.  Maps nest ("site: {title: …}" is the key
 * site.title).  A map with only the keys one, few, other is one message with
 * forms for counts.  {name} in a message is a place to be filled.  A message
 * is plain text, escaped where it is shown; one whose key ends in "_html" is
 * markup (what fills its places is escaped all the same).
 */
#ifndef VT_TEXT_MESSAGES_H
#define VT_TEXT_MESSAGES_H

#include "api/arena.h"
#include "api/str.h"

#define VT_MESSAGES_SIZE_MAX	  (1024 * 1024) /* bytes a file */
#define VT_MESSAGES_LANGUAGES_MAX 16

struct vt_messages;

/* Every language must have every key, with the forms that it needs, else
 * VT_E_BADARG names key, file and line.  Read-only afterwards: any thread. */
vt_err vt_messages_open(const char *folder, struct vt_messages **m_r) VT_MUST_CHECK;
void vt_messages_free(struct vt_messages **m);

/* The messages of folder/<language>.yaml, of each language that has such a file, in
 * the place of those with the same keys.  Before others ask.  VT_E_BADARG names file,
 * line and key of one that there is not, or that has other forms. */
vt_err vt_messages_replace(struct vt_messages *m, const char *folder) VT_MUST_CHECK;

bool vt_messages_has_language(const struct vt_messages *m, const char *language);
/* The i-th language ("en", "lt", in order of name); NULL beyond the last. */
const char *vt_messages_language(const struct vt_messages *m, size_t i);
bool vt_messages_has(const struct vt_messages *m, struct vt_str key);

/* A message (of one with forms: "other"), its places unfilled; the key itself
 * when there is none.  Borrowed from m or from key.  An unknown language has
 * the first language's. */
struct vt_str vt_messages_get(const struct vt_messages *m, const char *language, struct vt_str key);
/* The form for n, its places unfilled. */
struct vt_str vt_messages_form(const struct vt_messages *m, const char *language, struct vt_str key,
			       int64_t n);
/* The form for n with {n} filled. */
struct vt_str vt_messages_count(const struct vt_messages *m, struct vt_arena *a,
				const char *language, struct vt_str key, int64_t n);

/* Takes the text before the next {place} off *rest; *place_r is empty when
 * there is no further place.  False when nothing is left.  A brace that begins
 * no place is text. */
bool vt_messages_next(struct vt_str *rest, struct vt_str *text_r, struct vt_str *place_r);

#endif
