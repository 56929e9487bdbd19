/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Loading YAML for the configuration and the messages.  Knows nothing of what
 * the keys mean; refuses what would make a document ambiguous or endless.
 */
#include "base/yaml_load.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "api/buf.h"

#define VT_YAML_CHUNK (16 * 1024) /* bytes read at a time */

struct vt_yaml_check {
	yaml_document_t *doc;
	const char *name;
	bool *is_seen; /* by node; a node that is met twice is an alias */
};

struct vt_str
vt_yaml_text(const yaml_node_t *node)
{
	if (node == NULL || node->type != YAML_SCALAR_NODE)
		return (VT_STR_NONE);
	return ((struct vt_str){ (const char *)node->data.scalar.value, node->data.scalar.length });
}

int
vt_yaml_line(const yaml_node_t *node)
{
	return ((int)node->start_mark.line + 1);
}

bool
vt_yaml_is_nothing(const yaml_node_t *node)
{
	struct vt_str text = vt_yaml_text(node);

	return (node->type == YAML_SCALAR_NODE &&
		node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE &&
		(text.len == 0 || vt_str_eq_c(text, "~")));
}

static int
vt_yaml_key_order(const void *a, const void *b)
{
	const yaml_node_t *one = *(yaml_node_t *const *)a, *two = *(yaml_node_t *const *)b;
	int order = vt_str_cmp(vt_yaml_text(one), vt_yaml_text(two));

	if (order != 0)
		return (order);
	return ((one->start_mark.index > two->start_mark.index) -
		(one->start_mark.index < two->start_mark.index));
}

/* Sorted, so that a map of very many keys costs no more than reading it. */
static vt_err
vt_yaml_check_twice(const struct vt_yaml_check *c, yaml_node_t **keys, size_t count)
{
	qsort(keys, count, sizeof(*keys), vt_yaml_key_order);
	for (size_t i = 1; i < count; i++) {
		struct vt_str text = vt_yaml_text(keys[i]);

		if (vt_str_eq(text, vt_yaml_text(keys[i - 1])))
			return (vt_fail(VT_E_BADARG,
					"%s, line %d: '%.*s' stands here again (first in line %d): "
					"remove one of them",
					c->name, vt_yaml_line(keys[i]), VT_STR_ARG(text),
					vt_yaml_line(keys[i - 1])));
	}
	return (VT_OK);
}

static vt_err
vt_yaml_check_keys(const struct vt_yaml_check *c, const yaml_node_t *map)
{
	size_t count = (size_t)(map->data.mapping.pairs.top - map->data.mapping.pairs.start);
	yaml_node_t **keys;
	vt_err err = VT_OK;

	if (count == 0)
		return (VT_OK);
	keys = calloc(count, sizeof(*keys));
	if (keys == NULL)
		return (vt_fail(VT_E_NOMEM, "%s: no memory to read it", c->name));
	for (size_t i = 0; i < count && err == VT_OK; i++) {
		keys[i] = yaml_document_get_node(c->doc, map->data.mapping.pairs.start[i].key);
		if (keys[i]->type != YAML_SCALAR_NODE)
			err = vt_fail(VT_E_BADARG, "%s, line %d: a key must be a word", c->name,
				      vt_yaml_line(keys[i]));
	}
	if (err == VT_OK)
		err = vt_yaml_check_twice(c, keys, count);
	free(keys);
	return (err);
}

static vt_err vt_yaml_check_node(const struct vt_yaml_check *c, int index, int depth);

static vt_err
vt_yaml_check_map(const struct vt_yaml_check *c, const yaml_node_t *map, int depth)
{
	vt_err err = vt_yaml_check_keys(c, map);

	for (const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
	     pair < map->data.mapping.pairs.top && err == VT_OK; pair++) {
		err = vt_yaml_check_node(c, pair->key, depth + 1);
		if (err == VT_OK)
			err = vt_yaml_check_node(c, pair->value, depth + 1);
	}
	return (err);
}

static vt_err
vt_yaml_check_node(const struct vt_yaml_check *c, int index, int depth)
{
	const yaml_node_t *node = yaml_document_get_node(c->doc, index);
	vt_err err = VT_OK;

	if (c->is_seen[index - 1])
		return (
		    vt_fail(VT_E_BADARG,
			    "%s, line %d: this part is used again by an alias (*name), which is "
			    "not read here: write it out",
			    c->name, vt_yaml_line(node)));
	c->is_seen[index - 1] = true;
	if (depth > VT_YAML_DEPTH_MAX)
		return (vt_fail(VT_E_BADARG, "%s, line %d: this stands more than %d levels deep",
				c->name, vt_yaml_line(node), VT_YAML_DEPTH_MAX));
	if (node->type == YAML_MAPPING_NODE)
		return (vt_yaml_check_map(c, node, depth));
	if (node->type != YAML_SEQUENCE_NODE)
		return (VT_OK);
	for (const yaml_node_item_t *item = node->data.sequence.items.start;
	     item < node->data.sequence.items.top && err == VT_OK; item++)
		err = vt_yaml_check_node(c, *item, depth + 1);
	return (err);
}

