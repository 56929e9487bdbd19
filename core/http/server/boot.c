/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The parent: settings of ours become Kore's, listeners are bound, and Kore's
 * main() does the rest, calling kore_parent_configure() on its way (Kore's
 * single-binary mode).  Nothing here runs in a worker.
 */
#include <errno.h>
#include <grp.h>
#include <kore.h>
#include <pwd.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "api/log.h"
#include "http/server/boot_inside.h"
#include "http/server/dispatch.h"
#include "media/access_copy.h"
#include "media/media.h"
#include "version.h"

#define VT_BOOT_HOST_MAX 256
#define VT_BOOT_PORT_MAX 16
/* Descriptors a worker has beside its connections and the access copies that it
 * keeps open; 256 are for copies that a plugin holds when the cache has let go, and
 * 1024 for those of tiles that are remembered (http/way/memo.h). */
#define VT_BOOT_FILES 2112

const struct vt_boot_options *vt_boot_o;
struct vt_boot_shared *vt_boot_shared;
static pid_t vt_boot_parent;
struct listener *vt_boot_admin;
static uid_t vt_boot_uid; /* of the workers, unless skip_runas */
static gid_t vt_boot_gid;

size_t
vt_boot_workers(int64_t wanted)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (wanted <= 0)
		wanted = cores > 0 ? cores : 1;
	return (wanted < VT_BOOT_WORKERS_MAX ? (size_t)wanted : VT_BOOT_WORKERS_MAX);
}

/* --- listeners ------------------------------------------------------------------- */

/* "host:port" taken apart; VT_E_BADARG says what is wrong.  Room: 256, 16. */
static vt_err
vt_boot_address(const char *listen, char *host_r, char *port_r)
{
	const char *colon = strrchr(listen, ':');
	size_t host_len = colon != NULL ? (size_t)(colon - listen) : 0;
	bool is_v6 = host_len >= 2 && listen[0] == '[' && listen[host_len - 1] == ']';
	int64_t port;

	if (colon == NULL || host_len == 0 || host_len >= VT_BOOT_HOST_MAX)
		return (
		    vt_fail(VT_E_BADARG, "'%s' is no address to listen on: say host:port", listen));
	if (!is_v6 && memchr(listen, ':', host_len) != NULL)
		return (vt_fail(VT_E_BADARG, "'%s': an IPv6 address stands in brackets, [::1]:8080",
				listen));
	if (!vt_str_to_int(vt_str_of(colon + 1), 1, 65535, &port))
		return (vt_fail(VT_E_BADARG, "'%s': the port is a number from 1 to 65535", listen));
	(void)snprintf(host_r, VT_BOOT_HOST_MAX, "%.*s", (int)(is_v6 ? host_len - 2 : host_len),
		       is_v6 ? listen + 1 : listen);
	(void)snprintf(port_r, VT_BOOT_PORT_MAX, "%lld", (long long)port);
	return (VT_OK);
}

static void
vt_boot_give_up(vt_err err)
{
	vt_boot_say("server", "%s", vt_fail_text(err));
	exit(2);
}

/* Why the system did not let us listen, with the mend. */
static vt_err
vt_boot_not_listening(const char *option, const char *listen, int why)
{
	const char *text = strerror(why);

	if (why == EADDRINUSE)
		text = "another server is there; stop it or take another port";
	else if (why == EACCES || why == EPERM)
		text = "this user may not take that port: below 1024 that takes root, or the "
		       "capability CAP_NET_BIND_SERVICE";
	else if (why == EADDRNOTAVAIL)
		text = "this machine does not have that address";
	return (vt_fail(VT_E_IO, "server.%s: %s cannot be listened on: %s", option, listen, text));
}

static struct kore_server *
vt_boot_listen(const char *listen, const char *name, const char *connect, bool has_tls)
{
	char host[VT_BOOT_HOST_MAX], port[VT_BOOT_PORT_MAX];
	struct kore_server *srv = kore_server_create(name);
	struct kore_domain *dom;
	vt_err err;

	srv->tls = has_tls;
	if ((err = vt_boot_address(listen, host, port)) != VT_OK)
		vt_boot_give_up(err);
	if (has_tls) {
		dom = kore_domain_new(VT_BOOT_DOMAIN);
		dom->certfile = kore_strdup(vt_boot_o->tls_certificate);
		dom->certkey = kore_strdup(vt_boot_o->tls_key);
		(void)kore_domain_attach(dom, srv);
	}
	errno = 0;
	if (!kore_server_bind(srv, host, port, connect))
		vt_boot_give_up(vt_boot_not_listening(
		    strcmp(name, "admin") == 0 ? "admin_listen" : "listen", listen, errno));
	return (srv);
}

