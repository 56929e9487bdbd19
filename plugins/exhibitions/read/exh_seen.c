/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was looked at in a folder, to be looked at again: a list of many exhibitions asks
 * each of their files, and reads none of their folders.
 */
#include "exh_folder.h"

struct exh_seen_thing {
	const char	*path;
	struct timespec	 written, changed;
	off_t		 size;
	ino_t		 number;
	mode_t		 mode;
};

static struct exh_seen_thing *
exh_seen_room(struct exh_seen *seen)
{
	struct exh_seen_thing	*more;

	if (seen->count == seen->cap) {
		seen->cap = seen->cap == 0 ? 16 : seen->cap * 2;
		if ((more = vt_arena_array(seen->a, seen->cap, sizeof(*more))) == NULL)
			return (NULL);
		if (seen->count > 0)
			memcpy(more, seen->things, seen->count * sizeof(*more));
		seen->things = more;
	}
	return (&seen->things[seen->count]);
}

void
exh_seen_add(struct exh_seen *seen, const char *dir, const char *name, const struct stat *st)
{
	struct exh_seen_thing	*t;
	const char		*path;

	if (seen == NULL)
		return;
	path = vt_str_c(seen->a, vt_str_printf(seen->a, "%s%s%s", dir, *name != '\0' ? "/" : "", name));
	if (path == NULL || (t = exh_seen_room(seen)) == NULL) {
		seen->is_whole = false;
		return;
	}
	*t = (struct exh_seen_thing){ path, st->st_mtim, st->st_ctim, st->st_size, st->st_ino,
		st->st_mode };
	seen->count++;
}

static bool
exh_seen_is_time(const struct timespec *a, const struct timespec *b)
{
	return (a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec);
}

bool
exh_seen_is_same(const struct exh_seen *seen)
{
	struct stat	st;

	for (size_t i = 0; i < seen->count; i++) {
		const struct exh_seen_thing *t = &seen->things[i];

		if (lstat(t->path, &st) != 0 || st.st_ino != t->number || st.st_size != t->size ||
		    st.st_mode != t->mode || !exh_seen_is_time(&st.st_mtim, &t->written) ||
		    !exh_seen_is_time(&st.st_ctim, &t->changed))
			return (false);
	}
	return (seen->is_whole && seen->count > 0);
}
