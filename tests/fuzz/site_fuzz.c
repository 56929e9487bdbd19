/* SPDX-License-Identifier: Apache-2.0 */
/* What comes from strangers to the pages' forms: the fields of a letter, parted by
 * U+0001, and a Cookie header.  What is taken must be what may be kept and shown. */
#include <assert.h>
#include <stdlib.h>

#include "api/vartai.h"

#include "../../plugins/site/feedback/site_form.c"

#define NOW 2000000000

static const uint8_t key[32] = { 7 };

static struct vt_str
field(struct vt_str *rest)
{
	struct vt_str part = VT_STR_NONE;

	(void)vt_str_next(rest, '\1', &part);
	return (part);
}

static void
taken(const struct site_feedback *f)
{
	assert(f->text.len > 0 && f->text.len <= SITE_FEEDBACK_TEXT_MAX);
	assert(vt_utf8_is_valid(f->text) && vt_utf8_is_valid(f->object));
	assert(f->object.len <= SITE_FEEDBACK_OBJECT_MAX && f->email.len <= SITE_FEEDBACK_EMAIL_MAX);
	for (size_t i = 0; i < f->text.len; i++)
		assert(f->text.p[i] != '\0' && f->text.p[i] != '\x1b');
	for (size_t i = 0; i < f->email.len; i++)
		assert((unsigned char)f->email.p[i] > ' ' && f->email.p[i] != ',');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char token[SITE_FORM_TOKEN + 1];
	struct vt_str rest = { (const char *)data, size };
	struct site_form f = { .topic = field(&rest), .email = field(&rest), .object = field(&rest),
			       .website = field(&rest), .token = field(&rest), .text = rest };
	struct site_feedback feedback;

	/* With a mark of its own nothing is ever taken. */
	assert(site_form_check(key, NOW, &f, &feedback) != SITE_FORM_OK);
	site_form_token(key, NOW - 60, token);
	f.token = vt_str_of(token);
	if (f.topic.len == 0)
		f.topic = VT_STR("use");
	if (site_form_check(key, NOW, &f, &feedback) == SITE_FORM_OK)
		taken(&feedback);
	return (0);
}
