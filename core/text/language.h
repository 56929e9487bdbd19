/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How languages write counts, numbers and dates (after Unicode CLDR): "lt" and
 * "en"; any other language is written like "en".
 */
#ifndef VT_TEXT_LANGUAGE_H
#define VT_TEXT_LANGUAGE_H

#include "api/buf.h"

enum vt_plural { VT_PLURAL_ONE, VT_PLURAL_FEW, VT_PLURAL_OTHER, VT_PLURAL_COUNT };

/* Which form of a message goes with n: lt 1 knyga, 2 knygos, 10 knygų. */
enum vt_plural vt_language_plural(const char *language, int64_t n);
/* Whether the language tells this form from the others. */
bool vt_language_has_plural(const char *language, enum vt_plural form);
const char *vt_plural_name(enum vt_plural form); /* "one" */

/* 1234567: lt "1 234 567" (no-break spaces), en "1,234,567". */
void vt_language_number(struct vt_buf *out, const char *language, int64_t n);
/* YYYY-MM-DD (a time behind it is left out), YYYY-MM or YYYY: lt "2026 m.
 * lapkričio 22 d.", en "22 November 2026"; anything else as it stands. */
void vt_language_date(struct vt_buf *out, const char *language, struct vt_str iso);

/* "lt" or "en", as the environment says (LC_ALL, LC_MESSAGES, LANG): "lt_LT.UTF-8" is
 * Lithuanian, everything else English. */
const char *vt_language_of_locale(void);

#endif
