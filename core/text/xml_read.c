/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strangers' XML through libxml2, hardened.  Entities and attribute defaults
 * are refused where they are declared, before they can be used; the parser
 * neither opens a file nor a socket, and says nothing on standard error.
 */
#include "text/xml_read.h"

#include <errno.h>
#include <fcntl.h>
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* HUGE lifts libxml2's own limits (10 MB a text, which scans in base64 exceed);
 * ours, of size and depth, stand in their place. */
#define VT_XML_OPTIONS (XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_HUGE | XML_PARSE_BIG_LINES)

struct vt_xml_problem {
	vt_err err; /* of ours; VT_OK: libxml2's own */
	int line;
	char text[400]; /* the first thing said */
};

static void
vt_xml_problem_set(struct vt_xml_problem *p, int line, const char *text)
{
	if (p->text[0] != '\0')
		return;
	struct vt_str s = vt_str_trim(vt_str_of(text));

	if (s.len >= sizeof(p->text)) {
		s.len = sizeof(p->text) - 1;
		while (s.len > 0 && ((unsigned char)s.p[s.len] & 0xc0) == 0x80)
			s.len--;
	}
	for (size_t i = 0; i < s.len; i++)
		p->text[i] = s.p[i] == '\n' ? ' ' : s.p[i];
	p->text[s.len] = '\0';
	p->line = line;
}

static void
vt_xml_on_error(void *arg, xmlErrorPtr e)
{
	/* Behind a DTD that is not read, an unknown entity is only a warning to
	 * libxml2; its text would be missing without a word. */
	bool is_lost = e->code == XML_WAR_UNDECLARED_ENTITY;

	if (e->level < XML_ERR_ERROR && !is_lost)
		return;
	/* About the form of identifiers; the document is well-formed. */
	if (e->domain == XML_FROM_VALID)
		return;
	struct vt_xml_problem *p = arg;

	vt_xml_problem_set(p, e->line, e->message != NULL ? e->message : "not well-formed");
	if (is_lost || e->code == XML_ERR_NO_MEMORY)
		p->err = is_lost ? VT_E_BADARG : VT_E_NOMEM;
}

/* --- what stops the parser ------------------------------------------------- */

static void
vt_xml_stop(xmlParserCtxtPtr ctxt, const char *why)
{
	struct vt_xml_problem *p = ctxt->_private;

	vt_xml_problem_set(p, ctxt->input != NULL ? ctxt->input->line : 0, why);
	p->err = VT_E_BADARG;
	xmlStopParser(ctxt);
}

static void
vt_xml_on_entity(void *arg, const xmlChar *name, int type, const xmlChar *public_id,
		 const xmlChar *system_id, xmlChar *content)
{
	(void)name, (void)type, (void)public_id, (void)system_id, (void)content;
	vt_xml_stop(arg, "its DOCTYPE declares entities, which are not read here: write the "
			 "characters themselves");
}

static void
vt_xml_on_unparsed(void *arg, const xmlChar *name, const xmlChar *public_id,
		   const xmlChar *system_id, const xmlChar *notation)
{
	(void)notation;
	vt_xml_on_entity(arg, name, 0, public_id, system_id, NULL);
}

static void
vt_xml_on_attribute(void *arg, const xmlChar *element, const xmlChar *name, int type, int dflt,
		    const xmlChar *value, xmlEnumerationPtr tree)
{
	(void)element, (void)name, (void)type, (void)dflt, (void)value;
	xmlFreeEnumeration(tree);
	vt_xml_stop(arg, "its DOCTYPE declares attributes, which are not read here: remove the "
			 "declarations");
}

static void
vt_xml_on_start(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
		int ns_count, const xmlChar **ns, int attr_count, int defaulted,
		const xmlChar **attrs)
{
	xmlParserCtxtPtr ctxt = arg;

	if (ctxt->nodeNr >= VT_XML_DEPTH_MAX) {
		vt_xml_stop(ctxt, "elements are nested more than 200 deep");
		return;
	}
	xmlSAX2StartElementNs(arg, name, prefix, uri, ns_count, ns, attr_count, defaulted, attrs);
}
_Static_assert(VT_XML_DEPTH_MAX == 200, "the sentence above names the limit");

static xmlParserInputPtr
vt_xml_on_resolve(void *arg, const xmlChar *public_id, const xmlChar *system_id)
{
	(void)arg, (void)public_id, (void)system_id;
	return (NULL);
}

/* --- parsing --------------------------------------------------------------- */

static pthread_once_t vt_xml_once = PTHREAD_ONCE_INIT;

static void
vt_xml_free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

static vt_err
vt_xml_complain(const struct vt_xml_problem *p, const char *name)
{
	vt_err err = p->err != VT_OK ? p->err : VT_E_BADARG;
	const char *text = p->text[0] != '\0' ? p->text : "this is not well-formed XML";

	if (p->line > 0)
		return (vt_fail(err, "%s, line %d: %s", name, p->line, text));
	return (vt_fail(err, "%s: %s", name, text));
}

