/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recognition by the first bytes: images, documents, zip, ISO 2709, tables,
 * XML.  What kind of XML it is shows in recognise_xml.c.
 */
#include "ingest/folder/recognise.h"

#include <errno.h>
#include <stdio.h>

#include "ingest/folder/csv.h"
#include "ingest/folder/table_columns.h"

struct vt_magic {
	size_t at;
	struct vt_str bytes;
	const char *media_type;
	enum vt_file_kind kind;
};

#define VT_MAGIC(at, s, type, kind)                                                                \
	{                                                                                          \
		at, { s, sizeof(s) - 1 }, type, kind                                               \
	}

static const struct vt_magic vt_magics[] = {
	VT_MAGIC(0, "II*\0", "image/tiff", VT_FILE_IMAGE),
	VT_MAGIC(0, "MM\0*", "image/tiff", VT_FILE_IMAGE),
	VT_MAGIC(0, "II+\0", "image/tiff", VT_FILE_IMAGE),
	VT_MAGIC(0, "MM\0+", "image/tiff", VT_FILE_IMAGE),
	VT_MAGIC(0, "\xFF\xD8\xFF", "image/jpeg", VT_FILE_IMAGE),
	VT_MAGIC(0, "\x89PNG\r\n\x1A\n", "image/png", VT_FILE_IMAGE),
	VT_MAGIC(4, "jP  \r\n\x87\n", "image/jp2", VT_FILE_IMAGE),
	VT_MAGIC(0, "\xFF\x4F\xFF\x51", "image/j2c", VT_FILE_IMAGE),
	VT_MAGIC(0, "GIF8", "image/gif", VT_FILE_IMAGE),
	VT_MAGIC(8, "WEBPVP8", "image/webp", VT_FILE_IMAGE),
	VT_MAGIC(0, "%PDF-", "application/pdf", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "AT&TFORM", "image/vnd.djvu", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "ID3", "audio/mpeg", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "\xFF\xFB", "audio/mpeg", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "\xFF\xF3", "audio/mpeg", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "OggS", "audio/ogg", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "fLaC", "audio/flac", VT_FILE_DOCUMENT),
	VT_MAGIC(8, "WAVE", "audio/wav", VT_FILE_DOCUMENT),
	VT_MAGIC(4, "ftypM4A", "audio/mp4", VT_FILE_DOCUMENT),
	VT_MAGIC(4, "ftyp", "video/mp4", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "\x1A\x45\xDF\xA3", "video/webm", VT_FILE_DOCUMENT),
	VT_MAGIC(30, "mimetypeapplication/epub+zip", "application/epub+zip", VT_FILE_DOCUMENT),
	VT_MAGIC(30, "mimetypeapplication/", "application/zip", VT_FILE_OTHER),
	VT_MAGIC(30, "[Content_Types].xml", "application/zip", VT_FILE_OTHER),
	VT_MAGIC(0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "application/x-ole-storage", VT_FILE_OTHER),
	VT_MAGIC(0, "PK\3\4", "application/zip", VT_FILE_ZIP),
	VT_MAGIC(0, "PK\5\6", "application/zip", VT_FILE_ZIP),
	VT_MAGIC(0, "glTF", "model/gltf-binary", VT_FILE_DOCUMENT),
	VT_MAGIC(0, "WEBVTT", "text/vtt", VT_FILE_CAPTIONS),
	VT_MAGIC(0, "\xEF\xBB\xBFWEBVTT", "text/vtt", VT_FILE_CAPTIONS),
};

static const struct vt_magic *
vt_recognise_magic(struct vt_str head)
{
	for (size_t i = 0; i < sizeof(vt_magics) / sizeof(*vt_magics); i++) {
		const struct vt_magic *m = &vt_magics[i];

		if (head.len >= m->at + m->bytes.len &&
		    memcmp(head.p + m->at, m->bytes.p, m->bytes.len) == 0)
			return (m);
	}
	return (NULL);
}

