/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which known word a mistyped one was meant to be: the edit distance in which
 * swapped neighbours count as one slip.  Case and "-" for "_" do not count.
 */
#include "base/nearest.h"

#define VT_NEAREST_LEN_MAX 64 /* longer words are never mistyped ones */

void
vt_nearest_word_init(struct vt_nearest_word *n, struct vt_str wanted)
{
	*n = (struct vt_nearest_word){ .wanted = wanted };
}

static char
vt_nearest_plain(char c)
{
	if (c == '-')
		return ('_');
	return (c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c);
}

static unsigned char
vt_nearest_least(unsigned char a, unsigned char b)
{
	return (a < b ? a : b);
}

static size_t
vt_nearest_distance(struct vt_str a, struct vt_str b)
{
	unsigned char rows[3][VT_NEAREST_LEN_MAX + 1];
	unsigned char *before = rows[0], *above = rows[1], *row = rows[2];

	for (size_t j = 0; j <= b.len; j++)
		above[j] = (unsigned char)j;
	for (size_t i = 1; i <= a.len; i++) {
		unsigned char *oldest = before;

		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= b.len; j++) {
			char ca = vt_nearest_plain(a.p[i - 1]), cb = vt_nearest_plain(b.p[j - 1]);

			row[j] = vt_nearest_least(above[j], row[j - 1]) + 1;
			row[j] = vt_nearest_least(row[j], above[j - 1] + (ca != cb));
			if (i > 1 && j > 1 && ca == vt_nearest_plain(b.p[j - 2]) &&
			    cb == vt_nearest_plain(a.p[i - 2]))
				row[j] = vt_nearest_least(row[j], before[j - 2] + 1);
		}
		before = above;
		above = row;
		row = oldest;
	}
	return (above[b.len]);
}

void
vt_nearest_word_try(struct vt_nearest_word *n, const char *known)
{
	struct vt_str k = vt_str_of(known);
	size_t distance;

	if (k.len == 0 || k.len > VT_NEAREST_LEN_MAX || n->wanted.len > VT_NEAREST_LEN_MAX)
		return;
	distance = vt_nearest_distance(n->wanted, k);
	/* A third of the letters wrong is no slip any more. */
	if (distance * 3 > k.len + 2 || (n->best != NULL && distance >= n->distance))
		return;
	n->best = known;
	n->distance = distance;
}
