/* SPDX-License-Identifier: Apache-2.0 */
/* Citations of whatever a description holds, its values parted by U+0001: of BibTeX the
 * braces balance and only the last line closes it, of RIS each line is a field of ours. */
#include <assert.h>
#include <stdlib.h>

#include "api/vartai.h"

#include "../../plugins/site/object/site_cite_file.c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What these need of other files of the plugin is not asked here. */
vt_err
site_start(struct site_call *c, struct vt_request *req, struct vt_response *res)
{
	(void)c, (void)req, (void)res;
	return (VT_E_UNAVAILABLE);
}

vt_err
site_cite_gather(struct site_call *c, const struct vt_object *object, struct site_cite *cite_r)
{
	(void)c, (void)object, (void)cite_r;
	return (VT_E_UNAVAILABLE);
}

static void
bibtex(struct vt_str out)
{
	long depth = 1; /* behind the first brace */

	assert(vt_str_starts(out, VT_STR("@misc{")) && vt_str_ends(out, VT_STR("}\n}\n")));
	for (size_t i = sizeof("@misc{") - 1; i < out.len; i++) {
		depth += out.p[i] == '{' ? 1 : out.p[i] == '}' ? -1 : 0;
		assert(depth > 0 || i + 2 >= out.len);
	}
	assert(depth == 0);
}

static void
ris(struct vt_str out)
{
	struct vt_str line = VT_STR_NONE;

	assert(vt_str_ends(out, VT_STR("\r\nER  - \r\n")));
	while (vt_str_next(&out, '\n', &line) && line.len > 0)
		assert(line.len > 6 && line.p[0] >= 'A' && line.p[0] <= 'Z' &&
		       vt_str_eq_c(vt_str_sub(line, 2, 4), "  - ") && line.p[line.len - 1] == '\r');
}

/* As site_cite.c hands them over: one line each. */
static struct vt_str
value(struct vt_str *rest, char *place)
{
	struct vt_str part = VT_STR_NONE;

	(void)vt_str_next(rest, '\1', &part);
	part = vt_str_sub(part, 0, SITE_CITE_MAX);
	for (size_t i = 0; i < part.len; i++)
		place[i] = (unsigned char)part.p[i] < ' ' ? ' ' : part.p[i];
	return ((struct vt_str){ place, part.len });
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char places[9][SITE_CITE_MAX];
	struct vt_str rest = { (const char *)data, size };
	struct site_cite cite = { .url = VT_STR("https://a.example/objects/x"),
		.names = { value(&rest, places[0]), value(&rest, places[1]) }, .name_count = 2,
		.title = value(&rest, places[2]), .place = value(&rest, places[3]),
		.publisher = value(&rest, places[4]), .date = value(&rest, places[5]),
		.start = value(&rest, places[6]), .institution = value(&rest, places[7]),
		.identifier = value(&rest, places[8]), .kind = size % 5, .is_issue = size % 2 };
	struct vt_buf out;

	vt_buf_init(&out, 0);
	site_cite_bibtex(&cite, &out);
	bibtex(vt_buf_get(&out));
	vt_buf_reset(&out);
	site_cite_ris(&cite, &out);
	ris(vt_buf_get(&out));
	vt_buf_fini(&out);
	return (0);
}
