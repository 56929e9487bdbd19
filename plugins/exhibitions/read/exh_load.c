/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder becomes an exhibition: exhibition.yaml first, then the texts, then whether it
 * was published.
 */
#include <sodium.h>
#include <unistd.h>

#include "exh_load.h"

#define EXH_VERSION_BYTES	12	/* 16 characters */

static void
exh_load_hash(struct exh_load *l, struct vt_str name, const void *p, size_t len)
{
	uint64_t	lens[2] = { name.len, len };

	(void)crypto_generichash_update(l->hash, (const unsigned char *)lens, sizeof(lens));
	(void)crypto_generichash_update(l->hash, (const unsigned char *)name.p, name.len);
	(void)crypto_generichash_update(l->hash, p, len);
}

vt_err
exh_load_text(struct exh_load *l, struct vt_str name, struct vt_str *text_r)
{
	vt_err	err = exh_file_text(l->scratch, l->folder, name, text_r);

	if (err == VT_OK)
		exh_load_hash(l, name, text_r->p, text_r->len);
	return (err);
}

/* --- exhibition.yaml --------------------------------------------------------------------- */

static void
exh_load_languages(struct exh_load *l)
{
	const struct vt_yaml	*list = vt_yaml_get(l->tree, "languages");
	bool			 has_any = false;

	if (exh_load_is_list(l, list))
		for (const struct vt_yaml *y = list->first; y != NULL; y = y->next) {
			int	v = 0;

			while (v < EXH_VERSIONS &&
			    !vt_str_eq_c(y->text, exh_version_name((enum exh_version)v)))
				v++;
			if (v == EXH_VERSIONS)
				exh_error(l, y, "unknown_language", "%.*s", VT_STR_ARG(y->text));
			else
				has_any = l->x->has[v] = true;
		}
	if (!has_any) {
		exh_error(l, list, "missing_languages", "%s", "languages");
		l->x->has[EXH_LT] = true;
	}
}

static void
exh_load_authors(struct exh_load *l)
{
	static const char *const known[] = { "name", "role", NULL };
	const struct vt_yaml	*list = vt_yaml_get(l->tree, "authors");
	struct exh_person	*people;
	size_t			 count = 0;

	if (!exh_load_is_list(l, list))
		return;
	for (const struct vt_yaml *y = list->first; y != NULL; y = y->next)
		count++;
	people = vt_arena_array(l->a, count, sizeof(*people));
	count = 0;
	for (const struct vt_yaml *y = list->first; y != NULL && people != NULL; y = y->next) {
		if (!exh_load_is_map(l, y))
			continue;
		exh_load_known(l, y, known);
		people[count].name = exh_load_str(l, y, "name");
		exh_load_words(l, y, "role", &people[count].role);
		if (people[count].name.len > 0)
			count++;
		else
			exh_error(l, y, "missing_name", "%zu", count + 1);
	}
	l->x->authors = people;
	l->x->author_count = count;
}

static bool
exh_is_web(struct vt_str s)
{
	bool	is_web = vt_str_starts(s, VT_STR("http://")) || vt_str_starts(s, VT_STR("https://"));

	for (size_t i = 0; i < s.len; i++)
		is_web = is_web && (unsigned char)s.p[i] > ' ' && s.p[i] != '"' && s.p[i] != '<';
	return (is_web);
}

static void
exh_load_rights(struct exh_load *l)
{
	struct vt_str	rights = exh_load_str(l, l->tree, "rights");

	if (rights.len == 0 || exh_is_web(rights))
		l->x->rights = rights;
	else
		exh_error(l, vt_yaml_get(l->tree, "rights"), "bad_rights", "%.*s", VT_STR_ARG(rights));
}

static void
exh_load_theme(struct exh_load *l)
{
	static const char *const known[] = { "lake", "forest", "sand", "night" };
	struct vt_str	theme = exh_load_str(l, l->tree, "theme");

	l->x->theme = VT_STR("lake");
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (vt_str_eq_c(theme, known[i])) {
			l->x->theme = vt_str_of(known[i]);
			return;
		}
	if (theme.len > 0)
		exh_error(l, vt_yaml_get(l->tree, "theme"), "bad_theme", "%.*s", VT_STR_ARG(theme));
}

static void
exh_load_head(struct exh_load *l)
{
	static const char *const known[] = { "title", "summary", "languages", "cover", "authors",
		"credits", "rights", "theme", "period", "steps", NULL };
	const struct vt_yaml	*cover = vt_yaml_get(l->tree, "cover");

	exh_load_known(l, l->tree, known);
	exh_load_words(l, l->tree, "title", &l->x->title);
	exh_load_words(l, l->tree, "summary", &l->x->summary);
	exh_load_words(l, l->tree, "credits", &l->x->credits);
	exh_load_languages(l);
	if (exh_load_is_picture(l, cover))
		exh_load_picture(l, cover, &l->x->cover);
	exh_load_authors(l);
	exh_load_rights(l);
	exh_load_theme(l);
	exh_load_date(l, l->tree, "period", &l->x->period);
}

