/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The log.  A line is put together on the stack and leaves in one write(2), so
 * that threads and processes never mix their lines; what strangers put into
 * a message cannot end a line or steer a terminal.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "api/owned.h"
#include "api/time.h"
#include "base/log_levels.h"
#include "base/log_setup.h"

#define VT_LOG_LINE_MAX	   8192 /* bytes; what is longer is cut with "…" */
#define VT_LOG_MESSAGE_MAX 2048 /* bytes of vt_log()'s message */
#define VT_LOG_RESERVE	   128	/* kept free for closing what was opened */
#define VT_LOG_REQUEST_MAX 64	/* bytes of a request id */

struct vt_log_line {
	size_t len;
	char p[VT_LOG_LINE_MAX];
};

static int vt_log_fd = STDERR_FILENO;
static bool vt_log_is_json;
static char vt_log_path[PATH_MAX];
static __thread char vt_log_request_id[VT_LOG_REQUEST_MAX + 1];

/* --- where to -------------------------------------------------------------- */

/* Root may have its log in a folder of the server's user; what is in /dev is no file. */
static int
vt_log_open_file(const char *path)
{
	const int flags = O_WRONLY | O_CREAT | O_APPEND;

	return (strncmp(path, "/dev/", 5) == 0 ? open(path, flags | O_CLOEXEC, 0640)
					       : vt_owned_open(path, flags, 0640));
}

static bool
vt_log_is_stderr(const char *path)
{
	return (path == NULL || path[0] == '\0' || strcmp(path, "-") == 0);
}

/* A file takes the number of the file before it, which other threads may be
 * writing to; one that gives way to standard error stays open for them. */
static void
vt_log_use(int fd)
{
	if (fd == STDERR_FILENO || vt_log_fd == STDERR_FILENO ||
	    dup3(fd, vt_log_fd, O_CLOEXEC) < 0) {
		vt_log_fd = fd;
		return;
	}
	(void)close(fd);
}

vt_err
vt_log_open(const char *path, bool is_json, const char *levels)
{
	struct vt_log_levels wanted;
	int fd = STDERR_FILENO;
	vt_err err;

	if ((err = vt_log_levels_read(levels, &wanted)) != VT_OK)
		return (err);
	if (vt_log_is_stderr(path)) {
		vt_log_path[0] = '\0';
	} else {
		if (strlen(path) >= sizeof(vt_log_path))
			return (vt_fail(VT_E_BADARG, "the log's path is too long: %s", path));
		fd = vt_log_open_file(path);
		if (fd < 0)
			return (vt_fail(VT_E_IO, "the log %s cannot be opened: %s", path,
					vt_owned_error()));
		(void)snprintf(vt_log_path, sizeof(vt_log_path), "%s", path);
	}
	vt_log_use(fd);
	vt_log_is_json = is_json;
	vt_log_levels_use(&wanted);
	return (VT_OK);
}

void
vt_log_reopen(void)
{
	int fd;

	if (vt_log_path[0] == '\0')
		return;
	fd = vt_log_open_file(vt_log_path);
	/* dup3 swaps the file under the number that other threads are using. */
	if (fd < 0 || dup3(fd, vt_log_fd, O_CLOEXEC) < 0)
		vt_log("core", VT_LOG_ERROR, "the log %s cannot be opened again: %s", vt_log_path,
		       vt_owned_error());
	if (fd >= 0)
		(void)close(fd);
}

int
vt_log_descriptor(void)
{
	return (vt_log_path[0] != '\0' ? vt_log_fd : -1);
}

void
vt_log_adopt(int fd)
{
	if (vt_log_path[0] != '\0')
		(void)dup3(fd, vt_log_fd, O_CLOEXEC);
}

void
vt_log_request(struct vt_str id)
{
	size_t len = id.len < VT_LOG_REQUEST_MAX ? id.len : VT_LOG_REQUEST_MAX;

	if (len != 0)
		memcpy(vt_log_request_id, id.p, len);
	vt_log_request_id[len] = '\0';
}

/* --- a line ---------------------------------------------------------------- */

static bool
vt_log_has_room(const struct vt_log_line *l, size_t len)
{
	return (l->len + len + VT_LOG_RESERVE <= sizeof(l->p));
}

/* Our own text, short; may use the reserve. */
static void
vt_log_put(struct vt_log_line *l, const char *text)
{
	size_t len = strlen(text);

	if (len > sizeof(l->p) - l->len)
		return;
	memcpy(l->p + l->len, text, len);
	l->len += len;
}

/* Controls (C0, DEL, C1) and the marks that turn the direction of writing. */
static bool
vt_log_is_control(uint32_t c)
{
	return (c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) ||
		(c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029);
}

/* One code point, escaped the way JSON does it; quotes and backslashes only
 * where the text stands in quotes. */
static size_t
vt_log_escape(uint32_t c, bool in_quotes, char out[16])
{
	static const char named[] = "\n\t\r", letters[] = "ntr";
	const char *at = c != 0 && c < 0x20 ? strchr(named, (int)c) : NULL;

	if (at != NULL)
		return ((size_t)snprintf(out, 16, "\\%c", letters[at - named]));
	if (in_quotes && (c == '"' || c == '\\'))
		return ((size_t)snprintf(out, 16, "\\%c", (int)c));
	if (vt_log_is_control(c))
		return ((size_t)snprintf(out, 16, "\\u%04x", (unsigned)c));
	return (vt_utf8_put(c, out));
}

