/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Opens a source by its kind and gives its records one by one.  What a record
 * says is worked out elsewhere (object.c), in other threads.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ingest/marc/marc.h"
#include "ingest/sources/reader_private.h"

static vt_err
vt_read_mets(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	(void)a;
	if (r->count != 0)
		return (VT_E_END);
	item->kind = VT_ITEM_METS;
	return (VT_OK);
}

static vt_err
vt_read_iso2709(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	vt_err err = vt_iso2709_next(r->stdio, &r->bytes);

	if (err != VT_OK)
		return (err == VT_E_END ? err
					: vt_fail_in(err, "record %lld", (long long)r->count + 1));
	item->kind = VT_ITEM_ISO2709;
	item->place = vt_str_printf(a, "record %lld", (long long)r->count + 1);
	item->bytes = vt_str_dup(a, vt_buf_get(&r->bytes));
	return (item->bytes.p != NULL ? VT_OK : VT_E_LIMIT);
}

static vt_err
vt_read_row(struct vt_reader *r, struct vt_arena *a, struct vt_item *item)
{
	vt_err err = vt_table_next(&r->table, a, &item->row);

	if (err != VT_OK)
		return (err);
	item->kind = VT_ITEM_ROW;
	item->table = &r->table;
	item->place = vt_str_printf(a, "line %lld", (long long)item->row.line);
	return (VT_OK);
}

/* --- opening ----------------------------------------------------------------------- */

static vt_err
vt_reader_open_records(struct vt_reader *r)
{
	vt_err err = vt_recognise_xml(r->arena, r->path, &r->shape);

	if (err == VT_OK && r->shape.is_oai && vt_read_may_be_deleted(r->path)) {
		err = vt_xml_stream_open(r->path, &r->stream);
		if (err == VT_OK)
			err = vt_read_deleted(r);
		vt_xml_stream_close(&r->stream);
	}
	if (err == VT_OK)
		err = vt_xml_stream_open(r->path, &r->stream);
	r->next = vt_read_records;
	return (err);
}

static vt_err
vt_reader_open_stdio(struct vt_reader *r)
{
	r->stdio = fopen(r->path, "re");
	r->next = vt_read_iso2709;
	return (r->stdio != NULL ? VT_OK : vt_fail(VT_E_IO, "%s", strerror(errno)));
}

/* A table is read whole: its rows borrow from it. */
static vt_err
vt_reader_load(struct vt_reader *r)
{
	struct stat st;
	FILE *f = fopen(r->path, "re");
	char *room;
	vt_err err = VT_OK;

	if (f == NULL || fstat(fileno(f), &st) != 0)
		err = vt_fail(VT_E_IO, "%s", strerror(errno));
	else if (st.st_size > VT_TABLE_BYTES_MAX)
		err = vt_fail(VT_E_TOOLARGE, "a table of more than %lld bytes; divide it",
			      (long long)VT_TABLE_BYTES_MAX);
	if (err == VT_OK) {
		room = vt_buf_room(&r->bytes, (size_t)st.st_size + 1);
		if (room != NULL)
			r->bytes.len = fread(room, 1, (size_t)st.st_size, f);
		err = vt_buf_error(&r->bytes);
		if (err == VT_OK && ferror(f))
			err = vt_fail(VT_E_IO, "%s", strerror(errno));
	}
	if (f != NULL)
		(void)fclose(f);
	return (err);
}

static vt_err
vt_reader_open_table(struct vt_reader *r)
{
	vt_err err = vt_reader_load(r);

	r->next = vt_read_row;
	return (err != VT_OK ? err
			     : vt_table_open(&r->table, r->arena, vt_buf_get(&r->bytes),
					     r->file->package, &r->findings));
}

static vt_err
vt_reader_start(struct vt_reader *r)
{
	r->path = vt_tree_disk(r->tree, r->arena, r->file->path);
	if (r->path == NULL)
		return (VT_E_LIMIT);
	switch (r->file->kind) {
	case VT_FILE_METS:
		r->next = vt_read_mets;
		return (VT_OK);
	case VT_FILE_RECORDS:
		return (vt_reader_open_records(r));
	case VT_FILE_ISO2709:
		return (vt_reader_open_stdio(r));
	case VT_FILE_TABLE:
		return (vt_reader_open_table(r));
	default:
		return (vt_fail(VT_E_UNSUPPORTED, "not a file with records"));
	}
}

vt_err
vt_reader_open(struct vt_tree *t, struct vt_tree_file *file, struct vt_reader **r_r)
{
	struct vt_reader *r = calloc(1, sizeof(*r));
	vt_err err;

	if (r == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to read a file"));
	atomic_init(&r->refs, 1);
	r->arena = vt_arena_new(VT_READER_MEMORY_MAX);
	r->tree = t;
	r->file = file;
	vt_findings_init(&r->findings, r->arena);
	vt_buf_init(&r->bytes, 0);
	err = vt_reader_start(r);
	if (err == VT_OK)
		*r_r = r;
	else
		vt_reader_unref(&r);
	return (err);
}

void
vt_reader_ref(struct vt_reader *r)
{
	(void)atomic_fetch_add(&r->refs, 1);
}

void
vt_reader_unref(struct vt_reader **rp)
{
	struct vt_reader *r = *rp;

	*rp = NULL;
	if (r == NULL || atomic_fetch_sub(&r->refs, 1) != 1)
		return;
	vt_xml_stream_close(&r->stream);
	if (r->stdio != NULL)
		(void)fclose(r->stdio);
	if (r->deleted != NULL)
		xmlHashFree(r->deleted, NULL);
	vt_arena_free(&r->edm_arena);
	vt_buf_fini(&r->bytes);
	vt_arena_free(&r->arena);
	free(r);
}

const struct vt_findings *
vt_reader_findings(const struct vt_reader *r)
{
	return (&r->findings);
}

vt_err
vt_reader_next(struct vt_reader *r, struct vt_arena *a, struct vt_item *item_r)
{
	struct vt_item item = { .tree = r->tree, .file = r->file, .place = VT_STR_NONE };
	vt_err err = r->next(r, a, &item);

	if (err != VT_OK)
		return (err);
	r->count++;
	item.reader = r;
	vt_reader_ref(r);
	*item_r = item;
	return (VT_OK);
}
