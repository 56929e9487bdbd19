/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files of records as strangers give them (MARCXML, LIDO, EDM, MODS, Dublin Core,
 * one or many, also inside an OAI-PMH answer): read one by one, described, kept to be
 * given on.  Whatever is kept is XML and has no address of ours in it.
 * Run from the top of the repository: it reads templates/crosswalks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ingest/formats/formats.h"
#include "ingest/sources/describe.h"
#include "ingest/sources/reader.h"
#include "text/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/vartai-records-XXXXXX";
static char path[64];
static struct vt_crosswalks *crosswalks;
static struct vt_formats formats;
static struct vt_arena *kept;

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
clean(void)
{
	vt_crosswalks_free(&crosswalks);
	vt_arena_free(&kept);
	(void)unlink(path);
	(void)rmdir(folder);
}

static void
begin(void)
{
	static const char *const names[] = { "marcxml", "unimarc", "mods", "lido", "mets" };
	const struct vt_str_list list = { names, 5 };

	must(mkdtemp(folder) != NULL);
	(void)snprintf(path, sizeof(path), "%s/x.xml", folder);
	kept = vt_arena_new(0);
	must(vt_crosswalks_open("templates/crosswalks", &crosswalks) == VT_OK);
	must(vt_formats_open(kept, crosswalks, &list, "", &formats) == VT_OK);
	(void)atexit(clean);
}

static void
describe(struct vt_tree *tree, struct vt_tree_file *file, struct vt_arena *a,
	 const struct vt_item *item)
{
	struct vt_draft d;
	xmlDocPtr doc;

	if (item->doc == NULL || item->crosswalk == NULL || item->failure.len != 0 ||
	    vt_draft_init(&d, a, tree, file) != VT_OK)
		return;
	d.formats = &formats;
	if (vt_describe(crosswalks, &d, item->crosswalk, item->doc) != VT_OK) {
		must(vt_fail_text(VT_E_BADARG)[0] != '\0');
		return;
	}
	for (size_t i = 0; i < d.received_count; i++) {
		must(vt_str_find(d.received[i].xml, VT_STR(VT_RECORD_BASE)) < 0);
		must(vt_xml_parse(a, d.received[i].xml, "received", &doc) == VT_OK);
	}
}

static void
all_of(struct vt_tree *tree, struct vt_tree_file *file)
{
	struct vt_reader *r = NULL;
	vt_err err = vt_reader_open(tree, file, &r);

	while (err == VT_OK) {
		struct vt_arena *a = vt_arena_new(0);
		struct vt_item item = { .reader = NULL };

		err = vt_reader_next(r, a, &item);
		if (err == VT_OK)
			describe(tree, file, a, &item);
		vt_reader_unref(&item.reader);
		vt_arena_free(&a);
	}
	vt_reader_unref(&r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_tree *tree = NULL;
	struct vt_tree_file *file;
	FILE *f;

	if (crosswalks == NULL)
		begin();
	if (size > 30000)
		return (0);
	f = fopen(path, "we");
	must(f != NULL && fwrite(data, 1, size, f) == size && fclose(f) == 0);
	must(vt_tree_open(folder, NULL, NULL, &tree) == VT_OK);
	file = vt_tree_find(tree, VT_STR("x.xml"));
	if (file != NULL)
		all_of(tree, file);
	vt_tree_free(&tree);
	return (0);
}
