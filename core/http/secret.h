/* SPDX-License-Identifier: Apache-2.0 */
/* The secret from which keys for signing are derived, one a purpose. */
#ifndef VT_HTTP_SECRET_H
#define VT_HTTP_SECRET_H

#include "api/err.h"

#include <stdint.h>

#define VT_SECRET_LEN	   32	/* bytes of a key */
#define VT_SECRET_TEXT_MIN 16	/* bytes of server.secret */

/* The main key: from text (server.secret) or, where that is empty, from
 * data_dir/secret, which is made at first need, mode 0600; a file made by root
 * is given to user (NULL or empty: nobody).  VT_E_BADARG, VT_E_IO. */
vt_err	vt_secret_load(const char *text, const char *data_dir, const char *user,
	    uint8_t key_r[VT_SECRET_LEN]) VT_MUST_CHECK;
/* A key for one purpose; the same from the same main key, and useless for others. */
void	vt_secret_derive(const uint8_t key[VT_SECRET_LEN], const char *purpose,
	    uint8_t key_r[VT_SECRET_LEN]);

#endif
