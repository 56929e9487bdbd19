/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer as bytes for a second level of the cache, and back.  The bytes are
 * signed together with the key that they lie under: whoever can write there can
 * neither make an answer nor move one to another address.
 */
#ifndef VT_HTTP_PACK_H
#define VT_HTTP_PACK_H

#include "api/buf.h"
#include "cache/store.h"

#define VT_PACK_SECRET_LEN 32

struct vt_answer;

struct vt_pack_key {
	uint8_t secret[VT_PACK_SECRET_LEN];
	struct vt_str place; /* the store's key */
};

/* Sticky errors are out's. */
void vt_pack(const struct vt_answer *answer, const struct vt_pack_key *key, struct vt_buf *out);
/* The answer, shared and kept; its texts lie in the value, which it takes over.
 * NULL: it was not made by vt_pack() with this key, and the value is left alone. */
struct vt_answer *vt_unpack(struct vt_store_value *value, const struct vt_pack_key *key);

/* --- for the tests: what is inside the signature */
#define VT_PACK_SIGNATURE_LEN 32
struct vt_answer *vt_unpack_inside(struct vt_str inside);

#endif
