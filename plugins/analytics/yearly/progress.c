/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `vartai report progress [--by institution|kind|collection|month] [--from DAY]
 * [--until DAY] [--quality] [--json]`: what has been published, how much of it is complete, and
 * between two days what came.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "yearly.h"

#define PROGRESS_MEMORY		(256u << 20)	/* for an object's pages; for the groups */
#define PROGRESS_GROUPS_MAX	4096
#define PROGRESS_DAY		86400

enum progress_by { PROGRESS_INSTITUTION, PROGRESS_KIND, PROGRESS_COLLECTION, PROGRESS_MONTH };
static const char *const progress_ways[] = { "institution", "kind", "collection", "month" };

enum progress_number {
	PROGRESS_OBJECTS, PROGRESS_DIGITISED, PROGRESS_PAGES, PROGRESS_WITH_TEXT, PROGRESS_RIGHTS,
	PROGRESS_PLACE, PROGRESS_DATE, PROGRESS_BYTES,
	PROGRESS_FINDINGS, PROGRESS_ERRORS, PROGRESS_NUMBERS
};
static const char *const progress_names[PROGRESS_NUMBERS] = { "objects", "digitised", "pages",
	"pages_with_text", "with_rights", "with_place", "with_date", "bytes", "findings",
	"with_errors" };

struct progress {
	struct vt_arena		*arena;
	struct vt_catalog	*catalog;
	enum progress_by	 by;
	int64_t			 from, until;	/* when it was published; seconds */
	bool			 is_json, wants_quality;
	struct vt_quality	*quality;	/* NULL: nobody asked for it */
	struct progress_group {
		struct vt_str	key;
		int64_t		n[PROGRESS_NUMBERS];
	}			*groups;
	size_t			 count;
	int64_t			 total[PROGRESS_NUMBERS];
};

/* --- an object ----------------------------------------------------------------------- */

static bool
progress_has(const struct vt_object *o, bool (*is)(const struct vt_property *))
{
	for (size_t i = 0; i < o->description.count; i++)
		if (is(&o->description.properties[i]))
			return (true);
	return (false);
}

static bool
progress_is_place(const struct vt_property *p)
{
	return (vt_str_eq_c(p->name, "spatial"));
}

static bool
progress_is_date(const struct vt_property *p)
{
	return (p->start.len > 0 && !vt_str_eq_c(p->name, "temporal"));
}

/* Of the access copy; one that is not there has none. */
static vt_err
progress_image(struct progress *p, struct vt_arena *a, struct vt_str image, int64_t *bytes)
{
	struct vt_image	i;
	struct stat	st;
	const char	*path;
	vt_err		err = vt_catalog_image(p->catalog, a, image, &i);

	if (err == VT_OK && (path = vt_str_c(a, i.access_path)) != NULL && stat(path, &st) == 0)
		*bytes += st.st_size;
	return (err == VT_E_NOTFOUND ? VT_OK : err);
}

static vt_err
progress_pages(struct progress *p, struct vt_arena *a, const struct vt_object *o, int64_t *texts,
    int64_t *bytes)
{
	struct vt_page	*pages;
	size_t		 count = 0;
	vt_err		 err = o->page_count > 0 ? vt_catalog_pages(p->catalog, a, o->rowid, &pages,
			    &count) : VT_OK;

	for (size_t i = 0; i < count && err == VT_OK; i++) {
		*texts += pages[i].has_text;
		if (pages[i].image.len > 0)
			err = progress_image(p, a, pages[i].image, bytes);
	}
	return (err);
}

static vt_err
progress_files(struct progress *p, struct vt_arena *a, const struct vt_object *o, int64_t *bytes)
{
	struct vt_file	*files;
	size_t		 count = 0;
	vt_err		 err = vt_catalog_files(p->catalog, a, o->rowid, &files, &count);

	for (size_t i = 0; i < count && err == VT_OK; i++)
		*bytes += files[i].bytes;
	return (err);
}

/* One that was withdrawn meanwhile has none. */
static vt_err
progress_quality(struct progress *p, const struct vt_object *o, int64_t n[PROGRESS_NUMBERS])
{
	int64_t	errors = 0;
	vt_err	err = vt_quality_of(p->quality, o->identifier, &errors, &n[PROGRESS_FINDINGS]);

	n[PROGRESS_ERRORS] = errors > 0;
	return (err == VT_E_NOTFOUND ? VT_OK : err);
}

