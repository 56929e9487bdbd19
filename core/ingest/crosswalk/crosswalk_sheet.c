/* SPDX-License-Identifier: Apache-2.0 */
/*
 * libxslt, held in.  A compiled stylesheet is used by one thread at a time, for
 * libxml2 swaps the sides of unions in it while it runs; each run has a transform
 * context of its own with limits, and what libxml2 and libxslt have to say is
 * collected per thread.  Only crosswalk*.c use this.
 */
#include "ingest/crosswalk/crosswalk_sheet.h"

#include <libexslt/exslt.h>
#include <libxml/xpath.h>
#include <libxslt/documents.h>
#include <libxslt/imports.h>
#include <libxslt/security.h>
#include <libxslt/transform.h>
#include <libxslt/variables.h>
#include <libxslt/xsltInternals.h>
#include <libxslt/xsltutils.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

#include "api/buf.h"
#include "ingest/crosswalk/crosswalk.h"
#include "ingest/crosswalk/crosswalk_text.h"

#define VT_NS_CROSSWALK "urn:vartai:crosswalk:1"
#define VT_SHEET_IDLE_MAX 64 /* compiled ones that are kept; an ingest has as many threads at most */

struct vt_sheet {
	pthread_mutex_t lock;
	xsltStylesheetPtr idle[VT_SHEET_IDLE_MAX]; /* that no thread runs */
	size_t idle_count;
	char *folder;	  /* it may read below this */
	const char *name; /* "in/unimarc.xsl", within path */
	char *path;
	char *ns, *schema; /* of <format>, or NULL */
};

/* What this thread is doing: libxslt has no other way to tell its callbacks. */
static _Thread_local struct vt_buf *vt_sheet_said;
static _Thread_local const char *vt_sheet_folder;

static xsltSecurityPrefsPtr vt_sheet_prefs;

static void vt_sheet_say(void *unused, const char *fmt, ...) VT_PRINTF(2, 3);

static void
vt_sheet_say(void *unused, const char *fmt, ...)
{
	va_list ap;

	(void)unused;
	if (vt_sheet_said == NULL)
		return;
	va_start(ap, fmt);
	vt_buf_vprintf(vt_sheet_said, fmt, ap);
	va_end(ap);
}

static void
vt_sheet_say_xml(void *unused, xmlErrorPtr e)
{
	if (e->message == NULL)
		return;
	if (e->file != NULL && e->line > 0)
		vt_sheet_say(unused, "%s line %d: %s", e->file, e->line, e->message);
	else
		vt_sheet_say(unused, "%s", e->message);
}

static bool
vt_sheet_is_inside(const char *file)
{
	const char *folder = vt_sheet_folder;
	char path[PATH_MAX];
	size_t len;

	if (folder == NULL || realpath(file, path) == NULL)
		return (false);
	len = strlen(folder);
	return (strncmp(path, folder, len) == 0 && path[len] == '/');
}

static int
vt_sheet_may_read(xsltSecurityPrefsPtr prefs, xsltTransformContextPtr ctxt, const char *value)
{
	(void)prefs;
	(void)ctxt;
	return (vt_sheet_is_inside(value) ? 1 : 0);
}

/* For xsl:include, xsl:import and document(). */
static xmlDocPtr
vt_sheet_load(const xmlChar *uri, xmlDictPtr dict, int options, void *ctxt, xsltLoadType type)
{
	xmlParserCtxtPtr parser;
	xmlDocPtr doc = NULL;

	(void)ctxt;
	(void)type;
	if (!vt_sheet_is_inside((const char *)uri)) {
		vt_sheet_say(NULL, "%s lies outside the crosswalks' folder\n", (const char *)uri);
		return (NULL);
	}
	parser = xmlNewParserCtxt();
	if (parser == NULL)
		return (NULL);
	if (parser->dict != NULL && dict != NULL) {
		xmlDictFree(parser->dict);
		parser->dict = dict;
		xmlDictReference(dict);
	}
	options &= ~(XML_PARSE_NOENT | XML_PARSE_DTDLOAD | XML_PARSE_DTDATTR);
	doc = xmlCtxtReadFile(parser, (const char *)uri, NULL, options | XML_PARSE_NONET);
	xmlFreeParserCtxt(parser);
	return (doc);
}

