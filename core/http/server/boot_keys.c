/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The keeper of keys, in place of Kore's: the one process that has the private
 * key.  It signs for the workers and gives them the certificate.  Kore's own
 * takes keys for structures that OpenSSL 3 no longer hands out, and ends the
 * server when a file is bad; this one reads the files at its start and at
 * SIGHUP only, and keeps in memory what was good last, for as long as it lives:
 * one that had to be started anew has the files alone.  It stays root where the
 * server was started as root, since keys are root's, in a sandbox of its own.
 */
#define OPENSSL_SUPPRESS_DEPRECATED /* RSA_METHOD is how Kore's workers ask for a signature */
#include <kore.h>
#include <openssl/ec.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "base/log_setup.h"
#include "http/server/boot_inside.h"
#include "http/server/signals.h"

#define VT_KEYS_SIGNATURE_MAX 2048 /* what a worker has room for */
#define VT_KEYS_ENTROPY	      1024 /* the bytes that a worker expects */

/* The second one is of before: some handshakes are still with it. */
static struct vt_boot_tls vt_keys, vt_keys_before;
static bool vt_keys_ends;

/* What Kore's loop watches begins with what Kore looks at. */
static struct {
	struct kore_event event;
	int fd;
} vt_keys_signals;

/* --- files ---------------------------------------------------------------------- */

static vt_err
vt_keys_read(void)
{
	struct vt_boot_tls fresh;
	vt_err err = vt_boot_tls_read(vt_boot_o->tls_certificate, vt_boot_o->tls_key, &fresh);

	if (err != VT_OK)
		return (err);
	vt_boot_tls_fini(&vt_keys_before);
	vt_keys_before = vt_keys;
	vt_keys = fresh;
	return (VT_OK);
}

/* The certificate, to one process or to all. */
static void
vt_keys_tell(u_int16_t to)
{
	struct kore_x509_msg head = { .data_len = vt_keys.chain.len };
	struct kore_buf message;

	(void)kore_strlcpy(head.domain, VT_BOOT_DOMAIN, sizeof(head.domain));
	kore_buf_init(&message, sizeof(head) + vt_keys.chain.len);
	kore_buf_append(&message, &head, sizeof(head));
	kore_buf_append(&message, vt_keys.chain.p, vt_keys.chain.len);
	kore_msg_send(to, KORE_MSG_CERTIFICATE, message.data, message.offset);
	kore_buf_cleanup(&message);
}

static void
vt_keys_reload(void)
{
	vt_err err = vt_keys_read();

	/* The parent has found them good, but they may have changed since. */
	if (err == VT_OK)
		vt_keys_tell(KORE_MSG_WORKER_ALL);
	else
		vt_log("server", VT_LOG_ERROR, "the certificate before stays: %s",
		       vt_fail_text(err));
}

/* --- what workers ask for ---------------------------------------------------------- */

static void
vt_keys_asked(struct kore_msg *msg, const void *data)
{
	(void)data;
	vt_keys_tell(msg->src);
}

static void
vt_keys_entropy(struct kore_msg *msg, const void *data)
{
	u_int8_t bytes[VT_KEYS_ENTROPY];

	(void)data;
	if (RAND_bytes(bytes, sizeof(bytes)) == 1)
		kore_msg_send(msg->src, KORE_MSG_ENTROPY_RESP, bytes, sizeof(bytes));
}

/* Length of the signature; 0: none. */
static size_t
vt_keys_rsa(EVP_PKEY *key, const struct kore_keyreq *req, u_int8_t *out)
{
	RSA *rsa = EVP_PKEY_get1_RSA(key);
	int size = rsa != NULL ? RSA_size(rsa) : 0, len = 0;

	if (size > 0 && size <= VT_KEYS_SIGNATURE_MAX && req->data_len <= (size_t)size)
		len = RSA_private_encrypt((int)req->data_len, req->data, out, rsa, req->padding);
	RSA_free(rsa);
	return (len > 0 ? (size_t)len : 0);
}

