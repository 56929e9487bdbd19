/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokenizer of the search index: FTS5's unicode61 finds the words, this
 * folds and stems them.  Also what a person typed as an FTS5 expression.
 */
#include "catalog/terms.h"

#include <libstemmer.h>
#include <stdlib.h>

#include "catalog/db.h"

#define VT_TERMS_VERSION 1   /* raise when the words of the index change */
#define VT_TERMS_MARK	 '~' /* before a stem; never part of a word */
#define VT_TERMS_TURN	 512 /* words folded before their memory is given back */

struct vt_terms {
	fts5_tokenizer parent;
	Fts5Tokenizer *words;
	struct sb_stemmer *stemmer; /* NULL: this libstemmer has no Lithuanian */
};

/* One text being cut into words. */
struct vt_terms_run {
	struct vt_terms *t;
	struct vt_arena *a;
	unsigned folded;
	bool has_stems;
	void *out;
	int (*put)(void *, int, const char *, int, int, int);
};

static struct sb_stemmer *
vt_terms_stemmer(void)
{
	return (sb_stemmer_new("lithuanian", "UTF_8"));
}

/* Borrowed from the stemmer until its next word. */
static struct vt_str
vt_terms_stem(struct sb_stemmer *stemmer, struct vt_str word)
{
	const sb_symbol *stem;

	if (stemmer == NULL || word.len == 0)
		return (VT_STR_NONE);
	stem = sb_stemmer_stem(stemmer, (const sb_symbol *)word.p, (int)word.len);
	if (stem == NULL)
		return (VT_STR_NONE);
	return ((struct vt_str){ (const char *)stem, (size_t)sb_stemmer_length(stemmer) });
}

static struct vt_str
vt_terms_cut(struct vt_str word)
{
	size_t len = word.len;

	if (len <= VT_TERM_BYTES_MAX)
		return (word);
	len = VT_TERM_BYTES_MAX;
	while (len > 0 && ((unsigned char)word.p[len] & 0xc0) == 0x80)
		len--;
	return (vt_str_sub(word, 0, len));
}

static int
vt_terms_put_stem(struct vt_terms_run *run, struct vt_str stem, int start, int end)
{
	char marked[VT_TERM_BYTES_MAX * 2];

	if (stem.len == 0 || stem.len >= sizeof(marked))
		return (SQLITE_OK);
	marked[0] = VT_TERMS_MARK;
	memcpy(marked + 1, stem.p, stem.len);
	return (run->put(run->out, FTS5_TOKEN_COLOCATED, marked, (int)stem.len + 1, start, end));
}

static int
vt_terms_put_stems(struct vt_terms_run *run, struct vt_str word, struct vt_str folded, int start,
		   int end)
{
	struct vt_str stem, plain;
	int rc;

	stem = vt_str_fold(run->a, vt_terms_stem(run->t->stemmer, word));
	if (stem.p == NULL)
		return (SQLITE_NOMEM);
	rc = vt_terms_put_stem(run, stem, start, end);
	if (rc != SQLITE_OK)
		return (rc);
	plain = vt_terms_stem(run->t->stemmer, folded);
	if (vt_str_eq(plain, stem))
		return (SQLITE_OK);
	return (vt_terms_put_stem(run, plain, start, end));
}

static int
vt_terms_word(void *arg, int flags, const char *p, int len, int start, int end)
{
	struct vt_terms_run *run = arg;
	struct vt_str word = vt_terms_cut((struct vt_str){ p, (size_t)len }), folded;
	int rc;

	if (++run->folded % VT_TERMS_TURN == 0) {
		vt_arena_free(&run->a);
		run->a = vt_arena_new(0);
	}
	folded = vt_str_fold(run->a, word);
	if (folded.p == NULL)
		return (SQLITE_NOMEM);
	/* Marks alone (a lone accent) fold to nothing and are no word. */
	if (folded.len == 0)
		return (SQLITE_OK);
	rc = run->put(run->out, flags, folded.p, (int)folded.len, start, end);
	if (rc != SQLITE_OK || !run->has_stems || (folded.p[0] >= '0' && folded.p[0] <= '9'))
		return (rc);
	return (vt_terms_put_stems(run, word, folded, start, end));
}

