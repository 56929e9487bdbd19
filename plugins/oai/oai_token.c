/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Resumption tokens (protocol section 3.5): stateless, so that any node with
 * the same secret serves them and a repeated one gives the same page; signed,
 * so that what comes back is what went out.  base64url(fields, MAC), no
 * padding: safe in a URL as it is.
 */
#include <sodium.h>

#include "oai.h"

#define OAI_TOKEN_VERSION	2
#define OAI_TOKEN_MAC_LEN	16
#define OAI_TOKEN_FIELDS_MAX	360	/* bytes before the MAC */
#define OAI_TOKEN_NAME_MAX	240	/* bytes of a prefix or a setSpec: more than the catalogue takes */

struct oai_writer {
	uint8_t	p[OAI_TOKEN_FIELDS_MAX + OAI_TOKEN_MAC_LEN];
	size_t	len;
	bool	is_full;
};

static void
oai_token_put_byte(struct oai_writer *w, uint8_t byte)
{
	if (w->len < OAI_TOKEN_FIELDS_MAX)
		w->p[w->len++] = byte;
	else
		w->is_full = true;
}

static void
oai_token_put_number(struct oai_writer *w, uint64_t n)
{
	for (; n >= 0x80; n >>= 7)
		oai_token_put_byte(w, (uint8_t)(n | 0x80));
	oai_token_put_byte(w, (uint8_t)n);
}

static void
oai_token_put_name(struct oai_writer *w, struct vt_str s)
{
	oai_token_put_number(w, s.len);
	for (size_t i = 0; i < s.len; i++)
		oai_token_put_byte(w, (uint8_t)s.p[i]);
}

/* The list's numbers in the order in which a token has them. */
#define OAI_TOKEN_NUMBERS(list)							\
	{ &(list)->from, &(list)->until, &(list)->asked_until, &(list)->after_datestamp, \
	  &(list)->after_rowid, &(list)->cursor, &(list)->size, &(list)->issued }

vt_err
oai_token_write(struct vt_arena *a, const uint8_t key[OAI_KEY_LEN], const struct oai_list *list,
    struct vt_str *text_r)
{
	const int64_t *const	numbers[] = OAI_TOKEN_NUMBERS(list);
	struct oai_writer	w = { .len = 0 };
	size_t			text_size;
	char			*text;

	oai_token_put_byte(&w, OAI_TOKEN_VERSION);
	oai_token_put_byte(&w, (uint8_t)list->verb);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		oai_token_put_number(&w, (uint64_t)*numbers[i]);
	oai_token_put_name(&w, list->prefix);
	oai_token_put_name(&w, list->set);
	if (w.is_full)
		return (vt_fail(VT_E_INTERNAL, "the list's arguments do not fit into a token"));
	(void)crypto_generichash(w.p + w.len, OAI_TOKEN_MAC_LEN, w.p, w.len, key, OAI_KEY_LEN);
	w.len += OAI_TOKEN_MAC_LEN;
	text_size = sodium_base64_ENCODED_LEN(w.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	if ((text = vt_arena_alloc(a, text_size)) == NULL)
		return (VT_E_LIMIT);
	(void)sodium_bin2base64(text, text_size, w.p, w.len,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	*text_r = vt_str_of(text);
	return (VT_OK);
}

struct oai_reader {
	const uint8_t	*p;
	size_t		 len;
	bool		 is_bad;
};

static uint8_t
oai_token_get_byte(struct oai_reader *r)
{
	if (r->len == 0) {
		r->is_bad = true;
		return (0);
	}
	r->len--;
	return (*r->p++);
}

static uint64_t
oai_token_get_number(struct oai_reader *r)
{
	uint64_t	n = 0;
	uint8_t		byte;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		byte = oai_token_get_byte(r);
		n |= (uint64_t)(byte & 0x7f) << shift;
		if ((byte & 0x80) == 0)
			return (n);
	}
	r->is_bad = true;
	return (0);
}

static struct vt_str
oai_token_get_name(struct vt_arena *a, struct oai_reader *r)
{
	uint64_t	len = oai_token_get_number(r);
	struct vt_str	name;

	if (len > OAI_TOKEN_NAME_MAX || len > r->len) {
		r->is_bad = true;
		return (VT_STR_NONE);
	}
	name = vt_str_dup(a, (struct vt_str){ (const char *)r->p, (size_t)len });
	r->p += len;
	r->len -= (size_t)len;
	return (name);
}

static bool
oai_token_fields(struct vt_arena *a, struct oai_reader *r, struct oai_list *list_r)
{
	struct oai_list	 list;
	int64_t *const	 numbers[] = OAI_TOKEN_NUMBERS(&list);

	if (oai_token_get_byte(r) != OAI_TOKEN_VERSION)
		return (false);
	list.verb = (enum oai_verb)oai_token_get_byte(r);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		*numbers[i] = (int64_t)oai_token_get_number(r);
	list.prefix = oai_token_get_name(a, r);
	list.set = oai_token_get_name(a, r);
	if (r->is_bad || r->len != 0)
		return (false);
	*list_r = list;
	return (true);
}

bool
oai_token_read(struct vt_arena *a, const uint8_t key[OAI_KEY_LEN], struct vt_str text,
    struct oai_list *list_r)
{
	uint8_t	bytes[OAI_TOKEN_MAX], mac[OAI_TOKEN_MAC_LEN];
	size_t	len;

	if (text.len > OAI_TOKEN_MAX || sodium_base642bin(bytes, sizeof(bytes), text.p, text.len,
	    NULL, &len, NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return (false);
	if (len <= OAI_TOKEN_MAC_LEN)
		return (false);
	len -= OAI_TOKEN_MAC_LEN;
	(void)crypto_generichash(mac, sizeof(mac), bytes, len, key, OAI_KEY_LEN);
	if (sodium_memcmp(mac, bytes + len, sizeof(mac)) != 0)
		return (false);
	return (oai_token_fields(a, &(struct oai_reader){ .p = bytes, .len = len }, list_r));
}
