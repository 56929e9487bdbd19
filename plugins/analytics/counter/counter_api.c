/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The COUNTER API (release 5.1) below /counter/r51: its state for everybody, the rest
 * by key (`vartai key add`).  Answers that refuse are COUNTER's exceptions; `format=tsv`
 * gives a report as a table.
 */
#include <stdlib.h>

#include "counter.h"
#include "keys.h"

struct api {
	struct vt_request		*req;
	struct vt_response		*res;
	const struct analytics_state	*state;
	struct analytics_db		*db;	/* NULL: nothing was counted yet */
	struct vt_str			 key_id;	/* of the key that let it in */
	struct vt_jsonw			 j;
};

/* --- beginning and end ----------------------------------------------------------------- */

static void
api_close(void *arg)
{
	struct analytics_db	*db = arg;

	analytics_db_close(&db);
}

static vt_err
api_start(struct api *a, struct vt_request *req, struct vt_response *res)
{
	vt_err	err;

	*a = (struct api){ .req = req, .res = res, .state = vt_request_state(req) };
	vt_response_type(res, "application/json");
	vt_jsonw_init(&a->j, vt_response_body(res));
	err = analytics_db_open(a->state->folder, ANALYTICS_READ, &a->db);
	if (err == VT_E_NOTFOUND)
		return (VT_OK);
	return (err == VT_OK ? vt_defer(vt_request_arena(req), api_close, a->db) : err);
}

static vt_err
api_end(struct api *a)
{
	vt_err	err = vt_jsonw_error(&a->j);

	return (err != VT_OK ? err : vt_response_error(a->res));
}

static vt_err
api_refuse(struct api *a, enum counter_code code, struct vt_str data)
{
	vt_response_status(a->res, counter_http_status(code));
	if (code == COUNTER_TOO_MANY)
		vt_response_header(a->res, "Retry-After", VT_STR("600"));
	counter_exception_json(&a->j, code, data);
	return (api_end(a));
}

/* --- who asks --------------------------------------------------------------------------- */

static struct vt_str
api_arg(struct api *a, const char *name)
{
	struct vt_str	value;

	return (vt_request_arg(a->req, name, &value) ? value : VT_STR_NONE);
}

static vt_err
api_check_key(struct api *a, struct vt_str key, enum counter_code *code_r)
{
	char			network[VT_NETWORK_MAX];
	enum keys_verdict	verdict;
	vt_err			err;

	*code_r = COUNTER_KEY_INVALID;
	if (a->db == NULL)
		return (VT_OK);		/* no key has been made yet */
	vt_request_network(a->req, network);
	err = keys_check(a->db, a->state->guesses, key, KEYS_SCOPE_COUNTER, network, vt_time_now(),
	    &verdict);
	if (err == VT_OK && verdict == KEYS_GOOD)
		a->key_id = vt_str_sub(key, sizeof(KEYS_PREFIX) - 1, KEYS_ID_LEN);
	if (err == VT_OK && verdict != KEYS_BAD)
		*code_r = verdict == KEYS_GOOD ? COUNTER_OK : COUNTER_TOO_MANY;
	return (err);
}

/* The customer is the world: usage is not told apart by who reads. */
static vt_err
api_admit(struct api *a, struct vt_str *data_r, enum counter_code *code_r)
{
	struct vt_str	customer = api_arg(a, "customer_id"), key = api_arg(a, "api_key");
	vt_err		err = VT_OK;

	*data_r = VT_STR("customer_id is needed: " COUNTER_CUSTOMER);
	*code_r = COUNTER_INSUFFICIENT;
	if (customer.len == 0)
		return (VT_OK);
	*data_r = VT_STR("api_key is needed");
	*code_r = COUNTER_NOT_AUTHORIZED;
	if (key.len == 0)
		return (VT_OK);
	*data_r = VT_STR_NONE;
	if ((err = api_check_key(a, key, code_r)) != VT_OK || *code_r != COUNTER_OK)
		return (err);
	*data_r = VT_STR("the customer_id is " COUNTER_CUSTOMER ", The World");
	if (!vt_str_eq_c(customer, COUNTER_CUSTOMER))
		*code_r = COUNTER_NOT_FOR_INSTITUTION;
	return (VT_OK);
}

/* VT_E_END: refused, and the answer is written. */
static vt_err
api_begin(struct api *a, struct vt_request *req, struct vt_response *res)
{
	enum counter_code	code;
	struct vt_str		data;
	vt_err			err = api_start(a, req, res);

	if (err == VT_OK)
		err = api_admit(a, &data, &code);
	if (err != VT_OK || code == COUNTER_OK)
		return (err);
	err = api_refuse(a, code, data);
	return (err == VT_OK ? VT_E_END : err);
}

static vt_err
api_done(vt_err err)
{
	return (err == VT_E_END ? VT_OK : err);
}

/* What was asked for is given: only that is a use of the key.  A call that was refused gave
 * its partner nothing, and a program that tries it again and again is no use at all. */
static vt_err
api_given(struct api *a, vt_err err)
{
	if (err == VT_OK)
		vt_request_note(a->req, vt_str_printf(vt_request_arena(a->req), VT_NOTE_KEY "%.*s",
		    VT_STR_ARG(a->key_id)));
	return (err);
}

/* --- status, members, the list of reports ------------------------------------------------- */

vt_err
counter_status(struct vt_request *req, struct vt_response *res)
{
	struct api	a;
	vt_err		err = api_start(&a, req, res);

	if (err != VT_OK)
		return (err);
	vt_jsonw_array(&a.j);
	vt_jsonw_object(&a.j);
	vt_jsonw_pair_c(&a.j, "Description", "COUNTER Release 5.1 usage of this platform; rules "
	    ANALYTICS_RULES);
	vt_jsonw_key(&a.j, "Service_Active");
	vt_jsonw_bool(&a.j, true);
	/* Who has none MUST omit it here, and leave it blank in reports. */
	if (*a.state->conf->registry_record != '\0')
		vt_jsonw_pair_c(&a.j, "Registry_Record", a.state->conf->registry_record);
	vt_jsonw_end(&a.j);
	vt_jsonw_end(&a.j);
	return (api_end(&a));
}

