/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a file is, by its content.  Names only help where content leaves two
 * ways open (package.yaml; a table of unknown columns).
 */
#ifndef VT_INGEST_RECOGNISE_H
#define VT_INGEST_RECOGNISE_H

#include "ingest/folder/package.h"

#define VT_SNIFF_BYTES	(16 * 1024)	/* looked at of a file that is not XML */
#define VT_SNIFF_NODES	400		/* looked at of XML whose root is not known */

enum vt_file_kind {
	VT_FILE_OTHER,		/* nothing to us */
	VT_FILE_IMAGE,
	VT_FILE_DOCUMENT,	/* PDF, sound, video: goes with a record */
	VT_FILE_TEXT,		/* ALTO, PAGE-XML or hOCR: goes with a page */
	VT_FILE_CAPTIONS,	/* WebVTT: goes with a sound or film */
	VT_FILE_PACKAGE,
	VT_FILE_METS,
	VT_FILE_RECORDS,	/* XML with one or many records */
	VT_FILE_ISO2709,
	VT_FILE_TABLE,
	VT_FILE_ZIP,
	VT_FILE_XML,		/* XML: to be looked at with vt_recognise_xml() */
	VT_FILE_XML_OTHER,	/* XML that we do not read */
	VT_FILE_BROKEN		/* begins like XML, or is called an image or captions, and cannot be read */
};

/* How the records of an XML file are found in it. */
struct vt_xml_shape {
	enum vt_file_kind kind;
	struct vt_str	root, root_ns;
	struct vt_str	record, record_ns;	/* the element that is one record */
	const char	*crosswalk;		/* "mods", "dc", "lido", "marc", "edm", "mets" */
	bool		is_oai;			/* an OAI-PMH answer: look below metadata */
};

/* By the first bytes (VT_SNIFF_BYTES, or all) and the name: never
 * VT_FILE_XML_OTHER or VT_FILE_BROKEN. */
enum vt_file_kind vt_recognise_bytes(struct vt_str head, struct vt_str name,
	    const struct vt_package *p);
/* By the root and the first nodes; *shape_r is filled whatever they are. */
vt_err	vt_recognise_xml(struct vt_arena *a, const char *path, struct vt_xml_shape *shape_r)
	    VT_MUST_CHECK;
/* Both, for a file; *why_r: a sentence for XML_OTHER, BROKEN, an empty file, UTF-16 and
 * what offices write, else empty. */
vt_err	vt_recognise_file(struct vt_arena *a, const char *path, const struct vt_package *p,
	    enum vt_file_kind *kind_r, struct vt_str *why_r) VT_MUST_CHECK;
bool	vt_recognise_is_image_name(struct vt_str name);
bool	vt_recognise_is_captions_name(struct vt_str name);	/* .vtt */
/* Whether a file's name ends so, in any case; ends is ended by NULL. */
bool	vt_recognise_has_ending(struct vt_str name, const char *const *ends);
/* By the first bytes alone: XML stays VT_FILE_XML, a table VT_FILE_OTHER. */
vt_err	vt_recognise_kind(const char *path, enum vt_file_kind *kind_r) VT_MUST_CHECK;
/* The crosswalk for an element that is a record: "mods", "dc", "lido", "marc",
 * "edm" (an RDF: whether it is EDM shows inside), "mets"; NULL. */
const char *vt_recognise_record(const char *local, const char *ns);
/* "image/tiff", "application/pdf", "text/xml" … of a file; else
 * "application/octet-stream". */
const char *vt_recognise_media_type(const char *path);

#endif