static vt_err
progress_numbers(struct progress *p, const struct vt_object *o, int64_t n[PROGRESS_NUMBERS])
{
	struct vt_arena	*own = vt_arena_new(PROGRESS_MEMORY);	/* an object may have thousands of pages */
	vt_err		 err;

	n[PROGRESS_OBJECTS] = 1;
	n[PROGRESS_DIGITISED] = yearly_is_digitised(o);
	n[PROGRESS_PAGES] = o->page_count;
	n[PROGRESS_RIGHTS] = o->rights.len > 0;
	n[PROGRESS_PLACE] = progress_has(o, progress_is_place);
	n[PROGRESS_DATE] = progress_has(o, progress_is_date);
	err = progress_pages(p, own, o, &n[PROGRESS_WITH_TEXT], &n[PROGRESS_BYTES]);
	if (err == VT_OK)
		err = progress_files(p, own, o, &n[PROGRESS_BYTES]);
	vt_arena_free(&own);
	return (err == VT_OK && p->quality != NULL ? progress_quality(p, o, n) : err);
}

/* How many numbers are told: the last two only where they were asked for. */
static int
progress_told(const struct progress *p)
{
	return (p->wants_quality ? PROGRESS_NUMBERS : PROGRESS_FINDINGS);
}

/* --- groups ---------------------------------------------------------------------------- */

static vt_err
progress_add(struct progress *p, struct vt_str key, const int64_t n[PROGRESS_NUMBERS])
{
	size_t	i = 0;

	while (i < p->count && !vt_str_eq(p->groups[i].key, key))
		i++;
	if (i == PROGRESS_GROUPS_MAX)
		return (vt_fail(VT_E_LIMIT, "more than %d groups: choose another --by",
		    PROGRESS_GROUPS_MAX));
	if (i == p->count) {
		p->groups[i].key = vt_str_dup(p->arena, key);
		p->count++;
	}
	for (int k = 0; k < PROGRESS_NUMBERS; k++)
		p->groups[i].n[k] += n[k];
	return (VT_OK);
}

/* In each of its collections; an object in none is under "-". */
static vt_err
progress_collections(struct progress *p, struct vt_arena *a, const struct vt_object *o,
    const int64_t n[PROGRESS_NUMBERS])
{
	struct vt_collection	*list;
	size_t			 count;
	vt_err			 err = vt_catalog_object_collections(p->catalog, a, o->rowid, &list,
				    &count);

	if (err == VT_OK && count == 0)
		return (progress_add(p, VT_STR("-"), n));
	for (size_t i = 0; i < count && err == VT_OK; i++)
		err = progress_add(p, list[i].spec, n);
	return (err);
}

static vt_err
progress_object(void *arg, struct vt_arena *a, const struct vt_object *o)
{
	struct progress	*p = arg;
	int64_t		n[PROGRESS_NUMBERS] = { 0 };
	time_t		time = (time_t)o->created;
	struct tm	tm;
	char		month[16];
	vt_err		err;

	if (o->created < p->from || o->created > p->until)
		return (VT_OK);
	if ((err = progress_numbers(p, o, n)) != VT_OK)
		return (err);
	for (int k = 0; k < PROGRESS_NUMBERS; k++)
		p->total[k] += n[k];
	switch (p->by) {
	case PROGRESS_KIND:
		return (progress_add(p, vt_str_of(vt_kind_name(o->kind)), n));
	case PROGRESS_COLLECTION:
		return (progress_collections(p, a, o, n));
	case PROGRESS_MONTH:
		(void)localtime_r(&time, &tm);
		(void)strftime(month, sizeof(month), "%Y-%m", &tm);
		return (progress_add(p, vt_str_of(month), n));
	default:
		return (progress_add(p, o->institution, n));
	}
}

/* --- printed ---------------------------------------------------------------------------- */

static int
progress_order(const void *a, const void *b)
{
	const struct progress_group	*x = a, *y = b;

	return (vt_str_cmp(x->key, y->key));
}

static void
progress_row(const struct progress *p, struct vt_str key, const int64_t n[PROGRESS_NUMBERS],
    struct vt_buf *out)
{
	analytics_sheet_cell(out, key);
	for (int k = 0; k < progress_told(p); k++)
		vt_buf_printf(out, "\t%lld", (long long)n[k]);
	vt_buf_char(out, '\n');
}

static void
progress_table(const struct progress *p, struct vt_buf *out)
{
	vt_buf_printf(out, "%s", progress_ways[p->by]);
	for (int k = 0; k < progress_told(p); k++)
		vt_buf_printf(out, "\t%s", progress_names[k]);
	vt_buf_char(out, '\n');
	for (size_t i = 0; i < p->count; i++)
		progress_row(p, p->groups[i].key, p->groups[i].n, out);
	progress_row(p, VT_STR("total"), p->total, out);
}

