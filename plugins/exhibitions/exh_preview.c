/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks of preview links: until when, and a keyed hash of that and the exhibition.
 */
#include <sodium.h>
#include <stdio.h>

#include "exhibitions.h"

#define EXH_MARK_MAC	18			/* bytes: 24 characters without padding */
#define EXH_MARK_MAX	(20 + 1 + 24 + 1)	/* bytes of a mark */

static void
exh_preview_write(const uint8_t key[32], struct vt_str slug, int64_t until, char out[EXH_MARK_MAX])
{
	unsigned char			mac[EXH_MARK_MAC];
	crypto_generichash_state	h;
	int				len = snprintf(out, EXH_MARK_MAX, "%lld.", (long long)until);

	(void)crypto_generichash_init(&h, key, 32, sizeof(mac));
	(void)crypto_generichash_update(&h, (const unsigned char *)out, (size_t)len);
	(void)crypto_generichash_update(&h, (const unsigned char *)slug.p, slug.len);
	(void)crypto_generichash_final(&h, mac, sizeof(mac));
	(void)sodium_bin2base64(out + len, (size_t)(EXH_MARK_MAX - len), mac, sizeof(mac),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

struct vt_str
exh_preview_mark(struct vt_arena *a, const uint8_t key[32], struct vt_str slug, int64_t until)
{
	char	mark[EXH_MARK_MAX];

	exh_preview_write(key, slug, until, mark);
	return (vt_str_dup(a, vt_str_of(mark)));
}

bool
exh_preview_is_good(const uint8_t key[32], struct vt_str slug, struct vt_str mark, int64_t now)
{
	struct vt_str	rest = mark, time;
	char		want[EXH_MARK_MAX];
	int64_t		until;

	if (!vt_str_next(&rest, '.', &time) || !vt_str_to_int(time, 0, INT64_C(1) << 40, &until) ||
	    until <= now)
		return (false);
	exh_preview_write(key, slug, until, want);
	return (strlen(want) == mark.len && sodium_memcmp(want, mark.p, mark.len) == 0);
}

struct vt_str
exh_preview_query(struct vt_request *req)
{
	const struct exh_state	*state = vt_request_state(req);
	struct vt_str		 mark;

	if (!vt_request_arg(req, "preview", &mark) || !exh_preview_is_good(state->key,
	    vt_request_param(req, "slug"), mark, vt_time_now()))
		return (VT_STR_NONE);
	return (vt_str_printf(vt_request_arena(req), "?preview=%.*s", VT_STR_ARG(mark)));
}