static size_t
vt_keys_ec(EVP_PKEY *key, const struct kore_keyreq *req, u_int8_t *out)
{
	EC_KEY *ec = EVP_PKEY_get1_EC_KEY(key);
	int size = ec != NULL ? ECDSA_size(ec) : 0;
	unsigned len = 0;

	if (size <= 0 || size > VT_KEYS_SIGNATURE_MAX || req->data_len > EVP_MAX_MD_SIZE ||
	    ECDSA_sign(0, req->data, (int)req->data_len, out, &len, ec) != 1)
		len = 0;
	EC_KEY_free(ec);
	return (len);
}

/* By the name of its certificate; NULL: long gone. */
static EVP_PKEY *
vt_keys_find(const struct kore_keyreq *req)
{
	struct vt_str name = { req->domain, strnlen(req->domain, sizeof(req->domain)) };

	if (vt_str_eq_c(name, vt_keys.name))
		return (vt_keys.key);
	return (vt_str_eq_c(name, vt_keys_before.name) ? vt_keys_before.key : NULL);
}

/* An empty answer is one too: the worker's handshake fails at once. */
static void
vt_keys_sign(struct kore_msg *msg, const void *data)
{
	const struct kore_keyreq *req = data;
	u_int8_t signature[VT_KEYS_SIGNATURE_MAX];
	EVP_PKEY *key;
	size_t len = 0;

	if (msg->length < sizeof(*req) || msg->length - sizeof(*req) != req->data_len)
		return;
	if ((key = vt_keys_find(req)) != NULL)
		len = EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? vt_keys_rsa(key, req, signature)
								: vt_keys_ec(key, req, signature);
	ERR_clear_error();
	kore_msg_send(msg->src, KORE_MSG_KEYMGR_RESP, signature, len);
}

/* --- the process ---------------------------------------------------------------------- */

static void
vt_keys_signalled(void *arg, int error)
{
	unsigned bits = vt_signals_take();

	(void)arg;
	(void)error;
	vt_keys_ends |= (bits & VT_SIGNALS_STOP) != 0;
	if (bits & VT_SIGNALS_RELOAD)
		vt_keys_reload();
}

static void
vt_keys_fail(vt_err err)
{
	vt_boot_say("server", "%s", vt_fail_text(err));
	vt_boot_end_server();
}

static void
vt_keys_start(void)
{
	vt_err err;

	vt_boot_close_listeners();
	net_init();
	kore_timer_init();
	kore_connection_init();
	kore_platform_event_init();
	kore_msg_worker_init();
	(void)kore_msg_register(KORE_MSG_KEYMGR_REQ, vt_keys_sign);
	(void)kore_msg_register(KORE_MSG_ENTROPY_REQ, vt_keys_entropy);
	(void)kore_msg_register(KORE_MSG_CERTIFICATE_REQ, vt_keys_asked);
	if ((err = vt_signals_open(&vt_keys_signals.fd)) != VT_OK ||
	    (err = vt_keys_read()) != VT_OK)
		vt_keys_fail(err);
	vt_keys_signals.event.handle = vt_keys_signalled;
	kore_platform_event_level_read(vt_keys_signals.fd, &vt_keys_signals);
	kore_worker_privdrop(keymgr_runas_user, keymgr_root_path);
	vt_keys_tell(KORE_MSG_WORKER_ALL);
}

void
kore_keymgr_run(void)
{
	u_int64_t now;

	vt_keys_start();
	while (!vt_keys_ends) {
		now = kore_time_ms();
		kore_platform_event_wait(kore_timer_next_run(now));
		kore_timer_run(kore_time_ms());
		kore_connection_prune(KORE_CONNECTION_PRUNE_DISCONNECT);
	}
	vt_boot_tls_fini(&vt_keys);
	vt_boot_tls_fini(&vt_keys_before);
	kore_platform_event_cleanup();
	kore_connection_cleanup();
	net_cleanup();
}