static int
vt_terms_tokenize(Fts5Tokenizer *self, void *out, int flags, const char *text, int len,
		  int (*put)(void *, int, const char *, int, int, int))
{
	struct vt_terms *t = (struct vt_terms *)self;
	struct vt_terms_run run = { .t = t,
				    .a = vt_arena_new(0),
				    .has_stems = (flags & FTS5_TOKENIZE_PREFIX) == 0,
				    .out = out,
				    .put = put };
	int rc = t->parent.xTokenize(t->words, &run, flags, text, len, vt_terms_word);

	vt_arena_free(&run.a);
	return (rc);
}

static void
vt_terms_delete(Fts5Tokenizer *self)
{
	struct vt_terms *t = (struct vt_terms *)self;

	if (t->words != NULL)
		t->parent.xDelete(t->words);
	if (t->stemmer != NULL)
		sb_stemmer_delete(t->stemmer);
	free(t);
}

/* Marks are part of words (decomposed letters, Hebrew points), and so is the
 * soft hyphen; folding drops both. */
static int
vt_terms_create(void *arg, const char **argv, int argc, Fts5Tokenizer **t_r)
{
	static const char *options[] = { "remove_diacritics", "0",	    "categories",
					 "L* N* Co Mn Mc",    "tokenchars", "\u00ad" };
	fts5_api *api = arg;
	struct vt_terms *t = calloc(1, sizeof(*t));
	void *context;
	int rc;

	(void)argv, (void)argc;
	if (t == NULL)
		return (SQLITE_NOMEM);
	t->stemmer = vt_terms_stemmer();
	rc = api->xFindTokenizer(api, "unicode61", &context, &t->parent);
	if (rc == SQLITE_OK)
		rc = t->parent.xCreate(context, options,
				       (int)(sizeof(options) / sizeof(options[0])), &t->words);
	if (rc == SQLITE_OK)
		*t_r = (Fts5Tokenizer *)t;
	else
		vt_terms_delete((Fts5Tokenizer *)t);
	return (rc);
}

vt_err
vt_terms_register(struct vt_db *db)
{
	fts5_tokenizer tokenizer = { vt_terms_create, vt_terms_delete, vt_terms_tokenize };
	fts5_api *api = NULL;
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db->h, "SELECT fts5(?1)", -1, &st, NULL);

	if (rc == SQLITE_OK) {
		(void)sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
		(void)sqlite3_step(st);
	}
	(void)sqlite3_finalize(st);
	if (api == NULL)
		return (vt_fail(VT_E_UNSUPPORTED, "this SQLite has no FTS5: use Debian's "
						  "libsqlite3-0"));
	rc = api->xCreateTokenizer(api, "vartai", api, &tokenizer, NULL);
	return (rc == SQLITE_OK ? VT_OK : vt_db_fail(db, rc));
}

struct vt_str
vt_terms_rules(struct vt_arena *a)
{
	/* Words on which versions of the stemmer are likely to differ. */
	static const char *words[] = { "laikraščiai", "moterų",	 "seseriai",  "Panevėžyje",
				       "bibliotekos", "žmonėms", "rašytojai", "ąžuolų" };
	struct sb_stemmer *stemmer = vt_terms_stemmer();
	struct vt_str rules = vt_str_printf(a, "%d", VT_TERMS_VERSION);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && rules.p != NULL; i++) {
		struct vt_str stem = vt_terms_stem(stemmer, vt_str_of(words[i]));

		rules = vt_str_printf(a, "%.*s %.*s", VT_STR_ARG(rules), VT_STR_ARG(stem));
	}
	if (stemmer != NULL)
		sb_stemmer_delete(stemmer);
	return (rules);
}