static void
vt_sheet_init(void)
{
	exsltCommonRegister();
	exsltStrRegister();
	exsltSetsRegister();
	vt_sheet_prefs = xsltNewSecurityPrefs();
	if (vt_sheet_prefs != NULL) {
		xsltSetSecurityPrefs(vt_sheet_prefs, XSLT_SECPREF_READ_FILE, vt_sheet_may_read);
		xsltSetSecurityPrefs(vt_sheet_prefs, XSLT_SECPREF_WRITE_FILE, xsltSecurityForbid);
		xsltSetSecurityPrefs(vt_sheet_prefs, XSLT_SECPREF_CREATE_DIRECTORY,
				     xsltSecurityForbid);
		xsltSetSecurityPrefs(vt_sheet_prefs, XSLT_SECPREF_READ_NETWORK, xsltSecurityForbid);
		xsltSetSecurityPrefs(vt_sheet_prefs, XSLT_SECPREF_WRITE_NETWORK,
				     xsltSecurityForbid);
		xsltSetDefaultSecurityPrefs(vt_sheet_prefs);
	}
	xsltSetLoaderFunc(vt_sheet_load);
	xsltSetGenericErrorFunc(NULL, vt_sheet_say);
}

/* What was collected, on one line, or a word for silence. */
static const char *
vt_sheet_line(struct vt_buf *said)
{
	if (said->len == 0)
		return ("libxslt gives no reason");
	for (char *c = said->p; *c != '\0'; c++)
		if (*c == '\n')
			*c = c[1] == '\0' ? '\0' : ' ';
	return (said->p);
}

struct vt_sheet_state {
	struct vt_buf said, *outer_said;
	const char *outer_folder;
	xmlStructuredErrorFunc outer_func;
	void *outer_context;
};

static void
vt_sheet_enter(struct vt_sheet_state *state, const char *folder)
{
	vt_buf_init(&state->said, VT_CROSSWALK_ERROR_MAX);
	state->outer_said = vt_sheet_said;
	state->outer_folder = vt_sheet_folder;
	state->outer_func = xmlStructuredError;
	state->outer_context = xmlStructuredErrorContext;
	vt_sheet_said = &state->said;
	vt_sheet_folder = folder;
	xmlSetStructuredErrorFunc(NULL, vt_sheet_say_xml);
}

static void
vt_sheet_leave(struct vt_sheet_state *state)
{
	xmlSetStructuredErrorFunc(state->outer_context, state->outer_func);
	vt_sheet_said = state->outer_said;
	vt_sheet_folder = state->outer_folder;
	vt_buf_fini(&state->said);
}

/* <format ns= schema=> says what OAI-PMH will say of the records. */
static void
vt_sheet_read_format(struct vt_sheet *s, xmlDocPtr doc)
{
	xmlNodePtr root = xmlDocGetRootElement(doc);

	for (xmlNodePtr n = root != NULL ? root->children : NULL; n != NULL; n = n->next) {
		if (n->type != XML_ELEMENT_NODE || n->ns == NULL ||
		    strcmp((const char *)n->ns->href, VT_NS_CROSSWALK) != 0 ||
		    strcmp((const char *)n->name, "format") != 0)
			continue;
		s->ns = (char *)xmlGetNoNsProp(n, (const xmlChar *)"ns");
		s->schema = (char *)xmlGetNoNsProp(n, (const xmlChar *)"schema");
		return;
	}
}

const char *
vt_sheet_format(const struct vt_sheet *s, const char *attribute)
{
	return (strcmp(attribute, "ns") == 0 ? s->ns : s->schema);
}

static vt_err
vt_sheet_compile(const struct vt_sheet *s, xsltStylesheetPtr *style_r)
{
	struct vt_sheet_state state;
	xsltStylesheetPtr style = NULL;
	xmlDocPtr doc;
	vt_err err = VT_OK;

	vt_sheet_enter(&state, s->folder);
	doc = xmlReadFile(s->path, NULL, XML_PARSE_NONET | XML_PARSE_NOCDATA);
	if (doc != NULL && (style = xsltParseStylesheetDoc(doc)) == NULL)
		xmlFreeDoc(doc); /* only a stylesheet that came to be owns it */
	if (style == NULL || style->errors != 0 || state.said.len != 0) {
		err = vt_fail(VT_E_BADARG, "%s is no crosswalk: %s", s->path,
			      vt_sheet_line(&state.said));
		if (style != NULL)
			xsltFreeStylesheet(style);
		style = NULL;
	}
	vt_sheet_leave(&state);
	*style_r = style;
	return (err);
}

/* --- one a thread ---------------------------------------------------------------------- */

static vt_err
vt_sheet_take(struct vt_sheet *s, xsltStylesheetPtr *style_r)
{
	*style_r = NULL;
	pthread_mutex_lock(&s->lock);
	if (s->idle_count > 0)
		*style_r = s->idle[--s->idle_count];
	pthread_mutex_unlock(&s->lock);
	return (*style_r != NULL ? VT_OK : vt_sheet_compile(s, style_r));
}

static void
vt_sheet_give(struct vt_sheet *s, xsltStylesheetPtr style)
{
	bool is_kept;

	pthread_mutex_lock(&s->lock);
	is_kept = s->idle_count < VT_SHEET_IDLE_MAX;
	if (is_kept)
		s->idle[s->idle_count++] = style;
	pthread_mutex_unlock(&s->lock);
	if (!is_kept)
		xsltFreeStylesheet(style);
}

