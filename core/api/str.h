/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strings are pointer and length, borrowed, not terminated.  A function that
 * takes an arena returns memory of that arena; where the arena is exhausted
 * the result's p is NULL (len 0) and vt_fail() has spoken.
 */
#ifndef VT_API_STR_H
#define VT_API_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "err.h"

struct vt_arena;

struct vt_str {
	const char	*p;
	size_t		 len;
};

#define VT_STR(lit)	((struct vt_str){ (lit), sizeof(lit) - 1 })
#define VT_STR_NONE	((struct vt_str){ NULL, 0 })
/* for printf's "%.*s" */
#define VT_STR_ARG(s)	(int)(s).len, ((s).p != NULL ? (s).p : "")

/* A terminated string as a vt_str; NULL gives VT_STR_NONE. */
static inline struct vt_str
vt_str_of(const char *c)
{
	return ((struct vt_str){ c, c != NULL ? strlen(c) : 0 });
}

VT_API bool	vt_str_eq(struct vt_str a, struct vt_str b);
VT_API bool	vt_str_eq_c(struct vt_str a, const char *b);
VT_API bool	vt_str_eq_nocase(struct vt_str a, struct vt_str b);	/* ASCII */
VT_API int	vt_str_cmp(struct vt_str a, struct vt_str b);	/* bytewise */
VT_API bool	vt_str_starts(struct vt_str s, struct vt_str prefix);
VT_API bool	vt_str_ends(struct vt_str s, struct vt_str suffix);
/* Offset of needle in s, or -1. */
VT_API ptrdiff_t vt_str_find(struct vt_str s, struct vt_str needle);
/* The part of s from offset from (at most len bytes). */
VT_API struct vt_str vt_str_sub(struct vt_str s, size_t from, size_t len);
/* Without leading and trailing ASCII white space. */
VT_API struct vt_str vt_str_trim(struct vt_str s);

/* Takes the part before sep off *rest; false when nothing is left.  "a,,b"
 * gives "a", "", "b"; the empty string gives nothing, nor does a last sep. */
VT_API bool	vt_str_next(struct vt_str *rest, char sep, struct vt_str *part_r);

/* The whole of s as a decimal number within min..max: digits, one leading '-'
 * only; else false and *value_r is untouched. */
VT_API bool	vt_str_to_int(struct vt_str s, int64_t min, int64_t max,
		    int64_t *value_r);
/* The whole of s as digits with at most one '.' and one leading '-': no
 * exponent, no inf, no locale. */
VT_API bool	vt_str_to_double(struct vt_str s, double *value_r);

VT_API struct vt_str vt_str_dup(struct vt_arena *a, struct vt_str s);
/* A terminated copy; NULL when the arena is exhausted. */
VT_API char	*vt_str_c(struct vt_arena *a, struct vt_str s);
VT_API struct vt_str vt_str_printf(struct vt_arena *a, const char *fmt, ...)
		    VT_PRINTF(2, 3);

/* All of an open file, with a 0 behind it; path is for sentences.  VT_E_TOOLARGE: more than
 * max bytes; VT_E_LIMIT: more than the arena has; VT_E_IO.  Since 2.5. */
VT_API vt_err	vt_str_read(struct vt_arena *a, int fd, const char *path, size_t max,
		    struct vt_str *text_r) VT_MUST_CHECK;

/* UTF-8 (RFC 3629): no overlong forms, no surrogates. */
VT_API bool	vt_utf8_is_valid(struct vt_str s);
/* Takes one code point off *rest; false at the end or at a bad byte. */
VT_API bool	vt_utf8_next(struct vt_str *rest, uint32_t *code_r);
/* Writes code as UTF-8 to out (at least 4 bytes); the number of bytes. */
VT_API size_t	vt_utf8_put(uint32_t code, char *out);

/* How many code points s, which is UTF-8, has.  Since 2.5. */
VT_API size_t	vt_utf8_count(struct vt_str s);
/* Its first bytes, at most max, with no character cut.  Since 2.4. */
VT_API struct vt_str vt_utf8_cut(struct vt_str s, size_t max);

/* Lower case without diacritics, the way readers type when they search:
 * "Žemaičių Šlovė" gives "zemaiciu slove".  Latin, Greek and Cyrillic letters
 * are lower-cased; other letters stay as they are. */
VT_API struct vt_str vt_str_fold(struct vt_arena *a, struct vt_str s);

#endif