static vt_err
vt_yaml_check(yaml_document_t *doc, const char *name)
{
	struct vt_yaml_check c = { .doc = doc, .name = name };
	size_t count = (size_t)(doc->nodes.top - doc->nodes.start);
	vt_err err;

	if (count == 0)
		return (VT_OK);
	c.is_seen = calloc(count, sizeof(*c.is_seen));
	if (c.is_seen == NULL)
		return (vt_fail(VT_E_NOMEM, "%s: no memory to read it", name));
	err = vt_yaml_check_node(&c, 1, 0);
	free(c.is_seen);
	return (err);
}

/* libyaml names a tab only where it ends a line's indentation, not where it begins one. */
static bool
vt_yaml_is_tab(const yaml_parser_t *parser)
{
	const char *problem = parser->problem != NULL ? parser->problem : "";

	return (strstr(problem, "tab character") != NULL ||
		(strstr(problem, "cannot start any token") != NULL &&
		 parser->buffer.pointer < parser->buffer.last && *parser->buffer.pointer == '\t'));
}

/* What people do most often, with the mend; false: it is something else. */
static bool
vt_yaml_complain_kindly(const yaml_parser_t *parser, const char *name)
{
	const char *problem = parser->problem != NULL ? parser->problem : "";
	const char *context = parser->context != NULL ? parser->context : "";

	if (strcmp(problem, "mapping values are not allowed in this context") == 0)
		(void)vt_fail(VT_E_BADARG,
			      "%s, line %zu: a ':' stands here where no key can be: put a text that "
			      "has one in quotation marks, and see how the line is indented",
			      name, parser->problem_mark.line + 1);
	else if (strcmp(problem, "did not find expected '-' indicator") == 0 ||
		 strcmp(problem, "did not find expected key") == 0)
		(void)vt_fail(VT_E_BADARG,
			      "%s, line %zu: this line begins further left or right than those it "
			      "belongs to (they begin in line %zu): give all of them the same spaces",
			      name, parser->problem_mark.line + 1, parser->context_mark.line + 1);
	else if (strncmp(problem, "did not find expected ',' or ", 29) == 0)
		(void)vt_fail(VT_E_BADARG,
			      "%s, line %zu: the %s that begins in line %zu is not closed before "
			      "this: a comma or %s is missing, or a text with ':', ',' or quotation "
			      "marks in it must stand in quotation marks",
			      name, parser->problem_mark.line + 1, problem[30] == '}' ? "{" : "[",
			      parser->context_mark.line + 1, problem[30] == '}' ? "}" : "]");
	else if (strstr(context, "scanning a quoted scalar") != NULL)
		(void)vt_fail(VT_E_BADARG,
			      "%s, line %zu: the quotation mark that begins here is not closed (%s)",
			      name, parser->context_mark.line + 1, problem);
	else
		return (false);
	return (true);
}

static vt_err
vt_yaml_complain(const yaml_parser_t *parser, const char *name)
{
	if (parser->error == YAML_MEMORY_ERROR)
		return (vt_fail(VT_E_NOMEM, "%s: no memory to read it", name));
	if (parser->error == YAML_READER_ERROR)
		return (vt_fail(VT_E_BADARG, "%s: %s at byte %zu: save it as UTF-8", name,
				parser->problem, parser->problem_offset));
	if (vt_yaml_is_tab(parser))
		return (vt_fail(VT_E_BADARG, "%s, line %zu: a tab stands here: indent with spaces",
				name, parser->problem_mark.line + 1));
	if (vt_yaml_complain_kindly(parser, name))
		return (VT_E_BADARG);
	return (vt_fail(VT_E_BADARG, "%s, line %zu: %s%s%s", name, parser->problem_mark.line + 1,
			parser->problem != NULL ? parser->problem : "this is not YAML",
			parser->context != NULL ? " " : "",
			parser->context != NULL ? parser->context : ""));
}

