/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys by which programs are let in: "vartai_<id>_<secret>", shown once, kept as a
 * hash, for scopes and a time.  Who guesses is told to wait, by network and over all
 * workers.
 */
#ifndef ANALYTICS_KEYS_H
#define ANALYTICS_KEYS_H

#include "db.h"

#define KEYS_PREFIX		"vartai_"
#define KEYS_ID_LEN		8	/* hexadecimal digits */
#define KEYS_SECRET_LEN		64	/* the same, of 32 random bytes */
#define KEYS_GUESSES_MAX	10	/* wrong keys of a network in KEYS_GUESSES_S */
#define KEYS_GUESSES_S		600
#define KEYS_SCOPE_COUNTER	"counter"

enum keys_verdict { KEYS_GOOD, KEYS_BAD, KEYS_WAIT };

struct keys_guesses;
/* Before the fork: memory that all workers share. */
vt_err	keys_guesses_new(struct keys_guesses **g_r) VT_MUST_CHECK;
/* Takes the same time whatever of the key is wrong.  KEYS_WAIT: wrong, and
 * too many were; a good one always passes.  network: who asks; now: seconds. */
vt_err	keys_check(struct analytics_db *db, struct keys_guesses *g, struct vt_str key,
	    const char *scope, const char *network, int64_t now,
	    enum keys_verdict *verdict_r) VT_MUST_CHECK;

int	keys_command(struct vt_boot *boot, const void *conf, int argc, char **argv);

#endif
