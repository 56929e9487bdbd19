/* SPDX-License-Identifier: Apache-2.0 */
/* Institutions by their codes; known.h says what for. */
#include "ingest/object/known.h"

#include <libxml/hash.h>
#include <stdlib.h>

#define VT_KNOWN_CODE_MAX 255 /* bytes; the catalogue takes 200 */

struct vt_known {
	struct vt_arena *arena;
	xmlHashTablePtr by_code; /* struct vt_institution */
};

vt_err
vt_known_open(struct vt_known **k_r)
{
	struct vt_known *k = calloc(1, sizeof(*k));

	if (k != NULL) {
		k->arena = vt_arena_new(0);
		k->by_code = xmlHashCreate(64);
	}
	if (k == NULL || k->arena == NULL || k->by_code == NULL) {
		vt_known_free(&k);
		return (vt_fail(VT_E_NOMEM, "no memory for the institutions"));
	}
	*k_r = k;
	return (VT_OK);
}

void
vt_known_free(struct vt_known **kp)
{
	struct vt_known *k = *kp;

	*kp = NULL;
	if (k == NULL)
		return;
	if (k->by_code != NULL)
		xmlHashFree(k->by_code, NULL);
	vt_arena_free(&k->arena);
	free(k);
}

bool
vt_known_has_name(const struct vt_institution *i)
{
	for (size_t n = 0; n < i->names.count; n++)
		/* A name in a language is one, though a code was made of it. */
		if (i->names.items[n].text.len != 0 &&
		    (i->names.items[n].lang.len != 0 ||
		     !vt_str_eq(i->names.items[n].text, i->code)))
			return (true);
	return (false);
}

/* Those whose code could not be one are known to nobody. */
static const struct vt_institution *
vt_known_of(const struct vt_known *k, struct vt_str code)
{
	char key[VT_KNOWN_CODE_MAX + 1];

	if (code.len == 0 || code.len > VT_KNOWN_CODE_MAX)
		return (NULL);
	memcpy(key, code.p, code.len);
	key[code.len] = '\0';
	return (xmlHashLookup(k->by_code, (const xmlChar *)key));
}

vt_err
vt_known_put(struct vt_known *k, const struct vt_institution *i)
{
	struct vt_institution *kept;
	const char *code;

	/* Asked for each file of a run, so that only news may take memory. */
	if (i->code.len == 0 || i->code.len > VT_KNOWN_CODE_MAX || !vt_known_has_name(i) ||
	    vt_known_of(k, i->code) != NULL)
		return (VT_OK);
	code = vt_str_c(k->arena, i->code);
	kept = vt_arena_alloc(k->arena, sizeof(*kept));
	if (code == NULL || kept == NULL)
		return (VT_E_LIMIT);
	*kept = *i;
	(void)xmlHashAddEntry(k->by_code, (const xmlChar *)code, kept);
	return (VT_OK);
}

vt_err
vt_known_catalog(struct vt_known *k, struct vt_catalog *c)
{
	struct vt_institution *list;
	size_t count = 0;
	vt_err err = vt_catalog_institutions(c, k->arena, &list, &count);

	for (size_t i = 0; i < count && err == VT_OK; i++)
		err = vt_known_put(k, &list[i]);
	return (err);
}

bool
vt_known_fill(const struct vt_known *k, struct vt_institution *i)
{
	const struct vt_institution *known = vt_known_of(k, i->code);
	bool is_nameless = !vt_known_has_name(i);

	if (known == NULL)
		return (false);
	if (is_nameless)
		i->names = known->names;
	if (i->url.len == 0)
		i->url = known->url;
	if (i->uri.len == 0)
		i->uri = known->uri;
	if (i->logo.len == 0)
		i->logo = known->logo;
	return (is_nameless);
}
