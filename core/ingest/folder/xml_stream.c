/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hardened xmlTextReader.  Reads through a descriptor of its own, so that
 * libxml2 neither decompresses nor fetches anything by itself.
 */
#include "ingest/folder/xml_stream.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

#include "text/xml_read.h"

/* Not HUGE: the document type is refused only where the reader stands on it, when
 * attributes behind it may be parsed already, and libxml2's guard against
 * entities that multiply is off with HUGE. */
#define VT_XML_STREAM_OPTIONS                                                                      \
	(XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT |           \
	 XML_PARSE_BIG_LINES)
#define VT_XML_STREAM_LINE_MAX	65535 /* what a libxml2 node can hold by itself */
#define VT_XML_STREAM_ERROR_MAX 300   /* bytes of libxml2's reason that are kept */

struct vt_xml_stream {
	xmlTextReaderPtr reader;
	char *path;
	int fd;
	int64_t bytes;
	bool is_too_large;
	int error_line;
	char error[VT_XML_STREAM_ERROR_MAX];
};

static int
vt_xml_stream_io_read(void *context, char *buffer, int len)
{
	struct vt_xml_stream *s = context;
	ssize_t n;

	do {
		n = read(s->fd, buffer, (size_t)len);
	} while (n < 0 && errno == EINTR);
	if (n > 0)
		s->bytes += n;
	if (s->bytes > VT_XML_STREAM_BYTES_MAX) {
		s->is_too_large = true;
		return (-1);
	}
	return ((int)n);
}

/* The descriptor outlives libxml2's buffer: close() is ours. */
static int
vt_xml_stream_io_close(void *context)
{
	(void)context;
	return (0);
}

static void
vt_xml_stream_on_error(void *context, xmlErrorPtr e)
{
	struct vt_xml_stream *s = context;
	struct vt_str text = vt_str_trim(vt_str_of(e->message));

	if (e->level < XML_ERR_ERROR || s->error[0] != '\0')
		return;
	s->error_line = e->line;
	if (text.len >= sizeof(s->error))
		text.len = sizeof(s->error) - 1;
	if (text.len != 0)
		memcpy(s->error, text.p, text.len);
	s->error[text.len] = '\0';
}

vt_err
vt_xml_stream_open(const char *path, struct vt_xml_stream **s_r)
{
	struct vt_xml_stream *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to read %s", path));
	s->fd = open(path, O_RDONLY | O_CLOEXEC);
	s->path = strdup(path);
	if (s->fd < 0 || s->path == NULL) {
		vt_err err = vt_fail(VT_E_IO, "%s: %s", path, strerror(errno));

		vt_xml_stream_close(&s);
		return (err);
	}
	s->reader = xmlReaderForIO(vt_xml_stream_io_read, vt_xml_stream_io_close, s, NULL, NULL,
				   VT_XML_STREAM_OPTIONS);
	if (s->reader == NULL) {
		vt_xml_stream_close(&s);
		return (vt_fail(VT_E_NOMEM, "no memory to read %s", path));
	}
	xmlTextReaderSetStructuredErrorHandler(s->reader, vt_xml_stream_on_error, s);
	*s_r = s;
	return (VT_OK);
}

void
vt_xml_stream_close(struct vt_xml_stream **sp)
{
	struct vt_xml_stream *s = *sp;

	*sp = NULL;
	if (s == NULL)
		return;
	if (s->reader != NULL)
		xmlFreeTextReader(s->reader);
	if (s->fd >= 0)
		(void)close(s->fd);
	free(s->path);
	free(s);
}

xmlTextReaderPtr
vt_xml_stream_reader(struct vt_xml_stream *s)
{
	return (s->reader);
}

/* The parser itself reads ahead of the node, by a line or by many. */
int
vt_xml_stream_line(struct vt_xml_stream *s)
{
	xmlNodePtr node = xmlTextReaderCurrentNode(s->reader);
	long line = node != NULL ? xmlGetLineNo(node) : -1;

	if (line <= 0 || line == VT_XML_STREAM_LINE_MAX || line > INT_MAX)
		return (xmlTextReaderGetParserLineNumber(s->reader));
	return ((int)line);
}

bool
vt_xml_stream_is_doctype(struct vt_xml_stream *s)
{
	return (xmlTextReaderNodeType(s->reader) == XML_READER_TYPE_DOCUMENT_TYPE);
}

bool
vt_xml_stream_is_element(struct vt_xml_stream *s)
{
	return (xmlTextReaderNodeType(s->reader) == XML_READER_TYPE_ELEMENT);
}

static vt_err
vt_xml_stream_refuse(const struct vt_xml_stream *s)
{
	if (s->is_too_large)
		return (vt_fail(VT_E_TOOLARGE, "%s: larger than %lld bytes", s->path,
				(long long)VT_XML_STREAM_BYTES_MAX));
	return (vt_fail(VT_E_BADARG, "%s, line %d: %s; put the XML right there, or export it again",
			s->path, s->error_line,
			s->error[0] != '\0' ? s->error : "not well-formed XML"));
}

/* What libxml2's answer means, and the limits that it does not keep. */
static vt_err
vt_xml_stream_check(struct vt_xml_stream *s, int answer)
{
	if (answer < 0 || s->error[0] != '\0')
		return (vt_xml_stream_refuse(s));
	if (answer == 0)
		return (VT_E_END);
	if (vt_xml_stream_is_doctype(s))
		return (vt_fail(VT_E_BADARG,
				"%s: a document type (DOCTYPE) is not read; take it out", s->path));
	if (xmlTextReaderDepth(s->reader) > VT_XML_DEPTH_MAX)
		return (vt_fail(VT_E_TOOLARGE, "%s, line %d: elements nested deeper than %d",
				s->path, vt_xml_stream_line(s), VT_XML_DEPTH_MAX));
	return (VT_OK);
}

vt_err
vt_xml_stream_read(struct vt_xml_stream *s)
{
	return (vt_xml_stream_check(s, xmlTextReaderRead(s->reader)));
}

vt_err
vt_xml_stream_next(struct vt_xml_stream *s)
{
	return (vt_xml_stream_check(s, xmlTextReaderNext(s->reader)));
}

static void
vt_xml_stream_free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

vt_err
vt_xml_stream_expand(struct vt_xml_stream *s, struct vt_arena *a, xmlDocPtr *doc_r)
{
	xmlNodePtr node = xmlTextReaderExpand(s->reader), copy;
	xmlDocPtr doc;
	vt_err err;

	if (node == NULL || s->error[0] != '\0')
		return (vt_xml_stream_refuse(s));
	doc = xmlNewDoc((const xmlChar *)"1.0");
	if (doc == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a record of %s", s->path));
	err = vt_defer(a, vt_xml_stream_free_doc, doc);
	if (err != VT_OK)
		return (err);
	/* Namespaces that are declared above the element are copied with it. */
	copy = xmlDocCopyNode(node, doc, 1);
	if (copy == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for a record of %s", s->path));
	xmlDocSetRootElement(doc, copy);
	if (xmlReconciliateNs(doc, copy) < 0)
		return (vt_fail(VT_E_NOMEM, "no memory for a record of %s", s->path));
	*doc_r = doc;
	return (VT_OK);
}
