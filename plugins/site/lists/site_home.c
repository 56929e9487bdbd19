/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The home page: whose collections these are, what they hold, what is new.
 */
#include "site.h"

vt_err
site_home(struct vt_request *req, struct vt_response *res)
{
	struct vt_search	q = { .offset = 0 };
	struct site_call	c;
	vt_err			err;

	if ((err = site_start(&c, req, res)) != VT_OK)
		return (err);
	vt_value_set_str(c.data, "title", site_name(&c));
	vt_value_set_str(c.data, "summary", vt_message(req, "home.lead"));
	vt_value_set_bool(c.data, "is_home", true);
	site_head(&c, VT_STR("/"));
	if ((err = site_list_institutions(&c)) != VT_OK ||
	    (err = site_list_collections(&c, 0)) != VT_OK || (err = site_newest(&c, &q)) != VT_OK)
		return (err);
	return (vt_page(req, res, "home", c.data));
}
