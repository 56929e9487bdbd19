/* SPDX-License-Identifier: Apache-2.0 */
/* The dump: one question a table, each with an order that does not depend on
 * how the rows came in. */
#include "catalog/read/dump.h"

#include "catalog/store.h"
#include "catalog/words/words.h"

static const struct vt_dump_table {
	const char *name, *sql;
} vt_dump_tables[] = {
	{ "institution",
	  "SELECT code, url, logo, uri, object_count FROM institution ORDER BY code" },
	{ "institution_name",
	  "SELECT i.code, l.place, l.lang, l.text FROM label l JOIN institution i "
	  "ON i.id = l.owner WHERE l.use = 1 ORDER BY i.code, l.place" },
	{ "collection", "SELECT c.spec, p.spec, c.object_count FROM collection c "
			"LEFT JOIN collection p ON p.id = c.parent ORDER BY c.spec" },
	{ "collection_text", "SELECT c.spec, l.use, l.place, l.lang, l.text FROM label l "
			     "JOIN collection c ON c.id = l.owner WHERE l.use IN (2, 3) "
			     "ORDER BY c.spec, l.use, l.place" },
	{ "set", "SELECT s.spec, i.code, c.spec, s.kind FROM harvest_set s "
		 "LEFT JOIN institution i ON i.id = s.institution "
		 "LEFT JOIN collection c ON c.id = s.collection ORDER BY s.spec" },
	{ "format", "SELECT prefix, schema, ns FROM record_format ORDER BY prefix" },
	{ "object", "SELECT o.identifier, o.is_deleted, i.code, o.kind, o.access, o.embargo_until, "
		    "o.page_count, o.rights, o.thumbnail, o.language, o.title_key, o.date_key, "
		    "g.digest FROM object o LEFT JOIN institution i ON i.id = o.institution "
		    "LEFT JOIN origin g ON g.object = o.id ORDER BY o.identifier" },
	{ "description", "SELECT o.identifier, d.xml, d.title, d.about FROM description d "
			 "JOIN object o ON o.id = d.object ORDER BY o.identifier" },
	{ "object_collection", "SELECT o.identifier, c.spec FROM object_collection m "
			       "JOIN object o ON o.id = m.object "
			       "JOIN collection c ON c.id = m.collection "
			       "ORDER BY o.identifier, c.spec" },
	{ "object_below",
	  "SELECT o.identifier, c.spec FROM object_below m "
	  "JOIN object o ON o.id = m.object JOIN collection c ON c.id = m.collection "
	  "ORDER BY o.identifier, c.spec" },
	{ "image", "SELECT identifier, width, height, version, access_path, master_hash, "
		   "master_bytes, media_type FROM image ORDER BY identifier" },
	{ "object_image", "SELECT o.identifier, i.identifier FROM object_image m "
			  "JOIN object o ON o.id = m.object JOIN image i ON i.id = m.image "
			  "ORDER BY o.identifier, i.identifier" },
	{ "page", "SELECT o.identifier, p.number, p.label, i.identifier, p.has_text FROM page p "
		  "JOIN object o ON o.id = p.object LEFT JOIN image i ON i.id = p.image "
		  "ORDER BY o.identifier, p.number" },
	{ "text", "SELECT o.identifier, p.number, t.text FROM page_text t "
		  "JOIN page p ON p.id = t.page JOIN object o ON o.id = p.object "
		  "ORDER BY o.identifier, p.number" },
	{ "range", "SELECT o.identifier, r.number, r.parent, r.label, r.type FROM object_range r "
		   "JOIN object o ON o.id = r.object ORDER BY o.identifier, r.number" },
	{ "range_part", "SELECT o.identifier, r.number, r.place, r.page, r.x, r.y, r.w, r.h "
			"FROM range_part r JOIN object o ON o.id = r.object "
			"ORDER BY o.identifier, r.number, r.place" },
	{ "file", "SELECT o.identifier, f.name, f.media_type, f.use, f.bytes, f.hash, f.duration, "
		  "f.width, f.height FROM file f "
		  "JOIN object o ON o.id = f.object ORDER BY o.identifier, f.name" },
	{ "view", "SELECT o.identifier, v.direction, v.behavior, v.start_page FROM object_view v "
		  "JOIN object o ON o.id = v.object ORDER BY o.identifier" },
	{ "page_view", "SELECT o.identifier, v.number, v.behavior FROM page_view v "
		       "JOIN object o ON o.id = v.object ORDER BY o.identifier, v.number" },
	{ "page_choice", "SELECT o.identifier, v.number, i.identifier, v.label FROM page_choice v "
			 "JOIN object o ON o.id = v.object JOIN image i ON i.id = v.image "
			 "ORDER BY o.identifier, v.number, v.place" },
	{ "serial_issue", "SELECT s.title, n.date_key, o.identifier FROM serial_issue n "
			  "JOIN serial s ON s.id = n.serial JOIN object o ON o.id = n.object "
			  "ORDER BY s.title, n.date_key, o.identifier" },
	{ "record",
	  "SELECT o.identifier, f.prefix, r.state, r.sets, r.withheld, x.xml FROM record r "
	  "JOIN object o ON o.id = r.object JOIN record_format f ON f.id = r.format "
	  "LEFT JOIN record_xml x ON x.record = r.id ORDER BY o.identifier, f.prefix" },
	{ "record_set", "SELECT o.identifier, f.prefix, s.spec, m.datestamp = r.datestamp "
			"FROM record_set m JOIN record r ON r.id = m.record "
			"JOIN object o ON o.id = r.object JOIN record_format f ON f.id = m.format "
			"JOIN harvest_set s ON s.id = m.harvest_set "
			"ORDER BY o.identifier, f.prefix, s.spec" },
	{ "record_count", "SELECT f.prefix, s.spec, sum(b.count) FROM record_block b "
			  "JOIN record_format f ON f.id = b.format "
			  "LEFT JOIN harvest_set s ON s.id = b.harvest_set "
			  "GROUP BY b.format, b.harvest_set ORDER BY f.prefix, s.spec" },
};