static void
vt_log_put_text(struct vt_log_line *l, struct vt_str s, bool in_quotes)
{
	char out[16];
	uint32_t code;

	while (s.len != 0) {
		size_t len;

		if (!vt_utf8_next(&s, &code)) {
			code = 0xfffd;
			s = vt_str_sub(s, 1, s.len);
		}
		len = vt_log_escape(code, in_quotes, out);
		if (!vt_log_has_room(l, len)) {
			vt_log_put(l, "…");
			return;
		}
		memcpy(l->p + l->len, out, len);
		l->len += len;
	}
}

static void
vt_log_put_quoted(struct vt_log_line *l, struct vt_str s)
{
	vt_log_put(l, "\"");
	vt_log_put_text(l, s, true);
	vt_log_put(l, "\"");
}

static void
vt_log_put_time(struct vt_log_line *l)
{
	char iso[VT_TIME_MAX], text[VT_TIME_MAX + 24];
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	(void)vt_time_iso((int64_t)now.tv_sec, iso);
	iso[strlen(iso) - 1] = '\0'; /* Z comes after the milliseconds */
	(void)snprintf(text, sizeof(text), "%s.%03ldZ", iso, now.tv_nsec / 1000000);
	vt_log_put(l, text);
}

static bool
vt_log_is_word(struct vt_str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.p[i] == ' ' || s.p[i] == '"' || s.p[i] == '=' || s.p[i] == '\\')
			return (false);
	return (s.len != 0);
}

static void
vt_log_put_field(struct vt_log_line *l, const struct vt_log_field *f)
{
	struct vt_str key = vt_str_of(f->key);
	char number[32];

	vt_log_put(l, vt_log_is_json ? "," : " ");
	if (vt_log_is_json)
		vt_log_put_quoted(l, key);
	else
		vt_log_put_text(l, key, false);
	vt_log_put(l, vt_log_is_json ? ":" : "=");
	if (f->value.p == NULL) {
		(void)snprintf(number, sizeof(number), "%lld", (long long)f->number);
		vt_log_put(l, number);
	} else if (vt_log_is_json || !vt_log_is_word(f->value)) {
		vt_log_put_quoted(l, f->value);
	} else {
		vt_log_put_text(l, f->value, false);
	}
}

static void
vt_log_put_head(struct vt_log_line *l, const char *module, enum vt_log_level level)
{
	if (vt_log_is_json)
		vt_log_put(l, "{\"time\":\"");
	vt_log_put_time(l);
	vt_log_put(l, vt_log_is_json ? "\",\"level\":\"" : " ");
	vt_log_put(l, vt_log_level_name(level));
	vt_log_put(l, vt_log_is_json ? "\",\"module\":" : " ");
	if (vt_log_is_json)
		vt_log_put_quoted(l, vt_str_of(module));
	else
		vt_log_put_text(l, vt_str_of(module), false);
	if (vt_log_request_id[0] != '\0') {
		vt_log_put(l, vt_log_is_json ? ",\"request\":" : " [");
		if (vt_log_is_json)
			vt_log_put_quoted(l, vt_str_of(vt_log_request_id));
		else
			vt_log_put_text(l, vt_str_of(vt_log_request_id), false);
		vt_log_put(l, vt_log_is_json ? "" : "]");
	}
	vt_log_put(l, vt_log_is_json ? ",\"message\":" : " ");
}

static void
vt_log_send(const struct vt_log_line *l)
{
	size_t sent = 0;

	while (sent < l->len) {
		ssize_t n = write(vt_log_fd, l->p + sent, l->len - sent);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return; /* a log that cannot be written has nowhere to say so */
		sent += (size_t)n;
	}
}

void
vt_log_event(const char *module, enum vt_log_level level, const char *message,
	     const struct vt_log_field *fields, size_t field_count)
{
	struct vt_log_line l;
	int kept_errno = errno;

	if (!vt_log_wants(module, level))
		return;
	l.len = 0;
	vt_log_put_head(&l, module, level);
	if (vt_log_is_json)
		vt_log_put_quoted(&l, vt_str_of(message));
	else
		vt_log_put_text(&l, vt_str_of(message), false);
	for (size_t i = 0; i < field_count && vt_log_has_room(&l, strlen(fields[i].key) + 40); i++)
		vt_log_put_field(&l, &fields[i]);
	vt_log_put(&l, vt_log_is_json ? "}\n" : "\n");
	vt_log_send(&l);
	errno = kept_errno;
}

void
vt_log(const char *module, enum vt_log_level level, const char *fmt, ...)
{
	char message[VT_LOG_MESSAGE_MAX] = "";
	va_list ap;

	if (!vt_log_wants(module, level))
		return;
	va_start(ap, fmt);
	int wanted = vsnprintf(message, sizeof(message), fmt, ap);
	va_end(ap);
	if (wanted >= (int)sizeof(message)) {
		size_t cut = sizeof(message) - sizeof("…");

		while (cut > 0 && ((unsigned char)message[cut] & 0xc0) == 0x80)
			cut--;
		memcpy(message + cut, "…", sizeof("…"));
	}
	vt_log_event(module, level, message, NULL, 0);
}
