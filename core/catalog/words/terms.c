/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokenizer of the search index: cuts texts into places and gives each its forms.
 * Few words make most of a text, so their forms are kept.
 */
#include "catalog/words/terms.h"

#include <libstemmer.h>
#include <stdlib.h>

#include "catalog/db/db.h"

#define VT_TERMS_VERSION    2	 /* raise when the words of the index change */
#define VT_TERMS_TURN	    512	 /* words made before their memory is given back */
#define VT_TERMS_KEPT	    8192 /* words; a power of two */
#define VT_TERMS_KEPT_BYTES 224
#define VT_TERMS_SEEN	    32 /* forms of one place among which none is put twice */

/* A word of a text with its forms, one behind the other: the word itself first. */
struct vt_terms_kept {
	uint8_t word, spelling, count;
	uint8_t len[VT_TERM_FORMS_MAX];
	char bytes[VT_TERMS_KEPT_BYTES];
};

struct vt_terms {
	struct sb_stemmer *stemmer;  /* NULL: this libstemmer has no Lithuanian */
	struct vt_terms_kept *kept; /* once a text was read */
};

typedef int vt_terms_put(void *, int, const char *, int, int, int);

/* One text being cut into places. */
struct vt_terms_run {
	struct vt_terms *t;
	struct vt_arena *a;
	unsigned made;
	enum vt_term_spelling spelling;
	int flags;
	void *out;
	vt_terms_put *put;
	int start, end;			     /* of this place, bytes */
	struct vt_str seen[VT_TERMS_SEEN]; /* its forms */
	size_t seen_count;		     /* all of them */
};

static int
vt_terms_emit(struct vt_terms_run *run, struct vt_str form)
{
	size_t count = run->seen_count < VT_TERMS_SEEN ? run->seen_count : VT_TERMS_SEEN;
	int flags = run->seen_count != 0 ? FTS5_TOKEN_COLOCATED : 0;

	for (size_t i = 0; i < count; i++)
		if (vt_str_eq(run->seen[i], form))
			return (SQLITE_OK);
	run->seen[run->seen_count++ % VT_TERMS_SEEN] = form;
	return (run->put(run->out, flags, form.p, (int)form.len, run->start, run->end));
}

static int
vt_terms_emit_all(struct vt_terms_run *run, const struct vt_term_forms *f)
{
	int rc = SQLITE_OK;

	for (size_t i = 0; i < f->count && rc == SQLITE_OK; i++)
		rc = vt_terms_emit(run, f->items[i]);
	return (rc);
}

/* --- words that are kept ------------------------------------------------------- */

static struct vt_terms_kept *
vt_terms_slot(struct vt_terms *t, struct vt_str word, enum vt_term_spelling spelling)
{
	uint64_t hash = 0xcbf29ce484222325u ^ (uint64_t)spelling;

	if (t->kept == NULL)
		t->kept = calloc(VT_TERMS_KEPT, sizeof(*t->kept));
	if (t->kept == NULL)
		return (NULL);
	for (size_t i = 0; i < word.len; i++)
		hash = (hash ^ (unsigned char)word.p[i]) * 0x100000001b3u;
	return (&t->kept[(hash ^ hash >> 32) & (VT_TERMS_KEPT - 1)]);
}

static bool
vt_terms_recall(const struct vt_terms_kept *k, struct vt_str word, enum vt_term_spelling spelling,
		struct vt_term_forms *f)
{
	const char *at = k->bytes + k->word;

	if (k->count == 0 || k->word != word.len || k->spelling != spelling ||
	    memcmp(k->bytes, word.p, word.len) != 0)
		return (false);
	f->count = k->count;
	for (size_t i = 0; i < f->count; i++) {
		f->items[i] = (struct vt_str){ at, k->len[i] };
		at += k->len[i];
	}
	return (true);
}

static void
vt_terms_keep(struct vt_terms_kept *k, struct vt_str word, enum vt_term_spelling spelling,
	      const struct vt_term_forms *f)
{
	size_t bytes = word.len;

	for (size_t i = 0; i < f->count; i++)
		bytes += f->items[i].len;
	if (bytes > VT_TERMS_KEPT_BYTES)
		return;
	memcpy(k->bytes, word.p, word.len);
	bytes = word.len;
	for (size_t i = 0; i < f->count; i++) {
		memcpy(k->bytes + bytes, f->items[i].p, f->items[i].len);
		bytes += f->items[i].len;
		k->len[i] = (uint8_t)f->items[i].len;
	}
	k->word = (uint8_t)word.len;
	k->spelling = (uint8_t)spelling;
	k->count = (uint8_t)f->count;
}

/* What is kept is overwritten by no other word before the place is whole: its forms
 * are in the arena or, at a place of one word, the only ones of the table. */
