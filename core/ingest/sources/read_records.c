/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records of an XML file, as a stream: the root itself, the members of a
 * collection, or what stands below metadata in an OAI-PMH answer.
 */
#include "ingest/sources/describe.h"
#include "ingest/sources/reader_private.h"
#include "text/xml_read.h"

#define VT_NS_OAI_PMH	   "http://www.openarchives.org/OAI/2.0/"
#define VT_READ_LOOK_BYTES 65536 /* looked through at once */

static struct vt_str
vt_read_place(struct vt_reader *r, struct vt_arena *a)
{
	if (xmlTextReaderDepth(vt_xml_stream_reader(r->stream)) == 0)
		return (VT_STR_NONE);
	return (vt_str_printf(a, "record %lld, line %d", (long long)r->count + 1,
			      vt_xml_stream_line(r->stream)));
}

/* The next object of the EDM document that is being taken apart. */
static vt_err
vt_read_edm_next(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	vt_err err;

	item->kind = VT_ITEM_RECORD;
	item->crosswalk = "edm";
	item->place = vt_str_printf(a, "object %zu", r->edm_at + 1);
	err = vt_edm_take(r->edm, r->edm_at, a, &item->doc);
	if (++r->edm_at == vt_edm_count(r->edm)) {
		r->edm = NULL;
		vt_arena_free(&r->edm_arena);
	}
	return (err);
}

static vt_err
vt_read_edm_open(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	xmlDocPtr doc;
	vt_err err;

	r->edm_arena = vt_arena_new(VT_READER_MEMORY_MAX);
	r->edm_at = 0;
	err = vt_xml_stream_expand(r->stream, r->edm_arena, &doc);
	if (err == VT_OK)
		err = vt_edm_open(r->edm_arena, doc, &r->edm);
	if (err == VT_OK && vt_edm_count(r->edm) > 1)
		return (vt_read_edm_next(r, a, item));
	r->edm = NULL;
	vt_arena_free(&r->edm_arena);
	if (err != VT_OK)
		return (err);
	item->kind = VT_ITEM_RECORD;
	item->crosswalk = "edm";
	return (vt_xml_stream_expand(r->stream, a, &item->doc));
}

static vt_err
vt_read_take(struct vt_reader *r, struct vt_arena *a, const char *crosswalk, struct vt_item *item)
{
	vt_err err;

	r->stands_on_taken = true;
	item->place = vt_read_place(r, a);
	if (r->header.len != 0)
		item->identifier = vt_str_dup(a, r->header);
	if (strcmp(crosswalk, "edm") == 0) {
		err = vt_read_edm_open(r, a, item);
		if (err == VT_E_BADARG) {
			item->failure = vt_str_dup(a, vt_str_of(vt_fail_text(err)));
			err = VT_OK;
		}
		return (err);
	}
	item->kind = strcmp(crosswalk, "mets") == 0 ? VT_ITEM_METS : VT_ITEM_RECORD;
	item->crosswalk = crosswalk;
	return (vt_xml_stream_expand(r->stream, a, &item->doc));
}

static bool
vt_read_is_named(xmlTextReaderPtr reader, const char *ns, const char *local)
{
	const char *here = (const char *)xmlTextReaderConstNamespaceUri(reader);

	return (strcmp((const char *)xmlTextReaderConstLocalName(reader), local) == 0 &&
		strcmp(here != NULL ? here : "", ns) == 0);
}

/* --- plain files --------------------------------------------------------------- */

static const char *
vt_read_match(struct vt_reader *r)
{
	xmlTextReaderPtr reader = vt_xml_stream_reader(r->stream);
	const char *local = (const char *)xmlTextReaderConstLocalName(reader);
	const char *ns = (const char *)xmlTextReaderConstNamespaceUri(reader);

	if (vt_str_eq_c(r->shape.record, local) &&
	    vt_str_eq_c(r->shape.record_ns, ns != NULL ? ns : ""))
		return (r->shape.crosswalk);
	return (vt_recognise_record(local, ns));
}

