/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Certificate and key, tried before any process is made: Kore's keeper of keys
 * would end the server with OpenSSL's words instead of ours.
 */
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdio.h>

#include "http/boot_inside.h"

static const char *
vt_boot_tls_reason(void)
{
	const char *reason = ERR_reason_error_string(ERR_peek_error());

	return (reason != NULL ? reason : "no reason is given");
}

static vt_err
vt_boot_tls_try(SSL_CTX *ctx, const char *certificate, const char *key)
{
	if (SSL_CTX_use_certificate_chain_file(ctx, certificate) != 1)
		return (vt_fail(VT_E_BADARG, "server.tls_certificate %s cannot be used: %s",
				certificate, vt_boot_tls_reason()));
	if (SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM) != 1)
		return (vt_fail(VT_E_BADARG, "server.tls_key %s cannot be used: %s", key,
				vt_boot_tls_reason()));
	int kind = EVP_PKEY_get_base_id(SSL_CTX_get0_privatekey(ctx));

	if (kind != EVP_PKEY_RSA && kind != EVP_PKEY_EC)
		return (vt_fail(
		    VT_E_BADARG,
		    "server.tls_key %s is neither an RSA nor an EC key: make one of these", key));
	return (VT_OK);
}

vt_err
vt_boot_tls_check(const char *certificate, const char *key)
{
	SSL_CTX *ctx;
	vt_err err;

	if (certificate[0] == '\0' || key[0] == '\0')
		return (vt_fail(VT_E_BADARG,
				"TLS needs both server.tls_certificate and server.tls_key"));
	ERR_clear_error();
	ctx = SSL_CTX_new(TLS_server_method());
	if (ctx == NULL)
		return (vt_fail(VT_E_INTERNAL, "OpenSSL cannot be used: %s", vt_boot_tls_reason()));
	err = vt_boot_tls_try(ctx, certificate, key);
	SSL_CTX_free(ctx);
	ERR_clear_error();
	return (err);
}