static void
vt_dump_value(struct vt_str s, struct vt_buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.p[i];

		if (c == '\t')
			vt_buf_str(out, VT_STR("\\t"));
		else if (c == '\n')
			vt_buf_str(out, VT_STR("\\n"));
		else if (c == '\\')
			vt_buf_str(out, VT_STR("\\\\"));
		else if (c < ' ' || c == 0x7f)
			vt_buf_printf(out, "\\x%02x", c);
		else
			vt_buf_char(out, (char)c);
	}
}

static vt_err
vt_dump_table(struct vt_catalog *c, const struct vt_dump_table *t, struct vt_buf *out)
{
	struct vt_row row = { .a = NULL };
	vt_err err = vt_db_query(&c->db, &row.st, t->sql, NULL, 0);

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK) {
		vt_buf_str(out, vt_str_of(t->name));
		for (int i = 0; i < sqlite3_column_count(row.st); i++) {
			vt_buf_char(out, '\t');
			vt_dump_value(vt_row_peek(&row, i), out);
		}
		vt_buf_char(out, '\n');
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

static vt_err
vt_dump_page_words(struct vt_row *row, struct vt_buf *out)
{
	struct vt_str identifier = vt_row_str(row, 0), text = vt_row_str(row, 2);
	struct vt_word *words;
	size_t count;
	vt_err err = row->is_short
			 ? VT_E_LIMIT
			 : vt_words_unpack(row->a, vt_row_peek(row, 3), text, &words, &count);

	if (err != VT_OK)
		return (vt_fail_in(err, "object \"%.*s\", page %lld", VT_STR_ARG(identifier),
				   (long long)vt_row_int(row, 1)));
	for (size_t i = 0; i < count; i++) {
		const struct vt_word *w = &words[i];

		vt_buf_printf(out, "word\t%.*s\t%lld\t", VT_STR_ARG(identifier),
			      (long long)vt_row_int(row, 1));
		vt_dump_value(w->text, out);
		vt_buf_printf(out, "\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", w->x, w->y, w->w, w->h,
			      w->line, w->block, w->hyphen);
	}
	return (VT_OK);
}

static vt_err
vt_dump_words(struct vt_catalog *c, struct vt_buf *out)
{
	struct vt_row row = { .a = NULL };
	vt_err err = vt_db_query(&c->db, &row.st,
				 "SELECT o.identifier, p.number, t.text, t.words FROM page_text t "
				 "JOIN page p ON p.id = t.page JOIN object o ON o.id = p.object "
				 "ORDER BY o.identifier, p.number",
				 NULL, 0);

	if (err != VT_OK)
		return (err);
	while ((err = vt_db_next(&c->db, row.st)) == VT_OK) {
		row.a = vt_arena_new(VT_WRITING_BYTES_MAX);
		err = vt_dump_page_words(&row, out);
		vt_arena_free(&row.a);
		if (err != VT_OK)
			break;
	}
	vt_db_done(row.st);
	return (err == VT_E_END ? VT_OK : err);
}

vt_err
vt_catalog_dump(struct vt_catalog *c, struct vt_buf *out)
{
	vt_err err = vt_catalog_begin(c);

	if (err != VT_OK)
		return (err);
	for (size_t i = 0; i < sizeof(vt_dump_tables) / sizeof(vt_dump_tables[0]); i++)
		if (err == VT_OK)
			err = vt_dump_table(c, &vt_dump_tables[i], out);
	if (err == VT_OK)
		err = vt_dump_words(c, out);
	vt_catalog_end(c);
	return (err == VT_OK ? vt_buf_error(out) : err);
}
