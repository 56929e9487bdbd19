/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two calls of Kore's to OpenSSL (kore_overrides.h turns them into these).  In a
 * worker the key is the certificate's public one with a method that asks the
 * keeper of keys; OpenSSL 3 has made a copy for Kore to put that method on, and
 * would sign with the original, which cannot.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>

#include "api/log.h"
#include "http/boot_inside.h"

int vt_boot_tls_use_key(SSL_CTX *ctx, EVP_PKEY *key);
int vt_boot_tls_is_fit(const SSL_CTX *ctx);

/* The copy takes the original's place in the certificate's own key, which is
 * the one OpenSSL compares with.  Kore holds a reference of the copy that it
 * never lets go of. */
static int
vt_boot_tls_use_rsa(EVP_PKEY *key)
{
	RSA *rsa = (RSA *)(uintptr_t)EVP_PKEY_get0_RSA(key);
	int r = rsa != NULL && EVP_PKEY_set1_RSA(key, rsa);

	RSA_free(rsa);
	return (r);
}

/* Kore's method has no way in to sign: the default one leads to what it has. */
static void
vt_boot_tls_mend_method(EC_KEY *ec)
{
	EC_KEY_METHOD *method = (EC_KEY_METHOD *)(uintptr_t)EC_KEY_get_method(ec);
	int (*sign)(int, const unsigned char *, int, unsigned char *, unsigned *, const BIGNUM *,
		    const BIGNUM *, EC_KEY *);
	int (*setup)(EC_KEY *, BN_CTX *, BIGNUM **, BIGNUM **);
	ECDSA_SIG *(*plain)(const unsigned char *, int, const BIGNUM *, const BIGNUM *, EC_KEY *);
	ECDSA_SIG *(*kores)(const unsigned char *, int, const BIGNUM *, const BIGNUM *, EC_KEY *);

	EC_KEY_METHOD_get_sign(method, NULL, NULL, &kores);
	EC_KEY_METHOD_get_sign(EC_KEY_OpenSSL(), &sign, &setup, &plain);
	EC_KEY_METHOD_set_sign(method, sign, setup, kores);
}

static int
vt_boot_tls_use_ec(EVP_PKEY *key)
{
	EC_KEY *ec = (EC_KEY *)(uintptr_t)EVP_PKEY_get0_EC_KEY(key);
	int r;

	if (ec == NULL)
		return (0);
	vt_boot_tls_mend_method(ec);
	r = EVP_PKEY_set1_EC_KEY(key, ec);
	EC_KEY_free(ec);
	return (r);
}

int
vt_boot_tls_use_key(SSL_CTX *ctx, EVP_PKEY *key)
{
	int r = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? vt_boot_tls_use_rsa(key)
							    : vt_boot_tls_use_ec(key);

	r = r && SSL_CTX_use_PrivateKey(ctx, key);
	EVP_PKEY_free(key); /* Kore's reference, likewise */
	return (r);
}

int
vt_boot_tls_is_fit(const SSL_CTX *ctx)
{
	(void)ctx;
	return (1);
}
