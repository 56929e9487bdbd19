/* SPDX-License-Identifier: Apache-2.0 */
/* The keys of package.yaml: what each may be, and where it is put. */
#include "catalog/writer.h"
#include "ingest/folder/identifier.h"
#include "ingest/folder/package_value.h"
#include "ingest/folder/viewing.h"
#include "ingest/normalise/normalise.h"

static vt_err
vt_package_code(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_institution *i = into;
	vt_err err = vt_package_string(y, n, &i->code);

	if (err == VT_OK && !vt_identifier_is_safe(i->code))
		err =
		    vt_package_refuse(y, n,
				      "an institution's code has only letters, digits and . _ ~ - "
				      "(an ISIL where there is one)");
	return (err);
}

static const struct vt_package_key vt_package_institution_keys[] = {
	{ "code", vt_package_code, 0 },
	{ "name", vt_package_labels, offsetof(struct vt_institution, names) },
	{ "url", vt_package_text, offsetof(struct vt_institution, url) },
	{ "logo", vt_package_text, offsetof(struct vt_institution, logo) },
	{ "uri", vt_package_text, offsetof(struct vt_institution, uri) },
	{ NULL, NULL, 0 }
};

static vt_err
vt_package_institution(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	vt_err err;

	memset(&p->institution, 0, sizeof(p->institution));
	if (n->type != YAML_MAPPING_NODE)
		return (vt_package_refuse(y, n, "an institution is told by its keys: institution: "
						"{code: LT-…, name: {lt: …}}"));
	err = vt_package_mapping(y, n, vt_package_institution_keys, &p->institution);
	if (err == VT_OK && p->institution.code.len == 0)
		err = vt_package_refuse(y, n, "an institution needs a code");
	return (err);
}

static vt_err
vt_package_spec(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_collection *c = into;
	vt_err err = vt_package_string(y, n, &c->spec);

	if (err == VT_OK)
		c->spec = vt_spec_of_collection(y->arena, c->spec);
	if (err == VT_OK && !vt_package_is_spec(c->spec))
		err = vt_package_refuse(
		    y, n,
		    "a collection's spec is parts of letters, digits and -_.!~*'() "
		    "divided by ':', such as spauda:laikrasciai");
	return (err);
}

static const struct vt_package_key vt_package_collection_keys[] = {
	{ "spec", vt_package_spec, 0 },
	{ "name", vt_package_labels, offsetof(struct vt_collection, names) },
	{ "description", vt_package_labels, offsetof(struct vt_collection, descriptions) },
	{ NULL, NULL, 0 }
};

static vt_err
vt_package_collections(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	size_t count = vt_package_items(n);
	struct vt_collection *list;

	if (n->type != YAML_SEQUENCE_NODE)
		return (vt_package_refuse(y, n, "a list of collections is wanted (- spec: …)"));
	list = vt_arena_array(y->arena, count + 1, sizeof(*list));
	if (list == NULL || count > VT_PACKAGE_ITEMS_MAX)
		return (vt_package_refuse(y, n, "this list is too long"));
	for (size_t i = 0; i < count; i++) {
		yaml_node_t *item = vt_package_item(y, n, i);
		vt_err err = vt_package_mapping(y, item, vt_package_collection_keys, &list[i]);

		if (err != VT_OK)
			return (err);
		if (list[i].spec.len == 0)
			return (vt_package_refuse(y, item, "a collection needs a spec"));
	}
	p->collections = list;
	p->collection_count = count;
	return (VT_OK);
}

static vt_err
vt_package_prefix(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	vt_err err = vt_package_string(y, n, &p->prefix);

	if (err == VT_OK && p->prefix.len != 0 && !vt_identifier_is_safe(p->prefix))
		err = vt_package_refuse(y, n, "a prefix has only letters, digits and . _ ~ -");
	return (err);
}

static vt_err
vt_package_format(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	vt_err err = vt_package_string(y, n, &p->format);

	if (err == VT_OK && p->format.len != 0 && !vt_str_eq_c(p->format, "unimarc") &&
	    !vt_str_eq_c(p->format, "marc21"))
		err = vt_package_refuse(y, n, "format is unimarc or marc21");
	return (err);
}

static vt_err
vt_package_direction(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	vt_err err = vt_package_word(y, n, vt_viewing_direction, &p->direction);

	return (err != VT_E_RANGE ? err : vt_package_refuse(
	    y, n, "viewing_direction is one of " VT_VIEWING_DIRECTIONS));
}

static vt_err
vt_package_behavior(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	vt_err err = vt_package_word(y, n, vt_viewing_behavior, &p->behavior);

	return (err != VT_E_RANGE ? err : vt_package_refuse(
	    y, n, "behavior is one of " VT_VIEWING_BEHAVIORS));
}

static vt_err
vt_package_policy(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	struct vt_str s;
	vt_err err = vt_package_string(y, n, &s);

	if (err == VT_OK && !vt_package_access(s, &p->access, &p->embargo_until))
		err = vt_package_refuse(
		    y, n, "access is open, metadata, or embargo:YYYY-MM-DD (the first open day)");
	return (err);
}

static vt_err
vt_package_withdrawn(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	size_t count = vt_package_items(n), used = 0;
	struct vt_str *list;

	list = vt_arena_array(y->arena, count, sizeof(*list));
	if (list == NULL || count > VT_PACKAGE_ITEMS_MAX)
		return (vt_package_refuse(y, n, "this list is too long"));
	for (size_t i = 0; i < count; i++) {
		vt_err err = vt_package_string(y, vt_package_item(y, n, i), &list[used]);

		if (err != VT_OK)
			return (err);
		used += list[used].len != 0;
	}
	p->withdrawn = list;
	p->withdrawn_count = used;
	return (VT_OK);
}

