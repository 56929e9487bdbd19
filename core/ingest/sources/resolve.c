/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From what a source calls a file to a file on disk, never outside the tree:
 * `..` is taken away by names first, and what is left is checked by its real
 * path, so that no symbolic link leads out.
 */
#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "ingest/folder/tree.h"

#define VT_RESOLVE_PARTS_MAX 128 /* names in one path */

static int
vt_resolve_hex(char c)
{
	if (c >= '0' && c <= '9')
		return (c - '0');
	if (c >= 'a' && c <= 'f')
		return (c - 'a' + 10);
	return (c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1);
}

/* "a%20b" and "a\b" as "a b" and "a/b"; a '%' that encodes nothing stays. */
static struct vt_str
vt_resolve_decode(struct vt_arena *a, struct vt_str s)
{
	char *out = vt_arena_alloc(a, s.len + 1);
	size_t n = 0;

	if (out == NULL)
		return (VT_STR_NONE);
	for (size_t i = 0; i < s.len; i++) {
		int hi = -1, lo = -1;

		if (s.p[i] == '%' && i + 2 < s.len) {
			hi = vt_resolve_hex(s.p[i + 1]);
			lo = vt_resolve_hex(s.p[i + 2]);
		}
		if (hi >= 0 && lo >= 0 && (hi | lo) != 0) {
			out[n++] = (char)(hi << 4 | lo);
			i += 2;
		} else {
			out[n++] = s.p[i] == '\\' ? '/' : s.p[i];
		}
	}
	return ((struct vt_str){ out, n });
}

/* "http:", "urn:", but not "file:" and not a drive letter. */
static bool
vt_resolve_is_remote(struct vt_str s)
{
	size_t i = 0;

	while (i < s.len && ((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= 'A' && s.p[i] <= 'Z') ||
			     (i > 0 && ((s.p[i] >= '0' && s.p[i] <= '9') || s.p[i] == '+' ||
					s.p[i] == '-' || s.p[i] == '.'))))
		i++;
	return (i > 1 && i < s.len && s.p[i] == ':' &&
		!vt_str_eq_nocase(vt_str_sub(s, 0, i), VT_STR("file")));
}

/* Without "file:" and "file://". */
static struct vt_str
vt_resolve_strip(struct vt_str s)
{
	struct vt_str scheme = VT_STR("file:");

	if (s.len < scheme.len || !vt_str_eq_nocase(vt_str_sub(s, 0, scheme.len), scheme))
		return (s);
	s = vt_str_sub(s, scheme.len, s.len);
	return (vt_str_starts(s, VT_STR("//")) ? vt_str_sub(s, 2, s.len) : s);
}

/* What follows the host of "file://host/path"; empty: it names none. */
static struct vt_str
vt_resolve_after_host(struct vt_str href, struct vt_str stripped)
{
	size_t i = 0;

	if (href.len - stripped.len != sizeof("file://") - 1 || stripped.len == 0 ||
	    stripped.p[0] == '.')
		return (VT_STR_NONE);
	while (i < stripped.len && stripped.p[i] != '/')
		i++;
	return (i != 0 ? vt_str_sub(stripped, i, stripped.len) : VT_STR_NONE);
}

/* folder/path without "." and ".."; false when it leads above the root. */
static bool
vt_resolve_join(struct vt_arena *a, struct vt_str folder, struct vt_str path,
		struct vt_str *joined_r)
{
	struct vt_str rest = vt_str_printf(a, "%.*s/%.*s", VT_STR_ARG(folder), VT_STR_ARG(path));
	struct vt_str parts[VT_RESOLVE_PARTS_MAX], part, joined = VT_STR_NONE;
	size_t count = 0;

	while (vt_str_next(&rest, '/', &part)) {
		if (part.len == 0 || vt_str_eq_c(part, "."))
			continue;
		if (vt_str_eq_c(part, "..")) {
			if (count == 0)
				return (false);
			count--;
			continue;
		}
		if (count == VT_RESOLVE_PARTS_MAX)
			return (false);
		parts[count++] = part;
	}
	for (size_t i = 0; i < count; i++)
		joined = vt_str_printf(a, "%.*s%s%.*s", VT_STR_ARG(joined), i != 0 ? "/" : "",
				       VT_STR_ARG(parts[i]));
	*joined_r = joined;
	return (true);
}

/* A regular file there whose real path is inside the tree. */
static enum vt_resolved
vt_resolve_there(const struct vt_tree *t, struct vt_arena *a, struct vt_str path,
		 struct vt_str *real_r)
{
	char real[PATH_MAX];
	const char *disk = vt_tree_disk(t, a, path);
	size_t root = strlen(t->root);
	struct stat st;

	if (disk == NULL || memchr(path.p, '\0', path.len) != NULL ||
	    realpath(disk, real) == NULL || stat(real, &st) != 0 || !S_ISREG(st.st_mode))
		return (VT_RESOLVED_MISSING);
	if (strncmp(real, t->root, root) != 0 || (real[root] != '/' && root > 1))
		return (VT_RESOLVED_OUTSIDE);
	*real_r = vt_str_dup(a, vt_str_of(real + root + (root > 1)));
	return (VT_RESOLVED_FOUND);
}

/* A path from the root of some other machine: inside our tree it may still be
 * meant from our root, or be ours altogether. */