vt_err
vt_sheet_open(const char *folder, const char *path, struct vt_sheet **s_r)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct vt_sheet *s = calloc(1, sizeof(*s));
	xsltStylesheetPtr style;
	vt_err err;

	pthread_once(&once, vt_sheet_init);
	if (s != NULL) {
		(void)pthread_mutex_init(&s->lock, NULL);
		s->folder = strdup(folder);
		s->path = strdup(path);
	}
	if (s == NULL || s->folder == NULL || s->path == NULL || vt_sheet_prefs == NULL) {
		vt_sheet_free(&s);
		return (vt_fail(VT_E_NOMEM, "no memory for the crosswalk %s", path));
	}
	s->name = s->path + (strncmp(path, folder, strlen(folder)) == 0 ? strlen(folder) + 1 : 0);
	err = vt_sheet_compile(s, &style);
	if (err != VT_OK) {
		vt_sheet_free(&s);
		return (err);
	}
	vt_sheet_read_format(s, style->doc);
	vt_sheet_give(s, style);
	*s_r = s;
	return (VT_OK);
}

void
vt_sheet_free(struct vt_sheet **s)
{
	if (*s == NULL)
		return;
	while ((*s)->idle_count > 0)
		xsltFreeStylesheet((*s)->idle[--(*s)->idle_count]);
	(void)pthread_mutex_destroy(&(*s)->lock);
	free((*s)->folder);
	free((*s)->path);
	xmlFree((*s)->ns);
	xmlFree((*s)->schema);
	free(*s);
	*s = NULL;
}

static void
vt_sheet_free_doc(void *doc)
{
	xmlFreeDoc(doc);
}

/* A context with all limits set; NULL: no memory. */
static xsltTransformContextPtr
vt_sheet_context(xsltStylesheetPtr style, xmlDocPtr source)
{
	xsltTransformContextPtr ctxt = xsltNewTransformContext(style, source);

	if (ctxt == NULL)
		return (NULL);
	xsltSetTransformErrorFunc(ctxt, NULL, vt_sheet_say);
	ctxt->maxTemplateDepth = VT_CROSSWALK_DEPTH_MAX;
	ctxt->opLimit = VT_CROSSWALK_STEPS_MAX;
	ctxt->xpathCtxt->opLimit = VT_CROSSWALK_XPATH_MAX;
	if (xsltSetCtxtSecurityPrefs(vt_sheet_prefs, ctxt) != 0 ||
	    !vt_crosswalk_text_register(ctxt->xpathCtxt)) {
		xsltFreeTransformContext(ctxt);
		return (NULL);
	}
	return (ctxt);
}

static bool
vt_sheet_set(xsltTransformContextPtr ctxt, const char *const *parameters)
{
	for (size_t i = 0; parameters != NULL && parameters[i] != NULL; i += 2)
		if (xsltQuoteOneUserParam(ctxt, (const xmlChar *)parameters[i],
					  (const xmlChar *)parameters[i + 1]) != 0)
			return (false);
	return (true);
}

static vt_err
vt_sheet_apply(const struct vt_sheet *s, xsltStylesheetPtr style, xmlDocPtr source,
	       const char *const *parameters, xmlDocPtr *result_r)
{
	struct vt_sheet_state state;
	xsltTransformContextPtr ctxt;
	xmlDocPtr result = NULL;
	vt_err err = VT_OK;

	vt_sheet_enter(&state, s->folder);
	ctxt = vt_sheet_context(style, source);
	if (ctxt != NULL && vt_sheet_set(ctxt, parameters))
		result = xsltApplyStylesheetUser(style, source, NULL, NULL, NULL, ctxt);
	if (result == NULL || ctxt->state != XSLT_STATE_OK) {
		err = vt_fail(VT_E_BADARG, "%s: %s", s->name, vt_sheet_line(&state.said));
		xmlFreeDoc(result);
		result = NULL;
	}
	if (ctxt != NULL)
		xsltFreeTransformContext(ctxt);
	vt_sheet_leave(&state);
	*result_r = result;
	return (err);
}

vt_err
vt_sheet_run(struct vt_sheet *s, struct vt_arena *a, xmlDocPtr source,
	     const char *const *parameters, xmlDocPtr *result_r)
{
	xsltStylesheetPtr style;
	xmlDocPtr result;
	vt_err err = vt_sheet_take(s, &style);

	if (err != VT_OK)
		return (err);
	err = vt_sheet_apply(s, style, source, parameters, &result);
	vt_sheet_give(s, style);
	if (err == VT_OK)
		err = vt_defer(a, vt_sheet_free_doc, result);
	if (err == VT_OK)
		*result_r = result;
	return (err);
}