/* Out of Kore's hands, which take connections only while there are places for
 * clients: just then somebody wants to look (boot_accept.c). */
static void
vt_boot_listen_admin(void)
{
	struct kore_server *srv =
	    vt_boot_listen(vt_boot_o->admin_listen, "admin", VT_DISPATCH_ADMIN, false);

	vt_boot_admin = LIST_FIRST(&srv->listeners);
	LIST_REMOVE(srv, list);
}

void
vt_boot_close_listeners(void)
{
	struct kore_server *srv;
	struct listener *l;

	LIST_FOREACH(srv, &kore_servers, list)
	LIST_FOREACH(l, &srv->listeners, list)
	{
		if (l->fd >= 0)
			(void)close(l->fd);
		l->fd = -1;
	}
	if (vt_boot_admin != NULL && vt_boot_admin->fd >= 0) {
		(void)close(vt_boot_admin->fd);
		vt_boot_admin->fd = -1;
	}
}

/* --- what Kore is told -------------------------------------------------------------- */

/* Who the workers become: server.user, or else whose data.dir is, since that is
 * who can read the catalogue.  False: nobody else. */
static bool
vt_boot_find_user(void)
{
	const struct passwd *pw;
	struct stat st;

	if (vt_boot_o->user[0] == '\0') {
		if (stat(vt_boot_o->data_dir, &st) != 0 || st.st_uid == 0)
			return (false);
		vt_boot_uid = st.st_uid;
		vt_boot_gid = st.st_gid;
		return (true);
	}
	if ((pw = getpwnam(vt_boot_o->user)) == NULL)
		vt_boot_give_up(
		    vt_fail(VT_E_BADARG, "server.user: there is no user '%s'", vt_boot_o->user));
	vt_boot_uid = pw->pw_uid;
	vt_boot_gid = pw->pw_gid;
	return (true);
}

void
vt_boot_end_with_parent(int sig)
{
	(void)prctl(PR_SET_PDEATHSIG, sig);
	if (getppid() != vt_boot_parent) /* it was killed before */
		_exit(0);
}

/* Before Kore's process is sandboxed; the keeper of keys stays who it is, since
 * it reads the key again at SIGHUP, and keys are root's. */
void
kore_worker_privdrop(const char *user, const char *root)
{
	struct rlimit limit = { .rlim_cur = worker_rlimit_nofiles,
				.rlim_max = worker_rlimit_nofiles };

	(void)user;
	if (chdir(root) != 0)
		fatalx("cannot change to %s: %s", root, errno_s);
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
		vt_log("server", VT_LOG_WARN, "the limit of open files stays: %s", errno_s);
	if (!skip_runas && worker->id != KORE_WORKER_KEYMGR &&
	    (setgroups(1, &vt_boot_gid) != 0 ||
	     setresgid(vt_boot_gid, vt_boot_gid, vt_boot_gid) != 0 ||
	     setresuid(vt_boot_uid, vt_boot_uid, vt_boot_uid) != 0))
		fatalx("cannot become user %u: %s", (unsigned)vt_boot_uid, errno_s);
	/* A parent that was killed leaves nobody behind who holds the port; after
	 * the change of user, which would undo it. */
	vt_boot_end_with_parent(SIGTERM);
	kore_platform_sandbox();
}

static void
vt_boot_privileges(void)
{
	bool is_root = getuid() == 0, has_user = is_root && vt_boot_find_user();

	/* In a chroot iconv, name look-up and late opens break; the sandbox
	 * stands in its place. */
	skip_chroot = 1;
	skip_runas = !has_user;
	kore_root_path = kore_strdup("/");
	keymgr_root_path = kore_strdup("/");
	if (has_user)
		vt_log("server", VT_LOG_INFO, "workers run as user %u", (unsigned)vt_boot_uid);
	else if (is_root)
		vt_log("server", VT_LOG_WARN,
		       "running as root: set server.user, or give data.dir to the user that is "
		       "to serve it");
	else if (vt_boot_o->user[0] != '\0')
		vt_log("server", VT_LOG_WARN,
		       "server.user is ignored: only root can become somebody else");
}

/* Kore wants a pid file and removes it at the end; nobody else needs one, so it
 * has memory with a name. */
static void
vt_boot_pidfile(void)
{
	static char path[64];
	int fd = memfd_create("vartai.pid", MFD_CLOEXEC);

	if (fd < 0)
		fatal("memfd_create: %s", errno_s);
	(void)snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	kore_pidfile = path;
}

