/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The configuration: the input is a file; its first line is also tried as an
 * override.  Whatever comes, an error says a sentence, and a success can be
 * filled again with the same result.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzz_conf {
	const char *str, *path, *choice;
	int64_t number, bytes, secs;
	bool yes;
	struct vt_str_list list;
};

static const struct vt_option options[] = {
	{ "listen", "a", "", offsetof(struct fuzz_conf, str), VT_OPT_STR, 0, 0, NULL },
	{ "path", "b", "", offsetof(struct fuzz_conf, path), VT_OPT_PATH, 0, 0, NULL },
	{ "choice", "x", "", offsetof(struct fuzz_conf, choice), VT_OPT_CHOICE, 0, 0, "x|y" },
	{ "number", "1", "", offsetof(struct fuzz_conf, number), VT_OPT_INT, -5, 99, NULL },
	{ "bytes", "1k", "", offsetof(struct fuzz_conf, bytes), VT_OPT_SIZE, 0, 0, NULL },
	{ "secs", "1h", "", offsetof(struct fuzz_conf, secs), VT_OPT_SECS, 0, 0, NULL },
	{ "yes", "no", "", offsetof(struct fuzz_conf, yes), VT_OPT_BOOL, 0, 0, NULL },
	{ "list", "a, b", "", offsetof(struct fuzz_conf, list), VT_OPT_LIST, 0, 0, NULL },
	{ .key = NULL },
};
static const struct vt_conf_section server = { "server", "", options };
static const struct vt_conf_section top = { "", "", options };

static void
try_conf(struct vt_conf *conf, const char *set)
{
	const struct vt_conf_section *sections[] = { &top, &server };
	struct fuzz_conf one, two;

	if (vt_conf_set(conf, set) != VT_OK && vt_fail_text(VT_E_BADARG)[0] == '\0')
		abort();
	if (vt_conf_fill(conf, &server, &one) == VT_OK) {
		if (vt_conf_fill(conf, &server, &two) != VT_OK || one.number != two.number ||
		    strcmp(one.path, two.path) != 0 || one.list.count != two.list.count)
			abort();
		if (one.number < -5 || one.number > 99 ||
		    (one.path[0] != '/' && one.path[0] != '\0'))
			abort();
	}
	if (vt_conf_fill(conf, &top, &one) != VT_OK ||
	    vt_conf_check_unknown(conf, sections, 2) != VT_OK)
		return;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int fd = -1;
	static char path[64];
	struct vt_conf *conf = NULL;
	const uint8_t *newline = memchr(data, '\n', size);
	size_t len = newline != NULL ? (size_t)(newline - data) : size;
	char set[256];

	if (fd < 0) {
		fd = memfd_create("conf", 0);
		(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	}
	if (ftruncate(fd, 0) != 0 || pwrite(fd, data, size, 0) != (ssize_t)size)
		abort();
	len = len < sizeof(set) - 1 ? len : sizeof(set) - 1;
	memcpy(set, data, len);
	set[len] = '\0';
	vt_fail_clear();
	if (vt_conf_open(path, &conf) == VT_OK)
		try_conf(conf, set);
	vt_conf_free(&conf);
	return (0);
}