static void
vt_xml_harden(xmlParserCtxtPtr ctxt, struct vt_xml_problem *p)
{
	ctxt->_private = p;
	ctxt->sax->entityDecl = vt_xml_on_entity;
	ctxt->sax->unparsedEntityDecl = vt_xml_on_unparsed;
	ctxt->sax->attributeDecl = vt_xml_on_attribute;
	ctxt->sax->startElementNs = vt_xml_on_start;
	ctxt->sax->resolveEntity = vt_xml_on_resolve;
}

static vt_err
vt_xml_run(xmlParserCtxtPtr ctxt, struct vt_str bytes, const char *name, xmlDocPtr *doc_r)
{
	struct vt_xml_problem p = { .err = VT_OK };
	/* Both are this thread's; libxslt and others may have set them. */
	xmlStructuredErrorFunc old_fn = xmlStructuredError;
	void *old_arg = xmlStructuredErrorContext;
	xmlDocPtr doc;

	vt_xml_harden(ctxt, &p);
	xmlSetStructuredErrorFunc(&p, vt_xml_on_error);
	doc = xmlCtxtReadMemory(ctxt, bytes.p, (int)bytes.len, NULL, NULL, VT_XML_OPTIONS);
	xmlSetStructuredErrorFunc(old_arg, old_fn);
	if (doc == NULL || p.err != VT_OK || !ctxt->wellFormed || !ctxt->nsWellFormed) {
		xmlFreeDoc(doc);
		return (vt_xml_complain(&p, name));
	}
	*doc_r = doc;
	return (VT_OK);
}

static vt_err
vt_xml_begin(struct vt_str bytes, const char *name, xmlParserCtxtPtr *ctxt_r)
{
	if (bytes.len > VT_XML_SIZE_MAX)
		return (
		    vt_fail(VT_E_TOOLARGE,
			    "%s has %zu bytes; XML documents of more than %lld bytes are not read",
			    name, bytes.len, VT_XML_SIZE_MAX));
	if (bytes.len == 0)
		return (vt_fail(VT_E_BADARG, "%s is empty", name));
	(void)pthread_once(&vt_xml_once, xmlInitParser);
	*ctxt_r = xmlNewParserCtxt();
	return (*ctxt_r != NULL ? VT_OK
				: vt_fail(VT_E_NOMEM, "%s: no memory for an XML parser", name));
}

vt_err
vt_xml_parse(struct vt_arena *a, struct vt_str bytes, const char *name, xmlDocPtr *doc_r)
{
	xmlParserCtxtPtr ctxt;
	xmlDocPtr doc;
	vt_err err = vt_xml_begin(bytes, name, &ctxt);

	if (err != VT_OK)
		return (err);
	err = vt_xml_run(ctxt, bytes, name, &doc);
	xmlFreeParserCtxt(ctxt);
	if (err == VT_OK)
		err = vt_defer(a, vt_xml_free_doc, doc);
	if (err == VT_OK)
		*doc_r = doc;
	return (err);
}

/* --- without a tree ---------------------------------------------------------- */

struct vt_xml_walk {
	struct vt_xml_problem problem; /* first: what stops the parser finds it */
	const struct vt_xml_walker *w;
	void *arg;
	unsigned depth;
	bool is_declined;
};

static size_t
vt_xml_walk_attributes(const xmlChar **attrs, int count,
		       struct vt_xml_attribute list[VT_XML_ATTRIBUTES_MAX])
{
	size_t n = 0;

	for (; n < VT_XML_ATTRIBUTES_MAX && n < (size_t)count; n++, attrs += 5)
		list[n] = (struct vt_xml_attribute){ (const char *)attrs[0],
						     { (const char *)attrs[3],
						       (size_t)(attrs[4] - attrs[3]) } };
	return (n);
}

static void
vt_xml_walk_open(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
		 int ns_count, const xmlChar **ns, int attr_count, int defaulted,
		 const xmlChar **attrs)
{
	xmlParserCtxtPtr ctxt = arg;
	struct vt_xml_walk *walk = ctxt->_private;
	struct vt_xml_attribute list[VT_XML_ATTRIBUTES_MAX];
	size_t count = vt_xml_walk_attributes(attrs, attr_count, list);

	(void)prefix, (void)uri, (void)ns_count, (void)ns, (void)defaulted;
	if (++walk->depth > VT_XML_DEPTH_MAX) {
		vt_xml_stop(ctxt, "elements are nested more than 200 deep");
	} else if (!walk->is_declined && walk->problem.err == VT_OK &&
		   !walk->w->open(walk->arg, (const char *)name, list, count)) {
		walk->is_declined = true;
		xmlStopParser(ctxt);
	}
}

static bool
vt_xml_walk_goes_on(const struct vt_xml_walk *walk)
{
	return (!walk->is_declined && walk->problem.err == VT_OK);
}

