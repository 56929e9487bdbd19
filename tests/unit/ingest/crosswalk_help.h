/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tests of crosswalks share: the crosswalks of templates/crosswalks
 * opened once, and an <object> as lines that can be compared and read:
 *
 *   identifier: LT000123456
 *   title@lt: Žalioji giria
 *   creator(aut): Girėnaitė, Ona <http://viaf.org/viaf/1234>
 *   issued: [1931?] [1931..1931]
 *   spatial: Utena {55.4976 25.5992}
 *   institution(record)@lt: Biblioteka LNB <…>
 *   file(image): 0001.tif
 */
#ifndef CROSSWALK_HELP_H
#define CROSSWALK_HELP_H

#include <sys/stat.h>

#include "vt_test.h"

#include "api/arena.h"
#include "api/buf.h"
#include "catalog/description_xml.h"
#include "ingest/crosswalk/crosswalk.h"
#include "ingest/normalise/normalise.h"
#include "text/xml_read.h"

#define CROSSWALKS "templates/crosswalks"
#define FIXTURES   "tests/unit/ingest/fixtures/"
#define SHARED	   "../shared/"

static struct vt_crosswalks *crosswalks;

static inline int
crosswalks_open(void **state)
{
	(void)state;
	if (vt_crosswalks_open(CROSSWALKS, &crosswalks) == VT_OK)
		return (0);
	print_error("%s\n", vt_fail_text(VT_E_BADARG));
	return (-1);
}

static inline int
crosswalks_close(void **state)
{
	(void)state;
	vt_crosswalks_free(&crosswalks);
	xmlCleanupParser();
	return (0);
}

static inline bool
is_there(const char *path)
{
	struct stat st;

	return (stat(path, &st) == 0);
}

/* For tests on real data: false, with a sentence, when it is not here. */
static inline bool
shared_is_there(const char *path)
{
	if (is_there(path))
		return (true);
	print_message("skipped: %s is not here\n", path);
	return (false);
}

static inline xmlDocPtr
read_doc(struct vt_arena *a, const char *path)
{
	xmlDocPtr doc = NULL;

	if (vt_xml_parse_file(a, path, &doc) != VT_OK)
		fail_msg("%s", vt_fail_text(VT_E_IO));
	return (doc);
}

static inline xmlDocPtr
crosswalk_in(struct vt_arena *a, const char *name, xmlDocPtr source)
{
	xmlDocPtr object = NULL;

	if (vt_crosswalk_in(crosswalks, a, name, source, &object) != VT_OK)
		fail_msg("%s: %s", name, vt_fail_text(VT_E_BADARG));
	return (object);
}

static inline void
put_attr(struct vt_buf *b, struct vt_arena *a, const xmlNode *n, const char *attr,
	 const char *around)
{
	struct vt_str s = vt_xml_attr(a, n, attr);

	/* around: what stands before and, behind a '|', after the value */
	if (s.len == 0)
		return;
	vt_buf_put(b, around, strcspn(around, "|"));
	vt_buf_str(b, s);
	vt_buf_printf(b, "%s", strchr(around, '|') + 1);
}

static inline void
put_element(struct vt_buf *b, struct vt_arena *a, const xmlNode *n)
{
	bool is_property = vt_xml_is(n, NULL, "property");
	struct vt_str name =
	    is_property ? vt_xml_attr(a, n, "name") : vt_str_of((const char *)n->name);
	struct vt_str start = vt_xml_attr(a, n, "start"), end = vt_xml_attr(a, n, "end");
	struct vt_str text = vt_xml_text(a, n);

	vt_buf_str(b, name);
	put_attr(b, a, n, is_property ? "role" : "of", "(|)");
	put_attr(b, a, n, "use", "(|)");
	put_attr(b, a, n, "lang", "@|");
	vt_buf_char(b, ':');
	if (text.len != 0)
		vt_buf_printf(b, " %.*s", VT_STR_ARG(text));
	put_attr(b, a, n, "code", " |");
	put_attr(b, a, n, "href", " |");
	put_attr(b, a, n, "uri", " <|>");
	if (start.len != 0 || end.len != 0)
		vt_buf_printf(b, " [%.*s..%.*s]", VT_STR_ARG(start), VT_STR_ARG(end));
	put_attr(b, a, n, "latitude", " {| ");
	put_attr(b, a, n, "longitude", "|}");
	vt_buf_char(b, '\n');
}

/* The lines of an <object>, in the arena. */
static inline const char *
object_lines(struct vt_arena *a, xmlDocPtr doc)
{
	static const char *const attrs[] = { "identifier", "kind", "rights", "institution",
					     "language" };
	const xmlNode *root = xmlDocGetRootElement(doc);
	struct vt_buf b;
	const char *lines;

	vt_buf_init(&b, 0);
	vt_buf_put(&b, "", 0);
	for (size_t i = 0; i < sizeof(attrs) / sizeof(attrs[0]); i++) {
		struct vt_str s = vt_xml_attr(a, root, attrs[i]);

		if (s.len != 0)
			vt_buf_printf(&b, "%s: %.*s\n", attrs[i], VT_STR_ARG(s));
	}
	for (const xmlNode *n = vt_xml_child(root, NULL, NULL); n != NULL;
	     n = vt_xml_next(n, NULL, NULL))
		put_element(&b, a, n);
	lines = vt_str_c(a, vt_buf_get(&b));
	vt_buf_fini(&b);
	return (lines);
}

/* A whole line is among lines. */
static inline bool
has_line(const char *lines, const char *line)
{
	size_t len = strlen(line);

	for (const char *at = lines; (at = strstr(at, line)) != NULL; at++)
		if ((at == lines || at[-1] == '\n') && (at[len] == '\n' || at[len] == '\0'))
			return (true);
	return (false);
}

/* What the pipeline makes of an <object> before vt_normalise(). */
static inline struct vt_object
object_of(struct vt_arena *a, xmlDocPtr doc)
{
	const xmlNode *root = xmlDocGetRootElement(doc);
	struct vt_object o = { .identifier = vt_xml_attr(a, root, "identifier"),
			       .rights = vt_xml_attr(a, root, "rights"),
			       .language = vt_xml_attr(a, root, "language"),
			       .kind = VT_KIND_NONE };

	(void)vt_kind_parse(vt_xml_attr(a, root, "kind"), &o.kind);
	assert_int_equal(vt_description_from_xml(a, root, &o.description), VT_OK);
	return (o);
}

#endif
