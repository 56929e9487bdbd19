/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which numbers of tables for the public are hidden (statistical disclosure control, cell
 * suppression): the small ones, and further ones as long as a small one could be worked out
 * from what is shown.  Whoever tries is taken to know every number shown, every sum that is
 * told of here, and that a hidden number is 1 or more; not which of them is a small one, so
 * all that is hidden has to look alike.  What is left then: each small number might as well
 * be one that is not small, and no hidden one has a single value that fits.
 *
 * The same numbers in the same order give the same answer.  Of a sum what stands before a
 * small number is hidden with it, else what follows, not the least one: so what was shown
 * of months that are over stays what is shown when further months come.
 */
#ifndef ANALYTICS_SUPPRESS_H
#define ANALYTICS_SUPPRESS_H

#include "vartai.h"

struct suppress;
/* below: what is a small number; 0 is none.  NULL: no memory. */
struct suppress *suppress_new(int64_t below);
void	suppress_free(struct suppress **s);
/* A number; its place.  is_dear: to be hidden only where hiding others does not help. */
size_t	suppress_cell(struct suppress *s, int64_t n, bool is_dear);
/* One that is shown somewhere, whatever comes of it here. */
size_t	suppress_known(struct suppress *s, int64_t n);
/* A sum: what is added comes to what is taken off, or to more: the rest is then of somebody
 * who is not listed, and is protected like a cell that is hidden. */
void	suppress_sum(struct suppress *s);
void	suppress_add(struct suppress *s, size_t cell);
void	suppress_take(struct suppress *s, size_t cell);
/* VT_E_NOMEM. */
vt_err	suppress_run(struct suppress *s) VT_MUST_CHECK;
bool	suppress_is_hidden(const struct suppress *s, size_t cell);

#endif
