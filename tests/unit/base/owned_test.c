/* SPDX-License-Identifier: Apache-2.0 */
/* Root in a folder of somebody else's, who has put links and other things in the way. */
#include "vt_test.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/owned.h"

#define OTHER 65534

static char folder[64];

static const char *
at(const char *name)
{
	static char paths[4][256];
	static unsigned next;
	char *path = paths[next++ % 4];

	(void)snprintf(path, sizeof(paths[0]), "%s/%s", folder, name);
	return (path);
}

static void
put(const char *name, const char *text)
{
	FILE *f = fopen(at(name), "w");

	assert_non_null(f);
	(void)fputs(text, f);
	assert_int_equal(fclose(f), 0);
}

/* A link in data/, of whom it is said. */
static void
link_to(const char *name, const char *target, uid_t owner)
{
	assert_int_equal(symlink(at(target), at(name)), 0);
	assert_int_equal(lchown(at(name), owner, owner), 0);
}

static int
setup(void **state)
{
	(void)state;
	(void)snprintf(folder, sizeof(folder), "/tmp/vt_owned_test_XXXXXX");
	if (mkdtemp(folder) == NULL || chmod(folder, 0755) != 0 || mkdir(at("data"), 0755) != 0 || mkdir(at("out"), 0755) != 0)
		return (-1);
	put("canary", "sings");
	if (geteuid() == 0)
		return (chown(at("data"), OTHER, OTHER));
	return (0);
}

static int
teardown(void **state)
{
	char command[128];
	pid_t pid = fork();

	(void)state;
	(void)snprintf(command, sizeof(command), "%s", folder);
	if (pid == 0) {
		(void)execlp("rm", "rm", "-r", command, (char *)NULL);
		_exit(1);
	}
	return (pid > 0 ? 0 : -1);
}

static void
canary_sings(void)
{
	char text[16] = "";
	struct stat st;
	FILE *f = fopen(at("canary"), "r");

	assert_non_null(f);
	assert_non_null(fgets(text, sizeof(text), f));
	assert_int_equal(fclose(f), 0);
	assert_string_equal(text, "sings");
	assert_int_equal(stat(at("canary"), &st), 0);
	assert_int_equal(st.st_uid, geteuid());
	assert_int_equal(st.st_mode & 0777, 0644);
}

static void
refused(int rc, int error, const char *why)
{
	assert_int_equal(rc, -1);
	assert_int_equal(errno, error);
	vt_test_has(vt_owned_error(), why);
	canary_sings();
}

static uid_t
owner_of(const char *name)
{
	struct stat st;

	assert_int_equal(lstat(at(name), &st), 0);
	return (st.st_uid);
}

static void
only_as_root(void)
{
	if (geteuid() == 0)
		return;
	print_message("skipped: only root can be led astray\n");
	skip();
}

static void
links_are_not_followed(void **state)
{
	char path[VT_OWNED_PATH_MAX];

	(void)state;
	only_as_root();
	link_to("data/file", "canary", OTHER);
	link_to("data/new", "out/made", OTHER);
	link_to("data/folder", "out", OTHER);
	refused(vt_owned_open(at("data/file"), O_RDWR, 0), ELOOP, "symbolic link");
	refused(vt_owned_open(at("data/file"), O_RDONLY, 0), ELOOP, "remove it");
	refused(vt_owned_open(at("data/file"), O_WRONLY | O_CREAT | O_TRUNC, 0600), ELOOP, "link");
	refused(vt_owned_open(at("data/new"), O_WRONLY | O_CREAT, 0600), ELOOP, "link");
	refused(vt_owned_open(at("data/folder/made"), O_WRONLY | O_CREAT, 0600), ELOOP, "link");
	refused(vt_owned_open(at("data/folder"), O_RDONLY | O_DIRECTORY, 0), ELOOP, "link");
	refused(vt_owned_mkdir(at("data/folder/made"), 0755), ELOOP, "link");
	refused(vt_owned_give(at("data/file")), ELOOP, "link");
	refused(vt_owned_chmod(at("data/file"), 0600), ELOOP, "link");
	refused(vt_owned_path(at("data/file"), path), ELOOP, "link");
	refused(vt_owned_path(at("data/folder/made"), path), ELOOP, "link");
	refused(vt_owned_rename(at("data/folder/x"), at("data/y")), ELOOP, "link");
	assert_int_equal(access(at("out/made"), F_OK), -1);
	/* itself it may go */
	assert_int_equal(vt_owned_rename(at("data/file"), at("data/file-2")), 0);
	assert_int_equal(vt_owned_remove(at("data/file-2")), 0);
	assert_int_equal(vt_owned_remove(at("data/folder")), 0);
	assert_int_equal(access(at("out"), F_OK), 0);
	canary_sings();
}