/* One sound or film with its captions. */
static vt_err
vt_package_film(const struct vt_package_yaml *y, const yaml_node_pair_t *pair,
		struct vt_package_captions *c)
{
	yaml_node_t *value = yaml_document_get_node(y->doc, pair->value);
	vt_err err = vt_package_string(y, yaml_document_get_node(y->doc, pair->key), &c->film);

	if (err == VT_OK)
		err = vt_package_labels(y, value, &c->files);
	for (size_t i = 0; err == VT_OK && i < c->files.count; i++)
		if (c->files.items[i].lang.len != 0 &&
		    vt_language_tag(y->arena, c->files.items[i].lang).len == 0)
			err = vt_package_refuse(y, value, "captions are named by their language: "
							  "{lt: film.lt.vtt, en: film.en.vtt}");
	return (err);
}

static vt_err
vt_package_captions(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	struct vt_package_captions *list;
	size_t count;

	if (n->type != YAML_MAPPING_NODE)
		return (vt_package_refuse(y, n, "captions is a mapping: {film.mp4: {lt: film.lt.vtt}}"));
	count = (size_t)(n->data.mapping.pairs.top - n->data.mapping.pairs.start);
	list = vt_arena_array(y->arena, count + 1, sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < count; i++) {
		vt_err err = vt_package_film(y, n->data.mapping.pairs.start + i, &list[i]);

		if (err != VT_OK)
			return (err);
	}
	p->captions = list;
	p->captions_count = count;
	return (VT_OK);
}

static vt_err
vt_package_columns(const struct vt_package_yaml *y, yaml_node_t *n, void *into)
{
	struct vt_package *p = into;
	struct vt_package_column *list;
	size_t count, i = 0;

	if (n->type != YAML_MAPPING_NODE)
		return (vt_package_refuse(y, n, "columns is a mapping: {theirs: ours}"));
	count = (size_t)(n->data.mapping.pairs.top - n->data.mapping.pairs.start);
	list = vt_arena_array(y->arena, count + 1, sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	for (yaml_node_pair_t *pair = n->data.mapping.pairs.start; pair < n->data.mapping.pairs.top;
	     pair++, i++) {
		yaml_node_t *key = yaml_document_get_node(y->doc, pair->key);
		yaml_node_t *value = yaml_document_get_node(y->doc, pair->value);
		vt_err err = vt_package_string(y, key, &list[i].from);

		if (err == VT_OK)
			err = vt_package_string(y, value, &list[i].to);
		if (err != VT_OK)
			return (err);
	}
	p->columns = list;
	p->column_count = count;
	return (VT_OK);
}

static const struct vt_package_key vt_package_keys[] = {
	{ "institution", vt_package_institution, 0 },
	{ "collections", vt_package_collections, 0 },
	{ "rights", vt_package_text, offsetof(struct vt_package, rights) },
	{ "prefix", vt_package_prefix, 0 },
	{ "access", vt_package_policy, 0 },
	{ "language", vt_package_text, offsetof(struct vt_package, language) },
	{ "withdrawn", vt_package_withdrawn, 0 },
	{ "columns", vt_package_columns, 0 },
	{ "format", vt_package_format, 0 },
	{ "viewing_direction", vt_package_direction, 0 },
	{ "behavior", vt_package_behavior, 0 },
	{ "captions", vt_package_captions, 0 },
	{ NULL, NULL, 0 }
};

static vt_err
vt_package_document(const struct vt_package_yaml *y, struct vt_package *p)
{
	yaml_node_t *root = yaml_document_get_root_node(y->doc);

	if (root == NULL)
		return (VT_OK);
	if (root->type == YAML_SCALAR_NODE && vt_yaml_text(root).len == 0)
		return (VT_OK);
	return (vt_package_mapping(y, root, vt_package_keys, p));
}

static vt_err
vt_package_take(struct vt_arena *a, yaml_document_t *doc, const char *path,
		const struct vt_package *parent, const struct vt_package **package_r)
{
	struct vt_package *p = vt_arena_alloc(a, sizeof(*p));
	struct vt_package_yaml y = { a, path, doc };
	vt_err err;

	if (p == NULL)
		return (VT_E_LIMIT);
	if (parent != NULL)
		*p = *parent;
	p->parent = parent;
	p->path = vt_str_dup(a, vt_str_of(path));
	p->withdrawn = NULL;
	p->withdrawn_count = 0;
	p->captions = NULL;
	p->captions_count = 0;
	err = vt_package_document(&y, p);
	if (err == VT_OK)
		*package_r = p;
	return (err);
}

vt_err
vt_package_parse(struct vt_arena *a, struct vt_str bytes, const char *path,
		 const struct vt_package *parent, const struct vt_package **package_r)
{
	yaml_document_t doc;
	vt_err err = vt_yaml_parse(bytes, path, &doc);

	if (err != VT_OK)
		return (err);
	err = vt_package_take(a, &doc, path, parent, package_r);
	yaml_document_delete(&doc);
	return (err);
}

vt_err
vt_package_read(struct vt_arena *a, const char *path, const struct vt_package *parent,
		const struct vt_package **package_r)
{
	yaml_document_t doc;
	vt_err err = vt_yaml_parse_file(path, VT_PACKAGE_BYTES_MAX, &doc);

	if (err != VT_OK)
		return (err);
	err = vt_package_take(a, &doc, path, parent, package_r);
	yaml_document_delete(&doc);
	return (err);
}