static enum vt_resolved
vt_resolve_absolute(const struct vt_tree *t, struct vt_arena *a, struct vt_str path,
		    struct vt_str *real_r)
{
	struct vt_str root = vt_str_of(t->root), joined;

	if (vt_str_starts(path, root) && path.len > root.len && path.p[root.len] == '/')
		path = vt_str_sub(path, root.len, path.len);
	if (!vt_resolve_join(a, VT_STR_NONE, path, &joined) || joined.len == 0)
		return (VT_RESOLVED_OUTSIDE);
	return (vt_resolve_there(t, a, joined, real_r));
}

static enum vt_resolved
vt_resolve_one(const struct vt_tree *t, struct vt_arena *a, struct vt_str folder,
	       struct vt_str path, struct vt_str *real_r)
{
	struct vt_str joined;

	if (path.len != 0 && path.p[0] == '/')
		return (vt_resolve_absolute(t, a, path, real_r));
	if (!vt_resolve_join(a, folder, path, &joined))
		return (VT_RESOLVED_OUTSIDE);
	return (joined.len == 0 ? VT_RESOLVED_MISSING : vt_resolve_there(t, a, joined, real_r));
}

/* As it is decoded, else as it is written. */
static enum vt_resolved
vt_resolve_written(const struct vt_tree *t, struct vt_arena *a, struct vt_str folder,
		   struct vt_str path, struct vt_str *real_r)
{
	struct vt_str decoded = vt_resolve_decode(a, path);
	enum vt_resolved answer = vt_resolve_one(t, a, folder, decoded, real_r);

	if (answer != VT_RESOLVED_FOUND && !vt_str_eq(path, decoded) &&
	    vt_resolve_one(t, a, folder, path, real_r) == VT_RESOLVED_FOUND)
		return (VT_RESOLVED_FOUND);
	return (answer);
}

/* By all of the path.  Many tools write "file://scans/1.tif" for the relative
 * path, and then the first name is no host; where that leads to nothing it may
 * be one, and what follows is a path on that machine. */
static enum vt_resolved
vt_resolve_whole(const struct vt_tree *t, struct vt_arena *a, struct vt_str folder,
		 struct vt_str href, struct vt_str *real_r)
{
	struct vt_str plain = vt_resolve_strip(href);
	struct vt_str after_host = vt_resolve_after_host(href, plain);
	enum vt_resolved answer = vt_resolve_written(t, a, folder, plain, real_r);

	if (answer == VT_RESOLVED_FOUND || after_host.len == 0)
		return (answer);
	return (vt_resolve_written(t, a, folder, after_host, real_r));
}

static struct vt_str
vt_resolve_base(struct vt_str path)
{
	size_t i = path.len;

	while (i > 0 && path.p[i - 1] != '/')
		i--;
	return (vt_str_sub(path, i, path.len));
}

enum vt_resolved
vt_tree_resolve(struct vt_tree *t, struct vt_arena *a, struct vt_str folder, struct vt_str href,
		struct vt_str *path_r, bool *is_by_name_r)
{
	struct vt_str decoded, base, real = VT_STR_NONE;
	enum vt_resolved answer;
	struct vt_tree_file *file;
	bool is_by_name = false;

	href = vt_str_trim(href);
	if (href.len == 0 || href.len >= PATH_MAX)
		return (VT_RESOLVED_MISSING);
	if (vt_resolve_is_remote(href))
		return (VT_RESOLVED_REMOTE);
	answer = vt_resolve_whole(t, a, folder, href, &real);
	decoded = vt_resolve_decode(a, vt_resolve_strip(href));
	base = vt_resolve_base(decoded);
	if (answer != VT_RESOLVED_FOUND && base.len != 0 && base.len != decoded.len &&
	    vt_resolve_one(t, a, folder, base, &real) == VT_RESOLVED_FOUND) {
		answer = VT_RESOLVED_FOUND;
		is_by_name = true;
	}
	if (answer != VT_RESOLVED_FOUND)
		return (answer);
	file = vt_tree_find(t, real);
	if (file != NULL)
		atomic_store(&file->is_used, true);
	*path_r = real;
	*is_by_name_r = is_by_name;
	return (VT_RESOLVED_FOUND);
}

static struct vt_str
vt_resolve_alike(struct vt_arena *a, const char *disk, struct vt_str name)
{
	DIR *d = opendir(disk);
	const struct dirent *e;
	struct vt_str found = VT_STR_NONE;

	while (d != NULL && found.len == 0 && (e = readdir(d)) != NULL)
		if (vt_str_eq_nocase(vt_str_of(e->d_name), name))
			found = vt_str_dup(a, vt_str_of(e->d_name));
	if (d != NULL)
		(void)closedir(d);
	return (found);
}

struct vt_str
vt_tree_other_case(const struct vt_tree *t, struct vt_arena *a, struct vt_str folder,
		   struct vt_str href)
{
	struct vt_str path = vt_resolve_decode(a, vt_resolve_strip(vt_str_trim(href)));
	struct vt_str joined, name;
	const char *disk;

	if (!vt_resolve_join(a, path.len != 0 && path.p[0] == '/' ? VT_STR_NONE : folder, path,
			     &joined) ||
	    joined.len == 0)
		return (VT_STR_NONE);
	name = vt_resolve_base(joined);
	disk = vt_tree_disk(t, a, vt_tree_folder(joined));
	return (disk != NULL ? vt_resolve_alike(a, disk, name) : VT_STR_NONE);
}