static int
vt_terms_word(struct vt_terms_run *run, struct vt_str word, bool is_alone)
{
	struct vt_terms_kept *k =
	    is_alone ? vt_terms_slot(run->t, word, run->spelling) : NULL;
	struct vt_term_forms f = { .count = 0 };

	if (k != NULL && vt_terms_recall(k, word, run->spelling, &f))
		return (vt_terms_emit_all(run, &f));
	run->made++;
	if (vt_term_forms(run->a, run->t->stemmer, word, run->spelling, &f) != VT_OK)
		return (SQLITE_NOMEM);
	if (k != NULL)
		vt_terms_keep(k, word, run->spelling, &f);
	return (vt_terms_emit_all(run, &f));
}

/* --- places of a text ------------------------------------------------------------ */

/* From the first letter to the last. */
static struct vt_str
vt_terms_trim(struct vt_str place)
{
	struct vt_str rest = place, part, first = VT_STR_NONE, last = VT_STR_NONE;

	while (vt_term_part(&rest, &part)) {
		first = first.len == 0 ? part : first;
		last = part;
	}
	return (first.len == 0 ? first
			       : (struct vt_str){ first.p, (size_t)(last.p + last.len - first.p) });
}

static bool
vt_terms_is_word(struct vt_str form)
{
	struct vt_str part, rest = form;

	if (rest.len != 0 && rest.p[0] == VT_TERM_MARK)
		rest = vt_str_sub(rest, 1, rest.len);
	form = rest;
	return (vt_term_part(&rest, &part) && part.len == form.len);
}

/* Before 1905 an apostrophe within a word is a letter: lëżuv'o. */
static int
vt_terms_old(struct vt_terms_run *run, struct vt_str place)
{
	struct vt_term_forms f = { .count = 0 };

	place = vt_terms_trim(place);
	if ((run->spelling & VT_TERM_OLD) == 0 || place.len > VT_TERM_BYTES_MAX ||
	    (vt_str_find(place, VT_STR("'")) < 0 && vt_str_find(place, VT_STR("’")) < 0))
		return (SQLITE_OK);
	vt_term_add_modern(run->a, run->t->stemmer, vt_term_lower(run->a, place), &f);
	for (size_t i = 0; i < f.count; i++)
		if (vt_terms_is_word(f.items[i]) && vt_terms_emit(run, f.items[i]) != SQLITE_OK)
			return (SQLITE_NOMEM);
	return (SQLITE_OK);
}

/* All parts as one word, so that what a hyphen parts is found without it. */
static int
vt_terms_joined(struct vt_terms_run *run, struct vt_str place)
{
	struct vt_str rest = place, part, folded;
	struct vt_buf joined;
	int rc;

	vt_buf_init(&joined, 0);
	while (joined.len < VT_TERM_BYTES_MAX && vt_term_part(&rest, &part))
		vt_buf_str(&joined, part);
	rest = vt_buf_get(&joined);
	folded = vt_term_part(&rest, &part) ? vt_str_fold(run->a, part) : VT_STR_NONE;
	rc = folded.len != 0 ? vt_terms_emit(run, folded) : SQLITE_OK;
	if (vt_buf_error(&joined) != VT_OK)
		rc = SQLITE_NOMEM;
	vt_buf_fini(&joined);
	run->made++;
	return (rc == SQLITE_OK ? vt_terms_old(run, place) : rc);
}

static int
vt_terms_place(struct vt_terms_run *run, struct vt_str place)
{
	struct vt_str rest = place, part, more;
	bool is_alone;
	int rc = SQLITE_OK;

	if (run->made >= VT_TERMS_TURN) {
		vt_arena_free(&run->a);
		run->a = vt_arena_new(0);
		run->made = 0;
	}
	run->seen_count = 0;
	if (!vt_term_part(&rest, &part))
		return (SQLITE_OK);
	more = rest;
	is_alone = !vt_term_has_letters(more);
	if (!is_alone)
		rc = vt_terms_joined(run, place);
	do {
		if (rc == SQLITE_OK)
			rc = vt_terms_word(run, part, is_alone);
	} while (rc == SQLITE_OK && vt_term_part(&rest, &part));
	return (rc);
}

/* --- words of a question --------------------------------------------------------- */

static int
vt_terms_asked(struct vt_terms_run *run, struct vt_str word)
{
	char how = word.p[0];
	struct vt_term_forms f = { .count = 1 };
	struct vt_str part;

	run->seen_count = 0;
	if (!vt_term_part(&word, &part))
		return (SQLITE_OK);
	if (how == VT_TERMS_EXACT)
		f.items[0] = vt_term_lower(run->a, part);
	else if (how == VT_TERMS_FOLDED || (run->flags & FTS5_TOKENIZE_PREFIX) != 0)
		f.items[0] = vt_str_fold(run->a, vt_term_lower(run->a, part));
	else if (vt_term_asked(run->a, run->t->stemmer, part, &f) != VT_OK)
		return (SQLITE_NOMEM);
	if (f.items[0].p == NULL)
		return (SQLITE_NOMEM);
	return (vt_terms_emit_all(run, &f));
}

