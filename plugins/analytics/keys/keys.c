/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <sys/mman.h>

#include "keys.h"

#define KEYS_HASH_LEN	32
#define KEYS_PLACES	1024	/* networks that guess at the same time */
#define KEYS_WAYS	32	/* places that a network may have; where all are others', it shares one */

struct keys_place {
	uint64_t network;	/* its hash */
	int64_t	since;
	int32_t	guesses;
};
struct keys_guesses {
	uint8_t			key[crypto_shorthash_KEYBYTES];
	struct keys_place	places[KEYS_PLACES];
};

/* --- guesses ------------------------------------------------------------------------ */

vt_err
keys_guesses_new(struct keys_guesses **g_r)
{
	struct keys_guesses	*g = mmap(NULL, sizeof(*g), PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (g == MAP_FAILED)
		return (vt_fail(VT_E_NOMEM, "no memory to count who guesses keys"));
	randombytes_buf(g->key, sizeof(g->key));
	*g_r = g;
	return (VT_OK);
}

/* That of the network, else one that nobody has by now, else NULL. */
static struct keys_place *
keys_place_find(struct keys_guesses *g, uint64_t network, int64_t now)
{
	struct keys_place	*unused = NULL;
	uint64_t		 step = network >> 32 | 1;	/* neighbours would crowd each other out */

	for (size_t i = 0; i < KEYS_WAYS; i++) {
		struct keys_place	*p = &g->places[(network + i * step) % KEYS_PLACES];
		bool	is_over = now - __atomic_load_n(&p->since, __ATOMIC_RELAXED) >= KEYS_GUESSES_S;

		if (!is_over && __atomic_load_n(&p->network, __ATOMIC_RELAXED) == network)
			return (p);
		if (is_over && unused == NULL)
			unused = p;
	}
	if (unused != NULL) {
		__atomic_store_n(&unused->network, network, __ATOMIC_RELAXED);
		__atomic_store_n(&unused->guesses, 0, __ATOMIC_RELAXED);
		__atomic_store_n(&unused->since, now, __ATOMIC_RELAXED);
	}
	return (unused);
}

static struct keys_place *
keys_place(struct keys_guesses *g, const char *network, int64_t now)
{
	struct keys_place	*p;
	uint64_t		 hash;

	(void)crypto_shorthash((uint8_t *)&hash, (const uint8_t *)network, strlen(network), g->key);
	p = keys_place_find(g, hash, now);
	return (p != NULL ? p : &g->places[hash % KEYS_PLACES]);
}

/* --- keys ------------------------------------------------------------------------------- */

/* The id of a key that looks like one; of any other, one that nobody has. */
static struct vt_str
keys_id(struct vt_str key, struct vt_str *secret_r)
{
	const size_t	start = sizeof(KEYS_PREFIX) - 1;

	*secret_r = key;
	if (key.len != start + KEYS_ID_LEN + 1 + KEYS_SECRET_LEN ||
	    !vt_str_starts(key, VT_STR(KEYS_PREFIX)) || key.p[start + KEYS_ID_LEN] != '_')
		return (VT_STR("-"));
	*secret_r = vt_str_sub(key, start + KEYS_ID_LEN + 1, KEYS_SECRET_LEN);
	return (vt_str_sub(key, start, KEYS_ID_LEN));
}

static void
keys_hash(struct vt_str secret, uint8_t out[KEYS_HASH_LEN])
{
	(void)crypto_generichash(out, KEYS_HASH_LEN, (const uint8_t *)secret.p, secret.len, NULL, 0);
}

static bool
keys_has_scope(struct vt_str scopes, const char *scope)
{
	struct vt_str	part;

	while (vt_str_next(&scopes, ',', &part))
		if (vt_str_eq_c(part, scope))
			return (true);
	return (false);
}

struct keys_row {
	uint8_t	hash[KEYS_HASH_LEN];
	bool	is_valid;	/* for this scope and time */
};

/* One that is not there has a hash of zeros, and is compared like any other. */
static vt_err
keys_read(struct analytics_db *db, struct vt_str id, const char *scope, int64_t now,
    struct keys_row *row)
{
	sqlite3_stmt	*s;
	struct vt_str	 hash;
	vt_err		 err = analytics_db_prepare(db, "SELECT hash, scopes, expires, revoked"
			    " FROM access_key WHERE id = ?1", &s);

	*row = (struct keys_row){ .is_valid = false };
	if (err == VT_OK) {
		analytics_db_text(s, 1, id);
		err = analytics_db_next(db, s);
	}
	if (err == VT_OK) {
		int64_t expires = sqlite3_column_int64(s, 2);

		hash = analytics_db_column(s, 0);
		if (hash.len == KEYS_HASH_LEN)
			memcpy(row->hash, hash.p, KEYS_HASH_LEN);
		row->is_valid = hash.len == KEYS_HASH_LEN && (expires == 0 || now < expires) &&
		    sqlite3_column_int64(s, 3) == 0 &&
		    keys_has_scope(analytics_db_column(s, 1), scope);
	}
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
keys_check(struct analytics_db *db, struct keys_guesses *g, struct vt_str key, const char *scope,
    const char *network, int64_t now, enum keys_verdict *verdict_r)
{
	struct keys_place	*place = keys_place(g, network, now);
	struct vt_str		 secret, id = keys_id(key, &secret);
	uint8_t			 hash[KEYS_HASH_LEN];
	struct keys_row		 row;
	vt_err			 err;

	*verdict_r = KEYS_WAIT;
	keys_hash(secret, hash);
	if ((err = keys_read(db, id, scope, now, &row)) != VT_OK)
		return (err);
	/* A good one passes whatever its neighbours tried: nobody is locked out by others. */
	if (sodium_memcmp(hash, row.hash, sizeof(hash)) == 0 && row.is_valid) {
		*verdict_r = KEYS_GOOD;
	} else if (__atomic_load_n(&place->guesses, __ATOMIC_RELAXED) < KEYS_GUESSES_MAX) {
		(void)__atomic_add_fetch(&place->guesses, 1, __ATOMIC_RELAXED);
		*verdict_r = KEYS_BAD;
	}
	return (VT_OK);
}
