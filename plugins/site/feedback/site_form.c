/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether what came from a form is what a person wrote: a field that people do not
 * see is empty, and the form was made by us, not just now and not long ago.
 */
#include <sodium.h>
#include <strings.h>

#include "site_feedback.h"

#define SITE_TOKEN_TIME	8	/* bytes */
#define SITE_TOKEN_HEAD	16	/* time, and chance: no two forms are the same */
#define SITE_TOKEN_MARK	16

const char *const site_topics[SITE_TOPICS] = { "error", "use", "other" };

static void
site_form_mark(const uint8_t key[32], const uint8_t head[SITE_TOKEN_HEAD],
    uint8_t mark_r[SITE_TOKEN_MARK])
{
	vt_assert(crypto_generichash(mark_r, SITE_TOKEN_MARK, head, SITE_TOKEN_HEAD, key, 32) == 0);
}

void
site_form_token(const uint8_t key[32], int64_t now, char *token_r)
{
	uint8_t	bytes[SITE_TOKEN_HEAD + SITE_TOKEN_MARK];

	for (size_t i = 0; i < SITE_TOKEN_TIME; i++)
		bytes[i] = (uint8_t)((uint64_t)now >> (8 * (SITE_TOKEN_TIME - 1 - i)));
	randombytes_buf(bytes + SITE_TOKEN_TIME, SITE_TOKEN_HEAD - SITE_TOKEN_TIME);
	site_form_mark(key, bytes, bytes + SITE_TOKEN_HEAD);
	(void)sodium_bin2hex(token_r, SITE_FORM_TOKEN + 1, bytes, sizeof(bytes));
}

/* When the form was made; -1: not by us. */
static int64_t
site_form_made(const uint8_t key[32], struct vt_str token)
{
	uint8_t	 bytes[SITE_TOKEN_HEAD + SITE_TOKEN_MARK], mark[SITE_TOKEN_MARK];
	uint64_t time = 0;
	size_t	 len = 0;

	if (token.len != SITE_FORM_TOKEN ||
	    sodium_hex2bin(bytes, sizeof(bytes), token.p, token.len, NULL, &len, NULL) != 0 ||
	    len != sizeof(bytes))
		return (-1);
	site_form_mark(key, bytes, mark);
	if (sodium_memcmp(mark, bytes + SITE_TOKEN_HEAD, SITE_TOKEN_MARK) != 0)
		return (-1);
	for (size_t i = 0; i < SITE_TOKEN_TIME; i++)
		time = time << 8 | bytes[i];
	return ((int64_t)time);
}

/* Something before and behind one "@", a dot behind it, and nothing that could stand
 * for several addresses. */
static bool
site_form_is_email(struct vt_str s)
{
	ptrdiff_t	at = vt_str_find(s, VT_STR("@"));

	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] == 0x7f ||
		    strchr(",;<>()[]\"\\", s.p[i]) != NULL)
			return (false);
	if (at <= 0 || s.len > SITE_FEEDBACK_EMAIL_MAX)
		return (false);
	s = vt_str_sub(s, (size_t)at + 1, s.len);
	at = vt_str_find(s, VT_STR("."));
	return (at > 0 && (size_t)at + 1 < s.len && vt_str_find(s, VT_STR("@")) < 0);
}

size_t
site_text_steers(struct vt_str s, size_t i)
{
	const unsigned char	*p = (const unsigned char *)s.p + i;
	size_t			 left = s.len - i;

	if (p[0] < ' ' || p[0] == 0x7f)
		return (p[0] != '\t' && p[0] != '\r' && p[0] != '\n');
	if (left >= 2 && p[0] == 0xc2 && p[1] >= 0x80 && p[1] <= 0x9f)
		return (2);
	if (left < 3 || p[0] != 0xe2)
		return (0);
	if (p[1] == 0x80 && p[2] >= 0xaa && p[2] <= 0xae)
		return (3);
	return (p[1] == 0x81 && p[2] >= 0xa6 && p[2] <= 0xa9 ? 3 : 0);
}

/* Lines may be broken; other controls are nobody's writing. */
static bool
site_form_is_text(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (site_text_steers(s, i) > 0)
			return (false);
	return (vt_utf8_is_valid(s));
}

static enum site_form_fault
site_form_words(struct site_feedback *f)
{
	if (f->text.len == 0)
		return (SITE_FORM_EMPTY);
	if (f->text.len > SITE_FEEDBACK_TEXT_MAX)
		return (SITE_FORM_LONG);
	if (!site_form_is_text(f->text) || !site_form_is_text(f->object))
		return (SITE_FORM_ROBOT);
	if (f->email.len > 0 && (!site_form_is_email(f->email) || !site_form_is_text(f->email)))
		return (SITE_FORM_EMAIL);
	return (SITE_FORM_OK);
}

/* Without its scheme and its path. */
static struct vt_str
site_form_host(struct vt_str url)
{
	ptrdiff_t	at = vt_str_find(url, VT_STR("://"));

	if (at >= 0)
		url = vt_str_sub(url, (size_t)at + 3, url.len);
	at = vt_str_find(url, VT_STR("/"));
	return (at >= 0 ? vt_str_sub(url, 0, (size_t)at) : url);
}

bool
site_form_is_ours(struct vt_str origin, struct vt_str ours)
{
	struct vt_str	theirs = site_form_host(origin);

	ours = site_form_host(ours);
	return (origin.len == 0 || (ours.len > 0 && theirs.len == ours.len &&
	    strncasecmp(theirs.p, ours.p, ours.len) == 0));
}

static bool
site_form_topic(struct vt_str name, enum site_topic *topic_r)
{
	for (int i = 0; i < SITE_TOPICS; i++)
		if (vt_str_eq_c(name, site_topics[i])) {
			*topic_r = (enum site_topic)i;
			return (true);
		}
	return (false);
}

enum site_form_fault
site_form_check(const uint8_t key[32], int64_t now, const struct site_form *f,
    struct site_feedback *feedback_r)
{
	int64_t	made = site_form_made(key, f->token);

	*feedback_r = (struct site_feedback){ .time = now, .text = vt_str_trim(f->text),
		.email = vt_str_trim(f->email),
		.object = f->object.len <= SITE_FEEDBACK_OBJECT_MAX ? f->object : VT_STR_NONE };
	if (f->website.len > 0)
		return (SITE_FORM_ROBOT);
	if (!site_form_topic(f->topic, &feedback_r->topic))
		return (SITE_FORM_TOPIC);
	if (made < 0 || now - made < SITE_FORM_LEAST || now - made > SITE_FORM_MOST)
		return (SITE_FORM_STALE);
	return (site_form_words(feedback_r));
}
