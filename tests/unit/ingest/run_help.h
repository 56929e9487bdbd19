/* SPDX-License-Identifier: Apache-2.0 */
/* A whole run of `vartai ingest` on a small folder, and what it told. */
#ifndef RUN_HELP_H
#define RUN_HELP_H

#include "ingest_help.h"

#include "catalog/read/dump.h"
#include "ingest/run/run.h"

static atomic_bool stopped;

/* A grey TIFF of so many pixels, all of one shade. */
static inline void
help_tiff(const char *name, uint16_t width, uint16_t height, unsigned char shade)
{
	const uint32_t strip = 8 + 2 + 9 * 12 + 4;
	struct entry {
		uint16_t tag, type;
		uint32_t count, value;
	} __attribute__((packed));
	const struct entry entries[9] = { { 256, 3, 1, width }, { 257, 3, 1, height },
		{ 258, 3, 1, 8 }, { 259, 3, 1, 1 }, { 262, 3, 1, 1 }, { 273, 4, 1, strip },
		{ 277, 3, 1, 1 }, { 278, 3, 1, height },
		{ 279, 4, 1, (uint32_t)width * height } };
	size_t len = strip + (size_t)width * height;
	unsigned char *bytes = calloc(1, len);

	assert_non_null(bytes);
	memcpy(bytes, "II*\0\10\0\0\0\11\0", 10);
	memcpy(bytes + 10, entries, sizeof(entries));
	memset(bytes + strip, shade, (size_t)width * height);
	help_write_bytes(name, bytes, len);
	free(bytes);
}

struct result {
	int64_t counts[VT_REPORT_COUNTS];
	char text[20000]; /* the report as people see it */
	char json[40000]; /* and as programs do */
	int exit_code;
	vt_err err;
};

/* `vartai ingest` of src (or what is given) into data, below help_folder. */
static inline struct result
ingest(int argc, const char *const *args)
{
	struct result result = { .exit_code = 2 };
	struct vt_arena *a = vt_arena_new(0);
	struct vt_conf *conf;
	struct vt_ingest_options o;
	struct vt_run run;
	char *argv[20] = { strdup("ingest") }, set[600];
	struct vt_buf json;
	FILE *out;

	assert_int_equal(vt_conf_open(NULL, &conf), VT_OK);
	(void)snprintf(set, sizeof(set), "data.dir=%s", help_path("data"));
	assert_int_equal(vt_conf_set(conf, set), VT_OK);
	assert_int_equal(vt_conf_set(conf, "server.template_dir=templates"), VT_OK);
	for (int i = 0; i < argc; i++)
		argv[i + 1] = strdup(args[i][0] == '/' || args[i][0] == '-' ? args[i]
									    : help_path(args[i]));
	assert_int_equal(vt_ingest_options_read(a, conf, argc + 1, argv, &o), VT_OK);
	result.err = vt_run_open(&run, &o, &stopped);
	run.progress.out = NULL;
	if (result.err == VT_OK)
		result.err = vt_run_all(&run);
	if (result.err == VT_OK) {
		memcpy(result.counts, run.report.counts, sizeof(result.counts));
		result.exit_code = vt_report_exit(&run.report);
		out = fmemopen(result.text, sizeof(result.text) - 1, "w");
		vt_report_print(&run.report, out);
		(void)fclose(out);
		vt_buf_init(&json, 0);
		assert_int_equal(vt_report_json(&run.report, &json), VT_OK);
		(void)snprintf(result.json, sizeof(result.json), "%.*s",
			       VT_STR_ARG(vt_buf_get(&json)));
		vt_buf_fini(&json);
	}
	vt_run_close(&run);
	for (int i = 0; i <= argc; i++)
		free(argv[i]);
	vt_conf_free(&conf);
	vt_arena_free(&a);
	return (result);
}

#define INGEST(...) \
	ingest((int)COUNT(((const char *const[]){ __VA_ARGS__ })), \
	    (const char *const[]){ __VA_ARGS__ })

static inline void
expect(const struct result *r, int made, int changed, int unchanged, int deleted, int failed)
{
	const int64_t *c = r->counts;

	if (c[VT_REPORT_NEW] != made || c[VT_REPORT_CHANGED] != changed ||
	    c[VT_REPORT_UNCHANGED] != unchanged || c[VT_REPORT_DELETED] != deleted ||
	    c[VT_REPORT_FAILED] != failed)
		print_error("err %d\n%s\n", r->err, r->text);
	assert_int_equal(r->err, VT_OK);
	assert_int_equal(c[VT_REPORT_NEW], made);
	assert_int_equal(c[VT_REPORT_CHANGED], changed);
	assert_int_equal(c[VT_REPORT_UNCHANGED], unchanged);
	assert_int_equal(c[VT_REPORT_DELETED], deleted);
	assert_int_equal(c[VT_REPORT_FAILED], failed);
	assert_int_equal(r->exit_code, failed != 0);
}

