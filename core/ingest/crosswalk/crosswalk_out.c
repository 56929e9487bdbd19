/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Both ends of an out crosswalk: the document that it reads, and the bytes
 * that are stored.  Called by crosswalk.c alone.
 */
#include "ingest/crosswalk/crosswalk_out.h"

#include <libxml/xmlsave.h>
#include <stdlib.h>

#include "api/buf.h"
#include "api/xml.h"
#include "catalog/description_xml.h"
#include "catalog/writer.h"
#include "text/xml_read.h"

static void
vt_crosswalk_attr(struct vt_xmlw *x, const char *name, struct vt_str value)
{
	if (value.len != 0)
		vt_xmlw_attr(x, name, value);
}

static void
vt_crosswalk_put_institution(struct vt_xmlw *x, const struct vt_institution *i)
{
	if (i == NULL)
		return;
	vt_xmlw_open(x, "institution");
	vt_crosswalk_attr(x, "code", i->code);
	vt_crosswalk_attr(x, "uri", i->uri);
	for (size_t k = 0; k < i->names.count; k++) {
		vt_xmlw_open(x, "name");
		vt_crosswalk_attr(x, "xml:lang", i->names.items[k].lang);
		vt_xmlw_text(x, i->names.items[k].text);
		vt_xmlw_close(x);
	}
	vt_xmlw_close(x);
}

static int
vt_crosswalk_compare(const void *a, const void *b)
{
	const struct vt_crosswalk_image *const *l = a, *const *r = b;
	int order = vt_str_cmp((*l)->identifier, (*r)->identifier);

	return (order != 0 ? order : (*l < *r ? -1 : *l > *r));
}

/* Each image once, where it stands first: two pages may show the same. */
static vt_err
vt_crosswalk_put_images(struct vt_arena *a, struct vt_xmlw *x, const struct vt_crosswalk_context *c)
{
	const struct vt_crosswalk_image **sorted =
	    vt_arena_array(a, c->image_count + 1, sizeof(struct vt_crosswalk_image *));
	bool *is_again = vt_arena_array(a, c->image_count + 1, sizeof(*is_again));

	if (sorted == NULL || is_again == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < c->image_count; i++)
		sorted[i] = &c->images[i];
	qsort(sorted, c->image_count, sizeof(struct vt_crosswalk_image *), vt_crosswalk_compare);
	for (size_t i = 1; i < c->image_count; i++)
		is_again[sorted[i] - c->images] =
		    vt_str_eq(sorted[i]->identifier, sorted[i - 1]->identifier);
	for (size_t i = 0; i < c->image_count; i++) {
		const struct vt_crosswalk_image *image = &c->images[i];

		if (is_again[i] || image->identifier.len == 0)
			continue;
		vt_xmlw_open(x, "image");
		vt_xmlw_attr(x, "identifier", image->identifier);
		vt_xmlw_attr_int(x, "page", image->page);
		vt_xmlw_attr_int(x, "width", image->width);
		vt_xmlw_attr_int(x, "height", image->height);
		vt_xmlw_close(x);
	}
	return (VT_OK);
}

static int
vt_crosswalk_by_name(const void *a, const void *b)
{
	const struct vt_crosswalk_file *const *l = a, *const *r = b;

	return (vt_str_cmp((*l)->name, (*r)->name));
}

/* By name, as the catalogue has them, so that a record made again is the same. */
static vt_err
vt_crosswalk_put_files(struct vt_arena *a, struct vt_xmlw *x, const struct vt_crosswalk_context *c)
{
	const struct vt_crosswalk_file **sorted =
	    vt_arena_array(a, c->file_count + 1, sizeof(struct vt_crosswalk_file *));

	if (sorted == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < c->file_count; i++)
		sorted[i] = &c->files[i];
	qsort(sorted, c->file_count, sizeof(struct vt_crosswalk_file *), vt_crosswalk_by_name);
	for (size_t i = 0; i < c->file_count; i++) {
		vt_xmlw_open(x, "file");
		vt_xmlw_attr(x, "name", sorted[i]->name);
		vt_crosswalk_attr(x, "type", sorted[i]->media_type);
		vt_xmlw_close(x);
	}
	return (VT_OK);
}

static void
vt_crosswalk_put_context(struct vt_xmlw *x, const struct vt_crosswalk_context *c)
{
	vt_xmlw_open(x, "context");
	vt_crosswalk_attr(x, "oai-domain", vt_str_of(c->oai_domain));
	vt_crosswalk_attr(x, "provider", vt_str_of(c->provider));
	vt_crosswalk_attr(x, "intermediate-provider", vt_str_of(c->intermediate_provider));
	vt_crosswalk_attr(x, "language", vt_str_of(c->language));
	vt_xmlw_attr(x, "images", c->images_are_open ? VT_STR("open") : VT_STR("closed"));
	vt_xmlw_attr(x, "text", c->text_is_open ? VT_STR("open") : VT_STR("closed"));
	vt_xmlw_close(x);
}

