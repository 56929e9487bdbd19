/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes of an answer: the signature, then numbers of eight bytes (the lowest
 * first) and texts behind their lengths.  The first number names this format;
 * one of another program's is as unreadable as garbage.
 */
#include "http/way/pack.h"

#include <sodium.h>
#include <stdlib.h>

#include "http/inside.h"

#define PACK_FORMAT UINT64_C(0x3130544154524156) /* "VARTAT01" */

_Static_assert(VT_PACK_SIGNATURE_LEN == crypto_generichash_BYTES, "");
_Static_assert(VT_PACK_SECRET_LEN == crypto_generichash_KEYBYTES, "");

static void
pack_number(struct vt_buf *out, uint64_t n)
{
	unsigned char bytes[8];

	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(n >> (8 * i));
	vt_buf_put(out, bytes, sizeof(bytes));
}

static void
pack_text(struct vt_buf *out, struct vt_str s)
{
	pack_number(out, s.len);
	vt_buf_str(out, s);
}

static void
pack_sign(const struct vt_pack_key *key, struct vt_str inside,
	  unsigned char signature_r[VT_PACK_SIGNATURE_LEN])
{
	uint64_t len = key->place.len;
	crypto_generichash_state state;

	vt_assert(crypto_generichash_init(&state, key->secret, sizeof(key->secret),
					  VT_PACK_SIGNATURE_LEN) == 0);
	(void)crypto_generichash_update(&state, (const unsigned char *)&len, sizeof(len));
	(void)crypto_generichash_update(&state, (const unsigned char *)key->place.p,
					key->place.len);
	(void)crypto_generichash_update(&state, (const unsigned char *)inside.p, inside.len);
	(void)crypto_generichash_final(&state, signature_r, VT_PACK_SIGNATURE_LEN);
}

void
vt_pack(const struct vt_answer *answer, const struct vt_pack_key *key, struct vt_buf *out)
{
	static const unsigned char room[VT_PACK_SIGNATURE_LEN];
	unsigned char signature[VT_PACK_SIGNATURE_LEN];
	size_t at = out->len;

	vt_buf_put(out, room, sizeof(room));
	pack_number(out, PACK_FORMAT);
	pack_number(out, (uint64_t)answer->status);
	pack_number(out, (uint64_t)answer->made);
	pack_number(out, (uint64_t)answer->cached.expires);
	pack_number(out, (uint64_t)answer->modified);
	pack_text(out, answer->etag);
	pack_number(out, answer->header_count);
	for (size_t i = 0; i < answer->header_count; i++) {
		pack_text(out, answer->headers[i].name);
		pack_text(out, answer->headers[i].value);
	}
	pack_text(out, answer->body);
	if (vt_buf_error(out) != VT_OK)
		return;
	pack_sign(key, vt_str_sub(vt_buf_get(out), at + sizeof(room), out->len), signature);
	memcpy(out->p + at, signature, sizeof(signature));
}

/* --- back ------------------------------------------------------------------ */

struct unpack {
	struct vt_str rest;
	bool is_bad;
};

static uint64_t
unpack_number(struct unpack *u)
{
	uint64_t n = 0;

	if (u->rest.len < 8) {
		u->is_bad = true;
		return (0);
	}
	for (size_t i = 8; i-- > 0;)
		n = n << 8 | (unsigned char)u->rest.p[i];
	u->rest = vt_str_sub(u->rest, 8, u->rest.len);
	return (n);
}

static struct vt_str
unpack_text(struct unpack *u)
{
	uint64_t len = unpack_number(u);
	struct vt_str text;

	if (len > u->rest.len)
		u->is_bad = true;
	if (u->is_bad)
		return (VT_STR_NONE);
	text = vt_str_sub(u->rest, 0, (size_t)len);
	u->rest = vt_str_sub(u->rest, (size_t)len, u->rest.len);
	return (text);
}

/* What stands before the headers. */
static void
unpack_head(struct unpack *u, struct vt_answer *answer_r, size_t *header_count_r)
{
	uint64_t format = unpack_number(u), status = unpack_number(u), count;

	answer_r->made = (int64_t)unpack_number(u);
	answer_r->cached.expires = (int64_t)unpack_number(u);
	answer_r->modified = (int64_t)unpack_number(u);
	answer_r->etag = unpack_text(u);
	count = unpack_number(u);
	/* Nothing else is kept, and one place is left for the request's own. */
	if (format != PACK_FORMAT || status != 200 || count > VT_HTTP_ANSWER_HEADERS_MAX - 2)
		u->is_bad = true;
	answer_r->status = 200;
	*header_count_r = u->is_bad ? 0 : (size_t)count;
}

struct vt_answer *
vt_unpack_inside(struct vt_str inside)
{
	struct unpack u = { .rest = inside };
	struct vt_answer head = { .status = 0 }, *answer;
	struct vt_http_header *headers;
	size_t count;

	unpack_head(&u, &head, &count);
	if (u.is_bad || (answer = calloc(1, sizeof(*answer) + count * sizeof(*headers))) == NULL)
		return (NULL);
	vt_cached_init(&answer->cached, sizeof(*answer) + count * sizeof(*headers) + inside.len,
		       vt_answer_destroy);
	answer->cached.expires = head.cached.expires;
	answer->status = head.status;
	answer->made = head.made;
	answer->modified = head.modified;
	answer->etag = head.etag;
	answer->headers = headers = (struct vt_http_header *)(void *)(answer + 1);
	answer->header_count = count;
	for (size_t i = 0; i < count; i++) {
		headers[i].name = unpack_text(&u);
		headers[i].value = unpack_text(&u);
	}
	answer->body = unpack_text(&u);
	answer->is_shared = answer->is_kept = true;
	if (!u.is_bad && u.rest.len == 0)
		return (answer);
	free(answer);
	return (NULL);
}

struct vt_answer *
vt_unpack(struct vt_store_value *value, const struct vt_pack_key *key)
{
	unsigned char signature[VT_PACK_SIGNATURE_LEN];
	struct vt_answer *answer;
	struct vt_str inside;

	if (value->bytes.len < sizeof(signature))
		return (NULL);
	inside = vt_str_sub(value->bytes, sizeof(signature), value->bytes.len);
	pack_sign(key, inside, signature);
	if (sodium_memcmp(signature, value->bytes.p, sizeof(signature)) != 0 ||
	    (answer = vt_unpack_inside(inside)) == NULL)
		return (NULL);
	answer->done = value->done;
	answer->done_arg = value->arg;
	*value = (struct vt_store_value){ .done = NULL };
	return (answer);
}
