/* SPDX-License-Identifier: Apache-2.0 */
/* Counting an object's words, and writing them down for completion. */
#include "catalog/words/vocabulary.h"

#include <stdlib.h>

#include "api/buf.h"
#include "catalog/words/term_forms.h"

#define VT_VOCABULARY_ROW	64  /* terms */
#define VT_VOCABULARY_LETTERS	3   /* that a term has at least */
#define VT_VOCABULARY_FIRST	1024 /* slots; a power of two */
#define VT_VOCABULARY_BYTES_MAX 160 /* of a term: what is longer is no word */

/* A word as it stands in the text: its bytes lie in the buffer. */
struct vt_vocabulary_word {
	uint32_t at, count;
	uint16_t len;
	uint32_t hash;
};
struct vt_vocabulary {
	struct vt_vocabulary_word *words; /* open addressing by hash; count 0: empty */
	size_t count, room;
	struct vt_buf bytes;
};
struct vt_vocabulary_term {
	struct vt_str folded, lower;
	int64_t count;
};

struct vt_vocabulary *
vt_vocabulary_new(void)
{
	struct vt_vocabulary *v = calloc(1, sizeof(*v));

	if (v == NULL)
		return (NULL);
	v->room = VT_VOCABULARY_FIRST;
	v->words = calloc(v->room, sizeof(*v->words));
	vt_buf_init(&v->bytes, UINT32_MAX);
	if (v->words == NULL)
		vt_vocabulary_free(&v);
	return (v);
}

void
vt_vocabulary_free(struct vt_vocabulary **vp)
{
	struct vt_vocabulary *v = *vp;

	*vp = NULL;
	if (v == NULL)
		return;
	free(v->words);
	vt_buf_fini(&v->bytes);
	free(v);
}

static uint32_t
vt_vocabulary_hash(struct vt_str s)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return ((uint32_t)(hash ^ hash >> 32));
}

static struct vt_vocabulary_word *
vt_vocabulary_slot(struct vt_vocabulary *v, struct vt_str s, uint32_t hash)
{
	size_t at = hash & (v->room - 1);

	while (v->words[at].count != 0 &&
	       (v->words[at].hash != hash || v->words[at].len != s.len ||
		memcmp(v->bytes.p + v->words[at].at, s.p, s.len) != 0))
		at = (at + 1) & (v->room - 1);
	return (&v->words[at]);
}

static vt_err
vt_vocabulary_widen(struct vt_vocabulary *v)
{
	struct vt_vocabulary wider = *v;

	if (v->count * 2 < v->room)
		return (VT_OK);
	wider.room = v->room * 2;
	wider.words = calloc(wider.room, sizeof(*wider.words));
	if (wider.words == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the words of an object"));
	for (size_t i = 0; i < v->room; i++) {
		size_t at = v->words[i].hash & (wider.room - 1);

		if (v->words[i].count == 0)
			continue;
		while (wider.words[at].count != 0)
			at = (at + 1) & (wider.room - 1);
		wider.words[at] = v->words[i];
	}
	free(v->words);
	*v = wider;
	return (VT_OK);
}

static vt_err
vt_vocabulary_add(struct vt_vocabulary *v, struct vt_str part)
{
	uint32_t hash = vt_vocabulary_hash(part);
	struct vt_vocabulary_word *w = vt_vocabulary_slot(v, part, hash);

	if (w->count != 0) {
		w->count += w->count < UINT32_MAX;
		return (VT_OK);
	}
	*w = (struct vt_vocabulary_word){ (uint32_t)v->bytes.len, 1, (uint16_t)part.len, hash };
	vt_buf_str(&v->bytes, part);
	v->count++;
	return (vt_buf_error(&v->bytes) != VT_OK ? vt_buf_error(&v->bytes)
						  : vt_vocabulary_widen(v));
}

vt_err
vt_vocabulary_read(struct vt_vocabulary *v, struct vt_str text)
{
	struct vt_str part;
	vt_err err = VT_OK;

	while (err == VT_OK && vt_term_part(&text, &part))
		if (part.len >= VT_VOCABULARY_LETTERS && part.len <= VT_VOCABULARY_BYTES_MAX &&
		    !(part.p[0] >= '0' && part.p[0] <= '9'))
			err = vt_vocabulary_add(v, part);
	return (err);
}

/* --- writing ------------------------------------------------------------------------ */

static int
vt_vocabulary_compare(const void *va, const void *vb)
{
	const struct vt_vocabulary_term *a = va, *b = vb;
	int order = vt_str_cmp(a->folded, b->folded);

	return (order != 0 ? order : vt_str_cmp(a->lower, b->lower));
}

/* All words in lower case, each once, in order. */
static size_t
vt_vocabulary_sort(const struct vt_vocabulary *v, struct vt_arena *a,
		   struct vt_vocabulary_term *terms)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < v->room; i++) {
		const struct vt_vocabulary_word *w = &v->words[i];
		struct vt_vocabulary_term t = { .count = w->count };

		if (w->count == 0)
			continue;
		t.lower = vt_term_lower(a, vt_str_sub(vt_buf_get(&v->bytes), w->at, w->len));
		t.folded = vt_str_fold(a, t.lower);
		if (vt_utf8_count(t.folded) >= VT_VOCABULARY_LETTERS)
			terms[count++] = t;
	}
	if (count > 1)
		qsort(terms, count, sizeof(*terms), vt_vocabulary_compare);
	for (size_t i = 0; i < count; i++)
		if (kept != 0 && vt_str_eq(terms[kept - 1].lower, terms[i].lower))
			terms[kept - 1].count += terms[i].count;
		else
			terms[kept++] = terms[i];
	return (kept);
}