static vt_err
vt_crosswalk_put(struct vt_arena *a, struct vt_xmlw *x, const struct vt_crosswalk_context *c)
{
	const struct vt_object *o = c->object;
	vt_err err;

	vt_xmlw_open(x, "object");
	vt_xmlw_attr(x, "xmlns", VT_STR(VT_DESCRIPTION_NS));
	vt_xmlw_attr(x, "identifier", o->identifier);
	if (o->kind <= VT_KIND_3D)
		vt_xmlw_attr(x, "kind", vt_str_of(vt_kind_name(o->kind)));
	vt_crosswalk_attr(x, "rights", o->rights);
	vt_crosswalk_attr(x, "language", o->language);
	vt_crosswalk_attr(x, "thumbnail", o->thumbnail);
	vt_description_to_xml(&o->description, x);
	vt_crosswalk_put_institution(x, c->institution);
	err = vt_crosswalk_put_images(a, x, c);
	if (err == VT_OK)
		err = vt_crosswalk_put_files(a, x, c);
	vt_crosswalk_put_context(x, c);
	vt_xmlw_close(x);
	return (err == VT_OK ? vt_xmlw_error(x) : err);
}

vt_err
vt_crosswalk_source(struct vt_arena *a, const struct vt_crosswalk_context *context,
		    xmlDocPtr *doc_r)
{
	struct vt_buf b;
	struct vt_xmlw x;
	vt_err err;

	vt_buf_init(&b, VT_XML_SIZE_MAX);
	vt_xmlw_init(&x, &b);
	err = vt_crosswalk_put(a, &x, context);
	if (err == VT_OK)
		err = vt_xml_parse(a, vt_buf_get(&b), "a description", doc_r);
	vt_buf_fini(&b);
	return (err);
}

/* The placeholder is random and ends in ".invalid": no source has it. */
static vt_err
vt_crosswalk_rebase(struct vt_arena *a, struct vt_str xml, struct vt_str base, struct vt_str *xml_r)
{
	char *out = vt_arena_alloc(a, xml.len + 1);
	size_t len = 0;
	ptrdiff_t at;

	if (out == NULL)
		return (VT_E_LIMIT);
	while ((at = vt_str_find(xml, base)) >= 0) {
		memcpy(out + len, xml.p, (size_t)at);
		len += (size_t)at;
		memcpy(out + len, VT_RECORD_BASE, strlen(VT_RECORD_BASE));
		len += strlen(VT_RECORD_BASE);
		xml = vt_str_sub(xml, (size_t)at + base.len, xml.len);
	}
	if (xml.len != 0)
		memcpy(out + len, xml.p, xml.len);
	*xml_r = (struct vt_str){ out, len + xml.len };
	return (VT_OK);
}

static int
vt_crosswalk_write(void *out, const char *bytes, int len)
{
	vt_buf_put(out, bytes, (size_t)len);
	return (vt_buf_error(out) == VT_OK ? len : -1);
}

/* Not through xmlBuffer, which grows by a few KB at a time and copies all of
 * what it has: a record of 20 MB took minutes. */
static vt_err
vt_crosswalk_save(xmlDocPtr doc, struct vt_buf *out)
{
	xmlSaveCtxtPtr save = xmlSaveToIO(vt_crosswalk_write, NULL, out, "UTF-8",
					  XML_SAVE_NO_DECL | XML_SAVE_AS_XML);
	bool is_saved = save != NULL && xmlSaveDoc(save, doc) >= 0;

	if (save != NULL)
		is_saved &= xmlSaveClose(save) >= 0;
	if (vt_buf_error(out) != VT_OK || is_saved)
		return (vt_buf_error(out));
	return (vt_fail(VT_E_NOMEM, "no memory for a record's XML"));
}

vt_err
vt_crosswalk_bytes(struct vt_arena *a, xmlDocPtr doc, const char *base, struct vt_str *xml_r)
{
	struct vt_buf out;
	vt_err err;

	vt_buf_init(&out, 0);
	if ((err = vt_crosswalk_save(doc, &out)) == VT_OK)
		err = vt_crosswalk_rebase(a, vt_str_trim(vt_buf_get(&out)), vt_str_of(base),
					  xml_r);
	vt_buf_fini(&out);
	return (err);
}
