/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the Code of Practice: reports, metrics, types of data, exceptions. */
#include "counter.h"

const struct counter_report_name counter_reports[COUNTER_REPORTS] = {
	[COUNTER_PR] = { "pr", "PR", "Platform Report",
	    "A customizable report that summarizes activity across the platform", false, false },
	[COUNTER_PR_P1] = { "pr_p1", "PR_P1", "Platform Usage",
	    "Platform-level usage summarized by Metric_Type", true, false },
	[COUNTER_IR] = { "ir", "IR", "Item Report",
	    "A granular, customizable report of activity at the level of the item", false, true },
	[COUNTER_IR_M1] = { "ir_m1", "IR_M1", "Multimedia Item Requests",
	    "Reports on multimedia requests at the item level", true, true },
};

const char *const counter_metrics[COUNTER_METRICS] = {
	"Searches_Platform", "Total_Item_Investigations", "Total_Item_Requests",
	"Unique_Item_Investigations", "Unique_Item_Requests", "Unique_Title_Investigations",
	"Unique_Title_Requests",
};

enum counter_report
counter_report_find(struct vt_str name)
{
	for (int r = 0; r < COUNTER_REPORTS; r++)
		if (vt_str_eq_nocase(name, vt_str_of(counter_reports[r].path)))
			return ((enum counter_report)r);
	return (COUNTER_REPORTS);
}

const char *
counter_type_name(enum counter_type type, bool is_item)
{
	static const char *const names[COUNTER_TYPES][2] = {
		[COUNTER_AUDIOVISUAL] = { "Audiovisual", "Audiovisual" },
		[COUNTER_BOOK] = { "Book", "Book_Segment" },
		[COUNTER_IMAGE] = { "Image", "Image" },
		[COUNTER_INTERACTIVE] = { "Interactive_Resource", "Interactive_Resource" },
		[COUNTER_NEWSPAPER] = { "Newspaper_or_Newsletter", "News_Item" },
		[COUNTER_SOUND] = { "Sound", "Sound" },
		[COUNTER_UNSPECIFIED] = { "Unspecified", "Unspecified" },
	};

	return (names[type][is_item]);
}

static const struct {
	enum counter_code code;
	int		  status;
	const char	 *message;
} counter_codes[] = {
	{ COUNTER_UNAVAILABLE, 503, "Service Not Available" },
	{ COUNTER_TOO_MANY, 429, "Client has made too many requests" },
	{ COUNTER_INSUFFICIENT, 400, "Insufficient Information to Process Request" },
	{ COUNTER_NOT_AUTHORIZED, 401, "Requestor Not Authorized to Access Service" },
	{ COUNTER_NOT_FOR_INSTITUTION, 403,
	    "Requestor is Not Authorized to Access Usage for Institution" },
	{ COUNTER_KEY_INVALID, 401, "APIKey Invalid" },
	{ COUNTER_DATES, 400, "Invalid Date Arguments" },
	{ COUNTER_NO_USAGE, 200, "No Usage Available for Requested Dates" },
	{ COUNTER_NOT_READY, 200, "Usage Not Ready for Requested Dates" },
	{ COUNTER_NO_LONGER, 200, "Usage No Longer Available for Requested Dates" },
	{ COUNTER_PARAMETER, 200, "Parameter Not Recognized in this Context" },
	{ COUNTER_FILTER, 200, "Invalid ReportFilter Value" },
	{ COUNTER_ATTRIBUTE, 200, "Invalid ReportAttribute Value" },
};

const char *
counter_message(enum counter_code code)
{
	for (size_t i = 0; i < sizeof(counter_codes) / sizeof(counter_codes[0]); i++)
		if (counter_codes[i].code == code)
			return (counter_codes[i].message);
	return ("Service Not Available");
}

int
counter_http_status(enum counter_code code)
{
	for (size_t i = 0; i < sizeof(counter_codes) / sizeof(counter_codes[0]); i++)
		if (counter_codes[i].code == code)
			return (counter_codes[i].status);
	return (503);
}
