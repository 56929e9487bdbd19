/* SPDX-License-Identifier: Apache-2.0 */
/* What lies beside the program: in its build tree, or where it was installed. */
#ifndef VT_BASE_BESIDE_H
#define VT_BASE_BESIDE_H

/* The first of these paths, seen from the program's folder, that is there: absolute,
 * on the heap; NULL: none.  candidates is ended by NULL. */
char	*vt_beside_program(const char *const *candidates);

#endif