/* --- the tokenizer --------------------------------------------------------------- */

static bool
vt_terms_is_space(char c)
{
	return (c == ' ' || (c >= '\t' && c <= '\r'));
}

static int
vt_terms_cut(struct vt_terms_run *run, struct vt_str text)
{
	bool is_asked = (run->flags & FTS5_TOKENIZE_QUERY) != 0;
	size_t from, at = 0;
	int rc = SQLITE_OK;

	while (at < text.len && rc == SQLITE_OK) {
		for (; at < text.len && vt_terms_is_space(text.p[at]); at++)
			continue;
		for (from = at; at < text.len && !vt_terms_is_space(text.p[at]); at++)
			continue;
		run->start = (int)from;
		run->end = (int)at;
		if (at != from)
			rc = is_asked ? vt_terms_asked(run, vt_str_sub(text, from, at - from))
				      : vt_terms_place(run, vt_str_sub(text, from, at - from));
	}
	return (rc);
}

static int
vt_terms_tokenize(Fts5Tokenizer *self, void *out, int flags, const char *p, int len,
		  vt_terms_put *put)
{
	struct vt_terms_run run = { .t = (struct vt_terms *)self,
				    .a = vt_arena_new(0),
				    .flags = flags,
				    .out = out,
				    .put = put };
	struct vt_str text = { p, (size_t)len };
	int spelling = len != 0 ? p[0] - VT_TERMS_TEXT(0) : -1, rc;

	if (spelling >= 0 && spelling <= (VT_TERM_OLD | VT_TERM_OTHER)) {
		run.spelling = (enum vt_term_spelling)spelling;
		text = vt_str_sub(text, 1, text.len);
	}
	rc = vt_terms_cut(&run, text);
	vt_arena_free(&run.a);
	return (rc);
}

static void
vt_terms_delete(Fts5Tokenizer *self)
{
	struct vt_terms *t = (struct vt_terms *)self;

	if (t->stemmer != NULL)
		sb_stemmer_delete(t->stemmer);
	free(t->kept);
	free(t);
}

static int
vt_terms_create(void *arg, const char **argv, int argc, Fts5Tokenizer **t_r)
{
	struct vt_terms *t = calloc(1, sizeof(*t));

	(void)arg, (void)argv, (void)argc;
	if (t == NULL)
		return (SQLITE_NOMEM);
	t->stemmer = vt_term_stemmer();
	*t_r = (Fts5Tokenizer *)t;
	return (SQLITE_OK);
}

fts5_api *
vt_terms_fts(struct vt_db *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *st = NULL;

	if (sqlite3_prepare_v2(db->h, "SELECT fts5(?1)", -1, &st, NULL) == SQLITE_OK) {
		(void)sqlite3_bind_pointer(st, 1, &api, "fts5_api_ptr", NULL);
		(void)sqlite3_step(st);
	}
	(void)sqlite3_finalize(st);
	return (api);
}

vt_err
vt_terms_register(struct vt_db *db)
{
	fts5_tokenizer tokenizer = { vt_terms_create, vt_terms_delete, vt_terms_tokenize };
	fts5_api *api = vt_terms_fts(db);
	int rc;

	if (api == NULL)
		return (vt_fail(VT_E_UNSUPPORTED, "this SQLite has no FTS5: use Debian's "
						  "libsqlite3-0"));
	rc = api->xCreateTokenizer(api, "vartai", NULL, &tokenizer, NULL);
	return (rc == SQLITE_OK ? VT_OK : vt_db_fail(db, rc));
}

struct vt_str
vt_terms_rules(struct vt_arena *a)
{
	/* Words on which versions of the stemmer are likely to differ. */
	static const char *words[] = { "laikraščiai", "moterų",	 "seseriai",  "panevėžyje",
				       "bibliotekos", "žmonėms", "rašytojai", "ąžuolų" };
	struct sb_stemmer *stemmer = vt_term_stemmer();
	struct vt_str rules = vt_str_printf(a, "%d", VT_TERMS_VERSION);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]) && rules.p != NULL; i++) {
		struct vt_str stem = vt_term_stem(a, stemmer, vt_str_of(words[i]));

		rules = vt_str_printf(a, "%.*s %.*s", VT_STR_ARG(rules), VT_STR_ARG(stem));
	}
	if (stemmer != NULL)
		sb_stemmer_delete(stemmer);
	return (rules);
}