static void
progress_json_row(const struct progress *p, struct vt_jsonw *j, const int64_t n[PROGRESS_NUMBERS])
{
	vt_jsonw_object(j);
	for (int k = 0; k < progress_told(p); k++)
		vt_jsonw_pair_int(j, progress_names[k], n[k]);
	vt_jsonw_end(j);
}

static vt_err
progress_json(const struct progress *p, struct vt_buf *out)
{
	struct vt_jsonw	j;

	vt_jsonw_init(&j, out);
	vt_jsonw_object(&j);
	vt_jsonw_pair_c(&j, "by", progress_ways[p->by]);
	vt_jsonw_key(&j, "total");
	progress_json_row(p, &j, p->total);
	vt_jsonw_key(&j, "groups");
	vt_jsonw_object(&j);
	for (size_t i = 0; i < p->count; i++) {
		vt_jsonw_key_str(&j, p->groups[i].key);
		progress_json_row(p, &j, p->groups[i].n);
	}
	vt_jsonw_end(&j);
	vt_jsonw_end(&j);
	vt_buf_char(out, '\n');
	return (vt_jsonw_error(&j));
}

/* --- the command ---------------------------------------------------------------------------- */

static bool
progress_way(struct progress *p, struct vt_str value)
{
	for (size_t i = 0; i < sizeof(progress_ways) / sizeof(progress_ways[0]); i++)
		if (vt_str_eq_c(value, progress_ways[i])) {
			p->by = (enum progress_by)i;
			return (true);
		}
	return (false);
}

static bool
progress_parse(struct progress *p, int argc, char **argv)
{
	bool	is_day = false;

	for (int i = 2; i < argc; i++) {
		struct vt_str value = vt_str_of(i + 1 < argc ? argv[i + 1] : NULL);

		if (strcmp(argv[i], "--json") == 0) {
			p->is_json = true;
			continue;
		}
		if (strcmp(argv[i], "--quality") == 0) {
			p->wants_quality = true;
			continue;
		}
		if (value.p == NULL)
			return (false);
		if (strcmp(argv[i], "--by") == 0 && progress_way(p, value))
			i++;
		else if (strcmp(argv[i], "--from") == 0 && vt_time_from_iso(value, &p->from, &is_day) &&
		    is_day)
			i++;
		else if (strcmp(argv[i], "--until") == 0 &&
		    vt_time_from_iso(value, &p->until, &is_day) && is_day) {
			p->until += PROGRESS_DAY - 1;
			i++;
		} else {
			(void)fprintf(stderr, "vartai: '%s %s' is not understood\n", argv[i], value.p);
			return (false);
		}
	}
	return (true);
}

static vt_err
progress_print(const struct progress *p)
{
	struct vt_buf	out;
	vt_err		err = VT_OK;

	vt_buf_init(&out, 0);
	if (p->is_json)
		err = progress_json(p, &out);
	else
		progress_table(p, &out);
	if (err == VT_OK)
		err = vt_buf_error(&out);
	if (err == VT_OK)
		err = analytics_print(vt_buf_get(&out));
	vt_buf_fini(&out);
	return (err);
}

static vt_err
progress_run(struct progress *p, struct vt_boot *boot)
{
	vt_err	err = p->from <= p->until ? vt_boot_catalog(boot, &p->catalog) :
		    vt_fail(VT_E_BADARG, "--from is a day behind --until");

	p->groups = vt_arena_array(p->arena, PROGRESS_GROUPS_MAX, sizeof(*p->groups));
	if (err == VT_OK && p->groups == NULL)
		err = VT_E_LIMIT;
	if (err == VT_OK && p->wants_quality)
		err = vt_quality_open(boot, &p->quality);
	if (err == VT_OK)
		err = yearly_each_object(p->catalog, progress_object, p);
	if (err != VT_OK)
		return (err);
	qsort(p->groups, p->count, sizeof(*p->groups), progress_order);
	return (progress_print(p));
}

int
progress_command(struct vt_boot *boot, int argc, char **argv)
{
	struct progress	p = { .until = INT64_MAX };
	vt_err		err;

	if (!progress_parse(&p, argc, argv)) {
		(void)fprintf(stderr, "usage: vartai report progress [--by institution|kind|collection|"
		    "month] [--from YYYY-MM-DD] [--until YYYY-MM-DD] [--quality] [--json]\n");
		return (2);
	}
	p.arena = vt_arena_new(PROGRESS_MEMORY);
	err = progress_run(&p, boot);
	vt_quality_close(&p.quality);
	vt_arena_free(&p.arena);
	return (analytics_end(err, 0));
}
