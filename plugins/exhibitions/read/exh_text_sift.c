/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Markdown (CommonMark) as safe HTML: no markup of its own, no addresses but of the web
 * and of mail, no pictures, for those are in exhibition.yaml, with what they show in words.
 */
#include <stdlib.h>

#include "exh_text.h"

#define EXH_TEXT_DEPTH_MAX	64	/* lists and quotations within each other, begun in one line */
#define EXH_TEXT_INDENT		4	/* columns that count as one of them */

int
exh_text_line(cmark_node *node)
{
	while (node != NULL && cmark_node_get_start_line(node) == 0)
		node = cmark_node_parent(node);
	return (node != NULL ? cmark_node_get_start_line(node) : 0);
}

/* --- before it is parsed ------------------------------------------------------------------ */

/* Bytes of what begins a list or a quotation here; 0: nothing does. */
static size_t
exh_text_marker(struct vt_str s)
{
	size_t	n = 0;

	if (s.p[0] == '>')
		return (1);
	while (n < s.len && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	if (n < s.len && strchr(n > 0 ? ".)" : "-*+", s.p[n]) != NULL)
		n++;
	else
		return (0);
	return (n < s.len && (s.p[n] == ' ' || s.p[n] == '\t') ? n : 0);
}

/* What may be open behind a line: indentation goes on with what others began. */
static size_t
exh_text_depth(struct vt_str line)
{
	size_t	depth = 0, columns = 0, n = 1;

	while (line.len > 0 && n > 0) {
		bool	is_blank = strchr(" \t\r", line.p[0]) != NULL;

		columns += is_blank ? (line.p[0] == '\t' ? EXH_TEXT_INDENT : 1) : 0;
		n = is_blank ? 1 : exh_text_marker(line);
		depth += !is_blank && n > 0;
		line = vt_str_sub(line, n, line.len);
	}
	return (line.len > 0 || depth > 0 ? depth + columns / EXH_TEXT_INDENT : 0);
}

/* What cmark would need very long for: each line is held against all that is open. */
static vt_err
exh_text_check_depth(const struct exh_text *t, struct vt_str text)
{
	struct vt_str	line;

	for (int n = 1; vt_str_next(&text, '\n', &line); n++)
		if (exh_text_depth(line) > EXH_TEXT_DEPTH_MAX)
			return (vt_fail(VT_E_BADARG, "%s, line %d: more than %d lists, quotations or "
			    "indentations (of %d) stand within each other", t->file, n,
			    EXH_TEXT_DEPTH_MAX, EXH_TEXT_INDENT));
	return (VT_OK);
}

static struct vt_str
exh_text_clean(const struct exh_text *t, struct vt_str text)
{
	char		*p = vt_arena_alloc(t->l->scratch, text.len + 1);
	size_t		 len = 0;
	uint32_t	 c;
	int		 line = 1, said = 0;

	if (p == NULL)
		return (VT_STR_NONE);
	while (vt_utf8_next(&text, &c)) {
		line += c == '\n';
		if (c == '\r' || !exh_is_control(c)) {
			len += vt_utf8_put(c, p + len);
			continue;
		}
		if (said != line)
			exh_text_error(t, line, "control_character", "U+%04X", (unsigned)c);
		said = line;
	}
	return ((struct vt_str){ p, len });
}

/* --- as plain text ------------------------------------------------------------------------ */

static void
exh_plain_node(struct vt_buf *out, cmark_node *node, bool is_enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_CODE_BLOCK:
		vt_buf_str(out, vt_str_of(cmark_node_get_literal(node)));
		break;
	case CMARK_NODE_SOFTBREAK:
		vt_buf_char(out, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		vt_buf_char(out, '\n');
		break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		if (!is_enter)
			vt_buf_str(out, VT_STR("\n\n"));
		break;
	default:
		break;
	}
}

struct vt_str
exh_plain(struct vt_arena *a, cmark_node *root)
{
	cmark_iter		*iter = cmark_iter_new(root);
	cmark_event_type	 event;
	struct vt_buf		 out;
	struct vt_str		 s;

	vt_buf_init(&out, 0);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		exh_plain_node(&out, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	s = vt_str_dup(a, vt_str_trim(vt_buf_get(&out)));
	vt_buf_fini(&out);
	return (s);
}

/* --- what is not let through ---------------------------------------------------------------- */

/* A scheme is what stands before a ':' that comes before any of "/?#" (RFC 3986, 4.1).  What
 * has none is a path from the root, or a place on the page: a text stands on several pages,
 * and from each of them "../objects/a" leads elsewhere. */
static bool
exh_url_is_good(struct vt_str url)
{
	static const char *const good[] = { "http", "https", "mailto", "tel" };
	size_t	n = 0;

	if (url.len == 0 || vt_str_starts(url, VT_STR("//")) || url.p[0] == '\\')
		return (false);
	for (size_t i = 0; i < url.len; i++)
		if ((unsigned char)url.p[i] <= ' ' || url.p[i] == '\\')
			return (false);
	while (n < url.len && strchr(":/?#", url.p[n]) == NULL)
		n++;
	if (n == url.len || url.p[n] != ':')
		return (url.p[0] == '/' || url.p[0] == '#');
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (vt_str_eq_nocase(vt_str_sub(url, 0, n), vt_str_of(good[i])))
			return (true);
	return (false);
}

/* Words that say nothing to whoever hears only the links of a page. */
static bool
exh_link_is_vague(struct vt_arena *a, struct vt_str text)
{
	static const char *const vague[] = { "cia", "spauskite cia", "spausk cia", "daugiau", "placiau",
		"skaityti", "skaityti daugiau", "skaityti placiau", "nuoroda", "zr.", "zr", "ziureti",
		"svetaine", "tinklalapis", "here", "click here", "more", "read more", "learn more",
		"link", "this", "this link", "see", "page", "website" };
	struct vt_str	folded = vt_str_trim(vt_str_fold(a, text));

	while (folded.len > 0 && strchr(".!…»>: ", folded.p[folded.len - 1]) != NULL)
		folded.len--;
	for (size_t i = 0; i < sizeof(vague) / sizeof(vague[0]); i++)
		if (vt_str_eq_c(folded, vague[i]))
			return (true);
	return (false);
}

/* Its children in its place. */
static void
exh_text_unwrap(cmark_node *node)
{
	cmark_node	*child;

	while ((child = cmark_node_first_child(node)) != NULL) {
		cmark_node_unlink(child);
		if (!cmark_node_insert_before(node, child))
			cmark_node_free(child);
	}
	cmark_node_unlink(node);
	cmark_node_free(node);
}

static void
exh_text_keep_link(const struct exh_text *t, struct vt_str path, int line)
{
	struct exh_site_link	*link = vt_arena_alloc(t->l->a, sizeof(*link));

	if (link == NULL)
		return;
	*link = (struct exh_site_link){ .next = t->l->x->links, .path = vt_str_dup(t->l->a, path),
		.file = vt_str_dup(t->l->a, vt_str_of(t->file)), .line = line };
	t->l->x->links = link;
}

static void
exh_text_link(const struct exh_text *t, cmark_node *node)
{
	struct vt_str	url = vt_str_of(cmark_node_get_url(node));
	struct vt_str	text = exh_plain(t->l->scratch, node);
	int		line = exh_text_line(node);

	if (!exh_url_is_good(url)) {
		exh_text_error(t, line, "bad_link", "%.*s (%.*s)", VT_STR_ARG(text), VT_STR_ARG(url));
		exh_text_unwrap(node);
		return;
	}
	if (text.len == 0) {
		exh_text_error(t, line, "empty_link", "%.*s", VT_STR_ARG(url));
		exh_text_unwrap(node);
		return;
	}
	if (url.p[0] == '/')
		exh_text_keep_link(t, url, line);
	if (exh_link_is_vague(t->l->scratch, text))
		exh_text_warning(t, line, "vague_link", "%.*s", VT_STR_ARG(text));
}

/* One after the other from outside inwards, so that what they hold is moved once for each
 * only.  Each has the next one as its user data. */
static void
exh_text_images(const struct exh_text *t, cmark_node *image)
{
	while (image != NULL) {
		cmark_node	*next = cmark_node_get_user_data(image);

		exh_text_error(t, exh_text_line(image), "image_in_text", "%s",
		    cmark_node_get_url(image));
		exh_text_unwrap(image);
		image = next;
	}
}

/* A comment is a curator's note, and nobody else's. */
static void
exh_text_markup(const struct exh_text *t, cmark_node *node)
{
	struct vt_str	html = vt_str_trim(vt_str_of(cmark_node_get_literal(node)));

	if (!vt_str_starts(html, VT_STR("<!--")))
		exh_text_error(t, exh_text_line(node), "markup", "%.*s",
		    VT_STR_ARG(vt_utf8_cut(html, 60)));
	cmark_node_unlink(node);
	cmark_node_free(node);
}

/* A node may be changed where it is left, or where it has no children. */
static void
exh_text_sift(const struct exh_text *t, cmark_node *root)
{
	cmark_iter		*iter = cmark_iter_new(root);
	cmark_node		*first = NULL, *last = NULL;
	cmark_event_type	 event;

	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node	*node = cmark_iter_get_node(iter);
		cmark_node_type	 type = cmark_node_get_type(node);

		if (type == CMARK_NODE_HEADING && cmark_node_get_heading_level(node) < EXH_STEP_LEVEL &&
		    cmark_node_get_type(cmark_node_parent(node)) != CMARK_NODE_DOCUMENT)
			(void)cmark_node_set_heading_level(node, EXH_STEP_LEVEL);
		if (type == CMARK_NODE_HTML_BLOCK || type == CMARK_NODE_HTML_INLINE)
			exh_text_markup(t, node);
		else if (event == CMARK_EVENT_EXIT && type == CMARK_NODE_LINK)
			exh_text_link(t, node);
		else if (event == CMARK_EVENT_ENTER && type == CMARK_NODE_IMAGE) {
			first = first != NULL ? first : node;
			if (last != NULL)
				(void)cmark_node_set_user_data(last, node);
			last = node;
		}
	}
	cmark_iter_free(iter);
	exh_text_images(t, first);
}

vt_err
exh_text_parse(const struct exh_text *t, struct vt_str text, cmark_node **doc_r)
{
	vt_err	err = exh_text_check_depth(t, text);

	if (err != VT_OK)
		return (err);
	text = exh_text_clean(t, text);
	*doc_r = cmark_parse_document(text.len > 0 ? text.p : "", text.len, CMARK_OPT_DEFAULT);
	if (*doc_r == NULL)
		return (vt_fail(VT_E_NOMEM, "%s: no memory to read it", t->file));
	exh_text_sift(t, *doc_r);
	return (VT_OK);
}

struct vt_str
exh_text_render(struct vt_arena *a, cmark_node *doc)
{
	char		*html = cmark_render_html(doc, CMARK_OPT_DEFAULT);
	struct vt_str	 s = vt_str_dup(a, vt_str_of(html));

	free(html);
	return (s);
}
