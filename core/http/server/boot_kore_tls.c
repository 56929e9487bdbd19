/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two calls of Kore's to OpenSSL (kore_overrides.h turns them into these).  In a
 * worker the key is the certificate's public one with a method that asks the
 * keeper of keys; OpenSSL 3 has made a copy for Kore to put that method on, and
 * would sign with the original, which cannot.
 */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <kore.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>

#include "api/log.h"
#include "http/server/boot_inside.h"

int vt_boot_tls_use_key(SSL_CTX *ctx, EVP_PKEY *key);
int vt_boot_tls_is_fit(const SSL_CTX *ctx);

/* Kore asks for signatures in the name of the domain that the key remembers.
 * Ours is named after the certificate, so that handshakes which a reload has
 * overtaken are signed by the key they began with. */
static struct kore_domain *
vt_boot_tls_domain(const SSL_CTX *ctx)
{
	static struct kore_domain domains[2];
	static char names[2][VT_BOOT_TLS_NAME];
	static int last;

	last = !last;
	vt_boot_tls_name(SSL_CTX_get0_certificate(ctx), names[last]);
	domains[last].domain = names[last];
	return (&domains[last]);
}

/* The copy takes the original's place in the certificate's own key, which is
 * the one OpenSSL compares with.  Kore holds a reference of the copy that it
 * never lets go of. */
static int
vt_boot_tls_use_rsa(EVP_PKEY *key, struct kore_domain *domain)
{
	RSA *rsa = (RSA *)(uintptr_t)EVP_PKEY_get0_RSA(key);
	int r = rsa != NULL && RSA_set_app_data(rsa, domain) && EVP_PKEY_set1_RSA(key, rsa);

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
vt_boot_tls_use_ec(EVP_PKEY *key, struct kore_domain *domain)
{
	EC_KEY *ec = (EC_KEY *)(uintptr_t)EVP_PKEY_get0_EC_KEY(key);
	int r;

	if (ec == NULL)
		return (0);
	vt_boot_tls_mend_method(ec);
	r = EC_KEY_set_ex_data(ec, 0, domain) && EVP_PKEY_set1_EC_KEY(key, ec);
	EC_KEY_free(ec);
	return (r);
}

int
vt_boot_tls_use_key(SSL_CTX *ctx, EVP_PKEY *key)
{
	struct kore_domain *domain = vt_boot_tls_domain(ctx);
	int r = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? vt_boot_tls_use_rsa(key, domain)
							    : vt_boot_tls_use_ec(key, domain);

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
