/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Crosswalks as a folder of stylesheets: in/ and out/, each found by its name.
 * What they mean is in the stylesheets; how they are run is in
 * crosswalk_sheet.c; EDM's rules are in rules.c.
 */
#include "ingest/crosswalk/crosswalk.h"

#include <dirent.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "catalog/description_xml.h"
#include "ingest/crosswalk/crosswalk_out.h"
#include "ingest/crosswalk/crosswalk_sheet.h"
#include "ingest/rules/rules.h"
#include "text/xml_read.h"

#define VT_CROSSWALKS_MAX 64 /* stylesheets a folder */

struct vt_crosswalk {
	char name[64]; /* "unimarc" */
	struct vt_sheet *sheet;
};
struct vt_crosswalks {
	struct vt_crosswalk in[VT_CROSSWALKS_MAX], out[VT_CROSSWALKS_MAX];
	size_t in_count, out_count;
	struct vt_crosswalk_out formats[VT_CROSSWALKS_MAX];
	char base[64]; /* stands for the public address until a record is stored */
	struct vt_messages *messages; /* of rules; NULL: none lie beside the crosswalks */
};

static int
vt_crosswalk_by_name(const void *a, const void *b)
{
	return (
	    strcmp(((const struct vt_crosswalk *)a)->name, ((const struct vt_crosswalk *)b)->name));
}

/* "unimarc.xsl" as "unimarc"; false for any other file. */
static bool
vt_crosswalk_name(const char *file, char name_r[64])
{
	size_t len = strlen(file);

	if (len <= 4 || len - 4 >= 64 || strcmp(file + len - 4, ".xsl") != 0 || file[0] == '.')
		return (false);
	memcpy(name_r, file, len - 4);
	name_r[len - 4] = '\0';
	return (true);
}

static vt_err
vt_crosswalk_open_file(const char *folder, const char *sub, const char *file,
		       struct vt_crosswalk *list, size_t *count)
{
	char path[PATH_MAX];
	int len = snprintf(path, sizeof(path), "%s/%s/%s", folder, sub, file);
	vt_err err;

	if (len < 0 || (size_t)len >= sizeof(path))
		return (vt_fail(VT_E_TOOLARGE, "the path of %s in %s is too long", file, folder));
	if (*count == VT_CROSSWALKS_MAX)
		return (vt_fail(VT_E_TOOLARGE, "%s/%s has more than %d crosswalks", folder, sub,
				VT_CROSSWALKS_MAX));
	err = vt_sheet_open(folder, path, &list[*count].sheet);
	*count += err == VT_OK;
	return (err);
}

static vt_err
vt_crosswalk_open_folder(const char *folder, const char *sub, struct vt_crosswalk *list,
			 size_t *count)
{
	char path[PATH_MAX];
	const struct dirent *entry;
	vt_err err = VT_OK;
	DIR *dir;

	(void)snprintf(path, sizeof(path), "%s/%s", folder, sub);
	dir = opendir(path);
	if (dir == NULL)
		return (vt_fail(VT_E_IO, "the folder of crosswalks %s cannot be read", path));
	while (err == VT_OK && (entry = readdir(dir)) != NULL)
		if (*count == VT_CROSSWALKS_MAX ||
		    vt_crosswalk_name(entry->d_name, list[*count].name))
			err = vt_crosswalk_open_file(folder, sub, entry->d_name, list, count);
	closedir(dir);
	qsort(list, *count, sizeof(*list), vt_crosswalk_by_name);
	return (err);
}

static vt_err
vt_crosswalk_read_formats(struct vt_crosswalks *c)
{
	for (size_t i = 0; i < c->out_count; i++) {
		struct vt_crosswalk_out *f = &c->formats[i];

		f->prefix = c->out[i].name;
		f->ns = vt_sheet_format(c->out[i].sheet, "ns");
		f->schema = vt_sheet_format(c->out[i].sheet, "schema");
		if (f->ns == NULL || f->schema == NULL)
			return (
			    vt_fail(VT_E_BADARG,
				    "out/%s.xsl does not say its format: add <c:format "
				    "xmlns:c=\"urn:vartai:crosswalk:1\" ns=\"…\" schema=\"…\"/>",
				    f->prefix));
	}
	return (VT_OK);
}

static vt_err
vt_crosswalk_make_base(struct vt_crosswalks *c)
{
	unsigned char bytes[16];
	char hex[2 * sizeof(bytes) + 1];

	if (sodium_init() < 0)
		return (vt_fail(VT_E_INTERNAL, "libsodium does not start"));
	randombytes_buf(bytes, sizeof(bytes));
	sodium_bin2hex(hex, sizeof(hex), bytes, sizeof(bytes));
	(void)snprintf(c->base, sizeof(c->base), "http://%s.invalid", hex);
	return (VT_OK);
}

/* What is wrong with a record is said in the words of templates/messages. */
static vt_err
vt_crosswalk_open_messages(const char *folder, struct vt_crosswalks *c)
{
	char path[PATH_MAX];
	int len = snprintf(path, sizeof(path), "%s/../messages", folder);

	if (len < 0 || (size_t)len >= sizeof(path) || access(path, R_OK) != 0)
		return (VT_OK);
	return (vt_messages_open(path, &c->messages));
}

const struct vt_messages *
vt_crosswalk_messages(const struct vt_crosswalks *c)
{
	return (c->messages);
}

