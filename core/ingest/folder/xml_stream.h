/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strangers' XML read as a stream, for files with many records: no network, no
 * document type, no entities but XML's own, limits of depth and bytes.
 */
#ifndef VT_INGEST_XML_STREAM_H
#define VT_INGEST_XML_STREAM_H

#include <libxml/xmlreader.h>

#include "api/arena.h"
#include "api/str.h"

#define VT_XML_STREAM_BYTES_MAX	(8LL * 1024 * 1024 * 1024)	/* of one file */

struct vt_xml_stream;

vt_err	vt_xml_stream_open(const char *path, struct vt_xml_stream **s_r) VT_MUST_CHECK;
void	vt_xml_stream_close(struct vt_xml_stream **s);
/* libxml2's reader, to look at the node it stands on. */
xmlTextReaderPtr vt_xml_stream_reader(struct vt_xml_stream *s);
/* To the next node (deep), or over what is below the present one (next).
 * VT_E_END at the end; VT_E_BADARG names file, line, and what is wrong. */
vt_err	vt_xml_stream_read(struct vt_xml_stream *s) VT_MUST_CHECK;
vt_err	vt_xml_stream_next(struct vt_xml_stream *s) VT_MUST_CHECK;
/* The element it stands on with all below, as a document of its own in the
 * arena; the stream stays on the element. */
vt_err	vt_xml_stream_expand(struct vt_xml_stream *s, struct vt_arena *a, xmlDocPtr *doc_r)
	    VT_MUST_CHECK;
/* The line on which the node it stands on begins. */
int	vt_xml_stream_line(struct vt_xml_stream *s);
/* True where a refusal was because of a document type: reading on is possible
 * (to tell what the file would have been), trusting what is read is not. */
bool	vt_xml_stream_is_doctype(struct vt_xml_stream *s);
bool	vt_xml_stream_is_element(struct vt_xml_stream *s);

#endif