static vt_err
exh_load_yaml(struct exh_load *l)
{
	struct vt_str	text;
	vt_err		err = exh_load_text(l, VT_STR(EXH_YAML), &text);

	if (err != VT_OK)
		return (err);
	if ((err = vt_yaml_tree(l->scratch, text, EXH_YAML, &l->tree)) != VT_OK)
		return (err);
	if (l->tree == NULL || l->tree->type != VT_YAML_MAP)
		return (vt_fail(VT_E_BADARG, EXH_YAML ", line 1: this says nothing of an exhibition: "
		    "it begins with 'title: {lt: …}'"));
	exh_load_head(l);
	return (exh_load_steps(l));
}

/* --- texts and the rest ------------------------------------------------------------------------ */

static vt_err
exh_load_version_text(struct exh_load *l, enum exh_version v)
{
	struct vt_str	name = vt_str_printf(l->scratch, "%s.md", exh_version_name(v)), text;
	vt_err		err = exh_load_text(l, name, &text);

	if (err == VT_E_NOTFOUND) {
		if (l->x->has[v])
			exh_error(l, vt_yaml_get(l->tree, "languages"), "missing_text_file", "%.*s",
			    VT_STR_ARG(name));
		exh_load_near(l, vt_yaml_get(l->tree, "languages"), name);
		return (VT_OK);
	}
	if (err == VT_OK && !l->x->has[v]) {
		exh_findings_add(&l->findings, EXH_WARNING, name.p, 0, "undeclared_text", "%s",
		    exh_version_name(v));
		return (VT_OK);
	}
	return (err != VT_OK ? err : exh_text_read(l, v, text));
}

/* A curator may also have made it by hand, with anything in it: then its time counts. */
static vt_err
exh_load_published(struct exh_load *l)
{
	struct stat	st;
	struct vt_str	text;
	bool		is_day;
	int		fd;
	vt_err		err = exh_load_text(l, VT_STR("published"), &text);

	if (err == VT_E_NOTFOUND)
		return (VT_OK);
	if (err != VT_OK)
		return (err);
	if (vt_time_from_iso(vt_str_trim(text), &l->x->opened, &is_day) && l->x->opened > 0)
		return (VT_OK);
	if ((err = exh_file_open(l->folder, VT_STR("published"), &fd, &st)) != VT_OK)
		return (err);
	(void)close(fd);
	l->x->opened = st.st_mtime > 0 ? st.st_mtime : 1;
	return (VT_OK);
}

static vt_err
exh_load_all(struct exh_load *l)
{
	struct exh_stamp	stamp;
	vt_err			err = exh_stamp_read(l->folder, NULL, &stamp);

	if (err == VT_OK)
		err = exh_load_yaml(l);
	for (int v = 0; v < EXH_VERSIONS && err == VT_OK; v++)
		err = exh_load_version_text(l, (enum exh_version)v);
	if (err == VT_OK)
		err = exh_load_published(l);
	if (err != VT_OK)
		return (err);
	exh_load_hash(l, VT_STR("media"), stamp.media, sizeof(stamp.media));
	l->x->changed = stamp.changed;
	return (vt_arena_is_exhausted(l->a) || vt_arena_is_exhausted(l->scratch) ?
	    vt_fail(VT_E_LIMIT, "the exhibition needs more memory than there is for it") : VT_OK);
}

static void
exh_load_finish(struct exh_load *l)
{
	unsigned char	hash[EXH_VERSION_BYTES];
	char		text[EXH_VERSION_BYTES * 2];

	(void)crypto_generichash_final(l->hash, hash, sizeof(hash));
	(void)sodium_bin2base64(text, sizeof(text), hash, sizeof(hash),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	l->x->version = vt_str_dup(l->a, vt_str_of(text));
	l->x->findings = l->findings.items;
	l->x->finding_count = l->findings.count;
}

vt_err
exh_load(struct vt_arena *a, struct vt_str folder, struct vt_str slug, struct exh_exhibition **x_r)
{
	crypto_generichash_state	hash;
	struct exh_load			l = { .a = a, .hash = &hash };
	vt_err				err;

	l.x = vt_arena_alloc(a, sizeof(*l.x));
	l.folder = vt_str_c(a, folder);
	if (l.x == NULL || l.folder == NULL)
		return (VT_E_LIMIT);
	l.x->folder = vt_str_of(l.folder);
	l.x->slug = vt_str_dup(a, slug);
	l.scratch = vt_arena_new(EXH_LOAD_MEMORY);
	exh_findings_init(&l.findings, a);
	(void)crypto_generichash_init(&hash, NULL, 0, EXH_VERSION_BYTES);
	err = exh_load_all(&l);
	vt_arena_free(&l.scratch);
	if (err != VT_OK)
		return (err);
	exh_load_finish(&l);
	*x_r = l.x;
	return (VT_OK);
}
