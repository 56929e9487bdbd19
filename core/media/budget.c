/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One counter.  Nobody waits for a share: threads that wait would keep the small
 * pictures from being made, which are nearly all.  Called by render.c.
 */
#include "media/budget.h"

#include <stdatomic.h>

#include "media/media.h"

static atomic_int_least64_t vt_budget_sum;

vt_err
vt_budget_take(int64_t bytes)
{
	int64_t most = vt_media_options()->render_bytes_max;
	int64_t taken = atomic_load(&vt_budget_sum);

	vt_assert(bytes >= 0);
	if (bytes > most)
		return (vt_fail(VT_E_TOOLARGE,
				"this picture takes %lld MB to make, more than the %lld MB that "
				"media.render_bytes_max allows; ask for a smaller size or region",
				(long long)(bytes >> 20), (long long)(most >> 20)));
	do {
		if (taken > most - bytes)
			return (vt_fail(VT_E_BUSY, "too many large pictures are being made: "
						   "try again in some seconds, or ask for a "
						   "smaller size"));
	} while (!atomic_compare_exchange_weak(&vt_budget_sum, &taken, taken + bytes));
	return (VT_OK);
}

void
vt_budget_give(int64_t bytes)
{
	int64_t before = atomic_fetch_sub(&vt_budget_sum, bytes);

	vt_assert(before >= bytes);
}

int64_t
vt_budget_taken(void)
{
	return (atomic_load(&vt_budget_sum));
}