static void
vt_xml_walk_close(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct vt_xml_walk *walk = ((xmlParserCtxtPtr)arg)->_private;

	(void)prefix, (void)uri;
	walk->depth--;
	if (vt_xml_walk_goes_on(walk))
		walk->w->close(walk->arg, (const char *)name);
}

static void
vt_xml_walk_text(void *arg, const xmlChar *p, int len)
{
	struct vt_xml_walk *walk = ((xmlParserCtxtPtr)arg)->_private;

	if (vt_xml_walk_goes_on(walk))
		walk->w->text(walk->arg, (struct vt_str){ (const char *)p, (size_t)len });
}

static void
vt_xml_walk_hear(xmlParserCtxtPtr ctxt, struct vt_xml_walk *walk)
{
	vt_xml_harden(ctxt, &walk->problem);
	ctxt->sax->startElementNs = vt_xml_walk_open;
	ctxt->sax->endElementNs = vt_xml_walk_close;
	ctxt->sax->characters = ctxt->sax->ignorableWhitespace = vt_xml_walk_text;
	ctxt->sax->comment = NULL;
	ctxt->sax->processingInstruction = NULL;
	ctxt->sax->reference = NULL;
}

/* NOENT: only what XML itself has (&amp;) is there to be put in; what a DOCTYPE
 * declares stops the parser. */
vt_err
vt_xml_walk(struct vt_str bytes, const char *name, const struct vt_xml_walker *w, void *arg)
{
	struct vt_xml_walk walk = { .w = w, .arg = arg };
	xmlStructuredErrorFunc old_fn = xmlStructuredError;
	void *old_arg = xmlStructuredErrorContext;
	xmlParserCtxtPtr ctxt;
	vt_err err = vt_xml_begin(bytes, name, &ctxt);

	if (err != VT_OK)
		return (err);
	vt_xml_walk_hear(ctxt, &walk);
	xmlSetStructuredErrorFunc(&walk.problem, vt_xml_on_error);
	xmlFreeDoc(xmlCtxtReadMemory(ctxt, bytes.p, (int)bytes.len, NULL, NULL,
				     VT_XML_OPTIONS | XML_PARSE_NOENT));
	xmlSetStructuredErrorFunc(old_arg, old_fn);
	if (walk.is_declined)
		err = VT_E_DECLINED;
	else if (walk.problem.err != VT_OK || !ctxt->wellFormed || !ctxt->nsWellFormed)
		err = vt_xml_complain(&walk.problem, name);
	xmlFreeParserCtxt(ctxt);
	return (err);
}

/* --- files ----------------------------------------------------------------- */

static vt_err
vt_xml_read_all(int fd, const char *path, char *p, size_t *len)
{
	size_t got = 0;

	while (got < *len) {
		ssize_t n = read(fd, p + got, *len - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return (vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
		if (n == 0)
			break;
		got += (size_t)n;
	}
	*len = got;
	return (VT_OK);
}

/* The whole file; to be freed. */
static vt_err
vt_xml_read_fd(int fd, const char *path, struct vt_str *bytes_r)
{
	struct stat st;
	size_t len;
	char *p;
	vt_err err;

	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))
		return (vt_fail(VT_E_IO, "%s is not a file that can be read", path));
	if (st.st_size > VT_XML_SIZE_MAX)
		return (
		    vt_fail(VT_E_TOOLARGE,
			    "%s has %lld bytes; XML documents of more than %lld bytes are not read",
			    path, (long long)st.st_size, VT_XML_SIZE_MAX));
	len = (size_t)st.st_size;
	p = malloc(len + 1);
	if (p == NULL)
		return (vt_fail(VT_E_NOMEM, "%s: no memory for its %zu bytes", path, len));
	err = vt_xml_read_all(fd, path, p, &len);
	if (err != VT_OK)
		free(p);
	else
		*bytes_r = (struct vt_str){ p, len };
	return (err);
}

static vt_err
vt_xml_read_file(const char *path, struct vt_str *bytes_r)
{
	/* Not to hang on a pipe that somebody put into a folder. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	vt_err err;

	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s cannot be opened: %s", path, strerror(errno)));
	err = vt_xml_read_fd(fd, path, bytes_r);
	(void)close(fd);
	return (err);
}

vt_err
vt_xml_parse_file(struct vt_arena *a, const char *path, xmlDocPtr *doc_r)
{
	struct vt_str bytes;
	vt_err err = vt_xml_read_file(path, &bytes);

	if (err != VT_OK)
		return (err);
	err = vt_xml_parse(a, bytes, path, doc_r);
	free((void *)(uintptr_t)bytes.p);
	return (err);
}

vt_err
vt_xml_walk_file(const char *path, const struct vt_xml_walker *w, void *arg)
{
	struct vt_str bytes;
	vt_err err = vt_xml_read_file(path, &bytes);

	if (err != VT_OK)
		return (err);
	err = vt_xml_walk(bytes, path, w, arg);
	free((void *)(uintptr_t)bytes.p);
	return (err);
}