vt_err
counter_members(struct vt_request *req, struct vt_response *res)
{
	struct api	a;
	vt_err		err = api_begin(&a, req, res);

	if (err != VT_OK)
		return (api_done(err));
	vt_jsonw_array(&a.j);
	vt_jsonw_object(&a.j);
	vt_jsonw_pair_c(&a.j, "Institution_Name", "The World");
	vt_jsonw_pair_c(&a.j, "Customer_ID", COUNTER_CUSTOMER);
	vt_jsonw_end(&a.j);
	vt_jsonw_end(&a.j);
	return (api_given(&a, api_end(&a)));
}

static void
api_month(struct vt_jsonw *j, const char *key, int32_t month)
{
	char	text[VT_TIME_MAX];
	int64_t	days = 0;

	(void)vt_time_days(month / 100, month % 100, 1, &days);
	(void)vt_time_date(days * 86400, text);
	vt_jsonw_pair(j, key, (struct vt_str){ text, 7 });
}

static void
api_report_entry(struct api *a, const struct counter_report_name *r, int32_t first, int32_t last)
{
	struct vt_buf	path;

	vt_buf_init(&path, 256);
	/* As the Code of Practice writes it (8.1): it stands behind the address of the service. */
	vt_buf_printf(&path, "/r51/reports/%s", r->path);
	vt_jsonw_object(&a->j);
	vt_jsonw_pair_c(&a->j, "Report_Name", r->name);
	vt_jsonw_pair_c(&a->j, "Report_ID", r->id);
	vt_jsonw_pair_c(&a->j, "Release", "5.1");
	vt_jsonw_pair_c(&a->j, "Report_Description", r->description);
	vt_jsonw_pair(&a->j, "Path", vt_buf_get(&path));
	api_month(&a->j, "First_Month_Available", first);
	api_month(&a->j, "Last_Month_Available", last);
	vt_jsonw_end(&a->j);
	vt_buf_fini(&path);
}

/* Where nothing can be had yet, the first month that will be. */
vt_err
counter_reports_list(struct vt_request *req, struct vt_response *res)
{
	int32_t		first = 0, last = 0;
	struct api	a;
	vt_err		err = api_begin(&a, req, res);

	if (err == VT_OK && a.db != NULL)
		err = counter_data_months(a.db, &first, &last);
	if (err != VT_OK)
		return (api_done(err));
	if (first == 0)
		first = last = counter_this_month();
	vt_jsonw_array(&a.j);
	for (int r = 0; r < COUNTER_REPORTS; r++)
		api_report_entry(&a, &counter_reports[r], first, last);
	vt_jsonw_end(&a.j);
	return (api_given(&a, api_end(&a)));
}

/* --- a report --------------------------------------------------------------------------------- */

static bool
api_arg_at(const void *arg, size_t i, struct vt_str *name_r, struct vt_str *value_r)
{
	const struct vt_request	*req = arg;

	if (i >= vt_request_arg_count(req))
		return (false);
	vt_request_arg_at(req, i, name_r, value_r);
	return (true);
}

static void
api_close_data(void *arg)
{
	struct counter_data	*d = arg;

	counter_data_close(&d);
}

/* Its body has no limit but the report's own. */
static vt_err
api_send(struct api *a, const struct counter_data *d, bool is_tsv)
{
	struct vt_buf			 out;
	const struct counter_writer	 w = { a->state->conf, d, vt_request_base_url(a->req), &out };
	char				*bytes;
	size_t				 len;
	vt_err				 err;

	vt_buf_init(&out, 0);
	err = is_tsv ? counter_tsv(&w) : counter_json(&w);
	if (err == VT_OK) {
		bytes = vt_buf_take(&out, &len);
		vt_response_send(a->res, bytes, len, free, bytes);
	}
	vt_buf_fini(&out);
	if (is_tsv)
		vt_response_type(a->res, "text/tab-separated-values; charset=utf-8");
	return (err != VT_OK ? err : vt_response_error(a->res));
}

vt_err
counter_report_get(struct vt_request *req, struct vt_response *res)
{
	const struct counter_args	 args = { api_arg_at, req };
	struct vt_str			 id = vt_request_param(req, "report"), data;
	enum counter_report		 report = counter_report_find(id);
	struct counter_query		*q = vt_arena_alloc(vt_request_arena(req), sizeof(*q));
	struct counter_data		*d;
	enum counter_code		 code;
	struct api			 a;
	vt_err				 err = q != NULL ? api_begin(&a, req, res) : VT_E_LIMIT;

	if (err != VT_OK)
		return (api_done(err));
	if (report == COUNTER_REPORTS)
		return (vt_fail(VT_E_NOTFOUND, "there is no report '%.*s' (there are: pr, pr_p1, ir, "
		    "ir_m1)", VT_STR_ARG(vt_str_sub(id, 0, 32))));
	code = counter_query_read(q, report, &args, a.state->conf, &data);
	if (code != COUNTER_OK)
		return (api_refuse(&a, code, data));
	err = counter_data_open(a.db, q, a.state->conf->platform_id, &d);
	if (err == VT_OK)
		err = vt_defer(vt_request_arena(req), api_close_data, d);
	if (err == VT_OK)
		err = api_send(&a, d, vt_str_eq_c(api_arg(&a, "format"), "tsv"));
	return (api_given(&a, err));
}
