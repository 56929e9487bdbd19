/* SPDX-License-Identifier: Apache-2.0 */
#include "catalog/connect.h"

#include "catalog/index/gather.h"
#include "catalog/search/found.h"
#include "catalog/words/terms.h"

vt_err
vt_connect(struct vt_db *db, const char *path, bool is_writer)
{
	vt_err err = vt_db_open(db, path, is_writer);

	if (err != VT_OK)
		return (err);
	err = vt_terms_register(db);
	if (err == VT_OK)
		err = vt_gather_register(db);
	if (err == VT_OK)
		err = vt_found_register(db);
	if (err != VT_OK)
		vt_db_close(db);
	return (err);
}
