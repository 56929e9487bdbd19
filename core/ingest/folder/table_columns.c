/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the columns of a table mean, and whether a file is a table at all.
 * Rows are read in sources/table.c.
 */
#include "ingest/folder/table_columns.h"

#include "base/nearest.h"
#include "ingest/folder/recognise.h"

#define VT_TABLE_STRANGE_OF 4 /* bytes of text of which one may be a control character */

/* Ours first: what they are for stands in vt_column_uses, in the same order. */
static const char *const vt_column_names[] = {
	"identifier", "image", "file", "kind", "access", "latitude", "longitude", "collection",
	"institution", "page_label", "page_behavior", "choice", "viewing_direction", "behavior",
	"start_page",
	/* Dublin Core terms */
	"title", "alternative", "creator", "contributor", "publisher", "date", "created", "issued",
	"description", "abstract", "tableOfContents", "subject", "type", "format", "extent",
	"medium", "language", "source", "relation", "isPartOf", "hasPart", "spatial", "temporal",
	"coverage", "rights", "rightsHolder", "provenance", "bibliographicCitation", NULL
};

static const enum vt_column_use vt_column_uses[] = { VT_COLUMN_IDENTIFIER, VT_COLUMN_IMAGE,
						     VT_COLUMN_FILE,	   VT_COLUMN_KIND,
						     VT_COLUMN_ACCESS,	   VT_COLUMN_LATITUDE,
						     VT_COLUMN_LONGITUDE,  VT_COLUMN_COLLECTION,
						     VT_COLUMN_INSTITUTION,
						     VT_COLUMN_PAGE_LABEL,
						     VT_COLUMN_PAGE_BEHAVIOR,
						     VT_COLUMN_CHOICE,
						     VT_COLUMN_DIRECTION,
						     VT_COLUMN_BEHAVIOR,
						     VT_COLUMN_START };
#define VT_COLUMN_USES (sizeof(vt_column_uses) / sizeof(*vt_column_uses))

/* Without "dc:" or "dcterms:" before it. */
static struct vt_str
vt_table_bare(struct vt_str name)
{
	static const char *const prefixes[] = { "dc:", "dcterms:", "dc.", "dcterms." };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		struct vt_str p = vt_str_of(prefixes[i]);

		if (name.len > p.len && vt_str_eq_nocase(vt_str_sub(name, 0, p.len), p))
			return (vt_str_sub(name, p.len, name.len));
	}
	return (name);
}

static bool
vt_table_is_lang(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
		      (s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '-'))
			return (false);
	return (s.len >= 2 && s.len <= 35);
}

static struct vt_column
vt_table_column(struct vt_str name, const struct vt_package *p)
{
	struct vt_column c = { .use = VT_COLUMN_UNKNOWN };
	struct vt_str own = vt_package_column(p, name);
	ptrdiff_t at;

	name = own.len != 0 ? own : name;
	at = vt_str_find(name, VT_STR("@"));
	if (at > 0 && vt_table_is_lang(vt_str_sub(name, (size_t)at + 1, name.len))) {
		c.lang = vt_str_sub(name, (size_t)at + 1, name.len);
		name = vt_str_sub(name, 0, (size_t)at);
	}
	name = vt_table_bare(vt_str_trim(name));
	for (size_t i = 0; vt_column_names[i] != NULL; i++) {
		if (!vt_str_eq_nocase(name, vt_str_of(vt_column_names[i])))
			continue;
		c.use = i < VT_COLUMN_USES ? vt_column_uses[i] : VT_COLUMN_TERM;
		c.term = vt_column_names[i];
	}
	/* Dublin Core's coverage is nearly always a place. */
	if (c.use == VT_COLUMN_TERM && strcmp(c.term, "coverage") == 0)
		c.term = "spatial";
	return (c);
}

static bool
vt_table_is_control(char c)
{
	return ((unsigned char)c < 0x20 && c != '\t' && c != '\n' && c != '\r');
}

vt_err
vt_table_clean(struct vt_arena *a, struct vt_str *cell, size_t *strange_r)
{
	size_t strange = 0, len = 0;
	char *out;

	for (size_t i = 0; i < cell->len; i++)
		strange += vt_table_is_control(cell->p[i]);
	*strange_r = strange;
	if (strange == 0)
		return (VT_OK);
	out = vt_arena_alloc(a, cell->len);
	if (out == NULL)
		return (VT_E_LIMIT);
	for (size_t i = 0; i < cell->len; i++) {
		char c = cell->p[i];

		if (!vt_table_is_control(c))
			out[len++] = c;
		else if (c == '\v' || c == '\f' || c >= 0x1C)
			out[len++] = ' ';
	}
	*cell = vt_str_trim((struct vt_str){ out, len });
	return (VT_OK);
}

/* Control characters, as word processors and databases leave them behind, cost no
 * table: vt_table_clean() takes them out.  Of UTF-16 nearly half the bytes are such. */
static bool
vt_table_is_text(struct vt_str s)
{
	size_t strange = 0;

	for (size_t i = 0; i < s.len; i++)
		strange += vt_table_is_control(s.p[i]);
	return (s.len != 0 && strange <= 1 + s.len / VT_TABLE_STRANGE_OF);
}

static bool
vt_table_is_named(struct vt_str name)
{
	static const char *const ends[] = { ".csv", ".tsv", NULL };

	return (vt_recognise_has_ending(name, ends));
}

