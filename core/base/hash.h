/* SPDX-License-Identifier: Apache-2.0 */
/* Content hashes (BLAKE2b-256, libsodium) and secrets derived from one key; and a
 * hash for tables. */
#ifndef VT_BASE_HASH_H
#define VT_BASE_HASH_H

#include "api/str.h"

#define VT_HASH_LEN	32
#define VT_HASH_HEX	(2 * VT_HASH_LEN + 1)

struct vt_hash_state { _Alignas(64) unsigned char opaque[384]; };

void	vt_hash_init(struct vt_hash_state *h);
void	vt_hash_put(struct vt_hash_state *h, const void *p, size_t len);
/* Puts a length before the bytes, so that neighbours cannot run together. */
void	vt_hash_put_str(struct vt_hash_state *h, struct vt_str s);
void	vt_hash_hex(struct vt_hash_state *h, char hex_r[VT_HASH_HEX]);
/* For tables in this process, eight bytes at a time; not against those who want two
 * strings to meet. */
uint64_t vt_hash_quick(struct vt_str s);
/* The whole file; VT_E_IO names it. */
vt_err	vt_hash_file(const char *path, char hex_r[VT_HASH_HEX]) VT_MUST_CHECK;
/* A secret for one purpose out of the one key: keyed BLAKE2b. */
void	vt_hash_derive(const uint8_t key[VT_HASH_LEN], const char *purpose,
	    uint8_t out_r[VT_HASH_LEN]);

#endif