/* Before the workers. */
static void
vt_boot_descriptors(void)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)vt_boot_o->connections_max +
			(rlim_t)vt_media_options()->cache_copies + VT_BOOT_FILES;

	worker_max_connections = (u_int32_t)vt_boot_o->connections_max;
	worker_rlimit_nofiles = (u_int32_t)wanted;
	if (getuid() == 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0 || wanted <= limit.rlim_max)
		return;
	vt_log("server", VT_LOG_WARN,
	       "only %llu files may be open, fewer than server.connections and media.cache_copies "
	       "need (%llu)",
	       (unsigned long long)limit.rlim_max, (unsigned long long)wanted);
	worker_rlimit_nofiles = (u_int32_t)limit.rlim_max;
	worker_max_connections = worker_rlimit_nofiles / 2;
}

static void
vt_boot_tls(void)
{
	struct vt_boot_tls tls;
	vt_err err = vt_boot_tls_read(vt_boot_o->tls_certificate, vt_boot_o->tls_key, &tls);

	if (err != VT_OK)
		vt_boot_give_up(err);
	vt_boot_tls_fini(&tls); /* the keeper of keys reads them again */
	tls_dhparam = DH_new_by_nid(NID_ffdhe3072);
}

void
kore_parent_configure(int argc, char **argv)
{
	bool has_tls = vt_boot_o->tls_certificate[0] != '\0' || vt_boot_o->tls_key[0] != '\0';
	size_t workers = vt_boot_workers(vt_boot_o->workers);
	vt_err err;

	(void)argc;
	(void)argv;
	kore_quiet = 1;
	worker_set_affinity = 0;     /* pool threads would inherit their worker's one core */
	worker_count = (u_int8_t)workers;
	kore_seccomp_tracing = vt_boot_o->is_traced;
	vt_boot_privileges();
	vt_boot_pidfile();
	vt_boot_descriptors();
	if (has_tls)
		vt_boot_tls();
	if ((err = vt_boot_log_open(workers)) != VT_OK)
		vt_boot_give_up(err);
	(void)vt_boot_listen(vt_boot_o->listen, "public", VT_DISPATCH_PUBLIC, has_tls);
	if (vt_boot_o->admin_listen[0] != '\0')
		vt_boot_listen_admin();
	vt_log("server", VT_LOG_INFO, "vartai %s serves %s://%s: %zu worker%s, %lld thread%s each",
	       VARTAI_VERSION, has_tls ? "https" : "http", vt_boot_o->listen, workers,
	       workers == 1 ? "" : "s", (long long)vt_boot_o->threads,
	       vt_boot_o->threads == 1 ? "" : "s");
}

/* After the workers have ended. */
void
kore_parent_teardown(void)
{
	int status;
	pid_t pid;

	/* Under tracing Kore takes a worker's first stop for its end. */
	while (vt_boot_o->is_traced && (pid = waitpid(-1, &status, __WALL)) > 0)
		(void)kore_seccomp_trace(pid, status);
	kore_pidfile = (char *)(uintptr_t) ""; /* nothing to remove */
}

vt_err
vt_boot_check(const struct vt_boot_options *o)
{
	bool has_tls = o->tls_certificate[0] != '\0' || o->tls_key[0] != '\0';
	char host[VT_BOOT_HOST_MAX], port[VT_BOOT_PORT_MAX];
	struct vt_boot_tls tls;
	vt_err err = vt_boot_address(o->listen, host, port);

	if (err != VT_OK)
		return (vt_fail_in(err, "server.listen"));
	if (o->admin_listen[0] != '\0' &&
	    (err = vt_boot_address(o->admin_listen, host, port)) != VT_OK)
		return (vt_fail_in(err, "server.admin_listen"));
	if (err == VT_OK && getuid() == 0 && o->user[0] != '\0' && getpwnam(o->user) == NULL)
		err = vt_fail(VT_E_BADARG, "server.user: there is no user '%s'", o->user);
	if (err != VT_OK || !has_tls)
		return (err);
	err = vt_boot_tls_read(o->tls_certificate, o->tls_key, &tls);
	if (err == VT_OK)
		vt_boot_tls_fini(&tls);
	return (err);
}

int
vt_boot_serve(const struct vt_boot_options *o, int argc, char **argv)
{
	struct vt_boot_shared *shared =
	    mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (shared == MAP_FAILED)
		vt_boot_give_up(vt_fail(VT_E_NOMEM, "no shared memory for the workers"));
	vt_boot_o = o;
	vt_boot_shared = shared;
	vt_boot_parent = getpid();
	kore_foreground = 1;
	(void)kore_main(argc, argv);
	vt_log("server", VT_LOG_INFO, "stopped");
	return (shared->has_failed ? 2 : 0);
}
