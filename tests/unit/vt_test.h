/* SPDX-License-Identifier: Apache-2.0 */
/* What the unit tests of the two lowest floors share: cmocka, and a check that
 * names the row of a table that failed. */
#ifndef VT_TEST_H
#define VT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/str.h"

/* got is exactly want; row says which case of the table this is. */
#define vt_test_str(row, got, want)					\
	vt_test_str_at((row), (got), (want), __FILE__, __LINE__)

static inline void
vt_test_str_at(const char *row, struct vt_str got, const char *want, const char *file, int line)
{
	if (vt_str_eq_c(got, want))
		return;
	print_error("%s:\n   got  \"%.*s\"\n   want \"%s\"\n", row, VT_STR_ARG(got), want);
	_fail(file, line);
}

/* text has part in it. */
#define vt_test_has(text, part)						\
	do {								\
		if (strstr((text), (part)) == NULL) {			\
			print_error("\"%s\"\n   lacks \"%s\"\n", (text), (part)); \
			_fail(__FILE__, __LINE__);			\
		}							\
	} while (0)

#endif
