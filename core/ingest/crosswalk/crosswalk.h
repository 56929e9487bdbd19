/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Crosswalks: XSLT files under templates/crosswalks.  in/<format>.xsl turns a
 * source's XML into our description (catalog/description_xml.h); out/<prefix>.xsl
 * turns our description, with its pages and images, into a record; lib/ holds
 * what they include.
 *
 * The "in" names are mods, dc, lido, marc21, unimarc, edm.  Beside what
 * description_xml.h shows, their <object> may have
 *   <institution code="LT-…" uri="…" of="record" xml:lang="lt">Name</institution>
 * once a name: who holds the object, or with of="record" only who wrote the
 * record; code and uri where the source says them.  Of <file>, use is image,
 * thumbnail or file (anything else); href is as in the source, a relative name
 * or an address.  identifier, rights, language are as the source says them: who
 * makes the object from them makes the identifier URL-safe, vt_normalise the
 * rest.  An attribute that the source says nothing of is absent.
 */
#ifndef VT_INGEST_CROSSWALK_H
#define VT_INGEST_CROSSWALK_H

#include <libxml/tree.h>

#include "api/buf.h"
#include "api/catalog.h"

/* Bytes of one record: an answer of OAI-PMH holds at least one whole. */
#define VT_CROSSWALK_RECORD_MAX (32 * 1024 * 1024)

struct vt_rule_findings;
struct vt_crosswalks;	/* compiled; read-only afterwards, any thread */

/* A record format: out/<prefix>.xsl and what OAI-PMH says of it. */
struct vt_crosswalk_out {
	const char	*prefix, *ns, *schema;
};

/* Compiles all of folder/in/ and folder/out/; one that does not compile is
 * VT_E_BADARG with file and line.  XSLT may read no file but those beside it,
 * write none, and not use the network. */
vt_err	vt_crosswalks_open(const char *folder, struct vt_crosswalks **c_r) VT_MUST_CHECK;
void	vt_crosswalks_free(struct vt_crosswalks **c);

/* source (a mods, record, lido, RDF, oai_dc:dc … element's document) with
 * in/<name>.xsl: a document whose root is <object>, in the arena.  An RDF with
 * several edm:ProvidedCHO: the attribute cho (in no namespace) of its root
 * names the rdf:about that is meant, else the first is taken. */
vt_err	vt_crosswalk_in(const struct vt_crosswalks *c, struct vt_arena *a, const char *name,
	    xmlDocPtr source, xmlDocPtr *object_r) VT_MUST_CHECK;

/* What an out crosswalk is told beside the description. */
struct vt_crosswalk_image {
	struct vt_str	identifier;
	int64_t		page, width, height;
};
/* A file that the source brought along, as vt_file has it. */
struct vt_crosswalk_file {
	struct vt_str	name, media_type;
	int64_t		width, height;	/* of a film */
};
struct vt_crosswalk_context {
	const struct vt_object		*object;
	const struct vt_institution	*institution;
	const struct vt_crosswalk_image	*images;
	size_t				 image_count;
	const struct vt_crosswalk_file	*files;		/* in any order */
	size_t				 file_count;
	const char			*oai_domain, *provider, *intermediate_provider;
	const char			*language;	/* that words are in whose source says none; or NULL */
	bool				 images_are_open, text_is_open;
	const char *const		*parameters;	/* of the stylesheet: name, value, … NULL; or NULL */
	struct vt_rule_findings		*patterns;	/* gets Europeana's problem patterns; or NULL */
};
/* The record's XML without declaration, addresses beginning with
 * VT_RECORD_BASE; what the format's rules want and the object lacks, or a record
 * that is too long, is VT_E_DECLINED with the sentence (a finding: the record is
 * withheld). */
vt_err	vt_crosswalk_out_record(const struct vt_crosswalks *c, struct vt_arena *a,
	    const char *prefix, const struct vt_crosswalk_context *context,
	    struct vt_str *xml_r) VT_MUST_CHECK;
/* The same as a document in the arena, with a stand-in for the public address
 * and not yet looked at by any rule. */
vt_err	vt_crosswalk_out_doc(const struct vt_crosswalks *c, struct vt_arena *a,
	    const char *prefix, const struct vt_crosswalk_context *context,
	    xmlDocPtr *doc_r) VT_MUST_CHECK;
/* The formats of folder/out, by prefix; each stylesheet says its ns and schema. */
const struct vt_crosswalk_out *vt_crosswalk_formats(const struct vt_crosswalks *c,
	    size_t *count_r);
/* templates/messages beside the crosswalks; NULL when there are none. */
struct vt_messages;
const struct vt_messages *vt_crosswalk_messages(const struct vt_crosswalks *c);

#endif
