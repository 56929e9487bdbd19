/* SPDX-License-Identifier: Apache-2.0 */
/*
 * translate() of XPath 1.0 (4.2), in time that grows with the text.  Called by
 * libxml2 while crosswalk_sheet.c runs a stylesheet.
 */
#include "ingest/crosswalk/crosswalk_text.h"

#include <libxml/xpathInternals.h>
#include <string.h>

#define VT_TRANSLATE_ASCII 128

/* What a character becomes: len 0, it goes; p NULL, it stays. */
struct vt_translate_to {
	const xmlChar *p;
	size_t len;
};
struct vt_translate {
	const xmlChar *from, *to;
	struct vt_translate_to ascii[VT_TRANSLATE_ASCII];
};

/* Bytes of the character at p: libxml2's strings are valid UTF-8. */
static size_t
vt_translate_len(const xmlChar *p)
{
	size_t len = 1;

	while ((p[len] & 0xC0) == 0x80)
		len++;
	return (len);
}

/* The first place of a character in `from` decides. */
static struct vt_translate_to
vt_translate_find(const struct vt_translate *t, const xmlChar *p, size_t len)
{
	const xmlChar *from = t->from, *to = t->to;

	while (*from != '\0') {
		size_t from_len = vt_translate_len(from), to_len = *to != '\0' ? vt_translate_len(to) : 0;

		if (from_len == len && memcmp(from, p, len) == 0)
			return ((struct vt_translate_to){ to, to_len });
		from += from_len;
		to += to_len;
	}
	return ((struct vt_translate_to){ NULL, 0 });
}

static void
vt_translate_init(struct vt_translate *t, const xmlChar *from, const xmlChar *to)
{
	*t = (struct vt_translate){ .from = from, .to = to };
	for (size_t c = 1; c < VT_TRANSLATE_ASCII; c++) {
		xmlChar one = (xmlChar)c;

		t->ascii[c] = vt_translate_find(t, &one, 1);
	}
}

/* out NULL: only how long it comes to be. */
static size_t
vt_translate_run(const struct vt_translate *t, const xmlChar *text, xmlChar *out)
{
	size_t total = 0;

	for (size_t len; *text != '\0'; text += len) {
		struct vt_translate_to to;

		len = vt_translate_len(text);
		to = *text < VT_TRANSLATE_ASCII ? t->ascii[*text] : vt_translate_find(t, text, len);
		if (to.p == NULL)
			to = (struct vt_translate_to){ text, len };
		if (out != NULL)
			memcpy(out + total, to.p, to.len);
		total += to.len;
	}
	return (total);
}

static xmlChar *
vt_translate_text(const xmlChar *text, const xmlChar *from, const xmlChar *to)
{
	struct vt_translate t;
	xmlChar *out;
	size_t len;

	vt_translate_init(&t, from, to);
	len = vt_translate_run(&t, text, NULL);
	out = xmlMalloc(len + 1);
	if (out == NULL)
		return (NULL);
	(void)vt_translate_run(&t, text, out);
	out[len] = '\0';
	return (out);
}

static void
vt_crosswalk_translate(xmlXPathParserContextPtr ctxt, int count)
{
	xmlChar *text, *from, *to, *out = NULL;

	if (count != 3) {
		xmlXPathSetArityError(ctxt);
		return;
	}
	to = xmlXPathPopString(ctxt);
	from = xmlXPathPopString(ctxt);
	text = xmlXPathPopString(ctxt);
	if (text != NULL && from != NULL && to != NULL)
		out = vt_translate_text(text, from, to);
	xmlFree(text);
	xmlFree(from);
	xmlFree(to);
	if (out == NULL) {
		xmlXPathSetError(ctxt, XPATH_MEMORY_ERROR);
		return;
	}
	xmlXPathReturnString(ctxt, out);
}

/* What is registered already is not replaced, so it goes first. */
bool
vt_crosswalk_text_register(xmlXPathContextPtr ctxt)
{
	const xmlChar *name = (const xmlChar *)"translate";

	(void)xmlXPathRegisterFunc(ctxt, name, NULL);
	return (xmlXPathRegisterFunc(ctxt, name, vt_crosswalk_translate) == 0);
}
