/* SPDX-License-Identifier: Apache-2.0 */
/* The keys by which titles are ordered, as in a Lithuanian index. */
#include "catalog/words/terms.h"

#define VT_SORT_DIGITS	  10	 /* numbers are padded to that many */
#define VT_SORT_TITLE_MAX 1000	 /* bytes of a title that decide its place */
#define VT_SORT_AFTER	  '\x7f' /* behind a letter: sorts after all its words */

struct vt_sort_key {
	char *p;
	size_t len;
	bool is_space; /* one is due before the next letter */
};

static void
vt_sort_key_put(struct vt_sort_key *k, struct vt_str s)
{
	if (k->len + s.len + 1 > VT_SORT_KEY_MAX)
		return;
	if (k->is_space && k->len != 0)
		k->p[k->len++] = ' ';
	k->is_space = false;
	if (s.len != 0)
		memcpy(k->p + k->len, s.p, s.len);
	k->len += s.len;
}

/* A run of digits, by value: without its zeros, padded to one width. */
static void
vt_sort_key_number(struct vt_sort_key *k, struct vt_str *rest)
{
	static const char zeros[VT_SORT_DIGITS + 1] = "0000000000";
	size_t from = 0, to;

	while (from < rest->len && rest->p[from] == '0')
		from++;
	for (to = from; to < rest->len && rest->p[to] >= '0' && rest->p[to] <= '9'; to++)
		continue;
	if (to - from < VT_SORT_DIGITS)
		vt_sort_key_put(k, (struct vt_str){ zeros, VT_SORT_DIGITS - (to - from) });
	vt_sort_key_put(k, vt_str_sub(*rest, from, to - from));
	*rest = vt_str_sub(*rest, to, rest->len);
}

static bool
vt_sort_key_is_passed_over(uint32_t c)
{
	return ((c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) ||
		(c >= 0xa0 && c <= 0xbf) || (c >= 0x2000 && c <= 0x206f) ||
		(c >= 0x3000 && c <= 0x301f));
}

static bool
vt_sort_key_is_caron(uint32_t c)
{
	return (c == 0x10c || c == 0x10d || c == 0x160 || c == 0x161 || c == 0x17d || c == 0x17e);
}

static void
vt_sort_key_letter(struct vt_sort_key *k, struct vt_arena *a, uint32_t code, struct vt_str letter)
{
	static const char after = VT_SORT_AFTER;

	if (vt_sort_key_is_passed_over(code)) {
		k->is_space = true;
	} else if (code == 'y' || code == 'Y') {
		vt_sort_key_put(k, VT_STR("i"));
	} else if (code == 0x30c) { /* a combining caron */
		vt_sort_key_put(k, (struct vt_str){ &after, k->len != 0 });
	} else {
		vt_sort_key_put(k, vt_str_fold(a, letter));
		if (vt_sort_key_is_caron(code))
			vt_sort_key_put(k, (struct vt_str){ &after, 1 });
	}
}

struct vt_str
vt_terms_sort_key(struct vt_arena *a, struct vt_str title)
{
	struct vt_sort_key k = { .p = vt_arena_alloc(a, VT_SORT_KEY_MAX) };
	struct vt_str before;
	uint32_t code;

	if (k.p == NULL)
		return (VT_STR_NONE);
	title = vt_str_sub(title, 0, VT_SORT_TITLE_MAX);
	while (title.len != 0 && k.len + VT_SORT_DIGITS < VT_SORT_KEY_MAX) {
		before = title;
		if (title.p[0] >= '0' && title.p[0] <= '9') {
			vt_sort_key_number(&k, &title);
		} else if (vt_utf8_next(&title, &code)) {
			before.len -= title.len;
			vt_sort_key_letter(&k, a, code, before);
		} else {
			title = vt_str_sub(title, 1, title.len);
		}
	}
	return ((struct vt_str){ k.p, k.len });
}
