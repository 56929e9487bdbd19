/* SPDX-License-Identifier: Apache-2.0 */
/* BLAKE2b-256 of bytes and files, by libsodium. */
#include "base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#define VT_HASH_CHUNK (32 * 1024) /* bytes read at a time */

_Static_assert(sizeof(crypto_generichash_state) <= sizeof(struct vt_hash_state),
	       "libsodium's state has outgrown ours");

static crypto_generichash_state *
vt_hash_state(struct vt_hash_state *h)
{
	return ((crypto_generichash_state *)(void *)h->opaque);
}

void
vt_hash_init(struct vt_hash_state *h)
{
	/* Chooses the fastest code for this processor; any thread, any number of times. */
	vt_assert(sodium_init() >= 0);
	vt_assert(crypto_generichash_init(vt_hash_state(h), NULL, 0, VT_HASH_LEN) == 0);
}

void
vt_hash_put(struct vt_hash_state *h, const void *p, size_t len)
{
	if (len != 0)
		vt_assert(crypto_generichash_update(vt_hash_state(h), p, len) == 0);
}

void
vt_hash_put_str(struct vt_hash_state *h, struct vt_str s)
{
	unsigned char len[8];

	for (size_t i = 0; i < sizeof(len); i++)
		len[i] = (unsigned char)((uint64_t)s.len >> (8 * i));
	vt_hash_put(h, len, sizeof(len));
	vt_hash_put(h, s.p, s.len);
}

void
vt_hash_hex(struct vt_hash_state *h, char hex_r[VT_HASH_HEX])
{
	unsigned char hash[VT_HASH_LEN];

	vt_assert(crypto_generichash_final(vt_hash_state(h), hash, sizeof(hash)) == 0);
	(void)sodium_bin2hex(hex_r, VT_HASH_HEX, hash, sizeof(hash));
}

static vt_err
vt_hash_fd(int fd, const char *path, struct vt_hash_state *h)
{
	unsigned char chunk[VT_HASH_CHUNK];
	ssize_t n;

	while ((n = read(fd, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return (vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
		vt_hash_put(h, chunk, (size_t)n);
	}
	return (VT_OK);
}

vt_err
vt_hash_file(const char *path, char hex_r[VT_HASH_HEX])
{
	struct vt_hash_state h;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	vt_err err;

	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s cannot be opened: %s", path, strerror(errno)));
	vt_hash_init(&h);
	err = vt_hash_fd(fd, path, &h);
	(void)close(fd);
	if (err == VT_OK)
		vt_hash_hex(&h, hex_r);
	return (err);
}

void
vt_hash_derive(const uint8_t key[VT_HASH_LEN], const char *purpose, uint8_t out_r[VT_HASH_LEN])
{
	vt_assert(crypto_generichash(out_r, VT_HASH_LEN, (const unsigned char *)purpose,
				     strlen(purpose), key, VT_HASH_LEN) == 0);
}

uint64_t
vt_hash_quick(struct vt_str s)
{
	uint64_t	h = s.len, part;
	size_t		i = 0;

	for (; i + sizeof(part) <= s.len; i += sizeof(part)) {
		memcpy(&part, s.p + i, sizeof(part));
		h = (h ^ part) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	part = 0;
	if (i < s.len)
		memcpy(&part, s.p + i, s.len - i);
	h = (h ^ part) * UINT64_C(0x9e3779b97f4a7c15);
	return (h ^ h >> 32);
}