/* What follows the first document must be the end. */
static vt_err
vt_yaml_check_end(yaml_parser_t *parser, const char *name)
{
	yaml_document_t more;
	vt_err err = VT_OK;

	if (!yaml_parser_load(parser, &more))
		return (vt_yaml_complain(parser, name));
	if (more.nodes.top != more.nodes.start)
		err =
		    vt_fail(VT_E_BADARG,
			    "%s, line %zu: a second document begins here ('---'): only one is read",
			    name, more.start_mark.line + 1);
	yaml_document_delete(&more);
	return (err);
}

static vt_err
vt_yaml_run(yaml_parser_t *parser, const char *name, yaml_document_t *doc_r)
{
	yaml_document_t doc;
	vt_err err;

	if (!yaml_parser_load(parser, &doc))
		return (vt_yaml_complain(parser, name));
	err = vt_yaml_check(&doc, name);
	if (err == VT_OK)
		err = vt_yaml_check_end(parser, name);
	if (err == VT_OK)
		*doc_r = doc;
	else
		yaml_document_delete(&doc);
	return (err);
}

/* Begun in the bytes; VT_E_NOMEM. */
static vt_err
vt_yaml_begin(yaml_parser_t *parser, struct vt_str bytes, const char *name)
{
	if (!yaml_parser_initialize(parser))
		return (vt_fail(VT_E_NOMEM, "%s: no memory to read it", name));
	yaml_parser_set_input_string(
	    parser, (const unsigned char *)(bytes.p != NULL ? bytes.p : ""), bytes.len);
	return (VT_OK);
}

/* +1: something begins that holds others, -1: it ends. */
static int
vt_yaml_step(yaml_event_type_t type)
{
	if (type == YAML_SEQUENCE_START_EVENT || type == YAML_MAPPING_START_EVENT)
		return (1);
	return (type == YAML_SEQUENCE_END_EVENT || type == YAML_MAPPING_END_EVENT ? -1 : 0);
}

/* Before a tree is made: libyaml looks at all open brackets again with each one more, which
 * takes minutes for a few hundred thousand of them.  What is no YAML is said by who makes
 * the tree. */
static vt_err
vt_yaml_check_depth(struct vt_str bytes, const char *name)
{
	yaml_parser_t parser;
	yaml_event_t event;
	bool is_over = false;
	int depth = 0;
	vt_err err = vt_yaml_begin(&parser, bytes, name);

	if (err != VT_OK)
		return (err);
	while (err == VT_OK && !is_over && yaml_parser_parse(&parser, &event)) {
		is_over = event.type == YAML_STREAM_END_EVENT;
		depth += vt_yaml_step(event.type);
		if (depth > VT_YAML_DEPTH_MAX + 1)
			err = vt_fail(VT_E_BADARG,
				      "%s, line %zu: this stands more than %d levels deep", name,
				      event.start_mark.line + 1, VT_YAML_DEPTH_MAX);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return (err);
}

vt_err
vt_yaml_parse(struct vt_str bytes, const char *name, yaml_document_t *doc_r)
{
	yaml_parser_t parser;
	vt_err err = vt_yaml_check_depth(bytes, name);

	if (err != VT_OK || (err = vt_yaml_begin(&parser, bytes, name)) != VT_OK)
		return (err);
	err = vt_yaml_run(&parser, name, doc_r);
	yaml_parser_delete(&parser);
	return (err);
}

static vt_err
vt_yaml_read(int fd, const char *path, size_t size_max, struct vt_buf *b)
{
	ssize_t n = 1;

	while (n != 0 && b->len <= size_max) {
		char *room = vt_buf_room(b, VT_YAML_CHUNK);

		if (room == NULL)
			return (vt_buf_error(b));
		n = read(fd, room, VT_YAML_CHUNK);
		if (n < 0 && errno != EINTR)
			return (vt_fail(VT_E_IO, "%s cannot be read: %s", path, strerror(errno)));
		b->len += n > 0 ? (size_t)n : 0;
	}
	if (b->len > size_max)
		return (vt_fail(VT_E_TOOLARGE, "%s is larger than the %zu bytes that are read",
				path, size_max));
	return (VT_OK);
}

vt_err
vt_yaml_parse_file(const char *path, size_t size_max, yaml_document_t *doc_r)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct vt_buf b;
	vt_err err;

	if (fd < 0)
		return (vt_fail(VT_E_IO, "%s cannot be opened: %s", path, strerror(errno)));
	vt_buf_init(&b, 0);
	err = vt_yaml_read(fd, path, size_max, &b);
	(void)close(fd);
	if (err == VT_OK)
		err = vt_yaml_parse(vt_buf_get(&b), path, doc_r);
	vt_buf_fini(&b);
	return (err);
}