static inline struct vt_catalog *
catalog(void)
{
	struct vt_catalog *c;

	assert_int_equal(vt_catalog_open(help_path("data"), "http://x", &c), VT_OK);
	return (c);
}

static inline char *
dump(void)
{
	struct vt_catalog *c = catalog();
	struct vt_buf b;
	size_t len;

	vt_buf_init(&b, 0);
	assert_int_equal(vt_catalog_dump(c, &b), VT_OK);
	vt_catalog_close(&c);
	return (vt_buf_take(&b, &len));
}

static const char mets[] =
    "<mets xmlns='http://www.loc.gov/METS/' xmlns:x='http://www.w3.org/1999/xlink' "
    "xmlns:d='http://purl.org/dc/elements/1.1/' OBJID='knyga'><dmdSec ID='D'><mdWrap MDTYPE='DC'>"
    "<xmlData><d:title xml:lang='lt'>Padavimai</d:title><d:type>knyga</d:type></xmlData></mdWrap>"
    "</dmdSec><fileSec><fileGrp USE='DEFAULT'><file ID='i1'><FLocat x:href='1.tif'/></file>"
    "<file ID='i2'><FLocat x:href='2.tif'/></file></fileGrp><fileGrp USE='FULLTEXT'>"
    "<file ID='t1'><FLocat x:href='1.xml'/></file></fileGrp></fileSec>"
    "<structMap TYPE='PHYSICAL'><div TYPE='physSequence'><div ID='p1' TYPE='page' ORDERLABEL='[1]'>"
    "<fptr FILEID='i1'/><fptr FILEID='t1'/></div><div ID='p2' TYPE='page'><fptr FILEID='i2'/></div>"
    "</div></structMap><structMap TYPE='LOGICAL'><div DMDID='D'><div TYPE='chapter' LABEL='Pirmas'>"
    "<fptr><area FILEID='t1' BETYPE='IDREF' BEGIN='B1'/></fptr></div></div></structMap></mets>";
static const char alto[] =
    "<alto><Layout><Page WIDTH='40' HEIGHT='60'><PrintSpace><TextBlock ID='B1' HPOS='2' VPOS='4' "
    "WIDTH='20' HEIGHT='6'><TextLine><String CONTENT='Seniai' HPOS='2' VPOS='4' WIDTH='10' "
    "HEIGHT='6'/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>";
static const char table[] = "identifier;title@lt;image;access\n"
			    "at-1;Turgus;1.tif;\n"
			    "at-2;Tiltas;2.tif;metadata\n"
			    ";Be vardo;;\n";

static inline void
fill(void)
{
	assert_int_equal(vt_temp_remove(help_path("src")), VT_OK);
	assert_int_equal(vt_temp_remove(help_path("data")), VT_OK);
	atomic_store(&stopped, false);
	help_write("src/package.yaml", "institution: {code: LT-X, name: {lt: Biblioteka}}\n"
				       "rights: http://creativecommons.org/publicdomain/mark/1.0/\n"
				       "language: lt\n");
	help_write("src/knyga/mets.xml", mets);
	help_write("src/knyga/1.xml", alto);
	help_tiff("src/knyga/1.tif", 80, 120, 200);
	help_tiff("src/knyga/2.tif", 80, 120, 90);
	help_write("src/cards/t.csv", table);
	help_write("src/cards/package.yaml", "collections: [{spec: \"vaizdai:atvirukai\", name: {lt: "
					     "Atvirukai}}, {spec: vaizdai, name: {lt: Vaizdai}}]\n");
	help_tiff("src/cards/1.tif", 64, 48, 10);
	help_tiff("src/cards/2.tif", 64, 48, 20);
}

static inline bool
is_alive(const char *identifier)
{
	struct vt_catalog *c = catalog();
	struct vt_arena *a = vt_arena_new(0);
	struct vt_object o = { .is_deleted = true };
	vt_err err = vt_catalog_object(c, a, vt_str_of(identifier), &o);

	vt_fail_clear();
	vt_catalog_close(&c);
	vt_arena_free(&a);
	return (err == VT_OK && !o.is_deleted);
}

#endif
