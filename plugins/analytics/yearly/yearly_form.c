/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A form: lines of "title", "due", and fields (code, name, measure), parted by tabs;
 * what begins with # is for people.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "yearly.h"

#define FORM_BYTES_MAX	(64 * 1024)
#define FORM_NAME_MAX	64
#define FORM_NAMED_MAX	32	/* in a sentence */
#define FORM_SUFFIX	".tsv"

const char *const yearly_measures[YEARLY_MEASURES] = {
	"total_investigations", "unique_investigations", "total_requests", "unique_requests",
	"pages", "downloads", "thumbnails", "harvests", "objects", "objects_new",
	"objects_digitised", "objects_digitised_new", "pages_digitised", "pages_digitised_new",
	"objects_rights", "visits_outside", "visits_inside", "searches",
};

static bool
form_is_name(struct vt_str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || name.p[i] == '_' || name.p[i] == '-' ||
		    (name.p[i] >= '0' && name.p[i] <= '9')))
			return (false);
	return (name.len > 0 && name.len <= FORM_NAME_MAX);
}

static vt_err
form_load(struct vt_arena *a, const char *path, struct vt_str *text_r)
{
	int	fd = open(path, O_RDONLY | O_CLOEXEC);
	vt_err	err;

	if (fd < 0)
		return (vt_fail(errno == ENOENT ? VT_E_NOTFOUND : VT_E_IO, "%s cannot be read: %s",
		    path, strerror(errno)));
	err = vt_str_read(a, fd, path, FORM_BYTES_MAX, text_r);
	(void)close(fd);
	return (err);
}

static bool
form_due(struct vt_str value, struct yearly_form *form)
{
	int64_t	days;

	return (value.len == 5 && value.p[2] == '-' &&
	    vt_str_to_int(vt_str_sub(value, 0, 2), 1, 12, &form->month) &&
	    vt_str_to_int(vt_str_sub(value, 3, 2), 1, 31, &form->day) &&
	    vt_time_days(2001, form->month, form->day, &days));
}

static bool
form_has(const struct yearly_form *form, struct vt_str code)
{
	for (size_t i = 0; i < form->field_count; i++)
		if (vt_str_eq(form->fields[i].code, code))
			return (true);
	return (false);
}

static bool
form_field(struct vt_str code, struct vt_str label, struct vt_str measure,
    struct yearly_form *form)
{
	size_t	at = form->field_count;

	for (int m = 0; m < YEARLY_MEASURES && at < YEARLY_FIELDS_MAX && !form_has(form, code); m++)
		if (vt_str_eq_c(measure, yearly_measures[m])) {
			form->fields[at].code = code;
			form->fields[at].label = label;
			form->fields[at].measure = (enum yearly_measure)m;
			form->field_count++;
			return (true);
		}
	return (false);
}

static bool
form_line(struct vt_str line, struct yearly_form *form)
{
	struct vt_str	code, label;

	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (line.len == 0 || line.p[0] == '#')
		return (true);
	if (!vt_str_next(&line, '\t', &code) || !vt_str_next(&line, '\t', &label))
		return (false);
	if (vt_str_eq_c(code, "title") && line.len == 0) {
		form->title = label;
		return (true);
	}
	if (vt_str_eq_c(code, "due") && line.len == 0)
		return (form_due(label, form));
	return (form_field(code, label, line, form));
}

static int
form_order(const void *a, const void *b)
{
	const struct vt_str	*x = a, *y = b;

	return (vt_str_cmp(*x, *y));
}

vt_err
yearly_forms(struct vt_arena *a, const char *folder, struct vt_str *names, size_t room,
    size_t *count_r)
{
	DIR		*dir = opendir(folder);
	struct dirent	*e;

	*count_r = 0;
	if (dir == NULL)
		return (errno == ENOENT ? VT_OK : vt_fail(VT_E_IO, "%s cannot be read: %s", folder,
		    strerror(errno)));
	while (*count_r < room && (e = readdir(dir)) != NULL) {
		struct vt_str name = vt_str_of(e->d_name);

		if (!vt_str_ends(name, VT_STR(FORM_SUFFIX)))
			continue;
		name.len -= sizeof(FORM_SUFFIX) - 1;
		if (form_is_name(name))
			names[(*count_r)++] = vt_str_dup(a, name);
	}
	(void)closedir(dir);
	qsort(names, *count_r, sizeof(*names), form_order);
	return (VT_OK);
}

/* VT_E_NOTFOUND, with the names of those that there are. */
static vt_err
form_unknown(struct vt_arena *a, const char *folder, struct vt_str name)
{
	struct vt_str	names[FORM_NAMED_MAX], list = VT_STR_NONE;
	size_t		count;
	vt_err		err = yearly_forms(a, folder, names, FORM_NAMED_MAX, &count);

	for (size_t i = 0; err == VT_OK && i < count; i++)
		list = vt_str_printf(a, "%.*s%s%.*s", VT_STR_ARG(list), i > 0 ? ", " : "",
		    VT_STR_ARG(names[i]));
	if (err == VT_OK)
		err = vt_fail(VT_E_NOTFOUND, "there is no report '%.*s' (there are: %.*s)",
		    VT_STR_ARG(vt_str_sub(name, 0, FORM_NAME_MAX)), VT_STR_ARG(list));
	return (err);
}

vt_err
yearly_form_read(struct vt_arena *a, const char *folder, struct vt_str name,
    struct yearly_form *form_r)
{
	struct vt_str	text, line, path;
	int		number = 0;
	vt_err		err;

	*form_r = (struct yearly_form){ .name = vt_str_dup(a, name), .title = name };
	if (!form_is_name(name))
		return (form_unknown(a, folder, name));
	path = vt_str_printf(a, "%s/%.*s%s", folder, VT_STR_ARG(name), FORM_SUFFIX);
	if (path.p == NULL)
		return (VT_E_LIMIT);
	if ((err = form_load(a, path.p, &text)) != VT_OK)
		return (err == VT_E_NOTFOUND ? form_unknown(a, folder, name) : err);
	if (!vt_utf8_is_valid(text))
		return (vt_fail(VT_E_BADARG, "%s is not in UTF-8: save it so", path.p));
	if (vt_str_starts(text, VT_STR("\xef\xbb\xbf")))	/* as some editors save it */
		text = vt_str_sub(text, 3, text.len);
	while (vt_str_next(&text, '\n', &line)) {
		number++;
		if (!form_line(line, form_r))
			return (vt_fail(VT_E_BADARG, "%s, line %d: neither a title, nor due MM-DD, nor a "
			    "field of a code of its own, a name and one of our measures, parted by tabs "
			    "(%d fields at the most)", path.p, number, YEARLY_FIELDS_MAX));
	}
	if (form_r->month == 0 || form_r->field_count == 0)
		return (vt_fail(VT_E_BADARG, "%s: it says not when it is due, or has no field", path.p));
	return (VT_OK);
}