static bool
vt_recognise_is_xml(struct vt_str s)
{
	if (vt_str_starts(s, VT_STR("\xFF\xFE<\0")) || vt_str_starts(s, VT_STR("\xFE\xFF\0<")))
		return (true);
	if (vt_str_starts(s, VT_STR("\xEF\xBB\xBF")))
		s = vt_str_sub(s, 3, s.len);
	s = vt_str_trim(s);
	return (s.len > 1 && s.p[0] == '<' &&
		(s.p[1] == '?' || s.p[1] == '!' || s.p[1] == '_' ||
		 (s.p[1] >= 'A' && s.p[1] <= 'Z') || (s.p[1] >= 'a' && s.p[1] <= 'z')));
}

/* Not XML by nature, though it begins alike. */
static bool
vt_recognise_is_html(struct vt_str s)
{
	static const char *const begins[] = { "<!DOCTYPE html", "<html" };

	if (vt_str_starts(s, VT_STR("\xEF\xBB\xBF")))
		s = vt_str_sub(s, 3, s.len);
	s = vt_str_trim(s);
	for (size_t i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (vt_str_eq_nocase(vt_str_sub(s, 0, strlen(begins[i])), vt_str_of(begins[i])))
			return (true);
	return (false);
}

static bool
vt_recognise_digits(struct vt_str s, size_t from, size_t count)
{
	for (size_t i = from; i < from + count; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return (false);
	return (true);
}

/* A leader (ISO 2709: length, status, …, base address, entry map, which some leave
 * blank), and the directory ending where the base address says. */
static bool
vt_recognise_is_iso2709(struct vt_str s)
{
	int64_t base;

	if (vt_str_starts(s, VT_STR("\xEF\xBB\xBF")))
		s = vt_str_sub(s, 3, s.len);
	while (s.len != 0 && (s.p[0] == '\n' || s.p[0] == '\r' || s.p[0] == ' '))
		s = vt_str_sub(s, 1, s.len);
	if (s.len < 26 || !vt_recognise_digits(s, 0, 5) || !vt_recognise_digits(s, 12, 5) ||
	    (memcmp(s.p + 20, "45", 2) != 0 && memcmp(s.p + 20, "  ", 2) != 0))
		return (false);
	if (!vt_str_to_int(vt_str_sub(s, 12, 5), 25, 99999, &base) || (base - 25) % 12 != 0)
		return (false);
	return ((size_t)base > s.len || s.p[base - 1] == '\x1E');
}

bool
vt_recognise_has_ending(struct vt_str name, const char *const *ends)
{
	for (; *ends != NULL; ends++) {
		struct vt_str end = vt_str_of(*ends);

		if (name.len > end.len &&
		    vt_str_eq_nocase(vt_str_sub(name, name.len - end.len, end.len), end))
			return (true);
	}
	return (false);
}

/* What offices write: zips of XML, or OLE.  A zip of another kind is called so by
 * nobody, and what is in it says little: its first entry may be any. */
static struct vt_str
vt_recognise_why_office(const struct vt_magic *m, struct vt_str name)
{
	static const char *const sheets[] = { ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", NULL };
	static const char *const texts[] = { ".docx", ".docm", ".doc", ".odt",
					     ".pptx", ".ppt",  ".odp", NULL };

	if (m == NULL || (m->kind != VT_FILE_ZIP && strcmp(m->media_type, "application/zip") != 0 &&
			  strcmp(m->media_type, "application/x-ole-storage") != 0))
		return (VT_STR_NONE);
	if (vt_recognise_has_ending(name, sheets))
		return (VT_STR("a spreadsheet, which is not read: save it as CSV (UTF-8)"));
	if (vt_recognise_has_ending(name, texts))
		return (VT_STR("an office document, which is not read: save what describes objects "
			       "as a table in CSV (UTF-8), or as a PDF that a record names"));
	return (m->kind == VT_FILE_OTHER && strcmp(m->media_type, "application/zip") == 0
		    ? VT_STR("a file of an office program, which is not read: save a table in it "
			     "as CSV (UTF-8)")
		    : VT_STR_NONE);
}

enum vt_file_kind
vt_recognise_bytes(struct vt_str head, struct vt_str name, const struct vt_package *p)
{
	const struct vt_magic *m = vt_recognise_magic(head);

	if (vt_str_eq_c(name, VT_PACKAGE_FILE))
		return (VT_FILE_PACKAGE);
	if (m != NULL)
		return (vt_recognise_why_office(m, name).len != 0 ? VT_FILE_OTHER : m->kind);
	if (vt_recognise_is_xml(head))
		return (VT_FILE_XML);
	if (vt_recognise_is_iso2709(head))
		return (VT_FILE_ISO2709);
	if (vt_table_is_one(head, name, p))
		return (VT_FILE_TABLE);
	return (VT_FILE_OTHER);
}

static vt_err
vt_recognise_head(const char *path, char *head, size_t *len_r)
{
	FILE *f = fopen(path, "re");
	vt_err err = VT_OK;

	if (f == NULL)
		return (vt_fail(VT_E_IO, "%s: %s", path, strerror(errno)));
	*len_r = fread(head, 1, VT_SNIFF_BYTES, f);
	if (ferror(f))
		err = vt_fail(VT_E_IO, "%s: %s", path, strerror(errno));
	(void)fclose(f);
	return (err);
}

vt_err
vt_recognise_kind(const char *path, enum vt_file_kind *kind_r)
{
	char head[VT_SNIFF_BYTES];
	size_t len = 0;
	const struct vt_magic *m;
	vt_err err = vt_recognise_head(path, head, &len);

	if (err != VT_OK)
		return (err);
	m = vt_recognise_magic((struct vt_str){ head, len });
	*kind_r = m != NULL					      ? m->kind
		  : vt_recognise_is_xml((struct vt_str){ head, len }) ? VT_FILE_XML
								      : VT_FILE_OTHER;
	return (VT_OK);
}

const char *
vt_recognise_media_type(const char *path)
{
	char head[VT_SNIFF_BYTES];
	size_t len = 0;
	const struct vt_magic *m = NULL;

	if (vt_recognise_head(path, head, &len) == VT_OK)
		m = vt_recognise_magic((struct vt_str){ head, len });
	if (m != NULL)
		return (m->media_type);
	return (vt_recognise_is_xml((struct vt_str){ head, len }) ? "text/xml"
								  : "application/octet-stream");
}

static struct vt_str
vt_recognise_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return (vt_str_of(slash != NULL ? slash + 1 : path));
}

bool
vt_recognise_is_image_name(struct vt_str name)
{
	static const char *const ends[] = { ".tif", ".tiff", ".jpg", ".jpeg", ".png", ".jp2",
					    ".jpx", ".jpf",  ".j2k", ".j2c",  NULL };

	return (vt_recognise_has_ending(name, ends));
}

bool
vt_recognise_is_captions_name(struct vt_str name)
{
	static const char *const ends[] = { ".vtt", NULL };

	return (vt_recognise_has_ending(name, ends));
}

/* The same of captions, which browsers leave out without a word.  What other programs
 * write as captions is told only, and with it how it can be shown. */
static void
vt_recognise_was_captions(struct vt_str head, struct vt_str name, enum vt_file_kind *kind_r,
			  struct vt_str *why_r)
{
	static const char *const others[] = { ".srt", ".ssa", ".ass", NULL };

	if (*kind_r == VT_FILE_OTHER && head.len != 0 && vt_recognise_has_ending(name, others))
		*why_r = VT_STR("captions in a form that browsers do not show: save them as WebVTT "
				"(.vtt), UTF-8");
	if ((*kind_r != VT_FILE_OTHER && *kind_r != VT_FILE_XML) ||
	    !vt_recognise_is_captions_name(name))
		return;
	*kind_r = VT_FILE_BROKEN;
	if (head.len == 0)
		*why_r = VT_STR("captions that are empty; export them again as WebVTT");
	else if (!vt_utf8_is_valid(vt_utf8_cut(head, head.len - head.len / VT_SNIFF_BYTES)))
		*why_r = VT_STR("captions that are not in UTF-8; save them as WebVTT in UTF-8");
	else
		*why_r = VT_STR("called captions (.vtt), but the first line is not WEBVTT; write WEBVTT "
				"there and an empty line below it, or export them again as WebVTT");
}

/* Content decides what a file is; but what is called an image and is nothing that
 * is known was one: cut off, never copied, or a server's excuse that was saved. */
static bool
vt_recognise_was_image(struct vt_str head, struct vt_str name, enum vt_file_kind *kind_r,
		       struct vt_str *why_r)
{
	if ((*kind_r != VT_FILE_OTHER && *kind_r != VT_FILE_XML) ||
	    !vt_recognise_is_image_name(name))
		return (false);
	*kind_r = VT_FILE_BROKEN;
	if (head.len == 0)
		*why_r = VT_STR("an image that is empty; copy it again from where it came from");
	else if (vt_recognise_is_html(head))
		*why_r = VT_STR("called an image, but a web page; copy the image itself again");
	else
		*why_r = VT_STR("called an image, but it does not begin like one; copy it again "
				"from where it came from");
	return (true);
}

static bool
vt_recognise_is_marc_name(struct vt_str name)
{
	static const char *const ends[] = { ".mrc", ".marc", ".iso2709", NULL };

	return (vt_recognise_has_ending(name, ends));
}

/* What Excel calls "Unicode text". */
static bool
vt_recognise_is_utf16(struct vt_str head, struct vt_str name)
{
	static const char *const ends[] = { ".csv", ".tsv", ".txt", NULL };

	return (
	    (vt_str_starts(head, VT_STR("\xFF\xFE")) || vt_str_starts(head, VT_STR("\xFE\xFF"))) &&
	    vt_recognise_has_ending(name, ends));
}

vt_err
vt_recognise_file(struct vt_arena *a, const char *path, const struct vt_package *p,
		  enum vt_file_kind *kind_r, struct vt_str *why_r)
{
	char head[VT_SNIFF_BYTES];
	size_t len = 0;
	struct vt_xml_shape shape;
	vt_err err = vt_recognise_head(path, head, &len);

	if (err != VT_OK)
		return (err);
	*why_r = len == 0
		     ? VT_STR("the file is empty")
		     : vt_recognise_why_office(vt_recognise_magic((struct vt_str){ head, len }),
					       vt_recognise_name(path));
	*kind_r = vt_recognise_bytes((struct vt_str){ head, len }, vt_recognise_name(path), p);
	if (vt_recognise_was_image((struct vt_str){ head, len }, vt_recognise_name(path), kind_r,
				   why_r))
		return (VT_OK);
	vt_recognise_was_captions((struct vt_str){ head, len }, vt_recognise_name(path), kind_r, why_r);
	if (*kind_r == VT_FILE_BROKEN)
		return (VT_OK);
	if (*kind_r == VT_FILE_OTHER &&
	    vt_recognise_is_utf16((struct vt_str){ head, len }, vt_recognise_name(path)))
		*why_r = VT_STR("text in UTF-16, which is not read: save it as CSV UTF-8");
	else if (*kind_r == VT_FILE_OTHER && len != 0 &&
		 vt_recognise_is_marc_name(vt_recognise_name(path)))
		*why_r = VT_STR("called a file of MARC records, but it does not begin like ISO 2709; "
				"export it again");
	if (*kind_r != VT_FILE_XML)
		return (VT_OK);
	if (vt_recognise_is_html((struct vt_str){ head, len }) &&
	    vt_str_find((struct vt_str){ head, len }, VT_STR("ocr_page")) < 0 &&
	    vt_str_find((struct vt_str){ head, len }, VT_STR("ocr-system")) < 0) {
		*kind_r = VT_FILE_XML_OTHER;
		*why_r = VT_STR("a web page (HTML), which is not read");
		return (VT_OK);
	}
	if (vt_recognise_xml(a, path, &shape) != VT_OK) {
		*kind_r = VT_FILE_BROKEN;
		*why_r = vt_str_dup(a, vt_str_of(vt_fail_text(VT_E_BADARG)));
		vt_fail_clear();
		return (VT_OK);
	}
	*kind_r = shape.kind;
	if (shape.kind == VT_FILE_XML_OTHER)
		*why_r = vt_str_printf(a, "XML of a kind that is not read: <%.*s>%s%.*s",
				       VT_STR_ARG(shape.root), shape.root_ns.len != 0 ? " in " : "",
				       VT_STR_ARG(shape.root_ns));
	return (VT_OK);
}
