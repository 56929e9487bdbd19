/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A METS in a folder that has some of the files that it may name: whatever it says,
 * its pages, places and files hang together, and no path leads out of the folder; its
 * IDs can be made its own.
 * Run from the top of the repository: it reads templates/crosswalks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "ingest/formats/formats_ids.h"
#include "ingest/sources/mets.h"
#include "text/xml_read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/vartai-mets-XXXXXX";
static struct vt_crosswalks *crosswalks;
static struct vt_tree *tree;

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
put(const char *name, const char *bytes)
{
	char path[64];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, name);
	f = fopen(path, "we");
	must(f != NULL && fputs(bytes, f) >= 0 && fclose(f) == 0);
}

static void
clean(void)
{
	static const char *const names[] = { "mets.xml", "1.tif", "2.jpg", "1.xml", "a.pdf" };
	char path[64];

	vt_tree_free(&tree);
	vt_crosswalks_free(&crosswalks);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		(void)snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		(void)unlink(path);
	}
	(void)rmdir(folder);
}

static void
begin(void)
{
	must(mkdtemp(folder) != NULL);
	put("mets.xml", "<mets xmlns='http://www.loc.gov/METS/'/>");
	put("1.tif", "II*");
	put("2.jpg", "\xFF\xD8\xFF\xE0 not really");
	put("1.xml", "<alto/>");
	put("a.pdf", "%PDF-1.4");
	must(vt_crosswalks_open("templates/crosswalks", &crosswalks) == VT_OK);
	must(vt_tree_open(folder, NULL, NULL, &tree) == VT_OK);
	must(atexit(clean) == 0);
}

static bool
is_inside(struct vt_str path)
{
	struct vt_str root = vt_str_of(tree->root);

	return (path.len == 0 || (vt_str_starts(path, root) && path.len > root.len &&
				  path.p[root.len] == '/' &&
				  vt_str_find(path, VT_STR("/../")) < 0));
}

static void
check(const struct vt_draft *d)
{
	for (size_t i = 0; i < d->page_count; i++) {
		must(is_inside(d->pages[i].image_path));
		must(is_inside(d->pages[i].text_path));
	}
	for (size_t i = 0; i < d->file_count; i++)
		must(d->files[i].path.len != 0 && is_inside(d->files[i].path));
	for (size_t i = 0; i < d->range_count; i++) {
		must(d->ranges[i].parent < (int64_t)i);
		for (size_t k = 0; k < d->ranges[i].part_count; k++)
			must(d->ranges[i].parts[k].page < d->page_count);
	}
	must(d->title_page < (int64_t)d->page_count);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vt_arena *a;
	struct vt_draft d;
	xmlDocPtr doc;

	if (size > 50000)
		return (0);
	if (tree == NULL)
		begin();
	a = vt_arena_new(256 << 20);
	must(vt_draft_init(&d, a, tree, vt_tree_find(tree, VT_STR("mets.xml"))) == VT_OK);
	if (vt_xml_parse(a, (struct vt_str){ (const char *)data, size }, "mets.xml", &doc) ==
		VT_OK &&
	    vt_mets_read(crosswalks, &d, doc) == VT_OK) {
		check(&d);
		must(vt_formats_own_ids(doc, "0123456789ab") == VT_OK);
	}
	vt_arena_free(&a);
	return (0);
}
