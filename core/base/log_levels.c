/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which lines of which module are wanted: "info,http=debug".  Asked by every
 * thread before each line, changed at run time.
 */
#include "base/log_levels.h"

#include <stdatomic.h>

#include "base/log_setup.h"

static const char *const vt_log_names[] = { "debug", "info", "warn", "error" };

/* The one in use and the next: levels can change while threads look at them. */
static struct vt_log_levels vt_log_levels[2] = { { .level = VT_LOG_INFO } };
static atomic_uint vt_log_levels_at;

const char *
vt_log_level_name(enum vt_log_level level)
{
	return (vt_log_names[level]);
}

static bool
vt_log_level_of(struct vt_str name, enum vt_log_level *level_r)
{
	for (size_t i = 0; i < sizeof(vt_log_names) / sizeof(vt_log_names[0]); i++) {
		if (!vt_str_eq_c(name, vt_log_names[i]))
			continue;
		*level_r = (enum vt_log_level)i;
		return (true);
	}
	return (false);
}

static vt_err
vt_log_level_add(struct vt_str part, struct vt_log_levels *levels)
{
	ptrdiff_t equals = vt_str_find(part, VT_STR("="));
	struct vt_str name = vt_str_trim(vt_str_sub(part, 0, equals < 0 ? 0 : (size_t)equals));
	struct vt_str word = vt_str_trim(vt_str_sub(part, (size_t)(equals + 1), part.len));
	enum vt_log_level level;

	if (!vt_log_level_of(word, &level))
		return (vt_fail(VT_E_BADARG,
				"'%.*s' is no log level: say debug, info, warn or error",
				VT_STR_ARG(word)));
	if (equals < 0) {
		levels->level = level;
		return (VT_OK);
	}
	if (name.len == 0 || name.len >= VT_LOG_MODULE_LEN)
		return (vt_fail(VT_E_BADARG, "'%.*s' is no module's name", VT_STR_ARG(name)));
	if (levels->count == VT_LOG_MODULES_MAX)
		return (vt_fail(VT_E_LIMIT, "levels are given for more than %d modules",
				VT_LOG_MODULES_MAX));
	struct vt_log_module *m = &levels->modules[levels->count++];

	memcpy(m->name, name.p, name.len);
	m->name[name.len] = '\0';
	m->level = level;
	return (VT_OK);
}

vt_err
vt_log_levels_read(const char *text, struct vt_log_levels *levels_r)
{
	struct vt_str rest = vt_str_of(text), part;
	vt_err err;

	*levels_r = (struct vt_log_levels){ .level = VT_LOG_INFO };
	while (vt_str_next(&rest, ',', &part))
		if ((err = vt_log_level_add(vt_str_trim(part), levels_r)) != VT_OK)
			return (err);
	return (VT_OK);
}

void
vt_log_levels_use(const struct vt_log_levels *levels)
{
	unsigned next = 1 - atomic_load(&vt_log_levels_at);

	vt_log_levels[next] = *levels;
	atomic_store(&vt_log_levels_at, next);
}

vt_err
vt_log_set_levels(const char *text)
{
	struct vt_log_levels levels;
	vt_err err = vt_log_levels_read(text, &levels);

	if (err == VT_OK)
		vt_log_levels_use(&levels);
	return (err);
}

bool
vt_log_wants(const char *module, enum vt_log_level level)
{
	const struct vt_log_levels *levels = &vt_log_levels[atomic_load(&vt_log_levels_at)];
	enum vt_log_level least = levels->level;

	for (size_t i = 0; i < levels->count; i++)
		if (strcmp(levels->modules[i].name, module) == 0)
			least = levels->modules[i].level;
	return (level >= least);
}