bool
vt_table_is_one(struct vt_str head, struct vt_str name, const struct vt_package *p)
{
	struct vt_arena *a;
	struct vt_csv csv;
	struct vt_csv_row row;
	size_t known = 0, cells = 0, strange;

	if (!vt_table_is_text(head))
		return (false);
	a = vt_arena_new(0);
	vt_csv_init(&csv, head, 0);
	if (vt_csv_next(&csv, a, &row) == VT_OK) {
		cells = row.count;
		for (size_t i = 0; i < row.count; i++)
			if (vt_table_clean(a, &row.cells[i], &strange) == VT_OK)
				known += vt_table_column(row.cells[i], p).use != VT_COLUMN_UNKNOWN;
	} else {
		vt_fail_clear();
	}
	vt_arena_free(&a);
	return (cells >= 2 && (known >= 2 || (known >= 1 && vt_table_is_named(name))));
}

static bool
vt_table_holds(struct vt_str name, struct vt_str part)
{
	for (size_t i = 0; part.len >= 4 && i + part.len <= name.len; i++)
		if (vt_str_eq_nocase(vt_str_sub(name, i, part.len), part))
			return (true);
	return (false);
}

/* What others call it. */
static const struct {
	const char *theirs, *ours;
} vt_column_others[] = {
	{ "objectid", "identifier" }, { "id", "identifier" },	   { "filename", "image" },
	{ "object_location", "file" }, { "location", "spatial" },   { "place", "spatial" },
	{ "author", "creator" },      { "photographer", "creator" }, { "keywords", "subject" },
	{ "keyword", "subject" },     { "name", "title" },	   { "year", "date" },
	{ "licence", "rights" },      { "license", "rights" },
};

/* A known column that others call so, that is spelt nearly so, or that is part of
 * the name ("rightsstatement": rights). */
static const char *
vt_table_nearest(struct vt_str name)
{
	struct vt_nearest_word near;

	for (size_t i = 0; i < sizeof(vt_column_others) / sizeof(*vt_column_others); i++)
		if (vt_str_eq_nocase(name, vt_str_of(vt_column_others[i].theirs)))
			return (vt_column_others[i].ours);
	vt_nearest_word_init(&near, name);
	for (size_t i = 0; vt_column_names[i] != NULL; i++)
		vt_nearest_word_try(&near, vt_column_names[i]);
	for (size_t i = 0; near.best == NULL && vt_column_names[i] != NULL; i++)
		if (vt_table_holds(name, vt_str_of(vt_column_names[i])))
			return (vt_column_names[i]);
	return (near.best);
}

static void
vt_table_unknown(struct vt_findings *f, struct vt_str name)
{
	const char *near = vt_table_nearest(name);

	if (name.len == 0)
		return;
	vt_findings_add(
	    f, VT_FINDING_COLUMN,
	    "column \"%.*s\" is not known and is left out%s%s%s; `columns: {%.*s: …}` in "
	    "package.yaml says what it means",
	    VT_STR_ARG(name), near != NULL ? "; is it \"" : "", near != NULL ? near : "",
	    near != NULL ? "\"?" : "", VT_STR_ARG(name));
}

/* The name of column i, which may be unknown. */
static vt_err
vt_table_head(struct vt_table *t, size_t i, struct vt_arena *a, struct vt_str name,
	      const struct vt_package *p, struct vt_findings *f)
{
	size_t strange;
	vt_err err = vt_table_clean(a, &name, &strange);

	if (err != VT_OK)
		return (err);
	if (strange > 0)
		vt_findings_add(f, VT_FINDING_ENCODING,
				"line 1: %zu control character%s taken out of the name of column "
				"\"%.*s\"; put the table right",
				strange, strange != 1 ? "s were" : " was", VT_STR_ARG(name));
	t->columns[i] = vt_table_column(vt_str_dup(a, name), p);
	if (t->columns[i].use == VT_COLUMN_UNKNOWN)
		vt_table_unknown(f, name);
	return (VT_OK);
}

vt_err
vt_table_open(struct vt_table *t, struct vt_arena *a, struct vt_str bytes,
	      const struct vt_package *p, struct vt_findings *f)
{
	struct vt_csv_row head;
	bool has_identifier = false;
	vt_err err;

	memset(t, 0, sizeof(*t));
	vt_csv_init(&t->csv, bytes, 0);
	err = vt_csv_next(&t->csv, a, &head);
	if (err != VT_OK)
		return (err == VT_E_END
			    ? vt_fail(VT_E_BADARG,
				      "the table is empty; save it again, or take it away")
			    : err);
	t->columns = vt_arena_array(a, head.count, sizeof(*t->columns));
	if (t->columns == NULL)
		return (VT_E_LIMIT);
	t->column_count = head.count;
	for (size_t i = 0; i < head.count; i++) {
		if ((err = vt_table_head(t, i, a, head.cells[i], p, f)) != VT_OK)
			return (err);
		has_identifier = has_identifier || t->columns[i].use == VT_COLUMN_IDENTIFIER;
	}
	if (!has_identifier)
		return (vt_fail(
		    VT_E_BADARG,
		    "no column is called identifier; name the one that holds the objects' "
		    "identifiers so, or say `columns: {its name: identifier}` in package.yaml"));
	return (VT_OK);
}
