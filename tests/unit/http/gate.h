/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A gateway without a server for the tests: a data folder with a catalogue, a
 * small folder of templates, and a client that drives the steps the way
 * dispatch does, on one thread.
 */
#ifndef VT_TEST_GATE_H
#define VT_TEST_GATE_H

#include "vt_test.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "api/page.h"
#include "api/time.h"
#include "api/vartai.h"
#include "base/log_setup.h"
#include "catalog/writer.h"
#include "http/gateway.h"

#define GATE_BASE "https://gate.example"

/* Fails with the kept sentence. */
#define ok(call)                                                                                   \
	do {                                                                                       \
		vt_err ok_err = (call);                                                            \
		if (ok_err != VT_OK) {                                                             \
			print_error("%s: %s\n", #call, vt_fail_text(ok_err));                      \
			_fail(__FILE__, __LINE__);                                                 \
		}                                                                                  \
	} while (0)

struct gate {
	char dir[64];
	char data[80], templates[80];
	struct vt_gateway_options options;
	struct vt_conf *conf;
	struct vt_gateway *g;
	struct vt_writer *writer;
};

struct reply {
	struct vt_request *req;
	struct vt_http_output out;
	enum vt_way way; /* what begin said */
};

/* --- files ---------------------------------------------------------------- */

static inline void
gate_file(const struct gate *gate, const char *name, const char *text)
{
	char path[256];
	FILE *f;

	(void)snprintf(path, sizeof(path), "%s/%s", gate->dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static inline void
gate_folder(const struct gate *gate, const char *name)
{
	char path[256];

	(void)snprintf(path, sizeof(path), "%s/%s", gate->dir, name);
	assert_int_equal(mkdir(path, 0755), 0);
}

static inline int
gate_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st, (void)type, (void)at;
	return (remove(path));
}

static inline void
gate_templates(const struct gate *gate)
{
	gate_folder(gate, "templates");
	gate_folder(gate, "templates/pages");
	gate_folder(gate, "templates/messages");
	gate_folder(gate, "templates/assets");
	gate_file(gate, "templates/pages/layout.mustache",
		  "<!doctype html>\n<html lang=\"{{language}}\"><head><title>{{title}}</title>\n"
		  "<link rel=\"stylesheet\" href=\"{{assets.site.css}}\"></head>\n"
		  "<body><a href=\"{{other_url}}\" lang=\"{{other_language}}\">*</a>{{{content}}}"
		  "</body></html>\n");
	gate_file(
	    gate, "templates/pages/error.mustache",
	    "<h1>{{title}}</h1><p>{{text}}</p><p>{{detail}}</p><p>{{status}} {{request_id}}</p>"
	    "<p><a href=\"{{prefix}}/\">{{#t}}home{{/t}}</a></p>");
	gate_file(gate, "templates/pages/hello.mustache",
		  "<p>{{#t}}hello{{/t}} {{name}} {{prefix}} {{url}}</p>");
	gate_file(gate, "templates/messages/lt.yaml",
		  "home: \"Pradžia\"\nhello: \"Labas\"\n"
		  "books: { one: \"{n} knyga\", few: \"{n} knygos\", other: \"{n} knygų\" }\n"
		  "error:\n  400: { title: \"Klaida\", text: \"Patikrinkite.\" }\n"
		  "  404: { title: \"Nėra\", text: \"Tokio puslapio nėra.\" }\n"
		  "  500: { title: \"Mūsų klaida\", text: \"Bandykite vėliau.\" }\n");
	gate_file(gate, "templates/messages/en.yaml",
		  "home: \"Home\"\nhello: \"Hello\"\n"
		  "books: { one: \"{n} book\", other: \"{n} books\" }\n"
		  "error:\n  400: { title: \"Mistake\", text: \"Check it.\" }\n"
		  "  404: { title: \"Nothing\", text: \"There is no such page.\" }\n"
		  "  500: { title: \"Our fault\", text: \"Try later.\" }\n");
	gate_file(gate, "templates/assets/site.css", "body { color: black }\n");
}

/* --- life ----------------------------------------------------------------- */

static inline void
gate_ingest(struct gate *gate, const char *code)
{
	struct vt_institution i = { .code = vt_str_of(code) };
	int64_t generation;

	ok(vt_writer_institution(gate->writer, &i));
	ok(vt_writer_commit(gate->writer, &generation));
}

/* A folder with templates and a catalogue; no gateway yet. */
static inline int
gate_setup(void **state)
{
	struct gate *gate = calloc(1, sizeof(*gate));

	assert_non_null(gate);
	/* In memory where there is such a folder: a busy disk's fsync is not the subject. */
	(void)snprintf(gate->dir, sizeof(gate->dir), "%s/vt_gate_XXXXXX",
		       access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(gate->dir));
	(void)snprintf(gate->data, sizeof(gate->data), "%s/data", gate->dir);
	(void)snprintf(gate->templates, sizeof(gate->templates), "%s/templates", gate->dir);
	gate_folder(gate, "data");
	gate_templates(gate);
	ok(vt_log_open(getenv("GATE_LOG") != NULL ? "" : "/dev/null", false, "debug"));
	ok(vt_conf_open(NULL, &gate->conf));
	ok(vt_writer_open(gate->data, &gate->writer));
	gate_ingest(gate, "first");
	gate->options = (struct vt_gateway_options){ .base_url = GATE_BASE,
						     .data_dir = gate->data,
						     .template_dir = gate->templates,
						     .cache_bytes = 1 << 20,
						     .arena_bytes = 1 << 20,
						     .body_bytes = 1 << 20 };
	*state = gate;
	return (0);
}

static inline void
gate_open(struct gate *gate)
{
	const struct vt_str_list none = { NULL, 0 };

	ok(vt_gateway_new(gate->conf, &gate->options, &none, "/nowhere", &gate->g));
}

/* The same with routes, as in a worker. */
static inline void
gate_serve(struct gate *gate, const struct vt_route *routes, size_t count)
{
	gate_open(gate);
	for (size_t i = 0; i < count; i++)
		ok(vt_gateway_route(gate->g, &routes[i], NULL));
	ok(vt_gateway_worker_start(gate->g));
}

/* Until another generation than this has been noticed. */
static inline void
gate_wait_generation(struct gate *gate, int64_t old)
{
	struct vt_gateway_stats stats;

	for (int i = 0; i < 500; i++) {
		vt_gateway_stats(gate->g, &stats);
		if (stats.generation != old)
			return;
		usleep(10000);
	}
	fail_msg("seconds went by and the ingest was not seen");
}

static inline int
gate_teardown(void **state)
{
	struct gate *gate = *state;

	if (gate->g != NULL)
		vt_gateway_thread_end(gate->g);
	vt_gateway_free(&gate->g);
	vt_writer_close(&gate->writer);
	vt_conf_free(&gate->conf);
	(void)nftw(gate->dir, gate_remove, 16, FTW_DEPTH | FTW_PHYS);
	free(gate);
	return (0);
}

/* --- a client ------------------------------------------------------------- */

/* Takes "Name: value\nName: value" apart. */
static inline size_t
gate_headers(const char *text, struct vt_http_header *headers, size_t max)
{
	struct vt_str rest = vt_str_of(text), line, name;
	size_t n = 0;

	while (vt_str_next(&rest, '\n', &line)) {
		assert_true(n < max);
		assert_true(vt_str_next(&line, ':', &name));
		headers[n++] = (struct vt_http_header){ name, line };
	}
	return (n);
}

static inline struct vt_request *
gate_request(struct gate *gate, const char *method, const char *target, const char *headers,
	     struct vt_str body)
{
	struct vt_http_header list[200];
	struct vt_http_input in = { .method = vt_str_of(method),
				    .target = vt_str_of(target),
				    .body = body,
				    .peer = VT_STR("192.0.2.1"),
				    .headers = list };
	struct vt_request *req;

	in.header_count = gate_headers(headers, list, 200);
	ok(vt_request_new(gate->g, &in, &req));
	return (req);
}

static inline void
gate_nobody(struct vt_request *waiter, void *arg)
{
	(void)waiter, (void)arg;
	fail_msg("nobody waits here");
}

static inline void
gate_post(struct gate *gate, const char *method, const char *target, const char *headers,
	  struct vt_str body, struct reply *reply)
{
	reply->req = gate_request(gate, method, target, headers, body);
	reply->way = vt_gateway_begin(reply->req);
	assert_int_not_equal(reply->way, VT_WAY_WAIT);
	if (reply->way == VT_WAY_JOB) {
		vt_gateway_run(reply->req);
		if (vt_request_way(reply->req) == VT_WAY_JOB) /* a large one */
			vt_gateway_run(reply->req);
		vt_gateway_landed(reply->req, gate_nobody, NULL);
		vt_gateway_after_run();
	}
	vt_gateway_answer(reply->req, &reply->out);
}

static inline void
gate_ask(struct gate *gate, const char *method, const char *target, const char *headers,
	 struct reply *reply)
{
	gate_post(gate, method, target, headers, VT_STR_NONE, reply);
}

static inline void
reply_done(struct reply *reply)
{
	vt_request_unref(&reply->req);
}

static inline struct vt_str
reply_header(const struct reply *reply, const char *name)
{
	struct vt_str value = VT_STR_NONE;
	size_t seen = 0;

	for (size_t i = 0; i < reply->out.header_count; i++)
		if (vt_str_eq_nocase(reply->out.headers[i].name, vt_str_of(name))) {
			value = reply->out.headers[i].value;
			seen++;
		}
	assert_true(seen <= 1);
	return (value);
}

static inline bool
reply_has(const struct reply *reply, const char *text)
{
	return (vt_str_find(reply->out.body, vt_str_of(text)) >= 0);
}

/* Asks, checks the status and the body, forgets. */
static inline void
gate_expect(struct gate *gate, const char *method, const char *target, int status, const char *body)
{
	struct reply reply;

	gate_ask(gate, method, target, "", &reply);
	if (reply.out.status != status)
		print_error("%s %s: %.*s\n", method, target, VT_STR_ARG(reply.out.body));
	assert_int_equal(reply.out.status, status);
	if (body != NULL)
		vt_test_str(target, reply.out.body, body);
	reply_done(&reply);
}

#endif
