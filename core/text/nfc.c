/* SPDX-License-Identifier: Apache-2.0 */
#include <glib.h>

#include "text/nfc.h"

/* The first character that form C may change is U+0300, a combining grave. */
#define VT_NFC_FIRST_LEAD 0xcc

static bool
vt_nfc_may_change(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] >= VT_NFC_FIRST_LEAD)
			return (true);
	return (false);
}

struct vt_str
vt_nfc(struct vt_arena *a, struct vt_str s)
{
	struct vt_str composed;
	gchar *form;

	if (!vt_nfc_may_change(s))
		return (s);
	form = g_utf8_normalize(s.p, (gssize)s.len, G_NORMALIZE_DEFAULT_COMPOSE);
	if (form == NULL)
		return (s);
	composed = vt_str_dup(a, vt_str_of(form));
	g_free(form);
	return (composed);
}