vt_err
vt_crosswalks_open(const char *folder, struct vt_crosswalks **c_r)
{
	char real[PATH_MAX];
	struct vt_crosswalks *c;
	vt_err err;

	if (realpath(folder, real) == NULL)
		return (vt_fail(VT_E_IO, "the folder of crosswalks %s is not there", folder));
	c = calloc(1, sizeof(*c));
	if (c == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory for the crosswalks"));
	err = vt_crosswalk_make_base(c);
	if (err == VT_OK)
		err = vt_crosswalk_open_messages(real, c);
	if (err == VT_OK)
		err = vt_crosswalk_open_folder(real, "in", c->in, &c->in_count);
	if (err == VT_OK)
		err = vt_crosswalk_open_folder(real, "out", c->out, &c->out_count);
	if (err == VT_OK)
		err = vt_crosswalk_read_formats(c);
	if (err != VT_OK)
		vt_crosswalks_free(&c);
	else
		*c_r = c;
	return (err);
}

void
vt_crosswalks_free(struct vt_crosswalks **c)
{
	if (*c == NULL)
		return;
	for (size_t i = 0; i < (*c)->in_count; i++)
		vt_sheet_free(&(*c)->in[i].sheet);
	for (size_t i = 0; i < (*c)->out_count; i++)
		vt_sheet_free(&(*c)->out[i].sheet);
	vt_messages_free(&(*c)->messages);
	free(*c);
	*c = NULL;
}

const struct vt_crosswalk_out *
vt_crosswalk_formats(const struct vt_crosswalks *c, size_t *count_r)
{
	*count_r = c->out_count;
	return (c->formats);
}

static struct vt_sheet *
vt_crosswalk_find(const struct vt_crosswalk *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i].name, name) == 0)
			return (list[i].sheet);
	return (NULL);
}

vt_err
vt_crosswalk_in(const struct vt_crosswalks *c, struct vt_arena *a, const char *name,
		xmlDocPtr source, xmlDocPtr *object_r)
{
	struct vt_sheet *sheet = vt_crosswalk_find(c->in, c->in_count, name);
	xmlDocPtr result;
	vt_err err;

	if (sheet == NULL)
		return (vt_fail(VT_E_NOTFOUND, "there is no crosswalk in/%s.xsl", name));
	err = vt_sheet_run(sheet, a, source, NULL, &result);
	if (err != VT_OK)
		return (err);
	if (!vt_xml_is(xmlDocGetRootElement(result), VT_DESCRIPTION_NS, "object"))
		return (vt_fail(VT_E_BADARG,
				"in/%s.xsl gives no <object>: it does not know this record", name));
	*object_r = result;
	return (VT_OK);
}

/* base and what the context says, as libxslt takes them. */
static vt_err
vt_crosswalk_parameters(const struct vt_crosswalks *c, struct vt_arena *a,
			const struct vt_crosswalk_context *context, const char *const **list_r)
{
	const char *const *own = context->parameters;
	size_t count = 0;
	const char **list;

	while (own != NULL && own[count] != NULL)
		count++;
	list = vt_arena_array(a, count + 3, sizeof(*list));
	if (list == NULL)
		return (VT_E_LIMIT);
	list[0] = "base";
	list[1] = c->base;
	for (size_t i = 0; i < count; i++)
		list[2 + i] = own[i];
	*list_r = list;
	return (VT_OK);
}

vt_err
vt_crosswalk_out_doc(const struct vt_crosswalks *c, struct vt_arena *a, const char *prefix,
		     const struct vt_crosswalk_context *context, xmlDocPtr *doc_r)
{
	struct vt_sheet *sheet = vt_crosswalk_find(c->out, c->out_count, prefix);
	const char *const *parameters;
	xmlDocPtr source, record;
	vt_err err;

	if (sheet == NULL)
		return (vt_fail(VT_E_NOTFOUND, "there is no crosswalk out/%s.xsl", prefix));
	err = vt_crosswalk_source(a, context, &source);
	if (err == VT_OK)
		err = vt_crosswalk_parameters(c, a, context, &parameters);
	if (err == VT_OK)
		err = vt_sheet_run(sheet, a, source, parameters, &record);
	if (err == VT_OK && xmlDocGetRootElement(record) == NULL)
		err = vt_fail(VT_E_BADARG, "out/%s.xsl gives no record", prefix);
	if (err == VT_OK)
		*doc_r = record;
	return (err);
}

/* The rules that a format has beside its schema. */
static vt_err
vt_crosswalk_judge(const struct vt_crosswalks *c, struct vt_arena *a, const char *prefix,
		   const struct vt_crosswalk_context *context, xmlDocPtr record)
{
	struct vt_rule_findings findings;

	if (strcmp(prefix, "edm") != 0)
		return (VT_OK);
	vt_rules_init(&findings, a);
	vt_rules_edm(&findings, record);
	if (context->patterns != NULL)
		vt_rules_patterns(context->patterns, record);
	return (vt_rules_verdict(&findings, c->messages));
}

vt_err
vt_crosswalk_out_record(const struct vt_crosswalks *c, struct vt_arena *a, const char *prefix,
			const struct vt_crosswalk_context *context, struct vt_str *xml_r)
{
	xmlDocPtr record;
	struct vt_str xml;
	vt_err err = vt_crosswalk_out_doc(c, a, prefix, context, &record);

	if (err == VT_OK)
		err = vt_crosswalk_judge(c, a, prefix, context, record);
	if (err == VT_OK)
		err = vt_crosswalk_bytes(a, record, c->base, &xml);
	if (err == VT_OK && xml.len > VT_CROSSWALK_RECORD_MAX)
		err = vt_fail(VT_E_DECLINED,
			      "no %s record: it would have %zu bytes, more than the %d that one "
			      "record may have",
			      prefix, xml.len, VT_CROSSWALK_RECORD_MAX);
	if (err == VT_OK)
		*xml_r = xml;
	return (err);
}