static void
vt_vocabulary_number(struct vt_buf *out, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		vt_buf_char(out, (char)(n | 0x80));
	vt_buf_char(out, (char)n);
}

static void
vt_vocabulary_term(struct vt_str before, const struct vt_vocabulary_term *t, struct vt_buf *out)
{
	size_t shared = 0;

	while (shared < before.len && shared < t->lower.len &&
	       before.p[shared] == t->lower.p[shared])
		shared++;
	vt_vocabulary_number(out, shared);
	vt_vocabulary_number(out, t->lower.len - shared);
	vt_buf_str(out, vt_str_sub(t->lower, shared, t->lower.len));
	vt_vocabulary_number(out, (uint64_t)t->count);
}

static vt_err
vt_vocabulary_rows(struct vt_db *db, int64_t object, const struct vt_vocabulary_term *terms,
		   size_t count)
{
	struct vt_str last = VT_STR_NONE; /* of the row before */
	struct vt_buf row;
	vt_err err = VT_OK;
	size_t to;

	vt_buf_init(&row, 0);
	for (size_t i = 0; i < count && err == VT_OK; i = to) {
		vt_buf_reset(&row);
		/* Terms that read alike stay together: "first" tells rows apart. */
		for (to = i; to < count && (to < i + VT_VOCABULARY_ROW ||
					    vt_str_eq(terms[to].folded, last));
		     to++) {
			vt_vocabulary_term(to != i ? terms[to - 1].lower : VT_STR_NONE, &terms[to],
					   &row);
			last = terms[to].folded;
		}
		err = vt_buf_error(&row);
		if (err == VT_OK)
			err = vt_db_run(db, "INSERT INTO vocabulary VALUES (?1, ?2, ?3)",
					VT_BINDS(VT_INT(object), VT_TEXT(terms[i].folded),
						 VT_BLOB(vt_buf_get(&row))));
	}
	vt_buf_fini(&row);
	return (err);
}

vt_err
vt_vocabulary_write(struct vt_vocabulary *v, struct vt_db *db, int64_t object)
{
	struct vt_arena *a = vt_arena_new((size_t)1 << 32);
	struct vt_vocabulary_term *terms = vt_arena_array(a, v->count + 1, sizeof(*terms));
	vt_err err = VT_E_LIMIT;
	size_t count;

	if (terms != NULL) {
		count = vt_vocabulary_sort(v, a, terms);
		if (!vt_arena_is_exhausted(a))
			err = vt_vocabulary_rows(db, object, terms, count);
	}
	vt_arena_free(&a);
	return (err);
}

/* --- reading -------------------------------------------------------------------------- */

static bool
vt_vocabulary_get(struct vt_str *s, uint64_t max, uint64_t *n_r)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 63 && s->len != 0; shift += 7) {
		unsigned char c = (unsigned char)s->p[0];

		*s = vt_str_sub(*s, 1, s->len);
		n |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80) {
			*n_r = n;
			return (n <= max);
		}
	}
	return (false);
}

vt_err
vt_vocabulary_next(struct vt_vocabulary_cursor *c, struct vt_str *term_r, int64_t *count_r)
{
	uint64_t shared, rest, count;

	if (c->rest.len == 0)
		return (VT_E_END);
	if (!vt_vocabulary_get(&c->rest, c->len, &shared) ||
	    !vt_vocabulary_get(&c->rest, sizeof(c->term) - shared, &rest) || rest > c->rest.len)
		return (vt_fail(VT_E_FORMAT, "the stored words of an object are damaged: ingest it "
					     "again"));
	memcpy(c->term + shared, c->rest.p, (size_t)rest);
	c->rest = vt_str_sub(c->rest, (size_t)rest, c->rest.len);
	c->len = (size_t)(shared + rest);
	if (!vt_vocabulary_get(&c->rest, INT64_MAX, &count))
		return (vt_fail(VT_E_FORMAT, "the stored words of an object are damaged: ingest it "
					     "again"));
	*term_r = (struct vt_str){ c->term, c->len };
	*count_r = (int64_t)count;
	return (VT_OK);
}
