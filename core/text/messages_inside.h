/* SPDX-License-Identifier: Apache-2.0 */
/* What messages.c and messages_read.c share. */
#ifndef VT_TEXT_MESSAGES_INSIDE_H
#define VT_TEXT_MESSAGES_INSIDE_H

#include "text/language.h"
#include "text/messages.h"

struct vt_message {
	struct vt_str key;
	struct vt_str forms[VT_PLURAL_COUNT]; /* only "other" of one without forms */
	bool has_forms;
	int line;
};

struct vt_message_set { /* a language's */
	const char *language, *path;
	struct vt_message *rows; /* by key */
	size_t count;
};

struct vt_messages {
	struct vt_arena *arena;
	struct vt_message_set sets[VT_MESSAGES_LANGUAGES_MAX]; /* by language */
	size_t count;
};

int vt_messages_order(const void *a, const void *b);
/* NULL when the language has no such key. */
const struct vt_message *vt_messages_find(const struct vt_message_set *set, struct vt_str key);

#endif
