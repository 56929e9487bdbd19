/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai key add NAME [--scopes counter] [--expires DATE]`, `list [--json]`,
 * `revoke ID`.
 */
#include <sodium.h>
#include <stdio.h>

#include "keys.h"

#define KEYS_NAME_MAX	100	/* bytes */

struct keys_new {
	struct vt_str	name, scopes;
	int64_t		expires;	/* 0: never */
};

static int
keys_usage(void)
{
	(void)fprintf(stderr, "usage: vartai key add NAME [--scopes counter] [--expires YYYY-MM-DD] | "
	    "list [--json] | revoke ID\n");
	return (2);
}

/* --- add ----------------------------------------------------------------------------- */

static vt_err
keys_check_new(const struct keys_new *k)
{
	struct vt_str	scopes = k->scopes, part;
	bool		is_good = k->name.len > 0 && k->name.len <= KEYS_NAME_MAX &&
			    k->name.p[0] != '-' && vt_utf8_is_valid(k->name);

	for (size_t i = 0; i < k->name.len; i++)
		is_good = is_good && (unsigned char)k->name.p[i] >= ' ' && k->name.p[i] != 0x7f;
	if (!is_good)
		return (vt_fail(VT_E_BADARG, "a key's name says whose it is, in one line of at most %d "
		    "bytes that begins with no -", KEYS_NAME_MAX));
	if (scopes.len == 0)
		return (vt_fail(VT_E_BADARG, "--scopes wants what the key opens, such as "
		    KEYS_SCOPE_COUNTER));
	while (vt_str_next(&scopes, ',', &part))
		if (!vt_str_eq_c(part, KEYS_SCOPE_COUNTER))
			return (vt_fail(VT_E_BADARG, "there is no scope '%.*s' (there is: "
			    KEYS_SCOPE_COUNTER ")", VT_STR_ARG(part)));
	return (VT_OK);
}

static vt_err
keys_insert(struct analytics_db *db, const struct keys_new *k, struct vt_str id,
    struct vt_str secret)
{
	sqlite3_stmt	*s;
	uint8_t		 hash[32];
	vt_err		 err = analytics_db_prepare(db, "INSERT INTO access_key VALUES(?1, ?2, ?3, ?4,"
			    " ?5, ?6, 0)", &s);

	if (err == VT_OK) {
		(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)secret.p, secret.len,
		    NULL, 0);
		analytics_db_text(s, 1, id);
		analytics_db_text(s, 2, k->name);
		(void)sqlite3_bind_blob(s, 3, hash, sizeof(hash), SQLITE_STATIC);
		analytics_db_text(s, 4, k->scopes);
		(void)sqlite3_bind_int64(s, 5, vt_time_now());
		(void)sqlite3_bind_int64(s, 6, k->expires);
		err = analytics_db_run(db, s);
	}
	(void)sqlite3_finalize(s);
	return (err);
}

static vt_err
keys_add(struct analytics_db *db, const struct keys_new *k)
{
	uint8_t	bytes[KEYS_ID_LEN / 2 + KEYS_SECRET_LEN / 2];
	char	id[KEYS_ID_LEN + 1], secret[KEYS_SECRET_LEN + 1];
	vt_err	err = keys_check_new(k);

	if (err != VT_OK)
		return (err);
	randombytes_buf(bytes, sizeof(bytes));
	(void)sodium_bin2hex(id, sizeof(id), bytes, KEYS_ID_LEN / 2);
	(void)sodium_bin2hex(secret, sizeof(secret), bytes + KEYS_ID_LEN / 2, KEYS_SECRET_LEN / 2);
	/* One that could not be shown would be of use to nobody: it is not kept. */
	if ((err = analytics_db_do(db, "BEGIN IMMEDIATE")) == VT_OK &&
	    (err = keys_insert(db, k, vt_str_of(id), vt_str_of(secret))) == VT_OK) {
		(void)printf("%s%s_%s\n", KEYS_PREFIX, id, secret);
		err = analytics_print(VT_STR_NONE);
	}
	if (err == VT_OK && (err = analytics_db_do(db, "COMMIT")) == VT_OK)
		(void)fprintf(stderr, "This is the key; it is shown this once and kept nowhere.\n");
	sodium_memzero(bytes, sizeof(bytes));
	sodium_memzero(secret, sizeof(secret));
	return (err);
}

static int
keys_add_args(struct analytics_db *db, int argc, char **argv)
{
	struct keys_new	k = { .name = vt_str_of(argv[2]), .scopes = VT_STR(KEYS_SCOPE_COUNTER) };
	bool		is_day = false;

	for (int i = 3; i < argc; i += 2) {
		struct vt_str value = vt_str_of(i + 1 < argc ? argv[i + 1] : NULL);

		if (value.p != NULL && strcmp(argv[i], "--scopes") == 0) {
			k.scopes = value;
		} else if (value.p != NULL && strcmp(argv[i], "--expires") == 0) {
			if (!vt_time_from_iso(value, &k.expires, &is_day) || !is_day ||
			    k.expires <= vt_time_now())
				return (analytics_end(vt_fail(VT_E_BADARG, "--expires wants a day to "
				    "come, such as 2030-01-01"), 2));
		} else
			return (keys_usage());
	}
	return (analytics_end(keys_add(db, &k), 0));
}

/* --- list, revoke --------------------------------------------------------------------------- */

static const char *
keys_day(int64_t t, char out[VT_TIME_MAX])
{
	return (t == 0 ? "never" : vt_time_date(t, out));
}

static void
keys_print(sqlite3_stmt *s, struct vt_jsonw *j)
{
	struct vt_str	id = analytics_db_column(s, 0), name = analytics_db_column(s, 1);
	struct vt_str	scopes = analytics_db_column(s, 2);
	int64_t		revoked = sqlite3_column_int64(s, 5);
	char		made[VT_TIME_MAX], ends[VT_TIME_MAX], gone[VT_TIME_MAX];

	(void)keys_day(sqlite3_column_int64(s, 3), made);
	if (j == NULL) {
		(void)printf("%.*s  %.*s  %.*s  made %s, ends %s%s%s\n", VT_STR_ARG(id),
		    VT_STR_ARG(name), VT_STR_ARG(scopes), made,
		    keys_day(sqlite3_column_int64(s, 4), ends), revoked != 0 ? ", revoked " : "",
		    revoked != 0 ? keys_day(revoked, gone) : "");
		return;
	}
	vt_jsonw_object(j);
	vt_jsonw_pair(j, "id", id);
	vt_jsonw_pair(j, "name", name);
	vt_jsonw_pair(j, "scopes", scopes);
	vt_jsonw_pair_c(j, "created", made);
	vt_jsonw_pair_c(j, "expires", keys_day(sqlite3_column_int64(s, 4), ends));
	vt_jsonw_key(j, "revoked");
	vt_jsonw_bool(j, revoked != 0);
	vt_jsonw_end(j);
}

static vt_err
keys_each(struct analytics_db *db, struct vt_jsonw *j)
{
	sqlite3_stmt	*s = NULL;
	vt_err		 err = db == NULL ? VT_E_END : analytics_db_prepare(db, "SELECT id, name, scopes, created, expires,"
			    " revoked FROM access_key ORDER BY created, id", &s);

	while (err == VT_OK && (err = analytics_db_next(db, s)) == VT_OK)
		keys_print(s, j);
	(void)sqlite3_finalize(s);
	return (err == VT_E_END ? VT_OK : err);
}

/* db NULL: none was made yet. */
static int
keys_list(struct analytics_db *db, bool is_json)
{
	struct vt_jsonw	j;
	struct vt_buf	out;
	vt_err		err;

	if (!is_json)
		return (analytics_end(keys_each(db, NULL), 0));
	vt_buf_init(&out, 0);
	vt_jsonw_init(&j, &out);
	vt_jsonw_array(&j);
	err = keys_each(db, &j);
	vt_jsonw_end(&j);
	if (err == VT_OK && (err = vt_jsonw_error(&j)) == VT_OK)
		(void)printf("%.*s\n", VT_STR_ARG(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (analytics_end(err, 0));
}

/* By its id, or by the whole key, which must stand in no sentence. */
static int
keys_revoke(struct analytics_db *db, struct vt_str id)
{
	sqlite3_stmt	*s;
	vt_err		 err;

	if (vt_str_starts(id, VT_STR(KEYS_PREFIX)))
		id = vt_str_sub(id, sizeof(KEYS_PREFIX) - 1, KEYS_ID_LEN);
	err = analytics_db_prepare(db, "UPDATE access_key SET revoked = ?2"
	    " WHERE id = ?1 AND revoked = 0", &s);
	if (err == VT_OK) {
		analytics_db_text(s, 1, id);
		(void)sqlite3_bind_int64(s, 2, vt_time_now());
		err = analytics_db_run(db, s);
	}
	(void)sqlite3_finalize(s);
	if (err == VT_OK && sqlite3_changes(db->sql) == 0)
		err = vt_fail(VT_E_NOTFOUND, "there is no valid key %.*s: see `vartai key list`",
		    VT_STR_ARG(vt_str_sub(id, 0, KEYS_NAME_MAX)));
	if (err == VT_OK)
		(void)printf("%.*s opens nothing any more\n", VT_STR_ARG(id));
	return (analytics_end(err, 0));
}

int
keys_command(struct vt_boot *boot, const void *conf, int argc, char **argv)
{
	const char		*what = argc > 1 ? argv[1] : "";
	bool			 is_json = argc == 3 && strcmp(argv[2], "--json") == 0;
	bool			 is_list = strcmp(what, "list") == 0 && (argc == 2 || is_json);
	bool			 is_add = strcmp(what, "add") == 0 && argc > 2;
	struct analytics_db	*db = NULL;
	int			 code;
	vt_err			 err;

	(void)conf;
	if (!is_list && !is_add && !(strcmp(what, "revoke") == 0 && argc == 3))
		return (keys_usage());
	err = analytics_db_open(vt_boot_option(boot, "data.dir"), is_list ? ANALYTICS_READ :
	    ANALYTICS_WRITE, &db);
	if (err != VT_OK && !(is_list && err == VT_E_NOTFOUND))
		return (analytics_end(err, 2));
	if (is_list)
		code = keys_list(db, is_json);
	else
		code = is_add ? keys_add_args(db, argc, argv) : keys_revoke(db, vt_str_of(argv[2]));
	analytics_db_close(&db);
	return (code);
}
