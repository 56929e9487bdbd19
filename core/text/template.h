/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Templates: Mustache (its public specification without lambdas and
 * inheritance), compiled once at start, safe for HTML by construction.
 *
 *   {{name}}  {{a.b}}  {{.}}	the value, escaped (& < > " ')
 *   {{{name}}}  {{&name}}	copied as it is where it is trusted HTML
 *				(vt_value_set_html); any other value, and any in
 *				an attribute, is escaped
 *   {{#name}}…{{/name}}	for each item / within the map / if true
 *   {{^name}}…{{/name}}	if false: nothing, false, 0, "" or an empty list
 *   {{! … }}			a comment
 *   {{> parts/head}}		another template of the folder; not within a tag
 *   {{=<% %>=}}		other delimiters, to the end of this file
 *
 * Sections that are always there; what stands inside is rendered first:
 *   {{#t}}key{{/t}}		the message of that key in the render's language;
 *				{place} in it is the value of that name here.
 *				{{#t}}kind.{{kind}}{{/t}} works
 *   {{#tn}}key {{count}}{{/tn}} its form for a count; {n} is the count
 *   {{#t_date}}{{d}}{{/t_date}}     2026-11-22 as the language writes it
 *   {{#t_number}}{{n}}{{/t_number}} 12345 as the language groups it
 * Data cannot have keys of these names.
 *
 * Where a value would be dangerous whatever is escaped, compiling refuses it:
 * in an attribute value without quotes, in an on… or style attribute, in place
 * of an attribute, in <script> or <style> ({{{…}}} is taken in all but the
 * first two).  The value of href, src, action, formaction, poster, srcset …
 * becomes "#" when what was rendered is not http:, https:, mailto:, relative
 * or an anchor.
 */
#ifndef VT_TEXT_TEMPLATE_H
#define VT_TEXT_TEMPLATE_H

#include "text/messages.h"
#include "text/value.h"

#define VT_TEMPLATE_SIZE_MAX  (1024 * 1024)	 /* bytes a file */
#define VT_TEMPLATE_FILES_MAX 1000		 /* files a folder */
#define VT_TEMPLATE_DEPTH_MAX 64		 /* sections and partials within each other */
#define VT_TEMPLATE_STEPS_MAX (10 * 1000 * 1000) /* tags and texts a render */

struct vt_templates;

/* Compiles every <name>.mustache in folder and below ("parts/head" is
 * parts/head.mustache).  VT_E_BADARG names file, line and mend: a partial that
 * is not there, a message key that messages (may be NULL) do not have, a
 * section that is not closed …  Read-only afterwards: any thread. */
vt_err vt_templates_open(const char *folder, const struct vt_messages *messages,
			 struct vt_templates **t_r) VT_MUST_CHECK;
void vt_templates_free(struct vt_templates **t);
bool vt_templates_has(const struct vt_templates *t, const char *name);

/* Writes the template to out, whose limit is the limit of the page.  data may be
 * NULL.  VT_E_NOTFOUND: no such template; VT_E_LIMIT: too deep, too long. */
vt_err vt_templates_render(const struct vt_templates *t, const char *name, const char *language,
			   const struct vt_value *data, struct vt_buf *out) VT_MUST_CHECK;

#endif
