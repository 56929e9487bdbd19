/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A folder that is ingested (a PATH of the command line, or what was in a
 * zip): its files in a fixed order, each recognised and with its package.yaml.
 * Symbolic links are not followed out of it.
 */
#ifndef VT_INGEST_TREE_H
#define VT_INGEST_TREE_H

#include <stdatomic.h>

#include "ingest/folder/finding.h"
#include "ingest/folder/recognise.h"

#define VT_TREE_DEPTH_MAX	32		/* folders in each other */
#define VT_TREE_FILES_MAX	2000000		/* files of one tree */
#define VT_TREE_MEMORY_MAX	(2ULL << 30)	/* bytes of names and packages */
#define VT_TREE_UPWARDS_MAX	16		/* folders above PATH that are asked for package.yaml */

struct vt_tree_file {
	struct vt_str		 path;		/* relative to the root */
	const struct vt_package	*package;
	struct vt_str		 why;		/* XML_OTHER, BROKEN: a sentence */
	enum vt_file_kind	 kind;
	int64_t			 bytes;
	bool			 is_companion;	/* a METS includes it: no record of its own */
	_Atomic bool		 is_used;	/* a record speaks of it */
	_Atomic bool		 has_failed;	/* an object of it did not go in */
};
struct vt_tree_error {
	struct vt_str	path, text;	/* what could not be read, and why */
};
struct vt_tree {
	struct vt_arena		*arena;
	char			*root;		/* real path on disk */
	char			*name;		/* how it is called: root, or "/x/y.zip!" */
	bool			 is_temporary;	/* what was in a zip */
	const struct vt_package	*above;		/* of the folders above PATH; or the options */
	struct vt_tree_file	*files;		/* by path, '/' before all other characters */
	size_t			 count, cap;
	struct vt_tree_error	*errors;	/* folders and packages that could not be read */
	size_t			 error_count, error_cap;
	struct vt_findings	 findings;
	bool			 is_single;	/* PATH is one file: root is its folder */
};

/* base: what the options say of sources that say nothing.  path may be a
 * folder or a file; name NULL: the real path.  VT_E_NOTFOUND, VT_E_TOOLARGE. */
vt_err	vt_tree_open(const char *path, const char *name, const struct vt_package *base,
	    struct vt_tree **tree_r) VT_MUST_CHECK;
void	vt_tree_free(struct vt_tree **tree);

/* The file at a relative path; NULL when the tree does not list it. */
struct vt_tree_file *vt_tree_find(const struct vt_tree *t, struct vt_str path);
/* Index of the first file whose path begins with prefix, or would stand behind it. */
size_t	vt_tree_first(const struct vt_tree *t, struct vt_str prefix);
/* Absolute path on disk, terminated; how it is called. */
char	*vt_tree_disk(const struct vt_tree *t, struct vt_arena *a, struct vt_str path);
struct vt_str vt_tree_called(const struct vt_tree *t, struct vt_arena *a, struct vt_str path);
/* The order of the files: '/' before all others, so that what a folder holds stays
 * together. */
int	vt_tree_cmp(struct vt_str a, struct vt_str b);
/* The folder part of a relative path; empty: the root.  What is behind it. */
struct vt_str vt_tree_folder(struct vt_str path);
struct vt_str vt_tree_base(struct vt_str path);
/* A path on disk (of a file in the tree) as it is relative to the root. */
struct vt_str vt_tree_relative(const struct vt_tree *t, struct vt_str disk);

enum vt_resolved {
	VT_RESOLVED_FOUND,
	VT_RESOLVED_MISSING,
	VT_RESOLVED_REMOTE,	/* http:, urn: …: nothing is fetched */
	VT_RESOLVED_OUTSIDE	/* above the root */
};
/* What a source in folder (relative) means by href: relative, file:// (with a
 * host or with a folder in the host's place), from the root, percent-encoded,
 * with backslashes; else by its bare name beside the source, as paths of other
 * machines are found (*is_by_name_r).  Marks the file as used.  *path_r: relative to the root. */
enum vt_resolved vt_tree_resolve(struct vt_tree *t, struct vt_arena *a, struct vt_str folder,
	    struct vt_str href, struct vt_str *path_r, bool *is_by_name_r);
/* A name that is there where href is missing and differs from it only in upper and
 * lower case (of ASCII); empty: none.  In a. */
struct vt_str vt_tree_other_case(const struct vt_tree *t, struct vt_arena *a, struct vt_str folder,
	    struct vt_str href);

#endif