static void
roots_own_are(void **state)
{
	char path[VT_OWNED_PATH_MAX];
	int fd;

	(void)state;
	only_as_root();
	link_to("disk", "out", 0);
	fd = vt_owned_open(at("disk/x"), O_WRONLY | O_CREAT | O_EXCL, 0640);
	assert_true(fd >= 0);
	(void)close(fd);
	assert_int_equal(access(at("out/x"), F_OK), 0);
	assert_int_equal(vt_owned_path(at("disk/x"), path), 0);
	assert_string_equal(path, at("out/x"));
	assert_int_equal(symlink("round", at("round")), 0);
	refused(vt_owned_open(at("round"), O_RDONLY, 0), ELOOP, "link");
	fd = vt_owned_open(at("disk"), O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
	assert_int_equal(fd, -1);
}

static void
other_things_in_the_way(void **state)
{
	(void)state;
	only_as_root();
	assert_int_equal(link(at("canary"), at("data/second")), 0);
	assert_int_equal(mkfifo(at("data/pipe"), 0666), 0);
	refused(vt_owned_open(at("data/second"), O_RDWR | O_CREAT, 0600), EMLINK, "hard link");
	refused(vt_owned_give(at("data/second")), EMLINK, "hard link");
	refused(vt_owned_chmod(at("data/second"), 0600), EMLINK, "hard link");
	refused(vt_owned_open(at("data/pipe"), O_RDONLY, 0), EINVAL, "no regular file");
	refused(vt_owned_open(at("data/pipe"), O_WRONLY | O_CREAT, 0600), EINVAL, "regular");
	refused(vt_owned_open(at("data"), O_RDONLY, 0), EISDIR, "directory");
	refused(vt_owned_open(at("data/none/x"), O_WRONLY | O_CREAT, 0600), ENOENT, "No such");
	assert_int_equal(vt_owned_remove(at("data/second")), 0);
}

static void
what_is_made_is_the_folders_owners(void **state)
{
	char path[VT_OWNED_PATH_MAX];
	struct stat st;
	int fd;

	(void)state;
	only_as_root();
	fd = vt_owned_open(at("data/made"), O_WRONLY | O_CREAT, 0640);
	assert_int_equal(write(fd, "abc", 3), 3);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_uid, OTHER);
	assert_int_equal(st.st_gid, OTHER);
	assert_int_equal(st.st_mode & 0777, 0640);
	(void)close(fd);
	/* one that is there stays whose it is, until it is given */
	assert_int_equal(chown(at("data/made"), 0, 0), 0);
	fd = vt_owned_open(at("data/made"), O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_int_equal(fstat(fd, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(st.st_uid, 0);
	(void)close(fd);
	assert_int_equal(vt_owned_give(at("data/made")), 0);
	assert_int_equal(owner_of("data/made"), OTHER);
	assert_int_equal(vt_owned_chmod(at("data/made"), 0600), 0);
	assert_int_equal(stat(at("data/made"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(vt_owned_mkdir(at("data/in"), 0755), 0);
	assert_int_equal(owner_of("data/in"), OTHER);
	assert_int_equal(vt_owned_mkdir(at("data/in/"), 0755), -1);
	assert_int_equal(errno, EEXIST);
	assert_int_equal(vt_owned_path(at("data/in/../missing"), path), 0);
	assert_string_equal(path, at("data/missing"));
	assert_int_equal(vt_owned_remove(at("data/in")), 0);
	fd = vt_owned_open("/", O_RDONLY | O_DIRECTORY, 0);
	assert_true(fd >= 0);
	(void)close(fd);
	assert_int_equal(vt_owned_open("", O_RDONLY, 0), -1);
	assert_int_equal(errno, ENOENT);
}

/* Whoever is not root has no more rights than the owner of the folder. */
static void
others_are_left_alone(void **state)
{
	char path[VT_OWNED_PATH_MAX];
	int fd;

	(void)state;
	if (geteuid() == 0)
		assert_int_equal(seteuid(OTHER), 0);
	(void)unlink(at("data/way"));
	if (access(at("data"), W_OK) == 0 || geteuid() == OTHER) {
		assert_int_equal(symlink(at("canary"), at("data/way")), 0);
		fd = vt_owned_open(at("data/way"), O_RDONLY, 0);
		assert_true(fd >= 0);
		(void)close(fd);
		assert_int_equal(vt_owned_path(at("data/way"), path), 0);
		assert_string_equal(path, at("data/way"));
		assert_int_equal(vt_owned_give(at("data/way")), 0);
	}
	if (getuid() == 0)
		assert_int_equal(seteuid(0), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_are_not_followed),
		cmocka_unit_test(roots_own_are),
		cmocka_unit_test(other_things_in_the_way),
		cmocka_unit_test(what_is_made_is_the_folders_owners),
		cmocka_unit_test(others_are_left_alone),
	};

	return (cmocka_run_group_tests(tests, setup, teardown));
}