/* --- OAI-PMH ------------------------------------------------------------------- */

/* "oai:host:local" is local; other identifiers are as they are. */
static struct vt_str
vt_read_local(struct vt_str identifier)
{
	struct vt_str rest = identifier, part;

	if (!vt_str_starts(identifier, VT_STR("oai:")))
		return (identifier);
	(void)vt_str_next(&rest, ':', &part);
	if (!vt_str_next(&rest, ':', &part) || rest.len == 0)
		return (identifier);
	return (rest);
}

/* A header: the identifier of what follows, in a; true when it says deleted. */
static vt_err
vt_read_header(struct vt_reader *r, struct vt_arena *a, struct vt_str *identifier_r,
	       bool *is_deleted_r)
{
	xmlDocPtr doc;
	const xmlNode *root, *id;
	vt_err err = vt_xml_stream_expand(r->stream, a, &doc);

	if (err != VT_OK)
		return (err);
	root = xmlDocGetRootElement(doc);
	id = vt_xml_child(root, NULL, "identifier");
	*identifier_r = id != NULL ? vt_read_local(vt_xml_text(a, id)) : VT_STR_NONE;
	*is_deleted_r = vt_str_eq_c(vt_xml_attr(a, root, "status"), "deleted");
	return (VT_OK);
}

/* The last word on an identifier stands. */
static vt_err
vt_read_last_word(struct vt_reader *r)
{
	struct vt_arena *a = vt_arena_new(VT_READER_MEMORY_MAX);
	struct vt_str identifier;
	bool is_deleted;
	vt_err err = vt_read_header(r, a, &identifier, &is_deleted);
	const char *key = err == VT_OK ? vt_str_c(a, identifier) : NULL;

	if (err == VT_OK && key == NULL)
		err = VT_E_LIMIT;
	if (err == VT_OK && is_deleted &&
	    xmlHashUpdateEntry(r->deleted, (const xmlChar *)key, r, NULL) != 0)
		err = vt_fail(VT_E_NOMEM, "no memory for what is deleted");
	if (err == VT_OK && !is_deleted)
		(void)xmlHashRemoveEntry(r->deleted, (const xmlChar *)key, NULL);
	vt_arena_free(&a);
	return (err);
}

/* Its bytes tell, but for UTF-16, in which every other one is 0. */
bool
vt_read_may_be_deleted(const char *path)
{
	static const char word[] = "deleted";
	const size_t kept_max = sizeof(word) - 2; /* of what may be cut between two readings */
	char bytes[VT_READ_LOOK_BYTES];
	size_t kept = 0, n;
	FILE *f = fopen(path, "re");
	bool may = f == NULL;

	while (!may && (n = fread(bytes + kept, 1, sizeof(bytes) - kept, f)) > 0) {
		n += kept;
		may = memmem(bytes, n, word, sizeof(word) - 1) != NULL || memchr(bytes, 0, n) != NULL;
		kept = n < kept_max ? n : kept_max;
		memmove(bytes, bytes + n - kept, kept);
	}
	may = may || ferror(f);
	if (f != NULL)
		(void)fclose(f);
	return (may);
}

