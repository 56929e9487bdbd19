/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `vartai check` finds, for commands of plugins (api/plugin.h): here, since it
 * needs the floor of ingest beside that of http.
 */
#include <stdlib.h>

#include "http/gateway.h"
#include "ingest/again/check.h"

#define VT_QUALITY_MEMORY (256 * 1024 * 1024) /* for one object's record */

struct vt_quality {
	struct vt_again_whole whole;
};

vt_err
vt_quality_open(struct vt_boot *boot, struct vt_quality **q_r)
{
	struct vt_quality *q = calloc(1, sizeof(*q));
	vt_err err;

	if (q == NULL)
		return (vt_fail(VT_E_NOMEM, "no memory to check records"));
	if ((err = vt_again_open(vt_boot_conf(boot), true, &q->whole)) != VT_OK) {
		vt_quality_close(&q);
		return (err);
	}
	*q_r = q;
	return (VT_OK);
}

vt_err
vt_quality_of(struct vt_quality *q, struct vt_str identifier, int64_t *errors_r,
	      int64_t *findings_r)
{
	const struct vt_check check = { .again = &q->whole.again };
	struct vt_arena *a = vt_arena_new(VT_QUALITY_MEMORY);
	struct vt_check_result r;
	vt_err err = vt_catalog_begin(q->whole.again.catalog);

	if (err == VT_OK) {
		err = vt_check_object(&check, a, identifier, &r);
		vt_catalog_end(q->whole.again.catalog);
	}
	if (err == VT_OK) {
		*errors_r = (int64_t)vt_rules_errors(&r.findings);
		*findings_r = (int64_t)r.findings.count;
	}
	vt_arena_free(&a);
	return (err);
}

void
vt_quality_close(struct vt_quality **q_p)
{
	struct vt_quality *q = *q_p;

	*q_p = NULL;
	if (q == NULL)
		return;
	vt_again_close(&q->whole);
	free(q);
}
