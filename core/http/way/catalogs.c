/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each pool thread's read connection: opened when a handler first asks, opened
 * again when the file was replaced (a restored backup has another inode), and
 * within a request one transaction, so that all its reads see one generation.
 */
#include "http/way/catalogs.h"

#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>

#include "catalog/reader.h"
#include "http/inside.h"
#include "http/way/second.h"
#include "media/access_copy.h"

struct catalogs_mine {
	struct vt_catalog *catalog;
	const struct vt_gateway *gateway;
	struct vt_file_stamp stamp;
};

static __thread struct catalogs_mine catalogs_mine;

struct vt_file_stamp
vt_catalogs_stamp(const char *data_dir)
{
	struct vt_file_stamp none = { 0 };
	char path[PATH_MAX];
	struct stat st;
	int len = snprintf(path, sizeof(path), "%s/catalog.db", data_dir);

	if (len < 0 || (size_t)len >= sizeof(path) || stat(path, &st) != 0)
		return (none);
	return ((struct vt_file_stamp){ st.st_dev, st.st_ino });
}

bool
vt_catalogs_is_same(struct vt_file_stamp a, struct vt_file_stamp b)
{
	return (a.dev == b.dev && a.ino == b.ino);
}

/* This thread's connection. */
static void
vt_catalogs_close(void)
{
	vt_catalog_close(&catalogs_mine.catalog);
	catalogs_mine.gateway = NULL;
}

/* This thread's connection to the file that is there now. */
static vt_err
catalogs_open(const struct vt_gateway *g)
{
	struct vt_file_stamp stamp = vt_catalogs_stamp(g->o.data_dir);
	vt_err err;

	if (catalogs_mine.catalog != NULL && catalogs_mine.gateway == g &&
	    vt_catalogs_is_same(catalogs_mine.stamp, stamp))
		return (VT_OK);
	vt_catalogs_close();
	err = vt_catalog_open(g->o.data_dir, g->o.base_url, &catalogs_mine.catalog);
	if (err != VT_OK)
		return (err);
	catalogs_mine.gateway = g;
	catalogs_mine.stamp = stamp;
	return (VT_OK);
}

static vt_err
catalogs_begin(struct vt_request *req)
{
	vt_err err = catalogs_open(req->gateway);

	if (err == VT_OK)
		err = vt_catalog_begin(catalogs_mine.catalog);
	if (err == VT_OK) {
		vt_catalog_base_url(catalogs_mine.catalog, req->base_url);
		return (VT_OK);
	}
	/* Whatever was wrong with it, the next request tries a new one. */
	vt_catalogs_close();
	return (err);
}

struct vt_catalog *
vt_request_catalog(struct vt_request *req)
{
	vt_err err;

	if (req->is_on_loop) {
		(void)vt_fail(VT_E_INTERNAL, "a quick function asked for the catalogue, which "
					     "may block: only handlers may");
		return (NULL);
	}
	if (req->is_reading)
		return (catalogs_mine.catalog);
	if ((err = catalogs_begin(req)) != VT_OK) {
		/* Handlers pass on VT_E_UNAVAILABLE, so the sentence has to be its. */
		(void)vt_fail(VT_E_UNAVAILABLE, "%s", vt_fail_text(err));
		return (NULL);
	}
	req->is_reading = true;
	return (catalogs_mine.catalog);
}

vt_err
vt_worker_catalog(struct vt_worker *worker, struct vt_catalog **c_r)
{
	vt_err err = catalogs_open(worker->gateway);

	if (err == VT_OK)
		*c_r = catalogs_mine.catalog;
	return (err);
}

void
vt_worker_thread_end(struct vt_worker *worker)
{
	vt_gateway_thread_end(worker->gateway);
}

vt_err
vt_catalogs_state(const struct vt_request *req, struct vt_catalog_state *state_r)
{
	vt_assert(req->is_reading);
	return (vt_catalog_state(catalogs_mine.catalog, state_r));
}

void
vt_catalogs_end(struct vt_request *req)
{
	int64_t until;

	if (!req->is_reading)
		return;
	until = vt_catalog_holds_until(catalogs_mine.catalog);
	if (until != 0)
		vt_response_expires(&req->response, until);
	vt_catalog_end(catalogs_mine.catalog);
	req->is_reading = false;
}

void
vt_gateway_thread_end(struct vt_gateway *g)
{
	(void)g;
	vt_second_forget();
	vt_catalogs_close();
	vt_media_thread_end(); /* codecs are kept by each thread that used them */
}