vt_err
vt_read_deleted(struct vt_reader *r)
{
	xmlTextReaderPtr reader = vt_xml_stream_reader(r->stream);
	bool is_over = false; /* what is below the node is nothing to us */
	vt_err err = VT_OK;

	r->deleted = xmlHashCreate(64);
	if (r->deleted == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for what is deleted"));
	while (err == VT_OK) {
		err = is_over ? vt_xml_stream_next(r->stream) : vt_xml_stream_read(r->stream);
		is_over = false;
		if (err != VT_OK || !vt_xml_stream_is_element(r->stream))
			continue;
		is_over = vt_read_is_named(reader, VT_NS_OAI_PMH, "metadata") ||
			  vt_read_is_named(reader, VT_NS_OAI_PMH, "about");
		if (vt_read_is_named(reader, VT_NS_OAI_PMH, "header")) {
			is_over = true;
			err = vt_read_last_word(r);
		}
	}
	if (err == VT_E_NOMEM)
		return (err);
	vt_fail_clear();
	return (VT_OK);
}

/* A record that is called deleted further on. */
static bool
vt_read_is_deleted(const struct vt_reader *r, struct vt_arena *a)
{
	const char *key = r->header.len != 0 ? vt_str_c(a, r->header) : NULL;

	return (key != NULL && xmlHashLookup(r->deleted, (const xmlChar *)key) != NULL);
}

static vt_err
vt_read_unknown(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	xmlTextReaderPtr reader = vt_xml_stream_reader(r->stream);
	const char *ns = (const char *)xmlTextReaderConstNamespaceUri(reader);

	r->stands_on_taken = true;
	item->kind = VT_ITEM_RECORD;
	item->place = vt_read_place(r, a);
	item->failure = vt_str_printf(a,
				      "its metadata is <%s>%s%s, a format that is not read here; "
				      "oai_dc, MODS, MARCXML, LIDO, "
				      "EDM and METS are",
				      (const char *)xmlTextReaderConstLocalName(reader),
				      ns != NULL ? " in " : "", ns != NULL ? ns : "");
	return (VT_OK);
}

/* What is deleted has a header alone. */
static vt_err
vt_read_oai_header(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	struct vt_str identifier = VT_STR_NONE;
	bool is_deleted = false;
	vt_err err = vt_read_header(r, a, &identifier, &is_deleted);

	r->stands_on_taken = true;
	r->header = vt_str_dup(r->arena, identifier);
	if (err != VT_OK || !is_deleted || r->header.len == 0)
		return (err != VT_OK ? err : VT_E_DECLINED);
	item->kind = VT_ITEM_DELETED;
	item->place = vt_read_place(r, a);
	item->identifier = vt_str_dup(a, r->header);
	return (VT_OK);
}

/* One element of an OAI answer.  VT_E_DECLINED: nothing for us, go on. */
static vt_err
vt_read_oai(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	xmlTextReaderPtr reader = vt_xml_stream_reader(r->stream);
	const char *crosswalk;

	if (vt_read_is_named(reader, VT_NS_OAI_PMH, "about")) {
		r->stands_on_taken = true;
		return (VT_E_DECLINED);
	}
	if (vt_read_is_named(reader, VT_NS_OAI_PMH, "header"))
		return (vt_read_oai_header(r, a, item));
	/* OAI-PMH (0) / ListRecords (1) / record (2) / metadata (3) / this */
	if (xmlTextReaderDepth(reader) != 4)
		return (VT_E_DECLINED);
	if (vt_read_is_deleted(r, a)) {
		r->stands_on_taken = true;
		r->count++;
		return (VT_E_DECLINED);
	}
	crosswalk = vt_recognise_record((const char *)xmlTextReaderConstLocalName(reader),
					(const char *)xmlTextReaderConstNamespaceUri(reader));
	if (crosswalk == NULL)
		return (vt_read_unknown(r, a, item));
	return (vt_read_take(r, a, crosswalk, item));
}

vt_err
vt_read_records(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	vt_err err;

	if (r->edm != NULL)
		return (vt_read_edm_next(r, a, item));
	for (;;) {
		err = r->stands_on_taken ? vt_xml_stream_next(r->stream)
					 : vt_xml_stream_read(r->stream);
		r->stands_on_taken = false;
		if (err != VT_OK)
			return (err);
		if (!vt_xml_stream_is_element(r->stream))
			continue;
		if (r->shape.is_oai) {
			err = vt_read_oai(r, a, item);
			if (err != VT_E_DECLINED)
				return (err);
		} else if (vt_read_match(r) != NULL) {
			return (vt_read_take(r, a, vt_read_match(r), item));
		}
	}
}
